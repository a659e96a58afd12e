"""A statement that is sent again as it was says, asks and gives what it did the first time."""

import gc
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import (
    Column,
    Executable,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from tests.database.own import NOON, Own, later
from troth.database import Database, Transaction
from troth.database.failures import DatabaseUnavailable
from troth.database.ready import filled_up
from troth.database.tables import InstantText, Whole, instant_text

TIMES = 4  # the first goes SQLAlchemy's way, at the second it is seen that the statement comes again

# A column of every type that Troth's tables have.
letters = Table(
    "letters",
    MetaData(),
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("title", String(200)),
    Column("body", Text),
    Column("seal", LargeBinary),
    Column("sent_at", InstantText),
    Column("pages", Integer),
    Column("weight", Float),
)
ROWS: Sequence[dict[str, Any]] = [
    {
        "id": 1,
        "title": "Élan, 100 % 'à vendre'",
        "body": "%s ? :a",
        "seal": b"\0\xff",
        "sent_at": NOON,
        "pages": 2**31 - 1,
        "weight": 0.1,
    },
    {
        "id": 2,
        "title": "",
        "body": "💌",
        "seal": b"",
        "sent_at": later(microseconds=1),
        "pages": -1,
        "weight": -2.5,
    },
    {"id": 3, "title": None, "body": None, "seal": None, "sent_at": None, "pages": None, "weight": None},
]


@pytest.fixture
def filled(database: Database) -> Iterator[Database]:
    """Each of the two databases in turn, with letters."""
    with database.transaction() as tx:
        for statement in (
            "CREATE TABLE letters (id BIGINT PRIMARY KEY, title VARCHAR(200), body TEXT, seal BYTEA, "
            "sent_at VARCHAR(27), pages INTEGER, weight FLOAT)",
        ):
            tx.run(text(statement if tx.dialect == "postgresql" else statement.replace("BYTEA", "BLOB")))
        tx.run(insert(letters), ROWS)
    yield database
    with suppress(DatabaseUnavailable), database.transaction() as tx:
        tx.run(text("DROP TABLE letters"))


def each_time(database: Database, query: Executable, values: Mapping[str, object]) -> list[list[Any]]:
    with database.reading() as tx:
        return [[dict(row._mapping) for row in tx.rows(query, values)] for _ in range(TIMES)]


def are_ready(database: Database, statement: Executable) -> bool:
    """Whether a statement is sent again as it was: nothing but its speed shows it from outside."""
    known = shapes(database, statement)
    return bool(known) and None not in known.values()


def shapes(database: Database, statement: Executable) -> Mapping[Any, Any]:
    """As what it is kept: once for each number of values that its lists have."""
    return database._statements._known.get(statement, {})


QUERIES: Mapping[str, tuple[Select[Any], Mapping[str, object], list[int]]] = {
    "every column": (select(letters).order_by(letters.c.id), {}, [1, 2, 3]),
    **{
        f"by {column.name}": (
            select(letters).where(column == bindparam("wanted")),
            {"wanted": ROWS[0][column.name]},
            [1],
        )
        for column in letters.c
    },
    "a list": (
        select(letters).where(letters.c.seal.in_(bindparam("seals", expanding=True))),
        {"seals": [b"", b"none", b"\0\xff"]},
        [1, 2],
    ),
    "a list of instants": (
        select(letters).where(letters.c.sent_at.in_(bindparam("at", expanding=True))),
        {"at": [NOON]},
        [1],
    ),
    "an empty list": (
        select(letters).where(letters.c.id.in_(bindparam("ids", expanding=True))),
        {"ids": []},
        [],
    ),
    "a list of its own, and a value in two places": (
        select(letters)
        .where(
            letters.c.pages.in_([-1, 5]),
            letters.c.title != bindparam("not"),
            letters.c.body != bindparam("not"),
        )
        .limit(10),
        {"not": "%"},
        [2],
    ),
    "an instant of its own": (select(letters).where(letters.c.sent_at > NOON), {}, [2]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_comes_again_gives_the_same_rows(filled: Database, name: str) -> None:
    query, values, wanted = QUERIES[name]
    rows = [row for row in ROWS if row["id"] in wanted]
    assert each_time(filled, query, values) == [rows] * TIMES
    assert are_ready(filled, query)


def test_other_values_are_sent_than_the_first_time(filled: Database) -> None:
    query = (
        select(letters.c.id)
        .where(letters.c.sent_at.in_(bindparam("at", expanding=True)))
        .order_by(letters.c.id)
    )
    lists = [[NOON], [later(microseconds=1)], [NOON, later(microseconds=1)], [NOON, NOON], []]
    with filled.reading() as tx:
        found = [[row.id for row in tx.rows(query, {"at": one})] for one in lists * TIMES]
    assert found == [[1], [2], [1, 2], [1], []] * TIMES


def test_lists_of_any_length_are_filled_up_and_ready(filled: Database) -> None:
    query = (
        select(letters.c.id)
        .where(letters.c.seal.in_(bindparam("seals", expanding=True)))
        .order_by(letters.c.id)
    )
    seals: list[bytes] = [b"\0\xff", b"", *(b"none %d" % number for number in range(998))]
    with filled.reading() as tx:
        for count in (0, 1, 2, 20, 21, 22, 50, 51, 200, 201, 998, 1_000):
            some = filled_up(seals[1_000 - count :])
            assert set(some) == set(seals[1_000 - count :])
            assert [row.id for row in tx.rows(query, {"seals": some})] == ([1, 2] if count == 1_000 else [])
        for count in range(21, 41):
            some = filled_up(seals[:count])
            assert [row.id for row in tx.rows(query, {"seals": some})] == [1, 2]
    assert are_ready(filled, query)
    assert len(shapes(filled, query)) == 6  # of 1, 2, 20, 50, 200 and 1,000; the very first time is not kept


def test_lists_of_other_lengths_are_not_kept(filled: Database) -> None:
    query = select(letters.c.id).where(letters.c.id.in_(bindparam("ids", expanding=True)))
    with filled.reading() as tx:
        for count in range(21, 41):
            assert len(tx.rows(query, {"ids": list(range(count))})) == len(ROWS)
    assert shapes(filled, query) == {}


def test_words_written_by_hand_are_ready_too(filled: Database) -> None:
    query = text(
        "SELECT id, seal, 'a%' AS share FROM letters WHERE seal = :seal OR title LIKE '%' || :part || '%'"
    )
    values = {"seal": b"", "part": "vendre"}
    rows = [{"id": 1, "seal": b"\0\xff", "share": "a%"}, {"id": 2, "seal": b"", "share": "a%"}]
    assert each_time(filled, query, values) == [rows] * TIMES
    assert are_ready(filled, query)


def test_what_is_written_again_is_written_the_same(filled: Database) -> None:
    sending = (
        update(letters)
        .where(letters.c.id <= bindparam("last"))
        .values(sent_at=bindparam("at", type_=InstantText), pages=letters.c.pages + bindparam("more"))
    )
    adding, taking = insert(letters), delete(letters).where(letters.c.id == bindparam("which"))
    counting = sending.returning(letters.c.id, letters.c.pages, letters.c.sent_at)
    with filled.transaction() as tx:
        for time in range(TIMES):
            at = later(days=time)
            assert tx.run(sending, {"last": 2, "at": at, "more": -1}) == 2
            tx.run(adding, ROWS[0] | {"id": 10 + time})
            assert tx.run(taking, {"which": 10 + time}) == 1
            told = tx.rows(counting, {"last": 1, "at": later(days=time + 1), "more": 0})
            assert [tuple(row) for row in told] == [(1, 2**31 - 2 - time, later(days=time + 1))]
            assert tx.run(taking, {"which": 99}) == 0
    assert all(are_ready(filled, statement) for statement in (sending, adding, taking, counting))


def test_rows_that_are_added_stand_as_they_were_given(filled: Database) -> None:
    rows = [{name: value for name, value in row.items() if name != "weight"} for row in ROWS]
    query = select(*(letters.c[name] for name in rows[0])).order_by(letters.c.id)
    with filled.transaction() as tx:
        tx.run(delete(letters))
        tx.add(letters, rows[:2])
        tx.add(letters, [dict(reversed(row.items())) for row in rows[2:]])
        assert [dict(row._mapping) for row in tx.rows(query)] == rows


def test_the_hour_that_comes_twice_is_written_as_two_instants() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    texts = [instant_text(at) for at in (first, first.replace(fold=1), first)]
    assert texts == ["2026-10-25T00:30:00.000000Z", "2026-10-25T01:30:00.000000Z", texts[0]]
    with pytest.raises(ValueError, match="without zone"):
        instant_text(first.replace(tzinfo=None))


def test_a_row_is_read_by_name_by_place_and_whole(filled: Database) -> None:
    query = select(letters.c.id, letters.c.sent_at, letters.c.title).where(letters.c.id == bindparam("which"))
    with filled.reading() as tx:
        for _ in range(TIMES):
            row = tx.first(query, {"which": 1})
            assert row is not None
            assert (row.id, row[1], row._asdict()["title"]) == (1, NOON, ROWS[0]["title"])
            assert tuple(row) == row == (1, NOON, ROWS[0]["title"])
            with pytest.raises(AttributeError):
                row.body  # noqa: B018 - it was not asked for
            assert tx.first(query, {"which": 9}) is None


def test_two_columns_of_one_name_are_read_as_ever(filled: Database) -> None:
    with filled.reading() as tx:
        rows = [tx.rows(text("SELECT 1 AS id, 2 AS id"))[0] for _ in range(TIMES)]
        again = text("SELECT 1 AS id, 2 AS id")
        rows += [tx.rows(again)[0] for _ in range(TIMES)]
    assert [tuple(row) for row in rows] == [(1, 2)] * 2 * TIMES
    assert len({row.id for row in rows}) == 1
    assert not are_ready(filled, again)


def test_a_statement_that_nobody_holds_any_more_is_not_kept(filled: Database) -> None:
    def made() -> Select[Any]:
        return select(letters.c.id).where(letters.c.title == bindparam("title"))

    query, first = made(), made()
    each_time(filled, first, {"title": ""})  # SQLAlchemy holds the first of those that are alike
    each_time(filled, query, {"title": ""})
    assert are_ready(filled, query)
    gone = weakref.ref(query)
    del query
    gc.collect()
    assert gone() is None


def test_who_listens_to_the_engine_hears_every_statement(filled: Database) -> None:
    query = select(letters.c.id, letters.c.sent_at).where(letters.c.sent_at == bindparam("at"))
    before = each_time(filled, query, {"at": NOON})
    said: list[str] = []
    event.listen(filled._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    assert each_time(filled, query, {"at": NOON}) == before
    with filled.transaction() as tx:
        tx.add(letters, [{"id": 7, "title": "", "seal": b""}])
    assert [one.split()[0] for one in said if "letters" in one] == ["SELECT"] * TIMES + [
        "WITH" if filled._engine.dialect.name == "postgresql" else "INSERT"
    ]


def test_a_failure_of_a_ready_statement_is_told_as_ever(filled: Database) -> None:
    adding = insert(letters)
    for number in range(TIMES):
        with filled.transaction() as tx:
            tx.run(adding, ROWS[0] | {"id": 20 + number})
    assert are_ready(filled, adding)

    def twice() -> None:
        with filled.transaction() as tx:
            tx.run(adding, ROWS[0] | {"id": 30})
            tx.run(adding, ROWS[0] | {"id": 20})

    with pytest.raises(DBAPIError) as caught:
        twice()
    assert "Élan" not in str(caught.value)
    with filled.reading() as tx:
        assert {row.id for row in tx.rows(select(letters.c.id))} == {1, 2, 3, *range(20, 20 + TIMES)}


def test_a_connection_that_breaks_under_a_ready_statement_is_said(postgresql_own: Own) -> None:
    query = text("SELECT 1 AS one")
    with closing(postgresql_own.prepared().opened()) as database:
        each_time(database, query, {})
        with pytest.raises(PendingRollbackError), database.transaction() as tx:
            ask_under_a_broken_connection(tx, query, postgresql_own)
        assert each_time(database, query, {}) == [[{"one": 1}]] * TIMES


def ask_under_a_broken_connection(tx: Transaction, query: Executable, own: Own) -> None:
    tx.first(query)
    own.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'troth' AND datname = current_database()"
    )
    with pytest.raises(DatabaseUnavailable, match="is out of reach"):
        tx.first(query)
    tx.first(query)  # on no other connection, which would know nothing of this transaction


def test_who_reads_may_not_write_in_postgresql(postgresql_own: Own) -> None:
    query = text("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")
    with closing(postgresql_own.prepared().opened()) as database:
        for _ in range(TIMES):
            with database.reading() as tx:
                assert tuple(tx.first(query) or ()) == ("repeatable read", "on")
            with database.transaction() as tx:
                assert tuple(tx.first(query) or ()) == ("read committed", "off")
