"""What was decided last about each consent, under one key, and what that is worth on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.questions import Slot
from troth.claims.states import State
from troth.manifest.names import ChoiceName
from troth.manifest.purposes import Purpose

_DECISIONS = (Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)


class Asked(NamedTuple):
    """A consent that is asked for apart: a choice within a purpose, or the whole of it."""

    slot: Slot
    purpose: Purpose
    choice: ChoiceName | None


class Decided:
    """The consents in force, as if nothing narrowed them elsewhere. What many decided alike is found once."""

    def __init__(self, asked: Iterable[Asked], at: Instant, zone: ZoneInfo) -> None:
        self._asked, self._zone = tuple(asked), zone
        self._today = at.astimezone(zone).date()
        self._meant: dict[object, list[Asked]] = {}
        self._worth: dict[object, State] = {}

    def under(self, facts: Iterable[Fact]) -> Iterator[tuple[Slot, State, Instant]]:
        """What these facts, all under one key, decided last about each consent, and when."""
        last: dict[Slot, tuple[Purpose, Fact]] = {}
        for fact in facts:
            if fact.effect in _DECISIONS:
                for slot, purpose, _ in self._meant_by(fact):
                    if slot not in last or _order(fact) > _order(last[slot][1]):
                        last[slot] = purpose, fact
        for slot, (purpose, fact) in last.items():
            yield slot, self._worth_of(purpose, fact), fact.since

    def _meant_by(self, fact: Fact) -> list[Asked]:
        said = fact.purposes, fact.choice
        if said not in self._meant:
            meant = [one for one in self._asked if concerns(fact, one.purpose)]
            self._meant[said] = [one for one in meant if fact.choice in (None, one.choice)]
        return self._meant[said]

    def _worth_of(self, purpose: Purpose, fact: Fact) -> State:
        given_on = fact.since.astimezone(self._zone).date()
        said = purpose.name, fact.effect, fact.name, given_on
        if said not in self._worth:
            self._worth[said] = _consent(purpose, fact, given_on, self._today)
        return self._worth[said]


def concerns(fact: Fact, purpose: Purpose) -> bool:
    """Whether the fact concerns the purpose: it names it, or a name it had, or no purpose at all."""
    return not fact.purposes or bool(fact.purposes & {purpose.name, *purpose.was})


def _order(fact: Fact) -> tuple[Instant, bool, Instant, int]:
    """The last decision counts; of two at one instant that which gives nothing."""
    return fact.since, fact.effect is not Effect.GIVEN, fact.recorded, fact.sequence


def _consent(purpose: Purpose, last: Fact, given_on: date, today: date) -> State:
    """What a decision is worth today (GDPR Art. 4(11), 7)."""
    if last.effect is not Effect.GIVEN:
        return State.ENDED
    if purpose.validity is not None and purpose.validity.after(given_on) < today:
        return State.ENDED
    wording = purpose.wording
    if wording is None or last.name == wording.version or last.name in wording.covers:
        return State.ACTIVE
    return State.ENDED if wording.ask_again_within.after(wording.since) < today else State.FROZEN
