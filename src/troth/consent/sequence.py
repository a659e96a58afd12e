"""
The chain: batches of committed records, each linked to the batch before by its hash.

Whoever records waits for no link. One sequencer at a time, among all processes, links what has been committed since;
killed at any point it leaves a shorter chain and nothing else, and the next run goes on from there. What is not
linked yet is the tail, and is shown.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, text

from troth import audit
from troth.claims.facts import Instant
from troth.consent import figures
from troth.consent.records import canonical, consent_links, consent_records
from troth.database.sequences import Series, last_number
from troth.database.tables import instant_text
from troth.database.transactions import Transaction
from troth.errors import Surprise
from troth.site import Site

MOST = 5_000  # records in one link
NOTHING = bytes(32)  # what the first link names as the one before


@dataclass(frozen=True, slots=True)
class Tail:
    """How far the chain has come: the last record that is linked, and the last there is."""

    linked: int
    last: int

    @property
    def unlinked(self) -> int:
        """How many records wait for a link."""
        return self.last - self.linked


class RecordMissing(Surprise):
    """A decision that was recorded is no longer there; nothing is linked past it."""

    def __init__(self, site: str, number: int) -> None:
        self.number = number
        super().__init__(
            f"decision {number} of `{site}` is missing from the ledger: look at `troth consent verify`, and put "
            "the database back from a copy that holds it"
        )


def link(site: Site, at: Instant) -> int:
    """
    Chain what was committed since the last link, and tell how many records were linked.

    None while another process does just this. Also counts the figures, and lets the checkpoint catch up.

    Raises:
        RecordMissing: a number was skipped, which no commit does.
    """
    linked = 0
    while (count := _link(site, at)) > 0:
        linked += count
        if count < MOST:
            break
    return linked


def tail(tx: Transaction, site: str) -> Tail:
    """How far the chain has come."""
    row = tx.first(_LAST_LINK, {"site": site})
    return Tail(0 if row is None else row.last, last_number(tx, site, Series.CONSENTS))


def link_hash(site: str, first: int, last: int, at: str, previous: bytes, hashes: Sequence[bytes]) -> bytes:
    """What a link's hash covers: where it stands, the link before, and the hash of each record in order."""
    parts: Mapping[str, Any] = {
        "at": at,
        "first": first,
        "last": last,
        "previous": previous.hex(),
        "records": hashlib.sha256(b"".join(hashes)).hexdigest(),
        "site": site,
    }
    return hashlib.sha256(canonical(parts)).digest()


def _link(site: Site, at: Instant) -> int:
    with site.database.reading() as tx:  # most of the time there is nothing to do, and nobody is disturbed
        if tail(tx, site.name).unlinked == 0:
            return 0
    with site.database.transaction() as tx:
        if not _is_alone(tx, site.name):
            return 0
        before = tx.first(_LAST_LINK, {"site": site.name})
        last, previous = (0, NOTHING) if before is None else (before.last, before.hash)
        rows = tx.rows(_UNLINKED, {"site": site.name, "last": last, "most": MOST})
        if not rows:
            return 0
        _check_whole(site.name, rows, last)
        first, until = last + 1, rows[-1].number
        hash_ = link_hash(site.name, first, until, instant_text(at), previous, [row.hash for row in rows])
        new = {
            "site": site.name,
            "first": first,
            "last": until,
            "at": at,
            "previous": previous,
            "hash": hash_,
        }
        tx.run(_INSERT, [new])
        figures.add(
            tx, site.name, figures.counted([json.loads(row.body) for row in rows], site.manifest.zone)
        )
        audit.follow(tx, site.name)
        return len(rows)


def _is_alone(tx: Transaction, site: str) -> bool:
    """Whether no other process links this site now. SQLite has one writer at a time anyhow."""
    if tx.dialect == "sqlite":
        return True
    number = int.from_bytes(hashlib.sha256(f"troth links {site}".encode()).digest()[:8], "big", signed=True)
    row = tx.first(text("SELECT pg_try_advisory_xact_lock(:number) AS won"), {"number": number})
    return row is not None and bool(row.won)


def _check_whole(site: str, rows: Sequence[Row[*tuple[Any, ...]]], last: int) -> None:
    for expected, row in enumerate(rows, last + 1):
        if row.number != expected:
            raise RecordMissing(site, expected)


# Made once: SQLAlchemy takes longer to make a statement than a database to run it.
_INSERT = insert(consent_links)
_LAST_LINK = (
    select(consent_links.c.last, consent_links.c.hash)
    .where(consent_links.c.site == bindparam("site"))
    .order_by(consent_links.c.last.desc())
    .limit(1)
)
_UNLINKED = (
    select(consent_records.c.number, consent_records.c.hash, consent_records.c.body)
    .where(consent_records.c.site == bindparam("site"), consent_records.c.number > bindparam("last"))
    .order_by(consent_records.c.number)
    .limit(bindparam("most"))
)
