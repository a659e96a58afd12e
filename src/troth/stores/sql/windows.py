"""
Windows that move over a table, so that it is changed a little at a time.

A window begins where the last one ended: no statement walks again over what earlier ones left behind.
By the column of a clock, where an index begins with it and only a stretch of it can be ended (`ByClock`);
else by pages on PostgreSQL (`ByPages`), else by the table's key (`ByKey`). Where only some people's rows can be
ended, by their keys (`concerned.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection

from troth.claims.compiler.ended import Stretch
from troth.claims.facts import Instant
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.names import Column
from troth.manifest.stores import StoredAs, Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import MARIADB, Words

# Where the next window begins, by the driver's own values; none: at the start.
Position = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of a table that lie together: a condition, and where the next ones begin (none: nowhere)."""

    condition: str
    values: Mapping[str, object]
    then: Position | None


ANYWHERE = Window("1 = 1", {}, None)


class Walk(Protocol):
    """A way over a table, window by window. Its unit is rows or pages."""

    first_size: int
    sizes: tuple[int, int]  # the least and the most of a window

    def window(self, connection: Connection, at: Position | None, size: int) -> Window | None:
        """The window that begins there; none where there is nothing more."""
        ...

    def windows(self, connection: Connection) -> Iterator[Window]:
        """All of it in as few windows as may be: for those who only count."""
        ...


class _Texts:
    """The few texts that every walk needs, over one table under one alias."""

    def __init__(self, ground: Ground, table: Table, alias: str) -> None:
        self.ground, self.table, self.alias = ground, table, alias
        self.words = Words(ground.dialect)
        self.source = f"{self.words.name(table.name)} AS {alias}"

    def name(self, column: Column) -> str:
        return f"{self.alias}.{self.words.name(column)}"

    def named(self, name: str) -> str:
        return self.words.parameters.named(name)

    def key(self) -> list[str]:
        return [self.name(column) for column in self.table.key]

    def compared(self, sign: str, prefix: str) -> str:
        """Whether the key lies after (`>`) or up to (`<=`) the values named with this prefix."""
        names, marks = self.key(), [self.named(f"{prefix}{i}") for i in range(len(self.table.key))]
        if len(names) == 1:
            return f"{names[0]} {sign} {marks[0]}"
        if self.ground.dialect != MARIADB:
            return f"({', '.join(names)}) {sign} ({', '.join(marks)})"
        return self._expanded(sign, names, marks)  # MariaDB uses no index for a comparison of rows

    def _expanded(self, sign: str, names: Sequence[str], marks: Sequence[str]) -> str:
        strict = sign[0]
        parts = []
        for index in range(len(names)):
            equal = [f"{names[i]} = {marks[i]}" for i in range(index)]
            last = sign if index == len(names) - 1 else strict
            parts.append(" AND ".join([*equal, f"{names[index]} {last} {marks[index]}"]))
        return f"{names[0]} {strict}= {marks[0]} AND ({' OR '.join(f'({part})' for part in parts)})"


def _one(connection: Connection, text: str, values: Mapping[str, object]) -> tuple[Any, ...] | None:
    row = connection.exec_driver_sql(text, dict(values)).first()
    return None if row is None else tuple(row)


def _named(prefix: str, values: Sequence[object]) -> dict[str, object]:
    return {f"{prefix}{index}": value for index, value in enumerate(values)}


@dataclass
class ByKey:
    """Over the whole table in the order of its key."""

    ground: Ground
    table: Table
    alias: str
    first_size: int = 5_000
    sizes: tuple[int, int] = (500, 50_000)

    def windows(self, connection: Connection) -> Iterator[Window]:
        """The whole table at once."""
        yield ANYWHERE

    def window(self, connection: Connection, at: Position | None, size: int) -> Window | None:
        """The next rows by key."""
        texts = _Texts(self.ground, self.table, self.alias)
        after = [texts.compared(">", "w_after")] if at is not None else []
        values = {} if at is None else _named("w_after", at)
        key = ", ".join(texts.key())
        where = f" WHERE {after[0]}" if after else ""
        edge = _one(
            connection,
            f"SELECT {key} FROM {texts.source}{where} ORDER BY {key} LIMIT 1 OFFSET {int(size) - 1}",
            values,
        )
        if edge is not None:
            after.append(texts.compared("<=", "w_upto"))
            values |= _named("w_upto", edge)
        return Window(" AND ".join(after) or "1 = 1", values, edge)


@dataclass
class ByPages:
    """Over the whole table in the order in which PostgreSQL keeps it; a page has 8 KiB."""

    ground: Ground
    table: Table
    alias: str
    first_size: int = 64
    sizes: tuple[int, int] = (4, 8_192)
    _pages: int | None = field(default=None, init=False)

    def windows(self, connection: Connection) -> Iterator[Window]:
        """The whole table at once."""
        yield ANYWHERE

    def window(self, connection: Connection, at: Position | None, size: int) -> Window | None:
        """The next pages; of a partitioned table, the same pages of each part."""
        begin = 0 if at is None else int(str(at[0]))
        if self._pages is None:
            self._pages = self._counted(connection)
        if begin >= self._pages and at is not None:
            return None
        end = begin + size
        condition = (
            f"{self.alias}.ctid >= CAST(%(w_from)s AS tid) AND {self.alias}.ctid < CAST(%(w_end)s AS tid)"
        )
        values = {"w_from": f"({begin},0)", "w_end": f"({end},0)"}
        return Window(condition, values, (end,) if end < self._pages else None)

    def _counted(self, connection: Connection) -> int:
        """The pages of the largest part, as they are now: what comes later is no part of this walk."""
        text = """
            SELECT coalesce(max(pg_catalog.pg_relation_size(p.relid)), 0)
                   / CAST(current_setting('block_size') AS bigint) + 1
            FROM (SELECT relid FROM pg_catalog.pg_partition_tree(CAST(%(name)s AS regclass)) WHERE isleaf
                  UNION SELECT CAST(%(name)s AS regclass)) AS p"""
        quoted = '"' + self.table.name.replace('"', '""') + '"'
        found = _one(connection, text, {"name": quoted})
        assert found is not None
        return int(found[0])


