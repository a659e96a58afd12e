"""
Every fact, in Troth's own database: recorded, found and forgotten. How a fact stands in its row is told in `rows`.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, update

from troth import audit
from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.keys import Key, RecordRef
from troth.database import sealing
from troth.database.glances import SITE, Glance
from troth.database.sealing import chunks, lists
from troth.database.sequences import Series, last_number, lock_site, next_numbers
from troth.database.tables import data_keys
from troth.database.transactions import Transaction
from troth.manifest.names import ChoiceName, KeyType, PurposeName
from troth.subjects import identities, suppressions
from troth.subjects.hashes import key_hash, record_hash
from troth.subjects.model import NewFact
from troth.subjects.rows import (
    FORGOTTEN,
    NOBODY,
    OF_HOLDS,
    OF_NOBODY,
    OF_RECORDS,
    READ,
    RECORD,
    SOME_KEY,
    FactReader,
    as_read,
    entry_of,
    facts,
    rows_of,
    under,
)

_OUT_OF_REACH = 2**63 - 1
_BLANK = {"about": FORGOTTEN, "key_hash": None, "record_hash": None, "sealed": None}
CHECKPOINT_SECONDS = 1.0  # by which the checkpoint may stay behind where many facts are recorded
_RECALLED = "facts to be recalled"  # under which a transaction keeps them
_MANY = 1_000  # records, of which it is worth asking whether few facts are about any
_AS_LONG_AS = 5  # to read a fact takes as long as to find of so many records that there is none about them
_MOST_KNOWN = 50_000  # keys, or records, whose facts are remembered while one state is read

T = TypeVar("T", Key, RecordRef)


class OpenDecision(NamedTuple):
    """A decision about consent as it stands in the open: under the hash of a key, nothing unsealed."""

    key_hash: bytes
    effect: Effect
    since: Instant
    recorded: Instant
    sequence: int
    purposes: frozenset[PurposeName]
    choice: ChoiceName | None
    wording: str | None


def add_facts(
    tx: Transaction, site: str, new: Sequence[NewFact], checkpoint_seconds: float = 0
) -> list[Fact]:
    """
    Record facts in this order, with one audit record of them all, against which each can be held (`proof.py`).

    Their numbers follow on the last fact's without a gap; other writers of this site wait until this
    transaction ends, so that nobody sees a later number before an earlier one.

    Args:
        tx: the transaction in which they are decided.
        site: whose facts.
        new: the facts.
        checkpoint_seconds: by how much the audit log's checkpoint may stay behind; who comes here often lets it follow.
    """
    if not new:
        return []
    numbers = next_numbers(tx, site, Series.FACTS, len(new))
    recorded = [fact.numbered(number) for fact, number in zip(new, numbers, strict=True)]
    rows = rows_of(tx, site, recorded)
    tx.add(facts, rows)
    audit.append_all(tx, site, [entry_of(rows)], checkpoint_seconds)
    return recorded


def decisions_under(tx: Transaction, site: str, hashes: Collection[bytes]) -> list[OpenDecision]:
    """What was decided about consents under the keys of these hashes, from what stands in the open."""
    found = []
    for chunk in lists(hashes):
        for row in tx.rows(_DECISIONS, {"site": site, "hashes": chunk}):
            purposes = frozenset(PurposeName(name) for name in json.loads(row.purposes))
            choice = None if row.choice is None else ChoiceName(row.choice)
            effect = Effect(row.effect)
            found.append(
                OpenDecision(
                    row.key_hash, effect, row.since, row.recorded, row.sequence, purposes, choice, row.wording
                )
            )
    return found


def recall(tx: Transaction, site: str, recorded: Sequence[Fact]) -> None:
    """
    Take facts that this process recorded, one after the other in one transaction, as they are, and read them no more.

    A fact never changes. It may be forgotten: unless all of these still stand in the state that is read, they are
    read like all others.
    """
    if recorded:
        tx.kept((_RECALLED, site), lambda: tuple(map(as_read, recorded)))


def recalling(tx: Transaction, site: str) -> dict[str, object]:
    """The first and the last number of the facts that are to be recalled; nothing where there are none."""
    recorded: tuple[Fact, ...] = tx.kept((_RECALLED, site), tuple)
    if not recorded:
        return {}
    return {"first_recalled": recorded[0].sequence, "last_recalled": recorded[-1].sequence}


def facts_for(tx: Transaction, site: str, keys: Collection[Key], records: Collection[RecordRef]) -> Facts:
    """
    The facts under exactly these keys and about exactly these records, and those about nobody in particular.

    One statement for each thousand keys or records, whatever their number; in a transaction that only reads,
    each is asked for once. Where the database is behind its checkpoint, `Facts.are_behind` says so.
    """
    found: dict[int, Fact] = {}
    if not tx.found_nothing(ANY_ABOUT_NOBODY, site):
        found |= tx.once(("facts about nobody", site), lambda: _select(tx, site, _ABOUT_NOBODY))
    found |= _by_hash(tx, site, keys, key_hash, _UNDER_KEYS, lambda fact: fact.key)
    # Looked at first, because a hash of each record takes longer than to find that none is known.
    if records and tx.glanced(ANY_ABOUT_RECORDS, site):
        found |= _about_records(tx, site, records)
    return _as_facts(tx, site, found.values())


def _about_records(tx: Transaction, site: str, records: Collection[RecordRef]) -> dict[int, Fact]:
    """The facts about these records, by their numbers."""
    if len(records) >= _MANY:
        most = len(records) // _AS_LONG_AS
        few = tx.once(("few facts about records", site), lambda: _few_about_records(tx, site, most))
        if few is not None:
            wanted = set(records)
            return {number: fact for number, fact in few.items() if fact.record in wanted}
    return _by_hash(tx, site, records, record_hash, _ABOUT_RECORDS, lambda fact: fact.record)


def _few_about_records(tx: Transaction, site: str, most: int) -> dict[int, Fact] | None:
    """Every fact about any record, by their numbers, where these are no more than so many."""
    recalled = _recalled(tx, site)
    span = _span(recalled)
    counted = tx.first(_COUNTED_ABOUT_RECORDS, {"site": site, "most": most + 1, **span})
    if counted is None or counted[0] > most:
        return None
    about = {fact.sequence: fact for fact in recalled if fact.record is not None}
    return about | _select(tx, site, _ABOUT_ANY_RECORD, **span)


def _by_hash(
    tx: Transaction,
    site: str,
    wanted: Collection[T],
    hash_of: Callable[[Transaction, str, T], bytes],
    query: Select[*tuple[Any, ...]],
    whose: Callable[[Fact], T | None],
) -> dict[int, Fact]:
    """The facts of these keys, or records, by their numbers."""
    recalled = _recalled(tx, site)
    known: _Known[T] = tx.once(("facts by", hash_of, site), lambda: _Known(recalled, whose))
    if fresh := known.unasked(wanted):
        span = _span(recalled)
        for chunk in lists({hash_of(tx, site, one) for one in fresh}):
            for number, fact in _select(tx, site, query, hashes=chunk, **span).items():
                of = whose(fact)
                assert of is not None, "it was found by this"
                known.found.setdefault(of, {})[number] = fact
    return known.of(wanted)


def _recalled(tx: Transaction, site: str) -> tuple[Fact, ...]:
    """The facts that need not be read: those to be recalled, if all of them still stand."""
    recorded: tuple[Fact, ...] = tx.kept((_RECALLED, site), tuple)
    if not recorded or tx.glanced(STANDING, site, **recalling(tx, site)) != len(recorded):
        return ()
    return recorded


def _span(recalled: Sequence[Fact]) -> dict[str, int]:
    """The first and the last number of what is not to be read; without any, numbers that no fact has."""
    return {
        "first": recalled[0].sequence if recalled else 0,
        "last": recalled[-1].sequence if recalled else 0,
    }


class _Known(Generic[T]):
    """The facts that were asked for while one state is read: of most keys and records there are none."""

    def __init__(self, recalled: Sequence[Fact], whose: Callable[[Fact], T | None]) -> None:
        told = [(whose(fact), fact) for fact in recalled]
        self._recalled: list[tuple[T, Fact]] = [(of, fact) for of, fact in told if of is not None]
        self._begin()

    def _begin(self) -> None:
        self._asked: set[T] = set()
        self.found: dict[T, dict[int, Fact]] = {}
        for of, fact in self._recalled:
            self.found.setdefault(of, {})[fact.sequence] = fact

    def unasked(self, wanted: Collection[T]) -> Collection[T]:
        """Those for which nobody asked yet, as if somebody had from now on."""
        fresh = set(wanted) - self._asked
        if len(self._asked) + len(fresh) > _MOST_KNOWN:
            self._begin()
            fresh = set(wanted)
        self._asked |= fresh
        return fresh

    def of(self, wanted: Collection[T]) -> dict[int, Fact]:
        """What was found of these, by its numbers."""
        there = (one for one in wanted if one in self.found) if self.found else ()
        return {number: fact for one in there for number, fact in self.found[one].items()}


def all_facts(tx: Transaction, site: str, key_types: Collection[KeyType] | None = None) -> Facts:
    """
    Every fact of the site that was not forgotten.

    Args:
        key_types: of facts under a key only those under one of these types. What browsers decided is most of what a
            site records, and concerns no record of a store that knows nobody by a browser's number.
    """
    return facts_after(tx, site, 0, key_types)


def facts_after(
    tx: Transaction, site: str, sequence: int, key_types: Collection[KeyType] | None = None
) -> Facts:
    """Every fact recorded since the one of this number, as a plan that saw that one has to know them."""
    if key_types is None:
        return _every(tx, site, _AFTER, sequence=sequence)
    about = [NOBODY, RECORD, SOME_KEY, *map(under, sorted(key_types))]
    return _every(tx, site, _AFTER_ABOUT, sequence=sequence, about=about)


def fact_of(tx: Transaction, site: str, sequence: int) -> Fact | None:
    """The fact of this number; none where there is none, or it was forgotten."""
    return _select(tx, site, _NUMBERED, sequence=sequence).get(sequence)


def facts_of_holds(tx: Transaction, site: str) -> Facts:
    """Every fact that places, reviews or releases a hold."""
    return _every(tx, site, _OF_HOLDS)


def last_sequence(tx: Transaction, site: str) -> int:
    """The number of the last fact: what a plan remembers as the facts it saw."""
    return last_number(tx, site, Series.FACTS)


def forget_facts(tx: Transaction, site: str, keys: Collection[Key], purposes: Collection[PurposeName]) -> int:
    """
    Forget what was recorded under these keys for these purposes alone, and return how many data keys went.

    What also concerns another purpose, or all of them, stays.
    """
    ended = frozenset(purposes)
    return _forget(tx, site, keys, lambda named: bool(named) and named <= ended)


def forget_person(tx: Transaction, site: str, keys: Collection[Key]) -> int:
    """Forget all about these keys, also that they are one person's. Returns how many data keys went."""
    return _forget(tx, site, keys, lambda _named: True) + identities.forget_identities(tx, site, keys)


