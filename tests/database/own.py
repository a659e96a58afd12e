"""
A database of Troth's own for a test: empty, with its key, on SQLite and on PostgreSQL.

Other processes are real ones (`in_another_process`), so that they can be killed, starved or made poor.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine

from troth.database import (
    Database,
    MasterKey,
    Transaction,
    Waits,
    create_key_file,
    open_database,
    prepare_database,
)

SITE = "acme"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def later(**length: float) -> datetime:
    """An instant after NOON."""
    return NOON + timedelta(**length)


@dataclass(frozen=True)
class Own:
    """Where a database of Troth's own is, and what opens it."""

    address: str
    folder: Path
    key: MasterKey

    @property
    def key_file(self) -> Path:
        return self.folder / "troth.key"

    @property
    def checkpoint(self) -> Path:
        return self.folder / "troth.checkpoint"

    def prepared(self) -> "Own":
        prepare_database(self.address, self.key)
        return self

    def opened(self, key: MasterKey | None = None, waits: Waits | None = None) -> Database:
        return open_database(self.address, key or self.key, self.checkpoint, waits)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction of a database that is opened for it alone."""
        database = self.opened()
        try:
            with database.transaction() as tx:
                yield tx
        finally:
            database.close()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        database = self.opened()
        try:
            with database.reading() as tx:
                yield tx
        finally:
            database.close()

    def raw(self) -> Engine:
        """The database without Troth, as someone else would reach it."""
        address = self.address.replace("postgresql:", "postgresql+psycopg:")
        return create_engine(address, poolclass=NullPool)

    def sql(self, *statements: str) -> None:
        """Change the database behind Troth's back."""
        with self.raw().begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


@pytest.fixture
def sqlite_own(tmp_path: Path) -> Own:
    """A SQLite file that is not made yet."""
    return Own(f"sqlite:///{tmp_path}/troth.db", tmp_path, create_key_file(tmp_path / "troth.key"))


@pytest.fixture
def postgresql_own(tmp_path: Path, postgresql_url: str) -> Own:
    """An empty PostgreSQL database."""
    own = Own(postgresql_url, tmp_path, create_key_file(tmp_path / "troth.key"))
    own.sql("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public")
    return own


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_own(request: pytest.FixtureRequest) -> Own:
    """Each of the two in turn, without Troth's tables."""
    found: Own = request.getfixturevalue(f"{request.param}_own")
    return found


@pytest.fixture
def own(empty_own: Own) -> Own:
    """Each of the two in turn, with Troth's tables."""
    return empty_own.prepared()


@pytest.fixture
def database(own: Own) -> Iterator[Database]:
    """Each of the two in turn, open."""
    opened = own.opened()
    yield opened
    opened.close()


def in_another_process(act: Callable[..., object], *given: Any) -> int:
    """Run a function of a test module in a process of its own; returns how it ended (-9: killed)."""
    return ended(started(act, *given))


def started(act: Callable[..., object], *given: Any) -> Any:
    """The same, without waiting for the end."""
    process = multiprocessing.get_context("spawn").Process(target=_heeding_ctrl_c, args=(act, *given))
    process.start()
    return process


def _heeding_ctrl_c(act: Callable[..., object], *given: Any) -> None:
    """Whoever runs the tests in the background has them, and their children, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    act(*given)


def ended(process: Any) -> int:
    """Wait for a process and tell how it ended."""
    process.join(300)  # on a busy machine a process takes a minute to begin
    assert process.exitcode is not None, "the process hangs"
    code: int = process.exitcode
    return code
