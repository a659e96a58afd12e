"""The first tables: keys, sequences, the audit log, facts, identities, plans, accepted versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.String(27)
_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _keys_and_sequences()
    _audit()
    _subjects()
    _plans()
    _versions()


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.String(200), nullable=False)


def _keys_and_sequences() -> None:
    op.create_table(
        "keyring",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keyring"),
    )
    op.create_table(
        "sequences",
        _site(),
        sa.Column("facts", sa.BigInteger, nullable=False),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_sequences"),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", _WHOLE, nullable=False, autoincrement=True),
        _site(),
        sa.Column("holder", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_keys"),
        sa.UniqueConstraint("site", "holder", "purpose", name="uq_data_keys_site_holder_purpose"),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit_records",
        _site(),
        sa.Column("sequence", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("body", sa.LargeBinary),
        sa.Column("commitment", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("site", "sequence", name="pk_audit_records"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_records_no_{act.lower()} BEFORE {act} ON audit_records "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_records_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_records_refuse()"
    )


def _subjects() -> None:
    op.create_table(
        "facts",
        _site(),
        sa.Column("sequence", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("effect", sa.String(20), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("recorded", _INSTANT, nullable=False),
        sa.Column("purposes", sa.Text, nullable=False),
        sa.Column("choice", sa.Text),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("key_hash", sa.LargeBinary(32)),
        sa.Column("record_hash", sa.LargeBinary(32)),
        sa.Column("data_key", _WHOLE),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("site", "sequence", name="pk_facts"),
        sa.ForeignKeyConstraint(
            ["data_key"], ["data_keys.id"], name="fk_facts_data_key", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_facts_site_key_hash", "facts", ["site", "key_hash"])
    op.create_index("ix_facts_site_record_hash", "facts", ["site", "record_hash"])
    op.create_index("ix_facts_data_key", "facts", ["data_key"])
    op.create_table(
        "identities",
        sa.Column("id", _WHOLE, nullable=False, autoincrement=True),
        _site(),
        sa.Column("data_key", _WHOLE, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.ForeignKeyConstraint(
            ["data_key"], ["data_keys.id"], name="fk_identities_data_key", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identities_site", "identities", ["site"])
    op.create_index("ix_identities_data_key", "identities", ["data_key"])
    op.create_table(
        "identity_keys",
        _site(),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("identity", _WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("site", "key_hash", name="pk_identity_keys"),
        sa.ForeignKeyConstraint(
            ["identity"], ["identities.id"], name="fk_identity_keys_identity", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_identity_keys_identity", "identity_keys", ["identity"])


def _plans() -> None:
    op.create_table(
        "plans",
        _site(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("watermark", sa.BigInteger, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("owner", sa.String(200)),
        sa.Column("leased_until", _INSTANT),
        sa.Column("ended_at", _INSTANT),
        sa.Column("data_key", _WHOLE),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("site", "id", name="pk_plans"),
        sa.ForeignKeyConstraint(
            ["data_key"], ["data_keys.id"], name="fk_plans_data_key", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_plans_site_state", "plans", ["site", "state"])
    op.create_index("ix_plans_data_key", "plans", ["data_key"])
    op.create_table(
        "plan_outcomes",
        _site(),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("failure", sa.Text),
        sa.PrimaryKeyConstraint("site", "plan", "store", name="pk_plan_outcomes"),
        sa.ForeignKeyConstraint(
            ["site", "plan"], ["plans.site", "plans.id"], name="fk_plan_outcomes_site_plan"
        ),
    )
    op.create_table(
        "run_counts",
        _site(),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("table_name", sa.String(200), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("site", "plan", "store", "table_name", name="pk_run_counts"),
        sa.ForeignKeyConstraint(["site", "plan"], ["plans.site", "plans.id"], name="fk_run_counts_site_plan"),
    )
    op.create_index(
        "ix_run_counts_site_store_table_name_at", "run_counts", ["site", "store", "table_name", "at"]
    )


def _versions() -> None:
    op.create_table(
        "accepted_versions",
        _site(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("released", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_accepted_versions"),
    )
