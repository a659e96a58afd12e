"""What Troth carries to a store so that the store can judge its own rows: facts, resolved key by key.

A store cannot read Troth's facts, nor follow a person across stores. So each plan resolves them
first, to rows of (slot, who, …): `who` is a key as text, or marked as a key in doubt (`?email:…`), or
the key of a record. A question looks each slot up once per row it judges.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from troth.claims.by_key import Once, UnderKeys, facts_by_key
from troth.claims.decided import Asked, Decided, concerns
from troth.claims.facts import SEEN, Effect, Fact, Facts, Instant
from troth.claims.keys import Key
from troth.claims.people import People
from troth.claims.questions import Slot
from troth.claims.states import State
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, PurposeName, StoreName, TableName
from troth.manifest.purposes import Basis, Purpose

DOUBT = "?"  # before the text of a key in doubt
UNKNOWN = "unknown"  # ground of a note taken while something about its clock was unknown


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """What is carried for one text; which parts are filled depends on the slot."""

    state: State | None = None
    at: Instant | None = None
    soft_at: Instant | None = None  # an instant that can only freeze
    frozen_until: Instant | None = None  # records that existed then are frozen
    ended_until: Instant | None = None  # records that existed then are ended


@dataclass(frozen=True, slots=True)
class Carried:
    """Everything carried for one plan. `told_apart` are the items that some fact names on their own."""

    rows: Mapping[Slot, Mapping[str, CarriedRow]]
    told_apart: frozenset[ItemName] = frozenset()
    complete: frozenset[PurposeName] = field(default_factory=frozenset)  # ledgers that hold every decision
    are_behind: bool = False
    # The rows of a slot as they were written for a store, by what else that depends on: many statements look them up.
    _written: dict[object, tuple[object, str]] = field(default_factory=dict, compare=False, repr=False)

    def item(self, item: ItemName) -> str:
        """How the item is named in slots: by its name only where some fact tells it apart."""
        return item if item in self.told_apart else ""

    def has(self, slot: Slot) -> bool:
        """Whether anything is carried there; what is not need not be looked up."""
        return bool(self.rows.get(slot))

    def and_(self, more: Mapping[Slot, Mapping[str, CarriedRow]]) -> "Carried":
        """This and more slots."""
        return replace(self, rows={**self.rows, **more})

    def keeping(self, before: "Carried") -> "Carried":
        """This, with the slots whose rows are as they were taken from there, as they were written."""
        rows = {}
        for slot, of in self.rows.items():
            was = before.rows.get(slot)
            rows[slot] = of if was is None or (was is not of and was != of) else was
        return replace(self, rows=rows, _written=before._written)

    def written(self, slot: Slot, how: object, write: Callable[[Mapping[str, CarriedRow]], str]) -> str:
        """The rows of a slot as `write` writes them: once for each `how`, unless they are those of a whole site."""
        rows = self.rows[slot]
        known = self._written.get((slot, how))
        if known is not None and known[0] is rows:
            return known[1]
        text = write(rows)
        if len(text) <= _MOST_KEPT:
            self._written[slot, how] = rows, text
        return text


_MOST_KEPT = 5_000_000  # characters of a slot that are kept: those of some ten thousand people

NOTHING_MORE = CarriedRow()  # it is carried, and that says all

_Rows = dict[Slot, dict[str, CarriedRow]]


def carried(manifest: Manifest, facts: Facts, people: People, at: Instant) -> Carried:
    """Resolve the facts in effect at that instant for the purposes of a manifest."""
    in_effect = [fact for fact in facts.known if _counts(fact, at)]
    told_apart = frozenset(item for fact in in_effect for item in fact.items)
    rows = _of_records(in_effect, told_apart)
    under_keys: dict[Slot, UnderKeys[CarriedRow]] = defaultdict(UnderKeys)
    once = Once()

    decided = Decided(_consents_asked(manifest), at, ZoneInfo(manifest.zone))
    resolved = _Resolved(manifest, told_apart, once)
    together: dict[Key, list[Fact]] = {}  # the facts under keys of those who have several
    for key, of_key in facts_by_key(in_effect):
        for slot, state, since in decided.under(of_key):
            under_keys[slot].add(key, once(CarriedRow(state, since)))
        told = _ToldOf.these(of_key)
        resolved.carry(rows, (DOUBT + key.text,), told, is_sure=False)
        if len(people.person(key)) == 1:
            resolved.carry(rows, (key.text,), told, is_sure=True)
        else:
            together[key] = of_key
    for person in {people.person(key) for key in together}:
        of_all = sorted((fact for key in person for fact in together.get(key, ())), key=_in_order)
        resolved.carry(rows, [key.text for key in person], _ToldOf.these(of_all), is_sure=True)
    resolved.carry_alike(rows)
    for key in people.remembered:
        under_keys[("known",)].add(key, NOTHING_MORE)
    return Carried(
        {**rows, **under_keys},
        told_apart,
        frozenset(name for fact in in_effect if fact.effect is Effect.COMPLETE for name in fact.purposes),
        facts.are_behind,
    )


def carried_of_records(
    facts: Facts, at: Instant, told_apart: frozenset[ItemName]
) -> Mapping[Slot, Mapping[str, CarriedRow]]:
    """That part of it which facts about records say: holds, notes and events of records."""
    return _of_records([fact for fact in facts.known if _counts(fact, at)], told_apart)


def _counts(fact: Fact, at: Instant) -> bool:
    """Whether the fact is in effect; a note may have noted an instant that is still to come."""
    return (fact.recorded if fact.effect is Effect.NOTED else fact.since) <= at


def _in_order(fact: Fact) -> int:
    return fact.sequence


def _carry(rows: _Rows, texts: Sequence[str], told: Iterable[tuple[Slot, CarriedRow]]) -> None:
    """Put rows under each of these texts."""
    for slot, row in told:
        rows[slot].update(dict.fromkeys(texts, row))


def _of_records(facts: Sequence[Fact], told_apart: frozenset[ItemName]) -> _Rows:
    """Holds, notes and events of records."""
    rows: _Rows = defaultdict(dict)
    held: dict[tuple[StoreName, TableName, str], list[Fact]] = defaultdict(list)
    events: dict[tuple[StoreName, TableName, str, str], list[Fact]] = defaultdict(list)
    once = Once()
    for fact in facts:
        if fact.record is None:
            continue
        (store, table, _), text = fact.record, fact.record.text
        match fact.effect:
            case Effect.HELD:
                held[store, table, text].append(fact)
            case Effect.NOTED if fact.name == SEEN:
                seen = rows["seen", store, table]
                before = seen.get(text, NOTHING_MORE).at or fact.since
                seen[text] = once(CarriedRow(at=min(before, fact.since)))
            case Effect.NOTED:
                noted = rows["noted", store, table, fact.name]
                known = noted.get(text, CarriedRow(at=fact.since))
                is_unknown = known.state is State.FROZEN or fact.ground == UNKNOWN
                latest = max(fact.since, known.at or fact.since)
                noted[text] = once(CarriedRow(State.FROZEN if is_unknown else None, latest))
            case Effect.HAPPENED | Effect.CANCELLED:
                events[store, table, text, fact.name].append(fact)
            case _:
                pass
    released = [fact for fact in facts if fact.effect is Effect.RELEASED]
    for (store, table, text), holds in held.items():
        in_force = [hold for hold in holds if not any(_releases(fact, hold) for fact in released)]
        for item in (*told_apart, ""):
            if any(_speaks_of(hold, item) for hold in in_force):
                rows[("held", store, table, item)][text] = NOTHING_MORE
    for (store, table, text, name), told in events.items():
        last = max(told, key=lambda fact: (fact.since, fact.sequence))
        if last.effect is Effect.HAPPENED:
            rows[("event-of", store, table, name)][text] = CarriedRow(at=last.since)
    return rows


def _releases(fact: Fact, hold: Fact) -> bool:
    """Whether the fact ends that hold: same matter, later, the same record or all of the matter's."""
    return fact.name == hold.name and fact.since > hold.since and fact.record in (None, hold.record)


