"""The live tables of a world: their keys, and how they point at one another."""

import random
from dataclasses import dataclass

from tests.claims.worlds.chance import maybe, one, some, weighed
from tests.claims.worlds.draft import ColumnDraft, Content, TableDraft, column
from troth.claims.world import OnDelete
from troth.manifest.names import Column, Relation, StoreName, TableName
from troth.manifest.stores import Reference

NAMES = (
    "customers",
    "orders",
    "lines",
    "invoices",
    "messages",
    "logins",
    "addresses",
    "profiles",
    "tags",
    "visits",
)
STRANGERS = ("wishlists", "audit_trail")
ZONES = {"UTC": 0.5, "Europe/Paris": 0.25, "America/New_York": 0.25}


@dataclass(frozen=True, slots=True)
class StoreDraft:
    """A store, and the shape in which its tables point at one another."""

    name: StoreName
    zone: str
    shape: str


def stores_of(rng: random.Random) -> list[StoreDraft]:
    """One store or two."""
    names = ["shop", "crm"] if maybe(rng, 0.3) else ["shop"]
    shapes = {"free": 0.3, "chain": 0.22, "tree": 0.16, "diamond": 0.16, "many": 0.16}
    return [StoreDraft(StoreName(name), weighed(rng, ZONES), weighed(rng, shapes)) for name in names]


def tables_of(rng: random.Random, stores: list[StoreDraft]) -> list[TableDraft]:
    """Two to six tables to declare, parents before children (but for a rare reference back)."""
    count = weighed(rng, {2: 0.12, 3: 0.3, 4: 0.32, 5: 0.18, 6: 0.08})
    names = iter(rng.sample(NAMES, count))
    tables: list[TableDraft] = []
    for index, store in enumerate(stores):
        is_last = index == len(stores) - 1
        here = count - len(tables) if is_last else max(1, count - rng.randint(1, 2))
        earlier: list[TableDraft] = []
        for _ in range(here):
            name = TableName(next(names))
            if tables and not earlier and count % 2 == 0:
                name = tables[0].name  # two stores, and two tables that have nothing but a name in common
            earlier.append(_table(rng, store, name, earlier))
        tables += earlier
    if maybe(rng, 0.06):
        _point_back(rng, tables)
    for table in tables:
        _leave_unspoken(rng, table)
    return tables


def strangers_of(rng: random.Random, tables: list[TableDraft]) -> list[TableDraft]:
    """Tables that the manifest does not declare, or declares as another's, that point at those it does."""
    if not maybe(rng, 0.15):
        return []
    strangers = []
    for name in STRANGERS[: rng.randint(1, 2)]:
        target = one(rng, tables)
        table = TableDraft(
            target.store,
            TableName(name),
            [Column("id")],
            {Column("id"): column(Content.ID, is_nullable=False)},
        )
        _point(rng, table, target, "owner", nullable=0.6, live=0.9)
        table.columns[Column("wish")] = column(Content.WORDS)
        table.hosted_for = "another controller" if maybe(rng, 0.3) else None
        strangers.append(table)
    return strangers


def _table(rng: random.Random, store: StoreDraft, name: TableName, earlier: list[TableDraft]) -> TableDraft:
    table = TableDraft(store.name, name)
    parents = _parents(rng, store.shape, earlier)
    if store.shape == "many" and len(earlier) == 2:
        for parent in parents:
            table.key += _point(rng, table, parent, _relation(table, parent), nullable=0, live=0.6)
        return table
    _give_key(rng, table, parents)
    for parent in parents:
        if not any(reference.table == parent.name for reference in table.references.values()):
            _point(rng, table, parent, _relation(table, parent), nullable=0.75, live=0.55)
    if parents and maybe(rng, 0.16):
        _point(rng, table, parents[0], f"other_{_relation(table, parents[0])}", nullable=0.8, live=0.5)
    if maybe(rng, 0.12):
        _point(rng, table, table, "parent", nullable=1, live=0.5)
    return table


def _parents(rng: random.Random, shape: str, earlier: list[TableDraft]) -> list[TableDraft]:
    if not earlier:
        return []
    if shape == "chain":
        return [earlier[-1]]
    if shape == "tree":
        return [earlier[0]]
    if shape == "diamond":
        return earlier[1:3] if len(earlier) == 3 else [earlier[0]]
    if shape == "many":
        return earlier if len(earlier) == 2 else ([] if len(earlier) == 1 else [one(rng, earlier)])
    return some(rng, earlier, 0.5)[:2]


def _give_key(rng: random.Random, table: TableDraft, parents: list[TableDraft]) -> None:
    weak = 0.16 if parents and len(parents[0].key) == 1 else 0
    form = weighed(rng, {"id": 0.66, "code": 0.1, "pair": 0.08, "weak": weak})
    if form == "weak":
        table.key += _point(rng, table, parents[0], _relation(table, parents[0]), nullable=0, live=0.6)
        _add_to_key(table, "number", Content.ID)
    elif form == "pair":
        _add_to_key(table, "series", Content.CODE)
        _add_to_key(table, "number", Content.ID)
    else:
        _add_to_key(table, form, Content(form))


def _add_to_key(table: TableDraft, name: str, content: Content) -> None:
    table.columns[Column(name)] = column(content, is_nullable=False)
    table.key.append(Column(name))


def _relation(table: TableDraft, parent: TableDraft) -> str:
    return singular(parent.name) if table.name != parent.name else "parent"


def singular(name: TableName) -> str:
    """The word for one of the table's rows."""
    return name.removesuffix("es") if name == "addresses" else name.removesuffix("s")


def _point(
    rng: random.Random, table: TableDraft, target: TableDraft, relation: str, nullable: float, live: float
) -> list[Column]:
    is_nullable = maybe(rng, nullable)
    mapping = {}
    for theirs in target.key:
        mine = Column(f"{relation}_{theirs}")
        table.columns[mine] = ColumnDraft(Content.POINTER, target.columns[theirs].type, is_nullable)
        mapping[mine] = theirs
    table.references[Relation(relation)] = Reference(target.name, mapping)
    if maybe(rng, live):
        null = 0.2 if is_nullable else 0
        choices = {OnDelete.NOTHING: 0.5, OnDelete.CASCADE: 0.3, OnDelete.SET_NULL: null}
        table.live[Relation(relation)] = weighed(rng, choices)
    return list(mapping)


def _point_back(rng: random.Random, tables: list[TableDraft]) -> None:
    """The latest order of a customer: the two tables point at each other."""
    pairs = [
        (parent, child)
        for child in tables
        for parent in tables
        if parent is not child
        and parent.store == child.store
        and any(reference.table == parent.name for reference in child.references.values())
    ]
    if pairs:
        parent, child = one(rng, pairs)
        _point(rng, parent, child, "latest", nullable=1, live=0.5)


def _leave_unspoken(rng: random.Random, table: TableDraft) -> None:
    """Now and then the manifest does not speak of a reference that the database enforces."""
    for relation in list(table.references):
        is_in_key = any(name in table.key for name in table.references[relation].columns)
        if relation in table.live and not is_in_key and maybe(rng, 0.06):
            table.unspoken[relation] = table.references.pop(relation)
