"""Sampled values become counts: how many are addresses, numbers whose check digits hold, names, free text.

A value is looked at once, by tests that exclude each other, the surest first; of the values nothing is kept.
Check digits come from python-stdnum, telephone numbers are judged by phonenumbers.
"""

import ipaddress
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import phonenumbers
from stdnum import ean, iban, imei, luhn
from stdnum.fr import nir

from troth.manifest.draft.evidence import NOTHING, Tally
from troth.manifest.draft.lists import FAMILY_NAMES, FIRST_NAMES, ROLE_MAILBOXES, TOWNS
from troth.manifest.draft.rows import row
from troth.manifest.draft.words import plain

_LONGEST = 2000  # characters of a value that are looked at
_EMAIL = re.compile(r"[\w.+\-']+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE_FORM = re.compile(r"\(?\+?[\d(][\d\s().\-/]{6,20}\d")
_IBAN_FORM = re.compile(r"[A-Z]{2}\d{2}[ \dA-Z]{11,36}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){16,64}")
_CRYPT = re.compile(r"\$\w{1,12}\$.+|(?:pbkdf2|bcrypt|argon2|scrypt|sha\d*|md5)\w*\$.+", re.IGNORECASE)
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[:\-]){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")
_AGENT = re.compile(
    r"(?:Mozilla|Opera|Dalvik|okhttp|curl|PostmanRuntime)/[\d.]+.*|\w[\w ]*/[\d.]+ \([^)]*;[^)]*\).*"
)
_URL = re.compile(r"https?://\S+|www\.\S+")
_FILE = re.compile(
    r"[^\s@/][^@]*\.(?:pdf|jpe?g|png|gif|webp|docx?|xlsx?|csv|txt|zip|mp[34]|svg|html?|xml|json|ics|eml)",
    re.I,
)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/32)?")
_VERSION = re.compile(r"v?\d+(?:\.\d+){1,3}(?:[\-+]\w+)?")
_STREET = re.compile(
    r"\d{1,5}\s*(?:bis|ter|quater|[a-d])?,?\s+(?:rue|avenue|av\.?|bd\.?|boulevard|bld|chemin|ch\.|impasse|imp\.|place|pl\."
    r"|all[ée]e|quai|route|rte|cours|square|passage|sentier|cit[ée]|faubourg|fg|lotissement|r[ée]sidence|villa|mont[ée]e"
    r"|venelle|esplanade|promenade|traverse|hameau|lieu[- ]dit|rond[- ]point)\b.*"
    r"|\d{1,5}[a-z]?,?\s+[\w .'\-]+\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|court|ct\.?|close"
    r"|crescent|terrace|way|boulevard|blvd\.?|gardens?|grove|hill|park|row|mews|walk|parkway|highway|circle|trail)\b.*"
    r"|(?:calle|via|stra[ßs]e|carrer|rua|viale|piazza)\s+.*\d+.*|\w+(?:stra[sß]e|straat|weg|gasse|platz|laan)\s+\d+.*",
    re.IGNORECASE,
)  # fmt: skip
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_FR_POSTCODE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97|98)\d{3}")
_PLATE = re.compile(r"[A-HJ-NP-TV-Z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Z]{2}|[A-Z]{2}\d{2} ?[A-Z]{3}")
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_COMPANY = re.compile(
    r".*(?:\b(?:SARL|SASU?|S\.?A\.?R?\.?L?\.?|EURL|SCI|SNC|Ltd|Limited|LLC|L\.L\.C|Inc|GmbH|AG|B\.?V|PLC|Corp"
    r"|S\.?p\.?A|et (?:Fils|Cie|Associés))|& (?:Co|Sons?|Cie|Fils))\b\.?"
)
_NAME_FORM = re.compile(r"(?:(?:M|Mr|Mrs|Ms|Dr|Mme|Mlle|Pr|Me)\.? )?[^\W\d_]+(?:[ '’\-.]+[^\W\d_]*)*")
_BORN = re.compile(r"(\d{4})-\d\d-\d\d(?:[T ]00:00.*)?|\d\d[/.\-]\d\d[/.\-](\d{4})")
_GENDERS = row(
    "m f h w x male female man woman homme femme masculin feminin masculine feminine other autre mr mrs ms miss mme"
    " mlle madame monsieur mademoiselle m. mme. mr. mrs. ms. non-binary nonbinary u unknown divers d n"
)
_BOTH_GENDERS = (
    row("m h male man homme masculin mr m. monsieur masculine mr."),
    row("f w female woman femme feminin mme mrs ms madame feminine mrs. mme."),
)
_MARRIED = row("marie mariee marie(e) married")
_MARITAL = _MARRIED | row(
    "single divorced widowed widow widower separated partner celibataire divorce divorcee divorce(e) veuf veuve"
    " veuf(ve) pacse pacsee pacse(e) separe separee concubin concubinage"
)
_FREE_MAIL = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|yahoo|orange|wanadoo|free|sfr|laposte|icloud|me|gmx|proton(?:mail)?|aol"
    r"|bbox|neuf|msn|btinternet)\.", re.IGNORECASE)  # fmt: skip
