"""What statements of a store stand on: its dialect, its live tables, its zone; and those said before."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from troth.claims import questions as ask
from troth.claims.world import ColumnType, LiveColumn, LiveTable
from troth.errors import Surprise
from troth.manifest.names import TableName
from troth.manifest.stores import Table
from troth.stores.sql.words import POSTGRESQL
from troth.texts.refusals import said

T = TypeVar("T")
_UNSAID: Any = object()
_MANY = 2_000  # statements kept for one store; a site has some dozens


@dataclass(frozen=True, slots=True)
class Ground:
    """What a statement stands on: the engine's dialect, the live tables of the store, and the zones."""

    dialect: str
    live: Mapping[TableName, LiveTable]
    store_zone: ZoneInfo
    zone: ZoneInfo
    _said: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    _slots: dict[ask.Slot, int] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: object, say: Callable[[], T]) -> T:
        """What `say` gives, said once for each key as long as the schema stands."""
        found: T = self._said.get(key, _UNSAID)
        if found is _UNSAID:
            if len(self._said) >= _MANY:
                self._said.clear()
            found = self._said[key] = say()
        return found

    def number_of(self, slot: ask.Slot) -> int:
        """How statements call a slot of carried rows: alike in all of them, so that they can share what is carried."""
        return self._slots.setdefault(slot, len(self._slots))

    def column(self, cell: ask.Cell) -> LiveColumn | None:
        """
        The live column of a cell; none where the schema does not have it (any more).

        Only words accepted earlier may still speak of such a column (`require`): it is then read as NULL.
        """
        table = self.live.get(cell.row.table)
        return table.columns.get(cell.column) if table else None

    def kind(self, cell: ask.Cell) -> ColumnType | None:
        """The type of a cell, as far as it is known."""
        live = self.column(cell)
        return live.type if live else None

    def holds(self, text: str) -> bool:
        """
        Whether the engine can hold such a text at all: no engine half a character, PostgreSQL no NUL.

        A person's key from one store may be nothing that another one can be asked for.
        """
        return not _HALF.search(text) and not (self.dialect == POSTGRESQL and "\0" in text)

    def require(self, table: Table) -> None:
        """Stop, where the live schema lacks a table or column that the manifest in force names (`ColumnGone`)."""
        live = self.live.get(table.name)
        if live is None:
            raise ColumnGone(table.name)
        for column in sorted(table.declared):
            if column not in live.columns:
                raise ColumnGone(table.name, column)


_HALF = re.compile("[\ud800-\udfff]")


class ColumnGone(Surprise):
    """The live schema no longer has a table or column that the manifest names."""

    def __init__(self, table: str, column: str | None = None) -> None:
        self.table, self.column = table, column
        name = "table_gone" if column is None else "column_gone"
        super().__init__(said(name, table=table, column=column))
