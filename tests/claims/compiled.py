"""The compiler's side of the comparison: the one place where tests know how to ask it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from tests.claims.materialise import Stores
from troth.claims.facts import Fact, Facts, Instant
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.people import Remembered
from troth.claims.plan import Act
from troth.claims.same import Same
from troth.claims.states import State
from troth.claims.world import Schema, World
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.retention.act import Kept, act_in, judged_again, kept, lock
from troth.retention.fates import decided
from troth.retention.model import Planned
from troth.retention.survey import survey
from troth.retention.terms import Terms
from troth.stores.sql.ground import Ground

# As a run opens its transactions (retention/taken.py).
WRITING: dict[str, dict[str, str]] = {
    "sqlite": {"sqlite_begin": "IMMEDIATE"},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
    "mariadb": {"isolation_level": "REPEATABLE READ"},
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What Troth knows after a run that it did not know before."""

    facts: tuple[Fact, ...]
    remembered: frozenset[frozenset[Key]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of everything, or of one person, and the states it was made from."""

    world: World
    stores: Stores
    at: Instant
    scope: frozenset[Key] | None
    states: dict[Datum, State]
    acts: list[Act]


def planned(world: World, stores: Stores, at: Instant, scope: frozenset[Key] | None = None) -> Plan:
    """Ask the stores' own engines for the state of every datum in scope, and decide the records' fates."""
    with _connected(world, stores) as connections:
        found = survey(_Known(world).terms(stores, at), connections, scope)
        acts = decided(found, connections)
    states = {
        Datum(judged.record, column): state
        for rows in found.judged.values()
        for judged in rows
        for column, state in judged.states.items()
    }
    return Plan(world, stores, at, scope, states, acts)


def carried_out(plan: Plan) -> Recorded:
    """Carry the plan out as a run does: judge all stores, act in each, record, then commit."""
    known = _Known(plan.world)
    by_store: dict[StoreName, list[Planned]] = defaultdict(list)
    for one in plan.acts:
        columns = frozenset(one.outcome.changes)
        of_record = Planned(one.record, one.judged.key, one.outcome.fate, columns)
        by_store[one.record.store].append(of_record)
    with _connected(plan.world, plan.stores, by_store) as connections:
        terms = known.terms(plan.stores, plan.at)
        locked = {
            store: lock(connections[store], terms.grounds[store], terms.manifest, planned)
            for store, planned in by_store.items()
        }
        everything = [one for planned in by_store.values() for one in planned]
        judgement = judged_again(terms, connections, everything, plan.scope, locked)
        for store in by_store:
            act_in(judgement, connections[store], store)
        known.keep(kept(judgement, connections, by_store))
        for store in by_store:
            connections[store].commit()
    return Recorded(known.facts[len(plan.world.facts.known) :], known.remembered)


class _Known:
    """What Troth knows while a run goes on: it grows by what the run notes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.facts = world.facts.known
        self.remembered = world.remembered

    def keep(self, kept: Kept) -> None:
        """Record what a run notes."""
        last = max((fact.sequence for fact in self.facts), default=0)
        self.facts += tuple(new.numbered(last + number) for number, new in enumerate(kept.facts, start=1))
        self.remembered |= {identity.keys for identity in kept.identities}

    def terms(self, stores: Stores, at: Instant) -> Terms:
        """On what terms the world is surveyed now."""
        world, manifest = self.world, self.world.manifest
        grounds = {
            name: _ground(stores[name].dialect, name, Same(manifest), Same(world.schema))
            for name in manifest.stores
            if name not in world.down
        }
        return Terms(
            manifest, world.accepted, grounds, self._source, at, world.down, Remembered(self.remembered)
        )

    def _source(self, keys: Collection[Key] | None, records: Collection[RecordRef] | None) -> Facts:
        def concerns(fact: Fact) -> bool:
            if keys is None or records is None or (fact.key is None and fact.record is None):
                return True
            return fact.key in keys or fact.record in records

        checkpoint = self.world.facts.checkpoint if self.world.facts.are_behind else 0
        return Facts(tuple(filter(concerns, self.facts)), checkpoint)


@lru_cache(maxsize=2 * len(WRITING))
def _ground(dialect: str, name: StoreName, of_manifest: Same, of_schema: Same) -> Ground:
    """What statements of a store stand on: the same for a plan and its run, as in a site that is open."""
    manifest, schema = cast("Manifest", of_manifest.value), cast("Schema", of_schema.value)
    return Ground(
        dialect,
        {table: live for (of_store, table), live in schema.items() if of_store == name},
        ZoneInfo(manifest.stores[name].zone),
        ZoneInfo(manifest.zone),
    )


@contextmanager
def _connected(
    world: World, stores: Stores, changing: Collection[StoreName] = ()
) -> Iterator[dict[StoreName, Connection]]:
    with ExitStack() as stack:
        found: dict[StoreName, Connection] = {}
        for name in world.manifest.stores:
            if name not in world.down:
                connection = stack.enter_context(stores[name].engine.connect())
                writing = WRITING[stores[name].dialect] if name in changing else {}
                found[name] = connection.execution_options(**writing)
        yield found
