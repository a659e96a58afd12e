"""By what a change of a schema is noticed without reading all of it: the marks of PostgreSQL's own catalogue."""

import pytest

from tests.stores.base import Base
from tests.stores.test_describe import declared
from troth.stores.sql.connect import SqlStore
from troth.stores.sql.describe import mark_of
from troth.stores.sql.failures import unavailable

MADE = (
    "CREATE TYPE mood AS ENUM ('calm')",
    "CREATE DOMAIN code AS text CHECK (length(VALUE) < 9)",
    "CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL, mood mood, code code, n integer DEFAULT 1)",
    "CREATE TABLE orders (id integer PRIMARY KEY, person integer REFERENCES people)",
    "CREATE TABLE lines (id integer PRIMARY KEY, orders integer)",
    "CREATE TABLE visits (id integer PRIMARY KEY) PARTITION BY RANGE (id)",
    "CREATE TABLE all_visits PARTITION OF visits DEFAULT",
    "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
)
CHANGES = (
    "ALTER TABLE people ADD COLUMN email text",
    "ALTER TABLE people RENAME COLUMN name TO called",
    "ALTER TABLE people ALTER COLUMN n TYPE bigint",
    "ALTER TABLE people ALTER COLUMN name DROP NOT NULL",
    "ALTER TABLE people ALTER COLUMN n SET DEFAULT 2",
    "ALTER TABLE people DROP COLUMN n",
    "ALTER TABLE people ADD CHECK (n > 0)",
    "ALTER TABLE people ADD UNIQUE (name)",
    "CREATE INDEX ON people (name)",
    "CREATE TRIGGER never BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION nothing()",
    "CREATE TRIGGER never BEFORE UPDATE ON all_visits FOR EACH ROW EXECUTE FUNCTION nothing()",
    "CREATE RULE kept AS ON DELETE TO people DO INSTEAD NOTHING",
    "ALTER TYPE mood ADD VALUE 'cross'",
    "ALTER DOMAIN code ADD CHECK (VALUE <> '')",
    "ALTER TABLE orders DROP CONSTRAINT orders_person_fkey",
    "ALTER TABLE lines ADD FOREIGN KEY (orders) REFERENCES orders",  # from a table that nobody declared
    "CREATE TABLE more () INHERITS (people)",
    "DROP TABLE orders",
    "ALTER TABLE orders RENAME TO purchases",
    "GRANT DELETE ON people TO public",
    "GRANT pg_read_all_data TO CURRENT_USER",
)
HARMLESS = (
    "INSERT INTO people (id, name) SELECT n, 'x' FROM generate_series(1, 1000) AS n",
    "ANALYZE people",
    "VACUUM people",
    "CREATE TABLE others (id integer)",
)


def mark(store: SqlStore) -> str | None:
    with unavailable(store.name), store.engine.connect() as connection:
        return mark_of(store.declared, connection)


@pytest.mark.parametrize("change", CHANGES)
def test_the_mark_moves_with_every_change_of_what_is_described(postgresql: Base, change: str) -> None:
    postgresql.run(*MADE)
    store = postgresql.store(declared("people"), declared("orders"), declared("visits"))
    before = mark(store)
    postgresql.run(change)
    try:
        after = mark(store)
    finally:
        if "pg_read_all_data" in change:
            postgresql.run("REVOKE pg_read_all_data FROM CURRENT_USER")
    assert before is not None
    assert after != before


def test_the_mark_stays_where_only_rows_and_other_tables_change(postgresql: Base) -> None:
    postgresql.run(*MADE)
    store = postgresql.store(declared("people"), declared("orders"))
    before = mark(store)
    postgresql.run(*HARMLESS)
    assert mark(store) == before


def test_a_table_that_comes_to_stand_before_another_on_the_search_path_moves_the_mark(
    postgresql: Base,
) -> None:
    postgresql.run(*MADE)
    store = postgresql.store(declared("people"), declared("orders"))
    before = mark(store)
    name = postgresql.owner.url.username
    postgresql.run(f'CREATE SCHEMA "{name}"', f'CREATE TABLE "{name}".people (id integer PRIMARY KEY)')
    try:
        assert mark(store) != before
    finally:
        postgresql.run(f'DROP SCHEMA "{name}" CASCADE')


def test_the_others_have_no_such_mark(sqlite: Base, mariadb: Base) -> None:
    for base in (sqlite, mariadb):
        base.run("CREATE TABLE people (id integer PRIMARY KEY)")
        assert mark(base.store(declared("people"))) is None