def _speaks_of(fact: Fact, item: str) -> bool:
    """Whether the fact concerns the item; "" stands for every item that no fact tells apart."""
    return not fact.items or item in fact.items


def choices_of(purpose: Purpose) -> Iterable[ChoiceName | None]:
    """What people choose apart within the purpose: its choices, or the one claim without choice."""
    return purpose.choices or (None,)


def _consents_asked(manifest: Manifest) -> Iterator[Asked]:
    for purpose in manifest.purposes.values():
        if Basis.CONSENT in purpose.basis.values():
            for choice in choices_of(purpose):
                yield Asked(("consent", purpose.name, choice or ""), purpose, choice)


class _ToldOf(NamedTuple):
    """The facts of one person; when they took effect, and what they say, the instants told by their order."""

    facts: list[Fact]
    instants: list[Instant]
    said: tuple[object, ...]

    @classmethod
    def these(cls, facts: list[Fact]) -> "_ToldOf":
        instants = sorted({fact.since for fact in facts})
        place = {instant: index for index, instant in enumerate(instants)}
        return cls(facts, instants, tuple([_said_by(fact, place[fact.since]) for fact in facts]))


class _Alike(NamedTuple):
    """What some facts mean, at these instants, and under which texts the very same is to be carried."""

    instants: list[Instant]
    told: list[tuple[Slot, CarriedRow]]
    texts: list[str]


