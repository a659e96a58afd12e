"""
Plans and their runs, in Troth's own database.

A plan is made once and runs once: its state only ever goes forward, by updates that name the state they
start from, so that of two processes one is refused. A run is its owner's under a lease; when its owner is
killed, another takes it over once the lease has run out, and passes over the stores that are done.

    made → running → done         the body goes: nothing of it is needed any more
         ↘ expired ↘ failed → running …
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    Update,
    bindparam,
    delete,
    select,
    update,
)

from troth.audit import Body
from troth.claims.facts import Fact
from troth.database import sealing
from troth.database.sealing import Holder, data_keys_of, new_data_keys
from troth.database.tables import METADATA, InstantText, data_keys
from troth.database.transactions import Transaction
from troth.errors import Forbidden, Surprise, Unavailable
from troth.manifest.names import StoreName, TableName
from troth.texts.refusals import said

plans = Table(
    "plans",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("made_at", InstantText, nullable=False),
    Column("manifest_hash", String(64), nullable=False),
    Column("watermark", BigInteger, nullable=False),
    Column("summary", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("owner", String(200)),
    Column("leased_until", InstantText),
    Column("ended_at", InstantText),
    Column("data_key", ForeignKey("data_keys.id", ondelete="SET NULL")),
    Column("sealed", LargeBinary),
    Index(None, "site", "state"),
    Index(None, "data_key"),
)

outcomes = Table(
    "plan_outcomes",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("plan", String(64), primary_key=True),
    Column("store", String(200), primary_key=True),
    Column("at", InstantText, nullable=False),
    Column("failure", Text),  # none where the store is done
    ForeignKeyConstraint(["site", "plan"], ["plans.site", "plans.id"]),
)

# How many rows of each table a run destroyed, for the brake.
run_counts = Table(
    "run_counts",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("plan", String(64), primary_key=True),
    Column("store", String(200), primary_key=True),
    Column("table_name", String(200), primary_key=True),
    Column("at", InstantText, nullable=False),
    Column("rows", BigInteger, nullable=False),
    ForeignKeyConstraint(["site", "plan"], ["plans.site", "plans.id"]),
    Index(None, "site", "store", "table_name", "at"),
)


class PlanState(Enum):
    """How far a plan has come."""

    MADE = "made"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # a store could not be done; it can be taken up again
    EXPIRED = "expired"  # it was not run in time, and may not be any more


@dataclass(frozen=True, slots=True, repr=False)
class KeptPlan:
    """A plan as it is kept. `body` says whose data it is about, and is kept sealed."""

    id: str
    made_at: datetime
    manifest_hash: str
    watermark: int  # the number of the last fact it saw
    summary: Body  # counts and names, no personal data
    body: bytes | None  # none once it is done or expired
    state: PlanState = PlanState.MADE

    def __repr__(self) -> str:
        return f"<plan {self.id}: {self.state.value}>"


@dataclass(frozen=True, slots=True)
class Run:
    """A plan that runs, and is this owner's until the lease ends."""

    plan_id: str
    owner: str
    lease: timedelta
    done: frozenset[StoreName] = frozenset()  # by an earlier attempt
    is_first: bool = True  # nobody ever began to run it
    recorded: tuple[Fact, ...] = field(default=(), repr=False)  # the plan's facts, by who began to run it
    logged: int = 0  # how many records it added to the audit log with them


@dataclass(frozen=True, slots=True)
class Done:
    """A store did its part, and read it again to see that it is so."""

    store: StoreName
    rows: Mapping[TableName, int]  # destroyed, by table
    notes: tuple[int, ...] = ()  # the numbers of what was noted about the records that left


@dataclass(frozen=True, slots=True)
class Failed:
    """A store could not do its part; nothing of it was done there."""

    store: StoreName
    failure: str  # in words for the operator, no value