_INSIDE_PHONE = re.compile(r"(?<![\d.,])(?:\+\d{1,3}[ .]?\(?\d|0[1-9])(?:[ .\-]?\d{2}){4}(?![\d.,])")
_CARD_ISSUER = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|6011\d{12}|65\d{14}"
)


def tally(values: Iterable[object]) -> Tally:
    """The counts of these values; NULL and empty ones do not count."""
    texts = Counter(text for value in values if (text := _as_text(value)))
    count = texts.total()
    if not count:
        return NOTHING
    hits: Counter[str] = Counter()
    issuers: set[str] = set()
    for text, times in texts.items():
        for test in (_test(text), *_besides(text)):
            hits[test] += times
            if test == "card":
                issuers.add(text[:4])
    hits["issuers"] = len(issuers)
    genders = {plain(text).lower() for text in texts if len(text) <= 13} if len(texts) <= 12 else set[str]()
    if all(genders & gender for gender in _BOTH_GENDERS):
        hits["gender_word"] = sum(times for text, times in texts.items() if plain(text).lower() in _GENDERS)
    spouses = {plain(text).lower() for text in texts if len(text) <= 20} if len(texts) <= 12 else set[str]()
    if spouses & _MARRIED and spouses & _MARITAL - _MARRIED:
        hits["marital_word"] = sum(times for text, times in texts.items() if plain(text).lower() in _MARITAL)
    _judge_years(texts, count, hits)
    hits.pop("", None)
    words = sum((text.count(" ") + 1) * times for text, times in texts.items())
    return Tally(count, len(texts), dict(hits), words / count, max(map(len, texts)))


def _as_text(value: object) -> str:
    match value:
        case None | bytes() | bytearray() | memoryview():
            return ""
        case bool():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)[:_LONGEST].strip()


