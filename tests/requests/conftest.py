"""The small shop, open, on SQLite or on any of the three databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from tests.sites.shop import Shop, shop_in

EMPTIED = {
    "postgresql": ("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public"),
    "mariadb": ("DROP DATABASE {name}", "CREATE DATABASE {name} CHARACTER SET utf8mb4"),
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop on SQLite."""
    return shop_in(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def any_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """The shop with its main database on each of the three, and the mailing on SQLite."""
    if request.param == "sqlite":
        yield shop_in(tmp_path)
        return
    url = request.getfixturevalue(f"{request.param}_url")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in EMPTIED[request.param]:
            connection.exec_driver_sql(statement.format(name=engine.url.database))
    yield shop_in(tmp_path, {"shop": url})
