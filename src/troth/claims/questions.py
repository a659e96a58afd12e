"""The words in which the compiler asks a store: a small algebra of rows, tests, numbers and texts.

It says *what* is asked, set-based and for every row of a table at once; `stores/` says it in the
dialect of an engine. Numbers are states (`State`), or `NOBODY` where a record has no tie. Tests are
three-valued as in SQL. What Troth knows and the store does not (facts, the person's last contact) is
carried along as rows of (slot, who, …) and looked up by text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import is_

from troth.claims.facts import Instant
from troth.manifest.condition import Scalar
from troth.manifest.names import Column, KeyType, Relation, TableName
from troth.manifest.stores import StoredAs

NOBODY = -1  # less than every state: no tie, so no claim can be asked about anyone

Slot = tuple[str, ...]  # what a carried row is about: ("consent", purpose, choice)


# --- rows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Base:
    """The rows a (sub)question runs over. No others that are in sight where it stands have its `name`."""

    name: str
    table: TableName


@dataclass(frozen=True, slots=True)
class ParentRow:
    """The row that `of` points at by a reference of its table; all its cells are NULL where there is none."""

    of: "Row"
    relation: Relation
    table: TableName
    on: tuple[tuple[Column, Column], ...]  # mine, theirs


Row = Base | ParentRow


def base_of(row: Row) -> Base:
    """The row from which the way to this one begins."""
    while isinstance(row, ParentRow):
        row = row.of
    return row


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one row."""

    row: Row
    column: Column


@dataclass(frozen=True, slots=True)
class Pointing:
    """The rows of `base` whose `row` (itself or one it leads to) has these columns equal to cells outside."""

    base: Base
    row: Row
    on: tuple[tuple[Column, Cell], ...]
    is_indexed: bool = False  # an index leads to them: they are looked up for each row, never read as a whole


# --- texts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyText:
    """A key as text (`Key.text`), normalised unless the column already is; NULL where the cell is."""

    type: KeyType
    cell: Cell
    is_normalised: bool


