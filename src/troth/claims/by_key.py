"""
What is known under each key, kept small: there may be a fact under each of millions of keys.

Texts are written when they are asked for, and what is equal is held once.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, ItemsView, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import TypeVar, cast

from troth.claims.facts import Fact
from troth.claims.keys import Key, RecordRef

_MOST = 10_000  # values held in order to be shared

V = TypeVar("V")
H = TypeVar("H", bound=Hashable)


def facts_by_key(facts: Iterable[Fact]) -> Iterator[tuple[Key, list[Fact]]]:
    """The facts under each key, in the order in which they come."""
    found = [fact for fact in facts if fact.key is not None]
    for part in ("type", "value"):
        found.sort(key=attrgetter(f"key.{part}"))
    for key, of_key in groupby(found, key=attrgetter("key")):
        yield key, list(of_key)


class FactsAbout:
    """Facts, found by the key or record they are about, or by neither: a table of these would take more room."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = sorted(facts, key=_mark)
        self._marks = array("q", map(_mark, self._facts))

    def of(self, one: Key | RecordRef | None) -> Iterator[Fact]:
        """Those about it, or about neither key nor record, in the order in which they came."""
        mark = hash(one)
        for place in range(bisect_left(self._marks, mark), len(self._marks)):
            if self._marks[place] != mark:
                return
            if _about(self._facts[place]) == one:
                yield self._facts[place]


def _mark(fact: Fact) -> int:
    return hash(_about(fact))


def _about(fact: Fact) -> Key | RecordRef | None:
    return fact.key or fact.record


class UnderKeys(Mapping[str, V]):
    """One value under each of many keys, found by the key's text. The texts are not kept."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._values: list[V] = []
        self._found: dict[str, V] | None = None

    def add(self, key: Key, value: V) -> None:
        """Put a value under a key that has none."""
        self._keys.append(key)
        self._values.append(value)
        self._found = None

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return (key.text for key in self._keys)

    def __getitem__(self, text: str) -> V:
        if self._found is None:  # whoever carries all of them looks none up
            self._found = dict(self.pairs())
        return self._found[text]

    def pairs(self) -> Iterator[tuple[str, V]]:
        """Each text with its value."""
        return ((key.text, value) for key, value in zip(self._keys, self._values, strict=True))

    def items(self) -> ItemsView[str, V]:
        """The same, as any mapping has it."""
        return _Pairs(self)


class _Pairs(ItemsView[str, V]):
    def __init__(self, of: UnderKeys[V]) -> None:
        super().__init__(of)
        self._of = of

    def __iter__(self) -> Iterator[tuple[str, V]]:
        return self._of.pairs()


class Once:
    """Gives of equal values always the same one, as long as they are not too many."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Hashable] = {}

    def __call__(self, value: H) -> H:
        """The value, or the one known that equals it."""
        if len(self._known) >= _MOST:
            self._known.clear()
        return cast("H", self._known.setdefault(value, value))
