"""The verdict on one column: what its name says, what its values pass, and whose the row is, weighed together."""

from collections import Counter
from dataclasses import replace

from troth.manifest.draft.beside import by_company, has_place, is_beside_first_name, is_of_the_house, lists
from troth.manifest.draft.byvalue import Found, by_value, contradiction, lookalike
from troth.manifest.draft.evidence import INSTANTS, NUMBERS, TEXTS, SeenColumn, SeenReference
from troth.manifest.draft.guesses import impersonal, personal
from troth.manifest.draft.model import About, Guess, Tie, Use
from troth.manifest.draft.names import CONCEPTS, PARTIES, Hint, Need, hint
from troth.manifest.draft.rows import row
from troth.manifest.draft.short import is_copied, is_of_a_machine
from troth.manifest.draft.tables import Place
from troth.manifest.draft.unnamed import (
    LABELS,
    anything,
    counted,
    learnt,
    nothing,
    of_care,
    of_its_row,
    of_someone,
    secret,
    worked,
    written,
)
from troth.manifest.draft.vocabulary import ANIMALS, META
from troth.manifest.draft.wording import named, row_of, whose
from troth.manifest.draft.words import one, pieces, raw_words, words
from troth.manifest.names import Column, ItemName

# In tables of things and firms these still speak of a person.
_ALWAYS = frozenset(
    {"firstname", "lastname", "birthdate", "nir", "passport", "nationality", "cardholder", "birthplace"}
)
_SECRET = ("hash", "crypt")


def guess(
    place: Place, column: SeenColumn, reference: SeenReference | None, tie: Tie | None, target: About | None
) -> Guess:
    """
    What a column is taken for.

    Args:
        reference: that the column is part of, if any.
        tie: to a table of people that the column makes, if any.
        target: whose the rows are that the reference points at.
    """
    suggested = place.hints[column.name]
    found = _listed(place, column, suggested, target) if tie is None else None
    found = found or _guess(place, column, reference, tie, suggested)
    other = suggested.of_person if suggested.of_person not in place.words else ""
    if not other and found.concept in ("email", "phone") and PARTIES & set(raw_words(column.name)):
        other = "recipient"
    return replace(found, of_other=other) if other else found


def _guess(
    place: Place, column: SeenColumn, reference: SeenReference | None, tie: Tie | None, suggested: Hint
) -> Guess:
    if tie is not None:
        return Guess(column, Use.LINK, True, 0.95 if not reference or not reference.by_name else 0.85, tie.reason,
                     concept="account")  # fmt: skip
    if column.name in place.seen.key:
        return _of_key(place, column, suggested)
    if reference is not None and reference.table == place.seen.name and place.about is About.PEOPLE:
        return Guess(
            column, Use.LINK, True, 0.8, "points at another person of the same table", concept="account"
        )
    if reference is not None:
        what = f"points at `{reference.table}`, whose rows are no people"
        return Guess(column, Use.REFERENCE, False, 0.9, what)
    found = _named(place, column, suggested) or _valued(place, column, suggested) or _inside(place, column)
    found = (
        found
        or written(place, column, suggested)
        or counted(place, column)
        or learnt(place, column)
        or worked(place, column)
        or anything(place, column)
        or of_care(place, column, suggested)
        or of_someone(place, column, suggested)
        or of_its_row(place, column, suggested)
    )
    if found is not None:
        return found
    if column.family in INSTANTS:
        return Guess(column, Use.CLOCK, False, 0.9, "says when something happened")
    return nothing(column, suggested)


def _listed(place: Place, column: SeenColumn, suggested: Hint, target: About | None) -> Guess | None:
    """A gender or a disease that is said by its number in a list."""
    concept = lists(place, suggested)
    is_list = target not in (About.PEOPLE, About.RECORDS) and column.name not in place.seen.key
    if not concept or not is_list or not (suggested.pointing or target is not None):
        return None
    return personal(column, concept, 0.7, f"points at what is listed elsewhere: {named(concept)}")


def _of_key(place: Place, column: SeenColumn, suggested: Hint) -> Guess:
    found = _named(place, column, suggested) or _valued(place, column, suggested)
    if "session" in place.words and column.family == "text" and not (found and found.is_personal):
        found = personal(column, "token", 0.8, "the key by which a browser's session is known")
    if found is not None and found.is_personal and place.is_of_people:
        return Guess(column, Use.KEY, True, found.confidence, f"{found.reason}; it is part of the primary key",
                     found.item, found.concept)  # fmt: skip
    return Guess(column, Use.KEY, False, 0.95, "part of the primary key")