@dataclass(frozen=True, slots=True)
class FirstText:
    """The first of these that is not NULL."""

    texts: tuple["TextValue", ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The text marked as a key in doubt, so that it only meets facts carried for keys in doubt."""

    text: "TextValue"


@dataclass(frozen=True, slots=True)
class RecordText:
    """The key of the record as text (`RecordRef.text`)."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a record to a key: read from the row itself, or from the rows its path leads down to."""

    key: KeyText
    rows: Pointing | None = None


TextValue = KeyText | FirstText | Doubtful | RecordText


@dataclass(frozen=True, slots=True)
class Carry:
    """The carried row of that slot for that text, if there is one."""

    slot: Slot
    who: TextValue


# --- tests --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holds:
    """Always yes, or always no."""

    answer: bool


@dataclass(frozen=True, slots=True)
class IsAmong:
    """The cell holds one of these; unknown where it is NULL."""

    cell: Cell
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class IsAbsent:
    """The cell or text is NULL."""

    value: Cell | TextValue


@dataclass(frozen=True, slots=True)
class Negation:
    test: "Test"


@dataclass(frozen=True, slots=True)
class Every:
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Some:
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class AnyRow:
    """Some pointing row answers yes."""

    rows: Pointing
    test: "Test"


@dataclass(frozen=True, slots=True)
class Given:
    """The test where the cell has a value, unknown where it is NULL: asked of a parent that may be missing."""

    cell: Cell
    test: "Test"


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """The test is neither yes nor no. Itself never unknown."""

    test: "Test"


@dataclass(frozen=True, slots=True)
class Surely:
    """Yes where the test is yes, no where it is no or unknown."""

    test: "Test"


@dataclass(frozen=True, slots=True)
class StartsBefore:
    """The instant in the cell lies before `bound`; unknown where it is NULL."""

    cell: Cell
    bound: Instant
    stored_as: StoredAs


@dataclass(frozen=True, slots=True)
class IsDay:
    """The cell holds a day that the calendar has, not 2020-02-00, which some engines keep. Never unknown."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class IsCarried:
    """There is a carried row."""

    carry: Carry


@dataclass(frozen=True, slots=True)
class CarriedSince:
    """The carried row's instant is at or after this one; unknown without a row or instant."""

    carry: Carry
    bound: Instant


@dataclass(frozen=True, slots=True)
class CarriedState:
    """The carried row has that state."""

    carry: Carry
    state: int


@dataclass(frozen=True, slots=True)
class Outlived:
    """The instant of `later` (or its soft instant) is at or after the instant of `earlier`."""

    later: Carry
    earlier: Carry
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class HasInstant:
    """The carried row has an instant (its soft one)."""

    carry: Carry
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class ExistedAt:
    """The record was created at or before the carried row's `ended_until` (or `frozen_until`)."""

    created: Cell
    carry: Carry
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class SeenBy:
    """The instant of `seen` is at or before the other row's `ended_until` (or `frozen_until`)."""

    seen: Carry
    carry: Carry
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class HasUntil:
    """The carried row has an `ended_until` (or a `frozen_until`)."""

    carry: Carry
    is_frozen: bool = False


Test = (
    Holds
    | IsAmong
    | IsAbsent
    | Negation
    | Every
    | Some
    | AnyRow
    | Given
    | IsUnknown
    | Surely
    | StartsBefore
    | IsDay
    | IsCarried
    | CarriedSince
    | CarriedState
    | Outlived
    | HasInstant
    | ExistedAt
    | SeenBy
    | HasUntil
)

YES = Holds(True)
NO = Holds(False)


# --- numbers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Const:
    value: int
    why: int = 0  # of a frozen one, the reason (`Unknown`), where it was asked for; no store is told


@dataclass(frozen=True, slots=True)
class Greatest:
    parts: tuple["Number", ...]


@dataclass(frozen=True, slots=True)
class Least:
    parts: tuple["Number", ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The number of the first test that answers yes; an unknown answer is not a yes."""

    whens: tuple[tuple[Test, "Number"], ...]
    otherwise: "Number"


@dataclass(frozen=True, slots=True)
class GreatestOver:
    """The greatest of the number over the pointing rows; `NOBODY` where there is none."""

    rows: Pointing
    number: "Number"


@dataclass(frozen=True, slots=True)
class StateCarried:
    """The carried row's state; `otherwise` without a row."""

    carry: Carry
    otherwise: "Number"


Number = Const | Greatest | Least | Case | GreatestOver | StateCarried


# --- building without noise ---------------------------------------------------------------------------------


def greatest(*parts: Number) -> Number:
    """The greatest of the parts, constants folded (`NOBODY` where there is none)."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Greatest) else (part,))]
    constant = max((part for part in flat if isinstance(part, Const)), key=_rank, default=Const(NOBODY))
    rest = tuple(part for part in flat if not _is_at_most(part, constant))
    if not rest or constant.value >= 3:
        return constant
    if constant.value == NOBODY or (constant.value == 0 and any(map(_is_state, rest))):
        return rest[0] if len(rest) == 1 else Greatest(rest)
    return Greatest((*rest, constant))


def _is_at_most(number: Number, constant: Const) -> bool:
    """Whether it is surely no greater than a constant."""
    match number:
        case Const():
            return _rank(number) <= _rank(constant)
        case Case(whens, otherwise):
            return _is_at_most(otherwise, constant) and all(_is_at_most(part, constant) for _, part in whens)
        case GreatestOver(_, inner):
            return _is_at_most(inner, constant)
        case _:
            return False


def _is_state(number: Number) -> bool:
    """Whether it says of every row a state that stands in it, the least of which is that all has ended."""
    match number:
        case Const(value):
            return value >= 0
        case Case(whens, otherwise):
            return _is_state(otherwise) and all(_is_state(part) for _, part in whens)
        case _:
            return False


def least(*parts: Number) -> Number:
    """The least of the parts, constants folded (active where there is none)."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Least) else (part,))]
    constant = min((part for part in flat if isinstance(part, Const)), key=_rank, default=Const(3))
    rest = tuple(part for part in flat if not isinstance(part, Const))
    if not rest or constant.value <= 0:
        return constant
    if constant.value >= 3:
        return rest[0] if len(rest) == 1 else Least(rest)
    return Least((*rest, constant))


def _rank(part: Const) -> tuple[int, int]:
    return part.value, part.why


def every(*tests: Test) -> Test:
    """All of the tests, constants folded."""
    if NO in tests:
        return NO
    rest = tuple(test for test in tests if test != YES)
    return YES if not rest else rest[0] if len(rest) == 1 else Every(rest)


def some(*tests: Test) -> Test:
    """One of the tests, constants folded."""
    if YES in tests:
        return YES
    rest = tuple(test for test in tests if test != NO)
    return NO if not rest else rest[0] if len(rest) == 1 else Some(rest)


def negation(test: Test) -> Test:
    """The contrary."""
    match test:
        case Holds(answer):
            return Holds(not answer)
        case Negation(inner):
            return inner
        case _:
            return Negation(test)


def surely(test: Test) -> Test:
    """The test without a third answer."""
    return test if isinstance(test, Holds | Surely) else Surely(test)


def _alternatives(test: Test) -> Iterator[Test]:
    """What a test is one of."""
    if isinstance(test, Some):
        for part in test.tests:
            yield from _alternatives(part)
    else:
        yield test


def case(*whens: tuple[Test, Number], otherwise: Number) -> Number:
    """The first that holds, branches that cannot be reached left out."""
    kept: list[tuple[Test, Number]] = []
    for test, number in whens:
        if test == NO:
            continue
        if test == YES:
            otherwise = number
            break
        if all(any(part == before for before, _ in kept) for part in _alternatives(test)):
            continue
        kept.append((test, _where(number, test, [before for before, _ in kept])))
    otherwise = _where(otherwise, None, [before for before, _ in kept])
    if all(number == otherwise for _, number in kept):
        return otherwise
    return Case(tuple(kept), otherwise)


def _where(number: Number, so: Test | None, not_so: Sequence[Test]) -> Number:
    """The number where one test answers yes and others do not, as far as it asks just these again."""
    match number:
        case Case(whens, otherwise):
            kept: list[tuple[Test, Number]] = []
            for test, value in whens:
                if test == so:
                    otherwise = value
                    break
                if test not in not_so:
                    kept.append((test, value))
            return number if len(kept) == len(whens) else case(*kept, otherwise=otherwise)
        case Greatest(parts):
            told = [_where(part, so, not_so) for part in parts]
            return number if all(map(is_, told, parts)) else greatest(*told)
        case _:
            return number
