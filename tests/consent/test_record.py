"""One verb records a decision: the evidence in the ledger, and what is in force as facts."""

import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from sqlalchemy import event, text

from tests.consent.asked import NOON, later
from tests.database.own import Own
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.consent.cookie import new_browser
from troth.consent.model import Answer, Event, Minor, NewDecision, Notice, OfferId, id_of
from troth.consent.record import new_number, record
from troth.consent.records import canonical, record_of
from troth.consent.rules import DecisionRefused
from troth.site import Site
from troth.subjects import all_facts

AUDIENCE, ADVERTISING = id_of("audience"), id_of("advertising")
LETTER, SMS = id_of("newsletter.by_email"), id_of("newsletter.by_sms")
BANNER, FORM = Notice("fr", "banner"), Notice("fr", "form")
ANA = Key.of("email", "ana@example.com")


def by_browser(answers: dict[OfferId, Answer], browser: str = "", act: str = "save") -> NewDecision:
    key = Key.of("browser", browser or new_browser())
    return NewDecision(key, answers, BANNER, act, NOON, page="/shop?id=7", is_first=not browser)


def by_mail(answers: dict[OfferId, Answer], act: str = "save") -> NewDecision:
    return NewDecision(ANA, answers, FORM, act, NOON)


YES, NO = Answer.GRANTED, Answer.REFUSED


def test_a_decision_becomes_a_record_and_a_fact_for_each_answer(site: Site) -> None:
    [found] = record(site, [by_browser({AUDIENCE: YES, ADVERTISING: NO})])
    assert found.number == 1
    assert found.events == {AUDIENCE: Event.GIVEN, ADVERTISING: Event.REFUSED}
    assert str(found.until[AUDIENCE]) == "2027-05-22"
    with site.database.reading() as tx:
        facts = all_facts(tx, site.name).known
        kept = record_of(tx, site.name, found.id)
    assert [(fact.effect, *fact.purposes, fact.by) for fact in facts] == [
        (Effect.GIVEN, "audience", f"consent {found.id}"),
        (Effect.REFUSED, "advertising", f"consent {found.id}"),
    ]
    assert kept is not None
    assert kept.hash.hex() == found.hash
    assert kept.body["answers"]["audience"] == {"answer": "granted", "event": "given", "until": "2027-05-22"}
    assert kept.body["notice"]["manifest"] == site.manifest_hash
    assert kept.body["notice"].keys() == {"language", "layer", "manifest", "text", "artefact"}
    assert kept.private is not None
    assert kept.private.page == "/shop"


def test_nothing_that_says_who_it_was_stands_in_the_open(site: Site, own: Own) -> None:
    record(site, [replace(by_mail({LETTER: YES}), proof={"note": "met at the fair"}, page="/ana")])
    mine = f"WHERE site = '{site.name}'"
    with own.raw().connect() as connection:
        row = connection.execute(text(f"SELECT * FROM consent_records {mine}")).one()
        facts = connection.execute(text(f"SELECT * FROM facts {mine}")).all()
    for value in (*row, *(value for fact in facts for value in fact)):
        assert b"ana" not in (value if isinstance(value, bytes) else str(value).encode())
        assert b"fair" not in (value if isinstance(value, bytes) else str(value).encode())
    assert [fact.wording for fact in facts] == ["2"]


def test_refusing_what_was_given_withdraws_it_and_each_record_names_the_one_before(site: Site) -> None:
    [first] = record(site, [by_mail({LETTER: YES, SMS: NO})])
    [second] = record(site, [replace(by_mail({LETTER: NO, SMS: NO}), at=later(days=1))])
    assert second.events == {LETTER: Event.WITHDRAWN, SMS: Event.REFUSED}
    assert (first.supersedes, second.supersedes) == (None, first.id)


def test_unsubscribing_withdraws_also_what_nobody_knows_to_be_given(site: Site) -> None:
    [found] = record(site, [by_mail({LETTER: NO}, act="unsubscribe")])
    assert found.events == {LETTER: Event.WITHDRAWN}


def test_what_is_shown_and_not_answered_is_served_and_makes_no_fact(site: Site) -> None:
    [found] = record(site, [by_mail({LETTER: Answer.NOT_ASKED})])
    assert found.events == {LETTER: Event.SERVED}
    with site.database.reading() as tx:
        assert all_facts(tx, site.name).known == ()


