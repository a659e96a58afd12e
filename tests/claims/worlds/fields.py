"""Personal data: which columns hold which item, about whom, and how field and record end."""

import random
from dataclasses import replace

from tests.claims.worlds.chance import maybe, one, some, weighed
from tests.claims.worlds.draft import ColumnDraft, Content, TableDraft, column
from troth.claims.world import ColumnType
from troth.manifest.model import Item
from troth.manifest.names import Column, ItemName, RoleName, TableName
from troth.manifest.stores import (
    Anonymise,
    Delete,
    Field,
    FieldEnd,
    FlagIn,
    Generalise,
    Grain,
    MoveTo,
    Origin,
    SetConstant,
    SetNull,
)
from troth.manifest.text import Text

PLAIN = ("name", "message", "address", "score", "birth", "email", "account", "browser", "seen")
DERIVED, PROHIBITED = ItemName("segment"), ItemName("card_code")
WORDS_WEIGHTS = {"name": 0.34, "message": 0.26, "address": 0.18, DERIVED: 0.15, PROHIBITED: 0.07}


def items_of(rng: random.Random) -> dict[ItemName, Item]:
    """Every item: plain ones, one made from others, one that the law forbids to keep."""
    items = {ItemName(name): Item(ItemName(name), Text({"en": name})) for name in PLAIN}
    inputs = frozenset(
        ItemName(name) for name in rng.sample(("name", "message", "score", "email"), rng.randint(1, 2))
    )
    items[DERIVED] = Item(DERIVED, Text({"en": "segment"}), derived_from=inputs)
    items[PROHIBITED] = Item(PROHIBITED, Text({"en": "card code"}), prohibited="PCI DSS 3.3")
    return items


def give_archives(rng: random.Random, tables: list[TableDraft]) -> None:
    """Where archived records go: to a table of their own, or nowhere, marked by a flag."""
    for table in tables:
        form = weighed(rng, {"none": 0.76, "move": 0.14, "flag": 0.1})
        if form == "move":
            table.archive = MoveTo(TableName(f"{table.name}_archive"))
        if form == "flag":
            table.columns[Column("archived")] = column(Content.FLAG)
            table.archive = FlagIn(Column("archived"), 1)


def give_fields(rng: random.Random, tables: list[TableDraft]) -> None:
    """The personal columns of each table, and how they end; rarely a column nobody declares."""
    for table in tables:
        for number in range(weighed(rng, {0: 0.12, 1: 0.5, 2: 0.38})):
            item = weighed(rng, WORDS_WEIGHTS)
            _give_field(rng, table, f"text_{number}", ItemName(item), column(Content.WORDS))
        if maybe(rng, 0.2):
            _give_field(rng, table, "score", ItemName("score"), column(Content.AMOUNT))
        if maybe(rng, 0.2):
            _give_field(rng, table, "born", ItemName("birth"), column(Content.DAY))
        for name in list(table.own_identities):
            if maybe(rng, 0.6):
                item_name = ItemName(table.columns[name].content.value)
                table.fields[name] = _field(rng, table, item_name, SetNull())
        for name in table.of(Content.DAY, Content.MOMENT, Content.MOMENT_ZONED, Content.EPOCH):
            if name not in table.fields and maybe(rng, 0.1):
                _end_instant(rng, table, name)
        if maybe(rng, 0.07):
            table.columns[Column("loyalty")] = column(Content.WORDS)
            table.undeclared.add(Column("loyalty"))


def give_record_ends(rng: random.Random, tables: list[TableDraft]) -> None:
    """Delete, mostly; else anonymise, with a test over a few columns."""
    for table in tables:
        telling = [
            name
            for name in table.of(Content.WORDS, Content.STATUS, Content.DAY)
            if name not in table.undeclared
        ]
        if telling and maybe(rng, 0.3):
            table.at_end = Anonymise(2 if maybe(rng, 0.7) else 3, tuple(some(rng, telling, 0.25)[:2]))


def archive_tables(tables: list[TableDraft]) -> list[TableDraft]:
    """The archive of each table whose records move: the same, but that the database enforces nothing."""
    return [_archive_of(table, table.archive.table) for table in tables if isinstance(table.archive, MoveTo)]


def _archive_of(table: TableDraft, name: TableName) -> TableDraft:
    return TableDraft(
        store=table.store,
        name=name,
        key=list(table.key),
        columns={name: replace(draft) for name, draft in table.columns.items()},
        references=dict(table.references),
        links=list(table.links),
        kinds=dict(table.kinds),
        fields=dict(table.fields),
        clocks=dict(table.clocks),
        created=table.created,
        undeclared=set(table.undeclared),
        at_end=Delete(),
        archive_of=table.name,
    )


def _give_field(rng: random.Random, table: TableDraft, name: str, item: ItemName, draft: ColumnDraft) -> None:
    end = _end(rng, draft)
    if not isinstance(end, SetNull):
        draft.is_nullable = maybe(rng, 0.6)
    table.columns[Column(name)] = draft
    table.fields[Column(name)] = _field(rng, table, item, end)


def _field(rng: random.Random, table: TableDraft, item: ItemName, end: FieldEnd) -> Field:
    return Field(item, _about(rng, table.roles), end, one(rng, list(Origin)))


def _about(rng: random.Random, roles: list[RoleName]) -> frozenset[RoleName] | None:
    if len(roles) < 2 or maybe(rng, 0.4):
        return None
    return frozenset({one(rng, roles)})


def _end(rng: random.Random, draft: ColumnDraft) -> FieldEnd:
    if maybe(rng, 0.5):
        return SetNull()
    match draft.type:
        case ColumnType.TEXT:
            prefix = Generalise(Grain.PREFIX, rng.randint(1, 4))
            words: dict[FieldEnd, float] = {
                SetConstant("former member"): 0.5,
                SetConstant(""): 0.1,
                prefix: 0.4,
            }
            return weighed(rng, words)
        case ColumnType.INTEGER:
            numbers: dict[FieldEnd, float] = {
                SetConstant(0): 0.4,
                Generalise(Grain.RANGE, one(rng, (5, 10))): 0.6,
            }
            return weighed(rng, numbers)
        case _:
            return Generalise(one(rng, (Grain.YEAR, Grain.MONTH)))


def _end_instant(rng: random.Random, table: TableDraft, name: Column) -> None:
    """A clock's own column that is personal data."""
    draft = table.columns[name]
    coarser = Generalise(Grain.RANGE, 86400) if draft.content is Content.EPOCH else Generalise(Grain.MONTH)
    ends: tuple[FieldEnd, ...] = (SetNull(), coarser)
    end = one(rng, ends)
    draft.is_nullable = draft.is_nullable or isinstance(end, SetNull)
    table.fields[name] = _field(rng, table, ItemName("seen"), end)
