"""
Answers kept warm: the same question about the same person, until something about them changes.

Kept under the keyed hash of the person's keys, so that no address stands here. How old an answer may be is stated:
what another process records counts within TROTH_GATE_SECONDS, what this one records at once, a new day at midnight;
what the operator's stores said is asked again after TROTH_GATE_SECONDS.
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from troth.audit.records import is_behind
from troth.claims.facts import Instant
from troth.claims.keys import Key, normalised
from troth.gate.ask import Answered, Subject, answers
from troth.gate.model import Answer, Question
from troth.gate.records import Mark, mark, touched
from troth.publication.wordings import look_again
from troth.site import Site

TOUCHED = 5_000  # more people than that changed at once: all answers are asked anew

_Who = tuple[bytes, ...]


@dataclass(slots=True)
class _Kept:
    """One answer, and until when it is good."""

    answer: Answer
    since: float  # seconds since 1970
    until: float
    expires: float  # on the monotonic clock; what stores said is good for a moment only


@dataclass(slots=True)
class _Person:
    keys: set[bytes] = field(
        default_factory=set
    )  # of the person's keys that are known: a fact under one counts
    answers: dict[Question, _Kept] = field(default_factory=dict)


class Gate:
    """The gate of one site in one process. It may be asked from many threads at once."""

    def __init__(
        self,
        site: Site,
        *,
        seconds: float | None = None,
        most: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            seconds: how late it may learn of what other processes record; else as the settings say.
            most: for how many people answers are kept.
        """
        self._site = site
        self._seconds = site.settings.gate_seconds if seconds is None else seconds
        self._most = site.settings.gate_people if most is None else most
        self._clock = clock
        self._lock = threading.Lock()
        self._people: dict[_Who, _Person] = {}
        self._of_key: dict[bytes, set[_Who]] = {}
        self._mark = Mark()
        self._behind = False
        self._writes = -1
        self._look_again = float("-inf")
        self._generation = 0
        self._hash = site.database.keyring.hashing(site.name, "key")

    def may(self, question: Question, subject: Mapping[str, str], at: Instant | None = None) -> Answer:
        """May it, now (or at that instant)?"""
        now = self._clock()
        if now >= self._look_again or self._site.database.writes != self._writes:
            self._look(now)
        instant = time.time() if at is None else at.timestamp()
        who = self._who(subject)
        person = self._people.get(who)
        if person is not None:
            kept = person.answers.get(question)
            if kept is not None and kept.since <= instant < kept.until and now < kept.expires:
                return kept.answer
        return self._asked(question, [subject], [who], datetime.now(UTC) if at is None else at, now)[0]

    def may_all(
        self, question: Question, subjects: Sequence[Mapping[str, str]], at: Instant | None = None
    ) -> list[Answer]:
        """The same question about many people: what is not known yet is read together."""
        now = self._clock()
        if now >= self._look_again or self._site.database.writes != self._writes:
            self._look(now)
        instant = time.time() if at is None else at.timestamp()
        known: dict[_Who, Answer] = {}
        missing: dict[_Who, Mapping[str, str]] = {}
        whose = [self._who(subject) for subject in subjects]
        for who, subject in zip(whose, subjects, strict=True):
            person = self._people.get(who)
            kept = None if person is None else person.answers.get(question)
            if kept is not None and kept.since <= instant < kept.until and now < kept.expires:
                known[who] = kept.answer
            else:
                missing[who] = subject
        if missing:
            at = datetime.now(UTC) if at is None else at
            found = self._asked(question, list(missing.values()), list(missing), at, now)
            known |= dict(zip(missing, found, strict=True))
        return [known[who] for who in whose]

    def _who(self, subject: Mapping[str, str]) -> _Who:
        if len(subject) == 1:
            [(kind, value)] = subject.items()
            return (self._hash(f"{kind}:{normalised(value)}"),)
        return tuple([self._hash(f"{kind}:{normalised(value)}") for kind, value in subject.items()])

    def _asked(
        self,
        question: Question,
        subjects: Sequence[Mapping[str, str]],
        whose: Sequence[_Who],
        at: Instant,
        now: float,
    ) -> list[Answer]:
        generation = self._generation
        keys: list[Subject] = [tuple(Key.of(k, v) for k, v in subject.items()) for subject in subjects]
        found = answers(self._site, question, keys, at)
        with self._lock:
            if generation == self._generation:  # else something changed while it was read: kept next time
                for who, one in zip(whose, found, strict=True):
                    self._keep(question, who, one, at, now)
        return [one.answer for one in found]

    def _keep(self, question: Question, who: _Who, found: Answered, at: Instant, now: float) -> None:
        if len(self._people) >= self._most and who not in self._people:
            self._drop(next(iter(self._people)))  # the one kept longest
        person = self._people.setdefault(who, _Person())
        hashes = {self._hash(known.text) for known in found.keys}
        for key in {*who, *hashes} - person.keys:
            person.keys.add(key)
            self._of_key.setdefault(key, set()).add(who)
        expires = now + self._seconds if found.by_stores else float("inf")
        person.answers[question] = _Kept(found.answer, at.timestamp(), found.until.timestamp(), expires)

    def _drop(self, who: _Who) -> None:
        person = self._people.pop(who, None)
        for key in () if person is None else person.keys:
            others = self._of_key.get(key)
            if others is not None:
                others.discard(who)
                if not others:
                    del self._of_key[key]

    def _look(self, now: float) -> None:
        """Learn what changed since it was last looked at, and forget the answers it touches."""
        with self._lock:
            writes = self._site.database.writes
            with self._site.database.reading() as tx:
                here = mark(tx, self._site.name)
                behind = is_behind(tx, self._site.name)
                if here.published != self._mark.published:
                    look_again(self._site)
                if here != self._mark or behind != self._behind:
                    is_elsewhere = here.is_elsewhere(self._mark) or behind != self._behind
                    hashes = None if is_elsewhere else touched(tx, self._site.name, self._mark, TOUCHED)
                    self._forget(hashes)
            self._mark, self._behind, self._writes = here, behind, writes
            self._look_again = now + self._seconds

    def _forget(self, hashes: Collection[bytes] | None) -> None:
        self._generation += 1
        if hashes is None:
            self._people, self._of_key = {}, {}
            return
        for key in hashes:
            for who in list(self._of_key.get(key, ())):
                self._drop(who)
