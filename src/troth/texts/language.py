"""How French and English write days, periods, numbers and lists."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from troth.manifest.period import Period

Language = Literal["fr", "en"]

LANGUAGES: tuple[Language, ...] = ("fr", "en")
NAMES: Mapping[Language, str] = MappingProxyType({"fr": "Français", "en": "English"})

_MONTHS: Mapping[Language, Sequence[str]] = MappingProxyType(
    {
        "fr": (
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
        "en": (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
    }
)
_UNITS: Mapping[Language, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "fr": {
            "year": ("an", "ans"),
            "month": ("mois", "mois"),
            "day": ("jour", "jours"),
            "hour": ("heure", "heures"),
            "minute": ("minute", "minutes"),
            "second": ("seconde", "secondes"),
        },
        "en": {
            "year": ("year", "years"),
            "month": ("month", "months"),
            "day": ("day", "days"),
            "hour": ("hour", "hours"),
            "minute": ("minute", "minutes"),
            "second": ("second", "seconds"),
        },
    }
)
_PAIR = re.compile(r"\"([^\"\n]+)\"")
_BEFORE_COLON = re.compile(r"([^\s:])[ \xa0\u202f]?:(?=\s|$)")
_BEFORE_MARK = re.compile(r"([^\s;!?])[ \xa0\u202f]?([;!?])(?=[\s!?)»]|$)")
_AFTER_QUOTE = re.compile(r"«\s*")
_BEFORE_QUOTE = re.compile(r"\s*»")
_EACH: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "P1Y": ("chaque année", "every year"),
        "P1M": ("chaque mois", "every month"),
        "P7D": ("chaque semaine", "every week"),
        "P1D": ("chaque jour", "every day"),
    }
)
_AND: Mapping[Language, str] = MappingProxyType({"fr": "et", "en": "and"})
_OR: Mapping[Language, str] = MappingProxyType({"fr": "ou", "en": "or"})
_ONE: Mapping[str, str] = MappingProxyType({"P1Y": "d’un an", "P1M": "d’un mois", "P1D": "d’un jour"})


def chosen(languages: Sequence[str]) -> Language:
    """The first of a site's languages that every sentence is written in; English where there is none."""
    return next((known for language in languages for known in LANGUAGES if known == language), "en")


_COUNTRIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AT": ("Autriche", "Austria"),
        "AU": ("Australie", "Australia"),
        "BE": ("Belgique", "Belgium"),
        "BG": ("Bulgarie", "Bulgaria"),
        "BR": ("Brésil", "Brazil"),
        "CA": ("Canada", "Canada"),
        "CH": ("Suisse", "Switzerland"),
        "CN": ("Chine", "China"),
        "CY": ("Chypre", "Cyprus"),
        "CZ": ("Tchéquie", "Czechia"),
        "DE": ("Allemagne", "Germany"),
        "DK": ("Danemark", "Denmark"),
        "EE": ("Estonie", "Estonia"),
        "EEA": ("Espace économique européen", "European Economic Area"),
        "ES": ("Espagne", "Spain"),
        "FI": ("Finlande", "Finland"),
        "FR": ("France", "France"),
        "GB": ("Royaume-Uni", "United Kingdom"),
        "GR": ("Grèce", "Greece"),
        "HR": ("Croatie", "Croatia"),
        "HU": ("Hongrie", "Hungary"),
        "IE": ("Irlande", "Ireland"),
        "IL": ("Israël", "Israel"),
        "IN": ("Inde", "India"),
        "IS": ("Islande", "Iceland"),
        "IT": ("Italie", "Italy"),
        "JP": ("Japon", "Japan"),
        "KR": ("Corée du Sud", "South Korea"),
        "LI": ("Liechtenstein", "Liechtenstein"),
        "LT": ("Lituanie", "Lithuania"),
        "LU": ("Luxembourg", "Luxembourg"),
        "LV": ("Lettonie", "Latvia"),
        "MA": ("Maroc", "Morocco"),
        "MG": ("Madagascar", "Madagascar"),
        "MT": ("Malte", "Malta"),
        "NL": ("Pays-Bas", "Netherlands"),
        "NO": ("Norvège", "Norway"),
        "NZ": ("Nouvelle-Zélande", "New Zealand"),
        "PH": ("Philippines", "Philippines"),
        "PL": ("Pologne", "Poland"),
        "PT": ("Portugal", "Portugal"),
        "RO": ("Roumanie", "Romania"),
        "RU": ("Russie", "Russia"),
        "SE": ("Suède", "Sweden"),
        "SG": ("Singapour", "Singapore"),
        "SI": ("Slovénie", "Slovenia"),
        "SK": ("Slovaquie", "Slovakia"),
        "TN": ("Tunisie", "Tunisia"),
        "TR": ("Turquie", "Turkey"),
        "UA": ("Ukraine", "Ukraine"),
        "US": ("États-Unis", "United States"),
    }
)