class NoPlan(Forbidden):
    """There is no plan of this name."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(said("no_plan", plan=plan_id))


class PlanEnded(Forbidden):
    """A plan runs once, and this one has."""

    def __init__(self, plan: KeptPlan) -> None:
        self.plan = plan
        super().__init__(said(f"plan_ended.{plan.state.value}", plan=plan.id))


class PlanRunning(Unavailable):
    """Another process runs this plan."""

    def __init__(self, plan_id: str, owner: str, until: datetime) -> None:
        super().__init__(said("plan_running", plan=plan_id, owner=owner, until=f"{until:%Y-%m-%d %H:%M:%S}"))


class LeaseLost(Surprise):
    """Another process has taken over the run, or ended it; this one must stop."""

    def __init__(self, run: Run) -> None:
        super().__init__(said("lease_lost", plan=run.plan_id, owner=run.owner))


def keep_plan(tx: Transaction, site: str, plan: KeptPlan) -> None:
    """Keep a plan as made; its body is sealed under a key of its own, which nobody can have made yet."""
    holder = Holder(tx.keyring.hash_of(site, "plan", plan.id), "plan")
    new_data_keys(tx, site, [holder])
    key = data_keys_of(tx, site, [holder])[holder]
    row = {
        "site": site,
        "id": plan.id,
        "made_at": plan.made_at,
        "manifest_hash": plan.manifest_hash,
        "watermark": plan.watermark,
        "summary": json.dumps(plan.summary),
        "state": PlanState.MADE.value,
        "data_key": key.id,
        "sealed": key.sealed(plan.body or b"", _place(site, plan.id)),
    }
    tx.add(plans, [row])


def plan_of(tx: Transaction, site: str, plan_id: str) -> KeptPlan:
    """
    The plan of this name.

    Raises:
        NoPlan: the site has none.
    """
    return _plan(tx, _row(tx, site, plan_id))


def body_of(tx: Transaction, site: str, plan_id: str, kind: str | None = None) -> bytes:
    """
    What is sealed of a plan that can still be carried out.

    Args:
        kind: which its summary says; an erasure's says none.

    Raises:
        NoPlan, PlanEnded: there is none of that kind, or it was carried out or expired.
    """
    plan = plan_of(tx, site, plan_id)
    if plan.summary.get("kind") != kind:
        raise NoPlan(plan_id)
    if plan.body is None:
        raise PlanEnded(plan)
    return plan.body


def claim_run(tx: Transaction, site: str, plan_id: str, owner: str, now: datetime, lease: timedelta) -> Run:
    """
    Begin to run a plan, or take up one that failed or whose owner gave no sign of life.

    Args:
        tx: committed before a store is touched.
        site: whose plan.
        plan_id: which.
        owner: a name that no other process or attempt has.
        now: the instant of the claim.
        lease: how long the run is the owner's without `renew`.

    Raises:
        NoPlan, PlanEnded: it cannot run.
        PlanRunning: another process runs it.
    """
    taking = {"site_of": site, "plan_of": plan_id, "by": owner, "until": now + lease}
    if tx.run(_BEGIN, taking):
        return Run(plan_id, owner, lease)
    if tx.run(_TAKE_UP, taking | {"now": now}):
        return Run(plan_id, owner, lease, _done_stores(tx, site, plan_id), is_first=False)
    row = _row(tx, site, plan_id)
    plan = _plan(tx, row)
    if plan.state is PlanState.RUNNING:
        raise PlanRunning(plan_id, row.owner, row.leased_until)
    raise PlanEnded(plan)


def renew(tx: Transaction, site: str, run: Run, now: datetime) -> None:
    """
    A sign of life: the run stays its owner's for another lease.

    Raises:
        LeaseLost: it is the owner's no more.
    """
    _as_owner(tx, site, run, _RENEW, until=now + run.lease)


def is_another_running(tx: Transaction, site: str, run: Run, now: datetime) -> bool:
    """Whether some other plan is being carried out: what it recorded, its stores may not show yet."""
    found = tx.first(_OTHERS_RUNNING, {"site_of": site, "plan_of": run.plan_id, "now": now})
    return found is not None


def record_outcome(tx: Transaction, site: str, run: Run, outcome: Done | Failed, now: datetime) -> None:
    """
    Record what one store did; it is a sign of life too.

    Raises:
        LeaseLost: the run is the owner's no more. What the store did is found again by whoever took over,
            because the store is asked before it is told.
    """
    renew(tx, site, run, now)
    if not run.is_first:
        tx.run(_FORGET_OUTCOME, {"site_of": site, "plan_of": run.plan_id, "store_of": outcome.store})
    failure = outcome.failure if isinstance(outcome, Failed) else None
    row = {"site": site, "plan": run.plan_id, "store": outcome.store, "at": now, "failure": failure}
    tx.add(outcomes, [row])
    if isinstance(outcome, Done) and outcome.rows:
        tx.add(run_counts, _count_rows(site, run, outcome, now))


def end_run(tx: Transaction, site: str, run: Run, state: PlanState, now: datetime) -> None:
    """
    End a run as done, which destroys the plan's body, or as failed, which keeps it for another attempt.

    Raises:
        LeaseLost: the run is the owner's no more.
    """
    values = {"site_of": site, "plan_of": run.plan_id, "by": run.owner, "to": state.value, "ended": now}
    row = tx.first(_END_DONE if state is PlanState.DONE else _END, values)
    if row is None:
        raise LeaseLost(run)
    if state is PlanState.DONE:
        _destroy_body(tx, row)


def expire_plans(tx: Transaction, site: str, made_before: datetime, now: datetime) -> int:
    """Let plans that never ran expire, with their bodies; returns how many."""
    table = plans.c
    old = (table.site == site) & (table.state == PlanState.MADE.value) & (table.made_at < made_before)
    expiring = update(plans).where(old).values(state=PlanState.EXPIRED.value, ended_at=now)
    ids = [row.id for row in tx.rows(expiring.returning(table.id))]
    _destroy_bodies(tx, site, ids)
    return len(ids)


def largest_run(tx: Transaction, site: str, store: StoreName, table: TableName, last: int = 10) -> int:
    """The most rows of this table that one of the last runs destroyed; 0 where none did."""
    column = run_counts.c
    query = (
        select(column.rows)
        .where(column.site == site, column.store == store, column.table_name == table)
        .order_by(column.at.desc(), column.plan)
        .limit(last)
    )
    return max((row.rows for row in tx.rows(query)), default=0)


def _row(tx: Transaction, site: str, plan_id: str) -> Row[*tuple[Any, ...]]:
    row = tx.first(_PLAN, {"site_of": site, "plan_of": plan_id})
    if row is None:
        raise NoPlan(plan_id)
    return row


def _plan(tx: Transaction, row: Row[*tuple[Any, ...]]) -> KeptPlan:
    body = None
    if row.sealed is not None and row.wrapped is not None:
        key = sealing.data_key(tx, row.site, row.data_key, Holder(row.holder, row.purpose), row.wrapped)
        body = key.opened(row.sealed, _place(row.site, row.id))
    return KeptPlan(
        row.id,
        row.made_at,
        row.manifest_hash,
        row.watermark,
        json.loads(row.summary),
        body,
        PlanState(row.state),
    )


def _done_stores(tx: Transaction, site: str, plan_id: str) -> frozenset[StoreName]:
    done = tx.rows(_DONE_STORES, {"site_of": site, "plan_of": plan_id})
    return frozenset(StoreName(row.store) for row in done)


def _as_owner(tx: Transaction, site: str, run: Run, statement: Update, **values: object) -> None:
    if tx.run(statement, {"site_of": site, "plan_of": run.plan_id, "by": run.owner, **values}) == 0:
        raise LeaseLost(run)


def _count_rows(site: str, run: Run, outcome: Done, now: datetime) -> list[dict[str, object]]:
    fixed = {"site": site, "plan": run.plan_id, "store": outcome.store, "at": now}
    return [fixed | {"table_name": table, "rows": rows} for table, rows in sorted(outcome.rows.items())]


def _destroy_bodies(tx: Transaction, site: str, plan_ids: Iterable[str]) -> None:
    for plan_id in plan_ids:
        _destroy_body(tx, tx.first(_FORGET_BODY, {"site_of": site, "plan_of": plan_id}))


def _destroy_body(tx: Transaction, row: Row[*tuple[Any, ...]] | None) -> None:
    """Destroy the data key of a plan whose body went, as its row tells it."""
    if row is not None and row.data_key is not None:
        sealing.destroy(tx, [row.data_key])


# Made once: SQLAlchemy takes longer to make a statement than a database to carry it out.
_THIS = (plans.c.site == bindparam("site_of")) & (plans.c.id == bindparam("plan_of"))
_RUNNING = plans.c.state == PlanState.RUNNING.value
_PLAN = (
    select(plans, data_keys.c.holder, data_keys.c.purpose, data_keys.c.wrapped)
    .outerjoin(data_keys, plans.c.data_key == data_keys.c.id)
    .where(_THIS)
)
_TAKING = (
    update(plans)
    .where(_THIS)
    .values(
        state=PlanState.RUNNING.value,
        owner=bindparam("by"),
        leased_until=bindparam("until", type_=InstantText),
    )
)
_BEGIN = _TAKING.where(plans.c.state == PlanState.MADE.value)
_ABANDONED = _RUNNING & (plans.c.leased_until < bindparam("now", type_=InstantText))
_TAKE_UP = _TAKING.where((plans.c.state == PlanState.FAILED.value) | _ABANDONED)
_OTHERS_RUNNING = (
    select(plans.c.id)
    .where(plans.c.site == bindparam("site_of"), plans.c.id != bindparam("plan_of"), _RUNNING & ~_ABANDONED)
    .limit(1)
)
_OURS = _THIS & _RUNNING & (plans.c.owner == bindparam("by"))
_RENEW = update(plans).where(_OURS).values(leased_until=bindparam("until", type_=InstantText))
_END = (
    update(plans)
    .where(_OURS)
    .values(
        state=bindparam("to"), owner=None, leased_until=None, ended_at=bindparam("ended", type_=InstantText)
    )
    .returning(plans.c.data_key)
)
_END_DONE = _END.values(sealed=None)
_FORGET_BODY = update(plans).where(_THIS).values(sealed=None).returning(plans.c.data_key)
_OUTCOMES = (outcomes.c.site == bindparam("site_of")) & (outcomes.c.plan == bindparam("plan_of"))
_DONE_STORES = select(outcomes.c.store).where(_OUTCOMES, outcomes.c.failure.is_(None))
_FORGET_OUTCOME = delete(outcomes).where(_OUTCOMES, outcomes.c.store == bindparam("store_of"))


def _place(site: str, plan_id: str) -> str:
    return f"plans/{site}/{plan_id}"
