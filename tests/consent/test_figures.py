"""Figures count people's browsers: not robots, not probes, not pages that are loaded ahead."""

from datetime import timedelta

import pytest

from tests.consent.asked import NOON, manifest
from tests.consent.test_record import ADVERTISING, AUDIENCE, NO, YES, by_browser
from troth.consent.chart import page
from troth.consent.figures import Figure, count_served, figures, is_automatic, summed
from troth.consent.record import record
from troth.consent.sequence import link
from troth.site import Site

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"user-agent": FIREFOX}, False),
        ({}, True),
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, True),
        ({"user-agent": "curl/8.5.0"}, True),
        ({"user-agent": "Mozilla/5.0 HeadlessChrome/131.0"}, True),
        ({"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"}, True),
        ({"user-agent": FIREFOX, "purpose": "preview"}, True),
    ],
)
def test_robots_and_pages_loaded_ahead_are_known(headers: dict[str, str], expected: bool) -> None:
    assert is_automatic(headers) is expected


def test_counts_add_up_over_days_and_no_answer_is_never_below_none(sqlite_site: Site) -> None:
    count_served(sqlite_site, {(AUDIENCE, ADVERTISING): 1}, NOON)
    count_served(sqlite_site, {(AUDIENCE,): 2}, NOON + timedelta(days=1))
    record(sqlite_site, [by_browser({AUDIENCE: YES, ADVERTISING: NO}) for _ in range(2)])
    link(sqlite_site, NOON)
    found = figures(sqlite_site, NOON.date(), NOON.date() + timedelta(days=1))
    whole = {one.offer: one for one in summed(found)}
    assert (whole[""].served, whole[""].mixed, whole[""].unanswered) == (3, 2, 1)
    assert (whole["audience"].served, whole["audience"].given) == (3, 2)
    first = next(one for one in found if one.offer == "audience")
    assert first.unanswered == 0


def test_what_a_manifest_writes_is_no_markup_on_the_page() -> None:
    counted = [Figure(NOON.date(), "<script>alert(1)</script>", served=1, given=1)]
    drawn = page(manifest(), counted, NOON.date(), NOON.date(), "fr")
    assert "<script" not in drawn
    assert "<svg" in drawn


def test_what_a_colour_counts_is_said_and_french_has_its_space_before_a_colon() -> None:
    drawn = page(manifest(), [Figure(NOON.date(), "", 9, 5, 2, 1)], NOON.date(), NOON.date(), "fr")
    for part, word in (("given", "accepté"), ("mixed", "réponses partagées"), ("refused", "refusé")):
        assert f'<rect class="{part}" width="12" height="12"/></svg> {word}' in drawn
    assert "La question dans son ensemble\xa0: accepté 5" in drawn
