"""What a word that says little alone says in such a table, beside such columns: a `line1`, a `title`, a `number`."""

import re

from troth.manifest.draft import affixes
from troth.manifest.draft.evidence import INSTANTS, TEXTS, SeenColumn
from troth.manifest.draft.model import About
from troth.manifest.draft.names import CONCEPTS, PARTIES, Hint
from troth.manifest.draft.rows import row
from troth.manifest.draft.short import short_word
from troth.manifest.draft.tables import Place
from troth.manifest.draft.vocabulary import PEOPLE
from troth.manifest.draft.words import pieces, raw_words, words


def by_company(place: Place, column: SeenColumn) -> str:
    """What a word that says little alone says in such a table: the `line1` of an address, the `number` of a card."""
    raw, said = pieces(column.name), set(words(column.name))
    if not place.is_of_people:
        return ""
    if len(raw) > 1:  # `cli_genre`, `contacttitle`: whose it is, and what
        whose = {*affixes.column_affix(place.seen), *pieces(place.seen.name), "code", "cd"}
        is_party = bool(PARTIES & set(raw))
        raw = tuple(word for word in raw if word not in PARTIES) or raw
        if is_party and has_place(place) and raw in (("number",), ("line",)):
            return "housenumber" if raw == ("number",) else "address"
        raw = tuple(word for word in raw if word not in whose and not set(words(word)) & PEOPLE) or raw
    if len(raw) == 1 and raw[0] in _OF_SUBJECTS and place.about is About.PEOPLE and column.family in TEXTS:
        return _OF_SUBJECTS[raw[0]]
    if (
        set(raw) & _FILES
        and set(raw) & _NUMBERS
        and not set(raw) - _FILES - _NUMBERS
        and place.about is About.PEOPLE
    ):
        return "customernumber"  # the number of a patient's file
    alone = short_word(place, column, raw)
    if alone:
        return alone
    if _LAST_FOUR.search(column.name):
        return "card"
    if set(raw) - _NUMBERS == {"piece"} and place.about is About.PEOPLE:
        return "passport"  # `num_piece`: of identity
    if raw in (("id", "num"), ("id", "number"), ("id", "no")):
        return "passport"
    if len(raw) == 1 and raw[0] in _SHORT and (place.about is About.PEOPLE or has_place(place)):
        return _SHORT[raw[0]]
    if (
        set(raw) & _OF_STUDIES
        and not set(raw) - _OF_STUDIES - _WHICH
        and {"student", "education"} & set(place.words)
    ):
        return "education"
    if raw in (("uid",), ("sub",)) and {"provider", "issuer"} & set(place.seen.columns):
        return "customernumber"  # in a service that people sign in with
    if raw in (("prefix",), ("suffix",)) and any(h.concept == "firstname" for h in place.hints.values()):
        return "gender" if raw == ("prefix",) else "lastname"  # of a name
    if raw in (("session",), ("sess",)) and column.family == "text":
        return "token"
    is_traced = any(h.concept == "ip" for h in place.hints.values())
    if is_traced and {"browser", "navigateur", "os"} & set(raw) and not {"version"} & set(raw):
        return "useragent"  # a part of one
    is_site = bool({"website", "siteweb", "homepage"} & set(raw)) or raw in (("url",), ("uri",))
    is_own = place.about is About.PEOPLE or bool({"homepage", "author"} & set(pieces(column.name)))
    if is_site and is_own and column.family in TEXTS:
        return "social"
    if len(raw) == 1 and raw[0] in _OF_ACCOUNTS and any(h.concept == "iban" for h in place.hints.values()):
        return _OF_ACCOUNTS[raw[0]]
    if raw[:1] == ("permis",) and place.about is About.PEOPLE and column.family in TEXTS:
        return "passport"  # to drive
    if raw == ("log",) and any(h.concept == "password" for h in place.hints.values()):
        return "login"
    if len(raw) == 1 and raw[0] in _NUMBERS and place.about is About.PEOPLE and len(pieces(column.name)) > 1:
        return "customernumber"  # `cust_no` of a customer
    if raw == ("dn",) and place.about is About.PEOPLE and column.family in INSTANTS:
        return "birthdate"
    if raw == ("nav",) and any(h.concept == "ip" for h in place.hints.values()):
        return "useragent"
    if raw in (("title",), ("titre",)) and (
        place.about is About.PEOPLE or any(h.concept == "lastname" for h in place.hints.values())
    ):
        return "job" if "employee" in place.words or _is_rank(place, column) else "gender"
    if raw[-1:] in (("state",), ("provin",)) and has_place(place):
        return "region"  # of the United States, not of a process
    if said == {"line"} and has_place(place):
        return "address"
    if "card" in place.words and said in ({"number"}, {"expiry"}, {"expiry", "date"}):
        return "card" if "number" in said else "cardexpiry"
    return ""


