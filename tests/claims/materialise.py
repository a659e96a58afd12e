"""
A world's tables and rows in a real database, and back: SQLite, PostgreSQL, MariaDB.

A bench has two places (a file, a schema or a database each), one for each store a world can have, opened
as Troth opens a store. To load a world clears them first. Everything is said in one string for each store,
so that two thousand worlds take little time. MariaDB has the collation that joins `José` with `JOSE `.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from psycopg import Connection as PostgresqlConnection
from pymysql.constants import CLIENT
from sqlalchemy import URL, StaticPool, create_engine, event, make_url

from troth.claims.world import ColumnType, ForeignKey, LiveTable, OnDelete, Row, TableRef, Value, World
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Store
from troth.stores.sql.connect import SqlStore, open_store

Stores = Mapping[StoreName, SqlStore]
Rows = dict[TableRef, tuple[Row, ...]]

PLACES = ("one", "two")


@dataclass(frozen=True, slots=True)
class Bench:
    """A database under test: its places, what clears one, and what a script is run by there."""

    dialect: str
    places: tuple[SqlStore, ...]
    clear: Callable[[int], None]
    run: Callable[[int, str], None]
    close: Callable[[], None]

    def load(self, world: World) -> Stores:
        """Make the world's tables and rows in place of the last ones."""
        placed: dict[StoreName, SqlStore] = {}
        for place, (name, store) in enumerate(world.manifest.stores.items()):
            self.clear(place)
            tables = {table: live for (of_store, table), live in world.schema.items() if of_store == name}
            rows = {table: world.rows[name, table] for table in tables}
            self.run(place, script(self.dialect, tables, rows))
            placed[name] = replace(self.places[place], declared=store)
        return placed


