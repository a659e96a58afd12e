"""Make a sweep's plan: which steps, and how many records each would change at most. Nothing is destroyed."""

import json
import secrets
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Json
from troth.audit.records import is_behind
from troth.claims.by_key import FactsAbout
from troth.claims.facts import Fact, Facts, Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.people import Remembered
from troth.claims.states import Fate
from troth.manifest.names import StoreName, TableName
from troth.retention import records
from troth.retention.accepted import accepted_version
from troth.retention.acts import missing_indexes
from troth.retention.model import TableId
from troth.retention.sweep import statements
from troth.retention.sweep.asked import Asking, asking
from troth.retention.sweep.chunks import decide
from troth.retention.sweep.gears import Place, place_of, steps_of
from troth.retention.sweep.model import Act, Step, SweepPlan
from troth.retention.sweep.reach import reach_of
from troth.retention.sweep.session import Session, session, unhurried
from troth.retention.sweep.steps import pace_of, prefer_indexes
from troth.retention.terms import Connections, FactSource, Terms, bearing, terms_of
from troth.site import Reached, Site
from troth.stores.live import LiveStore, schema_hash
from troth.stores.sql import read
from troth.stores.sql.windows import Window
from troth.subjects.identities import all_remembered
from troth.subjects.records import all_facts, last_sequence

KIND = "sweep"


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of one store in the order in which they are swept."""

    store: StoreName
    places: Mapping[TableName, Place]
    steps: tuple[Step, ...]


def layout_of(terms: Terms, store: StoreName, asking: Asking, live: LiveStore | None) -> Layout:
    """Which steps sweep a store, children before parents."""
    ground = terms.grounds[store]
    manifests = [one for one in (terms.manifest, terms.accepted) if one is not None]
    reach = reach_of(store, ground, *manifests)
    tables = [table for table in terms.tables() if table.store == store]
    for table in tables:
        ground.require(table)
    places = {
        table.name: place_of(
            terms.manifest,
            table,
            ground,
            reach,
            None if live is None else live.tables,
            asking,
        )
        for table in tables
    }
    steps = [
        step
        for table in reach.in_order(tables)
        for step in steps_of(places[table.name])
        if statements.parts(places[table.name], asking.of(table), step.act)
    ]
    return Layout(store, places, tuple(steps))


def terms_with(site: Site, reached: Reached, at: Instant, facts: Facts, known: Remembered) -> Terms:
    """The terms of a sweep: facts and identities are those it holds, read once and not for every chunk."""
    return replace(terms_of(site, reached, at, None, known=known), facts=source_of(facts))


class Known:
    """Facts that were read already, found by key and record as `subjects` finds them; newer ones are added."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self._further = facts, list[Fact]()
        self._found: FactsAbout | None = None  # sought when first somebody's are wanted
        self._since: dict[object, list[Fact]] = {}  # what was added after that

    def add(self, facts: Facts) -> None:
        """From here on know these too."""
        self._further += facts.known
        if self._found is not None:
            for fact in facts.known:
                self._since.setdefault(fact.key or fact.record, []).append(fact)

    def every(self) -> Facts:
        """All of them, in the order of their numbers."""
        self._facts, self._further = Facts((*self._facts.known, *self._further), self._facts.checkpoint), []
        return self._facts

    def about(self, keys: Collection[Key] | None, records: Collection[RecordRef] | None) -> Facts:
        """Those about some keys and records; all of them for None."""
        if keys is None:
            return self.every()
        if self._found is None:
            self._found = FactsAbout((*self._facts.known, *self._further))
        found: list[Fact] = []
        for one in (None, *set(keys), *set(records or ())):
            found += chain(self._found.of(one), self._since.get(one, ()))
        return Facts(tuple(sorted(found, key=lambda fact: fact.sequence)), self._facts.checkpoint)


def source_of(facts: Facts) -> FactSource:
    """These facts alone, found by key and record."""
    return Known(facts).about


