"""
Who sweeps a site, and how far each step has come, in Troth's own database.

One sweep of a site runs at a time: its row is its owner's under a lease. A step's position is kept with
each chunk, after the store has committed it; killed between the two, the next run meets the chunk again
and finds nothing left in it. A position may hold a record's key, so it is sealed with the plan.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from troth.database.sealing import DataKey, Holder, data_keys_of
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction
from troth.errors import Surprise, Unavailable
from troth.retention.kept import tagged, untagged
from troth.retention.sweep.model import Step
from troth.retention.sweep.steps import Far
from troth.texts.refusals import said

sweeps = Table(
    "sweeps",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("plan", String(64), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("leased_until", InstantText, nullable=False),
)

steps = Table(
    "sweep_steps",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("plan", String(64), primary_key=True),
    Column("step", String(410), primary_key=True),
    Column("stretch", Integer, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("is_done", Integer, nullable=False),
    Column("longest_seconds", Float, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("sealed", LargeBinary),  # the position; none: the beginning of the stretch
    ForeignKeyConstraint(["site", "plan"], ["plans.site", "plans.id"]),
)


class SweepRunning(Unavailable):
    """Another process sweeps this site."""

    def __init__(self, plan_id: str, owner: str, until: datetime) -> None:
        super().__init__(said("sweep_running", owner=owner, plan=plan_id, until=f"{until:%Y-%m-%d %H:%M:%S}"))


class SweepLost(Surprise):
    """Another process has taken over the sweep; this one must stop."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(said("sweep_lost", plan=plan_id))


def begin(tx: Transaction, site: str, plan_id: str, owner: str, now: datetime, lease: timedelta) -> None:
    """
    Take the site for one sweep.

    Raises:
        SweepRunning: another one runs, and its lease has not run out.
    """
    lock_site(tx, site)
    row = tx.first(select(sweeps).where(sweeps.c.site == site))
    if row is not None and row.leased_until >= now:
        raise SweepRunning(row.plan, row.owner, row.leased_until)
    tx.run(delete(sweeps).where(sweeps.c.site == site))
    tx.run(insert(sweeps), [{"site": site, "plan": plan_id, "owner": owner, "leased_until": now + lease}])


def renew(tx: Transaction, site: str, owner: str, plan_id: str, until: datetime) -> None:
    """
    A sign of life.

    Raises:
        SweepLost: another process took over.
    """
    ours = update(sweeps).where(sweeps.c.site == site, sweeps.c.owner == owner)
    if tx.run(ours.values(leased_until=until)) == 0:
        raise SweepLost(plan_id)


def end(tx: Transaction, site: str, owner: str) -> None:
    """Give the site back."""
    tx.run(delete(sweeps).where(sweeps.c.site == site, sweeps.c.owner == owner))


def reached(tx: Transaction, site: str, plan_id: str, step: Step, key: DataKey) -> Far:
    """How far a step has come."""
    row = tx.first(
        select(steps).where(steps.c.site == site, steps.c.plan == plan_id, steps.c.step == step.name)
    )
    if row is None:
        return Far()
    position = None
    if row.sealed is not None:
        opened = key.opened(row.sealed, _place(site, plan_id, step))
        position = tuple(untagged(part) for part in json.loads(opened))
    return Far(row.stretch, position, row.rows, bool(row.is_done), row.longest_seconds)


def keep(tx: Transaction, site: str, plan_id: str, step: Step, far: Far, now: datetime, key: DataKey) -> None:
    """Keep how far a step has come."""
    sealed = None
    if far.position is not None:
        told = json.dumps([tagged(part) for part in far.position]).encode("ascii")
        sealed = key.sealed(told, _place(site, plan_id, step))
    values = {
        "stretch": far.stretch,
        "rows": far.rows,
        "is_done": int(far.is_done),
        "longest_seconds": far.longest_seconds,
        "at": now,
        "sealed": sealed,
    }
    here = (steps.c.site == site, steps.c.plan == plan_id, steps.c.step == step.name)
    if tx.run(update(steps).where(*here).values(**values)) == 0:
        tx.run(insert(steps), [{"site": site, "plan": plan_id, "step": step.name, **values}])


def forget_positions(tx: Transaction, site: str, plan_id: str) -> None:
    """Forget where the steps of a sweep that is done had come to."""
    tx.run(update(steps).where(steps.c.site == site, steps.c.plan == plan_id).values(sealed=None))


def key_of(tx: Transaction, site: str, plan_id: str) -> DataKey:
    """The key under which the plan's own body is sealed, and its positions are: it goes with the body."""
    holder = Holder(tx.keyring.hash_of(site, "plan", plan_id), "plan")
    return data_keys_of(tx, site, [holder])[holder]


def _place(site: str, plan_id: str, step: Step) -> str:
    return f"sweep_steps/{site}/{plan_id}/{step.name}"
