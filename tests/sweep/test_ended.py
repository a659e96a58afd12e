"""A number turned into the test "is ended" says of each row what the number says, whatever the question."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, StaticPool, create_engine

from troth.claims import questions as ask
from troth.claims.carried import Carried, CarriedRow
from troth.claims.compiler.concerned import concerned
from troth.claims.compiler.ended import Ended, Forms, Stretch, stretches
from troth.claims.states import State
from troth.claims.world import ColumnType, LiveColumn, LiveTable
from troth.manifest.names import Column, KeyType, KindName, StoreName, TableName
from troth.manifest.stores import StoredAs, Table
from troth.stores.sql.asking import answers
from troth.stores.sql.carriage import carry
from troth.stores.sql.concerned import ByPeople
from troth.stores.sql.ground import Ground
from troth.stores.sql.predicate import Predicate, Slots
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Asked
from troth.stores.sql.windows import ANYWHERE, ByClock

ROWS = TableName("rows")
UTC_ZONE = ZoneInfo("UTC")
DAYS = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 8)]

TABLE = Table(
    StoreName("s"),
    ROWS,
    (Column("id"),),
    {KindName("k"): None},
    {},
)
LIVE = LiveTable(
    {
        Column("id"): LiveColumn(ColumnType.INTEGER, is_nullable=False),
        Column("up"): LiveColumn(ColumnType.INTEGER),
        Column("at"): LiveColumn(ColumnType.TIMESTAMP),
        Column("sort"): LiveColumn(ColumnType.TEXT),
    },
    (Column("id"),),
)
GROUND = Ground("sqlite", {ROWS: LIVE}, UTC_ZONE, UTC_ZONE)

BASE = ask.Base("r", ROWS)
PARENT = ask.ParentRow(BASE, "up", ROWS, ((Column("up"), Column("id")),))  # type: ignore[arg-type]  # a name
AT = ask.Cell(BASE, Column("at"))
CHILD = ask.Base("c", ROWS)
CHILDREN = ask.Pointing(CHILD, CHILD, ((Column("up"), ask.Cell(BASE, Column("id"))),))

rows_of_table = st.lists(
    st.tuples(
        st.none() | st.integers(1, 6),
        st.none() | st.sampled_from([str(day.replace(tzinfo=None)) for day in DAYS]) | st.just("0000-00-00"),
        st.none() | st.sampled_from(["a", "b", "A"]),
    ),
    min_size=1,
    max_size=6,
)
instants = st.sampled_from(DAYS)
carried_rows = st.builds(
    CarriedRow,
    state=st.none() | st.sampled_from(State),
    at=st.none() | instants,
    soft_at=st.none() | instants,
    frozen_until=st.none() | instants,
    ended_until=st.none() | instants,
)
SLOTS = [("one",), ("two",)]
WHO = ["1", "2", "3", "k:a"]
carried = st.fixed_dictionaries(
    {slot: st.dictionaries(st.sampled_from(WHO), carried_rows, max_size=3) for slot in SLOTS}
)


def cells(base: ask.Base) -> st.SearchStrategy[ask.Row]:
    """The row itself, or the one it points at."""
    parent = ask.ParentRow(base, "up", ROWS, ((Column("up"), Column("id")),))  # type: ignore[arg-type]
    return st.sampled_from([base, parent])


def carries(base: ask.Base) -> st.SearchStrategy[ask.Carry]:
    """Look-ups by the record or by a key in one of its columns."""
    who = st.sampled_from(
        [
            ask.RecordText((ask.Cell(base, Column("id")),)),
            ask.KeyText(KeyType("k"), ask.Cell(base, Column("sort")), is_normalised=False),
        ]
    )
    return st.builds(ask.Carry, st.sampled_from(SLOTS), who)


def leaves(base: ask.Base) -> st.SearchStrategy[ask.Test]:
    """Tests that read rows or what is carried."""
    rows, found = cells(base), carries(base)

    def cell(column: str) -> st.SearchStrategy[ask.Cell]:
        return st.builds(ask.Cell, rows, st.just(Column(column)))

    before = st.builds(ask.StartsBefore, cell("at"), instants, st.just(StoredAs.NATIVE))
    return st.one_of(
        before,
        before,
        st.sampled_from([ask.YES, ask.NO]),
        st.builds(ask.IsAmong, cell("sort"), st.sampled_from([("a",), ("a", "b"), ()])),
        st.builds(ask.IsAbsent, cell("at") | cell("sort")),
        st.builds(ask.IsCarried, found),
        st.builds(ask.CarriedState, found, st.sampled_from([0, 1])),
        st.builds(ask.CarriedSince, found, instants),
        st.builds(ask.Outlived, found, found, st.booleans()),
        st.builds(ask.HasInstant, found, st.booleans()),
        st.builds(ask.HasUntil, found, st.booleans()),
        st.builds(ask.ExistedAt, st.just(ask.Cell(base, Column("at"))), found, st.booleans()),
    )


def some_tests(base: ask.Base) -> st.SearchStrategy[ask.Test]:
    """Tests made of tests."""
    return st.recursive(
        leaves(base),
        lambda inner: st.one_of(
            st.builds(ask.Negation, inner),
            st.builds(ask.IsUnknown, inner),
            st.builds(ask.Surely, inner),
            st.builds(ask.Every, st.tuples(inner, inner)),
            st.builds(ask.Some, st.tuples(inner, inner)),
            st.builds(ask.Given, st.just(ask.Cell(base, Column("sort"))), inner),
        ),
        max_leaves=4,
    )


def numbers_on(base: ask.Base) -> st.SearchStrategy[ask.Number]:
    """Numbers made of tests and numbers."""
    test = some_tests(base)
    return st.recursive(
        st.builds(ask.Const, st.integers(-1, 3)),
        lambda inner: st.one_of(
            st.builds(ask.Greatest, st.tuples(inner, inner)),
            st.builds(ask.Least, st.tuples(inner, inner)),
            st.builds(ask.Case, st.tuples(st.tuples(test, inner), st.tuples(test, inner)), inner),
            st.builds(ask.StateCarried, carries(base), inner),
        ),
        max_leaves=5,
    )


numbers = numbers_on(BASE) | st.builds(
    lambda own, over, test: ask.Case(
        ((ask.AnyRow(CHILDREN, test), own),), ask.Greatest((own, ask.GreatestOver(CHILDREN, over)))
    ),
    numbers_on(BASE),
    numbers_on(CHILD),
    some_tests(CHILD),
)


much_carried = st.fixed_dictionaries(
    {slot: st.dictionaries(st.sampled_from(WHO), carried_rows, min_size=2) for slot in SLOTS}
)
carried_leaves = carries(BASE).flatmap(
    lambda carry: st.one_of(
        st.just(ask.IsCarried(carry)),
        st.sampled_from([0, 1]).map(lambda state: ask.CarriedState(carry, state)),
        st.booleans().map(lambda is_soft: ask.HasInstant(carry, is_soft)),
    )
)
alive_but_for_facts = st.lists(
    st.builds(lambda leaf, test: ask.Every((leaf, test)), carried_leaves, st.just(ask.YES) | leaves(BASE)),
    min_size=1,
    max_size=3,
).map(lambda whens: ask.Case(tuple((when, ask.Const(0)) for when in whens), ask.Const(3)))


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A database in memory."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, creator=lambda: sqlite3.connect(":memory:", isolation_level=None)
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, up INTEGER, at TIMESTAMP, sort TEXT)"
        )
        yield connection


Filled = Sequence[tuple[int | None, str | None, str | None]]
Known = dict[ask.Slot, dict[str, CarriedRow]]


def fill(connection: Connection, rows: Filled) -> None:
    """Make these the table's rows."""
    connection.exec_driver_sql("DELETE FROM rows")
    for number, row in enumerate(rows, start=1):
        connection.exec_driver_sql("INSERT INTO rows VALUES (?, ?, ?, ?)", (number, *row))


