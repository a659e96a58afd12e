"""From states to acts: what goes, what stays, and what a record becomes. Pure.

A store has judged its rows (`Judged`). Here each gets a fate, all decided before the first act, so that
an act can free nothing that the plan did not free; then what a staying record needs stays too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from troth.claims.ends import compared, ended_value, is_held
from troth.claims.judged import Judged, Judgement
from troth.claims.keys import RecordRef
from troth.claims.states import Fate, Outcome, State
from troth.claims.world import LiveTable, Value
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import (
    Anonymise,
    FlagIn,
    MoveTo,
    SetNull,
    Table,
    Up,
)

LEAVING = (Fate.DELETE, Fate.MOVE)


class Because(Enum):
    """Why one record needs another."""

    POINTS = "points"  # it points at it
    ASKS = "asks"  # its existence answers one of its conditions
    FOLLOWS = "follows"  # it has claims that follow it, or is tied to somebody through it


class Need(NamedTuple):
    """`by` needs `of`. Of a pointing one, with which of its columns; of others, whether it lasts when `by` moves."""

    by: RecordRef
    of: RecordRef
    because: Because
    columns: frozenset[Column] = frozenset()
    outlasts_move: bool = True


class Needs(Protocol):
    """Every need for some records, told as far as it is asked for: most are by records that go themselves."""

    def by_others(self, than: Collection[Judged]) -> Iterable[Need]:
        """Those by any record but these; some by these may be among them."""

    def by(self, records: Collection[RecordRef]) -> Iterable[Need]:
        """Those by these records."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the records of one table may end: what the manifest and the live schema allow."""

    table: Table
    live: LiveTable
    may_leave: bool  # nothing undeclared would go with them
    deciding: frozenset[Column]  # never changed in a record that stays
    deciding_there: frozenset[Column]  # nor these in one that moves to the archive: what decides there
    zone: ZoneInfo  # the controller's


class Act(NamedTuple):
    """What is done to one record."""

    record: RecordRef  # that of `judged`: of each act it is asked twenty times
    judged: Judged
    outcome: Outcome

    @property
    def leaves(self) -> bool:
        """Whether it is no longer in its table afterwards."""
        return self.outcome.fate in LEAVING


# --- what a table's records may come to ---------------------------------------------------------------------


def ending(
    manifest: Manifest, table: Table, live: Mapping[TableName, LiveTable], deciding: Collection["Deciding"]
) -> Ending:
    """How the records of a table may end."""
    place = table.archive.table if isinstance(table.archive, MoveTo) else table.name
    return Ending(
        table,
        live[table.name],
        _may_leave(manifest, table, live),
        _deciding_in(deciding, table.store, table.name),
        _deciding_in(deciding, table.store, place),
        ZoneInfo(manifest.zone),
    )


def _deciding_in(deciding: Collection["Deciding"], store: StoreName, table: TableName) -> frozenset[Column]:
    return frozenset(column for of, name, column in deciding if (of, name) == (store, table))


def _may_leave(manifest: Manifest, table: Table, live: Mapping[TableName, LiveTable]) -> bool:
    """Whether nothing undeclared stands in the table's records or hangs on them (case D9)."""
    if set(live[table.name].columns) - table.declared:
        return False
    own = {one.name for one in manifest.tables() if one.store == table.store}
    return not any(
        key.table == table.name
        for name, other in live.items()
        if name not in own
        for key in other.foreign_keys
    )


Deciding = tuple[StoreName, TableName, Column]


def deciding_columns(manifest: Manifest) -> frozenset[Deciding]:
    """The columns that records are judged by: `created`, and what conditions read, the way there included."""
    found: set[Deciding] = set()
    for table in manifest.tables():
        if table.created is not None:
            found.add((table.store, table.name, table.created))
        for condition in conditions_of(table):
            found |= set(_read_by(manifest, table, condition))
    return frozenset(found)


def conditions_of(table: Table) -> list[Condition]:
    """Every condition that is asked of a table's records."""
    opened = (clock.open_while for clock in table.clocks.values())
    return [one for one in (*table.kinds.values(), *opened, *table.decisions.values()) if one is not None]


def _read_by(manifest: Manifest, table: Table, condition: Condition) -> Iterator[Deciding]:
    match condition:
        case Among(column) | Absent(column):
            yield table.store, table.name, column
        case Not(inner):
            yield from _read_by(manifest, table, inner)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _read_by(manifest, table, inner)
        case OfParent(relation, inner):
            reference = table.references[relation]
            for mine, theirs in reference.columns.items():
                yield table.store, table.name, mine
                yield table.store, reference.table, theirs
            yield from _read_by(manifest, manifest.table(table.store, reference.table), inner)
        case Exists(name, relation, inner):
            child = manifest.table(table.store, name)
            for mine, theirs in child.references[relation].columns.items():
                yield table.store, name, mine
                yield table.store, table.name, theirs
            yield from _read_by(manifest, child, inner)


