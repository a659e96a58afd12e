"""An empty database of Troth's own for each test, or a shop with one."""

from pathlib import Path

import pytest

from tests.database.own import database, empty_own, own, postgresql_own, sqlite_own
from tests.retention.shop import Shop, copied, shop_in
from tests.stores.conftest import mariadb, postgresql

__all__ = ["database", "empty_own", "mariadb", "own", "postgresql", "postgresql_own", "sqlite_own"]


@pytest.fixture(scope="session")
def first_shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The shop that the others are copied from."""
    return shop_in(tmp_path_factory.mktemp("first"))


@pytest.fixture
def shop(first_shop: Shop, tmp_path: Path) -> Shop:
    """The shop on SQLite, its manifest accepted."""
    return copied(first_shop, tmp_path / "site")
