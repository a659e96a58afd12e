"""Facts come back as they were recorded, are found by key and record, and stand nowhere in the open."""

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from tests.database.own import NOON, SITE, Own, ended, later, started
from troth.audit import records, verify
from troth.claims.facts import Effect, Fact
from troth.claims.keys import Key, RecordRef
from troth.database import Database
from troth.database.glances import Glance
from troth.manifest.names import ChoiceName, ItemName, KeyType, PurposeName, StoreName, TableName
from troth.subjects import (
    NewFact,
    add_facts,
    all_facts,
    facts_after,
    facts_for,
    facts_of_holds,
    forget_facts,
    forget_person,
    last_sequence,
)
from troth.subjects.identities import ANY_REMEMBERED
from troth.subjects.proof import changed_facts
from troth.subjects.records import ANY_ABOUT_NOBODY, ANY_ABOUT_RECORDS, recall
from troth.subjects.rows import facts

ANA, BEA = Key.of("email", "ana@example.com"), Key.of("email", "bea@example.com")
NEWS, ADS = PurposeName("newsletter"), PurposeName("advertising")
ORDER = RecordRef(StoreName("shop"), TableName("orders"), ("7", "a|b"))


def given_to(key: Key, *purposes: PurposeName) -> NewFact:
    return NewFact(Effect.GIVEN, NOON, NOON, key, purposes=frozenset(purposes), name="wording 3")


def record(database: Database, *new: NewFact) -> list[Fact]:
    with database.transaction() as tx:
        return add_facts(tx, SITE, new)


def known(database: Database) -> tuple[Fact, ...]:
    with database.reading() as tx:
        return all_facts(tx, SITE).known


def test_a_fact_comes_back_whole(database: Database) -> None:
    new = NewFact(
        Effect.HELD,
        since=datetime(1, 1, 1, tzinfo=UTC),
        recorded=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        key=ANA,
        record=ORDER,
        purposes=frozenset({NEWS, ADS}),
        choice=ChoiceName("sms"),
        items=frozenset({ItemName("email")}),
        name="case \0 \udce9 🙂 12",
        ground="Art. 17(3)(e)",
        by="bea",
    )
    assert record(database, new) == [new.numbered(1)]
    assert known(database) == (new.numbered(1),)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    value=st.text(alphabet=st.characters(exclude_categories=[])),
    ground=st.text(),
    parts=st.lists(st.text(), min_size=1),
)
def test_any_text_comes_back(database: Database, value: str, ground: str, parts: list[str]) -> None:
    key = Key(KeyType("email"), value)
    ref = RecordRef(StoreName("shop"), TableName("orders"), tuple(parts))
    new = NewFact(Effect.HELD, NOON, NOON, key, ref, ground=ground)
    [fact] = record(database, new)
    with database.reading() as tx:
        assert fact in facts_for(tx, SITE, [key], []).known
        assert fact in facts_for(tx, SITE, [], [ref]).known


def test_facts_are_found_by_key_by_record_and_when_they_are_about_nobody(database: Database) -> None:
    of_ana, of_bea, of_order, of_all = record(
        database,
        given_to(ANA),
        given_to(BEA),
        NewFact(Effect.HELD, NOON, NOON, record=ORDER, name="dispute"),
        NewFact(Effect.COMPLETE, NOON, NOON, purposes=frozenset({NEWS})),
    )
    with database.reading() as tx:
        assert facts_for(tx, SITE, [ANA], []).known == (of_ana, of_all)
        assert facts_for(tx, SITE, [BEA, BEA], [ORDER]).known == (of_bea, of_order, of_all)
        assert facts_for(tx, SITE, [], []).known == (of_all,)
        assert facts_for(tx, "other", [ANA], [ORDER]).known == ()
        assert facts_for(tx, SITE, [Key.of("phone", "ana@example.com")], []).known == (of_all,)


def test_a_plan_can_ask_for_the_facts_it_did_not_see(database: Database) -> None:
    record(database, given_to(ANA))
    with database.reading() as tx:
        seen = last_sequence(tx, SITE)
    [newer] = record(database, NewFact(Effect.WITHDRAWN, NOON, NOON, ANA))
    with database.reading() as tx:
        assert facts_after(tx, SITE, seen).known == (newer,)
        assert facts_after(tx, SITE, last_sequence(tx, SITE)).known == ()


@pytest.mark.parametrize(("people", "statements"), [(1, 2), (1_000, 2), (10_000, 11)])
def test_the_number_of_statements_grows_with_thousands_of_people_only(
    database: Database, people: int, statements: int
) -> None:
    keys = [Key.of("email", f"person{n}@example.com") for n in range(people)]
    record(database, *(given_to(key, NEWS) for key in keys[:1_500]))
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    with database.reading() as tx:
        assert len(facts_for(tx, SITE, keys, []).known) == min(people, 1_500)
    assert len([statement for statement in asked if "FROM facts" in statement]) == statements


