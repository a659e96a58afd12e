"""
Shops that a visitor walks into with a real browser: the embedded one, and the five sites behind a page of their own.

    with visiting(browser, shop, Look(390, "fr")) as visit: visit.press("refuse")

One server for each is started when a test first asks for it, and serves the whole session.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

from tests.web.serving import PLENTY, Clock, prepared
from troth.claims.keys import Key
from troth.consent.model import Answer
from troth.demo.generator import SHOP
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.site import Site, open_site
from troth.texts.choice import say
from troth.texts.language import Language
from troth.web import shop
from troth.web.pages import assets
from troth.web.pages.choice import layer
from troth.web.preferences.links import choices_link, unsubscribe_link
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.request import answers
from troth.web.request.answers import Answer as Given
from troth.web.request.asked import Asked
from troth.web.request.ways import Way
from troth.web.tokens.passes import Sealer, Subscription

SITES = Path(__file__).parents[2] / "sites"
FIVE = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")
SHOP_NAME = "maison-tilleul"
PATIENCE_SECONDS = 8.0
GRANTED, REFUSED, NOT_ASKED = (answer.value for answer in (Answer.GRANTED, Answer.REFUSED, Answer.NOT_ASKED))
_SIGNALS = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"


@dataclass(frozen=True, slots=True)
class Look:
    """How a visitor sees the shop: the width of the window, and the language."""

    width: int
    language: Language

    def __str__(self) -> str:
        return f"{self.width}-{self.language}"


@dataclass(frozen=True, slots=True)
class Place:
    """A site that is served, with its clock."""

    origin: str
    site: Site
    clock: Clock
    base: str = "/troth"

    @property
    def sealer(self) -> Sealer:
        with self.site.database.reading() as tx:
            return Sealer.of(tx.keyring, self.site.name)

    def choices_link(self, key: Key) -> str:
        """The link to a person's choices, as a message carries it."""
        return choices_link(self.sealer, f"{self.origin}{self.base}", key, self.clock.at)

    def unsubscribe_link(self, key: Key, subscription: Subscription) -> str:
        return unsubscribe_link(self.sealer, f"{self.origin}{self.base}", key, subscription)


@dataclass(slots=True)
class Visit:
    """A browser of its own on a page."""

    page: Page
    place: Place
    look: Look
    asked: list[str] = field(default_factory=list)  # every address that was asked for

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def question(self) -> Locator:
        return self.page.locator("#troth section")

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path if "://" in path else f"{self.place.origin}{path}")

    def press(self, name: str, **filled: object) -> None:
        """Press the control with this name, which is a sentence of texts/choice."""
        self.click(say(name, self.look.language, **filled))

    def click(self, label: str) -> None:
        """Press what is called so and can be seen."""
        self.control(label).click()

    def control(self, label: str) -> Locator:
        button = self.page.get_by_role("button", name=label, exact=True)
        return button.or_(self.page.get_by_role("link", name=label, exact=True)).locator("visible=true").first

    def states(self) -> dict[str, str]:
        """What the server takes this browser to have answered, by offer."""
        found: dict[str, str] = self.context.request.get(
            f"{self.place.origin}{self.place.base}/choice.json"
        ).json()["offers"]
        return found

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until it is so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < end, f"this did not come: {what}"
            self.page.wait_for_timeout(25)

    def until_states(self, wanted: dict[str, str]) -> None:
        self.until(lambda: self.states().items() >= wanted.items(), f"{wanted}, not {self.states()}")

    def until_asked(self, is_asked: bool) -> None:
        self.until(lambda: self.question.is_visible() is is_asked, f"the question is {is_asked}")

    def pass_days(self, days: int) -> None:
        """Come back so many days later: clocks move, and the browser drops the cookies whose life has ended."""
        self.place.clock.move(days=days)
        now = self.place.clock.at
        self.page.clock.set_fixed_time(now)
        for cookie in self.context.cookies():
            if 0 < cookie.get("expires", 0) < now.timestamp():
                self.context.clear_cookies(name=cookie["name"])

    def cookies(self) -> set[str]:
        """The names of the cookies that the browser keeps."""
        return {str(cookie["name"]) for cookie in self.context.cookies()}

    def stored(self) -> int:
        """How many entries stand in the page's storages."""
        found: int = self.page.evaluate("localStorage.length + sessionStorage.length")
        return found

    def elsewhere(self) -> list[str]:
        """The addresses of other hosts that were asked for."""
        own = urlsplit(self.place.origin).netloc
        return [address for address in self.asked if urlsplit(address).netloc != own]

    def fetched(self, path: str) -> bool:
        """Whether a path was asked for."""
        return any(urlsplit(address).path == path for address in self.asked)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return max(0, wider)

    def text(self) -> str:
        """What of the page can be read, on one line, spaces as people see them."""
        return " ".join(
            self.page.locator("body").inner_text().replace("\xa0", " ").replace("\u202f", " ").split()
        )


