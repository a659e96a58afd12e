"""The facts about nobody in particular found by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_OF_NOBODY = sa.text("key_hash IS NULL AND record_hash IS NULL AND data_key IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_facts_nobody",
        "facts",
        ["site", "key_hash", "record_hash"],
        sqlite_where=_OF_NOBODY,
        postgresql_where=_OF_NOBODY,
    )
