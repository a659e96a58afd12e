"""
What a driver raises, as one of our kinds of failure: what to do, and no value.

Only what an operator can mend is translated; any other error of a driver is a bug of ours and stays
what it is. No text of a driver is passed on, because it may quote a row.
"""

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType

import psycopg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from troth.errors import Surprise, TrothError, Unavailable


class DatabaseUnavailable(Unavailable):
    """Troth's own database cannot be used now."""


class DatabaseDamaged(Surprise):
    """Troth's own database is not what Troth wrote."""


class _Worded:
    """A class and no generator: it stands around every statement, and is most of what some of them cost."""

    __slots__ = ("_url",)

    def __init__(self, url: URL) -> None:
        self._url = url

    def __enter__(self) -> None:
        return

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, NoneFree):
            shown = self._url.render_as_string(hide_password=True)
            raise DatabaseUnavailable(
                f"Troth's database `{shown}` has no connection free; try again"
            ) from None
        if isinstance(error, DBAPIError | sqlite3.Error | psycopg.Error):
            failure = _failure(error.orig if isinstance(error, DBAPIError) else error, self._url)
            if failure is not None:
                raise failure from None


def worded(url: URL) -> AbstractContextManager[None]:
    """Within, what the driver of this database raises comes out as ours."""
    return _Worded(url)


def _failure(error: BaseException | None, url: URL) -> TrothError | None:
    name = f"Troth's database `{url.render_as_string(hide_password=True)}`"
    if isinstance(error, sqlite3.Error):
        return _sqlite_failure(error, name)
    if isinstance(error, psycopg.Error):
        return _postgresql_failure(error, name)
    return None


_SQLITE_UNAVAILABLE = {
    "SQLITE_BUSY": "is locked by another process; try again when that has ended",
    "SQLITE_LOCKED": "is locked by another process; try again when that has ended",
    "SQLITE_FULL": "has no room left on its disk; nothing of this was written: make room and try again",
    "SQLITE_IOERR": "cannot be read or written: look for a full or failing disk; nothing of this was written",
    "SQLITE_READONLY": "may only be read: let Troth's account write the file and the folder it stands in",
    "SQLITE_PERM": "may not be opened: let Troth's account read and write the file",
    "SQLITE_CANTOPEN": "cannot be opened: its folder must exist, and Troth's account must be let in",
    "SQLITE_NOMEM": "has no memory left",
}
_SQLITE_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def _sqlite_failure(error: sqlite3.Error, name: str) -> TrothError | None:
    # The extended codes (`SQLITE_IOERR_WRITE`) begin with the plain ones.
    code = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    if code in _SQLITE_UNAVAILABLE:
        return DatabaseUnavailable(f"{name} {_SQLITE_UNAVAILABLE[code]}")
    if code in _SQLITE_DAMAGED:
        return DatabaseDamaged(f"{name} is damaged, or no database at all: restore it from a copy")
    return None


# By SQLSTATE, or the first letters of one (PostgreSQL, appendix A).
_POSTGRESQL_UNAVAILABLE = {
    "08": "is out of reach: the connection broke",
    "25006": "may only be read: it is a standby, or Troth's account may not write",
    "28": "does not let Troth's account in: look at user and password",
    "3D000": "does not exist: create it first",
    "40001": "was changed by another process at the same time; try again",
    "40P01": "was locked by two processes that waited for each other; try again",
    "42501": "does not let Troth's account do this: make it the owner of its tables",
    "53100": "has no room left on its disk; nothing of this was written: make room and try again",
    "53": "has no connection or memory left; try again",
    "55P03": "is locked by another process; try again when that has ended",
    "57014": "took longer than TROTH_STATEMENT_SECONDS allows",
    "57P": "is out of reach: the server is stopping or starting",
    "58": "cannot be read or written: look for a failing disk",
}
# A refused connection has no SQLSTATE; these words stand in what the client library says of it.
_REFUSALS = {
    "password": "does not let Troth's account in: look at user and password",
    "authentication": "does not let Troth's account in: look at user and password",
    "does not exist": "does not exist, or has no such user",
    "resolve host": "is out of reach: its host has no address",
    "timeout": "is out of reach: its host does not answer",
}


def _postgresql_failure(error: psycopg.Error, name: str) -> TrothError | None:
    state = error.sqlstate or ""
    if state.startswith("XX00"):
        return DatabaseDamaged(f"{name} is damaged: restore it from a copy")
    for start, what in _POSTGRESQL_UNAVAILABLE.items():
        if state.startswith(start):
            return DatabaseUnavailable(f"{name} {what}")
    if not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        said = str(error).lower()
        reasons = (what for word, what in _REFUSALS.items() if word in said)
        return DatabaseUnavailable(f"{name} {next(reasons, 'is out of reach: no server answers there')}")
    return None
