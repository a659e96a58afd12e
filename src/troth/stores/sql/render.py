"""A question in the words of `claims.questions`, as one SQL statement of an engine.

Pure: takes a question and what is known of the live schema, gives a statement (`said.py`) that can be
asked again and again; another module asks it. Each row the question speaks of becomes an alias, joined in
the SELECT where its base stands; each look-up of a carried row becomes one outer join. What needs rows is
asked in the innermost SELECT, once each; what is made of such answers is built level by level around it,
so that a part that stands in many claims is computed once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from troth.claims import questions as ask
from troth.claims.compiler import ways
from troth.claims.keys import Key
from troth.claims.same import Same
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.condition import Scalar
from troth.manifest.model import Manifest
from troth.manifest.names import Column, TableName
from troth.manifest.stores import Table
from troth.stores.sql.constants import comparable, constant
from troth.stores.sql.ground import Ground
from troth.stores.sql.levels import Levels
from troth.stores.sql.said import CARRIED, TEXT, WHOLE, Given, Listed, ListName, Said, is_whole
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words, micros

_MOST_ARGUMENTS = 100  # of a function of PostgreSQL's


@dataclass(slots=True)
class _Scope:
    """One SELECT in the making: its base, the rows joined to it, and the SELECT it stands in."""

    base: ask.Base
    source: list[str]
    aliases: dict[ask.Row, str]
    outer: "_Scope | None" = None
    carries: dict[ask.Carry, str] = field(default_factory=dict)


class Statement:
    """One statement over the rows of one table, in the making."""

    def __init__(self, ground: Ground, table: Table, *, is_of_few: bool = False) -> None:
        """
        Begin a statement.

        Args:
            is_of_few: asked of the rows of some people: what is carried is then looked up row by row, where
                the engine can; of whole tables it is joined once.
        """
        self.ground = ground
        self._looks_up = is_of_few and ground.dialect == POSTGRESQL
        self.table = table
        self.row = ask.Base("r", table.name)
        self.words = Words(ground.dialect)
        self._slots: dict[ask.Slot, int] = {}
        self._listed: list[Listed] = []
        self._in_json: dict[str, str | None] = {}
        self._aliases = 0
        self._shown: dict[str, str] = {}
        self._levels = Levels(self.words, self._leaf)
        self._parents = "LEFT JOIN"  # a row may point nowhere
        self._conditions: list[str] = []
        self._grouped: list[str] = []
        self._each_once = ""
        self._sums: Mapping[str, str] = {}
        self._carried_in: str | None = None
        alias = self._alias()
        self._scope = _Scope(self.row, [self._from(table.name, alias)], {self.row: alias})

    # --- what is asked for ----------------------------------------------------------------------------------

    def show(self, label: str, wanted: ask.Cell | ask.TextValue | ask.Number | ask.Test) -> None:
        """Give this, under that label, for every row."""
        match wanted:
            case ask.Cell():
                self._shown[label] = self._cell(wanted, self._scope)
                self._in_json[label] = _in_json(self.ground.column(wanted))
            case ask.KeyText() | ask.FirstText() | ask.Doubtful() | ask.RecordText():
                self._shown[label] = self._text(wanted, self._scope)
            case _:
                self._levels.want(label, wanted)

    def show_test(self, label: str, test: ask.Test) -> None:
        """Give 1 where the test answers yes, else 0."""
        self.show(label, ask.case((test, ask.Const(1)), otherwise=ask.Const(0)))

    def show_key(self) -> None:
        """Give the key of every row, as k0, k1 …"""
        for index, column in enumerate(self.table.key):
            self.show(f"k{index}", ask.Cell(self.row, column))

    def where(self, condition: "ask.Test | Only | str") -> None:
        """Only rows for which this holds."""
        match condition:
            case str():
                self._conditions.append(condition)
            case OfPeople() | Records():
                self._conditions.append(condition.condition(self))
            case _:
                self._conditions.append(self._test(condition, self._scope))

    def give_each_once(self) -> None:
        """Give equal results once."""
        self._each_once = "DISTINCT "

    def join_down(self, rows: ask.Pointing) -> None:
        """Run over the pointing rows instead: one result for each of them with the row they point at."""
        alias = self._alias()
        self._scope.aliases[rows.base] = alias
        if rows.row == rows.base:
            points = self._points(rows, self._scope)
            self._scope.source.append(f"JOIN {self._from(rows.base.table, alias)} ON {points}")
            return
        self._scope.source.append(f"JOIN {self._from(rows.base.table, alias)} ON 1 = 1")
        self._conditions.append(self._points(rows, self._scope))

    def latest_by(self, who: ask.TextValue, cell: ask.Cell, believed: ask.Test) -> None:
        """For each text: the greatest believed value of a cell (`latest`), and whether one is not (`unknown`)."""
        text, value = self._text(who, self._scope), self._cell(cell, self._scope)
        test = self._test(believed, self._scope)
        self._shown |= {
            "who": text,
            "latest": f"MAX(CASE WHEN {test} THEN {value} END)",
            "unknown": f"MAX(CASE WHEN {test} THEN 0 ELSE 1 END)",
        }
        self._conditions.append(f"{text} IS NOT NULL")
        self._grouped.append(text)

    def measure(self, label: str, wanted: ask.Cell | ask.Test) -> None:
        """Give a cell, or 1 where a test answers yes and else 0, to be summed up by `group`."""
        if isinstance(wanted, ask.Cell):
            self._shown[label] = self._cell(wanted, self._scope)
        else:
            self._shown[label] = f"CASE WHEN {self._test(wanted, self._scope)} THEN 1 ELSE 0 END"

    def group(self, sums: Mapping[str, str]) -> None:
        """
        Give groups of rows instead: those of which the same is known, with these sums over what was measured.

        Rows are grouped by the answers that need them, before anything is made of these: once over the table,
        whatever is asked.
        """
        self._sums = sums

    def said(self) -> Said:
        """The statement, to be asked of whatever people and records, with whatever facts."""
        inner, outer = self._levels.told()
        shown = [f"{expression} AS {label}" for label, expression in (self._shown | inner).items()]
        text = f"SELECT {self._each_once}{', '.join(shown) or '1 AS u'} FROM {' '.join(self._scope.source)}"
        if self._conditions:
            text += " WHERE " + " AND ".join(f"({condition})" for condition in self._conditions)
        if self._grouped:
            text += " GROUP BY " + ", ".join(self._grouped)
        kept = list(self._shown)
        if self._sums:
            wanted = [*inner, *(f"{expression} AS {label}" for label, expression in self._sums.items())]
            alike = f" GROUP BY {', '.join(inner)}" if inner else ""
            text, kept = f"SELECT {', '.join(wanted)} FROM ({text}) AS asked{alike}", list(self._sums)
        is_joined = self._slots and not self._looks_up
        named = [self._carried_as()] if is_joined else []
        around, text = self._in_levels("l", text, kept, outer)
        named += around
        labels = (*kept, *(outer[-1] if outer else {})) or ("u",)
        in_json = tuple(one for label in labels if (one := self._in_json.get(label, "")) is not None)
        return Said(
            self.ground,
            self.table.store,
            f"WITH {', '.join(named)} {text}" if named else text,
            self.words.parameters.values,
            tuple(self._slots),
            tuple(self._listed),
            labels,
            self._looks_up,
            in_json if self._may_be_json(labels, in_json) else None,
        )

    def _may_be_json(self, labels: Sequence[str], in_json: Sequence[str]) -> bool:
        """Whether JSON carries every column, and not too many for a function's arguments."""
        is_plain = not (self._grouped or self._sums)
        return is_plain and len(in_json) == len(labels) <= _MOST_ARGUMENTS

    def look_up_in(self, table: str) -> None:
        """Look carried rows up in that table of the session, and not in those given with each question."""
        self._carried_in = table

    def _carried_as(self) -> str:
        if self._carried_in is not None:
            return f"carried AS (SELECT * FROM {self._carried_in})"
        # Else SQLite would read them anew for each row; kept, it makes an index on them by itself.
        kept_apart = "MATERIALIZED " if self.ground.dialect == SQLITE else ""
        return f"carried AS {kept_apart}({self.words.relation('carried_rows', CARRIED)})"

    # --- conditions on keys ---------------------------------------------------------------------------------

    def is_key(self, key: ask.KeyText) -> str:
        """Whether a key is one of the people's (normalised), asked so that an index on its column can be used."""
        kind, value = self.ground.kind(key.cell), self._cell(key.cell, self._scope)
        if kind is ColumnType.INTEGER:
            return self.among(value, ListName("whole", key.type), WHOLE)
        keys, as_text = ListName("text", key.type), self.words.as_text(value)
        if not key.is_normalised:
            return self.among(self.words.normalised(as_text), keys, TEXT)
        exactly = self.among(as_text, keys, TEXT)
        if kind is not ColumnType.TEXT:
            return exactly
        by_index = self.among(value, keys, TEXT)
        return by_index if self.ground.dialect == POSTGRESQL else f"{by_index} AND {exactly}"

    def among(self, expression: str, name: ListName, live: LiveColumn) -> str:
        """Whether the expression, in the type of that column, is one of the values given under that name."""
        return self._is_listed(Listed(name, (expression,), (live,)))

    def are_among(self, columns: Sequence[Column], name: ListName, row: ask.Row | None = None) -> str:
        """Whether these columns (of the row, or of one it leads to) together hold one of the values given."""
        cells = [ask.Cell(row or self.row, column) for column in columns]
        texts = tuple(self._cell(cell, self._scope) for cell in cells)
        return self._is_listed(Listed(name, texts, tuple(self.ground.column(cell) or TEXT for cell in cells)))

    def _is_listed(self, listed: Listed) -> str:
        if listed not in self._listed:
            self._listed.append(listed)
        return listed.text(self.words, self._listed.index(listed))

    # --- rows -----------------------------------------------------------------------------------------------

    def _alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def _from(self, table: TableName, alias: str) -> str:
        if table not in self.ground.live:
            return f"(SELECT 1 AS u WHERE 1 = 0) AS {alias}"
        return f"{self.words.name(table)} AS {alias}"

    def _row(self, row: ask.Row, scope: _Scope) -> str:
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

    def _home(self, row: ask.Row, scope: _Scope) -> _Scope:
        """The SELECT in which the base of a row stands."""
        base = row
        while isinstance(base, ask.ParentRow):
            base = base.of
        found: _Scope | None = scope
        while found is not None:
            if base in found.aliases:
                return found
            found = found.outer
        raise AssertionError(f"{base} stands nowhere in the statement")

    def _cell(self, cell: ask.Cell, scope: _Scope) -> str:
        alias = self._row(cell.row, scope)
        return "NULL" if self.ground.column(cell) is None else f"{alias}.{self.words.name(cell.column)}"

    def _equal(self, mine: str, theirs: str, row: ask.Row, column: Column) -> str:
        """Whether a reference points there; text in binary, whatever the collations."""
        if self.ground.dialect == MARIADB and self.ground.kind(ask.Cell(row, column)) is ColumnType.TEXT:
            return f"{mine} = {theirs} AND {self.words.as_text(mine)} = {self.words.as_text(theirs)}"
        return f"{mine} = {theirs}"

    def _points(self, rows: ask.Pointing, scope: _Scope) -> str:
        """The condition under which a row is one of the pointing rows."""
        return " AND ".join(
            self._equal(
                self._cell(ask.Cell(rows.row, mine), scope), self._cell(outside, scope), rows.row, mine
            )
            for mine, outside in rows.on
        )

    def _inner(self, rows: ask.Pointing, scope: _Scope) -> _Scope:
        alias = self._alias()
        return _Scope(rows.base, [self._from(rows.base.table, alias)], {rows.base: alias}, scope)

    def _close(self, inner: _Scope, rows: ask.Pointing, wanted: str, condition: str = "") -> str:
        """The inner SELECT of something over the pointing rows."""
        points = self._points(rows, inner)
        further = f" AND ({condition})" if condition else ""
        return f"SELECT {wanted} FROM {' '.join(inner.source)} WHERE {points}{further}"

    # --- texts ----------------------------------------------------------------------------------------------

    def _text(self, text: ask.TextValue, scope: _Scope) -> str:
        words = self.words
        match text:
            case ask.KeyText(key_type, cell, is_normalised):
                value = words.as_text(self._cell(cell, scope))
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

    def _absent(self, value: ask.Cell | ask.TextValue, scope: _Scope) -> str:
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

    def _key_part(self, cell: ask.Cell, scope: _Scope) -> str:
        value = self.words.named(self._cell(cell, scope), self.ground.column(cell))
        if self.ground.kind(cell) is ColumnType.INTEGER:
            return value
        once, twice, pipe, mark = (self.words.literal(text) for text in ("\\", "\\\\", "|", "\\p"))
        return f"REPLACE(REPLACE({value}, {once}, {twice}), {pipe}, {mark})"

    def _carry(self, carry: ask.Carry, scope: _Scope) -> str:
        """The outer join that looks a carried row up, once in the SELECT where its row stands."""
        home = self._home(_first_row(carry.who), scope)
        if carry not in home.carries:
            number = self._slots.setdefault(carry.slot, len(self._slots))
            who = self._text(carry.who, home)
            alias = self._alias()
            home.carries[carry] = alias
            if self._looks_up:
                found = self.words.looked_up("carried_rows", f"{number}|", who, alias, CARRIED)
                home.source.append(f"LEFT JOIN LATERAL {found} ON TRUE")
            else:
                home.source.append(
                    f"LEFT JOIN carried AS {alias} ON {alias}.slot = {number} AND {alias}.who = {who}"
                )
        return home.carries[carry]

    # --- tests and numbers, in place ------------------------------------------------------------------------

    def _leaf(self, node: ask.Test | ask.Number) -> str | None:
        """What needs rows, as an expression of the innermost SELECT; none for what is made of other answers."""
        return self._rooted(node, self._scope)

    def _test(self, test: ask.Test, scope: _Scope) -> str:
        match test:
            case ask.Holds(answer):
                return self.words.answer(answer)
            case ask.Negation(inner):
                return f"NOT ({self._test(inner, scope)})"
            case ask.Every(tests):
                return " AND ".join(f"({self._test(inner, scope)})" for inner in tests)
            case ask.Some(tests):
                return " OR ".join(f"({self._test(inner, scope)})" for inner in tests)
            case ask.IsUnknown(inner):
                return f"({self._test(inner, scope)}) IS NULL"
            case ask.Surely(inner):
                return f"({self._test(inner, scope)}) IS TRUE"
            case _:
                text = self._rooted(test, scope)
                assert text is not None
                return text

    def _number(self, number: ask.Number, scope: _Scope) -> str:
        match number:
            case ask.Const(value):
                return str(value)
            case ask.Greatest(parts):
                return self.words.greatest([self._number(part, scope) for part in parts])
            case ask.Least(parts):
                return self.words.least([self._number(part, scope) for part in parts])
            case ask.Case(whens, otherwise):
                listed = " ".join(
                    f"WHEN {self._test(test, scope)} THEN {self._number(value, scope)}"
                    for test, value in whens
                )
                return f"CASE {listed} ELSE {self._number(otherwise, scope)} END"
            case _:
                text = self._rooted(number, scope)
                assert text is not None
                return text

    def _rooted(self, node: ask.Test | ask.Number, scope: _Scope) -> str | None:
        """The nodes that read rows or carried rows."""
        match node:
            case ask.IsAmong(cell, values):
                return self._among(cell, values, scope)
            case ask.IsAbsent(value):
                return self._absent(value, scope)
            case ask.AnyRow(rows, test):
                inside = self._inner(rows, scope)
                condition = self._test(test, inside)
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
                # Not MAX(): an aggregate over columns of an outer SELECT would belong to that one.
                wanted = self._over(rows, number, scope)
                return f"COALESCE(({wanted} ORDER BY n DESC LIMIT 1), {ask.NOBODY})"
            case ask.StateCarried(carry, otherwise):
                return f"COALESCE({self._carry(carry, scope)}.state, {self._number(otherwise, scope)})"
            case _:
                return self._rooted_in_carried(node, scope)

    def _over(self, rows: ask.Pointing, number: ask.Number, scope: _Scope) -> str:
        """
        A SELECT of the number for each of the pointing rows, as `n`.

        SQLite's parser has a small stack, so there it is built in levels too; MariaDB lets no table
        expression speak of an outer row, so elsewhere it stands in one piece.
        """
        inside = self._inner(rows, scope)
        if self.ground.dialect != SQLITE:
            return self._close(inside, rows, f"{self._number(number, inside)} AS n")
        levels = Levels(self.words, lambda node: self._rooted(node, inside))
        levels.want("n", number)
        inner, outer = levels.told()
        listed = ", ".join(f"{expression} AS {label}" for label, expression in inner.items())
        self._aliases += 1
        innermost = self._close(inside, rows, listed or "1 AS u")
        named, text = self._in_levels(f"n{self._aliases}_", innermost, [], outer)
        return f"WITH {', '.join(named)} {text}"

    def _in_levels(
        self, prefix: str, innermost: str, shown: Sequence[str], outer: Sequence[Mapping[str, str]]
    ) -> tuple[list[str], str]:
        """The named SELECTs, each around the one before, and the last one, that gives what is shown."""
        # PostgreSQL and SQLite would put each level's expressions into the next one again, and plan for long.
        kept_apart = "MATERIALIZED " if self.ground.dialect == POSTGRESQL else ""
        whole = " LIMIT -1" if self.ground.dialect == SQLITE else ""  # kept apart too, and still row by row
        named: list[str] = []
        text = innermost
        for index, added in enumerate(outer):
            name = f"{prefix}{index}"
            named.append(f"{name} AS {kept_apart}({text}{whole})")
            kept = [f"{name}.{label}" for label in shown] if index == len(outer) - 1 else [f"{name}.*"]
            listed = [*kept, *(f"{expression} AS {label}" for label, expression in added.items())]
            text = f"SELECT {', '.join(listed)} FROM {name}"
        return named, text

    def _rooted_in_carried(self, node: ask.Test | ask.Number, scope: _Scope) -> str | None:
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

    def _existed(self, created: ask.Cell, carry: ask.Carry, name: str, scope: _Scope) -> str:
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

    def _among(self, cell: ask.Cell, values: tuple[Scalar, ...], scope: _Scope) -> str:
        """Whether the cell holds one of a few values, in the type of its column, text in binary."""
        live = self.ground.column(cell)
        if live is None:
            return "NULL"
        value = comparable(self.words, live, self._cell(cell, scope))
        said = (constant(self.words, self.ground, live, one) for one in values)
        return f"{value} IN ({', '.join(one for one in said if one is not None) or 'NULL'})"


