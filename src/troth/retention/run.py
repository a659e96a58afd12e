"""Carry a plan out: once, each store in one transaction, resumable after a kill at any point.

All stores are judged before the first one changes; then each is committed for itself. *Intended* is
recorded before a store is touched (or, at once, before its transaction ends), *done* after its commit. If we
are killed between the two, the next run of the same plan finds the store not done, judges its rows again, and
finds nothing left to do.
"""

import os
import secrets
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from math import inf

from sqlalchemy import Connection

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Entry, Json
from troth.audit.records import append, append_all, is_behind
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.database.sequences import Series, last_number, reserve
from troth.database.transactions import Transaction
from troth.errors import Surprise, TrothError
from troth.manifest.names import StoreName
from troth.retention import records
from troth.retention.act import Done, Judgement, Kept, act_in, judged_again, judgement_of, kept
from troth.retention.allowed import check_rights
from troth.retention.brake import check_brake
from troth.retention.kept import keep, load
from troth.retention.model import Failure, Outcome, Plan, StoreOutcome
from troth.retention.plan import Looking, Made, made_of, make
from troth.retention.taken import Taken, begun, taken
from troth.retention.terms import Terms, terms_of
from troth.site import Reached, Site
from troth.stores.sql.failures import unavailable
from troth.subjects.identities import remember
from troth.subjects.model import NewFact
from troth.subjects.records import add_facts, forget_notes, recall
from troth.texts.refusals import said


