"""What the gate answers, in words: why a use may not be, and what a use that may be is tied to."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, PurposeName
from troth.texts.language import COLON, Language, day
from troth.texts.verdicts import cause

_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown-purpose": (
            "la finalité `{named}` n’est pas déclarée",
            "no purpose `{named}` is declared",
        ),
        "unknown-key": (
            "ce site ne connaît personne par `{named}`",
            "this site knows nobody by `{named}`",
        ),
        "nobody": ("personne n’est nommé", "nobody is named"),
        "purpose-ended": (
            "la finalité «\xa0{purpose}\xa0» a pris fin le {until}",
            "the purpose “{purpose}” ended on {until}",
        ),
        "item-not-used": (
            "la finalité «\xa0{purpose}\xa0» n’est pas déclarée pour {item}",
            "the purpose “{purpose}” is not declared for {item}",
        ),
        "prohibited": (
            "la loi interdit de conserver {item} ({source})",
            "the law forbids to keep {item} ({source})",
        ),
        "unknown-choice": (
            "la finalité «\xa0{purpose}\xa0» n’offre pas de choix `{named}`",
            "the purpose “{purpose}” offers no choice `{named}`",
        ),
        "channel-closed": (
            "la finalité «\xa0{purpose}\xa0» n’est pas déclarée pour le canal `{named}`",
            "the purpose “{purpose}” is not declared for the channel `{named}`",
        ),
        "channel-needs-consent": (
            "la prospection par `{named}` demande un consentement préalable, sur lequel la finalité "
            "«\xa0{purpose}\xa0» ne repose pas ({source})",
            "marketing by `{named}` needs prior consent, on which the purpose “{purpose}” does not rest ({source})",
        ),
        "recipient-not-named": (
            "la finalité «\xa0{purpose}\xa0» ne nomme pas le destinataire `{named}`",
            "the purpose “{purpose}” does not name the recipient `{named}`",
        ),
        "recipient-not-item": (
            "le destinataire `{named}` n’est pas déclaré pour {item}",
            "the recipient `{named}` is not declared for {item}",
        ),
        "no-contract": (
            "aucun contrat en vigueur ne lie le sous-traitant `{named}` ({source})",
            "no contract in force binds the processor `{named}` ({source})",
        ),
        "transfer-closed": (
            "aucune garantie n’ouvre le transfert vers {named} ({source})",
            "no safeguard opens the transfer to {named} ({source})",
        ),
        "actor-not-named": (
            "la finalité «\xa0{purpose}\xa0» ne nomme pas `{named}` parmi ceux qui utilisent ses données",
            "the purpose “{purpose}” does not name `{named}` among those who use its data",
        ),
        "too-young": (
            "«\xa0{purpose}\xa0» n’est pas destiné aux personnes de moins de {named} ans",
            "“{purpose}” is not meant for people below the age of {named}",
        ),
        "age-unknown": (
            "«\xa0{purpose}\xa0» n’est pas destiné aux personnes de moins de {named} ans, et l’âge n’est pas connu",
            "“{purpose}” is not meant for people below the age of {named}, and the age is not known",
        ),
        "parent-not-asked": (
            "aucun consentement d’un parent à «\xa0{purpose}\xa0» n’est enregistré, et un enfant ne consent pas "
            "seul (RGPD, art. 8)",
            "no consent of a parent to “{purpose}” is recorded, and a child does not consent alone (GDPR Art. 8)",
        ),
        "never-given": (
            "la personne n’a jamais consenti à «\xa0{purpose}\xa0»",
            "the person never consented to “{purpose}”",
        ),
        "not-recorded": (
            "aucun consentement à «\xa0{purpose}\xa0» n’est enregistré",
            "no consent to “{purpose}” is recorded",
        ),
        "no-key": (
            "le consentement à «\xa0{purpose}\xa0» vaut sous une clé `{named}`, qui n’est pas donnée",
            "a consent to “{purpose}” counts under a key `{named}`, which is not given",
        ),
        "refused": (
            "la personne a refusé «\xa0{purpose}\xa0» le {since}",
            "the person refused “{purpose}” on {since}",
        ),
        "withdrawn": (
            "la personne a retiré son consentement à «\xa0{purpose}\xa0» le {since}",
            "the person withdrew the consent to “{purpose}” on {since}",
        ),
        "run-out": (
            "le consentement à «\xa0{purpose}\xa0» valait jusqu’au {until}",
            "the consent to “{purpose}” lived until {until}",
        ),
        "outgrown": (
            "le consentement à «\xa0{purpose}\xa0» a été donné à un texte qui ne le couvre plus",
            "the consent to “{purpose}” was given to a wording that covers it no more",
        ),
        "ask-again": (
            "le texte du consentement à «\xa0{purpose}\xa0» a changé\xa0: le redemander avant le {until}",
            "the wording of the consent to “{purpose}” changed: ask again by {until}",
        ),
        "objected": (
            "la personne s’est opposée à «\xa0{purpose}\xa0» le {since}",
            "the person objected to “{purpose}” on {since}",
        ),
        "weighed": (
            "l’opposition du {since} à «\xa0{purpose}\xa0» n’est pas tranchée",
            "the objection of {since} to “{purpose}” is not decided yet",
        ),
        "erased": (
            "un effacement a été accordé le {since}",
            "an erasure was granted on {since}",
        ),
        "unlawful": (
            "la finalité «\xa0{purpose}\xa0» a été jugée illicite pour cette personne le {since}",
            "the purpose “{purpose}” was found unlawful for this person on {since}",
        ),
        "restricted": (
            "l’usage est limité depuis le {since} (RGPD, art.\xa018)",
            "use is restricted since {since} (GDPR Art.\xa018)",
        ),
        "suppressed": (
            "la liste d’opposition porte cette personne depuis le {since}",
            "this person is on the suppression list since {since}",
        ),
        "archived": (
            "les données ne sont plus qu’en archives pour «\xa0{purpose}\xa0»",
            "for “{purpose}” the data is in the archive only",
        ),
        "over": (
            "la durée de «\xa0{purpose}\xa0» est écoulée pour ces données",
            "the time of “{purpose}” is over for this data",
        ),
        "made-from": (
            "{item} provient de données dont plus aucune finalité ne peut se servir",
            "{item} is made from data that no purpose may use any more",
        ),
        "not-held": (
            "rien n’est détenu sur cette personne pour «\xa0{purpose}\xa0»",
            "nothing is held about this person for “{purpose}”",
        ),
        "follows": (
            "{item} n’est tenu pour «\xa0{purpose}\xa0» qu’avec un autre enregistrement, qui n’existe pas",
            "{item} is held for “{purpose}” only with another record, which is not there",
        ),
        "several": (
            "l’enregistrement est celui de plusieurs personnes\xa0: à regarder par quelqu’un",
            "the record is several people’s: somebody has to look",
        ),
        "not-known": ("on ne sait pas\xa0: {unknown}", "it is not known: {unknown}"),
        "store-down": (
            "une base ne répond pas ({named})\xa0: ce qu’elle sait n’est pas connu",
            "a store does not answer ({named}): what it knows is not known",
        ),
        "behind": (
            "la base de Troth a été restaurée d’une copie plus ancienne\xa0: des retraits peuvent manquer",
            "Troth’s own database was put back from an older copy: withdrawals may be missing",
        ),
    }
)
_CONDITIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "reminder": ("rappeler dans chaque message\xa0: {words}", "each message recalls: {words}"),
        "way-out": (
            "donner dans chaque message le moyen de s’opposer{words}",
            "each message gives the way out{words}",
        ),
        "recipient-only-if": ("seulement\xa0: {words}", "only: {words}"),
        "art-18": (
            "les données sont limitées\u202f; la personne a consenti à cet usage depuis (RGPD, art.\xa018.2)",
            "the data is restricted; the person has consented to this use since (GDPR Art.\xa018(2))",
        ),
        "first-written": (
            "rien n’est encore détenu\xa0: cela vaut pour ce qui est recueilli maintenant",
            "nothing is held yet: this is for what is collected now",
        ),
    }
)


def reason(
    manifest: Manifest,
    because: str,
    language: Language,
    *,
    purpose: PurposeName | None = None,
    item: ItemName | None = None,
    choice: ChoiceName | None = None,
    since: date | None = None,
    until: date | None = None,
    unknown: Unknown | None = None,
    named: str = "",
    source: str = "",
) -> str:
    """Why the gate says no, as one sentence without full stop."""
    return _said(_REASONS[because], language).format(
        purpose=_purpose(manifest, purpose, choice, language),
        item=_item(manifest, item, language),
        since="?" if since is None else day(since, language),
        until="?" if until is None else day(until, language),
        unknown="" if unknown is None else cause(unknown, language),
        named=named,
        source=source,
    )


def condition(must: str, words: Mapping[str, str], language: Language) -> str:
    """What a yes is tied to, as one sentence without full stop."""
    own = words.get(language) or words.get("en") or next(iter(words.values()), "")
    if must == "way-out":
        own = f"{COLON[language]}{own}" if own else ""
    return _said(_CONDITIONS[must], language).format(words=own)


def reasons() -> frozenset[str]:
    """The name of every reason that has words."""
    return frozenset(_REASONS)


def conditions() -> frozenset[str]:
    """The name of every condition that has words."""
    return frozenset(_CONDITIONS)


def _purpose(
    manifest: Manifest, name: PurposeName | None, choice: ChoiceName | None, language: Language
) -> str:
    purpose = None if name is None else manifest.purposes.get(name)
    if purpose is None:
        return name or ""
    title = purpose.title.in_(language)
    offered = None if choice is None else purpose.choices.get(choice)
    return title if offered is None else f"{title} ({offered.title.in_(language)})"


def _item(manifest: Manifest, name: ItemName | None, language: Language) -> str:
    if name is None:
        return {"fr": "ces données", "en": "this data"}[language]
    item = manifest.items.get(name)
    if item is None:
        return f"`{name}`"
    title = item.title.in_(language)
    return {"fr": f"«\xa0{title}\xa0»", "en": f"“{title}”"}[language]


def _said(both: tuple[str, str], language: Language) -> str:
    return both[0 if language == "fr" else 1]
