"""
What a person's facts alone say: whether each legal basis lets a purpose use an item now (docs/explanation/claims.md).

The same as `claims/interpreter/bases.py`, for somebody of whom no record is looked at; a property test holds the
two together. A reason is returned where the answer is not a known yes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from troth.claims.carried import choices_of, is_marketing
from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key
from troth.consent.model import PARENTS
from troth.gate.declared import items_of
from troth.gate.model import Because, Reason
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, PurposeName, RoleName
from troth.manifest.purposes import Basis, Purpose

SUPPRESSED = (
    "suppression list"  # ground of an entry of that list, which is read as the fact that it came from
)


@dataclass(frozen=True)
class Person:
    """
    Somebody as the caller names them, and every fact in effect that concerns them.

    `keys` are those that were given, in their order; facts under other keys of the person narrow as well.
    """

    keys: tuple[Key, ...]
    facts: tuple[Fact, ...] = ()
    complete: frozenset[PurposeName] = field(default_factory=frozenset)  # ledgers that hold every decision

    def of(self, *effects: Effect) -> list[Fact]:
        """The facts with one of these effects."""
        return [fact for fact in self.facts if fact.effect in effects]

    def key_of(self, purpose: Purpose) -> Key | None:
        """Under which of the given keys a consent to the purpose counts."""
        return next((key for key in self.keys if key.type == purpose.decided_by), None)

    @cached_property
    def is_restricted_somewhere(self) -> bool:
        """Whether any restriction was ever recorded."""
        return any(fact.effect is Effect.RESTRICTED for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Asking:
    """One claim asked about: of which purpose and basis, on which item, in which choice, at which instant."""

    manifest: Manifest
    purpose: Purpose
    basis: Basis
    choice: ChoiceName | None
    item: ItemName
    at: Instant
    existed: bool  # whether the datum may have existed when something was erased, or is only written now
    needs_parent: bool = False  # the person is a child, who does not consent alone

    def reason(self, because: Because, fact: Fact | None = None) -> Reason:
        """A reason that speaks of this claim."""
        if fact is not None and fact.ground == SUPPRESSED:
            because = Because.SUPPRESSED
        since = None if fact is None else fact.since
        return Reason(because, self.purpose.name, self.item or None, self.choice, since)


def refusal(person: Person, asking: Asking) -> Reason | None:
    """Why the facts do not let the purpose use the item; none where they do."""
    return _by_basis(person, asking) or _unlawful(person, asking)


def made_from(person: Person, asking: Asking, role: RoleName) -> Reason | None:
    """Why an item made from others may not be used: some of those may be used by nobody any more."""
    manifest = asking.manifest
    today = day_of(manifest, asking.at)
    for item in sorted(inputs(manifest, asking.item)):
        users = (
            Asking(manifest, purpose, purpose.basis[role], choice, item, asking.at, asking.existed)
            for purpose in manifest.purposes.values()
            if role in purpose.basis
            and (purpose.ended is None or purpose.ended > today)
            and item in items_of(manifest, purpose)
            for choice in choices_of(purpose)
            if choice is None or (listed := purpose.choices[choice].items) is None or item in listed
        )
        if not any(refusal(person, user) is None for user in users):
            return asking.reason(Because.MADE_FROM)
    return None


def restriction(person: Person, item: ItemName) -> Fact | None:
    """The restriction of the item that stands (GDPR Art. 18), the latest of several."""
    if not person.is_restricted_somewhere:
        return None
    lifted = [fact.since for fact in person.of(Effect.LIFTED)]
    standing = [
        fact
        for fact in person.of(Effect.RESTRICTED)
        if _is_about(fact, item) and not any(since > fact.since for since in lifted)
    ]
    return max(standing, key=lambda fact: fact.since, default=None)


def consented_since(person: Person, purpose: Purpose, since: Instant) -> bool:
    """Whether the person consented to the purpose by its name after that instant, and did not withdraw that."""
    given = [fact.since for fact in person.of(Effect.GIVEN) if _names(fact, purpose)]
    withdrawn = [fact.since for fact in person.of(Effect.WITHDRAWN) if _concerns(fact, purpose)]
    return any(one > since and all(other < one for other in withdrawn) for one in given)


def inputs(manifest: Manifest, item: ItemName) -> set[ItemName]:
    """The items that one is derived from, directly or not."""
    found: set[ItemName] = set()
    waiting = [item] if item in manifest.items else []
    while waiting:
        further = manifest.items[waiting.pop()].derived_from - found
        found |= further
        waiting += further
    return found


def in_effect(facts: Iterable[Fact], at: Instant) -> tuple[Fact, ...]:
    """Those that have taken effect."""
    return tuple(fact for fact in facts if fact.since <= at)


def same_until(manifest: Manifest, facts: Iterable[Fact], at: Instant) -> Instant:
    """Until when the facts say the same without a new one: midnight in the controller's zone, or the next to come."""
    zone = ZoneInfo(manifest.zone)
    midnight = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
    return min([midnight, *(fact.since for fact in facts if fact.since > at)])


def day_of(manifest: Manifest, instant: Instant) -> date:
    """The day of an instant in the controller's zone."""
    return instant.astimezone(ZoneInfo(manifest.zone)).date()


# --- by basis -----------------------------------------------------------------------------------------------


def _by_basis(person: Person, asking: Asking) -> Reason | None:
    match asking.basis:
        case Basis.CONSENT:
            return _consent(person, asking)
        case Basis.CONTRACT:
            return _erased(person, asking)
        case Basis.LEGITIMATE_INTEREST:
            return _objected(person, asking) or _balance_after_erasure(person, asking)
        case Basis.PUBLIC_TASK:
            return _objected(person, asking)
        case Basis.LEGAL_OBLIGATION | Basis.VITAL_INTEREST:
            return None


