"""A sweep as a value: which steps it takes through which tables, and at most how many records each changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from troth.claims.facts import Instant
from troth.claims.states import Fate
from troth.manifest.names import StoreName, TableName
from troth.retention.model import Failure, TableId


class Act(Enum):
    """What a step does to the records that it meets."""

    DELETE = "delete"  # statement by statement: a record goes
    CHANGE = "change"  # statement by statement: ended columns take their end
    RECORDS = "records"  # record by record, as a run does


@dataclass(frozen=True, slots=True)
class Step:
    """
    One act over one table. `reasons` name why it goes record by record, where it does.

    Each is a name of texts/sweeps.py, with a column after some: `archived`, `feeds_a_clock paid_at`.
    """

    table: TableId
    act: Act
    reasons: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the step is called in records and on the screen."""
        return f"{self.table[0]}.{self.table[1]} {self.act.value}"


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """
    What a sweep would do, in counts: whose data it is about nobody needs to know beforehand.

    A count is what the step would do alone; a record that another one still needs stays, so that the run
    may do less. It never does more.
    """

    id: str
    made_at: Instant
    manifest_hash: str
    accepted_hash: str | None
    watermark: int  # the number of the last fact it saw
    schemas: Mapping[StoreName, str]
    steps: tuple[Step, ...]
    counts: Mapping[TableId, Mapping[Fate, int]]
    hints: tuple[str, ...] = ()  # which index would help: the table and its first column, `shop.events at`
    down: tuple[StoreName, ...] = ()

    @property
    def total(self) -> int:
        """How many records it changes or removes at most."""
        return sum(count for fates in self.counts.values() for count in fates.values())

    def of_table(self, table: TableId) -> int:
        """How many of one table."""
        return sum(self.counts.get(table, {}).values())


@dataclass(frozen=True, slots=True)
class StoreSwept:
    """What became of a sweep in one store: what was done by this run, or why it stopped."""

    store: StoreName
    counts: Mapping[TableName, Mapping[Fate, int]]
    failure: Failure | None = None
    was_done_before: bool = False


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of a sweep."""

    plan_id: str
    at: Instant
    stores: tuple[StoreSwept, ...]
    longest_seconds: float  # the longest transaction in a store

    @property
    def is_complete(self) -> bool:
        """Whether every store did its part."""
        return all(one.failure is None for one in self.stores)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step has come, for whoever watches."""

    step: Step
    rows: int  # changed or removed
    planned: int
    seconds: float  # since the step began, in this run


Watch = Callable[[Progress], None]
Now = Callable[[], Instant]
