"""
What all tests share: the database servers, how many examples a property gets, and that CI skips nothing.

A test that takes `postgresql_url` or `mariadb_url` gets a real server and a database that no other
process of the run uses. `dev.check` starts the servers once and names them in the environment; a plain
`pytest` starts its own.
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url

from dev import servers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IS_CI = os.environ.get("CI") == "true"
SHARED = Path(__file__).parents[2] / "shared"

settings.register_profile("ci", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.register_profile("wide", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("ci" if IS_CI else "dev")


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database on a real PostgreSQL server."""
    yield from _database_of_ours("TROTH_TEST_POSTGRESQL", worker_id, drop="DROP DATABASE {} WITH (FORCE)")


@pytest.fixture(scope="session")
def mariadb_url(worker_id: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database (utf8mb4) on a real MariaDB server."""
    yield from _database_of_ours("TROTH_TEST_MARIADB", worker_id, drop="DROP DATABASE {}")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    try:
        return servers.chromium()
    except servers.ServerMissing as missing:
        pytest.skip(f"cannot be had here: {missing}")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator["Browser"]:
    """One browser for all tests of a process; each opens pages of its own."""
    from tests.browser import launched

    with launched(chromium) as found:
        yield found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the clone with material that is not published; mark the test `needs_shared`."""
    return SHARED


def _database_of_ours(variable: str, worker_id: str, drop: str) -> Iterator[str]:
    try:
        server = make_url(os.environ.get(variable) or servers.STARTS[variable]())
    except servers.ServerMissing as missing:
        pytest.skip(f"cannot be had here: {missing}")
    name = f"troth_{worker_id}_{os.getpid()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(drop.format(name))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if _lacks_shared(item):
        pytest.skip(f"needs the folder {SHARED}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    is_expected_failure = hasattr(report, "wasxfail")
    if IS_CI and report.skipped and not is_expected_failure and not _lacks_shared(item):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IS_CI and report.skipped:
        _fail(report)
    return report


def _lacks_shared(item: pytest.Item) -> bool:
    return item.get_closest_marker("needs_shared") is not None and not SHARED.is_dir()


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI nothing is skipped: what cannot run has not been shown to work."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"in CI nothing may be skipped: {reason}"
