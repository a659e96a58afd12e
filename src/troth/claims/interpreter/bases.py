"""The lawful part of a claim: what each legal basis (GDPR Art. 6(1)) makes of the facts of a tie."""

from collections.abc import Iterator
from dataclasses import dataclass

from troth.claims.facts import SEEN, Effect, Fact, Instant
from troth.claims.interpreter.clocks import instant_of, timed
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Answer, Record
from troth.claims.states import State
from troth.manifest.names import ChoiceName, ItemName, KindName, PurposeName
from troth.manifest.purposes import ArchiveGround, Basis, DataUse, Purpose


@dataclass(frozen=True, slots=True)
class Asked:
    """May this purpose (and choice) use this item of this record about the person of this tie?"""

    purpose: Purpose
    choice: ChoiceName | None
    tie: Tie
    record: Record
    item: ItemName


def lawful(view: View, asked: Asked) -> State:
    """What the purpose's basis for the tie's role says."""
    return min(_by_basis(view, asked), _not_unlawful(view, asked))


def _by_basis(view: View, asked: Asked) -> State:
    match asked.purpose.basis[asked.tie.role]:
        case Basis.CONSENT:
            return _consent(view, asked)
        case Basis.CONTRACT:
            return _contract(view, asked)
        case Basis.LEGITIMATE_INTEREST:
            return min(_objections(view, asked), _balance_after_erasure(view, asked))
        case Basis.PUBLIC_TASK:
            return _objections(view, asked)
        case Basis.LEGAL_OBLIGATION | Basis.VITAL_INTEREST:
            return State.ACTIVE


def ground(view: View, asked: Asked) -> State:
    """What the ground of the purpose's archive says."""
    archive = asked.purpose.archive
    assert archive is not None
    state = State.ACTIVE
    if archive.ground is ArchiveGround.LEGAL_CLAIMS and archive.resists_erasure is None:
        for erasure in _erasures(view, asked):
            state = min(state, _if_existed(view, asked, erasure.since, State.ENDED))
    return min(state, _not_unlawful(view, asked))


def derived(view: View, asked: Asked) -> State:
    """What a derived item's inputs leave of it: it lives no longer than each may be used by somebody."""
    inputs = _inputs(view, asked.item)
    return min((_greatest_lawful(view, asked, item) for item in sorted(inputs)), default=State.ACTIVE)


def _inputs(view: View, item: ItemName) -> set[ItemName]:
    """The items it is derived from, directly or not."""
    found: set[ItemName] = set()
    waiting = [item]
    while waiting:
        further = view.manifest.items[waiting.pop()].derived_from - found
        found |= further
        waiting += further
    return found


def _greatest_lawful(view: View, asked: Asked, item: ItemName) -> State:
    states = [
        lawful(view, Asked(purpose, choice, asked.tie, asked.record, item))
        for purpose in purposes_not_ended(view)
        if asked.tie.role in purpose.basis
        and any(uses(view, kind, use, item) for kind, use in purpose.data.items())
        for choice in choices(purpose, item)
    ]
    return max(states, default=State.ENDED)


# --- what a purpose speaks of -------------------------------------------------------------------------------


def purposes_not_ended(view: View) -> list[Purpose]:
    """The purposes in force: an ended one is so from its day on."""
    purposes = view.manifest.purposes.values()
    return [purpose for purpose in purposes if purpose.ended is None or purpose.ended > view.today]


def uses(view: View, kind: KindName, use: DataUse, item: ItemName) -> bool:
    """Whether a use of that kind is of that item: one it lists, else any in a field of the kind's tables."""
    if use.items is not None:
        return item in use.items
    tables = [table for table in view.manifest.tables() if kind in table.kinds]
    return any(field.item == item for table in tables for field in table.fields.values())


def choices(purpose: Purpose, item: ItemName) -> list[ChoiceName | None]:
    """The choices that list the item; or the one claim without choice, where the purpose offers none."""
    if not purpose.choices:
        return [None]
    return [c.name for c in purpose.choices.values() if c.items is None or item in c.items]


