"""A site with a log on each engine in turn, and on SQLite alone."""

from pathlib import Path

import pytest

from tests.retention.shop import Shop
from tests.stores.base import Base
from tests.stores.conftest import base, mariadb, postgresql, server, sqlite
from tests.sweep.logs import log_in

__all__ = ["base", "mariadb", "postgresql", "server", "sqlite"]


@pytest.fixture
def log(tmp_path: Path) -> Shop:
    """The log on SQLite: thirty events that ended, ten that did not, two details of the first."""
    folder = tmp_path / "log"
    folder.mkdir()
    return log_in(folder)


@pytest.fixture
def anywhere(base: Base, tmp_path: Path) -> Shop:
    """The same on each engine."""
    folder = tmp_path / "log"
    folder.mkdir()
    return log_in(folder, {"shop": base.url})
