"""
A world's tables and rows in a real database, and back: SQLite, PostgreSQL, MariaDB.

A bench has two places (a schema, a database or a file in memory each), one for each store a world can
have. To load a world clears them first. Everything is said in one string for each store, so that two
thousand worlds take little time. What is awkward in the field is so here: MariaDB joins `José` with
`JOSE` and minds no space at an end, PostgreSQL's session stands in a far zone, SQLite checks foreign keys.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pymysql.constants import CLIENT
from sqlalchemy import Engine, StaticPool, create_engine, event, make_url

from troth.claims.world import ColumnType, ForeignKey, LiveTable, OnDelete, Row, TableRef, Value, World
from troth.manifest.names import Column, StoreName, TableName

Engines = Mapping[StoreName, Engine]
Rows = dict[TableRef, tuple[Row, ...]]

PLACES = ("one", "two")


@dataclass(frozen=True, slots=True)
class Bench:
    """A database under test: an engine for each place, what clears them, and what a script is run by."""

    dialect: str
    engines: tuple[Engine, ...]
    clear: Callable[[int], None]
    run: Callable[[int, str], None]

    def load(self, world: World) -> Engines:
        """Make the world's tables and rows in place of the last ones; one engine for each store."""
        placed = dict(zip(world.manifest.stores, self.engines, strict=False))
        for place, store in enumerate(placed):
            self.clear(place)
            tables = {name: table for (of_store, name), table in world.schema.items() if of_store == store}
            rows = {name: world.rows[store, name] for name in tables}
            self.run(place, script(self.dialect, tables, rows))
        return placed

    def close(self) -> None:
        """Leave nothing behind."""
        for place, engine in enumerate(self.engines):
            self.clear(place)
            engine.dispose()


def sqlite_bench() -> Bench:
    """SQLite in memory."""
    engines = tuple(create_engine("sqlite://", poolclass=StaticPool) for _ in PLACES)
    for engine in engines:
        event.listen(engine, "connect", _check_foreign_keys)

    def run(place: int, text: str) -> None:
        with closing(engines[place].raw_connection()) as connection:
            connection.executescript(f"PRAGMA foreign_keys=OFF;{text};PRAGMA foreign_keys=ON")

    def clear(place: int) -> None:
        with closing(engines[place].raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            drops = ";".join(f'DROP TABLE "{name}"' for (name,) in cursor.fetchall())
        run(place, drops)

    return Bench("sqlite", engines, clear, run)


def postgresql_bench(url: str) -> Bench:
    """Two schemas of a PostgreSQL database. No statement is kept prepared: tables of one name come and go."""
    engines = tuple(
        create_engine(
            url,
            poolclass=StaticPool,
            connect_args={
                "options": f"-c search_path=world_{place} -c timezone=Asia/Tokyo",
                "prepare_threshold": None,
            },
        )
        for place in PLACES
    )

    def run(place: int, text: str) -> None:
        with closing(engines[place].raw_connection()) as connection:
            connection.cursor().execute(text)
            connection.commit()

    def clear(place: int) -> None:
        name = f"world_{PLACES[place]}"
        run(
            place,
            f"SET client_min_messages=warning; DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}",
        )

    return Bench("postgresql", engines, clear, run)


def mariadb_bench(url: str) -> Bench:
    """Two databases of a MariaDB server, in the collation that joins strangers."""
    base = make_url(url)
    names = [f"{base.database}_{place}" for place in PLACES]
    loader = create_engine(
        base, poolclass=StaticPool, connect_args={"client_flag": CLIENT.MULTI_STATEMENTS, "autocommit": True}
    )
    engines = tuple(create_engine(base.set(database=name), poolclass=StaticPool) for name in names)

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

    return Bench("mysql", engines, clear, run)


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


def rows_of(world: World, engines: Engines) -> Rows:
    """What stands in the databases now, as `World.rows` has it, in the order of the keys."""
    found: Rows = {}
    for store, engine in engines.items():
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            for (of_store, name), table in world.schema.items():
                if of_store == store:
                    cursor.execute(_select(engine.dialect.name, name, table))
                    found[store, name] = in_order(
                        table, [_row(table, values) for values in cursor.fetchall()]
                    )
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
    "mysql": {
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


def _check_foreign_keys(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


def _quoting(dialect: str) -> Callable[[str], str]:
    mark = "`" if dialect == "mysql" else '"'
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
            escaped = value.replace("\\", "\\\\") if dialect == "mysql" else value
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
