"""A plan as a value: the instant, the versions and facts it was made of, what it would do, and what stays.

It can be shown, kept, compared and run once. Only its `scope`, its records and the facts it would record
say whose data it is about; the rest are names and counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from troth.claims.facts import Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.states import Fate, State
from troth.errors import Forbidden, Surprise, TrothError, Unavailable
from troth.manifest.names import ChoiceName, Column, PurposeName, RoleName, StoreName, TableName
from troth.subjects.model import NewFact

TableId = tuple[StoreName, TableName]


class Planned(NamedTuple):
    """What a plan holds of one record: how to name it, its fate, and the columns that may change."""

    record: RecordRef
    key: tuple[object, ...]
    fate: Fate
    columns: frozenset[Column]


class Ground(Enum):
    """Why a datum stays although nothing claims it actively, or beside the claims on it."""

    CLAIM = "claim"
    HOLD = "hold"
    RESTRICTION = "restriction"
    UNDECIDED = "undecided"  # an interest whose balance an erasure or objection opened
    UNACCEPTED = "unaccepted"  # only new words end it, and nobody accepted them yet
    UNKNOWN = "unknown"
    NEEDED = "needed"  # by something that stays: a record that points here, a datum found through it; or by the schema


@dataclass(frozen=True, slots=True)
class Stays:
    """Data of one column that stays, on one ground, until one day: how many."""

    table: TableId
    column: Column
    state: State
    ground: Ground
    purpose: PurposeName | None
    choice: ChoiceName | None
    is_archive: bool
    until: date | None
    count: int
    role: RoleName | None = None  # where the purpose's basis depends on it


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Plan:
    """What would be done. `scope` none: everything."""

    id: str
    made_at: Instant
    manifest_hash: str
    accepted_hash: str | None
    watermark: int  # the number of the last fact it saw
    schemas: Mapping[StoreName, str]  # a hash of each live schema
    scope: frozenset[Key] | None
    facts: tuple[NewFact, ...]  # recorded when it runs
    planned: tuple[Planned, ...]
    stays: tuple[Stays, ...]
    undecided: tuple[PurposeName, ...]  # interests that stay frozen until somebody decides
    candidates: Mapping[TableId, int]  # records matched only by keys in doubt: a question for a human
    down: tuple[StoreName, ...]

    @property
    def counts(self) -> Mapping[TableId, Mapping[Fate, int]]:
        """How many records of each table come to which fate."""
        found: dict[TableId, Counter[Fate]] = {}
        alike = Counter([(record[:2], fate) for record, _, fate, _ in self.planned])
        for (table, fate), count in alike.items():
            found.setdefault(table, Counter())[fate] = count
        return found

    @property
    def total(self) -> int:
        """How many records it changes or removes."""
        return len(self.planned)

    def of_store(self, store: StoreName) -> tuple[Planned, ...]:
        """What it would do in one store."""
        return tuple(one for one in self.planned if one.record.store == store)


class Left(Enum):
    """Why not all that was planned for a record was done."""

    GONE = "gone"  # it is no longer there
    ANOTHERS = "anothers"  # it no longer belongs to any of these people
    CLAIMED = "claimed"  # something in it is held again, or frozen
    NEEDED = "needed"  # something that stays needs it now
    ALREADY = "already"  # somebody else did it before


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing was done in a store: how it is to be treated, and what happened, in words without a value."""

    kind: type[TrothError]  # Unavailable, Surprise or Forbidden
    words: str
    said: Mapping[str, str] = field(default_factory=dict)  # the same in several languages, where it has words

    def told(self, language: str) -> str:
        """What happened, in that language where it has words in it."""
        return self.said.get(language, self.words)

    @classmethod
    def of(cls, error: TrothError) -> "Failure":
        """The failure of an error that was caught."""
        kinds = (Surprise, Forbidden, Unavailable)
        kind = next((kind for kind in kinds if isinstance(error, kind)), TrothError)
        return cls(kind, str(error), error.said)


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of a plan in one store: the counts of what was done and of what was left, or why nothing was."""

    store: StoreName
    counts: Mapping[TableName, Mapping[Fate, int]]
    left: Mapping[TableName, Mapping[Left, int]] = field(default_factory=dict)
    failure: Failure | None = None
    was_done_before: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan."""

    plan_id: str
    at: Instant
    stores: tuple[StoreOutcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every store did its part."""
        return all(one.failure is None for one in self.stores)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Why some stores did not."""
        return tuple(one.failure for one in self.stores if one.failure is not None)
