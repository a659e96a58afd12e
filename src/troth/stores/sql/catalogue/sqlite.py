"""The catalogue of SQLite: its pragmas, and the text of CREATE statements for what they do not tell."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

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

_WANTED = "m.name IN (SELECT value FROM json_each(:names))"

_TABLES = text(f"SELECT m.name, m.type, coalesce(m.sql, '') AS sql FROM sqlite_schema m "
               f"WHERE m.type IN ('table', 'view') AND {_WANTED}")  # fmt: skip

_COLUMNS = text(f"""
    SELECT m.name AS own, c.name, c.type, c."notnull" AS is_required, c.dflt_value AS "default",
           c.pk, c.hidden
    FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c
    WHERE m.type IN ('table', 'view') AND {_WANTED}
    ORDER BY m.name, c.cid""")

_INDEXES = text(f"""
    SELECT m.name AS own, i.name, i."unique" AS is_unique, i.partial AS is_partial, p.seqno, p.cid,
           p.name AS part, s.sql
    FROM sqlite_schema m JOIN pragma_index_list(m.name) i JOIN pragma_index_xinfo(i.name) p
    LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = i.name
    WHERE m.type = 'table' AND p.key = 1 AND {_WANTED}
    ORDER BY m.name, i.name, p.seqno""")

_REFERENCES = text("""
    SELECT m.name AS own, f.id, f."table" AS table_name, f."from" AS mine, f."to" AS theirs,
           f.on_delete, f.on_update
    FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq""")

_TRIGGERS = text(
    f"SELECT m.tbl_name AS own, m.name, m.sql FROM sqlite_schema m "
    f"WHERE m.type = 'trigger' AND {_WANTED.replace('m.name', 'm.tbl_name', 1)}"
)

_OTHERS = text(
    "SELECT name FROM sqlite_schema "
    "WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)

_ACTIONS = {
    "NO ACTION": Action.REFUSE,
    "RESTRICT": Action.REFUSE,
    "CASCADE": Action.CASCADE,
    "SET NULL": Action.SET_NULL,
    "SET DEFAULT": Action.SET_DEFAULT,
}
_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)|(?P<text>'(?:[^']|'')*')"""
    r"""|(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?P<word>\w+)|(?P<sign>.)""",
    re.DOTALL,
)


def tables(connection: Connection, names: frozenset[TableName]) -> dict[TableName, StoredTable]:
    """Those of the named tables that exist, without our rights on them."""
    wanted = json.dumps(sorted(names))
    found = rows(connection, _TABLES, names=wanted)
    columns = _by_table(rows(connection, _COLUMNS, names=wanted))
    indexes = _by_table(rows(connection, _INDEXES, names=wanted))
    triggers = _by_table(rows(connection, _TRIGGERS, names=wanted))
    references = _all_references(connection)
    counts = _counts(connection)
    return {
        TableName(row["name"]): StoredTable(
            name=TableName(row["name"]),
            columns=_columns(columns[row["name"]], row["sql"]),
            key=_key(columns[row["name"]]),
            references=references.get(TableName(row["name"]), ()),
            indexes=tuple(_indexes(indexes[row["name"]])),
            checks=tuple(_checks(row["sql"])) if row["type"] == "table" else (),
            triggers=tuple(_trigger(t) for t in triggers[row["name"]]),
            rows=counts.get(row["name"]),
            is_view=row["type"] == "view",
        )
        for row in found
    }


def pointing(
    connection: Connection, tables: Mapping[TableName, StoredTable]
) -> dict[TableName, tuple[StoredReference, ...]]:
    """The foreign keys of other tables that point at one of these."""
    found = {
        name: tuple(r for r in references if r.table in tables)
        for name, references in _all_references(connection).items()
        if name not in tables
    }
    return {name: references for name, references in found.items() if references}


def mark(connection: Connection, names: frozenset[TableName]) -> str | None:
    """None: only reading all of it tells whether anything changed."""
    return None


