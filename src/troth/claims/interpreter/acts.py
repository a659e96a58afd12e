"""From states to acts: what becomes of each record of a plan, all judged before the first fate."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime

from troth.claims.facts import Instant
from troth.claims.interpreter.claims import claims
from troth.claims.interpreter.data import about, given, is_clamped, states
from troth.claims.interpreter.people import View, ties_of
from troth.claims.interpreter.records import Record, points, record_of
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.states import Fate, Outcome, State
from troth.claims.world import Value, World
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import Column
from troth.manifest.stores import (
    Anonymise,
    FieldEnd,
    FlagIn,
    Generalise,
    Grain,
    MoveTo,
    SetConstant,
    SetNull,
    Table,
)

LEAVING = (Fate.DELETE, Fate.MOVE)

States = Mapping[Datum, State]


def fates(
    world: World, at: Instant, scope: frozenset[Key] | None = None, found: States | None = None
) -> dict[RecordRef, Outcome]:
    """
    What a plan does with each record in its scope that changes or goes; nothing if facts are missing.

    Args:
        found: the states of that world at that instant, where they were asked for before.
    """
    if world.facts.are_behind:
        return {}
    return Plan(world, at, scope, states(world, at) if found is None else found).fates()


class Plan:
    """One plan: the states that it starts from, and what it makes of them."""

    def __init__(self, world: World, at: Instant, scope: frozenset[Key] | None, found: States) -> None:
        self.world = world
        self.view = View(world, world.manifest, at)
        self.states = found
        self.scope = scope
        self.deciding = columns_that_decide(self.view)

    def fates(self) -> dict[RecordRef, Outcome]:
        """What becomes of each record; those that stay as they are are left out."""
        fate_of = {record.ref: self._wish(record) for record in self.view.all}
        while needed := self._needed(fate_of):
            for ref in needed:
                fate_of[ref] = self._stays(fate_of[ref])
        outcomes = {record.ref: self._outcome(record, fate_of[record.ref]) for record in self.view.all}
        return {ref: one for ref, one in outcomes.items() if one.changes or one.fate in LEAVING}

    def _outcome(self, record: Record, fate: Fate) -> Outcome:
        if not self.is_in_scope(record) or fate is Fate.DELETE:
            return Outcome(fate)
        return Outcome(fate, self.changes(record, fate))

    def is_in_scope(self, record: Record) -> bool:
        """Whether the plan may change the record."""
        if self.scope is None:
            return True
        return any(self.view.is_tied_to(record, person) for person in self.view.people if person & self.scope)

    # --- what would become of a record by itself ------------------------------------------------------------

    def _wish(self, record: Record) -> Fate:
        if not self.is_in_scope(record) or not self.view.kinds(record):
            return Fate.KEEP
        if self.is_done(record):
            end = record.table.at_end
            if isinstance(end, Anonymise) and self._loses_ties(record) and self._is_crowd(record, end):
                return Fate.ANONYMISE
            return Fate.DELETE if self._may_leave(record.table) else Fate.STUB
        held = {state for state in self._states_of(record) if state > State.ENDED}
        if held != {State.ARCHIVED} or record.table.archive_of is not None or self._is_empty(record):
            return Fate.KEEP
        match record.table.archive:
            case FlagIn():
                return Fate.FLAG
            case MoveTo() if self._may_leave(record.table) and not self._is_place_taken(record):
                return Fate.MOVE
            case _:
                return Fate.KEEP

    def _stays(self, fate: Fate) -> Fate:
        """What becomes of a record that something needs where it is."""
        return Fate.KEEP if fate is Fate.MOVE else Fate.STUB

    def _states_of(self, record: Record) -> list[State]:
        columns = set(record.table.fields) | record.table.link_columns
        return [self.states[Datum(record.ref, column)] for column in columns]

    def is_done(self, record: Record) -> bool:
        """Whether nothing of the record is held any more, and that is known."""
        found = self._states_of(record)
        is_ended = bool(found) and max(found) is State.ENDED
        is_clamped_now = any(is_clamped(self.view, tie) for tie in self.view.ties(record))
        return bool(self.view.kinds(record)) and is_ended and not is_clamped_now

    def _may_leave(self, table: Table) -> bool:
        """Whether no unknown data would go with a record of the table."""
        live = self.world.schema.get((table.store, table.name))
        if live is None or not set(live.columns) <= table.declared:
            return False
        ours = {(one.store, one.name) for one in self.view.manifest.tables()}
        return not any(
            key.table == table.name
            for (store, name), other in self.world.schema.items()
            if store == table.store and (store, name) not in ours
            for key in other.foreign_keys
        )

    def _is_place_taken(self, record: Record) -> bool:
        place = archive_of(self.view, record.table)
        return RecordRef(place.store, place.name, record.ref.key) in self.view.by_ref

    # --- anonymised groups ----------------------------------------------------------------------------------

    def _is_crowd(self, record: Record, end: Anonymise) -> bool:
        """Whether the records that will look like this one stem from k people at least."""
        group = [
            other
            for other in self.view.of(record.table.store, record.table.name)
            if (self.is_done(other) or self._is_anonymous(other))
            and self._remains(other, end) == self._remains(record, end)
        ]
        people = {self._counts_for(other) for other in group} - {None}
        return len(people) >= end.k

    def _loses_ties(self, record: Record) -> bool:
        """Whether nobody can be found from the record once it is changed."""
        changed = {**record.row, **self.changes(record, Fate.ANONYMISE)}
        return not list(ties_of(self.view, record_of(record.table, changed)))

    def _counts_for(self, record: Record) -> frozenset[Key] | RecordRef | None:
        """For whom it counts: its first tie's person; for one, if it was anonymised before; else nobody."""
        for tie in self.view.ties(record):
            return self.view.person(tie)
        return record.ref if self._is_anonymous(record) else None

    def _is_anonymous(self, record: Record) -> bool:
        """Whether the record was anonymised before: it has no tie, and all is as its end makes it."""
        return not self.view.ties(record) and self._is_empty(record)

    def _is_empty(self, record: Record) -> bool:
        """Whether all that could be held of the record is NULL, or as its end makes it."""
        columns = set(record.table.fields) | record.table.link_columns
        return all(record.value(column) in (None, self._end_of(record, column)) for column in columns)

    def _remains(self, record: Record, end: Anonymise) -> tuple[Value, ...]:
        """What will still tell the record from others."""
        row = {**record.row, **self.changes(record, Fate.ANONYMISE)}
        return tuple(row.get(column) for column in end.group_by)

    # --- changes --------------------------------------------------------------------------------------------

    def changes(self, record: Record, fate: Fate) -> dict[Column, Value]:
        """The columns that the fate changes, and to what."""
        table = record.table
        changed = {
            column: self._end_of(record, column)
            for column in sorted(set(table.fields) | table.link_columns)
            if self.states[Datum(record.ref, column)] is State.ENDED and self._may_change(table, column, fate)
        }
        flag = table.archive
        if fate is Fate.FLAG and isinstance(flag, FlagIn) and self._may_change(table, flag.column, fate):
            changed[flag.column] = flag.value
        return {
            column: value
            for column, value in changed.items()
            if record.value(column) != value and (value is not None or self._may_be_null(table, column))
        }

    def _may_change(self, table: Table, column: Column, fate: Fate) -> bool:
        """Not the table's key, nor what decides over the record where it will stand; what is anonymised may."""
        place = archive_of(self.view, table) if fate is Fate.MOVE else table
        decides = (place.store, place.name, column) in self.deciding and fate is not Fate.ANONYMISE
        return column not in table.key and not decides

    def _may_be_null(self, table: Table, column: Column) -> bool:
        live = self.world.schema.get((table.store, table.name))
        return live is None or column not in live.columns or live.columns[column].is_nullable

    def _end_of(self, record: Record, column: Column) -> Value:
        field = record.table.fields.get(column)
        return end_value(self.view, record.value(column), SetNull() if field is None else field.at_end)

    # --- who is needed --------------------------------------------------------------------------------------

    def _needed(self, fate_of: Mapping[RecordRef, Fate]) -> set[RecordRef]:
        """The records that would leave, or be anonymised, but that a record which stays needs as they are."""
        found: set[RecordRef] = set()
        for record in self.view.all:
            fate = fate_of[record.ref]
            if fate is Fate.DELETE:
                continue
            place = archive_of(self.view, record.table) if fate is Fate.MOVE else record.table
            changed = {**record.row, **self._outcome(record, fate).changes}
            pointed = self._pointed_at(record_of(place, changed))
            found |= {ref for ref in pointed if fate_of[ref] in LEAVING}
            if fate is not Fate.ANONYMISE:
                asked = self._asked_about(record_of(place, record.row))
                claimed = {
                    ref for ref in self._claimed_through(record) if not self._goes_along(ref, fate_of, place)
                }
                found |= {ref for ref in asked | claimed if fate_of[ref] in (*LEAVING, Fate.ANONYMISE)}
        return found

    def _pointed_at(self, here: Record) -> set[RecordRef]:
        """What it will point at, by a declared reference or a foreign key of the live schema."""
        found = {
            other.ref
            for reference in here.table.references.values()
            for other in self.view.pointed_at(here, reference)
        }
        live = self.world.schema.get((here.table.store, here.table.name))
        for key in () if live is None else live.foreign_keys:
            pairs = tuple(zip(key.columns, key.theirs, strict=True))
            others = self.view.of(here.table.store, key.table)
            found |= {other.ref for other in others if points(here.row, pairs, other.row)}
        return found

    def _asked_about(self, here: Record) -> set[RecordRef]:
        """The records whose existence answers one of its conditions with yes."""
        return {
            witness.ref
            for condition in conditions_of(here.table)
            for witness in witnesses(self.view, condition, here)
        }

    def _claimed_through(self, record: Record) -> set[RecordRef]:
        """The records that its ties above ended are read down through, and those that its claims follow."""
        found: set[RecordRef] = set()
        for field in record.table.fields.values():
            for tie in about(self.view, record, field):
                if tie is not None and given(self.view, record, field, tie) > State.ENDED:
                    found |= tie.passes
                on_field = claims(self.view, record, field, tie)
                found |= {c.follows for c in on_field if c.follows and c.state > State.ENDED}
        return found

    def _goes_along(self, ref: RecordRef, fate_of: Mapping[RecordRef, Fate], place: Table) -> bool:
        """Whether a record that moves can be followed from where it goes."""
        if fate_of[ref] is not Fate.MOVE:
            return False
        there = archive_of(self.view, self.view.by_ref[ref].table)
        return any(reference.table == place.name for reference in there.references.values())


