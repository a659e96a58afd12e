"""Which manifest's effects a person accepted last, in Troth's own database: versions are added, never taken away."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text, bindparam, insert, select

from troth.database.glances import SITE, Glance
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText, instant_text
from troth.database.transactions import Transaction

versions = Table(
    "accepted_versions",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("manifest_hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("released", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", InstantText, nullable=False),
)


@dataclass(frozen=True, slots=True)
class AcceptedVersion:
    """A manifest whose effects a person accepted, at the count of data that it released."""

    manifest_hash: str
    manifest: str  # canonical JSON
    count: int
    by: str
    at: datetime


def accept_version(tx: Transaction, site: str, version: AcceptedVersion) -> None:
    """Take this version as the one whose effects a person accepted last."""
    lock_site(tx, site)
    table = versions.c
    newest = select(table.number).where(table.site == site).order_by(table.number.desc()).limit(1)
    last = tx.first(newest)
    number = 1 if last is None else last.number + 1
    row = {
        "site": site,
        "number": number,
        "manifest_hash": version.manifest_hash,
        "manifest": version.manifest,
        "released": version.count,
        "by": version.by,
        "at": version.at,
    }
    tx.run(insert(versions), [row])


_LAST_ACCEPTED = (
    select(versions).where(versions.c.site == bindparam("of")).order_by(versions.c.number.desc()).limit(1)
)
# Which version that is: the text of a manifest is long, and mostly the one that was read before.
ACCEPTED = Glance(
    select(versions.c.number.cast(String) + " " + versions.c.at.cast(String) + " " + versions.c.manifest_hash)
    .where(versions.c.site == SITE)
    .order_by(versions.c.number.desc())
    .limit(1)
)


def accepted_version(tx: Transaction, site: str) -> AcceptedVersion | None:
    """The version accepted last; none where a person never accepted one."""
    which = tx.glanced(ACCEPTED, site)
    if which is None:
        return None
    known, version = tx.remembered.get(("accepted", site), (None, None))
    if known != which:
        row = tx.first(_LAST_ACCEPTED, {"of": site})
        assert row is not None, "versions are added and never taken away"
        version = AcceptedVersion(row.manifest_hash, row.manifest, row.released, row.by, row.at)
        which = f"{row.number} {instant_text(row.at)} {row.manifest_hash}"
        tx.remembered["accepted", site] = which, version
    return cast("AcceptedVersion", version)