# --- what a record would come to by itself ------------------------------------------------------------------


def wishes(
    how: Ending, rows: Iterable[Judged], crowds: Collection[tuple[Value, ...]], taken: Collection[RecordRef]
) -> list[Fate]:
    """
    What would become of each of some records of the table if nothing else needed it, in their order.

    Args:
        crowds: the groups of the table that stem from enough people (`crowds_of`).
        taken: records of archive tables whose place is taken.
    """
    of_all: dict[int, Fate | None] = {}  # by their judgement: many share one
    fates = []
    for row in rows:
        judgement = row.judgement
        if id(judgement) not in of_all:
            of_all[id(judgement)] = _wish_of_all(how, judgement)
        fates.append(of_all[id(judgement)] or _wish_of_one(how, row, crowds, taken))
    return fates


def _wish_of_all(how: Ending, judgement: Judgement) -> Fate | None:
    """What becomes of all records that are judged so; none where it depends on the record."""
    table = how.table
    if not judgement.has_kind:
        return Fate.KEEP
    if judgement.is_done:
        return None if isinstance(table.at_end, Anonymise) else _gone(how)
    held = {state for state in judgement.states.values() if state is not State.ENDED}
    return Fate.KEEP if held != {State.ARCHIVED} or table.archive_of is not None else None


def _gone(how: Ending) -> Fate:
    return Fate.DELETE if how.may_leave else Fate.STUB


def _wish_of_one(
    how: Ending, row: Judged, crowds: Collection[tuple[Value, ...]], taken: Collection[RecordRef]
) -> Fate:
    """What becomes of one of those where it does."""
    table = how.table
    if row.is_done:
        return Fate.ANONYMISE if _loses_ties(how, row) and remains(how, row) in crowds else _gone(how)
    if is_empty(how, row):
        return Fate.KEEP
    match table.archive:
        case FlagIn():
            return Fate.FLAG
        case MoveTo(place) if how.may_leave:
            there = RecordRef(table.store, place, row.record.key)
            return Fate.KEEP if there in taken else Fate.MOVE
        case _:
            return Fate.KEEP


def crowds_of(how: Ending, rows: Iterable[tuple[Judged, object | None]]) -> frozenset[tuple[Value, ...]]:
    """
    The groups of a table's done (or already anonymised) records that stem from enough people (case D12).

    Args:
        rows: each with the person of its first tie, or none.
    """
    assert isinstance(how.table.at_end, Anonymise)
    groups: dict[tuple[Value, ...], set[object]] = defaultdict(set)
    for row, person in rows:
        is_anonymous = not row.ties and is_empty(how, row)
        if row.is_done or is_anonymous:
            counts_for = person if person is not None else row.record if is_anonymous else None
            groups[remains(how, row)] |= set() if counts_for is None else {counts_for}
    return frozenset(group for group, people in groups.items() if len(people) >= how.table.at_end.k)


def remains(how: Ending, row: Judged) -> tuple[Value, ...]:
    """What will still tell a record from others once it is anonymised."""
    assert isinstance(how.table.at_end, Anonymise)
    after = {**row.values, **changes(how, row, Fate.ANONYMISE)}
    columns = how.live.columns
    return tuple(compared(columns[column], after.get(column)) for column in how.table.at_end.group_by)


def is_empty(how: Ending, row: Judged) -> bool:
    """Whether everything that could be held of the record is NULL, or as its end makes it."""
    values = {column: row.values.get(column) for column in row.states}
    return all(
        value is None or is_held(how.live.columns[column], value, _end_of(how, row, column))
        for column, value in values.items()
    )


def _loses_ties(how: Ending, row: Judged) -> bool:
    """Whether nobody can be found from the record once it is anonymised."""
    gone = {column for column, value in changes(how, row, Fate.ANONYMISE).items() if value in (None, "")}
    for tie in row.ties:
        links = [k for k in how.table.links if k.role == tie.role and _goes_down(k.path) is tie.is_down]
        keys = tie.keys or (None,) * len(links)
        for link, key in zip(links, keys, strict=True):
            has_value = tie.is_down or key is not None
            if has_value and not gone & _begins_with(how.table, link.column, link.path):
                return False
    return True


def _goes_down(path: Sequence[object]) -> bool:
    return any(not isinstance(step, Up) for step in path)


