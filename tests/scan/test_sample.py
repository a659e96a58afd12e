"""Looking reads no more than it may: few rows, the tables named, with SELECT alone, and waits for nobody."""

import pytest

from tests.scan.drafts import drafted, guess
from tests.stores.base import Base
from troth.cli.scan import Wanted
from troth.errors import ManifestError, Unavailable
from troth.stores.sql.sample import Bounds

NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT {} FROM n",
    "postgresql": "SELECT {1} FROM generate_series(1, {0}) n(i)",
    "mariadb": "SELECT {1} FROM (SELECT seq AS i FROM seq_1_to_{0}) n",
}
MAIL = {"mariadb": "CONCAT('ana', i, '@example.com')"}


def filled(base: Base, table: str, rows: int) -> None:
    mail = MAIL.get(base.dialect, "'ana' || i || '@example.com'")
    base.run(
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, champ1 VARCHAR(200), x INTEGER)",
        f"INSERT INTO {table} {NUMBERS[base.dialect].format(rows, f'i, {mail}, i')}",
    )


def test_a_large_table_is_sampled_in_few_places(base: Base) -> None:
    filled(base, "journal", 60_000)
    found = drafted(base.url, bounds=Bounds(rows=200))
    table = found.tables[next(iter(found.tables))]
    assert 20 <= table.seen.sampled <= 200
    assert guess(found, "journal.champ1").item == "email"


def test_a_small_table_is_read_whole_or_in_part(base: Base) -> None:
    filled(base, "t_7", 90)
    assert next(iter(drafted(base.url).tables.values())).seen.sampled == 90
    assert next(iter(drafted(base.url, bounds=Bounds(rows=30)).tables.values())).seen.sampled == 30
    by_name = next(iter(drafted(base.url, bounds=Bounds(rows=0)).tables.values()))
    assert (by_name.seen.sampled, by_name.seen.unread) == (0, "names only")


def test_only_tables_that_were_named_are_looked_at(base: Base) -> None:
    for table in ("crm_one", "crm_two", "secret"):
        filled(base, table, 5)
    assert set(drafted(base.url, Wanted(False, (), ("crm_*",), ("*_two",))).tables) == {"crm_one"}
    with pytest.raises(ManifestError, match="no table is there"):
        drafted(base.url, Wanted(False, (), ("nothing",), ()))


def test_schemas_are_looked_into_when_named(postgresql: Base) -> None:
    postgresql.run(
        "DROP SCHEMA IF EXISTS crm CASCADE",
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.people (id INT PRIMARY KEY, email TEXT)",
    )
    assert set(drafted(postgresql.url, Wanted(False, ("crm",), (), ())).tables) == {"people"}
    assert set(drafted(f"{postgresql.url}?options=-csearch_path%3Dcrm").tables) == {
        "people"
    }  # as the command says
    postgresql.run("DROP SCHEMA crm CASCADE")


def test_an_account_that_may_only_read_is_enough(server: Base) -> None:
    filled(server, "customers", 50)
    filled(server, "hidden", 50)
    with server.account("SELECT ON customers") as url:
        found = drafted(url)
        assert guess(found, "customers.champ1").item == "email"
        if server.dialect == "postgresql":  # MariaDB does not even name it
            hidden = next(t for t in found.tables.values() if t.seen.name == "hidden")
            assert (hidden.seen.sampled, hidden.seen.unread) == (0, "the account may not read it")


def test_a_comment_in_the_catalogue_says_what_a_name_does_not(server: Base) -> None:
    said = {"z1": "Téléphone personnel (abonné)", "z2": "type de contact", "z3": "nom du produit"}
    if server.dialect == "mariadb":
        columns = ", ".join(f"{name} VARCHAR(40) COMMENT '{text}'" for name, text in said.items())
        server.run(f"CREATE TABLE abonne (id INTEGER PRIMARY KEY, {columns})")
    else:
        columns = ", ".join(f"{name} VARCHAR(40)" for name in said)
        server.run(f"CREATE TABLE abonne (id INTEGER PRIMARY KEY, {columns})")
        server.run(*(f"COMMENT ON COLUMN abonne.{name} IS '{text}'" for name, text in said.items()))
    found = drafted(server.url)
    assert guess(found, "abonne.z1").item == "phone"
    assert guess(found, "abonne.z1").reason == "its comment speaks of a phone"
    assert {guess(found, f"abonne.{name}").item for name in ("z2", "z3")} == {"details"}  # no rule knows them


def test_a_table_that_somebody_locked_is_told(postgresql: Base) -> None:
    filled(postgresql, "customers", 50)
    with postgresql.owner.connect().execution_options(isolation_level="READ COMMITTED") as other:
        other.exec_driver_sql("LOCK TABLE customers IN EXCLUSIVE MODE")
        assert guess(drafted(postgresql.url), "customers.champ1").item == "email"
        other.exec_driver_sql("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Unavailable, match="waiting for a lock"):
            drafted(postgresql.url)
        other.rollback()


def test_views_computed_columns_partitions_and_odd_names(postgresql: Base) -> None:
    postgresql.run(
        'CREATE TABLE "Käufer; drop" (id INT PRIMARY KEY, "e-Mail" TEXT NOT NULL, "Nom %s" TEXT,'
        " full_name TEXT GENERATED ALWAYS AS (\"Nom %s\" || 'x') STORED)",
        'CREATE VIEW seen AS SELECT "e-Mail" AS email FROM "Käufer; drop"',
        "CREATE TABLE visits (at DATE NOT NULL, id INT, ip INET, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
        "CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        "INSERT INTO visits SELECT '2024-03-01', i, '82.64.1.7'::inet + i FROM generate_series(1, 50) i",
    )
    found = drafted(postgresql.url)
    assert {table.seen.name: table.is_declared for table in found.tables.values()} == {
        "Käufer; drop": True,
        "seen": False,
        "visits": True,
    }
    assert guess(found, "visits.ip").item == "connection"
    assert guess(found, "Käufer; drop.e-Mail").item == "email"


def test_five_hundred_columns(base: Base) -> None:
    columns = ", ".join(f"c{number} INTEGER" for number in range(497))
    base.run(f"CREATE TABLE wide (id INTEGER PRIMARY KEY, email VARCHAR(99), prenom VARCHAR(20), {columns})")
    base.run("INSERT INTO wide (id, email, c3) VALUES (1, 'ana@example.com', 7)")
    found = drafted(base.url)
    assert {g.name for t in found.tables.values() for g in t.guesses.values() if g.is_personal} == {
        "email",
        "prenom",
    }
