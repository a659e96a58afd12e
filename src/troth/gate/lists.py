"""
A list of addresses: the same question about a million people, in windows that fit in memory.

Where facts alone decide (a consent, given and taken back under the very key that the list names) a window is
answered from what stands in the open of its facts, in one statement, and nothing is unsealed. Everybody else (known
by several keys, erased, restricted, on the suppression list) is asked about as one person is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import islice
from json import loads
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from troth.audit.records import is_behind
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key, normalised
from troth.gate.ask import answers
from troth.gate.declared import Asked, asked, roles_for
from troth.gate.held import tying_tables
from troth.gate.model import Answer, Because, Must, No, Question, Reason, Yes
from troth.gate.person import day_of
from troth.gate.records import apart, as_text, decisions_under, is_ledger_complete
from troth.gate.rules import NO_ITEM, nature_of
from troth.manifest.names import ChoiceName, KeyType, PurposeName
from troth.manifest.purposes import Basis
from troth.publication.wordings import manifest_in_force
from troth.site import Site

WINDOW = 10_000  # people read at once
FEW = 1_000  # of those asked about one by one, so many at once

R = TypeVar("R")


def filtered(
    site: Site,
    question: Question,
    rows: Iterable[tuple[R, Mapping[str, str]]],
    at: Instant,
    size: int = WINDOW,
) -> Iterator[tuple[R, Answer]]:
    """
    Each row with the answer about the person it names, in order, as the rows come.

    A list is there to be used: where nothing is held yet that a yes could be about, the answer is no.

    Args:
        rows: anything, each with the keys of one person.
        size: so many people are read at once.
    """
    gate = _ListGate(site, question, at)
    waiting = iter(rows)
    while window := list(islice(waiting, size)):
        found = gate.answers([subject for _, subject in window])
        yield from zip((row for row, _ in window), found, strict=True)


class _ListGate:
    def __init__(self, site: Site, question: Question, at: Instant) -> None:
        self._site, self._question, self._at = site, question, at
        manifest = manifest_in_force(site, at)
        to_ask = asked(manifest, question, day_of(manifest, at))
        self._no = to_ask if isinstance(to_ask, No) else None
        self._consent = None if isinstance(to_ask, No) else _consent_alone(site, to_ask, at)

    def answers(self, subjects: Sequence[Mapping[str, str]]) -> list[Answer]:
        """The answers for one window."""
        if self._no is not None:
            return [self._no for _ in subjects]
        if self._consent is None:
            return self._one_by_one(subjects)
        return self._by_consent(self._consent, subjects)

    def _one_by_one(self, subjects: Sequence[Mapping[str, str]]) -> list[Answer]:
        found: list[Answer] = []
        for start in range(0, len(subjects), FEW):
            people = [tuple(Key.of(*one) for one in s.items()) for s in subjects[start : start + FEW]]
            told = answers(self._site, self._question, people, self._at)
            found += [_for_use(one.answer, self._question) for one in told]
        return found

    def _by_consent(self, consent: "_Consent", subjects: Sequence[Mapping[str, str]]) -> list[Answer]:
        """The window from what stands in the open; those of whom more is known, one by one."""
        site, kind = self._site.name, consent.kind
        with self._site.database.reading() as tx:
            if is_behind(tx, site):
                return [No(Reason(Because.BEHIND)) for _ in subjects]
            hash_of, prefix = tx.keyring.hashing(site, "key"), f"{kind}:"
            places: list[int] = []
            hashes: list[bytes] = []
            for place, subject in enumerate(subjects):
                value = normalised(subject[kind]) if len(subject) == 1 and kind in subject else ""
                if value:
                    places.append(place)
                    hashes.append(hash_of(prefix + value))
            decided = decisions_under(tx, site, hashes)
            others = apart(tx, site, hashes)
        found: list[Answer | None] = [None] * len(subjects)
        for number, place in enumerate(places):
            if number not in others:
                found[place] = consent.answer(decided[number])
        rest = [number for number, answer in enumerate(found) if answer is None]
        told = self._one_by_one([subjects[number] for number in rest])
        for number, answer in zip(rest, told, strict=True):
            found[number] = answer
        return [answer for answer in found if answer is not None]


def _for_use(answer: Answer, question: Question) -> Answer:
    """The same where something is held; a list is never what is collected now."""
    if isinstance(answer, Yes) and answer.has(Must.FIRST_WRITTEN):
        return No(Reason(Because.NOT_HELD, PurposeName(question.purpose)))
    return answer


# --- consent by facts alone ---------------------------------------------------------------------------------


_GIVEN = Effect.GIVEN.value
_PLAIN = frozenset({_GIVEN, Effect.REFUSED.value, Effect.WITHDRAWN.value})
_BECAUSE = {Effect.REFUSED.value: Because.REFUSED, Effect.WITHDRAWN.value: Because.WITHDRAWN}


@dataclass(slots=True)
class _Consent:
    """A question that a consent alone decides."""

    to_ask: Asked
    kind: KeyType
    choices: tuple[ChoiceName | None, ...]
    at: str  # as instants stand in the database
    not_before: str  # consents given before have run out
    yes: Yes
    never: No
    named: dict[str, bool] = field(
        default_factory=dict
    )  # whether purposes, as they stand there, name this one

    def answer(self, decisions: Iterable[Any]) -> Answer | None:
        """The answer; none where it needs more than what stands in the open."""
        at, named = self.at, self.named
        for choice in self.choices:
            last: tuple[Any, ...] = ()
            for _, effect, since, recorded, purposes, of_choice, wording, sequence in decisions:
                if effect not in _PLAIN:
                    return None
                if since > at or (of_choice is not None and of_choice != choice):
                    continue
                if (known := named.get(purposes)) is None:
                    known = self._names(purposes)
                # At one instant what was taken back is the last; no two have the number that comes then.
                if known and (mine := (since, effect != _GIVEN, recorded, sequence, effect, wording)) > last:
                    last = mine
            if not last:
                return self.never
            if last[1]:
                return self._no(_BECAUSE[last[4]], last[0], choice)
            if last[0] < self.not_before or not self._covers(last[5]):
                return None  # why exactly, and until when, is told as of one person
        return self.yes

    def _no(self, because: Because, since: str, choice: ChoiceName | None) -> No:
        item = self.to_ask.items[0] if self.to_ask.items else None
        return No(Reason(because, self.to_ask.purpose.name, item, choice, datetime.fromisoformat(since)))

    def _names(self, purposes: str) -> bool:
        names = loads(purposes)
        purpose = self.to_ask.purpose
        self.named[purposes] = not names or not {purpose.name, *purpose.was}.isdisjoint(names)
        return self.named[purposes]

    def _covers(self, wording: str | None) -> bool:
        """Whether the wording in force is, or covers, the one that was answered; a sealed one is not known here."""
        in_force = self.to_ask.purpose.wording
        return in_force is None or wording == in_force.version or wording in in_force.covers


def _consent_alone(site: Site, to_ask: Asked, at: Instant) -> _Consent | None:
    """How to decide by consent alone; none where roles, clocks, columns or other keys have a say."""
    manifest, purpose = manifest_in_force(site, at), to_ask.purpose
    nature = nature_of(manifest, to_ask)
    roles = {role for item in to_ask.items for role in roles_for(manifest, purpose, item)}
    bases = {purpose.basis[role] for role in roles} or purpose.bases
    if nature.runs or nature.has_column or tying_tables(manifest) or bases != {Basis.CONSENT}:
        return None
    if purpose.decided_by is None or to_ask.needs_parent:
        return None
    items = to_ask.items or (NO_ITEM,)
    asked_for = [to_ask.choices_for(item) if item else list(to_ask.choices) for item in items]
    choices = tuple(dict.fromkeys(choice for some in asked_for for choice in some))
    with site.database.reading() as tx:
        is_complete = is_ledger_complete(tx, site.name, {purpose.name, *purpose.was}, at)
    because = Because.NEVER_GIVEN if is_complete else Because.NOT_RECORDED
    item = to_ask.items[0] if to_ask.items else None
    never = No(Reason(because, purpose.name, item, choices[0] if choices else None))
    zone = ZoneInfo(manifest.zone)
    not_before = ""
    if purpose.validity is not None:
        ended = purpose.validity.last_day_ended(day_of(manifest, at))
        not_before = as_text(datetime.combine(ended + timedelta(days=1), time(), zone))
    return _Consent(
        to_ask, purpose.decided_by, choices, as_text(at), not_before, Yes(to_ask.conditions), never
    )