def sqlite_bench() -> Bench:
    """SQLite in two files, with no care for what a crash would leave."""
    folder = tempfile.TemporaryDirectory(prefix="worlds-")
    files = [Path(folder.name, f"{place}.db") for place in PLACES]
    for file in files:
        file.touch()
    places = _places([f"sqlite:///{file}" for file in files], _hurry_sqlite)

    def run(place: int, text: str) -> None:
        with closing(places[place].engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.executescript(f"PRAGMA foreign_keys=OFF;{text};PRAGMA foreign_keys=ON")

    def clear(place: int) -> None:
        with closing(places[place].engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            drops = ";".join(f'DROP TABLE "{name}"' for (name,) in cursor.fetchall())
        run(place, drops)

    def close() -> None:
        for store in places:
            store.dispose()
        folder.cleanup()

    return Bench("sqlite", places, clear, run, close)


def postgresql_bench(url: str) -> Bench:
    """Two schemas of a PostgreSQL database. No statement is kept prepared: tables of one name come and go."""
    base = make_url(url)
    schemas = [f"world_{place}" for place in PLACES]
    places = _places(
        [_text(base.set(query={"options": f"-csearch_path={name} -cjit=off"})) for name in schemas],
        _prepare_none,
    )

    def run(place: int, text: str) -> None:
        with closing(places[place].engine.raw_connection()) as connection:
            connection.cursor().execute(text)
            connection.commit()

    def clear(place: int) -> None:
        name = schemas[place]
        run(
            place,
            f"SET client_min_messages=warning; DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}",
        )

    def close() -> None:
        for place, store in enumerate(places):
            run(place, f"DROP SCHEMA IF EXISTS {schemas[place]} CASCADE")
            store.dispose()

    return Bench("postgresql", places, clear, run, close)


def mariadb_bench(url: str) -> Bench:
    """Two databases of a MariaDB server, in the collation that joins strangers."""
    base = make_url(url)
    names = [f"{base.database}_{place}" for place in PLACES]
    several = {"client_flag": CLIENT.MULTI_STATEMENTS, "autocommit": True}
    loader = create_engine(base, poolclass=StaticPool, connect_args=several)
    places = _places([_text(base.set(database=name)) for name in names])

    def execute(text: str) -> None:
        with closing(loader.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(text)
            while cursor.nextset():
                pass

    def run(place: int, text: str) -> None:
        execute(f"USE {names[place]}; SET FOREIGN_KEY_CHECKS=0;{text};SET FOREIGN_KEY_CHECKS=1")

    def clear(place: int) -> None:
        collation = "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
        execute(f"DROP DATABASE IF EXISTS {names[place]}; CREATE DATABASE {names[place]} {collation}")

    def close() -> None:
        for name, store in zip(names, places, strict=True):
            store.dispose()
            execute(f"DROP DATABASE IF EXISTS {name}")
        loader.dispose()

    return Bench("mariadb", places, clear, run, close)


def _places(
    urls: Sequence[str], on_connect: Callable[[object, object], None] | None = None
) -> tuple[SqlStore, ...]:
    named = [Store(StoreName(place), url, {}) for place, url in zip(PLACES, urls, strict=True)]
    places = tuple(open_store(store, {}) for store in named)
    if on_connect is not None:
        for place in places:
            event.listen(place.engine, "connect", on_connect)
    return places


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _hurry_sqlite(connection: object, _: object) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")


def _prepare_none(connection: object, _: object) -> None:
    assert isinstance(connection, PostgresqlConnection)
    connection.prepare_threshold = None


def script(
    dialect: str, tables: Mapping[TableName, LiveTable], rows: Mapping[TableName, Sequence[Row]]
) -> str:
    """The statements that make these tables, fill them, and have their references enforced."""
    quoted = _quoting(dialect)
    is_alterable = dialect != "sqlite"
    statements = []
    for name, table in tables.items():
        parts = [
            f"{quoted(column)} {TYPES[dialect][live.type]}{'' if live.is_nullable else ' NOT NULL'}"
            for column, live in table.columns.items()
        ]
        parts.append(f"PRIMARY KEY ({_listed(dialect, table.key)})")
        if not is_alterable:
            parts += [_foreign_key(dialect, key) for key in table.foreign_keys]
        statements.append(f"CREATE TABLE {quoted(name)} ({', '.join(parts)})")
    for name, of_table in rows.items():
        if of_table:
            columns = list(tables[name].columns)
            values = ", ".join(
                f"({', '.join(_literal(dialect, row[column]) for column in columns)})" for row in of_table
            )
            statements.append(f"INSERT INTO {quoted(name)} ({_listed(dialect, columns)}) VALUES {values}")
    if is_alterable:
        for name, table in tables.items():
            if table.foreign_keys:
                added = ", ".join(f"ADD {_foreign_key(dialect, key)}" for key in table.foreign_keys)
                statements.append(f"ALTER TABLE {quoted(name)} {added}")
    return ";".join(statements)


def rows_of(world: World, stores: Stores) -> Rows:
    """What stands in the databases now, as `World.rows` has it, in the order of the keys."""
    found: Rows = {}
    for name, store in stores.items():
        with closing(store.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            for (of_store, table), live in world.schema.items():
                if of_store == name:
                    cursor.execute(_select(store.dialect, table, live))
                    found[name, table] = in_order(live, [_row(live, values) for values in cursor.fetchall()])
            connection.rollback()
    return found


def in_order(table: LiveTable, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in the order of their keys."""
    return tuple(sorted(rows, key=lambda row: tuple(str(row[column]) for column in table.key)))


TYPES = {
    "sqlite": {
        ColumnType.INTEGER: "INTEGER",
        ColumnType.TEXT: "TEXT",
        ColumnType.DATE: "DATE",
        ColumnType.TIMESTAMP: "TIMESTAMP",
        ColumnType.TIMESTAMP_ZONED: "TIMESTAMP",  # SQLite and MariaDB know no zones: an instant in UTC
    },
    "postgresql": {
        ColumnType.INTEGER: "bigint",
        ColumnType.TEXT: "text",
        ColumnType.DATE: "date",
        ColumnType.TIMESTAMP: "timestamp",
        ColumnType.TIMESTAMP_ZONED: "timestamptz",
    },
    "mariadb": {
        ColumnType.INTEGER: "BIGINT",
        ColumnType.TEXT: "VARCHAR(150)",
        ColumnType.DATE: "DATE",
        ColumnType.TIMESTAMP: "DATETIME",
        ColumnType.TIMESTAMP_ZONED: "DATETIME",
    },
}

ON_DELETE = {
    OnDelete.NOTHING: "",
    OnDelete.CASCADE: " ON DELETE CASCADE",
    OnDelete.SET_NULL: " ON DELETE SET NULL",
}


def _quoting(dialect: str) -> Callable[[str], str]:
    mark = "`" if dialect == "mariadb" else '"'
    return lambda name: f"{mark}{name}{mark}"


def _listed(dialect: str, columns: Sequence[Column]) -> str:
    return ", ".join(map(_quoting(dialect), columns))


def _foreign_key(dialect: str, key: ForeignKey) -> str:
    target = f"{_quoting(dialect)(key.table)} ({_listed(dialect, key.theirs)})"
    return f"FOREIGN KEY ({_listed(dialect, key.columns)}) REFERENCES {target}{ON_DELETE[key.on_delete]}"


def _literal(dialect: str, value: Value) -> str:
    match value:
        case None:
            return "NULL"
        case datetime():
            zoned = "+00" if value.tzinfo and dialect == "postgresql" else ""
            return f"'{value.replace(tzinfo=None).isoformat(' ')}{zoned}'"
        case date():
            return f"'{value.isoformat()}'"
        case int():
            return str(int(value))
        case str():
            escaped = value.replace("\\", "\\\\") if dialect == "mariadb" else value
            return "'" + escaped.replace("'", "''") + "'"


def _select(dialect: str, name: TableName, table: LiveTable) -> str:
    quoted = _quoting(dialect)
    columns = [
        f"{quoted(column)} AT TIME ZONE 'UTC'"
        if dialect == "postgresql" and live.type is ColumnType.TIMESTAMP_ZONED
        else quoted(column)
        for column, live in table.columns.items()
    ]
    return f"SELECT {', '.join(columns)} FROM {quoted(name)}"


def _row(table: LiveTable, values: Sequence[object]) -> Row:
    pairs = zip(table.columns.items(), values, strict=True)
    return {column: _value(live.type, value) for (column, live), value in pairs}


def _value(kind: ColumnType, value: object) -> Value:
    """The value as worlds have it; SQLite gives dates as it was given them, as text."""
    match kind, value:
        case ColumnType.DATE, str():
            return date.fromisoformat(value)
        case ColumnType.TIMESTAMP, str():
            return datetime.fromisoformat(value)
        case ColumnType.TIMESTAMP_ZONED, str():
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        case ColumnType.TIMESTAMP_ZONED, datetime():
            return value.replace(tzinfo=UTC)
        case _, None | str() | int() | date():
            return value
        case _:
            raise TypeError(f"a value of the type {type(value).__name__}")


def changed(
    before: Mapping[TableRef, Sequence[Row]], after: Mapping[TableRef, Sequence[Row]]
) -> Iterator[str]:
    """The rows that only one of the two has, in words."""
    for ref in before:
        for sign, here, there in (("-", before[ref], after[ref]), ("+", after[ref], before[ref])):
            for row in here:
                if row not in there:
                    yield f"{sign} {ref[0]}.{ref[1]} {dict(row)}"
