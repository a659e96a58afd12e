"""A statement that only reads, and may take as long as its table is large."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from troth.stores.sql.words import MARIADB, POSTGRESQL


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """No limit on the time of statements; the session's own holds again afterwards."""
    if connection.dialect.name == POSTGRESQL:
        limit = connection.exec_driver_sql("SHOW statement_timeout").scalar_one()
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield
        connection.exec_driver_sql("SELECT pg_catalog.set_config('statement_timeout', %s, true)", (limit,))
    elif connection.dialect.name == MARIADB:
        driver = connection.connection.driver_connection
        assert driver is not None
        limit, patience = (
            connection.exec_driver_sql("SELECT @@max_statement_time").scalar_one(),
            driver._read_timeout,
        )
        connection.exec_driver_sql("SET SESSION max_statement_time = 0")
        driver._read_timeout = None  # the driver offers no other way
        yield
        driver._read_timeout = patience
        connection.exec_driver_sql("SET SESSION max_statement_time = %s", (limit,))
    else:
        yield
