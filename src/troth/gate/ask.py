"""Asking about people: read what Troth knows of them, decide; where that leaves it open, ask the stores."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from troth.audit.records import is_behind
from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.keys import Key
from troth.claims.people import People
from troth.gate.declared import Asked, asked
from troth.gate.held import Reading, held, identified, tables_of, tying_tables
from troth.gate.keys import key_types
from troth.gate.model import Answer, Because, Must, No, Question, Reason, Yes
from troth.gate.person import SUPPRESSED, Person, day_of, in_effect, same_until
from troth.gate.rules import Nature, Open, by_claims, by_facts, nature_of
from troth.manifest.model import Manifest
from troth.publication.wordings import manifest_in_force
from troth.site import Site
from troth.subjects.identities import all_remembered, remembered
from troth.subjects.records import all_facts, facts_for
from troth.subjects.suppressions import Entry, suppressed

Subject = tuple[Key, ...]  # the keys of one person, in the order in which they were given


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and how long it is good without something new: never longer than to the end of the day."""

    answer: Answer
    until: Instant
    by_stores: bool = False  # the operator's stores were asked, and may change without a word to Troth
    keys: frozenset[Key] = (
        frozenset()
    )  # every key of the person: a fact under one of them may change the answer


def answers(site: Site, question: Question, subjects: Sequence[Subject], at: Instant) -> list[Answered]:
    """The answer for each of these people, in their order; they are read together, however many they are."""
    manifest, name = manifest_in_force(site, at), site.name
    to_ask = asked(manifest, question, day_of(manifest, at))
    if isinstance(to_ask, No):
        end = same_until(manifest, (), at)
        return [Answered(to_ask, end) for _ in subjects]
    with site.database.reading() as tx, ExitStack() as stack:
        if is_behind(tx, name):
            end = same_until(manifest, (), at)
            return [Answered(No(Reason(Because.BEHIND)), end) for _ in subjects]
        reading = Reading(
            manifest,
            at,
            lambda keys, records: all_facts(tx, name) if keys is None else facts_for(tx, name, keys, records),
            lambda keys: all_remembered(tx, name) if keys is None else remembered(tx, name, keys),
            lambda: stack.enter_context(site.stores.reading()),
        )
        return asked_of(reading, to_ask, question, subjects, lambda keys: suppressed(tx, name, keys))


def asked_of(
    reading: Reading,
    to_ask: Asked,
    question: Question,
    subjects: Sequence[Subject],
    barred: Callable[[Collection[Key]], Mapping[Key, Sequence[Entry]]],
) -> list[Answered]:
    """
    The same of what was read: facts first, and the stores only where these leave it open.

    Args:
        barred: what the suppression list holds against some keys.
    """
    manifest, at = reading.manifest, reading.at
    given = {key for keys in subjects for key in keys}
    kept = reading.remembered(given)
    people = _people(reading, given, kept, subjects)
    everybody = people.closure(given)
    facts = reading.facts(everybody, ())
    if facts.are_behind:
        return [Answered(No(Reason(Because.BEHIND)), same_until(manifest, (), at)) for _ in subjects]
    of_key = _facts_of(facts, barred(everybody), to_ask, question)
    complete = {name for f in in_effect(facts.of(Effect.COMPLETE), at) for name in f.purposes}
    nature = nature_of(manifest, to_ask)
    decided: list[Answer | Open] = []
    ends: list[Instant] = []
    for keys in subjects:
        closure = people.closure(keys)
        own = [fact for key in closure for fact in of_key.get(key, ())]
        ends.append(same_until(manifest, own, at))
        person = Person(keys, in_effect(own, at), frozenset(complete))
        # A no is false: it is told apart from none by name.
        stopped = _not_to_be_asked(manifest, keys)
        if stopped is None:
            stopped = _unreadable(reading, to_ask, keys, kept)
        decided.append(by_facts(manifest, to_ask, nature, person, at) if stopped is None else stopped)
    closed = _of_stores(reading, to_ask, nature, subjects, people, decided)
    by_stores = bool(tying_tables(manifest))
    return [
        Answered(answer, end, by_stores or isinstance(one, Open), people.closure(keys))
        for answer, end, one, keys in zip(closed, ends, decided, subjects, strict=True)
    ]