@contextmanager
def visiting(
    browser: Browser, place: Place, look: Look, path: str = "/", *, signal: bool = False, **context: Any
) -> Iterator[Visit]:
    """
    A visitor with a browser of their own, who comes to a page.

    Args:
        signal: whether the browser says Global Privacy Control.
        context: further settings of the browser.
    """
    settings: dict[str, Any] = {
        "viewport": {"width": look.width, "height": 844 if look.width < 600 else 800},
        "locale": look.language,
        **({"extra_http_headers": {"Sec-GPC": "1"}} if signal else {}),
        **context,
    }
    own = browser.new_context(**settings)
    own.set_default_timeout(PATIENCE_SECONDS * 1000)
    if signal:
        own.add_init_script(_SIGNALS)
    try:
        visit = Visit(own.new_page(), place, look)

        def heard(request: Request) -> None:
            visit.asked.append(request.url)

        own.on("request", heard)
        visit.go(path)
        yield visit
    finally:
        own.close()


@contextmanager
def shop_served(folder: Path, *, without: str = "") -> Iterator[Place]:
    """
    The embedded shop with its pages.

    Args:
        folder: where key and database stand; two shops in it are one site, served by two processes.
        without: a purpose that its policy does not have yet.
    """
    home = folder / (f"without-{without}" if without else "now") / SHOP_NAME
    home.mkdir(parents=True)
    text = (SHOP / "policy.yaml").read_text()
    (home / "policy.yaml").write_text(_without(text, without) if without else text)
    environ = {
        "TROTH_DATABASE": f"sqlite:///{folder / 'troth.db'}",
        "TROTH_KEY_FILE": str(folder / "troth.key"),
    }
    if not (folder / "troth.key").exists():
        prepared(folder, environ)
    story = folder / "story"
    story.mkdir(exist_ok=True)
    clock = Clock(datetime.now(UTC))
    with closing(open_site(home, environ)) as site:
        if not without:
            publish(site, Approval("Inès Caron"), [], clock.at - timedelta(days=1))
        application = Application([site], PLENTY, clock, shop.ways(story))
        with server.running(application, server.listening("127.0.0.1", 0)) as origin:
            yield Place(origin, site, clock)


@contextmanager
def sites_served(folder: Path, names: Sequence[str] = FIVE) -> Iterator[dict[str, Place]]:
    """The five sites, each with a page of its own that includes the question."""
    with ExitStack() as open_ones:
        places = {}
        for name in names:
            home = folder / name / name
            shutil.copytree(SITES / name, home)
            prepared(home.parent, {})
            site = open_ones.enter_context(closing(open_site(home, {})))
            clock = Clock(datetime.now(UTC))
            application = Application([site], PLENTY, clock, (Way("GET", "/", _front),))
            running = server.running(application, server.listening("127.0.0.1", 0))
            places[name] = Place(open_ones.enter_context(running), site, clock)
        yield places


def _front(asked: Asked) -> Given:
    """A page that has nothing but the question on it."""
    name = asked.site.manifest.policy.controller.name or asked.site.name
    files = assets.names()
    return answers.html(
        f'<!DOCTYPE html><html lang="{asked.language}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{asked.base}/{files["troth.css"]}">'
        f'<script src="{asked.base}/{files["troth.js"]}" defer></script></head>'
        f"<body>{layer(asked)}<main><h1>{name}</h1></main></body></html>"
    ).with_header("Content-Security-Policy", shop.POLICY)


def _without(text: str, purpose: str) -> str:
    """A policy before it had this purpose: without it, its category and its cookies."""
    policy = yaml.safe_load(text)
    del policy["purposes"][purpose]
    categories = policy["cookie_categories"]
    gone = {name for name, one in categories.items() if one.get("purpose") == purpose}
    policy["cookie_categories"] = {name: one for name, one in categories.items() if name not in gone}
    cookies = policy["cookies"].items()
    policy["cookies"] = {name: one for name, one in cookies if one["category"] not in gone}
    told: str = yaml.safe_dump(policy, allow_unicode=True, sort_keys=False)
    return told
