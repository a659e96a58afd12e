"""
What keeps a vouching token from counting twice, and which of the site's vouching keys are in force.

A key is derived from the site's keyring and its number, so that only the numbers stand in the database. A token
is spent by a row that nobody can add twice; the row goes once the token would be refused as expired anyway.
"""

import base64
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, delete, insert, select, update

from troth.claims.facts import Instant
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction

vouching_keys = Table(
    "vouching_keys",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made", InstantText, nullable=False),
    Column("ended", InstantText),
)

vouched_tokens = Table(
    "vouched_tokens",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("once", LargeBinary(32), primary_key=True),
    Column("forgotten", InstantText, nullable=False),
    Index(None, "site", "forgotten"),
)


def spend(tx: Transaction, site: str, once: str, forgotten: datetime, at: Instant) -> bool:
    """Whether the token counts: true for the first who asks, in whichever process; false for a replay."""
    lock_site(tx, site)  # two tabs with one token: the second sees the first's row
    table = vouched_tokens.c
    tx.run(delete(vouched_tokens).where(table.site == site, table.forgotten < at))
    row = {"site": site, "once": tx.keyring.hash_of(site, "vouched once", once), "forgotten": forgotten}
    there = select(table.once).where(table.site == site, table.once == row["once"])
    if tx.first(there) is not None:
        return False
    tx.run(insert(vouched_tokens), [row])
    return True


def make_key(tx: Transaction, site: str, at: Instant) -> tuple[int, str]:
    """A further vouching key: its number, and the key as the operator's application keeps it (base64url)."""
    lock_site(tx, site)
    table = vouching_keys.c
    last = tx.first(select(table.number).where(table.site == site).order_by(table.number.desc()).limit(1))
    number = 1 if last is None else last.number + 1
    tx.run(insert(vouching_keys), [{"site": site, "number": number, "made": at, "ended": None}])
    return number, base64_text(_secret(tx, site, number)).decode("ascii")


def end_key(tx: Transaction, site: str, number: int, at: Instant) -> bool:
    """End a vouching key for ever; false where it is not in force."""
    table = vouching_keys.c
    in_force = (table.site == site) & (table.number == number) & table.ended.is_(None)
    return tx.run(update(vouching_keys).where(in_force).values(ended=at)) == 1


def keys_in_force(tx: Transaction, site: str) -> Mapping[str, bytes]:
    """The site's vouching keys, by the `kid` that tokens name."""
    table = vouching_keys.c
    query = select(table.number).where(table.site == site, table.ended.is_(None)).order_by(table.number)
    return {str(row.number): base64_text(_secret(tx, site, row.number)) for row in tx.rows(query)}


def base64_text(secret: bytes) -> bytes:
    """What both sides sign with: the key as it is written down, so that an application need not decode it."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=")


def _secret(tx: Transaction, site: str, number: int) -> bytes:
    return tx.keyring.hash_of(site, "vouching key", str(number))
