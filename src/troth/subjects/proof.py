"""
Whether the facts are those that were recorded: what stands of them in the open is held against the audit log.

Gates, plans and verdicts read facts; the log says of each what it was, in the transaction that recorded it.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, select

from troth import audit
from troth.audit import Record
from troth.database.tables import data_keys
from troth.database.transactions import Transaction
from troth.errors import Surprise
from troth.subjects.records import audit_body, facts, hash_of_bodies, in_the_open, last_sequence

_TOGETHER = 200  # audit records whose facts are read at once
_EVENTS = frozenset({"fact.recorded", "facts.recorded"})


def changed_facts(tx: Transaction, site: str) -> Iterator[tuple[int, str]]:
    """
    The facts that are not as they were recorded, by their number, and what is wrong with each.

    What was forgotten says nothing any more, and so cannot be held against the log.
    """
    expected, recorded = 1, audit.records(tx, site, _EVENTS)
    while some := list(islice(recorded, _TOGETHER)):
        told = [(record, _span(record)) for record in some if record.body is not None]
        if not told:
            continue
        among = {"site": site, "low": told[0][1][0], "high": told[-1][1][1]}
        rows = {row.sequence: row for row in tx.rows(_BETWEEN, among)}
        for record, (first, last) in told:
            yield from _unlike(tx, record, first, [rows.get(number) for number in range(first, last + 1)])
            expected = max(expected, last + 1)
    for number in range(expected, last_sequence(tx, site) + 1):
        yield number, "the audit log does not know it"


def _unlike(
    tx: Transaction, record: Record, first: int, rows: Sequence[Row[*tuple[Any, ...]] | None]
) -> Iterator[tuple[int, str]]:
    told = []
    for number, row in enumerate(rows, first):
        if row is None:
            yield number, "it is missing"
        elif row.sealed is not None and row.wrapped is not None:
            told.append(row)
        elif row.key_hash is not None or row.record_hash is not None:
            yield number, "what was sealed of it is gone, though it was not forgotten"
    if len(told) < len(rows):
        return
    bodies = [audit_body(row._asdict()) for row in told]
    is_same = (
        bodies == [record.body] if _is_of_one(record) else hash_of_bodies(bodies) == _body(record)["facts"]
    )
    if not is_same:
        yield (
            first,
            "it was changed"
            if len(rows) == 1
            else f"it was changed, or another up to {first + len(rows) - 1}",
        )
        return
    for row in told:
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
    body = _body(record)
    return (body["fact"], body["fact"]) if _is_of_one(record) else (body["first"], body["last"])


def _is_of_one(record: Record) -> bool:
    return record.event == "fact.recorded"


def _body(record: Record) -> Any:
    return record.body


_BETWEEN = (
    select(facts, data_keys.c.holder, data_keys.c.purpose, data_keys.c.wrapped)
    .outerjoin(data_keys, facts.c.data_key == data_keys.c.id)
    .where(
        facts.c.site == bindparam("site"),
        facts.c.sequence >= bindparam("low"),
        facts.c.sequence <= bindparam("high"),
    )
)
