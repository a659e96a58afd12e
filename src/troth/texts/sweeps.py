"""A sweep in words: what would go, why some of it goes record by record, how far it has come."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language, number

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
        "hint": ("Pour aller plus vite\xa0: {hint}", "To be quicker: {hint}"),
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


def one_by_one(table: str, reasons: str, language: Language) -> str:
    """Which table's records are judged one by one, and why."""
    return _said("one_by_one", language, table=table, reasons=reasons)


def hint(words: str, language: Language) -> str:
    """Which index would help."""
    return _said("hint", language, hint=words)


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
