"""A sweep of a world: every step over its stores, in chunks of a few rows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from sqlalchemy import Connection

from tests.claims.compiled import _Known
from tests.claims.materialise import Stores
from troth.claims.facts import Facts, Instant
from troth.claims.world import World
from troth.manifest.names import StoreName
from troth.retention.sweep import chunks, session
from troth.retention.sweep.asked import asking, until
from troth.retention.sweep.model import Act
from troth.retention.sweep.plan import layout_of, source_of
from troth.retention.sweep.session import Session
from troth.retention.sweep.steps import Far, Work
from troth.retention.terms import Terms

GEAR = {
    "sqlite": {"sqlite_begin": "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
    "mariadb": {"isolation_level": "READ COMMITTED"},
}


def swept(world: World, stores: Stores, at: Instant) -> tuple[_Known, dict[Act, int]]:
    """Sweep the world's stores; what was recorded, and how many steps of each kind it took."""
    known = _Known(world)
    taken: dict[Act, int] = {}
    for store in world.manifest.stores:
        if store not in world.down:
            with _connected(world, stores, store) as connections:
                _sweep_store(world, stores, at, store, connections, known, taken)
    return known, taken


def _sweep_store(
    world: World,
    stores: Stores,
    at: Instant,
    store: StoreName,
    connections: dict[StoreName, Connection],
    known: _Known,
    taken: dict[Act, int],
) -> None:
    last = max((fact.sequence for fact in world.facts.known), default=0)

    def terms() -> Terms:
        return known.terms(stores, at)

    def seen() -> Facts:
        return until(terms().facts(None, None), last, at)

    def planned() -> Terms:
        return replace(terms(), facts=lambda keys, records: source_of(seen())(keys, records))

    ours = Session(connections[store], planned().grounds[store])
    if world.facts.are_behind:
        return

    def asked() -> None:
        ours.asks_anew(asking(terms(), connections, at, seen(), terms().facts(None, None)))
        ours.connection.rollback()

    told = [(known.facts, known.remembered)]

    def learn(work: Work) -> None:
        if told[0] != (known.facts, known.remembered):
            told[0] = known.facts, known.remembered
            work.terms, work.planned, work.is_stale = terms(), planned(), True

    def ask(work: Work) -> bool:
        if not work.is_stale:
            return False
        asked()
        work.is_stale = False
        return True

    asked()
    layout = layout_of(planned(), store, ours.asking, None)
    work = Work(store, ours, connections, terms(), planned(), known.keep, learn, ask, lambda step: 10**9)
    for step in layout.steps:
        taken[step.act] = taken.get(step.act, 0) + 1
        for _ in work.chunks(step, layout.places[step.table[1]], Far()):
            pass


@contextmanager
def _connected(world: World, stores: Stores, store: StoreName) -> Iterator[dict[StoreName, Connection]]:
    with ExitStack() as stack:
        connections = {
            name: stack.enter_context(stores[name].engine.connect())
            for name in world.manifest.stores
            if name not in world.down
        }
        connections[store] = connections[store].execution_options(**GEAR[stores[store].dialect])
        if stores[store].dialect == "mariadb":
            session._waits(connections[store], "mariadb")
        yield connections


__all__ = ["chunks", "swept"]
