"""What the preference centre decides, without a server or a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites.shop import FOLDER
from troth.claims.keys import Key
from troth.consent import Answer, OfferId, Standing, offers
from troth.manifest.names import ChoiceName, PurposeName
from troth.site import declared
from troth.web.preferences.rules import (
    Precedence,
    UnknownOffer,
    changed,
    leaving,
    mark,
    settled,
    shown,
)
from troth.web.tokens.passes import Subscription

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = NOON.date()
SHOP = declared(FOLDER).manifest
OFFERS = offers(SHOP, DAY)
LETTER: OfferId = (PurposeName("newsletter"), None)

answers = st.sampled_from(Answer)
standings = st.builds(
    lambda answer, minutes: Standing(
        answer, None if answer is Answer.NOT_ASKED else NOON + timedelta(minutes=minutes)
    ),
    answers,
    st.integers(0, 3),
)
ids = st.sampled_from(
    [(PurposeName("ads"), None), (PurposeName("video"), None), (PurposeName("ads"), ChoiceName("x"))]
)
sides = st.dictionaries(ids, standings)


def test_a_person_sees_what_their_keys_decide() -> None:
    assert [offer.name for offer in shown(OFFERS, {Key.of("email", "ana@example.com")})] == ["newsletter"]
    assert shown(OFFERS, {Key.of("phone", "+33612345678")}) == ()


def test_only_what_differs_is_a_decision() -> None:
    before = {LETTER: Standing(Answer.GRANTED, NOON)}
    seen = {"newsletter": "granted"}
    assert changed({"newsletter": "granted"}, seen, OFFERS, before) == {}
    assert changed({"newsletter": "refused"}, seen, OFFERS, before) == {LETTER: Answer.REFUSED}
    assert changed({"newsletter": "granted"}, {"newsletter": "not_asked"}, OFFERS, {}) == {
        LETTER: Answer.GRANTED
    }
    assert changed({}, seen, OFFERS, before) == {}


def test_a_second_tab_that_shows_an_old_answer_brings_it_not_back() -> None:
    withdrawn = {LETTER: Standing(Answer.REFUSED, NOON)}
    assert changed({"newsletter": "granted"}, {"newsletter": "granted"}, OFFERS, withdrawn) == {}


def test_a_consent_to_an_outgrown_text_can_be_given_again() -> None:
    before = {LETTER: Standing(Answer.GRANTED, NOON, outgrown=True)}
    seen = {"newsletter": mark(before[LETTER])}
    assert changed({"newsletter": "granted"}, seen, OFFERS, before) == {LETTER: Answer.GRANTED}


@pytest.mark.parametrize(
    "form", [{"sales": "granted"}, {"newsletter": "not_asked"}, {"newsletter": "yes"}, {"": ""}]
)
def test_a_form_that_answers_what_is_not_asked_counts_for_nothing(form: dict[str, str]) -> None:
    with pytest.raises(UnknownOffer):
        changed({"newsletter": "granted"} | form, {}, OFFERS, {})


def test_a_link_leaves_what_it_names() -> None:
    letter = leaving(SHOP, OFFERS, Subscription(PurposeName("newsletter")), DAY)
    assert ([offer.id for offer in letter.offers], letter.objected) == ([LETTER], frozenset())
    suggestions = leaving(SHOP, OFFERS, Subscription(PurposeName("suggestions")), DAY)
    assert (list(suggestions.offers), list(suggestions.objected)) == ([], ["suggestions"])
    everything = leaving(SHOP, OFFERS, Subscription(), DAY)
    assert ([offer.id for offer in everything.offers], list(everything.objected)) == (
        [LETTER],
        ["suggestions"],
    )


@pytest.mark.parametrize("name", ["gone", "sales", "invoicing"])
def test_a_link_to_what_is_no_longer_sent_leaves_nothing(name: str) -> None:
    assert leaving(SHOP, OFFERS, Subscription(PurposeName(name)), DAY).is_empty


@given(sides, sides, st.sampled_from(Precedence))
def test_an_answer_goes_before_silence_and_nothing_is_made_up(
    browser: dict[OfferId, Standing], account: dict[OfferId, Standing], precedence: Precedence
) -> None:
    result = settled(browser, account, precedence)
    for offer, standing in result.items():
        said = [
            side[offer]
            for side in (browser, account)
            if offer in side and side[offer].answer is not Answer.NOT_ASKED
        ]
        assert standing in said or (not said and standing.answer is Answer.NOT_ASKED)


@given(sides, sides)
def test_the_last_answer_wins_whichever_side_it_is_of(
    browser: dict[OfferId, Standing], account: dict[OfferId, Standing]
) -> None:
    assert settled(browser, account, Precedence.LAST) == settled(account, browser, Precedence.LAST)
    for offer, standing in settled(browser, account, Precedence.LAST).items():
        if standing.since is not None:
            others = [side[offer].since for side in (browser, account) if offer in side]
            assert all(other is None or other <= standing.since for other in others)


@given(sides, sides)
def test_the_side_that_takes_precedence_keeps_all_it_answered(
    browser: dict[OfferId, Standing], account: dict[OfferId, Standing]
) -> None:
    for precedence, side in ((Precedence.ACCOUNT, account), (Precedence.BROWSER, browser)):
        result = settled(browser, account, precedence)
        assert all(result[one] == said for one, said in side.items() if said.answer is not Answer.NOT_ASKED)
