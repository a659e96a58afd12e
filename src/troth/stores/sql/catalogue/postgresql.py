"""The catalogue of PostgreSQL (pg_catalog, which shows everything to everybody).

A table is the one that its bare name means to the account: the first on its search path.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, RowMapping, text

from troth.manifest.names import Column, TableName
from troth.stores.live import (
    Action,
    Check,
    Expression,
    Family,
    Index,
    StoredColumn,
    StoredReference,
    StoredTable,
    Trigger,
)
from troth.stores.sql.catalogue import rows

_TABLES = text("""
    SELECT c.oid::bigint AS id, c.relname::text AS name, c.relkind::text AS kind,
           CASE WHEN c.relkind = 'p'
                THEN (SELECT sum(nullif(p.reltuples, -1))::bigint
                      FROM pg_catalog.pg_partition_tree(c.oid) t
                      JOIN pg_catalog.pg_class p ON p.oid = t.relid WHERE t.isleaf)
                ELSE nullif(c.reltuples, -1)::bigint END AS row_count,
           ARRAY(SELECT h.relname::text FROM pg_catalog.pg_inherits i
                 JOIN pg_catalog.pg_class h ON h.oid = i.inhrelid
                 WHERE i.inhparent = c.oid AND NOT h.relispartition ORDER BY 1) AS heirs
    FROM pg_catalog.pg_class c
    WHERE c.relname::text = ANY(CAST(:names AS text[])) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND pg_catalog.pg_table_is_visible(c.oid)""")

_COLUMNS = text("""
    SELECT a.attrelid::bigint AS id, a.attname::text AS name,
           pg_catalog.format_type(a.atttypid, a.atttypmod) AS written,
           coalesce(b.typname, t.typname)::text AS type,
           coalesce(b.typtype, t.typtype)::text AS sort,
           coalesce(b.typcategory, t.typcategory)::text AS category,
           CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier,
           a.attnotnull OR t.typnotnull AS is_required,
           pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default,
           a.attidentity::text AS identity, a.attgenerated::text AS generated,
           coalesce(o.collname::text, '') AS collation, coalesce(o.collisdeterministic, true) AS is_binary,
           ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                 WHERE e.enumtypid = coalesce(b.oid, t.oid) ORDER BY e.enumsortorder) AS among,
           ARRAY(SELECT k.conname::text || ' ' || pg_catalog.pg_get_constraintdef(k.oid)
                 FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid ORDER BY 1) AS checks
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
    WHERE a.attrelid = ANY(CAST(:ids AS oid[])) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum""")

_CONSTRAINTS = text("""
    SELECT k.conrelid::bigint AS id, k.conname::text AS name, k.contype::text AS sort,
           ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY n(number, place)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number
                 ORDER BY n.place) AS columns,
           ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY n(number, place)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number
                 ORDER BY n.place) AS theirs,
           own.relname::text AS own_name, own_schema.nspname::text AS own_schema,
           pg_catalog.pg_table_is_visible(own.oid) AS is_own_visible,
           their.relname::text AS their_name, their_schema.nspname::text AS their_schema,
           pg_catalog.pg_table_is_visible(their.oid) AS is_their_visible,
           k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
           CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_constraintdef(k.oid) END AS condition
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class own ON own.oid = k.conrelid
    JOIN pg_catalog.pg_namespace own_schema ON own_schema.oid = own.relnamespace
    LEFT JOIN pg_catalog.pg_class their ON their.oid = k.confrelid AND k.contype = 'f'
    LEFT JOIN pg_catalog.pg_namespace their_schema ON their_schema.oid = their.relnamespace
    WHERE k.contype IN ('p', 'f', 'c')
      AND (k.conrelid = ANY(CAST(:ids AS oid[])) AND (k.conparentid = 0 OR own.relispartition)
           OR k.confrelid = ANY(CAST(:ids AS oid[])) AND k.conparentid = 0)
    ORDER BY k.conrelid, k.conname""")

_INDEXES = text("""
    SELECT i.indrelid::bigint AS id, c.relname::text AS name, i.indisunique AS is_unique,
           coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') AS where_sql, m.amname::text AS method,
           coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS is_null_a_value,
           ARRAY(SELECT (SELECT a.attname::text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[n - 1]
                           AND i.indkey[n - 1] <> 0)
                 FROM generate_series(1, i.indnkeyatts::integer) n ORDER BY n) AS columns,
           ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, n, false)
                 FROM generate_series(1, i.indnkeyatts::integer) n ORDER BY n) AS parts
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    WHERE i.indrelid = ANY(CAST(:ids AS oid[])) AND i.indislive AND i.indisready
    ORDER BY i.indrelid, c.relname""")

# A statement on a table fires the triggers of the partitions and heirs whose rows it changes, too.
_TRIGGERS = text("""
    WITH RECURSIVE parts AS (
        SELECT own.oid AS id, own.oid FROM unnest(CAST(:ids AS oid[])) own(oid)
        UNION SELECT parts.id, i.inhrelid FROM parts JOIN pg_catalog.pg_inherits i ON i.inhparent = parts.oid)
    SELECT parts.id::bigint AS id, t.tgname::text AS name, t.tgtype::integer AS bits,
           ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = t.tgrelid AND a.attnum = ANY(t.tgattr) ORDER BY 1) AS columns
    FROM parts JOIN pg_catalog.pg_trigger t ON t.tgrelid = parts.oid
    WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
    UNION
    SELECT r.ev_class::bigint, r.rulename::text,
           CASE r.ev_type WHEN '2' THEN 16 WHEN '3' THEN 4 ELSE 8 END, ARRAY[]::text[]
    FROM pg_catalog.pg_rewrite r
    WHERE r.ev_class = ANY(CAST(:ids AS oid[])) AND r.ev_type IN ('2', '3', '4') AND r.ev_enabled <> 'D'
    ORDER BY 1, 2""")

_OTHERS = text("""
    SELECT c.relname::text AS name FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND pg_catalog.pg_table_is_visible(c.oid)
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')""")

