"""What in a table's columns speaks of somebody: what describes a person, and what only a person leaves behind."""

from collections.abc import Mapping

from troth.manifest.draft import roles
from troth.manifest.draft.evidence import SeenTable
from troth.manifest.draft.names import CONCEPTS, Hint
from troth.manifest.draft.rows import row
from troth.manifest.draft.vocabulary import PEOPLE
from troth.manifest.draft.words import words
from troth.manifest.names import Column

OF_PEOPLE_ALONE = frozenset({"firstname", "lastname", "birthdate", "nir", "birthplace", "nationality"})
SIGNS = frozenset({"email", "password", "login", "phone", "gender", "fullname", *OF_PEOPLE_ALONE})
_LABELS = row("label title titre")


def signs_of(table: SeenTable, hints: Mapping[Column, Hint], said: frozenset[str]) -> set[str]:
    """The concepts that speak of a person whose row it is: not of a thing, nor of somebody beside."""
    found = set()
    for name, suggested in hints.items():
        column = table.columns[name]
        concept = suggested.concept
        if (
            concept in SIGNS
            and not suggested.of_thing
            and column.family in CONCEPTS[concept].families.split()
        ):
            is_list = concept == "nationality" and {"country", "language"} & said
            is_own = not suggested.of_person or suggested.of_person in said or concept in ("email", "phone")
            if is_own and not is_list:
                found.add(concept)
        elif concept == "name" and not suggested.of_thing and column.values.count >= 5:
            found |= {"fullname"} if column.values.share("full_name") >= 0.6 else set()
        elif concept in ("", "person") and column.values.count >= 5 and not set(words(name)) & _LABELS:
            found |= {sign for sign, tests, least in _BY_VALUES if column.values.share(*tests) >= least}
    return found


_BY_VALUES = (
    ("email", ("email",), 0.7),
    ("phone", ("phone", "phone11"), 0.7),
    ("nir", ("nir",), 0.8),
    ("birthdate", ("birth_date",), 0.9),
    ("fullname", ("full_name",), 0.6),
    ("firstname", ("first_name",), 0.8),
)


def traces_of_somebody(hints: Mapping[Column, Hint]) -> list[str]:
    """What only a person leaves behind, in a row that is called after a firm: its account's, not the firm's."""
    return sorted({h.concept for h in hints.values() if not h.of_thing} & _OF_A_HAND)


_OF_A_HAND = frozenset(
    {"ip", "useragent", "card", "cvv", "cardholder", "cardexpiry", "signature", "password"}
)


def numbers_somebody(name: Column, suggested: Hint) -> bool:
    """Whether a column is the number of somebody whose row it is: `matricule`, `user_uuid`."""
    if suggested.concept == "customernumber":
        return True
    is_known = suggested.pointing and not suggested.about and not suggested.of_thing and not suggested.concept
    is_somebody = suggested.of_person in PEOPLE - {"admin", "profile", "profil"}
    return is_known and is_somebody and roles.role_of(name, suggested.of_person)[1]


def is_named_like_firms(table: SeenTable, hints: Mapping[Column, Hint]) -> bool:
    """Whether the names of its rows end like those of companies (`Dupont SARL`)."""
    named = (
        table.columns[name].values
        for name, h in hints.items()
        if h.concept in ("name", "fullname", "company")
    )
    return any(values.count >= 8 and values.share("company") >= 0.2 for values in named) and not any(
        h.concept in ("email", "login", "password") and not h.of_thing for h in hints.values()
    )
