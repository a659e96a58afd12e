"""A state and, where it is frozen, the reason in one whole number, so that a store can count its rows by it.

Codes stand in the order of states, and reasons in theirs, so that the least and the greatest of several
codes are those of the states: a judgement becomes its codes by what stands at its leaves alone.
"""

from troth.claims.questions import (
    NOBODY,
    CarriedState,
    Case,
    Const,
    Greatest,
    GreatestOver,
    Least,
    Number,
    StateCarried,
)
from troth.claims.states import State
from troth.claims.unknown import Unknown

_FROZEN, _ARCHIVED, _ACTIVE = 1, 30, 40


def code_of(state: State, why: Unknown | None = None) -> int:
    """The code of a state, and of the reason for which it is frozen."""
    match state:
        case State.ENDED:
            return 0
        case State.FROZEN:
            return _FROZEN + (why or 0)
        case State.ARCHIVED:
            return _ARCHIVED
        case State.ACTIVE:
            return _ACTIVE


def decoded(code: int) -> tuple[State, Unknown | None]:
    """The state of a code, and why it is frozen where that was told."""
    if code >= _ARCHIVED:
        return (State.ACTIVE if code >= _ACTIVE else State.ARCHIVED), None
    if code < _FROZEN:
        return State.ENDED, None
    return State.FROZEN, Unknown(code - _FROZEN) if code > _FROZEN else None


_CODES = [code_of(state) for state in State] + [code_of(State.FROZEN, why) for why in Unknown]
STATES = {code: decoded(code)[0] for code in _CODES}
REASONS = {code: why for code in _CODES if (why := decoded(code)[1]) is not None}


class Codes:
    """Turns numbers into codes; a part that stands in many of them becomes one part again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Number, Number]] = {}

    def of(self, number: Number) -> Number:
        """The same question, answered by codes."""
        if id(number) not in self._known:
            self._known[id(number)] = (number, self._made(number))
        return self._known[id(number)][1]

    def _made(self, number: Number) -> Number:
        match number:
            case Const(value, why):
                known = value == NOBODY
                return number if known else Const(code_of(State(value), Unknown(why) if why else None))
            case Greatest(parts):
                return Greatest(tuple(self.of(part) for part in parts))
            case Least(parts):
                return Least(tuple(self.of(part) for part in parts))
            case Case(whens, otherwise):
                return Case(tuple((test, self.of(part)) for test, part in whens), self.of(otherwise))
            case GreatestOver(rows, inner):
                return GreatestOver(rows, self.of(inner))
            case StateCarried(carry, otherwise):
                why = Unknown.OUTGROWN if "consent" in carry.slot[:2] else Unknown.UNDECIDED
                states = (
                    (
                        CarriedState(carry, state),
                        Const(code_of(state, why if state is State.FROZEN else None)),
                    )
                    for state in State
                )
                return Case(tuple(states), self.of(otherwise))
