"""Archived data: it leaves the place in use, is found by access, read for a reason alone, and goes at its end."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.requests.workshop import workshop_in
from tests.retention.shop import ANA, NOON, Shop
from troth import audit
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.manifest.names import Column, StoreName, TableName
from troth.requests.access import access
from troth.requests.archive import ArchiveClosed, NoReason, Reading, read_archive
from troth.requests.explain import column_of, explain, in_words
from troth.subjects import all_facts
from troth.verify.verify import verify


@pytest.fixture
def workshop(tmp_path: Path) -> Shop:
    """Its words accepted, and what is due about everybody done: what is archived stands in its archive."""
    shop = workshop_in(tmp_path)
    made = shop.planned()
    shop.ran(made, accept_count=made.total)
    return shop


def read(shop: Shop, role: str = "accounting", because: str = "tax audit", at: Instant = NOON) -> Reading:
    with shop.open() as site:
        return read_archive(site, frozenset({ANA}), role, because, "Camille", at)


def test_archived_records_leave_the_place_in_use(workshop: Shop) -> None:
    assert workshop.ids("invoices") == [1]
    assert workshop.ids("old_invoices") == [2]  # the third ended with its archive
    assert workshop.rows("SELECT id, archived FROM repairs ORDER BY 1") == [(1, 0), (2, 1)]


def test_access_shows_what_is_archived_with_its_ground_and_end(workshop: Shop, tmp_path: Path) -> None:
    with workshop.open() as site:
        access(site, [frozenset({ANA})], tmp_path / "answer", NOON)
        page = (tmp_path / "answer" / "person-0001" / "index.html").read_text("utf-8")
        data = json.loads((tmp_path / "answer" / "person-0001" / "data.json").read_text("utf-8"))
        table, column = column_of(site.manifest, "old_invoices.name")
        told = in_words(site.manifest, explain(site, frozenset({ANA}), table, column, NOON), "en")
    assert "archived until 1\xa0March 2033" in page
    assert {table["table"] for table in data["tables"]} == {"invoices", "old_invoices", "repairs"}
    assert "archived" in told[0]
    assert "1\xa0March 2033" in told[0]


def test_a_role_reads_the_archives_that_are_open_to_it_and_nothing_in_use(workshop: Shop) -> None:
    accounting, legal = read(workshop), read(workshop, "legal")
    assert [(record.table[1], record.key) for record in accounting.records] == [("old_invoices", ("2",))]
    assert [(record.table[1], record.key) for record in legal.records] == [
        ("old_invoices", ("2",)),
        ("repairs", ("2",)),
    ]
    named = {one.column: one for one in accounting.records[0].data}
    assert named[Column("name")].value == "Ana Duval"
    assert str(named[Column("name")].until) == "2033-03-01"


def test_a_reading_is_recorded_without_saying_of_whom(workshop: Shop) -> None:
    read(workshop)
    with workshop.open() as site, site.database.reading() as tx:
        record = list(audit.records(tx, site.name, {"archive.read"}))[-1]
        facts = list(all_facts(tx, site.name).of(Effect.READ))
    assert record.body == {
        "fact": facts[0].sequence,
        "role": "accounting",
        "records": {"shop.old_invoices": 1},
    }
    assert (facts[0].key, facts[0].name, facts[0].ground, facts[0].by) == (
        ANA,
        "accounting",
        "tax audit",
        "Camille",
    )
    stored = (workshop.folder.parent / "troth.db").read_bytes()
    assert b"tax audit" not in stored


def test_the_person_is_told_that_it_was_read_and_not_why(workshop: Shop, tmp_path: Path) -> None:
    read(workshop, because="we suspect fraud")
    with workshop.open() as site:
        access(site, [frozenset({ANA})], tmp_path / "answer", NOON)
    package = "".join(path.read_text("utf-8") for path in (tmp_path / "answer" / "person-0001").iterdir())
    assert "Your archived data was read" in package
    assert "suspect" not in package


def test_a_role_that_no_archive_is_open_to_reads_nothing_and_that_is_recorded(workshop: Shop) -> None:
    with pytest.raises(
        ArchiveClosed, match=r"no archive is open to `sales`: policy.yaml names `accounting`, `legal`"
    ):
        read(workshop, "sales")
    with workshop.open() as site, site.database.reading() as tx:
        assert [record.body for record in audit.records(tx, site.name, {"archive.refused"})] == [
            {"role": "sales"}
        ]


def test_nothing_is_read_without_a_reason(workshop: Shop) -> None:
    with pytest.raises(NoReason):
        read(workshop, because=" ")


def test_what_is_archived_goes_at_its_end(workshop: Shop) -> None:
    later = NOON + timedelta(days=365 * 7)
    with workshop.open() as site:
        verdicts = {table.table: table for table in verify(site, NOON).tables}
        assert verdicts[TableName("old_invoices")].held[0].counts.archived == 1
        broken = {table.table: table for table in verify(site, later).tables}
        assert broken[TableName("old_invoices")].held[0].counts.broken == 1
    made = workshop.planned(at=later)
    workshop.ran(made, later, accept_count=made.total)
    assert workshop.ids("old_invoices") == [1]  # which was in use before


def test_nobody_else_reads_by_a_key_that_is_not_theirs(workshop: Shop) -> None:
    with workshop.open() as site:
        nobody = read_archive(site, frozenset({Key.of("email", "x@example.com")}), "legal", "why", "", NOON)
    assert (nobody.records, dict(nobody.down)) == ((), {})
    assert StoreName("shop") not in nobody.down
