"""
What recording decisions has to know before it can write.

Each way to the database and back costs more than what is done there. So numbers, the master key, the hash that the
checkpoint remembers and, on PostgreSQL, the numbers of new data keys are read and taken in one statement; and where
nobody else wrote since this process did, even that is foreseen, and tested in the statement that adds the rows.
"""

from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache, partial

from sqlalchemy import TextClause, text

from troth.audit.records import is_checkpoint_due, mark_to_look_at, take_hash
from troth.database import sealing
from troth.database.foresight import Foresight
from troth.database.sequences import hand_over, reserve
from troth.database.transactions import Transaction
from troth.subjects.records import CHECKPOINT_SECONDS

_SPARE = 200  # numbers of data keys that are taken ahead; one that is never given harms nobody

_Numbers = tuple[int, int, int]  # the last of facts, audit records and decisions


@dataclass(slots=True)
class _Left:
    """How this process left the numbers of a site."""

    last: _Numbers | None = None  # none where it took none yet
    is_alone: bool = False  # whether nobody else took any between its last two transactions
    spare: deque[int] = field(default_factory=deque)  # numbers of data keys

    def note(self, last: _Numbers, *, is_alone: bool) -> None:
        self.last, self.is_alone = last, is_alone


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
    counts = facts, (1 if facts else 0), consents
    left: _Left = tx.remembered.setdefault(("numbers", site), _Left())
    if data_keys and left.is_alone and tx.can_foresee and not is_checkpoint_due(tx, site, CHECKPOINT_SECONDS):
        _foresee(tx, site, counts, data_keys, left)
    else:
        _ask(tx, site, counts, data_keys, left)


def _foresee(tx: Transaction, site: str, counts: _Numbers, data_keys: int, left: _Left) -> None:
    """Give out the numbers that come next if nobody else wrote."""
    try:
        ids = [left.spare.popleft() for _ in range(data_keys)]
    except IndexError:  # too few are left
        _ask(tx, site, counts, data_keys, left)
        return
    assert left.last is not None, "it is known that nobody took any since"
    before, after = left.last, _sum(left.last, counts)
    left.is_alone = False  # until this is committed: where somebody else wrote, the next one asks first
    tx.foresee(Foresight(_FORESEEN, (tx.keyring.wrapped_lookup, *counts, site, *before)))
    tx.after_commit(f"numbers of {site}", partial(left.note, after, is_alone=True))
    hand_over(tx, site, *zip(after, counts, strict=True))
    sealing.prepare(tx, tx.keyring.wrapped_lookup, ids)


def _ask(tx: Transaction, site: str, counts: _Numbers, data_keys: int, left: _Left) -> None:
    mark = mark_to_look_at(tx, site)
    is_counting = tx.dialect == "postgresql" and data_keys > 0
    keys = data_keys if len(left.spare) >= data_keys else data_keys + _SPARE
    values = dict(zip(("facts", "records", "consents"), counts, strict=True), site=site, mark=mark)
    row = tx.first(_statement(tx.dialect, is_counting), values | ({"keys": keys} if is_counting else {}))
    if row is None:  # the site's first
        reserve(tx, site, *counts)
        return
    after = row.facts, row.records, row.consents
    is_alone = left.last is None or _sum(left.last, counts) == after
    tx.after_commit(f"numbers of {site}", partial(left.note, after, is_alone=is_alone))
    hand_over(tx, site, *zip(after, counts, strict=True))
    ids = row.ids if is_counting else ()
    sealing.prepare(tx, row.wrapped, ids[:data_keys])
    left.spare.extend(ids[data_keys:])
    take_hash(tx, site, mark, row.hash)


def _sum(one: _Numbers, other: _Numbers) -> _Numbers:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


# As long as the row of `sequences` is held nobody else takes a number, and as long as the lookup key's row is shared
# nobody changes the master key.
_FORESEEN = (
    "master AS (SELECT 1 FROM keyring "
    f"WHERE name = '{sealing.LOOKUP_ROW}' AND wrapped = %s::bytea FOR SHARE), "
    "foreseen AS (UPDATE sequences SET facts = facts + %s::bigint, records = records + %s::bigint, "
    "consents = consents + %s::bigint WHERE site = %s AND facts = %s::bigint AND records = %s::bigint "
    "AND consents = %s::bigint AND EXISTS (SELECT FROM master) RETURNING 1)"
)


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
