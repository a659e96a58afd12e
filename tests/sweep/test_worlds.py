"""A sweep of a world in small chunks comes to what the interpreter says of all of it at once, in either gear."""

from collections.abc import Iterator

import pytest

from tests.claims.materialise import (
    Bench,
    changed,
    in_order,
    mariadb_bench,
    postgresql_bench,
    rows_of,
    sqlite_bench,
)
from tests.claims.worlds import world_of
from tests.claims.worlds.describe import describe_fact
from tests.sweep.worlds import swept
from troth.claims import interpreter
from troth.claims.facts import Fact
from troth.claims.keys import RecordRef
from troth.claims.people import People
from troth.claims.world import World

SEEDS = [*range(16), 26, 76, 146, 166, 192, 216, 311, 327]  # the last ones once told a sweep from a run
WIDE = [seed for seed in range(16, 400) if seed not in SEEDS]
ON_SERVERS = SEEDS[::4]


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Bench]:
    bench = sqlite_bench()
    yield bench
    bench.close()


@pytest.fixture(scope="module")
def postgresql(postgresql_url: str) -> Iterator[Bench]:
    bench = postgresql_bench(postgresql_url)
    yield bench
    bench.close()


@pytest.fixture(scope="module")
def mariadb(mariadb_url: str) -> Iterator[Bench]:
    bench = mariadb_bench(mariadb_url)
    yield bench
    bench.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sweep_comes_to_what_the_interpreter_says(seed: int, sqlite: Bench) -> None:
    assert list(differences(seed, sqlite)) == []


@pytest.mark.wide
@pytest.mark.parametrize("seed", WIDE)
def test_it_does_in_many_more_worlds(seed: int, sqlite: Bench) -> None:
    assert list(differences(seed, sqlite)) == []


@pytest.mark.parametrize("seed", ON_SERVERS)
def test_it_does_on_postgresql(seed: int, postgresql: Bench) -> None:
    assert list(differences(seed, postgresql)) == []


@pytest.mark.parametrize("seed", ON_SERVERS)
def test_it_does_on_mariadb(seed: int, mariadb: Bench) -> None:
    assert list(differences(seed, mariadb)) == []


def differences(seed: int, bench: Bench) -> Iterator[str]:
    """
    Where the rows, the notes and the people remembered differ from what the interpreter says.

    A sweep may note more than it had to, and doubt more: it looks at one chunk after the other.
    """
    world, at = world_of(seed)
    said = interpreter.after(world, at)
    stores = bench.load(world)
    known, _ = swept(world, stores, at)
    rows = {ref: in_order(world.schema[ref], of_table) for ref, of_table in said.rows.items()}
    yield from changed(rows, rows_of(world, stores))
    found = {_told(fact) for fact in known.facts[len(world.facts.known) :]}
    for fact in said.facts.known[len(world.facts.known) :]:
        if _told(fact) not in found and (fact.record is None or _stands(said, fact.record)):
            yield f"not recorded: {_told(fact)}"
    if People.of(said.remembered).several() != People.of(known.remembered).several():
        yield "other people are remembered"


def _told(fact: Fact) -> str:
    """The fact in words, but for its place in the records and whether something was unknown besides."""
    return describe_fact(Fact(0, fact.effect, fact.since, fact.since, fact.key, fact.record, name=fact.name))


def _stands(world: World, record: RecordRef) -> bool:
    """Whether there is such a record."""
    key = world.schema[record.store, record.table].key
    rows = world.rows[record.store, record.table]
    return any(tuple(str(row[column]) for column in key) == record.key for row in rows)
