"""
Rows as aliases: each row that a question speaks of is joined in the SELECT where its base stands.

So is each carried row that is looked up, once. Texts, by which people and records are named, are read from
these rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from troth.claims import questions as ask
from troth.claims.world import ColumnType
from troth.manifest.names import Column, TableName
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.said import CARRIED, CARRIED_BY_NAME, joined_as
from troth.stores.sql.words import MARIADB, POSTGRESQL, Words


@dataclass(slots=True)
class Scope:
    """One SELECT in the making: its base, the rows joined to it, and the SELECT it stands in."""

    base: ask.Base
    source: list[str]
    aliases: dict[ask.Row, str]
    outer: "Scope | None" = None
    carries: dict[ask.Carry, str] = field(default_factory=dict)


class Joined:
    """The rows and texts of one statement over the rows of one table."""

    def __init__(self, ground: Ground, table: Table, *, is_of_few: bool = False) -> None:
        """
        Begin a statement.

        Args:
            is_of_few: asked of the rows of some people: what is carried is then looked up row by row, where
                the engine can; of whole tables it is joined once, where it stands in no SELECT for each row.
        """
        self.ground = ground
        self.table = table
        self.row = ask.Base("r", table.name)
        self.words = Words(ground.dialect)
        self._is_of_few = is_of_few
        self._joined: dict[ask.Slot, int] = {}  # the slots of carried rows, by the numbers they have there
        self._named: dict[ask.Slot, int] = {}
        self._aliases = 0
        self._parents = "LEFT JOIN"  # a row may point nowhere
        alias = self._alias()
        self._scope = Scope(self.row, [self._from(table.name, alias)], {self.row: alias})

    # --- rows -----------------------------------------------------------------------------------------------

    def _alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def _from(self, table: TableName, alias: str) -> str:
        if table not in self.ground.live:
            return f"(SELECT 1 AS u WHERE 1 = 0) AS {alias}"
        return f"{self.words.name(table)} AS {alias}"

    def _row(self, row: ask.Row, scope: Scope) -> str:
        """The alias of a row; joined, where it was not yet, in the SELECT where its base stands."""
        home = self._home(row, scope)
        if row not in home.aliases:
            assert isinstance(row, ask.ParentRow)
            self._row(row.of, home)
            alias = self._alias()
            home.aliases[row] = alias
            on = " AND ".join(
                self._equal(
                    self._cell(ask.Cell(row.of, mine), home),
                    self._cell(ask.Cell(row, theirs), home),
                    row,
                    theirs,
                )
                for mine, theirs in row.on
            )
            home.source.append(f"{self._parents} {self._from(row.table, alias)} ON {on}")
        return home.aliases[row]

    def _home(self, row: ask.Row, scope: Scope) -> Scope:
        """The SELECT in which the base of a row stands."""
        base = ask.base_of(row)
        found: Scope | None = scope
        while found is not None:
            if base in found.aliases:
                return found
            found = found.outer
        raise AssertionError(f"{base} stands nowhere in the statement")

    def _innermost(self, rows: Iterable[ask.Row], scope: Scope) -> Scope:
        """The SELECT in which all of these rows can be spoken of."""
        homes = [self._home(row, scope) for row in rows]
        found = scope
        while all(found is not home for home in homes):
            assert found.outer is not None
            found = found.outer
        return found

    def _cell(self, cell: ask.Cell, scope: Scope) -> str:
        alias = self._row(cell.row, scope)
        return "NULL" if self.ground.column(cell) is None else f"{alias}.{self.words.name(cell.column)}"

    def _equal(self, mine: str, theirs: str, row: ask.Row, column: Column) -> str:
        """Whether a reference points there; text in binary, whatever the collations."""
        if self.ground.dialect == MARIADB and self.ground.kind(ask.Cell(row, column)) is ColumnType.TEXT:
            return f"{mine} = {theirs} AND {self.words.as_text(mine)} = {self.words.as_text(theirs)}"
        return f"{mine} = {theirs}"

    def _points(self, rows: ask.Pointing, scope: Scope) -> str:
        """The condition under which a row is one of the pointing rows."""
        return " AND ".join(
            self._equal(
                self._cell(ask.Cell(rows.row, mine), scope), self._cell(outside, scope), rows.row, mine
            )
            for mine, outside in rows.on
        )

    def _inner(self, rows: ask.Pointing, scope: Scope) -> Scope:
        alias = self._alias()
        inner = Scope(rows.base, [self._from(rows.base.table, alias)], {rows.base: alias}, scope)
        # What leads nowhere points at nothing: joined so, SQLite may come by it from the other end.
        parents, self._parents = self._parents, "JOIN"
        self._row(rows.row, inner)
        self._parents = parents
        return inner

    def _close(self, inner: Scope, rows: ask.Pointing, wanted: str, condition: str = "") -> str:
        """The inner SELECT of something over the pointing rows."""
        points = self._points(rows, inner)
        further = f" AND ({condition})" if condition else ""
        # Else PostgreSQL may read all of the table once for each statement, which is one for each window of a sweep.
        by_index = " OFFSET 0" if rows.is_indexed and self.ground.dialect == POSTGRESQL else ""
        return f"SELECT {wanted} FROM {' '.join(inner.source)} WHERE {points}{further}{by_index}"

    # --- texts ----------------------------------------------------------------------------------------------

    def _text(self, text: ask.TextValue, scope: Scope) -> str:
        words = self.words
        match text:
            case ask.KeyText(key_type, cell, is_normalised):
                value = words.key_text(self._cell(cell, scope), self.ground.column(cell))
                if not is_normalised and self.ground.kind(cell) is not ColumnType.INTEGER:
                    value = words.normalised(value)
                return words.joined([words.literal(f"{key_type}:"), f"NULLIF({value}, '')"])
            case ask.FirstText(texts):
                return f"COALESCE({', '.join(self._text(inner, scope) for inner in texts)})"
            case ask.Doubtful(inner):
                return words.joined([words.literal("?"), self._text(inner, scope)])
            case ask.RecordText(cells):
                parts = [self._key_part(cell, scope) for cell in cells]
                listed = [piece for part in parts for piece in (words.literal("|"), part)][1:]
                return listed[0] if len(listed) == 1 else words.joined(listed)
            case _:
                assert_never(text)

    def _absent(self, value: ask.Cell | ask.TextValue, scope: Scope) -> str:
        """Whether a cell or text is NULL; of a key, only whether its column says nothing."""
        match value:
            case ask.Cell():
                return f"{self._cell(value, scope)} IS NULL"
            case ask.KeyText(_, cell, _) if self.ground.kind(cell) is ColumnType.INTEGER:
                return f"{self._cell(cell, scope)} IS NULL"
            case ask.Doubtful(inner):
                return self._absent(inner, scope)
            case ask.FirstText(texts):
                return " AND ".join(f"({self._absent(inner, scope)})" for inner in texts)
            case _:
                return f"{self._text(value, scope)} IS NULL"

    def _key_part(self, cell: ask.Cell, scope: Scope) -> str:
        value = self.words.named(self._cell(cell, scope), self.ground.column(cell))
        if self.ground.kind(cell) is ColumnType.INTEGER:
            return value
        once, twice, pipe, mark = (self.words.literal(text) for text in ("\\", "\\\\", "|", "\\p"))
        return f"REPLACE(REPLACE({value}, {once}, {twice}), {pipe}, {mark})"

    def _carry(self, carry: ask.Carry, scope: Scope) -> str:
        """The outer join that looks a carried row up, once in the SELECT where its row stands."""
        home = self._innermost(_rows_of(carry.who), scope)
        if carry not in home.carries:
            # Joined in a SELECT that runs for each row, all that is carried would be read each time.
            by_name = self.ground.dialect == POSTGRESQL and (self._is_of_few or home is not self._scope)
            slots = self._named if by_name else self._joined
            number = slots.setdefault(carry.slot, self.ground.number_of(carry.slot))
            who = self._text(carry.who, home)
            alias = self._alias()
            home.carries[carry] = alias
            if by_name:
                found = self.words.looked_up(CARRIED_BY_NAME, f"{number}|", who, alias, CARRIED)
                home.source.append(f"LEFT JOIN LATERAL {found} ON TRUE")
            else:
                home.source.append(f"LEFT JOIN {joined_as(number)} AS {alias} ON {alias}.who = {who}")
        return home.carries[carry]


def _rows_of(text: ask.TextValue) -> Iterator[ask.Row]:
    """The rows that a text is read from."""
    match text:
        case ask.KeyText(_, cell, _):
            yield cell.row
        case ask.FirstText(texts):
            for one in texts:
                yield from _rows_of(one)
        case ask.Doubtful(inner):
            yield from _rows_of(inner)
        case ask.RecordText(cells):
            yield from (cell.row for cell in cells)
        case _:
            assert_never(text)
