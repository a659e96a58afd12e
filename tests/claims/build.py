"""Small worlds in a few words: one store `shop`, tables with their rows, purposes, facts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from troth.claims import interpreter
from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.states import Fate, Outcome, State
from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, OnDelete, Row, Value, World
from troth.manifest.condition import Condition
from troth.manifest.model import Item, Kind, Manifest
from troth.manifest.names import (
    ChoiceName,
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
from troth.manifest.purposes import (
    Archive,
    ArchiveGround,
    Basis,
    Choice,
    DataUse,
    EarlierPeriod,
    Purpose,
    Span,
)
from troth.manifest.stores import (
    Clock,
    ColumnAt,
    ColumnOf,
    Down,
    Field,
    FieldEnd,
    Identifies,
    Link,
    Reference,
    SetNull,
    Step,
    Store,
    Table,
    Up,
)
from troth.manifest.text import Text

SHOP = StoreName("shop")
ANA = Key.of("email", "ana@x.fr")
BEN = Key.of("email", "ben@x.fr")
CLEO = Key.of("email", "cleo@x.fr")

ENDED, FROZEN, ARCHIVED, ACTIVE = State
CONSENT, CONTRACT, DUTY = Basis.CONSENT, Basis.CONTRACT, Basis.LEGAL_OBLIGATION
INTEREST, TASK = Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK
CLAIMS = ArchiveGround.LEGAL_CLAIMS

Rows = Mapping[str, Sequence[Mapping[str, Value]]]
ANAS: Mapping[str, Value] = {"id": 1, "email": "ana@x.fr"}
BENS: Mapping[str, Value] = {"id": 2, "email": "ben@x.fr"}


def at(text: str) -> Instant:
    """Noon of that day, or that instant, in UTC."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def day(text: str) -> date:
    """That day."""
    return date.fromisoformat(text)


def words(text: str) -> Text:
    """A text in English only."""
    return Text({"en": text})


# --- facts --------------------------------------------------------------------------------------------------


def fact(
    effect: Effect,
    on: str,
    who: Key | RecordRef | None = None,
    *purposes: str,
    choice: str | None = None,
    items: Iterable[str] = (),
    name: str = "",
    recorded: str | None = None,
) -> Fact:
    """A fact; `world` numbers them."""
    return Fact(
        sequence=0,
        effect=effect,
        since=at(on),
        recorded=at(recorded or on),
        key=who if isinstance(who, Key) else None,
        record=who if isinstance(who, RecordRef) else None,
        purposes=frozenset(map(PurposeName, purposes)),
        choice=None if choice is None else ChoiceName(choice),
        items=frozenset(map(ItemName, items)),
        name=name,
    )


def known(*facts: Fact, checkpoint: int = 0) -> Facts:
    """Facts in that order."""
    return Facts(tuple(one._replace(sequence=n) for n, one in enumerate(facts, start=1)), checkpoint)


# --- tables -------------------------------------------------------------------------------------------------


def link(
    column: str = "email",
    *path: Step,
    role: str = "customer",
    key: str = "email",
    sure: bool = True,
    many: bool = False,
) -> Link:
    """A link by an e-mail address, verified and of one person unless said otherwise."""
    identifies = Identifies.MANY if many else Identifies.ONE
    verified = "a message" if sure else None
    return Link(RoleName(role), KeyType(key), Column(column), path, identifies, verified)


def up(relation: str) -> Up:
    """To the record it points at."""
    return Up(Relation(relation))


def down(table: str, relation: str) -> Down:
    """To the records that point at it."""
    return Down(TableName(table), Relation(relation))


def refers(table: str, **columns: str) -> Reference:
    """A reference: mine=theirs."""
    return Reference(TableName(table), {Column(mine): Column(theirs) for mine, theirs in columns.items()})


def item(name: str, *about: str, end: FieldEnd | None = None) -> Field:
    """A field of that item, about every role or these."""
    return Field(ItemName(name), frozenset(map(RoleName, about)) or None, SetNull() if end is None else end)


def clock(column: str | None = None, *path: str, event: str | None = None, **more: Any) -> Clock:
    """A clock from a column (at the end of a path), or an event."""
    where = None if column is None else ColumnAt(Column(column), tuple(map(Relation, path)))
    return Clock(where, event=None if event is None else EventName(event), **more)


def latest(*columns: str, store: str = "shop", **more: Any) -> Clock:
    """A clock from the person's latest `table.column`."""
    parts = [one.split(".") for one in columns]
    sources = [ColumnOf(StoreName(store), TableName(table), Column(column)) for table, column in parts]
    return Clock(latest=tuple(sources), **more)


