"""How French and English write days, periods, numbers and lists."""

from collections.abc import Mapping, Sequence
from datetime import date
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
_AND: Mapping[Language, str] = MappingProxyType({"fr": "et", "en": "and"})


def chosen(languages: Sequence[str]) -> Language:
    """The first of a site's languages that every sentence is written in; English where there is none."""
    return next((known for language in languages for known in LANGUAGES if known == language), "en")


_COUNTRIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AU": ("Australie", "Australia"),
        "BR": ("Brésil", "Brazil"),
        "CA": ("Canada", "Canada"),
        "CH": ("Suisse", "Switzerland"),
        "CN": ("Chine", "China"),
        "GB": ("Royaume-Uni", "United Kingdom"),
        "IL": ("Israël", "Israel"),
        "IN": ("Inde", "India"),
        "JP": ("Japon", "Japan"),
        "KR": ("Corée du Sud", "South Korea"),
        "MA": ("Maroc", "Morocco"),
        "MG": ("Madagascar", "Madagascar"),
        "NZ": ("Nouvelle-Zélande", "New Zealand"),
        "PH": ("Philippines", "Philippines"),
        "RU": ("Russie", "Russia"),
        "SG": ("Singapour", "Singapore"),
        "TN": ("Tunisie", "Tunisia"),
        "TR": ("Turquie", "Turkey"),
        "UA": ("Ukraine", "Ukraine"),
        "US": ("États-Unis", "United States"),
    }
)


def country(code: str, language: Language) -> str:
    """The name of a country outside the Union that data often goes to; else its ISO 3166 code."""
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
    """`3 ans et 6 mois`; `3 years and 6 months`."""
    years, months = divmod(value.months, 12)
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


def listed(parts: Sequence[str], language: Language) -> str:
    """`a, b et c`; `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {_AND[language]} {parts[-1]}"


def capital(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def _counted(count: int, unit: str, language: Language) -> str:
    one, many = _UNITS[language][unit]
    is_one = count < 2 if language == "fr" else count == 1
    return f"{count}\xa0{one if is_one else many}"
