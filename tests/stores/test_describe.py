"""What a catalogue says, asked of real databases: columns, keys, who points where, and what we may do."""

import time

import pytest
from sqlalchemy import create_engine, event, make_url, text

from tests.stores.base import Base
from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, OnDelete
from troth.manifest.names import Column, TableName
from troth.manifest.stores import MoveTo, Table
from troth.stores.live import (
    Action,
    Expression,
    Family,
    Index,
    LiveStore,
    Rights,
    StoredColumn,
    StoredTable,
    Trigger,
    live_schema,
    schema_hash,
)
from troth.stores.sql.connect import SqlStore
from troth.stores.sql.describe import describe
from troth.stores.sql.failures import unavailable

HOSTILE = [
    "order",
    "Order Items",
    'quo"te',
    "back`tick",
    "apo'strophe",
    "naïve—ключ-名前-😀",
    "x; DROP TABLE t; --",
    "%s %(n)s :name ?",
    "[brackets]",
    "back\\slash",
    "a" * 50,
]


def declared(name: str, *key: str, **more: object) -> Table:
    """A declaration that names the table; describing it needs no more."""
    return Table("s", TableName(name), tuple(map(Column, key)) or (Column("id"),), {}, {}, **more)  # type: ignore[arg-type]


def look(store: SqlStore) -> LiveStore:
    with unavailable(store.name), store.engine.connect() as connection:
        return describe(store.declared, connection)


def look_at(base: Base, *names: str, url: str = "") -> LiveStore:
    return look(base.store(*(declared(name) for name in names), url=url))


def only_table(base: Base, name: str = "t") -> StoredTable:
    return look_at(base, name).tables[TableName(name)]


def families(table: StoredTable) -> dict[str, Family]:
    return {column.name: column.family for column in table.columns.values()}


def quoted(base: Base, name: str) -> str:
    sign = "`" if base.dialect == "mariadb" else '"'
    return sign + name.replace(sign, sign * 2) + sign


# --- columns ----------------------------------------------------------------------------------------------


def test_columns_of_sqlite(sqlite: Base) -> None:
    sqlite.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL COLLATE NOCASE,"
        " n BIGINT DEFAULT 7, born DATE, at DATETIME, seen TIMESTAMP WITH TIME ZONE, ok BOOLEAN,"
        " price DECIMAL(9, 2), photo BLOB, x, odd GEOMETRY, twice INTEGER AS (n * 2),"
        " thrice INTEGER GENERATED ALWAYS AS (n * 3) STORED)"
    )
    table = only_table(sqlite)
    assert families(table) == {
        "id": Family.INTEGER,
        "email": Family.TEXT,
        "n": Family.INTEGER,
        "born": Family.DATE,
        "at": Family.TIMESTAMP,
        "seen": Family.TIMESTAMP_ZONED,
        "ok": Family.BOOLEAN,
        "price": Family.DECIMAL,
        "photo": Family.BINARY,
        "x": Family.ANY,
        "odd": Family.ANY,
        "twice": Family.INTEGER,
        "thrice": Family.INTEGER,
    }
    columns = table.columns
    assert columns[Column("id")].is_numbered
    assert not columns[Column("id")].is_nullable
    assert columns[Column("email")] == StoredColumn(
        Column("email"), Family.TEXT, "VARCHAR(80)", is_nullable=False, collation="NOCASE", is_binary=False
    )
    assert columns[Column("n")].default == "7"
    assert [c.name for c in columns.values() if c.is_generated] == ["twice", "thrice"]


