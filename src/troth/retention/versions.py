"""What of a row its judgement read: a row in which any of it changed since is another one, and is not destroyed."""

from collections.abc import Mapping

from troth.claims.plan import deciding_columns
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Table


def judging_columns(manifest: Manifest, store: StoreName) -> Mapping[TableName, frozenset[Column]]:
    """
    For each table of a store the columns by which its rows are judged: what conditions and clocks read, and links.

    What is read of other rows on the way (a parent's clock) is not among them: those rows are not destroyed.
    """
    deciding = deciding_columns(manifest)
    return {
        table.name: frozenset(column for of, name, column in deciding if (of, name) == (store, table.name))
        | table.link_columns
        | _read_by_clocks(table)
        | {column for reference in table.references.values() for column in reference.columns}
        for table in manifest.stores[store].tables.values()
    }


def _read_by_clocks(table: Table) -> frozenset[Column]:
    own = {
        clock.column.column
        for clock in table.clocks.values()
        if clock.column is not None and not clock.column.path
    }
    return frozenset(own | {clock.missing for clock in table.clocks.values() if clock.missing is not None})