def states(connection: Connection, number: ask.Number, known: Known) -> dict[int, int]:
    """What the number says of each row."""
    statement = Statement(GROUND, TABLE)
    statement.show_key()
    statement.show("n", number)
    return {
        told["k0"]: told["n"] for told in answers(connection, Asked(statement.said(), carried=Carried(known)))
    }


def found(
    connection: Connection, test: ask.Test, known: Known, window: str = "", **values: object
) -> list[int]:
    """The rows of which the test is true."""
    slots: Slots = {}
    predicate = Predicate(GROUND, TABLE, slots)
    condition = predicate.condition(test)
    carry(connection, GROUND, slots, known)
    text = predicate.keys(" AND ".join(f"({part})" for part in (window, condition) if part))
    return sorted(row[0] for row in connection.exec_driver_sql(text, {**predicate.values, **values}))


@settings(max_examples=120, deadline=None)
@given(rows=rows_of_table, number=numbers, known=carried)
def test_the_test_is_yes_where_the_number_is_ended_and_nowhere_else(
    connection: Connection, rows: Filled, number: ask.Number, known: Known
) -> None:
    fill(connection, rows)
    ended = sorted(row for row, state in states(connection, number, known).items() if state <= State.ENDED)
    assert found(connection, Ended(Forms()).ended(number), known) == ended


@settings(max_examples=60, deadline=None)
@given(rows=rows_of_table, number=numbers, known=carried, most=st.sampled_from(State))
def test_so_is_the_test_of_any_other_state(
    connection: Connection, rows: Filled, number: ask.Number, known: Known, most: State
) -> None:
    fill(connection, rows)
    expected = sorted(row for row, state in states(connection, number, known).items() if state <= most)
    assert found(connection, Ended(Forms(), most=most).ended(number), known) == expected


@settings(max_examples=120, deadline=None)
@given(rows=rows_of_table, number=numbers, known=carried)
def test_the_stretches_of_a_clock_together_say_the_same(
    connection: Connection, rows: Filled, number: ask.Number, known: Known
) -> None:
    """Each row lies in one of them, and there its comparisons with the clock are decided beforehand."""
    fill(connection, rows)
    ended = sorted(row for row, state in states(connection, number, known).items() if state <= State.ENDED)
    parts = [
        row for stretch in stretches([number], AT) for row in _within(connection, number, known, stretch)
    ]
    assert sorted(parts) == ended


