"""What of a record concerns a person, why it is kept, and when it is doubtful that it is one person."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from troth.claims.facts import Effect, Fact
from troth.claims.judged import Claim, Judged, Judgement
from troth.claims.keys import Key, RecordRef
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import Value
from troth.errors import Surprise
from troth.manifest.model import Item, Manifest, Telling
from troth.manifest.names import Column, ItemName, RoleName
from troth.manifest.stores import Link, Table, Up
from troth.requests.model import Form, Held, Holding, Person, Why
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


class Whose:
    """Whom of some people the records of a survey are surely tied to: those that share their ties are one question."""

    def __init__(self, people: Iterable[Person], ties: Mapping[RecordRef, tuple[Tied, ...]]) -> None:
        self._people, self._ties = by_key(people), ties
        self._known: dict[int, dict[Person, frozenset[RoleName]]] = {}  # by which ties they are

    def of(self, record: RecordRef) -> dict[Person, frozenset[RoleName]]:
        """Whom one of them is tied to, and in which roles."""
        ties = self._ties[record]
        if (whose := self._known.get(id(ties))) is None:
            whose = self._known[id(ties)] = roles_of(ties, self._people)
        return whose


def by_key(people: Iterable[Person]) -> dict[Key, tuple[Person, ...]]:
    """Whom of these people each key leads to."""
    found: dict[Key, tuple[Person, ...]] = {}
    for person in people:
        for key in person.keys:
            found[key] = (*found.get(key, ()), person)
    return found


# --- what of it concerns them -------------------------------------------------------------------------------


Items = frozenset[ItemName] | None  # none: every item
Claims = Mapping[Column, tuple[Claim, ...]]  # on the fields of a record


class Reasons(NamedTuple):
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


_MOST_KEPT = 1_000


class Sight:
    """
    What somebody in some roles sees of the rows of one table.

    The rows that a store judged alike share its judgement, and those with the same claims share these: what such
    rows have in common is worked out once, and kept unless it names people.
    """

    def __init__(self, seen: View) -> None:
        self._seen = seen
        self._common: dict[tuple[int, int, Reasons], _Common] = {}  # by which judgement and claims they are

    def form(self, row: Judged, claims: Claims, reasons: Reasons, keys: Collection[Key]) -> Form:
        """What a row with these claims holds about somebody, who is known by these keys: all but the values."""
        alike = id(row.judgement), id(claims), reasons
        if (common := self._common.get(alike)) is None:
            common = _common(self._seen, row, claims, reasons)
            if common.has_days:
                return common.form.of(keys)
            if len(self._common) > _MOST_KEPT:
                self._common = {}
            self._common[alike] = common
        return common.form

    def holding(self, row: Judged, reasons: Reasons, keys: Collection[Key]) -> Holding:
        """What a row, of which its claims are known, holds about somebody."""
        return Holding(self.form(row, row.claims, reasons, keys), row.values)


class _Common(NamedTuple):
    """What some rows have in common. It is kept, so that nothing else gets the identity of a judgement or claims."""

    form: Form
    has_days: bool  # of its own for each of several people
    judgement: Judgement
    claims: Claims


def holding(seen: View, row: Judged, reasons: Reasons, keys: Collection[Key]) -> Holding:
    """What a single row holds about somebody, who is known by these keys."""
    return Sight(seen).holding(row, reasons, keys)


def _common(seen: View, row: Judged, claims: Claims, reasons: Reasons) -> _Common:
    concerning = _Concerning(seen.roles)
    data = {
        column: _held(row.judgement, column, item, claims.get(column, ()), concerning, reasons)
        for column, item in seen.fields.items()
        if column in row.values
    }
    context = tuple(column for column in seen.context if column in row.values)
    has_days = any(claim.untils for held in data.values() for claim in held.claims)
    return _Common(Form(seen.key, seen.roles, data, context), has_days, row.judgement, claims)


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

    def __init__(self, roles: Collection[RoleName]) -> None:
        self._roles = roles
        self._known: dict[int, tuple[Claim, ...]] = {}

    def of(self, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Those of a field."""
        if id(claims) not in self._known:  # the row holds them as long as this is asked
            self._known[id(claims)] = tuple(
                [
                    claim
                    for claim in claims
                    if claim.state is not State.ENDED and (claim.role is None or claim.role in self._roles)
                ]
            )
        return self._known[id(claims)]


def _held(
    judgement: Judgement,
    column: Column,
    item: Item,
    all_: tuple[Claim, ...],
    concerning: _Concerning,
    reasons: Reasons,
) -> Held:
    state, claims = judgement.states[column], concerning.of(all_)
    why = _why(state, claims, all_, item.name, reasons, judgement.whys.get(column))
    return Held(None, state, claims, why, is_withheld=item.prohibited is not None)


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


class Bearing:
    """The facts that may keep a datum besides claims, found by the record or the person they are about."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._about: dict[RecordRef | Key | None, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.effect in (Effect.HELD, Effect.RELEASED):
                self._about[fact.record].append(fact)
            if fact.effect in (Effect.RESTRICTED, Effect.LIFTED):
                self._about[fact.key].append(fact)

    def reasons(self, row: Judged, keys: Collection[Key]) -> Reasons:
        """The items of a record that a hold keeps, and those that the person had restricted."""
        if not self._about:
            return _NO_REASONS
        of_record, of_all = (self._about.get(about, []) for about in (row.record, None))
        of_person = [fact for key in keys for fact in self._about.get(key, ())]
        if not of_record and not of_person:
            return _NO_REASONS
        return Reasons(_held_items([*of_record, *of_all]), _restricted_items(of_person))


_NO_REASONS = Reasons()


def _held_items(facts: Collection[Fact]) -> Items:
    """By the holds of a record that still stand (docs/explanation/claims.md, *A datum*, 2)."""
    return _items(
        fact
        for fact in facts
        if fact.effect is Effect.HELD
        and not any(
            end.effect is Effect.RELEASED
            and end.name == fact.name
            and (end.since, end.sequence) > (fact.since, fact.sequence)
            for end in facts
        )
    )


def _restricted_items(facts: Collection[Fact]) -> Items:
    """By a person's restrictions that were not lifted since."""
    lifted = max(((f.since, f.sequence) for f in facts if f.effect is Effect.LIFTED), default=None)
    return _items(
        fact
        for fact in facts
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
