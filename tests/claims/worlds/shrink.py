"""The least world that still fails: parts are left out, one after the other, while the failure stays."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from troth.claims.facts import Facts
from troth.claims.world import Row, TableRef, World
from troth.manifest.model import Manifest
from troth.manifest.purposes import Limit, Purpose
from troth.manifest.stores import Clock, Delete, Rounding, Table

PATIENCE_SECONDS = 20.0


def shrunk(world: World, fails: Callable[[World], bool], patience_seconds: float = PATIENCE_SECONDS) -> World:
    """The smallest world found in that time of which `fails` is still true."""
    until = time.monotonic() + patience_seconds
    before = None
    while world != before and time.monotonic() < until:
        before = world
        for way in WAYS:
            world = _shrunk_in(way, world, fails, until)
    return world


def _shrunk_in(
    way: Callable[[World], Iterator[World]], world: World, fails: Callable[[World], bool], until: float
) -> World:
    """Leave out in one way what can be left out; what could not be before is not tried again."""
    place = 0
    while time.monotonic() < until:
        smaller = next(islice(way(world), place, None), None)
        if smaller is None:
            break
        if is_sound(smaller) and _still(fails, smaller):
            world = smaller
        else:
            place += 1
    return world


def _still(fails: Callable[[World], bool], world: World) -> bool:
    try:
        return fails(world)
    except Exception:  # noqa: BLE001 — what was left out was needed
        return False


def _without_situation(world: World) -> Iterator[World]:
    """The same manifest accepted, nothing behind, nothing down, nothing remembered."""
    if world.accepted is not None and world.accepted != world.manifest:
        yield replace(world, accepted=world.manifest)
    if world.facts.checkpoint:
        yield replace(world, facts=Facts(world.facts.known, 0))
    if world.down:
        yield replace(world, down=frozenset())
    if world.remembered:
        yield replace(world, remembered=frozenset())


def _without_facts(world: World) -> Iterator[World]:
    for group in _halves(len(world.facts.known)):
        known = tuple(fact for place, fact in enumerate(world.facts.known) if place not in group)
        yield replace(world, facts=Facts(known, world.facts.checkpoint))


def _without_rows(world: World) -> Iterator[World]:
    for ref, rows in world.rows.items():
        for group in _halves(len(rows)):
            kept = tuple(row for place, row in enumerate(rows) if place not in group)
            yield replace(world, rows={**world.rows, ref: kept})


def _without_purposes(world: World) -> Iterator[World]:
    for name in world.manifest.purposes:
        kept = {other: purpose for other, purpose in world.manifest.purposes.items() if other != name}
        yield _having(world, replace(world.manifest, purposes=kept))


def _halves(count: int) -> Iterator[range]:
    """All, then halves, quarters … of that many places."""
    width = count
    while width:
        for start in range(0, count, width):
            yield range(start, min(start + width, count))
        width = width // 2


def _having(world: World, manifest: Manifest) -> World:
    """The world with another manifest, accepted where the one before was."""
    is_accepted = world.accepted == world.manifest
    return replace(world, manifest=manifest, accepted=manifest if is_accepted else world.accepted)


def _without_tables(world: World) -> Iterator[World]:
    for ref in world.schema:
        store, name = ref
        tables = {other: t for other, t in world.manifest.stores[store].tables.items() if other != name}
        stores = {**world.manifest.stores, store: replace(world.manifest.stores[store], tables=tables)}
        smaller = _having(world, replace(world.manifest, stores=stores))
        yield replace(
            smaller,
            schema={other: live for other, live in world.schema.items() if other != ref},
            rows={other: rows for other, rows in world.rows.items() if other != ref},
        )
    for store in world.manifest.stores:
        if not any(of_store == store for of_store, _ in world.schema):
            stores = {name: kept for name, kept in world.manifest.stores.items() if name != store}
            yield _having(world, replace(world.manifest, stores=stores))


def _with_less_in_purposes(world: World) -> Iterator[World]:
    for purpose in world.manifest.purposes.values():
        for smaller in _less_in_purpose(purpose):
            kept = {**world.manifest.purposes, purpose.name: smaller}
            yield _having(world, replace(world.manifest, purposes=kept))


def _less_in_purpose(purpose: Purpose) -> Iterator[Purpose]:
    for kind in purpose.data:
        yield replace(purpose, data={k: use for k, use in purpose.data.items() if k != kind})
    for role in purpose.basis:
        yield replace(purpose, basis={r: basis for r, basis in purpose.basis.items() if r != role})
    plain = replace(
        purpose,
        archive=None,
        performance=None,
        wording=None,
        validity=None,
        choices={},
        direct_marketing=False,
        feeds=frozenset(),
        was=frozenset(),
        ended=None,
    )
    for part in (
        "archive",
        "performance",
        "wording",
        "validity",
        "choices",
        "direct_marketing",
        "feeds",
        "was",
        "ended",
    ):
        if getattr(purpose, part) != getattr(plain, part):
            yield replace(purpose, **{part: getattr(plain, part)})
    active = purpose.active
    plain_span = replace(active, earlier=(), limit=Limit.EXACT, departure=None)
    if active != plain_span:
        yield replace(purpose, active=plain_span)


def _with_less_in_tables(world: World) -> Iterator[World]:
    for table in world.manifest.tables():
        for smaller in _less_in_table(table):
            store = world.manifest.stores[table.store]
            changed = replace(store, tables={**store.tables, table.name: smaller})
            stores = {**world.manifest.stores, store.name: changed}
            yield _having(world, replace(world.manifest, stores=stores))
    for ref, live in world.schema.items():
        for key in live.foreign_keys:
            kept = tuple(other for other in live.foreign_keys if other is not key)
            yield replace(world, schema={**world.schema, ref: replace(live, foreign_keys=kept)})


def _less_in_table(table: Table) -> Iterator[Table]:
    for kind in table.kinds:
        yield replace(table, kinds={k: test for k, test in table.kinds.items() if k != kind})
    for kind, condition in table.kinds.items():
        if condition is not None:
            yield replace(table, kinds={**table.kinds, kind: None})
    for link in table.links:
        yield replace(table, links=tuple(other for other in table.links if other is not link))
    for column, field in table.fields.items():
        kept = {name: other for name, other in table.fields.items() if name != column}
        yield replace(table, fields=kept, impersonal=table.impersonal | {column})
        if field.about:
            yield replace(table, fields={**table.fields, column: replace(field, about=None)})
    for name, clock in table.clocks.items():
        yield replace(table, clocks={other: kept for other, kept in table.clocks.items() if other != name})
        for smaller in _less_in_clock(clock):
            yield replace(table, clocks={**table.clocks, name: smaller})
    for relation in table.references:
        yield replace(table, references={r: kept for r, kept in table.references.items() if r != relation})
    if table.decisions:
        yield replace(table, decisions={})
    if table.archive:
        yield replace(table, archive=None)
    if table.at_end != Delete():
        yield replace(table, at_end=Delete())


def _less_in_clock(clock: Clock) -> Iterator[Clock]:
    plain = Clock()
    for part in ("event", "open_while", "missing", "latest", "plausible_from", "plausible_for"):
        if getattr(clock, part) != getattr(plain, part):
            yield replace(clock, **{part: getattr(plain, part)})
    for source in clock.latest:
        yield replace(clock, latest=tuple(other for other in clock.latest if other is not source))
    if clock.rounded_to is not Rounding.NONE:
        yield replace(clock, rounded_to=Rounding.NONE)


def _without_columns(world: World) -> Iterator[World]:
    """Columns that are only there, in no other part of the table."""
    for table in world.manifest.tables():
        ref = (table.store, table.name)
        for column in table.impersonal:
            if column not in world.schema[ref].columns or column in repr(_reading(world.manifest)):
                continue
            live = world.schema[ref]
            columns = {name: of_column for name, of_column in live.columns.items() if name != column}
            rows: Mapping[TableRef, tuple[Row, ...]] = {
                **world.rows,
                ref: tuple(
                    {name: value for name, value in row.items() if name != column} for row in world.rows[ref]
                ),
            }
            smaller = replace(table, impersonal=table.impersonal - {column})
            store = world.manifest.stores[table.store]
            changed = replace(store, tables={**store.tables, table.name: smaller})
            stores = {**world.manifest.stores, store.name: changed}
            without = _having(world, replace(world.manifest, stores=stores))
            yield replace(without, schema={**world.schema, ref: replace(live, columns=columns)}, rows=rows)


def _reading(manifest: Manifest) -> list[object]:
    """The parts of tables that name columns they read."""
    return [
        part
        for table in manifest.tables()
        for part in (
            table.kinds,
            table.clocks,
            table.decisions,
            table.references,
            table.at_end,
            table.archive,
        )
    ]


def is_sound(world: World) -> bool:
    """Whether every row points where the database says it must, and every name that is used is there."""
    for (store, _), live in world.schema.items():
        for key in live.foreign_keys:
            target = (store, key.table)
            if target not in world.schema:
                return False
    for (store, name), live in world.schema.items():
        for key in live.foreign_keys:
            there = {tuple(row[column] for column in key.theirs) for row in world.rows[store, key.table]}
            for row in world.rows[store, name]:
                values = tuple(row[column] for column in key.columns)
                if None not in values and values not in there:
                    return False
    return True


# The largest things first.
WAYS = (
    _without_situation,
    _without_tables,
    _without_purposes,
    _without_facts,
    _without_rows,
    _with_less_in_purposes,
    _with_less_in_tables,
    _without_columns,
)
