"""What the gate answers, told by example: yes with what it is tied to, no with its reason in words."""

from datetime import datetime, timedelta
from typing import Any

import pytest

import troth
from tests.gate.shop import ANA, BEN, NOON, given, newsletter, opened, told
from tests.retention.shop import Shop, fact
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.gate.model import Answer, Because, Must, No, Yes
from troth.gate.words import in_words
from troth.manifest.names import ItemName, PurposeName
from troth.site import declared
from troth.texts import gate as texts

OFFERS = frozenset({PurposeName("offers")})
LATER = NOON + timedelta(minutes=1)


def may(site: troth.Site, purpose: str, who: str = "ana@example.com", **more: Any) -> Answer:
    """Ask at the same instant."""
    return site.may(purpose, {"email": who}, **{"at": LATER, **more})


def why(answer: Answer) -> Because:
    """Why not."""
    assert isinstance(answer, No), answer
    return answer.reason.because


# --- consent ------------------------------------------------------------------------------------------------


def test_nobody_is_written_to_before_a_consent(site: troth.Site) -> None:
    assert why(may(site, "newsletter", channel="email")) is Because.NOT_RECORDED


def test_a_consent_opens_the_channel_that_it_is_for(site: troth.Site) -> None:
    site.record(given(choice="by_email"))
    assert may(site, "newsletter", channel="email")
    assert why(may(site, "newsletter", channel="sms")) is Because.NOT_RECORDED
    assert why(may(site, "newsletter")) is Because.NOT_RECORDED  # not said which of the three


def test_a_yes_brings_the_words_that_each_message_recalls(site: troth.Site) -> None:
    site.record(given())
    answer = may(site, "newsletter", channel="email")
    assert isinstance(answer, Yes)
    assert [one.must for one in answer.conditions] == [Must.REMINDER, Must.WAY_OUT]
    assert answer.conditions[0].words["fr"] == "Vous pouvez arrêter ces messages à tout moment."


def test_a_withdrawal_recorded_here_counts_at_once(site: troth.Site) -> None:
    site.record(given())
    assert may(site, "newsletter", channel="email")
    site.record(newsletter(Effect.WITHDRAWN, at=LATER))
    assert why(may(site, "newsletter", channel="email")) is Because.WITHDRAWN


def test_a_withdrawal_follows_the_person_along_the_keys_of_a_record(site: troth.Site) -> None:
    """Ana is customer 1: what she ends as customer 1 is ended for her address."""
    site.record(given())
    assert may(site, "newsletter", channel="email")
    site.record(newsletter(Effect.WITHDRAWN, Key.of("account", "1"), at=LATER))
    assert why(may(site, "newsletter", channel="email")) is Because.WITHDRAWN


def test_a_consent_counts_for_the_key_it_was_given_under_only(site: troth.Site) -> None:
    site.record(given(Key.of("email", "ana@other.example")))
    assert why(may(site, "newsletter", channel="email")) is Because.NOT_RECORDED


@pytest.mark.parametrize(
    ("wording", "on", "because"),
    [
        ("1b", "2026-09-01", None),  # covered by the wording in force
        ("1", "2026-09-01", Because.ASK_AGAIN),  # outgrown, and three months to ask
        ("2", "2023-11-21", Because.RUN_OUT),
        ("2", "2023-11-22", None),  # its last day
    ],
)
def test_a_consent_runs_out_and_a_wording_is_outgrown(
    site: troth.Site, wording: str, on: str, because: Because | None
) -> None:
    site.record(given(at=datetime.fromisoformat(f"{on}T12:00:00+00:00"), wording=wording))
    answer = may(site, "newsletter", channel="email")
    assert (why(answer) if isinstance(answer, No) else None) is because


# --- channel, recipient, transfer, actor --------------------------------------------------------------------


def test_nobody_is_called_without_consent_since_the_eleventh_of_august(site: troth.Site) -> None:
    """C. conso Art. L223-1 (loi 2025-594): before that day an interest was enough, for who had not objected."""
    before = datetime.fromisoformat("2026-08-10T12:00:00+02:00")
    after = datetime.fromisoformat("2026-08-11T12:00:00+02:00")
    assert may(site, "offers", channel="phone", at=before)
    assert why(may(site, "offers", channel="phone", at=after)) is Because.CHANNEL_NEEDS_CONSENT
    site.record(given(choice="by_phone"))
    assert may(site, "newsletter", channel="phone")


def test_who_bought_may_be_written_to_about_similar_products(site: troth.Site) -> None:
    """CPCE Art. L34-5."""
    answer = may(site, "offers", channel="email")
    assert isinstance(answer, Yes)
    assert answer.has(Must.WAY_OUT)
    assert may(site, "offers", channel="post")
    assert why(may(site, "offers", channel="sms")) is Because.CHANNEL_CLOSED


@pytest.mark.parametrize(
    ("question", "because"),
    [
        ({"recipient": "mailer"}, None),
        ({"recipient": "printer"}, Because.NO_CONTRACT),
        ({"recipient": "abroad"}, Because.TRANSFER_CLOSED),
        ({"recipient": "stranger"}, Because.RECIPIENT_NOT_NAMED),
        ({"recipient": "courier"}, None),
        ({"recipient": "courier", "items": ["email"]}, Because.RECIPIENT_NOT_ITEM),
        ({"actor": "team"}, None),
        ({"actor": "intern"}, Because.ACTOR_NOT_NAMED),
        ({"items": ["phone"]}, Because.ITEM_NOT_USED),
        ({"items": ["email"], "choice": "by_email"}, None),
        ({"choice": "by_fax"}, Because.UNKNOWN_CHOICE),
        ({"channel": "fax"}, Because.CHANNEL_CLOSED),
    ],
)
def test_what_is_not_declared_is_closed(
    site: troth.Site, question: dict[str, Any], because: Because | None
) -> None:
    site.record(given())
    answer = may(site, "newsletter", **question)
    assert (why(answer) if isinstance(answer, No) else None) is because


