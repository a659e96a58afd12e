"""What a store's catalogue says of the declared tables, whatever their number, in a few statements.

Nothing outside the declared tables is read: of other tables only the names, where a declared one is
missing, and the foreign keys that point at a declared one.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from troth.manifest.names import TableName
from troth.manifest.stores import MoveTo, Store
from troth.stores.live import LiveStore, Rights, StoredReference, StoredTable
from troth.stores.sql import rights
from troth.stores.sql.catalogue import mariadb, postgresql, sqlite


class Catalogue(Protocol):
    """What each module of `catalogue/` offers."""

    def tables(self, connection: Connection, names: frozenset[TableName]) -> dict[TableName, StoredTable]:
        """Those of the named tables that exist, without our rights on them."""

    def pointing(
        self, connection: Connection, tables: Mapping[TableName, StoredTable]
    ) -> dict[TableName, tuple[StoredReference, ...]]:
        """The foreign keys of other tables that point at one of these."""

    def mark(self, connection: Connection, names: frozenset[TableName]) -> str | None:
        """What is another where anything said of these tables, or of our rights on them, changed; none: not known."""

    def others(self, connection: Connection) -> frozenset[TableName]:
        """The names of all tables and views."""


_CATALOGUES: Mapping[str, Catalogue] = {"sqlite": sqlite, "postgresql": postgresql, "mariadb": mariadb}


def describe(declared: Store, connection: Connection) -> LiveStore:
    """
    The store as it is now, seen in the connection's transaction.

    Tables that are hosted for another controller are left out. To be run inside `unavailable`.
    """
    dialect = connection.dialect.name
    catalogue = _CATALOGUES[dialect]
    names = declared_names(declared)
    found = catalogue.tables(connection, names)
    allowed = rights.rights(connection, found)
    return LiveStore(
        name=declared.name,
        dialect=dialect,
        tables={name: replace(table, rights=allowed.get(name, Rights())) for name, table in found.items()},
        pointing=catalogue.pointing(connection, found),
        others=frozenset() if set(found) == names else catalogue.others(connection) - names,
        is_read_only=rights.is_read_only(connection),
    )


def mark_of(declared: Store, connection: Connection) -> str | None:
    """What is another wherever `describe` would say something else; none where only describing tells."""
    return _CATALOGUES[connection.dialect.name].mark(connection, declared_names(declared))


def declared_names(declared: Store) -> frozenset[TableName]:
    """The tables to look at: the declared ones that are the operator's own, and the archives they name."""
    own = [table for table in declared.tables.values() if table.hosted_for is None]
    archives = {table.archive.table for table in own if isinstance(table.archive, MoveTo)}
    return frozenset({table.name for table in own} | archives)


def beside(declared: Store, connection: Connection) -> dict[TableName, StoredTable]:
    """The tables that nobody declared, as the catalogue has them: views and tables hosted for others left out."""
    catalogue = _CATALOGUES[connection.dialect.name]
    names = catalogue.others(connection) - declared_names(declared) - declared.tables.keys()
    found = catalogue.tables(connection, names) if names else {}
    return {name: table for name, table in found.items() if not table.is_view}