# Every version of a row of the catalogue has a place and a transaction of its own, so that where these are as
# they were, all is (ANALYZE and VACUUM, which write in place, move neither). Sums need them in no order.
_MARK = """
    WITH RECURSIVE own AS (
        SELECT c.oid, c.ctid, c.xmin FROM pg_catalog.pg_class c
        WHERE c.relname = ANY(CAST(%(names)s AS name[])) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND pg_catalog.pg_table_is_visible(c.oid)),
    parts AS (
        SELECT oid FROM own
        UNION SELECT i.inhrelid FROM parts JOIN pg_catalog.pg_inherits i ON i.inhparent = parts.oid),
    typed AS (
        SELECT t.oid, t.typbasetype, t.ctid, t.xmin FROM pg_catalog.pg_type t
        WHERE t.oid = ANY(ARRAY(
            SELECT DISTINCT a.atttypid FROM own JOIN pg_catalog.pg_attribute a ON a.attrelid = own.oid))),
    said AS (
        SELECT 'c' AS what, ctid::text AS place, xmin::text AS written FROM own
        UNION ALL SELECT 'a', a.ctid::text, a.xmin::text FROM own JOIN pg_catalog.pg_attribute a ON a.attrelid = own.oid
        UNION ALL SELECT 'd', d.ctid::text, d.xmin::text FROM own JOIN pg_catalog.pg_attrdef d ON d.adrelid = own.oid
        UNION ALL SELECT 't', ctid::text, xmin::text FROM typed
        UNION ALL SELECT 't', t.ctid::text, t.xmin::text FROM pg_catalog.pg_type t
                  WHERE t.oid = ANY(ARRAY(SELECT typed.typbasetype FROM typed WHERE typed.typbasetype <> 0))
        UNION ALL SELECT 'e', e.ctid::text, e.xmin::text FROM typed
                  JOIN pg_catalog.pg_enum e ON e.enumtypid IN (typed.oid, typed.typbasetype)
        UNION ALL SELECT 'k', k.ctid::text, k.xmin::text FROM own
                  JOIN pg_catalog.pg_constraint k ON k.conrelid = own.oid
        UNION ALL SELECT 'p', k.ctid::text, k.xmin::text FROM pg_catalog.pg_constraint k
                  WHERE k.contype = 'f' AND k.confrelid IN (SELECT oid FROM own)
        UNION ALL SELECT 'o', k.ctid::text, k.xmin::text FROM typed
                  JOIN pg_catalog.pg_constraint k ON k.contypid = typed.oid
        UNION ALL SELECT 'i', i.ctid::text, i.xmin::text FROM own JOIN pg_catalog.pg_index i ON i.indrelid = own.oid
        UNION ALL SELECT 'g', g.ctid::text, g.xmin::text FROM parts
                  JOIN pg_catalog.pg_trigger g ON g.tgrelid = parts.oid
        UNION ALL SELECT 'r', r.ctid::text, r.xmin::text FROM own JOIN pg_catalog.pg_rewrite r ON r.ev_class = own.oid
        UNION ALL SELECT 'h', h.ctid::text, h.xmin::text FROM parts
                  JOIN pg_catalog.pg_inherits h ON h.inhparent = parts.oid
        UNION ALL SELECT 'm', m.ctid::text, m.xmin::text FROM pg_catalog.pg_auth_members m)
    SELECT pg_catalog.sum(pg_catalog.hashtextextended(what || place || written, 0))
           || ' ' || pg_catalog.sum(pg_catalog.hashtextextended(what || place || written, 1))
           || ' ' || pg_catalog.pg_is_in_recovery()
           || ' ' || pg_catalog.current_setting('default_transaction_read_only')
           || ' ' || current_user
    FROM said"""

