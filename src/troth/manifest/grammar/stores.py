"""The grammar of `stores.yaml`: where the data is. The engineer's file: no legal wording in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from troth.manifest.condition import Condition
from troth.manifest.grammar.conditions import CONDITION
from troth.manifest.grammar.words import BOOLEAN, COUNT, DATE, LINE, PERIOD, SIZE, VALUE, ZONE, name, sql_name
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
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, Null, OneOf, OneWordOf, Shape, Word
from troth.manifest.stores import (
    Anonymise,
    ArchivePlace,
    Clock,
    ColumnAt,
    ColumnOf,
    Delete,
    Down,
    Field,
    FieldEnd,
    FlagIn,
    Generalise,
    Grain,
    Identifies,
    Link,
    MoveTo,
    Origin,
    RecordEnd,
    Reference,
    Rounding,
    SetConstant,
    SetNull,
    Step,
    Store,
    StoredAs,
    Table,
    Up,
)

COLUMN = sql_name("a column", Column)
TABLE = sql_name("a table", TableName)
ITEM = name("a data item", ItemName)
ROLE = name("a role", RoleName)
KEY = name("a key by which people are known", KeyType)
RELATION = name("a reference of this table", Relation)

# --- how things end -----------------------------------------------------------------------------------------


def _step(text: str) -> Step:
    table, dot, relation = text.rpartition(".")
    if not relation or (dot and not table):
        raise ValueError(text)
    return Down(TableName(table), Relation(relation)) if dot else Up(Relation(relation))


_COARSER: Shape[Generalise] = OneOf(
    Made(OneWordOf("a grain", {"year": Grain.YEAR, "month": Grain.MONTH}), Generalise),
    Block(
        "a prefix",
        lambda prefix: Generalise(Grain.PREFIX, prefix),
        Key("prefix", SIZE, "How many characters are kept from the start of the text.", required=True),
        sign="prefix",
    ),
    Block(
        "a range",
        lambda **width: Generalise(Grain.RANGE, **width),
        Key(
            "range",
            SIZE,
            "How wide ranges are; a number becomes the start of its own.",
            "length",
            required=True,
        ),
        sign="range",
    ),
)

FIELD_END: Shape[FieldEnd] = OneOf(
    Null(SetNull()),
    Block(
        "a constant end",
        lambda constant: SetConstant(constant),
        Key("constant", VALUE, "The value that stands there for everybody afterwards.", required=True),
        sign="constant",
    ),
    Block(
        "a coarser end",
        lambda generalise: generalise,
        Key(
            "generalise",
            _COARSER,
            "How coarse the value becomes: year, month, prefix or range.",
            required=True,
        ),
        sign="generalise",
    ),
)

_ANONYMISE: Block[RecordEnd] = Block(
    "an anonymisation",
    lambda anonymise: anonymise,
    Key(
        "anonymise",
        Block(
            "the terms of an anonymisation",
            Anonymise,
            Key(
                "k",
                COUNT,
                "Groups that look alike and stem from fewer people are deleted; at least 2.",
                required=True,
            ),
            Key("group_by", Many(COLUMN, at_least=1), "The columns that remain telling.", required=True),
        ),
        "The record stays without the person.",
        required=True,
    ),
    about="The record stays without the person: its links are cut, its fields reduced.",
)
RECORD_END: Shape[RecordEnd] = OneOf(
    Made(OneWordOf("an end", {"delete": Delete()}), lambda end: end), _ANONYMISE
)

_ARCHIVE: Shape[ArchivePlace] = OneOf(
    Block(
        "an archive table",
        lambda table: MoveTo(table),
        Key("table", TABLE, "Archived records move to this table of the same store.", required=True),
        sign="table",
    ),
    Block(
        "an archive flag",
        FlagIn,
        Key("column", COLUMN, "Archived records are marked in this column.", required=True),
        Key("value", VALUE, "What the mark is.", default="true"),
    ),
)

# --- what a table holds -------------------------------------------------------------------------------------

FIELD: Shape[Field] = OneOf(
    Made(ITEM, Field),
    Block(
        "a field",
        Field,
        Key("item", ITEM, "Which data item of the policy the column holds.", required=True),
        Key(
            "about",
            Made(Many(ROLE), frozenset),
            "About whom it is; without it, about every role of the record.",
        ),
        Key(
            "at_end", FIELD_END, "What becomes of it when nobody has a claim on it any more.", default="null"
        ),
        Key(
            "origin", OneWordOf("an origin", {o.value: o for o in Origin}), "How it came.", default="provided"
        ),
        Key(
            "free_text",
            BOOLEAN,
            "Whether people write what they like in it.",
            "is_free_text",
            default="false",
        ),
        about="A column of personal data. Short: `column: item`.",
    ),
)

_ARROW = r"^\s*(\S+)\s*->\s*(\S+)\.([^.\s]+)\s*$"


def _short_reference(text: str) -> Reference:
    match = re.match(_ARROW, text)
    if match is None:
        raise ValueError(text)
    mine, table, theirs = match.groups()
    return Reference(TableName(table), {Column(mine): Column(theirs)})


REFERENCE: Shape[Reference] = OneOf(
    Word(
        "a reference (order_id -> orders.id)",
        _short_reference,
        mend="write it as order_id -> orders.id",
        pattern=_ARROW,
    ),
    Block(
        "a reference",
        Reference,
        Key("table", TABLE, "The table it points at, of the same store.", required=True),
        Key(
            "columns",
            MapOf(COLUMN, COLUMN, named="column"),
            "My columns, each with the one it equals there.",
            required=True,
        ),
        about="Columns that point at a record of another table. Short: `order: order_id -> orders.id`.",
    ),
)


def _link(through: tuple[Step, ...] = (), **rest: Any) -> Link:
    return Link(path=through, **rest)


LINK: Block[Link] = Block(
    "a link",
    _link,
    Key("role", ROLE, "What the person is to the record.", required=True),
    Key("key", KEY, "By which key of the policy the person is known here.", required=True),
    Key(
        "column",
        COLUMN,
        "The column that holds it: of this table, or of the last one of `through`.",
        required=True,
    ),
    Key(
        "through",
        Many(Word("a step (order, or lines.order)", _step)),
        "The way to the column: the name of a reference to go up, `table.reference` to go down to the records"
        " that point here.",
    ),
    Key(
        "identifies",
        OneWordOf("an answer", {i.value: i for i in Identifies}),
        "Whether a value belongs to one person or to many (a family's address).",
        default="one",
    ),
    Key("verified", LINE, "By what it was verified that the person holds the key; without it, it was not."),
    Key(
        "normalised",
        BOOLEAN,
        "Whether the column holds the value trimmed and in lower case already.",
        "is_normalised",
        default="false",
    ),
    about="Ties a record to a person. Only a link that is verified and identifies one person is sure.",
)


def _column_at(text: str) -> ColumnAt:
    *path, column = text.split(".")
    if not all((*path, column)):
        raise ValueError(text)
    return ColumnAt(Column(column), tuple(Relation(step) for step in path))


def _column_of(text: str) -> ColumnOf:
    store, dot, rest = text.partition(".")
    table, second, column = rest.rpartition(".")
    if not (store and dot and table and second and column):
        raise ValueError(text)
    return ColumnOf(StoreName(store), TableName(table), Column(column))


_COLUMN_AT = Word("a column, or reference.column", _column_at)
_COLUMN_OF: Shape[ColumnOf] = OneOf(
    Word("a column of a table (store.table.column)", _column_of, mend="write it as store.table.column"),
    Block(
        "a column of a table",
        ColumnOf,
        Key("store", name("a store", StoreName), "The store.", required=True),
        Key("table", TABLE, "The table.", required=True),
        Key("column", COLUMN, "The column.", required=True),
        about="Short: `store.table.column`.",
    ),
)

CLOCK: Shape[Clock] = OneOf(
    Made(_COLUMN_AT, lambda column: Clock(column=column)),
    Block(
        "a clock",
        Clock,
        Key(
            "column", _COLUMN_AT, "The column that holds the instant, here or of a record this one points at."
        ),
        Key(
            "latest",
            Many(_COLUMN_OF),
            "Columns read over all records of the person; the latest value counts.",
        ),
        Key("event", name("an event", EventName), "An event of the policy that is recorded in Troth."),
        Key("open_while", CONDITION, "While this is true the event has not come, and the data is kept."),
        Key("missing", COLUMN, "The column read instead where nothing is known."),
        Key("plausible_from", DATE, "Earlier values are not believed.", default="1990-01-01"),
        Key("plausible_for", PERIOD, "Values later than today and this are not believed.", default="P10Y"),
        Key("stale_after", PERIOD, "Open for longer than this is reported."),
        Key(
            "stored_as",
            OneWordOf("a way to store", {s.value: s for s in StoredAs}),
            "How the column holds an instant.",
            default="native",
        ),
        Key(
            "rounded_to",
            OneWordOf("a rounding", {r.value: r for r in Rounding}),
            "To what the instant is rounded up before the period is counted.",
            default="none",
        ),
        about="What starts a period, for the records of one table. Short: `clock: column`.",
    ),
)

# --- tables and stores --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table before its store and name are known: it gets them from the keys under which it stands."""

    parts: Mapping[str, Any] = field(default_factory=dict)  # keyword arguments of Table
    archive_of: TableName | None = None

    def made(self, store: StoreName, table: TableName, others: "Mapping[str, TableDraft]") -> Table:
        """The table; an archive has the parts of the table it belongs to."""
        base = others.get(self.archive_of or "", self)
        if self.archive_of is None or base.archive_of is not None:
            return Table(
                store,
                table,
                **{"key": (), "kinds": {}, "fields": {}, **self.parts},
                archive_of=self.archive_of,
            )
        return Table(store, table, **{**base.parts, "archive": None}, archive_of=self.archive_of)


