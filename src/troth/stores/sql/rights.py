"""What the database account may do with each table that is there, as the database itself answers."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pymysql
from sqlalchemy import Connection, bindparam, text

from troth.manifest.names import Column, TableName
from troth.stores.live import Rights, StoredTable
from troth.stores.sql.catalogue import rows

Tables = Mapping[TableName, StoredTable]

_POSTGRESQL = text("""
    SELECT c.relname::text AS name, has_table_privilege(c.oid, 'DELETE') AS may_delete,
           pg_catalog.row_security_active(c.oid) AS hides_rows,
           ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND has_column_privilege(c.oid, a.attnum, 'SELECT')) AS reads,
           ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND has_column_privilege(c.oid, a.attnum, 'UPDATE')) AS changes,
           (SELECT bool_and(has_column_privilege(c.oid, a.attnum, 'INSERT')) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS may_insert
    FROM pg_catalog.pg_class c
    WHERE c.relname::text = ANY(CAST(:names AS text[])) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND pg_catalog.pg_table_is_visible(c.oid)""")

_MARIADB = text("""
    SELECT table_name AS own, column_name AS name, privileges AS words
    FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name IN :names""").bindparams(
    bindparam("names", expanding=True)
)

_MARIADB_DENIES = (1142, 1143, 1370, 1288)
_READ_ONLY_TRANSACTION = 1792


def rights(connection: Connection, tables: Tables) -> dict[TableName, Rights]:
    """What the account may do with each of these tables."""
    if not tables:
        return {}
    return {"sqlite": _sqlite, "postgresql": _postgresql, "mariadb": _mariadb}[connection.dialect.name](
        connection, tables
    )


def is_read_only(connection: Connection) -> bool:
    """Whether the whole store refuses to be written, whatever the rights on its tables."""
    match connection.dialect.name:
        case "postgresql":
            # not of the transaction, which may be read-only because we asked for that
            mode = "current_setting('default_transaction_read_only') = 'on'"
            asked = text(f"SELECT pg_catalog.pg_is_in_recovery() OR {mode}")
            return bool(connection.scalar(asked))
        case "mariadb":
            return bool(connection.scalar(text("SELECT @@global.read_only")))
        case _:
            return not _is_writable(connection)


def _postgresql(connection: Connection, tables: Tables) -> dict[TableName, Rights]:
    return {
        TableName(row["name"]): Rights(
            reads=frozenset(Column(name) for name in row["reads"]),
            changes=frozenset(Column(name) for name in row["changes"]),
            may_insert=bool(row["may_insert"]),
            may_delete=row["may_delete"],
            hides_rows=row["hides_rows"],
        )
        for row in rows(connection, _POSTGRESQL, names=sorted(tables))
    }


def _mariadb(connection: Connection, tables: Tables) -> dict[TableName, Rights]:
    """Columns tell which rights hold, roles included; the right to delete is tried by an EXPLAIN."""
    found: dict[TableName, dict[Column, set[str]]] = {name: {} for name in tables}
    for row in rows(connection, _MARIADB, names=sorted(tables)):
        if row["own"] in found:
            found[row["own"]][row["name"]] = set(row["words"].split(","))
    return {
        name: Rights(
            reads=frozenset(column for column, words in columns.items() if "select" in words),
            changes=frozenset(column for column, words in columns.items() if "update" in words),
            may_insert=bool(columns) and all("insert" in words for words in columns.values()),
            may_delete=_may_delete(connection, name),
        )
        for name, columns in found.items()
    }


def _may_delete(connection: Connection, name: TableName) -> bool:
    """Asked of the driver itself: a no is an answer here, and no failure of the store."""
    quoted = name.replace("`", "``")
    session: Any = connection.connection.driver_connection  # PyMySQL's, which the pool hands out untyped
    with session.cursor() as cursor:
        try:
            cursor.execute(f"EXPLAIN DELETE FROM `{quoted}` WHERE 1 = 0")
        except pymysql.MySQLError as error:
            if error.args[0] == _READ_ONLY_TRANSACTION:
                return True  # not known before a transaction that writes
            if error.args[0] not in _MARIADB_DENIES:
                raise
            return False
    return True


def _sqlite(connection: Connection, tables: Tables) -> dict[TableName, Rights]:
    may_write = _is_writable(connection)
    return {
        name: Rights(
            reads=frozenset(table.columns),
            changes=frozenset(table.columns) if may_write else frozenset(),
            may_insert=may_write,
            may_delete=may_write,
        )
        for name, table in tables.items()
    }


def _is_writable(connection: Connection) -> bool:
    """Whether the file and its folder (for the journal) may be written."""
    file = connection.scalar(text("SELECT file FROM pragma_database_list WHERE name = 'main'"))
    path = Path(str(file))
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
