"""A database that was put back from an older copy is found out, whatever was recorded in it since."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.database.own import NOON, SITE, Own, ended, in_another_process, started
from troth.audit import DatabaseBehind, append, begin_checkpoint, is_behind
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.subjects import NewFact, add_facts, all_facts, facts_for

ANA, BEA = Key.of("email", "ana@example.com"), Key.of("email", "bea@example.com")


def record(own: Own, count: int = 1, site: str = SITE) -> None:
    with own.transaction() as tx:
        for _ in range(count):
            append(tx, site, "plan.made", {}, NOON)


def behind(own: Own, site: str = SITE) -> bool:
    with own.reading() as tx:
        return is_behind(tx, site)


@pytest.fixture
def put_back(sqlite_own: Own) -> Callable[[], None]:
    """Two records are in the copy; a third was recorded after it was made."""
    record(sqlite_own.prepared(), 2)
    shutil.copy(sqlite_own.folder / "troth.db", sqlite_own.folder / "copy.db")
    record(sqlite_own)
    assert not behind(sqlite_own)
    return lambda: _put_back(sqlite_own)


def _put_back(own: Own) -> None:
    for file in own.folder.glob("troth.db-*"):
        file.unlink()
    shutil.copy(own.folder / "copy.db", own.folder / "troth.db")


def test_a_database_and_its_checkpoint_go_together(own: Own) -> None:
    assert not behind(own)
    record(own, 2)
    record(own, 1, site="other")
    assert json.loads(own.checkpoint.read_text("utf-8"))[SITE]["sequence"] == 2
    assert not behind(own)
    assert not behind(own, "other")
    assert not behind(own, "a site without records")


def test_a_reader_is_not_behind_what_others_recorded_after_it_began(own: Own) -> None:
    record(own)
    with own.reading() as tx:
        assert not is_behind(tx, SITE)
        record(own)
        assert not is_behind(tx, SITE)


def test_an_older_copy_is_behind(sqlite_own: Own, put_back: Callable[[], None]) -> None:
    put_back()
    assert behind(sqlite_own)


def test_it_stays_behind_whatever_is_recorded_since(sqlite_own: Own, put_back: Callable[[], None]) -> None:
    put_back()
    for _ in range(5):
        record(sqlite_own)
        assert behind(sqlite_own)


def test_facts_of_one_person_or_of_all_say_that_they_are_behind(sqlite_own: Own) -> None:
    with sqlite_own.prepared().transaction() as tx:
        add_facts(tx, SITE, [NewFact(Effect.GIVEN, NOON, NOON, key) for key in (ANA, BEA)])
    shutil.copy(sqlite_own.folder / "troth.db", sqlite_own.folder / "copy.db")
    with sqlite_own.transaction() as tx:
        add_facts(tx, SITE, [NewFact(Effect.WITHDRAWN, NOON, NOON, ANA)])
    with sqlite_own.reading() as tx:
        assert not all_facts(tx, SITE).are_behind
        assert not facts_for(tx, SITE, [BEA], []).are_behind
        assert not facts_for(tx, SITE, [], []).are_behind
    _put_back(sqlite_own)
    with sqlite_own.reading() as tx:
        assert all_facts(tx, SITE).are_behind
        assert facts_for(tx, SITE, [BEA], []).are_behind
        assert facts_for(tx, SITE, [], []).are_behind


def test_a_database_made_anew_is_behind_the_lost_one(sqlite_own: Own) -> None:
    record(sqlite_own.prepared(), 2)
    for file in sqlite_own.folder.glob("troth.db*"):
        file.unlink()
    sqlite_own.prepared()
    assert behind(sqlite_own)
    record(sqlite_own, 3)
    assert behind(sqlite_own)


@pytest.mark.parametrize("content", [None, "", "[]", '{"acme": {}}', '{"acme": 3}', "\0\0"])
def test_without_a_readable_checkpoint_nobody_knows(own: Own, content: str | None) -> None:
    record(own, 2)
    own.checkpoint.unlink()
    if content is not None:
        own.checkpoint.write_text(content, "utf-8")
    assert behind(own)
    record(own)
    assert behind(own)


def test_a_person_who_has_looked_begins_a_new_one(sqlite_own: Own, put_back: Callable[[], None]) -> None:
    put_back()
    with sqlite_own.transaction() as tx:
        begin_checkpoint(tx, SITE)
    assert not behind(sqlite_own)
    record(sqlite_own)
    assert not behind(sqlite_own)


def test_two_processes_that_record_at_once_leave_a_true_checkpoint(own: Own) -> None:
    assert [ended(process) for process in [started(record_often, own), started(record_often, own)]] == [0, 0]
    assert json.loads(own.checkpoint.read_text("utf-8"))[SITE]["sequence"] == 40
    assert not behind(own)


def test_killed_before_the_checkpoint_follows_nothing_is_behind(own: Own) -> None:
    for sequence in (1, 3):
        assert in_another_process(record_and_die_before_the_checkpoint, own) == -signal.SIGKILL
        assert json.loads(own.checkpoint.read_text("utf-8"))[SITE]["sequence"] == sequence - 1
        assert not behind(own)
        record(own)
        assert json.loads(own.checkpoint.read_text("utf-8"))[SITE]["sequence"] == sequence + 1


def record_and_die_before_the_checkpoint(own: Own) -> None:
    with own.transaction() as tx:
        tx.after_commit("die", lambda: os.kill(os.getpid(), signal.SIGKILL))
        append(tx, SITE, "plan.made", {}, NOON)


def test_a_checkpoint_that_cannot_be_written_loses_no_record(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    record(own)
    kept = own.checkpoint.read_bytes()
    own.checkpoint.with_name("troth.checkpoint.writing").mkdir()
    record(own)
    assert "could not follow" in caplog.text
    assert own.checkpoint.read_bytes() == kept
    assert not behind(own)


def test_what_to_do_is_said() -> None:
    said = str(DatabaseBehind(Path("/etc/troth/troth.checkpoint")))
    assert "put back from an older copy" in said
    assert said.endswith("run `troth init --new-checkpoint`")


def record_often(own: Own) -> None:
    for _ in range(20):
        record(own)
