"""
The verdicts, kept with their instant in Troth's own database: counts and names of columns, nothing of a person.

One row for each verification, one for each item of each table in it. Both stay: they are the evidence that
a promise was looked at, day after day.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)

from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction
from troth.verify.model import TableVerdict, Verdict, Verification

verifications = Table(
    "verifications",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", InstantText, nullable=False),
    Column("manifest_hash", String(64), nullable=False),
    Column("lag", String(40), nullable=False),
    Column("verdict", String(10), nullable=False),
    Index(None, "site", "at"),
)

verdicts = Table(
    "verdicts",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("verification", Integer, primary_key=True, autoincrement=False),
    Column("store", String(200), primary_key=True),
    Column("table_name", String(200), primary_key=True),
    Column("item", String(200), primary_key=True),  # empty for what only ties records to people
    Column("verdict", String(10), nullable=False),
    Column("counts", Text, nullable=False),
    ForeignKeyConstraint(["site", "verification"], ["verifications.site", "verifications.number"]),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A verification as it is kept: its verdict, and how many data were broken or unproven in each table's items."""

    number: int
    at: datetime
    verdict: Verdict
    broken: Mapping[str, int]  # by `store.table item`
    unproven: Mapping[str, int]


def keep(tx: Transaction, site: str, verification: Verification) -> int:
    """Keep the verdicts; the number under which they are kept."""
    lock_site(tx, site)
    table = verifications.c
    last = tx.first(select(func.max(table.number)).where(table.site == site))
    number = 1 + ((last[0] if last is not None else None) or 0)
    row = {
        "site": site,
        "number": number,
        "at": verification.at,
        "manifest_hash": verification.manifest_hash,
        "lag": str(verification.lag),
        "verdict": verification.verdict.value,
    }
    tx.run(insert(verifications), [row])
    rows = [row for found in verification.tables for row in _rows(site, number, found)]
    if rows:
        tx.run(insert(verdicts), rows)
    return number


def since(tx: Transaction, site: str, at: datetime) -> list[Kept]:
    """The verifications made at or after an instant, the first one first."""
    table, of_items = verifications.c, verdicts.c
    found = tx.rows(select(verifications).where(table.site == site, table.at >= at).order_by(table.number))
    if not found:
        return []
    query = select(verdicts).where(
        of_items.site == site,
        of_items.verification >= found[0].number,
        of_items.verdict != Verdict.KEPT.value,
    )
    by_number: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for row in tx.rows(query.order_by(of_items.store, of_items.table_name, of_items.item)):
        by_number.setdefault(row.verification, []).append(row)
    return [_kept(row, by_number.get(row.number, ())) for row in found]


def first_seen(tx: Transaction, site: str, manifest_hash: str) -> datetime | None:
    """When these words were first verified; none where they never were."""
    table = verifications.c
    row = tx.first(
        select(func.min(table.at).label("at")).where(table.site == site, table.manifest_hash == manifest_hash)
    )
    return None if row is None else row.at


def _rows(site: str, number: int, found: TableVerdict) -> list[dict[str, object]]:
    fixed = {"site": site, "verification": number, "store": found.store, "table_name": found.table}
    if found.unread is not None:
        counts = json.dumps({"unread": found.unread.value})
        return [fixed | {"item": "", "verdict": found.verdict.value, "counts": counts}]
    return [
        fixed
        | {
            "item": held.item or "",
            "verdict": held.verdict.value,
            "counts": json.dumps(held.counts.as_json()),
        }
        for held in found.held
    ]


def _kept(row: Row[*tuple[Any, ...]], items: Sequence[Row[*tuple[Any, ...]]]) -> Kept:
    broken: dict[str, int] = {}
    unproven: dict[str, int] = {}
    for item in items:
        counts = json.loads(item.counts)
        where = f"{item.store}.{item.table_name} {item.item}".rstrip()
        if counts.get("broken"):
            broken[where] = counts["broken"]
        if unknown := sum(counts.get("unknown", {}).values()):
            unproven[where] = unknown
    return Kept(row.number, row.at, Verdict(row.verdict), broken, unproven)
