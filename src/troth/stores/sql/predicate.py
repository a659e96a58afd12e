"""
A test of `claims.compiler.ended` as the condition of a statement that destroys.

Unlike a question (`render.py`), which shows what is so of every row, a condition may join nothing: what
is carried is looked up by EXISTS in a temporary table (`carriage.py`), a parent's cell by a SELECT of its
own. The test is never unknown and has its negations at its leaves, so each leaf may be NULL where it is
not yes, and an engine sees plain ANDs, ORs and (anti-)joins.
"""

from troth.claims import questions as ask
from troth.claims.world import ColumnType
from troth.manifest.names import Column, TableName
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.joined import Scope
from troth.stores.sql.render import Statement
from troth.stores.sql.words import MARIADB, SQLITE, micros

CARRIED = "troth_carried"  # the temporary table; the operator's own tables are not called so
Slots = dict[ask.Slot, int]  # by which number a slot is carried


class Predicate(Statement):
    """One condition (or several) on the rows of a table, said of its `alias`."""

    def __init__(self, ground: Ground, table: Table, slots: Slots) -> None:
        self.beside: list[tuple[TableName, str]] = []  # the other tables that it reads, each with its alias
        super().__init__(ground, table)
        self.beside.clear()
        self._slots = slots
        self._looked_up: dict[ask.Carry, str] = {}
        if (
            ground.dialect == MARIADB
        ):  # which lets a statement read what it changes only where that has no alias
            self._scope.aliases[self.row] = self.words.name(table.name)
        self.alias = self._scope.aliases[self.row]

    @property
    def values(self) -> dict[str, object]:
        """The parameters of everything said so far."""
        return self.words.parameters.values

    def condition(self, test: ask.Test) -> str:
        """The test as a condition."""
        return self._yes(test, self._scope)

    def column(self, column: Column) -> str:
        """One of the table's columns."""
        return f"{self.alias}.{self.words.name(column)}"

    def _from(self, table: TableName, alias: str) -> str:
        if table in self.ground.live:
            self.beside.append((table, alias))
        return super()._from(table, alias)

    def source(self) -> str:
        """The table under its alias."""
        if self.ground.dialect == MARIADB:
            return self.alias
        return self._from(self.table.name, self.alias)

    # --- tests ----------------------------------------------------------------------------------------------

    def _yes(self, test: ask.Test, scope: Scope) -> str:
        match test:
            case ask.Every(tests):
                return " AND ".join(f"({self._yes(one, scope)})" for one in tests)
            case ask.Some(tests):
                return " OR ".join(f"({self._yes(one, scope)})" for one in tests)
            case ask.Negation(ask.IsAbsent(value)):
                return f"{self._value(value, scope)} IS NOT NULL"
            case ask.Negation(ask.Surely(inner)):
                return f"({self._yes(ask.Surely(inner), scope)}) IS NOT TRUE"
            case ask.Negation(inner):
                return f"NOT {self._yes(inner, scope)}"
            case ask.Surely(ask.Negation(inner)):
                return self._leaf_no(inner, scope)
            case ask.Surely(inner):
                return self._leaf_yes(inner, scope)
            case ask.AnyRow(rows, inner):
                inside = self._inner(rows, scope)
                return f"EXISTS ({self._close(inside, rows, '1', self._yes(inner, inside))})"
            case _:
                return self._leaf_yes(test, scope)

    def _value(self, value: ask.Cell | ask.TextValue, scope: Scope) -> str:
        return self._cell(value, scope) if isinstance(value, ask.Cell) else self._text(value, scope)

    def _leaf_yes(self, test: ask.Test, scope: Scope) -> str:
        match test:
            case ask.IsCarried(carry):
                return self._carried_where(carry, scope)
            case ask.HasInstant(carry, is_soft):
                return self._carried_where(carry, scope, f"{_instant(is_soft)} IS NOT NULL")
            case ask.HasUntil(carry, is_frozen):
                return self._carried_where(carry, scope, f"{_until(is_frozen)} IS NOT NULL")
            case ask.CarriedState(carry, state):
                return self._carried_where(carry, scope, f"state = {int(state)}")
            case ask.CarriedSince(carry, bound):
                return self._carried_where(carry, scope, f"at >= {self.words.parameters.bind(micros(bound))}")
            case ask.Outlived(later, earlier, is_soft):
                return self._compared(later, earlier, f"{_instant(is_soft)} >= ", scope)
            case ask.SeenBy(seen, carry, is_frozen):
                return self._compared(carry, seen, f"{_until(is_frozen)} >= ", scope)
            case ask.ExistedAt(created, carry, is_frozen):
                return self._existed_at(created, carry, scope, is_frozen, is_so=True)
            case _:
                return self._test(test, scope)

    def _leaf_no(self, test: ask.Test, scope: Scope) -> str:
        """Where the leaf is no; it may be NULL where it is not."""
        match test:
            case ask.CarriedState(carry, state):
                return self._carried_where(carry, scope, f"state <> {int(state)}")
            case ask.CarriedSince(carry, bound):
                return self._carried_where(carry, scope, f"at < {self.words.parameters.bind(micros(bound))}")
            case ask.Outlived(later, earlier, is_soft):
                return self._compared(later, earlier, f"{_instant(is_soft)} < ", scope)
            case ask.SeenBy(seen, carry, is_frozen):
                return self._compared(carry, seen, f"{_until(is_frozen)} < ", scope)
            case ask.ExistedAt(created, carry, is_frozen):
                return self._existed_at(created, carry, scope, is_frozen, is_so=False)
            case _:
                return f"NOT ({self._test(test, scope)})"

    # --- what is carried ------------------------------------------------------------------------------------

    def _carried_where(self, carry: ask.Carry, scope: Scope, condition: str = "") -> str:
        """Whether there is a carried row for that text of which this is true."""
        alias, found = self._found(carry, scope)
        further = f" AND {alias}.{condition}" if condition else ""
        return f"EXISTS (SELECT 1 FROM {CARRIED} AS {alias} WHERE {found}{further})"

    def _found(self, carry: ask.Carry, scope: Scope) -> tuple[str, str]:
        alias = self._alias()
        number = self._slots.setdefault(carry.slot, len(self._slots))
        return alias, f"{alias}.slot = {number} AND {self._is(carry.who, alias, scope)}"

    def _is(self, who: ask.TextValue, alias: str, scope: Scope) -> str:
        """Whether a carried row is about that text: whole numbers are compared as such, which is far quicker."""
        match who:
            case ask.RecordText((cell,)):
                kind = ""
            case ask.KeyText(key_type, cell, _):
                kind = key_type
            case _:
                return f"{alias}.who = {self._text(who, scope)}"
        # SQLite may keep any text in a column of whole numbers.
        if self.ground.dialect == SQLITE or self.ground.kind(cell) is not ColumnType.INTEGER:
            return f"{alias}.who = {self._text(who, scope)}"
        return f"{alias}.kind = {self.words.value(kind)} AND {alias}.whole = {self._cell(cell, scope)}"

    def _compared(self, later: ask.Carry, earlier: ask.Carry, compared: str, scope: Scope) -> str:
        one, found_one = self._found(later, scope)
        other, found_other = self._found(earlier, scope)
        return (
            f"EXISTS (SELECT 1 FROM {CARRIED} AS {one} JOIN {CARRIED} AS {other} ON {found_other} "
            f"WHERE {found_one} AND {one}.{compared}{other}.at)"
        )

    def _existed_at(
        self, created: ask.Cell, carry: ask.Carry, scope: Scope, is_frozen: bool, *, is_so: bool
    ) -> str:
        """Whether the record was created at or before the carried instant, or after it."""
        alias, found = self._found(carry, scope)
        self._looked_up[carry] = alias
        compared = self._existed(created, carry, "frozen" if is_frozen else "ended", scope)
        return (
            f"EXISTS (SELECT 1 FROM {CARRIED} AS {alias} "
            f"WHERE {found} AND {'' if is_so else 'NOT '}({compared}))"
        )

    def _carry(self, carry: ask.Carry, scope: Scope) -> str:
        """The alias of a carried row that is being looked up; nothing is joined."""
        return self._looked_up[carry]

    # --- parents --------------------------------------------------------------------------------------------

    def _cell(self, cell: ask.Cell, scope: Scope) -> str:
        """A cell; one of a parent of the outermost row is looked up, because nothing can be joined there."""
        row = cell.row
        if not isinstance(row, ask.ParentRow) or self._home(row, scope) is not self._scope:
            return super()._cell(cell, scope)
        if self.ground.column(cell) is None:
            return "NULL"
        alias = self._alias()
        on = " AND ".join(
            self._equal(
                self._cell(ask.Cell(row.of, mine), scope), f"{alias}.{self.words.name(theirs)}", row, theirs
            )
            for mine, theirs in row.on
        )
        wanted = f"{alias}.{self.words.name(cell.column)}"
        return f"(SELECT {wanted} FROM {self._from(row.table, alias)} WHERE {on})"

    # --- statements -----------------------------------------------------------------------------------------

    def delete(self, condition: str) -> str:
        """The statement that deletes the rows of which the condition is true."""
        return f"DELETE FROM {self.source()} WHERE {condition}"

    def count(self, condition: str) -> str:
        """Its twin that counts them."""
        return f"SELECT count(*) FROM {self.source()} WHERE {condition}"

    def keys(self, condition: str) -> str:
        """Its twin that gives their keys."""
        names = ", ".join(self.column(name) for name in self.table.key)
        return f"SELECT {names} FROM {self.source()} WHERE {condition}"

    def change(self, sets: dict[Column, str], condition: str) -> str:
        """The statement that gives columns of these rows new values, all from what the row held before."""
        is_mariadb = self.ground.dialect == MARIADB
        listed = ", ".join(
            f"{self.column(name) if is_mariadb else self.words.name(name)} = {value}"
            for name, value in sets.items()
        )
        return f"UPDATE {self.source()} SET {listed} WHERE {condition}"


def _instant(is_soft: bool) -> str:
    return "soft_at" if is_soft else "at"


def _until(is_frozen: bool) -> str:
    return "frozen_at" if is_frozen else "ended_at"
