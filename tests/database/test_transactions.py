"""All of a transaction or none of it, whatever ends it; readers and writers do not disturb each other."""

import os
import signal
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import make_url, text

from tests.database.own import NOON, SITE, Own, ended, in_another_process, started
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.database import Database, Transaction
from troth.subjects import NewFact, add_facts, all_facts, last_sequence


def add(tx: Transaction, *emails: str) -> None:
    add_facts(tx, SITE, [NewFact(Effect.GIVEN, NOON, NOON, Key.of("email", email)) for email in emails])


def known(tx: Transaction) -> list[str]:
    return [fact.key.value for fact in all_facts(tx, SITE).known if fact.key]


def test_what_is_left_by_an_exception_never_was(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction() as tx:
            add(tx, "ana")
            tx.after_commit("test", lambda: pytest.fail("this was not committed"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.reading() as tx:
        assert (known(tx), last_sequence(tx, SITE)) == ([], 0)


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.transaction() as tx:
        add(tx, "ana")
    with database.reading() as reading:
        assert known(reading) == ["ana"]
        with database.transaction() as tx:
            add(tx, "bea")
        assert known(reading) == ["ana"]
    with database.reading() as reading:
        assert known(reading) == ["ana", "bea"]


def test_what_is_committed_survives_kill_9_and_what_is_not_leaves_no_trace(own: Own) -> None:
    assert in_another_process(commit_one_then_die_in_the_next, own) == -signal.SIGKILL
    with own.transaction() as tx:
        add(tx, "cem")
    with own.reading() as tx:
        assert known(tx) == ["ana", "cem"]
        assert [fact.sequence for fact in all_facts(tx, SITE).known] == [1, 2]


def test_what_did_not_wait_for_the_disk_survives_kill_9_too(own: Own) -> None:
    assert in_another_process(commit_without_the_disk_then_die, own) == -signal.SIGKILL
    with own.reading() as tx:
        assert known(tx) == ["ana"]


def test_only_who_says_so_does_not_wait_for_the_disk(own: Own) -> None:
    if own.address.startswith(
        "postgresql"
    ):  # as servers come: the one of these tests waits for no disk at all
        waiting = make_url(own.address).update_query_dict({"options": "-c synchronous_commit=on"})
        own = replace(own, address=waiting.render_as_string(hide_password=False))
    waits = {"sqlite": (2, 1), "postgresql": ("on", "off")}
    with closing(own.opened()) as database:
        for awaits_disk in (True, False, True, False, False):
            with database.reading() as tx:  # which writes nothing, and changes nothing for who writes
                assert known(tx) == []
            with database.transaction(awaits_disk=awaits_disk) as tx:
                asked = "PRAGMA synchronous" if tx.dialect == "sqlite" else "SHOW synchronous_commit"
                [(held,)] = tx.rows(text(asked))
            yes, no = waits[tx.dialect]
            assert held == (yes if awaits_disk else no)


def test_processes_that_write_at_once_leave_no_gap_and_no_number_twice(own: Own) -> None:
    assert [ended(process) for process in [started(add_one_by_one, own, name) for name in "abc"]] == [0, 0, 0]
    with own.reading() as tx:
        facts = all_facts(tx, SITE).known
        assert [fact.sequence for fact in facts] == list(range(1, 61))
        assert sorted(known(tx)) == sorted(f"{name}{n}" for name in "abc" for n in range(20))


def commit_without_the_disk_then_die(own: Own) -> None:
    database = own.opened()
    with database.transaction(awaits_disk=False) as tx:
        add(tx, "ana")
    os.kill(os.getpid(), signal.SIGKILL)


def commit_one_then_die_in_the_next(own: Own) -> None:
    with own.transaction() as tx:
        add(tx, "ana")
    with own.transaction() as tx:
        add(tx, "bea")
        os.kill(os.getpid(), signal.SIGKILL)


def add_one_by_one(own: Own, name: str) -> None:
    database = own.opened()
    for n in range(20):
        with database.transaction() as tx:
            add(tx, f"{name}{n}")
    database.close()