def test_columns_of_postgresql(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TYPE mood AS ENUM ('sad', 'it''s fine')",
        "CREATE DOMAIN address AS varchar(80) NOT NULL CONSTRAINT has_at CHECK (VALUE LIKE '%@%')",
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, email address,"
        " name text COLLATE loose, code char(3), born date, at timestamp(3), seen timestamptz, ok boolean,"
        " price numeric(9, 2), photo bytea, u uuid, j jsonb, m mood DEFAULT 'sad', p point,"
        " twice integer GENERATED ALWAYS AS (1 * 2) STORED, gone text)",
        "ALTER TABLE t DROP COLUMN gone",
    )
    table = only_table(postgresql)
    assert families(table) == {
        "id": Family.INTEGER,
        "s": Family.INTEGER,
        "email": Family.TEXT,
        "name": Family.TEXT,
        "code": Family.TEXT,
        "born": Family.DATE,
        "at": Family.TIMESTAMP,
        "seen": Family.TIMESTAMP_ZONED,
        "ok": Family.BOOLEAN,
        "price": Family.DECIMAL,
        "photo": Family.BINARY,
        "u": Family.UUID,
        "j": Family.JSON,
        "m": Family.ENUM,
        "p": Family.OTHER,
        "twice": Family.INTEGER,
    }
    columns = table.columns
    assert [c.name for c in columns.values() if c.is_numbered] == ["id", "s"]
    assert [c.name for c in columns.values() if c.is_generated] == ["twice"]
    assert [c.name for c in columns.values() if not c.is_binary] == ["name"]
    assert (columns[Column("email")].length, columns[Column("email")].is_nullable) == (80, False)
    assert columns[Column("code")].length == 3
    assert columns[Column("m")].among == ("sad", "it's fine")
    assert columns[Column("m")].default == "'sad'::mood"
    assert columns[Column("at")].written == "timestamp(3) without time zone"
    (check,) = table.checks
    assert (check.name, sorted(check.columns)) == ("has_at", ["email"])


def test_columns_of_mariadb(mariadb: Base) -> None:
    mariadb.run(
        "CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80) NOT NULL,"
        " code CHAR(3) CHARACTER SET latin1, raw VARCHAR(9) COLLATE utf8mb4_bin, born DATE, at DATETIME(6),"
        " seen TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, ok BOOLEAN,"
        " price DECIMAL(9, 2), photo BLOB, u UUID, j JSON, m ENUM('sad', 'it''s fine') DEFAULT 'sad',"
        " twice INTEGER AS (1 * 2) STORED, many SET('a', 'b'))"
    )
    table = only_table(mariadb)
    assert families(table) == {
        "id": Family.INTEGER,
        "email": Family.TEXT,
        "code": Family.TEXT,
        "raw": Family.TEXT,
        "born": Family.DATE,
        "at": Family.TIMESTAMP,
        "seen": Family.TIMESTAMP_ZONED,
        "ok": Family.BOOLEAN,
        "price": Family.DECIMAL,
        "photo": Family.BINARY,
        "u": Family.UUID,
        "j": Family.TEXT,
        "m": Family.ENUM,
        "twice": Family.INTEGER,
        "many": Family.OTHER,
    }
    columns = table.columns
    assert (columns[Column("email")].length, columns[Column("email")].is_binary) == (80, False)
    assert columns[Column("code")].charset == "latin1"
    assert columns[Column("raw")].is_binary
    assert columns[Column("m")].among == ("sad", "it's fine")
    assert [c.name for c in columns.values() if c.moves_on_update] == ["seen"]
    assert [c.name for c in columns.values() if c.is_numbered] == ["id"]
    assert [c.name for c in columns.values() if c.is_generated] == ["twice"]
    assert [check.columns for check in table.checks] == [{"j"}]


def test_a_table_of_500_columns(base: Base) -> None:
    listed = ", ".join(f"c{number} INTEGER" for number in range(499))
    base.run(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {listed})")
    table = only_table(base)
    assert list(table.columns) == ["id", *(f"c{number}" for number in range(499))]
    assert len(table.rights.changes) == 500


# --- keys, indexes, constraints -----------------------------------------------------------------------------


def test_keys_and_indexes_are_in_order(base: Base) -> None:
    base.run(
        "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER, d INTEGER UNIQUE,"
        " PRIMARY KEY (b, a))",
        "CREATE INDEX t_c_a ON t (c, a)",
        "CREATE UNIQUE INDEX t_d_c ON t (d, c)",
    )
    table = only_table(base)
    assert table.key == ("b", "a")
    found = {index.parts: index.is_unique for index in table.indexes}
    assert found == {("b", "a"): True, ("c", "a"): False, ("d",): True, ("d", "c"): True}


