"""The shop of the requests on each of the three databases; shops that are served, and a browser to visit them."""

from collections.abc import Iterator

import pytest

from tests.journeys.street import Look, Place, shop_served, sites_served
from tests.requests.conftest import any_shop, shop

__all__ = ["any_shop", "shop"]

# Each journey is walked on a telephone in French and at a desk in English; the other two ways in `make test-wide`.
LOOKS = (
    pytest.param(Look(390, "fr"), id="390-fr"),
    pytest.param(Look(1280, "en"), id="1280-en"),
    pytest.param(Look(390, "en"), id="390-en", marks=pytest.mark.wide),
    pytest.param(Look(1280, "fr"), id="1280-fr", marks=pytest.mark.wide),
)


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> Look:
    """How wide the window is, and which language the visitor speaks."""
    found: Look = request.param
    return found


@pytest.fixture(scope="session")
def tilleul(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    """The embedded shop as it is, and as it was before it had advertising: one site, one database."""
    folder = tmp_path_factory.mktemp("tilleul")
    with shop_served(folder) as now, shop_served(folder, without="advertising") as before:
        yield now, before


@pytest.fixture
def place(tilleul: tuple[Place, Place]) -> Place:
    """The embedded shop."""
    return tilleul[0]


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    """The five sites."""
    with sites_served(tmp_path_factory.mktemp("five")) as places:
        yield places