def others(connection: Connection) -> frozenset[TableName]:
    """The names of all tables and views."""
    return frozenset(TableName(row["name"]) for row in rows(connection, _OTHERS))


def _by_table(found: Iterable[RowMapping]) -> defaultdict[str, list[RowMapping]]:
    grouped: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["own"]].append(row)
    return grouped


def _counts(connection: Connection) -> dict[str, int]:
    """What ANALYZE last counted, where it ever ran."""
    if not rows(connection, text("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")):
        return {}
    found = rows(
        connection, text("SELECT tbl AS name, max(CAST(stat AS INTEGER)) AS n FROM sqlite_stat1 GROUP BY tbl")
    )
    return {row["name"]: row["n"] for row in found}


def _key(columns: Sequence[RowMapping]) -> tuple[Column, ...]:
    parts = sorted((row["pk"], row["name"]) for row in columns if row["pk"])
    return tuple(Column(name) for _, name in parts)


def _columns(found: Iterable[RowMapping], create: str) -> dict[Column, StoredColumn]:
    collations = _collations(create) if "COLLATE" in create.upper() else {}
    return {Column(row["name"]): _column(row, collations.get(row["name"], "")) for row in found}


def _column(row: RowMapping, collation: str) -> StoredColumn:
    written: str = row["type"]
    is_row_id = row["pk"] == 1 and written.upper() == "INTEGER"
    return StoredColumn(
        name=Column(row["name"]),
        family=_family(written),
        written=written,
        is_nullable=not row["is_required"] and not is_row_id,
        default=row["default"],
        is_generated=row["hidden"] in (2, 3),
        is_numbered=is_row_id,
        collation=collation,
        is_binary=collation.upper() in ("", "BINARY"),
    )


def _family(written: str) -> Family:
    """By the words of the declared type, dates first, then as SQLite derives an affinity."""
    upper = written.upper()
    word = re.split(r"[^A-Z]", upper, maxsplit=1)[0]
    if word in ("DATETIME", "TIMESTAMP", "TIMESTAMPTZ"):
        is_zoned = word == "TIMESTAMPTZ" or "WITH TIME ZONE" in upper
        return Family.TIMESTAMP_ZONED if is_zoned else Family.TIMESTAMP
    named = {
        "DATE": Family.DATE,
        "TIME": Family.TIME,
        "BOOL": Family.BOOLEAN,
        "BOOLEAN": Family.BOOLEAN,
        "UUID": Family.UUID,
        "JSON": Family.JSON,
        "": Family.ANY,
        "ANY": Family.ANY,
    }
    if word in named:
        return named[word]
    affinities = (
        (("INT",), Family.INTEGER),
        (("CHAR", "CLOB", "TEXT"), Family.TEXT),
        (("BLOB", "BINARY"), Family.BINARY),
        (("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL"), Family.DECIMAL),
    )
    return next((family for parts, family in affinities if any(p in upper for p in parts)), Family.ANY)


def _indexes(found: list[RowMapping]) -> Iterator[Index]:
    grouped: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["name"]].append(row)
    for name, parts in grouped.items():
        yield Index(
            name=name,
            parts=tuple(
                Expression(_parts(part["sql"])[part["seqno"]])
                if part["cid"] == -2
                else Column(part["part"] or "rowid")
                for part in parts
            ),
            is_unique=bool(parts[0]["is_unique"]),
            where=_where(parts[0]["sql"]) if parts[0]["is_partial"] else "",
        )


