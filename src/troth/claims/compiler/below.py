"""
What the rows below a row give it: those from which a path leads up to it.

Seen from below, the row that a path leads to is the very row that is asked about. What is said of it is said of
that one, so that no store looks it up again; and what is the same whichever row below it is seen from is asked once.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from troth.claims.questions import (
    NOBODY,
    YES,
    AnyRow,
    Base,
    Case,
    Cell,
    Const,
    Greatest,
    GreatestOver,
    Number,
    ParentRow,
    Pointing,
    Row,
    base_of,
    case,
    greatest,
)

T = TypeVar("T")


def over_those_below(base: Base, reached: Row, row: Row, number: Number) -> Number:
    """
    The greatest of a number over the rows of `base` whose path leads to this row; `NOBODY` where there is none.

    Args:
        reached: the row that the path leads to, as it is called from there.
    """
    assert isinstance(reached, ParentRow), "a path leads further than to the row it begins at"
    on = tuple((mine, Cell(row, theirs)) for mine, theirs in reached.on)
    return over(Pointing(base, reached.of, on), _Renamed({reached: row}).of(number))


def over(rows: Pointing, number: Number) -> Number:
    """The greatest of a number over the pointing rows; what does not hang on them is asked apart."""
    if number == Const(NOBODY):
        return number
    if not _hangs_on(rows.base, number):
        return case((AnyRow(rows, YES), number), otherwise=Const(NOBODY))
    match number:
        case Greatest(parts):
            hang = [isinstance(part, Const) or _hangs_on(rows.base, part) for part in parts]
            if not all(hang):
                return greatest(
                    over(rows, greatest(*(part for part, hangs in zip(parts, hang, strict=True) if hangs))),
                    over(
                        rows, greatest(*(part for part, hangs in zip(parts, hang, strict=True) if not hangs))
                    ),
                )
        case Case(((test, value), *further), otherwise) if not _hangs_on(rows.base, test):
            rest = case(*further, otherwise=otherwise)
            return case((test, over(rows, value)), otherwise=over(rows, rest))
        case _:
            pass
    return GreatestOver(rows, number)


def _hangs_on(base: Base, node: object) -> bool:
    """Whether something is read from a row of `base` or from one it leads to."""
    return _Hanging(base).does(node)


class _Hanging:
    """Looks through a question for what is read from the rows of a base."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._known: dict[int, bool] = {}

    def does(self, node: object) -> bool:
        """Whether it stands anywhere in the node."""
        if isinstance(node, Base | ParentRow):
            return base_of(node) == self._base
        if isinstance(node, tuple):
            return any(self.does(part) for part in node)
        if not is_dataclass(node):
            return False
        if id(node) not in self._known:
            parts = (getattr(node, field.name) for field in fields(node))
            self._known[id(node)] = any(self.does(part) for part in parts)
        return self._known[id(node)]


class _Renamed:
    """Says of some rows what was said of others; what stands in many places is renamed once."""

    def __init__(self, rows: Mapping[Row, Row]) -> None:
        self._rows = rows
        self._known: dict[int, object] = {}

    def of(self, node: T) -> T:
        """The same, said of the other rows."""
        if isinstance(node, tuple):
            parts = [self.of(part) for part in node]
            is_same = all(one is other for one, other in zip(parts, node, strict=True))
            return node if is_same else cast("T", tuple(parts))
        if not is_dataclass(node) or isinstance(node, type):
            return node
        if id(node) not in self._known:
            self._known[id(node)] = self._as_renamed(node)
        return cast("T", self._known[id(node)])

    def _as_renamed(self, node: object) -> object:
        if isinstance(node, Base | ParentRow) and node in self._rows:
            return self._rows[node]
        told = {field.name: getattr(node, field.name) for field in fields(node)}  # type: ignore[arg-type]
        renamed = {name: self.of(part) for name, part in told.items()}
        is_same = all(renamed[name] is part for name, part in told.items())
        return node if is_same else replace(node, **renamed)  # type: ignore[type-var]
