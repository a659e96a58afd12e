"""One small world, for the interpreter: a manifest, every row of its stores, the facts, and the live schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from troth.claims.facts import NO_FACTS, Facts
from troth.claims.keys import Key
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName

Value = str | int | date | datetime | None
Row = Mapping[Column, Value]
TableRef = tuple[StoreName, TableName]


class ColumnType(Enum):
    """The types a live schema may give to a column, as far as claims care."""

    INTEGER = "integer"
    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"  # without zone: in the store's zone
    TIMESTAMP_ZONED = "timestamp_zoned"


class OnDelete(Enum):
    """What the database does to a row when the one it points at is deleted."""

    NOTHING = "nothing"  # refuses
    CASCADE = "cascade"
    SET_NULL = "set_null"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference that the database enforces."""

    columns: tuple[Column, ...]
    table: TableName
    theirs: tuple[Column, ...]
    on_delete: OnDelete = OnDelete.NOTHING


@dataclass(frozen=True, slots=True)
class LiveColumn:
    """A column as the database has it."""

    type: ColumnType
    is_nullable: bool = True
    written: str = ""  # the type in the database's own words, where values have to be cast to it
    is_binary: bool = False  # bytes
    is_number: bool = False  # numbers that may have a fraction: read as texts, compared as numbers


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table as the database has it, declared or not. `key` is its primary key."""

    columns: Mapping[Column, LiveColumn]
    key: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()


Schema = Mapping[TableRef, LiveTable]


@dataclass(frozen=True, slots=True)
class World:
    """Everything the interpreter may know. Rows of a store that is `down` are there but must not be read."""

    manifest: Manifest
    schema: Schema
    rows: Mapping[TableRef, tuple[Row, ...]]
    facts: Facts = NO_FACTS
    down: frozenset[StoreName] = field(default_factory=frozenset)
    accepted: Manifest | None = None  # the version whose effects a person accepted last; None: not one yet
    remembered: frozenset[frozenset[Key]] = frozenset()  # identities Troth keeps: the keys of one person each

    def with_facts(self, facts: Facts) -> "World":
        """The same world with other facts."""
        return replace(self, facts=facts)