# --- places and ends ----------------------------------------------------------------------------------------


def archive_of(view: View, table: Table) -> Table:
    """Where a table's archived records move to."""
    assert isinstance(table.archive, MoveTo)
    return view.manifest.table(table.store, table.archive.table)


def end_value(view: View, value: Value, end: FieldEnd) -> Value:
    """What an ended value becomes."""
    match end:
        case SetNull():
            return None
        case SetConstant(constant):
            return int(constant) if isinstance(constant, bool) else constant
        case Generalise(grain, length):
            return None if value is None else _coarser(view, value, grain, length)


def _coarser(view: View, value: Value, grain: Grain, length: int) -> Value:
    match grain, value:
        case Grain.PREFIX, str():
            return value[:length]
        case Grain.RANGE, int():
            return value // length * length
        case ((Grain.YEAR | Grain.MONTH), datetime()):
            local = value
            if value.tzinfo is not None:
                with suppress(OverflowError):  # a last hour of the year 9999 stays what it is told as
                    local = value.astimezone(view.zone)
            return datetime(local.year, 1 if grain is Grain.YEAR else local.month, 1, tzinfo=local.tzinfo)
        case ((Grain.YEAR | Grain.MONTH), date()):
            return date(value.year, 1 if grain is Grain.YEAR else value.month, 1)
        case _:
            return None


