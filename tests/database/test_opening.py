"""The tables of Troth's own database: made, migrated, and refused where they are not the ones needed."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import troth.audit.records
import troth.consent.records
import troth.database.rounds
import troth.publication.records
import troth.retention.accepted
import troth.retention.records
import troth.retention.sweep.records
import troth.subjects.records
import troth.verify.records
import troth.web.preferences.records
import troth.web.tokens.records
from tests.database.own import Own, ended, started
from troth.database import open_database, prepare_database
from troth.database.schema import VERSION_TABLE, NewerTables, NoTables, newest_version
from troth.database.tables import METADATA, NAMES
from troth.errors import ManifestError

ROOMS = (  # they declare the tables
    troth.audit.records,
    troth.consent.records,
    troth.database.rounds,
    troth.publication.records,
    troth.retention.accepted,
    troth.retention.records,
    troth.retention.sweep.records,
    troth.subjects.records,
    troth.verify.records,
    troth.web.preferences.records,
    troth.web.tokens.records,
)


def test_the_migrations_make_the_tables_that_the_rooms_declare(own: Own) -> None:
    with own.raw().connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True},
        )
        assert compare_metadata(context, METADATA) == []


def test_every_table_of_troth_is_known_by_its_name(own: Own) -> None:
    assert set(inspect(own.raw()).get_table_names()) == {VERSION_TABLE, *NAMES}
    assert METADATA.tables.keys() <= NAMES


def test_the_keys_of_tables_are_the_ones_declared(own: Own) -> None:
    found = inspect(own.raw())
    for table in METADATA.sorted_tables:
        assert found.get_pk_constraint(table.name)["constrained_columns"] == list(
            table.primary_key.columns.keys()
        )
        actions = {
            key["constrained_columns"][0]: key["options"] for key in found.get_foreign_keys(table.name)
        }
        for key in table.foreign_key_constraints:
            assert actions[key.column_keys[0]].get("ondelete") == key.ondelete


def test_preparing_twice_is_preparing_once(own: Own) -> None:
    assert prepare_database(own.address, own.key) == newest_version()
    own.opened().close()


def test_two_processes_that_prepare_at_once_both_find_it_done(empty_own: Own) -> None:
    given = (prepare_database, empty_own.address, empty_own.key)
    assert [ended(process) for process in [started(*given), started(*given)]] == [0, 0]
    empty_own.opened().close()


def test_what_is_not_there_is_said_and_not_made(empty_own: Own) -> None:
    with pytest.raises(NoTables, match="is not there yet: run `troth init`"):
        empty_own.opened()
    assert not (empty_own.folder / "troth.db").exists()


def test_a_database_of_a_newer_troth_is_refused_with_both_versions(own: Own) -> None:
    own.sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(NewerTables, match=f"is at version 9999, .* knows none after {newest_version()}"):
        own.opened()
    with pytest.raises(NewerTables):
        prepare_database(own.address, own.key)
    with own.raw().connect() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"


def test_the_version_is_not_taken_from_another_application_that_uses_alembic(empty_own: Own) -> None:
    empty_own.sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32))", "INSERT INTO alembic_version VALUES ('f00')"
    )
    empty_own.prepared().opened().close()


def test_the_file_is_its_owners_alone(sqlite_own: Own) -> None:
    with sqlite_own.prepared().reading():
        modes = {file.name: file.stat().st_mode & 0o777 for file in sqlite_own.folder.glob("troth.db*")}
    assert modes == {"troth.db": 0o600, "troth.db-wal": 0o600, "troth.db-shm": 0o600}


def test_a_path_may_hold_any_character(sqlite_own: Own) -> None:
    folder = sqlite_own.folder / "a?b=c %20#é 'x'"
    folder.mkdir()
    replace(sqlite_own, address=f"sqlite:///{folder}/troth.db").prepared().opened().close()
    assert [file.name for file in folder.iterdir()] == ["troth.db"]


@pytest.mark.parametrize(
    "address", ["mysql://ana:secret@host/name", "sqlite://", "sqlite:///:memory:", "ana:secret", "secret://"]
)
def test_an_address_that_cannot_be_used_is_a_problem_that_shows_no_password(
    address: str, sqlite_own: Own
) -> None:
    with pytest.raises(ManifestError) as caught:
        open_database(address, sqlite_own.key, Path("unused"))
    assert caught.value.problems[0].name == "setting-malformed"
    assert str(caught.value).startswith("TROTH_DATABASE: ")
    assert "secret" not in str(caught.value)
