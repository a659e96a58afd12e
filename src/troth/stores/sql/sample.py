"""Looks at a store that nobody declared yet: its catalogue, and a few rows of each table at random.

Reads only the tables it is given, with SELECT alone and in bounded time: a large table by pages (PostgreSQL) or
by jumps along its key, never from end to end. Rows become counts at once (`manifest.draft.values`); no value
leaves this module, and none is kept in it.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from troth.errors import Forbidden, Surprise, TrothError, Unavailable
from troth.manifest.draft.evidence import Seen, SeenColumn, SeenReference, SeenTable
from troth.manifest.draft.values import tallies_inside, tally
from troth.manifest.names import Column, TableName
from troth.stores.live import Action, Family, StoredColumn, StoredReference, StoredTable
from troth.stores.sql import rights
from troth.stores.sql.catalogue import mariadb, postgresql, rows, sqlite
from troth.stores.sql.comments import comments
from troth.stores.sql.connect import SqlStore
from troth.stores.sql.describe import Catalogue
from troth.stores.sql.failures import unavailable
from troth.stores.sql.words import Words

_CATALOGUES: Mapping[str, Catalogue] = {"sqlite": sqlite, "postgresql": postgresql, "mariadb": mariadb}
_SMALL = 20_000  # rows that are read through, so that the sample is even
_CHARACTERS = 8_000  # of a text that are looked at
_CELLS = 400_000  # in all samples together: with many tables each gives less
_LEAST = 30  # rows of a table that are asked for all the same
_JUMPS = 20
_UNREAD = frozenset({Family.BINARY, Family.BOOLEAN, Family.TIME})
_TEXTS = frozenset({Family.TEXT, Family.ENUM, Family.ANY, Family.JSON, Family.OTHER})

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be read: rows of a table, and seconds for all samples together. No rows: names only."""

    rows: int = 400
    seconds: float = 20


@contextmanager
def looking(store: SqlStore, schemas: Sequence[str] = ()) -> Iterator[Connection]:
    """
    A connection that only reads, one statement at a time; `schemas` are those of PostgreSQL to look into.

    Raises:
        Unavailable: the store is down, or does not let the account in.
    """
    with unavailable(store.name):
        connection = store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if store.dialect == "postgresql":
                connection.execute(text("SELECT set_config('default_transaction_read_only', 'on', false)"))
                if schemas:
                    path = ", ".join('"' + schema.replace('"', '""') + '"' for schema in schemas)
                    connection.execute(text("SELECT set_config('search_path', :path, false)"), {"path": path})
            yield connection
        finally:
            connection.invalidate()  # what this session was told is not for the next one
            connection.close()


def names(store: SqlStore, connection: Connection) -> frozenset[TableName]:
    """The names of all tables and views that can be looked at."""
    with unavailable(store.name):
        return _CATALOGUES[store.dialect].others(connection)


def look(
    store: SqlStore,
    connection: Connection,
    wanted: frozenset[TableName],
    bounds: Bounds = Bounds(),
    progress: Progress = lambda done, of: None,
) -> Seen:
    """What the catalogue says of these tables, and counts of values sampled from them."""
    with unavailable(store.name):
        stored = _CATALOGUES[store.dialect].tables(connection, wanted)
        allowed = rights.rights(connection, stored)
        said = comments(connection, store.dialect)
    sizes = _sizes(store, connection, stored)
    end = time.monotonic() + bounds.seconds
    share = _CELLS // max(1, sum(len(table.columns) for table in stored.values()))
    count = min(bounds.rows, max(_LEAST, share))
    seen: dict[TableName, SeenTable] = {}
    is_late = False
    for done, (name, table) in enumerate(sorted(stored.items())):
        progress(done, len(stored))
        reads = allowed[name].reads if name in allowed else frozenset(table.columns)
        plain = _seen(table, reads, said)
        is_late = bounds.rows > 0 and time.monotonic() > end
        if bounds.rows == 0 or is_late:
            seen[name] = replace(plain, unread="the time was over" if is_late else "names only")
            continue
        seen[name] = _sampled(store, connection, table, plain, sizes.get(name, table.rows), count)
    return Seen(store.name, store.declared.url, store.dialect, seen, is_late)


def unrefuted(
    store: SqlStore,
    connection: Connection,
    seen: Seen,
    candidates: Iterable[tuple[TableName, SeenReference]],
    seconds: float = 8,
) -> list[tuple[TableName, SeenReference]]:
    """Those references by name whose values, as far as some can be compared, stand in the table pointed at."""
    end = time.monotonic() + seconds
    kept = []
    for name, reference in candidates:
        is_known = time.monotonic() < end and not seen.tables[name].unread
        if not is_known or _stands(store, connection, seen, name, reference):
            kept.append((name, reference))
    return kept


# --- the catalogue, in the words of the draft --------------------------------------------------------------------


