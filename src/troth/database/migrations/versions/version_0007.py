"""The suppression list, and how often something was forgotten: what the gate reads besides facts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_INSTANT = sa.String(27)
_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "suppressions",
        sa.Column("id", _WHOLE, nullable=False, autoincrement=True),
        _site(),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("effect", sa.String(20), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("purposes", sa.Text, nullable=False),
        sa.Column("choice", sa.Text),
        sa.Column("channel", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_suppressions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suppressions_site_key_hash", "suppressions", ["site", "key_hash"])
    op.create_index("ix_suppressions_site_id", "suppressions", ["site", "id"])
    op.create_table(
        "forgettings",
        _site(),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_forgettings"),
    )


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)
