"""A plan is a value: it can be kept, shown without saying whose data it is about, and says what stays and why."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from uuid import UUID

from tests.retention.shop import (
    ANA,
    BEN,
    CLEO,
    NOON,
    Shop,
    email,
    fact,
    later,
    record,
    upheld,
)
from troth.claims.facts import Effect
from troth.claims.states import Fate, State
from troth.manifest.names import ItemName, StoreName, TableName
from troth.retention import kept, plan
from troth.retention.model import Ground, Plan


def fates(made: Plan) -> dict[str, Fate]:
    """Fates by table and key."""
    return {f"{one.record.table} {one.key[0]}": one.fate for one in made.planned}


def stays(made: Plan, table: str) -> set[tuple[str, Ground, str | None, date | None]]:
    """What stays of a table, and why."""
    return {(s.column, s.ground, s.purpose, s.until) for s in made.stays if s.table[1] == table}


def test_a_kept_plan_comes_back_the_same(shop: Shop) -> None:
    seen = fact(Effect.NOTED, record=record("shop.orders", 13), name="seen", by="troth")
    only = fact(Effect.ERASED, CLEO, items=frozenset((ItemName("email"), ItemName("name"))))
    made = shop.planned(ANA, CLEO, facts=[upheld(ANA), only, seen, upheld(CLEO)])
    with shop.open() as site:
        assert kept.load(site, made.id) == made


def test_a_plan_in_use_is_not_made_again_of_what_is_kept(shop: Shop) -> None:
    with shop.open() as site:
        made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        kept.keep(site, made)
        assert kept.load(site, made.id) is made
        kept.keep(site, replace(made, id="another"))
        assert kept.load(site, made.id) == made
        assert kept.load(site, made.id) is not made, "only the last is remembered"


def test_a_plan_in_use_whose_keys_may_come_back_as_others_is_made_again(shop: Shop) -> None:
    with shop.open() as site:
        made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        told = replace(made, planned=(made.planned[0]._replace(key=(UUID(int=7),)),))
        kept.keep(site, told)
        assert kept.load(site, told.id).planned[0].key == (str(UUID(int=7)),)


def test_a_plan_in_use_counts_for_nothing_beside_the_one_that_is_kept(shop: Shop) -> None:
    """What runs is what stands in the database, whatever this process remembers."""
    with shop.open() as site:
        made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        kept.keep(site, made)
        with closing(sqlite3.connect(shop.folder.parent / "troth.db", isolation_level=None)) as own:
            own.execute("DELETE FROM data_keys WHERE id = (SELECT data_key FROM plans)")
            own.execute("DELETE FROM plans")
        with shop.open() as other:
            kept.keep(other, replace(made, planned=()))
        assert made.planned
        assert kept.load(site, made.id) == replace(made, planned=())


def test_a_plan_can_be_shown_without_personal_data(shop: Shop) -> None:
    made = shop.planned(ANA, CLEO)
    shown = json.dumps(kept.summary(made), ensure_ascii=False)
    assert '"orders": {"delete": 2}' in shown.replace("shop.orders", "orders")
    for secret in ("@", "example", "ana", "Duval", "Lilas", "cleo", "kettle"):
        assert secret not in shown


def test_what_a_plan_holds_of_people_is_sealed(shop: Shop) -> None:
    shop.planned(ANA)
    for file in shop.folder.parent.glob("troth.db*"):
        assert b"ana@example.com" not in file.read_bytes()


def test_an_erasure_leaves_the_invoice_the_shared_address_and_an_undecided_interest(shop: Shop) -> None:
    made = shop.planned(ANA)
    assert fates(made) == {
        "customers 1": Fate.KEEP,
        "orders 11": Fate.DELETE,
        "order_lines 111": Fate.DELETE,
        "order_lines 112": Fate.DELETE,
        "service_requests 31": Fate.DELETE,
        "subscribers 1": Fate.DELETE,
    }
    assert stays(made, "invoices") == {
        ("name", Ground.CLAIM, "invoicing", date(2033, 12, 31)),
        ("cents", Ground.CLAIM, "invoicing", date(2033, 12, 31)),
        ("customer_id", Ground.NEEDED, None, None),
    }
    assert stays(made, "addresses") == {("street", Ground.CLAIM, "account", date(2029, 9, 30))}
    assert stays(made, "customers") == {("email", Ground.NEEDED, None, None)}
    assert made.undecided == ("fraud",)


def test_an_interest_that_nobody_decided_keeps_its_datum_and_is_named(shop: Shop) -> None:
    made = shop.planned(CLEO)
    assert ("score", Ground.UNDECIDED, "fraud", date(2027, 10, 2)) in stays(made, "customers")
    assert made.undecided == ("fraud",)
    assert fates(made)["customers 3"] is Fate.KEEP


def test_a_decided_interest_lets_its_datum_go(shop: Shop) -> None:
    made = shop.planned(CLEO, facts=[upheld(CLEO)])
    assert fates(made)["customers 3"] is fates(made)["addresses 3"] is Fate.DELETE
    assert not made.stays
    assert not made.undecided


def test_a_hold_keeps_its_record_and_is_said(shop: Shop) -> None:
    shop.recorded(fact(Effect.HELD, record=record("shop.orders", 11), name="case 7"))
    made = shop.planned(ANA)
    assert "orders 11" not in fates(made)
    assert ("name", Ground.HOLD, None, None) in stays(made, "orders")
    assert next(s.state for s in made.stays if s.table[1] == "orders" and s.column == "name") is (
        State.ARCHIVED
    )


def test_a_restriction_freezes_everything_and_is_said(shop: Shop) -> None:
    shop.recorded(fact(Effect.RESTRICTED, ANA))
    made = shop.planned(ANA)
    assert made.planned == ()
    assert {s.ground for s in made.stays if s.state is State.FROZEN} == {Ground.RESTRICTION}


def test_trap_3_records_that_a_key_in_doubt_leads_to_are_counted_and_left(shop: Shop) -> None:
    """Case D10: Ana's second address is nobody's proof, and that Dora named her makes Dora's question not hers."""
    made = shop.planned(ANA)
    requests = (StoreName("shop"), TableName("service_requests"))
    assert made.candidates == {requests: 1}
    assert "service_requests 32" not in fates(made)
    shop.ran(made)
    assert shop.rows("SELECT * FROM service_requests") == [
        (32, "dora@example.com", "ana@example.com", "Ana may answer for me.", "2026-01-10 11:00:00")
    ]
    alone = shop.planned(email("ana@other.example"))
    assert alone.planned == ()