# --- what decides -------------------------------------------------------------------------------------------


def conditions_of(table: Table) -> list[Condition]:
    """Every condition that is asked of a table's records."""
    opens = [clock.open_while for clock in table.clocks.values()]
    given_ = [*table.kinds.values(), *opens, *table.decisions.values()]
    return [condition for condition in given_ if condition is not None]


def witnesses(view: View, condition: Condition, record: Record) -> Iterator[Record]:
    """The records by which an existence that the condition asks about, at any depth, is answered with yes."""
    match condition:
        case Among() | Absent():
            return
        case Not(inner):
            yield from witnesses(view, inner, record)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from witnesses(view, inner, record)
        case OfParent(relation, inner):
            parent = view.parent(record, relation)
            if parent is not None:
                yield from witnesses(view, inner, parent)
        case Exists():
            for other in view.that_answer_yes(condition, record):
                yield other
                yield from witnesses(view, condition.condition, other)


def columns_that_decide(view: View) -> set[tuple[str, str, Column]]:
    """The columns (store, table, column) that records are judged by: `created`, and what conditions read."""
    found: set[tuple[str, str, Column]] = set()
    for table in view.manifest.tables():
        if table.created is not None:
            found.add((table.store, table.name, table.created))
        for condition in conditions_of(table):
            found |= set(_read_by(view, condition, table))
    return found


def _read_by(view: View, condition: Condition, table: Table) -> Iterator[tuple[str, str, Column]]:
    match condition:
        case Among(column) | Absent(column):
            yield (table.store, table.name, column)
        case Not(inner):
            yield from _read_by(view, inner, table)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _read_by(view, inner, table)
        case OfParent(relation, inner):
            reference = table.references[relation]
            parent = view.manifest.table(table.store, reference.table)
            yield from ((table.store, table.name, mine) for mine in reference.columns)
            yield from ((table.store, parent.name, theirs) for theirs in reference.columns.values())
            yield from _read_by(view, inner, parent)
        case Exists(name, relation, inner):
            child = view.manifest.table(table.store, name)
            reference = child.references[relation]
            yield from ((table.store, name, mine) for mine in reference.columns)
            yield from ((table.store, table.name, theirs) for theirs in reference.columns.values())
            yield from _read_by(view, inner, child)