def _within(connection: Connection, number: ask.Number, known: Known, stretch: Stretch) -> list[int]:
    test = Ended(Forms(), stretch).ended(number)
    if stretch.is_absent:
        return found(connection, test, known, 't1."at" IS NULL')
    walk = ByClock(GROUND, TABLE, "t1", Column("at"), LIVE.columns[Column("at")], StoredAs.NATIVE, stretch)
    rows: list[int] = []
    window = walk.window(connection, None, 1)
    while window is not None:
        rows += found(connection, test, known, window.condition, **window.values)
        window = None if window.then is None else walk.window(connection, window.then, 1)
    return rows


@settings(max_examples=200, deadline=None)
@given(rows=rows_of_table, number=alive_but_for_facts | numbers, known=much_carried)
def test_whom_a_test_concerns_have_every_row_of_which_it_is_yes(
    connection: Connection, rows: Filled, number: ask.Number, known: Known
) -> None:
    """From their keys all such rows are met, each once."""
    fill(connection, rows)
    test = Ended(Forms()).ended(number)
    whom = concerned(test, known, lambda own: True)
    if whom is None:
        return
    walk = ByPeople(GROUND, TABLE, "t1", whom, ANYWHERE)
    met: list[int] = []
    window = walk.window(connection, None, 1)
    while window is not None:
        met += found(connection, test, known, window.condition, **window.values)
        window = None if window.then is None else walk.window(connection, window.then, 1)
    assert sorted(met) == found(connection, test, known)


def test_a_test_of_facts_alone_concerns_those_they_are_about_and_else_everybody() -> None:
    record = ask.RecordText((ask.Cell(BASE, Column("id")),))
    key = ask.KeyText(KeyType("k"), ask.Cell(BASE, Column("sort")), is_normalised=True)
    by_record, by_key = (
        ask.IsCarried(ask.Carry(("one",), record)),
        ask.IsCarried(ask.Carry(("two",), key)),
    )
    known: Known = {("one",): {"1": CarriedRow(), "2": CarriedRow()}, ("two",): {"k:a": CarriedRow()}}
    both, either = ask.Every((by_record, by_key)), ask.Some((by_record, by_key))
    first, second = frozenset({"1", "2"}), frozenset({"a"})
    assert concerned(both, known, lambda own: True) == {key: second}  # the fewest
    assert concerned(both, known, lambda own: own == record) == {record: first}
    assert concerned(either, known, lambda own: True) == {record: first, key: second}
    assert concerned(either, known, lambda own: own == key) is None
    assert concerned(ask.Negation(by_key), known, lambda own: True) is None


def test_what_is_left_to_ask_within_a_stretch_is_only_what_the_clock_does_not_say() -> None:
    """An ended period and a hold: between the first plausible instant and the bound only the hold is asked for."""
    first, bound, last = DAYS[0], DAYS[3], DAYS[6]
    hold = ask.IsCarried(ask.Carry(("held",), ask.RecordText((ask.Cell(BASE, Column("id")),))))
    plausible = ask.every(
        ask.negation(ask.IsAbsent(AT)),
        ask.negation(ask.StartsBefore(AT, first, StoredAs.NATIVE)),
        ask.StartsBefore(AT, last, StoredAs.NATIVE),
    )
    alive = ask.surely(ask.every(plausible, ask.negation(ask.StartsBefore(AT, bound, StoredAs.NATIVE))))
    timed = ask.case(
        (alive, ask.Const(3)), (ask.negation(ask.surely(plausible)), ask.Const(1)), otherwise=ask.Const(0)
    )
    number = ask.greatest(timed, ask.case((hold, ask.Const(2)), otherwise=ask.Const(0)))
    left = [(cut, Ended(Forms(), cut).ended(number)) for cut in stretches([number], AT)]
    assert [(cut.first, cut.end, test) for cut, test in left if test != ask.NO] == [
        (first, bound, ask.negation(hold))
    ]


def test_days_that_a_window_cannot_part_are_taken_together(connection: Connection) -> None:
    """Equal instants are never cut apart by the clock, only by the key; no row is met twice."""
    fill(connection, [(None, "2026-01-02 00:00:00", None)] * 7 + [(None, "2026-01-03 00:00:00", None)] * 2)
    stretch = Stretch(AT, DAYS[0], DAYS[0] + timedelta(days=30))
    walk = ByClock(GROUND, TABLE, "t1", Column("at"), LIVE.columns[Column("at")], StoredAs.NATIVE, stretch)
    sizes: list[int] = []
    window = walk.window(connection, None, 3)
    while window is not None:
        sizes.append(len(found(connection, ask.YES, {}, window.condition, **window.values)))
        window = None if window.then is None else walk.window(connection, window.then, 3)
    assert sizes == [3, 3, 1, 2]
