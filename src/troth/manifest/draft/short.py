"""A short word that is the whole name of a column, in somebody's row: a `code`, a `hash`, a `salt`, a `numero`."""

from troth.manifest.draft.evidence import TEXTS, SeenColumn
from troth.manifest.draft.model import About
from troth.manifest.draft.rows import row
from troth.manifest.draft.tables import Place
from troth.manifest.draft.vocabulary import EVENTS
from troth.manifest.draft.words import pieces, words


def short_word(place: Place, column: SeenColumn, raw: tuple[str, ...]) -> str:
    """The concept that it means there, or none; `raw` is the name without what says whose it is."""
    others = {word for name in place.seen.columns if name != column.name for word in pieces(name)}
    concepts = {h.concept for name, h in place.hints.items() if name != column.name}
    if "phonecode" in words(column.name):
        return "phone" if "phone" in concepts else ""  # the country's part of a number
    if len(raw) == 2 and set(raw) & _DOCUMENTS and set(raw) & _NUMBERS and place.about is About.PEOPLE:
        return "passport"  # `document_nr`: of identity
    if len(raw) == 2 and set(raw) & _KINDS and set(raw) & _HIRED and place.about is About.PEOPLE:
        return "job"  # `type_contrat`
    if len(raw) == 1 and raw[0] in _MEASURES and _MEASURES & others and place.about is About.PEOPLE:
        return "health"  # `taille` beside `poids`
    if raw == ("numero",) and column.family == "integer" and place.about is About.PEOPLE:
        return "customernumber"
    if column.family not in TEXTS:
        return ""
    if raw in _ELSEWHERE and place.about is About.PEOPLE:
        return "customernumber"
    if len(raw) != 1:
        return ""
    match raw[0]:
        case "salt" | "sel":
            return "password" if "password" in concepts or "hash" in others else ""
        case "hash":
            return _of_a_hash(place, others)
        case "key":  # of a link that somebody was sent, not of a pair of key and value
            is_stored = bool(set(place.words) & (_SUMMED | _STORED))  # by what a file is found
            return "" if is_stored or {"value", "valeur", "data"} & others else "token"
        case "zone":
            return "region" if {"city", "postcode"} & concepts else ""
        case "code" if place.about is About.PEOPLE:
            return "password" if "login" in concepts and "password" not in concepts else "customernumber"
        case "numero" if place.about is About.PEOPLE:
            is_of_house = bool({"rue", "street", "voie"} & others)
            return "housenumber" if is_of_house else "customernumber" if "phone" in concepts else "phone"
        case "unique" if place.about is About.PEOPLE:
            return "customernumber"  # `code_unique`
        case _:
            return ""


def is_copied(place: Place, column: SeenColumn) -> bool:
    """Whether `cc` is who else gets a message, and not a card."""
    others = {word for name in place.seen.columns if name != column.name for word in pieces(name)}
    is_post = bool(_POST & (set(place.words) | others))
    is_post = is_post and "phonecode" not in words(column.name)
    return is_post and column.family in TEXTS and pieces(column.name)[-1:] in (("cc",), ("bcc",), ("cci",))


def is_of_a_machine(place: Place, column: SeenColumn) -> bool:
    """Whether an address of the network is where a site or a server is, not where somebody came from."""
    is_machine = bool(set(place.words[-1:]) & _MACHINES) and not set(place.words[:-1]) & EVENTS
    return is_machine and column.name in place.seen.columns  # a document in one may tell of somebody


def _of_a_hash(place: Place, others: set[str]) -> str:
    """Of a password that it stands for, of a link that somebody was sent; never of a file."""
    if set(place.words) & _SUMMED or {"prev", "previous", "precedent"} & others:  # of a chain of entries
        return ""
    if {"filename", "file", "fichier", "mime", "path", "chemin"} & others:
        return ""
    is_of_password = "password" in place.words and not {"reset", "reinitialisation", "forgot"} & set(
        place.words
    )
    return "password" if is_of_password or {"salt", "sel"} & others else "token"


_DOCUMENTS = row("document doc")
_POST = row("email message subject sujet objet from reply maildir")
_MEASURES = row("taille poids height weight imc bmi")
# What stands at an address of the network by itself, as the last word of a table's name.
_MACHINES = row("domain site website base database server host vhost router")
_KINDS = row("type nature kind")
_HIRED = row("contrat contract employment emploi embauche")
_NUMBERS = row("no num number numero nr nbr nro")
_ELSEWHERE = (
    ("external", "id"),
    ("ext", "id"),
    ("remote", "id"),
    ("legacy", "id"),
    ("old", "id"),
    ("source", "id"),
)
_STORED = row("blob attachment upload asset object storage download document")
_SUMMED = row(
    "file image photo media commit block backup version release ledger url page audit log journal history trail event"
    " chain"
)
