"""`troth scan` from outside: the files it writes, what it tells, and what it never shows."""

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from tests.database.own import in_another_process
from tests.scan.building import schema
from tests.scan.conftest import Scan
from tests.stores.base import Base
from troth.cli.main import main
from troth.stores.sql import sample

Database = Callable[[str, int], str]


def run(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("name", ["boutique", "saas", "clinique", "hosting"])
def test_the_draft_has_no_error_for_check(name: str, database: Database, troth: Scan, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    ended = troth(
        "scan", database(name, 40), "--all", "--out", site / "stores.yaml", "--policy", site / "policy.yaml"
    )
    assert ended.exit_code == 0, ended.output
    assert f"then: troth check {site} --stores" in ended.stdout
    checked = troth("check", site, "--stores", "--format", "json")
    told = json.loads(checked.stdout)
    assert [p for p in told["problems"] if p["severity"] == "error"] == []
    broken = set(re.findall(r"\[(PL\d+)\]", troth("check", site, "--stores").stdout))
    assert broken <= {"PL19"}  # of cards, papers and places the law wants a period, which nobody can guess


def test_every_column_stands_in_the_json_with_its_reason(database: Database, troth: Scan) -> None:
    told = json.loads(troth("scan", database("boutique", 40), "--all", "--format", "json").stdout)
    columns = {f"{t['name']}.{c['name']}": c for t in told["tables"] for c in t["columns"]}
    assert set(columns) == {f"{t.name}.{c.name}" for t in schema("boutique") for c in t.columns}
    assert all(c["reason"] and 0 < c["confidence"] <= 1 for c in columns.values())
    assert columns["ps_client.champ2"]["item"] == "bank_account"
    assert "sampled values are IBANs whose check digits hold" in columns["ps_client.champ2"]["reason"]
    assert (columns["ps_commande.x_ref"]["personal"], columns["ps_commande.x_ref"]["lookalike"]) == (
        False,
        "card",
    )
    assert columns["ps_avis.commentaire"]["free_text"] is True


def test_special_categories_are_always_to_review(database: Database, troth: Scan) -> None:
    told = json.loads(troth("scan", database("clinique", 0), "--all", "--format", "json").stdout)
    columns = {f"{t['name']}.{c['name']}": c for t in told["tables"] for c in t["columns"]}
    assert columns["salarie.syndicat"]["special"] == "GDPR Art. 9: trade union membership"
    assert all(c["review"] for c in columns.values() if c["special"])


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_no_value_of_the_store_is_ever_shown(form: str, database: Database, troth: Scan) -> None:
    url = database("saas", 60)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        values = {
            str(value)
            for table in ("users", "leads", "payment_methods", "support_tickets", "audit_events")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
            for value in row
            if isinstance(value, str) and len(value) > 5
        }
    ended = troth("scan", url, "--all", "--format", form)
    assert len(values) > 500
    assert [value for value in values if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", ended.output)] == []


def test_a_password_is_never_written(postgresql: Base, troth: Scan, tmp_path: Path) -> None:
    postgresql.run("CREATE TABLE customers (id INT PRIMARY KEY, email TEXT)")
    password = re.search(r"://[^:]+:([^@]+)@", postgresql.url)
    assert password is not None
    out = tmp_path / "stores.yaml"
    ended = troth("scan", postgresql.url, "--all", "--store", "shop", "--out", out)
    assert "put the URL into SHOP_DATABASE of the environment" in ended.stdout
    assert "url: ${SHOP_DATABASE}" in out.read_text()
    assert password[1] not in ended.output + out.read_text()
    named = troth("scan", postgresql.url, "--all", HERE_IT_IS=postgresql.url)
    assert "url: ${HERE_IT_IS}" in named.stdout
    given = troth("scan", "${CRM}", "--all", CRM=postgresql.url)
    assert "url: ${CRM}" in given.stdout
    assert password[1] not in named.output + given.output


def test_a_second_look_tells_what_differs_and_writes_nothing(
    database: Database, troth: Scan, tmp_path: Path
) -> None:
    url, out = database("boutique", 20), tmp_path / "stores.yaml"
    troth("scan", url, "--all", "--out", out)
    out.write_text(out.read_text().replace("ps_newsletter:", "ps_newsletter: # ours, by hand\n", 1))
    before = out.read_bytes()
    assert "is as declared" in troth("scan", url, "--all", "--out", out).stdout
    run(
        url,
        "ALTER TABLE ps_client ADD COLUMN mel2 TEXT",
        "ALTER TABLE ps_client DROP COLUMN tel_fixe",
        "DROP TABLE ps_paiement_cb",
        "CREATE TABLE parrainage (id INTEGER PRIMARY KEY, id_client INTEGER, mel_filleul TEXT)",
        "CREATE TABLE couleur (id INTEGER PRIMARY KEY, nom TEXT)",
        "UPDATE ps_adresse SET alias = 'ana' || id_adresse || '@example.com'",
    )
    ended = troth("scan", url, "--all", "--out", out)
    assert ended.exit_code == 0
    assert "      parrainage:  # a row is somebody's" in ended.stdout
    assert (
        "# new column of `ps_client`: mel2 – 0.90 named like an e-mail address\n#   fields: {mel2: email}"
        in ended.stdout
    )
    assert "# gone: column `tel_fixe` of `ps_client`" in ended.stdout
    assert "# gone: table `ps_paiement_cb`" in ended.stdout
    assert "`alias` is declared impersonal, and looks like email" in ended.stdout
    assert "couleur" not in ended.stdout
    assert out.read_bytes() == before
    failing = troth("scan", url, "--all", "--out", out, "--fail-on", "difference", "--format", "json")
    assert failing.exit_code == 2
    differs = json.loads(failing.stdout)["difference"]
    assert differs["new_tables"] == ["parrainage"]
    assert {"table": "ps_client", "column": "mel2", "personal": True, "item": "email"} in differs[
        "new_columns"
    ]


def test_a_policy_that_is_there_is_left_as_it_is(database: Database, troth: Scan, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("ours")
    ended = troth("scan", database("boutique", 0), "--all", "--policy", policy)
    assert (ended.exit_code, policy.read_text()) == (0, "ours")
    assert "was left as it is" in ended.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["sqlite:///x.db"], 2, "say what may be looked at"),
        (["sqlite:////nowhere/x.db", "--all"], 4, "cannot be reached"),
        (["postgresql://u:hunter2@127.0.0.1:1/x", "--all"], 4, "cannot be reached"),
        (["oracle://u:hunter2@host/x", "--all"], 2, "store-url"),
        (["${NOT_SET}", "--all"], 4, "`NOT_SET`, not set in the environment"),
    ],
)
def test_what_goes_wrong_is_told_without_the_secret(
    words: list[str], code: int, says: str, troth: Scan
) -> None:
    ended = troth("scan", *words)
    assert (ended.exit_code, says in ended.output) == (code, True), ended.output
    assert "hunter2" not in ended.output


def test_a_column_that_may_be_neither_null_nor_the_same_is_a_link(tmp_path: Path, troth: Scan) -> None:
    (tmp_path / "a.db").touch()
    url = f"sqlite:///{tmp_path}/a.db"
    run(
        url,
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL,"
        " born_on DATE NOT NULL, photo BLOB NOT NULL)",
        "CREATE TABLE log (ip TEXT, user_agent TEXT)",
    )
    told = troth("scan", url, "--all").stdout
    assert "{role: user, key: email, column: email}" in told
    assert 'first_name: {item: name, at_end: {constant: ""}}' in told
    assert "- photo  # review" in told
    assert "#   log: no primary key: add one" in told


def test_what_the_database_deletes_with_people_is_declared(
    postgresql: Base, troth: Scan, tmp_path: Path
) -> None:
    run(
        postgresql.url,
        "CREATE TABLE users (id INT PRIMARY KEY, email TEXT)",
        "CREATE TABLE companies (id INT PRIMARY KEY, name TEXT, owner_id INT REFERENCES users)",
        "CREATE TABLE plans (id INT PRIMARY KEY, company_id INT REFERENCES companies ON DELETE CASCADE, name TEXT)",
        "CREATE TABLE colours (id INT PRIMARY KEY, name TEXT)",
    )
    out, policy = tmp_path / "stores.yaml", tmp_path / "policy.yaml"
    troth("scan", "${SHOP}", "--all", "--out", out, "--policy", policy, SHOP=postgresql.url)
    assert "declared because the database deletes or changes its rows with `companies`" in out.read_text()
    assert "colours: neither its name" in out.read_text()
    told = json.loads(troth("check", tmp_path, "--stores", "--format", "json", SHOP=postgresql.url).stdout)
    assert [p["name"] for p in told["problems"] if p["severity"] == "error"] == []


def test_a_schema_is_written_into_the_address(postgresql: Base, troth: Scan, tmp_path: Path) -> None:
    """So that `check` looks where the scan has looked, with the same variable in the environment."""
    run(
        postgresql.url,
        'CREATE SCHEMA "crm 2"',
        'CREATE TABLE "crm 2".leads (id INT PRIMARY KEY, email TEXT)',
        "CREATE TABLE leads (id INT PRIMARY KEY, colour TEXT)",
    )
    out, policy = tmp_path / "stores.yaml", tmp_path / "policy.yaml"
    where = ("--schema", "crm 2", "--store", "crm", "--out", out, "--policy", policy)
    troth("scan", "${CRM}", *where, CRM=postgresql.url)
    assert 'url: "${CRM}?options=-csearch_path%3D%22crm%202%22"' in out.read_text()
    told = json.loads(troth("check", tmp_path, "--stores", "--format", "json", CRM=postgresql.url).stdout)
    assert [p["name"] for p in told["problems"] if p["severity"] == "error"] == []
    assert (
        "is as declared"
        in troth("scan", "${CRM}", "--schema", "crm 2", "--out", out, CRM=postgresql.url).stdout
    )


NOT_NULL = {
    "sqlite": "born DATE NOT NULL, seen TIMESTAMP NOT NULL, salary INTEGER NOT NULL, is_smoker BOOLEAN NOT NULL,"
    " photo BLOB NOT NULL",
    "postgresql": "born DATE NOT NULL, seen TIMESTAMPTZ NOT NULL, salary NUMERIC(8,2) NOT NULL,"
    " is_smoker BOOLEAN NOT NULL, photo BYTEA NOT NULL, last_ip INET NOT NULL, device_id UUID NOT NULL,"
    " address JSONB NOT NULL",
    "mariadb": "born DATE NOT NULL, birth_date TIMESTAMP NOT NULL, salary DECIMAL(8,2) NOT NULL,"
    " is_smoker BOOLEAN NOT NULL, photo LONGBLOB NOT NULL, device_id UUID NOT NULL, address JSON NOT NULL,"
    " sexe ENUM('f', 'm') NOT NULL, last_ip INET6 NOT NULL",
}


def test_columns_that_may_not_be_null_end_as_the_schema_allows(
    base: Base, troth: Scan, tmp_path: Path
) -> None:
    """Whatever type they have: the draft passes `check --stores`."""
    base.run(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(99) NOT NULL, nom VARCHAR(50) NOT NULL, "
        f"tel CHAR(20) NOT NULL, zip VARCHAR(3) NOT NULL, {NOT_NULL[base.dialect]})",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, adresse VARCHAR(99) NOT NULL)",
    )
    out, policy = tmp_path / "stores.yaml", tmp_path / "policy.yaml"
    troth("scan", "${SHOP}", "--all", "--out", out, "--policy", policy, SHOP=base.url)
    told = json.loads(troth("check", tmp_path, "--stores", "--format", "json", SHOP=base.url).stdout)
    assert [p["text"] for p in told["problems"] if p["severity"] == "error"] == []
    assert 'nom: {item: name, at_end: {constant: ""}}' in out.read_text()


# --- stopped in the middle ------------------------------------------------------------------------------------


def _scan_until(url: str, out: Path, signal_number: int, place: str) -> None:
    """In a process of its own, which gets the signal at that place."""
    with pytest.MonkeyPatch.context() as patch:
        owner, name = {"reading": (sample, "unrefuted"), "writing": (Path, "hardlink_to")}[place]

        def hit(*given: object) -> object:
            os.kill(os.getpid(), signal_number)
            return []

        patch.setattr(owner, name, hit)
        main(["scan", url, "--all", "--out", str(out)])


@pytest.mark.parametrize("place", ["reading", "writing"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_scan_that_is_stopped_leaves_no_draft(
    place: str, number: int, code: int, database: Database, tmp_path: Path
) -> None:
    out = tmp_path / "stores.yaml"
    assert in_another_process(_scan_until, database("boutique", 0), out, number, place) == code
    assert not out.exists()
