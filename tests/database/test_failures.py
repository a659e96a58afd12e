"""What goes wrong outside ends in a clear message of ours, with nothing half-written and no value shown."""

import os
import resource
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.database.own import NOON, SITE, Own, in_another_process
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.database import Database, Transaction, Waits, create_key_file
from troth.database.failures import DatabaseDamaged, DatabaseUnavailable
from troth.errors import Surprise, Unavailable
from troth.subjects import NewFact, add_facts, all_facts, last_sequence

IMPATIENT = Waits(lock_seconds=0.2, statement_seconds=1)


def add(tx: Transaction, count: int) -> None:
    facts = [
        NewFact(Effect.GIVEN, NOON, NOON, Key.of("email", f"person{n}@example.com"), ground="x" * 500)
        for n in range(count)
    ]
    add_facts(tx, SITE, facts)


def test_a_writer_that_waits_too_long_says_that_another_holds_the_lock(own: Own) -> None:
    holder, waiting = own.opened(), own.opened(waits=IMPATIENT)
    with closing(holder), closing(waiting), holder.transaction() as held:
        add(held, 1)
        with (
            pytest.raises(DatabaseUnavailable, match="is locked by another process"),
            waiting.transaction() as tx,
        ):
            add(tx, 1)


def test_writers_wait_for_their_turn(database: Database) -> None:
    release = threading.Event()
    turns: list[str] = []

    def hold() -> None:
        with database.transaction() as tx:
            add(tx, 1)
            turns.append("first")
            release.set()

    holder = threading.Thread(target=hold)
    holder.start()
    assert release.wait(10)
    with database.transaction() as tx:
        add(tx, 1)
        turns.append("second")
        assert last_sequence(tx, SITE) == 2
    holder.join()
    assert turns == ["first", "second"]


def test_a_full_disk_is_said_and_nothing_is_half_written(sqlite_own: Own) -> None:
    with sqlite_own.prepared().transaction() as tx:
        add(tx, 1)
    assert in_another_process(fill_the_disk, sqlite_own) == 0
    with sqlite_own.transaction() as tx:
        assert last_sequence(tx, SITE) == 1
        add(tx, 1)


def test_a_disk_that_is_full_from_the_start_leaves_nothing_half_made(sqlite_own: Own) -> None:
    assert in_another_process(prepare_on_a_full_disk, sqlite_own) == 0
    assert not (sqlite_own.folder / "second.key").exists()
    with sqlite_own.prepared().transaction() as tx:
        add(tx, 1)


def prepare_on_a_full_disk(own: Own) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    with pytest.raises(DatabaseUnavailable, match=r"disk.*nothing of this was written"):
        own.prepared()
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 20_000))
    with pytest.raises(Unavailable, match=r"the key file .* cannot be written: File too large"):
        create_key_file(own.folder / "second.key")


def test_a_file_that_may_only_be_read_is_said(sqlite_own: Own) -> None:
    sqlite_own.prepared()
    sqlite_own.folder.chmod(0o755)
    (sqlite_own.folder / "troth.db").chmod(0o444)
    assert in_another_process(write_without_leave, sqlite_own) == 0


def test_a_folder_that_is_not_there_is_said(sqlite_own: Own) -> None:
    elsewhere = replace(sqlite_own, address=f"sqlite:///{sqlite_own.folder}/none/troth.db")
    with pytest.raises(DatabaseUnavailable, match="cannot be made: No such file or directory"):
        elsewhere.prepared()


def test_a_file_that_is_no_database_is_said(sqlite_own: Own) -> None:
    (sqlite_own.folder / "troth.db").write_bytes(b"Dear Ana, " * 1000)
    for act in (sqlite_own.prepared, sqlite_own.opened):
        with pytest.raises(DatabaseDamaged, match="is damaged, or no database at all"):
            act()


def test_a_damaged_file_is_said(sqlite_own: Own) -> None:
    with sqlite_own.prepared().transaction() as tx:
        add(tx, 200)
    path = sqlite_own.folder / "troth.db"
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:half] + b"\x5a" * (len(whole) - half))
    with closing(sqlite_own.opened()) as database, pytest.raises(DatabaseDamaged), database.reading() as tx:
        all_facts(tx, SITE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"port": 1}, "is out of reach: no server answers there"),
        ({"host": "nowhere.invalid"}, "is out of reach: its host has no address"),
        ({"database": "nobodys"}, "does not exist, or has no such user"),
        ({"password": "hunter2"}, "does not let Troth's account in"),
    ],
)
def test_a_server_that_refuses_is_said_and_no_password_shown(
    postgresql_own: Own, change: dict[str, object], said: str
) -> None:
    url = make_url(postgresql_own.address).set(**change)  # type: ignore[arg-type]  # parts of several types
    wrong = replace(postgresql_own, address=url.render_as_string(hide_password=False))
    with pytest.raises(DatabaseUnavailable, match=said) as caught:
        wrong.opened()
    assert str(url.password) not in str(caught.value)


def test_a_connection_that_breaks_is_said_and_the_next_one_works(postgresql_own: Own) -> None:
    with closing(postgresql_own.prepared().opened()) as database:
        with pytest.raises(DatabaseUnavailable, match="is out of reach"), database.transaction() as tx:
            add_under_a_broken_connection(tx, postgresql_own)
        with database.transaction() as tx:
            add(tx, 1)
            assert last_sequence(tx, SITE) == 1


def add_under_a_broken_connection(tx: Transaction, own: Own) -> None:
    add(tx, 1)
    own.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'troth' AND datname = current_database()"
    )
    add(tx, 1)


def test_a_server_that_may_only_be_read_is_said(postgresql_own: Own) -> None:
    standby = {"options": "-c default_transaction_read_only=on"}
    url = make_url(postgresql_own.prepared().address).update_query_dict(standby)
    own = replace(postgresql_own, address=url.render_as_string(hide_password=False))
    with pytest.raises(DatabaseUnavailable, match="may only be read"), own.transaction() as tx:
        add(tx, 1)


def test_what_another_hand_put_in_a_sealed_place_is_a_surprise(own: Own) -> None:
    with own.transaction() as tx:
        add(tx, 2)
    with own.raw().begin() as connection:
        connection.exec_driver_sql(
            "UPDATE facts SET sealed = (SELECT sealed FROM facts WHERE sequence = 2) WHERE sequence = 1"
        )
    with own.reading() as tx, pytest.raises(Surprise, match="facts/acme/1 was changed by another hand"):
        all_facts(tx, SITE)


def fill_the_disk(own: Own) -> None:
    """Files of this process may not grow much beyond what the database has: its disk is full."""
    size = (own.folder / "troth.db").stat().st_size
    database = own.opened()
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, size + 200_000))
    with (
        pytest.raises(DatabaseUnavailable, match=r"disk.*nothing of this was written"),
        database.transaction() as tx,
    ):
        add(tx, 2_000)
    with database.reading() as tx:
        assert last_sequence(tx, SITE) == 1
    database.close()


def write_without_leave(own: Own) -> None:
    if os.geteuid() == 0:
        for folder in own.folder.parents:
            if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir()):
                folder.chmod(0o755)
        os.setuid(65534)
    with pytest.raises(DatabaseUnavailable, match=r"let Troth's account|let in"), own.transaction() as tx:
        add(tx, 1)


def test_no_failure_is_worded_after_a_value() -> None:
    source = Path(__file__).parents[2].joinpath("src/troth/database/failures.py").read_text("utf-8")
    assert "{error}" not in source