def test_what_is_recorded_together_has_one_audit_record_and_that_names_nobody(database: Database) -> None:
    record(database, given_to(ANA, NEWS))
    held = NewFact(Effect.HELD, NOON, later(hours=1), record=ORDER, name="dispute")
    record(database, given_to(BEA, NEWS), held, given_to(ANA, ADS))
    with database.reading() as tx:
        log = list(records(tx, SITE))
        assert verify(tx, SITE) == []
    assert [(entry.event, entry.at) for entry in log] == [
        ("fact.recorded", NOON),
        ("facts.recorded", later(hours=1)),
    ]
    alone, together = [entry.body or {} for entry in log]
    assert (alone["purposes"], alone["fact"]) == (["newsletter"], 1)
    assert (together["first"], together["effects"]) == (2, {"given": 2, "held": 1})
    assert not any(word in str(log) for word in ("ana", "example", "dispute", "wording"))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ("UPDATE facts SET effect = 'withdrawn' WHERE sequence = {}", "it was changed"),
        ("UPDATE facts SET recorded = '2020-01-01T00:00:00.000000Z' WHERE sequence = {}", "it was changed"),
        ("UPDATE facts SET sealed = NULL WHERE sequence = {}", "what was sealed of it is gone"),
        ("UPDATE facts SET about = 'record' WHERE sequence = {}", "it is found under what it does not hold"),
        ("DELETE FROM facts WHERE sequence = {}", "it is missing"),
    ],
)
@pytest.mark.parametrize("number", [1, 3, 4])
def test_each_fact_is_held_against_the_log(
    database: Database, own: Own, changes: str, wrong: str, number: int
) -> None:
    """Also one of several that were recorded together, of which another was forgotten since."""
    record(database, given_to(ANA, NEWS))
    record(database, *(given_to(person, ADS) for person in (BEA, ANA, Key.of("browser", "b1"), ANA)))
    with database.transaction() as tx:
        forget_person(tx, SITE, [BEA])
    with database.reading() as tx:
        assert list(changed_facts(tx, SITE)) == []
    own.sql(changes.format(number))
    with database.reading() as tx:
        [(found, what)] = changed_facts(tx, SITE)
    assert (found, what.startswith(wrong)) == (number, True)


def test_facts_that_say_the_same_keep_each_its_own_instant_and_person(database: Database) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    second = first.replace(fold=1)  # an hour later; to Python, whose clock on the wall shows the same, equal
    alike = [NewFact(Effect.HELD, at, at, key) for key in (ANA, BEA) for at in (first, second)]
    record(database, *alike)
    instants = [first.astimezone(UTC), second.astimezone(UTC)]
    assert [(fact.key, fact.since, fact.recorded) for fact in known(database)] == [
        (key, at, at) for key in (ANA, BEA) for at in instants
    ]
    with database.reading() as tx:
        assert list(changed_facts(tx, SITE)) == []


def test_the_database_holds_nobodys_name_in_the_open(sqlite_own: Own) -> None:
    with closing(sqlite_own.prepared().opened()) as database:
        record(
            database, given_to(ANA, NEWS), NewFact(Effect.HELD, NOON, NOON, record=ORDER, by="officer Bea")
        )
        record(database, NewFact(Effect.OBJECTED, NOON, NOON, ANA, ground="hates letters"))
    content = b"".join(
        file.read_bytes() for file in sqlite_own.folder.glob("troth.*") if file.suffix != ".key"
    )
    assert b"newsletter" in content
    for word in (b"ana@example", b"ana", b"a|b", b"officer", b"hates"):
        assert word not in content


def test_what_concerned_an_ended_purpose_alone_is_forgotten(database: Database) -> None:
    record(database, given_to(ANA, NEWS), given_to(ANA, NEWS, ADS), given_to(ANA), given_to(BEA, NEWS))
    with database.transaction() as tx:
        assert forget_facts(tx, SITE, [ANA], [NEWS]) == 1
    assert [fact.sequence for fact in known(database)] == [2, 3, 4]
    with database.transaction() as tx:
        assert forget_facts(tx, SITE, [ANA], [NEWS]) == 0
        assert forget_facts(tx, SITE, [ANA], [NEWS, ADS]) == 1
    assert [fact.sequence for fact in known(database)] == [3, 4]


