"""
One transaction at a time: what is read, decided and written together is committed together or not at all.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Engine, Executable, Row, Table

from troth.database.adding import apart, together
from troth.database.connected import Connected, connected
from troth.database.failures import worded
from troth.database.foresight import Foresight, Outrun
from troth.database.glances import Glance, asked_together
from troth.database.keyring import Keyring
from troth.database.ready import Answer, Parameters, Statements

_ROWS = 1_000  # that are read together, where an answer may have any length

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a statement waits for a lock, and how long it may take, in seconds."""

    lock_seconds: float = 10
    statement_seconds: float = 300


class Checkpoint:
    """
    The file that remembers how far the audit log had come, as it was before a transaction began.

    Read any later it could speak of records that others committed since, and that this transaction does
    not see. What stands in it is the audit log's business.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def read(cls, path: Path) -> "Checkpoint":
        """As it is now."""
        checkpoint = cls(path)
        _ = checkpoint.content
        return checkpoint

    @cached_property
    def content(self) -> bytes | None:
        """What stands in it when this is first asked for; none where there is no file."""
        try:
            with open(self.path, "rb", buffering=0) as file:  # noqa: PTH123 - half of the time
                return file.read()
        except FileNotFoundError:
            return None
        except OSError:
            return b""  # which is no checkpoint either, and counts as one that is damaged


class Transaction:
    """
    What a verb reads and writes through.

    Failures of the database come out as `DatabaseUnavailable` or `DatabaseDamaged`, never as a driver's.
    """

    def __init__(
        self,
        opening: Callable[[], Connected],
        dialect: str,
        keyring: Keyring,
        checkpoint: Checkpoint,
        remembered: dict[object, Any],
        statements: Statements,
        *,
        only_reads: bool = False,
        may_foresee: bool = False,
    ) -> None:
        self._opening = opening
        self._opened: Connected | None = None
        self._foresight: Foresight | None = None
        self._only_reads = only_reads
        self._may_foresee = may_foresee
        self._after_commit: dict[str, Callable[[], None]] = {}
        self._known: dict[object, Any] = {}
        self._kept: dict[object, Any] = {}
        self._waiting: dict[Table, list[Mapping[str, Any]]] = {}
        self._statements = statements
        self.dialect = dialect  # "sqlite" or "postgresql"
        self.keyring = keyring
        self.checkpoint = checkpoint
        self.remembered = remembered  # from one transaction to the next; other processes may have written

    def rows(
        self, query: Executable, parameters: Parameters | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Every row of the answer."""
        return self._execute(query, parameters, lambda result: result.all())

    def one_by_one(
        self, query: Executable, parameters: Parameters | None = None
    ) -> Iterator[Row[*tuple[Any, ...]]]:
        """The rows of an answer of any length: some come when the last of those before was taken."""
        connection = self._connection()
        if self._waiting:
            self.flush()
        some = {"yield_per": _ROWS}
        with (
            worded(connection.url),
            connection.around.execute(query, parameters, execution_options=some) as rows,
        ):
            yield from rows

    def first(self, query: Executable, parameters: Parameters | None = None) -> Row[*tuple[Any, ...]] | None:
        """The first row of the answer, or none."""
        return self._execute(query, parameters, lambda result: result.first())

    def once(self, key: object, read: Callable[[], T]) -> T:
        """What `read` gives; read once in a transaction that only reads, in which nothing changes."""
        if not self._only_reads:
            return read()
        if key not in self._known:
            self._known[key] = read()
        return cast("T", self._known[key])

    def glanced(self, glance: Glance, site: str, **values: object) -> Any:
        """One value that a room wants to know of a site; that which `look_ahead` read, where it did."""
        known = self._glances_of(site)
        if (mark := (glance, *values.values())) not in known:
            row = self.first(*asked_together([(glance, values)], site))
            assert row is not None, "a query of values alone has a row"
            if not self._only_reads:
                return row[0]
            known[mark] = row[0]
        return known[mark]

    def found_nothing(self, glance: Glance, site: str) -> bool:
        """Whether `look_ahead` found no such value; where nobody looked, that is not known."""
        return self._glances_of(site).get((glance,), ...) is None

    def look_ahead(self, site: str, wanted: Sequence[tuple[Glance, Mapping[str, object]]]) -> None:
        """Read in one statement what several rooms will want to know of a site, in a transaction that only reads."""
        known = self._glances_of(site)
        fresh = [one for one in wanted if (one[0], *one[1].values()) not in known]
        if fresh and self._only_reads:
            row = self.first(*asked_together(fresh, site))
            assert row is not None, "a query of values alone has a row"
            known |= {
                (glance, *values.values()): told for (glance, values), told in zip(fresh, row, strict=True)
            }

    def _glances_of(self, site: str) -> dict[tuple[object, ...], Any]:
        return self.kept(("glances", site), dict)

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
        return self._execute(statement, parameters, lambda result: result.rowcount)

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
        connection = self._connection()
        with worded(connection.url):
            if self.dialect == "postgresql":
                connection.send(*together(waiting)).close()
                return
            for statement, rows in apart(waiting):
                connection.send(statement, rows, are_many=True).close()

    @property
    def can_foresee(self) -> bool:
        """Whether `foresee` may be called: nothing was asked of the database yet."""
        return self._may_foresee and self._opened is None and self._foresight is None

    def foresee(self, foresight: Foresight) -> None:
        """
        Let the rows that are added be all of this transaction: one statement, which adds them where this is so.

        Whatever else is asked of the database from now on ends the transaction with `Outrun`.
        """
        self._foresight = foresight

    def as_foreseen(self) -> tuple[str, tuple[Any, ...]] | None:
        """The statement that is the whole transaction, and its values; none where nothing was foreseen."""
        return None if self._foresight is None else together(self._waiting, self._foresight)

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

    def _connection(self) -> Connected:
        if self._foresight is not None:
            raise Outrun
        if self._opened is None:
            self._opened = self._opening()
        return self._opened

    def _execute(
        self,
        statement: Executable,
        parameters: Parameters | None,
        taken: Callable[[CursorResult[*tuple[Any, ...]] | Answer], T],
    ) -> T:
        connection = self._connection()
        if self._waiting:
            self.flush()
        with worded(connection.url):
            return taken(self._statements.sent(connection, statement, parameters))


