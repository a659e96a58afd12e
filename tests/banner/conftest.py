"""A perfumer's shop on a host of its own, with pages that a test writes, and visitors who come to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from benchmarks.banner.stage import Stage, playing
from tests.banner.visits import Shop, Visit, visit_to
from tests.browser import FLAGS, chromium
from troth.site import declared

__all__ = ["chromium"]

LYS = Path(__file__).with_name("lys")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all tests of a process; every host of lys.example is this machine."""
    rule = "--host-resolver-rules=MAP *.lys.example 127.0.0.1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, rule])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """The shop's server."""
    stage = Stage.of(declared(LYS).manifest)
    with playing(stage) as address:
        yield Shop(stage, address.replace("127.0.0.1", "www.lys.example"))


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Callable[..., Visit]]:
    """Come to a page: `visit(url)`, with what `visit_to` takes."""
    with ExitStack() as visits:

        def come(url: str, choice: str = "", **settings: Any) -> Visit:
            return visits.enter_context(visit_to(browser, shop, url, choice, **settings))

        yield come
