"""What stands in the stores and nobody declared: names of tables and columns, those that look personal first."""

from collections.abc import Collection, Mapping

from troth.database.schema import VERSION_TABLE
from troth.database.tables import NAMES
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.site import Reached
from troth.stores.against.personal import looks_personal
from troth.stores.live import StoredTable
from troth.stores.sql.describe import beside
from troth.verify.model import Undeclared

_OURS = frozenset({VERSION_TABLE, *NAMES})


def undeclared(
    manifest: Manifest, reached: Reached, lost: Collection[StoreName] = ()
) -> tuple[Undeclared, ...]:
    """Everything undeclared in the stores that answered and were not lost since; no row of it is read."""
    found: list[Undeclared] = []
    for name, connection in reached.connections.items():
        if name in lost:
            continue
        store, live = manifest.stores[name], reached.live[name]
        for table in store.tables.values():
            if table.hosted_for is None and table.name in live.tables:
                stored = live.tables[table.name]
                columns = tuple(column for column in stored.columns if column not in table.declared)
                if columns:
                    found.append(Undeclared(name, table.name, columns, _personal(columns)))
        for other, stored in _not_ours(beside(store, connection)).items():
            columns = tuple(stored.columns)
            found.append(
                Undeclared(
                    name,
                    other,
                    columns,
                    _personal(columns),
                    is_table=True,
                    has_personal_name=looks_personal(other),
                )
            )
    return tuple(sorted(found, key=lambda one: (not one.looks_personal, one.store, one.table)))


def _not_ours(tables: Mapping[TableName, StoredTable]) -> Mapping[TableName, StoredTable]:
    """Without Troth's own tables, where they stand in the same database."""
    if VERSION_TABLE not in tables:
        return tables
    return {name: table for name, table in tables.items() if name not in _OURS}


def _personal(columns: tuple[Column, ...]) -> frozenset[Column]:
    return frozenset(column for column in columns if looks_personal(column))
