"""What the rows below a row give it: asked of the row itself, and the same as if each of them were asked."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from hypothesis import given
from hypothesis import strategies as st

from tests.claims.worlds import world_of
from troth.claims.carried import Carried
from troth.claims.compiler import Question, judge
from troth.claims.compiler.below import over, over_those_below
from troth.claims.questions import (
    NOBODY,
    AnyRow,
    Base,
    Case,
    Cell,
    Const,
    Greatest,
    GreatestOver,
    Holds,
    IsAbsent,
    Least,
    Number,
    ParentRow,
    Pointing,
    Row,
    Test,
)
from troth.manifest.names import Column, Relation, TableName

ORDER = Base("r", TableName("orders"))
ITEM = Base("r<items", TableName("items"))
OWN, BELOW = Cell(ORDER, Column("shipped")), Cell(ITEM, Column("gift"))
ITS = ((Column("order_id"), Cell(ORDER, Column("id"))),)
ITEMS = Pointing(ITEM, ITEM, ITS)

_TESTS = st.sampled_from([IsAbsent(OWN), IsAbsent(BELOW), Holds(True)])


def _made_of(numbers: st.SearchStrategy[Number]) -> st.SearchStrategy[Number]:
    several = st.lists(numbers, min_size=1, max_size=3).map(tuple)
    whens = st.lists(st.tuples(_TESTS, numbers), min_size=1, max_size=3).map(tuple)
    return several.map(Greatest) | several.map(Least) | st.builds(Case, whens, numbers)


_NUMBERS: st.SearchStrategy[Number] = st.recursive(
    st.integers(min_value=NOBODY, max_value=3).map(Const), _made_of, max_leaves=8
)
_VALUES = st.none() | st.just("x")


@given(_NUMBERS, _VALUES, st.lists(_VALUES, max_size=3))
def test_over_is_the_greatest_over_the_rows(number: Number, own: str | None, below: list[str | None]) -> None:
    values = {OWN: own}
    assert _told(over(ITEMS, number), values, below) == _told(GreatestOver(ITEMS, number), values, below)


@given(_NUMBERS, _VALUES, st.lists(_VALUES, max_size=3))
def test_what_is_said_of_the_parent_is_said_of_the_row(
    number: Number, own: str | None, below: list[str | None]
) -> None:
    reached = ParentRow(ITEM, Relation("order"), ORDER.table, ((Column("order_id"), Column("id")),))
    seen_from_below = _renamed(number, reached)
    found = over_those_below(ITEM, reached, ORDER, seen_from_below)
    assert _told(found, {OWN: own}, below) == _told(GreatestOver(ITEMS, number), {OWN: own}, below)


def test_no_question_looks_up_the_row_it_asks_about() -> None:
    seen = 0
    for seed in range(30):
        world, at = world_of(seed)
        question = Question(world.manifest, Carried({}), at)
        for table in world.manifest.tables():
            states = judge(question, question, table).states
            for rows in _pointing(tuple(states.values()), set()):
                seen += "<" in rows.base.name
                itself = {(column, Cell(Base("r", table.name), column)) for column in table.key}
                assert not (isinstance(rows.row, ParentRow) and set(rows.on) == itself)
    assert seen > 100


def _renamed(number: Number, reached: Row) -> Number:
    """The number as it is said from an item, which calls its order otherwise."""
    match number:
        case Const():
            return number
        case Greatest(parts):
            return Greatest(tuple(_renamed(part, reached) for part in parts))
        case Least(parts):
            return Least(tuple(_renamed(part, reached) for part in parts))
        case Case(whens, otherwise):
            return Case(
                tuple(
                    (
                        IsAbsent(Cell(reached, OWN.column)) if test == IsAbsent(OWN) else test,
                        _renamed(one, reached),
                    )
                    for test, one in whens
                ),
                _renamed(otherwise, reached),
            )
        case _:
            raise AssertionError(number)


def _told(number: Number, values: Mapping[Cell, str | None], below: list[str | None]) -> int:
    """The number, for an order that holds these values and has such items."""
    match number:
        case Const(value):
            return value
        case Greatest(parts):
            return max(_told(part, values, below) for part in parts)
        case Least(parts):
            return min(_told(part, values, below) for part in parts)
        case Case(whens, otherwise):
            for test, one in whens:
                if _is_so(test, values, below):
                    return _told(one, values, below)
            return _told(otherwise, values, below)
        case GreatestOver(rows, inner):
            assert rows == ITEMS
            return max((_told(inner, {**values, BELOW: one}, below) for one in below), default=NOBODY)
        case _:
            raise AssertionError(number)


def _is_so(test: Test, values: Mapping[Cell, str | None], below: list[str | None]) -> bool:
    match test:
        case Holds(answer):
            return answer
        case IsAbsent(Cell() as cell):
            return values[cell] is None
        case AnyRow(rows, inner):
            assert rows == ITEMS
            return any(_is_so(inner, {**values, BELOW: one}, below) for one in below)
        case _:
            raise AssertionError(test)


def _pointing(node: object, seen: set[int]) -> Iterator[Pointing]:
    """Every place in a question where rows point at others; parts that stand in several are looked at once."""
    if isinstance(node, tuple):
        for part in node:
            yield from _pointing(part, seen)
    elif is_dataclass(node) and id(node) not in seen:
        seen.add(id(node))
        if isinstance(node, Pointing):
            yield node
        for field in fields(node):
            yield from _pointing(getattr(node, field.name), seen)
