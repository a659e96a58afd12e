"""
The gate says what the interpreter says, in worlds made by chance.

For each person of a world, each purpose and each item: yes where a claim of that purpose on a datum about the person
is active and nothing restricts it, and only there. Where nothing is held that the purpose claims, the gate answers
for a datum written now, and the interpreter is asked about such a one.
"""

import os
import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import pytest

from tests.claims.compiled import _connected, _Known
from tests.claims.materialise import Bench, sqlite_bench
from tests.claims.worlds import describe, world_of
from troth.claims.facts import Instant
from troth.claims.interpreter.bases import Asked, choices, derived, lawful, purposes_not_ended, uses
from troth.claims.interpreter.claims import Phase, claims, is_about
from troth.claims.interpreter.data import is_clamped, is_prohibited, is_restricted
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Record, record_of
from troth.claims.keys import Key
from troth.claims.states import State
from troth.claims.world import World
from troth.errors import Unavailable
from troth.gate.ask import asked_of
from troth.gate.declared import asked, roles_for
from troth.gate.held import Reading
from troth.gate.keys import key_types
from troth.gate.model import Answer, Because, Must, No, Question, Yes
from troth.gate.person import day_of
from troth.manifest.names import ChoiceName, Column, ItemName, RoleName, TableName
from troth.manifest.purposes import Purpose
from troth.manifest.stores import Field, Table
from troth.site import Reached
from troth.subjects.suppressions import Entry

WORLDS = range(int(os.environ.get("TROTH_GATE_WORLDS", "40")))
WIDE = range(WORLDS.stop, 3000)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Bench]:
    bench = sqlite_bench()
    yield bench
    bench.close()


def test_the_gate_says_what_the_interpreter_says(sqlite: Bench) -> None:
    """In each world; and over all of them, each answer often enough to mean something."""
    counts: Counter[str] = Counter()
    for seed in WORLDS:
        compare(seed, sqlite, counts)
    assert counts["yes"] > 0.05 * counts.total(), counts
    assert counts["no"] > 0.05 * counts.total(), counts
    assert counts["held"] > 0.05 * counts.total(), counts


@pytest.mark.wide
def test_it_does_in_many_more_worlds(sqlite: Bench) -> None:
    for seed in WIDE:
        compare(seed, sqlite, Counter())


def compare(seed: int, bench: Bench, counts: Counter[str]) -> None:
    """Ask both about everybody in a world."""
    world, at = world_of(seed)
    view = View(world, world.manifest, at)
    tied = sorted({key for record in view.all for tie in view.ties(record) for key in tie.keys})
    told = sorted({fact.key for fact in world.facts.known if fact.key is not None} - set(tied))
    known = key_types(world.manifest)
    people = [key for key in (*tied[:5], *told[:2]) if key.value and key.type in known]
    with ExitStack() as stack:
        reading = _reading(world, bench, at, stack)
        for purpose, choice, item in _questions(view, seed):
            question = Question(purpose.name, frozenset({item}), choice)
            for key, answer in zip(people, _asked(reading, question, people), strict=True):
                said = _Said(view, purpose, choice, item, key)
                problem = said.differs_from(answer)
                counts.update(said.counted(answer))
                if problem:
                    what = f"{purpose.name}, {choice}, {item}, {key.text}: {problem}; the gate: {answer}"
                    pytest.fail(f"world {seed}: {what}\n{describe(world, at)}", pytrace=False)


def _questions(view: View, seed: int) -> list[tuple[Purpose, ChoiceName | None, ItemName]]:
    """A dozen of all questions, other ones in each world."""
    found = [
        (purpose, choice, item)
        for purpose in view.manifest.purposes.values()
        for item in sorted(view.manifest.items)
        for choice in choices(purpose, item)
        if any(uses(view, kind, use, item) for kind, use in purpose.data.items())
    ]
    return random.Random(seed).sample(found, min(12, len(found)))


def _asked(reading: Reading, question: Question, people: Sequence[Key]) -> list[Answer]:
    to_ask = asked(reading.manifest, question, day_of(reading.manifest, reading.at))
    if isinstance(to_ask, No):
        return [to_ask] * len(people)
    subjects = [(key,) for key in people]
    return [one.answer for one in asked_of(reading, to_ask, question, subjects, _nothing_barred)]


