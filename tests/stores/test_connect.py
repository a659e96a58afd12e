"""Opening a store, and what its sessions are like. Every failure names the store and says what to do."""

import os
import signal
import socket
import sqlite3
import threading
import time
import traceback
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, make_url, text

from dev import servers
from tests.stores.base import Base
from troth.errors import Forbidden, ManifestError, Surprise, TrothError, Unavailable
from troth.manifest.names import StoreName
from troth.manifest.stores import Store
from troth.stores.sql.connect import Patience, SqlStore, open_store, variables
from troth.stores.sql.failures import unavailable

SHOP = StoreName("shop")


def shop(url: str) -> Store:
    return Store(SHOP, url, {})


def raised(store: SqlStore, *statements: str) -> TrothError:
    """What the last of these statements ends in."""
    try:
        with unavailable(SHOP), store.engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    except TrothError as error:
        found = error
    else:
        raise AssertionError("nothing was raised")
    assert str(found).startswith("store `shop` ")
    return found


# --- the URL ----------------------------------------------------------------------------------------------


def test_a_variable_is_read_from_the_environment_given(base: Base) -> None:
    store = open_store(shop("${SHOP_URL}"), {"SHOP_URL": base.url})
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert (store.name, store.dialect) == (SHOP, base.dialect)
    store.dispose()


def test_a_password_is_quoted_when_it_stands_alone() -> None:
    url = "postgresql://${USER}:${PASSWORD}@${HOST}/app?options=-csearch_path%3D${SCHEMA}"
    words = {"USER": "ana", "PASSWORD": "p@ss/wo:rd%", "HOST": "db.example:5433", "SCHEMA": "crm"}
    found = open_store(shop(url), words).engine.url
    assert (found.password, found.host, found.port) == ("p@ss/wo:rd%", "db.example", 5433)
    assert found.query == {"options": "-csearch_path=crm"}
    assert variables(url) == ["USER", "PASSWORD", "HOST", "SCHEMA"]


@pytest.mark.parametrize("environ", [{}, {"SHOP_URL": ""}])
def test_a_variable_that_is_not_set_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(Unavailable, match=r"store `shop` .*needs `SHOP_URL`, not set"):
        open_store(shop("${SHOP_URL}"), environ)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.db",
        "oracle://u:hunter2@h/d",
        "postgresql+psycopg2://u:hunter2@h/d",
        "postgresql://u:hunter2@h:port/d",
        "postgresql://u:hunter2@h",
        "mariadb://u:hunter2@h/",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///shop.db?mode=ro",
    ],
)
def test_what_is_no_url_of_a_supported_database_is_a_problem_that_shows_no_secret(url: str) -> None:
    with pytest.raises(ManifestError) as caught:
        open_store(shop(url), {})
    (problem,) = caught.value.problems
    assert problem.name == "store-url"
    assert "hunter2" not in str(caught.value)


# --- SQLite -----------------------------------------------------------------------------------------------


def test_a_file_is_sought_in_the_folder_of_the_site(tmp_path: Path) -> None:
    name = "a #1? 100%25 é.db"
    with closing(sqlite3.connect(tmp_path / name)) as file:
        file.execute("CREATE TABLE here (id)")
    store = open_store(shop(f"sqlite:///{quote(name)}"), {}, tmp_path)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM here")).all() == []
    store.dispose()


