"""Verdicts in words: what is kept, what is broken since when, what is not known and what would make it known."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import ItemName
from troth.manifest.period import Period
from troth.texts import claims as words
from troth.texts.language import Language, day, listed, number, period

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "verdict.kept": ("tenu", "kept"),
        "verdict.broken": ("rompu", "broken"),
        "verdict.unproven": ("non prouvé", "unproven"),
        "whole.kept": ("Tout ce qui est promis est tenu.", "Everything that is promised is kept."),
        "whole.broken": (
            "Une promesse est rompue\xa0: des données sont là depuis plus de {lag} après leur fin.",
            "A promise is broken: data is still there more than {lag} after its end.",
        ),
        "whole.unproven": (
            "Rien n’est rompu, mais tout n’est pas prouvé.",
            "Nothing is broken, but not everything is proven.",
        ),
        "line": ("{verdict} {title}\xa0: {told}", "{verdict} {title}: {told}"),
        "links": ("liens vers les personnes", "links to people"),
        "empty": ("rien", "nothing"),
        "active": ("en usage\xa0: {count}", "in use: {count}"),
        "archived": ("en archives\xa0: {count}", "archived: {count}"),
        "restricted": ("limitées à la demande de la personne\xa0: {count}", "restricted on request: {count}"),
        "due": ("à effacer au prochain passage\xa0: {count}", "to go with the next run: {count}"),
        "broken": ("finies depuis plus de {lag}\xa0: {count}", "ended more than {lag} ago: {count}"),
        "broken_since": (
            "finies depuis plus de {lag}\xa0: {count}, la plus ancienne du {oldest}",
            "ended more than {lag} ago: {count}, the oldest from {oldest}",
        ),
        "bound": (
            "ne peuvent être vidés (NOT NULL) et partiront avec le dernier enregistrement gardé qui les désigne"
            "\xa0: {count}",
            "cannot be emptied (NOT NULL), and go with the last kept record that points at theirs: {count}",
        ),
        "unknown": ("{count} – {why}", "{count} – {why}"),
        "unread.down": (
            "la base ne répond pas\u202f; relancer quand elle sera là",
            "its store does not answer; run this again once it is back",
        ),
        "unread.schema": (
            "le schéma de la base n’est plus celui qui est déclaré\u202f; voir `troth check --stores`",
            "the store’s schema is no longer the declared one; see `troth check --stores`",
        ),
        "orphans.nobody": (
            "ne mènent à personne («\xa0{kind}\xa0»)\xa0: {count}",
            "lead to nobody (“{kind}”): {count}",
        ),
        "orphans.relation": (
            "désignent par `{relation}` ce qui n’existe pas («\xa0{kind}\xa0»)\xa0: {count}",
            "point by `{relation}` at what is not there (“{kind}”): {count}",
        ),
        "on_hold": ("gardés par un gel\xa0: {count}", "kept by a hold: {count}"),
        "undeclared.columns": (
            "colonnes non déclarées\xa0: {columns}",
            "columns that nobody declared: {columns}",
        ),
        "undeclared.table": ("table non déclarée\xa0: {columns}", "a table that nobody declared: {columns}"),
        "undeclared.personal": ("(d’apparence personnelle\xa0: {columns})", "(looks personal: {columns})"),
        "hold": (
            "gel «\xa0{matter}\xa0»\xa0: {count}, depuis le {since}, à revoir avant le {review}",
            "hold “{matter}”: {count}, since {since}, to be reviewed by {review}",
        ),
        "hold.overdue": (
            "gel «\xa0{matter}\xa0»\xa0: {count}, depuis le {since}, à revoir depuis le {review}",
            "hold “{matter}”: {count}, since {since}, its review was due on {review}",
        ),
        "hold.found": (
            "venus depuis, à ajouter par `troth hold review`\xa0: {count}",
            "come since, to be added by `troth hold review`: {count}",
        ),
        "hold.none": ("aucun gel", "no hold"),
        "archive.nothing": ("rien n’est archivé pour ce rôle", "nothing is archived for that role"),
        "archive.until": ("{ground}, jusqu’au {day}", "{ground}, until {day}"),
        "history": (
            "{at}\xa0: {verdict}, {broken} rompues, {unproven} non prouvées",
            "{at}: {verdict}, {broken} broken, {unproven} unproven",
        ),
        "history.none": ("aucun verdict depuis ce jour", "no verdict since that day"),
    }
)

# For each reason: what is not known, and what would make it known.
_UNKNOWN: Mapping[Unknown, tuple[str, str]] = MappingProxyType(
    {
        Unknown.CLOCK_MISSING: (
            "rien ne dit quand la durée commence (une colonne vide, ou aucun acte connu)\u202f; remplir la "
            "colonne, ou déclarer `missing`",
            "nothing says when the period starts (an empty column, or no known act); fill the column, or declare "
            "`missing`",
        ),
        Unknown.CLOCK_IMPLAUSIBLE: (
            "la colonne qui lance la durée contient une date impossible\u202f; la corriger, ou déclarer "
            "`plausible_from`",
            "the column that starts the period holds an impossible date; mend it, or declare `plausible_from`",
        ),
        Unknown.CLOCK_UNDECLARED: (
            "la table ne déclare pas ce qui lance la durée\u202f; déclarer `clocks`",
            "the table does not declare what starts the period; declare `clocks`",
        ),
        Unknown.CONDITION: (
            "on ne sait si l’événement a eu lieu, une colonne de `open_while` est vide\u202f; la remplir",
            "whether the event has come is not known, a column of `open_while` is empty; fill it",
        ),
        Unknown.NOTED: (
            "c’était inconnu quand l’horloge a été notée\u202f; enregistrer l’événement\xa0: `troth fact add happened`",
            "it was unknown when the clock was noted; record the event: `troth fact add happened`",
        ),
        Unknown.PROPOSED: (
            "la durée n’est que proposée\u202f; l’adopter\xa0: `accepted` dans policy.yaml",
            "the period is only proposed; adopt it: `accepted` in policy.yaml",
        ),
        Unknown.LEDGER: (
            "aucune décision n’est enregistrée\u202f; déclarer le registre complet\xa0: `troth fact add complete`",
            "no decision is recorded; declare the ledger complete: `troth fact add complete`",
        ),
        Unknown.NO_KEY: (
            "l’enregistrement n’a pas la clé qui décide du consentement\u202f; la déclarer dans `links`, ou la remplir",
            "the record lacks the key that decides over the consent; declare it in `links`, or fill it",
        ),
        Unknown.DECISION: (
            "la colonne du consentement est vide\u202f; la remplir",
            "the column of the consent is empty; fill it",
        ),
        Unknown.OUTGROWN: (
            "le texte du consentement a été dépassé\u202f; redemander",
            "the wording of the consent was outgrown; ask again",
        ),
        Unknown.UNDECIDED: (
            "une opposition ou un effacement attend d’être pesé\u202f; décider\xa0: "
            "`troth fact add upheld` ou `rejected`",
            "an objection or an erasure waits to be weighed; decide: `troth fact add upheld` or `rejected`",
        ),
        Unknown.CREATED: (
            "on ne sait si l’enregistrement existait lors de l’effacement\u202f; déclarer ou remplir `created`, ou "
            "accorder l’effacement d’aujourd’hui\xa0: `troth erase`",
            "whether the record existed at the erasure is not known; declare or fill `created`, or grant the "
            "erasure as of today: `troth erase`",
        ),
        Unknown.NO_SUBJECT: (
            "l’enregistrement n’est lié à personne et aucune horloge ne le termine\u202f; "
            "déclarer une horloge ou un lien",
            "the record is tied to nobody and no clock ends it; declare a clock or a link",
        ),
        Unknown.DOUBT: (
            "on ne sait à qui c’est, la clé n’est pas sûre\u202f; vérifier la clé",
            "whose it is, is in doubt; verify the key",
        ),
        Unknown.KIND: (
            "la sorte de l’enregistrement est inconnue, une colonne de `kinds` est vide\u202f; la remplir",
            "of which kind the record is cannot be said, a column of `kinds` is empty; fill it",
        ),
        Unknown.NO_KIND: (
            "l’enregistrement n’est d’aucune sorte déclarée\u202f; compléter `kinds`",
            "the record is of no declared kind; complete `kinds`",
        ),
        Unknown.UNSETTLED: (
            "la finalité de cette sorte n’est pas arrêtée\u202f; compléter policy.yaml",
            "what this kind is for is not settled; complete policy.yaml",
        ),
        Unknown.STORE_DOWN: (
            "une autre base, qui le dirait, ne répond pas\u202f; relancer quand elle sera là",
            "another store that would tell does not answer; run this again once it is back",
        ),
        Unknown.RESTRICTED: ("l’usage est limité", "its use is restricted"),
        Unknown.BEHIND: (
            "la base de Troth a été restaurée d’une copie plus ancienne\u202f; enregistrer ce qui manque, puis "
            "`troth init --new-checkpoint`",
            "Troth’s own database was put back from an older copy; record what is missing, then "
            "`troth init --new-checkpoint`",
        ),
        Unknown.WORDS: (
            "terminé par des mots que personne n’a acceptés\u202f; `troth accept`",
            "ended by words that nobody accepted yet; `troth accept`",
        ),
    }
)


def said(name: str, language: Language, **parts: object) -> str:
    """One sentence of a verdict."""
    french, english = _WORDS[name]
    return (french if language == "fr" else english).format(**parts)


def whole(verdict: str, lag: Period, language: Language) -> str:
    """What all verdicts come to."""
    return said(f"whole.{verdict}", language, lag=period(lag, language))


def line(verdict_name: str, title: str, told: str, language: Language) -> str:
    """What is said of one item."""
    return said("line", language, verdict=f"{verdict(verdict_name, language):<10}", title=title, told=told)


def verdict(name: str, language: Language) -> str:
    """`kept`, `broken`, `unproven`."""
    return said(f"verdict.{name}", language)


def item(manifest: Manifest, name: ItemName | None, language: Language) -> str:
    """The item's title, or that the columns only tie records to people."""
    return said("links", language) if name is None else words.words_of(manifest.items[name].title, language)


def counted(
    states: Mapping[str, int], broken: tuple[int, date | None], lag: Period, language: Language
) -> list[str]:
    """How many data are in which state."""
    count, oldest = broken
    told = [said(name, language, count=number(some, language)) for name, some in states.items() if some]
    if count:
        name, since = ("broken", "") if oldest is None else ("broken_since", day(oldest, language))
        parts = {"count": number(count, language), "lag": period(lag, language), "oldest": since}
        told.insert(0, said(name, language, **parts))
    return told


def unknown(why: Unknown, count: int, language: Language) -> str:
    """What is not known of so many data, and what would make it known."""
    return said("unknown", language, count=number(count, language), why=cause(why, language))


def cause(why: Unknown, language: Language) -> str:
    """What is not known, and what would make it known."""
    french, english = _UNKNOWN[why]
    return french if language == "fr" else english


def undeclared(columns: Sequence[str], personal: Sequence[str], *, is_table: bool, language: Language) -> str:
    """Names of what nobody declared."""
    name = "undeclared.table" if is_table else "undeclared.columns"
    told = said(name, language, columns=listed(columns, language))
    if personal:
        told += f" {said('undeclared.personal', language, columns=listed(personal, language))}"
    return told