def test_partial_expression_and_null_indexes(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TABLE t (id integer, email text, UNIQUE NULLS NOT DISTINCT (id))",
        "CREATE UNIQUE INDEX i1 ON t (email) WHERE id > 0",
        "CREATE INDEX i2 ON t (lower(email), id) INCLUDE (email)",
        "CREATE INDEX i3 ON t USING gin (to_tsvector('simple', email))",
    )
    assert {index.name: index for index in only_table(postgresql).indexes} == {
        "t_id_key": Index("t_id_key", (Column("id"),), is_unique=True, is_null_a_value=True),
        "i1": Index("i1", (Column("email"),), is_unique=True, where="(id > 0)"),
        "i2": Index("i2", (Expression("lower(email)"), Column("id"))),
    }


def test_partial_and_expression_indexes_of_sqlite(sqlite: Base) -> None:
    sqlite.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT, x TEXT)",
        "CREATE UNIQUE INDEX i1 ON t (email) WHERE x IS NULL",
        "CREATE INDEX i2 ON t (x, lower(trim(email, ',')) DESC)",
    )
    assert {index.name: index for index in only_table(sqlite).indexes} == {
        "i1": Index("i1", (Column("email"),), is_unique=True, where="x IS NULL"),
        "i2": Index("i2", (Column("x"), Expression("lower ( trim ( email , ',' ) ) DESC"))),
    }


def test_what_points_at_a_declared_table_is_found_with_what_it_does(base: Base) -> None:
    base.run(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, up INTEGER,"
        " FOREIGN KEY (up) REFERENCES parent (id) ON DELETE CASCADE)",
        "CREATE TABLE stranger (id INTEGER PRIMARY KEY, up INTEGER,"
        " FOREIGN KEY (up) REFERENCES parent (id) ON DELETE SET NULL ON UPDATE CASCADE)",
        "CREATE TABLE nobody (id INTEGER PRIMARY KEY, up INTEGER, FOREIGN KEY (up) REFERENCES stranger (id))",
    )
    live = look_at(base, "parent", "child")
    assert set(live.tables) == {"parent", "child"}
    (reference,) = live.tables[TableName("child")].references
    assert (reference.columns, reference.table, reference.theirs) == (("up",), "parent", ("id",))
    assert (reference.on_delete, reference.on_update) == (Action.CASCADE, Action.REFUSE)
    assert set(live.pointing) == {"stranger"}
    (reference,) = live.pointing[TableName("stranger")]
    assert (reference.on_delete, reference.on_update) == (Action.SET_NULL, Action.CASCADE)


def test_composite_foreign_keys_keep_their_pairs(base: Base) -> None:
    base.run(
        "CREATE TABLE parent (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b))",
        "CREATE TABLE t (y INTEGER, x INTEGER, FOREIGN KEY (x, y) REFERENCES parent (a, b))",
    )
    (reference,) = only_table(base).references
    assert (reference.columns, reference.theirs) == (("x", "y"), ("a", "b"))


def test_sqlite_references_without_columns_mean_the_key_in_any_case_of_letters(sqlite: Base) -> None:
    sqlite.run(
        "CREATE TABLE Parent (a INTEGER, b INTEGER, PRIMARY KEY (a, b))",
        "CREATE TABLE t (x INTEGER, y INTEGER, FOREIGN KEY (x, y) REFERENCES PARENT)",
    )
    (reference,) = only_table(sqlite).references
    assert (reference.table, reference.theirs) == ("Parent", ("a", "b"))


def test_a_table_of_another_schema_that_points_here_is_named_with_it(postgresql: Base) -> None:
    postgresql.run(
        "CREATE SCHEMA other",
        "CREATE TABLE t (id integer PRIMARY KEY)",
        "CREATE TABLE other.t (id integer PRIMARY KEY, t integer REFERENCES public.t)",
    )
    assert set(look_at(postgresql, "t").pointing) == {"other.t"}
    postgresql.run("DROP SCHEMA other CASCADE")


def test_checks_name_the_columns_they_read(base: Base) -> None:
    base.run("CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT a_below CHECK (a < b AND b < 9))")
    (check,) = only_table(base).checks
    assert check.name == "a_below"
    assert {"a", "b"} <= set(check.columns)