def test_a_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"store `shop` .*there is no file .*gone\.db"):
        open_store(shop("sqlite:///gone.db"), {}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_goes_after_opening_is_not_made_again(sqlite: Base) -> None:
    store = sqlite.store()
    Path(str(make_url(sqlite.url).database)).unlink()
    assert isinstance(raised(store, "SELECT 1"), Unavailable)
    assert not Path(str(make_url(sqlite.url).database)).exists()


def test_sqlite_enforces_foreign_keys_and_overwrites_what_is_deleted(sqlite: Base) -> None:
    with sqlite.store().engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA secure_delete")) == 1


def test_sqlite_reads_in_a_transaction(sqlite: Base) -> None:
    """What was read stays true to the end, and a rollback takes everything back."""
    sqlite.run("CREATE TABLE t (id)")
    with sqlite.store().engine.connect() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
        connection.rollback()
        assert connection.scalar(text("SELECT count(*) FROM t")) == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database at all, but long enough to be looked at" * 20)
    error = raised(open_store(shop("sqlite:///x.db"), {}, tmp_path), "SELECT * FROM t")
    assert isinstance(error, Unavailable)
    assert "damaged" in str(error)


def test_bytes_that_are_no_utf8_are_read(sqlite: Base) -> None:
    sqlite.run("CREATE TABLE t (x TEXT)", "INSERT INTO t VALUES (CAST(x'4AE9' AS TEXT))")
    with sqlite.store().engine.connect() as connection:
        assert connection.scalar(text("SELECT x FROM t")) == "J\\xe9"


def test_a_writer_that_waits_too_long_for_the_file_says_so(sqlite: Base) -> None:
    sqlite.run("CREATE TABLE t (id)")
    other = sqlite3.connect(str(make_url(sqlite.url).database), isolation_level=None)
    with closing(other):
        other.execute("BEGIN EXCLUSIVE")
        error = raised(sqlite.store(patience=Patience(lock_seconds=0)), "INSERT INTO t VALUES (1)")
    assert isinstance(error, Unavailable)
    assert "lock" in str(error)


def test_what_could_not_be_committed_is_undone(sqlite: Base) -> None:
    """Without a write-ahead log somebody who reads keeps a commit waiting, and SQLite leaves it to be tried again."""
    sqlite.run("CREATE TABLE t (n INTEGER)")
    store = sqlite.store(patience=Patience(lock_seconds=0))
    with sqlite.owner.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        assert reader.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
        with store.engine.connect() as writer:
            writer.exec_driver_sql("INSERT INTO t VALUES (1)")
            with pytest.raises(Unavailable, match="lock"), unavailable(SHOP):
                writer.commit()
    sqlite.run("INSERT INTO t VALUES (2)")
    with store.engine.connect() as again:
        assert again.exec_driver_sql("SELECT n FROM t").all() == [(2,)]


def test_a_full_disk_is_unavailable(sqlite: Base) -> None:
    sqlite.run("CREATE TABLE t (x)")
    error = raised(sqlite.store(), "PRAGMA max_page_count = 3", "INSERT INTO t VALUES (zeroblob(100000))")
    assert isinstance(error, Unavailable)
    assert "room" in str(error)


def test_a_file_that_may_not_be_written(sqlite: Base) -> None:
    sqlite.run("CREATE TABLE t (id)")
    error = raised(sqlite.store(), "PRAGMA query_only = ON", "INSERT INTO t VALUES (1)")
    assert isinstance(error, Unavailable)
    assert "may not be written" in str(error)


# --- what a session reads ---------------------------------------------------------------------------------


def test_postgresql_dates_that_python_has_not_are_read_as_text(postgresql: Base) -> None:
    postgresql.run(
        "CREATE TABLE t (d date, s timestamp, z timestamptz, t time, i interval, j jsonb)",
        "INSERT INTO t VALUES ('infinity', '-infinity', '0044-03-15 BC', '24:00', '178000000 years',"
        " ('[' || repeat('9', 5000) || ']')::jsonb)",
        "INSERT INTO t VALUES ('20000-01-01', '294276-12-31', 'infinity', '23:59', '1 day', '{}')",
        "INSERT INTO t VALUES ('0001-01-01', '9999-12-31 23:59', '2026-01-01 01:00+01', '0:00', '1s', '1')",
    )
    with postgresql.store().engine.connect() as connection:
        first, second, third = connection.execute(text("SELECT * FROM t")).all()
    assert first[:5] == ("infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "24:00:00", "178000000 years")
    assert len(first.j) == 5002
    assert second[:3] == ("20000-01-01", "294276-12-31 00:00:00", "infinity")
    assert third[:3] == (date.min, datetime(9999, 12, 31, 23, 59), datetime(2026, 1, 1, tzinfo=UTC))  # noqa: DTZ001


def test_mariadb_dates_that_python_has_not_are_read_as_text(mariadb: Base) -> None:
    mariadb.run(
        "CREATE TABLE t (d DATE, s DATETIME, t TIMESTAMP NULL, u TIME)",
        "SET SESSION sql_mode = ''",
        "INSERT INTO t VALUES ('2026-01-01', '2026-01-01', '2026-01-01', '25:00')",
    )
    with mariadb.owner.connect() as connection:
        connection.exec_driver_sql("SET SESSION sql_mode = ''")
        connection.exec_driver_sql(
            "INSERT INTO t VALUES ('0000-00-00', '2026-02-00', '0000-00-00', '-25:00')"
        )
    with mariadb.store().engine.connect() as connection:
        rows = connection.execute(text("SELECT d, s, t FROM t ORDER BY d")).all()
    assert rows[0] == ("0000-00-00", "2026-02-00 00:00:00", "0000-00-00 00:00:00")
    assert rows[1].d == date(2026, 1, 1)


def test_mariadb_latin1_tables_are_read_and_written_as_text(mariadb: Base) -> None:
    mariadb.run("CREATE TABLE t (x VARCHAR(20)) CHARACTER SET latin1", "INSERT INTO t VALUES ('Josée')")
    store = mariadb.store(url=mariadb.url.replace("utf8mb4", "latin1"))
    with store.engine.begin() as connection:
        assert connection.scalar(text("SELECT x FROM t")) == "Josée"
        assert connection.scalar(text("SELECT hex(x) FROM t")) == "4A6F73E965"
    error = raised(store, "UPDATE t SET x = '☃'")
    assert isinstance(error, Surprise)
    assert "☃" not in str(error)


def test_sessions_speak_utc_and_refuse_to_shorten(server: Base) -> None:
    server.run("CREATE TABLE t (x VARCHAR(3))")
    store = server.store()
    with store.engine.connect() as connection:
        show = {"postgresql": "SHOW TimeZone", "mariadb": "SELECT @@session.time_zone"}[server.dialect]
        assert connection.scalar(text(show)) in ("UTC", "+00:00")
    error = raised(store, "INSERT INTO t VALUES ('ana@example.org')")
    assert isinstance(error, Surprise)
    assert "ana" not in str(error)


# --- failures ---------------------------------------------------------------------------------------------


def test_an_unreachable_server_is_unavailable(server: Base) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = make_url(server.url).set(port=port).render_as_string(hide_password=False)
    error = raised(server.store(url=url), "SELECT 1")
    assert isinstance(error, Unavailable)
    assert "cannot be reached" in str(error)


def test_a_server_that_does_not_answer_is_unavailable(server: Base) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        url = make_url(server.url).set(port=silent.getsockname()[1]).render_as_string(hide_password=False)
        began = time.monotonic()
        error = raised(server.store(url=url, patience=Patience(connect_seconds=2)), "SELECT 1")
    assert isinstance(error, Unavailable)
    assert time.monotonic() - began < 8


def test_a_host_that_does_not_exist_is_unavailable(server: Base) -> None:
    url = make_url(server.url).set(host="no-such-host.invalid").render_as_string(hide_password=False)
    assert isinstance(raised(server.store(url=url), "SELECT 1"), Unavailable)


def test_a_wrong_password_is_unavailable_and_not_shown(server: Base) -> None:
    error = raised(server.store(url=server.as_account("nobody_knows", "hunter2")), "SELECT 1")
    assert isinstance(error, Unavailable)
    assert "does not let the account in" in str(error)
    assert "hunter2" not in str(error)
    assert "nobody_knows" not in str(error)


def test_a_database_that_does_not_exist_is_unavailable(server: Base) -> None:
    url = make_url(server.url).set(database="no_such").render_as_string(hide_password=False)
    assert isinstance(raised(server.store(url=url), "SELECT 1"), Unavailable)


def test_a_lock_held_by_others_is_unavailable(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)", "INSERT INTO t VALUES (1, 1)")
    holder = create_engine(server.url)
    with holder.connect() as other:
        other.execute(text("UPDATE t SET x = 2 WHERE id = 1"))
        error = raised(server.store(patience=Patience(lock_seconds=1)), "UPDATE t SET x = 3 WHERE id = 1")
    holder.dispose()
    assert isinstance(error, Unavailable)
    assert "lock" in str(error)


def test_a_statement_that_never_ends_is_ended(server: Base) -> None:
    slow = {"postgresql": "SELECT pg_sleep(20)", "mariadb": "SELECT sleep(20) FROM (SELECT 1) AS one"}
    began = time.monotonic()
    error = raised(server.store(patience=Patience(statement_seconds=1)), slow[server.dialect])
    assert isinstance(error, Unavailable)
    assert time.monotonic() - began < 10


def test_a_deadlock_is_unavailable_for_one_of_the_two(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)", "INSERT INTO t VALUES (1, 1), (2, 1)")
    store, errors = server.store(), list[TrothError]()
    both = threading.Barrier(2)

    def cross(first: int, second: int) -> None:
        try:
            with unavailable(SHOP), store.engine.begin() as connection:
                connection.execute(text(f"UPDATE t SET x = 2 WHERE id = {first}"))
                both.wait()
                connection.execute(text(f"UPDATE t SET x = 2 WHERE id = {second}"))
        except TrothError as error:
            errors.append(error)

    threads = [threading.Thread(target=cross, args=ids) for ids in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 1
    assert isinstance(errors[0], Unavailable)
    assert "deadlock" in str(errors[0])


def test_a_missing_right_is_forbidden(server: Base) -> None:
    server.run("CREATE TABLE t (id INTEGER)")
    with server.account("SELECT") as url:
        error = raised(server.store(url=url), "DELETE FROM t")
    assert isinstance(error, Forbidden)


def test_a_read_only_session_is_unavailable(postgresql: Base) -> None:
    postgresql.run("CREATE TABLE t (id INTEGER)")
    error = raised(postgresql.store(), "SET TRANSACTION READ ONLY", "DELETE FROM t")
    assert isinstance(error, Unavailable)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("INSERT INTO t VALUES (1, 'ana@example.org')", "t"),
        ("INSERT INTO t VALUES (2, NULL)", "x"),
        ("INSERT INTO t VALUES (2, 'for key ''ana@example.org''')", "positive"),
        ("INSERT INTO u VALUES (7)", "u_to_t"),
    ],
)
def test_a_constraint_is_named_and_no_value(base: Base, statement: str, named: str) -> None:
    base.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x VARCHAR(50) NOT NULL,"
        " CONSTRAINT positive CHECK (x NOT LIKE 'for%'))",
        "CREATE TABLE u (t INTEGER, CONSTRAINT u_to_t FOREIGN KEY (t) REFERENCES t (id))",
        "INSERT INTO t VALUES (1, 'ana@example.org')",
    )
    error = raised(base.store(), statement)
    assert isinstance(error, Surprise)
    assert "ana" not in str(error)
    if base.dialect == "postgresql":
        assert named in str(error)


