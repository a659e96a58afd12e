"""An empty database of Troth's own for each test."""

from tests.database.own import database, empty_own, own, postgresql_own, sqlite_own

__all__ = ["database", "empty_own", "own", "postgresql_own", "sqlite_own"]
