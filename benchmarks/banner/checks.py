"""What can be seen of a banner from outside: each check is one question, with yes or no for an answer."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from benchmarks.banner.peers import Peer
from tests.browser import axe

HALF_YEAR_SECONDS = 184 * 86_400
APPEARS_MS, SETTLES_MS = 6_000, 350
FADES_MS = 1_500  # what fades in has too little contrast on its way
SMALLEST = {"width": 320, "height": 256}
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'"
_HEARS = (
    "globalThis.violations = [];"
    "document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));"
)
_SIGNALS = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"


class Look:
    """One banner, looked at in fresh browsers."""

    def __init__(self, browser: Browser, address: str, peer: Peer) -> None:
        self.browser, self.address, self.peer = browser, address, peer

    @contextmanager
    def page(self, policy: str = "", *, signal: bool = False, **settings: Any) -> Iterator[Page]:
        """A browser that has come to the banner's page; the banner had time to appear."""
        headers = {"Sec-GPC": "1"} if signal else {}
        context = self.browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "extra_http_headers": headers, **settings}
        )
        context.set_default_timeout(APPEARS_MS)
        context.add_init_script(_HEARS + (_SIGNALS if signal else ""))
        if policy:
            _under(context, policy)
        try:
            page = context.new_page()
            page.goto(self.address + self.peer.path)
            self.appears(page, 1_500 if signal else APPEARS_MS)
            yield page
        finally:
            context.close()

    def appears(self, page: Page, patience_ms: int = APPEARS_MS) -> bool:
        """Whether its refusal can be seen, once it had the time."""
        end = time.monotonic() + patience_ms / 1000
        while not self.is_shown(page) and time.monotonic() < end:
            page.wait_for_timeout(30)
        page.wait_for_timeout(SETTLES_MS)
        return self.is_shown(page)

    def is_shown(self, page: Page) -> bool:
        """Whether its refusal can be seen now."""
        return page.locator(self.peer.refuse).first.is_visible()

    def does(self, page: Page, control: str) -> None:
        """Use a control, and let things settle."""
        page.locator(control).first.click()
        page.wait_for_timeout(SETTLES_MS)

    def withdraws(self, page: Page) -> None:
        """Take the consent back in the way it offers."""
        act = self.peer.withdraw
        if act.startswith("click "):
            self.does(page, act.removeprefix("click "))
        else:
            page.evaluate(act)
        page.wait_for_timeout(2 * SETTLES_MS)

    def comes_back(self, page: Page) -> None:
        """Load the page again."""
        page.goto(self.address + self.peer.path)
        page.wait_for_timeout(3 * SETTLES_MS)


def _under(context: BrowserContext, policy: str) -> None:
    def add(route: Any) -> None:
        if route.request.resource_type != "document":
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    context.route("**/*", add)


def _is_tracked(page: Page) -> bool:
    return any(one["name"] == "tracker" for one in page.context.cookies())


def _quiet_before(look: Look) -> bool:
    with look.page() as page:
        page.mouse.wheel(0, 3000)
        page.mouse.click(1200, 30)
        page.wait_for_timeout(SETTLES_MS)
        return not _is_tracked(page)


def _stores_nothing(look: Look) -> bool:
    with look.page() as page:
        stored = page.evaluate("[localStorage.length, sessionStorage.length]")
        return not page.context.cookies() and stored == [0, 0]


def _refuses_at_once(look: Look) -> bool:
    with look.page() as page:
        return look.is_shown(page)


def _looks_alike(look: Look) -> bool:
    measured = """one => { const look = getComputedStyle(one), box = one.getBoundingClientRect();
      return [look.color, look.backgroundColor, look.fontSize, look.fontWeight, look.textDecorationLine,
              Math.round(box.height / 4)].join() }"""
    with look.page() as page:
        both = (look.peer.refuse, look.peer.accept)
        return len({page.locator(one).first.evaluate(measured) for one in both}) == 1


def _nothing_ticked(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.more)
        ticked = page.locator(f"{look.peer.panel} input:checked:not(:disabled)")
        return page.locator(look.peer.panel).first.is_visible() and ticked.count() == 0


def _quiet_after(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.refuse)
        look.comes_back(page)
        return not _is_tracked(page)


def _remembers(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.refuse)
        look.comes_back(page)
        return not look.is_shown(page)


