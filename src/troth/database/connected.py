"""
A connection with a transaction begun, and the shortest way to the driver.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from troth.database.failures import worded


@contextmanager
def connected(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """A connection with a transaction begun, which is committed where the block ends well."""
    with worded(engine.url):
        connection = engine.connect()
    try:
        with worded(engine.url):
            connection.begin()
            _begin(connection.connection.dbapi_connection, writes=writes)
        yield connection
        with worded(engine.url):
            connection.commit()
    except BaseException:
        # What went wrong first is what the caller has to know; a broken connection cannot be closed well.
        with suppress(DBAPIError):
            connection.close()
        raise
    connection.close()


def _begin(driver: Any, *, writes: bool) -> None:
    if isinstance(driver, sqlite3.Connection):
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


def straight(connection: Connection, statement: str, values: Any, *, are_many: bool = False) -> Any:
    """
    Send a statement that is worded for the driver, and give the cursor with its answer.

    SQLAlchemy's own way to do no more than this takes four times as long. It is taken where somebody listens to the
    engine, so that whoever does hears every statement.
    """
    if connection._has_events or connection.engine._has_events:
        return connection.exec_driver_sql(statement, values)
    driver = connection.connection.dbapi_connection
    assert driver is not None, "an open connection has a driver's"
    cursor = driver.cursor()
    dialect = connection.dialect
    try:
        if are_many:
            dialect.do_executemany(cursor, statement, values)
        else:
            dialect.do_execute(cursor, statement, values)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, driver, cursor):
            connection.invalidate(error)
        base = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            statement, None, error, base, hide_parameters=True, dialect=dialect
        ) from error
    return cursor
