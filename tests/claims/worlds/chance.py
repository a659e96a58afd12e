"""Small throws of the dice: all that a world holds comes from one `random.Random`."""

import random
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

T = TypeVar("T")


def maybe(rng: random.Random, share: float) -> bool:
    """True in that share of throws."""
    return rng.random() < share


def weighed(rng: random.Random, choices: Mapping[T, float]) -> T:
    """One of the choices, by weight."""
    left = rng.random() * sum(choices.values())
    chosen = next(iter(choices))
    for choice, weight in choices.items():
        if weight <= 0:
            continue
        chosen = choice
        left -= weight
        if left < 0:
            break
    return chosen


def one(rng: random.Random, choices: Sequence[T]) -> T:
    """Any of the choices."""
    return choices[rng.randrange(len(choices))]


def some(rng: random.Random, choices: Sequence[T], share: float, least: int = 0) -> list[T]:
    """Each of the choices with that share, `least` of them at least, in their order."""
    taken = [maybe(rng, share) for _ in choices]
    missing = least - sum(taken)
    while missing > 0 and not all(taken):
        index = rng.randrange(len(taken))
        if not taken[index]:
            taken[index] = True
            missing -= 1
    return [choice for choice, is_taken in zip(choices, taken, strict=True) if is_taken]


def day_of(rng: random.Random, years: Mapping[int, float]) -> date:
    """A day of one of these years, often around the end of a month."""
    year, month = weighed(rng, years), rng.randint(1, 12)
    last = monthrange(year, month)[1]
    if maybe(rng, 0.45):
        return date(year, month, one(rng, (last, last, last - 1, last - 2, 1)))
    return date(year, month, rng.randint(1, last))
