"""What the values of a column alone say, with a test of chance: a check digit that one number in ten passes proves
nothing about a few, and a column of card numbers is one where nearly all of them pass."""

from collections.abc import Mapping
from dataclasses import dataclass

from troth.manifest.draft.evidence import SeenColumn, Tally


@dataclass(frozen=True, slots=True)
class Found:
    """A concept, how sure it is, and the counts that say so."""

    concept: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Row:
    concept: str
    tests: tuple[str, ...]
    least: float  # share of the values
    enough: int  # values that have to be there, so that it is no chance
    confidence: float
    what: str
    only_of_people: bool = False


_ROWS = (
    _Row("email", ("email", "role_email"), 0.6, 3, 0.96, "e-mail addresses"),
    _Row("iban", ("iban",), 0.6, 3, 0.97, "IBANs whose check digits hold"),
    _Row("nir", ("nir",), 0.7, 4, 0.95, "French social security numbers whose keys hold"),
    _Row("ip", ("ip",), 0.5, 4, 0.9, "IP addresses"),
    _Row("useragent", ("agent",), 0.5, 3, 0.93, "user agents of browsers"),
    _Row("device", ("mac",), 0.7, 4, 0.9, "MAC addresses"),
    _Row("device", ("imei",), 0.9, 6, 0.85, "IMEIs whose check digits hold"),
    _Row("phone", ("phone",), 0.6, 4, 0.93, "telephone numbers valid in their country"),
    _Row("phone", ("phone11", "phone9"), 0.9, 6, 0.7, "numbers that are telephone numbers without their 0 or +", True),
    _Row("card", ("card", "card_2"), 0.9, 8, 0.9, "numbers in the ranges of cards whose check digits hold"),
    _Row("card", ("masked_card",), 0.8, 5, 0.8, "masked card numbers"),
    _Row("password", ("crypt",), 0.7, 3, 0.85, "hashes of passwords"),
    _Row("address", ("street",), 0.4, 4, 0.85, "streets with numbers"),
    _Row("fullname", ("full_name",), 0.5, 5, 0.85, "first and family names"),
    _Row("firstname", ("first_name",), 0.6, 5, 0.8, "first names"),
    _Row("lastname", ("family_name",), 0.5, 6, 0.7, "family names"),
    _Row("lastname", ("family_name", "first_name"), 0.45, 8, 0.65, "family names"),
    _Row("fullname", ("full_name", "first_name", "family_name"), 0.6, 6, 0.7, "names of people"),
    _Row("birthdate", ("birth_date",), 0.9, 8, 0.75, "days spread like birthdays", True),
    _Row("plate", ("plate",), 0.8, 5, 0.7, "registration plates", True),
    _Row("city", ("town",), 0.5, 5, 0.7, "towns", True),
    _Row("postcode", ("postcode_uk",), 0.8, 5, 0.75, "postcodes", True),
    _Row("postcode", ("postcode",), 0.95, 8, 0.6, "numbers of five digits that are French postcodes", True),
    _Row("family", ("marital_word",), 0.8, 5, 0.85, "words for being married or not", True),
    _Row("gender", ("gender_word",), 0.95, 5, 0.75, "words for a gender or a form of address", True),
)  # fmt: skip


def by_value(column: SeenColumn, is_of_people: bool) -> Found | None:
    """The first concept that enough values pass; some only count where the row is a person's."""
    values = column.values
    for row in _ROWS:
        if row.only_of_people and not is_of_people:
            continue
        share = values.share(*row.tests)
        passing = sum(values.hits.get(test, 0) for test in row.tests)
        if share < row.least or values.count < row.enough or _is_monotonous(row.concept, column, values):
            continue
        confidence = row.confidence * (0.85 + 0.15 * share) * (1.0 if values.count >= 10 else 0.92)
        return Found(row.concept, confidence, f"{passing} of {values.count} sampled values are {row.what}")
    return None


def _is_monotonous(concept: str, column: SeenColumn, values: Tally) -> bool:
    """Whether too few different values stand there for what they seem to be."""
    if concept == "card" and values.share("card", "card_2") > 0.5:
        # References begin all alike, or with a date.
        return values.hits.get("issuers", 0) < 3 or values.share("card") < 0.3
    if concept in ("gender", "family"):
        return values.distinct > 12
    if concept == "postcode" and column.family == "integer":
        return values.distinct < 5
    return values.distinct < min(4, values.count) or (
        concept in ("fullname", "firstname") and values.distinct < 5
    )


# What the values of a concept pass where its name is right; where none do, the name is not.
_PROVEN: Mapping[str, tuple[tuple[str, ...], float, str]] = {
    "email": (("email", "role_email", "handle", "hash", "crypt"), 0.2, "e-mail addresses"),
    "ip": (("ip", "ip_or_version", "hash", "digits"), 0.2, "IP addresses"),
    "useragent": (("agent", "long", ""), 0.0, "user agents"),
    "card": (("card", "card_2", "masked_card", "digits", "luhn", "hash", "crypt", "file", "imei", "nir", "siret"), 0.2,
             "numbers of cards"),
    "iban": (("iban", "iban_form", "hash", "crypt", "digits", "masked_card"), 0.1, "IBANs"),
    "phone": (("phone", "phone9", "phone11", "phone_form", "digits", "hash", "crypt", "luhn", "siren", "ean"), 0.1,
              "telephone numbers"),
}  # fmt: skip


def contradiction(concept: str, values: Tally) -> str:
    """Why the values show that the name means something else; empty where they do not."""
    if concept not in _PROVEN or values.count < 8:
        return ""
    tests, least, what = _PROVEN[concept]
    if concept == "iban" and values.longest < 12:
        return ""
    return (
        f"few of {values.count} sampled values are {what}" if least and values.share(*tests) < least else ""
    )


_LOOKALIKES = (
    ("ean", 0.9, "card", "product codes (EAN) whose check digits hold"),
    ("siret", 0.9, "identity_document", "numbers of establishments (SIRET) whose check digits hold"),
    ("siren", 0.95, "identity_document", "numbers of companies (SIREN) whose check digits hold"),
    ("luhn", 0.6, "card", "numbers whose check digit holds, outside the ranges of any card"),
    ("version", 0.6, "connection", "version numbers"),
    ("ip_or_version", 0.6, "connection", "numbers with dots too small for addresses of computers: versions"),
    ("uuid", 0.8, "device", "random identifiers (UUID)"),
    ("hash", 0.8, "password", "hashes"),
    ("url", 0.7, "social_account", "addresses on the web"),
    ("file", 0.6, "name", "names of files"),
    ("role_email", 0.6, "email", "mailboxes that belong to no one person"),
)


def lookalike(column: SeenColumn) -> Found | None:
    """What the values could be mistaken for (as an item), and what they are."""
    for test, least, item, what in _LOOKALIKES:
        if column.family != "decimal" and column.values.share(test) >= least:
            return Found(item, 0.85, f"{column.values.said(test)} are {what}")
    return None
