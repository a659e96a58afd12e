"""From states to acts: what goes, what stays, and what a record becomes. Pure.

A store has judged its rows (`Judged`); here the states become a fate for each record. Fates are all
decided before the first act: an act can free nothing that the plan did not free.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from troth.claims.keys import RecordRef
from troth.claims.states import State
from troth.claims.world import LiveTable, Value
from troth.manifest.names import Column, TableName
from troth.manifest.stores import (
    Anonymise,
    FieldEnd,
    FlagIn,
    Generalise,
    Grain,
    MoveTo,
    SetConstant,
    SetNull,
    Store,
    Table,
)


class Fate(Enum):
    """What becomes of a record."""

    KEEP = "keep"  # some of its fields may change
    STUB = "stub"  # nothing of it is held, but something kept needs it: keys only
    DELETE = "delete"
    ANONYMISE = "anonymise"
    MOVE = "move"  # to its archive table
    FLAG = "flag"  # marked as archived


@dataclass(frozen=True, slots=True)
class Judged:
    """One row as a store judged it. `key` is as the driver gave it, so that the row can be named again."""

    record: RecordRef
    key: tuple[object, ...]
    values: Mapping[Column, Value]  # of every declared column
    states: Mapping[Column, State]  # of every field and link column
    has_kind: bool
    people: tuple[str, ...] = ()  # the text of the first key of each tie, in order of declaration

    @property
    def ended(self) -> frozenset[Column]:
        """The columns that nothing has a claim on any more."""
        return frozenset(column for column, state in self.states.items() if state is State.ENDED)

    @property
    def is_done(self) -> bool:
        """Whether the record is known, declared, and nothing in it is held."""
        return self.has_kind and bool(self.states) and len(self.ended) == len(self.states)


@dataclass(frozen=True, slots=True)
class Need:
    """`by` needs `of`: it points at it with these columns, or its kind is decided by it (no columns)."""

    by: RecordRef
    of: RecordRef
    columns: frozenset[Column] = frozenset()


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to one record: its fate and the columns that change, with what they become."""

    judged: Judged
    fate: Fate
    changes: Mapping[Column, Value] = field(default_factory=dict)

    @property
    def record(self) -> RecordRef:
        """Which record."""
        return self.judged.record

    @property
    def leaves(self) -> bool:
        """Whether the record is no longer in its table afterwards."""
        return self.fate in (Fate.DELETE, Fate.MOVE)

    @property
    def destroys(self) -> bool:
        """Whether anything is destroyed by it."""
        return bool(self.changes) or self.fate is Fate.DELETE


def first_acts(table: Table, live: LiveTable, is_free: bool, rows: Iterable[Judged]) -> list[Act]:
    """
    What each row of a table would become if nothing else needed it.

    Args:
        is_free: whether rows of this table may leave it at all (`may_leave`).
    """
    acts: list[Act] = []
    done: list[Act] = []
    for row in rows:
        changes = _changes(table, row)
        if row.is_done and is_free and not isinstance(table.at_end, Anonymise):
            acts.append(Act(row, Fate.DELETE, changes))
        elif row.is_done and isinstance(table.at_end, Anonymise):
            done.append(Act(row, Fate.ANONYMISE, changes))
        elif row.has_kind and _is_archived(row) and table.archive is not None and table.archive_of is None:
            acts.append(_archived(table, row, changes, is_free))
        else:
            acts.append(Act(row, Fate.STUB if row.is_done else Fate.KEEP, changes))
    acts += _k_tested(table, done, is_free)
    return [act for act in acts if act.leaves or act.changes]


def may_leave(store: Store, table: Table, live: Mapping[TableName, LiveTable]) -> bool:
    """Whether rows of the table may leave it: nothing undeclared stands in them or hangs on them (case D9)."""
    if set(live[table.name].columns) - table.declared:
        return False
    own = {name for name, declared in store.tables.items() if declared.hosted_for is None}
    return not any(
        key.table == table.name and name not in own
        for name, other in live.items()
        for key in other.foreign_keys
    )


