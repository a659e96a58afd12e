"""All of a transaction or none of it, whatever ends it; readers and writers do not disturb each other."""

import os
import signal

import pytest

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


def test_processes_that_write_at_once_leave_no_gap_and_no_number_twice(own: Own) -> None:
    assert [ended(process) for process in [started(add_one_by_one, own, name) for name in "abc"]] == [0, 0, 0]
    with own.reading() as tx:
        facts = all_facts(tx, SITE).known
        assert [fact.sequence for fact in facts] == list(range(1, 61))
        assert sorted(known(tx)) == sorted(f"{name}{n}" for name in "abc" for n in range(20))


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
