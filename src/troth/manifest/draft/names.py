"""What the name of a column says: a concept of personal data, or something about one, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from troth.manifest.draft.rows import row
from troth.manifest.draft.vocabulary import META, PEOPLE
from troth.manifest.draft.words import pieces, raw_words, words


class Need(Enum):
    """What has to be so besides the name."""

    NOTHING = "nothing"  # the word says it, in every table that is not of things
    PERSON = "person"  # said of a person or of what a person left behind
    SUBJECT = "subject"  # only in a table of people


@dataclass(frozen=True, slots=True)
class Concept:
    """A sort of personal data: the item of the policy it belongs to, and what has to be so besides its name."""

    item: str
    need: Need = Need.NOTHING
    families: str = "text any enum json"  # that can hold it
    special: str = ""  # the article, for special categories and offences


_EVERY = "text any enum json integer decimal boolean date timestamp timestamp_zoned binary other uuid"
_NUMBER = "text any enum json integer decimal other"

CONCEPTS: Mapping[str, Concept] = {
    "cvv": Concept("card_code", families=_NUMBER),
    "cardholder": Concept("name"),
    "cardexpiry": Concept("card", families=_EVERY),
    "card": Concept("card", families=_NUMBER),
    "iban": Concept("bank_account", families=_NUMBER),
    "bic": Concept("bank_account"),
    "accountnumber": Concept("bank_account", Need.PERSON, families=_NUMBER),
    "nir": Concept("national_number", families=_NUMBER),
    "taxid": Concept("tax_number", families=_NUMBER),
    "passport": Concept("identity_document", families=_NUMBER),
    "birthplace": Concept("birth_place"),
    "birthdate": Concept("birth_date", families=_EVERY),
    "birth": Concept("birth_date", Need.PERSON, families="date timestamp text any"),
    "age": Concept("birth_date", Need.PERSON, families=_NUMBER),
    "ip": Concept("connection", families=_NUMBER),
    "useragent": Concept("connection"),
    "device": Concept("device", families="text any enum json integer decimal uuid other"),
    "cookie": Concept("device", families="text any enum json integer decimal uuid other"),
    "location": Concept("location", Need.PERSON, families=_NUMBER),
    "email": Concept("email", families="text any enum json other"),
    "phone": Concept("phone", families=_NUMBER),
    "postcode": Concept("address", Need.PERSON, families=_NUMBER),
    "city": Concept("address", Need.PERSON),
    "region": Concept("address", Need.PERSON),
    "country": Concept("address", Need.PERSON),
    "address": Concept("address", Need.PERSON),
    "housenumber": Concept("address", Need.PERSON, families=_NUMBER),
    "lastname": Concept("name"),
    "firstname": Concept("name"),
    "fullname": Concept("name", Need.PERSON),
    "gender": Concept("gender", families=_NUMBER + " boolean"),
    "nationality": Concept("nationality", families=_NUMBER),
    "password": Concept("password", Need.PERSON, families="text any binary"),
    "token": Concept("token", Need.PERSON, families="text any binary uuid"),
    "login": Concept("login", Need.PERSON),
    "customernumber": Concept("customer_number", Need.PERSON, families=_NUMBER),
    "salary": Concept("income", Need.PERSON, families=_NUMBER),
    "profession": Concept("employment", Need.PERSON),
    "job": Concept("employment", Need.SUBJECT),
    "company": Concept("employment", Need.SUBJECT),
    "family": Concept("family", families=_NUMBER),
    "relation": Concept("family", Need.PERSON),
    "education": Concept("education", Need.PERSON, families="text any enum json binary"),
    "plate": Concept("vehicle", Need.PERSON),
    "social": Concept("social_account"),
    "photo": Concept("photo", Need.PERSON, families="text any binary"),
    "signature": Concept("signature", Need.PERSON, families="text any binary"),
    "giftmessage": Concept("message", Need.PERSON),
    "health": Concept("health", families=_EVERY, special="GDPR Art. 9: health"),
    "body": Concept("health", Need.SUBJECT, families=_NUMBER, special="GDPR Art. 9: health"),
    "religion": Concept("religion", families=_EVERY, special="GDPR Art. 9: religious belief"),
    "union": Concept("union", families=_EVERY, special="GDPR Art. 9: trade union membership"),
    "politics": Concept("politics", families=_EVERY, special="GDPR Art. 9: political opinion"),
    "orientation": Concept("orientation", families=_EVERY, special="GDPR Art. 9: sex life or orientation"),
    "ethnicity": Concept("ethnicity", families=_EVERY, special="GDPR Art. 9: racial or ethnic origin"),
    "biometrics": Concept("biometrics", families=_EVERY, special="GDPR Art. 9: biometric data"),
    "genetics": Concept("genetics", families=_EVERY, special="GDPR Art. 9: genetic data"),
    "offences": Concept("offences", families=_EVERY, special="GDPR Art. 10: criminal convictions"),
}
FREE_TEXT = frozenset({"message", "content", "freetext", "giftmessage"})

# Beside a concept, these say nothing against it.
_ALLOWED: Mapping[str, frozenset[str]] = {
    "address": frozenset({"line", "type_street", "number", "par"}),
    "phone": frozenset({"number", "country"}),
    "family": frozenset({"status", "count", "is", "has", "level", "size"}),
    "relation": frozenset({"type"}),
    "token": frozenset({"optin"}),
    "gender": frozenset({"is"}),
    "health": row(
        "status type is has level flag date rate rating category count verified plan note reason duration unit service"
        " percent at on group value dose measure"
    ),
    "union": row("status is has flag type level date"),
    "religion": row("is has type"),
    "birthdate": frozenset({"date"}),
    "education": frozenset({"level"}),
    "salary": frozenset({"rating", "price", "rate"}),
    "location": frozenset({"position", "at"}),
    "offences": row("is has status date at on verified flag type"),
    "biometrics": row("model template is has type"),
    "politics": row("is has group type"),
    "ethnicity": frozenset({"group"}),
    "photo": frozenset({"url", "width_"}),
    "device": frozenset({"model_"}),
    "ip": frozenset({"created", "updated", "verified", "optin"}),
    "password": frozenset({"hash_"}),
    "cardexpiry": frozenset({"date", "expiry"}),
    "card": frozenset({"expiry", "mask"}),
    "passport": frozenset({"expiry", "country", "number", "permit"}),
}
# Another noun that takes the name over: a file's name is no person's.
_OF_THINGS = row("""
    product category file domain host server shop warehouse brand campaign device image media bank carrier group
    version feature item page app module event tag key class service network company supplier country city
    region street department team project plan role permission setting job table course site machine package
    variable field column method function class school hotel product agency currency tax color size theme job
    event list topic channel room building store unit medicine drug exam test zone queue task step folder label
    filename domainname browsertype citycode phonecode productcode companyid deliverynote creditnote messageid os
    operator ward specialty act language industry sector market source platform publisher title_ song film book
    organization entity type model collection repository branch report query index cluster node volume disk
    pet animal dog cat horse venue
    useragent ip account bic antenna site cell vlan contract document order invoice payment option
    """)
_ORDER = tuple(CONCEPTS)
# `nom_livr`, `billing_name`: of whoever gets the parcel or the bill.
PARTIES = row(
    "livr liv livraison shipping ship billing bill fact facturation delivery gift cadeau ship_to whois registrant"
)
_ENDS = {"first": "firstname", "last": "lastname"}  # `contact_first`
_WAYS = row("to from reply cc bcc sender recipient mailto")  # `to_address` of a message
_BESIDE_PERSON = row(
    "full traitant confiance referent legal principal main primary responsible charge prevenir de en a of"
    " shipping billing delivery livraison facturation"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a name suggests. `concept` is empty where it suggests nothing; `about` where only something *about* it."""

    concept: str = ""
    about: str = ""  # the concept it is only about: `email_template` is about e-mail
    of_person: str = ""  # the person it is said of: `contact_name` is of a contact
    of_thing: str = ""  # the thing it is said of: `file_name`
    is_bare: bool = False  # the concept is all that the name says
    is_text: bool = False  # people write what they like there
    pointing: bool = False  # an identifier of something
    is_told: bool = False  # not by the name, but by the comment beside it


