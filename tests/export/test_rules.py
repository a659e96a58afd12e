"""Which figures are hidden, and how wide bins are."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.export.rules import TOTAL, Cell, Count, hidden, width

LINES, COLUMNS = ("a", "b", "c"), ("1", "2", "3", "4")


def with_totals(inner: Mapping[Cell, int]) -> dict[Cell, Count]:
    """The cells and their totals; as many people as records."""
    found: dict[Cell, int] = {}
    for (line, column), count in inner.items():
        for cell in ((line, column), (line, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            found[cell] = found.get(cell, 0) + count
    return {cell: Count(count, count) for cell, count in found.items()}


def computable(cells: Mapping[Cell, Count], unknown: Collection[Cell]) -> list[Cell]:
    """The hidden cells that the told ones give away, by solving the equations of all totals."""
    order = sorted(unknown)
    lines, columns = ({cell[place] for cell in {*cells, *unknown}} for place in (0, 1))
    equations = [[(line, column) for column in columns] for line in lines]
    equations += [[(line, column) for line in lines] for column in columns]
    rows = [[Fraction(_sign(cell, equation)) for cell in order] for equation in equations for _ in [0]]
    reduced = _reduced(rows)
    return [order[row.index(Fraction(1))] for row in reduced if sum(1 for part in row if part) == 1]


def _sign(cell: Cell, equation: Collection[Cell]) -> int:
    """How a cell stands in an equation: the parts of a line make up its total."""
    if cell not in equation:
        return 0
    lines = {line for line, _ in equation}
    is_total = cell[1] == TOTAL if len(lines) == 1 else cell[0] == TOTAL
    return -1 if is_total else 1


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in reduced echelon form."""
    found: list[list[Fraction]] = []
    width_ = len(rows[0]) if rows else 0
    for place in range(width_):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [part / pivot[place] for part in pivot]
        rows = [[a - row[place] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        found = [[a - row[place] * b for a, b in zip(row, pivot, strict=True)] for row in found]
        found.append(pivot)
    return found


tables = st.dictionaries(
    st.tuples(st.sampled_from(LINES), st.sampled_from(COLUMNS)), st.integers(0, 40), min_size=1
)


@given(tables)
def test_no_figure_under_k_is_told_or_can_be_computed(inner: dict[Cell, int]) -> None:
    cells = with_totals(inner)
    kept_back = hidden(cells, 10)
    assert {cell for cell, count in cells.items() if 0 < count.people < 10} <= kept_back
    assert computable(cells, kept_back) == []


def test_nothing_is_hidden_where_all_are_many() -> None:
    assert hidden(with_totals({("a", "1"): 20, ("a", "2"): 0, ("b", "1"): 30}), 10) == frozenset()


def test_one_small_figure_takes_others_with_it() -> None:
    kept_back = hidden(with_totals({("a", "1"): 3, ("a", "2"): 50, ("b", "1"): 20, ("b", "2"): 60}), 10)
    assert kept_back == {("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")}


@pytest.mark.parametrize(
    ("average", "expected"),
    [("0", "1"), ("1", "0.5"), ("4.1", "2"), ("47", "20"), ("1000", "500"), ("0.03", "0.01")],
)
def test_bins_are_about_half_the_average_wide(average: str, expected: str) -> None:
    assert width(Decimal(average)) == Decimal(expected)
