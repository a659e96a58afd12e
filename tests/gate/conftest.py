"""The shop of these tests, copied for each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import troth
from tests.consent.conftest import consent_sqlite
from tests.database.own import postgresql_own
from tests.gate.shop import opened, shop_in
from tests.retention.shop import Shop, copied

__all__ = ["consent_sqlite", "postgresql_own"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The shop on SQLite, as nobody has touched it."""
    return shop_in(tmp_path_factory.mktemp("gate"))


@pytest.fixture
def shop(made: Shop, tmp_path: Path) -> Shop:
    """One of the test's own."""
    return copied(made, tmp_path / "own")


@pytest.fixture
def site(shop: Shop) -> Iterator[troth.Site]:
    """The same, open in this process."""
    with opened(shop) as site:
        yield site
