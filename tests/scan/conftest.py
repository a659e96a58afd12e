"""Databases to look at: those of tests/stores, and made-up schemas in an SQLite file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.scan import building
from tests.stores.conftest import base, mariadb, postgresql, server, sqlite
from troth.cli.main import main

__all__ = ["base", "mariadb", "postgresql", "server", "sqlite"]

Scan = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Callable[[str, int], str]:
    """Makes one of the schemas with so many rows in each table; the URL."""

    def made(name: str, rows: int) -> str:
        (tmp_path / f"{name}.db").touch()
        url = f"sqlite:///{tmp_path}/{name}.db"
        building.make(url, building.schema(name), rows)
        return url

    return made


@pytest.fixture
def troth() -> Scan:
    """Runs `troth` with these words and nothing else in the environment."""

    def run(*words: object, **environ: str) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=environ)

    return run
