"""
A statement that only reads, and may take as long as its table is large.

PostgreSQL does not compile it: hundreds of expressions take seconds to compile, and ten million rows were not
read any faster for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from troth.stores.sql.words import MARIADB, POSTGRESQL


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """No limit on the time of statements; the session's own holds again afterwards."""
    if connection.dialect.name == POSTGRESQL:
        limit = connection.exec_driver_sql("SHOW statement_timeout").scalar_one()
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a failure takes it back
        connection.exec_driver_sql("SET LOCAL jit = off")
        yield
        connection.exec_driver_sql("SELECT pg_catalog.set_config('statement_timeout', %s, true)", (limit,))
    elif connection.dialect.name == MARIADB:
        with _patient(connection):
            yield
    else:
        yield


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    assert driver is not None
    limit, wait = connection.exec_driver_sql("SELECT @@max_statement_time").scalar_one(), driver._read_timeout
    connection.exec_driver_sql("SET SESSION max_statement_time = 0")
    driver._read_timeout = None  # the driver offers no other way
    try:
        yield
    except BaseException:  # Ctrl-C too
        connection.invalidate()  # nobody gets a session without limit
        raise
    driver._read_timeout = wait
    connection.exec_driver_sql("SET SESSION max_statement_time = %s", (limit,))
