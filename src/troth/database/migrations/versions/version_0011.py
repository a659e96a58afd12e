"""Facts found by the type of their key, so that what browsers decided is passed over; and the facts of holds."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_OF_HOLDS = sa.text("effect IN ('held', 'released', 'reviewed')")


def upgrade() -> None:
    op.add_column("facts", sa.Column("key_type", sa.String(200)))
    op.create_index("ix_facts_site_key_type", "facts", ["site", "key_type"])
    op.create_index(
        "ix_facts_holds", "facts", ["site", "sequence"], sqlite_where=_OF_HOLDS, postgresql_where=_OF_HOLDS
    )
