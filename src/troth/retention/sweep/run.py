"""
Carry a sweep out: store by store, step by step, chunk by chunk, each chunk a transaction of its own.

*Intended* is recorded before a step touches a store, and what was *done* after each batch of chunks. The
position is kept with each chunk, though no more than twice a second. Killed at any point, the next run of the
same plan begins where the last position was kept, and finds nothing left of what was done since.
"""

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Json
from troth.audit.records import append, is_behind
from troth.claims.people import Remembered
from troth.claims.plan import LEAVING
from troth.claims.states import Fate
from troth.database.sealing import DataKey
from troth.errors import TrothError, Unavailable
from troth.manifest.names import KeyType, StoreName, TableName
from troth.manifest.stores import FlagIn
from troth.retention import records as runs
from troth.retention.act import Kept
from troth.retention.allowed import Needed, check_needed
from troth.retention.brake import check_brake
from troth.retention.model import Failure
from troth.retention.run import WordsChanged
from troth.retention.sweep import records
from troth.retention.sweep.asked import asking, until
from troth.retention.sweep.gears import Place
from troth.retention.sweep.gone import notes_on_gone
from troth.retention.sweep.model import Now, Progress, Step, StoreSwept, SweepPlan, Swept, Watch
from troth.retention.sweep.plan import Known, layout_of, load, steps_in
from troth.retention.sweep.session import Session, session
from troth.retention.sweep.steps import Counts, Far, Work
from troth.retention.taken import SchemaChanged
from troth.retention.terms import Terms, bearing, terms_of
from troth.site import Reached, Site
from troth.stores.live import schema_hash
from troth.subjects.identities import remember, remembered_after
from troth.subjects.records import add_facts, all_facts, facts_after, forget_notes, last_sequence

BATCH = 100  # chunks that one audit record tells of
KEEP_SECONDS = 0.5  # between two positions: each has our own database write its disk


def carry_out(
    site: Site, plan_id: str, now: Now, accept_count: int | None = None, watch: Watch | None = None
) -> Swept:
    """
    Run a kept plan of a sweep: what was ended then and is still ended goes.

    Args:
        now: the clock; a sweep may take hours.
        accept_count: the plan's number of records, where a person released the brake.

    Raises:
        Surprise: the manifest changed, the brake holds (`Brake`), or facts are missing (`DatabaseBehind`).
        Forbidden: there is no such plan, or it ended; or the account lacks a right (`RightsMissing`).
        Unavailable: it runs elsewhere, or another sweep of the site does; or a store is read-only.
    """
    plan = load(site, plan_id)
    if plan.manifest_hash != site.manifest_hash:
        raise WordsChanged(plan_id)
    with site.database.reading() as tx:
        if is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
    check_brake(site, plan, accept_count)
    check_needed(site, _needed(site, plan))
    with _taken(site, plan, now) as sweep:
        sweep.watch = watch
        outcomes: list[StoreSwept] = []
        for store in site.manifest.stores:
            if store in sweep.run.done:
                outcomes.append(StoreSwept(store, {}, was_done_before=True))
            elif steps_in(plan, store):
                outcomes.append(_in_store(sweep, store))
        _forget_gone(sweep)
        outcome = Swept(plan_id, now(), tuple(outcomes), sweep.longest_seconds)
        state = runs.PlanState.DONE if outcome.is_complete else runs.PlanState.FAILED
        with site.database.transaction() as tx:
            if outcome.is_complete:
                records.forget_positions(tx, site.name, plan_id)
            runs.end_run(tx, site.name, sweep.run, state, now())
            append(tx, site.name, f"plan.{state.value}", {"plan": plan_id}, now())
    return outcome


def _needed(site: Site, plan: SweepPlan) -> dict[StoreName, Needed]:
    """What the plan does in each store. Which columns of a record it changes is not known yet: any that end."""
    needed: dict[StoreName, Needed] = {}
    for (store, name), fates in plan.counts.items():
        of_store, table = needed.setdefault(store, Needed()), site.manifest.table(store, name)
        for fate in fates:
            of_store.add(site.manifest, store, name, fate)
            if fate is Fate.FLAG and isinstance(table.archive, FlagIn):
                of_store.columns[name].add(table.archive.column)
            elif fate not in LEAVING:
                of_store.columns[name] |= table.fields.keys() - set(table.key)
    return needed