def settled(acts: Sequence[Act], needs: Collection[Need]) -> list[Act]:
    """
    The acts that stand when every need is met: what a staying record needs stays too, asked until nothing changes.

    Args:
        needs: every need of any record of the store for one of those that would leave.
    """
    by_record = {act.record: act for act in acts}
    needed_by: dict[RecordRef, list[Need]] = defaultdict(list)
    for need in needs:
        needed_by[need.of].append(need)
    leaving = {act.record for act in acts if act.leaves}
    to_ask = list(leaving)
    while to_ask:
        again: list[RecordRef] = []
        for record in to_ask:
            if record in leaving and any(
                _is_standing(need, leaving, by_record.get(need.by)) for need in needed_by[record]
            ):
                leaving.discard(record)
                again.append(record)
        # what has just been kept may need others that still leave
        to_ask = [need.of for need in needs if need.by in again] if again else []
    return [kept for act in acts if (kept := _kept(act, leaving)) is not None]


def _is_standing(need: Need, leaving: Collection[RecordRef], act: Act | None) -> bool:
    """Whether the need outlives the plan: its record stays, and still points there."""
    if need.by in leaving or need.by == need.of:
        return False
    return not (act is not None and need.columns & act.changes.keys())


def _kept(act: Act, leaving: Collection[RecordRef]) -> Act | None:
    if not act.leaves or act.record in leaving:
        return act
    stays = replace(act, fate=Fate.STUB if act.fate is Fate.DELETE else Fate.KEEP)
    return stays if stays.changes else None


def _is_archived(row: Judged) -> bool:
    held = [state for state in row.states.values() if state is not State.ENDED]
    return bool(held) and all(state is State.ARCHIVED for state in held)


def _archived(table: Table, row: Judged, changes: Mapping[Column, Value], is_free: bool) -> Act:
    match table.archive:
        case FlagIn(column, value):
            flag: Value = value
            marked = {} if _same(row.values.get(column), flag) else {column: flag}
            return Act(row, Fate.FLAG if marked else Fate.KEEP, {**changes, **marked})
        case MoveTo() if is_free:
            return Act(row, Fate.MOVE, changes)
        case _:
            return Act(row, Fate.KEEP, changes)


def _k_tested(table: Table, done: Sequence[Act], is_free: bool) -> list[Act]:
    """Anonymised where the group is large enough, else deleted like others (case D12)."""
    if not done:
        return []
    assert isinstance(table.at_end, Anonymise)
    groups: dict[tuple[Value, ...], list[Act]] = defaultdict(list)
    for act in done:
        groups[tuple(act.changes.get(c, act.judged.values.get(c)) for c in table.at_end.group_by)].append(act)
    tested: list[Act] = []
    for group in groups.values():
        people = {act.judged.people[0] if act.judged.people else act.record.text for act in group}
        is_large = len(people) >= table.at_end.k
        tested += [
            act if is_large else replace(act, fate=Fate.DELETE if is_free else Fate.STUB) for act in group
        ]
    return tested


# --- how a column ends --------------------------------------------------------------------------------------


def _changes(table: Table, row: Judged) -> dict[Column, Value]:
    """What each ended column becomes, where it is not so already."""
    return {
        column: after
        for column in sorted(row.ended)
        if column in row.values
        and not _same(after := end_of(table, column)(row.values[column]), row.values[column])
    }


def _same(one: Value, other: Value) -> bool:
    return one == other and (one is None) == (other is None)


def end_of(table: Table, column: Column) -> Callable[[Value], Value]:
    """How a column of the table ends; a link column that is no field becomes NULL."""
    declared = table.fields.get(column)
    end: FieldEnd = declared.at_end if declared else SetNull()
    return lambda value: ended_value(end, value)


def ended_value(end: FieldEnd, value: Value) -> Value:
    """What a value becomes at its end."""
    match end:
        case SetNull():
            return None
        case SetConstant(constant):
            return constant
        case Generalise(grain, length):
            return None if value is None else _coarser(grain, length, value)


def _coarser(grain: Grain, length: int, value: str | int | date) -> Value:
    """The value on a coarser grain; what cannot be made coarser goes."""
    match grain, value:
        case Grain.YEAR, datetime():
            return value.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        case Grain.MONTH, datetime():
            return value.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        case Grain.YEAR, date():
            return value.replace(month=1, day=1)
        case Grain.MONTH, date():
            return value.replace(day=1)
        case Grain.PREFIX, str():
            return value[:length]
        case Grain.RANGE, int():
            return value - value % length
        case _:
            return None