@dataclass(frozen=True)
class _Said:
    """What the interpreter says of one question."""

    view: View
    purpose: Purpose
    choice: ChoiceName | None
    item: ItemName
    key: Key

    def differs_from(self, answer: Answer) -> str:
        """In which way the gate's answer is another; nothing where it is the same."""
        if self.view.world.facts.are_behind:
            return "facts are behind" if answer else ""
        if isinstance(answer, Yes):
            if self.is_held:
                return "" if self.is_usable or answer.has(Must.ART_18) else "it may not be used"
            return "" if self.may_be_written or answer.has(Must.ART_18) else "it may not be written"
        if answer.reason.because in _CAUTION:
            return ""  # the gate cannot tell, and says so
        if self.is_held:
            return "it may be used" if self.is_surely_usable else ""
        return "it may be written" if self.may_be_written else ""

    def counted(self, answer: Answer) -> list[str]:
        """Under which headings it is counted."""
        return ["yes" if answer else "no", *(["held"] if self.is_held else [])]

    @cached_property
    def is_held(self) -> bool:
        """Whether the purpose has a claim, in whatever state, on a datum of the person."""
        return bool(self._states)

    @cached_property
    def is_usable(self) -> bool:
        """Whether one of them is active."""
        return any(State.ACTIVE in states for _, states in self._states)

    @cached_property
    def is_surely_usable(self) -> bool:
        """
        Whether one is of a record that is surely the person's, and no other record's claim.

        The gate takes whoever is named for sure; and where a claim follows another's record, the word of the one
        who is asked about narrows as well.
        """
        is_followed = any(use.follows is not None for use in self.purpose.data.values())
        found = any(State.ACTIVE in states and tie.is_sure for tie, states in self._states)
        return found and (not is_followed or self.may_be_written)

    @cached_property
    def _states(self) -> list[tuple[Tie, list[State]]]:
        found = []
        for record in self.view.all:
            for tie in self.view.ties(record):
                for field in record.table.fields.values():
                    if field.item == self.item and is_about(field, tie) and self._is_theirs(tie):
                        states = self._states_of(record, field, tie)
                        found += [] if states is None else [(tie, states)]
        return found

    def _states_of(self, record: Record, field: Field, tie: Tie) -> list[State] | None:
        """The states of the purpose's active claims; none where it has no claim."""
        found = [
            claim
            for claim in claims(self.view, record, field, tie)
            if claim.purpose is self.purpose and claim.choice == self.choice
        ]
        if not found:
            return [] if self._waits_for_another(record, tie) else None
        if is_prohibited(self.view, record, field) or is_clamped(self.view, tie, self.item):
            return []
        return [claim.state for claim in found if claim.phase is Phase.ACTIVE]

    def _waits_for_another(self, record: Record, tie: Tie) -> bool:
        """Whether the purpose claims it once a record that it follows is there: it is held, and not claimed."""
        return tie.role in self.purpose.basis and any(
            (use := self.purpose.data.get(kind)) is not None
            and use.follows is not None
            and uses(self.view, kind, use, self.item)
            for kind in self.view.kinds(record)
        )

    def _is_theirs(self, tie: Tie) -> bool:
        """Whether a tie is the person's; where the key that decides is named, with that key."""
        if self.key not in self.view.person(tie):
            return False
        return self.key.type != self.purpose.decided_by or tie.first_of(self.key.type) == self.key

    @cached_property
    def may_be_written(self) -> bool:
        """Whether a record written just now, by somebody known by this key, would have an active claim."""
        purpose, item = self.purpose, self.item
        if purpose not in purposes_not_ended(self.view) or self.choice not in choices(purpose, item):
            return False
        used = [kind for kind, use in purpose.data.items() if uses(self.view, kind, use, item)]
        if not any(purpose.data[kind].follows is None for kind in used):
            return False
        if self.view.manifest.items[item].prohibited is not None:
            return False
        roles = roles_for(self.view.manifest, purpose, item)
        return bool(roles) and all(self._may_write(role) for role in roles)

    def _may_write(self, role: RoleName) -> bool:
        person = next((p for p in self.view.people if self.key in p), frozenset({self.key}))
        world = replace(self.view.world, rows={}, remembered=frozenset({person}), down=frozenset())
        view = View(world, world.manifest, self.view.at)
        store = next(iter(world.manifest.stores))
        created = Column("created")
        table = Table(store, TableName("new"), (), {}, {}, created=created)
        record = record_of(table, {created: view.at + timedelta(microseconds=1)})
        tie = Tie(role, (self.key,), frozenset({self.key}), frozenset())
        asked = Asked(self.purpose, self.choice, tie, record, self.item)
        return min(lawful(view, asked), derived(view, asked)) is State.ACTIVE and not is_restricted(
            view, tie, self.item
        )


_CAUTION = frozenset({Because.STORE_DOWN, Because.SEVERAL})


def _reading(world: World, bench: Bench, at: Instant, stack: ExitStack) -> Reading:
    """The world as the gate reads it."""
    stores = bench.load(world)
    known = _Known(world)
    connections = stack.enter_context(_connected(world, stores))
    terms = known.terms(stores, at)
    down = {name: Unavailable("it is down") for name in world.down}

    def remembered(keys: Collection[Key] | None) -> list[frozenset[Key]]:
        return [group for group in world.remembered if keys is None or group & frozenset(keys)]

    return Reading(
        world.manifest, at, terms.facts, remembered, lambda: Reached(connections, {}, terms.grounds, down)
    )


def _nothing_barred(_keys: Collection[Key]) -> dict[Key, list[Entry]]:
    return {}
