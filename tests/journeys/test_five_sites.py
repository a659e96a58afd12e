"""First visit, refuse and accept on the five sites, in their own languages, with what their manifests declare."""

import pytest
from playwright.sync_api import Browser

from tests.browser import axe
from tests.journeys.street import FIVE, GRANTED, NOT_ASKED, REFUSED, SITES, Look, Place, visiting
from troth.manifest.names import PurposeName
from troth.site import declared
from troth.texts import html
from troth.texts.language import Language, typeset
from troth.texts.policy.page import languages_of

WIDTHS = (390, 1280)


def ways() -> list[tuple[str, Look]]:
    """Each site in each of its languages, on a telephone and at a desk in turn."""
    spoken: list[tuple[str, Language]] = [
        (name, language) for name in FIVE for language in languages_of(declared(SITES / name).manifest)
    ]
    return [(name, Look(WIDTHS[place % 2], language)) for place, (name, language) in enumerate(spoken)]


@pytest.mark.parametrize(("name", "look"), [pytest.param(*way, id=f"{way[0]}-{way[1]}") for way in ways()])
def test_a_visitor_is_asked_what_the_manifest_declares(
    browser: Browser, five: dict[str, Place], name: str, look: Look
) -> None:
    place = five[name]
    manifest = place.site.manifest
    with visiting(browser, place, look) as visit:
        assert visit.page.locator("#troth").get_attribute("lang") == look.language
        states = visit.states()
        assert set(states.values()) == {NOT_ASKED}
        told = " ".join(visit.question.inner_text().split())
        for purpose in {offer.partition(".")[0] for offer in states}:
            title = typeset(manifest.purposes[PurposeName(purpose)].title.in_(look.language), look.language)
            assert " ".join(title.split()) in told
        assert visit.cookies() == set()
        assert visit.elsewhere() == []
        assert visit.overflow() == 0
        visit.press("refuse")
        visit.until_states(dict.fromkeys(states, REFUSED))
        visit.go("/")
        assert not visit.question.is_visible()
        visit.go(f"/troth/choice?lang={look.language}")
        listed = html.plain(visit.page.content())
        for key, cookie in manifest.policy.cookies.items():
            category = manifest.policy.cookie_categories[cookie.category]
            if category.consent or category.purpose is None:
                assert all(html.text(one) in listed for one in cookie.names or (key,)), key
        assert axe(visit.page) == []
        assert visit.overflow() == 0
    with visiting(browser, place, look) as visit:
        visit.press("accept")
        visit.until_states(dict.fromkeys(states, GRANTED))
        visit.go("/")
        assert not visit.question.is_visible()