def country(code: str, language: Language) -> str:
    """The name of a country of Europe, or of one that data often goes to; else its ISO 3166 code."""
    names = _COUNTRIES.get(code)
    return code if names is None else names[language == "en"]


def day(value: date, language: Language) -> str:
    """`3 mai 2028`, `1er mai 2028`; `3 May 2028`."""
    number = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{number}\xa0{_MONTHS[language][value.month - 1]} {value.year}"


def number(value: int, language: Language) -> str:
    """`12 345`; `12,345`."""
    return f"{value:,}".replace(",", "\u202f") if language == "fr" else f"{value:,}"


def period(value: Period, language: Language) -> str:
    """`3 ans et 6 mois`, `13 mois`; `3 years and 6 months`, `13 months`."""
    years, months = (0, value.months) if value.months < 24 and value.months % 12 else divmod(value.months, 12)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    counts = {
        "year": years,
        "month": months,
        "day": value.days,
        "hour": hours,
        "minute": minutes,
        "second": seconds,
    }
    parts = [_counted(count, unit, language) for unit, count in counts.items() if count]
    return listed(parts, language) or _counted(0, "day", language)


def every(value: Period, language: Language) -> str:
    """`chaque année`, `tous les 6 mois`; `every year`, `every 6 months`."""
    known = _EACH.get(str(value))
    if known is not None:
        return known[language == "en"]
    return {"fr": f"tous les {period(value, 'fr')}", "en": f"every {period(value, 'en')}"}[language]


def lasting(value: Period, language: Language) -> str:
    """`de 2 mois`, `d’un mois`, as it follows a noun; English needs no word for it: `2 months`."""
    if language == "en":
        return period(value, language)
    return _ONE.get(str(value)) or f"de {period(value, language)}"


def up_to(words: str) -> str:
    """French `jusqu’à` before words with their article: `jusqu’au retrait`, `jusqu’à la clôture`."""
    for article, joined in (("le ", "jusqu’au "), ("les ", "jusqu’aux ")):
        if words.startswith(article):
            return joined + words.removeprefix(article)
    return f"jusqu’à {words}"


def listed(parts: Sequence[str], language: Language) -> str:
    """`a, b et c`; `a, b and c`."""
    return _joined(parts, _AND[language])


def either(parts: Sequence[str], language: Language) -> str:
    """`a, b ou c`; `a, b or c`."""
    return _joined(parts, _OR[language])


def _joined(parts: Sequence[str], last: str) -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


COLON: Mapping[Language, str] = MappingProxyType({"fr": "\xa0: ", "en": ": "})


@lru_cache(maxsize=10_000)  # titles of items and clocks stand at every purpose
def typeset(words: str, language: Language) -> str:
    """
    What somebody typed, with the spaces and quotes of the language; addresses and times stay as they are.

    French has a no-break space within « » and before a colon, a narrow one before ; ! and ?
    """
    words = words.replace("'", "’")
    if language == "en":
        return words
    words = _PAIR.sub("«\\1»", words)
    words = _BEFORE_COLON.sub("\\1\xa0:", words)
    words = _BEFORE_MARK.sub("\\1\u202f\\2", words)
    return _AFTER_QUOTE.sub("«\xa0", _BEFORE_QUOTE.sub("\xa0»", words))


def capital(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def uncapital(words: str) -> str:
    """As it is written within a sentence."""
    return words[:1].lower() + words[1:]


def _counted(count: int, unit: str, language: Language) -> str:
    one, many = _UNITS[language][unit]
    is_one = count < 2 if language == "fr" else count == 1
    return f"{count}\xa0{one if is_one else many}"
