"""Days that no calendar has, and that some databases keep: nobody knows when what they stand for was."""

from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from tests.retention.shop import ANA, NOON, Shop, shop_in
from troth.claims.states import Fate
from troth.manifest.names import StoreName, TableName
from troth.retention.sweep import plan as sweep_plan

INVOICES = (StoreName("shop"), TableName("invoices"))


@pytest.fixture(params=["sqlite", "mariadb"])
def lax(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """The shop in a database that keeps such days. (PostgreSQL keeps none.)"""
    is_file = request.param == "sqlite"
    return shop_in(tmp_path, {} if is_file else {"shop": request.getfixturevalue(request.param).url})


def billed(shop: Shop, day: str) -> None:
    """Let all invoices be of that day, as a session without strict modes writes it."""
    engine = create_engine(shop.url("shop"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'")
        connection.exec_driver_sql(f"UPDATE invoices SET billed_on = '{day}'")


@pytest.mark.parametrize("day", ["2010-00-00", "2010-02-00", "0000-00-00", "2010-05-06"])
def test_a_day_that_no_calendar_has_ends_nothing(lax: Shop, day: str) -> None:
    billed(lax, day)
    made = lax.planned(ANA)
    planned = [one.fate for one in made.planned if one.record.table == "invoices"]
    with lax.open() as site:
        swept = sweep_plan.make(site, NOON).counts.get(INVOICES, {})
    is_a_day = day == "2010-05-06"
    assert planned == ([Fate.DELETE] if is_a_day else [])
    assert swept == ({Fate.DELETE: 2} if is_a_day else {})
