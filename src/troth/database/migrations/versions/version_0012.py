"""Of whom or what each fact is, in the open: nobody, a record, or whoever has a key of some type."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_ABOUT = """
    UPDATE facts SET about = CASE WHEN record_hash IS NOT NULL THEN 'record'
        WHEN key_type IS NOT NULL THEN 'key:' || key_type
        WHEN key_hash IS NULL AND data_key IS NOT NULL THEN 'nobody' ELSE 'key' END
"""


def upgrade() -> None:
    op.drop_index("ix_facts_nobody", "facts")
    op.drop_index("ix_facts_site_key_type", "facts")
    op.add_column("facts", sa.Column("about", sa.String(210), nullable=False, server_default="key"))
    op.execute(_ABOUT)
    op.drop_column("facts", "key_type")
    op.create_index("ix_facts_site_about", "facts", ["site", "about"])
