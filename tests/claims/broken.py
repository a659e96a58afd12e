"""
Twelve compilers, each with one mistake that somebody could make.

They are the real one with one small function put in another's place. `feature` names what a world must
hold for the mistake to matter, so that worlds without it need not be tried.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from troth.claims import carried, plan
from troth.claims.carried import Carried
from troth.claims.compiler import kinds, timed
from troth.claims.compiler.question import Question
from troth.claims.compiler.ties import Tie, ties_in
from troth.claims.facts import Instant
from troth.claims.judged import Judged
from troth.claims.keys import RecordRef
from troth.claims.plan import Act, Because, Need, Needs
from troth.claims.questions import Cell, Const, IsAbsent, Number, Row, TextValue, some, surely
from troth.claims.states import State
from troth.manifest.period import Period
from troth.manifest.stores import Clock, Table
from troth.retention import notes
from troth.retention.terms import Terms

Break = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A compiler with one mistake."""

    mistake: str
    feature: str
    break_: Break
    first: int = 0  # the seed of a world that told it once: tried before all others, so that it is told soon


def _in_place_of(patch: pytest.MonkeyPatch, real: Callable[..., Any], other: Callable[..., Any]) -> None:
    """Put a function in another's place, wherever it was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith("troth."):
            for attribute in [own for own, value in vars(module).items() if value is real]:
                patch.setattr(module, attribute, other)


def _off_by_one_day(patch: pytest.MonkeyPatch) -> None:
    """What lives through its last day goes on it."""
    real = timed._midnight
    _in_place_of(patch, real, lambda ask, clock, day: real(ask, clock, _next(day)))


def _next(day: date) -> date:
    return day if day in (date.min, date.max) else day + timedelta(days=1)


def _month_end(patch: pytest.MonkeyPatch) -> None:
    """`start < today - period` in place of `start + period < today`: two readings of the end of a month."""

    def last_day_ended(period: Period, today: date) -> date:
        month_index = today.year * 12 + today.month - 1 - period.months
        if month_index < 24:
            return date.min
        first = date(month_index // 12, month_index % 12 + 1, 1)
        cut = Period(months=1).after(first) - timedelta(days=1)
        same = min(first + timedelta(days=today.day - 1), cut)
        return same - timedelta(days=period.days + 1)

    patch.setattr(Period, "last_day_ended", last_day_ended)


def _null_is_infinite(patch: pytest.MonkeyPatch) -> None:
    """A clock that shows nothing never ends."""
    real = timed._value_of

    def value_of(ask: Question, clock: Clock, cell: Cell, bound: Instant) -> Any:
        value = real(ask, clock, cell, bound)
        return replace(value, is_alive=some(value.is_alive, surely(IsAbsent(cell))))

    _in_place_of(patch, real, value_of)


def _forgets_holds(patch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> Number:
        return Const(int(State.ENDED))

    _in_place_of(patch, kinds.hold_on, nothing)


def _forgets_a_pending_objection(patch: pytest.MonkeyPatch) -> None:
    """What is not decided yet changes nothing."""
    real = carried._balance

    def balance(*asked: Any) -> State:
        state = real(*asked)
        return State.ACTIVE if state is State.FROZEN else state

    _in_place_of(patch, real, balance)


def _forgets_the_second_role(patch: pytest.MonkeyPatch) -> None:
    """Only those are asked who are tied in the role that is declared first."""
    real = ties_in

    def of_the_first(ask: Question, table: Table, row: Row, roles: Any) -> Iterator[Any]:
        return (people for people in real(ask, table, row, roles) if people.tie.role == table.links[0].role)

    _in_place_of(patch, real, of_the_first)


def _consent_of_another_key(patch: pytest.MonkeyPatch) -> None:
    """The record's first key decides, whatever its type."""

    def first(tie: Tie, key_type: str | None) -> TextValue | None:
        return tie.keys[0]

    patch.setattr(Tie, "first", first)


def _reads_a_clock_after_its_row_went(patch: pytest.MonkeyPatch) -> None:
    """Nothing is noted before the acts."""

    def nothing(*_: object) -> Iterator[Any]:
        return iter(())

    _in_place_of(patch, notes.notes, nothing)


def _deletes_under_an_undeclared_column(patch: pytest.MonkeyPatch) -> None:
    _in_place_of(patch, plan._may_leave, lambda *_: True)


@dataclass(frozen=True, slots=True)
class _NotPointing:
    """Every need but those by what points at a record."""

    needs: Needs

    def by_others(self, than: Collection[Judged]) -> Iterable[Need]:
        return self._but_pointing(self.needs.by_others(than))

    def by(self, records: Collection[RecordRef]) -> Iterable[Need]:
        return self._but_pointing(self.needs.by(records))

    def _but_pointing(self, needs: Iterable[Need]) -> Iterable[Need]:
        return [need for need in needs if need.because is not Because.POINTS]


def _cascades(patch: pytest.MonkeyPatch) -> None:
    """Whatever points at a record that goes is left to the database."""
    real = plan.settled

    def settled(wished: Sequence[Any], needs: Needs, archives: Mapping[Any, Any]) -> list[Act]:
        return real(wished, _NotPointing(needs), archives)

    _in_place_of(patch, real, settled)


def _counts_a_restored_fact(patch: pytest.MonkeyPatch) -> None:
    """Facts that are behind the checkpoint are taken for all there are."""
    real = carried.carried

    def all_there_are(*asked: Any) -> Carried:
        return replace(real(*asked), are_behind=False)

    _in_place_of(patch, real, all_there_are)


def _ignores_an_unavailable_store(patch: pytest.MonkeyPatch) -> None:
    """What cannot be read is taken for what is not there."""
    real = Terms.question

    def question(terms: Any, known: Carried, *, then: bool = False) -> Question:
        return replace(real(terms, known, then=then), down=frozenset())

    patch.setattr(Terms, "question", question)


BROKEN: Collection[Broken] = (
    Broken("off by one day", "instant on the last day or the day after", _off_by_one_day),
    Broken("month end", "instant around the end of a month", _month_end, first=529),
    Broken("NULL as infinite", "NULL in a clock", _null_is_infinite),
    Broken("forgets holds", "fact held", _forgets_holds),
    Broken("forgets a pending objection", "objection pending", _forgets_a_pending_objection),
    Broken("forgets the second role", "two roles", _forgets_the_second_role),
    Broken("consent of another key", "basis consent", _consent_of_another_key),
    Broken("reads a clock after its row went", "NULL in a clock", _reads_a_clock_after_its_row_went),
    Broken("deletes under an undeclared column", "undeclared column", _deletes_under_an_undeclared_column),
    Broken("cascades", "live foreign key", _cascades),
    Broken("counts a restored fact", "facts behind the checkpoint", _counts_a_restored_fact),
    Broken("ignores an unavailable store", "store down", _ignores_an_unavailable_store),
)
