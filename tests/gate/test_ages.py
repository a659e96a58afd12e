"""Children do not consent alone, what is not meant for the young is refused to them, and work opens no channel."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gate.shop import ANA, BEN, NOON, given, told
from tests.gate.test_may import LATER
from tests.retention.shop import Shop
from troth.claims.keys import Key
from troth.consent.model import Answer, Minor, NewDecision, Notice, id_of
from troth.consent.record import record
from troth.gate import Gate, No, Question
from troth.gate.declared import age_of_consent
from troth.gate.lists import filtered
from troth.gate.model import Because
from troth.gate.words import reason_in_words
from troth.manifest.policy import Minors
from troth.site import Site, declared

LETTER = Question("newsletter", channel="email")
FOR_ADULTS = (
    "    direct_marketing: true\n    channels: [email, sms, phone]",
    "    minors_under: 18\n    channels: [email]",
)


def why(site: Site, question: Question, key: Key = ANA) -> Because | None:
    """Why not, asked about one person and over a list; none for a yes."""
    subject: Mapping[str, str] = {str(key.type): key.value}
    answers = [Gate(site).may(question, subject, LATER)]
    answers += [answer for _, answer in filtered(site, question, [("", subject)], LATER)]
    found = {answer.reason.because if isinstance(answer, No) else None for answer in answers}
    assert len(found) == 1, answers
    return found.pop()


def consents(site: Site, key: Key, minor: Minor | None) -> None:
    answers = {id_of("newsletter.by_email"): Answer.GRANTED}
    record(site, [NewDecision(key, answers, Notice("en", "form"), "save", NOON, minor=minor)])


def test_a_child_s_consent_counts_where_a_parent_gave_it_too(shop: Shop) -> None:
    with shop.open() as site:
        consents(site, ANA, None)
        consents(site, BEN, Minor(True, "mother", "form signed by both"))
        for age, key, because in [
            (None, ANA, None),  # as it was recorded: nobody says that it is a child
            (15, ANA, None),
            (14, ANA, Because.PARENT_NOT_ASKED),
            (14, BEN, None),
            (40, BEN, None),
        ]:
            assert why(site, replace(LETTER, age=age), key) is because


def test_a_consent_that_was_told_without_its_parent_does_not_count_for_a_child(shop: Shop) -> None:
    told(shop, given(choice="by_email"))
    with shop.open() as site:
        assert why(site, LETTER) is None
        assert why(site, replace(LETTER, age=12)) is Because.PARENT_NOT_ASKED


def test_a_child_whose_parent_was_never_asked_is_refused_by_that_name(shop: Shop) -> None:
    with shop.open() as site:
        assert why(site, replace(LETTER, age=12)) is Because.PARENT_NOT_ASKED
        assert why(site, LETTER) is Because.NOT_RECORDED


def test_what_is_not_meant_for_the_young_asks_how_old_somebody_is(shop: Shop) -> None:
    shop.said(*FOR_ADULTS)
    told(shop, given(choice="by_email"))
    with shop.open() as site:
        assert why(site, LETTER) is Because.AGE_UNKNOWN
        assert why(site, replace(LETTER, age=17)) is Because.TOO_YOUNG
        assert why(site, replace(LETTER, age=18)) is None
        answer = Gate(site).may(replace(LETTER, age=17), {"email": ANA.value}, LATER)
        assert isinstance(answer, No)
        assert reason_in_words(site.manifest, answer.reason, "en").endswith("people below the age of 18")
        assert reason_in_words(site.manifest, answer.reason, "fr").endswith("personnes de moins de 18 ans")


@pytest.mark.parametrize(
    ("law", "policy", "age"), [("fr", None, 15), ("fr", 16, 16), ("fr", 13, 15), ("ee", None, 13)]
)
def test_the_age_is_the_law_s_or_the_policy_s_where_that_is_higher(
    law: str, policy: int | None, age: int
) -> None:
    manifest = declared(Path(__file__).parent / "site").manifest
    minors = None if policy is None else Minors(policy)
    asked = replace(manifest, policy=replace(manifest.policy, law=law, minors=minors))
    assert age_of_consent(asked, NOON.date()) == age


def test_that_somebody_is_addressed_at_work_opens_no_e_mail_on_an_interest(shop: Shop) -> None:
    """CPCE L34-5 spares professionals the opt-in; who is one is not known here, so the answer is the stricter one."""
    shop.said("    similar_products: true\n", "")
    shop.said(
        "account: {title: your account, roles: [customer]}",
        "account: {title: your account, roles: {customer: buyer at a company}}",
    )
    with shop.open() as site:
        assert why(site, Question("offers", channel="email")) is Because.CHANNEL_NEEDS_CONSENT
        assert why(site, Question("offers", channel="post")) is None
