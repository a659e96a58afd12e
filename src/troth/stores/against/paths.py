"""Look-ups for which the store has no index: each would read a whole table for one person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from troth.manifest.names import Column, TableName
from troth.manifest.stores import Link, Reference, Store, Table, Up
from troth.stores.against.identity import end_of
from troth.stores.against.report import Report, Step, listed, quoted, shown
from troth.stores.live import Expression, Family, LiveStore, StoredTable
from troth.stores.sql.words import Words

_NORMALISED = "always holds it trimmed and in lower case, write `normalised: true` at the link"


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows of `table` sought by these columns (all of them equal to something), or by one person's key."""

    table: TableName
    columns: tuple[Column, ...]
    why: str
    path: tuple[Step, ...]
    is_raw_key: bool = False  # compared trimmed and in lower case, so that only an index on that serves


def check_store(store: Store, live: LiveStore, report: Report) -> None:
    """Report each look-up once that no index of its table serves."""
    seen: set[tuple[TableName, frozenset[Column], bool]] = set()
    for lookup in _lookups(store, live):
        stored = live.tables.get(lookup.table)
        if stored is None or stored.is_view or not stored.columns.keys() >= set(lookup.columns):
            continue
        is_raw = lookup.is_raw_key and stored.columns[lookup.columns[0]].family is not Family.INTEGER
        shape = (lookup.table, frozenset(lookup.columns), is_raw)
        if shape in seen:
            continue
        seen.add(shape)
        if is_raw:
            _check_raw_key(lookup, stored, live, report, store)
        elif not _is_served(lookup.columns, stored):
            mend = f"run: {create_index(live.dialect, lookup.table, lookup.columns)}"
            _report(lookup, stored, mend, report, store)


def create_index(dialect: str, table: str, columns: tuple[str, ...], expression: str | None = None) -> str:
    """The statement that makes an index on the columns, or on an expression of the one column."""
    name = (
        "" if dialect == "postgresql" else quoted(dialect, f"{table[:30]}_{'_'.join(columns)[:28]}_idx") + " "
    )
    parts = expression or ", ".join(quoted(dialect, column) for column in columns)
    return f"CREATE INDEX {name}ON {quoted(dialect, table)} ({parts})"


def normalised_expression(dialect: str, column: str) -> str:
    """A column as a key is compared: what an index on it has to hold."""
    words = Words(dialect)
    return words.normalised(words.as_text(words.name(column))).replace("%%", "%")


def _lookups(store: Store, live: LiveStore) -> Iterator[Lookup]:
    for table in store.tables.values():
        if table.hosted_for is not None:
            continue
        for index, link in enumerate(table.links):
            yield from _of_link(store, table, link, ("links", index))
        for relation, reference in table.references.items():
            yield from _of_reference(table, reference, ("references", relation))
        if table.name in live.tables:
            for enforced in live.tables[table.name].references:
                why = f"deleting from {shown(enforced.table)} asks for its {shown(table.name)}"
                yield Lookup(table.name, enforced.columns, why, (table.name,))


def _of_link(store: Store, table: Table, link: Link, path: tuple[Step, ...]) -> Iterator[Lookup]:
    here = (table.name, *path, "column")
    why = f"the {link.role} of {shown(table.name)} is found by it"
    yield Lookup(end_of(store, table, link), (link.column,), why, here, not link.is_normalised)
    at = table
    for step in link.path:
        if isinstance(step, Up):
            at = store.tables[at.references[step.relation].table]
        else:
            at = store.tables[step.table]
            yield from _of_reference(at, at.references[step.relation], ("references", step.relation))


def _of_reference(table: Table, reference: Reference, path: tuple[Step, ...]) -> Iterator[Lookup]:
    """Both sides: the rows that point at a record, and the record that a row points at."""
    here = (table.name, *path)
    why = f"{shown(table.name)} is found from {shown(reference.table)}"
    yield Lookup(table.name, tuple(reference.columns), why, here)
    why = f"{shown(reference.table)} is found from {shown(table.name)}"
    yield Lookup(reference.table, tuple(reference.columns.values()), why, here)


def _is_served(columns: tuple[Column, ...], stored: StoredTable) -> bool:
    """Whether the primary key or an index begins with these columns, in whatever order."""
    wanted = set(columns)
    if set(stored.key[: len(wanted)]) == wanted:
        return True
    return any(
        set(index.parts[: len(wanted)]) == wanted and _holds_all(index.where, columns)
        for index in stored.indexes
    )


def _holds_all(where: str, columns: tuple[Column, ...]) -> bool:
    """Whether an index holds every row that a look-up can find: all, or all but those that are NULL."""
    plain = re.sub(r'[()"`\[\]\s]', "", where).lower()
    return plain in ("", *(f"{column}isnotnull".lower().replace(" ", "") for column in columns))


def _check_raw_key(
    lookup: Lookup, stored: StoredTable, live: LiveStore, report: Report, store: Store
) -> None:
    (column,) = lookup.columns
    if live.dialect == "mariadb":  # has no index on an expression
        run = (
            ""
            if _is_served(lookup.columns, stored)
            else (f", and run: {create_index(live.dialect, lookup.table, lookup.columns)}")
        )
        mend = f"if the column {_NORMALISED}{run}"
        _report(lookup, stored, mend, report, store)
        return
    expression = normalised_expression(live.dialect, column)
    if any(
        index.parts
        and isinstance(index.parts[0], Expression)
        and _bare(index.parts[0].sql) == _bare(expression)
        and _holds_all(index.where, lookup.columns)
        for index in stored.indexes
    ):
        return
    plain = "" if not _is_served(lookup.columns, stored) else (f"; or, if the column {_NORMALISED}")
    mend = f"run: {create_index(live.dialect, lookup.table, lookup.columns, expression)}{plain}"
    _report(lookup, stored, mend, report, store)


def _bare(expression: str) -> str:
    """An expression without what a database adds or leaves out when it writes one down."""
    spoken = re.sub(r"::(text|character varying|bpchar)(\(\d+\))?", "", expression, flags=re.IGNORECASE)
    spoken = re.sub(r"cast\s*\(\s*(.*?)\s+as\s+(text|varchar)\s*\)", r"\1", spoken, flags=re.IGNORECASE)
    return re.sub(r'[()\s"]', "", spoken).lower()


def _report(lookup: Lookup, stored: StoredTable, mend: str, report: Report, store: Store) -> None:
    rows = f" of about {stored.rows} rows" if stored.rows else ""
    what = f"no index on {listed(lookup.columns)} of {shown(lookup.table)}{rows}: {lookup.why}"
    report.add("no-index", (store.name, "tables", *lookup.path), what, mend)
