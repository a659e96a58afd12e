"""
The way in: make or migrate the database (`troth init`), and open it (every other command).
"""

import os
from pathlib import Path

from sqlalchemy import URL, Connection, insert, select, text

from troth.database.connected import connected
from troth.database.engine import engine_for, parsed_url
from troth.database.failures import DatabaseUnavailable, worded
from troth.database.keyring import Keyring
from troth.database.keys import MasterKey
from troth.database.schema import (
    NewerTables,
    NoTables,
    OlderTables,
    is_known,
    migrate,
    newest_version,
    version_of,
)
from troth.database.sealing import LOOKUP_ROW
from troth.database.tables import keyring
from troth.database.transactions import Database, Waits

_MIGRATION_LOCK = 0x74726F7468  # "troth": two `init` at once migrate one after the other


def prepare_database(address: str, key: MasterKey, waits: Waits | None = None) -> str:
    """
    Make the database where there is none, or bring it to this Troth's version, and return that version.

    Raises:
        KeyProblem: the database belongs to another master key; nothing was changed.
        NewerTables: a newer Troth has migrated it; nothing was changed.
        DatabaseUnavailable: it cannot be reached or written; nothing was changed.
    """
    url = parsed_url(address)
    if url.get_backend_name() == "sqlite":
        _make_file(Path(str(url.database)), url)
    engine = engine_for(url, waits or Waits())
    try:
        with connected(engine, writes=True) as begun, worded(url):
            connection = begun.around
            if url.get_backend_name() == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            found = version_of(connection)
            if found is not None and not is_known(found):
                raise NewerTables(url, found)
            if found is not None:
                _keyring_of(connection, key)
            migrate(connection)
            if found is None:
                row = {"name": LOOKUP_ROW, "wrapped": Keyring.made(key).wrapped_lookup}
                connection.execute(insert(keyring), row)
    finally:
        engine.dispose()
    return newest_version()


def open_database(address: str, key: MasterKey, checkpoint: Path, waits: Waits | None = None) -> Database:
    """
    Open the database that `prepare_database` made.

    Args:
        address: a SQLAlchemy URL, SQLite or PostgreSQL.
        key: the master key.
        checkpoint: the file that remembers how far the audit log had come.
        waits: for locks and statements.

    Raises:
        NoTables, OlderTables, NewerTables: its tables are not the ones this Troth needs.
        KeyProblem: it belongs to another master key.
        DatabaseUnavailable, DatabaseDamaged: it cannot be used.
    """
    url = parsed_url(address)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise NoTables(url)
    engine = engine_for(url, waits or Waits())
    try:
        with connected(engine, writes=False) as begun, worded(url):
            _check_version(begun.around, url)
            keys = _keyring_of(begun.around, key)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, keys, checkpoint)


def _check_version(connection: Connection, url: URL) -> None:
    found = version_of(connection)
    if found is None:
        raise NoTables(url)
    if found == newest_version():
        return
    raise OlderTables(url, found) if is_known(found) else NewerTables(url, found)


def _keyring_of(connection: Connection, key: MasterKey) -> Keyring:
    wrapped = connection.execute(select(keyring.c.wrapped).where(keyring.c.name == LOOKUP_ROW)).scalar_one()
    return Keyring.opened(key, wrapped)


def _make_file(path: Path, url: URL) -> None:
    """An empty file that only its owner may read; SQLite gives its companions the same mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        shown = url.render_as_string()
        raise DatabaseUnavailable(f"Troth's database `{shown}` cannot be made: {error.strerror}") from None
