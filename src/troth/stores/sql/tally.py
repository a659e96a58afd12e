"""
A whole table counted by its states: one statement, one pass, whatever its size.

The rows are judged as for a plan (`render.py`), and grouped by what was said of them; nothing of a row
leaves the store but counts and the least instant of each clock.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.carried import Carried, CarriedRow
from troth.claims.facts import Instant
from troth.claims.world import ColumnType, LiveColumn
from troth.errors import TrothError
from troth.manifest.names import ClockName, Column
from troth.manifest.stores import FieldEnd, Generalise, Grain, SetConstant, SetNull, StoredAs, Table
from troth.stores.sql import read
from troth.stores.sql.carriage import carry
from troth.stores.sql.ground import Ground
from troth.stores.sql.levels import Levels
from troth.stores.sql.predicate import CARRIED
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Said
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words

DUE, OVERDUE, UNACCEPTED, UNACCEPTED_OVERDUE = 0, -2, 50, 51  # beside the codes of states


@dataclass(frozen=True, slots=True)
class Judged:
    """What is asked of one column: its state now, whether the accepted words hold it, and its state at the lag."""

    now: ask.Number  # in codes (`claims.compiler.why`)
    accepted: ask.Number
    before: ask.Number


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock that a table's rows show: its cell, and whether its value is believed."""

    cell: ask.Cell
    believed: ask.Test
    stored_as: StoredAs


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted of one table."""

    table: Table
    columns: Mapping[Column, Judged]
    ends: Mapping[Column, FieldEnd]
    tests: Mapping[str, ask.Test]  # how many rows answer yes
    clocks: Mapping[ClockName, ClockShown] = field(default_factory=dict)
    needed: ask.Test = ask.NO  # whether something points at the record, so that its key has to stay
    fixed: frozenset[Column] = frozenset()  # that cannot be emptied, and go with their record only


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of which the same is said, column by column: how many, how many with a value, and since when."""

    rows: int
    codes: Mapping[Column, int]
    values: Mapping[Column, int]  # rows in which the column holds something that its end would take
    yes: Mapping[str, int]
    oldest: Mapping[ClockName, Instant]
    bound: Mapping[Column, int] = field(default_factory=dict)  # of those values, fixed ones in needed records


def tallied(
    connection: Connection,
    ground: Ground,
    asked: Asked,
    carried: Mapping[ask.Slot, Mapping[str, CarriedRow]],
) -> Iterator[Group]:
    """Every row of the table, counted by what is said of it."""
    told = _Tally(ground, asked)
    text, parameters = _bound(connection, ground, told, carried)
    # Not streamed: PostgreSQL works for a cursor with one process alone, and groups are few.
    for row in connection.exec_driver_sql(text, parameters):
        yield told.group(row._mapping)


def _bound(
    connection: Connection,
    ground: Ground,
    told: "_Tally",
    carried: Mapping[ask.Slot, Mapping[str, CarriedRow]],
) -> tuple[str, Mapping[str, object]]:
    """
    The statement and its parameters.

    MariaDB has no index on rows given as JSON, and SQLite makes one anew wherever a SELECT runs for each row: there
    they are carried into a table of the session, where the account may make one.
    """
    said = told.said()
    if ground.dialect == POSTGRESQL or not said.joined:
        return said.bound(carried=Carried(carried))
    try:
        carry(connection, ground, {slot: ground.number_of(slot) for slot in said.joined}, carried)
    except TrothError:
        return said.bound(carried=Carried(carried))
    return told.said(looked_up_in=CARRIED).text, said.fixed