def _all_references(connection: Connection) -> dict[TableName, tuple[StoredReference, ...]]:
    """The foreign keys of every table. SQLite finds the table they point at whatever its letters' case."""
    found = rows(connection, _REFERENCES)
    names = {name.lower(): name for name in others(connection)} if found else {}
    pointed = sorted({row["table_name"].lower() for row in found if row["theirs"] is None} & set(names))
    keys = _by_table(rows(connection, _COLUMNS, names=json.dumps([names[name] for name in pointed])))
    grouped: defaultdict[tuple[str, int], list[RowMapping]] = defaultdict(list)
    for row in found:
        grouped[row["own"], row["id"]].append(row)
    result: defaultdict[TableName, list[StoredReference]] = defaultdict(list)
    for (own, id_), pairs in grouped.items():
        table = names.get(pairs[0]["table_name"].lower(), pairs[0]["table_name"])
        theirs = [row["theirs"] for row in pairs if row["theirs"] is not None]
        result[TableName(own)].append(
            StoredReference(
                name=str(id_),
                columns=tuple(Column(row["mine"]) for row in pairs),
                table=TableName(table),
                theirs=tuple(Column(name) for name in theirs) or _key(keys[table]),
                on_delete=_ACTIONS[pairs[0]["on_delete"]],
                on_update=_ACTIONS[pairs[0]["on_update"]],
            )
        )
    return {name: tuple(references) for name, references in result.items()}


# --- reading CREATE statements ------------------------------------------------------------------------------


def _tokens(sql: str) -> list[tuple[str, str]]:
    """Its words and signs, each with what it is: text, quoted, word, sign."""
    return [(m.lastgroup or "", m[0]) for m in _TOKEN.finditer(sql) if m.lastgroup != "space"]


def _name(kind: str, token: str) -> str:
    if kind != "quoted":
        return token
    closing = token[-1]
    return token[1:-1].replace(closing * 2, closing)


def _group(tokens: Sequence[tuple[str, str]], start: int) -> list[list[tuple[str, str]]]:
    """What stands in the parentheses that open at `start`, split at its own commas."""
    parts: list[list[tuple[str, str]]] = [[]]
    depth = 0
    for kind, token in tokens[start:]:
        depth += (kind == "sign") * ((token == "(") - (token == ")"))
        if depth == 0:
            break
        if depth == 1 and kind == "sign" and token == ",":
            parts.append([])
        elif not (depth == 1 and token == "(" and parts == [[]]):
            parts[-1].append((kind, token))
    return parts


def _spoken(tokens: Iterable[tuple[str, str]]) -> str:
    return " ".join(token for _, token in tokens)


def _first_group(sql: str) -> list[list[tuple[str, str]]]:
    tokens = _tokens(sql)
    start = next((i for i, token in enumerate(tokens) if token == ("sign", "(")), None)
    return _group(tokens, start) if start is not None else []


def _parts(sql: str) -> list[str]:
    """The parts of CREATE INDEX … ON table (…)."""
    return [_spoken(part) for part in _first_group(sql)]


def _where(sql: str) -> str:
    """The condition of CREATE INDEX … ON table (…) WHERE …."""
    tokens = _tokens(sql)
    at = max(
        index for index, (kind, token) in enumerate(tokens) if kind == "word" and token.upper() == "WHERE"
    )
    return _spoken(tokens[at + 1 :])


def _collations(create: str) -> dict[str, str]:
    found = {}
    for part in _first_group(create):
        words = [token.upper() if kind == "word" else "" for kind, token in part]
        if "COLLATE" in words[:-1]:
            found[_name(*part[0])] = _name(*part[words.index("COLLATE") + 1])
    return found


def _checks(create: str) -> Iterator[Check]:
    tokens = _tokens(create)
    for index, (kind, token) in enumerate(tokens[:-1]):
        if kind == "word" and token.upper() == "CHECK" and tokens[index + 1] == ("sign", "("):
            inside = [token for part in _group(tokens, index + 1) for token in part]
            is_named = index > 1 and tokens[index - 2][1].upper() == "CONSTRAINT"
            names = frozenset(Column(_name(*found)) for found in inside if found[0] in ("word", "quoted"))
            yield Check(_name(*tokens[index - 1]) if is_named else "", _spoken(inside), names)


def _trigger(row: RowMapping) -> Trigger:
    """Its event is the first of the three words that is no name."""
    words = [token.lower() for kind, token in _tokens(row["sql"]) if kind == "word"]
    events = [word for word in words if word in ("delete", "insert", "update")]
    return Trigger(row["name"], frozenset(events[:1]))
