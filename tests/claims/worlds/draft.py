"""A table in the making: what its columns hold, whom it points at, and what the manifest will say of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, OnDelete, TableRef
from troth.manifest.condition import Condition
from troth.manifest.names import (
    ClockName,
    Column,
    KindName,
    PurposeName,
    Relation,
    RoleName,
    StoreName,
    TableName,
)
from troth.manifest.stores import (
    ArchivePlace,
    Clock,
    Delete,
    Field,
    Link,
    RecordEnd,
    Reference,
    Table,
    Up,
)


class Content(Enum):
    """What the values of a column are about."""

    ID = "id"
    CODE = "code"
    POINTER = "pointer"
    EMAIL = "email"
    ACCOUNT = "account"
    BROWSER = "browser"
    WORDS = "words"
    AMOUNT = "amount"
    STATUS = "status"
    ANSWER = "answer"
    DAY = "day"
    MOMENT = "moment"
    MOMENT_ZONED = "moment_zoned"
    EPOCH = "epoch"
    EPOCH_MS = "epoch_ms"
    FLAG = "flag"


TYPES = {
    Content.ID: ColumnType.INTEGER,
    Content.ACCOUNT: ColumnType.INTEGER,
    Content.AMOUNT: ColumnType.INTEGER,
    Content.ANSWER: ColumnType.INTEGER,
    Content.EPOCH: ColumnType.INTEGER,
    Content.EPOCH_MS: ColumnType.INTEGER,
    Content.FLAG: ColumnType.INTEGER,
    Content.DAY: ColumnType.DATE,
    Content.MOMENT: ColumnType.TIMESTAMP,
    Content.MOMENT_ZONED: ColumnType.TIMESTAMP_ZONED,
}

IDENTITIES = (Content.EMAIL, Content.ACCOUNT, Content.BROWSER)


@dataclass(slots=True)
class ColumnDraft:
    """One column of a live table. A `tidy` one holds identity values that are normalised already."""

    content: Content
    type: ColumnType
    is_nullable: bool = True
    is_tidy: bool = False


def column(content: Content, is_nullable: bool = True) -> ColumnDraft:
    """A column of the type that such content has."""
    return ColumnDraft(content, TYPES.get(content, ColumnType.TEXT), is_nullable)


@dataclass(slots=True)
class TableDraft:
    """One table of a store: what is live and what will be declared."""

    store: StoreName
    name: TableName
    key: list[Column] = field(default_factory=list)
    columns: dict[Column, ColumnDraft] = field(default_factory=dict)
    references: dict[Relation, Reference] = field(default_factory=dict)
    live: dict[Relation, OnDelete] = field(default_factory=dict)  # references that the database enforces
    unspoken: dict[Relation, Reference] = field(
        default_factory=dict
    )  # … and of which the manifest does not speak
    links: list[Link] = field(default_factory=list)
    kinds: dict[KindName, Condition | None] = field(default_factory=dict)
    fields: dict[Column, Field] = field(default_factory=dict)
    clocks: dict[ClockName, Clock] = field(default_factory=dict)
    created: Column | None = None
    decisions: dict[PurposeName, Condition] = field(default_factory=dict)
    undeclared: set[Column] = field(default_factory=set)
    at_end: RecordEnd = field(default_factory=Delete)
    archive: ArchivePlace | None = None
    archive_of: TableName | None = None
    hosted_for: str | None = None

    @property
    def ref(self) -> TableRef:
        """Store and name."""
        return (self.store, self.name)

    @property
    def roles(self) -> list[RoleName]:
        """The roles that its links give to people, in order."""
        return list(dict.fromkeys(link.role for link in self.links))

    @property
    def own_identities(self) -> dict[Column, Content]:
        """The columns with keys of people, and what they hold."""
        return {name: draft.content for name, draft in self.columns.items() if draft.content in IDENTITIES}

    def of(self, *contents: Content) -> list[Column]:
        """The columns with such content."""
        return [name for name, draft in self.columns.items() if draft.content in contents]

    def pointing(self) -> Iterator[Column]:
        """The columns of all references."""
        for reference in self.references.values():
            yield from reference.columns

    def own_columns_of(self, link: Link) -> list[Column]:
        """The columns of this table that the link reads: its key, or the reference its path begins with."""
        match link.path[:1]:
            case ():
                return [link.column]
            case (Up(relation),):
                return list(self.references[relation].columns)
            case _:
                return []

    def impersonal(self) -> frozenset[Column]:
        """The columns that are declared as no personal data."""
        keys = {link.column for link in self.links if not link.path}
        spoken_of = {*self.key, *self.fields, *self.undeclared, *self.pointing(), *keys}
        return frozenset(self.columns) - spoken_of

    def declared(self) -> Table:
        """What the manifest says of it."""
        return Table(
            store=self.store,
            name=self.name,
            key=tuple(self.key),
            kinds=dict(self.kinds),
            fields=dict(self.fields),
            references=dict(self.references),
            links=tuple(self.links),
            clocks=dict(self.clocks),
            created=self.created,
            decisions=dict(self.decisions),
            impersonal=self.impersonal(),
            at_end=self.at_end,
            archive=self.archive,
            archive_of=self.archive_of,
            hosted_for=self.hosted_for,
        )

    def live_table(self) -> LiveTable:
        """What the database says of it."""
        foreign_keys = tuple(
            ForeignKey(
                tuple(reference.columns), reference.table, tuple(reference.columns.values()), self.live[name]
            )
            for name, reference in {**self.references, **self.unspoken}.items()
            if name in self.live
        )
        columns = {name: LiveColumn(draft.type, draft.is_nullable) for name, draft in self.columns.items()}
        return LiveTable(columns, tuple(self.key), foreign_keys)
