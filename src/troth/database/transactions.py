"""
One transaction at a time: what is read, decided and written together is committed together or not at all.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Executable,
    Insert,
    Integer,
    LargeBinary,
    Row,
    Table,
    insert,
)
from sqlalchemy.exc import DBAPIError

from troth.database.failures import worded
from troth.database.keyring import Keyring
from troth.database.tables import instant_text

_ROWS = 1_000  # in one statement, where each row has its own values
_FEW_ROWS = 24  # what one act of a visitor adds, and some more

WRITES = "troth_writes"  # an execution option: whether the transaction that begins is to write

Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a statement waits for a lock, and how long it may take, in seconds."""

    lock_seconds: float = 10
    statement_seconds: float = 300


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    The file that remembers how far the audit log had come, as it was before a transaction began.

    Read any later it could speak of records that others committed since, and that this transaction does
    not see. What stands in it is the audit log's business.
    """

    path: Path
    content: bytes | None  # none where there is no file

    @classmethod
    def read(cls, path: Path) -> "Checkpoint":
        try:
            return cls(path, path.read_bytes())
        except FileNotFoundError:
            return cls(path, None)
        except OSError:
            return cls(path, b"")  # which is no checkpoint either, and counts as one that is damaged


class Transaction:
    """
    What a verb reads and writes through.

    Failures of the database come out as `DatabaseUnavailable` or `DatabaseDamaged`, never as a driver's.
    """

    def __init__(
        self, connection: Connection, keyring: Keyring, checkpoint: "Checkpoint", *, only_reads: bool = False
    ) -> None:
        self._connection = connection
        self._only_reads = only_reads
        self._after_commit: dict[str, Callable[[], None]] = {}
        self._known: dict[object, Any] = {}
        self._kept: dict[object, Any] = {}
        self._waiting: dict[Table, list[Mapping[str, Any]]] = {}
        self.keyring = keyring
        self.checkpoint = checkpoint

    @property
    def dialect(self) -> str:
        """Which database this is: "sqlite" or "postgresql"."""
        return self._connection.dialect.name

    def rows(
        self, query: Executable, parameters: Parameters | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Every row of the answer."""
        with worded(self._connection.engine.url):
            return self._execute(query, parameters).all()

    def first(self, query: Executable, parameters: Parameters | None = None) -> Row[*tuple[Any, ...]] | None:
        """The first row of the answer, or none."""
        with worded(self._connection.engine.url):
            return self._execute(query, parameters).first()

    def once(self, key: object, read: Callable[[], T]) -> T:
        """What `read` gives; read once in a transaction that only reads, in which nothing changes."""
        if not self._only_reads:
            return read()
        if key not in self._known:
            self._known[key] = read()
        return cast("T", self._known[key])

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What is known within this transaction alone; made when first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    def forget_kept(self, what: str) -> None:
        """Know no more what was kept under keys that begin with this word."""
        for key in [key for key in self._kept if isinstance(key, tuple) and key[0] == what]:
            del self._kept[key]

    def run(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """Write, and tell how many rows were matched. A sequence of parameters goes as one batch."""
        with worded(self._connection.engine.url):
            return self._execute(statement, parameters).rowcount

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """
        Add rows, all with the same columns, before the next statement or the commit at the latest.

        What was added to several tables by then goes in one statement where the database can: each statement
        costs a way there and back.
        """
        if rows:
            self._waiting.setdefault(table, []).extend(rows)

    def flush(self) -> None:
        """Write the rows that wait."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        with worded(self._connection.engine.url):
            if self.dialect == "postgresql":
                self._connection.exec_driver_sql(*together(waiting))
                return
            for table, rows in waiting.items():
                for start in range(0, len(rows), _ROWS):
                    self._connection.execute(_insert_into(table), rows[start : start + _ROWS])

    def after_commit(self, name: str, act: Callable[[], None]) -> None:
        """Do this once the transaction is committed; a later act of the same name takes its place."""
        self._after_commit[name] = act

    def has_after_commit(self, name: str) -> bool:
        """Whether an act of this name waits for the commit."""
        return name in self._after_commit

    def committed(self) -> None:
        """Do what waits for the commit."""
        for act in self._after_commit.values():
            act()

    def _execute(
        self, statement: Executable, parameters: Parameters | None
    ) -> CursorResult[*tuple[Any, ...]]:
        if self._waiting:
            self.flush()
        return self._connection.execute(statement, parameters)


class Database:
    """Troth's own database, open."""

    def __init__(self, engine: Engine, keyring: Keyring, checkpoint: Path) -> None:
        self._engine = engine
        self._keyring = keyring
        self._checkpoint = checkpoint
        self._open = threading.local()
        self.keyring = keyring
        self.writes = 0  # transactions that this process committed: who remembers what it read looks again

    def __repr__(self) -> str:
        return f"<Troth's database {self._engine.url.render_as_string(hide_password=True)}>"

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Read and write; committed at the end of the block, undone where it is left by an exception."""
        checkpoint = Checkpoint.read(self._checkpoint)
        with connected(self._engine, writes=True) as connection:
            transaction = Transaction(connection, self._keyring, checkpoint)
            yield transaction
            transaction.flush()
        self.writes += 1
        transaction.committed()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """
        Read one state of the database, undisturbed by writers and without disturbing them.

        Within such a block of the same thread it is the same state: what is read together is read of one state.
        """
        outer: Transaction | None = getattr(self._open, "reading", None)
        if outer is not None:
            yield outer
            return
        checkpoint = Checkpoint.read(self._checkpoint)
        with connected(self._engine, writes=False) as connection:
            self._open.reading = Transaction(connection, self._keyring, checkpoint, only_reads=True)
            try:
                yield self._open.reading
            finally:
                self._open.reading = None

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def together(waiting: Mapping[Table, Sequence[Mapping[str, Any]]]) -> tuple[str, tuple[Any, ...]]:
    """
    One statement of PostgreSQL that adds rows to several tables, and its values.

    Of few rows each value by itself, which the driver writes much faster; of many an array for each column, so that
    the statement is the same however many they are.
    """
    if sum(map(len, waiting.values())) <= _FEW_ROWS:
        few = tuple((table, tuple(rows[0]), len(rows)) for table, rows in waiting.items())
        return _few_added_together(few), tuple(
            [_bound(row[column]) for table, columns, _ in few for row in waiting[table] for column in columns]
        )
    shape = tuple((table, tuple(rows[0])) for table, rows in waiting.items())
    values = tuple(
        [_bound(row[column]) for row in waiting[table]] for table, columns in shape for column in columns
    )
    return _added_together(shape), values


@lru_cache(maxsize=256)
def _few_added_together(shape: tuple[tuple[Table, tuple[str, ...], int], ...]) -> str:
    parts = []
    for number, (table, columns, count) in enumerate(shape):
        one = f"({', '.join(['%s'] * len(columns))})"
        added = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {', '.join([one] * count)}"
        parts.append(f"t{number} AS ({added})")
    return f"WITH {', '.join(parts)} SELECT 1"


@lru_cache(maxsize=64)
def _added_together(shape: tuple[tuple[Table, tuple[str, ...]], ...]) -> str:
    parts = []
    for number, (table, columns) in enumerate(shape):
        arrays = ", ".join(f"%s::{_array(table, column)}" for column in columns)
        names = ", ".join(columns)
        parts.append(f"t{number} AS (INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays}))")
    return f"WITH {', '.join(parts)} SELECT 1"


@lru_cache(maxsize=256)
def _array(table: Table, column: str) -> str:
    match table.c[column].type:
        case LargeBinary():
            return "bytea[]"
        case Integer():
            return "bigint[]"
        case _:
            return "text[]"


def _bound(value: Any) -> Any:
    return instant_text(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=64)
def _insert_into(table: Table) -> Insert:
    return insert(table)


@contextmanager
def connected(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """A connection with a transaction begun, which is committed where the block ends well."""
    with worded(engine.url):
        connection = engine.connect().execution_options(**{WRITES: writes})
    try:
        with worded(engine.url):
            connection.begin()
        yield connection
        with worded(engine.url):
            connection.commit()
    except BaseException:
        # What went wrong first is what the caller has to know; a broken connection cannot be closed well.
        with suppress(DBAPIError):
            connection.close()
        raise
    connection.close()
