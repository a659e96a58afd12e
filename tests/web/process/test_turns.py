"""Whoever asks for much at once is served one request at a time, and waits for nobody else's."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.serving import Client, prepared, serving, shop_folder
from troth.web.process.deployment import Deployment
from troth.web.process.limits import EAGER_SHARE
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.ways import Way

SPENT = 10  # what makes an address eager here
MANY = 12
SECONDS = 20.0


class Page:
    """A page that nobody is given until it is released; and how many wait for theirs."""

    def __init__(self) -> None:
        self.begun, self.released = threading.Semaphore(0), threading.Event()

    def __call__(self, _asked: Asked) -> Answer:
        self.begun.release()
        assert self.released.wait(SECONDS)
        return Answer()

    def begun_within(self, seconds: float) -> bool:
        return self.begun.acquire(timeout=seconds)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def server(tmp_path: Path, page: Page) -> Iterator[Client]:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    deployment = Deployment(rate=1e-3, burst=SPENT * EAGER_SHARE)
    with serving([home], deployment=deployment, besides=[Way("GET", "/slow", page)]) as (client, _):
        yield client


def test_an_eager_address_is_served_one_at_a_time_and_others_beside_it(server: Client, page: Page) -> None:
    eager, calm = Client(server.address, source="127.0.0.3"), Client(server.address, source="127.0.0.2")
    assert {eager.get("/troth/choice.json").status for _ in range(SPENT)} == {200}
    with ThreadPoolExecutor(MANY + 2) as pool:
        asked = [pool.submit(eager.get, "/slow") for _ in range(MANY)]
        assert page.begun_within(SECONDS)
        assert not page.begun_within(0.3)
        others = [pool.submit(calm.get, "/slow") for _ in range(2)]
        assert page.begun_within(SECONDS)
        assert page.begun_within(SECONDS)
        page.released.set()
        assert {one.result().status for one in [*asked, *others]} == {200}


def test_until_then_its_requests_go_side_by_side(server: Client, page: Page) -> None:
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(server.get, "/slow") for _ in range(3)]
        assert all(page.begun_within(SECONDS) for _ in asked)
        page.released.set()
        assert {one.result().status for one in asked} == {200}
