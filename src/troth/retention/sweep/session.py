"""
A session of a sweep with one store: a connection of its own, what is carried there, short waits.

Its statements wait little for locks and are cut off when they take long: the chunk is then tried again,
half as large. The session is thrown away afterwards, for what it was told must not meet other work.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from troth.errors import Unavailable
from troth.manifest.names import StoreName
from troth.retention.sweep.asked import NOTHING_ASKED, Asking
from troth.site import Site
from troth.stores.sql.carriage import carry
from troth.stores.sql.failures import Blocked, unavailable
from troth.stores.sql.ground import Ground
from troth.stores.sql.predicate import Slots
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE

LOCK_SECONDS = 1
STATEMENT_SECONDS = 10  # of a chunk that aims at a tenth of one
TRIES = 8
T = TypeVar("T")


@dataclass
class Session:
    """One connection; `slots` are those that its statements look into, carried as soon as they are known."""

    connection: Connection
    ground: Ground
    asking: Asking = NOTHING_ASKED
    slots: Slots = field(default_factory=dict)
    _carried: int = 0
    _said: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, say: Callable[[], T]) -> T:
        """What `say` gives, said once for each key as long as the same is asked."""
        if key not in self._said:
            self._said[key] = say()
        return cast("T", self._said[key])

    def carry(self) -> None:
        """Carry what the statements said so far look into, unless it is there."""
        if len(self.slots) > self._carried:
            carry(self.connection, self.ground, self.slots, self.asking.rows)
            self.connection.commit()
            self._carried = len(self.slots)

    def isolate(self, level: str) -> None:
        """From here on, of what others do meanwhile see so much (SQLite shows one state always)."""
        if self.ground.dialect != SQLITE:
            self.connection.rollback()
            self.connection.execution_options(isolation_level=level)

    def prefers_indexes(self, is_so: bool) -> None:
        """
        From here on PostgreSQL looks for rows by an index wherever there is one, or again as it likes.

        It keeps the plan of a statement. An archive may be empty when the first chunk asks what stands there: read
        from end to end ever after, as is best for an empty one, it would make each chunk slower than the last.
        """
        if self.ground.dialect == POSTGRESQL:
            way = {"scans": "off" if is_so else "on"}
            self.connection.exec_driver_sql(
                "SELECT pg_catalog.set_config('enable_seqscan', %(scans)s, false)", way
            )
            self.connection.exec_driver_sql("DISCARD PLANS")
            self.connection.commit()

    def asks_anew(self, asking: Asking) -> None:
        """From here on ask with other facts."""
        self.asking, self.slots, self._carried = asking, {}, 0
        self._said.clear()


@contextmanager
def session(site: Site, store: StoreName, ground: Ground, begin: str = "IMMEDIATE") -> Iterator[Session]:
    """
    A session with a store. `begin` is how SQLite begins its transactions: those that only count are deferred.

    Raises:
        Unavailable: it cannot be reached.
    """
    with unavailable(store):
        connection = site.stores[store].engine.connect()
    try:
        if ground.dialect == SQLITE:
            connection = connection.execution_options(sqlite_begin=begin)
        else:
            connection = connection.execution_options(isolation_level="READ COMMITTED")
        _waits(connection, ground.dialect)
        yield Session(connection, ground)
    finally:
        with suppress(Unavailable):  # whatever was not committed is undone by the store
            connection.invalidate()
            connection.close()


def _waits(connection: Connection, dialect: str) -> None:
    if dialect == POSTGRESQL:
        connection.exec_driver_sql(
            "SELECT pg_catalog.set_config('lock_timeout', %(lock)s, false), "
            "pg_catalog.set_config('statement_timeout', %(statement)s, false)",
            {"lock": f"{LOCK_SECONDS}s", "statement": f"{STATEMENT_SECONDS}s"},
        )
        # Thousands of statements of a few milliseconds: to compile each one costs more than to run it.
        connection.exec_driver_sql(
            "SELECT pg_catalog.set_config(name, 'off', false) FROM pg_catalog.pg_settings WHERE name = 'jit'"
        )
        connection.commit()
    elif dialect == MARIADB:
        connection.exec_driver_sql(
            f"SET SESSION innodb_lock_wait_timeout = {LOCK_SECONDS}, lock_wait_timeout = {LOCK_SECONDS}, "
            f"max_statement_time = {STATEMENT_SECONDS}, "
            # else a column would be computed from those already changed
            "sql_mode = CONCAT(@@sql_mode, ',SIMULTANEOUS_ASSIGNMENT')"
        )
        connection.commit()


def unhurried(connection: Connection, dialect: str, seconds: float) -> None:
    """Let statements take longer: those that count."""
    if dialect == POSTGRESQL:
        connection.exec_driver_sql(
            "SELECT pg_catalog.set_config('statement_timeout', %(time)s, false)", {"time": f"{int(seconds)}s"}
        )
    elif dialect == MARIADB:
        connection.exec_driver_sql(f"SET SESSION max_statement_time = {int(seconds)}")
    connection.commit()


@dataclass
class Pace:
    """How large a chunk is, so that it takes about as long as it should."""

    size: int
    sizes: tuple[int, int]
    aim_seconds: float = 0.1

    def took(self, seconds: float) -> None:
        """A chunk took so long: the next one is larger or smaller, never by much at once."""
        wanted = self.aim_seconds / max(seconds, 0.001)
        self._set(self.size * min(max(wanted, 0.5), 1.5))

    def halve(self) -> None:
        """A chunk was in somebody's way, or somebody in ours."""
        self._set(self.size / 2)

    def _set(self, size: float) -> None:
        least, most = self.sizes
        self.size = int(min(max(size, least), most))


def give_way(connection: Connection, pace: Pace, tries: int, failure: Blocked) -> None:
    """
    A chunk was in somebody's way: undo it, wait, and be ready to try a smaller one.

    Raises:
        Blocked: that failure, after several tries.
    """
    with suppress(Unavailable):
        connection.rollback()
    if tries >= TRIES:
        raise  # what the caller is handling
    pace.halve()
    time.sleep(min(0.05 * 2**tries, 1.0))
