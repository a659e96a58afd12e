"""What of a record concerns a person, why it is kept, and when it is doubtful that it is one person."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from troth.claims.facts import Effect, Fact
from troth.claims.keys import Key
from troth.claims.plan import Claim, Judged
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import Value
from troth.errors import Surprise
from troth.manifest.model import Item, Manifest, Telling
from troth.manifest.names import Column, ItemName, RoleName
from troth.manifest.stores import Link, Table, Up
from troth.requests.model import Held, Holding, Person, Why
from troth.stores.sql.read import Tied

# Where a site does not declare which items tell two people apart: those with such a word in their names.
_TELLING = {
    Telling.NAME: frozenset(
        {"name", "names", "fullname", "surname", "lastname", "firstname", "nom", "noms", "prenom"}
    ),
    Telling.BIRTH_DATE: frozenset({"birth", "birthdate", "birthday", "dob", "naissance"}),
}
_IN_WORDS = {Telling.NAME: "names", Telling.BIRTH_DATE: "dates of birth"}


class SeveralPeople(Surprise):
    """What is taken for one person may be several; somebody looks before anything is shown or erased."""

    def __init__(self, person: Person, why: str) -> None:
        self.person = person
        super().__init__(
            f"person {person.number} may be several people: {why}; look at these records, and if they are "
            "one person's, run the same again with --one-person; else mend the key that joins them"
        )


# --- whose a record is --------------------------------------------------------------------------------------


def roles_of(
    ties: Iterable[Tied], people: Mapping[Key, Collection[Person]]
) -> dict[Person, frozenset[RoleName]]:
    """Whom of these people a row with these ties is surely tied to, and in which roles."""
    found: dict[Person, frozenset[RoleName]] = {}
    for tie in ties:
        for key, is_sure in tie.keys:
            if is_sure:
                for person in people.get(key, ()):
                    found[person] = found.get(person, _NOBODY) | {tie.role}
    return found


_NOBODY = frozenset[RoleName]()


def by_key(people: Iterable[Person]) -> dict[Key, tuple[Person, ...]]:
    """Whom of these people each key leads to."""
    found: dict[Key, tuple[Person, ...]] = {}
    for person in people:
        for key in person.keys:
            found[key] = (*found.get(key, ()), person)
    return found


# --- what of it concerns them -------------------------------------------------------------------------------


REASONS = frozenset({Effect.HELD, Effect.RELEASED, Effect.RESTRICTED, Effect.LIFTED})

Items = frozenset[ItemName] | None  # none: every item


@dataclass(frozen=True, slots=True)
class Reasons:
    """What may keep a datum besides claims: the items that a hold keeps, and those the person had restricted."""

    held: Items = frozenset()
    restricted: Items = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """What somebody in some roles may see of a table's records."""

    roles: frozenset[RoleName]
    fields: Mapping[Column, Item]
    key: tuple[Column, ...]
    context: tuple[Column, ...]


def view(manifest: Manifest, table: Table, roles: frozenset[RoleName]) -> View:
    """What is about these roles, and nothing that is about others only (GDPR Art. 15(4))."""
    fields = {
        column: manifest.items[declared.item]
        for column, declared in table.fields.items()
        if (about := _about(table, column)) is None or about & roles
    }
    shown = _context(table, roles)
    context = tuple(sorted(shown - set(table.key)))
    return View(roles, fields, tuple(column for column in table.key if column in shown), context)


def holding(seen: View, row: Judged, reasons: Reasons, keys: Collection[Key]) -> Holding:
    """What a row holds about somebody, who is known by these keys."""
    concerning = _Concerning(seen.roles, keys)
    return Holding(
        key={column: row.values.get(column) for column in seen.key},
        roles=seen.roles,
        data={
            column: _held(row, column, item, concerning, reasons)
            for column, item in seen.fields.items()
            if column in row.values
        },
        context={column: row.values[column] for column in seen.context if column in row.values},
    )


def _about(table: Table, column: Column) -> frozenset[RoleName] | None:
    """The roles that a field is about; a field by which people are found is about those whom it finds."""
    told = table.fields[column].about
    finds = frozenset(link.role for link in table.links if not link.path and link.column == column)
    return told if told is not None or not finds else finds


def _context(table: Table, roles: Collection[RoleName]) -> frozenset[Column]:
    """The columns besides the fields that may be shown: all but those that lead to others."""
    leading: dict[Column, set[RoleName]] = {}
    for link in table.links:
        for column in _first_columns(table, link):
            leading.setdefault(column, set()).add(link.role)
    return frozenset(
        column
        for column in table.declared
        if column not in table.fields and (column not in leading or leading[column] & set(roles))
    )


def _first_columns(table: Table, link: Link) -> Iterable[Column]:
    """The columns of the record by which a link leaves it."""
    if not link.path:
        return (link.column,)
    first = link.path[0]
    return tuple(table.references[first.relation].columns) if isinstance(first, Up) else ()


