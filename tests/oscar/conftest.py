"""The shop on SQLite and on PostgreSQL: made once for the run, copied for each test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.test.utils import setup_test_environment, teardown_test_environment

from tests.oscar.shop import Oscar, filled, oscar_in, template_urls


class Templates:
    """The filled databases, each made when it is first asked for."""

    def __init__(self, folder: Path, server: str, kept: ExitStack) -> None:
        self._folder, self._urls, self._kept = folder, template_urls(folder, server), kept
        self._made: set[str] = set()

    def url(self, engine: str) -> str:
        """Of the filled database on that engine."""
        if engine not in self._made:
            self._kept.enter_context(filled(self._folder, self._urls[engine]))
            self._made.add(engine)
        return self._urls[engine]


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, postgresql_url: str
) -> Iterator[Templates]:
    """The filled databases that the others are copied from."""
    base = tmp_path_factory.getbasetemp()
    setup_test_environment()
    with ExitStack() as kept:
        yield Templates(base if worker_id == "master" else base.parent, postgresql_url, kept)
    teardown_test_environment()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_oscar(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Oscar]:
    """A shop of its own, on each of the two databases."""
    with oscar_in(tmp_path, templates.url(request.param)) as shop:
        yield shop


@pytest.fixture
def oscar(templates: Templates, tmp_path: Path) -> Iterator[Oscar]:
    """A shop of its own on SQLite."""
    with oscar_in(tmp_path, templates.url("sqlite")) as shop:
        yield shop