def _seen(
    table: StoredTable, reads: frozenset[Column], said: Mapping[tuple[TableName, Column], str]
) -> SeenTable:
    unique = {
        index.parts[0]
        for index in table.indexes
        if index.is_unique and len(index.parts) == 1 and not index.where
    }
    columns = {
        name: SeenColumn(
            name=name,
            family=column.family.value,
            written=column.written,
            is_nullable=column.is_nullable,
            length=column.length,
            is_generated=column.is_generated,
            is_unique=name in unique or (name,) == table.key,
            moves_on_update=column.moves_on_update,
            is_readable=name in reads,
            among=column.among,
            comment=said.get((table.name, name), ""),
        )
        for name, column in table.columns.items()
    }
    references = tuple(_reference(reference) for reference in table.references)
    key = table.key or _unique_key(table)
    return SeenTable(table.name, columns, key, references, table.rows, table.is_view)


def _reference(reference: StoredReference) -> SeenReference:
    pairs = dict(zip(reference.columns, reference.theirs, strict=False))
    return SeenReference(reference.table, pairs, cascades=reference.on_delete is not Action.REFUSE)


def _unique_key(table: StoredTable) -> tuple[Column, ...]:
    """A unique index without NULL, where there is no primary key."""
    for index in table.indexes:
        parts = tuple(part for part in index.parts if isinstance(part, str))
        is_whole = index.is_unique and not index.where and len(parts) == len(index.parts)
        if is_whole and not any(table.columns[Column(part)].is_nullable for part in parts):
            return tuple(Column(part) for part in parts)
    return ()


# --- rows at random ----------------------------------------------------------------------------------------------


def _sampled(
    store: SqlStore,
    connection: Connection,
    table: StoredTable,
    plain: SeenTable,
    size: int | None,
    count: int,
) -> SeenTable:
    """The table with counts of its values; where it cannot be read, why."""
    if table.is_view:
        return replace(plain, unread="a view")
    read = [
        c for c in table.columns.values() if plain.columns[c.name].is_readable and c.family not in _UNREAD
    ]
    if not any(column.is_readable for column in plain.columns.values()):
        return replace(plain, unread="the account may not read it")
    if size == 0 or not read:
        return plain
    try:
        with unavailable(store.name):
            found = _rows(connection, store.dialect, table, read, size, count)
    except (Unavailable, Forbidden, Surprise) as failure:
        _check_alive(store, connection)
        return replace(plain, unread=_why(failure))
    columns = dict(plain.columns)
    for place, column in enumerate(read):
        columns[column.name] = _counted(columns[column.name], [row[place] for row in found])
    return replace(plain, columns=columns, sampled=len(found))


def _counted(column: SeenColumn, values: list[Any]) -> SeenColumn:
    values_tally = tally(values)
    is_json = column.family == "json" or values_tally.share("json") > 0.6
    inside = tallies_inside(values) if is_json else {}
    return replace(column, values=values_tally, inside=inside)


def _check_alive(store: SqlStore, connection: Connection) -> None:
    """A table may be locked or damaged; a store that went away is another matter."""
    with unavailable(store.name):
        connection.execute(text("SELECT 1"))


def _why(failure: TrothError) -> str:
    told = str(failure).partition("` ")[2] or "cannot be read"
    return told.partition(";")[0]


def _rows(
    connection: Connection,
    dialect: str,
    table: StoredTable,
    read: Sequence[StoredColumn],
    size: int | None,
    count: int,
) -> list[tuple[Any, ...]]:
    chosen = random.Random(table.name)  # the same table, the same places
    statements = {
        "postgresql": _of_postgresql,
        "mariadb": _of_mariadb,
        "sqlite": _of_sqlite,
    }[dialect](connection, table, read, size, count, chosen)
    found: list[tuple[Any, ...]] = []
    for statement in statements:
        found += [tuple(row) for row in connection.exec_driver_sql(statement)]
    return found[:count] if len(statements) == 1 else found


def _of_postgresql(
    connection: Connection,
    table: StoredTable,
    read: Sequence[StoredColumn],
    size: int | None,
    count: int,
    chosen: random.Random,
) -> list[str]:
    words = Words("postgresql")
    listed = ", ".join(
        f"left({words.name(c.name)}::text, {_CHARACTERS})" if c.family in _TEXTS else words.name(c.name)
        for c in read
    )
    name = words.name(table.name)
    if not table.is_transactional or size is None:  # a foreign table has no pages of ours
        return [f"SELECT {listed} FROM {name} LIMIT {count}"]
    if size <= _SMALL:
        return [f"SELECT {listed} FROM {name} ORDER BY random() LIMIT {count}"]
    percent = min(100.0, max(100 * 5 * count / size, 0.0001))
    pages = f"TABLESAMPLE SYSTEM ({percent:.6f}) REPEATABLE ({chosen.randrange(10**6)})"
    return [f"SELECT {listed} FROM {name} {pages} ORDER BY random() LIMIT {count}"]


