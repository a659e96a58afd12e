"""Verdicts on each engine, over tables as one meets them: absurd clocks, views, 500 columns, an account that reads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.retention.hostile import site_of, thing
from tests.retention.shop import Shop, shop_in
from tests.stores.base import Base
from tests.stores.conftest import base, mariadb, postgresql, sqlite
from troth.claims.unknown import Unknown
from troth.manifest.names import StoreName
from troth.verify.model import Counts, Unread, Verification
from troth.verify.verify import verify

__all__ = ["base", "mariadb", "postgresql", "sqlite"]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = {"sqlite": "TEXT", "postgresql": "TEXT", "mariadb": "VARCHAR(200)"}
PLAIN = "CREATE TABLE things (id INTEGER PRIMARY KEY, email {text}, text {text}, made {time})"
TIME = {"sqlite": "TIMESTAMP", "postgresql": "timestamp", "mariadb": "DATETIME NULL"}
ABSURD = {
    "sqlite": ("0000-00-00 00:00:00", "9999-12-31 23:59:59", "1970-01-01 00:00:00", "soon", ""),
    "postgresql": (
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "1970-01-01 00:00:00",
        "infinity",
        "-infinity",
    ),
    "mariadb": (
        *("0000-00-00 00:00:00", "9999-12-31 23:59:59", "1970-01-01 00:00:00"),
        *("1989-12-31 00:00:00", "1000-01-01 00:00:00"),
    ),
}


def plain(base: Base) -> str:
    return PLAIN.format(text=TEXT[base.dialect], time=TIME[base.dialect])


def verdicts(shop: Shop) -> Verification:
    with shop.open() as site:
        return verify(site, NOON)


def text_of(made: Verification, table: str = "things", item: str = "text") -> Counts:
    (found,) = (one for one in made.tables if one.table == table)
    return next(held.counts for held in found.held if held.item == item)


def test_clocks_of_zeros_and_of_the_end_of_time_prove_nothing(base: Base, tmp_path: Path) -> None:
    lax = ("SET SESSION sql_mode = ''",) if base.dialect == "mariadb" else ()
    times = [*ABSURD[base.dialect], "2020-05-01 10:00:00", "2026-05-01 10:00:00"]
    rows = [
        f"INSERT INTO things VALUES ({number}, 'a@x.fr', 'x', '{at}')" for number, at in enumerate(times, 1)
    ]
    rows.append("INSERT INTO things VALUES (99, 'a@x.fr', 'x', NULL)")
    shop = site_of(tmp_path, {"things": thing()}, *lax, plain(base), *rows, url=base.url)
    found = text_of(verdicts(shop))
    assert (found.broken, str(found.oldest), found.active) == (1, "2020-05-01", 1)
    assert found.unknown == {Unknown.CLOCK_MISSING: 1, Unknown.CLOCK_IMPLAUSIBLE: 5}


def test_five_hundred_columns_in_one_pass(base: Base, tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(500)]
    made = f"CREATE TABLE things (id INTEGER PRIMARY KEY, email {TEXT[base.dialect]}, made {TIME[base.dialect]}, "
    made += ", ".join(f"{name} INTEGER" for name in names) + ")"
    filled = (
        "INSERT INTO things (id, email, made, c0, c499) VALUES (1, 'a@x.fr', '2020-05-01 10:00:00', 1, 2)"
    )
    fields = ", ".join(f"{name}: text" for name in names)
    shop = site_of(tmp_path, {"things": thing(fields=fields)}, made, filled, url=base.url)
    assert text_of(verdicts(shop)).broken == 2


def test_a_view_and_a_generated_column_are_judged_like_others(base: Base, tmp_path: Path) -> None:
    kept = "STORED" if base.dialect != "mariadb" else "PERSISTENT"
    made = plain(base).replace(
        ", made", f", loud {TEXT[base.dialect]} GENERATED ALWAYS AS (upper(text)) {kept}, made"
    )
    filled = "INSERT INTO things (id, email, text, made) VALUES (1, 'a@x.fr', 'x', '2020-05-01 10:00:00')"
    view = "CREATE VIEW seen AS SELECT id, email, text, made FROM things"
    tables = {"things": thing(fields="text: text, loud: text"), "seen": thing()}
    shop = site_of(tmp_path, tables, made, filled, view, url=base.url)
    found = verdicts(shop)
    assert (text_of(found).broken, text_of(found, "seen").broken) == (2, 1)


def test_a_partitioned_table_is_read_as_one(postgresql: Base, tmp_path: Path) -> None:
    made = (
        "CREATE TABLE things (id integer, email text, text text, made timestamp, PRIMARY KEY (id, made)) "
        "PARTITION BY RANGE (made)",
        "CREATE TABLE things_old PARTITION OF things FOR VALUES FROM ('2000-01-01') TO ('2025-01-01')",
        "CREATE TABLE things_new PARTITION OF things FOR VALUES FROM ('2025-01-01') TO ('2030-01-01')",
        "INSERT INTO things VALUES (1, 'a@x.fr', 'x', '2020-05-01'), (2, 'a@x.fr', 'x', '2026-05-01')",
    )
    tables = {"things": thing(key="[id, made]").replace("impersonal: [made]", "impersonal: []")}
    shop = site_of(tmp_path, tables, *made, url=postgresql.url)
    found = verdicts(shop)
    assert (text_of(found).broken, text_of(found).active, found.undeclared) == (1, 1, ())


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_an_account_that_may_only_read_is_enough(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> None:
    server: Base = request.getfixturevalue(engine)
    filled = "INSERT INTO things VALUES (1, 'a@x.fr', 'x', '2020-05-01 10:00:00')"
    shop = site_of(tmp_path, {"things": thing()}, plain(server), filled, url=server.url)
    with server.account("SELECT") as reader:
        found = verdicts(Shop(shop.folder, {**shop.environ, "SHOP_DATABASE": reader}))
    assert text_of(found).broken == 1


def test_what_was_made_coarse_is_not_broken(base: Base, tmp_path: Path) -> None:
    """The first of the year, the first letters, the start of a range: nothing more is left to take."""
    made = (
        f"CREATE TABLE things (id INTEGER PRIMARY KEY, email {TEXT[base.dialect]}, born DATE, at {TIME[base.dialect]}, "
        f"post {TEXT[base.dialect]}, cents INTEGER, made {TIME[base.dialect]})",
        "INSERT INTO things VALUES (1, NULL, '1980-01-01', '2020-05-01 00:00:00', '75', 100, '2020-05-01 10:00:00')",
        "INSERT INTO things VALUES (2, NULL, '1980-05-03', '2020-05-02 00:00:00', '75001', 150, '2020-05-01 10:00:00')",
    )
    fields = (
        "born: {item: text, at_end: {generalise: year}}, at: {item: text, at_end: {generalise: month}}, "
        "post: {item: text, at_end: {generalise: {prefix: 2}}}, cents: {item: text, at_end: {generalise: {range: 100}}}"
    )
    shop = site_of(tmp_path, {"things": thing(fields=fields)}, *made, url=base.url)
    assert text_of(verdicts(shop)).broken == 4


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_a_store_that_goes_away_in_the_middle_is_unproven_from_there_on(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> None:
    server: Base = request.getfixturevalue(engine)
    shop = shop_in(tmp_path, {"shop": server.url})
    with shop.open() as site:
        ended: list[str] = []

        def end(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            if "FROM" in statement and "invoices" in statement and not ended:
                ended.append(statement)
                _end_others(server)

        event.listen(site.stores[StoreName("shop")].engine, "before_cursor_execute", end)
        found = verify(site, NOON)
        unread = {str(table.table): table.unread for table in found.tables}
        assert [unread[name] for name in ("customers", "invoices", "service_requests", "subscribers")] == [
            *(None, Unread.DOWN, Unread.DOWN),
            None,
        ]
        assert list(found.failures) == ["shop"]
        assert verify(site, NOON).failures == {}


def _end_others(server: Base) -> None:
    """End every other session of the database."""
    if server.dialect == "postgresql":
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        return
    with server.owner.connect() as connection:
        others = (
            "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()"
        )
        for (number,) in connection.exec_driver_sql(others).all():
            connection.exec_driver_sql(f"KILL CONNECTION {number}")
