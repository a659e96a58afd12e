"""What goes wrong in a database, in words that say what to do.

Drivers raise hundreds of errors, and their messages quote values ("Key (email)=(ana@x.fr) already
exists"). `unavailable` turns each into one of three kinds by its code alone; the driver's own words go no
further.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pymysql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from troth.errors import Forbidden, Surprise, TrothError, Unavailable
from troth.manifest.names import StoreName
from troth.texts.failures import told
from troth.texts.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Treatment:
    """Which kind of failure it is, and its name in `texts/failures.py`: what happened, and what to do."""

    kind: type[TrothError]
    name: str


Named = tuple[str, ...]  # a constraint: how it is called, and by which names; nothing where none is known


class Blocked(Unavailable):
    """Somebody's lock, a deadlock or the time that a statement may take: a smaller piece may pass later."""


_UNREACHABLE = Treatment(Unavailable, "unreachable")
_NO_ACCOUNT = Treatment(Unavailable, "no-account")
_NOT_OPENED = Treatment(Unavailable, "not-opened")
_NO_DATABASE = Treatment(Unavailable, "no-database")
_LOST = Treatment(Unavailable, "lost")
_STARTING = Treatment(Unavailable, "starting")
_FULL_HOUSE = Treatment(Unavailable, "full-house")
_LOCKED = Treatment(Blocked, "locked")
_DEADLOCK = Treatment(Blocked, "deadlock")
_SLOW = Treatment(Blocked, "slow")
_DISK_FULL = Treatment(Unavailable, "disk-full")
_MEMORY = Treatment(Unavailable, "memory")
_READ_ONLY = Treatment(Unavailable, "read-only")
_READ_ONLY_FILE = Treatment(Unavailable, "read-only-file")
_NO_FILE = Treatment(Unavailable, "no-file")
_DAMAGED = Treatment(Unavailable, "damaged")
_IO = Treatment(Unavailable, "disk")
_NO_RIGHT = Treatment(Forbidden, "no-right")
_CHANGED = Treatment(Surprise, "changed")
_CONSTRAINT = Treatment(Surprise, "constraint")
_TRIGGER = Treatment(Surprise, "trigger")
_VALUE = Treatment(Surprise, "value")
UNSET = Treatment(Unavailable, "unset")
FILE_GONE = Treatment(Unavailable, "file-gone")
MYSQL = Treatment(Unavailable, "mysql")
_OTHER = Treatment(Surprise, "other")

# By SQLSTATE, its first two characters, or MariaDB's number, or SQLite's name (its first two words).
_POSTGRESQL: Mapping[str, Treatment] = {
    "08": _LOST,
    "0A": _OTHER,
    "22": _VALUE,
    "23": _CONSTRAINT,
    "25006": _READ_ONLY,
    "28": _NO_ACCOUNT,
    "3D": _NO_DATABASE,
    "40": _DEADLOCK,
    "42501": _NO_RIGHT,
    "42703": _CHANGED,
    "42883": _CHANGED,
    "42P01": _CHANGED,
    "44": _CONSTRAINT,
    "53": _MEMORY,
    "53100": _DISK_FULL,
    "53300": _FULL_HOUSE,
    "55P03": _LOCKED,
    "57": _LOST,
    "57014": _SLOW,
    "57P03": _STARTING,
    "58": _IO,
    "P0001": _TRIGGER,
}
_MARIADB: Mapping[str, Treatment] = {
    "0": _LOST,  # the driver: the connection is already closed
    "3": _IO,
    "126": _DAMAGED,
    "1021": _DISK_FULL,
    "1022": _CONSTRAINT,
    "1036": _READ_ONLY,
    "1037": _MEMORY,
    "1040": _FULL_HOUSE,
    "1041": _MEMORY,
    "1044": _NO_ACCOUNT,
    "1045": _NO_ACCOUNT,
    "1048": _CONSTRAINT,
    "1049": _NO_DATABASE,
    "1053": _STARTING,
    "1054": _CHANGED,
    "1062": _CONSTRAINT,
    "1114": _DISK_FULL,
    "1130": _NO_ACCOUNT,
    "1142": _NO_RIGHT,
    "1143": _NO_RIGHT,
    "1146": _CHANGED,
    "1152": _LOST,
    "1153": _VALUE,
    "1203": _FULL_HOUSE,
    "1205": _LOCKED,
    "1213": _DEADLOCK,
    "1227": _NO_RIGHT,
    "1264": _VALUE,
    "1290": _READ_ONLY,
    "1292": _VALUE,
    "1317": _SLOW,
    "1364": _CONSTRAINT,
    "1365": _VALUE,
    "1366": _VALUE,
    "1370": _NO_RIGHT,
    "1406": _VALUE,
    "1451": _CONSTRAINT,
    "1452": _CONSTRAINT,
    "1644": _TRIGGER,
    "1698": _NO_ACCOUNT,
    "1792": _READ_ONLY,
    "1836": _READ_ONLY,
    "1927": _LOST,
    "1969": _SLOW,
    "2002": _UNREACHABLE,
    "2003": _UNREACHABLE,
    "2005": _UNREACHABLE,
    "2006": _LOST,
    "2013": _LOST,
    "2014": _LOST,
    "3024": _SLOW,
    "4025": _CONSTRAINT,
    "4031": _LOST,
}
_SQLITE: Mapping[str, Treatment] = {
    "SQLITE_AUTH": _NO_RIGHT,
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_CANTOPEN": _NO_FILE,
    "SQLITE_CONSTRAINT": _CONSTRAINT,
    "SQLITE_CONSTRAINT_TRIGGER": _TRIGGER,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_FULL": _DISK_FULL,
    "SQLITE_INTERRUPT": _SLOW,
    "SQLITE_IOERR": _IO,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_MISMATCH": _VALUE,
    "SQLITE_NOMEM": _MEMORY,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_PERM": _NO_FILE,
    "SQLITE_READONLY": _READ_ONLY_FILE,
    "SQLITE_TOOBIG": _VALUE,
}


