"""An empty database of each kind, to say a few words of SQL in and look at it through a store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.base import Base


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Base]:
    """An SQLite file."""
    (tmp_path / "store.db").touch()
    with Base.opened("sqlite", f"sqlite:///{tmp_path}/store.db") as base:
        yield base


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Base]:
    """A database on a real PostgreSQL server."""
    with Base.opened("postgresql", postgresql_url) as base:
        base.run("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public")
        yield base


@pytest.fixture
def mariadb(mariadb_url: str) -> Iterator[Base]:
    """A database on a real MariaDB server."""
    with Base.opened("mariadb", mariadb_url) as base:
        name = base.owner.url.database
        base.run(f"DROP DATABASE {name}", f"CREATE DATABASE {name} CHARACTER SET utf8mb4", f"USE {name}")
        yield base


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def base(request: pytest.FixtureRequest) -> Base:
    """Each of the three in turn."""
    found: Base = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Base:
    """Each of the two that are servers."""
    found: Base = request.getfixturevalue(request.param)
    return found
