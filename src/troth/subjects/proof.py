"""
Whether the facts are those that were recorded: what stands of them in the open is held against the audit log.

Gates, plans and verdicts read facts; the log says of each what it was, in the transaction that recorded it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from troth import audit
from troth.audit import Record
from troth.database.tables import data_keys
from troth.database.transactions import Transaction
from troth.errors import Surprise
from troth.subjects.records import last_sequence
from troth.subjects.rows import audit_body, facts, hash_of_bodies, in_the_open

_MOST = 5_000  # facts that are read at once, and all those of the last audit record among them
_EVENTS = frozenset({"fact.recorded", "facts.recorded"})

_Rows = Sequence[Row[*tuple[Any, ...]]]


def changed_facts(tx: Transaction, site: str) -> Iterator[tuple[int, str]]:
    """
    The facts that are not as they were recorded, by their number, and what is wrong with each.

    What was forgotten says nothing any more, and so cannot be held against the log.

    Raises:
        ValueError: the log says what no fact's record says.
    """
    expected = 1
    for told in _in_groups(audit.records(tx, site, _EVENTS)):
        among = {"site": site, "low": told[0][1], "high": told[-1][2]}
        rows = tx.rows(_BETWEEN, among)
        numbers = [row.sequence for row in rows]
        for record, first, last in told:
            there = rows[bisect_left(numbers, first) : bisect_right(numbers, last)]
            if len(there) <= last - first:
                yield first, "it is missing" if first == last else f"it, or another up to {last}, is missing"
            yield from _unlike(tx, record, there, is_whole=len(there) > last - first)
            expected = max(expected, last + 1)
    if expected <= (last := last_sequence(tx, site)):
        yield expected, f"the audit log does not know it, nor what follows up to {last}"


def _in_groups(recorded: Iterator[Record]) -> Iterator[list[tuple[Record, int, int]]]:
    """The audit records of facts with the numbers they speak of, so many as are read at once."""
    group: list[tuple[Record, int, int]] = []
    for record in recorded:
        if record.body is not None:
            group.append((record, *_span(record)))
            if group[-1][2] - group[0][1] >= _MOST:
                yield group
                group = []
    if group:
        yield group


def _unlike(tx: Transaction, record: Record, rows: _Rows, *, is_whole: bool) -> Iterator[tuple[int, str]]:
    """What is wrong with the facts of one audit record; of many, no more than that one of them was changed."""
    for row in rows:
        if row.sealed is None or row.wrapped is None:
            is_whole = False
            if row.key_hash is not None or row.record_hash is not None:
                yield row.sequence, "what was sealed of it is gone, though it was not forgotten"
    if not is_whole:
        return
    bodies = [audit_body(row._asdict()) for row in rows]
    body: Any = record.body
    is_same = bodies == [body] if _is_of_one(record) else hash_of_bodies(bodies) == body["facts"]
    if not is_same:
        others = f", or another up to {rows[-1].sequence}" if len(rows) > 1 else ""
        yield rows[0].sequence, f"it was changed{others}"
        return
    for row in rows:
        if what := _misplaced(tx, record.site, row):
            yield row.sequence, what


def _misplaced(tx: Transaction, site: str, row: Row[*tuple[Any, ...]]) -> str:
    """What is wrong with that by which a fact is found; "" where it is what is sealed of it."""
    found = row._asdict()
    try:
        is_so = all(found[name] == value for name, value in in_the_open(tx, site, row).items())
    except Surprise:
        return "what was sealed of it cannot be opened"
    return "" if is_so else "it is found under what it does not hold"


def _span(record: Record) -> tuple[int, int]:
    """From which number to which it speaks of facts."""
    body: Any = record.body
    names = ("fact", "fact") if _is_of_one(record) else ("first", "last")
    first, last = (body.get(name) for name in names)
    if not (isinstance(first, int) and isinstance(last, int) and 0 < first <= last):
        raise ValueError(f"audit record {record.sequence} names no facts")
    return first, last


def _is_of_one(record: Record) -> bool:
    return record.event == "fact.recorded"


_BETWEEN = (
    select(facts, data_keys.c.holder, data_keys.c.purpose, data_keys.c.wrapped)
    .outerjoin(data_keys, facts.c.data_key == data_keys.c.id)
    .where(
        facts.c.site == bindparam("site"),
        facts.c.sequence >= bindparam("low"),
        facts.c.sequence <= bindparam("high"),
    )
    .order_by(facts.c.sequence)
)
