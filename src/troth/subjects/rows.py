"""
A fact and the row in which it stands.

What a fact does and concerns, and the wording a consent answered, stand in the open, so that they can be
selected without a key. Whose it is (key or record) and what people wrote (name, ground, by whom) is sealed
under the data key of that key or record and of the purposes concerned; it is found again by keyed hash. A
fact whose data key was destroyed is forgotten: its row stays, so that no number is missing, and says nothing
about anybody.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from json.encoder import encode_basestring_ascii as _text
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    bindparam,
    literal_column,
    type_coerce,
)

from troth.audit import Body, Entry
from troth.claims.facts import Effect, Fact
from troth.claims.keys import Key, RecordRef
from troth.database import sealing
from troth.database.sealing import DataKey, Holder, data_keys_of, sealed_each
from troth.database.tables import METADATA, InstantText, data_keys
from troth.database.transactions import Transaction
from troth.manifest.names import ChoiceName, ItemName, KeyType, PurposeName
from troth.subjects.hashes import key_hashes, key_of, key_parts, record_hash, record_of, record_parts
from troth.subjects.model import NewFact, what_it_says

# Of whom or what a fact is; "key:email" where it is under an e-mail address, "key" where its type is not told.
NOBODY, RECORD, SOME_KEY = "nobody", "record", "key"
OF_ONE, OF_SEVERAL = "fact.recorded", "facts.recorded"  # the events of the audit log
FORGOTTEN = "forgotten"  # of whom or what it was, nobody can say

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
    Column("wording", Text),  # that a consent answered: its version, the operator's and nobody's secret
    Column("items", Text, nullable=False),
    Column("about", String(210), nullable=False, server_default=SOME_KEY),
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
OF_NOBODY = facts.c.about == literal_column(f"'{NOBODY}'")
OF_RECORDS = facts.c.about == literal_column(f"'{RECORD}'")
_HOLDING: BindParameter[Any] = bindparam(
    None,
    [effect.value for effect in (Effect.HELD, Effect.RELEASED, Effect.REVIEWED)],
    expanding=True,
    literal_execute=True,  # an index of some rows alone is used where the query says these very values
)
OF_HOLDS = facts.c.effect.in_(_HOLDING)
Index("ix_facts_holds", facts.c.site, facts.c.sequence, sqlite_where=OF_HOLDS, postgresql_where=OF_HOLDS)


# What a fact is read from, in this order: of many facts that is less than half of the work. Instants come as text.
READ = (
    facts.c.sequence,
    facts.c.effect,
    type_coerce(facts.c.since, String),
    type_coerce(facts.c.recorded, String),
    facts.c.purposes,
    facts.c.choice,
    facts.c["items"],
    facts.c.data_key,
    facts.c.sealed,
    data_keys.c.holder,
    data_keys.c.purpose,
    data_keys.c.wrapped,
)
_OPENED = 1_000  # data keys held open while facts are read: each is some kilobytes, and mostly read once
_ALIKE = 10_000  # texts held in order to be shared


def under(key_type: KeyType) -> str:
    """What stands in the open about a fact under a key of this type."""
    return f"{SOME_KEY}:{key_type}"


def holders_of(tx: Transaction, site: str, new: Iterable[Fact | NewFact]) -> list[Holder]:
    """Whose data keys seal these facts."""
    hashes = key_hashes(tx, site)
    return [
        Holder(
            _of_no_person(tx, site, fact) if fact.key is None else hashes[fact.key],
            _sealed_for(fact.purposes),
        )
        for fact in new
    ]


def _of_no_person(tx: Transaction, site: str, fact: Fact | NewFact) -> bytes:
    """The keyed hash of the record that a fact is about, or of nobody in particular."""
    if fact.record is None:
        return tx.keyring.hash_of(site, "nobody in particular", "")
    return record_hash(tx, site, fact.record)


def rows_of(tx: Transaction, site: str, recorded: Sequence[Fact]) -> list[dict[str, Any]]:
    """
    The rows of facts, each sealed under the data key of its holder.

    Raises:
        KeyChanged: the master key was changed while this process ran.
    """
    holders = holders_of(tx, site, recorded)
    keys = data_keys_of(tx, site, holders)
    said = cache(partial(_said, site))  # many facts say the same
    found = [
        (fact, keys[holder], *said(what_it_says(fact)))
        for fact, holder in zip(recorded, holders, strict=True)
    ]
    sealed = sealed_each(
        (key, _private(fact, private), _place(site, fact.sequence)) for fact, key, _, private in found
    )
    return [
        {
            **row,
            **_found_by(tx, site, fact.key, fact.record),
            "sequence": fact.sequence,
            "since": fact.since,
            "recorded": fact.recorded,
            "data_key": key.id,
            "sealed": blob,
        }
        for (fact, key, row, _), blob in zip(found, sealed, strict=True)
    ]


def _said(site: str, what: tuple[Any, ...]) -> tuple[dict[str, Any], str]:
    """What a fact says, as it stands in its row, and in JSON what of it is sealed."""
    effect, _, _, purposes, choice, items, *texts = what  # equal instants may stand in several zones
    row = {
        "site": site,
        "effect": effect.value,
        "purposes": _names(purposes),
        "choice": choice,
        "wording": _wording(effect, texts[0]),
        "items": _names(items),
    }
    name, ground, by = map(_text, texts)
    return row, f'"name": {name}, "ground": {ground}, "by": {by}'


def as_read(fact: Fact) -> Fact:
    """A fact as its row gives it again: at the same instants, in UTC."""
    if fact.since.tzinfo is UTC and fact.recorded.tzinfo is UTC:
        return fact
    return fact._replace(since=fact.since.astimezone(UTC), recorded=fact.recorded.astimezone(UTC))


class FactReader:
    """Makes facts of rows of `READ`. What many of them say alike is held once: there may be millions."""

    def __init__(self, tx: Transaction, site: str) -> None:
        self._tx, self._site = tx, site
        self._keys: dict[int, DataKey] = {}
        self._alike: dict[str, str] = {}

    def fact(self, row: Sequence[Any]) -> Fact:
        """The fact of a row."""
        number, effect, since, recorded, purposes, choice, items, data_key, sealed, *wrapped = row
        private = _opened(self._key(data_key, *wrapped), sealed, self._site, number)
        once = self._once
        return Fact(
            number,
            _effect(effect),
            _instant(since),
            _instant(recorded),
            None if private["key"] is None else Key(KeyType(once(private["key"][0])), private["key"][1]),
            None if private["record"] is None else record_of(private["record"]),
            _purposes(purposes),
            None if choice is None else ChoiceName(once(choice)),
            _items(items),
            once(private["name"]),
            once(private["ground"]),
            once(private["by"]),
        )

    def _key(self, number: int, holder: bytes, purpose: str, wrapped: bytes) -> DataKey:
        if number not in self._keys:
            if len(self._keys) >= _OPENED:
                self._keys.clear()
            of = Holder(holder, purpose)
            self._keys[number] = sealing.data_key(self._tx, self._site, number, of, wrapped)
        return self._keys[number]

    def _once(self, text: str) -> str:
        if len(self._alike) >= _ALIKE:
            self._alike.clear()
        return self._alike.setdefault(text, text)


def in_the_open(tx: Transaction, site: str, row: Row[*tuple[Any, ...]]) -> Mapping[str, Any]:
    """What should stand in the open beside what is sealed of a fact; its row comes with its data key."""
    data_key = sealing.data_key(tx, site, row.data_key, Holder(row.holder, row.purpose), row.wrapped)
    private = _opened(data_key, row.sealed, site, row.sequence)
    key = None if private["key"] is None else key_of(private["key"])
    record = None if private["record"] is None else record_of(private["record"])
    told = {"wording": _wording(Effect(row.effect), private["name"]), **_found_by(tx, site, key, record)}
    is_old = row.about == SOME_KEY and told["about"].startswith(SOME_KEY)
    return told | ({"about": SOME_KEY} if is_old else {})


def entry_of(rows: Sequence[Mapping[str, Any]]) -> Entry:
    """What the audit log says of facts recorded together: of one what it is, of several which, and a hash of each."""
    at = max(row["recorded"] for row in rows)
    if len(rows) == 1:
        return Entry(OF_ONE, at, body_of(rows[0]))
    effects = Counter(row["effect"] for row in rows)
    body: Body = {
        "first": rows[0]["sequence"],
        "effects": {effect: effects[effect] for effect in sorted(effects)},
        "facts": list(map(hash_of, rows)),
    }
    return Entry(OF_SEVERAL, at, body)


def body_of(row: Mapping[str, Any]) -> Body:
    """What the audit log says of one fact, made of what stands of it in the open and of what is sealed."""
    return {
        "fact": row["sequence"],
        "effect": row["effect"],
        "since": _in_utc(row["since"].astimezone(UTC)),
        "purposes": list(_listed(row["purposes"])),
        "choice": row["choice"],
        "items": list(_listed(row["items"])),
        "sealed": hashlib.sha256(row["sealed"]).hexdigest(),
    }


def hash_of(row: Mapping[str, Any]) -> str:
    """What the audit log says of one of several facts: a hash of the same, and of when it was recorded."""
    times = " ".join([_in_utc(row[name].astimezone(UTC)) for name in ("since", "recorded")])
    sealed = hashlib.sha256(row["sealed"]).hexdigest()
    said = f"{row['sequence']} {times} {sealed} {_concerned(*_concerning(row))}"
    return hashlib.sha256(said.encode()).hexdigest()


_concerning = itemgetter("effect", "purposes", "choice", "items")


@lru_cache(maxsize=1_000)
def _concerned(effect: str, purposes: str, choice: str | None, items: str) -> str:
    return json.dumps([effect, _listed(purposes), choice, _listed(items)])


def _wording(effect: Effect, name: str) -> str | None:
    return name if effect is Effect.GIVEN else None


def _found_by(tx: Transaction, site: str, key: Key | None, record: RecordRef | None) -> dict[str, Any]:
    return {
        "about": _about(key, record),
        "key_hash": None if key is None else key_hashes(tx, site)[key],
        "record_hash": None if record is None else record_hash(tx, site, record),
    }


def _about(key: Key | None, record: RecordRef | None) -> str:
    """Of whom or what a fact is, as it may stand in the open."""
    if record is not None:  # whoever else it names
        return RECORD
    return NOBODY if key is None else under(key.type)


def _private(fact: Fact, said: str) -> bytes:
    """What of a fact may say who someone is. ASCII, whatever the text: lone surrogates are escaped."""
    key = "null" if fact.key is None else _texts(key_parts(fact.key))
    record = "null" if fact.record is None else _texts(record_parts(fact.record))
    return f'{{"key": {key}, "record": {record}, {said}}}'.encode("ascii")


def _texts(parts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, parts))}]"


def _opened(key: DataKey, sealed: bytes, site: str, number: int) -> dict[str, Any]:
    """The same again."""
    private: dict[str, Any] = _DECODER.raw_decode(key.opened(sealed, _place(site, number)).decode("ascii"))[0]
    return private


def _place(site: str, sequence: int) -> str:
    return f"facts/{site}/{sequence}"


_in_utc = lru_cache(maxsize=100)(datetime.isoformat)


@lru_cache(maxsize=1_000)
def _listed(names: str) -> tuple[str, ...]:
    return tuple(json.loads(names))


@lru_cache(maxsize=1_000)
def _names(names: frozenset[str]) -> str:
    return json.dumps(sorted(names))


@lru_cache(maxsize=1_000)
def _sealed_for(purposes: frozenset[str]) -> str:
    """For which purposes a data key seals facts."""
    return f"facts:{_names(purposes)}"


@lru_cache(maxsize=1_000)
def _purposes(names: str) -> frozenset[PurposeName]:
    return frozenset(map(PurposeName, _listed(names)))


@lru_cache(maxsize=1_000)
def _items(names: str) -> frozenset[ItemName]:
    return frozenset(map(ItemName, _listed(names)))


_DECODER = json.JSONDecoder()
_effect = lru_cache(Effect)
_instant = lru_cache(datetime.fromisoformat)
