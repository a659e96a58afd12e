"""
What the tables of all rooms share: one MetaData, the type of an instant, the tables of keys and sequences.
"""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Every table of Troth's, whichever room declares it: what is told apart from the operator's own tables by name.
NAMES = frozenset(
    {
        "accepted_versions",
        "api_tokens",
        "artefacts",
        "audit_records",
        "consent_figures",
        "consent_links",
        "consent_records",
        "data_keys",
        "facts",
        "forgettings",
        "identities",
        "identity_keys",
        "keyring",
        "plan_outcomes",
        "plans",
        "publication_files",
        "publications",
        "rounds",
        "run_counts",
        "sequences",
        "suppressions",
        "sweep_steps",
        "sweeps",
        "verdicts",
        "verifications",
        "vouched_tokens",
        "vouching_keys",
    }
)

Whole = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by themselves only as INTEGER


def instant_text(at: datetime) -> str:
    """
    An instant as the tables hold it: in UTC, to the microsecond.

    Raises:
        ValueError: it has no zone, and so is no instant.
    """
    if at.tzinfo is None:
        raise ValueError("an instant without zone")
    return _in_utc(at.astimezone(UTC))


# Rows that are written at once say the same. Of zones apart from UTC two instants may look alike.
@lru_cache(maxsize=100)
def _in_utc(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


class InstantText(TypeDecorator[datetime]):
    """
    An instant as text in UTC, to the microsecond: `2026-11-22T06:26:00.000000Z`.

    The same in both databases, in order when sorted, and good for every year from 1 to 9999.
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


# One row per site: the last number given to a fact, to an audit record and to a decision. Whoever takes a
# number holds the row until the transaction ends, so numbers leave no gap and become visible in order.
sequences = Table(
    "sequences",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("facts", BigInteger, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("consents", BigInteger, nullable=False, server_default="0"),
)

# What is wrapped by the master key and not tied to a person: the lookup key.
keyring = Table(
    "keyring",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

# A key for each holder (a person's key, a record, a plan) and purpose. Destroying the row forgets.
data_keys = Table(
    "data_keys",
    METADATA,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("site", String(200), nullable=False),
    Column("holder", LargeBinary(32), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    UniqueConstraint("site", "holder", "purpose"),
    sqlite_autoincrement=True,  # the number of a destroyed key is never given again
)
