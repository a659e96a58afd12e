"""The chain is made in batches, by one process at a time, and survives whatever befalls that process."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select
from sqlalchemy.exc import DBAPIError

from tests.consent.asked import NOON, later
from tests.consent.conftest import environ
from tests.consent.tampering import behind_troth
from tests.consent.test_record import ADVERTISING, AUDIENCE, NO, YES, by_browser
from tests.database.own import Own, ended, started
from troth.consent.figures import figures
from troth.consent.record import record
from troth.consent.records import consent_links
from troth.consent.sequence import RecordMissing, link, tail
from troth.consent.verify import verify
from troth.site import Site, open_site
from troth.subjects import all_facts


def decide(site: Site, count: int) -> None:
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: NO}) for _ in range(count)])


def unlinked(site: Site) -> int:
    with site.database.reading() as tx:
        return tail(tx, site.name).unlinked


def links_of(site: Site) -> list[Row[*tuple[Any, ...]]]:
    table = consent_links.c
    with site.database.reading() as tx:
        return [*tx.rows(select(consent_links).where(table.site == site.name).order_by(table.last))]


def test_committed_records_are_linked_in_one_batch_and_the_tail_is_known(site: Site) -> None:
    assert link(site, NOON) == 0
    decide(site, 3)
    assert unlinked(site) == 3
    assert link(site, NOON) == 3
    assert link(site, NOON) == 0
    decide(site, 1)
    assert (unlinked(site), link(site, later(seconds=1)), unlinked(site)) == (1, 1, 0)
    first, second = links_of(site)
    assert (first.first, first.last, second.first, second.last) == (1, 3, 4, 4)
    assert second.previous == first.hash


def test_nothing_is_linked_past_a_record_that_is_gone(site: Site, own: Own) -> None:
    decide(site, 3)
    behind_troth(own, f"DELETE FROM consent_records WHERE number = 2 AND site = '{site.name}'")
    with pytest.raises(RecordMissing, match="decision 2"):
        link(site, NOON)


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM consent_records", "UPDATE consent_records SET body = hash", "DELETE FROM consent_links"],
)
def test_the_database_itself_refuses_to_change_a_record_or_a_link(site: Site, own: Own, change: str) -> None:
    decide(site, 1)
    link(site, NOON)
    with pytest.raises(DBAPIError, match="is kept as it was"):
        own.sql(change)


def linking(folder: Path, environment: dict[str, str]) -> None:
    site = open_site(folder, environment)
    while True:
        link(site, NOON)


def test_several_sequencers_and_killed_ones_make_one_chain(site: Site, own: Own) -> None:
    folder = site.folder.resolve()
    sequencers = [started(linking, folder, environ(own)) for _ in range(2)]
    for _ in range(20):
        decide(site, 10)
    os.kill(sequencers[0].pid, signal.SIGKILL)
    for _ in range(20):
        decide(site, 10)
    until = time.monotonic() + 60
    while unlinked(site) and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(sequencers[1].pid, signal.SIGKILL)
    assert [ended(one) for one in sequencers] == [-9, -9]
    link(site, NOON)
    assert unlinked(site) == 0
    links = links_of(site)
    assert [one.first for one in links] == [1, *(one.last + 1 for one in links[:-1])]
    assert links[-1].last == 400
    assert sum(one.given for one in figures(site, NOON.date(), NOON.date()) if one.offer == "audience") == 400


def recording(folder: Path, environment: dict[str, str]) -> None:
    site = open_site(folder, environment)
    while True:
        decide(site, 5)


def test_a_process_killed_while_it_records_loses_nothing_and_grants_nothing(site: Site, own: Own) -> None:
    process = started(recording, site.folder.resolve(), environ(own))
    until = time.monotonic() + 60
    while unlinked(site) < 20 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert ended(process) == -9
    link(site, NOON)
    found = verify(site)
    assert found.flaws == []
    assert found.records >= 20
    assert found.records % 5 == 0
    with site.database.reading() as tx:
        assert len(all_facts(tx, site.name).known) == 2 * found.records
