"""Who may vouch for a signed-in person, and the tokens that counted once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "vouching_keys",
        _site(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("made", _INSTANT, nullable=False),
        sa.Column("ended", _INSTANT),
        sa.PrimaryKeyConstraint("site", "number", name="pk_vouching_keys"),
    )
    op.create_table(
        "vouched_tokens",
        _site(),
        sa.Column("once", sa.LargeBinary(32), nullable=False),
        sa.Column("forgotten", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("site", "once", name="pk_vouched_tokens"),
    )
    op.create_index("ix_vouched_tokens_site_forgotten", "vouched_tokens", ["site", "forgotten"])


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)