def test_two_tabs_that_decide_at_once_end_as_the_later_one_said(site: Site) -> None:
    browser = new_browser()
    record(site, [by_browser({AUDIENCE: YES}, browser), by_browser({AUDIENCE: NO}, browser)])
    with site.database.reading() as tx:
        given, refused = all_facts(tx, site.name).known
    assert (given.effect, refused.effect) == (Effect.GIVEN, Effect.WITHDRAWN)
    assert refused.since > given.since


def test_a_clock_that_runs_backwards_cannot_bring_back_what_was_withdrawn(site: Site) -> None:
    record(site, [by_mail({LETTER: YES})])
    record(site, [replace(by_mail({LETTER: NO}), at=later(hours=-3))])
    with site.database.reading() as tx:
        given, withdrawn = all_facts(tx, site.name).known
    assert withdrawn.since > given.since


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (by_browser({id_of("cookies"): YES}), "decision-unknown-offer"),
        (by_browser({LETTER: YES}), "decision-other-key"),
        (by_browser({}), "decision-without-answer"),
        (by_browser({AUDIENCE: YES}, act="scroll"), "decision-without-act"),
        (by_browser({AUDIENCE: YES}, act="gpc"), "decision-without-act"),
        (by_browser({AUDIENCE: YES}, act=""), "decision-without-act"),
        (replace(by_mail({LETTER: YES}), channel="paper"), "decision-without-proof"),
        (replace(by_mail({LETTER: YES}), channel="pigeon"), "decision-unknown-channel"),
        (replace(by_mail({LETTER: YES}), notice=Notice("fr", "wall")), "decision-unknown-layer"),
        (replace(by_mail({LETTER: YES}), minor=Minor(False, "mother", "call")), "decision-without-child"),
        (replace(by_mail({LETTER: YES}), minor=Minor(True)), "decision-without-parent"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_of_its_batch_kept(
    site: Site, decision: NewDecision, problem: str
) -> None:
    with pytest.raises(DecisionRefused) as refused:
        record(site, [by_mail({LETTER: NO}), decision])
    assert [found.name for found in refused.value.problems] == [problem]
    with site.database.reading() as tx:
        assert all_facts(tx, site.name).known == ()


def test_refusing_needs_no_act_no_proof_and_no_parent(site: Site) -> None:
    decision = replace(by_mail({LETTER: NO}, act=""), channel="paper", minor=Minor(False))
    assert len(record(site, [decision])) == 1


def test_a_child_consents_together_with_a_parent(site: Site) -> None:
    [found] = record(site, [replace(by_mail({LETTER: YES}), minor=Minor(True, "her mother", "called back"))])
    with site.database.reading() as tx:
        kept = record_of(tx, site.name, found.id)
    assert kept is not None
    assert kept.body["minor"] == "with parent"
    assert kept.private is not None
    assert (kept.private.parent, kept.private.proof) == ("her mother", {"parent": "called back"})


def test_who_consented_for_a_child_is_named_and_shown(site: Site) -> None:
    for minor in (Minor(True, "", "called back"), Minor(True, "her mother", " "), Minor(True)):
        with pytest.raises(DecisionRefused, match="which parent"):
            record(site, [replace(by_mail({LETTER: YES}), minor=minor)])


def test_a_batch_of_many_people_takes_as_many_statements_as_one(site: Site) -> None:
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: NO})])  # keeps what was shown

    def statements(count: int) -> int:
        said: list[str] = []
        engine = site.database._engine  # to count what goes to the database
        listener = lambda *given: said.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        record(site, [by_browser({AUDIENCE: YES, ADVERTISING: NO}) for _ in range(count)])
        event.remove(engine, "before_cursor_execute", listener)
        return len(said)

    # One more where the numbers of so many data keys were not taken ahead.
    assert statements(200) <= statements(1) + 1
    assert statements(1) <= 10


def test_our_canonical_form_is_rfc_8785() -> None:
    body: dict[str, Any] = {
        "é": 'a\n"\\\u0001\u2028 ’',
        "b": [1, True, None, {"z": -3, "a": "🙂"}],
        "a/b": "",
    }
    assert canonical(body) == rfc8785.dumps(body)
    assert json.loads(canonical(body)) == body


def test_no_number_of_a_receipt_looks_like_an_option() -> None:
    assert not any(new_number().startswith("-") for _ in range(2_000))  # by chance one in 64 would