def test_no_value_stands_anywhere_in_a_failure(base: Base) -> None:
    """Not in its text, nor in what Python prints of the errors behind it."""
    base.run("CREATE TABLE t (x VARCHAR(50) UNIQUE)", "INSERT INTO t VALUES ('ana@example.org')")
    store = base.store()
    error = raised(store, "INSERT INTO t VALUES ('ana@example.org')")
    assert isinstance(error, Surprise)
    assert "ana@" not in "".join(traceback.format_exception(error))


def test_half_a_character_is_a_surprise(base: Base) -> None:
    base.run("CREATE TABLE t (x VARCHAR(50))")
    store = base.store()
    with pytest.raises(Surprise, match="store `shop` "), unavailable(SHOP), store.engine.connect() as session:
        session.execute(text("INSERT INTO t VALUES (:x)"), {"x": "half \ud800 a character"})


def test_a_number_beyond_what_sqlite_holds_is_a_surprise(sqlite: Base) -> None:
    store = sqlite.store()
    with pytest.raises(Surprise, match="store `shop` "), unavailable(SHOP), store.engine.connect() as session:
        session.execute(text("SELECT :x"), {"x": 2**70})


def test_a_nul_byte_that_postgresql_refuses_is_a_surprise(postgresql: Base) -> None:
    store = postgresql.store()
    with pytest.raises(Surprise, match="store `shop` "), unavailable(SHOP), store.engine.connect() as session:
        session.execute(text("SELECT CAST(:x AS text)"), {"x": "a\0b"})