@dataclass
class _Sweep:
    """A sweep at work: what it has to know from one chunk to the next."""

    site: Site
    plan: SweepPlan
    run: runs.Run
    now: Now
    key: DataKey  # under which positions are sealed
    key_types: frozenset[KeyType]  # under which facts are read
    known: Remembered  # who was remembered as one person
    last_identity: int  # the id of the last of them
    facts: Known
    planned: Known  # of them, those on which the plan was made
    last: int  # the number of the last fact known
    newest: int | None = None  # of the last fact there was when the last chunk was kept
    has_parted: bool = (
        False  # whether the last chunk parted keys that are one person's, and are now remembered
    )
    watch: Watch | None = None
    longest_seconds: float = 0.0
    done: Counts = field(default_factory=dict)

    def learns(self) -> bool:
        """Read what was recorded since, and whom a chunk let be remembered; whether there is anything."""
        has_parted, self.has_parted = self.has_parted, False
        if not self._learns_facts() and not has_parted:
            return False
        with self.site.database.reading() as tx:
            identities, self.last_identity = remembered_after(tx, self.site.name, self.last_identity)
        self.known.add(identities)
        return True

    def _learns_facts(self) -> bool:
        newest, self.newest = self.newest, None
        if newest == self.last:
            return False
        with self.site.database.reading() as tx:
            last = last_sequence(tx, self.site.name)
            if last == self.last:
                return False
            further = facts_after(tx, self.site.name, self.last, self.key_types)
        if further.are_behind:
            raise DatabaseBehind(self.site.settings.checkpoint)
        self.facts.add(further)
        self.planned.add(until(further, self.plan.watermark, self.plan.made_at))
        self.last = last
        return True


@contextmanager
def _taken(site: Site, plan: SweepPlan, now: Now) -> Iterator[_Sweep]:
    """The site and the plan, taken for this process alone."""
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    lease = timedelta(seconds=site.settings.lease_seconds)
    with site.database.transaction() as tx:
        records.begin(tx, site.name, plan.id, owner, now(), lease)
        run = runs.claim_run(tx, site.name, plan.id, owner, now(), lease)
        if run.is_first:
            append(tx, site.name, "plan.intended", {"plan": plan.id, "records": plan.total}, now())
        key = records.key_of(tx, site.name, plan.id)
    with site.database.reading() as tx:
        identities, last_identity = remembered_after(tx, site.name, 0)
        known = Remembered(identities)
        key_types = bearing(site, now(), known)
        facts, last = all_facts(tx, site.name, key_types), last_sequence(tx, site.name)
    if facts.are_behind:
        raise DatabaseBehind(site.settings.checkpoint)
    try:
        seen = until(facts, plan.watermark, plan.made_at)
        yield _Sweep(
            site, plan, run, now, key, key_types, known, last_identity, Known(facts), Known(seen), last
        )
    finally:
        with site.database.transaction() as tx:
            records.end(tx, site.name, owner)


def _forget_gone(sweep: _Sweep) -> None:
    """Forget what was noted about records that are gone; a store that does not answer is asked by the next sweep."""
    site = sweep.site
    sweep.learns()
    with site.database.reading() as tx:  # after the facts were read, and before the stores are
        if runs.is_another_running(tx, site.name, sweep.run, sweep.now()):
            return  # it notes what it moves for the new place before the row stands there: the next sweep forgets
    with site.stores.reading() as reached, suppress(Unavailable):
        for numbers in notes_on_gone(site.manifest, reached, sweep.facts.every().known):
            with site.database.transaction() as tx:
                records.renew(tx, site.name, sweep.run.owner, sweep.plan.id, sweep.now() + sweep.run.lease)
                forget_notes(tx, site.name, numbers)
                body: dict[str, Json] = {"plan": sweep.plan.id, "notes": len(numbers)}
                append(tx, site.name, "notes.forgotten", body, sweep.now())


def _in_store(sweep: _Sweep, store: StoreName) -> StoreSwept:
    """The steps of one store: all done and recorded, or stopped where they could not go on, and recorded."""
    site, plan = sweep.site, sweep.plan
    sweep.done = {}
    try:
        _steps(sweep, store)
    except TrothError as failure:
        if isinstance(failure, runs.LeaseLost | records.SweepLost):
            raise
        with site.database.transaction() as tx:
            runs.record_outcome(tx, site.name, sweep.run, runs.Failed(store, str(failure)), sweep.now())
            append(tx, site.name, "store.failed", {"plan": plan.id, "store": store}, sweep.now())
        return StoreSwept(store, _counts(sweep), Failure.of(failure))
    with site.database.transaction() as tx:
        rows = {
            step.table[1]: records.reached(tx, site.name, plan.id, step, sweep.key).rows
            for step in steps_in(plan, store)
        }
        runs.record_outcome(tx, site.name, sweep.run, runs.Done(store, rows), sweep.now())
        told: dict[str, Json] = {str(table): count for table, count in rows.items()}
        append(tx, site.name, "store.done", {"plan": plan.id, "store": store, "rows": told}, sweep.now())
    return StoreSwept(store, _counts(sweep))


