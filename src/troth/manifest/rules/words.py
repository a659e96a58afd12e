"""Reading sentences for people, French or English: the periods they name, and what they leave open."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from troth.manifest.period import Period
from troth.manifest.rules import phrases

_NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "une"), 1),
    **dict.fromkeys(("two", "deux"), 2),
    **dict.fromkeys(("three", "trois"), 3),
    **dict.fromkeys(("four", "quatre"), 4),
    **dict.fromkeys(("five", "cinq"), 5),
    **dict.fromkeys(("six",), 6),
    **dict.fromkeys(("seven", "sept"), 7),
    **dict.fromkeys(("eight", "huit"), 8),
    **dict.fromkeys(("nine", "neuf"), 9),
    **dict.fromkeys(("ten", "dix"), 10),
    **dict.fromkeys(("twelve", "douze"), 12),
    **dict.fromkeys(("thirteen", "treize"), 13),
    **dict.fromkeys(("fifteen", "quinze"), 15),
    **dict.fromkeys(("twenty-four", "vingt-quatre"), 24),
    **dict.fromkeys(("twenty-five", "vingt-cinq"), 25),
    **dict.fromkeys(("thirty", "trente"), 30),
}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNITS: tuple[tuple[str, Callable[[int], Period]], ...] = (
    (r"years?|ans?|annees?", lambda n: Period(months=12 * n)),
    (r"months?|mois", lambda n: Period(months=n)),
    (r"weeks?|semaines?", lambda n: Period(days=7 * n)),
    (r"(?:working |calendar |business )?days?|jours?", lambda n: Period(days=n)),
    (r"hours?|heures?", lambda n: Period(seconds=3600 * n)),
)
_PERIOD = re.compile(
    rf"\b(?:(?P<digits>\d{{1,4}})|(?P<word>{_WORDS}))(?:\s*\((?P<again>\d{{1,4}})\))?[\s-]*"
    r"(?P<unit>years?|ans?\b|annees?|months?|mois|weeks?|semaines?"
    r"|(?:working |calendar |business )?days?|jours?|hours?|heures?)\b"
)
_ISO = re.compile(r"\bP(?=[\dT])[\dYMWDTHS]+\b")
_START = re.compile(
    r"\b(from|after|following|since|as of|upon|once|end of|last|until|termination|receipt|a compter|apres|depuis"
    r"|a partir|suivant\w*|dernier\w*|a l.issue|au terme|resiliation|reception|jusqu\w*|collecte|fin de)\b"
)


_PLAIN = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-", "–": "-", "œ": "oe", "æ": "ae", "：": ":"})


@lru_cache(maxsize=50_000)  # each rule reads the same sentences
def folded(text: str) -> str:
    """Lower case, without accents and with plain apostrophes, so that patterns are written once."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN).lower())
    return plain.encode("ascii", "ignore").decode("ascii")


@lru_cache(maxsize=50_000)
def periods_in(sentence: str) -> Sequence[Period]:
    """Every period that a sentence names, in words, digits or ISO 8601, in its order."""
    found = [(match.start(), _iso(match[0])) for match in _ISO.finditer(sentence)]
    for match in _PERIOD.finditer(folded(sentence)):
        count = int(match["digits"]) if match["digits"] else _NUMBERS[match["word"]]
        found.append((match.start(), _counted(count, match["unit"])))
    return tuple(period for _, period in sorted(found, key=lambda pair: pair[0]) if period is not None)


def _iso(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _counted(count: int, unit: str) -> Period:
    return next(made(count) for words, made in _UNITS if re.fullmatch(words, unit))


def has_start(sentence: str) -> bool:
    """Whether a sentence says from when its period counts."""
    return _START.search(folded(sentence)) is not None


def is_vague(sentence: str) -> bool:
    """Whether a sentence leaves a period open: as long as necessary, case by case."""
    return re.search(phrases.VAGUE, folded(sentence)) is not None


def hosts_in(text: str) -> Sequence[str]:
    """Every host that a text names, with or without a scheme."""
    with_scheme = re.findall(r"https?://([^\s/:?#»“”\"'<>()]+)", text)
    bare = re.findall(r"\b(?:[\w-]+\.)+(?:com|fr|eu|net|org|io|ee|shop|store|example)\b", text, re.IGNORECASE)
    return list(dict.fromkeys(host.lower().rstrip(".") for host in [*with_scheme, *bare]))