def make(site: Site, at: Instant) -> SweepPlan:
    """
    What a sweep would do now.

    Raises:
        Surprise: the live schema lacks something that the manifest names, or facts are missing (`DatabaseBehind`).
        Unavailable: a store goes away while it is counted; one that is down from the beginning is left out.
    """
    with site.database.reading() as tx:
        known = Remembered(all_remembered(tx, site.name))
        key_types = bearing(site, at, known)
        facts, watermark = all_facts(tx, site.name, key_types), last_sequence(tx, site.name)
        version = accepted_version(tx, site.name)
        if is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
    counts: dict[TableId, Counter[Fate]] = {}
    steps: list[Step] = []
    hints: list[str] = []
    with site.stores.reading() as reached:
        terms = terms_with(site, reached, at, facts, known)
        asks = asking(terms, reached.connections, at, facts, facts)
        for store in site.manifest.stores:
            if store in reached.down:
                continue
            layout = layout_of(terms, store, asks, reached.live[store])
            hints += _hints(terms, layout, asks)
            steps += layout.steps
            with session(site, store, terms.grounds[store], begin="DEFERRED") as counting:
                counting.asks_anew(asks)
                unhurried(counting.connection, terms.grounds[store].dialect, site.settings.statement_seconds)
                for step in layout.steps:
                    place = layout.places[step.table[1]]
                    prefer_indexes(counting, step, place)
                    counted = count_of(counting, terms, reached.connections, place, step)
                    counts.setdefault(step.table, Counter()).update(counted)
        schemas = {name: schema_hash(live) for name, live in reached.live.items()}
    return SweepPlan(
        secrets.token_hex(6),
        at,
        site.manifest_hash,
        None if version is None else version.manifest_hash,
        watermark,
        schemas,
        tuple(steps),
        {table: dict(+fates) for table, fates in counts.items() if +fates},
        tuple(hints),
        tuple(sorted(reached.down)),
    )


def _hints(terms: Terms, layout: Layout, asks: Asking) -> Iterator[str]:
    found: dict[str, None] = {}
    for step in layout.steps:
        place = layout.places[step.table[1]]
        if step.act is Act.RECORDS:
            missing = missing_indexes(terms, place.table)
            found |= dict.fromkeys(f"{layout.store}.{table} {column}" for table, column in missing)
        else:
            found |= dict.fromkeys(statements.hints(place, asks.of(place.table), step.act))
    yield from found


def count_of(
    counting: Session, terms: Terms, connections: Connections, place: Place, step: Step
) -> Counter[Fate]:
    """How many records a step would change at most."""
    asked = counting.asking.of(place.table)
    if step.act is Act.RECORDS:
        return _decided(counting, terms, connections, place, step)
    found: Counter[Fate] = Counter()
    for part in statements.parts(place, asked, step.act):
        said = statements.statement(place, asked, step.act, part.within, counting.slots)
        predicate = said.predicate
        condition, fate = said.condition, Fate.KEEP
        if step.act is Act.DELETE:
            # Whoever points at them now may be gone by then: they are counted whether or not they are free.
            condition, fate = f"({predicate.condition(asked.is_done(part.within))})", Fate.DELETE
        counting.carry()
        for window in part.walk.windows(counting.connection):
            text = predicate.count(f"{window.condition} AND {condition}")
            found[fate] += statements.count(
                counting.connection, (text, {**predicate.values, **window.values})
            )
        counting.connection.rollback()
    return found


