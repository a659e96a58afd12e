"""
A connection with a transaction begun: the driver's own, and SQLAlchemy's around it where that is wanted.

What SQLAlchemy does around a statement that it need not word, and around a transaction, takes four times as long as
the driver. So what is worded goes straight to the driver, and SQLAlchemy keeps the pool.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import Connection, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

from troth.database.failures import worded

_AWAITS_DISK = "awaits disk"  # whether a connection's commits do; as it comes, they do (`engine.py`)


class Connected:
    """A connection of the pool, a transaction begun on it."""

    __slots__ = ("_around", "_engine", "_pooled", "url")

    def __init__(self, engine: Engine, *, writes: bool, awaits_disk: bool) -> None:
        self._engine, self.url = engine, engine.url
        self._pooled = engine.raw_connection()
        self._around: Connection | None = None
        try:
            _begin(self._pooled, writes=writes, awaits_disk=awaits_disk)
        except BaseException:
            self.give_up()
            raise

    @property
    def around(self) -> Connection:
        """SQLAlchemy's connection, in the same transaction."""
        if self._around is None:
            self._around = Connection(self._engine, self._pooled)
            self._around.begin()  # which says nothing to the database
        return self._around

    def send(self, statement: str, values: Any, *, are_many: bool = False) -> Any:
        """
        Send a statement that is worded for the driver, and give the cursor with its answer.

        Whoever listens to the engine hears it too: then it goes SQLAlchemy's way.
        """
        driver = self._pooled.dbapi_connection
        if self._engine._has_events or driver is None:  # none: it broke, which SQLAlchemy says
            return self.around.exec_driver_sql(statement, values)
        dialect = self._engine.dialect
        cursor = driver.cursor()
        try:
            if are_many:
                dialect.do_executemany(cursor, statement, values)
            else:
                dialect.do_execute(cursor, statement, values)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, driver, cursor):
                self.around.invalidate(error)
            base = dialect.loaded_dbapi.Error
            raise DBAPIError.instance(
                statement, None, error, base, hide_parameters=True, dialect=dialect
            ) from error
        return cursor

    def commit(self) -> None:
        """Commit what was written, and let what was read go."""
        if self._around is not None:
            self._around.commit()
        else:
            self._engine.dialect.do_commit(self._pooled)

    def close(self) -> None:
        """Give the connection back."""
        (self._around or self._pooled).close()

    def give_up(self) -> None:
        """Undo what was done, and give the connection back, unless it is broken."""
        try:
            if self._around is not None:
                self._around.rollback()
            else:
                self._engine.dialect.do_rollback(self._pooled)
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            # What went wrong first is what the caller has to know; a broken connection cannot be undone.
            if self._pooled.is_valid:
                self._pooled.invalidate(error)
        self.close()


@contextmanager
def connected(engine: Engine, *, writes: bool, awaits_disk: bool = True) -> Iterator[Connected]:
    """
    A connection with a transaction begun, which is committed where the block ends well.

    Args:
        awaits_disk: the commit waits until what was written is on the disk.
    """
    with worded(engine.url):
        connection = Connected(engine, writes=writes, awaits_disk=awaits_disk)
    try:
        yield connection
        with worded(engine.url):
            connection.commit()
    except BaseException:
        connection.give_up()
        raise
    connection.close()


def _begin(pooled: PoolProxiedConnection, *, writes: bool, awaits_disk: bool) -> None:
    driver = pooled.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        if writes and pooled.info.get(_AWAITS_DISK, True) is not awaits_disk:
            # Changes of such a transaction reach the disk with the next one that waits for it.
            driver.execute(f"PRAGMA synchronous = {'FULL' if awaits_disk else 'NORMAL'}")
            pooled.info[_AWAITS_DISK] = awaits_disk
        # Taking the write lock at once lets a writer wait for its turn; a reader that turns into a
        # writer half-way could not wait, because what it read may have changed.
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif isinstance(driver, psycopg.Connection):
        # It begins by itself with the first statement, and then as it was told to.
        level = None if writes else IsolationLevel.REPEATABLE_READ
        only_reads = None if writes else True
        if driver.isolation_level != level:
            driver.isolation_level = level
        if driver.read_only != only_reads:
            driver.read_only = only_reads
        if not awaits_disk:
            driver.execute("SET LOCAL synchronous_commit = off")
