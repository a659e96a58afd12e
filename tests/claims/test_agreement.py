"""
What the interpreter means over one small world and the compiler asks of whole stores, held together.

Each world is made and interpreted once, and run on each database there is.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import pytest

from tests.claims.compiled import Plan, carried_out, planned
from tests.claims.materialise import (
    Bench,
    changed,
    in_order,
    mariadb_bench,
    postgresql_bench,
    rows_of,
    sqlite_bench,
)
from tests.claims.worlds import LEAST_SHARE, SEEDS, describe, shrunk, table_of, world_of
from tests.claims.worlds.describe import describe_fact
from troth.claims import interpreter
from troth.claims.facts import Fact, Instant
from troth.claims.keys import Datum, Key
from troth.claims.states import State
from troth.claims.world import World

SEEDS_A_TEST = 50
BOTH_WAYS = "one datum goes and one stays"
SHARE_THAT_MATTERS = 0.8
CHUNKS = [SEEDS[start : start + SEEDS_A_TEST] for start in range(0, len(SEEDS), SEEDS_A_TEST)]


class Extra(Enum):
    """What is asked besides, on SQLite: a second plan, a run for one person, both, or nothing."""

    AGAIN = "again"
    PERSON = "person"
    BOTH = "both"
    NOTHING = "nothing"


EXTRAS = (Extra.AGAIN, Extra.NOTHING, Extra.PERSON, Extra.NOTHING)  # of one world after the other


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of every part of the worlds, brought together in a folder by whichever process tried them."""

    folder: Path

    def add(self, seeds: range, counts: Counter[str]) -> Counter[str] | None:
        """Keep a part's counts; the sum over all parts, where none is missing any more."""
        (self.folder / f"{seeds.start}.json").write_text(json.dumps(counts))
        files = sorted(self.folder.glob("*.json"))
        if len(files) < len(CHUNKS):
            return None
        return sum((Counter(json.loads(file.read_text())) for file in files), Counter())


@dataclass(frozen=True, slots=True)
class Told:
    """What the interpreter says of a world at an instant: of everything, and of one person."""

    world: World
    at: Instant
    extra: Extra
    states: dict[Datum, State]
    after: World
    person: frozenset[Key] | None
    after_person: World | None


@pytest.fixture(scope="session")
def benches(request: pytest.FixtureRequest) -> Iterator[list[Bench]]:
    """The databases there are; that one is missing is told by the test for it."""
    found = [sqlite_bench()]
    for make, url in ((postgresql_bench, "postgresql_url"), (mariadb_bench, "mariadb_url")):
        try:
            found.append(make(request.getfixturevalue(url)))
        except pytest.skip.Exception:
            continue
    yield found
    for bench in found:
        bench.close()


@pytest.mark.usefixtures("postgresql_url")
def test_postgresql_is_there() -> None:
    """Skipped where it is not, and then CI fails."""


@pytest.mark.usefixtures("mariadb_url")
def test_mariadb_is_there() -> None:
    """Skipped where it is not, and then CI fails."""


