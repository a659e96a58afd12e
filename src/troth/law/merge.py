"""Promise and law, field by field: the stricter of both, both kept, and the winner named.

Stricter is what is better for the person: what ends earlier, the lighter burden, the wider right, the fewer
refusals. Merging is idempotent, associative and commutative, and its result is never laxer than either side,
but for a duty to keep, where the law's own value stands. Silence on one side leaves the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import assert_never

from troth.law.period import Period


@dataclass(frozen=True, slots=True)
class Earliest:
    """Whichever of these periods ends first: a month or thirty days, as the calendar has it."""

    periods: frozenset[Period]

    @classmethod
    def of(cls, *periods: Period) -> "Earliest":
        """Without those that never end first."""
        each = frozenset(periods)
        return cls(frozenset(p for p in each if not any(_is_sooner(q, p) for q in each)))

    def after(self, start: date) -> date:
        """The day on which the first of them ends."""
        return min(period.after(start) + timedelta(seconds=period.seconds) for period in self.periods)

    def __str__(self) -> str:
        return " / ".join(sorted(str(period) for period in self.periods))


@dataclass(frozen=True, slots=True)
class Burden:
    """A step on a ladder from the lightest for the person to the heaviest: a fee, a proof."""

    ladder: tuple[str, ...]
    word: str

    def __str__(self) -> str:
        return self.word

    @property
    def weight(self) -> int:
        """How heavy: 0 is the lightest. A word that is not on the ladder is heavier than all."""
        return self.ladder.index(self.word) if self.word in self.ladder else len(self.ladder)


FEES = ("none", "reasonable")
PROOFS = ("none", "session", "challenge", "proportionate")

Words = frozenset[str]
Value = Earliest | Burden | Words | Period


class Winner(Enum):
    """Whose value is applied."""

    PROMISE = "promise"
    LAW = "law"
    BOTH = "both"  # they agree, or each is stricter in its part


class Field(Enum):
    """How a field is merged (law.md ground rule 2)."""

    EARLIEST = "earliest"  # deadline, delay to stop, tracer life, retention at most, extension
    LIGHTEST = "lightest"  # fee, proof
    UNION = "union"  # scope of a right, channels, recipients to tell
    INTERSECTION = "intersection"  # refusal grounds, transfers allowed, uses
    DUTY = "duty"  # retention at least: the law's value


@dataclass(frozen=True, slots=True)
class Merged:
    """One field: what was promised, what the law says, what is applied, and whose it is."""

    field: Field
    promise: Value | None
    law: Value | None
    value: Value
    winner: Winner


def merged(field: Field, promise: Value | None, law: Value | None) -> Merged:
    """
    The stricter of promise and law; raises ValueError where both are silent, or are not of the same sort.

    A duty (`Field.DUTY`) is the law's alone: no promise shortens or stretches it.
    """
    if promise is None or law is None:
        value = law if promise is None else promise
        if value is None:
            raise ValueError("neither promise nor law says anything")
        return Merged(field, promise, law, value, Winner.LAW if promise is None else Winner.PROMISE)
    value = law if field is Field.DUTY else stricter(field, promise, law)
    return Merged(field, promise, law, value, _winner(value, promise, law))


def stricter(field: Field, one: Value, other: Value) -> Value:
    """The stricter of two values of a field."""
    return _JOINS[field](one, other)


def is_as_strict(field: Field, value: Value, than: Value) -> bool:
    """Whether a value is nowhere laxer than another."""
    return stricter(field, value, than) == value


def _earliest(one: Value, other: Value) -> Value:
    return Earliest.of(*_earliest_of(one).periods, *_earliest_of(other).periods)


def _earliest_of(value: Value) -> Earliest:
    match value:
        case Earliest():
            return value
        case Period():
            return Earliest.of(value)
        case Burden() | frozenset():
            raise ValueError(f"{value} is no period")
        case _:
            assert_never(value)


def _lightest(one: Value, other: Value) -> Value:
    assert isinstance(one, Burden)
    assert isinstance(other, Burden)
    return min(one, other, key=lambda burden: (burden.weight, burden.word))


def _union(one: Value, other: Value) -> Value:
    return _words(one) | _words(other)


def _intersection(one: Value, other: Value) -> Value:
    return _words(one) & _words(other)


def _words(value: Value) -> Words:
    if not isinstance(value, frozenset):
        raise ValueError(f"{value} is no set of words")
    return value


def _duty(one: Value, other: Value) -> Value:
    return other


_JOINS: Mapping[Field, Callable[[Value, Value], Value]] = MappingProxyType(
    {
        Field.EARLIEST: _earliest,
        Field.LIGHTEST: _lightest,
        Field.UNION: _union,
        Field.INTERSECTION: _intersection,
        Field.DUTY: _duty,
    }
)


def _winner(value: Value, promise: Value, law: Value) -> Winner:
    has_promise, has_law = _same(value, promise), _same(value, law)
    if has_promise == has_law:
        return Winner.BOTH
    return Winner.PROMISE if has_promise else Winner.LAW


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Earliest | Period) and isinstance(other, Earliest | Period):
        return _earliest_of(one) == _earliest_of(other)
    return one == other


def _is_sooner(one: Period, other: Period) -> bool:
    """Whether a period always ends before or with another, and is not merely another way to write it."""
    if one == other:
        return False
    never_later, never_earlier = _bounds(one)[1] <= _bounds(other)[0], _bounds(other)[1] <= _bounds(one)[0]
    if never_later and never_earlier:  # the same length in two ways: one of them is enough
        return (str(one), one.seconds) < (str(other), other.seconds)
    return never_later or _is_sooner_by_parts(one, other)


def _is_sooner_by_parts(one: Period, other: Period) -> bool:
    return one.months <= other.months and one.days <= other.days and one.seconds <= other.seconds


def _bounds(period: Period) -> tuple[int, int]:
    """The fewest and the most seconds that a period can last, from any day."""
    years, months = divmod(period.months, 12)
    fewest = years * 365 + sum(_FEWEST[:months]) + period.days
    most = years * 366 + sum(_MOST[:months]) + period.days
    return fewest * 86_400 + period.seconds, most * 86_400 + period.seconds


# The days that so many months in a row have at least (28, 59, …) and at most (31, 62, …), month by month.
_FEWEST = (28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST = (31, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
