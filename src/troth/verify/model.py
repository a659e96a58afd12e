"""The nouns of a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from troth.audit.model import Json
from troth.claims.facts import Instant
from troth.claims.unknown import Unknown
from troth.claims.world import TableRef
from troth.manifest.names import Column, ItemName, KindName, Relation, StoreName, TableName
from troth.manifest.period import Period
from troth.retention.model import Failure
from troth.subjects.holds import Hold


class Verdict(Enum):
    """Whether a promise is kept, in the order in which one of several stands for all."""

    KEPT = "kept"
    UNPROVEN = "unproven"  # something that one has to know is not known
    BROKEN = "broken"  # data is there that ended longer ago than the lag


@dataclass(frozen=True, slots=True)
class Counts:
    """How many data (values that are there) are in which state."""

    active: int = 0
    archived: int = 0
    restricted: int = 0  # kept and not used because the person asked for it
    due: int = 0  # ended, and the lag is not over
    broken: int = 0  # ended longer ago than the lag
    bound: int = 0  # ended links that cannot be emptied: they stay while something points at their records
    unknown: Mapping[Unknown, int] = field(default_factory=dict)
    oldest: date | None = None  # of the broken: the day from which the first of them was kept

    @property
    def total(self) -> int:
        """All of them."""
        held = self.active + self.archived + self.restricted
        return held + self.due + self.broken + self.bound + sum(self.unknown.values())

    def as_json(self) -> dict[str, Json]:
        """As they are kept, and told to programs."""
        return {
            "active": self.active,
            "archived": self.archived,
            "restricted": self.restricted,
            "due": self.due,
            "broken": self.broken,
            "bound": self.bound,
            "oldest": None if self.oldest is None else self.oldest.isoformat(),
            "unknown": {why.name.lower(): count for why, count in self.unknown.items()},
        }

    @property
    def verdict(self) -> Verdict:
        """What they come to."""
        if self.broken:
            return Verdict.BROKEN
        return Verdict.UNPROVEN if any(self.unknown.values()) else Verdict.KEPT


@dataclass(frozen=True, slots=True)
class Held:
    """What one table holds of one item, in these columns; of none where they only tie records to people."""

    item: ItemName | None
    columns: tuple[Column, ...]
    counts: Counts

    @property
    def verdict(self) -> Verdict:
        """Whether what is promised of it is kept."""
        return self.counts.verdict


@dataclass(frozen=True, slots=True)
class Orphans:
    """Records of one kind whose declared way leads nowhere: by a reference to no record, or to nobody at all."""

    kind: KindName
    relation: Relation | None  # none: no link of theirs leads to anybody
    count: int


class Unread(Enum):
    """Why nothing is known of a table."""

    DOWN = "down"  # its store does not answer, or stopped answering
    SCHEMA = "schema"  # its store lacks a table or column that is declared: no answer of it can be trusted


@dataclass(frozen=True, slots=True)
class TableVerdict:
    """What was found in one table."""

    store: StoreName
    table: TableName
    rows: int
    held: tuple[Held, ...]
    orphans: tuple[Orphans, ...] = ()
    on_hold: int = 0  # records that a hold keeps
    unread: Unread | None = None

    @property
    def ref(self) -> TableRef:
        """Which one."""
        return self.store, self.table

    @property
    def verdict(self) -> Verdict:
        """The worst of its items."""
        if self.unread is not None:
            return Verdict.UNPROVEN
        return worst(one.verdict for one in self.held)


@dataclass(frozen=True, slots=True)
class Undeclared:
    """What nobody declared: columns of a declared table, or a whole table. Those that look personal come first."""

    store: StoreName
    table: TableName
    columns: tuple[Column, ...]
    personal: frozenset[Column]
    is_table: bool = False
    has_personal_name: bool = False

    @property
    def looks_personal(self) -> bool:
        """Whether one expects personal data there."""
        return self.has_personal_name or bool(self.personal)


@dataclass(frozen=True, slots=True)
class Verification:
    """All verdicts of one site at one instant."""

    at: Instant
    manifest_hash: str
    lag: Period
    tables: tuple[TableVerdict, ...]
    undeclared: tuple[Undeclared, ...] = ()
    failures: Mapping[StoreName, Failure] = field(default_factory=dict)  # of stores that were not read
    holds: tuple[Hold, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of all tables."""
        return worst(table.verdict for table in self.tables)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several; kept where there is none."""
    order = list(Verdict)
    return max(verdicts, key=order.index, default=Verdict.KEPT)
