"""Ana asks for her data, asks why, and has it erased; the invoice stays, and says why. On each database."""

import json
from datetime import date, timedelta
from pathlib import Path

import troth
from tests.sites.shop import NOON, Shop
from troth.claims.facts import Effect
from troth.claims.keys import Key, RecordRef
from troth.manifest.names import PurposeName, StoreName, TableName
from troth.requests.erase import Balance
from troth.retention.accept import accept, released
from troth.retention.model import Ground
from troth.subjects.model import NewFact

ANA = {"email": "ana@example.com"}
ANA_KEY = Key.of("email", "ana@example.com")


def accepted(shop: Shop) -> troth.Site:
    """The shop from Python, its words accepted."""
    site = shop.open()
    accept(site, sum(released(site, NOON).values()), "Ada", NOON)
    site.close()
    return troth.open(shop.folder, shop.environ)


def test_access_then_erasure_then_access(any_shop: Shop, tmp_path: Path) -> None:
    with accepted(any_shop) as site:
        answered = site.access(ANA, tmp_path / "before", at=NOON)
        assert sum(answered.records.values()) == 8

        told = site.explain(ANA, "invoices.name", language="en", at=NOON)
        assert "Commercial Code, art. L123-22" in told
        assert "until 31\xa0December 2033" in told

        balance = Balance(PurposeName("support"), is_upheld=True, because="")
        plan = site.plan_erasure(ANA, balances=[balance], at=NOON)
        outcome = site.erase(plan, at=NOON)
        assert outcome.is_complete

        assert any_shop.rows("SELECT email, name, born FROM customers WHERE id = 1") == [(None, None, None)]
        assert any_shop.rows("SELECT id FROM messages ORDER BY id") == [(32,)]
        assert any_shop.rows("SELECT id FROM subscribers", store="mailing") == [(2,)]
        assert any_shop.rows("SELECT name, cents FROM invoices WHERE number = 1012") == [("Ana Duval", 8990)]
        kept = {(stay.table[1], stay.column, stay.purpose, stay.until) for stay in plan.stays}
        assert ("invoices", "name", "invoicing", date(2033, 12, 31)) in kept

        again = site.access(ANA, tmp_path / "after", at=NOON)
        assert sum(again.records.values()) == 4
        tables = json.loads((tmp_path / "after" / "person-0001" / "data.json").read_text())["tables"]
        assert "invoices" in [table["table"] for table in tables]

        assert site.plan_erasure(ANA, at=NOON).counts == {}


def test_others_lose_nothing_by_it(any_shop: Shop, tmp_path: Path) -> None:
    ben = "SELECT * FROM customers WHERE id = 2"
    before = any_shop.rows(ben)
    with accepted(any_shop) as site:
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
    assert any_shop.rows(ben) == before
    assert any_shop.rows("SELECT gift_name, gift_email FROM orders WHERE id = 12") == [
        ("Cleo Martin", "cleo@example.com")
    ]
    assert len(any_shop.rows("SELECT id FROM orders")) == 4


def test_a_hold_keeps_what_an_erasure_would_take(any_shop: Shop) -> None:
    order = RecordRef(StoreName("shop"), TableName("orders"), ("12",))
    with accepted(any_shop) as site:
        site.record(NewFact(Effect.HELD, NOON, NOON, record=order, name="case 7", by="Ada"))
        plan = site.plan_erasure(ANA, at=NOON)
        assert Ground.HOLD in {stay.ground for stay in plan.stays if stay.table[1] == "orders"}
        site.erase(plan, at=NOON)
        assert any_shop.rows("SELECT name FROM orders WHERE id = 12") == [("Ana Duval",)]

        released_at = NOON + timedelta(days=1)
        site.record(NewFact(Effect.RELEASED, released_at, released_at, name="case 7"))
        site.erase(site.plan_erasure(ANA, at=released_at), at=released_at)
        assert any_shop.rows("SELECT name FROM orders WHERE id = 12") == [("—",)]


def test_a_restriction_keeps_and_an_objection_ends(any_shop: Shop) -> None:
    with accepted(any_shop) as site:
        site.record(
            NewFact(
                Effect.OBJECTED, NOON, NOON, key=ANA_KEY, purposes=frozenset([PurposeName("suggestions")])
            )
        )
        told = site.explain(ANA, "customers.taste", language="en", at=NOON)
        assert "is held by nothing any more and will be erased at the next run" in told
        site.record(NewFact(Effect.RESTRICTED, NOON, NOON, key=ANA_KEY))
        told = site.explain(ANA, "customers.taste", language="en", at=NOON)
        assert "because you had its use restricted (GDPR Art.\xa018)" in told


def test_a_plan_made_before_a_hold_takes_less(any_shop: Shop) -> None:
    order = RecordRef(StoreName("shop"), TableName("orders"), ("12",))
    with accepted(any_shop) as site:
        plan = site.plan_erasure(ANA, at=NOON)
        site.record(NewFact(Effect.HELD, NOON, NOON, record=order, name="case 7"))
        site.erase(plan, at=NOON)
    assert any_shop.rows("SELECT name FROM orders WHERE id = 12") == [("Ana Duval",)]
    assert any_shop.rows("SELECT email FROM customers WHERE id = 1") == [(None,)]
