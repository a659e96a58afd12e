"""Rows of a table named by their keys, in a statement of one's own: which they are, and how large."""

from collections.abc import Sequence

from sqlalchemy import Connection

from troth.claims.world import ColumnType
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import POSTGRESQL, SQLITE, Words


def is_among(
    words: Words,
    ground: Ground,
    table: Table,
    alias: str,
    keys: Sequence[tuple[object, ...]],
    *,
    is_test: bool = False,
) -> str:
    """The condition that a row has one of these keys; `is_test`: a row that was found by something else."""
    live = ground.live[table.name].columns
    kinds = {f"k{i}": live[c] for i, c in enumerate(table.key)}
    names = [f"{alias}.{words.name(column)}" for column in table.key]
    if len(names) == 1:
        return words.among(names[0], [key[0] for key in keys], kinds["k0"], is_test=is_test)
    rows = [dict(zip(kinds, key, strict=True)) for key in keys]
    listed: str = words.given(kinds, rows)
    return f"({', '.join(names)}) IN ({listed})"


def sizes(
    connection: Connection, ground: Ground, table: Table, keys: Sequence[tuple[object, ...]]
) -> dict[tuple[object, ...], int]:
    """How many bytes the declared columns of each of these rows hold, as far as these have no size of their own."""
    live = ground.live[table.name].columns
    columns = [c for c in sorted(table.declared) if c in live and live[c].type is ColumnType.TEXT]
    if not columns or not keys:
        return {}
    words = Words(ground.dialect)
    names = [f"t.{words.name(column)}" for column in columns]
    # Whatever claims take for text is measured as text: booleans, numbers, UUIDs.
    measures = {SQLITE: "length(CAST({} AS BLOB))", POSTGRESQL: "octet_length(CAST({} AS text))"}
    measure = measures.get(ground.dialect, "octet_length({})")
    size = " + ".join(f"coalesce({measure.format(name)}, 0)" for name in names)
    shown = ", ".join(f"t.{words.name(column)}" for column in table.key)
    where = is_among(words, ground, table, "t", keys)
    text = f"SELECT {shown}, {size} FROM {words.name(table.name)} AS t WHERE {where}"
    found = connection.exec_driver_sql(text, words.parameters.values)
    return {tuple(row[:-1]): int(row[-1]) for row in found}
