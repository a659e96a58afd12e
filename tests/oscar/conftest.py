"""The shop on SQLite and on PostgreSQL: made once for the run, copied for each test."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.test.utils import setup_test_environment, teardown_test_environment

from tests.oscar.shop import Oscar, filled, oscar_in, prepared, template_urls

# A browser test of the same process leaves an event loop behind, in which Django refuses to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class Templates:
    """The filled databases, each with a site prepared for it; made when they are first asked for."""

    def __init__(self, shared: Path, own: Path, server: str, kept: ExitStack) -> None:
        self._shared, self._own, self._kept = shared, own, kept
        self._urls = template_urls(shared, server)
        self._ready: dict[str, Path] = {}

    @contextmanager
    def shop(self, engine: str, folder: Path) -> Iterator[Oscar]:
        """A shop of its own in this folder."""
        url = self._urls[engine]
        if engine not in self._ready:
            self._kept.enter_context(filled(self._shared, url))
            (self._own / engine).mkdir()
            self._ready[engine] = prepared(self._own / engine, url)
        with oscar_in(folder, url, self._ready[engine]) as shop:
            yield shop


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, postgresql_url: str
) -> Iterator[Templates]:
    """What the shops are copied from; the databases are shared by the processes of the run."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    setup_test_environment()
    with ExitStack() as kept:
        yield Templates(shared, tmp_path_factory.mktemp("ready"), postgresql_url, kept)
    teardown_test_environment()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_oscar(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Oscar]:
    """A shop of its own, on each of the two databases."""
    with templates.shop(request.param, tmp_path) as shop:
        yield shop


@pytest.fixture
def oscar(templates: Templates, tmp_path: Path) -> Iterator[Oscar]:
    """A shop of its own on SQLite."""
    with templates.shop("sqlite", tmp_path) as shop:
        yield shop
