"""
The audit log in Troth's own database: a table that takes rows and refuses to change or lose one.

A record is written in the transaction of what it speaks of. *Intended* is committed before a store is
touched and *done* after it, so that a killed run leaves a trace of how far it may have come.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, Row, String, Table, Text, bindparam, select

from troth.audit import checkpoint, rules
from troth.audit.checkpoint import CheckpointUnreadable, Mark
from troth.audit.model import Body, Entry, Flaw, Record
from troth.database.glances import SITE, Glance
from troth.database.keys import drawn
from troth.database.sealing import CHUNK
from troth.database.sequences import Series, last_number, next_numbers
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction

SALT_BYTES = 16
_BEGINNING = Mark(0, "")  # true of every log

audit_records = Table(
    "audit_records",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("event", Text, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("salt", LargeBinary(SALT_BYTES)),
    Column("body", LargeBinary),
    Column("commitment", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)


def append(tx: Transaction, site: str, event: str, body: Body, at: datetime) -> Record:
    """
    Record one event in this transaction.

    Args:
        tx: the transaction of what is recorded.
        site: whose log.
        event: a noun and what befell it: "plan.made", "erasure.intended", "erasure.done".
        body: its particulars in JSON's own types, without personal data.
        at: when it happened.

    Raises:
        NotForTheLog: the body holds something else than plain JSON.
    """
    [row] = _appended(tx, site, [Entry(event, at, body)], 0)
    return Record(site, row["sequence"], event, at, body, row["commitment"], row["hash"])


def append_all(tx: Transaction, site: str, entries: Sequence[Entry], checkpoint_seconds: float = 0) -> None:
    """
    Record several events, in this order.

    Args:
        tx: the transaction of what is recorded.
        site: whose log.
        entries: the events.
        checkpoint_seconds: by how much the checkpoint may stay behind; `follow` lets it catch up.
    """
    if entries:
        _appended(tx, site, entries, checkpoint_seconds)


def records(tx: Transaction, site: str, events: Collection[str] = (), after: int = 0) -> Iterator[Record]:
    """The site's records in order: those after this number and of these events, or of all."""
    for row in _rows(tx, site, after):
        if not events or row.event in events:
            yield _record(row)


def verify(tx: Transaction, site: str) -> list[Flaw]:
    """Hash every record again: the flaws found, none where all is as it was written."""
    expected, flaws = 1, []
    for row in _rows(tx, site, after=0):
        if row.sequence != expected:
            flaws.append(Flaw(expected, "it is missing"))
        if row.body is not None and rules.commitment(row.salt, row.body) != row.commitment:
            flaws.append(Flaw(row.sequence, "its body was changed"))
        if rules.record_hash(site, row.sequence, row.event, row.at, row.commitment) != row.hash:
            flaws.append(Flaw(row.sequence, "it was changed"))
        expected = row.sequence + 1
    if last_number(tx, site, Series.RECORDS) != expected - 1:
        flaws.append(Flaw(expected, "it is missing"))
    return flaws


def is_behind(tx: Transaction, site: str) -> bool:
    """
    Whether this database lacks what its checkpoint has seen: it was put back from an older copy.

    Where the checkpoint is lost or cannot be read, nobody knows, and it counts as behind too.
    """
    return tx.once(("behind", site), lambda: _lacks(tx, site, lambda: last_number(tx, site, Series.RECORDS)))


def follow(tx: Transaction, site: str) -> None:
    """Let the checkpoint catch up with the log, unless the database is behind it."""
    last = last_number(tx, site, Series.RECORDS)
    if last > 0 and not is_behind(tx, site):
        checkpoint.advance(tx.checkpoint.path, site, Mark(last, _hash_at(tx, site, last)))


def begin_checkpoint(tx: Transaction, site: str) -> None:
    """Take the log as it is for complete: a person has looked, and recorded again what was missing."""
    last = last_number(tx, site, Series.RECORDS)
    checkpoint.replace(tx.checkpoint.path, site, Mark(last, _hash_at(tx, site, last)))


