"""
Parts of a PostgreSQL table that a range of its clock makes: one that has wholly ended goes at once.

Nothing is deleted row by row there: the part is locked, counted by the very condition that a DELETE would
have, taken off its table and dropped, all in one transaction. Where one row stays, nothing is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from troth.manifest.names import Column, TableName

_PARTS = """
    SELECT CAST(CAST(i.inhrelid AS regclass) AS text) AS name,
           substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([^'']+)''\\)$') AS upper_end
    FROM pg_catalog.pg_partitioned_table p
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
    JOIN pg_catalog.pg_inherits i ON i.inhparent = p.partrelid
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    WHERE p.partrelid = CAST(%(table)s AS regclass) AND p.partstrat = 'r' AND p.partnatts = 1
      AND a.attname = %(column)s AND c.relkind = 'r'
      AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
      AND pg_catalog.pg_has_role((SELECT relowner FROM pg_catalog.pg_class WHERE oid = p.partrelid), 'USAGE')
    ORDER BY 2"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, quoted as the server does it, and the end of its range as the server writes it."""

    name: str
    end: str


def parts_of(connection: Connection, table: TableName, column: Column) -> list[Part]:
    """The parts that ranges of the column make, where it alone makes them and our account may drop them."""
    values = {"table": _quoted(table), "column": column}
    rows = connection.exec_driver_sql(_PARTS, values).all()
    return [Part(row.name, row.upper_end) for row in rows if row.upper_end]


def lies_before(connection: Connection, part: Part, end: object) -> bool:
    """Whether the whole range of a part ends at or before a value of its column."""
    typed = "CAST(%(end)s AS timestamptz)" if getattr(end, "tzinfo", None) else "CAST(%(end)s AS timestamp)"
    upper = typed.replace("%(end)s", "%(upper)s")
    found = connection.exec_driver_sql(f"SELECT {upper} <= {typed}", {"end": end, "upper": part.end}).scalar()
    return bool(found)


def dropped(
    connection: Connection,
    table: TableName,
    part: Part,
    alias: str,
    condition: str,
    values: Mapping[str, object],
) -> int | None:
    """
    Drop a part of which every row satisfies the condition; how many rows it had, none where one does not.

    The transaction is the caller's to commit, or to undo.
    """
    connection.exec_driver_sql(f"LOCK TABLE {_escaped(part.name)} IN ACCESS EXCLUSIVE MODE")
    text = f"SELECT count(*), count(*) FILTER (WHERE {condition}) FROM {_escaped(part.name)} AS {alias}"
    rows, ended = connection.exec_driver_sql(text, dict(values)).one()
    if not rows or rows != ended:
        return None
    name = _escaped(_quoted(table))
    connection.exec_driver_sql(f"ALTER TABLE {name} DETACH PARTITION {_escaped(part.name)}")
    connection.exec_driver_sql(f"DROP TABLE {_escaped(part.name)}")
    return int(rows)


def _quoted(table: TableName) -> str:
    return '"' + table.replace('"', '""') + '"'


def _escaped(name: str) -> str:
    return name.replace("%", "%%")