def forget_notes(tx: Transaction, site: str, numbers: Collection[int]) -> None:
    """
    Forget what Troth noted about records that are gone, so that no later record of the same key has it.

    Args:
        numbers: of such facts; what else was recorded about these records stays.
    """
    for chunk in lists(numbers):
        these = {"of": site, "numbers": chunk}
        rows = tx.rows(_SEALING_NOTES, these)
        sealed = Counter(row.data_key for row in rows)
        tx.run(_BLANK_NOTES, these)
        # One that seals a hold or an event of the record, too, stays.
        sealing.destroy(tx, sorted({row.data_key for row in rows if sealed[row.data_key] == row.seals}))


def _forget(
    tx: Transaction, site: str, keys: Collection[Key], is_ended: Callable[[frozenset[str]], bool]
) -> int:
    table = facts.c
    lock_site(tx, site)
    gone = 0
    for chunk in chunks(sorted(key_hash(tx, site, key) for key in set(keys))):
        query = select(table.data_key, table.purposes).where(table.site == site, table.key_hash.in_(chunk))
        named = {row.data_key: row.purposes for row in tx.rows(query)}
        ended = sorted(key for key, purposes in named.items() if is_ended(frozenset(json.loads(purposes))))
        for part in chunks(ended):
            tx.run(update(facts).where(table.data_key.in_(part)).values(**_BLANK))
        gone += sealing.destroy(tx, ended)
    suppressions.forgotten(tx, site)
    return gone