def test_trap_4_an_address_that_no_row_points_at_is_in_nobodys_plan(shop: Shop) -> None:
    made = shop.planned(ANA, BEN, CLEO, facts=[upheld(key) for key in (ANA, BEN, CLEO)])
    assert "addresses 9" not in fates(made)
    shop.ran(made)
    assert 9 in shop.ids("addresses")


def test_what_is_due_is_planned_about_everybody(shop: Shop) -> None:
    made = shop.planned()
    assert made.scope is None
    assert fates(made) == {
        "orders 11": Fate.DELETE,
        "orders 13": Fate.DELETE,
        "order_lines 111": Fate.DELETE,
        "order_lines 112": Fate.DELETE,
        "order_lines 131": Fate.DELETE,
        "invoices 1013": Fate.DELETE,
        "addresses 3": Fate.STUB,
    }


def test_to_plan_changes_nothing(shop: Shop) -> None:
    before = [shop.rows(f"SELECT * FROM {name}") for name in ("customers", "orders", "invoices")]
    shop.planned(ANA)
    assert [shop.rows(f"SELECT * FROM {name}") for name in ("customers", "orders", "invoices")] == before
    assert shop.planned(ANA).watermark == 0


def test_the_same_question_gives_the_same_plan(shop: Shop) -> None:
    one, other = shop.planned(ANA), shop.planned(ANA)
    assert (one.planned, one.stays, one.schemas) == (other.planned, other.stays, other.schemas)
    assert shop.planned(ANA, at=later(days=400)).planned != ()


def test_a_person_of_whom_nothing_is_known_has_an_empty_plan(shop: Shop) -> None:
    made = shop.planned(email("nobody@example.com"))
    assert (made.planned, made.stays) == ((), ())
    assert shop.ran(made).is_complete


def test_an_interest_whose_clock_is_unknown_waits_for_no_decision(shop: Shop) -> None:
    assert shop.planned(CLEO).undecided == ("fraud",)
    shop.rows("UPDATE customers SET seen_at = NULL WHERE id = 3", "DELETE FROM orders WHERE customer_id = 3")
    made = shop.planned(CLEO)
    assert made.undecided == ()
    assert ("score", Ground.CLAIM, "fraud", None) in stays(made, "customers")


def test_what_stays_names_the_role_where_the_basis_depends_on_it(shop: Shop) -> None:
    shop.said(
        "order: {title: an order, roles: [customer]}", "order: {title: an order, roles: [customer, guest]}"
    )
    shop.said(
        "    title: Your orders\n    basis: contract\n",
        "    title: Your orders\n    basis: {customer: contract, guest: legitimate_interest}\n    interest: to know\n",
    )
    shop.said(
        "        clocks: {closed: {column: closed_at, open_while",
        "          - {role: guest, key: email, column: name, verified: asked}\n"
        "        clocks: {closed: {column: closed_at, open_while",
        file="stores.yaml",
    )
    shop.accepted()
    of_orders = {
        (one.role, one.until)
        for one in shop.planned(BEN).stays
        if one.purpose == "sales" and one.table[1] == "orders"
    }
    assert {role for role, _ in of_orders} == {"customer", "guest"}
    assert {one.role for one in shop.planned(ANA).stays if one.purpose == "invoicing"} == {None}