def _decided(
    counting: Session, terms: Terms, connections: Connections, place: Place, step: Step
) -> Counter[Fate]:
    """The same record by record."""
    asked = counting.asking.of(place.table)
    live = place.ground.live[place.table.name].columns
    found: Counter[Fate] = Counter()
    for part in statements.parts(place, asked, step.act):
        said = statements.statement(place, asked, step.act, part.within, counting.slots)
        counting.carry()
        pace = pace_of(step, part)
        window: Window | None = part.walk.window(counting.connection, None, pace.size)
        while window is not None:
            began = time.monotonic()
            keys = statements.keys(counting.connection, said.keys(window))
            if keys:
                here = {read.record_of(place.table, live, key) for key in keys}
                # Who needs one of them is decided with it, and counted in a window of its own.
                acts = (a for a in decide(terms, connections, step.table, keys) if a.record in here)
                fates = (act.outcome.fate for act in acts)
                found.update(fate for fate in fates if fate is not Fate.DELETE or place.not_by_statements)
            pace.took(time.monotonic() - began)
            then = window.then
            window = None if then is None else part.walk.window(counting.connection, then, pace.size)
        counting.connection.rollback()
    return found


# --- keeping ------------------------------------------------------------------------------------------------


def keep(site: Site, plan: SweepPlan) -> None:
    """Keep a plan so that it can be shown again and run once."""
    body = json.dumps(_body(plan)).encode("ascii")
    kept = records.KeptPlan(plan.id, plan.made_at, plan.manifest_hash, plan.watermark, summary(plan), body)
    with site.database.transaction(awaits_disk=False) as tx:  # as every plan (decision 0216)
        records.keep_plan(tx, site.name, kept)


def load(site: Site, plan_id: str) -> SweepPlan:
    """
    A kept plan of a sweep.

    Raises:
        NoPlan, PlanEnded: there is none of that id, or it was carried out or expired.
    """
    with site.database.reading() as tx:
        return _plan(records.body_of(tx, site.name, plan_id, KIND))


def summary(plan: SweepPlan) -> dict[str, Json]:
    """The plan in names and counts."""
    return {
        "kind": KIND,
        "plan": plan.id,
        "made_at": plan.made_at.isoformat(),
        "manifest": plan.manifest_hash,
        "facts_seen": plan.watermark,
        "records": plan.total,
        "tables": {
            f"{store}.{table}": {fate.value: count for fate, count in sorted(fates.items(), key=_by_fate)}
            for (store, table), fates in plan.counts.items()
        },
        "steps": [{"step": step.name, "because": list(step.reasons)} for step in plan.steps],
        "hints": list(plan.hints),
        "stores_down": list(plan.down),
    }


def _by_fate(one: tuple[Fate, int]) -> str:
    return one[0].value


def _body(plan: SweepPlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "made_at": plan.made_at.isoformat(),
        "manifest_hash": plan.manifest_hash,
        "accepted_hash": plan.accepted_hash,
        "watermark": plan.watermark,
        "schemas": dict(plan.schemas),
        "steps": [[*step.table, step.act.value, list(step.reasons)] for step in plan.steps],
        "counts": [
            [store, table, fate.value, count]
            for (store, table), fates in plan.counts.items()
            for fate, count in fates.items()
        ],
        "hints": list(plan.hints),
        "down": list(plan.down),
    }


def _plan(body: bytes) -> SweepPlan:
    told = json.loads(body)
    counts: dict[TableId, dict[Fate, int]] = {}
    for store, table, fate, count in told["counts"]:
        counts.setdefault((StoreName(store), TableName(table)), {})[Fate(fate)] = count
    return SweepPlan(
        told["id"],
        datetime.fromisoformat(told["made_at"]),
        told["manifest_hash"],
        told["accepted_hash"],
        told["watermark"],
        {StoreName(name): found for name, found in told["schemas"].items()},
        tuple(
            Step((StoreName(store), TableName(table)), Act(act), tuple(reasons))
            for store, table, act, reasons in told["steps"]
        ),
        counts,
        tuple(told["hints"]),
        tuple(StoreName(name) for name in told["down"]),
    )


def steps_in(plan: SweepPlan, store: StoreName) -> list[Step]:
    """The steps of a plan in one store."""
    return [step for step in plan.steps if step.table[0] == store]
