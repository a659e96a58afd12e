"""The manifest whose effects a person accepted last: the same, none, or one that differs in one thing."""

import random
from collections.abc import Callable
from dataclasses import replace

from tests.claims.worlds.chance import maybe, one, weighed
from troth.manifest.condition import All, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import KindName, TableName
from troth.manifest.period import Period
from troth.manifest.purposes import Basis, DataUse, Purpose
from troth.manifest.stores import Down, Table


def accepted_of(rng: random.Random, manifest: Manifest) -> Manifest | None:
    """Mostly the manifest itself, so that things can go."""
    form = weighed(rng, {"same": 0.804, "none": 0.042, "other": 0.154})
    if form == "none":
        return None
    if form == "same":
        return manifest
    return one(rng, VARIATIONS)(rng, manifest)


def _longer(rng: random.Random, manifest: Manifest) -> Manifest:
    purpose = one(rng, list(manifest.purposes.values()))
    longer = one(rng, (Period(months=60), Period(months=7), Period(days=3)))
    active = replace(purpose.active, period=longer, earlier=()) if purpose.active.clock else purpose.active
    return _with_purpose(manifest, replace(purpose, active=active))


def _more_used(rng: random.Random, manifest: Manifest) -> Manifest:
    purpose = one(rng, list(manifest.purposes.values()))
    kinds = list(manifest.kinds)
    return _with_purpose(manifest, replace(purpose, data={**purpose.data, one(rng, kinds): DataUse()}))


def _other_basis(rng: random.Random, manifest: Manifest) -> Manifest:
    purpose = one(rng, list(manifest.purposes.values()))
    basis = dict.fromkeys(purpose.basis, Basis.LEGAL_OBLIGATION)
    return _with_purpose(manifest, replace(purpose, basis=basis))


def _one_purpose_less(rng: random.Random, manifest: Manifest) -> Manifest:
    gone = one(rng, list(manifest.purposes))
    return replace(
        manifest,
        purposes={
            name: replace(purpose, feeds=purpose.feeds - {gone})
            for name, purpose in manifest.purposes.items()
            if name != gone
        },
    )


def _other_condition(rng: random.Random, manifest: Manifest) -> Manifest:
    table = one(rng, list(manifest.tables()))
    kinds: dict[KindName, Condition | None] = {
        kind: Not(condition) if condition else None for kind, condition in table.kinds.items()
    }
    return _with_table(manifest, replace(table, kinds=kinds))


def _one_kind_less(rng: random.Random, manifest: Manifest) -> Manifest:
    table = one(rng, list(manifest.tables()))
    gone = one(rng, list(table.kinds))
    return _with_table(
        manifest, replace(table, kinds={k: test for k, test in table.kinds.items() if k != gone})
    )


def _one_field_less(rng: random.Random, manifest: Manifest) -> Manifest:
    table = one(rng, list(manifest.tables()))
    if not table.fields:
        return manifest
    gone = one(rng, list(table.fields))
    return _with_table(manifest, replace(table, fields={c: f for c, f in table.fields.items() if c != gone}))


def _one_table_less(rng: random.Random, manifest: Manifest) -> Manifest:
    tables = list(manifest.tables())
    needed = {(table.store, reference.table) for table in tables for reference in table.references.values()}
    needed |= {
        (source.store, source.table)
        for table in tables
        for clock in table.clocks.values()
        for source in clock.latest
    }
    needed |= {(table.store, table.archive_of) for table in tables if table.archive_of}
    needed |= {(table.store, name) for table in tables for name in _named_from_above(table)}
    free = [table for table in tables if (table.store, table.name) not in needed]
    if not free or maybe(rng, 0.1):
        return manifest
    gone = one(rng, free)
    store = manifest.stores[gone.store]
    kept = {name: table for name, table in store.tables.items() if name != gone.name}
    kept = {name: replace(t, archive=None) if t.name == gone.archive_of else t for name, t in kept.items()}
    return replace(manifest, stores={**manifest.stores, store.name: replace(store, tables=kept)})


def _named_from_above(table: Table) -> set[TableName]:
    """The tables that a table's links and conditions reach downwards."""
    steps = {step.table for link in table.links for step in link.path if isinstance(step, Down)}
    conditions = [
        *table.kinds.values(),
        *table.decisions.values(),
        *(c.open_while for c in table.clocks.values()),
    ]
    return steps | {name for condition in conditions for name in _asked(condition)}


def _asked(condition: Condition | None) -> set[TableName]:
    match condition:
        case Exists(table, _, inner):
            return {table} | _asked(inner)
        case Not(inner) | OfParent(_, inner):
            return _asked(inner)
        case All(several) | AnyOf(several):
            return {name for inner in several for name in _asked(inner)}
        case _:
            return set()


def _with_purpose(manifest: Manifest, purpose: Purpose) -> Manifest:
    return replace(manifest, purposes={**manifest.purposes, purpose.name: purpose})


def _with_table(manifest: Manifest, table: Table) -> Manifest:
    store = manifest.stores[table.store]
    tables = {**store.tables, table.name: table}
    return replace(manifest, stores={**manifest.stores, store.name: replace(store, tables=tables)})


VARIATIONS: tuple[Callable[[random.Random, Manifest], Manifest], ...] = (
    _longer,
    _longer,
    _more_used,
    _other_basis,
    _one_purpose_less,
    _other_condition,
    _one_kind_less,
    _one_field_less,
    _one_table_less,
)
