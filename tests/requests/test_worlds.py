"""What a site finds of a person, and how it judges that, is what the interpreter says, on worlds by chance."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.claims.materialise import script
from tests.claims.worlds import describe, world_of
from troth.claims.facts import Fact, Facts, Instant
from troth.claims.interpreter.data import states
from troth.claims.interpreter.people import View
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.states import State
from troth.claims.world import ColumnType, Schema, World
from troth.cli.init import begun
from troth.requests.find import finding
from troth.retention.accepted import AcceptedVersion, accept_version
from troth.site import Site, Stores, open_site, patience
from troth.subjects import Identity, NewFact, add_facts, remember

SEEDS = [*range(8), 25, 32, 52, 55]  # in the last ones a row leads to a key that is remembered with more
WIDE = [seed for seed in range(8, 200) if seed not in SEEDS]
ALWAYS = datetime.max.replace(tzinfo=UTC)

Found = dict[RecordRef, dict[Datum, State]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_site_finds_what_the_interpreter_says(seed: int, tmp_path: Path) -> None:
    compare(seed, tmp_path)


@pytest.mark.wide
@pytest.mark.parametrize("seed", WIDE)
def test_it_does_in_many_more_worlds(seed: int, tmp_path: Path) -> None:
    compare(seed, tmp_path)


def compare(seed: int, folder: Path) -> None:
    """Ask for each person by each key: all that there is to find, and the state of each datum."""
    made, at = world_of(seed)
    world = as_sqlite_keeps(replace(made, facts=Facts(made.facts.known), accepted=made.manifest))
    view, judged = View(world, world.manifest, ALWAYS), states(world, at)
    keys = {key for record in view.all for tie in view.ties(record) for key in tie.keys}
    with site_over(world, folder, at) as site:
        for key in sorted(keys):
            person = frozenset({key}).union(*(person for person in view.people if key in person))
            theirs = {record.ref for record in view.all if view.is_tied_to(record, person)}
            said = {ref: {of: state for of, state in judged.items() if of.record == ref} for ref in theirs}
            assert found(site, key, at) == said, f"seed {seed}, {key.text}\n{describe(world, at)}"


def found(site: Site, key: Key, at: Instant) -> Found:
    """What is found of whoever has this key."""
    with finding(site, [frozenset({key})], at) as some:
        rows = [row.judged for part in some.parts() for row in part.rows]
    return {row.record: {Datum(row.record, c): state for c, state in row.states.items()} for row in rows}


def as_sqlite_keeps(world: World) -> World:
    """The same world without zones, of which SQLite knows nothing."""
    schema: Schema = {
        ref: replace(
            table,
            columns={
                name: replace(column, type=ColumnType.TIMESTAMP)
                if column.type is ColumnType.TIMESTAMP_ZONED
                else column
                for name, column in table.columns.items()
            },
        )
        for ref, table in world.schema.items()
    }
    rows = {
        ref: tuple(
            {c: v.replace(tzinfo=None) if isinstance(v, datetime) else v for c, v in row.items()}
            for row in of_table
        )
        for ref, of_table in world.rows.items()
    }
    return replace(world, schema=schema, rows=rows)


@contextmanager
def site_over(world: World, folder: Path, at: Instant) -> Iterator[Site]:
    """A site that declares the world's manifest, and knows its facts; stores that are down have no file."""
    stores = {
        name: replace(store, url=f"sqlite:///{folder / name}.db")
        for name, store in world.manifest.stores.items()
    }
    for name in stores.keys() - world.down:
        tables = {table: live for (of, table), live in world.schema.items() if of == name}
        rows = {table: world.rows[name, table] for table in tables}
        with closing(sqlite3.connect(folder / f"{name}.db")) as connection:
            connection.executescript(f"PRAGMA foreign_keys=OFF;{script('sqlite', tables, rows)}")
    begun(folder / "site", {})
    empty = open_site(folder / "site", {})
    manifest = replace(world.manifest, stores=stores)
    declared = replace(empty.declared, manifest=manifest, written=manifest)
    site = replace(empty, declared=declared, stores=Stores(declared, {}, patience(empty.settings)))
    with site.database.transaction() as tx:
        add_facts(tx, site.name, [*map(untold, world.facts.known)])
        remember(tx, site.name, [Identity(keys) for keys in world.remembered])
        accept_version(tx, site.name, AcceptedVersion(site.manifest_hash, declared.text, 0, "", at))
    yield site
    site.close()


def untold(fact: Fact) -> NewFact:
    """The fact before it was recorded."""
    return NewFact(
        fact.effect,
        fact.since,
        fact.recorded,
        fact.key,
        fact.record,
        fact.purposes,
        fact.choice,
        fact.items,
        fact.name,
        fact.ground,
        fact.by,
    )
