"""
The ledger in Troth's own database: rows that are added and never changed, but for what forgetting takes out.

Of a record everything stands in the open, in canonical JSON and under its hash, but for the person: the key is
found by its hash, and what says more of the person is sealed under a key of that person and month. Forgetting
destroys the key and empties both; the record, which only commits to what was sealed, still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    update,
)

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.database import sealing
from troth.database.sealing import CHUNK, DataKey, Holder, chunks
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText, data_keys
from troth.database.transactions import Transaction
from troth.errors import Surprise
from troth.subjects.hashes import key_hash, key_of, key_parts

SCHEMA = "troth-consent-1"
SALT_BYTES = 16

consent_records = Table(
    "consent_records",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(22), nullable=False),
    Column("at", InstantText, nullable=False),
    Column("key_hash", LargeBinary(32)),
    Column("body", LargeBinary, nullable=False),
    Column("data_key", ForeignKey("data_keys.id", ondelete="SET NULL")),
    Column("sealed", LargeBinary),
    Column("hash", LargeBinary(32), nullable=False),
    UniqueConstraint("site", "id"),
    Index(None, "site", "key_hash"),
    Index(None, "data_key"),
)

# One row for each batch of records that the sequencer chained: its hash covers theirs and the link before.
consent_links = Table(
    "consent_links",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

# Counts without identifiers, by day of the controller's zone.
consent_figures = Table(
    "consent_figures",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("offer", String(410), primary_key=True),
    Column("event", String(20), primary_key=True),
    Column("count", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Private:
    """What of a record says who somebody is, or nearly. It is sealed; the record commits to it."""

    key: Key
    page: str = ""
    supersedes: str | None = None
    proof: Mapping[str, str] | None = None
    parent: str = ""

    def text(self) -> bytes:
        """As it is sealed: canonical JSON."""
        parts: dict[str, Any] = {"key": key_parts(self.key)}
        if self.page:
            parts["page"] = self.page
        if self.supersedes:
            parts["supersedes"] = self.supersedes
        if self.proof:
            parts["proof"] = dict(self.proof)
        if self.parent:
            parts["parent"] = self.parent
        return canonical(parts)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is kept. `private` is none once it was forgotten."""

    number: int
    id: str
    at: Instant
    body: Mapping[str, Any]
    text: bytes  # the body's canonical bytes, which `hash` covers
    hash: bytes
    private: Private | None
    salt: bytes
    key_hash: bytes | None  # by which the person's key is found; none once it was forgotten


@dataclass(frozen=True, slots=True)
class NewRow:
    """A record that is ready to be added: its open parts without number and commitment, and the private ones."""

    id: str
    at: Instant
    open: Mapping[str, Any]
    private: Private


