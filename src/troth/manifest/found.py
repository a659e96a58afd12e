"""What reading finds: values that could not be read, the problems met, and the words to tell them in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, Protocol, TypeVar

from troth.errors import Problem
from troth.manifest import nodes
from troth.manifest.nodes import PROBLEM_LIMIT, Listing, Node
from troth.manifest.problems import problem

T = TypeVar("T", covariant=True)


class Wrong(Enum):
    """What a shape gives where it found a problem, which it has reported."""

    WRONG = "wrong"


WRONG: Final = Wrong.WRONG


class Enough(Exception):
    """So many problems were met that more of them help nobody."""


@dataclass
class Found:
    """The problems met while reading."""

    problems: list[Problem] = field(default_factory=list)
    unsound: set[tuple[str, ...]] = field(default_factory=set)  # the paths under which a problem stands
    path: list[str] = field(default_factory=list)  # the keys down to what is read now
    errors: int = 0

    def wrong(self, name: str, node: Node, what: str, mend: str | None = None) -> Wrong:
        """Report a problem at a node."""
        self.add(problem(name, node.place, what, mend), tuple(self.path))
        return WRONG

    @property
    def has_errors(self) -> bool:
        """Whether anything met so far is an error."""
        return self.errors > 0

    def not_read(self, node: Node, words: str, mend: str | None = None) -> Wrong:
        """Report that something of another sort stands where `words` are read."""
        what = f"{shown(node)} stands where {words} is read"
        return self.wrong("wrong-type", node, what, mend or f"write {words}")

    def add(self, found: Problem, path: tuple[str, ...]) -> None:
        """Report a problem under a path of keys; raises Enough after very many errors."""
        is_error = found.severity == "error"
        if is_error or len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(found)
        if is_error:
            self.errors += 1
            self.unsound.update(path[:length] for length in range(len(path) + 1))
            if self.errors >= PROBLEM_LIMIT:
                raise Enough

    def read(self, shape: "Readable[T]", key: str, node: Node) -> "T | Wrong":
        """What stands under a key."""
        self.path.append(key)
        value = shape.read(node, self)
        self.path.pop()
        return value


class Readable(Protocol[T]):
    """What reads a node: a shape."""

    def read(self, node: Node, found: Found) -> T | Wrong:
        """The value, or WRONG with a problem in `found`."""


def shown(node: Node) -> str:
    """What the operator wrote there, in a few words."""
    if isinstance(node, Listing):
        return "a list"
    if isinstance(node, nodes.Mapping):
        return "a mapping"
    if node.is_null:
        return "nothing"
    return f"`{shortened(node.text)}`"


def shortened(text: str) -> str:
    """The text on one line, at most sixty characters."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text[:400].split()))
    return line if len(line) <= 60 else line[:57] + "…"


def did_you_mean(name: str, known: Mapping[str, Any] | frozenset[str], lead: str = "the words are") -> str:
    """How to mend a name that nothing has: the nearest one, and a list where it is short."""
    names = list(known) if isinstance(known, Mapping) else sorted(known)
    near = get_close_matches(name[:80], names, n=1, cutoff=0.6) if len(names) <= 2000 else []
    listed = (
        f"{lead}: {', '.join(names[:20])}{' …' if len(names) > 20 else ''}" if names else "none is declared"
    )
    return f"did you mean `{near[0]}`? {listed}" if near else listed
