"""Sweeps: who sweeps a site, and how far each step of a sweep has come."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "sweeps",
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("leased_until", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_sweeps"),
    )
    op.create_table(
        "sweep_steps",
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("step", sa.String(410), nullable=False),
        sa.Column("stretch", sa.Integer, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("is_done", sa.Integer, nullable=False),
        sa.Column("longest_seconds", sa.Float, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("site", "plan", "step", name="pk_sweep_steps"),
        sa.ForeignKeyConstraint(
            ["site", "plan"], ["plans.site", "plans.id"], name="fk_sweep_steps_site_plan"
        ),
    )
