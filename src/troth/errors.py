"""The four kinds of failure, because there are four ways to treat them (docs/reference/errors.md).

    Problem      what the operator wrote must change          a value; `ManifestError` carries them all · exit 2
    Forbidden    the law, the policy or a right says no       raised · exit 3
    Unavailable  something outside is down or slow            raised · exit 4
    Surprise     the world is not as planned                  raised · exit 5

Anything else is a bug. No message ever holds a value from a store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: line and column count from 1; `excerpt` is that line as written."""

    file: str
    line: int
    column: int
    excerpt: str = ""
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in what the operator wrote, where, and how to mend it."""

    name: str  # stable, with a page in the reference: "period-not-iso"
    place: Place
    what: str
    mend: str
    severity: str = "error"  # "error", "warning" or "information"
    is_mend_general: bool = False  # known to say nothing of what was found

    def __str__(self) -> str:
        return self.told("mend")

    def told(self, mend: str) -> str:
        """All of it, as lines; `mend` is that word in the language in which the rest speaks."""
        lines = [f"{self.place}: {self.what}"]
        if self.place.excerpt.strip():
            number = str(self.place.line)
            text = self.place.excerpt[:200]
            lines.append(f"  {number} | {text}")
            if self.place.column <= 200:
                marks = "^" * max(1, min(self.place.length, 200 - self.place.column))
                lines.append(f"  {' ' * len(number)} | {' ' * (self.place.column - 1)}{marks}")
        lines.append(f"  {mend}: {self.mend}  [{self.name}]")
        return "\n".join(lines)


class TrothError(Exception):
    """What a caller may want to treat; each kind below has its own treatment and exit code."""

    exit_code = 1

    def __init__(self, words: str | Mapping[str, str] = "") -> None:
        """
        Begin an error.

        Args:
            words: the message; or the message by language, English among them.
        """
        self.said: Mapping[str, str] = {} if isinstance(words, str) else words
        super().__init__(words if isinstance(words, str) else words["en"])

    def told(self, language: str) -> str:
        """The message in that language, or as it is."""
        return self.said.get(language, str(self))


class ManifestError(TrothError):
    """What the operator wrote must change. Carries every problem found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Forbidden(TrothError):
    """The law, the policy or a right of access says no."""

    exit_code = 3


class Unavailable(TrothError):
    """Something outside is down or slow; trying again later may work."""

    exit_code = 4


class Surprise(TrothError):
    """The world is not as planned; a person has to look."""

    exit_code = 5