_FAMILIES = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), Family.INTEGER),
    **dict.fromkeys(("numeric", "float4", "float8", "money"), Family.DECIMAL),
    "bool": Family.BOOLEAN,
    **dict.fromkeys(("text", "varchar", "bpchar", "citext", "name"), Family.TEXT),
    "date": Family.DATE,
    **dict.fromkeys(("time", "timetz"), Family.TIME),
    "timestamp": Family.TIMESTAMP,
    "timestamptz": Family.TIMESTAMP_ZONED,
    "uuid": Family.UUID,
    **dict.fromkeys(("json", "jsonb"), Family.JSON),
    "bytea": Family.BINARY,
}
_ACTIONS = {
    "a": Action.REFUSE,
    "r": Action.REFUSE,
    "c": Action.CASCADE,
    "n": Action.SET_NULL,
    "d": Action.SET_DEFAULT,
}
_EVENTS = {4: "insert", 8: "delete", 16: "update"}


def tables(connection: Connection, names: frozenset[TableName]) -> dict[TableName, StoredTable]:
    """Those of the named tables that exist, without our rights on them."""
    found = {row["id"]: row for row in rows(connection, _TABLES, names=sorted(names))}
    ids = sorted(found)
    columns = _by_table(rows(connection, _COLUMNS, ids=ids))
    constraints = _by_table(rows(connection, _CONSTRAINTS, ids=ids))
    indexes = _by_table(rows(connection, _INDEXES, ids=ids))
    triggers = _by_table(rows(connection, _TRIGGERS, ids=ids))
    return {
        TableName(table["name"]): StoredTable(
            name=TableName(table["name"]),
            columns={Column(row["name"]): _column(row) for row in columns[id_]},
            key=next((_names(row["columns"]) for row in constraints[id_] if row["sort"] == "p"), ()),
            references=tuple(_reference(row) for row in constraints[id_] if row["sort"] == "f"),
            indexes=tuple(_index(row) for row in indexes[id_] if row["method"] in ("btree", "hash")),
            checks=(
                *(_check(row) for row in constraints[id_] if row["sort"] == "c"),
                *(check for row in columns[id_] for check in _checks_of_domain(row)),
            ),
            triggers=tuple(_trigger(row) for row in triggers[id_]),
            rows=table["row_count"],
            is_view=table["kind"] in ("v", "m"),
            is_transactional=table["kind"] != "f",
            heirs=tuple(TableName(name) for name in table["heirs"]),
        )
        for id_, table in found.items()
    }


