"""A plan runs once and by one process; what a killed run did is not repeated; accepted versions are kept."""

import os
import signal
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.database.own import NOON, SITE, Own, ended, in_another_process, later, started
from troth.database import Database
from troth.manifest.names import StoreName, TableName
from troth.retention.accepted import AcceptedVersion, accept_version, accepted_version
from troth.retention.records import (
    Done,
    Failed,
    KeptPlan,
    LeaseLost,
    NoPlan,
    PlanEnded,
    PlanRunning,
    PlanState,
    Run,
    claim_run,
    end_run,
    expire_plans,
    keep_plan,
    largest_run,
    plan_of,
    record_outcome,
    renew,
)

SHOP, MAIL = StoreName("shop"), StoreName("mail")
ORDERS, LETTERS = TableName("orders"), TableName("letters")
LEASE = timedelta(minutes=1)
PLAN = KeptPlan("p1", NOON, "0" * 64, 17, {"orders": {"delete": 3}}, b"ana@example.com goes")


def keep(database: Database, plan: KeptPlan = PLAN) -> None:
    with database.transaction() as tx:
        keep_plan(tx, SITE, plan)


def kept(database: Database, plan_id: str = "p1") -> KeptPlan:
    with database.reading() as tx:
        return plan_of(tx, SITE, plan_id)


def claim(database: Database, owner: str = "a", minutes: float = 0, plan_id: str = "p1") -> Run:
    with database.transaction() as tx:
        return claim_run(tx, SITE, plan_id, owner, later(minutes=minutes), LEASE)


def report(database: Database, run: Run, outcome: Done | Failed, minutes: float = 0) -> None:
    with database.transaction() as tx:
        record_outcome(tx, SITE, run, outcome, later(minutes=minutes))


def end(database: Database, run: Run, state: PlanState) -> None:
    with database.transaction() as tx:
        end_run(tx, SITE, run, state, later(hours=1))


def test_a_plan_comes_back_whole(database: Database) -> None:
    keep(database)
    assert kept(database) == PLAN
    assert "ana" not in repr(kept(database))
    with database.reading() as tx, pytest.raises(NoPlan, match="there is no plan `p1` of this site"):
        plan_of(tx, "other", "p1")


def test_its_body_is_sealed(sqlite_own: Own) -> None:
    with closing(sqlite_own.prepared().opened()) as database:
        keep(database)
    assert b"ana@example.com" not in (sqlite_own.folder / "troth.db").read_bytes()


def test_a_plan_runs_once_and_then_its_body_is_gone(database: Database) -> None:
    keep(database)
    run = claim(database)
    assert run == Run("p1", "a", LEASE)
    assert kept(database) == replace(PLAN, state=PlanState.RUNNING)
    end(database, run, PlanState.DONE)
    assert kept(database) == replace(PLAN, state=PlanState.DONE, body=None)
    with pytest.raises(PlanEnded, match="plan p1 is done, and a plan runs once"):
        claim(database)
    with pytest.raises(LeaseLost):
        end(database, run, PlanState.DONE)


def test_a_second_process_is_refused_until_the_lease_has_run_out(database: Database) -> None:
    keep(database)
    first = claim(database, "a")
    with pytest.raises(PlanRunning, match=r"is being run by a; .* from 2026-03-01 12:01:00 UTC on"):
        claim(database, "b", minutes=0.5)
    with database.transaction() as tx:
        renew(tx, SITE, first, later(minutes=1))
    with pytest.raises(PlanRunning):
        claim(database, "b", minutes=1.5)
    assert claim(database, "b", minutes=2.5).owner == "b"
    with pytest.raises(LeaseLost, match="plan p1 is no longer run by a"):
        report(database, first, Done(SHOP, {}))
    with pytest.raises(LeaseLost, match="plan p1 is no longer run by a"):
        end(database, first, PlanState.DONE)


