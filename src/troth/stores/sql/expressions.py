"""Tests and numbers of a question as expressions of SQL, each in the SELECT where its rows are joined."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from troth.claims import questions as ask
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.condition import Scalar
from troth.stores.sql.constants import comparable, constant
from troth.stores.sql.joined import Joined, Scope
from troth.stores.sql.levels import Levels, reachable, said_case
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, micros


class Expressions(Joined):
    """The tests and numbers of one statement."""

    def _leaf(self, node: ask.Test | ask.Number) -> str | None:
        """What needs rows, as an expression of the innermost SELECT; none for what is made of other answers."""
        return self._rooted(node, self._scope)

    def _test(self, test: ask.Test, scope: Scope) -> str:
        match test:
            case ask.Holds(answer):
                return self.words.answer(answer)
            case ask.Negation(inner):
                return f"NOT ({self._test(inner, scope)})"
            case ask.Every(tests):
                return " AND ".join(dict.fromkeys(f"({self._test(inner, scope)})" for inner in tests))
            case ask.Some(tests):
                return " OR ".join(dict.fromkeys(f"({self._test(inner, scope)})" for inner in tests))
            case ask.IsUnknown(inner):
                return f"({self._test(inner, scope)}) IS NULL"
            case ask.Surely(inner):
                return f"({self._test(inner, scope)}) IS TRUE"
            case _:
                text = self._rooted(test, scope)
                assert text is not None
                return text

    def _number(self, number: ask.Number, scope: Scope) -> str:
        match number:
            case ask.Const(value):
                return str(value)
            case ask.Greatest(parts):
                return self._one_of(self.words.greatest, parts, scope)
            case ask.Least(parts):
                return self._one_of(self.words.least, parts, scope)
            case ask.Case(whens, otherwise):
                said = [(self._test(test, scope), self._number(value, scope)) for test, value in whens]
                return said_case(reachable(said, last := self._number(otherwise, scope)), last)
            case _:
                text = self._rooted(number, scope)
                assert text is not None
                return text

    def _one_of(self, say: Callable[[Sequence[str]], str], parts: Sequence[ask.Number], scope: Scope) -> str:
        """The greatest or the least of some numbers; what is said alike is said once."""
        said = list(dict.fromkeys([self._number(part, scope) for part in parts]))
        return say(said) if len(said) > 1 else said[0]

    def _rooted(self, node: ask.Test | ask.Number, scope: Scope) -> str | None:
        """The nodes that read rows or carried rows."""
        match node:
            case ask.IsAmong(cell, values):
                return self._among(cell, values, scope)
            case ask.IsAbsent(value):
                return self._absent(value, scope)
            case ask.AnyRow(rows, test):
                inside = self._inner(rows, scope)
                condition = "" if test == ask.YES else self._test(test, inside)
                return f"EXISTS ({self._close(inside, rows, '1', condition)})"
            case ask.Given(cell, test):
                return f"CASE WHEN {self._cell(cell, scope)} IS NOT NULL THEN ({self._test(test, scope)}) END"
            case ask.StartsBefore(cell, instant, stored_as):
                ground = self.ground
                live = ground.column(cell) or LiveColumn(ColumnType.TIMESTAMP)
                bound = self.words.bound(live, instant, stored_as, ground.store_zone, ground.zone)
                return f"{self._cell(cell, scope)} < {bound}"
            case ask.IsDay(cell):
                return self.words.is_day(self._cell(cell, scope), self.ground.kind(cell))
            case ask.GreatestOver(rows, number):
                wanted = self._over(rows, number, scope)
                if self.ground.dialect == POSTGRESQL:
                    return f"COALESCE((SELECT max(n) FROM ({wanted}) AS q), {ask.NOBODY})"
                # Not MAX(): an aggregate over columns of an outer SELECT would belong to that one.
                return f"COALESCE(({wanted} ORDER BY n DESC LIMIT 1), {ask.NOBODY})"
            case ask.StateCarried(carry, otherwise):
                return f"COALESCE({self._carry(carry, scope)}.state, {self._number(otherwise, scope)})"
            case _:
                return self._rooted_in_carried(node, scope)

    def _over(self, rows: ask.Pointing, number: ask.Number, scope: Scope) -> str:
        """
        A SELECT of the number for each of the pointing rows, as `n`.

        SQLite's parser has a small stack, so there it is built in levels too, and in PostgreSQL where that spares
        reading the same rows again; MariaDB lets no table expression speak of an outer row.
        """
        inside = self._inner(rows, scope)
        if self.ground.dialect == MARIADB:
            return self._close(inside, rows, f"{self._number(number, inside)} AS n")
        levels = self._levels_of(inside)
        levels.want("n", number)
        if self.ground.dialect == POSTGRESQL and not levels.spare_reading:
            return self._close(inside, rows, f"{self._number(number, inside)} AS n")
        inner, outer = levels.told()
        listed = ", ".join(f"{expression} AS {label}" for label, expression in inner.items())
        self._aliases += 1
        innermost = self._close(inside, rows, listed or "1 AS u")
        named, text = self._in_levels(f"n{self._aliases}_", innermost, [], outer)
        return f"WITH {', '.join(named)} {text}" if named else text

    def _levels_of(self, scope: Scope) -> Levels:
        """Levels upon the rows of a SELECT; PostgreSQL tells several things of the same rows at once."""
        together = None
        if self.ground.dialect == POSTGRESQL:
            together = partial(self._passed, scope)
        return Levels(self.words, lambda node: self._rooted(node, scope), together)

    def _passed(self, scope: Scope, rows: ask.Pointing, tests: Sequence[ask.Test]) -> str:
        """Which of some tests any of the pointing rows passes, a bit for each, the rows read once."""
        inside = self._inner(rows, scope)
        bits = [
            f"CASE WHEN {self._test(test, inside)} THEN {1 << bit} ELSE 0 END"
            for bit, test in enumerate(tests)
        ]
        of_each = self._close(inside, rows, f"{' | '.join(bits)} AS n")
        return f"COALESCE((SELECT bit_or(n) FROM ({of_each}) AS q), 0)"

    def _in_levels(
        self, prefix: str, innermost: str, shown: Sequence[str], outer: Sequence[Mapping[str, str]]
    ) -> tuple[list[str], str]:
        """
        The SELECTs named before the last one, each around the one before, and the last one, that gives what is shown.

        PostgreSQL and SQLite would put each level's expressions into the next one again, and plan for long: they are
        kept apart. In PostgreSQL each stands within the next: what is named before is written down row by row.
        """
        whole = " LIMIT -1" if self.ground.dialect == SQLITE else ""  # kept apart, and still row by row
        named: list[str] = []
        text = innermost
        for index, added in enumerate(outer):
            name = source = f"{prefix}{index}"
            if self.ground.dialect == POSTGRESQL:
                source = f"({text} OFFSET 0) AS {name}"
            else:
                named.append(f"{name} AS ({text}{whole})")
            kept = [f"{name}.{label}" for label in shown] if index == len(outer) - 1 else [f"{name}.*"]
            listed = [*kept, *(f"{expression} AS {label}" for label, expression in added.items())]
            text = f"SELECT {', '.join(listed)} FROM {source}"
        return named, text

    def _rooted_in_carried(self, node: ask.Test | ask.Number, scope: Scope) -> str | None:
        match node:
            case ask.IsCarried(carry):
                return f"{self._carry(carry, scope)}.who IS NOT NULL"
            case ask.CarriedSince(carry, instant):
                return f"{self._carry(carry, scope)}.at >= {self.words.parameters.bind(micros(instant))}"
            case ask.CarriedState(carry, state):
                return f"{self._carry(carry, scope)}.state = {int(state)}"
            case ask.Outlived(later, earlier, is_soft):
                column = "soft_at" if is_soft else "at"
                return f"{self._carry(later, scope)}.{column} >= {self._carry(earlier, scope)}.at"
            case ask.HasInstant(carry, is_soft):
                return f"{self._carry(carry, scope)}.{'soft_at' if is_soft else 'at'} IS NOT NULL"
            case ask.HasUntil(carry, is_frozen):
                return f"{self._carry(carry, scope)}.{'frozen_at' if is_frozen else 'ended_at'} IS NOT NULL"
            case ask.SeenBy(seen, carry, is_frozen):
                until = f"{self._carry(carry, scope)}.{'frozen_at' if is_frozen else 'ended_at'}"
                return f"{self._carry(seen, scope)}.at <= {until}"
            case ask.ExistedAt(created, carry, is_frozen):
                return self._existed(created, carry, "frozen" if is_frozen else "ended", scope)
            case _:
                return None

    def _existed(self, created: ask.Cell, carry: ask.Carry, name: str, scope: Scope) -> str:
        """Whether the record was created at or before the carried instant, in the terms of its column."""
        value, row = self._cell(created, scope), self._carry(carry, scope)
        kind = self.ground.kind(created)
        if kind is ColumnType.DATE:
            return f"{value} <= {row}.{name}_day"
        if kind is ColumnType.INTEGER:
            return f"{value} * 1000000 <= {row}.{name}_at"
        if kind is ColumnType.TIMESTAMP_ZONED and self.ground.dialect == POSTGRESQL:
            return (
                f"{value} <= {row}.{name}_until AT TIME ZONE {self.words.value(str(self.ground.store_zone))}"
            )
        return f"{value} <= {row}.{name}_until"

    def _among(self, cell: ask.Cell, values: tuple[Scalar, ...], scope: Scope) -> str:
        """Whether the cell holds one of a few values, in the type of its column, text in binary."""
        live = self.ground.column(cell)
        if live is None:
            return "NULL"
        value = comparable(self.words, live, self._cell(cell, scope))
        said = (constant(self.words, self.ground, live, one) for one in values)
        return f"{value} IN ({', '.join(one for one in said if one is not None) or 'NULL'})"