def _query(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(*READ)
        .join(data_keys, facts.c.data_key == data_keys.c.id)
        .where(facts.c.site == bindparam("site"), condition)
    )


# Made once: SQLAlchemy takes longer to make a query than a database to answer it.
_ABOUT_NOBODY = _query(OF_NOBODY)
_NOT_RECALLED = ~facts.c.sequence.between(bindparam("first"), bindparam("last"))
_UNDER_KEYS = _query(facts.c.key_hash.in_(bindparam("hashes", expanding=True)) & _NOT_RECALLED)
_ABOUT_RECORDS = _query(facts.c.record_hash.in_(bindparam("hashes", expanding=True)) & _NOT_RECALLED)
_ABOUT_ANY_RECORD = _query(OF_RECORDS & _NOT_RECALLED)
_COUNTED_ABOUT_RECORDS = select(func.count()).select_from(
    select(facts.c.sequence)
    .where(facts.c.site == bindparam("site"), OF_RECORDS & _NOT_RECALLED)
    .limit(bindparam("most"))
    .subquery()
)
ANY_ABOUT_NOBODY = Glance(select(facts.c.sequence).where(facts.c.site == SITE, OF_NOBODY).limit(1))
ANY_ABOUT_RECORDS = Glance(select(facts.c.sequence).where(facts.c.site == SITE, OF_RECORDS).limit(1))
STANDING = Glance(  # how many of the facts to be recalled nobody forgot
    select(func.count())
    .select_from(facts.join(data_keys, facts.c.data_key == data_keys.c.id))
    .where(
        facts.c.site == SITE,
        facts.c.sequence.between(bindparam("first_recalled"), bindparam("last_recalled")),
    )
)
_THESE_NOTES = (
    (facts.c.site == bindparam("of"))
    & facts.c.sequence.in_(bindparam("numbers", expanding=True))
    & (facts.c.effect == literal(Effect.NOTED.value))
)
_ANY_FACT = facts.alias()
_SEALING_NOTES = select(
    facts.c.data_key,
    select(func.count())
    .select_from(_ANY_FACT)
    .where(_ANY_FACT.c.data_key == facts.c.data_key)
    .scalar_subquery()
    .label("seals"),
).where(_THESE_NOTES, facts.c.data_key.is_not(None))
_BLANK_NOTES = update(facts).where(_THESE_NOTES).values(**_BLANK, data_key=None)
_AFTER = _query(facts.c.sequence > bindparam("sequence"))
_NUMBERED = _query(facts.c.sequence == bindparam("sequence"))
_AFTER_ABOUT = _query(
    (facts.c.sequence > bindparam("sequence")) & facts.c.about.in_(bindparam("about", expanding=True))
)
_OF_HOLDS = _query(OF_HOLDS)
_OPEN = (facts.c.key_hash, facts.c.effect, facts.c.since, facts.c.recorded, facts.c.sequence)
_DECISIONS = select(*_OPEN, facts.c.purposes, facts.c.choice, facts.c.wording).where(
    facts.c.site == bindparam("site"),
    facts.c.key_hash.in_(bindparam("hashes", expanding=True)),
    facts.c.effect.in_([effect.value for effect in (Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)]),
)


def _every(tx: Transaction, site: str, query: Select[*tuple[Any, ...]], **values: object) -> Facts:
    """What a query finds. Rows, and what was sealed of them, are never in memory together."""
    read = FactReader(tx, site).fact
    return _as_facts(tx, site, map(read, tx.one_by_one(query, {"site": site, **values})))


def _select(tx: Transaction, site: str, query: Select[*tuple[Any, ...]], **values: object) -> dict[int, Fact]:
    read = FactReader(tx, site).fact
    return {fact.sequence: fact for fact in map(read, tx.rows(query, {"site": site, **values}))}


def _as_facts(tx: Transaction, site: str, found: Iterable[Fact]) -> Facts:
    known = tuple(sorted(found, key=attrgetter("sequence")))
    # These may be the facts of one person, so their highest number says nothing of the database's. The
    # audit log does; where it is behind, the checkpoint is set to what no fact reaches.
    return Facts(known, checkpoint=_OUT_OF_REACH if audit.is_behind(tx, site) else 0)
