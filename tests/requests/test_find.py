"""Everything of some people is found in a fixed number of statements, and passes by in windows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event

from tests.sites.shop import NOON, Shop, shop_in
from troth.claims.keys import Key
from troth.errors import Unavailable
from troth.requests.find import UnknownKeyType, finding
from troth.site import Site


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """The statements that reach the site's stores."""
    statements: list[str] = []
    engines = [site.stores[name].engine for name in site.stores]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def more_customers(shop: Shop, count: int) -> None:
    numbers = range(1000, 1000 + count)
    rows = ", ".join(
        f"({n}, 'c{n}@example.com', 'C {n}', '2024-01-01 10:00:00', '2026-01-01 10:00:00')" for n in numbers
    )
    shop.run(f"INSERT INTO customers (id, email, name, created_at, seen_at) VALUES {rows}")
    orders = ", ".join(f"({n}, {n}, 'x', '2026-01-01 10:00:00', 'open')" for n in numbers)
    shop.run(f"INSERT INTO orders (id, customer_id, name, placed_at, status) VALUES {orders}")


def test_the_number_of_statements_is_the_same_for_one_person_and_for_a_thousand(any_shop: Shop) -> None:
    more_customers(any_shop, 1000)
    site = any_shop.open()
    everybody = [frozenset([Key.of("account", number)]) for number in range(1000, 2000)]
    counts = []
    for subjects in (everybody[:1], everybody):
        with site.stores.reading():
            pass  # the schema is read once
        with counted(site) as statements, finding(site, subjects, NOON) as found:
            rows = [row for part in found.parts() for row in part.rows]
        counts.append(len(statements))
        assert len(rows) == 2 * len(subjects)
        assert {len(row.people) for row in rows} == {1}
    site.close()
    # Where nothing was found in a table, the second look at it is spared.
    assert counts[0] == counts[1]


def test_windows_leave_nothing_out(shop: Shop) -> None:
    more_customers(shop, 50)
    site = shop.open()
    everybody = [frozenset([Key.of("account", number)]) for number in [1, *range(1000, 1050)]]
    with finding(site, everybody, NOON) as found:
        whole = {row.judged.record for part in found.parts() for row in part.rows}
    small = replace(site, settings=replace(site.settings, batch_size=1))
    with finding(small, everybody, NOON) as found:
        parts = list(found.parts())
    site.close()
    assert max(len(part.rows) for part in parts) == 10
    assert {row.judged.record for part in parts for row in part.rows} == whole
    assert len(whole) == 108


def test_nobody_is_looked_for_by_what_the_site_does_not_know(shop: Shop) -> None:
    site = shop.open()
    with (
        pytest.raises(UnknownKeyType, match="knows nobody by `phone`"),
        finding(site, [frozenset([Key.of("phone", "1")])], NOON),
    ):
        pass
    site.close()


def test_a_store_that_goes_away_in_the_middle_is_unavailable(postgresql_url: str, tmp_path: Path) -> None:
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as owner:
        owner.exec_driver_sql("DROP SCHEMA IF EXISTS public CASCADE")
        owner.exec_driver_sql("CREATE SCHEMA public")
    shop = shop_in(tmp_path, {"shop": postgresql_url})
    site = shop.open()
    small = replace(site, settings=replace(site.settings, batch_size=1))
    more_customers(shop, 20)
    everybody = [frozenset([Key.of("account", number)]) for number in range(1000, 1020)]
    with finding(small, everybody, NOON) as found, engine.connect() as owner:
        parts = found.parts()
        assert next(parts).rows
        owner.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with pytest.raises(Unavailable, match="store `shop` went away in the middle of the work"):
            list(parts)
    site.close()


def test_engines_are_not_left_with_listeners(shop: Shop) -> None:
    site = shop.open()
    with counted(site):
        pass
    assert isinstance(next(iter(site.stores.values())).engine, Engine)
    site.close()