class WordsChanged(Surprise):
    """The manifest is not the one the plan was made under."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(said("words_changed", plan=plan_id))


# What became of each store; and of which it is still to be recorded, with the end of the run.
Went = tuple[list[StoreOutcome], list[records.Done | records.Failed]]


def carry_out(site: Site, plan_id: str, at: Instant, accept_count: int | None = None) -> Outcome:
    """
    Run a kept plan: what was planned and is still ended goes.

    Args:
        accept_count: the plan's number of records, where a person released the brake.

    Raises:
        Surprise: the manifest changed, the brake holds (`Brake`), or facts are missing (`DatabaseBehind`).
        Forbidden: there is no such plan, or it ended; or the account lacks a right (`RightsMissing`).
        Unavailable: it runs elsewhere, or a store is read-only (`StoreReadOnly`).
    """
    with site.database.reading() as tx:
        plan = load(site, plan_id)
        if plan.manifest_hash != site.manifest_hash:
            raise WordsChanged(plan_id)
        if is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
    _check(site, plan, accept_count)
    run = _begin(site, plan, at)
    return _end(site, run, at, *_in_stores(site, plan, run, at))


def plan_and_carry_out(
    site: Site,
    keys: Collection[Key],
    at: Instant,
    new_facts: Collection[NewFact] = (),
    looking: Looking | None = None,
    accept_count: int | None = None,
) -> tuple[Plan, Outcome]:
    """
    Make a plan as `make` does, keep it, and carry it out as `carry_out` does.

    Where one store holds everything, all of it happens in one transaction of that store, in which no row that it
    changes can be another than was judged, and so nothing is judged twice
    (docs/decisions/0221-at-once-is-judged-once.md). Where something did change, or fails, that transaction is
    undone, and the plan that was kept is carried out like any other.

    Raises:
        Surprise, Forbidden, Unavailable: as `make` and `carry_out` say.
    """
    with begun(site) as reached:
        if reached is None:
            plan = make(site, keys, at, new_facts, looking)
            keep(site, plan)
            return plan, carry_out(site, plan.id, at, accept_count)
        made = made_of(site, reached, keys, at, new_facts, looking)
        plan = made.plan
        keep(site, plan)
        _check(site, plan, accept_count)
        judgement = judgement_of(made.found, reached.connections, made.acts)
        with ThreadPoolExecutor(1) as aside:  # the store works while we record what it does
            acting = {
                store: aside.submit(act_in, judgement, connection, store)
                for store, connection in reached.connections.items()
                if plan.of_store(store)
            }
            run = _begin(site, plan, at)
        went = _committed(site, made, judgement, acting, run, at)
    return plan, _end(site, run, at, *(went or _in_stores(site, plan, run, at)))


def _check(site: Site, plan: Plan, accept_count: int | None) -> None:
    check_brake(site, plan, accept_count)
    check_rights(site, plan)


def _begin(site: Site, plan: Plan, at: Instant) -> records.Run:
    """Take the plan, and record with it, once, the facts that it acts on."""
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    with site.database.transaction() as tx:
        lease = timedelta(seconds=site.settings.lease_seconds)
        run = records.claim_run(tx, site.name, plan.id, owner, at, lease)
        if run.is_first:
            logged = bool(plan.facts) + 1  # one record of all facts, one of the intention
            reserve(tx, site.name, facts=len(plan.facts), records=logged)
            run = replace(run, recorded=tuple(add_facts(tx, site.name, plan.facts)), logged=logged)
            append(tx, site.name, "plan.intended", {"plan": plan.id, "records": plan.total}, at)
    return run


def _end(
    site: Site,
    run: records.Run,
    at: Instant,
    told: Sequence[StoreOutcome],
    waiting: Sequence[records.Done | records.Failed],
) -> Outcome:
    """End the run, and record of the stores that still wait for it what became of them."""
    outcome = Outcome(run.plan_id, at, tuple(told))
    state = records.PlanState.DONE if outcome.is_complete else records.PlanState.FAILED
    with site.database.transaction() as tx:
        entries = [_recorded(tx, site, run, one, at) for one in waiting]
        records.end_run(tx, site.name, run, state, at)
        _tell(tx, site, [*entries, Entry(f"plan.{state.value}", at, {"plan": run.plan_id})])
    return outcome


def _committed(
    site: Site,
    made: Made,
    judgement: Judgement,
    acting: Mapping[StoreName, Future[Done]],
    run: records.Run,
    at: Instant,
) -> Went | None:
    """What acts led to in the transaction in which their plan was made; none where they have to be judged anew."""
    connections = made.reached.connections
    with site.database.reading() as tx:
        recall(tx, site.name, run.recorded)
        terms = terms_of(site, made.reached, at, made.plan.scope)
        if not _still_stands(tx, site, made, run, terms):
            return None
        judgement = replace(judgement, found=replace(judgement.found, terms=terms))
        try:
            done = {store: one.result() for store, one in acting.items()}
            what = kept(judgement, connections, done) if done else Kept((), ())
        except TrothError:  # it is found again, and told, where the store is taken for itself
            return None
    _note(site, run, what, at)
    try:
        for store in done:
            _commit(connections[store], store)
    except TrothError:
        return None
    told = [StoreOutcome(store, one.counts, one.left) for store, one in done.items()]
    return told, [_done_in(store, one) for store, one in done.items()]


def _still_stands(tx: Transaction, site: Site, made: Made, run: records.Run, terms: Terms) -> bool:
    """Whether Troth knows nothing else than when the plan was made: nobody recorded anything in between."""
    then = made.found.terms
    met = then.remembered.met  # also who shares a record with these people
    return (
        last_number(tx, site.name, Series.RECORDS) == made.last_logged + run.logged
        and (terms.manifest, terms.accepted) == (then.manifest, then.accepted)
        and terms.remembered.around(met) == then.remembered.around(met)
    )


def _in_stores(site: Site, plan: Plan, run: records.Run, at: Instant) -> Went:
    """
    The plan's acts in each store: done, or failed and nothing of it done.

    Returns:
        What became of each store; and of which it is still to be recorded, with the end of the run. Each is
        recorded before the next is committed.
    """
    planned = [store for store in site.manifest.stores if plan.of_store(store)]
    told = {name: StoreOutcome(name, {}, was_done_before=True) for name in planned if name in run.done}
    waiting: list[records.Done | records.Failed] = []
    with taken(site, plan, [name for name in planned if name not in run.done]) as stores:
        for store, done in _acted(site, plan, run, stores, at).items():
            if waiting:
                with site.database.transaction() as tx:
                    _tell(tx, site, [_recorded(tx, site, run, waiting.pop(), at)])
            try:
                _commit(stores.open[store], store)
            except TrothError as failure:
                stores.failed[store] = failure
            else:
                told[store] = StoreOutcome(store, done.counts, done.left)
                waiting.append(_done_in(store, done))
    for store, why in stores.failed.items():
        told[store] = StoreOutcome(store, {}, failure=Failure.of(why))
        waiting.append(records.Failed(store, str(why)))
    return [told[store] for store in planned], waiting


def _acted(site: Site, plan: Plan, run: records.Run, stores: Taken, at: Instant) -> Mapping[StoreName, Done]:
    """Judge all stores, then act in one after the other, and record what must be kept; nothing is committed yet."""
    if not stores.open:
        return {}
    try:
        # The stores that are only read are let go before the first commit: else two runs wait for one another.
        with site.stores.reading(
            [name for name in site.manifest.stores if name not in stores.open]
        ) as others:
            return _judged_and_acted(site, plan, run, stores, stores.and_read(others), at)
    except records.LeaseLost:
        raise
    except TrothError as failure:
        stores.failed |= dict.fromkeys(stores.open, failure)
        return {}


def _judged_and_acted(
    site: Site, plan: Plan, run: records.Run, stores: Taken, reached: Reached, at: Instant
) -> Mapping[StoreName, Done]:
    planned = [one for store in stores.open for one in plan.of_store(store)]
    # What is known of these people is read once, after their rows are locked.
    with site.database.reading() as tx:
        recall(tx, site.name, run.recorded)
        terms = terms_of(site, reached, at, plan.scope)
        judgement = judged_again(terms, reached.connections, planned, plan.scope, stores.locked)
        done: dict[StoreName, Done] = {}
        for store in stores.open:
            with stores.undoing(store):
                done[store] = act_in(judgement, stores.open[store], store)
        what = kept(judgement, stores.answering(reached.connections), done) if done else Kept((), ())
    _note(site, run, what, at)
    return done


def _note(site: Site, run: records.Run, what: Kept, at: Instant) -> None:
    """Committed before any store is: killed between the two, the notes are there twice as true."""
    with site.database.transaction(awaits_disk=bool(what.facts or what.identities)) as tx:
        records.renew(tx, site.name, run, at)
        add_facts(tx, site.name, what.facts)
        remember(tx, site.name, what.identities)


def _commit(connection: Connection, store: StoreName) -> None:
    with unavailable(store):
        connection.commit()


def _done_in(store: StoreName, done: Done) -> records.Done:
    rows = {table: sum(fates.values()) for table, fates in done.counts.items()}
    return records.Done(store, rows, done.notes)


def _tell(tx: Transaction, site: Site, went: Sequence[Entry]) -> None:
    """Tell the audit log how a run went, which its checkpoint need not know: it decides nothing (decision 0216)."""
    append_all(tx, site.name, went, checkpoint_seconds=inf)


def _recorded(
    tx: Transaction, site: Site, run: records.Run, outcome: records.Done | records.Failed, at: Instant
) -> Entry:
    """What the audit log says of what one store did, which is recorded here."""
    records.record_outcome(tx, site.name, run, outcome, at)
    body: dict[str, Json] = {"plan": run.plan_id, "store": outcome.store}
    if isinstance(outcome, records.Failed):
        return Entry("store.failed", at, body)
    rows: dict[str, Json] = {str(table): count for table, count in outcome.rows.items()}
    body["rows"] = rows
    if outcome.notes:
        forget_notes(tx, site.name, outcome.notes)
        body["notes_forgotten"] = len(outcome.notes)
    return Entry("store.done", at, body)
