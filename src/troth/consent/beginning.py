"""
What recording decisions has to read before it can write, in one statement.

Each way to the database and back costs more than what is done there: numbers, the master key, the hash that the
checkpoint remembers and, on PostgreSQL, the numbers of new data keys are read and taken together.
"""

from functools import lru_cache

from sqlalchemy import TextClause, text

from troth.audit.records import mark_to_look_at, take_hash
from troth.database import sealing
from troth.database.sequences import hand_over, reserve
from troth.database.transactions import Transaction


def begin(tx: Transaction, site: str, facts: int, consents: int, data_keys: int) -> None:
    """
    Take numbers for so many facts, their audit record and decisions, and what else is read before they are written.

    Args:
        tx: the transaction that records them.
        site: whose.
        facts: how many facts.
        consents: how many decisions.
        data_keys: how many data keys are made, where that is known already; else 0.
    """
    records, mark = (1 if facts else 0), mark_to_look_at(tx, site)
    values: dict[str, object] = {"site": site, "facts": facts, "records": records, "consents": consents}
    is_counting = tx.dialect == "postgresql" and data_keys > 0
    numbers = {"keys": data_keys} if is_counting else {}
    row = tx.first(_statement(tx.dialect, is_counting), values | {"mark": mark} | numbers)
    if row is None:  # the site's first
        reserve(tx, site, facts, records, consents)
        return
    hand_over(tx, site, (row.facts, facts), (row.records, records), (row.consents, consents))
    sealing.prepare(tx, row.wrapped, row.ids if is_counting else ())
    take_hash(tx, site, mark, row.hash)


@lru_cache(maxsize=4)
def _statement(dialect: str, is_counting: bool) -> TextClause:
    share = " FOR SHARE" if dialect == "postgresql" else ""
    ids = (
        ", (SELECT array_agg(nextval(pg_get_serial_sequence('data_keys', 'id'))) FROM generate_series(1, :keys)) AS ids"
        if is_counting
        else ""
    )
    return text(
        "UPDATE sequences SET facts = facts + :facts, records = records + :records, consents = consents + :consents "
        "WHERE site = :site RETURNING facts, records, consents, "
        f"(SELECT wrapped FROM keyring WHERE name = '{sealing.LOOKUP_ROW}'{share}) AS wrapped, "
        f"(SELECT hash FROM audit_records WHERE site = :site AND sequence = :mark) AS hash{ids}"
    )
