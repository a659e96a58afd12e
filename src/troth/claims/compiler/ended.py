"""
"Is it ended?", asked as a test: what a store can put into the statement that destroys.

A judgement gives each datum a number. A sweep needs less: whether the number is `ended`, for every datum
of a record at once, as a condition that an engine can use with an index. So the number is turned into a
test that is never unknown (what is not known is not ended), and whatever compares the one column that a
window moves along is decided beforehand: between two bounds of that column (a `Stretch`) each such
comparison has one answer. What is left to ask of each row is mostly nothing but the holds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from troth.claims.facts import Instant
from troth.claims.questions import (
    NO,
    YES,
    AnyRow,
    CarriedState,
    Case,
    Cell,
    Const,
    Every,
    Given,
    Greatest,
    GreatestOver,
    HasInstant,
    HasUntil,
    Holds,
    IsAbsent,
    IsCarried,
    IsUnknown,
    Least,
    Negation,
    Number,
    Some,
    StartsBefore,
    StateCarried,
    Surely,
    Test,
    every,
    negation,
    some,
)
from troth.claims.states import State

_NEVER_UNKNOWN = (IsAbsent, IsCarried, HasInstant, HasUntil, AnyRow)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of one cell that all of a question's bounds leave together: from `first` on, and before `end`."""

    cell: Cell
    first: Instant | None = None  # none: from the least value on
    end: Instant | None = None  # none: up to the greatest
    is_absent: bool = False  # instead: no value at all

    def answer(self, test: Test) -> bool | None:
        """
        Whether a test is yes for every row whose cell lies here, or for none; none where that is not decided.

        A comparison with a cell that has no value is unknown, and so not yes.
        """
        match test:
            case IsAbsent(value) if value == self.cell:
                return self.is_absent
            case StartsBefore(cell, bound, _) if cell == self.cell:
                if not self.is_absent and self.end is not None and self.end <= bound:
                    return True
                return False if self.is_absent or (self.first is not None and bound <= self.first) else None
            case _:
                return None


def stretches(numbers: Sequence[Number | Test], cell: Cell) -> list[Stretch]:
    """The cell's values, cut at every bound with which these compare it, in order; the last: no value."""
    bounds = sorted({bound for number in numbers for bound in _bounds(number, cell, set())})
    found = [Stretch(cell, first, end) for first, end in pairwise((None, *bounds, None))]
    return [*found, Stretch(cell, is_absent=True)]


