"""
Numbers without gaps: one row per site, held by whoever takes a number until the transaction ends.
"""

from sqlalchemy import bindparam, select, text, update

from troth.database.tables import sequences
from troth.database.transactions import Transaction

_LAST = select(sequences.c.facts, sequences.c.records).where(sequences.c.site == bindparam("of"))
_BEGUN = text("INSERT INTO sequences (site, facts, records) VALUES (:site, 0, 0) ON CONFLICT DO NOTHING")


def next_facts(tx: Transaction, site: str, count: int) -> range:
    """The next numbers for facts of this site."""
    _take(tx, site, facts=count)
    last = last_fact(tx, site)
    return range(last - count + 1, last + 1)


def next_records(tx: Transaction, site: str, count: int) -> range:
    """The next numbers for audit records of this site."""
    _take(tx, site, records=count)
    last = last_record(tx, site)
    return range(last - count + 1, last + 1)


def lock_site(tx: Transaction, site: str) -> None:
    """Let no other transaction take a number of this site until this one ends."""
    _take(tx, site)


def last_fact(tx: Transaction, site: str) -> int:
    """The highest number of a fact of this site; 0 where there is none."""
    row = tx.first(_LAST, {"of": site})
    return 0 if row is None else row.facts


def last_record(tx: Transaction, site: str) -> int:
    """The highest number of an audit record of this site; 0 where there is none."""
    row = tx.first(_LAST, {"of": site})
    return 0 if row is None else row.records


def _take(tx: Transaction, site: str, facts: int = 0, records: int = 0) -> None:
    table = sequences.c
    statement = (
        update(sequences)
        .where(table.site == site)
        .values(facts=table.facts + facts, records=table.records + records)
    )
    if tx.run(statement) == 0:
        tx.run(_BEGUN, {"site": site})
        tx.run(statement)