def table(
    name: str,
    fields: Mapping[str, Field | str],
    *links: Link,
    kinds: Mapping[str, Condition | None] | None = None,
    clocks: Mapping[str, Clock] | None = None,
    refs: Mapping[str, Reference] | None = None,
    key: Sequence[str] = ("id",),
    created: str | None = None,
    impersonal: Sequence[str] = (),
    store: str = "shop",
    **more: Any,
) -> Table:
    """A table whose one kind is called like itself, unless kinds are given."""
    columns = {Column(c): item(f) if isinstance(f, str) else f for c, f in fields.items()}
    told = {Column(c.column.column) for c in (clocks or {}).values() if c.column and not c.column.path}
    return Table(
        store=StoreName(store),
        name=TableName(name),
        key=tuple(map(Column, key)),
        kinds={KindName(k): c for k, c in (kinds or {name: None}).items()},
        fields=columns,
        references={Relation(r): reference for r, reference in (refs or {}).items()},
        links=links,
        clocks={ClockName(n): c for n, c in (clocks or {}).items()},
        created=None if created is None else Column(created),
        impersonal=frozenset(told | set(map(Column, impersonal))) - set(columns),
        **more,
    )


# --- purposes -----------------------------------------------------------------------------------------------


def span(clock: str | None = None, period: str = "P0D", **more: Any) -> Span:
    """So long from that clock; `earlier` maps the day on which a former period ended to that period."""
    former = [EarlierPeriod(Period.parse(p), day(until)) for until, p in more.pop("earlier", {}).items()]
    if clock is None:
        return Span(**more)
    return Span(ClockName(clock), Period.parse(period), tuple(former), **more)


def archive(
    clock: str,
    period: str,
    ground: ArchiveGround = ArchiveGround.LEGAL_OBLIGATION,
    resists: str | None = None,
) -> Archive:
    """An archive phase, under a duty to keep unless said otherwise."""
    return Archive(span(clock, period), ground, words("because"), resists_erasure=resists)


def use(*items: str, follows: str | None = None) -> DataUse:
    """A use of these items, or of every item."""
    followed = None if follows is None else KindName(follows)
    return DataUse(frozenset(map(ItemName, items)) or None, followed)


def purpose(
    name: str,
    basis: Basis | Mapping[str, Basis],
    *kinds: str,
    data: Mapping[str, DataUse] | None = None,
    active: Span | None = None,
    decided_by: str | None = "email",
    choices: Mapping[str, Sequence[str]] | None = None,
    feeds: Sequence[str] = (),
    was: Sequence[str] = (),
    **more: Any,
) -> Purpose:
    """A purpose that uses every item of these kinds, on one basis for the customer unless said otherwise."""
    bases = {"customer": basis} if isinstance(basis, Basis) else basis
    offered = {
        ChoiceName(c): Choice(ChoiceName(c), words(c), frozenset(map(ItemName, items)) or None)
        for c, items in (choices or {}).items()
    }
    return Purpose(
        name=PurposeName(name),
        title=words(name),
        basis={RoleName(role): one for role, one in bases.items()},
        data={KindName(k): u for k, u in {**dict.fromkeys(kinds, use()), **(data or {})}.items()},
        active=active or Span(),
        decided_by=None if decided_by is None else KeyType(decided_by),
        choices=offered,
        feeds=frozenset(map(PurposeName, feeds)),
        was=frozenset(map(PurposeName, was)),
        **more,
    )


# --- worlds -------------------------------------------------------------------------------------------------


def manifest(
    tables: Iterable[Table],
    purposes: Iterable[Purpose],
    items: Iterable[Item] = (),
    zone: str = "UTC",
    **more: Any,
) -> Manifest:
    """A manifest of these tables and purposes; items are those of the fields, and any more that are given."""
    tables = tuple(tables)
    named = {field.item for one in tables for field in one.fields.values()}
    kinds = {kind: frozenset(ln.role for ln in one.links) for one in tables for kind in one.kinds}
    stores = {one.store: [other for other in tables if other.store == one.store] for one in tables}
    zones = more.pop("zones", {})
    return Manifest(
        zone=zone,
        items={**{name: Item(name, words(name)) for name in named}, **{one.name: one for one in items}},
        kinds={kind: Kind(kind, words(kind), roles) for kind, roles in kinds.items()},
        purposes={one.name: one for one in purposes},
        stores={
            name: Store(name, "sqlite://", {one.name: one for one in of}, zones.get(name, "UTC"))
            for name, of in stores.items()
        },
        **more,
    )