def _first_row(text: ask.TextValue) -> ask.Row:
    """The row that a text is read from."""
    match text:
        case ask.KeyText(_, cell, _):
            return cell.row
        case ask.FirstText(texts):
            return _first_row(texts[0])
        case ask.Doubtful(inner):
            return _first_row(inner)
        case ask.RecordText(cells):
            return cells[0].row
        case _:
            assert_never(text)


def _in_json(live: LiveColumn | None) -> str | None:
    """As what JSON carries a column without loss: a cast, if need be; none where it cannot."""
    if live is None or live.written in ("uuid", "boolean"):
        return ""
    if live.written.startswith("numeric"):
        return "::text"
    if live.written:
        return None
    return "" if live.type in (ColumnType.INTEGER, ColumnType.TEXT) else "::text"


# --- which rows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfPeople:
    """Rows of a table from which a sure link (or one in doubt) leads to one of the keys."""

    keys: Collection[Key]
    manifest: Manifest
    table: Table
    is_sure: bool = True

    @property
    def is_possible(self) -> bool:
        """Whether the table has such a link."""
        return any(link.is_sure is self.is_sure for link in self.table.links)

    @property
    def ways(self) -> list[ask.Way]:
        """The ways from the table's rows to keys."""
        return ways(self.manifest, self.table, sure=self.is_sure)

    @property
    def shape(self) -> object:
        """What the condition depends on, apart from the values."""
        types = frozenset([key.type for key in self.keys])
        return "people", Same(self.manifest), self.table.name, self.is_sure, types

    @property
    def given(self) -> Given:
        """The values, by the names under which the condition asks for them."""
        found: dict[ListName, list[object]] = {}
        for key in self.keys:
            found.setdefault(ListName("text", key.type), []).append(key.value)
            whole = found.setdefault(ListName("whole", key.type), [])
            if is_whole(key.value):
                whole.append(int(key.value))
        return found

    def condition(self, statement: Statement) -> str:
        """The condition on the statement's row: its key is among those that some way leads from."""
        types = {key.type for key in self.keys}
        found = [self._by(statement, way) for way in self.ways if way.key.type in types]
        if not found:
            return statement.words.answer(False)
        alias = f"{statement._scope.aliases[statement.row]}."
        keys = ", ".join(alias + statement.words.name(name) for name in statement.table.key)
        wanted = f"({keys})" if len(statement.table.key) > 1 else keys
        return f"{wanted} IN ({' UNION '.join(found)})"

    def _by(self, statement: Statement, way: ask.Way) -> str:
        """The keys of the rows that one way leads from."""
        inner = Statement(statement.ground, statement.table)
        inner.words = statement.words
        inner._listed = statement._listed
        inner._parents = "JOIN"  # a way that leads nowhere leads to no key
        inner._aliases = statement._aliases + 100
        inner._scope.source[0] = inner._from(statement.table.name, "s")
        inner._scope.aliases[inner.row] = "s"
        if way.rows is not None:
            inner.join_down(way.rows)
        inner.where(inner.is_key(way.key))
        inner.show_key()
        statement._aliases = inner._aliases
        return inner.said().text


@dataclass(frozen=True, slots=True)
class Records:
    """Rows with one of these keys, as the store gave them."""

    keys: Sequence[tuple[object, ...]]

    @property
    def shape(self) -> object:
        """What the condition depends on, apart from the values."""
        return "records"

    @property
    def given(self) -> Given:
        """The values, by the name under which the condition asks for them."""
        return {ListName("records"): list(self.keys)}

    def condition(self, statement: Statement) -> str:
        """The condition on the statement's row."""
        return statement.are_among(statement.table.key, ListName("records"))


Only = OfPeople | Records


def shape_of(only: Only | None) -> object:
    """What a condition on the rows depends on, apart from the values; none for all rows."""
    return None if only is None else only.shape
