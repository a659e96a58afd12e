"""What Troth remembers of a person whose keys no row ties together any more counts wherever it is met."""

from pathlib import Path

import pytest

from tests.retention.hostile import site_of
from tests.retention.shop import ANA, BEN, NOON, Shop, email, fact, record, shop_in
from tests.stores.base import Base
from tests.stores.conftest import base, sqlite
from tests.verify.test_carried import ACTS, MADE, PEOPLE, PLACES
from tests.verify.test_engines import TEXT, TIME
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.requests.find import finding
from troth.subjects import Identity, remember

__all__ = ["base", "sqlite"]

ACCOUNT, FORMER = Key.of("account", 1), Key.of("account", 41)


@pytest.fixture
def anywhere(base: Base, tmp_path: Path) -> Shop:
    """The shop on each engine."""
    folder = tmp_path / "site"
    folder.mkdir()
    return shop_in(folder, {"shop": base.url})


def together(shop: Shop, *keys: Key) -> None:
    """Let Troth remember that these are one person's."""
    with shop.open() as site, site.database.transaction() as tx:
        remember(tx, site.name, [Identity(frozenset(keys))])


def test_a_key_that_only_a_row_leads_to_is_remembered_with_more(anywhere: Shop) -> None:
    """Asked for by the number of the account, whose row says the e-mail, which was another account's, too."""
    together(anywhere, ANA, FORMER)
    anywhere.recorded(fact(Effect.RESTRICTED, FORMER))
    anywhere.rows("UPDATE invoices SET customer_id = 41 WHERE number = 1013")
    made = anywhere.planned(ACCOUNT)
    assert made.scope == frozenset({ACCOUNT, ANA, FORMER})
    assert made.planned == ()
    with anywhere.open() as site, finding(site, [frozenset({ACCOUNT})], NOON) as found:
        rows = {row.judged.record for part in found.parts() for row in part.rows}
    assert record("shop.invoices", 1013) in rows


def test_a_restriction_of_whoever_shares_a_record_holds_it_under_every_key_remembered(anywhere: Shop) -> None:
    """Ben was erased and asked that no more be done, under the number that his account had before."""
    together(anywhere, BEN, FORMER)
    anywhere.recorded(fact(Effect.ERASED, BEN), fact(Effect.RESTRICTED, FORMER))
    assert anywhere.erased(ANA).is_complete
    assert anywhere.rows("SELECT street FROM addresses WHERE id = 1") == [("3 rue des Lilas",)]


def test_the_last_act_of_whoever_shares_a_record_is_found_under_every_key_remembered(
    base: Base, tmp_path: Path
) -> None:
    """Also where a store finds by itself what whoever is known by one key did last: two share a place."""
    made = [one.format(text=TEXT[base.dialect], time=TIME[base.dialect]) for one in MADE]
    for number, (name, place, on) in enumerate(
        [("a", 0, "2020-05-01"), ("b", 0, "2020-05-01"), ("c", 1, "2026-05-01")]
    ):
        made += [
            f"INSERT INTO people VALUES ({number}, '{name}@x.fr', 'x', {place})",
            f"INSERT INTO acts VALUES ({number}, {number}, 'x', '{on} 10:00:00')",
        ]
    made += ["INSERT INTO places VALUES (0, 'x'), (1, 'x')"]
    shop = site_of(tmp_path, {"places": PLACES, "people": PEOPLE, "acts": ACTS}, *made, url=base.url)
    together(shop, email("b@x.fr"), email("c@x.fr"))
    shop.ran(shop.planned(email("a@x.fr")))
    assert shop.ids("people") == [1, 2]
    assert shop.rows("SELECT text FROM places ORDER BY id") == [("x",), ("x",)]
