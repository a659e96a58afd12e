"""The choice cookie: anybody may read it, only the server makes it, and no visit lengthens its life."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.consent.asked import DAY, NOON, later, manifest, offer, replaced
from troth.consent.cookie import Choice, decided, latest, new_browser, read, seconds_left, written
from troth.consent.model import Answer
from troth.consent.offers import device_offers

SECRET = b"s" * 32
OFFERS = device_offers(manifest(), DAY)
AUDIENCE, ADVERTISING = OFFERS
GRANTED = Choice("B" * 22, NOON, {AUDIENCE.print: True, ADVERTISING.print: False})
TEXT = written(GRANTED, SECRET)


def test_what_was_written_is_read() -> None:
    assert read(TEXT, SECRET, later(days=1), OFFERS) == GRANTED
    assert TEXT == "1.BBBBBBBBBBBBBBBBBBBBBB.1795348800.XtTU6cZDg-Z6wnHjCYr.TCqkNCTYk6J5Zxbo9jyF6Q"


@given(st.dictionaries(st.sampled_from([AUDIENCE.print, ADVERTISING.print]), st.booleans(), min_size=1))
def test_any_choice_comes_back(answers: dict[str, bool]) -> None:
    choice = Choice(new_browser(), NOON, answers)
    assert read(written(choice, SECRET), SECRET, NOON, OFFERS) == choice


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("gr.-A1é\n\0"))
def test_a_changed_cookie_says_nothing(at: int, other: str) -> None:
    changed = TEXT[:at] + other + TEXT[at + 1 :]
    assert changed == TEXT or read(changed, SECRET, NOON, OFFERS) is None


@given(st.text(max_size=5000) | st.integers(0, len(TEXT)).map(lambda length: TEXT[:length]))
def test_what_is_cut_or_invented_says_nothing(text: str) -> None:
    assert text == TEXT or read(text, SECRET, NOON, OFFERS) is None


def test_another_sites_cookie_says_nothing() -> None:
    assert read(TEXT, b"t" * 32, NOON, OFFERS) is None


def test_each_answer_dies_with_its_own_life() -> None:
    after_five_months = read(TEXT, SECRET, later(days=155), OFFERS)
    assert after_five_months is not None
    assert after_five_months.answers == {AUDIENCE.print: True}
    assert read(TEXT, SECRET, later(days=182), OFFERS) is None


def test_a_clock_that_runs_backwards_grants_nothing() -> None:
    assert read(TEXT, SECRET, later(minutes=-4), OFFERS) == GRANTED
    assert read(TEXT, SECRET, later(hours=-1), OFFERS) is None


def test_answering_what_is_new_lengthens_no_life() -> None:
    first = decided(None, {AUDIENCE.id: Answer.REFUSED}, NOON, OFFERS)
    second = decided(first, {ADVERTISING.id: Answer.GRANTED}, later(days=30), OFFERS)
    assert second.acted_at == NOON
    assert second.browser == first.browser
    assert second.answers == {AUDIENCE.print: False, ADVERTISING.print: True}
    both = {AUDIENCE.id: Answer.GRANTED, ADVERTISING.id: Answer.REFUSED}
    assert decided(second, both, later(days=60), OFFERS).acted_at == later(days=60)


def test_the_browser_keeps_it_for_the_rest_of_the_life_alone() -> None:
    assert seconds_left(GRANTED, OFFERS, NOON) == 181 * 86_400
    assert seconds_left(GRANTED, OFFERS, later(days=100)) == 81 * 86_400
    assert seconds_left(GRANTED, OFFERS, later(days=200)) == 0


def test_a_new_wording_that_covers_the_old_one_keeps_the_answer_and_another_one_asks_again() -> None:
    worded = (
        "decided_by: browser, validity: P6M",
        'decided_by: browser, wording: {version: "a", since: 2026-01-01}',
    )
    covering = ('{version: "a", since: 2026-01-01}', '{version: "b", since: 2026-02-01, covers: ["a"]}')
    old = offer("audience", replaced(worded))
    new = offer("audience", replaced(worded, covering))
    text = written(Choice("B" * 22, NOON, {old.print: True}), SECRET)
    kept = read(text, SECRET, NOON, [new])
    assert kept is not None
    assert kept.answers == {new.print: True}
    assert read(text, SECRET, NOON, [offer("audience", manifest())]) is None


def test_a_grant_from_before_the_browsers_signal_waits_and_one_given_over_it_holds() -> None:
    both = {AUDIENCE.id: Answer.GRANTED, ADVERTISING.id: Answer.GRANTED}
    before, over = decided(None, both, NOON, OFFERS), decided(None, both, NOON, OFFERS, signal=True)
    assert before.under_signal(OFFERS).answers == {AUDIENCE.print: True}
    assert over.under_signal(OFFERS).answers == over.answers
    assert read(written(over, SECRET), SECRET, NOON, OFFERS) == over
    assert over.over == {ADVERTISING.print}
    kept = decided(over, {AUDIENCE.id: Answer.REFUSED}, later(days=1), OFFERS)
    assert kept.under_signal(OFFERS).answers == {AUDIENCE.print: False, ADVERTISING.print: True}
    anew = decided(over, {ADVERTISING.id: Answer.REFUSED}, later(days=1), OFFERS, signal=True)
    assert anew.over == frozenset()


def test_of_two_cookies_the_later_act_counts_and_none_that_is_forged() -> None:
    newer = written(decided(None, {AUDIENCE.id: Answer.REFUSED}, later(days=1), OFFERS), SECRET)
    forged = newer.replace(newer.split(".")[2], "4000000000")
    for sent in ([TEXT, newer], [newer, TEXT], [forged, newer, TEXT], [newer, TEXT, forged]):
        assert latest(sent, SECRET) == newer
    assert latest([forged, "x"], SECRET) == "x"


def test_browser_ids_are_128_random_bits() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", new_browser())
    assert new_browser() != new_browser()