def test_a_table_that_is_gone_is_a_surprise(base: Base) -> None:
    error = raised(base.store(), "SELECT * FROM gone")
    assert isinstance(error, Surprise)
    assert "was there" in str(error)


def test_a_statement_that_is_wrong_is_a_surprise_with_its_code(base: Base) -> None:
    assert isinstance(raised(base.store(), "SELECT FROM WHERE 'ana@example.org'"), Surprise)


@pytest.fixture
def mortal(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, int]:
    """The URL and process of a server that nobody else uses."""
    try:
        url = servers.STARTS[request.param]()
    except servers.ServerMissing as missing:
        pytest.skip(f"cannot be had here: {missing}")
    port = make_url(url).port
    folder = max(
        (folder for folder in servers.folders() if is_ours(folder)),
        key=lambda folder: folder.stat().st_ctime,
    )
    assert port
    return url, int((folder / "server").read_text())


def is_ours(folder: Path) -> bool:
    owner = folder / "owner"
    return owner.is_file() and owner.read_text() == str(os.getpid()) and (folder / "server").is_file()


@pytest.mark.parametrize("mortal", list(servers.STARTS), indirect=True)
def test_a_server_killed_in_the_middle_of_a_statement(mortal: tuple[str, int]) -> None:
    url, process = mortal
    store = open_store(shop(url), {})
    sleep = "SELECT pg_sleep(30)" if store.dialect == "postgresql" else "SELECT sleep(30)"
    timer = threading.Timer(1.0, os.kill, (process, signal.SIGKILL))
    timer.start()
    assert "in the middle" in str(raised(store, "SELECT 1", sleep))
    assert isinstance(raised(store, "SELECT 1"), Unavailable)
    store.dispose()