def _people(
    reading: Reading,
    given: Collection[Key],
    kept: Collection[frozenset[Key]],
    subjects: Sequence[Subject],
) -> People:
    """Who is who. The keys given for one person are one person's: whoever asks vouches for that."""
    together = [*kept, *(frozenset(keys) for keys in subjects)]
    if not tying_tables(reading.manifest):
        return People.of(together, kept)
    found = identified(reading, given, together)
    # What the stores tie together may be remembered together with more.
    while more := frozenset(reading.remembered(found.closure(given))) - frozenset(together):
        together += more
        found = identified(reading, found.closure(given), together)
    return found


def _unreadable(
    reading: Reading, to_ask: Asked, keys: Subject, kept: Collection[frozenset[Key]]
) -> No | None:
    """No, where facts may follow the person along keys that stand in a store that is down."""
    tying = {table.store for table in tying_tables(reading.manifest)}
    if not tying or any(not group.isdisjoint(keys) for group in kept):
        return None
    down = sorted(tying & set(reading.reached.down))
    return No(Reason(Because.STORE_DOWN, to_ask.purpose.name, named=", ".join(down))) if down else None


def _of_stores(
    reading: Reading,
    to_ask: Asked,
    nature: Nature,
    subjects: Sequence[Subject],
    people: People,
    decided: Sequence[Answer | Open],
) -> list[Answer]:
    """What facts leave open, answered by the claims on what is held."""
    waiting = [keys for keys, one in zip(subjects, decided, strict=True) if isinstance(one, Open)]
    if not waiting:
        return [one for one in decided if not isinstance(one, Open)]
    found = iter(held(reading, to_ask.purpose, to_ask.items, waiting, people))
    stores = {table.store for table in tables_of(reading.manifest, to_ask.purpose, to_ask.items)}
    down = sorted(stores & set(reading.reached.down))
    unread = No(Reason(Because.STORE_DOWN, to_ask.purpose.name, named=", ".join(down)))
    closed: list[Answer] = []
    for one in decided:
        if not isinstance(one, Open):
            closed.append(one)
            continue
        answer = by_claims(nature, one, next(found))
        is_known = bool(answer) and isinstance(answer, Yes) and not answer.has(Must.FIRST_WRITTEN)
        closed.append(unread if down and not is_known else answer)
    return closed


def _facts_of(
    facts: Facts, barred: Mapping[Key, Sequence[Entry]], to_ask: Asked, question: Question
) -> Mapping[Key, list[Fact]]:
    """The facts under each key, and what the suppression list holds against it."""
    found: dict[Key, list[Fact]] = {}
    for fact in facts.known:
        if fact.key is not None:
            found.setdefault(fact.key, []).append(fact)
    for key, entries in barred.items():
        told = (as_fact(entry, to_ask, question) for entry in entries)
        found.setdefault(key, []).extend(fact for fact in told if fact is not None)
    return found


def as_fact(entry: Entry, to_ask: Asked, question: Question) -> Fact | None:
    """An entry of the suppression list as the fact that it came from; none where it does not speak of the question."""
    if not to_ask.is_marketing:
        return None
    if None not in (entry.channel, question.channel) and entry.channel != question.channel:
        return None  # where the question names no channel, it may be that one
    return Fact(
        0,
        entry.effect,
        entry.since,
        entry.since,
        purposes=entry.purposes,
        choice=entry.choice,
        ground=SUPPRESSED,
    )


def _not_to_be_asked(manifest: Manifest, keys: Subject) -> No | None:
    """Why nobody can be found by these keys."""
    if not keys or not all(key.value for key in keys):
        return _nobody()
    known = key_types(manifest)
    unknown = next((key.type for key in keys if key.type not in known), None)
    return None if unknown is None else No(Reason(Because.UNKNOWN_KEY, named=unknown))


def _nobody() -> No:
    return No(Reason(Because.NOBODY))