class Ended:
    """Turns numbers into tests, each part once; `within` a stretch where one is given."""

    def __init__(self, within: Stretch | None = None) -> None:
        self._within = within
        self._ended: dict[int, tuple[Number, Test]] = {}
        self._yes: dict[int, tuple[Test, Test]] = {}
        self._no: dict[int, tuple[Test, Test]] = {}

    def ended(self, number: Number) -> Test:
        """Yes where the number is no more than ended, else no; never unknown."""
        known = self._ended.get(id(number))
        if known is None:
            known = self._ended[id(number)] = (number, self._of(number))
        return known[1]

    def _of(self, number: Number) -> Test:
        match number:
            case Const():
                return Holds(number.value <= State.ENDED)
            case Greatest(parts):
                return all_of(*(self.ended(part) for part in parts))
            case Least(parts):
                return any_of(*(self.ended(part) for part in parts))
            case Case(whens, otherwise):
                found = self.ended(otherwise)
                for test, value in reversed(whens):
                    found = self._chosen(test, self.ended(value), found)
                return found
            case GreatestOver(rows, over):
                held = contrary(self.ended(over))
                return YES if held == NO else negation(AnyRow(rows, held))
            case StateCarried(carry, otherwise):
                is_ended = CarriedState(carry, State.ENDED)
                return any_of(Surely(is_ended), all_of(self.yes(IsUnknown(is_ended)), self.ended(otherwise)))
            case _:
                assert_never(number)

    def _chosen(self, test: Test, then: Test, otherwise: Test) -> Test:
        """`then` where the test is yes, else `otherwise`."""
        is_so = self.yes(test)
        if is_so == YES or then == otherwise:
            return then
        if then == YES:
            return any_of(is_so, otherwise)
        if then == NO:
            return all_of(contrary(is_so), otherwise)
        return any_of(all_of(is_so, then), all_of(contrary(is_so), otherwise))

    def yes(self, test: Test) -> Test:
        """Yes where the test is, else no; never unknown."""
        known = self._yes.get(id(test))
        if known is None:
            known = self._yes[id(test)] = (test, self._as_yes(test))
        return known[1]

    def _as_yes(self, test: Test) -> Test:
        match test:
            case Holds():
                return test
            case Every(tests):
                return all_of(*(self.yes(one) for one in tests))
            case Some(tests):
                return any_of(*(self.yes(one) for one in tests))
            case Negation(inner):
                return self.no(inner)
            case Surely(inner):
                return self.yes(inner)
            case IsUnknown(inner):
                return all_of(contrary(self.yes(inner)), contrary(self.no(inner)))
            case Given(cell, inner):
                return all_of(negation(IsAbsent(cell)), self.yes(inner))
            case AnyRow(rows, inner):
                is_so = self.yes(inner)
                return NO if is_so == NO else AnyRow(rows, is_so)
            case _:
                decided = None if self._within is None else self._within.answer(test)
                if decided is not None:
                    return Holds(decided)
                return test if isinstance(test, _NEVER_UNKNOWN) else Surely(test)

    def no(self, test: Test) -> Test:
        """Yes where the test is no, else no: where it is unknown too; never unknown."""
        known = self._no.get(id(test))
        if known is None:
            known = self._no[id(test)] = (test, self._as_no(test))
        return known[1]

    def _as_no(self, test: Test) -> Test:
        match test:
            case Holds(answer):
                return Holds(not answer)
            case Every(tests):
                return any_of(*(self.no(one) for one in tests))
            case Some(tests):
                return all_of(*(self.no(one) for one in tests))
            case Negation(inner):
                return self.yes(inner)
            case Surely() | IsUnknown() | AnyRow():
                return contrary(self.yes(test))
            case Given(cell, inner):
                return all_of(negation(IsAbsent(cell)), self.no(inner))
            case _:
                return self._leaf_no(test)

    def _leaf_no(self, test: Test) -> Test:
        within = self._within
        decided = None if within is None else within.answer(test)
        if within is not None and decided is not None:
            is_unknown = within.is_absent and isinstance(test, StartsBefore)
            return Holds(not decided and not is_unknown)
        return negation(test) if isinstance(test, _NEVER_UNKNOWN) else Surely(Negation(test))


def contrary(test: Test) -> Test:
    """The contrary of a test that is never unknown, with negations at its leaves."""
    match test:
        case Every(tests):
            return any_of(*(contrary(one) for one in tests))
        case Some(tests):
            return all_of(*(contrary(one) for one in tests))
        case _:
            return negation(test)


def all_of(*tests: Test) -> Test:
    """All of the tests (never unknown ones), each said once; no, where one of them rules out another."""
    said = _flat(tests, lambda test: test.tests if isinstance(test, Every) else (test,))
    ruled_out = {contrary(test) for test in said}
    left = []
    for test in said:
        if test in ruled_out:
            return NO
        if isinstance(test, Some):
            test = any_of(*(one for one in test.tests if one not in ruled_out))
        left.append(test)
    return every(*_flat(left, lambda test: test.tests if isinstance(test, Every) else (test,)))


def any_of(*tests: Test) -> Test:
    """One of the tests, nested ones laid flat and each said once."""
    return some(*_flat(tests, lambda test: test.tests if isinstance(test, Some) else (test,)))


def _flat(tests: Sequence[Test], parts: Callable[[Test], Sequence[Test]]) -> Sequence[Test]:
    return tuple(dict.fromkeys(part for test in tests for part in parts(test)))


def _bounds(node: object, cell: Cell, seen: set[int]) -> Iterator[Instant]:
    """Every bound with which a cell is compared, anywhere in a question."""
    if id(node) in seen:
        return
    seen.add(id(node))
    match node:
        case StartsBefore(compared, bound, _):
            if compared == cell:
                yield bound
        case Every(parts) | Some(parts) | Greatest(parts) | Least(parts):
            for part in parts:
                yield from _bounds(part, cell, seen)
        case Negation(inner) | Surely(inner) | IsUnknown(inner) | Given(_, inner) | AnyRow(_, inner):
            yield from _bounds(inner, cell, seen)
        case Case(whens, otherwise):
            for test, number in whens:
                yield from _bounds(test, cell, seen)
                yield from _bounds(number, cell, seen)
            yield from _bounds(otherwise, cell, seen)
        case GreatestOver(_, inner) | StateCarried(_, inner):
            yield from _bounds(inner, cell, seen)
        case _:
            return
