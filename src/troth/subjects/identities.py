"""
Which keys are one person's, and which records of theirs were kept, after the rows that said so are gone.

An erasure that keeps an invoice takes the e-mail by which it was found. Here stands, sealed, that this e-mail
was customer 42, and it is found again by the keyed hash of either.
"""

import json
import secrets
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    bindparam,
    insert,
    select,
)

from troth.claims.keys import Key, RecordRef
from troth.database import sealing
from troth.database.glances import SITE, Glance
from troth.database.sealing import Holder, chunks, data_keys_of, lists
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, Whole, data_keys
from troth.database.transactions import Transaction
from troth.subjects.hashes import key_hash, key_of, key_parts, record_of, record_parts
from troth.subjects.model import Identity
from troth.subjects.rules import joined

_PURPOSE = "identity"

identities = Table(
    "identities",
    METADATA,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("site", String(200), nullable=False),
    Column("data_key", ForeignKey("data_keys.id", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "site"),
    Index(None, "data_key"),
    sqlite_autoincrement=True,
)

# A key belongs to one remembered identity; those that come to share a key become one.
identity_keys = Table(
    "identity_keys",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("key_hash", LargeBinary(32), primary_key=True),
    Column("identity", ForeignKey("identities.id", ondelete="CASCADE"), nullable=False),
    Index(None, "identity"),
)


class _Kept(NamedTuple):
    data_key: int
    identity: Identity


def remember(tx: Transaction, site: str, new: Collection[Identity]) -> None:
    """
    Remember that the keys of each identity are one person's, and its records among those kept about it.

    Those that come to share a key, new or remembered before, become one.
    """
    if not new:
        return
    lock_site(tx, site)
    known = _found(tx, site, {key for identity in new for key in identity.keys})
    _forget(tx, known)
    _add(tx, site, joined([*(kept.identity for kept in known), *new]))


def remembered(tx: Transaction, site: str, keys: Collection[Key]) -> frozenset[frozenset[Key]]:
    """The remembered identities that hold one of these keys, each with all its keys."""
    return frozenset(kept.identity.keys for kept in _found(tx, site, keys))


def all_remembered(tx: Transaction, site: str) -> frozenset[frozenset[Key]]:
    """Every remembered identity of the site."""
    return frozenset(kept.identity.keys for kept in _opened(tx, site, _query(site)))


def remembered_after(tx: Transaction, site: str, id_: int) -> tuple[frozenset[frozenset[Key]], int]:
    """Every identity that came to be remembered after the one of this id, and the id of the last; from 0 all."""
    rows = tx.rows(_query(site).where(identities.c.id > id_))
    last = max((row.id for row in rows), default=id_)
    return frozenset(_kept(tx, site, row).identity.keys for row in rows), last


def kept_records(tx: Transaction, site: str, keys: Collection[Key]) -> frozenset[RecordRef]:
    """The records that were kept about the person with one of these keys."""
    return frozenset[RecordRef]().union(*(kept.identity.records for kept in _found(tx, site, keys)))


def forget_identities(tx: Transaction, site: str, keys: Collection[Key]) -> int:
    """Forget every identity that holds one of these keys, and return how many there were."""
    lock_site(tx, site)
    known = _found(tx, site, keys)
    _forget(tx, known)
    return len(known)


def _forget(tx: Transaction, known: Sequence[_Kept]) -> None:
    # Identities and their keys go with the data key (ON DELETE CASCADE).
    sealing.destroy(tx, sorted(kept.data_key for kept in known))


def _add(tx: Transaction, site: str, new: Sequence[Identity]) -> None:
    of_holder = {Holder(secrets.token_bytes(32), _PURPOSE): identity for identity in new}
    identity_of = {}
    rows = []
    for holder, data_key in data_keys_of(tx, site, of_holder).items():
        identity_of[data_key.id] = of_holder[holder]
        sealed = data_key.sealed(_private(of_holder[holder]), _place(site, data_key.id))
        rows.append({"site": site, "data_key": data_key.id, "sealed": sealed})
    table = identities.c
    for chunk in chunks(rows):
        made = tx.rows(insert(identities).returning(table.id, table.data_key), chunk)
        keys = [(row.id, key) for row in made for key in sorted(identity_of[row.data_key].keys)]
        key_rows = [
            {"site": site, "key_hash": key_hash(tx, site, key), "identity": row_id} for row_id, key in keys
        ]
        for part in chunks(key_rows):
            tx.run(insert(identity_keys), part)


def _private(identity: Identity) -> bytes:
    parts = {
        "keys": [key_parts(key) for key in sorted(identity.keys)],
        "records": [record_parts(record) for record in sorted(identity.records)],
    }
    return json.dumps(parts).encode("ascii")


def _found(tx: Transaction, site: str, keys: Collection[Key]) -> list[_Kept]:
    if tx.found_nothing(ANY_REMEMBERED, site):
        return []
    ids: set[int] = set()
    for chunk in lists(key_hash(tx, site, key) for key in set(keys)):
        ids |= {row.identity for row in tx.rows(_HOLDING, {"site": site, "hashes": chunk})}
    return [
        kept
        for chunk in chunks(sorted(ids))
        for kept in _opened(tx, site, _query(site).where(identities.c.id.in_(chunk)))
    ]


ANY_REMEMBERED = Glance(select(identity_keys.c.identity).where(identity_keys.c.site == SITE).limit(1))

# Made once: SQLAlchemy takes longer to make a query than a database to answer it.
_HOLDING = select(identity_keys.c.identity).where(
    identity_keys.c.site == bindparam("site"),
    identity_keys.c.key_hash.in_(bindparam("hashes", expanding=True)),
)


def _query(site: str) -> Select[*tuple[Any, ...]]:
    keys = data_keys.c
    return (
        select(
            identities.c.id,
            identities.c.data_key,
            identities.c.sealed,
            keys.holder,
            keys.purpose,
            keys.wrapped,
        )
        .join(data_keys, identities.c.data_key == keys.id)
        .where(identities.c.site == site)
        .order_by(identities.c.id)
    )


def _opened(tx: Transaction, site: str, query: Select[*tuple[Any, ...]]) -> list[_Kept]:
    return [_kept(tx, site, row) for row in tx.rows(query)]


def _kept(tx: Transaction, site: str, row: Row[*tuple[Any, ...]]) -> _Kept:
    key = sealing.data_key(tx, site, row.data_key, Holder(row.holder, row.purpose), row.wrapped)
    private = json.loads(key.opened(row.sealed, _place(site, row.data_key)))
    identity = Identity(
        frozenset(key_of(parts) for parts in private["keys"]),
        frozenset(record_of(parts) for parts in private["records"]),
    )
    return _Kept(row.data_key, identity)


def _place(site: str, data_key: int) -> str:
    return f"identities/{site}/{data_key}"
