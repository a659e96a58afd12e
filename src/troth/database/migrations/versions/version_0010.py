"""Of whom or what each fact is, in the open, and indexes that hold no more than is looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ABOUT = """
    UPDATE facts SET about = CASE WHEN record_hash IS NOT NULL THEN 'record' WHEN key_hash IS NOT NULL THEN 'key'
        WHEN data_key IS NOT NULL THEN 'nobody' ELSE 'key' END
"""
_OF_HOLDS = sa.text("effect IN ('held', 'released', 'reviewed')")
_OF_RECORDS = sa.text("record_hash IS NOT NULL")


def upgrade() -> None:
    op.add_column("facts", sa.Column("about", sa.String(210), nullable=False, server_default="key"))
    op.execute(_ABOUT)
    op.create_index("ix_facts_site_about", "facts", ["site", "about"])
    op.create_index(
        "ix_facts_holds", "facts", ["site", "sequence"], sqlite_where=_OF_HOLDS, postgresql_where=_OF_HOLDS
    )
    op.drop_index("ix_facts_site_record_hash", "facts")
    op.create_index(
        "ix_facts_site_record_hash",
        "facts",
        ["site", "record_hash"],
        sqlite_where=_OF_RECORDS,
        postgresql_where=_OF_RECORDS,
    )
