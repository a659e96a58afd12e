"""
Rows for several tables in one statement of PostgreSQL.

Of few rows each value by itself, which the driver writes much faster; of many an array for each column, so that the
statement is the same however many they are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, LargeBinary, Table

from troth.database.foresight import Foresight
from troth.database.tables import instant_text

_FEW_ROWS = 24  # what one act of a visitor adds, and some more
_ALWAYS = Foresight("foreseen AS (SELECT 1)", ())

_Shape = tuple[tuple[Table, tuple[str, ...], int], ...]  # tables, their columns, and of few rows how many


def together(
    waiting: Mapping[Table, Sequence[Mapping[str, Any]]], foresight: Foresight = _ALWAYS
) -> tuple[str, tuple[Any, ...]]:
    """One statement that adds these rows where all is as foreseen and tells whether it is (1, or 0); its values."""
    if sum(map(len, waiting.values())) <= _FEW_ROWS:
        shape = tuple((table, tuple(rows[0]), len(rows)) for table, rows in waiting.items())
        values = [
            _bound(row[column]) for table, columns, _ in shape for row in waiting[table] for column in columns
        ]
    else:
        shape = tuple((table, tuple(rows[0]), 0) for table, rows in waiting.items())
        values = [
            [_bound(row[column]) for row in waiting[table]]
            for table, columns, _ in shape
            for column in columns
        ]
    return _said(foresight.parts, shape), (*foresight.values, *values)


@lru_cache(maxsize=256)
def _said(foreseen: str, shape: _Shape) -> str:
    parts = [foreseen]
    for number, (table, columns, count) in enumerate(shape):
        types = [_type(table, column) for column in columns]
        if count:
            row = f"({', '.join(f'%s::{type_}' for type_ in types)})"
            rows = f"(VALUES {', '.join([row] * count)})"
        else:
            rows = f"unnest({', '.join(f'%s::{type_}[]' for type_ in types)})"
        adding = f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT r.* FROM foreseen, {rows} AS r"
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


def _bound(value: Any) -> Any:
    return instant_text(value) if isinstance(value, datetime) else value
