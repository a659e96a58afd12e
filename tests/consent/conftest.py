"""
A site that asks for consent, on each of the two databases.

A database is made once for a run; each test has a site of its own in it, which no other test sees.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from tests.consent.asked import POLICY
from tests.database.own import Own
from troth.database import create_key_file
from troth.site import Site, open_site

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def consent_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Own:
    """A SQLite file with Troth's tables."""
    folder = tmp_path_factory.mktemp("ledger-sqlite")
    return Own(f"sqlite:///{folder}/troth.db", folder, create_key_file(folder / "troth.key")).prepared()


@pytest.fixture(scope="session")
def consent_postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A PostgreSQL database with Troth's tables, which no other test empties."""
    folder, url = tmp_path_factory.mktemp("ledger-postgresql"), make_url(postgresql_url)
    name = f"{url.database}_consent"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    address = url.set(database=name).render_as_string(hide_password=False)
    address = address.replace("postgresql+psycopg:", "postgresql:")
    yield Own(address, folder, create_key_file(folder / "troth.key")).prepared()
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest) -> Own:
    """Each of the two in turn."""
    found: Own = request.getfixturevalue(f"consent_{request.param}")
    return found


@pytest.fixture
def site(own: Own, tmp_path: Path) -> Iterator[Site]:
    """The small policy of `asked.py`, ready to work."""
    opened = opened_site(own, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_site(consent_sqlite: Own, tmp_path: Path) -> Iterator[Site]:
    """The same on SQLite alone, for what no database does differently."""
    opened = opened_site(consent_sqlite, tmp_path)
    yield opened
    opened.close()


def opened_site(own: Own, within: Path, policy: str = POLICY) -> Site:
    """A site with that policy and a name that no other has."""
    folder = within / f"tilleul{next(_NUMBERS)}"
    folder.mkdir()
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    return open_site(folder, environ(own))


def environ(own: Own) -> dict[str, str]:
    """The settings by which a site finds this database."""
    return {
        "TROTH_DATABASE": own.address,
        "TROTH_KEY_FILE": str(own.key_file),
        "TROTH_CHECKPOINT": str(own.checkpoint),
    }
