"""
"Is it ended?", asked as a test: what a store can put into the statement that destroys.

A judgement gives each datum a number. A sweep needs less: whether the number is `ended`, for every datum
of a record at once, as a condition that an engine can use with an index. So the number is turned into a
test that is never unknown (what is not known is not ended), and whatever compares the one column that a
window moves along is decided beforehand: between two bounds of that column (a `Stretch`) each such
comparison has one answer. What is left to ask of each row is mostly nothing but the holds.
"""

from collections.abc import Iterator, Sequence
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
    IsDay,
    IsUnknown,
    Least,
    Negation,
    Number,
    Some,
    StartsBefore,
    StateCarried,
    Surely,
    Test,
)
from troth.claims.states import State

_Kind = type[Every] | type[Some]
_PASSES = 4  # that a simplification takes at most
_NEVER_UNKNOWN = (IsAbsent, IsCarried, IsDay, HasInstant, HasUntil, AnyRow)


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


class Forms:
    """
    Makes tests of tests, and every distinct one once.

    A part that stands in many claims is one object wherever it stands, so that two tests are the same when
    they are identical; whatever is asked of a test is asked of the object once.
    """

    def __init__(self) -> None:
        self._known: dict[object, Test] = {}
        self._contrary: dict[
            int, tuple[Test, Test]
        ] = {}  # with the test itself, so that it keeps its identity
        self._sizes: dict[int, tuple[Test, int]] = {}

    def one(self, test: Test) -> Test:
        """The test as the one object that stands for all equal ones; its parts are such objects already."""
        match test:
            case Every(tests) | Some(tests):
                key: object = (type(test), frozenset(map(id, tests)))
            case Negation(inner) | Surely(inner):
                key = (type(test), id(inner))
            case AnyRow(rows, inner):
                key = (AnyRow, rows, id(inner))
            case _:
                key = (type(test), test)
        return self._known.setdefault(key, test)

    def all_of(self, *tests: Test) -> Test:
        """All of these, each said once, and none more than the others leave open."""
        return self._combined(tests, Every, Some, YES, NO)

    def any_of(self, *tests: Test) -> Test:
        """One of these, each said once, and none more than the others leave open."""
        return self._combined(tests, Some, Every, NO, YES)

    def _combined(
        self, tests: Sequence[Test], ours: _Kind, theirs: _Kind, neutral: Test, decisive: Test
    ) -> Test:
        """Every or Some of the tests: where one is decided by the others, it is left out, or decides all."""
        found = _flat(tests, ours, neutral)
        for _ in range(_PASSES):
            plain = {id(test) for test in found if not isinstance(test, theirs)}
            ruled_out = {id(self.contrary(test)) for test in found if id(test) in plain}
            if any(test == decisive for test in found) or not plain.isdisjoint(ruled_out):
                return decisive
            # Of "all of a and (a or b)" only "a" is left, and of "all of a and (not a or b)" both a and b.
            known = _Known(plain, ruled_out, neutral, decisive)
            further = [self._given(test, known) if isinstance(test, theirs) else test for test in found]
            if all(one is other for one, other in zip(found, further, strict=True)):
                break
            found = _flat(further, ours, neutral)
        if any(test == decisive for test in found):
            return decisive
        return neutral if not found else found[0] if len(found) == 1 else self.one(ours(tuple(found)))

    def _given(self, test: Test, known: "_Known") -> Test:
        """A test where some others are known."""
        if id(test) in known.neutral:
            return known.neutral_test
        if id(test) in known.decisive:
            return known.decisive_test
        if not isinstance(test, Every | Some):
            return test
        parts = tuple(self._given(part, known) for part in test.tests)
        if all(one is other for one, other in zip(parts, test.tests, strict=True)):
            return test
        kind, least, most = (Every, YES, NO) if isinstance(test, Every) else (Some, NO, YES)
        left = _flat(parts, kind, least)
        if most in left:
            return most
        return least if not left else left[0] if len(left) == 1 else self.one(kind(tuple(left)))

    def contrary(self, test: Test) -> Test:
        """The contrary of a test that is never unknown, with negations at its leaves."""
        if id(test) not in self._contrary:
            found = self._as_contrary(test)
            self._contrary[id(test)], self._contrary[id(found)] = (test, found), (found, test)
        return self._contrary[id(test)][1]

    def _as_contrary(self, test: Test) -> Test:
        match test:
            case Holds(answer):
                return NO if answer else YES
            case Every(tests):
                return self.one(Some(tuple(map(self.contrary, tests))))
            case Some(tests):
                return self.one(Every(tuple(map(self.contrary, tests))))
            case Negation(inner):
                return inner
            case _:
                return self.one(Negation(test))

    def size(self, test: Test) -> int:
        """How many leaves the test has where it is said in full."""
        if id(test) not in self._sizes:
            match test:
                case Every(tests) | Some(tests):
                    size = sum(map(self.size, tests))
                case Negation(inner) | AnyRow(_, inner):
                    size = 1 + self.size(inner)
                case _:
                    size = 1
            self._sizes[id(test)] = (test, size)
        return self._sizes[id(test)][1]