def test_a_forgotten_person_leaves_numbers_and_proof_and_nothing_else(own: Own) -> None:
    with closing(own.opened()) as database:
        record(database, given_to(ANA, NEWS), given_to(BEA, NEWS), given_to(ANA))
        with database.transaction() as tx:
            assert forget_person(tx, SITE, [ANA]) == 2
        assert [fact.key for fact in known(database)] == [BEA]
        with database.reading() as tx:
            assert facts_for(tx, SITE, [ANA], []).known == ()
            assert not all_facts(tx, SITE).are_behind
            assert verify(tx, SITE) == []
            assert last_sequence(tx, SITE) == 3
    with own.raw().connect() as connection:
        left = connection.execute(
            text("SELECT sequence FROM facts WHERE sealed IS NULL AND key_hash IS NULL AND data_key IS NULL")
        )
        assert sorted(left.scalars()) == [1, 3]


def test_a_forgotten_persons_return_is_a_new_beginning(database: Database) -> None:
    record(database, given_to(ANA, NEWS))
    with database.transaction() as tx:
        forget_person(tx, SITE, [ANA])
    [fact] = record(database, given_to(ANA, NEWS))
    assert known(database) == (fact,)


def test_forgetting_and_recording_at_once_loses_no_new_fact(own: Own) -> None:
    with own.transaction() as tx:
        add_facts(tx, SITE, [given_to(ANA, NEWS)])
    acts = [started(record_often, own), started(forget_often, own)]
    assert [ended(act) for act in acts] == [0, 0]
    with own.transaction() as tx:
        forget_person(tx, SITE, [ANA])
        add_facts(tx, SITE, [given_to(ANA, NEWS)])
    with own.reading() as tx:
        assert [fact.sequence for fact in all_facts(tx, SITE).known] == [last_sequence(tx, SITE)]
        assert verify(tx, SITE) == []


def record_often(own: Own) -> None:
    with closing(own.opened()) as database:
        for _ in range(15):
            record(database, given_to(ANA, NEWS))


def forget_often(own: Own) -> None:
    with closing(own.opened()) as database:
        for _ in range(15):
            with database.transaction() as tx:
                forget_person(tx, SITE, [ANA])


def test_a_fact_whose_instant_has_no_zone_is_a_bug_and_recorded_nowhere(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the bug
    with suppress(Exception):
        record(database, NewFact(Effect.GIVEN, naive, NOON, ANA))
    assert known(database) == ()


def test_a_new_fact_prints_nobodys_key() -> None:
    assert "ana" not in repr(given_to(ANA))


def test_facts_about_nobody_are_not_looked_for_among_all_others(database: Database, own: Own) -> None:
    """Every fact about a record has no key, and every one about a person no record: there may be millions."""
    record(database, given_to(ANA, NEWS))
    said: list[str] = []
    engine = database._engine  # to see what goes to the database
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with database.reading() as tx:
        facts_for(tx, SITE, {ANA}, ())
    [asked] = [one for one in said if "'nobody'" in one]
    plain = asked.replace("?", f"'{SITE}'").replace("%(site)s", f"'{SITE}'")
    with own.raw().connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))  # of one row it would be cheaper
            plan = connection.execute(text(f"EXPLAIN {plain}")).all()
        else:
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {plain}")).all()
    assert any("ix_facts_site_about" in str(row) for row in plan), plan


def test_what_several_rooms_want_to_know_is_asked_once(database: Database) -> None:
    record(database, given_to(ANA, NEWS))
    wanted: list[tuple[Glance, dict[str, object]]] = [
        (ANY_ABOUT_NOBODY, {}),
        (ANY_ABOUT_RECORDS, {}),
        (ANY_REMEMBERED, {}),
    ]
    said: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with database.reading() as tx:
        tx.look_ahead(SITE, wanted)
        tx.look_ahead(SITE, wanted)
        asked = [one for one in said if one.startswith("SELECT")]
        assert [tx.found_nothing(glance, SITE) for glance, _ in wanted] == [True, True, True]
        assert [fact.key for fact in facts_for(tx, SITE, {ANA}, {ORDER}).known] == [ANA]
    assert len(asked) == 1
    with database.reading() as tx:
        assert not tx.found_nothing(ANY_ABOUT_NOBODY, SITE), "nobody looked, so nobody knows"


def test_what_was_just_recorded_is_not_read_again(database: Database, own: Own) -> None:
    """What others recorded about the same people and records is; and all is as if everything were read."""
    [before] = record(database, given_to(ANA, ADS))
    recorded = record(
        database,
        NewFact(Effect.ERASED, NOON.astimezone(timezone(timedelta(hours=5))), NOON, ANA),
        NewFact(Effect.HELD, NOON, NOON, record=ORDER, name="case 7"),
        NewFact(Effect.RELEASED, NOON, NOON, name="case 8"),
        given_to(BEA, ADS),
    )
    later_ones = record(database, given_to(ANA, NEWS), NewFact(Effect.HAPPENED, NOON, NOON, record=ORDER))
    with database.reading() as tx:
        read = facts_for(tx, SITE, [ANA], [ORDER])
    assert [fact.sequence for fact in read.known] == [1, 2, 3, 4, 6, 7]
    own.sql("UPDATE facts SET sealed = NULL WHERE sequence IN (2, 3)")
    with database.reading() as tx:
        recall(tx, SITE, recorded)
        found = facts_for(tx, SITE, [ANA], [ORDER])
        assert found == read
        assert {fact.since.tzinfo for fact in found.known} == {UTC}
        assert set(found.known) >= {before, *later_ones}
        assert facts_for(tx, SITE, [BEA], []).known == (recorded[2], recorded[3])


