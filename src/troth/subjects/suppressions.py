"""
The suppression list: who objected to marketing, as a keyed hash, so that it outlives what is known of them.

An entry says what its fact said, without saying whom: against which purposes (none: all), in which choice, on which
channel, since when. Erasing a person, or forgetting them, leaves it; bringing a list in again meets it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    bindparam,
    insert,
    select,
    update,
)

from troth.claims.carried import is_marketing
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.database.sealing import chunks, lists
from troth.database.tables import METADATA, InstantText, Whole
from troth.database.transactions import Transaction
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, KeyType, PurposeName
from troth.subjects.hashes import key_hash
from troth.subjects.model import NewFact

suppressions = Table(
    "suppressions",
    METADATA,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("site", String(200), nullable=False),
    Column("key_hash", LargeBinary(32), nullable=False),
    Column("effect", String(20), nullable=False),
    Column("since", InstantText, nullable=False),
    Column("purposes", Text, nullable=False),
    Column("choice", Text),
    Column("channel", Text),
    Index(None, "site", "key_hash"),
    Index(None, "site", "id"),
    sqlite_autoincrement=True,
)

# How often something was forgotten: then what was known of somebody before may be known no more.
forgettings = Table(
    "forgettings",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

_NARROWING = frozenset({Effect.OBJECTED, Effect.WITHDRAWN})
_BROWSER = KeyType("browser")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry: an objection (to interests) or a withdrawal (of consents), or of both where a list says so."""

    key: Key
    effect: Effect  # OBJECTED or WITHDRAWN
    since: Instant
    purposes: frozenset[PurposeName] = frozenset()  # none: all direct marketing
    choice: ChoiceName | None = None
    channel: str | None = None  # only messages on this channel


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is found again: it no longer says whose it is."""

    key_hash: bytes
    effect: Effect
    since: Instant
    purposes: frozenset[PurposeName]
    choice: ChoiceName | None
    channel: str | None


def of_facts(manifest: Manifest, facts: Iterable[NewFact]) -> list[Suppression]:
    """
    The entries that facts leave: every objection to, or withdrawal from, direct marketing under some key.

    A browser leaves none: its number is forgotten with its cookie, and no list brings it in again.
    """
    narrowing = [
        (fact, fact.key)
        for fact in facts
        if fact.effect in _NARROWING and fact.key is not None and fact.key.type != _BROWSER
    ]
    if not narrowing:
        return []
    marketing = {name for name, purpose in manifest.purposes.items() if is_marketing(manifest, purpose)}
    marketing |= {PurposeName(was) for name in marketing for was in manifest.purposes[name].was}
    return [
        Suppression(key, fact.effect, fact.since, fact.purposes & marketing, fact.choice)
        for fact, key in narrowing
        if marketing and (not fact.purposes or fact.purposes & marketing)
    ]


def suppress(tx: Transaction, site: str, new: Sequence[Suppression]) -> int:
    """Put entries on the list, each once, and return how many were not there yet."""
    if not new:
        return 0
    hashes = {one.key: key_hash(tx, site, one.key) for one in new}
    there = {_identity(entry) for entry in _found(tx, site, set(hashes.values()))}
    rows = {}
    for one in new:
        entry = Entry(hashes[one.key], one.effect, one.since, one.purposes, one.choice, one.channel)
        if _identity(entry) not in there:
            rows[_identity(entry)] = _row(site, entry)
    for chunk in chunks(list(rows.values())):
        tx.run(insert(suppressions), chunk)
    return len(rows)


def suppressed(tx: Transaction, site: str, keys: Collection[Key]) -> dict[Key, list[Entry]]:
    """What the list holds against each of these keys; keys of which it holds nothing are left out."""
    hashes = {key_hash(tx, site, key): key for key in keys}
    found: dict[Key, list[Entry]] = {}
    for entry in _found(tx, site, hashes):
        found.setdefault(hashes[entry.key_hash], []).append(entry)
    return found


def forgotten(tx: Transaction, site: str) -> None:
    """Note that something was forgotten; whoever calls this holds the site's row of `sequences`."""
    count = forgettings.c.count + 1
    if tx.run(update(forgettings).where(forgettings.c.site == site).values(count=count)) == 0:
        tx.run(insert(forgettings), {"site": site, "count": 1})


def _identity(entry: Entry) -> tuple[object, ...]:
    """By what two entries are one."""
    return entry.key_hash, entry.effect, entry.since, entry.purposes, entry.choice, entry.channel


def _row(site: str, entry: Entry) -> dict[str, object]:
    return {
        "site": site,
        "key_hash": entry.key_hash,
        "effect": entry.effect.value,
        "since": entry.since,
        "purposes": json.dumps(sorted(entry.purposes)),
        "choice": entry.choice,
        "channel": entry.channel,
    }


def _found(tx: Transaction, site: str, hashes: Collection[bytes]) -> list[Entry]:
    return [
        _entry(row)
        for chunk in lists(hashes)
        for row in tx.rows(_UNDER_HASHES, {"site": site, "hashes": chunk})
    ]


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        bytes(row.key_hash),
        Effect(row.effect),
        row.since,
        frozenset(PurposeName(name) for name in json.loads(row.purposes)),
        None if row.choice is None else ChoiceName(row.choice),
        row.channel,
    )


_UNDER_HASHES = select(suppressions).where(
    suppressions.c.site == bindparam("site"),
    suppressions.c.key_hash.in_(bindparam("hashes", expanding=True)),
)