def _forgets_in_time(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.accept)
        page.wait_for_timeout(SETTLES_MS)
        kept = [one for one in page.context.cookies() if one["name"] != "tracker"]
        return bool(kept) and all(one["expires"] - time.time() <= HALF_YEAR_SECONDS for one in kept)


def _can_be_reopened(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.refuse)
        return bool(look.peer.reopen) and page.locator(look.peer.reopen).first.is_visible()


def _cleans_up(look: Look) -> bool:
    with look.page() as page:
        look.does(page, look.peer.accept)
        page.wait_for_timeout(2 * SETTLES_MS)
        was_tracked = _is_tracked(page)
        look.withdraws(page)
        look.comes_back(page)
        return was_tracked and not _is_tracked(page)


def _heeds_signal(look: Look) -> bool:
    with look.page(signal=True) as page:
        if not look.is_shown(page):
            return not _is_tracked(page)
        look.does(page, look.peer.accept)
        return not _is_tracked(page)


def violations(look: Look, policy: str) -> int:
    """What the policy objects to while the banner appears and is accepted; many where it does not appear."""
    with look.page(policy) as page:
        if not look.is_shown(page):
            return 99
        look.does(page, look.peer.accept)
        page.wait_for_timeout(SETTLES_MS)
        return int(page.evaluate("violations.length"))


def _works_without_script(look: Look) -> bool:
    with look.page(java_script_enabled=False) as page:
        if not look.is_shown(page):
            return False
        look.does(page, look.peer.refuse)
        look.comes_back(page)
        return not look.is_shown(page)


def flaws(look: Look) -> int:
    """What axe-core finds on both layers (WCAG 2.2, A and AA)."""
    with look.page() as page:
        page.wait_for_timeout(FADES_MS)
        first = len(axe(page))
        look.does(page, look.peer.more)
        page.wait_for_timeout(FADES_MS)
        return first + len(axe(page))


def _has_role(look: Look) -> bool:
    named = """one => !!one.closest('[role=dialog],[role=alertdialog],[role=region],dialog,section[aria-label],'
      + 'section[aria-labelledby]') || !!one.querySelector('[role=dialog],[role=alertdialog],[role=region],dialog')"""
    with look.page() as page:
        return bool(page.locator(look.peer.root).first.evaluate(named))


def _fits_smallest(look: Look) -> bool:
    """WCAG 1.4.10 at 320 × 256: each control and the first words can be brought into view, whole."""
    lost = """root => { const parts = [...root.querySelectorAll('button,a,h1,h2,p')].filter(
        one => one.checkVisibility() && one.getBoundingClientRect().height);
      return parts.filter(one => { one.scrollIntoView({block: 'nearest'});
        const {top, left, right, bottom, height} = one.getBoundingClientRect();
        return top < -1 && height < innerHeight || left < -1 || right > innerWidth + 1 ||
          bottom > innerHeight + 1 && height < innerHeight }).length }"""
    with look.page(viewport=SMALLEST) as page:
        return look.is_shown(page) and page.locator(look.peer.root).first.evaluate(lost) == 0


CHECKS: Mapping[str, Callable[[Look], bool]] = {
    "no tracker before an act": _quiet_before,
    "nothing stored before an act": _stores_nothing,
    "refuse on the first layer": _refuses_at_once,
    "refuse looks like accept": _looks_alike,
    "nothing ticked before": _nothing_ticked,
    "no tracker after a refusal": _quiet_after,
    "refusal remembered": _remembers,
    "choice kept six months at most": _forgets_in_time,
    "way back in view": _can_be_reopened,
    "cookie gone after withdrawal": _cleans_up,
    "browser's signal heeded": _heeds_signal,
    "strict CSP without violation": lambda look: violations(look, STRICT) == 0,
    "Trusted Types without violation": lambda look: violations(look, TRUSTED) == 0,
    "works without script": _works_without_script,
    "axe WCAG 2.2 A, AA: none on both layers": lambda look: flaws(look) == 0,
    "has a role": _has_role,
    "nothing cut off at 320 × 256": _fits_smallest,
}


def answers(look: Look) -> dict[str, bool]:
    """Every check; one that cannot be carried out (no such control) is not passed."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check(look)
        except Error:
            found[name] = False
    return found