@cache
def hint(column: str, without: frozenset[str] = frozenset()) -> Hint:
    """What the name of a column suggests; `without` are words that all columns of the table begin with."""
    raw = raw_words(column)
    every = ("location",) if raw == ("long",) else ("place",) if raw == ("location",) else words(column)
    said = tuple(word for word in every if word not in without) or every
    if raw[-1:] == ("par",) and column[-1:].isdigit() and len(said) > 1:  # `email_par1`, of the first parent
        said = tuple("relative" if word == "par" else word for word in said)
    is_adjective = "personnel" in raw[1:]  # `telephone personnel`
    people = [word for word in said if word in PEOPLE and not (is_adjective and word == "employee")]
    things = [word for word in said if word in _OF_THINGS]
    is_to = bool(PARTIES & set(raw)) or raw[:1] == ("to",)
    person = people[0] if people else "recipient" if "name" in said and is_to else ""
    pointing = "identifier" in said and said != ("identifier",)
    if raw[-1:] == ("address",) and raw[0] in _WAYS:
        return Hint("email", of_person=person)
    if person and not set(said) - PEOPLE - _NUMBERED and set(said) & _NUMBERS and not _is_count(column):
        return Hint("customernumber", of_person=person)
    for concept in _ORDER:
        if concept in said and not (concept == "location" and _is_rental(said, raw)):
            return _of_concept(concept, said, raw, person, pointing)
    part = _ENDS.get(raw[-1]) if raw else None
    if part and (person or len(raw) == 1):
        return Hint(part, of_person=person, is_bare=len(raw) == 1)
    rest = [word for word in said if word not in ("line", "value", "number")]
    if "name" in said and not META & set(said) - {"display"}:
        thing = next((word for word in things if word != "account"), "")
        if not pointing:
            return Hint("name", of_person=person, of_thing="" if person else thing, is_bare=len(rest) == 1)
    if (
        FREE_TEXT & set(said)
        and not pointing
        and not (META - {"subject", "objet", "is", "on", "updated"} - _validated(raw)) & set(said)
    ):
        return Hint(
            of_person=person, of_thing=things[0] if things else "", is_text=True, is_bare=len(rest) == 1
        )
    if person and not pointing and all(w in PEOPLE or w in _BESIDE_PERSON for w in said):
        return Hint("person", of_person=person, is_bare=True)
    return Hint(of_person=person, of_thing=things[0] if things else "", pointing=pointing)


