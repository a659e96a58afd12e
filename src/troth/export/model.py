"""The nouns of an export."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from troth.manifest.names import Column, KeyType, StoreName, TableName


class How(Enum):
    """How a column stands in the export."""

    WHOLE = "whole"
    MONTH = "month"
    YEAR = "year"
    BAND = "band"  # of years of birth
    PREFIX = "prefix"
    BINS = "bins"


class Why(Enum):
    """Why a column does not stand in it."""

    KEY = "key"  # names the record, a person, or another record
    TEXT = "text"  # may name a person
    KIND = "kind"  # of a type that nothing makes coarser
    FORBIDDEN = "forbidden"  # the law forbids to keep the item, or it is of a special category
    UNUSED = "unused"  # the purpose does not use the item
    TOO_TELLING = "too telling"  # with it, too many records would stand in groups under k


@dataclass(frozen=True, slots=True)
class Reduction:
    """How coarse a column becomes. `size`: characters of a prefix, years of a band, the width of bins."""

    how: How
    size: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A column that may stand in the export. Where it is personal, only in records where the purpose may use it."""

    column: Column
    reduction: Reduction
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What was asked for: groups of at least `k` people; at most that share of records may stand in smaller ones."""

    k: int = 10
    share: float = 0.2
    categories: frozenset[str] = frozenset()  # TABLE.COLUMN: texts that name a sort of thing, not a person


@dataclass(frozen=True, slots=True)
class KTest:
    """The test that every group has k members, as the store ran it, and what came of it."""

    sql: str
    members_by: KeyType
    groups: int
    records: int
    smallest: int | None
    suppressed_groups: int
    suppressed_records: int
    suppressed_people: int


@dataclass(frozen=True, slots=True)
class TableWritten:
    """What became of one table."""

    store: StoreName
    table: TableName
    columns: Mapping[Column, Reduction]
    dropped: Mapping[Column, Why]
    test: KTest | None  # none: fewer than k people are in it, and nothing was written

    @property
    def name(self) -> str:
        """Store and table."""
        return f"{self.store}.{self.table}"


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records of a table came into being in a month; none where that is hidden."""

    table: str
    month: str
    records: int | None