def _appended(
    tx: Transaction, site: str, entries: Sequence[Entry], checkpoint_seconds: float
) -> list[dict[str, Any]]:
    """The rows of these events, recorded."""
    bodies = [rules.canonical(entry.body) for entry in entries]
    numbers = next_numbers(tx, site, Series.RECORDS, len(entries))
    is_due = is_checkpoint_due(tx, site, checkpoint_seconds)
    may_follow = is_due and _may_checkpoint_follow(tx, site, numbers[0])
    salts = drawn(len(entries), SALT_BYTES)
    rows = list(map(partial(_row, site), numbers, entries, bodies, salts))
    tx.add(audit_records, rows)
    if may_follow:
        mark = Mark(numbers[-1], rows[-1]["hash"].hex())
        tx.after_commit(
            _follow(site), lambda: checkpoint.advance(tx.checkpoint.path, site, mark, checkpoint_seconds)
        )
    return rows


def _may_checkpoint_follow(tx: Transaction, site: str, number: int) -> bool:
    """Whether the checkpoint may go on from this record: never for a database that is behind it."""
    if tx.has_after_commit(_follow(site)):
        return True
    if number == 1:
        # Before the first record is committed, so that no kill leaves a log that was never seen.
        checkpoint.advance(tx.checkpoint.path, site, _BEGINNING)
    return not _lacks(tx, site, lambda: number - 1)


def _lacks(tx: Transaction, site: str, last: Callable[[], int]) -> bool:
    """Whether the log, whose last record before this transaction was that, lacks what the checkpoint has seen."""
    try:
        mark = checkpoint.mark_of(tx.checkpoint, site)
    except CheckpointUnreadable:
        return True
    return last() > 0 if mark is None else _hash_at(tx, site, mark.sequence) != mark.hash


def _follow(site: str) -> str:
    return f"checkpoint of {site}"


HASH_AT = Glance(
    select(audit_records.c.hash).where(
        audit_records.c.site == SITE, audit_records.c.sequence == bindparam("marked")
    )
)


def mark_to_look_at(tx: Transaction, site: str) -> int:
    """The number of the record whose hash tells whether the log is behind; 0 where there is none to look at."""
    try:
        mark = checkpoint.mark_of(tx.checkpoint, site)
    except CheckpointUnreadable:
        return 0
    return 0 if mark is None else mark.sequence


def is_checkpoint_due(tx: Transaction, site: str, seconds: float) -> bool:
    """Whether the checkpoint would follow now that stays behind by so many seconds, for which the log is looked at."""
    return checkpoint.is_due(tx.checkpoint.path, site, seconds)


def take_hash(tx: Transaction, site: str, sequence: int, hash_: bytes | None) -> None:
    """Take over the hash of a record that somebody else's statement read in this transaction."""
    known: dict[int, str] = tx.kept(("hash at", site), dict)
    known[sequence] = _BEGINNING.hash if hash_ is None else hash_.hex()


def _hash_at(tx: Transaction, site: str, sequence: int) -> str:
    known: dict[int, str] = tx.kept(("hash at", site), dict)
    if sequence in known:
        return known[sequence]
    hash_ = tx.glanced(HASH_AT, site, marked=sequence)
    return _BEGINNING.hash if hash_ is None else hash_.hex()


def _rows(tx: Transaction, site: str, after: int) -> Iterator[Row[*tuple[Any, ...]]]:
    table = audit_records.c
    while True:
        query = select(audit_records).where(table.site == site, table.sequence > after)
        rows = tx.rows(query.order_by(table.sequence).limit(CHUNK))
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1].sequence


def _row(site: str, sequence: int, entry: Entry, body: bytes, salt: bytes) -> dict[str, Any]:
    committed = rules.commitment(salt, body)
    return {
        "site": site,
        "sequence": sequence,
        "event": entry.event,
        "at": entry.at,
        "salt": salt,
        "body": body,
        "commitment": committed,
        "hash": rules.record_hash(site, sequence, entry.event, entry.at, committed),
    }


def _record(row: Row[*tuple[Any, ...]]) -> Record:
    body = None if row.body is None else rules.parsed(row.body)
    return Record(row.site, row.sequence, row.event, row.at, body, row.commitment, row.hash)