def _validated(raw: tuple[str, ...]) -> frozenset[str]:
    """A `comment_validation` is written at it; a `comment_validated` says whether it was."""
    return frozenset({"verified"}) if {"validation", "verification"} & set(raw) else frozenset()


_NUMBERS = row("number reference code")
_NUMBERED = _NUMBERS | row("external internal externe interne ext old ancien")


def _is_count(column: str) -> bool:
    """Whether `num` tells how many: `num_guests`, `numchild`."""
    several = [word for word in pieces(column) if set(words(word)) & PEOPLE]
    return any(word in ("child", "children") or word.endswith("s") for word in several)


def _is_rental(said: tuple[str, ...], raw: tuple[str, ...]) -> bool:
    """Whether `location` may be French, for what is let: `montantLocation`."""
    return "location" in pieces(" ".join(raw)) and bool(set(said) - PEOPLE - _WHERE)


_WHERE = row("location place last current home work latest city country address name")


def _of_concept(
    concept: str, said: tuple[str, ...], raw: tuple[str, ...], person: str, pointing: bool
) -> Hint:
    rest = set(said) - {concept}
    against = (rest & META) - _ALLOWED.get(concept, frozenset())
    if concept in ("location",) and "address" in rest and "ip" in rest:
        against.add("ip")
    if pointing and concept not in (
        "cookie",
        "device",
        "passport",
        "taxid",
        "account",
        "nir",
        "social",
        "card",
    ):
        against.add("identifier")
    if concept == "company":
        against |= rest & {"companyid"}  # `buyer_company_vat`
    if concept in ("token", "login") and rest & {"count", "type"}:
        against.add("type")
    if {"number", "rank"} & rest and {"call", "order"} & rest:
        against.add("order")
    thing = next(iter(sorted(rest & _OF_THINGS - _neutral(concept))), "")
    if against:
        return Hint(about=concept, of_person=person, of_thing=thing, pointing=pointing)
    return Hint(
        concept, of_person=person, of_thing=thing if not person else "", is_bare=not rest - {"number"}
    )


def _neutral(concept: str) -> frozenset[str]:
    """Words that take nothing over here: a city's street, a card's bank, a device's app."""
    general = {
        "account",
        "payment",
        "order",
        "invoice",
        "contract",
        "document",
        "key",
        "site",
        "list",
        "unit",
        "event",
    }
    places = {"street", "city", "region", "country", "building", "department", "zone", "room"}
    if concept in ("address", "city", "postcode", "region", "country", "birthplace", "location"):
        return frozenset(general | places | {"label"})
    if concept in ("device", "cookie", "ip", "useragent", "token"):
        return frozenset(
            general | {"device", "app", "platform", "ip", "host", "network", "useragent", "os", "job"}
        )
    if concept in ("iban", "bic", "accountnumber", "card", "salary"):
        return frozenset(general | {"bank", "bic", "type_", "currency"})
    if concept in ("job", "profession", "company", "education"):
        return frozenset(
            general
            | {"company", "department", "school", "job", "industry", "sector", "course", "title", "file"}
        )
    if concept == "relation":
        return frozenset(general | {"type"})
    if concept == "family":
        return frozenset(general | {"size"})
    if concept in ("photo", "signature"):
        return frozenset(general | {"file", "filename", "image", "media"})
    if concept in (
        "health",
        "union",
        "religion",
        "politics",
        "offences",
        "biometrics",
        "genetics",
        "ethnicity",
    ):
        return frozenset(_OF_THINGS)
    if concept in ("email", "phone"):
        return frozenset(general | {"company", "job"})
    return frozenset(general)
