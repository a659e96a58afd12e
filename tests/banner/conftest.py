"""A perfumer's shop on a host of its own, with pages that a test writes, and visitors who come to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.banner.visits import Shop, Visit, visit_to
from tests.web.serving import prepared
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.web.hosted.hosting import Secrets
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.process.server import listening, running
from troth.web.process.sites import opened
from troth.web.request.ways import Way

LYS = Path(__file__).with_name("lys")


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop with Troth below its own host: deployment (a)."""
    with serving(tmp_path_factory.mktemp("own"), "www", rate=1e6, burst=1e6) as shop:
        yield shop


@pytest.fixture(scope="session")
def siblings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop with Troth on a host beside, which shares choices among all of them: deployment (b)."""
    with serving(
        tmp_path_factory.mktemp("beside"),
        "choice",
        rate=1e6,
        burst=1e6,
        cookie_domains={"": frozenset({"lys.example"})},
    ) as shop:
        yield shop


@contextmanager
def serving(folder: Path, host: str, **deployment: Any) -> Iterator[Shop]:
    """The product's server on a database of its own; every host of lys.example leads to it."""
    home = Path(copytree(LYS, folder / "lys"))
    prepared(folder, {})
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    address = f"http://www.lys.example:{port}"
    with opened([home], {}) as (site,):
        publish(site, Approval("Inès Caron"), [], datetime.now(UTC) - timedelta(days=1))
        troth = "/troth" if host == "www" else f"http://{host}.lys.example:{port}/troth"
        shop = Shop(site, Secrets.of(site).choice, address, troth)
        if host != "www":
            deployment["origins"] = {"": frozenset({address, f"http://shop.lys.example:{port}"})}
        application = Application(
            [site], Deployment(**deployment), besides=[Way("GET", "/{path:path}", shop.show)]
        )
        with running(application, listener):
            yield shop


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Callable[..., Visit]]:
    """Come to a page: `visit(url)`, with what `visit_to` takes."""
    with ExitStack() as visits:

        def come(url: str, choice: str = "", **settings: Any) -> Visit:
            return visits.enter_context(visit_to(browser, shop, url, choice, **settings))

        yield come