def test_what_the_manifest_does_not_know_is_answered_and_not_raised(site: troth.Site) -> None:
    assert why(may(site, "espionage")) is Because.UNKNOWN_PURPOSE
    assert why(site.may("newsletter", {"fingerprint": "x"})) is Because.UNKNOWN_KEY
    assert why(site.may("newsletter", {})) is Because.NOBODY
    assert why(site.may("newsletter", {"email": "  "})) is Because.NOBODY


# --- time, records, restrictions ----------------------------------------------------------------------------


def test_a_use_ends_with_its_period(site: troth.Site) -> None:
    """Ana was seen this year; three years after Ben was, nobody writes to him."""
    assert may(site, "offers", channel="email")
    assert why(may(site, "offers", "ben@example.com", channel="email")) is Because.OVER


def test_data_about_somebody_new_may_be_written_where_the_claim_will_be_active(site: troth.Site) -> None:
    answer = may(site, "orders", "new@example.com")
    assert isinstance(answer, Yes)
    assert answer.has(Must.FIRST_WRITTEN)
    assert not may(site, "newsletter", "new@example.com")


def test_a_restriction_stops_every_purpose_until_it_is_lifted(site: troth.Site) -> None:
    site.record(given(), fact(Effect.RESTRICTED, ANA, items=frozenset({ItemName("email")})))
    assert why(may(site, "newsletter", channel="email")) is Because.RESTRICTED
    assert why(may(site, "offers", items=["email"])) is Because.RESTRICTED
    assert may(site, "offers", items=["phone"])
    site.record(fact(Effect.LIFTED, ANA, LATER))
    assert may(site, "newsletter", channel="email")


def test_who_consents_although_it_is_restricted_is_heard(site: troth.Site) -> None:
    """GDPR Art. 18(2): with the person's consent, and the yes says so."""
    site.record(fact(Effect.RESTRICTED, ANA), given(at=LATER - timedelta(seconds=1)))
    answer = may(site, "newsletter", channel="email")
    assert isinstance(answer, Yes)
    assert answer.has(Must.ART_18)


def test_an_objection_is_weighed_and_against_marketing_it_ends_at_once(site: troth.Site) -> None:
    statistics = frozenset({PurposeName("statistics")})
    site.record(fact(Effect.OBJECTED, ANA, purposes=statistics), fact(Effect.OBJECTED, ANA, purposes=OFFERS))
    assert why(may(site, "statistics")) is Because.WEIGHED
    assert why(may(site, "offers", channel="email")) is Because.OBJECTED
    site.record(fact(Effect.REJECTED, ANA, purposes=statistics, ground="the law asks for it"))
    assert may(site, "statistics")


def test_an_erasure_ends_what_existed_and_says_so(site: troth.Site) -> None:
    site.record(given(), fact(Effect.ERASED, ANA, LATER - timedelta(seconds=1)))
    assert why(may(site, "newsletter", channel="email")) is Because.ERASED
    assert why(may(site, "offers", channel="email")) is Because.ERASED
    assert may(site, "orders")  # the order is open: there is something left to perform


def test_a_store_that_is_down_is_no_known_yes(shop: Shop) -> None:
    with opened(shop, SHOP_DATABASE="postgresql+psycopg://nobody@127.0.0.1:1/none") as site:
        site.record(given())
        assert why(may(site, "newsletter", channel="email")) is Because.STORE_DOWN
        assert why(may(site, "offers", channel="email")) is Because.STORE_DOWN


def test_a_database_put_back_from_an_older_copy_says_no(shop: Shop) -> None:
    database = shop.folder.parent / "troth.db"
    told(shop, given())
    before = database.read_bytes()
    told(shop, newsletter(Effect.WITHDRAWN, at=LATER))
    for beside in shop.folder.parent.glob("troth.db-*"):
        beside.unlink()
    database.write_bytes(before)
    with opened(shop) as site:
        assert why(may(site, "newsletter", channel="email")) is Because.BEHIND


# --- words --------------------------------------------------------------------------------------------------


def test_every_reason_and_condition_has_words_in_both_languages(shop: Shop) -> None:
    assert texts.reasons() == {because.value for because in Because}
    assert texts.conditions() == {must.value for must in Must}
    manifest = declared(shop.folder).manifest
    for because in Because:
        french, english = (texts.reason(manifest, because.value, code) for code in ("fr", "en"))
        assert french
        assert english
        assert french != english


def test_a_reason_is_told_in_the_words_of_the_policy(site: troth.Site, shop: Shop) -> None:
    site.record(given(), newsletter(Effect.WITHDRAWN, BEN))
    manifest = declared(shop.folder).manifest
    answer = may(site, "newsletter", "ben@example.com", channel="email")
    assert in_words(manifest, answer, "en") == [
        "the person withdrew the consent to “Our newsletter (by e-mail)” on 22\xa0November 2026"
    ]
    assert in_words(manifest, answer, "fr") == [
        "la personne a retiré son consentement à «\xa0Notre lettre (par courriel)\xa0» le 22\xa0novembre 2026"
    ]
    yes = may(site, "newsletter", channel="email")
    assert in_words(manifest, yes, "en")[1] == "each message gives the way out: the link in each message"
