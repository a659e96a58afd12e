"""
The ledger in Troth's own database: rows that are added and never changed, but for what forgetting takes out.

Of a record everything stands in the open, in canonical JSON and under its hash, but for the person: the key is
found by its hash, and what says more of the person is sealed under a key of that person and month. Forgetting
destroys the key and empties both; the record, which only commits to what was sealed, still verifies.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from troth.database.tables import METADATA, InstantText

consent_records = Table(
    "consent_records",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(22), nullable=False),
    Column("at", InstantText, nullable=False),
    Column("key_hash", LargeBinary(32)),
    Column("body", LargeBinary, nullable=False),
    Column("data_key", ForeignKey("data_keys.id", ondelete="SET NULL")),
    Column("sealed", LargeBinary),
    Column("hash", LargeBinary(32), nullable=False),
    UniqueConstraint("site", "id"),
    Index(None, "site", "key_hash"),
    Index(None, "data_key"),
)

# One row for each batch of records that the sequencer chained: its hash covers theirs and the link before.
consent_links = Table(
    "consent_links",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

# Counts without identifiers, by day of the controller's zone.
consent_figures = Table(
    "consent_figures",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("offer", String(410), primary_key=True),
    Column("event", String(20), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
