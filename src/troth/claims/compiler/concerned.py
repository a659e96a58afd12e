"""
"Whom does it concern?", asked of a test: the only people (or records) of whose rows it can be yes.

Where a clock has not run out, records end because of facts alone: an objection that was upheld, a consent that
was withdrawn, an erasure. Such a test is yes of no row but those that something carried speaks of. So a sweep
need not look at every young row: it follows the carried keys to their rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from troth.claims.carried import DOUBT, CarriedRow
from troth.claims.questions import (
    NO,
    CarriedSince,
    CarriedState,
    Carry,
    Doubtful,
    Every,
    ExistedAt,
    FirstText,
    HasInstant,
    HasUntil,
    IsCarried,
    KeyText,
    Negation,
    Outlived,
    RecordText,
    SeenBy,
    Slot,
    Some,
    Surely,
    Test,
    TextValue,
)

Own = KeyText | RecordText  # what a row says of itself: a person's key, or its own
CarriedRows = Mapping[Slot, Mapping[str, CarriedRow]]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A carried row is needed: of which slot, for which text, and which of its rows will do."""

    slot: Slot
    who: TextValue
    will_do: Callable[[CarriedRow], bool]


_Leaves = tuple[_Leaf, ...]


def concerned(
    test: Test, rows: CarriedRows, is_reachable: Callable[[Own], bool]
) -> dict[Own, frozenset[str]] | None:
    """
    The values of the keys without which the test is not yes; none where it may be yes of anybody's row.

    Every row of which the test is yes has one of these values in (at least) one of these keys.

    Args:
        test: one of `ended.py`: never unknown, its negations at its leaves.
        rows: what is carried.
        is_reachable: whether rows are found by that key.
    """
    leaves = _Search(rows, is_reachable).of(test)
    if leaves is None:
        return None
    found: dict[Own, set[str]] = {}
    for leaf in leaves:
        for own, mark in _own(leaf.who):
            told = (who for who, row in rows.get(leaf.slot, {}).items() if leaf.will_do(row))
            found.setdefault(own, set()).update(_values(own, mark, told))
    return {own: frozenset(values) for own, values in found.items() if values}


def _values(own: Own, mark: str, told: Iterable[str]) -> Iterator[str]:
    """The values of one key among the texts for which something is carried."""
    prefix = mark + (f"{own.type}:" if isinstance(own, KeyText) else "")
    return (who.removeprefix(prefix) for who in told if who.startswith(prefix))


def _own(who: TextValue, mark: str = "") -> Iterator[tuple[Own, str]]:
    """The keys that a text is made of, each with the mark before it."""
    match who:
        case KeyText() | RecordText():
            yield who, mark
        case FirstText(texts):
            for text in texts:
                yield from _own(text, mark)
        case Doubtful(text):
            yield from _own(text, DOUBT)
        case _:
            assert_never(who)


class _Search:
    """Looks for the fewest carried rows without one of which a test is not yes; each part is looked at once."""

    def __init__(self, rows: CarriedRows, is_reachable: Callable[[Own], bool]) -> None:
        self._rows, self._is_reachable = rows, is_reachable
        self._found: dict[int, tuple[Test, _Leaves | None]] = {}
        self._reachable: dict[TextValue, bool] = {}

    def of(self, test: Test) -> _Leaves | None:
        known = self._found.get(id(test))
        if known is None:
            known = self._found[id(test)] = (test, self._of(test))
        return known[1]

    def _of(self, test: Test) -> _Leaves | None:
        if test == NO:
            return ()
        match test:
            case Every(tests):
                found = [leaves for one in tests if (leaves := self.of(one)) is not None]
                return min(found, key=self._size, default=None)
            case Some(tests):
                all_of = [self.of(one) for one in tests]
                return (
                    tuple(dict.fromkeys(leaf for leaves in all_of for leaf in leaves or ()))
                    if None not in all_of
                    else None
                )
            case _:
                leaf = _leaf(test)
                return None if leaf is None or not self._leads(leaf.who) else (leaf,)

    def _size(self, leaves: _Leaves) -> int:
        return sum(len(self._rows.get(slot, ())) for slot in {leaf.slot for leaf in leaves})

    def _leads(self, who: TextValue) -> bool:
        if who not in self._reachable:
            self._reachable[who] = all(self._is_reachable(own) for own, _ in _own(who))
        return self._reachable[who]


def _leaf(test: Test) -> _Leaf | None:
    """The carried row without which a leaf is not yes; none where it asks something else, or that there be none."""
    match test:
        case Surely(Negation(CarriedState(carry, state))):
            return _carried(carry, lambda row: row.state is not None and row.state != state)
        case Surely(Negation(CarriedSince(carry, _) | ExistedAt(_, carry, _) | SeenBy(_, carry, _))):
            return _carried(carry)
        case Surely(Negation(Outlived(later, _, _))):
            return _carried(later)
        case Surely(inner):
            return _leaf(inner)
        case CarriedState(carry, state):
            return _carried(carry, lambda row: row.state == state)
        case HasInstant(carry, is_soft):
            return _carried(carry, lambda row: (row.soft_at if is_soft else row.at) is not None)
        case HasUntil(carry, is_frozen) | ExistedAt(_, carry, is_frozen) | SeenBy(_, carry, is_frozen):
            return _carried(
                carry, lambda row: (row.frozen_until if is_frozen else row.ended_until) is not None
            )
        case Outlived(later, _, is_soft):
            return _carried(later, lambda row: (row.soft_at if is_soft else row.at) is not None)
        case IsCarried(carry) | CarriedSince(carry, _):
            return _carried(carry)
        case _:
            return None


def _carried(carry: Carry, will_do: Callable[[CarriedRow], bool] = lambda _: True) -> _Leaf:
    return _Leaf(carry.slot, carry.who, will_do)