def _table(
    kind: KindName | None = None, kinds: dict[KindName, Condition | None] | None = None, **rest: Any
) -> TableDraft:
    of_one: dict[KindName, Condition | None] = {} if kind is None else {kind: None}
    return TableDraft({"kinds": {**of_one, **(kinds or {})}, "fields": {}, **rest})


KINDS: MapOf[KindName, Condition | None] = MapOf(
    name("a kind of record", KindName), OneOf(Null(None), CONDITION), named="kind of record"
)

_ARCHIVE_OF: Block[TableDraft] = Block(
    "a table that is an archive",
    lambda archive_of: TableDraft(archive_of=archive_of),
    Key(
        "archive_of",
        TABLE,
        "The table whose archived records it takes, and whose columns, kinds, links and clocks it"
        " has; nothing else is written here.",
        required=True,
    ),
    sign="archive_of",
)

TABLE_BLOCK: Block[TableDraft] = Block(
    "a table",
    _table,
    Key("key", Many(COLUMN, at_least=1), "The columns of its primary key.", required=True),
    Key("kind", name("a kind of record", KindName), "The kind of record that every row is."),
    Key(
        "kinds",
        KINDS,
        "Where rows are of several kinds: each kind with its condition (or nothing: every row).",
    ),
    Key("created", COLUMN, "The column that says when the record came into being."),
    Key("fields", MapOf(COLUMN, FIELD, named="column"), "The columns of personal data."),
    Key("impersonal", Made(Many(COLUMN), frozenset), "Columns that hold no personal data."),
    Key("references", MapOf(RELATION, REFERENCE, named="reference"), "The records it points at."),
    Key("links", Many(LINK), "How its records are tied to people."),
    Key("clocks", MapOf(name("a clock", ClockName), CLOCK, named="clock"), "What starts each period."),
    Key(
        "decisions",
        MapOf(name("a purpose", PurposeName), CONDITION, named="purpose"),
        "Consents that stand in columns here: for each purpose, what is true where it was given.",
    ),
    Key(
        "at_end",
        RECORD_END,
        "What becomes of a record on which nobody has a claim any more.",
        default="delete",
    ),
    Key("archive", _ARCHIVE, "Where archived records go, or how they are marked."),
    Key("hosted_for", LINE, "The controller for whom the data is only hosted; Troth never touches it."),
)

STORE: Block[tuple[str, str, dict[str, TableDraft]]] = Block(
    "a store",
    lambda url, tables, zone="UTC": (url, zone, tables),
    Key(
        "url",
        LINE,
        "How it is reached; what is secret comes from the environment: ${SHOP_DATABASE}.",
        required=True,
    ),
    Key("zone", ZONE, "The zone of timestamps that carry none.", default="UTC"),
    Key("tables", MapOf(TABLE, OneOf(_ARCHIVE_OF, TABLE_BLOCK), named="table"), "Its tables.", required=True),
)


def _store(store: StoreName, url: str, zone: str, drafts: Mapping[str, TableDraft]) -> Store:
    tables = {
        TableName(table): draft.made(store, TableName(table), drafts) for table, draft in drafts.items()
    }
    return Store(store, url, tables, zone)


EMPTY: Mapping[Any, Any] = {}
STORES: Block[dict[StoreName, Store]] = Block(
    "stores.yaml",
    lambda stores=EMPTY: {store: _store(store, *parts) for store, parts in stores.items()},
    Key("stores", MapOf(name("a store", StoreName), STORE, named="store"), "The databases.", required=True),
    always=True,
)