def world(
    declared: Manifest,
    rows: Rows,
    *facts: Fact,
    also: Mapping[str, Sequence[str]] | None = None,
    keys: Mapping[str, ForeignKey] | None = None,
    required: Iterable[str] = (),
    strangers: Mapping[str, LiveTable] | None = None,
    down: Iterable[str] = (),
    checkpoint: int = 0,
    remembered: Iterable[Iterable[Key]] = (),
    **more: Any,
) -> World:
    """
    A world of that manifest, which was accepted unless said otherwise.

    Args:
        also: undeclared columns that the live tables have, by table.
        keys: a foreign key that the database enforces, by table.
        required: columns (`table.column`) that may not be NULL.
    """
    not_null = {tuple(one.split(".")) for one in required}
    schema = {
        (one.store, one.name): LiveTable(
            columns={
                column: LiveColumn(
                    ColumnType.TEXT, (one.name, column) not in not_null and column not in one.key
                )
                for column in sorted(one.declared | set(map(Column, (also or {}).get(one.name, ()))))
            },
            key=one.key,
            foreign_keys=(keys[one.name],) if keys and one.name in keys else (),
        )
        for store in declared.stores.values()
        for one in store.tables.values()
    }
    schema |= {(SHOP, TableName(name)): live for name, live in (strangers or {}).items()}
    more.setdefault("accepted", declared)
    return World(
        manifest=declared,
        schema=schema,
        rows={_table_of(declared, name): tuple(map(_row, given)) for name, given in rows.items()},
        facts=known(*facts, checkpoint=checkpoint),
        down=frozenset(map(StoreName, down)),
        remembered=frozenset(map(frozenset, remembered)),
        **more,
    )


def foreign_key(table: str, on_delete: OnDelete = OnDelete.NOTHING, **columns: str) -> ForeignKey:
    """A foreign key: mine=theirs."""
    mine, theirs = tuple(map(Column, columns)), tuple(map(Column, columns.values()))
    return ForeignKey(mine, TableName(table), theirs, on_delete)


def _row(values: Mapping[str, Value]) -> Row:
    return {Column(column): value for column, value in values.items()}


def _table_of(declared: Manifest, name: str) -> tuple[StoreName, TableName]:
    found = [
        one.store for store in declared.stores.values() for one in store.tables.values() if one.name == name
    ]
    return (found[0] if found else SHOP, TableName(name))


# --- the same people again and again ---------------------------------------------------------------------


MADE = {"made": clock("made")}


def subscribers(*purposes: Purpose, **more: Any) -> Manifest:
    """People with an address and nothing else, under these purposes."""
    return manifest([table("people", {"email": "email"}, link(), created="made", **more)], purposes)


def newsletter(**more: Any) -> Purpose:
    """A newsletter under consent."""
    return purpose("newsletter", CONSENT, "people", **more)


def erased(*purposes: Purpose, made: str = "2025-01-01", **more: Any) -> World:
    """Ana's row, of 2025 unless said otherwise, after an erasure on 1 June 2026."""
    declared = subscribers(*purposes, **more)
    return world(
        declared,
        {"people": [{**ANAS, "made": day(made)}]},
        fact(Effect.GIVEN, "2025-01-01", ANA, "newsletter"),
        fact(Effect.ERASED, "2026-06-01", ANA),
    )


def customers(**more: Any) -> tuple[Manifest, Rows]:
    """A customer without any claim, and nothing else."""
    people = table("people", {"email": "email", "name": "name"}, link(), **more)
    return manifest([people], []), {"people": [{**ANAS, "name": "Ana", "points": 3}]}


# --- questions ----------------------------------------------------------------------------------------------


def record(table: str, *key: object, store: str = "shop") -> RecordRef:
    """The record of that key."""
    return RecordRef(StoreName(store), TableName(table), tuple(map(str, key)))


def state(of: World, where: str, key: object, on: str) -> State:
    """The state of the datum `table.column` of the record with that key, on that day."""
    name, column = where.split(".")
    store, _ = _table_of(of.manifest, name)
    return interpreter.states(of, at(on))[Datum(record(name, key, store=store), Column(column))]


def outcome(of: World, name: str, key: object, on: str, *people: Key) -> Outcome:
    """What a plan does with that record; for everybody or for these people."""
    store, _ = _table_of(of.manifest, name)
    found = interpreter.fates(of, at(on), frozenset(people) or None)
    return found.get(record(name, key, store=store), Outcome(Fate.KEEP))


def fate(of: World, name: str, key: object, on: str, *people: Key) -> Fate:
    """The fate of that record."""
    return outcome(of, name, key, on, *people).fate


def swept(of: World, *days: str) -> World:
    """The world after a plan for everybody on each of these days."""
    for one in days:
        of = interpreter.after(of, at(one))
    return of


def rows(of: World, name: str) -> list[dict[str, Value]]:
    """The rows of that table."""
    found = of.rows.get(_table_of(of.manifest, name), ())
    return [{str(column): value for column, value in row.items()} for row in found]
