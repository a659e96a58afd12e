"""A run destroys what was planned and is still ended, once, and proves that nothing of it is left."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.retention.shop import (
    ANA,
    BEN,
    CLEO,
    NOON,
    Shop,
    copied,
    crowd,
    fact,
    later,
    record,
    statements,
    upheld,
)
from troth.audit.records import records, verify
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.errors import TrothError
from troth.manifest.names import ItemName, PurposeName, TableName
from troth.retention import kept, plan, run
from troth.retention.model import Left, Outcome
from troth.retention.records import NoPlan
from troth.subjects.model import NewFact
from troth.subjects.records import all_facts


def count(outcome: Outcome, table: str) -> dict[Fate, int]:
    """What was done in a table."""
    for store in outcome.stores:
        if TableName(table) in store.counts:
            return dict(store.counts[TableName(table)])
    return {}


def left(outcome: Outcome, table: str) -> dict[Left, int]:
    """What was planned in a table and not done."""
    return {why: n for store in outcome.stores for why, n in store.left.get(TableName(table), {}).items()}


def test_an_erasure_does_what_its_plan_says_and_no_more(shop: Shop) -> None:
    made = shop.planned(ANA)
    outcome = shop.ran(made)
    assert outcome.is_complete
    assert {(s.store, t): dict(f) for s in outcome.stores for t, f in s.counts.items()} == made.counts
    assert shop.rows("SELECT id, email, name FROM customers") == [
        (1, "ana@example.com", None),
        (2, "ben@example.com", "Ben Duval"),
        (3, "cleo@example.com", "Cleo Martin"),
    ]
    assert shop.ids("orders") == [12, 13]
    assert shop.ids("order_lines") == [121, 131]
    assert shop.ids("invoices") == [1011, 1013]
    assert shop.ids("addresses") == [1, 3, 9]
    assert shop.ids("service_requests") == [32]
    assert shop.ids("subscribers", "mailing") == [2, 3]


def test_a_whole_person_goes_when_nothing_claims_them(shop: Shop) -> None:
    assert shop.erased(CLEO, facts=[upheld(CLEO)]).is_complete
    assert shop.ids("customers") == [1, 2]
    assert shop.ids("addresses") == [1, 9]
    assert shop.ids("orders") == [11, 12]
    assert shop.ids("invoices") == [1011]


def test_a_second_erasure_finds_nothing_more_to_do(shop: Shop) -> None:
    shop.erased(ANA, CLEO, facts=[upheld(CLEO)])
    assert shop.planned(ANA, CLEO, at=later(minutes=1)).planned == ()
    assert shop.planned(at=later(minutes=1)).planned == ()


def test_one_erasure_of_a_list_does_what_one_of_each_does(
    first_shop: Shop, shop: Shop, tmp_path: Path
) -> None:
    other = copied(first_shop, tmp_path / "other")
    shop.erased(ANA, BEN, CLEO)
    for key in (CLEO, BEN, ANA):
        other.erased(key)
    for name in ("addresses", "customers", "orders", "order_lines", "invoices", "service_requests"):
        assert shop.rows(f"SELECT * FROM {name}") == other.rows(f"SELECT * FROM {name}")


def test_a_plan_runs_once(shop: Shop) -> None:
    made = shop.planned(ANA)
    shop.ran(made)
    with pytest.raises(TrothError, match=f"plan {made.id} is done"):
        shop.ran(made)


def test_there_is_no_plan_of_another_name(shop: Shop) -> None:
    with shop.open() as site, pytest.raises(NoPlan):
        run.carry_out(site, "0" * 12, NOON)


def test_the_facts_of_a_plan_are_recorded_when_it_runs_and_once(shop: Shop) -> None:
    def erasures() -> int:
        with shop.open() as site, site.database.reading() as tx:
            return len(list(all_facts(tx, site.name).of(Effect.ERASED)))

    made = shop.planned(ANA)
    assert erasures() == 0
    shop.ran(made)
    assert erasures() == 1


def test_what_was_done_is_audited_without_personal_data(shop: Shop) -> None:
    made = shop.planned(ANA)
    shop.ran(made)
    with shop.open() as site, site.database.reading() as tx:
        told = list(records(tx, site.name))
        assert not verify(tx, site.name)
    kinds = [one.event for one in told]
    of_plan = [kind for kind in kinds if kind.startswith(("plan.", "store."))]
    assert of_plan == ["plan.intended", "store.done", "store.done", "plan.done"]
    assert "ana@example.com" not in repr(told)


SHRINKING: dict[str, tuple[Callable[[], NewFact], str]] = {
    "hold": (lambda: fact(Effect.HELD, record=record("shop.orders", 11), name="case 7"), "orders"),
    "restriction": (lambda: fact(Effect.RESTRICTED, ANA), "orders"),
    "consent": (
        lambda: fact(
            Effect.GIVEN, ANA, later(minutes=1), purposes=frozenset({PurposeName("newsletter")}), name="1"
        ),
        "subscribers",
    ),
}


@pytest.mark.parametrize("name", SHRINKING)
def test_a_newer_fact_shrinks_a_run(shop: Shop, name: str) -> None:
    made = shop.planned(ANA)
    new, table = SHRINKING[name]
    shop.recorded(new())
    outcome = shop.ran(made, later(minutes=2))
    assert outcome.is_complete
    assert count(outcome, table) == {}
    assert left(outcome, table) == {Left.CLAIMED: 1}
    store = "mailing" if table == "subscribers" else "shop"
    assert shop.ids(table, store)[0] == (1 if table == "subscribers" else 11)


def test_an_item_that_is_held_since_the_plan_stays_and_the_rest_goes(shop: Shop) -> None:
    made = shop.planned(ANA)
    held = record("shop.customers", 1)
    shop.recorded(fact(Effect.HELD, record=held, items=frozenset({ItemName("name")}), name="case 7"))
    outcome = shop.ran(made)
    assert count(outcome, "customers") == {}
    assert shop.rows("SELECT name FROM customers WHERE id = 1") == [("Ana Duval",)]
    assert 11 not in shop.ids("orders")


def test_an_order_placed_since_the_plan_stays(shop: Shop) -> None:
    """It did not exist when the erasure was granted, and it makes the person a customer again."""
    made = shop.planned(CLEO, facts=[upheld(CLEO)])
    shop.rows("INSERT INTO orders VALUES (99, 3, 'Cleo Martin', '2026-11-23 09:00:00', NULL, 'open')")
    outcome = shop.ran(made, later(days=2))
    assert outcome.is_complete
    assert 99 in shop.ids("orders")
    assert shop.rows("SELECT id FROM customers WHERE id = 3") == [(3,)]


def test_a_row_that_changed_hands_since_the_plan_stays(shop: Shop) -> None:
    """Its time is over whoever it belongs to; but it is no longer one of the person whose erasure this is."""
    made = shop.planned(ANA)
    shop.rows("UPDATE orders SET customer_id = 2 WHERE id = 11")
    outcome = shop.ran(made)
    assert 11 in shop.ids("orders")
    assert {111, 112} <= set(shop.ids("order_lines"))
    assert left(outcome, "orders") == {Left.ANOTHERS: 1}
    assert left(outcome, "order_lines") == {Left.ANOTHERS: 2}


def test_rows_that_went_since_the_plan_are_no_failure(shop: Shop) -> None:
    made = shop.planned(ANA)
    shop.rows("DELETE FROM order_lines WHERE id = 111")
    outcome = shop.ran(made)
    assert outcome.is_complete
    assert count(outcome, "order_lines") == {Fate.DELETE: 1}
    assert left(outcome, "order_lines") == {Left.GONE: 1}


def test_what_somebody_else_erased_since_the_plan_is_counted_as_such(shop: Shop) -> None:
    made = shop.planned(ANA)
    shop.rows("UPDATE customers SET name = NULL WHERE id = 1")
    assert left(shop.ran(made), "customers") == {Left.ALREADY: 1}


def test_rows_that_came_since_the_plan_stay(shop: Shop) -> None:
    """An old line under an old order: ended, but nobody saw it in the plan. Its order stays for it."""
    made = shop.planned(ANA)
    shop.rows("INSERT INTO order_lines VALUES (119, 11, 'A lid', '2023-09-30 10:00:00')")
    outcome = shop.ran(made)
    assert outcome.is_complete
    assert shop.ids("order_lines") == [119, 121, 131]
    assert count(outcome, "orders") == {Fate.STUB: 1}
    assert left(outcome, "orders") == {Left.NEEDED: 1}
    assert 11 in shop.ids("orders")


# How many statements the shop's stores are sent for a plan, and for its run: a number of the manifest and
# the schema, whatever the number of people.
PLAN_STATEMENTS, RUN_STATEMENTS = 18, 78


def sent(shop: Shop, people: int) -> tuple[int, int]:
    """How many statements a plan and a run over so many people take, the counts for the brake included."""
    keys = crowd(shop, people)
    facts = [new for key in keys for new in (fact(Effect.ERASED, key), upheld(key))]
    with shop.open(TROTH_BRAKE_SHARE="1", TROTH_BRAKE_FLOOR="0") as site:
        with site.stores.reading():
            pass  # the schemas are described once
        with statements(site) as planning:
            made = plan.make(site, keys, NOON, facts)
        kept.keep(site, made)
        with statements(site) as running:
            outcome = run.carry_out(site, made.id, NOON)
    assert outcome.is_complete
    assert made.total == 7 * people
    assert sum(sum(f.values()) for s in outcome.stores for f in s.counts.values()) == 7 * people
    return len(planning), len(running)


@pytest.mark.parametrize("people", [1, 1000])
def test_the_number_of_statements_is_the_same_for_any_number_of_people(shop: Shop, people: int) -> None:
    assert sent(shop, people) == (PLAN_STATEMENTS, RUN_STATEMENTS)
