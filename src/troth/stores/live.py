"""What a store really holds, as its own catalogue says: the live side of every comparison.

Only declared tables are described. Of the others nothing is known but their names, and their foreign
keys where these point at a declared table.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, OnDelete
from troth.manifest.names import Column, StoreName, TableName


class Family(Enum):
    """What a column can hold."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    ENUM = "enum"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"  # without zone
    TIMESTAMP_ZONED = "timestamp_zoned"  # an instant, whatever zone it is shown in
    UUID = "uuid"
    JSON = "json"
    BINARY = "binary"
    ANY = "any"  # SQLite: no type, or one that it does not know
    OTHER = "other"


class Action(Enum):
    """What a foreign key does to the pointing row."""

    REFUSE = "refuse"
    CASCADE = "cascade"
    SET_NULL = "set null"
    SET_DEFAULT = "set default"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column. `written` is its type as the database writes it."""

    name: Column
    family: Family
    written: str
    is_nullable: bool = True
    default: str | None = None
    length: int | None = None  # characters it takes at most; None: no limit that is enforced
    is_generated: bool = False  # computed from other columns
    is_numbered: bool = False  # by the database: identity, auto_increment, serial
    moves_on_update: bool = False  # ON UPDATE CURRENT_TIMESTAMP: any change of the row changes it
    collation: str = ""
    is_binary: bool = True  # texts are equal only when they are the same, byte for byte
    charset: str = ""  # where the column has one of its own
    among: tuple[str, ...] = ()  # the only values it takes


@dataclass(frozen=True, slots=True)
class Expression:
    """A part of an index that is no column."""

    sql: str


@dataclass(frozen=True, slots=True)
class Index:
    """An index that finds equal values, by its parts in order. A unique constraint is one too."""

    name: str
    parts: tuple[Column | Expression, ...]
    is_unique: bool = False
    where: str = ""  # only rows of which this is true stand in it
    is_null_a_value: bool = False  # two NULLs collide (NULLS NOT DISTINCT)


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A foreign key. `table` is the one it points at."""

    name: str
    columns: tuple[Column, ...]
    table: TableName
    theirs: tuple[Column, ...]
    on_delete: Action = Action.REFUSE
    on_update: Action = Action.REFUSE


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger or rule, and what sets it off: insert, update, delete. No columns: any."""

    name: str
    events: frozenset[str]
    columns: frozenset[Column] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that every row must satisfy."""

    name: str
    sql: str
    columns: frozenset[Column] = frozenset()  # those it reads


@dataclass(frozen=True, slots=True)
class Rights:
    """What the database account may do with one table."""

    reads: frozenset[Column] = frozenset()
    changes: frozenset[Column] = frozenset()
    may_insert: bool = False
    may_delete: bool = False
    hides_rows: bool = False  # row security: some rows may not be shown


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A declared table as it is."""

    name: TableName
    columns: Mapping[Column, StoredColumn]
    key: tuple[Column, ...] = ()  # its primary key
    references: tuple[StoredReference, ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    rights: Rights = Rights()
    rows: int | None = None  # an estimate; None: the database has none
    is_view: bool = False
    is_transactional: bool = True
    keeps_history: bool = False  # what is changed or deleted stays readable (system versioning)
    heirs: tuple[TableName, ...] = ()  # tables that inherit from it: their rows are its rows

    def is_indexed(self, column: Column) -> bool:
        """Whether an index over all rows begins with the column."""
        return any(index.parts[:1] == (column,) and not index.where for index in self.indexes)


@dataclass(frozen=True, slots=True)
class LiveStore:
    """What one store holds of what was declared."""

    name: StoreName
    dialect: str
    tables: Mapping[TableName, StoredTable]
    pointing: Mapping[TableName, tuple[StoredReference, ...]] = field(default_factory=dict)
    others: frozenset[TableName] = frozenset()  # names of tables that are not declared, where one is missing
    is_read_only: bool = False


# --- reduced for the claims -------------------------------------------------------------------------------

_TYPES = {
    Family.INTEGER: ColumnType.INTEGER,
    Family.DATE: ColumnType.DATE,
    Family.TIMESTAMP: ColumnType.TIMESTAMP,
    Family.TIMESTAMP_ZONED: ColumnType.TIMESTAMP_ZONED,
}
_ON_DELETE = {
    Action.REFUSE: OnDelete.NOTHING,
    Action.CASCADE: OnDelete.CASCADE,
    Action.SET_NULL: OnDelete.SET_NULL,
    Action.SET_DEFAULT: OnDelete.SET_NULL,
}


def live_schema(live: LiveStore) -> dict[TableName, LiveTable]:
    """The tables as the claims need them: the declared ones, and those that point at one, without columns."""
    declared = {
        name: LiveTable(
            {
                c.name: LiveColumn(
                    _TYPES.get(c.family, ColumnType.TEXT),
                    c.is_nullable,
                    "" if c.family in _TYPES or c.family is Family.TEXT else c.written,
                    is_binary=c.family is Family.BINARY,
                    is_number=c.family is Family.DECIMAL and c.written != "money",
                )
                for c in table.columns.values()
            },
            table.key,
            _foreign_keys(table.references),
        )
        for name, table in live.tables.items()
    }
    pointing = {name: LiveTable({}, (), _foreign_keys(found)) for name, found in live.pointing.items()}
    return pointing | declared


def _foreign_keys(references: tuple[StoredReference, ...]) -> tuple[ForeignKey, ...]:
    return tuple(ForeignKey(r.columns, r.table, r.theirs, _ON_DELETE[r.on_delete]) for r in references)


# --- noticing a change ------------------------------------------------------------------------------------


def schema_hash(live: LiveStore) -> str:
    """
    A hash of all that decides what an act does: columns, keys, constraints, triggers, who points where.

    Indexes that are not unique, rights and counts of rows are left out: they may change between a
    plan and its run.
    """
    lines = sorted(line for table in live.tables.values() for line in _lines(table))
    lines += sorted(
        f"{name} points {reference}" for name, found in live.pointing.items() for reference in found
    )
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


def _lines(table: StoredTable) -> Iterator[str]:
    kind = (table.is_view, table.is_transactional, table.keeps_history, table.key, table.heirs)
    yield f"{table.name!r} is {kind}"
    parts = (*table.columns.values(), *table.references)
    unique = tuple(index for index in table.indexes if index.is_unique)
    yield from (f"{table.name!r} has {part!r}" for part in (*parts, *unique))
    yield from (f"{table.name!r} checks {check.name} {check.sql}" for check in table.checks)
    yield from (
        f"{table.name!r} fires {t.name} {sorted(t.events)} {sorted(t.columns)}" for t in table.triggers
    )
