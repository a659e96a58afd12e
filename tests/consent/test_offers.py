"""What is asked follows from the manifest alone."""

from datetime import date
from pathlib import Path

import pytest

from tests.consent.asked import DAY, manifest, offer, replaced
from troth.consent.offers import device_offers, offers
from troth.manifest.period import Period
from troth.site import declared

SITES = Path(__file__).parents[2] / "sites"


def test_each_purpose_on_consent_and_each_of_its_choices_is_offered() -> None:
    assert [one.name for one in offers(manifest(), DAY)] == [
        "audience",
        "advertising",
        "newsletter.by_email",
        "newsletter.by_sms",
        "newsletter.opened",
    ]


def test_the_banner_asks_what_the_device_needs_and_nothing_else() -> None:
    assert [one.name for one in device_offers(manifest(), DAY)] == ["audience", "advertising"]


def test_an_ended_purpose_is_no_longer_offered() -> None:
    ended = replaced(
        (
            "data: {visit: [pages]}\n    consent: {decided_by: browser}",
            "ended: 2026-11-01\n    data: {visit: [pages]}\n    consent: {decided_by: browser}",
        )
    )
    assert "advertising" not in [one.name for one in offers(ended, DAY)]
    assert "advertising" in [one.name for one in offers(ended, date(2026, 10, 31))]


def test_a_choice_lives_as_declared_else_as_the_banner_says_and_never_longer_than_the_law_lets_it() -> None:
    assert offer("audience").validity == Period(months=6)
    assert offer("advertising").validity == Period(months=5)
    assert offer("audience", replaced(("validity: P6M", "validity: P5Y"))).validity == Period(months=13)
    assert offer("newsletter.by_sms").validity == Period(months=36)


def test_a_browser_signal_refuses_advertising_and_sharing_alone() -> None:
    assert [one.name for one in offers(manifest(), DAY) if one.waits_for_signal] == ["advertising"]
    shared = replaced(("category: audience, functions", "category: audience, set_by: network, functions"))
    assert offer("audience", shared).waits_for_signal


def test_recipients_are_those_of_the_purpose_and_those_who_set_its_cookies() -> None:
    assert offer("advertising").recipients == {"network"}


def test_opening_mails_is_a_choice_of_its_own() -> None:
    assert offer("newsletter.opened").channel == "open_pixel"


def test_a_wording_that_covers_the_earlier_one_keeps_its_consents() -> None:
    before = replaced(('version: "2"', 'version: "1"'), ('covers: ["1"], ', ""))
    assert offer("newsletter.by_sms", before).print in offer("newsletter.by_sms").covered
    outgrown = replaced(('version: "2"', 'version: "3"'), ('covers: ["1"], ', ""))
    assert offer("newsletter.by_sms", before).print not in offer("newsletter.by_sms", outgrown).covered


def test_prints_differ_and_stay_the_same() -> None:
    prints = [one.print for one in offers(manifest(), DAY)]
    assert len(set(prints)) == len(prints)
    assert all(len(one) == 8 for one in prints)
    assert offer("audience").print == "XtTU6cZD"  # cookies of real browsers hold it


@pytest.mark.parametrize(
    ("site", "asked"),
    [
        ("crosscall", 6),
        ("crossops", 7),
        ("customer-labs", 1),
        ("officine-generale", 3),
        ("xmserver", 8),
    ],
)
def test_the_five_sites_ask_what_their_policies_say(site: str, asked: int) -> None:
    found = device_offers(declared(SITES / site).manifest, DAY)
    assert len(found) == asked
    assert all(one.validity is not None and one.validity.after(DAY) <= date(2027, 12, 22) for one in found)