def pointing(
    connection: Connection, tables: Mapping[TableName, StoredTable]
) -> dict[TableName, tuple[StoredReference, ...]]:
    """The foreign keys of other tables that point at one of these; with its schema where a name needs it."""
    ids = [row["id"] for row in rows(connection, _TABLES, names=sorted(tables))]
    found: defaultdict[TableName, list[StoredReference]] = defaultdict(list)
    for row in rows(connection, _CONSTRAINTS, ids=ids):
        if row["sort"] == "f" and row["id"] not in ids:
            found[_full_name(row, "own")].append(_reference(row))
    return {name: tuple(references) for name, references in found.items()}


def mark(connection: Connection, names: frozenset[TableName]) -> str | None:
    """By what is known without reading it again that nothing said of these tables changed."""
    found = connection.exec_driver_sql(_MARK, {"names": sorted(names)}).scalar()
    return None if found is None else str(found)


def others(connection: Connection) -> frozenset[TableName]:
    """The names of all tables and views on the search path."""
    return frozenset(TableName(row["name"]) for row in rows(connection, _OTHERS))


def _by_table(found: Iterable[RowMapping]) -> defaultdict[int, list[RowMapping]]:
    grouped: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["id"]].append(row)
    return grouped


def _names(names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _column(row: RowMapping) -> StoredColumn:
    family = _FAMILIES.get(row["type"], Family.ENUM if row["sort"] == "e" else Family.OTHER)
    is_limited = row["type"] in ("varchar", "bpchar") and row["modifier"] >= 4
    default = row["default"]
    return StoredColumn(
        name=Column(row["name"]),
        family=family,
        written=row["written"],
        is_nullable=not row["is_required"],
        default=default,
        length=row["modifier"] - 4 if is_limited else None,
        is_generated=row["generated"] != "",
        is_numbered=row["identity"] != "" or (default or "").startswith("nextval("),
        collation=row["collation"],
        is_binary=row["is_binary"] and row["type"] != "citext",
        among=tuple(row["among"]),
    )


def _reference(row: RowMapping) -> StoredReference:
    return StoredReference(
        name=row["name"],
        columns=_names(row["columns"]),
        table=_full_name(row, "their"),
        theirs=_names(row["theirs"]),
        on_delete=_ACTIONS[row["on_delete"]],
        on_update=_ACTIONS[row["on_update"]],
    )


def _full_name(row: RowMapping, whose: str) -> TableName:
    name: str = row[f"{whose}_name"]
    return TableName(name if row[f"is_{whose}_visible"] else f"{row[f'{whose}_schema']}.{name}")


def _index(row: RowMapping) -> Index:
    parts = zip(row["columns"], row["parts"], strict=True)
    return Index(
        name=row["name"],
        parts=tuple(Column(column) if column is not None else Expression(sql) for column, sql in parts),
        is_unique=row["is_unique"],
        where=row["where_sql"],
        is_null_a_value=row["is_null_a_value"],
    )


def _check(row: RowMapping) -> Check:
    return Check(row["name"], row["condition"], frozenset(_names(row["columns"])))


def _checks_of_domain(row: RowMapping) -> Iterable[Check]:
    for check in row["checks"]:
        name, _, condition = check.partition(" CHECK ")
        yield Check(name, condition, frozenset((Column(row["name"]),)))


def _trigger(row: RowMapping) -> Trigger:
    events = frozenset(event for bit, event in _EVENTS.items() if row["bits"] & bit)
    return Trigger(row["name"], events, frozenset(_names(row["columns"])))
