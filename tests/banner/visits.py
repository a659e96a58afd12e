"""Pages of a shop, and what a visitor does there, sees and keeps."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

from troth.banner import Addresses, assets, cached_layer
from troth.consent import Offer, cookie, device_offers
from troth.manifest.model import Manifest
from troth.site import Site
from troth.web.pages.choice import layer
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.failures import NotFound

PATIENCE_SECONDS = 5.0
GPC = {"Sec-GPC": "1"}
_HEARS = (
    "globalThis.violations = [];"
    "document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));"
)
_SIGNALS = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"
_STYLED = '<link rel="stylesheet" href="{troth}/troth.css">'
_SCRIPT = '<script src="{troth}/{file}" {attributes}></script>'
INCLUDED = "<!-- the question -->"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's server, which is the product's with pages of the shop beside, and its address in the browser."""

    site: Site
    secret: bytes
    address: str
    troth: str  # where the product is: below the same host, or on a sibling of it
    files: dict[str, Answer] = field(default_factory=dict)  # by path; with those that `show` gives

    @property
    def manifest(self) -> Manifest:
        """What the shop declares."""
        return self.site.manifest

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What it asks on a device."""
        return device_offers(self.manifest, datetime.now(UTC).date())

    @property
    def addresses(self) -> Addresses:
        """Where the question's forms and links lead."""
        policy = f"{self.troth}/policy/fr/"
        return Addresses(f"{self.troth}/choice", policy, f"{policy}#recipients", f"{self.troth}/shown")

    def show(self, asked: Asked) -> Answer:
        """A page or file of the shop; the question stands in it as the server includes it."""
        file = self.files.get(asked.here)
        if file is None:
            raise NotFound
        return replace(file, body=file.body.replace(INCLUDED.encode(), layer(asked).encode()))

    def page(self, body: str = "", how: str = "included", script: str = "", **headers: str) -> str:
        """
        A page with the question in it; gives its address.

        Args:
            body: its HTML.
            how: "included" by the server, in a page that a cache keeps ("cached"), by one script "tag" that
                holds it, or "fetched" by one that does not.
            script: further attributes of the script tag.
            headers: further headers.
        """
        file, when = ("banner.js?lang=fr", "async") if how == "tag" else ("troth.js", "defer")
        if how == "fetched":
            when = "async"
        tag = _SCRIPT.format(troth=self.troth, file=file, attributes=f"{when} {script}")
        is_by_script = how in ("tag", "fetched")
        head = tag if is_by_script else _STYLED.format(troth=self.troth) + tag
        question = {"included": INCLUDED, "cached": self._cached()}.get(how, "")
        text = (
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Maison Lys</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f'<body>{question}<main><h1>Maison Lys</h1><p><a href="/next">Suite</a></p>{body}</main></body></html>'
        )
        return self.give(
            f"/page{next(_NUMBERS)}", text, **{"Content-Security-Policy": self.policy, **headers}
        )

    def give(
        self, path: str, content: str, media_type: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        """A file at a path; gives its address."""
        told = {"Content-Security-Policy": "", "X-Frame-Options": "SAMEORIGIN", **headers}
        self.files[path] = Answer(body=content.encode(), media_type=media_type, headers=tuple(told.items()))
        return f"{self.address}{path}"

    def script(self, path: str, content: str) -> str:
        """A script at a path; gives the path."""
        self.give(path, content, "text/javascript")
        return path

    def choice(self, answers: Mapping[str, bool], age: timedelta = timedelta(), old: bool = False) -> str:
        """The choice cookie of a browser that answered so; `old`: to the wording before the one in force."""
        prints = {
            one.name: sorted({*one.covered} - {one.print})[0] if old else one.print
            for one in self.offers
            if one.name in answers
        }
        choice = cookie.Choice(
            cookie.new_browser(),
            datetime.now(UTC) - age,
            {prints[name]: said for name, said in answers.items()},
        )
        return cookie.written(choice, self.secret)

    def _cached(self) -> str:
        return cached_layer(self.manifest, "fr", self.offers, self.addresses, assets().head.decode())

    @property
    def policy(self) -> str:
        """The strictest Content-Security-Policy under which a page of the shop works."""
        own = f"'self' {self.troth.removesuffix('/troth')}".strip()
        return (
            f"default-src 'none'; script-src {own} {assets().head_hash}; style-src {own}; connect-src {own}; "
            f"img-src 'self'; frame-src 'self'; form-action {own}; base-uri 'none'; "
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
        found = (urlsplit(one).path for one in self.requests)
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
    settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", **context}
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
