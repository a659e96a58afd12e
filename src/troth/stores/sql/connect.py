"""A declared store becomes an engine: the URL with its secrets, the driver, and what every session is told.

Sessions speak UTC and UTF-8, wait for nothing for ever, refuse to shorten a value in silence, and read
whatever a column holds: a date that Python has not (`infinity`, before year 1, after 9999, 0000-00-00)
comes as the text the database shows, which no clock takes for plausible.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import psycopg
from psycopg.adapt import Buffer
from psycopg.types.datetime import DateLoader, TimestampLoader, TimestamptzLoader
from psycopg.types.string import TextLoader
from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from troth.errors import ManifestError, Place, Problem
from troth.manifest.names import StoreName
from troth.manifest.stores import Store
from troth.stores.sql.failures import FILE_GONE, MYSQL, UNSET, failed

Dialect = Literal["sqlite", "postgresql", "mariadb"]

_SCHEMES: Mapping[str, Dialect] = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "postgresql+psycopg": "postgresql",
    "mysql": "mariadb",
    "mysql+pymysql": "mariadb",
    "mariadb": "mariadb",
    "mariadb+pymysql": "mariadb",
}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_NOWHERE = Place("stores.yaml", 1, 1)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a session waits, in seconds: for the server, for a lock, for a statement to end."""

    connect_seconds: int = 10
    lock_seconds: int = 10
    statement_seconds: int = 300


@dataclass(frozen=True, slots=True)
class SqlStore:
    """
    A store that can be reached. No connection is made before the first one is asked of `engine`.

    On SQLite a transaction that will write is best begun on a connection with
    `execution_options(sqlite_begin="IMMEDIATE")`: it then waits for its turn instead of failing half-way.
    """

    declared: Store
    engine: Engine
    dialect: Dialect

    @property
    def name(self) -> StoreName:
        """The store's name in the manifest."""
        return self.declared.name

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_store(
    store: Store,
    environ: Mapping[str, str],
    folder: Path = Path(),
    patience: Patience = Patience(),
    place: Place = _NOWHERE,
) -> SqlStore:
    """
    The store behind a declaration; `${NAME}` in its URL is read from the environment.

    Args:
        folder: the site's, to which the path of an SQLite file is relative.
        place: where the URL stands, for problems.

    Raises:
        ManifestError: the URL is none, or names a kind of database that is not supported.
        Unavailable: a variable is not set, or an SQLite file does not exist (none is ever created).
    """
    text = _expanded(store, environ)
    url, dialect = _parsed(store, text, place)
    if dialect == "sqlite":
        engine = _sqlite_engine(store, url, folder, patience, place)
    elif dialect == "postgresql":
        engine = _postgresql_engine(url, patience)
    else:
        engine = _mariadb_engine(store, url, patience)
    return SqlStore(store, engine, dialect)


def variables(url: str) -> list[str]:
    """The environment variables that a URL names, in order."""
    return _VARIABLE.findall(url)


# --- the URL --------------------------------------------------------------------------------------------


def _expanded(store: Store, environ: Mapping[str, str]) -> str:
    """The URL with its variables; one that stands for the user or the password is quoted as a URL asks."""
    missing = [name for name in variables(store.url) if not environ.get(name)]
    if missing:
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(missing))
        raise failed(store.name, UNSET, detail=names)
    account = re.match(r"[^/]*://([^/]*)@", store.url)
    ends = account.end() if account else 0

    def value(found: re.Match[str]) -> str:
        raw = environ[found[1]]
        return quote(raw, safe="") if found.start() < ends else raw

    return _VARIABLE.sub(value, store.url)


def _parsed(store: Store, text: str, place: Place) -> tuple[URL, Dialect]:
    scheme = text.partition("://")[0].lower()
    dialect = _SCHEMES.get(scheme)
    if dialect is None:
        raise _bad_url(store, place, "does not begin with the name of a supported kind of database")
    try:
        url = make_url(text.replace(text[: len(scheme)], _driver(dialect), 1))
    except (ArgumentError, ValueError):
        raise _bad_url(store, place, "is no URL") from None
    if dialect != "sqlite" and not url.database:
        raise _bad_url(store, place, "names no database")
    return url, dialect


def _driver(dialect: Dialect) -> str:
    return {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}[dialect]


def _bad_url(store: Store, place: Place, what: str) -> ManifestError:
    """The URL itself is not shown, nor the line it stands in: it may hold a password."""
    mend = (
        "write `sqlite:///PATH`, `postgresql://USER:PASSWORD@HOST/DATABASE` or "
        "`mariadb://USER:PASSWORD@HOST/DATABASE`, with secrets as `${NAME}`"
    )
    return ManifestError(
        [Problem("store-url", replace(place, excerpt=""), f"the URL of store `{store.name}` {what}", mend)]
    )


# --- engines --------------------------------------------------------------------------------------------


_PROVEN_FOR = 1.0  # seconds that a connection is taken for alive after it was used


def _engine(url: URL, on_connect: Callable[[Any], None], **more: Any) -> Engine:
    """A small pool; parameters stay out of error messages, because they are people's."""
    engine = create_engine(
        url, hide_parameters=True, poolclass=QueuePool, pool_size=2, max_overflow=8, pool_timeout=30, **more
    )

    def connected(connection: Any, _record: object) -> None:
        on_connect(connection)

    event.listen(engine, "connect", connected)
    return engine


