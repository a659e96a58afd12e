"""What somebody wrote beside a column into the catalogue itself: `COMMENT 'home telephone'`."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from troth.manifest.names import Column, TableName
from troth.stores.sql.catalogue import rows

_POSTGRESQL = """
    SELECT c.relname::text AS t, a.attname::text AS c, pg_catalog.col_description(a.attrelid, a.attnum) AS said
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND d.classoid = 'pg_catalog.pg_class'::regclass
      AND pg_catalog.pg_table_is_visible(c.oid)"""
_MARIADB = """
    SELECT table_name AS t, column_name AS c, column_comment AS said
    FROM information_schema.columns WHERE table_schema = DATABASE() AND column_comment <> ''"""


def comments(connection: Connection, dialect: str) -> Mapping[tuple[TableName, Column], str]:
    """The comments of all columns that the account sees; none where the database keeps none (SQLite)."""
    statement = {"postgresql": _POSTGRESQL, "mariadb": _MARIADB}.get(dialect)
    if statement is None:
        return {}
    return {
        (TableName(str(row["t"])), Column(str(row["c"]))): str(row["said"])
        for row in rows(connection, text(statement))
    }
