"""Columns by which people are found: of a type that can be a key, the same wherever the key stands."""

from collections import defaultdict
from collections.abc import Mapping

from troth.manifest.model import Manifest
from troth.manifest.names import Column, KeyType, StoreName, TableName
from troth.manifest.stores import Link, Store, Table, Up
from troth.stores.against.report import Report, Side, Step, listed, shown
from troth.stores.live import Family, LiveStore, StoredColumn

_TEXTS = frozenset({Family.TEXT, Family.ENUM})
_KEYS = _TEXTS | {Family.INTEGER, Family.UUID, Family.ANY, Family.DECIMAL}


def check(side: Side) -> None:
    """Report columns of this table by which its records are to be found, and by which nobody can be."""
    for index, link in enumerate(side.table.links):
        column = side.column(link.column) if not link.path else None
        if column is None:
            continue
        path = ("links", index, "column")
        name = f"{shown(column.name)} of {side.called}"
        if column.family not in _KEYS:
            what = f"{name}, by which the {link.role} is found, is {column.written}"
            side.add("identity-wrong-type", what, None, *path)
        if column.family in _TEXTS and not column.is_binary:
            what = f"{name} takes different texts for equal ({column.collation})"
            side.add("identity-collation", what, None, *path)


def check_types(manifest: Manifest, live: Mapping[StoreName, LiveStore], report: Report) -> None:
    """Report a key that is a number in one table and a text in another."""
    found: defaultdict[KeyType, list[tuple[tuple[Step, ...], Table, StoredColumn]]] = defaultdict(list)
    for table in manifest.tables():
        for index, link in enumerate(table.links):
            column = _column(manifest.stores[table.store], table, link, live)
            if column is not None and table.archive_of is None:
                found[link.key].append(((table.store, "tables", table.name, "links", index), table, column))
    for key, columns in found.items():
        numbers = [c for _, _, c in columns if c.family is Family.INTEGER]
        texts = [entry for entry in columns if entry[2].family in _TEXTS]
        for path, table, column in texts if numbers else ():
            what = (
                f"key `{key}` is {column.written} in {shown(column.name)} as read for"
                f" {shown(table.name)}, and a number in"
                f" {listed(sorted({number.name for number in numbers}))} elsewhere"
            )
            report.add("key-type-differs", path, what)


def end_of(store: Store, table: Table, link: Link) -> TableName:
    """The table that holds the link's column: this one, or the last of its path."""
    at = table
    for step in link.path:
        at = store.tables[at.references[step.relation].table if isinstance(step, Up) else step.table]
    return at.name


def _column(
    store: Store, table: Table, link: Link, live: Mapping[StoreName, LiveStore]
) -> StoredColumn | None:
    tables = live[store.name].tables if store.name in live else {}
    name: TableName = end_of(store, table, link)
    column: Column = link.column
    return tables[name].columns.get(column) if name in tables else None
