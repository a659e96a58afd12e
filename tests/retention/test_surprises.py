"""Nothing is destroyed by surprise: not by new words, a new schema, an unusual count, or a Troth that lost facts."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.retention.shop import (
    ANA,
    BEN,
    CLEO,
    NOON,
    Shop,
    crowd,
    fact,
    later,
    record,
    shop_in,
    statements,
    upheld,
)
from troth.audit.checkpoint import DatabaseBehind
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.claims.states import Fate
from troth.errors import Forbidden, Surprise
from troth.manifest.names import PurposeName
from troth.retention import kept, plan, run
from troth.retention.accept import CountDiffers, accept, released
from troth.retention.brake import Brake
from troth.retention.model import Ground, Outcome, Plan
from troth.retention.records import Run
from troth.retention.run import WordsChanged
from troth.retention.taken import SchemaChanged
from troth.site import Site
from troth.subjects import NewFact, forget_person

TABLES = ("addresses", "customers", "orders", "order_lines", "invoices", "service_requests")


def everything(shop: Shop) -> list[object]:
    """All rows of both stores."""
    found: list[object] = [shop.rows(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES]
    return [*found, shop.rows("SELECT * FROM subscribers ORDER BY 1", store="mailing")]


# --- words ----------------------------------------------------------------------------------------------------


def test_a_plan_does_not_run_under_other_words(shop: Shop) -> None:
    made = shop.planned(ANA)
    before = everything(shop)
    shop.said("P10Y", "P11Y")
    with pytest.raises(WordsChanged, match=f"the manifest changed since plan {made.id} was made"):
        shop.ran(made)
    assert everything(shop) == before


def test_a_comment_is_no_other_word(shop: Shop) -> None:
    made = shop.planned(ANA)
    shop.said("languages: [en]", "# New here?\nlanguages: [en]")
    assert shop.ran(made).is_complete


def test_nothing_goes_before_somebody_accepted_the_manifest(tmp_path: Path) -> None:
    shop = shop_in(tmp_path, is_accepted=False)
    made = shop.planned(ANA)
    assert made.planned == ()
    assert {s.ground for s in made.stays if s.table[1] == "orders"} == {Ground.UNACCEPTED}
    assert shop.planned().planned == ()


def test_a_manifest_is_accepted_at_the_count_of_what_it_releases(tmp_path: Path) -> None:
    shop = shop_in(tmp_path, is_accepted=False)
    with shop.open() as site:
        found = released(site, NOON)
        count = sum(found.values())
        assert count > 0
        for wrong in (0, count - 1, count + 1):
            with pytest.raises(CountDiffers, match=f"would release {count} data, not {wrong}"):
                accept(site, wrong, "the operator", NOON)
        assert plan.make(site, None, NOON).planned == ()
        accept(site, count, "the operator", NOON)
        assert plan.make(site, None, NOON).planned != ()
        assert sum(released(site, NOON).values()) == 0


def test_what_a_new_version_releases_waits_until_it_is_accepted(shop: Shop) -> None:
    """Invoice 1011 is of 2023: under six weeks instead of ten years it has ended, in words only."""
    before = {one.record for one in shop.planned().planned}
    shop.said("P10Y", "P6W")
    made = shop.planned()
    assert {one.record for one in made.planned} == before
    assert {s.ground for s in made.stays if s.table[1] == "invoices" and s.column == "cents"} == {
        Ground.UNACCEPTED
    }
    shop.ran(made)
    assert 1011 in shop.ids("invoices")
    assert shop.accepted() == 3
    released_now = shop.planned()
    assert {one.record.table for one in released_now.planned} >= {"invoices"}
    shop.ran(released_now)
    assert shop.ids("invoices") == []


def test_a_purpose_that_vanishes_releases_nothing_by_itself(shop: Shop) -> None:
    shop.said("    data: {invoice: [name, amount]}", "    data: {invoice: [amount]}")
    assert "invoices" not in {
        one.record.table for one in shop.planned(ANA).planned if one.record.key == ("1011",)
    }
    assert shop.rows("SELECT name FROM invoices WHERE number = 1011") == [("Ana Duval",)]


# --- schemas --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE orders ADD COLUMN phone TEXT",
        "CREATE TABLE parcels (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE)",
        "CREATE TRIGGER keep AFTER DELETE ON orders BEGIN SELECT 1; END",
    ],
)
def test_a_plan_does_not_run_over_another_schema(shop: Shop, change: str) -> None:
    made = shop.planned(ANA)
    shop.rows(change)
    before = everything(shop)[: len(TABLES)]
    outcome = shop.ran(made)
    shop_outcome, mailing = outcome.stores
    assert shop_outcome.failure is not None
    assert f"the schema of store `shop` changed since plan {made.id} was made" in shop_outcome.failure.words
    assert everything(shop)[: len(TABLES)] == before
    assert mailing.failure is None
    assert SchemaChanged.exit_code == 5


def test_a_table_with_a_column_that_nobody_declared_loses_fields_and_no_record(shop: Shop) -> None:
    shop.rows("ALTER TABLE orders ADD COLUMN phone TEXT", "UPDATE orders SET phone = '0102'")
    outcome = shop.erased(ANA)
    assert outcome.is_complete
    assert shop.rows("SELECT name, phone FROM orders WHERE id = 11") == [(None, "0102")]


def test_a_column_that_is_gone_stops_the_plan(shop: Shop) -> None:
    shop.rows("ALTER TABLE orders DROP COLUMN name")
    with pytest.raises(Surprise, match="name"):
        shop.planned(ANA)


# --- the brake ------------------------------------------------------------------------------------------------


def test_the_brake_stops_what_is_unusual_until_a_person_says_the_count(shop: Shop) -> None:
    people = crowd(shop, 60)
    made = shop.planned(*people, facts=[upheld(key) for key in people])
    before = everything(shop)
    with pytest.raises(Brake, match=f"--accept-count {made.total}") as caught:
        shop.ran(made)
    assert caught.value.tables["shop", "orders"] == (60, 63)  # type: ignore[index]  # names are texts
    for wrong in (1, made.total - 1):
        with pytest.raises(Forbidden, match=f"holds {made.total} records, not {wrong}"):
            shop.ran(made, accept_count=wrong)
    assert everything(shop) == before
    assert shop.ran(made, accept_count=made.total).is_complete
    assert shop.ids("orders") == [11, 12, 13]


def test_the_brake_lets_a_few_go_however_small_the_table(shop: Shop) -> None:
    """Half of all customers, and below the floor of 50 records."""
    assert shop.erased(ANA, CLEO).is_complete


def test_the_brake_stops_a_run_far_larger_than_those_before(shop: Shop) -> None:
    people = crowd(shop, 60)
    with shop.open(TROTH_BRAKE_FLOOR="5", TROTH_BRAKE_SHARE="1") as site:

        def erase(some: list[Key]) -> bool:
            made = plan.make(site, some, NOON, [fact(Effect.ERASED, key) for key in some])
            kept.keep(site, made)
            return run.carry_out(site, made.id, NOON).is_complete

        assert erase(people[:4])
        assert erase(people[4:14])
        with pytest.raises(Brake):
            erase(people[14:])


def test_a_brake_that_holds_leaves_the_plan_as_it_was(shop: Shop) -> None:
    people = crowd(shop, 60)
    made = shop.planned(*people)
    with pytest.raises(Brake):
        shop.ran(made)
    with shop.open() as site, statements(site) as sent:
        assert kept.load(site, made.id) == made
        assert not sent


# --- facts ----------------------------------------------------------------------------------------------------


def test_a_troth_restored_from_a_copy_destroys_nothing(shop: Shop, tmp_path: Path) -> None:
    """Whoever restores an old database may lack a hold or a consent: the checkpoint outside of it tells."""
    made = shop.planned(ANA)
    copy(shop, tmp_path / "copy")
    shop.recorded(fact(Effect.GIVEN, BEN, purposes=frozenset({PurposeName("newsletter")}), name="1"))
    put_back(shop, tmp_path / "copy")
    before = everything(shop)
    with pytest.raises(DatabaseBehind, match="put back"):
        shop.planned(ANA)
    with pytest.raises(DatabaseBehind, match="put back"):
        shop.ran(made)
    shop.recorded(fact(Effect.ERASED, ANA))  # what is recorded since hides nothing
    with pytest.raises(DatabaseBehind):
        shop.planned(ANA)
    with pytest.raises(DatabaseBehind):
        shop.ran(made)
    assert everything(shop) == before


def test_a_troth_restored_from_within_a_run_ends_it(shop: Shop, tmp_path: Path) -> None:
    """It knows all that the run acts on; only how it went is missing."""
    made = shop.planned(CLEO, facts=[upheld(CLEO)])
    shop.rows("CREATE TRIGGER keep BEFORE DELETE ON order_lines BEGIN SELECT RAISE(IGNORE); END")
    assert not shop.ran(made).is_complete
    copy(shop, tmp_path / "copy")
    shop.rows("DROP TRIGGER keep")
    assert shop.ran(made).is_complete
    after = everything(shop)
    put_back(shop, tmp_path / "copy")
    assert shop.ran(made).is_complete
    assert everything(shop) == after
    assert shop.planned(CLEO, at=later(minutes=1)).planned == ()


def test_a_troth_restored_from_before_a_run_destroys_nothing(shop: Shop, tmp_path: Path) -> None:
    made = shop.planned(ANA)
    copy(shop, tmp_path / "copy")
    assert shop.ran(made).is_complete
    put_back(shop, tmp_path / "copy")
    with pytest.raises(DatabaseBehind, match="put back"):
        shop.ran(made)


def outrun(shop: Shop, made: Plan, act: Callable[[], None]) -> Outcome:
    """Run a plan, while another process does something just when it has recorded its facts."""
    begin = run._begin

    def begun(*given: Any) -> Run:
        found = begin(*given)
        act()
        return found

    with shop.open() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_begin", begun)
        return run.carry_out(site, made.id, NOON)


def test_what_others_record_while_a_run_begins_is_heeded(shop: Shop) -> None:
    """It reads what is known of people and records anew, but for the facts that it recorded itself."""
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])
    of_order = NewFact(Effect.HELD, NOON, NOON, record=record("shop.orders", 13), name="case 7")
    outcome = outrun(shop, made, lambda: shop.recorded(of_order, fact(Effect.RESTRICTED, ANA)))
    assert outcome.is_complete
    assert shop.ids("subscribers", "mailing") == [1, 2]
    assert shop.ids("orders") == [11, 12, 13]


def test_a_plan_whose_person_is_forgotten_while_it_begins_erases_nothing_of_theirs(shop: Shop) -> None:
    """The facts that it recorded are gone with all others; what is in memory still of them counts for nothing."""
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])

    def forget() -> None:
        with shop.open() as other, other.database.transaction() as tx:
            forget_person(tx, other.name, [CLEO])

    outrun(shop, made, forget)
    assert "cleo@example.com" in {row[1] for row in shop.rows("SELECT * FROM customers")}


def test_a_plan_waits_for_no_disk_and_its_run_does(shop: Shop) -> None:
    """Else each plan costs as much as the decision to run it (decision 0216)."""
    with shop.open() as site:
        made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        with pragmas(site) as told:
            kept.keep(site, made)
            assert told == ["PRAGMA synchronous = NORMAL"]
            run.carry_out(site, made.id, NOON)
        assert told[1] == "PRAGMA synchronous = FULL"
        assert told.count("PRAGMA synchronous = NORMAL") == 1


@contextmanager
def pragmas(site: Site) -> Iterator[list[str]]:
    """What connections with Troth's own database are told of how to work."""
    told: list[str] = []
    engine = site.database._engine  # nothing but this test asks for it

    def listening(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(lambda said: told.append(said) if said.startswith("PRAGMA") else None)

    event.listen(engine, "checkout", listening)
    try:
        yield told
    finally:
        event.remove(engine, "checkout", listening)


def copy(shop: Shop, folder: Path) -> None:
    """Copy Troth's own database."""
    folder.mkdir()
    for file in shop.folder.parent.glob("troth.db*"):
        shutil.copy(file, folder)


def put_back(shop: Shop, folder: Path) -> None:
    """Put the copy back in its place."""
    for file in shop.folder.parent.glob("troth.db*"):
        file.unlink()
    for file in folder.iterdir():
        shutil.copy(file, shop.folder.parent)


def test_a_clock_that_jumps_back_lets_nothing_go_that_was_not_ended(shop: Shop) -> None:
    """The run's `at` is a year before the erasure: nothing was granted then, and no time was over."""
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])
    before = everything(shop)
    outcome = shop.ran(made, later(days=-1000))
    assert outcome.is_complete
    gone = {table: dict(fates) for store in outcome.stores for table, fates in store.counts.items()}
    assert gone == {}
    assert everything(shop) == before


def test_a_clock_that_jumps_back_a_little_lets_go_only_what_had_ended_then(shop: Shop) -> None:
    shop.rows("UPDATE orders SET closed_at = '2024-11-21 10:00:00' WHERE id = 11")  # ended on 22 November
    made = shop.planned()
    assert ("orders", ("11",)) in {(one.record.table, one.record.key) for one in made.planned}
    shop.ran(made, later(days=-1))
    assert 11 in shop.ids("orders")
    assert 13 not in shop.ids("orders")


def test_a_clock_that_jumps_forward_lets_go_no_more_than_was_planned(shop: Shop) -> None:
    made = shop.planned()
    outcome = shop.ran(made, later(days=20_000))
    assert outcome.is_complete
    assert {t: sum(f.values()) for s in outcome.stores for t, f in s.counts.items()} == {
        "addresses": 1,
        "orders": 2,
        "order_lines": 3,
        "invoices": 1,
    }
    assert Fate.STUB in outcome.stores[0].counts["addresses"]  # type: ignore[index]  # names are texts
