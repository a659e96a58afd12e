"""One server for all tests that change nothing that another could miss, and one for each that needs its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import Client, Clock, prepared, serving, shop_folder
from troth.site import Site


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Site]]:
    """The embedded shop's policy, served from SQLite."""
    folder = tmp_path_factory.mktemp("shop")
    home = shop_folder(folder)
    prepared(folder, {})
    with serving([home]) as (client, sites):
        yield client, sites[0]


@pytest.fixture
def visitor(shop: tuple[Client, Site]) -> Client:
    """A browser that comes for the first time."""
    return Client(shop[0].address)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[tuple[Client, Site]]:
    """A server of the test's own, with its clock."""
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], clock=clock) as (client, sites):
        yield client, sites[0]
