"""The nouns of the rules: what is examined, what a rule is, what it finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from troth.law.lint import Lint
from troth.manifest.departures import Departing
from troth.manifest.policy import Waiver
from troth.manifest.rules.examined import Examined

Path = tuple[str | int, ...]
Severity = Literal["error", "warning", "information"]

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule's function finds: which of its sentences, where, and what fills it."""

    case: str  # of texts/rules/cases.py: "deadline-too-long"
    path: Path  # from the root "policy" or "stores" down
    facts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    severity: Severity | None = None  # where it is less grave than its rule


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One place where a rule of the law pack says no.

    `is_stated` speaks of the published text, in whose place something else is applied: it is told, and keeps
    nothing from being published. Otherwise what is applied is meant.
    """

    rule: str  # "PL27"; or the name of a check around the rules: "waiver-ended"
    case: str
    path: Path
    severity: Severity
    source: str
    facts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    is_stated: bool = False
    waived: Waiver | None = None

    @property
    def at(self) -> str:
        """The path as people write it: `requests.deadline`."""
        return ".".join(str(step) for step in self.path[1:])

    @property
    def blocks(self) -> bool:
        """Whether a policy with it is not published."""
        return self.severity == "error" and not self.is_stated and self.waived is None


Judge = Callable[[Examined], Iterator[Flaw]]
Reads = Callable[[Examined, Departing], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: how what is applied is judged, and how what was published."""

    number: str
    judge: Judge | None  # of what is applied; None: only a look at the live site shows it
    keys: tuple[str, ...] = ()  # where a value that departs from the published text is this rule's matter
    reads: Reads | None = None  # whether what was published there is against the rule; None: it departs
    phrases: str | None = None  # a pattern that no published sentence should match


def flaw(case: str, *path: str | int, severity: Severity | None = None, **facts: object) -> Flaw:
    """A flaw in policy.yaml."""
    return Flaw(case, ("policy", *path), {name: str(fact) for name, fact in facts.items()}, severity)


def severity_of(row: Lint) -> Severity:
    """The gravity that a pack gives a rule."""
    return "error" if row.severity == "error" else "warning"