class _Concerning:
    """Which claims on a row are about somebody in these roles; many of its fields have the very same."""

    def __init__(self, roles: Collection[RoleName], keys: Collection[Key]) -> None:
        self._roles, self._keys = roles, keys
        self._known: dict[int, tuple[Claim, ...]] = {}

    def of(self, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Those of a field."""
        if id(claims) not in self._known:  # the row holds them as long as this is asked
            self._known[id(claims)] = tuple(
                [
                    claim.of(self._keys)
                    for claim in claims
                    if claim.state is not State.ENDED and (claim.role is None or claim.role in self._roles)
                ]
            )
        return self._known[id(claims)]


def _held(row: Judged, column: Column, item: Item, concerning: _Concerning, reasons: Reasons) -> Held:
    all_ = row.claims.get(column, ())
    claims = concerning.of(all_)
    state, value = row.states[column], row.values[column]
    if value is None:
        return Held(None, state, claims)
    why = _why(state, claims, all_, item.name, reasons, row.whys.get(column))
    is_prohibited = item.prohibited is not None
    return Held(None if is_prohibited else value, state, claims, why, is_prohibited)


def _why(
    state: State,
    mine: Collection[Claim],
    all_: Collection[Claim],
    item: ItemName,
    reasons: Reasons,
    unknown: Unknown | None,
) -> Why | None:
    """What keeps a datum, where it is more than the claims about this person."""
    if state is State.ENDED:
        return Why.NOTHING
    if state <= max((claim.state for claim in mine), default=State.ENDED):
        return None
    if state is State.ARCHIVED and (reasons.held is None or item in reasons.held):
        return Why.HOLD
    if state <= max((claim.state for claim in all_), default=State.ENDED):
        return Why.OTHERS
    is_restricted = reasons.restricted is None or item in reasons.restricted
    if is_restricted:
        return Why.RESTRICTION
    return Why.UNACCEPTED if unknown is Unknown.WORDS else Why.PENDING


def reasons_of(facts: Iterable[Fact], row: Judged, keys: Collection[Key]) -> Reasons:
    """The items of a record that a hold keeps, and those that the person had restricted."""
    known = tuple(facts)
    if not known:
        return _NO_REASONS
    return Reasons(_held_items(known, row), _restricted_items(known, keys))


_NO_REASONS = Reasons()


def _held_items(facts: Collection[Fact], row: Judged) -> Items:
    """By the holds that stand on the record (docs/explanation/claims.md, *A datum*, 2)."""
    return _items(
        fact
        for fact in facts
        if fact.effect is Effect.HELD
        and fact.record == row.record
        and not any(
            end.effect is Effect.RELEASED
            and end.name == fact.name
            and end.record in (None, row.record)
            and (end.since, end.sequence) > (fact.since, fact.sequence)
            for end in facts
        )
    )


def _restricted_items(facts: Collection[Fact], keys: Collection[Key]) -> Items:
    """By the person's restrictions that were not lifted since."""
    mine = [fact for fact in facts if fact.key in keys]
    lifted = max(((f.since, f.sequence) for f in mine if f.effect is Effect.LIFTED), default=None)
    return _items(
        fact
        for fact in mine
        if fact.effect is Effect.RESTRICTED and (lifted is None or (fact.since, fact.sequence) > lifted)
    )


def _items(facts: Iterable[Fact]) -> Items:
    found: frozenset[ItemName] = frozenset()
    for fact in facts:
        if not fact.items:
            return None
        found |= fact.items
    return found


# --- one person, or several (case D10) ----------------------------------------------------------------------


Account = tuple[Table, Mapping[Column, Value], Collection[Person]]  # what it holds, and whose it is


def is_account(table: Table) -> bool:
    """Whether the table's rows are people's accounts: a sure key of a person is the row's own key."""
    return any(not link.path and link.is_sure and table.key == (link.column,) for link in table.links)


def told_apart(manifest: Manifest, table: Table, values: Mapping[Column, Value]) -> dict[str, str]:
    """What tells the holder of an account from another: name and date of birth, as far as they are there."""
    found: dict[str, list[str]] = {}
    for column, declared in sorted(table.fields.items()):
        value, what = values.get(column), _telling(manifest, declared.item)
        if what is not None and value not in (None, ""):
            found.setdefault(_IN_WORDS[what], []).append(_plain(value))
    return {what: "\0".join(parts) for what, parts in found.items()}


def _telling(manifest: Manifest, item: ItemName) -> Telling | None:
    """What an item says of a person: as declared, or where no item of the site declares it, by its name."""
    if any(one.tells_apart for one in manifest.items.values()):
        return manifest.items[item].tells_apart
    words = set(item.lower().replace("-", "_").split("_"))
    return next((what for what, named in _TELLING.items() if words & named), None)


def _plain(value: Value) -> str:
    """A name as it is compared: without case and odd spaces; accents count, they tell people apart."""
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
