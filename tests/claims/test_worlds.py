"""The worlds on which Troth's meaning is tested: that they are sound, and hold what ought to be tested."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.materialise import (
    Bench,
    changed,
    in_order,
    mariadb_bench,
    postgresql_bench,
    rows_of,
    sqlite_bench,
)
from tests.claims.worlds import (
    LEAST_SHARE,
    SEEDS,
    describe,
    features,
    generate,
    instants,
    shrunk,
    table_of,
    world_of,
)
from tests.claims.worlds.shrink import is_sound
from troth.claims import interpreter
from troth.claims.states import Fate
from troth.claims.world import World
from troth.manifest.names import Column
from troth.manifest.stores import Anonymise, FlagIn, MoveTo, SetNull, Table


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each of the databases."""
    match request.param:
        case "sqlite":
            bench = sqlite_bench()
        case "postgresql":
            bench = postgresql_bench(request.getfixturevalue("postgresql_url"))
        case _:
            bench = mariadb_bench(request.getfixturevalue("mariadb_url"))
    yield bench
    bench.close()


def test_a_seed_always_gives_the_same_world() -> None:
    assert [world_of(seed) for seed in range(40)] == [world_of(seed) for seed in range(40)]


@given(st.randoms())
def test_worlds_can_be_drawn_by_hypothesis(rng: random.Random) -> None:
    world = generate(rng)
    assert instants(rng, world).tzinfo is not None


def test_what_is_loaded_is_read_back(bench: Bench) -> None:
    for seed in range(60):
        world, _ = world_of(seed)
        there = rows_of(world, bench.load(world))
        given = {ref: in_order(world.schema[ref], rows) for ref, rows in world.rows.items()}
        assert there == given, f"seed {seed}: {[*changed(given, there)]}"


def test_the_least_failing_world_is_found() -> None:
    def fails(world: World) -> bool:
        return any(row.get(Column("email")) == "ben@x.fr" for rows in world.rows.values() for row in rows)

    world = next(world for world, _ in map(world_of, SEEDS) if fails(world))
    least = shrunk(world, fails)
    assert fails(least)
    assert [len(rows) for rows in least.rows.values()] == [1]
    assert not least.manifest.purposes
    assert not least.facts.known


def test_every_world_is_sound_and_every_feature_common_enough(
    record_property: Callable[[str, object], None],
) -> None:
    """
    References that a database enforces hold, and every declared end is possible in the live schema.

    Each thing that ought to be tested occurs in three worlds of a hundred at least.
    """
    found: Counter[str] = Counter()
    for seed in SEEDS:
        world, at = world_of(seed)
        wrong = [*_unsound(world)]
        assert not wrong, f"seed {seed}: {wrong}\n{describe(world)}"
        found.update({name: int(is_there) for name, is_there in features(world, at).items()})
    record_property("worlds", table_of(found, len(SEEDS)))
    assert not {name: count for name, count in found.items() if count < LEAST_SHARE * len(SEEDS)}


def test_every_fate_occurs(record_property: Callable[[str, object], None]) -> None:
    """Records are kept, reduced to stubs, deleted, anonymised, moved and flagged."""
    seeds = range(400)
    found = Counter({f"a record {fate.value}": 0 for fate in Fate})
    for world, at in map(world_of, seeds):
        fates = {outcome.fate for outcome in interpreter.fates(world, at).values()}
        found.update({f"a record {fate.value}": 1 for fate in fates})
    record_property("worlds", table_of(found, len(seeds)))
    assert min(found.values()) >= 0.02 * len(seeds)


def _unsound(world: World) -> Iterator[str]:
    if not is_sound(world):
        yield "a row points nowhere although a foreign key is live"
    for ref, rows in world.rows.items():
        live = world.schema[ref]
        keys = [tuple(row[column] for column in live.key) for row in rows]
        if len(set(keys)) < len(keys):
            yield f"{ref}: two rows with one key"
        for row in rows:
            if set(row) != set(live.columns):
                yield f"{ref}: columns"
            if any(value is None and not live.columns[column].is_nullable for column, value in row.items()):
                yield f"{ref}: a NULL where none may be"
    for table in world.manifest.tables():
        yield from _impossible(world, table)


def _impossible(world: World, table: Table) -> Iterator[str]:
    live = world.schema[table.store, table.name]
    nulled = {name for name, field in table.fields.items() if isinstance(field.at_end, SetNull)}
    nulled |= table.link_columns - set(table.fields)
    for name in nulled - set(table.key):
        if not live.columns[name].is_nullable:
            yield f"{table.name}.{name} ends as NULL and may not"
    if table.declared - set(live.columns):
        yield f"{table.name} lacks declared columns"
    match table.archive:
        case MoveTo(target):
            archive = world.schema[table.store, target]
            if archive.columns != live.columns or archive.key != live.key:
                yield f"{target} is unlike {table.name}"
        case FlagIn(column):
            if column not in live.columns:
                yield f"{table.name} has no flag"
        case None:
            pass
    if isinstance(table.at_end, Anonymise) and not set(table.at_end.group_by) <= set(live.columns):
        yield f"{table.name} is grouped by what it has not"