def _judge_years(texts: Counter[str], count: int, hits: Counter[str]) -> None:
    """Birthdays lie far apart and none is recent; dates of business do not."""
    born = ((_BORN.fullmatch(text), times) for text, times in texts.items() if len(text) in (10, 19, 25))
    years = sorted(int(found[1] or found[2]) for found, times in born if found for _ in range(times))
    if len(years) < max(5, count * 0.9):
        return
    low, high, middle = years[len(years) // 10], years[-1 - len(years) // 10], years[len(years) // 2]
    if high - low >= 15 and low >= 1915 and 1960 <= high <= 2022 and middle <= 2012:
        hits["birth_date"] = len(years)


# --- what a value is: the first test that it passes ------------------------------------------------------------


def _test(text: str) -> str:
    if len(text) > 200:
        return "agent" if _AGENT.match(text) else "long"
    first = text[0]
    if "@" in text:
        return _email(text)
    digits = len(text) - len(text.translate(_NO_DIGITS))
    if digits == len(text):
        return _digits(text)
    if digits:
        found = _with_digits(text, digits)
        if found:
            return found
    if first.isalpha():
        return _letters(text, digits)
    return ""


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        return "" if " " in text else "handle"
    mailbox = text.partition("@")[0].lower()
    return (
        "role_email"
        if re.split(r"[+.\d]", mailbox)[0] in ROLE_MAILBOXES or mailbox in ROLE_MAILBOXES
        else "email"
    )


def _digits(text: str) -> str:
    match len(text):
        case 13 | 15 if _is_nir(text):
            return "nir"
        case 12 | 13 if _holds(ean.is_valid, text):
            return "ean"
        case 14 if luhn.is_valid(text):
            return "siret"
        case 15 if imei.is_valid(text) and text[:2] in ("35", "86", "01", "99", "98", "52", "45"):
            return "imei"
        case 9 if luhn.is_valid(text):
            return "siren"
        case 13 | 14 | 15 | 16 | 17 | 18 | 19 if luhn.is_valid(text):
            return _card(text) if _CARD_ISSUER.fullmatch(text) else "luhn"
        case 10 if text[0] == "0" and text[1] != "0" and _is_phone(text):
            return "phone"
        case 9 if text[0] in "67" and _is_phone("0" + text):
            return "phone9"
        case 11 | 12 if text.startswith(("33", "44", "32", "41", "49", "34", "39", "1")) and _is_phone(
            "+" + text
        ):
            return "phone11"
        case 5 if _FR_POSTCODE.fullmatch(text):
            return "postcode"
        case _:
            pass
    return "digits"


def _card(digits: str) -> str:
    """Numbers of cards in the range that dates begin with, too (`2411…` is November 2024), count apart."""
    return "card_2" if digits[0] == "2" else "card"


def _with_digits(text: str, digits: int) -> str:
    length = len(text)
    if length >= 10 and text[4] == "-" == text[7] and text[:4].isdigit():
        return "date"
    if length in (36, 17, 14) and (_UUID.fullmatch(text) or _MAC.fullmatch(text)):
        return "uuid" if length == 36 else "mac"
    if "/" in text and (text.startswith(("http", "www.")) or _AGENT.fullmatch(text)):
        return "agent" if _AGENT.fullmatch(text) else "url"
    if "$" in text and _CRYPT.fullmatch(text):
        return "crypt"
    if length >= 32 and digits >= length // 8 and _HEX.fullmatch(text):
        return "hash"
    if "." in text or ":" in text:
        found = _address_of_host(text) or ("file" if _FILE.fullmatch(text) else "")
        if found:
            return found
    compact = re.sub(r"[ \-.]", "", text)
    if text[:2].isalpha() and length >= 15 and _IBAN_FORM.fullmatch(text.upper()):
        return "iban" if _holds(iban.is_valid, compact) else "iban_form"
    if len(compact) in (13, 15) and text[0] in "12378" and digits >= 12 and _is_nir(compact):
        return "nir"
    if compact.isdigit() and (" " in text or "-" in text):
        if 13 <= len(compact) <= 19 and luhn.is_valid(compact) and _CARD_ISSUER.fullmatch(compact):
            return _card(compact)
        if len(compact) == 14 and luhn.is_valid(compact):
            return "siret"
    if (text[0] in "+(" or text[0].isdigit()) and _PHONE_FORM.fullmatch(text) and not _BORN.fullmatch(text):
        return "phone" if _is_phone(text) else "phone_form"
    if " " in text and length >= 7 and _STREET.fullmatch(text):
        return "street"
    if 5 <= length <= 9:
        return "postcode_uk" if _UK_POSTCODE.fullmatch(text) else "plate" if _PLATE.fullmatch(text) else ""
    if "*" in text and re.fullmatch(r"[\dX*x .\-]{8,23}\d{4}", text):
        return "masked_card"
    return ""


def _address_of_host(text: str) -> str:
    if _IPV4.fullmatch(text):
        parts = [int(part) for part in text.partition("/")[0].split(".")]
        if max(parts) > 255:
            return ""
        return "ip" if max(parts) >= 60 or parts[0] in (10, 172, 192) else "ip_or_version"
    if text.count(":") >= 2 and re.fullmatch(r"[0-9a-fA-F:.]{3,45}(?:/\d+)?", text):
        try:
            ipaddress.ip_interface(text)
        except ValueError:
            return ""
        return "ip"
    return "version" if _VERSION.fullmatch(text) else ""


def _letters(text: str, digits: int) -> str:
    if text.startswith(("http:", "https:", "www.")):
        return "url"
    if len(text) <= 60 and " " in text and _COMPANY.fullmatch(text):
        return "company"
    if digits or len(text) > 60 or not _NAME_FORM.fullmatch(text):
        return ""
    lower = (text if text.isascii() else plain(text)).lower()
    if lower in TOWNS or lower.replace(" ", "-") in TOWNS:
        return "town"
    parts = [part for part in re.split(r"[ '’.\-]+", text) if part and plain(part).lower() not in _FORMS]
    return _name(parts, "-" in text)


def _name(written: list[str], is_hyphened: bool) -> str:
    """Whether these words are the name of somebody, as far as the lists know; titles are no part of them."""
    found = [plain(part).lower() for part in written]
    first = [part in FIRST_NAMES for part in found]
    is_family = any(part in FAMILY_NAMES for part in found)
    match len(found):
        case 1 if first[0]:
            return "first_name"
        case 1 if is_family:
            return "family_name"
        case 2 if any(first) and is_hyphened:
            return "first_name"
        case 2 | 3 | 4 if _is_full(written, found, first):
            return "full_name"
        case 2 | 3 if is_family and written[0][0].isupper() and not (any(first) and not first[0]):
            return "family_name"
    return ""


def _is_full(written: list[str], found: list[str], first: list[bool]) -> bool:
    """`Anne Le Goff`, `LE GOFF Anne`, `Martin Anne`; neither `Rose trémière` nor `Chaise Florence`."""
    if first[0]:
        return all(part[0].isupper() or plain(part).lower() in _PARTICLES for part in written)
    others = [
        (part, plain_) for part, plain_, is_first in zip(written, found, first, strict=True) if not is_first
    ]
    return any(first) and all(
        part.isupper() or plain_ in FAMILY_NAMES | _PARTICLES for part, plain_ in others
    )


_FORMS = row("m mr mrs ms dr mme mlle pr me monsieur madame miss")
_PARTICLES = row("de du des d le la les l van von der den di da el al ben bin o mac saint")


def _besides(text: str) -> Iterable[str]:
    """What a value may be besides: it does not exclude anything else."""
    if "@" in text and _FREE_MAIL.search(text):
        yield "free_mail"
    if len(text) > 20 and " " in text and (_EMAIL.search(text) or _INSIDE_PHONE.search(text)):
        yield "inside"
    if text[0] == "{" and text[-1] == "}" and _parsed(text) is not None:
        yield "json"


def _is_nir(text: str) -> bool:
    """With its key, Corsica's 2A and 2B included; 13 digits without key have to look like months and places."""
    if len(text) == 15:
        return _holds(nir.is_valid, text)
    return bool(re.fullmatch(r"[12]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[1-8]\d|9[0-9]|2[AB])\d{6}", text))


def _holds(test: Callable[[str], bool], text: str) -> bool:
    try:
        return bool(test(text))
    except (ValueError, IndexError):
        return False


def _is_phone(text: str) -> bool:
    """Valid somewhere: as an international number, or in one of the countries nearest to us."""
    for country in (None,) if text.startswith(("+", "00")) else ("FR", "GB", "US", "BE", "CH", "DE", "ES"):
        try:
            number = phonenumbers.parse(re.sub(r"^00", "+", text), country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False


# --- inside JSON ------------------------------------------------------------------------------------------------

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,40}")
_PATHS = 200


def tallies_inside(values: Iterable[object]) -> Mapping[str, Tally]:
    """
    The counts by path of what JSON documents hold (`billing.email`, `phones[]`).

    A key that stands in one document only may be a value itself, and is not shown: it becomes `*`.
    """
    documents = [document for document in map(_parsed, values) if isinstance(document, dict | list)]
    common = Counter(key for document in documents for key in set(_keys(document)))
    least = 2 if len(documents) > 3 else 1
    known = frozenset(key for key, times in common.items() if times >= least and _KEY.fullmatch(key))
    found: dict[str, list[object]] = {}
    for document in documents:
        for path, value in _leaves(document, known, "", 0):
            if path in found or len(found) < _PATHS:
                found.setdefault(path, []).append(value)
    return {path: tally(leaves) for path, leaves in found.items()}


def _parsed(value: object) -> Any:
    if isinstance(value, dict | list):
        return value
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _keys(document: object, depth: int = 0) -> Iterable[str]:
    if depth > 6:
        return
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from _keys(value, depth + 1)
    elif isinstance(document, list):
        for value in document[:20]:
            yield from _keys(value, depth + 1)


def _leaves(document: object, known: frozenset[str], path: str, depth: int) -> Iterable[tuple[str, object]]:
    if depth > 6:
        return
    if isinstance(document, dict):
        for key, value in document.items():
            shown = key if key in known else "*"
            yield from _leaves(value, known, f"{path}.{shown}" if path else shown, depth + 1)
    elif isinstance(document, list):
        for value in document[:20]:
            yield from _leaves(value, known, f"{path}[]", depth + 1)
    else:
        yield path, document
