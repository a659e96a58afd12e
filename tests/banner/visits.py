"""Pages of a shop, and what a visitor does there, sees and keeps."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request

from benchmarks.banner.stage import ADDRESSES, INCLUDED, SECRET, File, Stage
from troth.banner import Addresses, assets, cached_layer
from troth.consent import cookie

PATIENCE_SECONDS = 5.0
GPC = {"Sec-GPC": "1"}
_HEARS = (
    "globalThis.violations = [];"
    "document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));"
)
_SIGNALS = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"
_STYLED = '<link rel="stylesheet" href="/troth/troth.css">'
_SCRIPT = '<script src="/troth/troth.js"{attributes}></script>'
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's server, and its address in the browser."""

    stage: Stage
    address: str

    @property
    def addresses(self) -> Addresses:
        """Where the question's forms lead."""
        return ADDRESSES

    def page(self, body: str = "", how: str = "included", script: str = "", **headers: str) -> str:
        """
        A page with the question in it; gives its address.

        Args:
            body: its HTML.
            how: "included" by the server, in a page that a cache keeps ("cached"), or by a script "tag" alone.
            script: further attributes of the script tag.
            headers: further headers.
        """
        tag = _SCRIPT.format(attributes=f" {'async' if how == 'tag' else 'defer'} {script}")
        head = tag if how == "tag" else _STYLED + tag
        layer = {"included": INCLUDED.decode(), "tag": "", "cached": self._cached}[how]
        layer = layer if isinstance(layer, str) else layer()
        text = (
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Maison Lys</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f'<body>{layer}<main><h1>Maison Lys</h1><p><a href="/next">Suite</a></p>{body}</main></body></html>'
        )
        return self.give(f"/page{next(_NUMBERS)}", text, **{"Content-Security-Policy": policy(), **headers})

    def give(
        self, path: str, content: str, media_type: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        """A file at a path; gives its address."""
        self.stage.files[path] = File(content.encode(), media_type, headers)
        return f"{self.address}{path}"

    def script(self, path: str, content: str) -> str:
        """A script at a path; gives the path."""
        self.give(path, content, "text/javascript")
        return path

    def choice(self, answers: Mapping[str, bool], age: timedelta = timedelta(), old: bool = False) -> str:
        """The choice cookie of a browser that answered so; `old`: to the wording before the one in force."""
        prints = {
            one.name: sorted({*one.covered} - {one.print})[0] if old else one.print
            for one in self.stage.offers
            if one.name in answers
        }
        choice = cookie.Choice(
            cookie.new_browser(),
            datetime.now(UTC) - age,
            {prints[name]: said for name, said in answers.items()},
        )
        return cookie.written(choice, SECRET)

    def _cached(self) -> str:
        return cached_layer(self.stage.manifest, "fr", self.stage.offers, ADDRESSES, assets().head.decode())


def policy() -> str:
    """The strictest Content-Security-Policy under which a page of the shop works."""
    return (
        f"default-src 'none'; script-src 'self' {assets().head_hash}; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@dataclass(slots=True)
class Visit:
    """A browser on a page of the shop."""

    page: Page
    shop: Shop
    requests: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def begun(self, request: Request) -> None:
        """A request goes out."""
        self.requests.append(request.url)
        self.waiting.add(request.url)

    def ended(self, request: Request) -> None:
        """Its answer is there, or none comes."""
        self.waiting.discard(request.url)

    def is_asked(self) -> bool:
        """Whether the question is to be seen."""
        return self.page.locator("#troth section").is_visible()

    def click(self, name: str) -> None:
        """Click what is called so and can be seen."""
        self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        ).locator("visible=true").first.click()

    def decide(self, name: str) -> None:
        """Click, and wait until the choice stands."""
        before = self.cookie("troth_choice")
        self.click(name)
        self.until(lambda: self.cookie("troth_choice") != before)
        self.until(lambda: not self.is_asked())

    def says(self, expression: str) -> Any:
        """What the page answers to a line of script."""
        return self.page.evaluate(expression)

    def until(self, holds: Any) -> None:
        """Wait until a line of script, or a function, says yes."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (holds() if callable(holds) else self.says(holds)):
            assert time.monotonic() < end, f"this did not come: {holds}"
            self.page.wait_for_timeout(20)

    def cookie(self, name: str) -> str | None:
        """A cookie that the browser keeps for any page of the shop."""
        return next((one["value"] for one in self.context.cookies() if one["name"] == name), None)

    def settle(self) -> None:
        """Let everything that is on its way arrive, and nothing follow it for a moment."""
        quiet, end = 0, time.monotonic() + PATIENCE_SECONDS
        while quiet < 3:
            assert time.monotonic() < end, f"still on their way: {self.waiting}"
            before = len(self.requests)
            self.page.wait_for_timeout(25)
            quiet = 0 if self.waiting or len(self.requests) > before else quiet + 1

    def paths(self) -> list[str]:
        """What was asked of the shop's server, without what belongs to the question itself."""
        found = (one.removeprefix(self.shop.address).partition("?")[0] for one in self.requests)
        return [path for path in found if not path.startswith(("/troth/", "/page", "/favicon"))]

    def violations(self) -> list[str]:
        """What the page's Content-Security-Policy objected to."""
        found = self.says("violations")
        assert isinstance(found, list)
        return found


@contextmanager
def visit_to(
    browser: Browser, shop: Shop, url: str, choice: str = "", *, signal: bool = False, **context: Any
) -> Iterator[Visit]:
    """
    A browser of its own that comes to a page.

    Args:
        choice: the choice cookie it brings.
        signal: whether it says Global Privacy Control.
        context: further settings of the browser.
    """
    settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, **context}
    if signal:
        settings["extra_http_headers"] = GPC
    own = browser.new_context(**settings)
    own.set_default_timeout(PATIENCE_SECONDS * 1000)
    own.add_init_script(_HEARS + (_SIGNALS if signal else ""))
    if choice:
        own.add_cookies([{"name": "troth_choice", "value": choice, "url": shop.address}])
    try:
        visit = Visit(own.new_page(), shop)
        visit.page.on("request", lambda request: visit.begun(request))
        visit.page.on("requestfinished", lambda request: visit.ended(request))
        visit.page.on("requestfailed", lambda request: visit.ended(request))
        visit.page.goto(url)
        visit.settle()
        yield visit
    finally:
        own.close()
