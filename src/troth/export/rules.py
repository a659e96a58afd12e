"""
How each column is reduced, and which figures are hidden. Pure.

Reduced is the rule, whole the exception: a personal column stands in the export only as a date, a number or a
prefix that says less than it did, or as a category that somebody named as one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from troth.export.model import How, Reduction, Shown, Terms, Why
from troth.manifest.model import Manifest
from troth.manifest.names import Column
from troth.manifest.stores import Field, Generalise, Grain, Table
from troth.stores.live import Family, StoredTable

BAND_YEARS = 10
POSTCODE_LETTERS = 2  # the French department
_BIRTH = frozenset({"birth", "birthday", "birthdate", "born", "dob", "naissance", "ne"})
_POSTCODE = frozenset({"postcode", "zip", "zipcode", "postal", "codepostal", "cp", "plz"})
_INSTANTS = frozenset({Family.DATE, Family.TIMESTAMP, Family.TIMESTAMP_ZONED})
_NUMBERS = frozenset({Family.INTEGER, Family.DECIMAL})
_TEXTS = frozenset({Family.TEXT, Family.ENUM})
_CATEGORIES = _TEXTS | {Family.BOOLEAN}
_GRAINS = {Grain.YEAR: How.YEAR, Grain.MONTH: How.MONTH, Grain.PREFIX: How.PREFIX, Grain.RANGE: How.BINS}


def reductions(
    manifest: Manifest, table: Table, stored: StoredTable, used: frozenset[Column], terms: Terms
) -> tuple[list[Shown], dict[Column, Why]]:
    """
    The columns that may stand in the export, each with its reduction, and why the others may not.

    Args:
        used: the fields that the purpose uses.
    """
    shown: list[Shown] = []
    dropped: dict[Column, Why] = {}
    for column in sorted(table.declared & stored.columns.keys()):
        found = _reduction(manifest, table, stored, column, used, terms)
        if isinstance(found, Why):
            dropped[column] = found
        else:
            shown.append(Shown(column, found, column in table.fields))
    return shown, dropped


def _reduction(
    manifest: Manifest,
    table: Table,
    stored: StoredTable,
    column: Column,
    used: frozenset[Column],
    terms: Terms,
) -> Reduction | Why:
    family, field = stored.columns[column].family, table.fields.get(column)
    if column in _leading(table, stored):
        return Why.KEY
    if field is None:
        return _of_family(family, is_category=family in _CATEGORIES)
    item = manifest.items[field.item]
    if item.prohibited is not None or item.special is not None:
        return Why.FORBIDDEN
    if column not in used:
        return Why.UNUSED
    if field.is_free_text:
        return Why.TEXT
    return _of_field(column, field, family, terms, table)


def _leading(table: Table, stored: StoredTable) -> frozenset[Column]:
    """The columns that name the record, a person, or another record; and single columns that are unique."""
    references = {column for reference in table.references.values() for column in reference.columns}
    foreign = {column for reference in stored.references for column in reference.columns}
    unique = {index.parts[0] for index in stored.indexes if index.is_unique and len(index.parts) == 1}
    alone = {part for part in unique if isinstance(part, str)}
    own = {link.column for link in table.links if not link.path}
    return frozenset({*table.key, *references, *foreign, *alone, *own, *table.link_columns})


def _of_field(column: Column, field: Field, family: Family, terms: Terms, table: Table) -> Reduction | Why:
    if isinstance(field.at_end, Generalise):
        return Reduction(_GRAINS[field.at_end.grain], Decimal(field.at_end.length))
    words = {*_words(column), *_words(field.item)}
    if words & _BIRTH and family in _INSTANTS:
        return Reduction(How.BAND, Decimal(BAND_YEARS))
    if words & _POSTCODE and family in _TEXTS:
        return Reduction(How.PREFIX, Decimal(POSTCODE_LETTERS))
    named = {f"{table.name}.{column}", f"{table.store}.{table.name}.{column}"}
    return _of_family(family, is_category=bool(named & terms.categories) and family in _CATEGORIES)


def _of_family(family: Family, *, is_category: bool) -> Reduction | Why:
    if is_category:
        return Reduction(How.WHOLE)
    if family in _INSTANTS:
        return Reduction(How.MONTH)
    if family in _NUMBERS:
        return Reduction(How.BINS)  # how wide is asked of the store
    return Why.TEXT if family in _TEXTS else Why.KIND


def _words(name: str) -> Iterator[str]:
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    yield from (word for word in re.split(r"[^a-z]+", spaced.lower()) if word)


def width(average: Decimal) -> Decimal:
    """How wide bins are for numbers of that average size: about half of it, 1, 2 or 5 times a power of ten."""
    if average <= 0:
        return Decimal(1)
    half = average / 2
    power = Decimal(10) ** half.adjusted()
    return max((power * step for step in (1, 2, 5) if power * step <= half), default=power)


# --- figures ------------------------------------------------------------------------------------------------

TOTAL = ""  # the name of the line, and of the column, of totals

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """How many records, and of how many people."""

    records: int
    people: int


def given_away(cells: Mapping[Cell, Count], left: Mapping[Cell, Count], k: int) -> frozenset[Cell]:
    """
    The cells that, beside the groups that are written, would tell of fewer than k people who stand in none.

    Args:
        left: what stands in no group, by line and by a column, or the year that several columns begin with.
    """
    few = [cell for cell, count in left.items() if count.records and count.people < k]
    return frozenset(
        cell
        for cell in cells
        for line, column in few
        if cell[0] == line and (cell[1] == column or (column and cell[1].startswith(column)))
    )


def hidden(cells: Mapping[Cell, Count], k: int, telling: frozenset[Cell] = frozenset()) -> frozenset[Cell]:
    """
    The cells of a table with totals that are not told, so that none of them can be computed from the others.

    Cells of fewer than k people, then as many of the others as it takes: a hidden cell can be computed just when,
    lines and columns taken as points and hidden cells as the ways between them, it is on no round way.

    Args:
        cells: by line and column, `TOTAL` among both.
        telling: cells that are not told either (`given_away`).
    """
    found = {cell for cell, count in cells.items() if 0 < count.people < k} | (telling & cells.keys())
    while exposed := _exposed(found):
        line, column = exposed
        found |= _round_way(cells, found, line, column)
    return frozenset(found)


def _exposed(found: set[Cell]) -> Cell | None:
    """A hidden cell that can be computed: without it, its line and its column are not joined."""
    beside: defaultdict[tuple[int, str], set[Cell]] = defaultdict(set)
    for cell in found:
        beside[0, cell[0]].add(cell)
        beside[1, cell[1]].add(cell)
    return next((cell for cell in sorted(found) if not _are_joined(beside, cell)), None)


def _are_joined(beside: Mapping[tuple[int, str], set[Cell]], without: Cell) -> bool:
    """Whether other hidden cells lead from the line of one to its column."""
    reached = {(0, without[0])}
    waiting = [(0, without[0])]
    while waiting:
        side, name = waiting.pop()
        for cell in beside[side, name] - {without}:
            there = (1 - side, cell[1 - side])
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return (1, without[1]) in reached


def _round_way(cells: Mapping[Cell, Count], found: set[Cell], line: str, column: str) -> set[Cell]:
    """The cheapest cells to hide beside it, so that it stands on a round way of four."""
    lines, columns = ({cell[place] for cell in cells} for place in (0, 1))
    ways = [
        {(line, other_column), (other_line, column), (other_line, other_column)}
        for other_line in lines - {line}
        for other_column in columns - {column}
    ]

    def cost(way: set[Cell]) -> tuple[int, list[Cell]]:
        fresh = way - found
        return sum(cells[cell].records if cell in cells else 0 for cell in fresh), sorted(fresh)

    return min(ways, key=cost)
