"""Facts carried to a store once: a temporary table with an index, that every statement of a session looks into.

It belongs to the session and goes with it. PostgreSQL takes the rows by COPY; the others in batches.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.carried import CarriedRow
from troth.stores.sql.ground import Ground
from troth.stores.sql.predicate import CARRIED, Slots
from troth.stores.sql.said import CARRIED as CARRIED_COLUMNS
from troth.stores.sql.said import carried_row, is_whole
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE

BATCH = 1000
_COLUMNS = (*CARRIED_COLUMNS, "kind", "whole")
_WHOLE = ("state", "at", "soft_at", "frozen_at", "ended_at")
# How each engine has the columns; an index of MariaDB takes no long text whole: what a prefix cannot tell
# apart, the comparison does.
_MADE = {
    SQLITE: (
        f"CREATE TEMP TABLE {CARRIED} (slot INTEGER, who TEXT, kind, whole, {', '.join(_WHOLE)}, "
        "frozen_until, ended_until, frozen_day, ended_day, PRIMARY KEY (slot, who)) WITHOUT ROWID"
    ),
    POSTGRESQL: (
        f'CREATE TEMP TABLE {CARRIED} (slot integer, who text COLLATE "C", kind text COLLATE "C", whole bigint, '
        f"{', '.join(f'{name} bigint' for name in _WHOLE)}, frozen_until timestamp, ended_until timestamp, "
        "frozen_day date, ended_day date, PRIMARY KEY (slot, who))"
    ),
    MARIADB: (
        f"CREATE TEMPORARY TABLE {CARRIED} (slot INTEGER, "
        "who LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin, "
        "kind VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin, whole BIGINT, "
        f"{', '.join(f'{name} BIGINT' for name in _WHOLE)}, frozen_until DATETIME(6), ended_until DATETIME(6), "
        "frozen_day DATE, ended_day DATE, KEY (slot, who(150)), KEY (slot, whole)) ENGINE=InnoDB"
    ),
}
_DROPPED = {
    SQLITE: f"DROP TABLE IF EXISTS temp.{CARRIED}",
    POSTGRESQL: f"DROP TABLE IF EXISTS pg_temp.{CARRIED}",
    MARIADB: f"DROP TEMPORARY TABLE IF EXISTS {CARRIED}",
}


def carry(
    connection: Connection,
    ground: Ground,
    slots: Slots,
    carried: Mapping[ask.Slot, Mapping[str, CarriedRow]],
) -> int:
    """
    Put what is carried in these slots into the session's temporary table, in place of what was there.

    The transaction is the caller's to commit. Returns how many rows were carried.
    """
    connection.exec_driver_sql(_DROPPED[ground.dialect])
    connection.exec_driver_sql(_MADE[ground.dialect])
    count = _filled(connection, ground, _rows(ground, slots, carried))
    if ground.dialect == POSTGRESQL:
        connection.exec_driver_sql(f"CREATE INDEX ON {CARRIED} (slot, whole)")
        connection.exec_driver_sql(f"ANALYZE {CARRIED}")
    return count


def _rows(
    ground: Ground, slots: Slots, carried: Mapping[ask.Slot, Mapping[str, CarriedRow]]
) -> Iterator[tuple[object, ...]]:
    for slot, number in slots.items():
        for who, row in carried.get(slot, {}).items():
            if ground.holds(who):
                told = {"slot": number, "who": who} | carried_row(ground, row) | _as_whole(who)
                yield tuple(told.get(name) for name in _COLUMNS)


def _as_whole(who: str) -> dict[str, object]:
    """A text that is a whole number, or a key that is one, as number and type of key."""
    kind, _, value = who.rpartition(":")
    return {"kind": kind, "whole": int(value)} if is_whole(value) else {}


def _filled(connection: Connection, ground: Ground, rows: Iterator[tuple[object, ...]]) -> int:
    names, count = ", ".join(_COLUMNS), 0
    if ground.dialect == POSTGRESQL:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {CARRIED} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count
    mark = "?" if ground.dialect == SQLITE else "%s"
    text = f"INSERT INTO {CARRIED} ({names}) VALUES ({', '.join([mark] * len(_COLUMNS))})"
    while batch := list(islice(rows, BATCH)):
        _inserted(connection, text, batch)
        count += len(batch)
    return count


def _inserted(connection: Connection, text: str, rows: Sequence[tuple[object, ...]]) -> None:
    connection.exec_driver_sql(text, list(rows))
