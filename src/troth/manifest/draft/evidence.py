"""What was seen of a database. Values were counted and let go: nothing here can show one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from troth.manifest.names import Column, StoreName, TableName

TEXTS = frozenset({"text", "enum", "any"})
NUMBERS = frozenset({"integer", "decimal"})
INSTANTS = frozenset({"date", "timestamp", "timestamp_zoned"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the values sampled from one place pass each test."""

    count: int = 0  # values that are neither NULL nor empty
    distinct: int = 0
    hits: Mapping[str, int] = field(default_factory=dict)
    words: float = 0.0  # on average
    longest: int = 0

    def share(self, *tests: str) -> float:
        """How many of the values pass one of these tests, from 0 to 1 (added up: the tests exclude each other)."""
        return sum(self.hits.get(test, 0) for test in tests) / self.count if self.count else 0.0

    def said(self, test: str) -> str:
        """`31 of 40 sampled values`."""
        return f"{self.hits.get(test, 0)} of {self.count} sampled values"


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column. `family` is what it can hold, in the words of `stores.live.Family`."""

    name: Column
    family: str
    written: str = ""
    is_nullable: bool = True
    length: int | None = None
    is_generated: bool = False
    is_unique: bool = False  # alone, by a constraint or an index
    moves_on_update: bool = False
    is_readable: bool = True
    among: tuple[str, ...] = ()
    comment: str = ""  # beside it in the catalogue
    values: Tally = NOTHING
    inside: Mapping[str, Tally] = field(default_factory=dict)  # JSON: by path


@dataclass(frozen=True, slots=True)
class SeenReference:
    """My columns that point at those of another table; by a foreign key, or `by_name` only."""

    table: TableName
    columns: Mapping[Column, Column]  # mine → theirs
    by_name: bool = False
    cascades: bool = False


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table that we were allowed to look at."""

    name: TableName
    columns: Mapping[Column, SeenColumn]
    key: tuple[Column, ...] = ()
    references: tuple[SeenReference, ...] = ()
    rows: int | None = None
    is_view: bool = False
    sampled: int = 0  # rows
    unread: str = ""  # why no value was read


@dataclass(frozen=True, slots=True)
class Seen:
    """A store as far as it was looked at."""

    store: StoreName
    url: str  # as it may stand in a file
    dialect: str
    tables: Mapping[TableName, SeenTable]
    is_partly_named_only: bool = False  # the time was over before every table was sampled