def test_of_processes_that_claim_at_once_one_runs(own: Own) -> None:
    with closing(own.opened()) as database:
        keep(database)
    codes = [ended(process) for process in [started(claim_or_be_refused, own, owner) for owner in "abc"]]
    assert sorted(codes) == [0, 3, 3]


def test_what_a_killed_run_did_is_not_repeated(own: Own) -> None:
    with closing(own.opened()) as database:
        keep(database)
        assert in_another_process(do_one_store_and_die, own) == -signal.SIGKILL
        run = claim(database, "b", minutes=5)
        assert run.done == {SHOP}
        assert not run.is_first
        assert kept(database).body == PLAN.body
        report(database, run, Done(MAIL, {LETTERS: 1}), minutes=5)
        end(database, run, PlanState.DONE)


def test_a_failed_store_is_taken_up_again_and_the_others_are_not(database: Database) -> None:
    keep(database)
    run = claim(database)
    report(database, run, Done(SHOP, {ORDERS: 3}))
    report(database, run, Failed(MAIL, "the store `mail` does not answer"))
    end(database, run, PlanState.FAILED)
    again = claim(database, "b")
    assert again.done == {SHOP}
    report(database, again, Done(MAIL, {LETTERS: 2}))
    end(database, again, PlanState.DONE)
    with database.reading() as tx:
        assert largest_run(tx, SITE, MAIL, LETTERS) == 2


def test_a_plan_that_was_not_run_in_time_expires(database: Database) -> None:
    for number in (1, 2, 3):
        keep(database, replace(PLAN, id=f"p{number}", made_at=later(days=number)))
    claim(database, plan_id="p1")
    with database.transaction() as tx:
        assert expire_plans(tx, SITE, made_before=later(days=3), now=later(days=9)) == 1
    assert [kept(database, f"p{n}").state for n in (1, 2, 3)] == [
        PlanState.RUNNING,
        PlanState.EXPIRED,
        PlanState.MADE,
    ]
    assert kept(database, "p2").body is None
    with pytest.raises(PlanEnded, match="plan p2 is expired"):
        claim(database, plan_id="p2")


def test_the_brake_knows_the_largest_of_the_last_runs(database: Database) -> None:
    for number, rows in enumerate([900, 7, 40, 3]):
        keep(database, replace(PLAN, id=f"p{number}"))
        run = claim(database, plan_id=f"p{number}")
        report(database, run, Done(SHOP, {ORDERS: rows, LETTERS: 1}), minutes=number)
    with database.reading() as tx:
        assert largest_run(tx, SITE, SHOP, ORDERS) == 900
        assert largest_run(tx, SITE, SHOP, ORDERS, last=3) == 40
        assert largest_run(tx, SITE, SHOP, TableName("unknown")) == 0
        assert largest_run(tx, "other", SHOP, ORDERS) == 0


def test_the_version_accepted_last_is_in_force(database: Database) -> None:
    with database.reading() as tx:
        assert accepted_version(tx, SITE) is None
    versions = [
        AcceptedVersion(f"{n}" * 64, '{"zone":"Europe/Paris"}', n, "bea", later(days=n)) for n in (2, 1)
    ]
    for version in versions:
        with database.transaction() as tx:
            accept_version(tx, SITE, version)
    with database.reading() as tx:
        assert accepted_version(tx, SITE) == versions[-1]
        assert accepted_version(tx, "other") is None


def claim_or_be_refused(own: Own, owner: str) -> None:
    with closing(own.opened()) as database:
        try:
            claim(database, owner)
        except PlanRunning:
            raise SystemExit(3) from None


def do_one_store_and_die(own: Own) -> None:
    database = own.opened()
    run = claim(database)
    report(database, run, Done(SHOP, {ORDERS: 3}))
    with database.transaction() as tx:
        record_outcome(tx, SITE, run, Done(MAIL, {LETTERS: 1}), later(minutes=1))
        os.kill(os.getpid(), signal.SIGKILL)