def test_triggers_name_their_event(base: Base) -> None:
    body = {
        "sqlite": "CREATE TRIGGER trace AFTER {} ON t BEGIN SELECT 1; END",
        "postgresql": "CREATE TRIGGER trace AFTER {} ON t FOR EACH ROW EXECUTE FUNCTION trace()",
        "mariadb": "CREATE TRIGGER trace AFTER {} ON t FOR EACH ROW SET @x = 1",
    }[base.dialect]
    base.run("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    if base.dialect == "postgresql":
        base.run("CREATE FUNCTION trace() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    base.run(body.format("DELETE"))
    assert only_table(base).triggers == (Trigger("trace", frozenset({"delete"})),)


def test_postgresql_triggers_of_some_columns_and_rules(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TABLE t (id integer, x text)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER part BEFORE INSERT OR UPDATE OF x ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER off AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE t DISABLE TRIGGER off",
        "CREATE RULE keep AS ON DELETE TO t DO INSTEAD NOTHING",
    )
    assert only_table(postgresql).triggers == (
        Trigger("keep", frozenset({"delete"})),
        Trigger("part", frozenset({"insert", "update"}), frozenset({Column("x")})),
    )


# --- kinds of table -----------------------------------------------------------------------------------------


def test_a_view_is_said_to_be_one(base: Base) -> None:
    base.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)", "CREATE VIEW v AS SELECT id, x FROM t")
    view = only_table(base, "v")
    assert view.is_view
    assert (set(view.columns), view.key) == ({"id", "x"}, ())
    assert not only_table(base).is_view


def test_a_partitioned_table_is_one_table(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TABLE customer (id integer PRIMARY KEY)",
        "CREATE TABLE t (id integer, born date, customer integer REFERENCES customer, PRIMARY KEY (id, born))"
        " PARTITION BY RANGE (born)",
        "CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
        "CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)",
        "INSERT INTO t SELECT n, '2019-01-01' FROM generate_series(1, 500) n",
        "ANALYZE t",
    )
    live = look_at(postgresql, "t", "customer")
    table = live.tables[TableName("t")]
    assert (table.key, len(table.references), table.heirs, table.rows) == (("id", "born"), 1, (), 500)
    assert live.pointing == {}


def test_the_triggers_of_partitions_are_those_of_their_table(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TABLE t (id integer PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (MINVALUE) TO (0) PARTITION BY RANGE (id)",
        "CREATE TABLE t_lowest PARTITION OF t_low DEFAULT",
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER everywhere AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION nothing()",
        "CREATE TRIGGER here AFTER UPDATE OF id ON t_lowest FOR EACH ROW EXECUTE FUNCTION nothing()",
    )
    assert [(trigger.name, *trigger.events) for trigger in only_table(postgresql).triggers] == [
        ("everywhere", "delete"),
        ("here", "update"),
    ]


def test_tables_that_inherit_are_named(postgresql: Base) -> None:
    postgresql.run("CREATE TABLE t (id integer)", "CREATE TABLE more (secret text) INHERITS (t)")
    assert only_table(postgresql).heirs == ("more",)


def test_mariadb_history_and_tables_without_transactions(mariadb: Base) -> None:
    mariadb.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY) WITH SYSTEM VERSIONING",
        "CREATE TABLE u (id INTEGER PRIMARY KEY) ENGINE = MyISAM",
    )
    live = look_at(mariadb, "t", "u")
    t, u = live.tables[TableName("t")], live.tables[TableName("u")]
    assert (t.keeps_history, u.keeps_history) == (True, False)
    assert (t.is_transactional, u.is_transactional) == (True, False)


