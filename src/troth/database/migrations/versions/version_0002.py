"""What was published: versions of the policy, their files, and every artefact that people were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "artefacts",
        _site(),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("site", "hash", name="pk_artefacts"),
    )
    op.create_table(
        "publications",
        _site(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("effective", sa.String(10), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("despite", sa.Text, nullable=False),
        sa.Column("stricter", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_publications"),
    )
    op.create_table(
        "publication_files",
        _site(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", "path", name="pk_publication_files"),
        sa.ForeignKeyConstraint(
            ["site", "number"],
            ["publications.site", "publications.number"],
            name="fk_publication_files_site_number",
        ),
        sa.ForeignKeyConstraint(
            ["site", "hash"], ["artefacts.site", "artefacts.hash"], name="fk_publication_files_site_hash"
        ),
    )
    for table in ("artefacts", "publications", "publication_files"):
        _refuse_changes(table)


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)


def _refuse_changes(table: str) -> None:
    """What people were shown is never changed afterwards, not even by Troth."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'what was published is kept'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was published is kept'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