@pytest.fixture(scope="session")
def tally(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Tally:
    """What all processes of this run count together."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "tally"
    folder.mkdir(exist_ok=True)
    return Tally(folder)


@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_interpreter_and_compiler_give_every_datum_the_same_fate(
    seeds: range, benches: list[Bench], tally: Tally, record_property: Callable[[str, object], None]
) -> None:
    """And of all worlds, most have a datum that goes and one that stays: else little would be compared."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        world, at = world_of(seed)
        told = interpreted(world, at, EXTRAS[seed % len(EXTRAS)])
        counts.update(_outcomes(told))
        for bench in benches:
            if any(differences(bench, told)):
                pytest.fail(_report(seed, bench, world, at), pytrace=False)
    totals = tally.add(seeds, counts)
    if totals is not None:  # this was the last of all
        record_property("worlds", table_of(totals, len(SEEDS)))
        assert totals[BOTH_WAYS] >= SHARE_THAT_MATTERS * len(SEEDS)
        assert min(totals.values()) >= LEAST_SHARE * len(SEEDS)


def interpreted(world: World, at: Instant, extra: Extra = Extra.BOTH) -> Told:
    """Ask the interpreter everything that the compiler will be asked."""
    person = _somebody(world) if extra in (Extra.PERSON, Extra.BOTH) else None
    states = interpreter.states(world, at)
    return Told(
        world,
        at,
        extra,
        states,
        interpreter.after(world, at, None, states),
        person,
        interpreter.after(world, at, person, states) if person else None,
    )


def _outcomes(told: Told) -> dict[str, int]:
    """Under which headings the world is counted."""
    found = {f"a datum {state.name.lower()}": int(state in told.states.values()) for state in State}
    stays = any(state > State.ENDED for state in told.states.values())
    return {**found, BOTH_WAYS: int(stays and told.after.rows != told.world.rows)}


def differences(bench: Bench, told: Told) -> Iterator[str]:
    """Where the compiler on that database differs from what the interpreter said, in words."""
    stores = bench.load(told.world)
    plan = planned(told.world, stores, told.at)
    yield from _states(told.states, plan.states)
    yield from _run(plan, told.after)
    if bench.dialect != "sqlite":
        return
    if told.extra in (Extra.AGAIN, Extra.BOTH):
        yield from _again(plan, told.after)
    if told.after_person is not None:
        stores = bench.load(told.world)
        yield from _run(planned(told.world, stores, told.at, told.person), told.after_person)


def _somebody(world: World) -> frozenset[Key] | None:
    people = sorted(interpreter.people(world), key=lambda keys: sorted(key.text for key in keys))
    return people[len(world.facts.known) % len(people)] if people else None


def _states(said: dict[Datum, State], found: dict[Datum, State]) -> Iterator[str]:
    for datum in sorted(said.keys() | found.keys()):
        if said.get(datum) != found.get(datum):
            here, there = _named(said.get(datum)), _named(found.get(datum))
            yield f"{_datum(datum)} is {here} to the interpreter, {there} to the compiler"


def _named(state: State | None) -> str:
    return "not there" if state is None else state.name.lower()


def _datum(datum: Datum) -> str:
    record = datum.record
    return f"{record.store}.{record.table} {'|'.join(record.key)} {datum.column}"


def _run(plan: Plan, said: World) -> Iterator[str]:
    """The rows and facts after the plan was carried out."""
    world = plan.world
    asked = "the run" if plan.scope is None else f"the run for {_people(frozenset({plan.scope}))}"
    recorded = carried_out(plan)
    rows = {ref: in_order(world.schema[ref], of_table) for ref, of_table in said.rows.items()}
    yield from (f"after {asked}: {line}" for line in changed(rows, rows_of(world, plan.stores)))
    meant = {_told(fact) for fact in said.facts.known[len(world.facts.known) :]}
    found = {_told(fact) for fact in recorded.facts}
    yield from (f"{asked} does not record: {fact}" for fact in sorted(meant - found))
    if plan.scope is None:  # a run for one person may note a clock that would have shown the same without it
        yield from (f"{asked} records: {fact}" for fact in sorted(found - meant))
    if said.remembered != recorded.remembered:
        yield f"{asked} remembers {_people(recorded.remembered)} and not {_people(said.remembered)}"


def _again(plan: Plan, said: World) -> Iterator[str]:
    """What a second plan would still do: nothing."""
    left = replace(plan.world, facts=said.facts, remembered=said.remembered)
    for act in planned(left, plan.stores, plan.at).acts:
        record, outcome = act.record, act.outcome
        what = f"{record.table} {'|'.join(record.key)} {outcome.fate.value} {dict(outcome.changes)}"
        yield f"a second plan: {what}"


def _told(fact: Fact) -> str:
    """The fact in words, but for its place in the records."""
    return f"{describe_fact(fact._replace(sequence=0, recorded=fact.since))} {fact.ground}"


def _people(people: frozenset[frozenset[Key]]) -> list[list[str]]:
    return sorted(sorted(key.text for key in person) for person in people)


def _report(seed: int, bench: Bench, world: World, at: Instant) -> str:
    def fails(smaller: World) -> bool:
        return any(differences(bench, interpreted(smaller, at)))

    least = shrunk(world, fails)
    found = "\n".join(differences(bench, interpreted(least, at)))
    return f"seed {seed} on {bench.dialect}\n{found}\nin this world (the least found):\n{describe(least, at)}"
