"""
Every fact, in Troth's own database.

What a fact does and concerns, and the wording a consent answered, stand in the open, so that they can be
selected without a key. Whose it is (key or record) and what people wrote (name, ground, by whom) is sealed
under the data key of that key or record and of the purposes concerned; it is found again by keyed hash. A
fact whose data key was destroyed is forgotten: its row stays, so that no number is missing, and says nothing
about anybody.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Text,
    bindparam,
    literal_column,
    select,
    update,
)

from troth import audit
from troth.audit import Body, Entry
from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.keys import Key, RecordRef
from troth.database import sealing
from troth.database.glances import SITE, Glance
from troth.database.sealing import DataKey, Holder, chunks, data_keys_of
from troth.database.sequences import Series, last_number, lock_site, next_numbers
from troth.database.tables import METADATA, InstantText, data_keys
from troth.database.transactions import Transaction
from troth.manifest.names import ChoiceName, ItemName, KeyType, PurposeName
from troth.subjects import identities, suppressions
from troth.subjects.hashes import key_hash, key_of, key_parts, record_hash, record_of, record_parts
from troth.subjects.model import NewFact

_OUT_OF_REACH = 2**63 - 1
CHECKPOINT_SECONDS = 1.0  # by which the checkpoint may stay behind where many facts are recorded
_MOST_KNOWN = 50_000  # keys, or records, whose facts are remembered while one state is read

T = TypeVar("T", Key, RecordRef)

# Of whom or what a fact is; "key:email" where it is under an e-mail address, "key" where its type is not told.
_NOBODY, _RECORD, _SOME_KEY = "nobody", "record", "key"

facts = Table(
    "facts",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("effect", String(20), nullable=False),
    Column("since", InstantText, nullable=False),
    Column("recorded", InstantText, nullable=False),
    Column("purposes", Text, nullable=False),
    Column("choice", Text),
    Column(
        "wording", Text
    ),  # that a consent answered: its version, which is the operator's and nobody's secret
    Column("items", Text, nullable=False),
    Column("about", String(210), nullable=False, server_default=_SOME_KEY),
    Column("key_hash", LargeBinary(32)),
    Column("record_hash", LargeBinary(32)),
    Column("data_key", ForeignKey("data_keys.id", ondelete="SET NULL")),
    Column("sealed", LargeBinary),
    Index(None, "site", "about"),
    Index(None, "site", "key_hash"),
    Index(None, "data_key"),
)

_HAS_RECORD = facts.c.record_hash.is_not(None)
Index(None, facts.c.site, facts.c.record_hash, sqlite_where=_HAS_RECORD, postgresql_where=_HAS_RECORD)

# Said literally, so that a database sees at once that they are few: nobody else's facts are looked through for them.
OF_NOBODY = facts.c.about == literal_column(f"'{_NOBODY}'")
_OF_RECORDS = facts.c.about == literal_column(f"'{_RECORD}'")
_HOLDING: BindParameter[Any] = bindparam(
    None,
    [effect.value for effect in (Effect.HELD, Effect.RELEASED, Effect.REVIEWED)],
    expanding=True,
    literal_execute=True,  # an index of some rows alone is used where the query says these very values
)
OF_HOLDS = facts.c.effect.in_(_HOLDING)
Index("ix_facts_holds", facts.c.site, facts.c.sequence, sqlite_where=OF_HOLDS, postgresql_where=OF_HOLDS)


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


def add_facts(tx: Transaction, site: str, new: Sequence[NewFact]) -> list[Fact]:
    """
    Record facts, each with its audit record, in this order.

    Their numbers follow on the last fact's without a gap; other writers of this site wait until this
    transaction ends, so that nobody sees a later number before an earlier one.
    """
    recorded, bodies = _added(tx, site, new)
    entries = [
        Entry("fact.recorded", fact.recorded, body) for fact, body in zip(recorded, bodies, strict=True)
    ]
    audit.append_all(tx, site, entries)
    return recorded


def add_many(tx: Transaction, site: str, new: Sequence[NewFact]) -> list[Fact]:
    """
    Record the facts of many people at once, with one audit record of them all: their numbers, and a hash.

    The audit log's checkpoint may stay behind for a second; who comes here this often lets it follow.
    """
    recorded, bodies = _added(tx, site, new)
    if recorded:
        body: Body = {
            "first": recorded[0].sequence,
            "last": recorded[-1].sequence,
            "facts": hash_of_bodies(bodies),
        }
        at = max(fact.recorded for fact in recorded)
        audit.append_all(tx, site, [Entry("facts.recorded", at, body)], CHECKPOINT_SECONDS)
    return recorded


def holders_of(tx: Transaction, site: str, new: Iterable[NewFact]) -> list[Holder]:
    """Whose data keys will seal these facts, for who makes the keys of a whole transaction at once."""
    return [_holder(tx, site, fact) for fact in new]


def decisions_under(tx: Transaction, site: str, hashes: Collection[bytes]) -> list[OpenDecision]:
    """What was decided about consents under the keys of these hashes, from what stands in the open."""
    found = []
    for chunk in chunks(sorted(hashes)):
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
        found |= _by_hash(tx, site, records, record_hash, _ABOUT_RECORDS, lambda fact: fact.record)
    return _as_facts(tx, site, found.values())


def _by_hash(
    tx: Transaction,
    site: str,
    wanted: Collection[T],
    hash_of: Callable[[Transaction, str, T], bytes],
    query: Select[*tuple[Any, ...]],
    whose: Callable[[Fact], T | None],
) -> dict[int, Fact]:
    """The facts of these keys, or records, by their numbers."""
    known: dict[T, dict[int, Fact]] = tx.once(("facts by", hash_of, site), dict)
    if fresh := _unknown(known, wanted):
        for chunk in chunks(sorted({hash_of(tx, site, one) for one in fresh})):
            for number, fact in _select(tx, site, query, hashes=chunk).items():
                of = whose(fact)
                assert of is not None, "it was found by this"
                known[of][number] = fact
    return {number: fact for one in wanted for number, fact in known[one].items()}


def _unknown(known: dict[T, dict[int, Fact]], wanted: Collection[T]) -> list[T]:
    """Those of which nothing was read yet; each has its place from now on."""
    fresh = [one for one in wanted if one not in known]
    if len(known) + len(fresh) > _MOST_KNOWN:
        known.clear()
        fresh = list(dict.fromkeys(wanted))
    known |= {one: {} for one in fresh}
    return fresh


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
        return _as_facts(tx, site, _select(tx, site, _AFTER, sequence=sequence).values())
    about = [_NOBODY, _RECORD, _SOME_KEY, *map(_under, sorted(key_types))]
    found = _select(tx, site, _AFTER_ABOUT, sequence=sequence, about=about)
    return _as_facts(tx, site, found.values())


def fact_of(tx: Transaction, site: str, sequence: int) -> Fact | None:
    """The fact of this number; none where there is none, or it was forgotten."""
    return _select(tx, site, _NUMBERED, sequence=sequence).get(sequence)


def facts_of_holds(tx: Transaction, site: str) -> Facts:
    """Every fact that places, reviews or releases a hold."""
    return _as_facts(tx, site, _select(tx, site, _OF_HOLDS).values())


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


def _added(tx: Transaction, site: str, new: Sequence[NewFact]) -> tuple[list[Fact], list[Body]]:
    if not new:
        return [], []
    numbers = next_numbers(tx, site, Series.FACTS, len(new))
    recorded = [fact.numbered(number) for fact, number in zip(new, numbers, strict=True)]
    holders = {fact.sequence: _holder(tx, site, fact) for fact in recorded}
    keys = data_keys_of(tx, site, holders.values())
    rows = [_row(tx, site, fact, holders[fact.sequence], keys[holders[fact.sequence]]) for fact in recorded]
    tx.add(facts, rows)
    return recorded, [audit_body(row) for row in rows]


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
            blank = {"key_hash": None, "record_hash": None, "sealed": None}
            tx.run(update(facts).where(table.data_key.in_(part)).values(**blank))
        gone += sealing.destroy(tx, ended)
    suppressions.forgotten(tx, site)
    return gone


def _query(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(facts, data_keys.c.holder, data_keys.c.purpose, data_keys.c.wrapped)
        .join(data_keys, facts.c.data_key == data_keys.c.id)
        .where(facts.c.site == bindparam("site"), condition)
    )


# Made once: SQLAlchemy takes longer to make a query than a database to answer it.
_ABOUT_NOBODY = _query(OF_NOBODY)
_UNDER_KEYS = _query(facts.c.key_hash.in_(bindparam("hashes", expanding=True)))
_ABOUT_RECORDS = _query(facts.c.record_hash.in_(bindparam("hashes", expanding=True)))
ANY_ABOUT_NOBODY = Glance(select(facts.c.sequence).where(facts.c.site == SITE, OF_NOBODY).limit(1))
ANY_ABOUT_RECORDS = Glance(select(facts.c.sequence).where(facts.c.site == SITE, _OF_RECORDS).limit(1))
_AFTER = _query(facts.c.sequence > bindparam("sequence"))
_NUMBERED = _query(facts.c.sequence == bindparam("sequence"))
_AFTER_ABOUT = _query(
    (facts.c.sequence > bindparam("sequence")) & facts.c.about.in_(bindparam("about", expanding=True))
)
_OF_HOLDS = _query(OF_HOLDS)
_OPENED = 1_000  # data keys held open while facts are read: each is some kilobytes, and mostly read once
_OPEN = (facts.c.key_hash, facts.c.effect, facts.c.since, facts.c.recorded, facts.c.sequence)
_DECISIONS = select(*_OPEN, facts.c.purposes, facts.c.choice, facts.c.wording).where(
    facts.c.site == bindparam("site"),
    facts.c.key_hash.in_(bindparam("hashes", expanding=True)),
    facts.c.effect.in_([effect.value for effect in (Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)]),
)


def _select(tx: Transaction, site: str, query: Select[*tuple[Any, ...]], **values: object) -> dict[int, Fact]:
    opened: dict[int, DataKey] = {}
    found = {}
    for row in tx.rows(query, {"site": site, **values}):
        if row.data_key not in opened:
            if len(opened) >= _OPENED:
                opened.clear()
            holder = Holder(row.holder, row.purpose)
            opened[row.data_key] = sealing.data_key(tx, site, row.data_key, holder, row.wrapped)
        found[row.sequence] = _fact(row, opened[row.data_key])
    return found


def _as_facts(tx: Transaction, site: str, found: Iterable[Fact]) -> Facts:
    known = tuple(sorted(found, key=lambda fact: fact.sequence))
    # These may be the facts of one person, so their highest number says nothing of the database's. The
    # audit log does; where it is behind, the checkpoint is set to what no fact reaches.
    return Facts(known, checkpoint=_OUT_OF_REACH if audit.is_behind(tx, site) else 0)


def _holder(tx: Transaction, site: str, fact: Fact | NewFact) -> Holder:
    purpose = f"facts:{_names(fact.purposes)}"
    if fact.key is not None:
        return Holder(key_hash(tx, site, fact.key), purpose)
    if fact.record is not None:
        return Holder(record_hash(tx, site, fact.record), purpose)
    return Holder(tx.keyring.hash_of(site, "nobody in particular", ""), purpose)


def _about(fact: Fact) -> str:
    """Of whom or what it is, as it may stand in the open."""
    if fact.record is not None:  # whoever else it names
        return _RECORD
    return _NOBODY if fact.key is None else _under(fact.key.type)


def _under(key_type: KeyType) -> str:
    return f"{_SOME_KEY}:{key_type}"


def in_the_open(tx: Transaction, site: str, row: Row[*tuple[Any, ...]]) -> Mapping[str, Any]:
    """What should stand in the open beside what is sealed of a fact; its row comes with its data key."""
    holder = Holder(row.holder, row.purpose)
    fact = _fact(row, sealing.data_key(tx, site, row.data_key, holder, row.wrapped))
    told = _open(tx, site, fact)
    is_old = row.about == _SOME_KEY and told["about"].startswith(_SOME_KEY)
    return told | ({"about": _SOME_KEY} if is_old else {})


def _open(tx: Transaction, site: str, fact: Fact) -> dict[str, Any]:
    return {
        "wording": fact.name if fact.effect is Effect.GIVEN else None,
        "about": _about(fact),
        "key_hash": None if fact.key is None else key_hash(tx, site, fact.key),
        "record_hash": None if fact.record is None else record_hash(tx, site, fact.record),
    }


def _row(tx: Transaction, site: str, fact: Fact, holder: Holder, key: DataKey) -> dict[str, Any]:
    return {
        "site": site,
        "sequence": fact.sequence,
        "effect": fact.effect.value,
        "since": fact.since,
        "recorded": fact.recorded,
        "purposes": _names(fact.purposes),
        "choice": fact.choice,
        "items": _names(fact.items),
        **_open(tx, site, fact),
        "data_key": key.id,
        "sealed": key.sealed(_private(fact), _place(site, fact.sequence)),
    }


def _fact(row: Row[*tuple[Any, ...]], key: DataKey) -> Fact:
    private = json.loads(key.opened(row.sealed, _place(row.site, row.sequence)))
    return Fact(
        row.sequence,
        Effect(row.effect),
        row.since,
        row.recorded,
        None if private["key"] is None else key_of(private["key"]),
        None if private["record"] is None else record_of(private["record"]),
        frozenset(PurposeName(name) for name in json.loads(row.purposes)),
        None if row.choice is None else ChoiceName(row.choice),
        frozenset(ItemName(name) for name in json.loads(row.items)),
        private["name"],
        private["ground"],
        private["by"],
    )


def _private(fact: Fact) -> bytes:
    """What of a fact may say who someone is. ASCII, whatever the text: lone surrogates are escaped."""
    parts = {
        "key": None if fact.key is None else key_parts(fact.key),
        "record": None if fact.record is None else record_parts(fact.record),
        "name": fact.name,
        "ground": fact.ground,
        "by": fact.by,
    }
    return json.dumps(parts).encode("ascii")


def audit_body(row: Mapping[str, Any]) -> Body:
    """What the audit log says of a fact, made of what stands of it in the open and of what is sealed."""
    return {
        "fact": row["sequence"],
        "effect": row["effect"],
        "since": row["since"].astimezone(UTC).isoformat(),
        "purposes": json.loads(row["purposes"]),
        "choice": row["choice"],
        "items": json.loads(row["items"]),
        "sealed": hashlib.sha256(row["sealed"]).hexdigest(),
    }


def hash_of_bodies(bodies: Sequence[Body]) -> str:
    """What the audit log says of many facts that were recorded at once."""
    return hashlib.sha256(json.dumps(bodies, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1_000)
def _names(names: frozenset[str]) -> str:
    return json.dumps(sorted(names))


def _place(site: str, sequence: int) -> str:
    return f"facts/{site}/{sequence}"