@pytest.mark.parametrize("others", [4, 500])
def test_of_many_records_few_facts_are_read_all_at_once(database: Database, others: int) -> None:
    """A hash of each record takes longer than a few facts; whichever is asked, they are the same."""
    orders = [RecordRef(StoreName("shop"), TableName("orders"), (str(number),)) for number in range(2_000)]
    held = [NewFact(Effect.HELD, NOON, NOON, record=order, name="case 7") for order in orders[-others:]]
    of_order, *_ = record(database, NewFact(Effect.HELD, NOON, NOON, ANA, ORDER, name="case 8"), *held)
    recorded = record(database, *[NewFact(Effect.NOTED, NOON, NOON, record=order) for order in orders[:600]])
    asked = [*orders[: 2_001 - others], ORDER]
    said: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with database.reading() as tx:
        read = facts_for(tx, SITE, [], asked)
        assert read.known == facts_for(tx, SITE, [], list(reversed(asked))).known
    assert [fact.sequence for fact in read.known] == [1, 2, *range(others + 2, others + 602)]
    assert read.known[0] == of_order
    del said[:]
    with database.reading() as tx:
        recall(tx, SITE, recorded)
        assert facts_for(tx, SITE, [], asked) == read
        assert facts_for(tx, SITE, [], [ORDER]).known == (of_order,)
    assert any(" IN (" in one for one in said[:-1]) == (others > 400), said


def test_what_was_just_recorded_and_forgotten_is_forgotten(database: Database) -> None:
    [_, of_bea] = recorded = record(database, given_to(ANA, NEWS), given_to(BEA, NEWS))
    with database.transaction() as tx:
        forget_person(tx, SITE, [ANA])
    with database.reading() as tx:
        recall(tx, SITE, recorded)
        assert facts_for(tx, SITE, [ANA, BEA], []).known == (of_bea,)


def test_facts_under_some_types_of_key_come_with_those_under_none(database: Database) -> None:
    of_all = NewFact(Effect.COMPLETE, NOON, NOON, purposes=frozenset({NEWS}))
    of_record = NewFact(Effect.HELD, NOON, NOON, record=ORDER, name="case 7")
    released = NewFact(Effect.RELEASED, NOON, later(minutes=1), name="case 7")
    record(
        database, given_to(ANA, NEWS), given_to(Key.of("browser", "b1"), NEWS), of_all, of_record, released
    )
    with database.reading() as tx:
        assert [fact.sequence for fact in all_facts(tx, SITE, {KeyType("email")}).known] == [1, 3, 4, 5]
        assert [fact.sequence for fact in all_facts(tx, SITE, ()).known] == [3, 4, 5]
        assert [fact.sequence for fact in facts_after(tx, SITE, 1, {KeyType("browser")}).known] == [
            2,
            3,
            4,
            5,
        ]
        assert [fact.sequence for fact in all_facts(tx, SITE).known] == [1, 2, 3, 4, 5]
        assert [fact.sequence for fact in facts_of_holds(tx, SITE).known] == [4, 5]


def test_many_facts_are_read_some_at_a_time_and_hold_together_what_they_say_alike(database: Database) -> None:
    people = [Key.of("email", f"person{number}@example.com") for number in range(2_500)]
    with database.transaction() as tx:
        add_facts(tx, SITE, [given_to(person, NEWS) for person in people])
    with database.reading() as tx:
        known = all_facts(tx, SITE).known
    assert [fact.key for fact in known] == people
    assert [fact.sequence for fact in known] == list(range(1, 2_501))
    for alike in ("since", "recorded", "purposes", "name", "by"):
        assert len({id(getattr(fact, alike)) for fact in known}) == 1


def test_whoever_stops_reading_facts_in_the_middle_may_go_on_with_others(database: Database) -> None:
    record(database, *(given_to(Key.of("email", f"person{number}"), NEWS) for number in range(2_500)))
    with database.reading() as tx:
        rows = tx.one_by_one(select(facts.c.sequence).order_by(facts.c.sequence))
        assert next(rows).sequence == 1
        assert last_sequence(tx, SITE) == 2_500
        assert next(rows).sequence == 2
