"""
The walk over the rows of the people whom facts concern, window by window (`ByPeople`).

From the carried side: some people's keys at a time are looked up in the index of the link's column, and a window
is the rows found there, by their own keys. So it costs as much as these people have rows, however large the table is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.compiler.concerned import Own
from troth.claims.world import ColumnType
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.keyed import is_among
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Given, ListName, Said, is_whole
from troth.stores.sql.windows import Position, Window
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words

COUNTED = 20_000  # rows of a window that is only counted
SHARE = 10  # rows of a window for each person looked up: as many as people mostly have
# What keeps an engine from walking over the whole table in the order of its key.
_APART = {POSTGRESQL: " OFFSET 0", SQLITE: " LIMIT -1", MARIADB: " LIMIT 18446744073709551615"}


@dataclass(frozen=True, slots=True)
class _Way:
    """One key of a row, and the values that are looked for in it, sorted."""

    own: Own
    values: Sequence[str]
    said: Said


@dataclass
class ByPeople:
    """
    Over the rows in which some key has one of some values; a row that several keys lead to is met once.

    A position says by which key, after which of its values and up to which, and after which row of theirs. It
    begins with None, as no position of another walk does.
    """

    ground: Ground
    table: Table
    alias: str
    concerned: Mapping[Own, frozenset[str]]
    within: Window  # the stretch of a clock, said of that alias
    first_size: int = 500
    sizes: tuple[int, int] = (20, 5_000)

    @cached_property
    def _ways(self) -> list[_Way]:
        keys = list(self.concerned)
        return [
            _Way(own, sorted(self.concerned[own]), _said(self.ground, self.table, keys[: place + 1]))
            for place, own in enumerate(keys)
        ]

    def windows(self, connection: Connection) -> Iterator[Window]:
        """All of them, in large windows."""
        at: Position | None = None
        while (window := self.window(connection, at, COUNTED)) is not None:
            yield window
            if window.then is None:
                return
            at = window.then

    def window(self, connection: Connection, at: Position | None, size: int) -> Window | None:
        """The next rows of the people concerned; perhaps none, though others follow."""
        if not self._ways:
            return None
        place, after, upto, key = _read(at)
        if place >= len(self._ways):
            return None
        way = self._ways[place]
        begin = 0 if after is None else bisect_right(way.values, after)
        end = begin + max(size // SHARE, 1) if upto is None else bisect_right(way.values, upto)
        people = way.values[begin:end]
        rows = self._rows(connection, way, people, key, size) if people else []
        then = self._then(place, people, after, rows, size)
        return self._window([row for row in rows if self._is_first(place, row)], then)

    def _then(
        self, place: int, people: Sequence[str], after: str | None, rows: Sequence[tuple[Any, ...]], size: int
    ) -> Position | None:
        """Where the next window begins: with more rows of the same people, the next people, or the next key."""
        if len(rows) == size:
            return (None, place, after, people[-1], *rows[-1][: len(self.table.key)])
        values = self._ways[place].values
        if people and bisect_right(values, people[-1]) < len(values):
            return (None, place, people[-1])
        return (None, place + 1) if place + 1 < len(self._ways) else None

    def _is_first(self, place: int, row: Sequence[Any]) -> bool:
        """Whether no key before this one leads to the row."""
        told = row[len(self.table.key) :]
        return not any(
            text is not None and _holds(self._ways[index].values, _value(self._ways[index].own, text))
            for index, text in enumerate(told[:place])
        )

    def _rows(
        self, connection: Connection, way: _Way, people: Sequence[str], key: Sequence[object], size: int
    ) -> list[tuple[Any, ...]]:
        """The next rows of these people by their keys. The stretch is left to the window: an engine might walk it."""
        text, values = way.said.bound(_given(self.ground, self.table, way.own, people))
        words = Words(self.ground.dialect)
        names = [f"k{index}" for index in range(len(self.table.key))]
        marks = [words.parameters.named(f"w_after{index}") for index in range(len(names))]
        compared = f"({', '.join(names)}) > ({', '.join(marks)})" if len(names) > 1 else f"k0 > {marks[0]}"
        found = connection.exec_driver_sql(
            f"SELECT * FROM ({text}{_APART[self.ground.dialect]}) AS found "
            f"{f'WHERE {compared} ' if key else ''}ORDER BY {', '.join(names)} LIMIT {int(size)}",
            {**values, **{f"w_after{index}": part for index, part in enumerate(key)}},
        )
        return [tuple(row) for row in found]

    def _window(self, rows: Sequence[Sequence[Any]], then: Position | None) -> Window:
        keys = [tuple(row[: len(self.table.key)]) for row in rows]
        if not keys:
            return Window("1 = 0", {}, then)
        words = Words(self.ground.dialect, "w_key")
        among = is_among(words, self.ground, self.table, self.alias, keys)
        condition = f"{among} AND ({self.within.condition})"
        return Window(condition, {**words.parameters.values, **self.within.values}, then)


def is_of_people(at: Position | None) -> bool:
    """Whether a position is one of this walk."""
    return at is not None and at[0] is None


def _read(at: Position | None) -> tuple[int, str | None, str | None, Position]:
    """A position's parts: by which key, after which value, up to which, after which row."""
    if at is None:
        return 0, None, None, ()
    told = (*at[1:], None, None)
    return int(str(told[0])), _text(told[1]), _text(told[2]), at[4:]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _said(ground: Ground, table: Table, keys: Sequence[Own]) -> Said:
    """The rows that the last of these keys leads to, with what the others say of them."""
    statement = Statement(ground, table)
    statement.show_key()
    for index, own in enumerate(keys[:-1]):
        statement.show(f"o{index}", own)
    own = keys[-1]
    if isinstance(own, ask.KeyText):
        statement.where(statement.is_key(own))
    else:
        statement.where(statement.are_among(table.key, ListName("records")))
    return statement.said()