# --- by its name -----------------------------------------------------------------------------------------------


def _named(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    told = suggested.concept if suggested.is_told else ""
    concept = (suggested.concept if not told else "") or by_company(place, column) or told
    if concept == "login" and raw_words(column.name)[:1] == ("nom",) and is_beside_first_name(place, column):
        concept = "lastname"  # `nom_utilisateur` beside `prenom_utilisateur`
    if (
        concept == "region"
        and not has_place(place)
        and {"departement", "department", "dept"} & set(raw_words(column.name))
    ):
        concept = "job"  # of a firm, not of a country
    is_number = "expiry" not in words(column.name) and raw_words(column.name)[-1:] != ("four",)
    if concept == "card" and is_number and contradiction("card", column.values) and place.is_of_people:
        concept = "customernumber"  # of a library, a club, a shop
    if is_copied(place, column):
        concept = "email"
    if not concept:
        return None
    if concept in ("name", "person"):
        return _of_a_name(place, column, suggested)
    if is_of_the_house(place, column):
        return impersonal(column, 0.7, "of the firm that sends the bill", CONCEPTS[concept].item)
    if concept == "ip" and is_of_a_machine(place, column):
        return impersonal(column, 0.7, "where a machine is, not who came", CONCEPTS[concept].item)
    if concept == "address" and suggested.is_bare and {"mailbox", "email", "newsletter"} & set(place.words):
        concept = "email"
    kind = CONCEPTS[concept]
    if column.family not in kind.families.split():
        what = f"named like {named(concept)}, but {column.written or column.family} cannot hold one"
        return impersonal(column, 0.85, what, kind.item)
    is_dated = column.family in INSTANTS and "date" in words(column.name)
    if kind.special and (is_dated or (column.family in INSTANTS | NUMBERS and not place.is_of_people)):
        return None
    if suggested.of_thing and suggested.concept:
        return (
            None
            if column.values.count
            else impersonal(column, 0.8, f"said of {one(suggested.of_thing)}", kind.item)
        )
    if concept == "email" and column.values.count >= 5 and column.values.share("role_email") >= 0.8:
        return _of_nobody(column)
    against = contradiction(concept, column.values) if concept != "card" or is_number else ""
    if against:
        return impersonal(column, 0.8, f"named like {named(concept)}, but {against}", kind.item)
    said = _is_said_of_person(place, concept, suggested, column)
    if said is None:
        other = by_value(column, place.is_of_people)
        if other is not None and CONCEPTS[other.concept].item != kind.item:
            return None
        what = f"{whose(place)}, so this is no person's {kind.item.replace('_', ' ')}"
        return impersonal(column, 0.75, what, kind.item)
    return _weighed(place, column, concept, said)


def _weighed(place: Place, column: SeenColumn, concept: str, said: str) -> Guess:
    """The confidence of a name that says it, with values that agree or with none."""
    kind = CONCEPTS[concept]
    confidence = 0.9 if kind.need is Need.NOTHING else 0.8
    if place.about is About.NOBODY:
        confidence -= 0.15
    how = "its comment speaks of" if place.hints[column.name].is_told else "named like"
    reason = f"{how} {named(concept)}{said}"
    agreeing = by_value(column, place.is_of_people)
    if agreeing is not None and CONCEPTS[agreeing.concept].item == kind.item:
        return personal(column, concept, confidence + 0.08, f"{reason}; {agreeing.reason}")
    if column.values.count >= 8 and column.values.share(*_SECRET) > 0.6:
        reason += "; its values look encrypted or hashed"
    return personal(column, concept, confidence, reason)


def _is_said_of_person(place: Place, concept: str, suggested: Hint, column: SeenColumn) -> str | None:
    """The words that say so; None where it is not."""
    kind = CONCEPTS[concept]
    of_row = set(place.words)
    if of_row & ANIMALS and concept in (
        "birthdate",
        "birth",
        "gender",
        "age",
        "body",
        "firstname",
        "lastname",
    ):
        return None
    if concept == "body" and place.about is About.RECORDS:  # a parcel has a weight, too
        return "" if any(tie.is_owner for tie in place.ties) and not of_row & _OF_PARCELS else None
    person = suggested.of_person if suggested.of_person not in of_row else ""
    is_listed = kind.special or concept == "nationality"
    if not place.is_of_people and is_listed and {"country", "language", concept} & of_row:
        return None  # a list of diseases, of countries and who lives there
    if place.is_of_people:
        if kind.need is Need.SUBJECT and place.about is not About.PEOPLE and not _names_a_person(place):
            return None
        return f", of the {person}" if person else ""
    if person and kind.need is not Need.SUBJECT:
        return f", of the {person}"
    if concept == "email" and column.values.count >= 3:
        personal = column.values.share("email")
        if personal >= 0.5 and place.about is not About.NOBODY:
            return f", and {column.values.said('email')} are mailboxes of one person"
    if place.about is About.NOBODY:
        return "" if kind.need is Need.NOTHING and concept != "device" else None
    return "" if concept in _ALWAYS or (kind.special and place.about is About.LINKED_THINGS) else None


def _of_nobody(column: SeenColumn) -> Guess:
    return impersonal(
        column, 0.75, f"{column.values.said('role_email')} are mailboxes of no one person", "email"
    )


_OF_PARCELS = row("delivery livraison shipment expedition parcel colis order product line item stock")


def _names_a_person(place: Place) -> bool:
    of_people = {"firstname", "lastname", "fullname"}
    return any(
        h.concept in of_people or (h.concept == "name" and not h.of_thing) for h in place.hints.values()
    )


def _of_a_name(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    """`name`, `nom`, `customer_name`, or a person's word alone (`responsable`)."""
    if column.family not in TEXTS:
        return None
    values = column.values
    names = values.share("full_name", "first_name", "family_name")
    if suggested.of_thing:
        return (
            None
            if names >= 0.5
            else impersonal(column, 0.85, f"the name of {one(suggested.of_thing)}", "name")
        )
    if "card" in place.words and place.is_of_people and suggested.is_bare:
        return personal(column, "cardholder", 0.7, "the name on a card")
    if suggested.concept == "person":
        return _of_a_person(place, column, suggested, names)
    is_beside_first = any(h.concept == "firstname" and not h.of_person for h in place.hints.values())
    if suggested.is_bare and is_beside_first and place.is_of_people:
        if _is_login(place, column):
            return personal(column, "login", 0.75, "a name beside a first and a family name and a password")
        return personal(column, "lastname", 0.93, "a name beside a first name")
    if suggested.of_person:
        if values.count >= 8 and values.share("email", "role_email", "uuid", "hash", "digits", "url") > 0.6:
            return None
        return personal(
            column, "fullname", 0.9 if names < 0.3 else 0.97, f"the name of the {suggested.of_person}"
        )
    is_odd = values.count >= 8 and (values.distinct <= max(3, values.count // 12) or values.words > 6)
    if place.about is About.PEOPLE and not (is_odd and names < 0.2):
        return personal(column, "fullname", 0.85 if names < 0.3 else 0.95, f"the name of {row_of(place)}")
    if place.about is About.RECORDS:
        if values.count >= 5 and values.words >= 6:
            return None  # a `name` of so many words is what somebody wrote
        if values.count >= 5:
            if names >= (0.8 if {"line", "item", "product"} & set(place.words) else 0.3):
                return personal(
                    column, "fullname", 0.85, f"a name, and {names:.0%} of the sampled values are people's"
                )
            return impersonal(column, 0.7, "a name, and few of the sampled values are people's", "name")
        if suggested.is_bare and place.has_contact and not set(place.words) & _NAMED_RECORDS:
            return personal(column, "fullname", 0.6, "a name beside a way to reach somebody")
    if place.about is About.NOBODY and values.count >= 5 and names >= 0.5:
        return personal(
            column, "fullname", 0.7, f"a name, and {names:.0%} of the sampled values are people's"
        )
    return impersonal(column, 0.8, f"a name, and {whose(place)}", "name")


def _is_login(place: Place, column: SeenColumn) -> bool:
    """Whether a bare `name` is that by which somebody signs in: their own stands beside it, and a password."""
    others = {h.concept for name, h in place.hints.items() if name != column.name}
    is_named = "lastname" in others or any(
        raw_words(name)[:1] in (("realname",), ("real",)) for name in place.seen.columns
    )
    return is_named and "password" in others


_NAMED_RECORDS = frozenset(
    {"cart", "basket", "wishlist", "file", "domain", "hosting", "subscription", "token", "task"}
)


def _of_a_person(place: Place, column: SeenColumn, suggested: Hint, names: float) -> Guess | None:
    if suggested.of_person in place.words or column.values.share("email", "digits", "uuid") > 0.5:
        return None
    is_mailbox = not column.values.count or column.values.share("email", "role_email") >= 0.5
    if (
        is_mailbox
        and {"email", "newsletter"} & set(place.words)
        and suggested.of_person in ("recipient", "sender")
    ):
        return personal(column, "email", 0.75, f"the {suggested.of_person} of an e-mail")
    if place.about is About.THINGS and suggested.of_person in ("author", "holder", "driver", "owner"):
        return None if names >= 0.5 else impersonal(column, 0.6, f"{whose(place)}", "name")
    if column.values.count >= 5 and names < 0.25:
        return None
    is_folder = raw_words(column.name) == ("parent",) and not names and not place.is_of_people
    if is_folder or (column.length is not None and column.length < 12):
        return None
    return personal(column, "fullname", 0.85 if names else 0.55, f"says who the {suggested.of_person} is")


# --- by its values ---------------------------------------------------------------------------------------------


def _valued(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    if column.values.count < 3 or column.family not in TEXTS | NUMBERS | INSTANTS | {"other"}:
        return None
    found = by_value(column, place.is_of_people)
    if found is None:
        return secret(place, column) or _lookalike(column)
    if found.concept == "email" and column.values.share("role_email") >= 0.8:
        return _of_nobody(column)
    what = found.reason
    if not place.is_of_people and not _is_personal_anywhere(place, found, column, suggested):
        return impersonal(column, 0.7, f"{what}, but {whose(place)}", CONCEPTS[found.concept].item)
    said, said_raw = set(words(column.name)), set(pieces(column.name))
    if (
        found.concept in ("card", "device", "nir", "phone", "birthdate")
        and said & _REFERRING
        and not suggested.of_person
    ):
        return impersonal(
            column, 0.7, f"{what}, but its name is that of a reference", CONCEPTS[found.concept].item
        )
    is_vague = found.concept in ("fullname", "firstname", "lastname", "city", "gender")
    if found.concept == "gender" and {"genre", "titre", "title"} & said_raw:
        is_vague = False
    if is_vague and (suggested.of_thing or suggested.about or said & (META | LABELS - {"name"})):
        thing = suggested.of_thing or suggested.about or "thing"
        return impersonal(
            column, 0.6, f"{what}, but it is said of {one(thing)}", CONCEPTS[found.concept].item
        )
    return personal(column, found.concept, found.confidence, what)


_REFERRING = row(
    "reference order invoice payment product productcode companyid version transaction parcel tracking suivi colis"
    " lot serial serie barcode"
)


def _is_personal_anywhere(place: Place, found: Found, column: SeenColumn, suggested: Hint) -> bool:
    """Whether such values speak of people in a table of things, of firms, or of nobody known."""
    if suggested.of_person and suggested.of_person not in place.words:
        return True
    if found.concept == "email":
        return column.values.share("email") >= 0.5 or place.about is About.NOBODY
    if place.about is About.NOBODY:
        return found.concept not in ("city", "postcode", "gender", "device")
    return found.concept in ("nir", "cardholder")


def _lookalike(column: SeenColumn) -> Guess | None:
    found = lookalike(column) if "amount" not in words(column.name) else None
    return impersonal(column, 0.85, found.reason, found.concept) if found else None


def _inside(place: Place, column: SeenColumn) -> Guess | None:
    """JSON: the items at its paths."""
    found: dict[str, str] = {}
    for path, values in column.inside.items():
        leaf = path.rstrip("[]").rpartition(".")[2]
        seen = SeenColumn(Column(leaf), "text", values=values)
        suggested = hint(leaf)
        inner = _named(
            Place(place.seen, place.words, {seen.name: suggested}, place.about, ""), seen, suggested
        )
        inner = inner or _valued(place, seen, suggested)
        if inner is not None and inner.is_personal and inner.item:
            found[path] = inner.item
    if not found:
        return None
    most = Counter(found.values()).most_common(1)[0][0]
    item = most if len(set(found.values())) == 1 else "details"
    shown = ", ".join(f"`{path}` ({item})" for path, item in list(found.items())[:8])
    reason = f"JSON that holds {shown}{' …' if len(found) > 8 else ''}"
    return Guess(column, Use.FIELD, True, 0.85, reason, ItemName(item), "json", inside=found)