def _asking(engine: Engine) -> Engine:
    """The same engine, which asks a connection that has long been idle whether its server is still there."""

    def answered(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["answered"] = time.monotonic()

    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info["answered"] > _PROVEN_FOR:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error:
                raise InvalidatePoolError from None

    event.listen(engine, "connect", answered)
    event.listen(engine, "checkin", answered)
    event.listen(engine, "checkout", ask)
    return engine


def _sqlite_engine(store: Store, url: URL, folder: Path, patience: Patience, place: Place) -> Engine:
    if not url.database or url.database == ":memory:" or url.query:
        raise _bad_url(store, place, "names no file")
    path = (folder / url.database).absolute()
    if not path.is_file():
        raise failed(store.name, FILE_GONE, detail=str(path))
    uri = f"{path.as_uri()}?mode=rw"  # never creates a file, not even one that has just been taken away

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, timeout=patience.lock_seconds, isolation_level=None, check_same_thread=False
        )

    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    engine = _engine(url.set(database=None), _prepare_sqlite, creator=connect)
    event.listen(engine, "begin", begin)
    event.listen(engine, "reset", _undo)
    return engine


def _undo(connection: sqlite3.Connection, _record: object, _state: object) -> None:
    """Nobody gets a connection whose commit failed with its transaction: SQLite leaves it open, and the file locked."""
    if connection.in_transaction:
        connection.rollback()


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased leaves no copy in the file's free pages
    connection.text_factory = _text


def _postgresql_engine(url: URL, patience: Patience) -> Engine:
    settings = {
        "TimeZone": "UTC",
        "DateStyle": "ISO, YMD",
        "IntervalStyle": "postgres",
        "plan_cache_mode": "force_generic_plan",
        "lock_timeout": f"{patience.lock_seconds}s",
        "statement_timeout": f"{patience.statement_seconds}s",
    }

    def prepare(connection: psycopg.Connection) -> None:
        connection.autocommit = True
        for name, value in settings.items():
            connection.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
        connection.autocommit = False
        # The same statements are asked again and again, of other people: they are planned once.
        connection.prepare_threshold, connection.prepared_max = 1, 500
        for type_, loader in _LOADERS.items():
            connection.adapters.register_loader(type_, loader)  # type: ignore[type-abstract]  # none is
        if connection.info.parameter_status("server_encoding") == "SQL_ASCII":  # then bytes may be anything
            for type_ in ("text", "varchar"):
                connection.adapters.register_loader(type_, _AnyText)

    waits = {
        "connect_timeout": patience.connect_seconds,
        "client_encoding": "utf8",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
    return _asking(_engine(url, prepare, connect_args=waits))


def _mariadb_engine(store: Store, url: URL, patience: Patience) -> Engine:
    settings = (
        "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'",
        "time_zone = '+00:00'",
        f"innodb_lock_wait_timeout = {patience.lock_seconds}",
        f"lock_wait_timeout = {patience.lock_seconds}",
        f"max_statement_time = {patience.statement_seconds}",
    )

    def prepare(connection: Any) -> None:
        if "MariaDB" not in connection.server_version:
            raise failed(store.name, MYSQL)
        connection._read_timeout = patience.statement_seconds + 30  # the driver offers no other way
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION " + ", ".join(settings))

    waits = {
        "charset": "utf8mb4",
        # A time of day is read as MariaDB writes it: records are named so by it, too.
        "conv": {**conversions, FIELD_TYPE.TIME: str},
        "connect_timeout": patience.connect_seconds,
        "read_timeout": patience.connect_seconds,  # until the session stands: a server may never greet
        "write_timeout": patience.statement_seconds + 30,
    }
    return _asking(_engine(url, prepare, connect_args=waits))


# --- reading what Python has no value for ---------------------------------------------------------------


def _text(raw: bytes | Buffer) -> str:
    """Text as the database holds it; bytes that are no UTF-8 are shown as `\\xe9`."""
    return bytes(raw).decode("utf-8", "backslashreplace")


class _AnyText(TextLoader):
    def load(self, data: Buffer) -> str:
        return _text(data)


class _Unpadded(TextLoader):
    """What fills up a `char(n)` says nothing: PostgreSQL leaves it out wherever it takes the value for a text."""

    def load(self, data: Buffer) -> str:
        return _text(data).rstrip(" ")


class _AnyDate(DateLoader):
    def load(self, data: Buffer) -> Any:  # a str where there is no such date
        try:
            return super().load(data)
        except psycopg.DataError:
            return _text(data)


class _AnyTimestamp(TimestampLoader):
    def load(self, data: Buffer) -> Any:  # a str where there is no such instant
        try:
            return super().load(data)
        except psycopg.DataError:
            return _text(data)


class _AnyTimestamptz(TimestamptzLoader):
    def load(self, data: Buffer) -> Any:  # a str where there is no such instant
        try:
            return super().load(data)
        except psycopg.DataError:
            return _text(data)


# As PostgreSQL writes them: records are named so by it, too, and some of these are too large for Python.
_AS_WRITTEN = (
    *("json", "jsonb", "time", "timetz", "interval", "inet", "cidr"),
    *("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"),
)
_LOADERS = {
    "bpchar": _Unpadded,
    "date": _AnyDate,
    "timestamp": _AnyTimestamp,
    "timestamptz": _AnyTimestamptz,
    **dict.fromkeys(_AS_WRITTEN, TextLoader),
}
