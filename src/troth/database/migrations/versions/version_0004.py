"""Verdicts: what was verified, when, and what it came to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "verifications",
        _site(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("lag", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_verifications"),
    )
    op.create_index("ix_verifications_site_at", "verifications", ["site", "at"])
    op.create_table(
        "verdicts",
        _site(),
        sa.Column("verification", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("table_name", sa.String(200), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site", "verification", "store", "table_name", "item", name="pk_verdicts"),
        sa.ForeignKeyConstraint(
            ["site", "verification"],
            ["verifications.site", "verifications.number"],
            name="fk_verdicts_site_verification",
        ),
    )


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)
