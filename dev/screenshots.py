"""
Every page and state that visitors see, as pictures in a folder.

    python -m dev.screenshots [FOLDER]          by default build/screenshots

The embedded shop is served as `troth demo` serves it, and walked through in a real browser on a telephone and at a
desk, in French and in English, light; and once dark. The five sites show their question and their page of choices.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dev import servers
from tests.browser import FLAGS
from tests.journeys.street import Look, Place, Visit, shop_served, sites_served, visiting
from troth.claims.keys import Key
from troth.manifest.names import PurposeName
from troth.texts.language import LANGUAGES
from troth.texts.policy.page import languages_of
from troth.texts.preferences import say
from troth.web.tokens.passes import Subscription

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "screenshots"
WIDTHS = (390, 1280)
CLAIRE = Key.of("email", "claire.fontaine@example.com")
LETTER = Subscription(PurposeName("newsletter"))


class Album:
    """Takes pictures, each under its number and name."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder = browser, folder

    @contextmanager
    def visit(self, place: Place, look: Look, path: str, **settings: object) -> Iterator[Visit]:
        with visiting(self._browser, place, look, path, **settings) as visit:  # type: ignore[arg-type]  # Playwright's own
            yield visit

    def take(self, visit: Visit, name: str, *, whole: bool = True) -> None:
        """The page as it stands; where something is fixed to the window's edge, only what the window shows."""
        visit.page.wait_for_timeout(150)
        folder = self._folder / str(visit.look)
        folder.mkdir(parents=True, exist_ok=True)
        visit.page.screenshot(path=folder / f"{name}.png", full_page=whole, timeout=60_000)


def main(words: list[str]) -> int:
    """Write the pictures; give the exit code."""
    folder = Path(words[0]) if words else FOLDER
    with ExitStack() as open_ones:
        temporary = Path(open_ones.enter_context(tempfile.TemporaryDirectory(prefix="screenshots-")))
        playwright = open_ones.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=list(FLAGS))
        album = Album(browser, folder)
        place = open_ones.enter_context(shop_served(temporary))
        for look in (Look(width, language) for width in WIDTHS for language in LANGUAGES):
            _shop(album, place, look)
        _dark(album, place)
        places = open_ones.enter_context(sites_served(temporary))
        for name, one in places.items():
            _site(album, name, one)
        browser.close()
    print(f"{len(list(folder.rglob('*.png')))} pictures in {folder}")
    return 0


def _shop(album: Album, place: Place, look: Look) -> None:
    """Everything that a visitor of the shop can meet."""
    for journey in (_trackers, _signal, _embeds, _policy, _choices, _out, _refused):
        journey(album, place, look)


def _trackers(album: Album, place: Place, look: Look) -> None:
    with album.visit(place, look, "/") as visit:
        album.take(visit, "01-first-visit", whole=False)
        visit.press("choose")
        visit.page.locator("#troth-panel").wait_for()
        album.take(visit, "02-choose", whole=False)
    with album.visit(place, look, "/") as visit:
        visit.press("refuse")
        visit.until_asked(False)
        album.take(visit, "03-refused", whole=False)
    with album.visit(place, look, "/") as visit:
        visit.press("accept")
        visit.until_asked(False)
        album.take(visit, "04-accepted", whole=False)
        visit.press("withdraw")
        visit.until(lambda: "granted" not in visit.states().values(), "the withdrawal")
        album.take(visit, "05-withdrawn", whole=False)
        visit.go(f"/troth/choice?lang={look.language}&return=/")
        album.take(visit, "06-choice-page")
    with album.visit(place, look, "/", java_script_enabled=False) as visit:
        album.take(visit, "07-no-script", whole=False)


def _signal(album: Album, place: Place, look: Look) -> None:
    with album.visit(place, look, "/", signal=True) as visit:
        album.take(visit, "08-signal", whole=False)
        visit.go(f"/troth/choice?lang={look.language}")
        album.take(visit, "09-signal-choice-page")


