"""The shop itself: what it holds, the same for the same day, and a policy without a flaw."""

from datetime import date
from pathlib import Path

import pytest

from troth.demo import generator
from troth.demo.generator import Shop, grown
from troth.site import Stores, declared
from troth.stores import against
from troth.stores.sql.connect import Patience

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return grown(DAY)


def test_it_has_five_thousand_customers_and_ten_years_of_orders(shop: Shop) -> None:
    assert len(shop.customers) == 5_000
    days = [row[9].date() for row in shop.orders]  # type: ignore[attr-defined]  # rows hold any value
    assert (DAY - min(days)).days > 9.5 * 365
    assert (DAY - max(days)).days < 7


def test_it_is_the_same_for_the_same_day(shop: Shop) -> None:
    again = grown(DAY)
    assert (again.customers, again.orders, again.subscribers) == (
        shop.customers,
        shop.orders,
        shop.subscribers,
    )


def test_it_has_what_makes_shops_hard(shop: Shop) -> None:
    guests = [row for row in shop.orders if row[1] is None]
    phone_only = [row for row in shop.customers if row[2] is None and row[3] is not None]
    homes = [row[5] for row in shop.customers]
    gifts = [row for row in shop.orders if row[6] is not None]
    assert len(guests) > 100
    assert len(phone_only) > 100
    assert len(set(homes)) < len(homes) * 0.9
    assert len(gifts) > 50
    assert len(shop.holds) > 5
    assert {wording for _, _, wording in shop.consents} == {"2019", "2024"}
    assert {row[4] for row in shop.customers} == {"fr", "en"}


def test_each_key_is_one_person_s(shop: Shop) -> None:
    for column in (2, 3):
        values = [row[column] for row in shop.customers if row[column] is not None]
        assert len(values) == len(set(values))
    addresses = [row[1] for row in shop.subscribers]
    assert len(addresses) == len(set(addresses))


def test_its_declaration_has_no_problem_not_even_against_the_databases(tmp_path: Path) -> None:
    generator.make(tmp_path, DAY, customers=50)
    site = declared(tmp_path)
    stores = Stores(site, {}, Patience())
    with stores.reading() as reached:
        assert not reached.down
        assert [*site.warnings, *against.problems(site.manifest, reached.live, site.place_of)] == []
    stores.close()


def test_everything_that_it_says_it_says_in_french_and_in_english() -> None:
    policy = declared(Path(str(generator.SHOP))).manifest
    texts = [
        *(item.title for item in policy.items.values()),
        *(kind.title for kind in policy.kinds.values()),
        *(purpose.title for purpose in policy.purposes.values()),
        *policy.policy.clocks.values(),
    ]
    assert [text for text in texts if set(text.words) != {"fr", "en"}] == []
