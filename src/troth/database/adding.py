"""
Rows for several tables: in one statement of PostgreSQL, in one for each table of SQLite.

In PostgreSQL the rows of each table go as one JSON value, so that the statement is short and the same however many
they are: the driver reads a long one, with a parameter for each value, anew each time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Integer, LargeBinary, Table

from troth.database.foresight import Foresight
from troth.database.tables import InstantText, instant_text

_ALWAYS = Foresight("foreseen AS (SELECT 1)", ())


def together(
    waiting: Mapping[Table, Sequence[Mapping[str, Any]]], foresight: Foresight = _ALWAYS
) -> tuple[str, tuple[object, ...]]:
    """One statement that adds these rows where all is as foreseen and tells whether it is (1, or 0); its values."""
    shape = tuple((table, tuple(rows[0])) for table, rows in waiting.items())
    values = [json.dumps(rows, default=_in_json, check_circular=False) for rows in waiting.values()]
    return _said(foresight.parts, shape), (*foresight.values, *values)


def apart(
    waiting: Mapping[Table, Sequence[Mapping[str, Any]]],
) -> Iterator[tuple[str, Sequence[tuple[object, ...]]]]:
    """For each table the statement that adds a row, and the values of each."""
    for table, rows in waiting.items():
        columns = tuple(rows[0])
        yield _adding_one(table, columns), _values(rows, columns, _instants(table, columns))


def _values(
    rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...], instants: tuple[int, ...]
) -> list[tuple[object, ...]]:
    """The values of rows in the order of the columns, those at some places being instants."""
    found: list[Iterable[Any]] = [map(itemgetter(column), rows) for column in columns]
    for place in instants:
        found[place] = [None if instant is None else instant_text(instant) for instant in found[place]]
    return list(zip(*found, strict=True))


@lru_cache(maxsize=256)
def _instants(table: Table, columns: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(n for n, column in enumerate(columns) if isinstance(table.c[column].type, InstantText))


@lru_cache(maxsize=256)
def _adding_one(table: Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' for _ in columns)})"


@lru_cache(maxsize=256)
def _said(foreseen: str, shape: tuple[tuple[Table, tuple[str, ...]], ...]) -> str:
    parts = [foreseen]
    for number, (table, columns) in enumerate(shape):
        typed = ", ".join(f"{column} {_type(table, column)}" for column in columns)
        rows = f"json_to_recordset(%s::json) AS r({typed})"
        adding = f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT r.* FROM foreseen, {rows}"
        parts.append(f"t{number} AS ({adding})")
    return f"WITH {', '.join(parts)} SELECT count(*) FROM foreseen"


def _type(table: Table, column: str) -> str:
    match table.c[column].type:
        case LargeBinary():
            return "bytea"
        case Integer():
            return "bigint"
        case _:
            return "text"


def _in_json(value: object) -> str:
    match value:
        case bytes():
            return f"\\x{value.hex()}"
        case datetime():
            return instant_text(value)
        case _:
            raise TypeError(f"no column holds a {type(value).__name__}")
