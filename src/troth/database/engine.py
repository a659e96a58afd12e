"""
The engine for a URL: what each database has to be told at every connection.
"""

import sqlite3
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from troth.database.transactions import Waits
from troth.errors import ManifestError, Place, Problem

_SQLITE = "sqlite:///"


def parsed_url(text: str) -> URL:
    """
    The address of a database that Troth can keep its own tables in.

    Raises:
        ManifestError: it is none; the text is not shown, because it may hold a password.
    """
    if text.startswith(_SQLITE):
        return _sqlite_url(text.removeprefix(_SQLITE))
    try:
        url = make_url(text)
    except ArgumentError:
        raise _problem("this is no address of a database") from None
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise _problem("Troth keeps its own tables in a SQLite file or in PostgreSQL")


def _sqlite_url(path: str) -> URL:
    # Not parsed: `?`, `%` and `#` are characters of the path.
    if path in ("", ":memory:"):
        raise _problem("Troth keeps its own tables in a file, not in memory")
    return URL.create("sqlite", database=path)


def engine_for(url: URL, waits: Waits) -> Engine:
    """An engine that connects when first used. It shows no parameters of statements in any message."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, waits)
    return _postgresql_engine(url, waits)


def _sqlite_engine(url: URL, waits: Waits) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": waits.lock_seconds})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves (`connected`)
        for pragma in (
            "journal_mode = WAL",  # readers and the one writer do not wait for each other
            "foreign_keys = ON",
            "synchronous = FULL",  # what was committed survives a power cut
            "secure_delete = ON",  # a destroyed key is overwritten, not only unlinked
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql_engine(url: URL, waits: Waits) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "troth"},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        with connection.cursor() as cursor:
            for name, seconds in (
                ("lock_timeout", waits.lock_seconds),
                ("statement_timeout", waits.statement_seconds),
            ):
                cursor.execute("SELECT set_config(%s, %s, false)", (name, f"{int(seconds * 1000)}ms"))
        connection.commit()

    return engine


def _problem(what: str) -> ManifestError:
    mend = "write `sqlite:////path/troth.db` or `postgresql://user:password@host/name`"
    return ManifestError([Problem("setting-malformed", _Address("TROTH_DATABASE", 1, 1), what, mend)])


class _Address(Place):
    """A place that is a variable of the environment, which has no lines."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.file
