"""A question in the words of `claims.questions`, as one SQL statement of an engine.

Pure: takes a question and what is known of the live schema, gives a statement (`said.py`) that can be
asked again and again; another module asks it. Each row the question speaks of becomes an alias, joined in
the SELECT where its base stands; each look-up of a carried row becomes one outer join. What needs rows is
asked in the innermost SELECT, once each; what is made of such answers is built level by level around it,
so that a part that stands in many claims is computed once.
"""

from collections.abc import Mapping, Sequence

from troth.claims import questions as ask
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.stores.sql.expressions import Expressions
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import OfPeople, Only, Records
from troth.stores.sql.said import CARRIED, TEXT, WHOLE, Listed, ListName, Said, joined_as
from troth.stores.sql.words import POSTGRESQL, SQLITE

_MOST_ARGUMENTS = 100  # of a function of PostgreSQL's


class Statement(Expressions):
    """One statement over the rows of one table, in the making."""

    def __init__(self, ground: Ground, table: Table, *, is_of_few: bool = False) -> None:
        super().__init__(ground, table, is_of_few=is_of_few)
        self._listed: list[Listed] = []
        self._in_json: dict[str, str | None] = {}
        self._shown: dict[str, str] = {}
        self._levels = self._levels_of(self._scope)
        self._conditions: list[str] = []
        self._grouped: list[str] = []
        self._each_once = ""
        self._sums: Mapping[str, str] = {}
        self._carried_in: str | None = None

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

    def show_version(self, label: str, columns: Sequence[Column]) -> None:
        """Give one text for what these columns hold: another one when any of them changes."""
        cells = [self._cell(ask.Cell(self.row, column), self._scope) for column in columns]
        self._shown[label] = self.words.digest(cells)

    def where(self, condition: ask.Test | Only | str) -> None:
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
        self._in_json["latest"] = _in_json(self.ground.column(cell))
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
        named = [self._carried_as(number) for number in self._joined.values()]
        around, text = self._in_levels("l", text, kept, outer)
        named += around
        labels = (*kept, *(outer[-1] if outer else {})) or ("u",)
        in_json = tuple(one for label in labels if (one := self._in_json.get(label, "")) is not None)
        return Said(
            self.ground,
            self.table.store,
            f"WITH {', '.join(named)} {text}" if named else text,
            self.words.parameters.values,
            tuple(self._joined),
            tuple(self._named),
            tuple(self._listed),
            labels,
            in_json if self._may_be_json(labels, in_json) else None,
        )

    def _may_be_json(self, labels: Sequence[str], in_json: Sequence[str]) -> bool:
        """Whether JSON carries every column, and not too many for a function's arguments."""
        return not self._sums and len(in_json) == len(labels) <= _MOST_ARGUMENTS

    def look_up_in(self, table: str) -> None:
        """Look carried rows up in that table of the session, and not in those given with each question."""
        self._carried_in = table

    def _carried_as(self, slot: int) -> str:
        """
        The carried rows of a slot, to be joined.

        Apart from those of others: of all of them PostgreSQL would take those of one slot for a row or two, and
        read them anew for each row of the table.
        """
        name = joined_as(slot)
        if self._carried_in is not None:
            return f"{name} AS (SELECT * FROM {self._carried_in} WHERE slot = {slot})"
        # Else SQLite would read them anew for each row; kept, it makes an index on them by itself.
        kept_apart = "MATERIALIZED " if self.ground.dialect == SQLITE else ""
        return f"{name} AS {kept_apart}({self.words.relation(name, CARRIED)})"

    # --- conditions on keys ---------------------------------------------------------------------------------

    def is_key(self, key: ask.KeyText) -> str:
        """Whether a key is one of the people's (normalised), asked so that an index on its column can be used."""
        kind, value = self.ground.kind(key.cell), self._cell(key.cell, self._scope)
        if kind is ColumnType.INTEGER:
            return self.among(value, ListName("whole", key.type), WHOLE)
        keys, live = ListName("text", key.type), self.ground.column(key.cell)
        as_text = self.words.key_text(value, live)
        if not key.is_normalised:
            return self.among(self.words.normalised(as_text), keys, TEXT)
        exactly = self.among(as_text, keys, TEXT)
        if kind is not ColumnType.TEXT or (
            live is not None and live.written
        ):  # no text can be compared with it
            return exactly
        by_index = self.among(value, keys, TEXT)
        return by_index if self.ground.dialect == POSTGRESQL else f"{by_index} AND {exactly}"

    def is_read_plainly(self, way: ask.Way) -> bool:
        """
        Whether the people's keys may be looked for in the row, or in one it points at, without more ado.

        An engine begins at such a key, if an index has it, only where it sees that the row must point somewhere.
        """
        if way.rows is not None or self.ground.column(way.key.cell) is None:
            return False
        kind = self.ground.kind(way.key.cell)
        is_compared_as_kept = kind is ColumnType.INTEGER or (
            kind is ColumnType.TEXT and way.key.is_normalised
        )
        return way.key.cell.row == self.row or is_compared_as_kept

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

    def key(self) -> str:
        """The key of the row, to be looked for among others."""
        alias = f"{self._scope.aliases[self.row]}."
        keys = ", ".join(alias + self.words.name(name) for name in self.table.key)
        return f"({keys})" if len(self.table.key) > 1 else keys

    def keys_by(self, way: ask.Way) -> str:
        """A SELECT of the keys of the rows that a way leads from to one of the people's keys."""
        inner = Statement(self.ground, self.table)
        inner.words = self.words
        inner._listed = self._listed
        inner._parents = "JOIN"  # a way that leads nowhere leads to no key
        inner._aliases = self._aliases + 100
        inner._scope.source[0] = inner._from(self.table.name, "s")
        inner._scope.aliases[inner.row] = "s"
        if way.rows is not None:
            inner.join_down(way.rows)
        inner.where(inner.is_key(way.key))
        inner.show_key()
        self._aliases = inner._aliases
        return inner.said().text


def _in_json(live: LiveColumn | None) -> str | None:
    """As what JSON carries a column without loss: a cast, if need be; none where it cannot."""
    if live is None or live.written in ("uuid", "boolean"):
        return ""
    if live.written.startswith("numeric"):
        return "::text"
    if live.written:
        return None
    return "" if live.type is ColumnType.INTEGER else "::text"  # a char(n) without what fills it up