def _counts(sweep: _Sweep) -> Mapping[TableName, Mapping[Fate, int]]:
    return {table: dict(fates) for table, fates in sweep.done.items()}


def _steps(sweep: _Sweep, store: StoreName) -> None:
    site = sweep.site
    others = [name for name in site.manifest.stores if name != store]
    with site.stores.reading([store]) as reached:
        if store not in reached.connections:
            raise reached.down[store]
        live = site.stores.live(store, reached.connections[store], anew=True)
    if schema_hash(live) != sweep.plan.schemas.get(store):
        raise SchemaChanged(sweep.plan.id, store)
    ground = site.stores.ground(store, live)
    with site.stores.reading(others) as away, session(site, store, ground) as ours:
        there = Reached(
            {**away.connections, store: ours.connection},
            {**away.live, store: live},
            {**away.grounds, store: ground},
            away.down,
        )
        work = _work(sweep, store, there, ours)
        sweep.done = work.done
        layout = layout_of(work.terms, store, ours.asking, live)
        for step in steps_in(sweep.plan, store):
            _do(sweep, work, step, layout.places[step.table[1]])


def _work(sweep: _Sweep, store: StoreName, there: Reached, ours: Session) -> Work:
    """The work of one store, asked with what is known now, and again whenever something was recorded."""
    site = sweep.site

    def keep(kept: Kept) -> None:
        # Committed before the store is: killed between the two, the notes are there twice as true.
        with site.database.transaction() as tx:
            records.renew(tx, site.name, sweep.run.owner, sweep.plan.id, sweep.now() + sweep.run.lease)
            add_facts(tx, site.name, kept.facts)
            remember(tx, site.name, kept.identities)
        sweep.has_parted |= bool(kept.identities)

    def terms() -> tuple[Terms, Terms]:
        now = replace(terms_of(site, there, sweep.now(), None, known=sweep.known), facts=sweep.facts.about)
        return now, replace(now, at=sweep.plan.made_at, facts=sweep.planned.about)

    def learn(work: Work) -> None:
        if sweep.learns():
            work.terms, work.planned = terms()
            work.is_stale = True

    def ask(work: Work) -> bool:
        if not work.is_stale:
            return False
        seen, every = sweep.planned.every(), sweep.facts.every()
        ours.asks_anew(asking(work.terms, there.connections, sweep.plan.made_at, seen, every))
        ours.connection.rollback()
        work.is_stale = False
        return True

    limit = sweep.plan.of_table
    found = Work(
        store,
        ours,
        there.connections,
        *terms(),
        keep,
        learn,
        ask,
        lambda step: limit(step.table),
        is_stale=True,
    )
    ask(found)
    return found


def _do(sweep: _Sweep, work: Work, step: Step, place: Place) -> None:
    """One step, from where it had come to."""
    site = sweep.site
    with site.database.transaction() as tx:
        far = records.reached(tx, site.name, sweep.plan.id, step, sweep.key)
        if far.is_done:
            return
        body: dict[str, Json] = {"plan": sweep.plan.id, "step": step.name, "reached": far.rows}
        append(tx, site.name, "step.intended", body, sweep.now())
    began, told = time.monotonic(), far.rows
    kept_at = 0.0
    for number, come in enumerate(work.chunks(step, place, far), start=1):
        is_batch = number % BATCH == 0 or come.is_done
        if is_batch or time.monotonic() - kept_at > KEEP_SECONDS:
            _keep(sweep, step, come, told if is_batch else None)
            kept_at = time.monotonic()
        told = come.rows if is_batch else told
        sweep.longest_seconds = max(sweep.longest_seconds, come.longest_seconds)
        if sweep.watch is not None:
            planned = sweep.plan.of_table(step.table)
            sweep.watch(Progress(step, come.rows, planned, time.monotonic() - began))


def _keep(sweep: _Sweep, step: Step, far: Far, told: int | None) -> None:
    """Keep how far the step has come, as a sign of life; at the end of a batch, record what it did."""
    site, at = sweep.site, sweep.now()
    with site.database.transaction() as tx:
        records.renew(tx, site.name, sweep.run.owner, sweep.plan.id, at + sweep.run.lease)
        records.keep(tx, site.name, sweep.plan.id, step, far, at, sweep.key)
        sweep.newest = last_sequence(tx, site.name)
        if told is not None:
            body: dict[str, Json] = {"plan": sweep.plan.id, "step": step.name, "rows": far.rows - told}
            append(tx, site.name, "step.done", body, at)
