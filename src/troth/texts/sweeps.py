"""A sweep in words: what would go, why some of it goes record by record, how far it has come."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from troth.texts.language import Language, number, typeset

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "at_most": (
            "Au plus\xa0: ce dont un autre enregistrement a encore besoin reste.",
            "At most: what another record still needs stays.",
        ),
        "one_by_one": (
            "{table}\xa0: enregistrement par enregistrement, plus lentement ({reasons})",
            "{table}: record by record, more slowly ({reasons})",
        ),
        "reason.anonymised": (
            "ses enregistrements sont anonymisés par groupes",
            "its records are anonymised in groups",
        ),
        "reason.archived": ("ses enregistrements sont archivés", "its records are archived"),
        "reason.ring": ("ses enregistrements se désignent entre eux", "its records point at one another"),
        "reason.asked_for": (
            "une condition demande s’il existe un enregistrement",
            "a condition asks whether there is a record",
        ),
        "reason.crossed": (
            "le chemin d’un lien descend de cette table ou vers elle",
            "a link’s path leads down from it or to it",
        ),
        "reason.ties_keys": (
            "elle dit quelles clés sont celles d’une même personne",
            "it tells which keys are one person’s",
        ),
        "reason.last_act": (
            "une horloge lit le dernier acte de quelqu’un",
            "a clock reads somebody’s last act",
        ),
        "reason.followed": (
            "ce qui retient un autre enregistrement en dépend",
            "claims on another record follow it",
        ),
        "reason.no_key": ("une référence ne désigne pas une clé", "a reference does not point at a key"),
        "reason.too_long": (
            "sa question est trop longue pour une seule instruction",
            "its question is too long for one statement",
        ),
        "reason.view": ("c’est une vue", "it is a view"),
        "reason.triggers": (
            "des déclencheurs réagissent quand ses enregistrements changent",
            "triggers fire when its records change",
        ),
        "reason.hidden_rows": (
            "certaines de ses lignes peuvent être cachées",
            "some of its rows may be hidden",
        ),
        "reason.heirs": ("d’autres tables en héritent", "other tables inherit from it"),
        "reason.feeds_a_clock": ("`{column}` est lue par une horloge", "`{column}` is read by a clock"),
        "reason.finds_people": (
            "c’est par `{column}` que l’on trouve les personnes d’autres enregistrements",
            "`{column}` is what other records’ people are found through",
        ),
        "reason.made_of_its_value": (
            "`{column}` devient quelque chose que l’on tire de sa valeur",
            "`{column}` becomes something made of its value",
        ),
        "hint": (
            "Pour aller plus vite\xa0: un index qui commence par `{column}` de `{table}` aiderait",
            "To be quicker: an index that begins with `{column}` of `{table}` would help",
        ),
        "stopped": (
            "{store}\xa0: interrompu\u202f; ce qui est fait reste fait. {failure}",
            "{store}: stopped; what is done stays done. {failure}",
        ),
        "progress": (
            "{step}\xa0: {rows} sur {planned}, {speed} par seconde",
            "{step}: {rows} of {planned}, {speed} a second",
        ),
        "down": (
            "la base «\xa0{store}\xa0» ne répond pas\xa0; rien n’y est prévu, relancer quand elle sera là",
            "store `{store}` does not answer; nothing is planned there, run this again once it is back",
        ),
        "nothing_elsewhere": (
            "Rien ne part des bases qui répondent.",
            "Nothing goes in the stores that answer.",
        ),
        "again": (
            "pour continuer là où il s’est arrêté\xa0: {command}",
            "to go on where it stopped: {command}",
        ),
    }
)


def at_most(language: Language) -> str:
    """That counts are what would go at most."""
    return _said("at_most", language)


def one_by_one(table: str, reasons: Sequence[str], language: Language) -> str:
    """Which table's records are judged one by one, and why: the names of the reasons, a column after some."""
    told = "; ".join(_reason(one, language) for one in reasons)
    return _said("one_by_one", language, table=table, reasons=typeset(told, language))


def _reason(named: str, language: Language) -> str:
    name, _, column = named.partition(" ")
    return _said(f"reason.{name}", language, column=column)


def hint(named: str, language: Language) -> str:
    """Which index would help: its table and first column."""
    table, _, column = named.partition(" ")
    return _said("hint", language, table=table, column=column)


def stopped(store: str, failure: str, language: Language) -> str:
    """That a store could not go on."""
    return _said("stopped", language, store=store, failure=failure)


def progress(step: str, rows: int, planned: int, speed: float, language: Language) -> str:
    """How far a step has come."""
    return _said(
        "progress",
        language,
        step=step,
        rows=number(rows, language),
        planned=number(planned, language),
        speed=number(round(speed), language),
    )


def down(store: str, language: Language) -> str:
    """That a store does not answer."""
    return _said("down", language, store=store)


def nothing_elsewhere(language: Language) -> str:
    """That nothing goes, as far as it could be planned."""
    return _said("nothing_elsewhere", language)


def again(command: str, language: Language) -> str:
    """How to go on."""
    return _said("again", language, command=command)


def _said(name: str, language: Language, **words: str) -> str:
    french, english = _WORDS[name]
    return (french if language == "fr" else english).format(**words)
