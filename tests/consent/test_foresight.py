"""
A decision whose numbers are foreseen goes in one statement, and only where nobody else wrote since.

On PostgreSQL alone, where several processes write and each way there and back is one through a socket.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from tests.consent.asked import NOON
from tests.consent.conftest import environ, opened_site
from tests.consent.tampering import behind_troth
from tests.database.own import Own
from troth import audit
from troth.claims.keys import Key
from troth.consent import verify
from troth.consent.cookie import new_browser
from troth.consent.model import Answer, NewDecision, Notice, id_of
from troth.consent.record import record
from troth.consent.records import all_records
from troth.database.keyring import KeyChanged
from troth.site import Site, open_site
from troth.subjects import all_facts

AUDIENCE, ADVERTISING = id_of("audience"), id_of("advertising")


@pytest.fixture
def site(consent_postgresql: Own, tmp_path: Path) -> Iterator[Site]:
    opened = opened_site(consent_postgresql, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def beside(site: Site, consent_postgresql: Own) -> Iterator[Site]:
    """The same site as another process has it open."""
    opened = open_site(site.folder, environ(consent_postgresql))
    yield opened
    opened.close()


def visitor() -> NewDecision:
    answers = {AUDIENCE: Answer.GRANTED, ADVERTISING: Answer.REFUSED}
    key = Key.of("browser", new_browser())
    return NewDecision(key, answers, Notice("fr", "banner"), "save", NOON, is_first=True)


@contextmanager
def statements(site: Site) -> Iterator[list[str]]:
    said: list[str] = []
    engine = site.database._engine  # to see what goes to the database
    listener = lambda *given: said.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    yield said
    event.remove(engine, "before_cursor_execute", listener)


def test_who_writes_alone_writes_a_decision_in_one_statement(site: Site) -> None:
    for _ in range(2):
        record(site, [visitor()])
    with statements(site) as said:
        [found] = record(site, [visitor()])
    assert len(said) == 1
    assert found.number == 3
    with site.database.reading() as tx:
        assert [fact.sequence for fact in all_facts(tx, site.name).known] == [1, 2, 3, 4, 5, 6]
    assert verify.verify(site).is_whole


def test_whoever_was_outrun_asks_and_foresees_again_once_it_is_alone(site: Site, beside: Site) -> None:
    for _ in range(2):
        record(site, [visitor()])
    [between] = record(beside, [visitor()])
    with statements(site) as said:
        [outrun] = record(site, [visitor()])
    assert len(said) > 1
    [cautious] = record(site, [visitor()])
    with statements(site) as said:
        [alone] = record(site, [visitor()])
    assert len(said) == 1
    assert [one.number for one in (between, outrun, cautious, alone)] == [3, 4, 5, 6]
    assert verify.verify(site).is_whole


def test_two_processes_that_write_at_once_leave_no_gap_and_lose_nothing(site: Site, beside: Site) -> None:
    for one in (site, beside):
        record(one, [visitor()])
    ids: list[str] = []

    def decide(one: Site) -> None:
        for _ in range(40):
            ids.extend(found.id for found in record(one, [visitor()]))

    threads = [threading.Thread(target=decide, args=(one,)) for one in (site, beside, site)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with site.database.reading() as tx:
        kept = list(all_records(tx, site.name))
        assert [fact.sequence for fact in all_facts(tx, site.name).known] == list(range(1, 245))
        assert audit.verify(tx, site.name) == []
    assert [one.number for one in kept] == list(range(1, 123))
    assert {one.id for one in kept} >= set(ids)
    assert len(set(ids)) == 120
    assert verify.verify(site).is_whole


def test_a_database_put_back_in_the_middle_is_noticed(site: Site, consent_postgresql: Own) -> None:
    for _ in range(3):
        record(site, [visitor()])
    mine = f"WHERE site = '{site.name}'"
    behind_troth(
        consent_postgresql,
        f"DELETE FROM consent_records {mine} AND number > 2",
        f"DELETE FROM facts {mine} AND sequence > 4",
        f"UPDATE sequences SET consents = 2, facts = 4 {mine}",
    )
    [found] = record(site, [visitor()])
    assert found.number == 3


def test_no_data_key_is_made_under_a_master_key_that_was_changed(site: Site, consent_postgresql: Own) -> None:
    for _ in range(2):
        record(site, [visitor()])
    changed = text("UPDATE keyring SET wrapped = wrapped || :more WHERE name = 'lookup'")
    back = text("UPDATE keyring SET wrapped = substr(wrapped, 1, length(wrapped) - 1) WHERE name = 'lookup'")
    with consent_postgresql.raw().begin() as connection:
        connection.execute(changed, {"more": b"x"})
    try:
        with pytest.raises(KeyChanged):
            record(site, [visitor()])
    finally:
        with consent_postgresql.raw().begin() as connection:
            connection.execute(back)
    [found] = record(site, [visitor()])
    assert found.number == 3