@contextmanager
def unavailable(store: StoreName) -> Iterator[None]:
    """
    Whatever the store's driver raises inside becomes a failure of ours, without any value of the store.

    Raises:
        Unavailable: it is down, slow, locked, full or read-only, or does not let the account in.
        Forbidden: the account lacks a right.
        Surprise: it refused what the plan said, or its schema is another one.
    """
    try:
        yield
    except PoolTimeout:
        raise _raised(store, _FULL_HOUSE, "") from None
    except DBAPIError as error:
        raise _failure(store, error.orig) from None
    except (psycopg.Error, pymysql.Error, sqlite3.Error) as error:
        raise _failure(store, error) from None
    except (
        UnicodeError,
        OverflowError,
    ):  # half a character, or a number beyond 64 bits: no driver sends them
        raise _raised(store, _VALUE, "") from None


def failed(
    store: StoreName, treatment: Treatment, code: str = "", constraint: Named = (), detail: str = ""
) -> TrothError:
    """The failure of a store, to be raised: its message is English, and it knows its other languages."""
    said: dict[str, str] = {
        language: told(store, treatment.name, code, constraint, language, detail) for language in LANGUAGES
    }
    return treatment.kind(said)


def _failure(store: StoreName, error: BaseException | None) -> TrothError:
    if isinstance(error, psycopg.Error):
        return _raised(store, _of_postgresql(error), error.sqlstate or "", _constraint_of_postgresql(error))
    if isinstance(error, pymysql.Error):
        code = str(error.args[0]) if error.args else ""
        return _raised(store, _MARIADB.get(code, _OTHER), code, _constraint_of_mariadb(error))
    if isinstance(error, sqlite3.Error):
        return _raised(
            store, _of_sqlite(error), getattr(error, "sqlite_errorname", ""), _constraint_of_sqlite(error)
        )
    return _raised(store, _OTHER, type(error).__name__)


def _raised(store: StoreName, treatment: Treatment, code: str, constraint: Named = ()) -> TrothError:
    return failed(store, treatment, code, constraint if treatment is _CONSTRAINT else ())


def _of_postgresql(error: psycopg.Error) -> Treatment:
    if state := error.sqlstate:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], _OTHER)
    if isinstance(error, psycopg.DataError):
        return _VALUE
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return _OTHER
    # libpq gives no code before a session stands, and the server words its refusal in its own language
    words = str(error)
    if re.search(
        r"refused|timeout|timed out|could not translate|no route|unreachable|resolve|No such file", words
    ):
        return _UNREACHABLE
    if "password" in words or "authentication" in words:
        return _NO_ACCOUNT
    return _LOST if re.search(r"closed|lost|terminat|SSL SYSCALL|consuming input", words) else _NOT_OPENED


def _of_sqlite(error: sqlite3.Error) -> Treatment:
    name: str = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_ERROR" and re.match(r"no such (table|column)", str(error)):
        return _CHANGED
    return _SQLITE.get(name) or _SQLITE.get("_".join(name.split("_")[:2]), _OTHER)


def _constraint_of_postgresql(error: psycopg.Error) -> Named:
    name, table = error.diag.constraint_name, error.diag.table_name
    column = error.diag.column_name
    if name:
        return "of-table", name, str(table)
    return ("not-null", f"{table}.{column}") if column else ()


def _constraint_of_mariadb(error: pymysql.Error) -> Named:
    """The constraint's name, read from where no value of a row can stand."""
    message = str(error.args[1]) if len(error.args) > 1 else ""
    if error.args[:1] == (1062,):
        found = re.search(r"for key '([^']*)'$", message)
    elif error.args[:1] in ((1451,), (1452,)):
        found = re.search(r"\(`[^`]*`\.`[^`]*`, CONSTRAINT `([^`]*)`", message)
    elif error.args[:1] == (4025,):
        found = re.match(r"CONSTRAINT `([^`]*)` failed", message)
    else:
        found = None
    return ("named", str(found[1])) if found else ()


def _constraint_of_sqlite(error: sqlite3.Error) -> Named:
    """Table and columns; SQLite's message names nothing else."""
    found = re.fullmatch(r"(?:UNIQUE|NOT NULL) constraint failed: (.*)", str(error))
    return ("on", str(found[1])) if found else ()
