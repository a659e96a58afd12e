"""
Numbers without gaps: one row per site, held by whoever takes a number until the transaction ends.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, text, update

from troth.database.tables import sequences
from troth.database.transactions import Transaction


@dataclass(slots=True)
class _Taken:
    """Numbers that this transaction took and has not given out yet."""

    facts: range = range(0)
    records: range = range(0)
    consents: range = range(0)


_LAST = select(sequences.c.facts, sequences.c.records, sequences.c.consents).where(
    sequences.c.site == bindparam("of")
)
_BEGUN = text(
    "INSERT INTO sequences (site, facts, records, consents) VALUES (:site, 0, 0, 0) ON CONFLICT DO NOTHING"
)
# Made once: SQLAlchemy takes longer to make a statement than a database to run it.
_TAKE = (
    update(sequences)
    .where(sequences.c.site == bindparam("of"))
    .values(
        facts=sequences.c.facts + bindparam("more_facts"),
        records=sequences.c.records + bindparam("more_records"),
        consents=sequences.c.consents + bindparam("more_consents"),
    )
    .returning(sequences.c.facts, sequences.c.records, sequences.c.consents)
)


def next_facts(tx: Transaction, site: str, count: int) -> range:
    """The next numbers for facts of this site."""
    taken = _taken(tx, site)
    if len(taken.facts) < count:
        reserve(tx, site, facts=count)
    given, taken.facts = taken.facts[:count], taken.facts[count:]
    return given


def next_records(tx: Transaction, site: str, count: int) -> range:
    """The next numbers for audit records of this site."""
    taken = _taken(tx, site)
    if len(taken.records) < count:
        reserve(tx, site, records=count)
    given, taken.records = taken.records[:count], taken.records[count:]
    return given


def next_consents(tx: Transaction, site: str, count: int) -> range:
    """The next numbers for decisions of this site."""
    taken = _taken(tx, site)
    if len(taken.consents) < count:
        reserve(tx, site, consents=count)
    given, taken.consents = taken.consents[:count], taken.consents[count:]
    return given


def reserve(tx: Transaction, site: str, facts: int = 0, records: int = 0, consents: int = 0) -> None:
    """
    Take numbers in one statement that are given out in this transaction.

    What is reserved and not given out would be a gap: reserve no more than is needed.
    """
    wanted = {"of": site, "more_facts": facts, "more_records": records, "more_consents": consents}
    row = tx.first(_TAKE, wanted)
    if row is None:
        tx.run(_BEGUN, {"site": site})
        row = tx.first(_TAKE, wanted)
    assert row is not None, "the site's row of `sequences` is missing"
    hand_over(tx, site, (row.facts, facts), (row.records, records), (row.consents, consents))


def hand_over(
    tx: Transaction, site: str, facts: tuple[int, int], records: tuple[int, int], consents: tuple[int, int]
) -> None:
    """Keep numbers that were taken in this transaction until they are given out: the last of each, and how many."""
    taken = _taken(tx, site)
    for name, (last, count) in (("facts", facts), ("records", records), ("consents", consents)):
        if count:
            assert not getattr(taken, name), f"numbers for {name} are left"
            setattr(taken, name, range(last - count + 1, last + 1))


def lock_site(tx: Transaction, site: str) -> None:
    """Let no other transaction take a number of this site until this one ends."""
    reserve(tx, site)


def last_fact(tx: Transaction, site: str) -> int:
    """The highest number of a fact of this site; 0 where there is none."""
    row = tx.first(_LAST, {"of": site})
    return 0 if row is None else row.facts


def last_record(tx: Transaction, site: str) -> int:
    """The highest number of an audit record of this site; 0 where there is none."""
    row = tx.first(_LAST, {"of": site})
    return 0 if row is None else row.records


def last_consent(tx: Transaction, site: str) -> int:
    """The highest number of a decision of this site; 0 where there is none."""
    row = tx.first(_LAST, {"of": site})
    return 0 if row is None else row.consents


def _taken(tx: Transaction, site: str) -> _Taken:
    return tx.kept(("numbers", site), _Taken)
