"""What the gate reads in Troth's own database: facts in the open, whose keys are one person's, and what changed."""

import json
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, TextClause, bindparam, func, select, text
from sqlalchemy.engine import default

from troth.claims.facts import Effect, Instant
from troth.database.tables import InstantText, sequences
from troth.database.transactions import Transaction
from troth.publication.records import publications
from troth.subjects.identities import identities
from troth.subjects.rows import OF_NOBODY, facts
from troth.subjects.suppressions import forgettings, suppressions


@dataclass(frozen=True, slots=True)
class Mark:
    """How far what the gate reads had come: another mark, and an answer may be another."""

    facts: int = 0  # the last fact's number
    forgotten: int = 0  # how often something was forgotten
    suppressed: int = 0  # the last entry of the suppression list
    identities: int = 0  # the last remembered identity
    published: int = 0  # versions of the policy: one that grows a purpose outgrows the consents to it

    def is_elsewhere(self, other: "Mark") -> bool:
        """Whether more changed than facts and entries, whose people can be told."""
        return replace(self, facts=0, suppressed=0) != replace(other, facts=0, suppressed=0)


def mark(tx: Transaction, site: str) -> Mark:
    """Where it stands now: one row, read by four keys."""
    row = tx.first(_MARK, {"site": site})
    return Mark() if row is None else Mark(*(int(value or 0) for value in row))


def touched(tx: Transaction, site: str, since: Mark, most: int) -> Collection[bytes] | None:
    """
    The keyed hashes of those about whom something was recorded since then; none where everybody may be concerned.

    Args:
        most: more of them than this count as everybody.
    """
    values = {"site": site, "facts": since.facts, "entries": since.suppressed, "most": most + 1}
    found: set[bytes] = set()
    for row in tx.rows(_NEW_FACTS, values):
        if row.key_hash is None and row.record_hash is None:
            return None
        if row.key_hash is not None:
            found.add(bytes(row.key_hash))
    found |= {bytes(row.key_hash) for row in tx.rows(_NEW_ENTRIES, values)}
    return None if len(found) > most else found


def decisions_under(
    tx: Transaction, site: str, hashes: Sequence[bytes]
) -> Sequence[Sequence[Row[*tuple[Any, ...]]]]:
    """
    What stands in the open of the facts under each of these keyed hashes, in their order; instants as text.

    One statement for all of them; nothing is unsealed.
    """
    found: list[list[Row[*tuple[Any, ...]]]] = [[] for _ in hashes]
    for row in _under(tx, site, _DECISIONS, hashes):
        found[row[0]].append(row)
    return found


def apart(tx: Transaction, site: str, hashes: Sequence[bytes]) -> frozenset[int]:
    """Which of these hashes, by their place, more is known of: a person under several keys, or on the list."""
    return frozenset(row[0] for which in (_REMEMBERED, _LISTED) for row in _under(tx, site, which, hashes))


def is_ledger_complete(tx: Transaction, site: str, purposes: Set[str], at: Instant) -> bool:
    """Whether the ledger of one of these purposes holds every decision."""
    told = tx.rows(_COMPLETE, {"site": site, "effect": Effect.COMPLETE.value})
    return any(row.since <= at and not purposes.isdisjoint(json.loads(row.purposes)) for row in told)


def as_text(instant: Instant) -> str:
    """An instant as it stands in the database."""
    text = InstantText().process_bind_param(instant, default.DefaultDialect())
    assert text is not None
    return text


def _under(
    tx: Transaction, site: str, query: TextClause, hashes: Sequence[bytes]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a query under some hashes, each with the place of its hash."""
    if not hashes:
        return ()
    return tx.rows(query, {"site": site, "hashes": b"".join(hashes), "last": len(hashes) - 1})


def _by_place(columns: str, table: str) -> TextClause:
    """
    A query under many hashes that come as one value: thousands of them cost one, and the database cuts them apart.

    The look-up of each by the index is what both databases then do, in the order of this join.
    """
    return text(
        "WITH RECURSIVE place(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n < :last) "
        f"SELECT {columns} FROM place CROSS JOIN {table} "
        f"WHERE site = :site AND key_hash = substr(:hashes, n * {HASH_BYTES} + 1, {HASH_BYTES})"
    )


HASH_BYTES = 32
_DECISIONS = _by_place("n, effect, since, recorded, purposes, choice, wording, sequence", "facts")
_REMEMBERED = _by_place("n", "identity_keys")
_LISTED = _by_place("n", "suppressions")
_ids = identities.c
_entries = suppressions.c
_MARK = select(
    sequences.c.facts,
    select(forgettings.c.count).where(forgettings.c.site == bindparam("site")).scalar_subquery(),
    select(func.max(_entries.id)).where(_entries.site == bindparam("site")).scalar_subquery(),
    select(func.max(_ids.id)).where(_ids.site == bindparam("site")).scalar_subquery(),
    select(func.max(publications.c.number)).where(publications.c.site == bindparam("site")).scalar_subquery(),
).where(sequences.c.site == bindparam("site"))
_NEW_FACTS = (
    select(facts.c.key_hash, facts.c.record_hash)
    .where(facts.c.site == bindparam("site"), facts.c.sequence > bindparam("facts"))
    .limit(bindparam("most"))
)
_COMPLETE = select(facts.c.since, facts.c.purposes).where(
    facts.c.site == bindparam("site"), OF_NOBODY, facts.c.effect == bindparam("effect")
)
_NEW_ENTRIES = (
    select(_entries.key_hash)
    .where(_entries.site == bindparam("site"), _entries.id > bindparam("entries"))
    .limit(bindparam("most"))
)