def _embeds(album: Album, place: Place, look: Look) -> None:
    with album.visit(place, look, "/workshop") as visit:
        visit.press("refuse")
        visit.until_asked(False)
        album.take(visit, "10-embed", whole=False)
        visit.press("embed.once")
        visit.page.locator("iframe").wait_for()
        album.take(visit, "11-embed-once", whole=False)


def _policy(album: Album, place: Place, look: Look) -> None:
    for name, path in (
        ("12-policy", f"/troth/policy/{look.language}/"),
        ("13-account", "/account"),
        ("14-not-found", f"/troth/nothing?lang={look.language}"),
    ):
        with album.visit(place, look, path) as visit:
            album.take(visit, name)


def _choices(album: Album, place: Place, look: Look) -> None:
    who = Key.of("email", f"claire.{look}@example.com")
    with album.visit(place, look, f"{place.choices_link(who)}?lang={look.language}") as visit:
        album.take(visit, "20-choices")
        visit.page.locator('[name="offer.newsletter"][value="granted"]').check()
        visit.click(say("save", look.language))
        visit.page.locator('[role="status"]').wait_for()
        album.take(visit, "21-choices-saved")
        visit.page.locator("tbody a").first.click()
        visit.page.locator("dl").wait_for()
        album.take(visit, "22-receipt")
    with album.visit(place, look, f"/troth/preferences?lang={look.language}") as visit:
        album.take(visit, "23-ways")
    with album.visit(place, look, f"/troth/account/told?lang={look.language}&return=/") as visit:
        album.take(visit, "24-account-told")


def _out(album: Album, place: Place, look: Look) -> None:
    who = Key.of("email", f"claire.{look}@example.com")
    with album.visit(place, look, f"{place.unsubscribe_link(who, LETTER)}?lang={look.language}") as visit:
        album.take(visit, "30-unsubscribe")
        visit.click(say("leave.do", look.language))
        visit.page.locator('[role="status"]').wait_for()
        album.take(visit, "31-unsubscribed")
    with album.visit(place, look, f"/troth/objection?lang={look.language}") as visit:
        album.take(visit, "32-objection")
        visit.click(say("objection.send", look.language))
        visit.page.locator('[role="alert"]').wait_for()
        album.take(visit, "33-objection-error")
        visit.page.locator('[type="email"]').fill(who.value)
        visit.click(say("objection.send", look.language))
        visit.page.locator('[role="status"]').wait_for()
        album.take(visit, "34-objected")


def _refused(album: Album, place: Place, look: Look) -> None:
    link = place.choices_link(CLAIRE)
    before = place.clock.at
    with album.visit(place, look, f"{link[:-3]}?lang={look.language}") as visit:
        album.take(visit, "40-link-not-valid")
        place.clock.move(days=91)
        visit.go(f"{link}?lang={look.language}")
        album.take(visit, "41-link-expired")
        place.clock.at = before
        visit.go(f"/troth/account/in?token=x&lang={look.language}")
        album.take(visit, "42-not-vouched-for")


def _dark(album: Album, place: Place) -> None:
    look = Look(1280, "fr")
    with album.visit(place, look, "/", color_scheme="dark") as visit:
        album.take(visit, "50-dark-first-visit", whole=False)
        visit.go(f"{place.choices_link(CLAIRE)}?lang=fr")
        album.take(visit, "51-dark-choices")


def _site(album: Album, name: str, place: Place) -> None:
    for width, language in zip(WIDTHS, [*languages_of(place.site.manifest)] * 2, strict=False):
        look = Look(width, language)
        with album.visit(place, look, "/") as visit:
            album.take(visit, f"60-{name}-first-visit", whole=False)
            visit.go(f"/troth/choice?lang={language}")
            album.take(visit, f"61-{name}-choice-page")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
