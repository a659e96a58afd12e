"""What can be read: the records of the declared tables, what they point at, the answers to conditions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import RecordRef
from troth.claims.world import Row, TableRef, Value, World
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import Column, KindName, Relation, StoreName, TableName
from troth.manifest.stores import Reference, Table

Answer = bool | None  # yes, no, unknown
Seen = TypeVar("Seen", bound="Records")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """One row of a declared table."""

    table: Table
    row: Row
    ref: RecordRef

    def value(self, column: Column) -> Value:
        """What the column holds; NULL where the row has no such column."""
        return self.row.get(column)


def record_of(table: Table, row: Row) -> Record:
    """A row of that table as a record, named by the values of its key."""
    ref = RecordRef(table.store, table.name, tuple(str(row.get(column)) for column in table.key))
    return Record(table, row, ref)


def once(say: Callable[Concatenate[Seen, P], T]) -> Callable[Concatenate[Seen, P], T]:
    """Say the same thing of the same view once: nothing that it is said of ever changes."""

    @wraps(say)
    def said(view: Seen, /, *about: P.args, **named: P.kwargs) -> T:
        key = (say, *map(id, about), *named.values())
        if key not in view.said:
            view.said[key] = about, say(view, *about, **named)  # kept, so that no other thing takes its id
        found: T = view.said[key][1]
        return found

    return said


class Records:
    """A world as one manifest reads it at one instant."""

    def __init__(self, world: World, manifest: Manifest, at: Instant) -> None:
        self.world = world
        self.manifest = manifest
        self.at = at
        self.said: dict[tuple[object, ...], tuple[object, Any]] = {}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The controller's zone."""
        return ZoneInfo(self.manifest.zone)

    @cached_property
    def today(self) -> date:
        """The day of the question, in the controller's zone."""
        return self.at.astimezone(self.zone).date()

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that count: in effect at the instant of the question; notes, once they were taken."""
        return tuple(
            fact
            for fact in self.world.facts.known
            if (fact.recorded if fact.effect is Effect.NOTED else fact.since) <= self.at
        )

    @once
    def facts_with(self, *effects: Effect) -> list[Fact]:
        """Those of the facts that count with one of these effects."""
        return [fact for fact in self.facts if fact.effect in effects]

    @cached_property
    def all(self) -> tuple[Record, ...]:
        """Every readable record. A store that is down has none; hosted tables are not ours to read."""
        return tuple(
            record_of(table, row)
            for table in self.manifest.tables()
            if table.store not in self.world.down
            for row in self.world.rows.get((table.store, table.name), ())
        )

    @cached_property
    def by_ref(self) -> dict[RecordRef, Record]:
        """The readable records by name."""
        return {record.ref: record for record in self.all}

    def of(self, store: StoreName, table: TableName) -> list[Record]:
        """The readable records of one table."""
        return self._by_table.get((store, table), [])

    @cached_property
    def _by_table(self) -> dict[TableRef, list[Record]]:
        found: dict[TableRef, list[Record]] = {}
        for record in self.all:
            found.setdefault((record.table.store, record.table.name), []).append(record)
        return found

    def parent(self, record: Record, relation: Relation) -> Record | None:
        """The record that this one points at by that relation of its table."""
        return next(iter(self.pointed_at(record, record.table.references[relation])), None)

    @once
    def pointed_at(self, record: Record, reference: Reference) -> list[Record]:
        """The records that this one points at by a reference: one, or none."""
        candidates = self.of(record.table.store, reference.table)
        return [other for other in candidates if points(record.row, reference.columns.items(), other.row)]

    @once
    def pointing(self, record: Record, table: TableName, relation: Relation) -> list[Record]:
        """The records of that table of the same store that point at this one by their relation."""
        return [
            other
            for other in self.of(record.table.store, table)
            if other.table.references[relation].table == record.table.name
            and points(other.row, other.table.references[relation].columns.items(), record.row)
        ]

    # --- conditions -----------------------------------------------------------------------------------------

    def answer(self, condition: Condition | None, record: Record) -> Answer:
        """Yes, no or unknown, as in SQL. No condition: yes."""
        match condition:
            case None:
                return True
            case Among(column, values):
                value = record.value(column)
                return None if value is None else value in values
            case Absent(column):
                return record.value(column) is None
            case Not(inner):
                answer = self.answer(inner, record)
                return None if answer is None else not answer
            case All(conditions):
                return _all([self.answer(inner, record) for inner in conditions])
            case AnyOf(conditions):
                return _any([self.answer(inner, record) for inner in conditions])
            case OfParent(relation, inner):
                parent = self.parent(record, relation)
                return None if parent is None else self.answer(inner, parent)
            case Exists():
                return bool(self.that_answer_yes(condition, record))

    def that_answer_yes(self, condition: Exists, record: Record) -> list[Record]:
        """The records by which the existence is answered with yes."""
        return [
            other
            for other in self.pointing(record, condition.table, condition.relation)
            if self.answer(condition.condition, other) is True
        ]

    @once
    def is_of_kind(self, record: Record, kind: KindName) -> Answer:
        """Whether the record is of that kind."""
        if kind not in record.table.kinds:
            return False
        return self.answer(record.table.kinds[kind], record)

    @once
    def kinds(self, record: Record) -> list[KindName]:
        """The kinds that the record is known to be of."""
        return [kind for kind in record.table.kinds if self.is_of_kind(record, kind) is True]

    def is_kind_unknown(self, record: Record) -> bool:
        """Whether for some kind it cannot be said if the record is of it."""
        return any(self.is_of_kind(record, kind) is None for kind in record.table.kinds)

    def is_undeclared(self, record: Record) -> bool:
        """Whether the record is in no kind, or in one that the manifest holds unsettled."""
        kinds = self.kinds(record)
        is_in_none = not kinds and not self.is_kind_unknown(record)
        return is_in_none or any(kind in self.manifest.unsettled for kind in kinds)


def points(row: Row, columns: Iterable[tuple[Column, Column]], other: Row) -> bool:
    """Whether a row points at another: its columns (mine, theirs) hold values, and the same."""
    return all(row.get(mine) is not None and row.get(mine) == other.get(theirs) for mine, theirs in columns)


def _all(answers: list[Answer]) -> Answer:
    if False in answers:
        return False
    return None if None in answers else True


def _any(answers: list[Answer]) -> Answer:
    if True in answers:
        return True
    return None if None in answers else False