def _begins_with(table: Table, column: Column, path: Sequence[object]) -> set[Column]:
    if not path:
        return {column}
    first = path[0]
    return set(table.references[first.relation].columns) if isinstance(first, Up) else set()


def changes(how: Ending, row: Judged, fate: Fate) -> dict[Column, Value]:
    """The columns that a fate changes, and to what; those that are so already left out."""
    if fate is Fate.DELETE:
        return {}
    changed = {
        column: _end_of(how, row, column)
        for column, state in row.states.items()
        if state is State.ENDED and _may_change(how, column, fate)
    }
    flag = how.table.archive
    if fate is Fate.FLAG and isinstance(flag, FlagIn) and _may_change(how, flag.column, fate):
        changed[flag.column] = int(flag.value) if isinstance(flag.value, bool) else flag.value
    return {
        column: value
        for column, value in sorted(changed.items())
        if not is_held(how.live.columns[column], row.values.get(column), value)
        and (value is not None or how.live.columns[column].is_nullable)
    }


def _may_change(how: Ending, column: Column, fate: Fate) -> bool:
    """Not the table's key, nor what decides over the record where it will stand; what is anonymised may."""
    deciding = how.deciding_there if fate is Fate.MOVE else how.deciding
    return column not in how.table.key and (fate is Fate.ANONYMISE or column not in deciding)


def _end_of(how: Ending, row: Judged, column: Column) -> Value:
    declared = how.table.fields.get(column)
    end = declared.at_end if declared else SetNull()
    return ended_value(end, row.values.get(column), how.live.columns[column], how.zone)


# --- what is needed stays -----------------------------------------------------------------------------------


class Wished(NamedTuple):
    """A record in the plan's scope, and what would become of it by itself."""

    how: Ending
    row: Judged
    fate: Fate


def settled(wished: Sequence[Wished], needs: Needs, archives: Mapping[RecordRef, "Place"]) -> list[Act]:
    """
    The acts that stand once what a staying record needs stays too; asked until nothing changes.

    Args:
        needs: every need for one of the records that would leave or be anonymised.
        archives: for the records that would move, what their new place keeps of them.
    """
    by_record = {one.row.record: one for one in wished}
    fates = dict(zip(by_record, [one.fate for one in by_record.values()], strict=True))
    asked = needs.by_others([one.row for one in wished if one.fate is Fate.DELETE])  # whose own do not stand
    while flipped := {
        need.of for need in asked if need.of in fates and _stands(need, fates, by_record, archives)
    }:
        for record in flipped:
            fates[record] = Fate.KEEP if fates[record] is Fate.MOVE else Fate.STUB
        asked = needs.by(flipped)  # only theirs may have come to stand
    acts = map(_act, by_record, by_record.values(), fates.values())
    return [act for act in acts if act is not None]


_GOING = Outcome(Fate.DELETE)


def _act(record: RecordRef, one: Wished, fate: Fate) -> Act | None:
    """What is done to a record that comes to a fate, if anything."""
    if fate is Fate.DELETE:
        return Act(record, one.row, _GOING)
    changed = changes(one.how, one.row, fate)
    return Act(record, one.row, Outcome(fate, changed)) if changed or fate in LEAVING else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record would move: the pointing columns that its new table keeps, and what its references point at."""

    pointing: frozenset[frozenset[Column]]
    references: frozenset[TableName]
    table: TableName


def _stands(
    need: Need,
    fates: Mapping[RecordRef, Fate],
    by_record: Mapping[RecordRef, Wished],
    archives: Mapping[RecordRef, Place],
) -> bool:
    """Whether a need outlives the plan as it stands, and is for a record that would not."""
    fate_of, fate_by = fates[need.of], fates.get(need.by, Fate.KEEP)
    if fate_by is Fate.DELETE:
        return False
    match need.because:
        case Because.POINTS:
            if fate_of not in LEAVING:
                return False
            if fate_by is Fate.MOVE and need.columns not in archives[need.by].pointing:
                return False
            one = by_record.get(need.by)
            return one is None or not need.columns & changes(one.how, one.row, fate_by).keys()
        case Because.ASKS:
            if fate_of not in (*LEAVING, Fate.ANONYMISE) or fate_by is Fate.ANONYMISE:
                return False
            return fate_by is not Fate.MOVE or need.outlasts_move
        case Because.FOLLOWS:
            if fate_of not in (*LEAVING, Fate.ANONYMISE) or fate_by is Fate.ANONYMISE:
                return False
            place = archives[need.by].table if fate_by is Fate.MOVE else need.by.table
            return fate_of is not Fate.MOVE or place not in archives[need.of].references
