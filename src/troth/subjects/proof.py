"""
Whether the facts are those that were recorded: what stands of them in the open is held against the audit log.

Gates, plans and verdicts read facts; the log says of each what it was, in the transaction that recorded it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select

from troth import audit
from troth.audit import Body, Record
from troth.claims.facts import Instant
from troth.database.tables import data_keys
from troth.database.transactions import Transaction
from troth.errors import Surprise
from troth.subjects.records import last_sequence
from troth.subjects.rows import OF_ONE, OF_SEVERAL, body_of, facts, hash_of, in_the_open

_MOST = 5_000  # facts that are read at once, and all those of the last audit record among them
_EVENTS = frozenset({OF_ONE, OF_SEVERAL})


def changed_facts(tx: Transaction, site: str) -> Iterator[tuple[int, str]]:
    """
    The facts that are not as they were recorded, by their number, and what is wrong with each.

    What was forgotten says nothing any more, and so cannot be held against the log.

    Raises:
        ValueError: the log says what no fact's record says.
    """
    expected = 1
    for told in _in_groups(audit.records(tx, site, _EVENTS)):
        among = {"site": site, "low": told[0].first, "high": told[-1].last}
        there = {row.sequence: row for row in tx.rows(_BETWEEN, among)}
        for one in told:
            for number, said in enumerate(one.said, one.first):
                what = _wrong(tx, site, there[number], said, one) if number in there else "it is missing"
                if what:
                    yield number, what
            expected = max(expected, one.last + 1)
    if expected <= (last := last_sequence(tx, site)):
        yield expected, f"the audit log does not know it, nor what follows up to {last}"


class _Told(NamedTuple):
    """What one audit record says of facts: the number of the first, and of each what it is, or a hash of that."""

    first: int
    said: Sequence[object]
    at: Instant  # when a fact was recorded of which this says what it is; a hash holds it too

    @property
    def last(self) -> int:
        """The number of the last."""
        return self.first + len(self.said) - 1


def _in_groups(recorded: Iterator[Record]) -> Iterator[list[_Told]]:
    """What the audit records of facts say, of so many as are read at once."""
    group: list[_Told] = []
    for record in recorded:
        if record.body is not None:
            group.append(_told(record, record.body))
            if group[-1].last - group[0].first >= _MOST:
                yield group
                group = []
    if group:
        yield group


def _told(record: Record, body: Body) -> _Told:
    is_of_one = record.event == OF_ONE
    first, said = (body.get("fact"), [body]) if is_of_one else (body.get("first"), body.get("facts"))
    if not (isinstance(first, int) and first > 0 and isinstance(said, list) and said):
        raise ValueError(f"audit record {record.sequence} names no facts")
    return _Told(first, said, record.at)


def _wrong(tx: Transaction, site: str, row: Row[*tuple[Any, ...]], said: object, told: _Told) -> str:
    """What is wrong with a fact of which the log says this; "" where nothing is, or it was forgotten."""
    if row.sealed is None or row.wrapped is None:
        is_forgotten = row.key_hash is None and row.record_hash is None
        return "" if is_forgotten else "what was sealed of it is gone, though it was not forgotten"
    found = row._asdict()
    is_hash = isinstance(said, str)
    is_so = said == hash_of(found) if is_hash else (said, told.at) == (body_of(found), row.recorded)
    return _misplaced(tx, site, row) if is_so else "it was changed"


def _misplaced(tx: Transaction, site: str, row: Row[*tuple[Any, ...]]) -> str:
    """What is wrong with that by which a fact is found; "" where it is what is sealed of it."""
    found = row._asdict()
    try:
        is_so = all(found[name] == value for name, value in in_the_open(tx, site, row).items())
    except Surprise:
        return "what was sealed of it cannot be opened"
    return "" if is_so else "it is found under what it does not hold"


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