@dataclass
class ByClock:
    """
    Along the column of a clock, within a stretch of it.

    A window closes before a value, so that equal ones stand together; where more rows than a window
    takes have the very same value, they are taken by their key.
    """

    ground: Ground
    table: Table
    alias: str
    column: Column
    live: LiveColumn
    stored_as: StoredAs
    stretch: Stretch
    first_size: int = 500  # it may have to pass over millions that a step before it let go
    sizes: tuple[int, int] = (500, 50_000)

    def windows(self, connection: Connection) -> Iterator[Window]:
        """The stretch at once."""
        yield self.whole()

    def whole(self) -> Window:
        """The stretch."""
        texts = _Texts(self.ground, self.table, self.alias)
        name = texts.name(self.column)
        if self.stretch.is_absent:
            return Window(f"{name} IS NULL", {}, None)
        least, end, values = self._bounds(texts, name)
        return Window(" AND ".join([*least, *end]) or f"{name} IS NOT NULL", values, None)

    def window(self, connection: Connection, at: Position | None, size: int) -> Window | None:
        """The next rows by the clock; a position is a value, and a key where it stands among equal values."""
        texts = _Texts(self.ground, self.table, self.alias)
        name = texts.name(self.column)
        least, end, bounds = self._bounds(texts, name)
        begin = at
        if begin is None:
            begin = self._least_after(connection, texts, name, [*least, *end], bounds)
            if begin is None:
                return None
        if len(begin) > 1:
            return self._among_equals(connection, texts, name, end, bounds, begin, size)
        from_here = f"{name} >= {texts.named('w_from')}"
        values = {**bounds, "w_from": begin[0]}
        where = " AND ".join([from_here, *end])
        edge = _one(
            connection,
            f"SELECT {name} FROM {texts.source} WHERE {where} ORDER BY {name} LIMIT 1 OFFSET {int(size)}",
            values,
        )
        if edge is None:
            return Window(where, values, None)
        if edge[0] == begin[0]:
            return self._among_equals(connection, texts, name, end, bounds, (begin[0],), size)
        condition = f"{from_here} AND {name} < {texts.named('w_end')}"
        return Window(condition, {"w_from": begin[0], "w_end": edge[0]}, edge)

    def _among_equals(
        self,
        connection: Connection,
        texts: _Texts,
        name: str,
        end: Sequence[str],
        bounds: Mapping[str, object],
        begin: Position,
        size: int,
    ) -> Window:
        """Rows with the very same value, by their key."""
        value, after = begin[0], begin[1:]
        parts = [f"{name} = {texts.named('w_from')}"]
        values: dict[str, object] = {"w_from": value}
        if after:
            parts.append(texts.compared(">", "w_after"))
            values |= _named("w_after", after)
        key = ", ".join(texts.key())
        where = " AND ".join(parts)
        edge = _one(
            connection,
            f"SELECT {key} FROM {texts.source} WHERE {where} ORDER BY {key} LIMIT 1 OFFSET {int(size) - 1}",
            values,
        )
        if edge is not None:
            parts.append(texts.compared("<=", "w_upto"))
            return Window(" AND ".join(parts), values | _named("w_upto", edge), (value, *edge))
        further = [f"{name} > {texts.named('w_from')}", *end]
        then = self._least_after(connection, texts, name, further, {**bounds, "w_from": value})
        return Window(where, values, then)

    def _least_after(
        self,
        connection: Connection,
        texts: _Texts,
        name: str,
        conditions: Sequence[str],
        values: Mapping[str, object],
    ) -> Position | None:
        where = " AND ".join(conditions) or f"{name} IS NOT NULL"
        found = _one(connection, f"SELECT min({name}) FROM {texts.source} WHERE {where}", values)
        return None if found is None or found[0] is None else found

    def _bounds(self, texts: _Texts, name: str) -> tuple[list[str], list[str], dict[str, object]]:
        """The stretch as conditions on the column, and their values."""
        said: list[list[str]] = []
        values: dict[str, object] = {}
        for sign, parameter, instant in (
            (">=", "w_least", self.stretch.first),
            ("<", "w_last", self.stretch.end),
        ):
            if instant is not None:
                values[parameter] = self._bound(instant)
            said.append([] if instant is None else [f"{name} {sign} {texts.named(parameter)}"])
        return said[0], said[1], values

    @property
    def end(self) -> object | None:
        """The stretch's end as a value of the column; none where it has none."""
        return None if self.stretch.end is None else self._bound(self.stretch.end)

    def _bound(self, instant: Instant) -> object:
        """The instant as a value of the column."""
        ground, words = self.ground, Words(self.ground.dialect)
        words.bound(self.live, instant, self.stored_as, ground.store_zone, ground.zone)
        return next(iter(words.parameters.values.values()))


def is_walkable(live: LiveColumn | None, stored_as: StoredAs) -> bool:
    """Whether a column's values stand in the order of the instants that they mean."""
    if live is None:
        return False
    if stored_as is not StoredAs.NATIVE:
        return live.type is ColumnType.INTEGER
    return live.type in (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMP_ZONED)
