"""The catalogue of MariaDB (information_schema, which shows only what the account has some right on).

So a table that points at a declared one, and a trigger, stay unseen by an account without rights there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, text

from troth.manifest.names import Column, TableName
from troth.stores.live import (
    Action,
    Check,
    Family,
    Index,
    StoredColumn,
    StoredReference,
    StoredTable,
    Trigger,
)
from troth.stores.sql.catalogue import rows

_NAMES: BindParameter[str] = bindparam("names", expanding=True)

_TABLES = text("""
    SELECT t.table_name AS name, t.table_type AS sort, t.table_rows AS row_count,
           coalesce(e.transactions, 'NO') = 'YES' AS is_transactional
    FROM information_schema.tables t LEFT JOIN information_schema.engines e ON e.engine = t.engine
    WHERE t.table_schema = DATABASE() AND t.table_name IN :names""").bindparams(_NAMES)

_COLUMNS = text("""
    SELECT table_name AS own, column_name AS name, data_type AS type, column_type AS written,
           is_nullable AS is_nullable, column_default AS `default`, character_maximum_length AS length,
           extra AS extra, is_generated AS is_generated, character_set_name AS charset,
           collation_name AS collation
    FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name IN :names
    ORDER BY table_name, ordinal_position""").bindparams(_NAMES)

_INDEXES = text("""
    SELECT table_name AS own, index_name AS name, non_unique = 0 AS is_unique, column_name AS part
    FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name IN :names AND index_type IN ('BTREE', 'HASH')
    ORDER BY table_name, index_name, seq_in_index""").bindparams(_NAMES)

_REFERENCES = """
    SELECT k.table_name AS own, k.table_schema AS own_schema, k.constraint_name AS name,
           k.column_name AS mine, k.referenced_column_name AS theirs,
           k.referenced_table_name AS table_name, k.referenced_table_schema AS table_schema,
           r.delete_rule AS on_delete, r.update_rule AS on_update, DATABASE() AS here
    FROM information_schema.key_column_usage k
    JOIN information_schema.referential_constraints r
      ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
     AND r.table_name = k.table_name
    WHERE k.referenced_table_name IS NOT NULL AND {which}
    ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position"""
_OUTWARD = text(
    _REFERENCES.format(which="k.table_schema = DATABASE() AND k.table_name IN :names")
).bindparams(_NAMES)
_INWARD = text(
    _REFERENCES.format(which="k.referenced_table_schema = DATABASE() AND k.referenced_table_name IN :names")
).bindparams(_NAMES)

_CHECKS = text("""
    SELECT table_name AS own, constraint_name AS name, check_clause AS clause
    FROM information_schema.check_constraints
    WHERE constraint_schema = DATABASE() AND table_name IN :names
    ORDER BY table_name, constraint_name""").bindparams(_NAMES)

_TRIGGERS = text("""
    SELECT event_object_table AS own, trigger_name AS name, lower(event_manipulation) AS event
    FROM information_schema.triggers
    WHERE event_object_schema = DATABASE() AND event_object_table IN :names
    ORDER BY event_object_table, trigger_name""").bindparams(_NAMES)

_OTHERS = text("""
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type <> 'SEQUENCE'""")

_FAMILIES = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year"), Family.INTEGER),
    **dict.fromkeys(("decimal", "float", "double"), Family.DECIMAL),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext"), Family.TEXT),
    "enum": Family.ENUM,
    "date": Family.DATE,
    "time": Family.TIME,
    "datetime": Family.TIMESTAMP,
    "timestamp": Family.TIMESTAMP_ZONED,
    "uuid": Family.UUID,
    **dict.fromkeys(
        ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit"), Family.BINARY
    ),
}
_ACTIONS = {
    "RESTRICT": Action.REFUSE,
    "NO ACTION": Action.REFUSE,
    "CASCADE": Action.CASCADE,
    "SET NULL": Action.SET_NULL,
    "SET DEFAULT": Action.SET_DEFAULT,
}
_QUOTED = re.compile(r"`((?:[^`]|``)*)`")


def tables(connection: Connection, names: frozenset[TableName]) -> dict[TableName, StoredTable]:
    """Those of the named tables that exist, without our rights on them."""
    if not names:
        return {}
    wanted = sorted(names)
    found = {row["name"]: row for row in rows(connection, _TABLES, names=wanted) if row["name"] in names}
    columns = _by_table(rows(connection, _COLUMNS, names=wanted))
    indexes = _by_table(rows(connection, _INDEXES, names=wanted))
    references = _by_table(rows(connection, _OUTWARD, names=wanted))
    checks = _by_table(rows(connection, _CHECKS, names=wanted))
    triggers = _by_table(rows(connection, _TRIGGERS, names=wanted))
    return {
        TableName(name): StoredTable(
            name=TableName(name),
            columns={Column(row["name"]): _column(row) for row in columns[name]},
            key=tuple(Column(row["part"]) for row in indexes[name] if row["name"] == "PRIMARY"),
            references=_references(references[name]),
            indexes=tuple(_indexes(indexes[name])),
            checks=tuple(_check(row) for row in checks[name]),
            triggers=tuple(Trigger(row["name"], frozenset((row["event"],))) for row in triggers[name]),
            rows=table["row_count"],
            is_view=table["sort"] == "VIEW",
            is_transactional=table["sort"] == "VIEW" or bool(table["is_transactional"]),
            keeps_history=table["sort"] == "SYSTEM VERSIONED",
        )
        for name, table in found.items()
    }


def pointing(
    connection: Connection, tables: Mapping[TableName, StoredTable]
) -> dict[TableName, tuple[StoredReference, ...]]:
    """The foreign keys of other tables that point at one of these; with the database where it is another."""
    if not tables:
        return {}
    grouped: defaultdict[TableName, list[RowMapping]] = defaultdict(list)
    for row in rows(connection, _INWARD, names=sorted(tables)):
        name = _full_name(row["own_schema"], row["own"], row["here"])
        if name not in tables and row["table_name"] in tables:
            grouped[name].append(row)
    return {name: _references(found) for name, found in grouped.items()}


def mark(connection: Connection, names: frozenset[TableName]) -> str | None:
    """None: only reading all of it tells whether anything changed."""
    return None


def others(connection: Connection) -> frozenset[TableName]:
    """The names of all tables and views of the database."""
    return frozenset(TableName(row["name"]) for row in rows(connection, _OTHERS))


def _by_table(found: Iterable[RowMapping]) -> defaultdict[str, list[RowMapping]]:
    grouped: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["own"]].append(row)
    return grouped


def _column(row: RowMapping) -> StoredColumn:
    extra = row["extra"].lower()
    family = _FAMILIES.get(row["type"], Family.OTHER)
    if row["written"] == "tinyint(1)":
        family = Family.BOOLEAN
    return StoredColumn(
        name=Column(row["name"]),
        family=family,
        written=row["written"],
        is_nullable=row["is_nullable"] == "YES",
        default=row["default"],
        length=row["length"] if family is Family.TEXT else None,
        is_generated=row["is_generated"] == "ALWAYS",
        is_numbered="auto_increment" in extra,
        moves_on_update="on update" in extra,
        collation=row["collation"] or "",
        is_binary=row["collation"] is None or row["collation"].endswith(("_bin", "binary")),
        charset=row["charset"] or "",
        among=_labels(row["written"]) if family is Family.ENUM else (),
    )


def _labels(written: str) -> tuple[str, ...]:
    """The values of `enum('a','it''s')`."""
    return tuple(label.replace("''", "'") for label in re.findall(r"'((?:[^']|'')*)'", written))


def _indexes(found: list[RowMapping]) -> Iterable[Index]:
    parts: defaultdict[str, list[Column]] = defaultdict(list)
    for row in found:
        parts[row["name"]].append(Column(row["part"]))
    unique = {row["name"] for row in found if row["is_unique"]}
    return (Index(name, tuple(columns), name in unique) for name, columns in parts.items())


def _references(found: Iterable[RowMapping]) -> tuple[StoredReference, ...]:
    grouped: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["name"]].append(row)
    return tuple(
        StoredReference(
            name=name,
            columns=tuple(Column(row["mine"]) for row in pairs),
            table=_full_name(pairs[0]["table_schema"], pairs[0]["table_name"], pairs[0]["here"]),
            theirs=tuple(Column(row["theirs"]) for row in pairs),
            on_delete=_ACTIONS[pairs[0]["on_delete"]],
            on_update=_ACTIONS[pairs[0]["on_update"]],
        )
        for name, pairs in grouped.items()
    )


def _full_name(schema: str, name: str, here: str) -> TableName:
    return TableName(name if schema == here else f"{schema}.{name}")


def _check(row: RowMapping) -> Check:
    named = _QUOTED.findall(row["clause"])
    return Check(row["name"], row["clause"], frozenset(Column(n.replace("``", "`")) for n in named))