def _given(ground: Ground, table: Table, own: Own, values: Sequence[str]) -> Given:
    """The values, by the names under which the statement asks for them."""
    wholes: list[object] = [int(value) if is_whole(value) else value for value in values]
    if ground.dialect != SQLITE:  # which may keep any text in a column of whole numbers
        wholes = [value for value in wholes if isinstance(value, int)]
    if isinstance(own, ask.KeyText):
        return {ListName("whole", own.type): wholes, ListName("text", own.type): list(values)}
    is_number = ground.live[table.name].columns[own.cells[0].column].type is ColumnType.INTEGER
    return {ListName("records"): [(value,) for value in (wholes if is_number else values)]}


def _value(own: Own, text: str) -> str:
    return text.removeprefix(f"{own.type}:") if isinstance(own, ask.KeyText) else text


def _holds(values: Sequence[str], value: str) -> bool:
    place = bisect_left(values, value)
    return place < len(values) and values[place] == value


# --- whether rows are found so --------------------------------------------------------------------------------


def is_reachable(ground: Ground, table: Table, own: Own, is_indexed: Callable[[str, Column], bool]) -> bool:
    """
    Whether an index leads from a key's value to the rows.

    Args:
        is_indexed: whether an index over all rows of a table begins with a column.
    """
    if isinstance(own, ask.RecordText):
        # A text may stand there escaped, and a key of several parts is one text of them all.
        is_number = ground.kind(own.cells[0]) is ColumnType.INTEGER
        return len(own.cells) == 1 and isinstance(own.cells[0].row, ask.Base) and is_number
    return is_led_to(ground, own, is_indexed) and ask.base_of(own.cell.row) == ask.Base("r", table.name)


def is_led_to(ground: Ground, own: ask.KeyText, is_indexed: Callable[[str, Column], bool]) -> bool:
    """Whether an index leads from a key's value to the rows of the base that it is read from."""
    live = ground.column(own.cell)
    if (
        live is None
        or live.written
        or not (live.type is ColumnType.INTEGER or _is_found_as_it_is(own, live.type))
    ):
        return False
    row: ask.Row = own.cell.row
    if not is_indexed(row.table, own.cell.column):
        return False
    while isinstance(row, ask.ParentRow):
        if not is_indexed(row.of.table, row.on[0][0]):
            return False
        row = row.of
    return True


def _is_found_as_it_is(own: ask.KeyText, kind: ColumnType) -> bool:
    """Whether a text is looked for as it stands: no index knows it in lower case."""
    return kind is ColumnType.TEXT and own.is_normalised