class _Resolved:
    """
    What facts mean for their person, resolved once for all of whom the same was recorded in the same order.

    Of instants only their order counts: what follows speaks of some of them, and of another person's in their place.
    """

    def __init__(self, manifest: Manifest, told_apart: frozenset[ItemName], once: Once) -> None:
        self._manifest, self._told_apart, self._once = manifest, told_apart, once
        self._known: dict[object, _Alike] = {}

    def carry(self, rows: _Rows, texts: Sequence[str], told: _ToldOf, *, is_sure: bool) -> None:
        """Carry everything for one person, or one key in doubt, with these facts: now, or with `carry_alike`."""
        facts, instants, said = told
        alike = is_sure, said
        known = self._known.get(alike)
        if known is None:
            found = list(_of_tie(self._manifest, facts, self._told_apart, is_sure))
            known = self._known[alike] = _Alike(instants, found, [])
        if known.instants == instants:
            known.texts.extend(texts if known.told else ())
            return
        theirs = zip(known.instants, instants, strict=True)
        own: dict[Instant | None, Instant | None] = {None: None, **dict(theirs)}
        _carry(rows, texts, ((slot, self._once(_moved(row, own))) for slot, row in known.told))

    def carry_alike(self, rows: _Rows) -> None:
        """Carry what is the very same for many at once."""
        for known in self._known.values():
            _carry(rows, known.texts, known.told)


def _said_by(fact: Fact, place: int) -> tuple[object, ...]:
    """All that a fact says of its person; of its number and its instant only the place among theirs counts."""
    return fact.effect, place, fact.purposes, fact.choice, fact.items, fact.name


def _moved(row: CarriedRow, to: Mapping[Instant | None, Instant | None]) -> CarriedRow:
    return CarriedRow(row.state, to[row.at], to[row.soft_at], to[row.frozen_until], to[row.ended_until])


def _of_tie(
    manifest: Manifest, facts: list[Fact], told_apart: frozenset[ItemName], is_sure: bool
) -> Iterator[tuple[Slot, CarriedRow]]:
    """Everything carried for one person (or one key in doubt)."""
    erasures = [fact for fact in facts if fact.effect is Effect.ERASED]
    for item in (*told_apart, ""):
        erased = max((fact.since for fact in erasures if _speaks_of(fact, item)), default=None)
        if erased is not None:
            yield ("erased", item), _until(State.ENDED, erased, is_sure)
        if _is_restricted(facts, item):
            yield ("restricted", item), NOTHING_MORE
    yield from _events(facts)
    for purpose in manifest.purposes.values():
        yield from _of_purpose(manifest, purpose, facts, told_apart, is_sure)


def _of_purpose(
    manifest: Manifest, purpose: Purpose, facts: list[Fact], told_apart: frozenset[ItemName], is_sure: bool
) -> Iterator[tuple[Slot, CarriedRow]]:
    """What the facts of one person mean for one purpose."""
    bases = set(purpose.basis.values())
    named = [fact for fact in facts if concerns(fact, purpose)]
    for item in (*told_apart, ""):
        unlawful = [
            fact.since
            for fact in named
            if fact.effect is Effect.UNLAWFUL and fact.purposes and _speaks_of(fact, item)
        ]
        if unlawful:
            yield ("unlawful", purpose.name, item), _until(State.ENDED, max(unlawful), is_sure)
        erasures = [fact.since for fact in facts if fact.effect is Effect.ERASED and _speaks_of(fact, item)]
        if Basis.CONSENT in bases:
            for choice in choices_of(purpose):
                narrowed = _narrowing(named, erasures, choice, is_sure)
                if narrowed is not None:
                    yield ("narrow", purpose.name, choice or "", item), narrowed
        if Basis.LEGITIMATE_INTEREST in bases:
            balanced = _interest(manifest, purpose, named, erasures, is_sure)
            if balanced is not None:
                yield ("interest", purpose.name, item), balanced
    if Basis.PUBLIC_TASK in bases:
        state = min(_objections(named), default=None)
        if state is not None:
            yield ("public-task", purpose.name), CarriedRow(state=state)


def _until(state: State, instant: Instant, is_sure: bool) -> CarriedRow:
    """An end of what existed then; of what is in doubt, only a freeze."""
    if is_sure and state is State.ENDED:
        return CarriedRow(ended_until=instant)
    return CarriedRow(frozen_until=instant)