def _names(fact: Fact, purpose: Purpose) -> bool:
    """Whether the fact names the purpose, by its name or one it had."""
    return bool(fact.purposes & {purpose.name, *purpose.was})


def _concerns(fact: Fact, purpose: Purpose) -> bool:
    """Whether the fact names the purpose, or no purpose at all."""
    return not fact.purposes or _names(fact, purpose)


def _is_about(fact: Fact, item: ItemName) -> bool:
    return not fact.items or item in fact.items


# --- erasures, and what existed at one ----------------------------------------------------------------------


def _erasures(view: View, asked: Asked) -> list[Fact]:
    return [fact for fact in view.facts_of(asked.tie, Effect.ERASED) if _is_about(fact, asked.item)]


def _if_existed(view: View, asked: Asked, then: Instant, state: State) -> State:
    """That state if the record existed then, else active; what is not known is frozen, not ended."""
    if not asked.tie.is_sure:
        state = max(state, State.FROZEN)
    match existed(view, asked.record, then):
        case True:
            return state
        case False:
            return State.ACTIVE
        case None:
            return State.ACTIVE if state is State.ACTIVE else max(state, State.FROZEN)


def existed(view: View, record: Record, then: Instant) -> Answer:
    """Whether the record had been created by that instant; without a date: yes, if it was seen by then."""
    column = record.table.created
    created = None if column is None else instant_of(view, record.value(column), record)
    if created is not None and 2 <= created.year < 9999:
        return created <= then
    seen = [f for f in view.facts_with(Effect.NOTED) if f.record == record.ref and f.name == SEEN]
    return True if any(note.since <= then for note in seen) else None


def _not_unlawful(view: View, asked: Asked) -> State:
    """Ended where the purpose was found unlawful (GDPR Art. 17(1)(d)), for what existed then."""
    states = [
        _if_existed(view, asked, fact.since, State.ENDED)
        for fact in view.facts_of(asked.tie, Effect.UNLAWFUL)
        if _names(fact, asked.purpose) and _is_about(fact, asked.item)
    ]
    return min(states, default=State.ACTIVE)


# --- consent ------------------------------------------------------------------------------------------------


def _consent(view: View, asked: Asked) -> State:
    key = asked.tie.first_of(asked.purpose.decided_by)
    if key is None:
        return State.FROZEN
    own = [
        fact
        for fact in view.facts_with(Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)
        if fact.key == key and _decides(fact, asked)
    ]
    latest = max(own, key=_rank, default=None)
    state = _without_decision(view, asked) if latest is None else _decided(view, asked, latest)
    withdrawals = [f for f in view.facts_of(asked.tie, Effect.WITHDRAWN) if _decides(f, asked)]
    if any(latest is None or fact.since >= latest.since for fact in withdrawals):
        return State.ENDED
    if any(latest is None or fact.since >= latest.since for fact in _erasures(view, asked)):
        return State.ENDED if asked.tie.is_sure else min(state, State.FROZEN)
    return state


def _decides(fact: Fact, asked: Asked) -> bool:
    """Whether a decision is about this purpose and this choice."""
    return _concerns(fact, asked.purpose) and fact.choice in (None, asked.choice)


def _rank(fact: Fact) -> tuple[Instant, bool, Instant, int]:
    """The latest act counts; of the same instant the narrowing one, then the one recorded last."""
    return (fact.since, fact.effect is not Effect.GIVEN, fact.recorded, fact.sequence)


def _without_decision(view: View, asked: Asked) -> State:
    """No decision is in the ledger: read the operator's own column, or ask whether the ledger is complete."""
    column = asked.record.table.decisions.get(asked.purpose.name)
    if column is not None:
        match view.answer(column, asked.record):
            case True:
                return State.ACTIVE
            case False:
                return State.ENDED
            case None:
                return State.FROZEN
    is_complete = any(_names(fact, asked.purpose) for fact in view.facts_with(Effect.COMPLETE))
    return State.ENDED if is_complete else State.FROZEN


