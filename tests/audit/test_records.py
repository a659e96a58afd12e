"""The audit log takes records, proves them, and neither changes nor loses one."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from tests.database.own import NOON, SITE, Own, later
from troth.audit import Entry, Flaw, append, append_all, records, verify
from troth.audit.rules import NotForTheLog
from troth.claims.keys import Key, RecordRef
from troth.database import Database
from troth.manifest.names import StoreName, TableName


def fill(database: Database, count: int = 3) -> None:
    with database.transaction() as tx:
        append_all(tx, SITE, [Entry("plan.made", later(hours=n), {"rows": n}) for n in range(count)])


def test_records_come_back_in_order_with_what_they_said(database: Database) -> None:
    with database.transaction() as tx:
        first = append(
            tx, SITE, "plan.made", {"plan": "p1", "counts": {"orders": 3}, "stores": ["shop"]}, NOON
        )
        second = append(tx, SITE, "erasure.done", {"by": None, "complete": True}, later(hours=1))
        append(tx, "other", "plan.made", {}, NOON)
    with database.reading() as tx:
        assert list(records(tx, SITE)) == [first, second]
        assert list(records(tx, SITE, events={"erasure.done"})) == [second]
        assert list(records(tx, SITE, after=1)) == [second]
        assert [record.sequence for record in records(tx, "other")] == [1]


def test_an_empty_append_is_nothing(database: Database) -> None:
    with database.transaction() as tx:
        append_all(tx, SITE, [])
    with database.reading() as tx:
        assert list(records(tx, SITE)) == []


def test_a_whole_log_has_no_flaw(database: Database) -> None:
    fill(database, 2_500)
    with database.reading() as tx:
        assert verify(tx, SITE) == []
        assert sum(1 for _ in records(tx, SITE)) == 2_500


def test_two_equal_bodies_have_different_commitments(database: Database) -> None:
    with database.transaction() as tx:
        append_all(tx, SITE, [Entry("plan.made", NOON, {"rows": 1})] * 2)
    with database.reading() as tx:
        one, two = records(tx, SITE)
    assert one.commitment != two.commitment


@pytest.mark.parametrize(
    "value",
    [
        Key.of("email", "ana@example.com"),
        RecordRef(StoreName("shop"), TableName("orders"), ("1",)),
        b"bytes",
        1.5,
        NOON,
        {1: "a name that is no text"},
        {"deep": [{"er": Key.of("email", "ana@example.com")}]},
        {"a", "set"},
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_plain_json_is_refused_and_not_shown(database: Database, value: Any) -> None:
    with pytest.raises(NotForTheLog) as caught, database.transaction() as tx:
        append(tx, SITE, "plan.made", {"subject": value}, NOON)
    assert "ana" not in str(caught.value)
    with database.reading() as tx:
        assert list(records(tx, SITE)) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_records SET event = 'x'", "DELETE FROM audit_records", "TRUNCATE audit_records"],
)
def test_the_database_itself_refuses_to_change_or_lose_a_record(own: Own, statement: str) -> None:
    if statement.startswith("TRUNCATE") and own.address.startswith("sqlite"):
        return
    database = own.opened()
    fill(database)
    database.close()
    with pytest.raises(DBAPIError, match="the audit log is append-only"):
        own.sql(statement)


@pytest.mark.parametrize(
    ("tampering", "flaw"),
    [
        ("UPDATE audit_records SET event = 'plan.expired' WHERE sequence = 2", Flaw(2, "it was changed")),
        (
            "UPDATE audit_records SET at = '2020-01-01T00:00:00.000000Z' WHERE sequence = 2",
            Flaw(2, "it was changed"),
        ),
        ("UPDATE audit_records SET commitment = hash WHERE sequence = 2", Flaw(2, "its body was changed")),
        ("UPDATE audit_records SET body = salt WHERE sequence = 2", Flaw(2, "its body was changed")),
        ("DELETE FROM audit_records WHERE sequence = 2", Flaw(2, "it is missing")),
        ("DELETE FROM audit_records WHERE sequence = 3", Flaw(3, "it is missing")),
    ],
)
def test_whoever_gets_around_that_is_found_out(own: Own, tampering: str, flaw: Flaw) -> None:
    database = own.opened()
    fill(database)
    own.sql(*without_guards(own), tampering)
    with database.reading() as tx:
        assert verify(tx, SITE)[0] == flaw
    database.close()


def without_guards(own: Own) -> tuple[str, ...]:
    if own.address.startswith("sqlite"):
        return ("DROP TRIGGER audit_records_no_update", "DROP TRIGGER audit_records_no_delete")
    return ("DROP TRIGGER audit_records_append_only ON audit_records",)


def test_a_body_that_was_forgotten_leaves_the_proof(own: Own) -> None:
    database = own.opened()
    fill(database)
    own.sql(*without_guards(own), "UPDATE audit_records SET body = NULL, salt = NULL WHERE sequence = 2")
    with database.reading() as tx:
        assert verify(tx, SITE) == []
        assert [record.body for record in records(tx, SITE)] == [{"rows": 0}, None, {"rows": 2}]
    database.close()
