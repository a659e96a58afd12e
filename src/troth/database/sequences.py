"""
Numbers without gaps: one row per site, held by whoever takes a number until the transaction ends.
"""

from enum import Enum

from sqlalchemy import bindparam, select, text, update

from troth.database.tables import sequences
from troth.database.transactions import Transaction


class Series(Enum):
    """What is numbered, each apart; the value names its column."""

    FACTS = "facts"
    RECORDS = "records"  # of the audit log
    CONSENTS = "consents"  # decisions in the ledger


_Taken = dict[str, range]  # numbers of each series that a transaction took and has not given out yet

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


def next_numbers(tx: Transaction, site: str, series: Series, count: int) -> range:
    """The next numbers of a series of this site."""
    taken, name = _taken(tx, site), series.value
    if len(taken[name]) < count:
        reserve(tx, site, **{name: count})
    given, taken[name] = taken[name][:count], taken[name][count:]
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
            assert not taken[name], f"numbers for {name} are left"
            taken[name] = range(last - count + 1, last + 1)


def lock_site(tx: Transaction, site: str) -> None:
    """Let no other transaction take a number of this site until this one ends."""
    reserve(tx, site)


def last_number(tx: Transaction, site: str, series: Series) -> int:
    """The highest number of a series of this site; 0 where none was given."""
    row = tx.once(("last numbers", site), lambda: tx.first(_LAST, {"of": site}))
    number: int = 0 if row is None else row._mapping[series.value]
    return number


def _taken(tx: Transaction, site: str) -> _Taken:
    return tx.kept(("numbers", site), lambda: {series.value: range(0) for series in Series})
