"""What clocks show: the columns of a row, and the rows whose clocks read others. Last acts: `acts.py`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from troth.claims import questions as ask
from troth.claims.compiler import Question, climb, plausible
from troth.claims.facts import Instant
from troth.claims.judged import Shown
from troth.claims.keys import RecordRef
from troth.claims.same import Same
from troth.claims.world import ColumnType, LiveColumn, Value
from troth.manifest.names import ClockName, TableName
from troth.manifest.stores import Clock, StoredAs, Table, Up
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Only, shape_of
from troth.stores.sql.read.rows import naming, record_of, value_of
from troth.stores.sql.render import Statement
from troth.stores.sql.said import NOTHING_GIVEN, Answer, Asked, ListName, Said, Wanted
from troth.stores.sql.words import from_micros


def instant_of(ground: Ground, live: LiveColumn, stored_as: StoredAs, raw: Any) -> Instant | None:
    """The instant that a column's value stands for; none where it is no instant."""
    value = value_of(live, raw)
    if stored_as is not StoredAs.NATIVE:
        unit = 1_000 if stored_as is StoredAs.EPOCH_MILLISECONDS else 1_000_000
        return from_micros(value * unit) if isinstance(value, int) else None
    try:
        return _instant_of(ground, live, value)
    except OverflowError:  # the first or last day there is, in another zone
        return None


def _instant_of(ground: Ground, live: LiveColumn, value: Value) -> Instant | None:
    match value:
        case datetime():
            zone = UTC if live.type is ColumnType.TIMESTAMP_ZONED else ground.store_zone
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
        case date():
            return datetime.combine(value, time(), ground.zone).astimezone(UTC)
        case _:
            return None


def want_shown(
    ground: Ground, question: Question, table: Table, only: Only | None = None
) -> Wanted[dict[RecordRef, dict[ClockName, Shown]]]:
    """What the clocks of rows show on their own; what the person's other records show is asked apart (`latest`)."""
    shape = ("shown", Same(question.manifest), question.today, table.name, shape_of(only))
    said, cells = ground.once(shape, lambda: _said(ground, question, table, only))
    live, size = ground.live[table.name].columns, len(table.key)

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[RecordRef, dict[ClockName, Shown]]:
        return {
            record_of(table, live, row[:size]): {
                name: shown_in(ground, cells, size, row, name) for name in cells
            }
            for row in all_rows[0]
        }

    return Wanted([Asked(said, NOTHING_GIVEN if only is None else only.given)], read)


def _said(
    ground: Ground, question: Question, table: Table, only: Only | None
) -> tuple[Said, "Mapping[ClockName, ClockCells]"]:
    statement = Statement(ground, table)
    statement.show_key()
    cells = show_clocks(ground, question, table, statement)
    if only is not None:
        statement.where(only)
    return statement.said(), cells


@dataclass(frozen=True, slots=True)
class ClockCells:
    """Where in an answer stands what a clock shows, and what of it is believed."""

    stored_as: StoredAs
    believed: tuple[Instant, Instant]
    column: tuple[int, LiveColumn] | None  # its place among the cells of all clocks
    missing: tuple[int, LiveColumn] | None


def show_clocks(
    ground: Ground, question: Question, table: Table, statement: Statement
) -> Mapping[ClockName, ClockCells]:
    """Let a statement give what the table's clocks show, as y0, y1 …; told is where each stands."""
    count = 0

    def place(cell: ask.Cell | None) -> tuple[int, LiveColumn] | None:
        nonlocal count
        if cell is None:
            return None
        statement.show(f"y{count}", cell)
        count += 1
        return count - 1, ground.column(cell) or LiveColumn(ColumnType.TIMESTAMP)

    return {
        name: ClockCells(
            clock.stored_as,
            plausible(question, clock),
            place(_column_cell(question, table, statement.row, clock)),
            place(None if clock.missing is None else ask.Cell(statement.row, clock.missing)),
        )
        for name, clock in table.clocks.items()
    }


def shown_in(
    ground: Ground, cells: Mapping[ClockName, ClockCells], first: int, told: Answer, name: ClockName
) -> Shown:
    """What a clock shows in an answer that tells, from that place on, what all clocks of a table show."""
    of = cells[name]
    is_null = of.column is not None and told[first + of.column[0]] is None
    return Shown(
        _believed(ground, of, of.column, first, told), is_null, _believed(ground, of, of.missing, first, told)
    )


def _believed(
    ground: Ground, cells: ClockCells, cell: tuple[int, LiveColumn] | None, first: int, told: Answer
) -> Instant | None:
    if cell is None or (raw := told[first + cell[0]]) is None:
        return None
    instant = instant_of(ground, cell[1], cells.stored_as, raw)
    return instant if instant is not None and cells.believed[0] <= instant < cells.believed[1] else None


def _column_cell(question: Question, table: Table, row: ask.Row, clock: Clock) -> ask.Cell | None:
    if clock.column is None:
        return None
    path = tuple(Up(relation) for relation in clock.column.path)
    return ask.Cell(climb(question.manifest, table.store, row, path), clock.column.column)


def want_reached_by_clocks(
    ground: Ground,
    question: Question,
    table: Table,
    changed: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> Wanted[dict[RecordRef, tuple[object, ...]]]:
    """The rows of a table with a clock whose path leads through one of the changed rows, with their keys."""
    asked = [
        Asked(said, {ListName("records"): keys})
        for above, said in _read_from(ground, question, table)
        if (keys := changed.get(above, ()))
    ]

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[RecordRef, tuple[object, ...]]:
        named = naming(table, ground.live[table.name].columns)
        return {named(key): tuple(key) for rows in all_rows for key in rows}

    return Wanted(asked, read)


def _read_from(ground: Ground, question: Question, table: Table) -> Sequence[tuple[TableName, Said]]:
    """For each row on the path of a clock: its table, and the statement that finds whose clock reads it."""

    def say() -> Iterator[tuple[TableName, Said]]:
        for clock in table.clocks.values():
            path = clock.column.path if clock.column is not None else ()
            for length in range(1, len(path) + 1):
                statement = Statement(ground, table)
                above = climb(question.manifest, table.store, statement.row, tuple(map(Up, path[:length])))
                statement.show_key()
                key = question.manifest.table(table.store, above.table).key
                statement.where(statement.are_among(key, ListName("records"), above))
                yield above.table, statement.said()

    return ground.once(("clocks", Same(question.manifest), table.name), lambda: list(say()))
