"""People at their choices in a real browser: by a link, by the button in a message, without either."""

import itertools

from playwright.sync_api import Browser

from tests.browser import axe
from tests.journeys.street import Look, Place, Visit, visiting
from troth.claims.keys import Key
from troth.manifest.names import PurposeName
from troth.texts.preferences import say
from troth.web.tokens.passes import Subscription

_numbers = itertools.count(1)
LETTER = Subscription(PurposeName("newsletter"))


def somebody() -> Key:
    return Key.of("email", f"claire.{next(_numbers)}@example.com")


def is_usable(visit: Visit) -> None:
    """On a small screen and, as far as a program can see, by keyboard and screen reader; that costs a second."""
    assert visit.overflow() == 0
    assert visit.look.width > 600 or axe(visit.page) == []


def test_a_person_gives_and_withdraws_by_the_link_in_a_message(
    browser: Browser, place: Place, look: Look
) -> None:
    path = f"{place.choices_link(somebody())}?lang={look.language}"
    with visiting(browser, place, look, path) as visit:
        is_usable(visit)
        assert visit.page.locator(":checked").count() == 0
        visit.page.locator('[name="offer.newsletter"][value="granted"]').check()
        visit.click(say("save", look.language))
        visit.page.locator('[role="status"]').wait_for()
        assert say("saved", look.language) in visit.text().replace("\u202f", " ")
        is_usable(visit)
        visit.page.locator('[name="offer.newsletter"][value="refused"]').check()
        visit.click(say("save", look.language))
        visit.until(lambda: visit.page.locator("tbody tr").count() == 2, "both acts in the history")
        visit.page.locator("tbody a").first.click()
        visit.page.locator("dl").wait_for()
        is_usable(visit)


def test_a_person_leaves_by_the_link_in_a_message(browser: Browser, place: Place, look: Look) -> None:
    path = f"{place.unsubscribe_link(somebody(), LETTER)}?lang={look.language}"
    with visiting(browser, place, look, path) as visit:
        is_usable(visit)
        visit.click(say("leave.do", look.language))
        visit.page.locator('[role="status"]').wait_for()
        assert say("leave.done", look.language) in visit.text()
        is_usable(visit)


def test_a_person_objects_without_a_link(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look, f"/troth/preferences?lang={look.language}") as visit:
        is_usable(visit)
        visit.click(say("objection", look.language))
        visit.click(say("objection.send", look.language))
        alert = visit.page.locator('[role="alert"]')
        alert.wait_for()
        is_usable(visit)
        visit.page.locator('[type="email"]').fill(somebody().value)
        visit.click(say("objection.send", look.language))
        visit.page.locator('[role="status"]').wait_for()
        assert say("objection.done", look.language) in visit.text()
        is_usable(visit)


def test_all_of_it_works_without_script(browser: Browser, place: Place, look: Look) -> None:
    path = f"{place.choices_link(somebody())}?lang={look.language}"
    with visiting(browser, place, look, path, java_script_enabled=False) as visit:
        visit.click(say("stop", look.language))
        visit.page.locator('[role="status"]').wait_for()
        assert visit.page.locator('[name="offer.newsletter"][value="refused"]').is_checked()


def test_a_link_that_is_cut_short_says_so(browser: Browser, place: Place, look: Look) -> None:
    path = f"{place.choices_link(somebody())[:-4]}?lang={look.language}"
    with visiting(browser, place, look, path) as visit:
        assert say("refused.forged", look.language) in visit.text()
        is_usable(visit)
