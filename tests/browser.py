"""
A real browser for tests: pages as people meet them, and axe-core on what keeps people from using them.

    def test_it_can_be_used(browser): assert axe(opened(browser, url)) == []

`browser` is every test's (tests/conftest.py).

Without Chromium or Node.js a test skips itself and says why; in CI that is a failure.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dev import node

NARROW, WIDE = 390, 1280
# WCAG 2.2, levels A and AA, with all that came before.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
FLAGS = (
    "--no-sandbox",  # Chromium's own does not work for root; the pages are ours
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.lys.example 127.0.0.1",  # hosts beside each other, for tests/banner
)


@dataclass(frozen=True, slots=True)
class Violation:
    """What axe-core found: the rule, how grave, and where."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}: {', '.join(self.targets)}"


@contextmanager
def launched(program: Path) -> Iterator[Browser]:
    """The browser; one in a process, because a second one would meet the loop of the first."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield found
        found.close()


@contextmanager
def opened(browser: Browser, url: str, width: int = WIDE, **context: Any) -> Iterator[Page]:
    """A page in a context of its own: no cookie and no setting of another test."""
    own = browser.new_context(viewport={"width": width, "height": 900}, **context)
    try:
        page = own.new_page()
        page.goto(url)
        yield page
    finally:
        own.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as a web server gives it, on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def axe(page: Page) -> list[Violation]:
    """What of the page as it stands violates WCAG 2.2, levels A and AA, as far as a program can see."""
    page.evaluate(_axe_source())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", list(TAGS))
    return [
        Violation(
            one["id"],
            one["impact"] or "",
            one["help"],
            tuple(str(part) for hit in one["nodes"] for part in hit["target"]),
        )
        for one in found["violations"]
    ]


@cache
def _axe_source() -> str:
    try:
        return (node.packages() / "axe-core" / "axe.min.js").read_text("utf-8")
    except node.NodeMissing as missing:
        pytest.skip(f"cannot be had here: {missing}")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the standard library names it
        """Nobody reads along."""