def _narrowing(
    named: list[Fact], erasures: list[Instant], choice: ChoiceName | None, is_sure: bool
) -> CarriedRow | None:
    """The last time the person narrowed a consent somewhere else: a withdrawal, or an erasure."""
    withdrawn = [f.since for f in named if f.effect is Effect.WITHDRAWN and f.choice in (None, choice)]
    if is_sure:
        instants = [*withdrawn, *erasures]
        return CarriedRow(at=max(instants)) if instants else None
    if not withdrawn and not erasures:
        return None
    return CarriedRow(at=max(withdrawn, default=None), soft_at=max(erasures, default=None))


def _interest(
    manifest: Manifest, purpose: Purpose, named: list[Fact], erasures: list[Instant], is_sure: bool
) -> CarriedRow | None:
    """Objections, and the balance that each erasure opens for what existed (GDPR Art. 21, 17(1)(c))."""
    if is_marketing(manifest, purpose):
        withdrawn = [fact.since for fact in named if fact.effect is Effect.WITHDRAWN]
        consented = [
            fact.since
            for fact in named
            if fact.effect is Effect.GIVEN and fact.purposes and not any(w >= fact.since for w in withdrawn)
        ]
        objected = [fact.since for fact in named if fact.effect is Effect.OBJECTED]
        stands = any(not any(given > instant for given in consented) for instant in objected)
        state = State.ENDED if stands else None
        ended = [instant for instant in erasures if not any(given > instant for given in consented)]
        frozen: list[Instant] = []
    else:
        state = min(_objections(named), default=None)
        outcomes = [(instant, _balance(instant, named, "erasure")) for instant in erasures]
        ended = [instant for instant, outcome in outcomes if outcome is State.ENDED]
        frozen = [instant for instant, outcome in outcomes if outcome is State.FROZEN]
    if not is_sure:
        ended, frozen = [], [*ended, *frozen]
    if state is None and not ended and not frozen:
        return None
    return CarriedRow(
        state=State.ACTIVE if state is None else state,
        frozen_until=max(frozen, default=None),
        ended_until=max(ended, default=None),
    )


def _objections(named: list[Fact]) -> Iterator[State]:
    """What became of each objection."""
    return (_balance(fact.since, named, "") for fact in named if fact.effect is Effect.OBJECTED)


def _balance(instant: Instant, named: list[Fact], kind: str) -> State:
    """The first decision at or after that instant; without one the balance is still being weighed."""
    decisions = [
        fact
        for fact in named
        if fact.effect in (Effect.UPHELD, Effect.REJECTED)
        and fact.since >= instant
        and (fact.name == "erasure") == (kind == "erasure")
    ]
    if not decisions:
        return State.FROZEN
    first = min(decisions, key=lambda fact: (fact.since, fact.effect is not Effect.UPHELD))
    return State.ENDED if first.effect is Effect.UPHELD else State.ACTIVE


def is_marketing(manifest: Manifest, purpose: Purpose) -> bool:
    """Whether the purpose is direct marketing or feeds one, directly or not (GDPR Art. 21(2)-(3))."""
    seen: set[PurposeName] = set()
    to_see = [purpose.name]
    while to_see:
        name = to_see.pop()
        if name in seen or name not in manifest.purposes:
            continue
        seen.add(name)
        if manifest.purposes[name].direct_marketing:
            return True
        to_see.extend(manifest.purposes[name].feeds)
    return False


def _is_restricted(facts: list[Fact], item: str) -> bool:
    """Whether a restriction of the item stands (GDPR Art. 18)."""
    lifted = [fact.since for fact in facts if fact.effect is Effect.LIFTED]
    return any(
        fact.effect is Effect.RESTRICTED
        and _speaks_of(fact, item)
        and not any(instant > fact.since for instant in lifted)
        for fact in facts
    )


def _events(facts: list[Fact]) -> Iterator[tuple[Slot, CarriedRow]]:
    """The events that stand: the latest word on each."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.effect in (Effect.HAPPENED, Effect.CANCELLED):
            told[fact.name].append(fact)
    for name, words in told.items():
        last = max(words, key=lambda fact: (fact.since, fact.sequence))
        if last.effect is Effect.HAPPENED:
            yield ("event", name), CarriedRow(at=last.since)


def start_of(day: date, zone: ZoneInfo) -> Instant:
    """Midnight at the start of a day in a zone, as an instant in UTC (days no store can hold are drawn in)."""
    day = min(max(day, date(2, 1, 1)), date(9998, 12, 31))
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def day_after(day: date) -> date:
    """The next day; the last possible day stays."""
    return day if day == date.max else day + timedelta(days=1)
