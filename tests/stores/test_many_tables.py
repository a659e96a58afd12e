"""A schema of thousands of tables: `check --stores` tells all of it within a minute."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from tests.stores.base import Base
from tests.stores.declared import POLICY
from troth.cli.check import Found, checked

TABLE = """
      t{0}:
        key: id
        kind: account
        created: created
        fields: {{email: {{item: email}}, note: {{item: note, free_text: true}}}}
        references: {{up: up_id -> t{1}.id}}
        links:
          - {{role: holder, key: email, column: email, verified: sign-in, normalised: true}}
        clocks: {{last_contact: created}}"""


def many(url: str, count: int) -> None:
    """That many tables, each pointing at the one before, every second of them with an address that nobody declared."""
    level = (
        None if make_url(url).get_backend_name() == "sqlite" else "AUTOCOMMIT"
    )  # servers lock what they make
    engine = create_engine(url, poolclass=NullPool, **({"isolation_level": level} if level else {}))
    with engine.begin() as connection:
        for number in range(count):
            connection.exec_driver_sql(
                f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY, email VARCHAR(80), note TEXT, "
                f"up_id INTEGER REFERENCES t{max(0, number - 1)} (id), created TIMESTAMP NOT NULL)"
            )


def told(
    folder: Path, url: str, count: int, clock: Callable[[], float] = time.monotonic
) -> tuple[Found, float]:
    """What `check --stores` finds where half of the tables are declared, and how many seconds it takes."""
    (folder / "policy.yaml").write_text(POLICY)
    tables = "".join(TABLE.format(number, max(0, number - 1)) for number in range(count // 2))
    (folder / "stores.yaml").write_text(f"stores:\n  shop:\n    url: ${{SHOP}}\n    tables:{tables}\n")
    begun = clock()
    found = checked(folder, {"SHOP": url}, with_stores=True)
    return found, clock() - begun


def is_told(found: Found, count: int) -> bool:
    """Every declared table lacks an index, and every other one is named with what looks personal in it."""
    names = [problem.name for problem in found.problems]
    assert not {"table-missing", "column-missing"} & set(names)
    return names.count("table-looks-personal") == count - count // 2 and names.count("no-index") >= count // 2


def test_a_thousand_tables_are_checked(sqlite: Base, tmp_path: Path) -> None:
    many(sqlite.url, 1000)
    found, seconds = told(tmp_path, sqlite.url, 1000, time.process_time)
    assert is_told(found, 1000)
    assert seconds < 12


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of its own: dropped as a whole, for no server drops so many tables at once."""
    base: Base = request.getfixturevalue(request.param)
    if base.dialect == "sqlite":
        yield base.url
        return
    name = f"many_{os.getpid()}"
    base.run(f"CREATE DATABASE {name}")
    yield make_url(base.url).set(database=name).render_as_string(hide_password=False)
    for store in base.stores:
        store.dispose()
    base.run(f"DROP DATABASE {name}" + (" WITH (FORCE)" if base.dialect == "postgresql" else ""))


@pytest.mark.wide
def test_five_thousand_tables_are_checked_within_a_minute(own_database: str, tmp_path: Path) -> None:
    many(own_database, 5000)
    found, seconds = told(tmp_path, own_database, 5000)
    assert is_told(found, 5000)
    assert seconds < 60
