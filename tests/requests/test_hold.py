"""Holds on all that is a person's: listed when placed, found again at each review, released together."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.requests.workshop import workshop_in
from tests.retention.shop import ANA, NOON, Shop
from troth.claims.facts import Effect, Instant
from troth.requests.access import access
from troth.requests.hold import NoHold, Placed, found_since, hold_of, place, review
from troth.subjects import NewFact
from troth.verify.verify import holds_in_force, verify


@pytest.fixture
def workshop(tmp_path: Path) -> Shop:
    return workshop_in(tmp_path)


def placed(shop: Shop, at: Instant = NOON) -> Placed:
    with shop.open() as site:
        return place(site, frozenset({ANA}), NewFact(Effect.HELD, at, at, name="case 7", by="legal"), at)


def test_a_hold_on_a_person_lists_each_of_their_records(workshop: Shop) -> None:
    assert placed(workshop).records == 4
    with workshop.open() as site:
        (hold,) = holds_in_force(site, NOON)
        assert (hold.matter, len(hold.records), hold.people, hold.by) == (
            "case 7",
            4,
            frozenset({ANA}),
            ("legal",),
        )
        assert hold.review_by == date(2027, 2, 22)
        on_hold = {table.table: table.on_hold for table in verify(site, NOON).tables}
    assert on_hold == {"invoices": 2, "old_invoices": 0, "repairs": 2}


def test_what_it_lists_outlives_time_and_erasure_until_it_is_released(workshop: Shop) -> None:
    placed(workshop)
    late = NOON + timedelta(days=365 * 20)
    assert workshop.planned(ANA, at=late).counts.keys() <= {("shop", "invoices"), ("shop", "repairs")}
    made = workshop.planned(ANA, at=late)
    workshop.ran(made, late, accept_count=made.total)
    assert workshop.rows("SELECT name FROM old_invoices ORDER BY 1") == [("Ana Duval",), ("Ana Duval",)]
    workshop.recorded(NewFact(Effect.RELEASED, late, late, name="case 7"))
    made = workshop.planned(at=late + timedelta(days=1))
    workshop.ran(made, late + timedelta(days=1), accept_count=made.total)
    assert (workshop.ids("old_invoices"), workshop.ids("repairs")) == ([], [])
    with workshop.open() as site:
        assert holds_in_force(site, late + timedelta(days=1)) == []


def test_a_record_that_moves_to_its_archive_is_counted_once(workshop: Shop) -> None:
    placed(workshop)
    made = workshop.planned()
    workshop.ran(made, accept_count=made.total)
    assert workshop.ids("old_invoices") == [2]
    with workshop.open() as site:
        assert len(hold_of(site, "case 7", NOON).records) == 4


def test_a_review_lists_what_has_come_since_and_moves_the_date(workshop: Shop) -> None:
    placed(workshop)
    workshop.rows("INSERT INTO repairs VALUES (9, 'ana@example.com', 'a bell', 0, '2026-11-23')")
    late = NOON + timedelta(days=100)
    with workshop.open() as site:
        hold = hold_of(site, "case 7", late)
        assert hold.is_overdue(late.date())
        assert [record.key for record in found_since(site, hold, late)[0]] == [("9",)]
        assert review(site, "case 7", late, "Camille", "on appeal").records == 1
        again = hold_of(site, "case 7", late)
        assert (len(again.records), again.review_by) == (5, date(2027, 6, 2))


def test_what_a_hold_is_for_is_not_told_to_the_person(workshop: Shop, tmp_path: Path) -> None:
    placed(workshop)
    with workshop.open() as site:
        access(site, [frozenset({ANA})], tmp_path / "answer", NOON)
    package = "".join(path.read_text("utf-8") for path in (tmp_path / "answer" / "person-0001").iterdir())
    assert "case 7" not in package


def test_a_matter_that_is_not_held_cannot_be_reviewed(workshop: Shop) -> None:
    with workshop.open() as site, pytest.raises(NoHold):
        review(site, "case 8", NOON, "Camille", "on appeal")


def test_a_hold_on_a_person_of_whom_nothing_is_there_yet_still_finds_later(workshop: Shop) -> None:
    workshop.rows("DELETE FROM invoices", "DELETE FROM repairs")
    assert placed(workshop).records == 0
    workshop.rows("INSERT INTO repairs VALUES (9, 'ana@example.com', 'a bell', 0, '2026-11-23')")
    with workshop.open() as site:
        assert review(site, "case 7", NOON + timedelta(days=2), "Camille", "pending").records == 1
