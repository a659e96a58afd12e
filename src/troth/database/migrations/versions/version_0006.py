"""Tokens of programs that call the API."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("expires", _INSTANT, nullable=False),
        sa.Column("revoked", _INSTANT),
        sa.PrimaryKeyConstraint("site", "id", name="pk_api_tokens"),
        sa.UniqueConstraint("site", "hash", name="uq_api_tokens_site_hash"),
    )
