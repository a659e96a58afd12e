"""Answers made of answers: what many claims share is computed once, level by level.

A SELECT cannot use its own results. So what needs rows is asked in the innermost SELECT, each thing
once, under a name; what is made of names alone stands in a SELECT around it, and so on outwards.
"""

from collections.abc import Callable
from dataclasses import dataclass

from troth.claims import questions as ask
from troth.stores.sql.words import Words

Node = ask.Test | ask.Number
_DEEP = 7  # an expression deeper than this is named, so that no parser's stack overflows


@dataclass(slots=True)
class _Known:
    """One distinct node: how it is said (with its children's numbers in place), or as a leaf."""

    children: tuple[int, ...]
    say: Callable[[list[str]], str]
    leaf: str | None
    is_constant: bool = False
    uses: int = 0
    depth: int = 0
    level: int = 0
    name: str | None = None


class Levels:
    """Collects what is wanted, then tells how to select it."""

    def __init__(self, words: Words, leaf: Callable[[Node], str | None]) -> None:
        self._words = words
        self._leaf = leaf
        self._numbers: dict[object, int] = {}
        self._by_identity: dict[int, tuple[int, Node]] = {}
        self._known: list[_Known] = []
        self._wanted: dict[str, int] = {}

    def want(self, label: str, node: Node) -> None:
        """Give this node under that label."""
        number = self._intern(node)
        self._known[number].uses += 1
        self._wanted[label] = number

    def told(self) -> tuple[dict[str, str], list[dict[str, str]]]:
        """The columns of the innermost SELECT, then those of each SELECT around it; the last gives what is wanted."""
        levels: dict[int, dict[str, str]] = {}
        for number, known in enumerate(self._known):
            if known.leaf is not None:
                known.name, known.level, known.depth = f"x{number}", 1, 0
                levels.setdefault(1, {})[known.name] = known.leaf
                continue
            below = [self._known[child] for child in known.children]
            known.level = max((child.level for child in below), default=0)
            known.depth = 1 + max((child.depth for child in below), default=0)
            if not known.is_constant and (known.uses > 1 or known.depth > _DEEP):
                known.level = max(known.level, 1) + 1
                known.name, known.depth = f"x{number}", 0
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

    def _parts(self, node: Node) -> tuple[tuple[int, ...] | None, Callable[[list[str]], str], object]:
        """The children of a node, how it is said of them, and what makes it the same as another."""
        words = self._words

        def made(
            children: tuple[Node, ...], say: Callable[[list[str]], str]
        ) -> tuple[tuple[int, ...], Callable[[list[str]], str], object]:
            numbers = tuple(self._intern(child) for child in children)
            return numbers, say, (type(node).__name__, numbers)

        match node:
            case ask.Const(value):
                return (), lambda _: str(value), ("Const", value)
            case ask.Holds(answer):
                return (), lambda _: words.answer(answer), ("Holds", answer)
            case ask.Negation(inner):
                return made((inner,), lambda said: f"NOT ({said[0]})")
            case ask.IsUnknown(inner):
                return made((inner,), lambda said: f"({said[0]}) IS NULL")
            case ask.Surely(inner):
                return made((inner,), lambda said: f"({said[0]}) IS TRUE")
            case ask.Every(tests):
                return made(tests, lambda said: " AND ".join(f"({one})" for one in said))
            case ask.Some(tests):
                return made(tests, lambda said: " OR ".join(f"({one})" for one in said))
            case ask.Greatest(parts):
                return made(parts, words.greatest)
            case ask.Least(parts):
                return made(parts, words.least)
            case ask.Case(whens, otherwise):
                flat = (*(part for when in whens for part in when), otherwise)
                return made(flat, _said_case)
            case _:
                return None, lambda _: "", None


def _said_case(said: list[str]) -> str:
    whens = " ".join(f"WHEN {said[i]} THEN {said[i + 1]}" for i in range(0, len(said) - 1, 2))
    return f"CASE {whens} ELSE {said[-1]} END"
