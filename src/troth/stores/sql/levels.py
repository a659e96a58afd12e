"""Answers made of answers: what many claims share is computed once, level by level.

A SELECT cannot use its own results. So what needs rows is asked in the innermost SELECT, each thing
once, under a name; what is made of names alone stands in a SELECT around it, and so on outwards.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from troth.claims import questions as ask
from troth.stores.sql.words import Words

Node = ask.Test | ask.Number
T = TypeVar("T")
Together = Callable[[ask.Pointing, Sequence[ask.Test]], str]
_Say = Callable[[list[str]], str]
_Parts = tuple[tuple[int, ...] | None, _Say, object]
_DEEP = 7  # an expression deeper than this is named, so that no parser's stack overflows
_LIGHT = 12  # what is made of so few parts is said again wherever it stands: a level costs more
_BITS = 31  # of a whole number


@dataclass(slots=True)
class _Known:
    """One distinct node: how it is said (with its children's numbers in place), or as a leaf."""

    children: tuple[int, ...]
    say: Callable[[list[str]], str]
    leaf: str | None
    is_constant: bool = False
    uses: int = 0
    depth: int = 0
    weight: int = 1
    level: int = 0
    name: str | None = None


@dataclass(slots=True)
class _Rows:
    """Rows of which several things are asked: the leaf that tells which of these tests any of them passes."""

    number: int
    bits: dict[ask.Test, int]


class Levels:
    """Collects what is wanted, then tells how to select it."""

    def __init__(
        self, words: Words, leaf: Callable[[Node], str | None], together: Together | None = None
    ) -> None:
        self._words = words
        self._leaf = leaf
        self._together = together
        self._passed: dict[ask.Pointing, _Rows] = {}
        self._numbers: dict[object, int] = {}
        self._by_identity: dict[int, tuple[int, Node]] = {}
        self._known: list[_Known] = []
        self._wanted: dict[str, int] = {}

    def want(self, label: str, node: Node) -> None:
        """Give this node under that label."""
        number = self._intern(node)
        self._known[number].uses += 1
        self._wanted[label] = number

    def number(self, node: Node) -> int:
        """A number for a node, the same for those that ask the same."""
        return self._intern(node)

    @property
    def spare_reading(self) -> bool:
        """Whether several things are asked of the same rows, which are read once for all of them."""
        return any(len(rows.bits) > 1 for rows in self._passed.values())

    def told(self) -> tuple[dict[str, str], list[dict[str, str]]]:
        """The columns of the innermost SELECT, then those of each SELECT around it; the last gives what is wanted."""
        levels: dict[int, dict[str, str]] = {}
        for rows, passed in self._passed.items():
            self._known[passed.number].leaf = self._said_of_rows(rows, list(passed.bits))
        for number, known in enumerate(self._known):
            if known.leaf is not None:
                known.name, known.level, known.depth = f"x{number}", 1, 0
                levels.setdefault(1, {})[known.name] = known.leaf
                continue
            below = [self._known[child] for child in known.children]
            known.level = max((child.level for child in below), default=0)
            known.depth = 1 + max((child.depth for child in below), default=0)
            known.weight = 1 + sum(child.weight for child in below)
            if not known.is_constant and ((known.uses > 1 and known.weight > _LIGHT) or known.depth > _DEEP):
                known.level = max(known.level, 1) + 1
                known.name, known.depth, known.weight = f"x{number}", 0, 1
                levels.setdefault(known.level, {})[known.name] = known.say(
                    [self._said(c) for c in known.children]
                )
        if not self._wanted:
            return {}, []
        last = max(levels, default=1) + 1
        levels[last] = {label: self._said(number) for label, number in self._wanted.items()}
        return levels.get(1, {}), [levels[level] for level in sorted(levels) if level > 1]

    def _said(self, number: int) -> str:
        known = self._known[number]
        return known.name or known.say([self._said(child) for child in known.children])

    def _said_of_rows(self, rows: ask.Pointing, tests: Sequence[ask.Test]) -> str | None:
        if self._together is None or len(tests) == 1:
            return self._leaf(ask.AnyRow(rows, tests[0]))
        return self._together(rows, tests)

    def _intern(self, node: Node) -> int:
        """The number of a node, the same for equal ones, so that each is said once."""
        if id(node) in self._by_identity:
            return self._by_identity[id(node)][0]
        children, say, key = self._parts(node)
        if children is None:
            key = (type(node).__name__, node)
            if key not in self._numbers:
                text = self._leaf(node)
                assert text is not None, node
                self._add(key, _Known((), lambda _: "", text))
        elif key not in self._numbers:
            self._add(key, _Known(children, say, None, isinstance(node, ask.Const | ask.Holds)))
        number = self._numbers[key]
        self._by_identity[id(node)] = (number, node)
        return number

    def _add(self, key: object, known: _Known) -> None:
        self._numbers[key] = len(self._known)
        for child in known.children:
            self._known[child].uses += 1
        self._known.append(known)

    def _parts(self, node: Node) -> _Parts:
        """The children of a node, how it is said of them, and what makes it the same as another."""
        words = self._words
        match node:
            case ask.Const(value):
                return (), lambda _: str(value), ("Const", value)
            case ask.Holds(answer):
                return (), lambda _: words.answer(answer), ("Holds", answer)
            case ask.Negation(inner):
                return self._in_order("not", (inner,), _said_not)
            case ask.IsUnknown(inner):
                return self._in_order("unknown", (inner,), _said_unknown)
            case ask.Surely(inner):
                return self._in_order("surely", (inner,), _said_surely)
            case ask.Every(tests):
                return self._in_any_order("every", tests, _said_every)
            case ask.Some(tests):
                return self._in_any_order("some", tests, _said_some)
            case ask.Greatest(parts):
                return self._in_any_order("greatest", parts, words.greatest)
            case ask.Least(parts):
                return self._in_any_order("least", parts, words.least)
            case ask.AnyRow(rows, test) if rows.is_indexed and self._together is not None:
                return self._of_rows(rows, test)
            case ask.Case(whens, otherwise):
                numbers = [(self._intern(test), self._intern(value)) for test, value in whens]
                last = self._intern(otherwise)
                flat = (*(one for when in reachable(numbers, last) for one in when), last)
                return flat, _said_case, ("case", flat)
            case _:
                return None, _said_not, None

    def _of_rows(self, rows: ask.Pointing, test: ask.Test) -> _Parts:
        """A bit of what is told of rows at once; the test itself, if it is the only one."""
        if rows not in self._passed:
            number = len(self._known)
            self._add(("rows", rows), _Known((), _said_alone, ""))
            self._passed[rows] = _Rows(number, {})
        passed = self._passed[rows]
        if test not in passed.bits and len(passed.bits) == _BITS:
            return None, _said_alone, None
        bit = passed.bits.setdefault(test, len(passed.bits))

        def said(of: list[str]) -> str:
            return of[0] if len(passed.bits) == 1 else f"{of[0]} & {1 << bit} <> 0"

        return (passed.number,), said, ("passed", passed.number, bit)

    def _in_order(self, kind: str, children: tuple[Node, ...], say: _Say) -> _Parts:
        numbers = tuple([self._intern(child) for child in children])
        return numbers, say, (kind, numbers)

    def _in_any_order(self, kind: str, children: tuple[Node, ...], say: _Say) -> _Parts:
        """For what does not mind how often, or in which order, its parts stand."""
        numbers = tuple(sorted({self._intern(child) for child in children}))
        return numbers, say if len(numbers) > 1 else _said_alone, (kind, numbers)


def _said_alone(said: list[str]) -> str:
    return said[0]


def _said_not(said: list[str]) -> str:
    return f"NOT ({said[0]})"


def _said_unknown(said: list[str]) -> str:
    return f"({said[0]}) IS NULL"


def _said_surely(said: list[str]) -> str:
    return f"({said[0]}) IS TRUE"


def _said_every(said: list[str]) -> str:
    return " AND ".join(f"({one})" for one in said)


def _said_some(said: list[str]) -> str:
    return " OR ".join(f"({one})" for one in said)


def _said_case(said: list[str]) -> str:
    return said_case(list(zip(said[:-1:2], said[1::2], strict=True)), said[-1])


def reachable(whens: Iterable[tuple[T, T]], last: T) -> list[tuple[T, T]]:
    """The branches of a case that are ever taken and say anything else than the last one."""
    first: dict[T, T] = {}
    for test, value in whens:
        first.setdefault(test, value)
    kept = list(first.items())
    while kept and kept[-1][1] == last:
        kept.pop()
    return kept


def said_case(whens: Sequence[tuple[str, str]], last: str) -> str:
    """The number of the first test that answers yes."""
    listed = " ".join([f"WHEN {test} THEN {value}" for test, value in whens])
    return f"CASE {listed} ELSE {last} END" if whens else last
