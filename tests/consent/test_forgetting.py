"""The proof's own retention: what is over is forgotten once a day, by one of however many processes."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from tests.consent.asked import NOON, POLICY, later
from tests.consent.conftest import environ, opened_site
from tests.consent.test_record import AUDIENCE, YES, by_browser
from tests.database.own import Own
from troth import audit
from troth.consent.proof import Forgotten, forget_daily, forget_ended
from troth.consent.record import record
from troth.consent.records import all_records
from troth.consent.verify import verify
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.site import Site, open_site
from troth.web.hosted.rhythm import Rhythm, Shown

PEOPLE = 7
OVER = later(days=365 * 6 + 5)  # six months of consent, five years of proof
KEPT_A_MONTH = POLICY.replace(
    "  sales:",
    "  proof: {title: Proof, basis: legitimate_interest, interest: to defend ourselves, sort: consent_proof,\n"
    "    data: {visit: [pages]}, retention: {from: ended, period: P1M}}\n  sales:",
).replace("purposes:\n", "clocks: {ended: the end of the consent}\npurposes:\n")
T = TypeVar("T")


def given(site: Site) -> None:
    record(site, [by_browser({AUDIENCE: YES}) for _ in range(PEOPLE)])


def known(site: Site) -> int:
    """How many decisions are still somebody's."""
    with site.database.reading() as tx:
        return sum(one.private is not None for one in all_records(tx, site.name))


def told(site: Site) -> list[int]:
    """How many records each batch forgot, as the audit log has it."""
    with site.database.reading() as tx:
        bodies = [one.body for one in audit.records(tx, site.name, ["proof.forgotten"])]
    return [int(str(body["records"])) for body in bodies if body is not None]


def always() -> bool:
    return True


def at_once(sites: list[Site], act: Callable[[Site], T]) -> list[T]:
    """What the act gives for each; all begin together."""
    together, results = threading.Barrier(len(sites)), list[T]()

    def run(site: Site) -> None:
        together.wait()
        results.append(act(site))

    threads = [threading.Thread(target=run, args=(site,)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_each_day_one_of_the_processes_forgets_what_is_over(site: Site, own: Own) -> None:
    given(site)
    others = [open_site(site.folder, environ(own)) for _ in range(3)]
    try:
        sites = [site, *others]
        early = at_once(sites, lambda one: forget_daily(one, NOON, always))
        assert [one.records for one in early if one is not None] == [0]
        late = at_once(sites, lambda one: forget_daily(one, OVER, always))
        assert [one.records for one in late if one is not None] == [PEOPLE]
    finally:
        for one in others:
            one.close()
    assert (known(site), told(site), verify(site).flaws) == (0, [PEOPLE], [])
    assert forget_daily(site, NOON, always) is None  # a clock that runs backwards begins no day anew


def test_where_two_forget_each_record_is_forgotten_by_one(site: Site, own: Own) -> None:
    given(site)
    other = open_site(site.folder, environ(own))
    try:
        done = at_once([site, other], lambda one: forget_ended(one, OVER))
    finally:
        other.close()
    assert sorted(one.records for one in done) == [0, PEOPLE]
    assert told(site) == [PEOPLE]


def test_told_to_stop_it_goes_on_another_time(sqlite_site: Site) -> None:
    given(sqlite_site)
    stopped = forget_daily(sqlite_site, OVER, lambda: False)
    assert stopped is not None
    assert (stopped.records, known(sqlite_site)) == (0, PEOPLE)
    gone = forget_daily(sqlite_site, later(days=365 * 6 + 6), always)
    assert gone == Forgotten(PEOPLE, PEOPLE, stopped.term)


def test_words_that_shorten_the_term_destroy_nothing_until_they_are_published(
    consent_sqlite: Own, tmp_path: Path
) -> None:
    site = opened_site(consent_sqlite, tmp_path)
    publish(site, Approval("Inès Caron"), [], NOON)
    given(site)
    site.close()
    (site.folder / "policy.yaml").write_text(KEPT_A_MONTH, "utf-8")
    soon = later(days=300)  # over for a term of a month, not for five years
    shorter = open_site(site.folder, environ(consent_sqlite))
    gone = forget_daily(shorter, soon, always)
    assert gone is not None
    assert (gone.records, str(gone.term)) == (0, "P5Y")
    publish(shorter, Approval("Inès Caron"), [], soon)
    gone = forget_daily(shorter, later(days=301), always)
    shorter.close()
    assert gone is not None
    assert (gone.records, str(gone.term)) == (PEOPLE, "P1M")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_server_does_it_by_itself(sqlite_site: Site, processes: int) -> None:
    given(sqlite_site)
    rhythms = [Rhythm([(replace(sqlite_site), Shown())], lambda: OVER, 0.02, 0.02) for _ in range(processes)]
    for rhythm in rhythms:
        rhythm.start()
    waiting = threading.Event()
    while known(sqlite_site) and not waiting.wait(0.02):
        pass
    for rhythm in rhythms:
        rhythm.stop()
    assert told(sqlite_site) == [PEOPLE]