def is_of_the_house(place: Place, column: SeenColumn) -> bool:
    """Whether a column of a bill tells who sends it: where the firm itself is, not a person."""
    is_bill = bool({"invoice", "quote", "devis", "creditnote", "order"} & set(place.words))
    return is_bill and bool(set(raw_words(column.name)[:1]) & _SELLERS)


_SELLERS = row("seller vendeur issuer emetteur merchant supplier")


def _is_rank(place: Place, column: SeenColumn) -> bool:
    """Whether a `title` is what somebody is in a firm: a form of address stands beside it, or no value is one."""
    forms = {"salutation", "civility", "civilite", "honorific"}
    is_beside = any(forms & set(pieces(name)) for name in place.seen.columns if name != column.name)
    return is_beside or (column.values.longest > 8 and not column.values.share("gender_word"))


# Beside an IBAN: the bank's name, the account's number.
_OF_ACCOUNTS = {
    **dict.fromkeys(("number", "numero", "num"), "iban"),
    **dict.fromkeys(("bank", "banque", "domiciliation"), "bic"),
}

# Too short to mean anything elsewhere; of a person, or beside a postcode, they mean this.
_SHORT = {
    "genre": "gender",
    "ss": "nir",
    "ad": "address",
    "rfr": "salary",
    "hourly": "salary",
    "port": "phone",
    "ph": "phone",
    "loc": "city",
    "nat": "nationality",
    "specialist": "job",
    "specialite": "job",
    "specialty": "job",
    "nation": "nationality",
    "add": "address",
    "coun": "country",
    "provin": "region",
    "resid": "address",
    "appt": "address",
    "bat": "address",
    "etage": "address",
}


# Of a person, and in text: a rank, a skill of somebody's, a number that a state gives.
_OF_SUBJECTS = {
    "position": "job",
    "situation": "family",
    "skills": "job",
    "skill": "job",
    "competences": "job",
    "ref": "customernumber",
    "reference": "customernumber",
    "badge": "customernumber",
    "institution": "company",
    "etablissement": "company",
    "department": "job",
    "race": "ethnicity",
    "location": "city",
    "image": "photo",
    "img": "photo",
    "tax": "taxid",
    "identifier": "customernumber",
    "nas": "nir",
    "curp": "nir",
    "rfc": "taxid",
}
_LAST_FOUR = re.compile(r"last_?(?:4|four)", re.IGNORECASE)
_FILES = row("dossier file chart case police policy contrat contract")
_WHICH = row("primary secondary tertiary high previous current last former")
_OF_STUDIES = row(
    "ecole school universite university lycee college institute institut specialite major score filiere"
)


_NUMBERS = row("no num number numero nr nbr nro matricule")


def lists(place: Place, suggested: Hint) -> str:
    """The concept that an identifier of something listed elsewhere says of a person: `gender_id`, `disease_id`."""
    concept = suggested.about if suggested.pointing else suggested.concept
    if concept in _PLACES and suggested.pointing and not suggested.of_thing:
        is_own = place.about is About.PEOPLE and concept != "region"
        return concept if is_own or (place.is_of_people and has_place(place)) else ""
    if concept not in CONCEPTS or not (concept in _LISTED or CONCEPTS[concept].special):
        return ""
    return concept if place.about is About.PEOPLE or (place.is_of_people and concept == "health") else ""


_LISTED = row("gender nationality family")
_PLACES = row("country city postcode region")


def has_place(place: Place) -> bool:
    """Whether its columns tell where somebody is."""
    return "address" in place.words or any(h.concept in ("city", "postcode") for h in place.hints.values())


def is_beside_first_name(place: Place, column: SeenColumn) -> bool:
    """Whether a column that ends alike is somebody's first name."""
    last = raw_words(column.name)[-1]
    firsts = [name for name, h in place.hints.items() if h.concept == "firstname"]
    return any(raw_words(name)[-1] == last and name != column.name for name in firsts)
