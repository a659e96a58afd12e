"""The ledger of decisions, its chain and its figures; the wording of a consent in the open."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_INSTANT = sa.String(27)
_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = ("number", "id", "at", "body", "hash")


def upgrade() -> None:
    # A fact recorded before has its wording in what is sealed alone.
    op.add_column("facts", sa.Column("wording", sa.Text))
    op.add_column("sequences", sa.Column("consents", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "consent_records",
        _site(),
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("key_hash", sa.LargeBinary(32)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("data_key", _WHOLE),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_consent_records"),
        sa.UniqueConstraint("site", "id", name="uq_consent_records_site_id"),
        sa.ForeignKeyConstraint(
            ["data_key"], ["data_keys.id"], name="fk_consent_records_data_key", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_consent_records_site_key_hash", "consent_records", ["site", "key_hash"])
    op.create_index("ix_consent_records_data_key", "consent_records", ["data_key"])
    op.create_table(
        "consent_links",
        _site(),
        sa.Column("last", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("site", "last", name="pk_consent_links"),
    )
    op.create_table(
        "consent_figures",
        _site(),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("offer", sa.String(410), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("site", "day", "offer", "event", name="pk_consent_figures"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _protect_in_sqlite()
    else:
        _protect_in_postgresql()


def _protect_in_sqlite() -> None:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in ("site", *_KEPT))
    forged = " OR ".join(f"NEW.{column} IS NOT NULL" for column in ("key_hash", "sealed"))
    op.execute(
        "CREATE TRIGGER consent_records_no_update BEFORE UPDATE OF "
        f"site, {', '.join(_KEPT)}, key_hash, sealed ON consent_records WHEN {changed} OR {forged} "
        "BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was recorded'); END"
    )
    op.execute(
        "CREATE TRIGGER consent_records_no_delete BEFORE DELETE ON consent_records "
        "BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was recorded'); END"
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER consent_links_no_{act.lower()} BEFORE {act} ON consent_links "
            "BEGIN SELECT RAISE(ABORT, 'a link is kept as it was made'); END"
        )


def _protect_in_postgresql() -> None:
    columns = ("site", *_KEPT)
    row = "({}) IS DISTINCT FROM ({})".format(
        ", ".join(f"NEW.{column}" for column in columns), ", ".join(f"OLD.{column}" for column in columns)
    )
    op.execute(
        "CREATE FUNCTION consent_records_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN "
        f"IF TG_OP = 'UPDATE' AND NOT ({row}) AND NEW.key_hash IS NULL AND NEW.sealed IS NULL "
        "THEN RETURN NEW; END IF; "
        # A destroyed data key is taken out of the row by the database itself (ON DELETE SET NULL).
        f"IF TG_OP = 'UPDATE' AND NOT ({row}) AND NEW.key_hash IS NOT DISTINCT FROM OLD.key_hash "
        "AND NEW.sealed IS NOT DISTINCT FROM OLD.sealed AND NEW.data_key IS NULL THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'a decision is kept as it was recorded'; END $$"
    )
    op.execute(
        "CREATE TRIGGER consent_records_kept BEFORE UPDATE OR DELETE ON consent_records "
        "FOR EACH ROW EXECUTE FUNCTION consent_records_refuse()"
    )
    op.execute(
        "CREATE TRIGGER consent_records_not_emptied BEFORE TRUNCATE ON consent_records "
        "FOR EACH STATEMENT EXECUTE FUNCTION consent_records_refuse()"
    )
    op.execute(
        "CREATE FUNCTION consent_links_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a link is kept as it was made'; END $$"
    )
    op.execute(
        "CREATE TRIGGER consent_links_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_links "
        "FOR EACH STATEMENT EXECUTE FUNCTION consent_links_refuse()"
    )


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)