class Database:
    """Troth's own database, open."""

    def __init__(self, engine: Engine, keyring: Keyring, checkpoint: Path) -> None:
        self._engine = engine
        self._keyring = keyring
        self._checkpoint = checkpoint
        self._remembered: dict[object, Any] = {}
        self._statements = Statements()
        self._open = threading.local()
        self.keyring = keyring
        self.writes = 0  # transactions that this process committed: who remembers what it read looks again

    def __repr__(self) -> str:
        return f"<Troth's database {self._engine.url.render_as_string(hide_password=True)}>"

    @contextmanager
    def transaction(self, *, awaits_disk: bool = True) -> Iterator[Transaction]:
        """
        Read and write; committed at the end of the block, undone where it is left by an exception.

        Args:
            awaits_disk: what was committed survives a power cut. Else it survives the end of this process, and a
                power cut may undo it with all that was committed in such a way after it.
        """
        checkpoint = self._checkpoint_of_writer()
        with connected(self._engine, writes=True, awaits_disk=awaits_disk) as connection:
            transaction = self._begun(checkpoint, lambda: connection)
            yield transaction
            transaction.flush()
        self.writes += 1
        transaction.committed()

    @contextmanager
    def foreseeing(self) -> Iterator[Transaction]:
        """
        The same, but that it may go in one statement and one way there and back (`Transaction.foresee`).

        Raises:
            Outrun: what was foreseen was not so, and nothing is written. A `transaction` does the same surely.
        """
        checkpoint = self._checkpoint_of_writer()
        with ExitStack() as open_:
            transaction = self._begun(
                checkpoint,
                lambda: open_.enter_context(connected(self._engine, writes=True)),
                may_foresee=self._engine.dialect.name == "postgresql",
            )
            yield transaction
            foreseen = transaction.as_foreseen()
            if foreseen is None:
                transaction.flush()
            elif not self._was_so(*foreseen):
                raise Outrun
        self.writes += 1
        transaction.committed()

    def reading(self) -> AbstractContextManager[Transaction]:
        """
        Read one state of the database, undisturbed by writers and without disturbing them.

        Within such a block of the same thread it is the same state: what is read together is read of one state.
        """
        outer: Transaction | None = getattr(self._open, "reading", None)
        return self._reading() if outer is None else nullcontext(outer)

    @contextmanager
    def _reading(self) -> Iterator[Transaction]:
        checkpoint = Checkpoint.read(self._checkpoint)
        with connected(self._engine, writes=False) as connection:
            self._open.reading = self._begun(checkpoint, lambda: connection, only_reads=True)
            try:
                yield self._open.reading
            finally:
                self._open.reading = None

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _checkpoint_of_writer(self) -> Checkpoint:
        if self._engine.dialect.name == "sqlite":
            # Its writer is alone: the file speaks of nothing that it does not see.
            return Checkpoint(self._checkpoint)
        return Checkpoint.read(self._checkpoint)

    def _begun(self, checkpoint: Checkpoint, opening: Callable[[], Connected], **how: bool) -> Transaction:
        dialect = self._engine.dialect.name
        return Transaction(
            opening, dialect, self._keyring, checkpoint, self._remembered, self._statements, **how
        )

    def _was_so(self, statement: str, values: tuple[Any, ...]) -> bool:
        """Send what is a whole transaction, and tell whether all was as foreseen."""
        with worded(self._engine.url):
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            with connection:
                return bool(connection.exec_driver_sql(statement, values).scalar())
