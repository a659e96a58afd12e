"""A world from a throw of dice: tables, people, kinds, clocks, fields, purposes; then rows and facts."""

import random
from collections.abc import Mapping, Sequence

from tests.claims.worlds.accepted import accepted_of
from tests.claims.worlds.chance import maybe, one, weighed
from tests.claims.worlds.clocks import give_clocks, give_instants
from tests.claims.worlds.draft import TableDraft
from tests.claims.worlds.facts import facts_of, remembered_of, scene_of
from tests.claims.worlds.fields import archive_tables, give_archives, give_fields, give_record_ends, items_of
from tests.claims.worlds.kinds import give_conditions_their_columns, give_kinds
from tests.claims.worlds.people import give_identities, give_links
from tests.claims.worlds.policy import give_decisions, ground_of, purposes_of
from tests.claims.worlds.rows import rows_of
from tests.claims.worlds.tables import ZONES, StoreDraft, stores_of, strangers_of, tables_of
from troth.claims.world import World
from troth.manifest.model import Kind, Manifest
from troth.manifest.names import KindName, PurposeName, RoleName, StoreName
from troth.manifest.purposes import Purpose
from troth.manifest.stores import Store
from troth.manifest.text import Text


def generate(rng: random.Random) -> World:
    """A world that makes sense, and holds much that is awkward. The same dice give the same world."""
    stores = stores_of(rng)
    tables = tables_of(rng, stores)
    strangers = strangers_of(rng, tables)
    hosted = [table for table in strangers if table.hosted_for is not None]
    give_archives(rng, tables)
    give_identities(rng, tables)
    give_conditions_their_columns(rng, tables)
    give_instants(rng, tables, {store.name: store.zone for store in stores})
    give_links(rng, tables)
    give_kinds(rng, tables)
    give_clocks(rng, tables)
    give_fields(rng, tables)
    give_record_ends(rng, tables)
    purposes = purposes_of(rng, ground_of(tables))
    give_decisions(rng, tables, purposes)
    tables += archive_tables(tables)
    manifest = _manifest(rng, stores, [*tables, *hosted], purposes)
    live = [*tables, *strangers]
    rows = rows_of(rng, live)
    scene = scene_of(tables, rows, purposes)
    return World(
        manifest=manifest,
        schema={table.ref: table.live_table() for table in live},
        rows=rows,
        facts=facts_of(rng, scene),
        down=_down(rng, stores),
        accepted=accepted_of(rng, manifest),
        remembered=remembered_of(rng, scene),
    )


def _manifest(
    rng: random.Random,
    stores: Sequence[StoreDraft],
    tables: Sequence[TableDraft],
    purposes: Mapping[PurposeName, Purpose],
) -> Manifest:
    roles: dict[KindName, set[RoleName]] = {}
    for table in tables:
        for kind in table.kinds:
            roles.setdefault(kind, set()).update(table.roles)
    declared = {
        store.name: [table.declared() for table in tables if table.store == store.name] for store in stores
    }
    return Manifest(
        zone=weighed(rng, ZONES),
        items=items_of(rng),
        kinds={kind: Kind(kind, Text({"en": kind}), frozenset(of_kind)) for kind, of_kind in roles.items()},
        purposes=purposes,
        stores={
            store.name: Store(
                store.name,
                f"sqlite:///{store.name}.db",
                {t.name: t for t in declared[store.name]},
                store.zone,
            )
            for store in stores
        },
        financial_year_ends=weighed(rng, {(12, 31): 0.5, (2, 28): 0.2, (6, 30): 0.3}),
        unsettled={one(rng, list(roles)): "is this an invoice?"} if maybe(rng, 0.06) else {},
    )


def _down(rng: random.Random, stores: Sequence[StoreDraft]) -> frozenset[StoreName]:
    share = 0.18 if len(stores) > 1 else 0.012
    return frozenset({one(rng, stores).name}) if maybe(rng, share) else frozenset()
