"""
Rows reduced and grouped in the store: what leaves it is a group of enough people, or a count.

A statement (`render.py`) gives each row with its cells, whose it is, and in which state the claims on it are.
Around it stand, one upon the other: one row for each record, its cells reduced where they may be used, groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from troth.claims.carried import Carried
from troth.claims.states import State
from troth.stores.live import Family
from troth.stores.sql.said import Said
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words

WHO, RECORD, CLAMP = "who", "record", "clamp"
_USE = int(State.ACTIVE)


class Coarse(Enum):
    """How a cell becomes coarser."""

    WHOLE = "whole"
    MONTH = "month"
    YEAR = "year"
    BAND = "band"
    PREFIX = "prefix"
    BINS = "bins"


@dataclass(frozen=True, slots=True)
class Reduced:
    """A cell, in the statement `v` and its number, made coarser: used where claim `u` and its number is active."""

    number: int
    family: Family
    coarse: Coarse
    size: Decimal
    claim: int | None  # none: it is not personal


@dataclass(frozen=True, slots=True)
class Grouping:
    """The statements over the records of one table that may be used."""

    said: Said
    claims: int  # how many: a record is used where one of them is active
    cells: Sequence[Reduced]
    is_repeated: bool  # a record stands in the statement once for each of its ties

    def averages(self, carried: Carried) -> tuple[str, dict[str, object]]:
        """The average size of each cell that is a number, as a0, a1 …"""
        numbers = {cell.number: cell for cell in self.cells if cell.coarse is Coarse.BINS}
        kind = {POSTGRESQL: "numeric", SQLITE: "REAL", MARIADB: "DECIMAL(38, 6)"}[self._dialect]
        parts = [
            f"AVG(ABS(CAST({self._where_used(cell, f'v{number}')} AS {kind}))) AS a{number}"
            for number, cell in numbers.items()
        ]
        return self._over(f"SELECT {', '.join(parts) or '1 AS u'} FROM {{}} WHERE {self._is_used}", carried)

    def variety(self, carried: Carried) -> tuple[str, dict[str, object]]:
        """How many records there are (n), of how many people (p), and how many values each cell has (d0, d1 …)."""
        counts = [f"COUNT(DISTINCT r{cell.number}) AS d{cell.number}" for cell in self.cells]
        listed = ", ".join(["COUNT(*) AS n", f"COUNT(DISTINCT {WHO}) AS p", *counts])
        return self._over_reduced(f"SELECT {listed} FROM {{}} AS reduced", carried)

    def groups(self, columns: Sequence[int], k: int, carried: Carried) -> tuple[str, dict[str, object]]:
        """The groups of k people and more: their cells, and n records of p people."""
        names = [f"r{number}" for number in columns]
        listed = ", ".join([*names, "COUNT(*) AS n", f"COUNT(DISTINCT {WHO}) AS p"])
        grouped = f" GROUP BY {', '.join(names)}" if names else ""
        enough = f"HAVING COUNT(DISTINCT {WHO}) >= {k}"
        return self._over_reduced(f"SELECT {listed} FROM {{}} AS reduced{grouped} {enough}", carried)

    def test(self, columns: Sequence[int], k: int, carried: Carried) -> tuple[str, dict[str, object]]:
        """How many groups have k people (g), with how many records (n) and how few people (s); the others (h, m)."""
        names = ", ".join(f"r{number}" for number in columns)
        grouped = f" GROUP BY {names}" if names else ""
        inner = f"SELECT COUNT(*) AS n, COUNT(DISTINCT {WHO}) AS p FROM {{}} AS reduced{grouped}"
        is_enough = f"p >= {k}"
        sums = ", ".join(
            (
                f"SUM(CASE WHEN {is_enough} THEN 1 ELSE 0 END) AS g",
                f"SUM(CASE WHEN {is_enough} THEN n ELSE 0 END) AS n",
                f"MIN(CASE WHEN {is_enough} THEN p END) AS s",
                f"SUM(CASE WHEN {is_enough} THEN 0 ELSE 1 END) AS h",
                f"SUM(CASE WHEN {is_enough} THEN 0 ELSE n END) AS m",
            )
        )
        return self._over_reduced(f"SELECT {sums} FROM ({inner}) AS alike", carried)

    def left(
        self, columns: Sequence[int], by: int | None, k: int, carried: Carried
    ) -> tuple[str, dict[str, object]]:
        """What stands in groups of fewer than k people, by one of the columns (b) or in all: n records of p people."""
        names = "".join(f"r{number}, " for number in columns)
        parted = f"PARTITION BY {names[:-2]}" if names else ""
        each = f"SELECT {names}{WHO}, COUNT(*) AS n FROM {{}} AS reduced GROUP BY {names}{WHO}"
        alike = f"SELECT {names}{WHO}, n, COUNT({WHO}) OVER ({parted}) AS members FROM ({each}) AS each_one"
        shown, grouped = ("NULL", "") if by is None else (f"r{by}", f" GROUP BY r{by}")
        listed = f"{shown} AS b, SUM(n) AS n, COUNT(DISTINCT {WHO}) AS p"
        return self._over_reduced(
            f"SELECT {listed} FROM ({alike}) AS grouped WHERE members < {k}{grouped}", carried
        )

    # --- around the statement -------------------------------------------------------------------------------

    @property
    def _dialect(self) -> str:
        return self.said.ground.dialect

    @property
    def _is_used(self) -> str:
        one = " OR ".join(f"u{number} = {_USE}" for number in range(self.claims)) or "1 = 0"
        return f"{CLAMP} <= 0 AND ({one})"

    def _over(self, template: str, carried: Carried) -> tuple[str, dict[str, object]]:
        text, parameters = self.said.bound(carried=carried)
        return template.replace("{}", self._records(text)), parameters

    def _records(self, text: str) -> str:
        """One row for each record: about all whom it is tied to, the least that any of them allows."""
        if not self.is_repeated:
            return f"({text}) AS asked"
        least = [f"MIN({self._ordered(cell)}) AS v{cell.number}" for cell in self.cells]
        least += [f"MIN(u{number}) AS u{number}" for number in range(self.claims)]
        listed = ", ".join([f"MIN({WHO}) AS {WHO}", f"MAX({CLAMP}) AS {CLAMP}", *least])
        return f"(SELECT {listed} FROM ({text}) AS ties GROUP BY {RECORD}) AS asked"

    def _ordered(self, cell: Reduced) -> str:
        """A cell of which the least can be told: PostgreSQL knows none of two booleans."""
        is_boolean = cell.family is Family.BOOLEAN and self._dialect == POSTGRESQL
        return f"CAST(v{cell.number} AS integer)" if is_boolean else f"v{cell.number}"

    def _over_reduced(self, template: str, carried: Carried) -> tuple[str, dict[str, object]]:
        words = Words(self._dialect, "c")
        cells = [
            f"{self._where_used(cell, _reduced(words, self.said.ground.zone.key, cell))} AS r{cell.number}"
            for cell in self.cells
        ]
        reduced = f"(SELECT {', '.join([WHO, *cells])} FROM {{}} WHERE {self._is_used})"
        text, parameters = self._over(template.replace("{}", reduced), carried)
        return text, parameters | words.parameters.values

    def _where_used(self, cell: Reduced, expression: str) -> str:
        if cell.claim is None:
            return expression
        return f"CASE WHEN u{cell.claim} = {_USE} THEN {expression} END"


def _reduced(words: Words, zone: str, cell: Reduced) -> str:
    """A cell made coarser, as text."""
    value, size = f"v{cell.number}", format(cell.size, "f")
    match cell.coarse:
        case Coarse.WHOLE:
            return words.as_text(value)
        case Coarse.MONTH:
            return _start(words, zone, cell.family, value, 7)
        case Coarse.YEAR:
            return _start(words, zone, cell.family, value, 4)
        case Coarse.BAND:
            whole = "SIGNED" if words.dialect == MARIADB else "INTEGER"
            year = f"CAST({_start(words, zone, cell.family, value, 4)} AS {whole})"
            return words.as_text(f"({year} - MOD({year}, {size}))" if words.dialect != SQLITE else
                                 f"({year} - {year} % {size})")  # fmt: skip
        case Coarse.PREFIX:
            return f"substr({words.as_text(value)}, 1, {size})"
        case Coarse.BINS:
            return words.as_text(_bin(words, value, size))


def _start(words: Words, zone: str, family: Family, value: str, length: int) -> str:
    """The first letters of an instant or day: its year, or year and month; of an instant, in the controller's zone."""
    if words.dialect == POSTGRESQL:
        local = f"{value} AT TIME ZONE {words.value(zone)}" if family is Family.TIMESTAMP_ZONED else value
        return f"substr(CAST(({local}) AS text), 1, {length})"
    return f"substr({words.as_text(value)}, 1, {length})"


def _bin(words: Words, value: str, width: str) -> str:
    """The start of the bin that a number falls in, towards zero."""
    match words.dialect:
        case "postgresql":
            return f"trim_scale(trunc(CAST({value} AS numeric) / {width}) * {width})"
        case "mariadb":
            return f"TRUNCATE({value} / {width}, 0) * {width}"
        case _:
            return f"CAST(CAST({value} AS REAL) / {width} AS INTEGER) * {width}"