class Ended:
    """
    Turns numbers into tests, each part once; `within` a stretch where one is given.

    Asked of `ARCHIVED`, a test says whether nothing is active any more.
    """

    def __init__(self, forms: Forms, within: Stretch | None = None, most: State = State.ENDED) -> None:
        self._forms = forms
        self._within = within
        self._low = tuple(state for state in State if state <= most)
        self._ended: dict[int, tuple[Number, Test]] = {}
        self._yes: dict[int, tuple[Test, Test]] = {}
        self._no: dict[int, tuple[Test, Test]] = {}

    def ended(self, number: Number) -> Test:
        """Yes where the number is no more than ended (than what was asked of), else no; never unknown."""
        known = self._ended.get(id(number))
        if known is None:
            known = self._ended[id(number)] = (number, self._of(number))
        return known[1]

    def _of(self, number: Number) -> Test:
        forms = self._forms
        match number:
            case Const():
                return YES if number.value <= self._low[-1] else NO
            case Greatest(parts):
                return forms.all_of(*(self.ended(part) for part in parts))
            case Least(parts):
                return forms.any_of(*(self.ended(part) for part in parts))
            case Case(whens, otherwise):
                found = self.ended(otherwise)
                for test, value in reversed(whens):
                    found = self._chosen(test, self.ended(value), found)
                return found
            case GreatestOver(rows, over):
                held = forms.contrary(self.ended(over))
                return YES if held == NO else forms.contrary(forms.one(AnyRow(rows, held)))
            case StateCarried(carry, otherwise):
                carried = [CarriedState(carry, state) for state in self._low]
                without = forms.all_of(self.yes(IsUnknown(carried[0])), self.ended(otherwise))
                return forms.any_of(*map(self.yes, carried), without)
            case _:
                assert_never(number)

    def _chosen(self, test: Test, then: Test, otherwise: Test) -> Test:
        """`then` where the test is yes, else `otherwise`."""
        forms, is_so = self._forms, self.yes(test)
        if is_so == YES or then is otherwise:
            return then
        if then == YES:
            return forms.any_of(is_so, otherwise)
        if then == NO:
            return forms.all_of(forms.contrary(is_so), otherwise)
        return forms.any_of(forms.all_of(is_so, then), forms.all_of(forms.contrary(is_so), otherwise))

    def yes(self, test: Test) -> Test:
        """Yes where the test is, else no; never unknown."""
        known = self._yes.get(id(test))
        if known is None:
            known = self._yes[id(test)] = (test, self._as_yes(test))
        return known[1]

    def _as_yes(self, test: Test) -> Test:
        forms = self._forms
        match test:
            case Holds(answer):
                return YES if answer else NO
            case Every(tests):
                return forms.all_of(*map(self.yes, tests))
            case Some(tests):
                return forms.any_of(*map(self.yes, tests))
            case Negation(inner):
                return self.no(inner)
            case Surely(inner):
                return self.yes(inner)
            case IsUnknown(inner):
                return forms.all_of(forms.contrary(self.yes(inner)), forms.contrary(self.no(inner)))
            case Given(cell, inner):
                return forms.all_of(self._has_value(cell), self.yes(inner))
            case AnyRow(rows, inner):
                is_so = self.yes(inner)
                return NO if is_so == NO else forms.one(AnyRow(rows, is_so))
            case _:
                return self._leaf_yes(test)

    def _leaf_yes(self, test: Test) -> Test:
        decided = None if self._within is None else self._within.answer(test)
        if decided is not None:
            return YES if decided else NO
        leaf = self._forms.one(test)
        return leaf if isinstance(test, _NEVER_UNKNOWN) else self._forms.one(Surely(leaf))

    def no(self, test: Test) -> Test:
        """Yes where the test is no, else no: where it is unknown too; never unknown."""
        known = self._no.get(id(test))
        if known is None:
            known = self._no[id(test)] = (test, self._as_no(test))
        return known[1]

    def _as_no(self, test: Test) -> Test:
        forms = self._forms
        match test:
            case Holds(answer):
                return NO if answer else YES
            case Every(tests):
                return forms.any_of(*map(self.no, tests))
            case Some(tests):
                return forms.all_of(*map(self.no, tests))
            case Negation(inner):
                return self.yes(inner)
            case Surely() | IsUnknown() | AnyRow():
                return forms.contrary(self.yes(test))
            case Given(cell, inner):
                return forms.all_of(self._has_value(cell), self.no(inner))
            case _:
                return self._leaf_no(test)

    def _leaf_no(self, test: Test) -> Test:
        forms, within = self._forms, self._within
        decided = None if within is None else within.answer(test)
        if within is not None and decided is not None:
            is_unknown = within.is_absent and isinstance(test, StartsBefore)
            return NO if decided or is_unknown else YES
        leaf = forms.one(test)
        if isinstance(test, _NEVER_UNKNOWN):
            return forms.contrary(leaf)
        return forms.one(Surely(forms.one(Negation(leaf))))

    def _has_value(self, cell: Cell) -> Test:
        return self._forms.contrary(self.yes(IsAbsent(cell)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of other tests while one is simplified: which are as the neutral one, which as the decisive."""

    neutral: set[int]
    decisive: set[int]
    neutral_test: Test
    decisive_test: Test


def _flat(tests: Sequence[Test], nested: _Kind, neutral: Test) -> list[Test]:
    """The tests, those nested in one of the same kind laid flat, each once, those that say nothing left out."""
    parts = (part for test in tests for part in (test.tests if isinstance(test, nested) else (test,)))
    return list({id(part): part for part in parts if part != neutral}.values())


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