def test_rows_are_estimated_once_counted(base: Base) -> None:
    base.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)", "CREATE INDEX t_x ON t (x)")
    base.run("INSERT INTO t VALUES " + ", ".join(f"({n}, {n})" for n in range(400)))
    base.run({"mariadb": "ANALYZE TABLE t"}.get(base.dialect, "ANALYZE"))
    assert only_table(base).rows == 400


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names(base: Base, name: str) -> None:
    if base.dialect == "mariadb" and "😀" in name:
        name = name.replace("😀", "")  # its identifiers end at U+FFFF
    own, up = quoted(base, name), quoted(base, "up " + name[:50])
    base.run(
        f"CREATE TABLE {own} ({own} INTEGER PRIMARY KEY, {up} INTEGER UNIQUE,"
        f" FOREIGN KEY ({up}) REFERENCES {own} ({own}), CHECK ({own} > 0))",
        f"CREATE TABLE {quoted(base, 'p ' + name[:50])} (id INTEGER PRIMARY KEY, up INTEGER,"
        f" FOREIGN KEY (up) REFERENCES {own} ({own}))",
    )
    live = look_at(base, name)
    table = live.tables[TableName(name)]
    assert set(table.columns) == {name, "up " + name[:50]}
    assert table.key == (name,)
    assert [(r.columns, r.table, r.theirs) for r in table.references] == [
        (("up " + name[:50],), name, (name,))
    ]
    assert set(live.pointing) == {"p " + name[:50]}
    assert name in table.checks[0].columns
    assert table.rights.may_delete


def test_names_that_a_database_would_cut_or_fold_are_not_taken_for_another(base: Base) -> None:
    name = "a" * 63
    base.run(f"CREATE TABLE {name} (id INTEGER)", "CREATE TABLE small (id INTEGER)")
    live = look_at(base, name + "b", "SMALL")
    assert set(live.tables) == set()
    assert live.others == {name, "small"}


def test_a_store_where_nothing_is_declared(base: Base) -> None:
    base.run("CREATE TABLE t (id INTEGER)")
    live = look_at(base)
    assert (dict(live.tables), dict(live.pointing), live.others) == ({}, {}, frozenset())


def test_archives_are_looked_at_and_hosted_tables_are_not(base: Base) -> None:
    base.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "CREATE TABLE old (id INTEGER)",
        "CREATE TABLE hosted (id INTEGER, t INTEGER, FOREIGN KEY (t) REFERENCES t (id))",
    )
    store = base.store(declared("t", archive=MoveTo(TableName("old"))), declared("hosted", hosted_for="Acme"))
    live = look(store)
    assert set(live.tables) == {"t", "old"}
    assert set(live.pointing) == {"hosted"}


def test_nothing_outside_the_declared_tables_is_read(postgresql: Base) -> None:
    """An account without rights on the rest sees the same."""
    postgresql.run(
        "CREATE TABLE t (id integer PRIMARY KEY)", "CREATE TABLE secret (t integer REFERENCES t, x text)"
    )
    with postgresql.account("SELECT ON t") as url:
        live = look_at(postgresql, "t", url=url)
    assert set(live.pointing) == {"secret"}


# --- rights -----------------------------------------------------------------------------------------------


def rights_of(server: Base, *grants: str) -> Rights:
    with server.account(*grants) as url:
        return look_at(server, "t", url=url).tables[TableName("t")].rights


def test_rights_are_those_of_the_account(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)")
    both = frozenset({Column("id"), Column("x")})
    assert rights_of(server, "SELECT") == Rights(reads=both)
    assert rights_of(server, "SELECT", "DELETE ON t") == Rights(reads=both, may_delete=True)
    assert rights_of(server, "SELECT, UPDATE, INSERT, DELETE") == Rights(both, both, True, True)
    narrow = rights_of(server, "SELECT (id), UPDATE (x) ON t")
    assert (sorted(narrow.reads), sorted(narrow.changes)) == (["id"], ["x"])


def test_rights_that_come_with_a_role_count(server: Base) -> None:
    server.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "CREATE ROLE cleaners",
        "GRANT SELECT, DELETE ON t TO cleaners",
    )
    try:
        with server.account("SELECT ON t") as url:
            user = make_url(url).username
            who = user if server.dialect == "postgresql" else f"{user}@'127.0.0.1'"
            server.run(f"GRANT cleaners TO {who}")
            if server.dialect == "mariadb":
                server.run(f"SET DEFAULT ROLE cleaners FOR {who}")
            assert look_at(server, "t", url=url).tables[TableName("t")].rights.may_delete
    finally:
        server.run(
            "DROP OWNED BY cleaners" if server.dialect == "postgresql" else "DO 0", "DROP ROLE cleaners"
        )


