"""How an answer stands follows from the facts at any instant; nothing runs when a consent ends."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.consent.asked import NOON, POLICY, later
from tests.consent.conftest import environ, opened_site
from tests.consent.test_record import ADVERTISING, ANA, AUDIENCE, LETTER, NO, SMS, YES, by_browser, by_mail
from tests.database.own import Own
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.consent.cookie import new_browser
from troth.consent.model import Answer, Event, OfferId
from troth.consent.record import record
from troth.consent.state import standing
from troth.publication import wordings
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.site import Site, open_site
from troth.subjects import NewFact, add_facts


def test_a_consent_lives_from_its_act_and_ends_by_itself(sqlite_site: Site) -> None:
    browser = new_browser()
    record(sqlite_site, [by_browser({AUDIENCE: YES, ADVERTISING: NO}, browser)])
    key = [Key.of("browser", browser)]
    now = standing(sqlite_site, key, NOON)
    assert (now[AUDIENCE].answer, now[ADVERTISING].answer) == (Answer.GRANTED, Answer.REFUSED)
    assert now[AUDIENCE].until == date(2027, 5, 22)
    assert now[LETTER].answer is Answer.NOT_ASKED
    last_day = standing(sqlite_site, key, later(days=181))
    assert (last_day[AUDIENCE].answer, last_day[ADVERTISING].answer) == (Answer.GRANTED, Answer.NOT_ASKED)
    after = standing(sqlite_site, key, later(days=182))[AUDIENCE]
    assert (after.answer, after.event) == (Answer.NOT_ASKED, Event.EXPIRED)


def test_a_withdrawal_follows_the_person_and_a_later_consent_counts(sqlite_site: Site) -> None:
    bea = Key.of("email", "bea@example.com")
    record(sqlite_site, [by_mail({LETTER: YES, SMS: YES})])
    record(sqlite_site, [replace(by_mail({LETTER: NO}, act="unsubscribe"), key=bea, at=later(days=1))])
    together = standing(sqlite_site, [ANA, bea], later(days=2))
    assert (together[LETTER].answer, together[LETTER].event) == (Answer.REFUSED, Event.WITHDRAWN)
    assert together[SMS].answer is Answer.GRANTED
    record(sqlite_site, [replace(by_mail({LETTER: YES}), at=later(days=3))])
    assert standing(sqlite_site, [ANA, bea], later(days=3))[LETTER].answer is Answer.GRANTED


def test_an_erasure_withdraws_what_was_given_before(sqlite_site: Site) -> None:
    record(sqlite_site, [by_mail({LETTER: YES})])
    with sqlite_site.database.transaction() as tx:
        add_facts(tx, sqlite_site.name, [NewFact(Effect.ERASED, later(days=1), later(days=1), ANA)])
    assert standing(sqlite_site, [ANA], later(days=1))[LETTER].answer is Answer.REFUSED


def test_an_outgrown_wording_waits_to_be_asked_again_and_then_ends(
    consent_sqlite: Own, tmp_path: Path
) -> None:
    before = opened_site(consent_sqlite, tmp_path)
    record(before, [by_mail({LETTER: YES})])
    policy = POLICY.replace(
        'version: "2", since: 2026-06-01, covers: ["1"]', 'version: "3", since: 2026-12-01'
    )
    (before.folder / "policy.yaml").write_text(policy, encoding="utf-8")
    after = open_site(before.folder, environ(consent_sqlite))
    waiting = standing(after, [ANA], later(days=20))[LETTER]
    assert (waiting.answer, waiting.outgrown, waiting.until) == (Answer.NOT_ASKED, True, date(2027, 3, 1))
    ended = standing(after, [ANA], later(days=120))[LETTER]
    assert (ended.answer, ended.outgrown, ended.event) == (Answer.NOT_ASKED, False, Event.EXPIRED)
    after.close()
    before.close()


def test_a_published_version_that_grows_a_purpose_outgrows_its_consents_and_no_others(
    consent_sqlite: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordings, "STALE_SECONDS", 0.0)
    site, browser = opened_site(consent_sqlite, tmp_path), new_browser()
    publish(site, Approval("Inès", later(days=-9).date(), ()), (), later(days=-9))
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: YES}, browser)])
    editorial = POLICY.replace("Savoir quelles pages sont lues.", "Savoir ce qui est lu.")
    grown = editorial.replace(
        "visit: [pages]}\n    consent: {decided_by: browser, validity",
        "visit: [pages, phone]}\n    consent: {decided_by: browser, validity",
    )
    key = [Key.of("browser", browser)]
    for policy, expected in ((editorial, False), (grown, True)):
        (site.folder / "policy.yaml").write_text(policy, encoding="utf-8")
        changed = open_site(site.folder, environ(consent_sqlite))
        publish(changed, Approval("Inès", later(days=1).date(), ()), (), later(days=1))
        found = standing(changed, key, later(days=2))
        assert found[AUDIENCE].outgrown is expected
        assert found[ADVERTISING].answer is Answer.GRANTED
        changed.close()
    site.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(st.sampled_from([AUDIENCE, ADVERTISING]), st.booleans()), min_size=1, max_size=6))
def test_whatever_the_clock_does_the_last_act_counts(
    sqlite_site: Site, acts: list[tuple[OfferId, bool]]
) -> None:
    browser = new_browser()
    for place, (offer, granted) in enumerate(acts):
        said = by_browser({offer: YES if granted else NO}, browser)
        record(sqlite_site, [replace(said, at=later(seconds=(place * 7) % 3))])
    stands = standing(sqlite_site, [Key.of("browser", browser)], later(minutes=1))
    for offer, granted in dict(acts).items():
        assert stands[offer].answer is (Answer.GRANTED if granted else Answer.REFUSED)
