"""How reasons are worded: what a row is, whose it is, what a concept is called."""

from collections.abc import Mapping

from troth.manifest.draft.model import About
from troth.manifest.draft.names import CONCEPTS
from troth.manifest.draft.tables import Place
from troth.manifest.draft.words import one


def row_of(place: Place) -> str:
    """`a customer`."""
    return one(place.singular.replace("_", " "))


def whose(place: Place) -> str:
    """Why a row is nobody's."""
    said = place.singular.replace("_", " ")
    match place.about:
        case About.THINGS | About.LINKED_THINGS:
            return f"a row of `{place.seen.name}` is a thing ({said})"
        case About.ORGANISATIONS:
            return f"a row of `{place.seen.name}` is an organisation ({said})"
        case About.RECORDS:
            return f"a row of `{place.seen.name}` is no person itself ({said})"
        case _:
            return f"nothing says whose a row of `{place.seen.name}` is"


_WORDS: Mapping[str, str] = {
    "email": "an e-mail address",
    "ip": "an IP address",
    "iban": "an IBAN",
    "accountnumber": "an account's number",
    "nir": "a social security number",
    "age": "an age",
    "address": "an address",
    "cvv": "a card's security code",
    "useragent": "a user agent",
    "birthdate": "a date of birth",
    "birthplace": "a place of birth",
    "firstname": "a first name",
    "lastname": "a family name",
    "fullname": "a name",
    "taxid": "a tax number",
    "cardholder": "a card holder",
    "cardexpiry": "a card's expiry",
    "postcode": "a postcode",
    "customernumber": "a customer number",
    "education": "an education",
}


def named(concept: str) -> str:
    """`an e-mail address`."""
    if concept in _WORDS:
        return _WORDS[concept]
    kind = CONCEPTS[concept].item.replace("_", " ")
    if CONCEPTS[concept].special:
        return f"what is recorded as {kind}"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
