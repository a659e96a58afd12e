"""What verify counts is what the interpreter says of each datum, on worlds by chance."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.claims.compiled import _connected, _Known
from tests.claims.materialise import Bench, mariadb_bench, postgresql_bench, sqlite_bench
from tests.claims.worlds import describe, world_of
from troth.claims.ends import ended_value
from troth.claims.facts import Facts, Instant
from troth.claims.interpreter.data import states, states_under
from troth.claims.keys import Datum
from troth.claims.states import State
from troth.claims.world import TableRef, Value, World
from troth.manifest.names import Column
from troth.manifest.period import Period
from troth.manifest.stores import SetNull, Table
from troth.retention.accept import released_under
from troth.stores.live import LiveStore
from troth.verify.gather import before, gathered
from troth.verify.model import Counts

LAGS = (Period(months=1), Period(days=1), Period(months=12))
SEEDS = range(80)
OFTEN, SELDOM = 1, 4  # of how many worlds one is tried

Said = dict[tuple[TableRef, tuple[Column, ...]], Counter[str]]


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


@pytest.mark.parametrize("first", range(0, len(SEEDS), 20))
def test_verify_counts_what_the_interpreter_says(first: int, sqlite: Bench) -> None:
    _compare(sqlite, SEEDS[first : first + 20])


def test_verify_counts_the_same_on_postgresql(postgresql: Bench) -> None:
    _compare(postgresql, SEEDS[::SELDOM])


def test_verify_counts_the_same_on_mariadb(mariadb: Bench) -> None:
    _compare(mariadb, SEEDS[::SELDOM])


@pytest.mark.parametrize("first", [0, 20])
def test_what_an_acceptance_would_release_is_what_the_interpreter_says(first: int, sqlite: Bench) -> None:
    """Everything that the words in force end, and that the accepted ones, or that none is accepted, still hold."""
    for seed in range(first, first + 20):
        world, at = world_of(seed)
        stores = sqlite.load(world)
        with _connected(world, stores) as connections:
            found = released_under(_Known(world).terms(stores, at), connections)
        alone = {} if world.facts.are_behind else states_under(world, world.manifest, at)
        held = states(world, at)
        said = Counter(
            (datum.record.store, datum.record.table, datum.column)
            for datum, state in alone.items()
            if state is State.ENDED and held[datum] is not State.ENDED and _value(world, datum) is not None
        )
        assert found == said, f"seed {seed}\n{describe(world, at)}"


def _compare(bench: Bench, seeds: range) -> None:
    for seed in seeds:
        world, at = world_of(seed)
        lag = LAGS[seed % len(LAGS)]
        found, lagged = _counted(bench, world, at, lag, seed)
        said = _said(world, at, lagged)
        if found != said:
            wrong = {
                key: (found.get(key), said.get(key))
                for key in found | said
                if found.get(key) != said.get(key)
            }
            pytest.fail(
                f"seed {seed} on {bench.dialect}, lag {lag}\n{wrong}\n{describe(world, at)}", pytrace=False
            )


def _counted(bench: Bench, world: World, at: Instant, lag: Period, seed: int) -> tuple[Said, Instant]:
    stores = bench.load(world)
    terms = _Known(world).terms(stores, at)
    if seed // SELDOM % 2:  # no index is known: what a person's records show of their last act is carried
        terms = replace(terms, live={name: LiveStore(name, bench.dialect, {}) for name in terms.grounds})
    with _connected(world, stores) as connections:
        verdicts = gathered(terms, connections, lag, words_are_old=False)
    found = {
        (table.ref, held.columns): _told(held.counts)
        for table in verdicts.tables
        if table.unread is None
        for held in table.held
    }
    return found, before(terms, lag)


def _told(counts: Counts) -> Counter[str]:
    unknown = sum(counts.unknown.values()) + counts.restricted
    told = {
        "active": counts.active,
        "archived": counts.archived,
        "frozen": unknown,
        "due": counts.due,
        "broken": counts.broken,
    }
    return +Counter(told)


def _said(world: World, at: Instant, lagged: Instant) -> Said:
    """The same counts, made datum by datum from the interpreter's states."""
    now = states(world, at)
    recorded = Facts(tuple(fact for fact in world.facts.known if fact.recorded <= lagged))
    then = states_under(world.with_facts(recorded), world.manifest, lagged)
    found: Said = {}
    for table in world.manifest.tables():
        if table.store in world.down:
            continue
        ref = (table.store, table.name)
        for columns in _items(table):
            counted: Counter[str] = Counter()
            for datum, state in now.items():
                is_here = (datum.record.store, datum.record.table) == ref and datum.column in columns
                if is_here and not _is_empty(world, table, datum):
                    ended = "broken" if then[datum] is State.ENDED else "due"
                    counted[ended if state is State.ENDED else state.name.lower()] += 1
            found[ref, columns] = counted
    return found


def _items(table: Table) -> list[tuple[Column, ...]]:
    items = dict.fromkeys(field.item for field in table.fields.values())
    found = [tuple(c for c, field in table.fields.items() if field.item == item) for item in items]
    links = tuple(sorted(table.link_columns - set(table.fields)))
    return [*found, links] if links else found


def _value(world: World, datum: Datum) -> Value:
    ref = (datum.record.store, datum.record.table)
    key = world.schema[ref].key
    row = next(r for r in world.rows[ref] if tuple(str(r[c]) for c in key) == datum.record.key)
    return row[datum.column]


def _is_empty(world: World, table: Table, datum: Datum) -> bool:
    value = _value(world, datum)
    declared = table.fields.get(datum.column)
    end = declared.at_end if declared else SetNull()
    live = world.schema[datum.record.store, datum.record.table].columns[datum.column]
    return value is None or ended_value(end, value, live, ZoneInfo(world.manifest.zone)) == value