def _consent(person: Person, asking: Asking) -> Reason | None:
    key = person.key_of(asking.purpose)
    if key is None:
        return Reason(
            Because.NO_KEY, asking.purpose.name, asking.item or None, named=asking.purpose.decided_by or ""
        )
    decisions = [f for f in person.of(*_DECISIONS) if _decides(f, asking)]
    last = max((fact for fact in decisions if fact.key == key), key=_rank, default=None)
    narrowing = [fact for fact in decisions if fact.effect is Effect.WITHDRAWN]
    narrowing += _erasures(person, asking)
    if last is not None and last.effect is not Effect.GIVEN:
        return asking.reason(_NARROWED[last.effect], last)
    narrow = max(narrowing, key=lambda fact: fact.since, default=None)
    if narrow is not None and (last is None or narrow.since >= last.since):
        return asking.reason(_NARROWED[narrow.effect], narrow)
    if asking.needs_parent and (last is None or last.ground not in PARENTS):
        return asking.reason(Because.PARENT_NOT_ASKED)
    if last is None:
        is_complete = person.complete & {asking.purpose.name, *asking.purpose.was}
        return asking.reason(Because.NEVER_GIVEN if is_complete else Because.NOT_RECORDED)
    return _outlived(asking, last)


def _outlived(asking: Asking, given: Fact) -> Reason | None:
    """Why a consent that was given counts no more: it has run out, or its wording was outgrown."""
    purpose, today = asking.purpose, day_of(asking.manifest, asking.at)
    if purpose.validity is not None:
        until = purpose.validity.after(day_of(asking.manifest, given.since))
        if until < today:
            return Reason(
                Because.RUN_OUT, purpose.name, asking.item or None, asking.choice, given.since, until
            )
    wording = purpose.wording
    if wording is None or given.name == wording.version or given.name in wording.covers:
        return None
    until = wording.ask_again_within.after(wording.since)
    because = Because.ASK_AGAIN if until >= today else Because.OUTGROWN
    return Reason(because, purpose.name, asking.item or None, asking.choice, given.since, until)


def _erased(person: Person, asking: Asking) -> Reason | None:
    """A contract after an erasure: what is left to perform, only the records tell."""
    erasures = _erasures(person, asking) if asking.existed else []
    return asking.reason(Because.ERASED, erasures[-1]) if erasures else None


def _objected(person: Person, asking: Asking) -> Reason | None:
    objections = (fact for fact in person.of(Effect.OBJECTED) if _concerns(fact, asking.purpose))
    return next((found for fact in objections if (found := _balanced(person, asking, fact, ""))), None)


def _balance_after_erasure(person: Person, asking: Asking) -> Reason | None:
    erasures = _erasures(person, asking) if asking.existed else []
    return next((found for fact in erasures if (found := _balanced(person, asking, fact, "erasure"))), None)


def _balanced(person: Person, asking: Asking, fact: Fact, name: str) -> Reason | None:
    """What became of an objection, or of the balance that an erasure opened."""
    by_interest = asking.basis is Basis.LEGITIMATE_INTEREST
    if by_interest and is_marketing(asking.manifest, asking.purpose):
        if consented_since(person, asking.purpose, fact.since):
            return None
        return asking.reason(_NARROWED[fact.effect], fact)
    decisions = [
        one
        for one in person.of(Effect.UPHELD, Effect.REJECTED)
        if _concerns(one, asking.purpose)
        and one.since >= fact.since
        and (one.name == "erasure") == (name == "erasure")
    ]
    first = min(decisions, key=lambda one: (one.since, one.effect is not Effect.UPHELD), default=None)
    if first is None:
        return asking.reason(Because.WEIGHED, fact)
    return asking.reason(_NARROWED[fact.effect], fact) if first.effect is Effect.UPHELD else None


def _unlawful(person: Person, asking: Asking) -> Reason | None:
    for fact in person.of(Effect.UNLAWFUL) if asking.existed else ():
        if _names(fact, asking.purpose) and _is_about(fact, asking.item):
            return asking.reason(Because.UNLAWFUL, fact)
    return None


# --- which facts concern it ---------------------------------------------------------------------------------

_DECISIONS = (Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)
_NARROWED = {
    Effect.REFUSED: Because.REFUSED,
    Effect.WITHDRAWN: Because.WITHDRAWN,
    Effect.ERASED: Because.ERASED,
    Effect.OBJECTED: Because.OBJECTED,
}


def _erasures(person: Person, asking: Asking) -> list[Fact]:
    return [fact for fact in person.of(Effect.ERASED) if _is_about(fact, asking.item)]


def _names(fact: Fact, purpose: Purpose) -> bool:
    return bool(fact.purposes) and not fact.purposes.isdisjoint((purpose.name, *purpose.was))


def _concerns(fact: Fact, purpose: Purpose) -> bool:
    return not fact.purposes or _names(fact, purpose)


def _is_about(fact: Fact, item: ItemName) -> bool:
    return not fact.items or item in fact.items


def _decides(fact: Fact, asking: Asking) -> bool:
    return _concerns(fact, asking.purpose) and (fact.choice is None or fact.choice == asking.choice)


def _rank(fact: Fact) -> tuple[Instant, bool, Instant, int]:
    """The latest act counts; of the same instant the narrowing one, then the one recorded last."""
    return (fact.since, fact.effect is not Effect.GIVEN, fact.recorded, fact.sequence)
