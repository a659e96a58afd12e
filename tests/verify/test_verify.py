"""Verdicts on the small shop: kept, broken, unproven, what would make it known, and what nobody declared."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.retention.shop import ANA, NOON, Shop, crowd, fact, later, record, shop_in, statements
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.claims.unknown import Unknown
from troth.errors import Surprise
from troth.manifest.names import PurposeName, StoreName
from troth.retention.sweep.plan import make
from troth.subjects import NewFact
from troth.subjects.rows import facts
from troth.verify.model import Held, TableVerdict, Unread, Verdict, Verification
from troth.verify.verify import history, verify

NEWS = PurposeName("newsletter")


def found(shop: Shop, at: datetime = NOON) -> Verification:
    with shop.open() as site:
        return verify(site, at)


def table(made: Verification, name: str) -> TableVerdict:
    return next(one for one in made.tables if one.table == name)


def held(made: Verification, name: str, item: str | None) -> Held:
    return next(one for one in table(made, name).held if one.item == item)


def test_data_is_kept_until_it_ends_then_due_and_broken_once_the_lag_is_over(shop: Shop) -> None:
    shop.rows("DELETE FROM invoices", "INSERT INTO invoices VALUES (7, 1, 'Ana', 100, '2015-03-02')")
    last = NOON.replace(year=2025, month=12, day=31)
    kept, due, broken = (
        held(found(shop, last + timedelta(days=days)), "invoices", "name") for days in (0, 20, 40)
    )
    assert (kept.verdict, kept.counts.active) == (Verdict.KEPT, 1)
    assert (due.verdict, due.counts.due) == (Verdict.KEPT, 1)
    assert (broken.verdict, broken.counts.broken, broken.counts.oldest) == (
        Verdict.BROKEN,
        1,
        date(2015, 3, 2),
    )


def test_what_an_act_has_ended_already_is_not_broken(shop: Shop) -> None:
    """A name that ends as a constant counts as gone once it is that constant, a coarser value once it is coarse."""
    assert held(found(shop), "invoices", "name").counts.broken == 1
    shop.rows(
        "UPDATE invoices SET name = '—', cents = NULL, customer_id = NULL WHERE billed_on < '2015-01-01'"
    )
    assert table(found(shop), "invoices").verdict is Verdict.KEPT


def test_a_link_that_cannot_be_emptied_is_not_broken_while_a_kept_record_points_there(tmp_path: Path) -> None:
    """The order goes with the invoice that points at it; once nothing does, it is a promise like any other."""
    shop = shop_in(tmp_path, is_accepted=False)
    shop.rows(
        "ALTER TABLE orders RENAME TO loose",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, name TEXT,"
        " placed_at TIMESTAMP NOT NULL, closed_at TIMESTAMP NULL, status TEXT)",
        "INSERT INTO orders SELECT * FROM loose WHERE id = 11",
        "DROP TABLE loose",
        "DELETE FROM order_lines",
        "DELETE FROM invoices WHERE number <> 1011",
        "ALTER TABLE invoices ADD COLUMN order_id INTEGER",
        "UPDATE invoices SET order_id = 11",
    )
    shop.said("[billed_on]", "[billed_on]\n        references: {order: order_id -> orders.id}", "stores.yaml")
    shop.accepted()
    assert shop.ran(shop.planned()).is_complete
    links = held(found(shop, later(minutes=1)), "orders", None)
    assert (links.verdict, links.counts.bound, links.counts.broken) == (Verdict.KEPT, 1, 0)
    shop.rows("DELETE FROM invoices")
    links = held(found(shop, later(minutes=2)), "orders", None)
    assert (links.verdict, links.counts.bound, links.counts.broken) == (Verdict.BROKEN, 0, 1)


def test_a_clock_that_is_empty_or_absurd_proves_nothing_and_says_what_would(shop: Shop) -> None:
    shop.rows("UPDATE invoices SET billed_on = '9999-12-31' WHERE billed_on < '2015-01-01'")
    one = held(found(shop), "invoices", "name")
    assert (one.verdict, one.counts.unknown) == (Verdict.UNPROVEN, {Unknown.CLOCK_IMPLAUSIBLE: 1})


def test_a_ledger_that_is_not_complete_proves_nothing_until_it_is_declared(shop: Shop) -> None:
    shop.rows("UPDATE subscribers SET opted_in = NULL", store="mailing")
    assert held(found(shop), "subscribers", "email").counts.unknown == {Unknown.DECISION: 3}
    shop.said("        decisions: {newsletter: {opted_in: 1}}\n", "", file="stores.yaml")
    shop.accepted()
    assert held(found(shop), "subscribers", "email").counts.unknown == {Unknown.LEDGER: 3}
    shop.recorded(NewFact(Effect.COMPLETE, NOON, NOON, purposes=frozenset({PurposeName("newsletter")})))
    assert held(found(shop), "subscribers", "email").counts.unknown == {}


def test_a_fact_is_judged_as_it_was_recorded_at_the_lag(shop: Shop) -> None:
    """An objection recorded today ends what may still be there for a month; one told late does so as well."""
    shop.recorded(fact(Effect.OBJECTED, ANA, NOON - timedelta(days=90)))
    assert held(found(shop), "customers", "score").counts.broken == 0
    assert held(found(shop, later(days=40)), "customers", "score").counts.broken == 0


def test_words_that_nobody_accepted_prove_nothing_and_count_as_broken_after_the_lag(tmp_path: Path) -> None:
    shop = shop_in(tmp_path, is_accepted=False)
    one = held(found(shop), "invoices", "name")
    assert (one.verdict, one.counts.unknown[Unknown.WORDS]) == (Verdict.UNPROVEN, 1)
    again = held(found(shop, later(days=35)), "invoices", "name")
    assert (again.verdict, again.counts.broken) == (Verdict.BROKEN, 1)


def test_a_longer_lag_breaks_less(shop: Shop) -> None:
    shop.said("zone: Europe/Paris", "zone: Europe/Paris\nlag: P12Y")
    shop.accepted()
    assert held(found(shop), "orders", "name").counts.due == 2


def test_orphans_are_counted_by_kind_and_by_the_way_that_leads_nowhere(shop: Shop) -> None:
    """Trap 4: an address that no row links to is found by no key; an order of a customer who is gone."""
    shop.rows(
        "INSERT INTO orders SELECT 99, 77, name, placed_at, closed_at, status FROM orders WHERE id = 11"
    )
    made = found(shop)
    assert [(o.kind, o.relation, o.count) for o in table(made, "addresses").orphans] == [("place", None, 1)]
    assert [(o.kind, o.relation, o.count) for o in table(made, "orders").orphans] == [
        ("order", "customer", 1)
    ]


def test_undeclared_columns_and_tables_are_named_those_that_look_personal_first(shop: Shop) -> None:
    shop.rows(
        "ALTER TABLE orders ADD COLUMN weight INTEGER",
        "CREATE TABLE colours (id INTEGER PRIMARY KEY, shade TEXT)",
        "CREATE TABLE leads (id INTEGER PRIMARY KEY, mail TEXT, source TEXT)",
        "CREATE VIEW everybody AS SELECT email FROM customers",
    )
    named = [(one.table, one.is_table, one.columns) for one in found(shop).undeclared]
    assert named == [
        ("leads", True, ("id", "mail", "source")),
        ("colours", True, ("id", "shade")),
        ("orders", False, ("weight",)),
    ]


def test_records_on_hold_are_counted_and_stay_whatever_ended(shop: Shop) -> None:
    assert held(found(shop), "invoices", "name").counts.broken == 1
    number = shop.rows("SELECT MIN(number) FROM invoices WHERE billed_on < '2015-01-01'")[0][0]
    shop.recorded(fact(Effect.HELD, record=record("shop.invoices", number), name="case 7"))
    made = found(shop)
    assert (table(made, "invoices").on_hold, held(made, "invoices", "name").counts.broken) == (1, 0)
    assert [(hold.matter, len(hold.records)) for hold in made.holds] == [("case 7", 1)]


def test_a_restriction_is_known_and_meant(shop: Shop) -> None:
    shop.recorded(fact(Effect.RESTRICTED, ANA))
    counts = held(found(shop), "customers", "name").counts
    assert (counts.active, counts.restricted, counts.verdict) == (3, 0, Verdict.KEPT)


def test_a_store_that_is_down_is_unproven_and_the_others_are_judged(shop: Shop) -> None:
    (shop.folder.parent / "mailing.db").unlink()
    made = found(shop)
    assert table(made, "subscribers").unread is Unread.DOWN
    assert table(made, "invoices").verdict is Verdict.BROKEN
    assert list(made.failures) == ["mailing"]


def test_a_table_that_is_gone_makes_its_store_unproven_and_nothing_is_raised(shop: Shop) -> None:
    shop.rows("DROP TABLE subscribers", store="mailing")
    made = found(shop)
    assert table(made, "subscribers").unread is Unread.SCHEMA
    assert "there is no table `subscribers`" in made.failures[StoreName("mailing")].words
    assert table(made, "customers").unread is None


def test_a_table_is_read_once_whatever_its_columns(shop: Shop) -> None:
    crowd(shop, 50)
    with shop.open() as site, statements(site, lambda text: 'FROM "invoices"' in text) as sent:
        verify(site, NOON)
    assert len(sent) == 1


def test_verdicts_are_kept_with_their_instant(shop: Shop) -> None:
    found(shop)
    found(shop, later(days=1))
    with shop.open() as site:
        kept = history(site, NOON)
        assert [(one.number, one.at, one.verdict) for one in kept] == [
            (1, NOON, Verdict.BROKEN),
            (2, later(days=1), Verdict.BROKEN),
        ]
        assert kept[0].broken["shop.invoices name"] == 1
        assert history(site, later(days=2)) == []


def test_nothing_of_a_person_is_kept(shop: Shop) -> None:
    found(shop)
    stored = (shop.folder.parent / "troth.db").read_bytes()
    assert b"ana@example.com" not in stored
    assert b"Duval" not in stored


def test_what_browsers_decided_is_not_even_opened_where_no_store_knows_them(shop: Shop) -> None:
    """It is most of what a site records: millions of decisions that can concern no record of a store."""
    keys = Key.of("browser", "b1"), ANA
    shop.recorded(*(NewFact(Effect.GIVEN, NOON, NOON, key, purposes=frozenset({NEWS})) for key in keys))
    plain = found(shop)
    spoil(shop, "browser")
    assert found(shop).tables == plain.tables
    with shop.open() as site:
        assert make(site, NOON).counts
    spoil(shop, "email")
    with pytest.raises(Surprise, match="changed by another hand"):
        found(shop)


def spoil(shop: Shop, key_type: str) -> None:
    """Let nobody be able to open the facts under keys of this type."""
    with shop.open() as site, site.database.transaction() as tx:
        assert (
            tx.run(update(facts).where(facts.c.about == f"key:{key_type}").values(sealed=b"spoilt" * 20)) == 1
        )
