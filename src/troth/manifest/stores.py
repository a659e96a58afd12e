"""Where the data is: stores, tables, kinds of record, links to people, clocks, and how each thing ends.

The engineer's half of the manifest: table and column names, no legal wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from troth.manifest.condition import Condition, Scalar
from troth.manifest.names import (
    ClockName,
    Column,
    EventName,
    ItemName,
    KeyType,
    KindName,
    PurposeName,
    Relation,
    RoleName,
    StoreName,
    TableName,
)
from troth.manifest.period import Period


class Origin(Enum):
    """How a datum came: given by the person, seen of them, or made from other data (WP242: portability)."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    DERIVED = "derived"
    THIRD_PARTY = "third_party"


# --- how things end -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetNull:
    """The field becomes NULL."""


@dataclass(frozen=True, slots=True)
class SetConstant:
    """The field becomes this value, the same for everybody ("former member")."""

    value: Scalar


class Grain(Enum):
    """How coarse a generalised value is."""

    YEAR = "year"  # a date or timestamp: the first day of its year
    MONTH = "month"  # a date or timestamp: the first day of its month
    PREFIX = "prefix"  # a text: its first `length` characters
    RANGE = "range"  # a whole number: the start of its range of `length`


@dataclass(frozen=True, slots=True)
class Generalise:
    """The field becomes coarser."""

    grain: Grain
    length: int = 0


FieldEnd = SetNull | SetConstant | Generalise


@dataclass(frozen=True, slots=True)
class Delete:
    """The record is deleted when none of its fields is held."""


@dataclass(frozen=True, slots=True)
class Anonymise:
    """
    The record stays without the person when none of its fields is held: links cut, fields reduced.

    Groups of records that look alike over `group_by` and stem from fewer than `k` people are deleted.
    """

    k: int
    group_by: tuple[Column, ...]  # the columns that remain telling; reduced first, then compared


RecordEnd = Delete | Anonymise


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Archived records move to this table of the same store, which has the same columns."""

    table: TableName


@dataclass(frozen=True, slots=True)
class FlagIn:
    """Archived records stay and are marked in this column."""

    column: Column
    value: Scalar = True


ArchivePlace = MoveTo | FlagIn


# --- what a table holds -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """A column of personal data."""

    item: ItemName
    about: frozenset[RoleName] | None = None  # None: about every role
    at_end: FieldEnd = SetNull()
    origin: Origin = Origin.PROVIDED
    is_free_text: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """These columns point at a record of that table (same store), whether or not the database enforces it."""

    table: TableName
    columns: Mapping[Column, Column]  # mine → theirs


@dataclass(frozen=True, slots=True)
class Up:
    """From a record to the one it points at by this relation of its table."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class Down:
    """From a record to those of `table` that point at it by their `relation`."""

    table: TableName
    relation: Relation


Step = Up | Down


class Identifies(Enum):
    """Whether a key value belongs to one person or to many (a family address, a shared browser)."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Link:
    """Ties a record to a subject in a role, by a key in a column of the record or at the end of a path."""

    role: RoleName
    key: KeyType
    column: Column
    path: tuple[Step, ...] = ()
    identifies: Identifies = Identifies.ONE
    verified: str | None = None  # by what; None: not verified
    is_normalised: bool = False  # the column already holds the normalised value (makes its index usable)

    @property
    def is_sure(self) -> bool:
        """Only keys that are verified and identify one person join records (case D10)."""
        return self.identifies is Identifies.ONE and self.verified is not None


@dataclass(frozen=True, slots=True)
class ColumnAt:
    """A column of the record, or of the record its `path` of references leads to."""

    column: Column
    path: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column of some table of some store, read over all records of the person there."""

    store: StoreName
    table: TableName
    column: Column


class StoredAs(Enum):
    """How a column holds an instant, where its type does not say it."""

    NATIVE = "native"  # date, timestamp (in the store's zone) or timestamp with time zone
    EPOCH = "epoch"  # whole seconds since 1970-01-01 UTC
    EPOCH_MILLISECONDS = "epoch_ms"


class Rounding(Enum):
    """To what an instant is rounded up before a period is counted from it."""

    NONE = "none"
    FINANCIAL_YEAR = "end-of-financial-year"


@dataclass(frozen=True, slots=True)
class Clock:
    """
    What starts a period, for the records of one table.

    The latest of everything it names counts: a column, the latest of the person's records anywhere,
    an event recorded in Troth, and the instants noted before an act removed what fed it.
    """

    column: ColumnAt | None = None
    latest: tuple[ColumnOf, ...] = ()
    event: EventName | None = None
    open_while: Condition | None = None  # the event has not come yet: the claim is kept
    missing: Column | None = None  # read instead where nothing is known
    plausible_from: date = date(1990, 1, 1)
    plausible_for: Period = Period(months=120)  # up to today + this
    stale_after: Period | None = None  # open longer than this is reported
    stored_as: StoredAs = StoredAs.NATIVE
    rounded_to: Rounding = Rounding.NONE

    @property
    def last_act(self) -> tuple[str, ...]:
        """Under which name a person's last act is carried for it: the same for clocks that read the same."""
        read = (part for one in self.latest for part in (one.store, one.table, one.column))
        return ("latest", *read, self.stored_as.value, f"{self.plausible_from}", f"{self.plausible_for}")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key, its kinds of record, and each of its columns."""

    store: StoreName
    name: TableName
    key: tuple[Column, ...]
    kinds: Mapping[KindName, Condition | None]
    fields: Mapping[Column, Field]
    references: Mapping[Relation, Reference] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    clocks: Mapping[ClockName, Clock] = field(default_factory=dict)
    created: Column | None = None  # when the record came into being
    decisions: Mapping[PurposeName, Condition] = field(default_factory=dict)  # consent kept in columns
    impersonal: frozenset[Column] = frozenset()  # declared as no personal data
    at_end: RecordEnd = Delete()
    archive: ArchivePlace | None = None
    archive_of: TableName | None = None  # the archive of that table: same columns, kinds, links, clocks
    hosted_for: str | None = None  # we are processor for that controller: no verb touches it

    @property
    def link_columns(self) -> frozenset[Column]:
        """The columns that tie its records to people: keys of links, and references on their paths."""
        own = {link.column for link in self.links if not link.path}
        first = {
            column
            for link in self.links
            if link.path and isinstance(link.path[0], Up)
            for column in self.references[link.path[0].relation].columns
        }
        return frozenset((own | first) - set(self.key))

    @property
    def declared(self) -> frozenset[Column]:
        """Every column the manifest speaks of; any other is unknown data and is never touched."""
        pointing = {column for reference in self.references.values() for column in reference.columns}
        keys = {link.column for link in self.links if not link.path}
        flag = {self.archive.column} if isinstance(self.archive, FlagIn) else set[Column]()
        created = {self.created} if self.created else set[Column]()
        return frozenset({*self.key, *self.fields, *self.impersonal, *pointing, *keys, *flag, *created})


@dataclass(frozen=True, slots=True)
class Store:
    """One database of the operator."""

    name: StoreName
    url: str  # "${CRM_URL}": secrets come from the environment
    tables: Mapping[TableName, Table]
    zone: str = "UTC"  # the zone of timestamps that carry none (IANA name)