def _decided(view: View, asked: Asked, decision: Fact) -> State:
    purpose = asked.purpose
    if decision.effect is not Effect.GIVEN:
        return State.ENDED
    given_on = decision.since.astimezone(view.zone).date()
    if purpose.validity is not None and purpose.validity.after(given_on) < view.today:
        return State.ENDED
    wording = purpose.wording
    if wording is None or decision.name == wording.version or decision.name in wording.covers:
        return State.ACTIVE
    may_be_asked_again = wording.ask_again_within.after(wording.since) >= view.today
    return State.FROZEN if may_be_asked_again else State.ENDED


# --- contract -----------------------------------------------------------------------------------------------


def _contract(view: View, asked: Asked) -> State:
    performance = asked.purpose.performance
    left = State.ENDED
    if performance is not None:
        left = timed(view, performance, asked.record, asked.tie)
    states = [_if_existed(view, asked, erasure.since, left) for erasure in _erasures(view, asked)]
    return min(states, default=State.ACTIVE)


# --- legitimate interest, public task -----------------------------------------------------------------------


def _objections(view: View, asked: Asked) -> State:
    """The least that any objection leads to (GDPR Art. 21)."""
    objections = [f for f in view.facts_of(asked.tie, Effect.OBJECTED) if _concerns(f, asked.purpose)]
    states = [_after_objection(view, asked, objection.since, "") for objection in objections]
    return min(states, default=State.ACTIVE)


def _balance_after_erasure(view: View, asked: Asked) -> State:
    """An erasure opens the same balance for the records that existed (GDPR Art. 17(1)(c))."""
    states = [
        _if_existed(view, asked, erasure.since, _after_objection(view, asked, erasure.since, "erasure"))
        for erasure in _erasures(view, asked)
    ]
    return min(states, default=State.ACTIVE)


def _after_objection(view: View, asked: Asked, since: Instant, name: str) -> State:
    """Against direct marketing it ends the claim at once; else it freezes until it is decided."""
    by_interest = asked.purpose.basis[asked.tie.role] is Basis.LEGITIMATE_INTEREST
    if by_interest and is_marketing(view, asked.purpose):
        return State.ACTIVE if _consented_since(view, asked, since) else State.ENDED
    decisions = [
        fact
        for fact in view.facts_of(asked.tie, Effect.UPHELD, Effect.REJECTED)
        if _concerns(fact, asked.purpose)
        and fact.since >= since
        and (fact.name == "erasure") == (name == "erasure")
    ]
    first = min(decisions, key=lambda fact: (fact.since, fact.effect is not Effect.UPHELD), default=None)
    if first is None:
        return State.FROZEN
    return State.ENDED if first.effect is Effect.UPHELD else State.ACTIVE


def _consented_since(view: View, asked: Asked, since: Instant) -> bool:
    """Whether the person consented explicitly after the objection, and has not withdrawn that."""
    given = [f.since for f in view.facts_of(asked.tie, Effect.GIVEN) if _names(f, asked.purpose)]
    withdrawn = [f.since for f in view.facts_of(asked.tie, Effect.WITHDRAWN) if _concerns(f, asked.purpose)]
    return any(one > since and all(other < one for other in withdrawn) for one in given)


def is_marketing(view: View, purpose: Purpose) -> bool:
    """Whether the purpose is direct marketing, or feeds, directly or not, one that is (GDPR Art. 21(3))."""
    return any(one.direct_marketing for one in _fed(view, purpose))


def _fed(view: View, purpose: Purpose) -> Iterator[Purpose]:
    seen: set[PurposeName] = set()
    waiting = [purpose.name]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in view.manifest.purposes:
            seen.add(name)
            yield view.manifest.purposes[name]
            waiting += view.manifest.purposes[name].feeds