def canonical(value: Mapping[str, Any]) -> bytes:
    """
    The one form that is hashed (RFC 8785), of texts, whole numbers, booleans, nulls and what holds them.

    Of these alone the standard library writes just this form, and does so without delay; its order of keys
    is RFC 8785's for names within the Basic Multilingual Plane, which these are.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: bytes, private: bytes) -> str:
    """What stands for the private part in the open. The salt keeps a guess from being confirmed."""
    return hashlib.sha256(salt + private).hexdigest()


def holder(tx: Transaction, site: str, row: NewRow) -> Holder:
    """Whose data key seals it: one for each person and month, so that old proof can be forgotten and new kept."""
    return Holder(key_hash(tx, site, row.private.key), f"proof:{row.at.astimezone(UTC):%Y-%m}")


def add(
    tx: Transaction, site: str, rows: Sequence[NewRow], numbers: Sequence[int], keys: Mapping[Holder, DataKey]
) -> list[bytes]:
    """Add records under their numbers, and give their hashes."""
    made = [_row(tx, site, row, number, keys) for row, number in zip(rows, numbers, strict=True)]
    tx.add(consent_records, made)
    return [row["hash"] for row in made]


def last_ids(tx: Transaction, site: str, hashes: Collection[bytes]) -> dict[bytes, str]:
    """The id of the last record under each of these keys."""
    found: dict[bytes, str] = {}
    for chunk in chunks(sorted(hashes)):
        found |= {row.key_hash: row.id for row in tx.rows(_LAST_IDS, {"site": site, "hashes": chunk})}
    return found


def record_of(tx: Transaction, site: str, id_: str) -> Kept | None:
    """The record of this id."""
    found = _read(tx, site, consent_records.c.id == bindparam("id"), id=id_)
    return found[0] if found else None


def records_of(tx: Transaction, site: str, keys: Collection[Key]) -> list[Kept]:
    """The records under these keys, the first of them first."""
    found: list[Kept] = []
    for chunk in chunks(sorted({key_hash(tx, site, key) for key in keys})):
        found += _read(
            tx, site, consent_records.c.key_hash.in_(bindparam("hashes", expanding=True)), hashes=chunk
        )
    return sorted(found, key=lambda kept: kept.number)


def all_records(tx: Transaction, site: str, after: int = 0, most: int | None = None) -> Iterator[Kept]:
    """
    Every record after this number, in order, a thousand at a time; sealed parts are opened.

    What cannot be read any more stands empty, so that the rest can be looked at.
    """
    given = 0
    while most is None or given < most:
        condition = (consent_records.c.number > bindparam("after")) & (
            consent_records.c.number <= bindparam("until")
        )
        found = _read(tx, site, condition, is_lenient=True, after=after, until=after + CHUNK)
        if not found:
            beyond = tx.first(_NEXT, {"site": site, "after": after})
            if beyond is None or beyond.number is None:
                return
            after = beyond.number - 1
            continue
        yield from found
        given, after = given + len(found), found[-1].number


def between(tx: Transaction, site: str, first: int, last: int) -> list[Kept]:
    """The records from one number to another."""
    among = (consent_records.c.number >= bindparam("first")) & (consent_records.c.number <= bindparam("last"))
    return _read(tx, site, among, first=first, last=last)


def forget(tx: Transaction, site: str, numbers: Sequence[int]) -> int:
    """
    Destroy what these records sealed, and the keys by which they were found; return how many there were.

    Whoever else's record shares a data key (the same person's, of the same month) must be among them.
    """
    lock_site(tx, site)
    gone = 0
    for chunk in chunks(numbers):
        rows = tx.rows(_DATA_KEYS, {"site": site, "numbers": chunk})
        blank = {"key_hash": None, "sealed": None, "data_key": None}
        tx.run(update(consent_records).where(_among(site, chunk)).values(**blank))
        sealing.destroy(tx, sorted({row.data_key for row in rows}))
        gone += len(rows)
    return gone


def _among(site: str, numbers: Sequence[int]) -> ColumnElement[bool]:
    return (consent_records.c.site == site) & consent_records.c.number.in_(numbers)


def _row(
    tx: Transaction, site: str, row: NewRow, number: int, keys: Mapping[Holder, DataKey]
) -> dict[str, Any]:
    of = holder(tx, site, row)
    key, salt, private = keys[of], secrets.token_bytes(SALT_BYTES), row.private.text()
    body = canonical(
        {**row.open, "site": site, "number": number, "id": row.id, "private": commitment(salt, private)}
    )
    return {
        "site": site,
        "number": number,
        "id": row.id,
        "at": row.at,
        "key_hash": of.hash,
        "body": body,
        "data_key": key.id,
        "sealed": key.sealed(salt + private, _place(site, number)),
        "hash": hashlib.sha256(body).digest(),
    }


def _read(
    tx: Transaction, site: str, condition: ColumnElement[bool], *, is_lenient: bool = False, **values: object
) -> list[Kept]:
    query = (
        select(consent_records, data_keys.c.holder, data_keys.c.purpose, data_keys.c.wrapped)
        .outerjoin(data_keys, consent_records.c.data_key == data_keys.c.id)
        .where(consent_records.c.site == bindparam("site"), condition)
        .order_by(consent_records.c.number)
    )
    opened: dict[int, DataKey] = {}
    found = []
    for row in tx.rows(query, {"site": site, **values}):
        try:
            found.append(_kept(tx, row, opened))
        except (Surprise, ValueError):
            if not is_lenient:
                raise
            found.append(Kept(row.number, row.id, row.at, {}, row.body, row.hash, None, b"", row.key_hash))
    return found


def _kept(tx: Transaction, row: Row[*tuple[Any, ...]], opened: dict[int, DataKey]) -> Kept:
    private, salt = None, b""
    if row.sealed is not None and row.wrapped is not None:
        if row.data_key not in opened:
            of = Holder(row.holder, row.purpose)
            opened[row.data_key] = sealing.data_key(tx, row.site, row.data_key, of, row.wrapped)
        plain = opened[row.data_key].opened(row.sealed, _place(row.site, row.number))
        salt, private = plain[:SALT_BYTES], _private(json.loads(plain[SALT_BYTES:]))
    body = json.loads(row.body)
    return Kept(row.number, row.id, row.at, body, row.body, row.hash, private, salt, row.key_hash)


def _private(parts: Mapping[str, Any]) -> Private:
    return Private(
        key_of(parts["key"]),
        parts.get("page", ""),
        parts.get("supersedes"),
        parts.get("proof"),
        parts.get("parent", ""),
    )


def _place(site: str, number: int) -> str:
    return f"consent_records/{site}/{number}"


# Made once: SQLAlchemy takes longer to make a statement than a database to run it.
_LATEST = (
    select(func.max(consent_records.c.number).label("number"))
    .where(
        consent_records.c.site == bindparam("site"),
        consent_records.c.key_hash.in_(bindparam("hashes", expanding=True)),
    )
    .group_by(consent_records.c.key_hash)
    .subquery()
)
_LAST_IDS = select(consent_records.c.key_hash, consent_records.c.id).where(
    consent_records.c.site == bindparam("site"), consent_records.c.number.in_(select(_LATEST.c.number))
)
_NEXT = select(func.min(consent_records.c.number).label("number")).where(
    consent_records.c.site == bindparam("site"), consent_records.c.number > bindparam("after")
)
_DATA_KEYS = select(consent_records.c.data_key).where(
    consent_records.c.site == bindparam("site"),
    consent_records.c.number.in_(bindparam("numbers", expanding=True)),
    consent_records.c.data_key.is_not(None),
)
