"""Asking a store: one statement, or several in one round trip where the driver can (psycopg's pipeline mode)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Connection

from troth.stores.sql.failures import unavailable
from troth.stores.sql.said import CarriedRows, Given, Said

Answer = tuple[Any, ...]  # one row: what the statement's labels stand for, in their order


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement, and of what it is asked."""

    said: Said
    given: Given = field(default_factory=dict)
    carried: CarriedRows = field(default_factory=dict)


def answers(connection: Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    """Ask one statement: each row by label."""
    return (dict(zip(asked.said.labels, row, strict=True)) for row in all_answers(connection, [asked])[0])


def all_answers(connection: Connection, asked: Sequence[Asked]) -> list[Sequence[Answer]]:
    """
    Ask several statements of one store, and give the rows of each.

    Raises:
        Unavailable, Forbidden, Surprise: the store's own error, in our words.
    """
    if not asked:
        return []
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        return [connection.exec_driver_sql(*_bound(one)).all() for one in asked]
    if not connection.in_transaction():
        connection.begin()
    with unavailable(asked[0].said.store):
        if len(asked) == 1:
            return [driver.execute(*_bound(asked[0])).fetchall()]
        with driver.pipeline():
            cursors = [driver.execute(*_bound(one)) for one in asked]
        return [cursor.fetchall() for cursor in cursors]


def _bound(asked: Asked) -> tuple[Any, dict[str, object]]:
    # The driver wants a literal text, so that nobody writes a value into it; ours are said by `render.py`.
    return asked.said.bound(asked.given, asked.carried)
