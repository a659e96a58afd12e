"""
Parts of a table that ranges of its clock make: one that has wholly ended goes at once, not row by row.

A part is locked so that nobody can write to it, and counted by the very condition that a DELETE would have.
Where one row stays, nothing is done. PostgreSQL takes the part off its table in the transaction of that lock;
MariaDB, whose every change of a table commits, holds its lock over the count and the change.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from troth.manifest.names import Column, TableName
from troth.stores.sql.words import MARIADB, POSTGRESQL

_OF_POSTGRESQL = """
    SELECT CAST(CAST(i.inhrelid AS regclass) AS text) AS name,
           -- a number of 32 bits stands there without quotes, as MAXVALUE does
           coalesce(substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([^'']+)''\\)$'),
                    substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\((-?[0-9]+)\\)$')) AS upper_end,
           pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_catalog.pg_partitioned_table p
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
    JOIN pg_catalog.pg_inherits i ON i.inhparent = p.partrelid
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    WHERE p.partrelid = CAST(%(table)s AS regclass) AND p.partstrat = 'r' AND p.partnatts = 1
      AND a.attname = %(column)s AND c.relkind = 'r'
      AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
      AND pg_catalog.pg_has_role((SELECT relowner FROM pg_catalog.pg_class WHERE oid = p.partrelid), 'USAGE')
    ORDER BY 2"""

# The last part is never one: without it, its table would refuse every new row.
_OF_MARIADB = """
    SELECT partition_name AS name, partition_expression AS said
    FROM information_schema.partitions
    WHERE table_schema = DATABASE() AND table_name = %(table)s AND subpartition_name IS NULL
      AND partition_method IN ('RANGE', 'RANGE COLUMNS')
      AND partition_ordinal_position < (SELECT max(partition_ordinal_position) FROM information_schema.partitions
                                        WHERE table_schema = DATABASE() AND table_name = %(table)s)
    ORDER BY partition_ordinal_position"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a table, by its name as a statement says it."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Which rows have ended, as a statement on `source` says it; the tables that it reads besides, with aliases."""

    source: str
    condition: str
    values: Mapping[str, object]
    beside: Collection[tuple[TableName, str]]


def ended_parts(
    connection: Connection, dialect: str, table: TableName, column: Column, end: object
) -> list[Part]:
    """
    The parts that ranges of the column alone make, and in which it nowhere reaches a value.

    Of PostgreSQL only those that our account may drop.
    """
    if dialect == POSTGRESQL:
        values = {"table": _quoted(table), "column": column}
        rows = connection.exec_driver_sql(_OF_POSTGRESQL, values).all()
        return [
            Part(table, row.name)
            for row in rows
            if row.upper_end and _is_before(connection, row.upper_end, end, row.type)
        ]
    if dialect == MARIADB:
        rows = connection.exec_driver_sql(_OF_MARIADB, {"table": table}).all()
        of_column = [row for row in rows if set(re.findall("`([^`]+)`", row.said or "")) == {column}]
        parts = [Part(table, _backquoted(row.name)) for row in of_column]
        return [part for part in parts if _reaches_less(connection, part, column, end)]
    return []


def _is_before(connection: Connection, upper: str, end: object, column_type: str) -> bool:
    """Whether the end of a range, as PostgreSQL writes it, lies at or before a value of the column."""
    typed = _escaped(column_type)
    text = f"SELECT CAST(%(upper)s AS {typed}) <= CAST(%(end)s AS {typed})"
    return bool(connection.exec_driver_sql(text, {"end": end, "upper": upper}).scalar())


def _reaches_less(connection: Connection, part: Part, column: Column, end: object) -> bool:
    name = _escaped(_backquoted(column))
    text = f"SELECT max({name}) < %(end)s FROM {_escaped(_backquoted(part.table))} PARTITION ({_escaped(part.name)})"
    return bool(connection.exec_driver_sql(text, {"end": end}).scalar())


def locked(connection: Connection, dialect: str, part: Part, ending: Ending) -> int | None:
    """
    How many rows a part has, if every one has ended; none else, or if it is empty.

    From here on nobody writes to it, until it is dropped or let go.
    """
    if dialect == POSTGRESQL:
        connection.exec_driver_sql(f"LOCK TABLE {_escaped(part.name)} IN ACCESS EXCLUSIVE MODE")
        source = f"{_escaped(part.name)} AS {ending.source}"
    else:
        beside = (f", {_escaped(_backquoted(table))} AS {alias} READ" for table, alias in ending.beside)
        connection.exec_driver_sql(f"LOCK TABLES {_escaped(_backquoted(part.table))} WRITE{''.join(beside)}")
        source = f"{ending.source} PARTITION ({_escaped(part.name)})"
    text = f"SELECT count(*), count(CASE WHEN {ending.condition} THEN 1 END) FROM {source}"
    rows, ended = connection.exec_driver_sql(text, dict(ending.values)).one()
    return int(rows) if rows and rows == ended else None


def drop(connection: Connection, dialect: str, part: Part) -> None:
    """Drop a part that is locked. In PostgreSQL the transaction is the caller's to commit."""
    name = _escaped(part.name)
    if dialect == POSTGRESQL:
        connection.exec_driver_sql(f"ALTER TABLE {_escaped(_quoted(part.table))} DETACH PARTITION {name}")
        connection.exec_driver_sql(f"DROP TABLE {name}")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {_escaped(_backquoted(part.table))} DROP PARTITION {name}")


def let_go(connection: Connection, dialect: str) -> None:
    """Whatever was locked is free again, and in PostgreSQL as it was."""
    connection.rollback()
    if dialect == MARIADB:
        connection.exec_driver_sql("UNLOCK TABLES")
        connection.rollback()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _backquoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _escaped(name: str) -> str:
    return name.replace("%", "%%")