class _Tally:
    """The statement in the making, and how its answers are read."""

    def __init__(self, ground: Ground, asked: Asked) -> None:
        self._ground = ground
        self._asked = asked
        self._statement = Statement(ground, asked.table)
        self._code_of: dict[Column, int] = {}
        self._sums: dict[str, str] = {"n": "COUNT(*)"}
        self._clocks: dict[ClockName, tuple[str, LiveColumn]] = {}

        self._judge()
        self._count()
        self._look_at_clocks()
        self._statement.group(self._sums)

    def said(self, looked_up_in: str | None = None) -> Said:
        """The statement; carried rows are looked up in a table of the session, where one is named."""
        if looked_up_in is not None:
            self._statement.look_up_in(looked_up_in)
        return self._statement.said()

    def _judge(self) -> None:
        """Columns of which the same is asked are judged once."""
        same = Levels(Words(self._ground.dialect), lambda _: "")
        numbers: dict[tuple[int, ...], int] = {}
        for column, judged in self._asked.columns.items():
            parts = (judged.now, judged.accepted, judged.before)
            asked = tuple(same.number(part) for part in parts)
            if asked not in numbers:
                number = numbers[asked] = len(numbers)
                for letter, part in zip("uab", parts, strict=True):
                    self._statement.show(f"{letter}{number}", part)
            self._code_of[column] = numbers[asked]

    def _count(self) -> None:
        words = self._statement.words
        for index, (column, end) in enumerate(self._asked.ends.items()):
            cell = ask.Cell(self._statement.row, column)
            if isinstance(end, Generalise):
                self._statement.measure(f"g{index}", cell)
                live = self._ground.column(cell) or LiveColumn(ColumnType.TEXT)
                is_coarse = _is_coarse(words, self._ground, live, f"g{index}", end)
                holds = f"g{index} IS NOT NULL AND NOT ({is_coarse})"
                self._sums[f"v{index}"] = f"SUM(CASE WHEN {holds} THEN 1 ELSE 0 END)"
            else:
                self._statement.measure(f"h{index}", _holds(cell, end))
                self._sums[f"v{index}"] = f"SUM(h{index})"
                if column in self._asked.fixed and self._asked.needed != ask.NO:
                    self._statement.measure(f"w{index}", ask.every(_holds(cell, end), self._asked.needed))
                    self._sums[f"s{index}"] = f"SUM(w{index})"
        for index, test in enumerate(self._asked.tests.values()):
            self._statement.measure(f"t{index}", test)
            self._sums[f"y{index}"] = f"SUM(t{index})"

    def _look_at_clocks(self) -> None:
        for index, (name, clock) in enumerate(self._asked.clocks.items()):
            live = self._ground.column(clock.cell)
            if live is not None:
                self._statement.measure(f"o{index}", clock.cell)
                self._statement.measure(f"q{index}", clock.believed)
                self._sums[f"m{index}"] = f"MIN(CASE WHEN q{index} = 1 THEN o{index} END)"
                self._clocks[name] = (f"m{index}", live)

    def group(self, told: Mapping[Any, Any]) -> Group:
        """One row of the answer."""
        oldest = {}
        for name, (label, live) in self._clocks.items():
            stored_as = self._asked.clocks[name].stored_as
            least = told[label]
            instant = None if least is None else read.instant_of(self._ground, live, stored_as, least)
            if instant is not None:
                oldest[name] = instant
        codes = {n: _code(told[f"u{n}"], told[f"a{n}"], told[f"b{n}"]) for n in set(self._code_of.values())}
        return Group(
            told["n"],
            {column: codes[number] for column, number in self._code_of.items()},
            {column: int(told[f"v{index}"] or 0) for index, column in enumerate(self._asked.ends)},
            {name: int(told[f"y{index}"] or 0) for index, name in enumerate(self._asked.tests)},
            oldest,
            {
                column: int(told[f"s{index}"] or 0)
                for index, column in enumerate(self._asked.ends)
                if f"s{index}" in self._sums
            },
        )


def _code(now: int, accepted: int, before: int) -> int:
    """One code for what is said of a column: its state, or for how long it has ended."""
    if now > 0:
        return now
    if accepted > 0:
        return UNACCEPTED if before > 0 else UNACCEPTED_OVERDUE
    return DUE if before > 0 else OVERDUE


def _holds(cell: ask.Cell, end: SetNull | SetConstant) -> ask.Test:
    """Whether a column holds something that its end would take."""
    is_empty: ask.Test = ask.IsAbsent(cell)
    if isinstance(end, SetConstant):
        is_empty = ask.some(is_empty, ask.surely(ask.IsAmong(cell, (end.value,))))
    return ask.negation(is_empty)


# --- as coarse as its end makes it --------------------------------------------------------------------------


def _is_coarse(words: Words, ground: Ground, live: LiveColumn, value: str, end: Generalise) -> str:
    """Whether a value is already as its end makes it; false where no value of its type can be."""
    match end.grain, live.type:
        case Grain.PREFIX, ColumnType.TEXT:
            counted = "length" if words.dialect == SQLITE else "char_length"
            return f"{counted}({words.as_text(value)}) <= {end.length}"
        case Grain.RANGE, ColumnType.INTEGER:
            return (
                f"MOD({value}, {end.length}) = 0"
                if words.dialect != SQLITE
                else f"{value} % {end.length} = 0"
            )
        case (
            (Grain.YEAR | Grain.MONTH),
            ColumnType.DATE | ColumnType.TIMESTAMP | ColumnType.TIMESTAMP_ZONED,
        ):
            return _begins(words, ground, live.type, value, end.grain)
        case _:
            return words.answer(False)


def _begins(words: Words, ground: Ground, kind: ColumnType, value: str, grain: Grain) -> str:
    """Whether an instant or day is the first of its year, or of its month."""
    if words.dialect == POSTGRESQL:
        zone = f" AT TIME ZONE {words.value(str(ground.zone))}" if kind is ColumnType.TIMESTAMP_ZONED else ""
        local = f"CAST({value} AS timestamp)" if kind is ColumnType.DATE else f"({value}{zone})"
        return f"date_trunc('{grain.value}', {local}) = {local}"
    text = f"CAST({value} AS CHAR)" if words.dialect == MARIADB else f"CAST({value} AS TEXT)"
    rest = f"substr(replace({text}, 'T', ' '), 6, 14)"
    ends = sorted(set(_beginnings(ground.zone, kind, grain)))
    return f"{rest} IN ({', '.join(words.value(end) for end in ends)})"


def _beginnings(zone: ZoneInfo, kind: ColumnType, grain: Grain) -> Iterator[str]:
    """How the first instant of years (or months) is written after the year, as far as zones are known to change."""
    months: Sequence[int] = (1,) if grain is Grain.YEAR else range(1, 13)
    if kind is not ColumnType.TIMESTAMP_ZONED:
        for month in months:
            yield from (f"{month:02}-01", f"{month:02}-01 00:00:00")
        return
    for year in range(1970, 2100):
        for month in months:
            yield f"{datetime(year, month, 1, tzinfo=zone).astimezone(UTC):%m-%d %H:%M:%S}"
