"""The shop on each of the three databases."""

from pathlib import Path

import pytest

from tests.export.shop import Shop, shop_in


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop on SQLite."""
    return shop_in(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def any_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """The shop on each of the three."""
    url = None if request.param == "sqlite" else request.getfixturevalue(f"{request.param}_url")
    return shop_in(tmp_path, url)