def _of_mariadb(
    connection: Connection,
    table: StoredTable,
    read: Sequence[StoredColumn],
    size: int | None,
    count: int,
    chosen: random.Random,
) -> list[str]:
    words = Words("mariadb")

    def column(c: StoredColumn) -> str:
        if c.family is Family.OTHER:
            return f"CAST({words.name(c.name)} AS CHAR(200))"
        return f"LEFT({words.name(c.name)}, {_CHARACTERS})" if c.family in _TEXTS else words.name(c.name)

    listed, name = ", ".join(map(column, read)), words.name(table.name)
    if size is not None and size <= _SMALL:
        return [f"SELECT {listed} FROM {name} ORDER BY RAND() LIMIT {count}"]
    if len(table.key) != 1 or table.columns[table.key[0]].family is not Family.INTEGER:
        return [f"SELECT {listed} FROM {name} LIMIT {count}"]
    return _jumps(connection, name, words.name(table.key[0]), listed, count, chosen)


def _of_sqlite(
    connection: Connection,
    table: StoredTable,
    read: Sequence[StoredColumn],
    size: int | None,
    count: int,
    chosen: random.Random,
) -> list[str]:
    words = Words("sqlite")

    def column(c: StoredColumn) -> str:
        own = words.name(c.name)
        short = f"WHEN 'text' THEN substr({own}, 1, {_CHARACTERS})"
        return f"CASE typeof({own}) {short} WHEN 'blob' THEN NULL ELSE {own} END"

    listed, name = ", ".join(map(column, read)), words.name(table.name)
    has_row_id = connection.execute(
        text("SELECT wr = 0 FROM pragma_table_list(:name) WHERE schema = 'main'"), {"name": table.name}
    ).scalar()
    if not has_row_id or "rowid" in {c.lower() for c in table.columns}:
        return [f"SELECT {listed} FROM {name} LIMIT {count}"]
    last = connection.exec_driver_sql(f"SELECT max(rowid) FROM {name}").scalar() or 0
    if last <= _SMALL:
        return [f"SELECT {listed} FROM {name} ORDER BY random() LIMIT {count}"]
    return _jumps(connection, name, "rowid", listed, count, chosen)


def _jumps(
    connection: Connection, name: str, key: str, listed: str, count: int, chosen: random.Random
) -> list[str]:
    """A few rows from each of many places along a key that is a number."""
    low, high = connection.exec_driver_sql(f"SELECT min({key}), max({key}) FROM {name}").one()
    if low is None:
        return []
    starts = sorted(chosen.randint(int(low), int(high)) for _ in range(_JUMPS))
    each = -(-count // _JUMPS)
    return [
        f"SELECT {listed} FROM {name} WHERE {key} >= {start} ORDER BY {key} LIMIT {each}" for start in starts
    ]


def _sizes(
    store: SqlStore, connection: Connection, stored: Mapping[TableName, StoredTable]
) -> dict[TableName, int | None]:
    """About how many rows, where the catalogue has not counted; 0 only where the table's file is empty."""
    if store.dialect != "postgresql" or not stored:
        return {}
    statement = text("""
        SELECT c.relname::text AS name,
               CASE WHEN c.relkind = 'r' THEN pg_catalog.pg_relation_size(c.oid)
                    ELSE (SELECT coalesce(sum(pg_catalog.pg_relation_size(t.relid)), 0)::bigint
                          FROM pg_catalog.pg_partition_tree(c.oid) t WHERE t.isleaf) END AS bytes
        FROM pg_catalog.pg_class c
        WHERE c.relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(c.oid)
          AND c.relname::text = ANY(CAST(:names AS text[]))""")
    try:
        with unavailable(store.name):
            counted = rows(connection, statement, names=sorted(stored))
    except Unavailable:  # a table is locked: no sizes, and no sample of that table
        _check_alive(store, connection)
        return {}
    found: dict[TableName, int | None] = {}
    for row in counted:
        table = stored[row["name"]]
        guessed = int(row["bytes"]) // 60
        found[table.name] = 0 if not row["bytes"] and not table.heirs else max(table.rows or 0, guessed)
    return found


# --- references by name ------------------------------------------------------------------------------------------


def _stands(
    store: SqlStore, connection: Connection, seen: Seen, name: TableName, reference: SeenReference
) -> bool:
    """Whether most of some values of the column are found where it should point; yes where that cannot be asked."""
    words = Words(store.dialect)
    (mine, theirs), *_ = reference.columns.items()
    table, target = seen.tables[name], seen.tables[reference.table]
    if table.columns[mine].family != target.columns[theirs].family or target.unread:
        return True
    own, key = words.name(mine), words.name(theirs)
    statement = (
        f"SELECT count(*), count(k.{key}) FROM (SELECT DISTINCT v FROM (SELECT {own} AS v FROM {words.name(name)}"
        f" WHERE {own} IS NOT NULL LIMIT 500) a) c LEFT JOIN {words.name(reference.table)} k ON k.{key} = c.v"
    )
    try:
        with unavailable(store.name):
            every, found = connection.exec_driver_sql(statement).one()
    except (Unavailable, Forbidden, Surprise):
        _check_alive(store, connection)
        return True
    return int(every) < 3 or int(found) >= int(every) * 0.2