def test_a_right_that_is_missing_is_an_answer_and_no_failure(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    with server.account("SELECT") as url:
        store, failures = server.store(declared("t"), url=url), list[object]()
        event.listen(store.engine, "handle_error", failures.append)
        assert not look(store).tables[TableName("t")].rights.may_delete
    assert failures == []


def test_a_transaction_that_only_reads_does_not_make_the_store_read_only(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    store = server.store(declared("t"))
    with unavailable(store.name), store.engine.connect() as connection:
        if server.dialect == "postgresql":
            connection.execution_options(postgresql_readonly=True)
        else:
            connection.exec_driver_sql("START TRANSACTION READ ONLY")
        live = describe(store.declared, connection)
    assert not live.is_read_only
    assert live.tables[TableName("t")].rights.may_delete


def test_row_security_is_noticed(postgresql: Base) -> None:
    postgresql.run("CREATE TABLE t (id integer)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY")
    assert rights_of(postgresql, "SELECT").hides_rows
    assert not only_table(postgresql).rights.hides_rows


def test_a_read_only_database_is_noticed(postgresql: Base) -> None:
    postgresql.run("CREATE TABLE t (id integer)")
    assert not look_at(postgresql, "t").is_read_only
    url = make_url(postgresql.url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    assert look_at(postgresql, "t", url=url.render_as_string(hide_password=False)).is_read_only


def test_a_file_may_be_written(sqlite: Base) -> None:
    sqlite.run("CREATE TABLE t (id INTEGER)")
    live = look_at(sqlite, "t")
    assert not live.is_read_only
    assert live.tables[TableName("t")].rights == Rights(
        frozenset({Column("id")}), frozenset({Column("id")}), True, True
    )


# --- reduced and hashed -----------------------------------------------------------------------------------


def test_the_claims_get_tables_with_who_points_at_them(base: Base) -> None:
    base.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(9), born DATE NOT NULL)",
        "CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER,"
        " FOREIGN KEY (t) REFERENCES t (id) ON DELETE CASCADE)",
    )
    pointing = ForeignKey((Column("t"),), TableName("t"), (Column("id"),), OnDelete.CASCADE)
    assert live_schema(look_at(base, "t")) == {
        "t": LiveTable(
            {
                Column("id"): LiveColumn(ColumnType.INTEGER, False),
                Column("name"): LiveColumn(ColumnType.TEXT),
                Column("born"): LiveColumn(ColumnType.DATE, False),
            },
            (Column("id"),),
        ),
        "u": LiveTable({}, (), (pointing,)),
    }


def test_the_hash_changes_with_the_schema_only(base: Base) -> None:
    base.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)")
    first = schema_hash(look_at(base, "t"))
    base.run("INSERT INTO t VALUES (1, 1)", "CREATE INDEX t_x ON t (x)")
    assert schema_hash(look_at(base, "t")) == first
    hashes = {first}
    for change in (
        "ALTER TABLE t ADD COLUMN y INTEGER",
        "CREATE UNIQUE INDEX t_y ON t (y)",
        "CREATE TABLE u (t INTEGER, FOREIGN KEY (t) REFERENCES t (id))",
    ):
        base.run(change)
        hashes.add(schema_hash(look_at(base, "t")))
    assert len(hashes) == 4


# --- size -------------------------------------------------------------------------------------------------


def test_the_number_of_statements_does_not_depend_on_the_number_of_tables(base: Base) -> None:
    counts = []
    for names in (["t0", "t1"], [f"t{number}" for number in range(2, 40)]):
        base.run(*(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, x INTEGER)" for name in names))
        store = base.store(*(declared(name) for name in names))
        said: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *words, said=said: said.append(words[2]))
        assert len(look(store).tables) == len(names)
        counts.append(len([statement for statement in said if not statement.startswith("EXPLAIN DELETE")]))
    assert counts[0] == counts[1] < 20


@pytest.mark.wide
def test_a_schema_of_5000_tables_is_described_in_seconds(base: Base) -> None:
    many = 5000
    engine = create_engine(base.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY)"))
        for n in range(many):
            connection.execute(
                text(f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id))")
            )
    engine.dispose()
    began = time.monotonic()
    live = look_at(base, "t", *(f"t{n}" for n in range(many // 2)))
    assert time.monotonic() - began < 60
    assert (len(live.tables), len(live.pointing)) == (many // 2 + 1, many - many // 2)
