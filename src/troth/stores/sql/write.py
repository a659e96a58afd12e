"""Changing a store: the acts of a plan, one statement per table, whatever their number.

`retention/` is the only room that calls this. Values travel as one JSON parameter; which column becomes
what was decided before, from the same answers that the plan was made of.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from troth.claims.plan import Act
from troth.claims.states import Fate
from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, Value
from troth.manifest.names import Column, TableName
from troth.manifest.stores import MoveTo, Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words, written


def lock(connection: Connection, ground: Ground, table: Table, keys: Sequence[tuple[object, ...]]) -> None:
    """Let nobody change these rows until the transaction ends (SQLite locks the whole store when it begins)."""
    if not keys or ground.dialect == SQLITE:
        return
    words = Words(ground.dialect)
    where = _is_among(words, ground, table, "t", keys)
    names = ", ".join(f"t.{words.name(column)}" for column in table.key)
    connection.exec_driver_sql(
        f"SELECT {names} FROM {words.name(table.name)} AS t WHERE {where} FOR UPDATE", words.parameters.values
    ).all()


def change(connection: Connection, ground: Ground, table: Table, acts: Sequence[Act]) -> int:
    """Give the changed columns of these rows their new values; the number of rows changed."""
    columns = sorted({column for act in acts for column in act.outcome.changes})
    if not columns:
        return 0
    live = ground.live[table.name]
    words = Words(ground.dialect)
    kinds = {f"k{i}": live.columns[column] for i, column in enumerate(table.key)}
    kinds |= {f"m{i}": LiveColumn(ColumnType.INTEGER) for i in range(len(columns))}
    kinds |= {f"n{i}": live.columns[column] for i, column in enumerate(columns)}
    rows = [_new_values(ground, live, act, columns) for act in acts if act.outcome.changes]
    words.parameters.values["new_rows"] = json.dumps(rows, default=str)
    given = words.relation("new_rows", kinds)
    name, on = words.name(table.name), _on(words, table)
    nulled = {column for column in columns if all(act.outcome.changes.get(column) is None for act in acts)}
    sets = ", ".join(
        f"{'t.' if ground.dialect == MARIADB else ''}{words.name(column)} = CASE WHEN v.m{i} = 1 "
        f"THEN {'NULL' if column in nulled else f'v.n{i}'} ELSE t.{words.name(column)} END"
        for i, column in enumerate(columns)
    )
    if ground.dialect == MARIADB:
        text = f"UPDATE {name} AS t JOIN ({given}) AS v ON {on} SET {sets}"
    else:
        text = f"UPDATE {name} AS t SET {sets} FROM ({given}) AS v WHERE {on}"
    return connection.exec_driver_sql(text, words.parameters.values).rowcount


def _new_values(ground: Ground, live: LiveTable, act: Act, columns: Sequence[Column]) -> dict[str, object]:
    row: dict[str, object] = {f"k{i}": part for i, part in enumerate(act.judged.key)}
    for i, column in enumerate(columns):
        if column in act.outcome.changes:
            row[f"m{i}"] = 1
            row[f"n{i}"] = _as_stored(ground.dialect, live.columns[column], act.outcome.changes[column])
    return row


def _as_stored(dialect: str, live: LiveColumn, value: Value) -> object:
    """A value as JSON gives it to a column."""
    match value:
        case datetime():
            if live.type is ColumnType.TIMESTAMP_ZONED and dialect == POSTGRESQL:
                return value.astimezone(UTC).isoformat()
            wall = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            return written(wall) if dialect == SQLITE else wall.isoformat(" ")
        case date():
            return value.isoformat()
        case int() if live.written.lower().startswith("bool"):
            return bool(value)
        case _:
            return value


def delete(connection: Connection, ground: Ground, table: Table, keys: Sequence[tuple[object, ...]]) -> int:
    """Delete these rows; their number."""
    if not keys:
        return 0
    words = Words(ground.dialect)
    alias = words.name(table.name)
    where = _is_among(words, ground, table, alias, keys)
    return connection.exec_driver_sql(f"DELETE FROM {alias} WHERE {where}", words.parameters.values).rowcount


def copy(
    connection: Connection, ground: Ground, table: Table, archive: Table, keys: Sequence[tuple[object, ...]]
) -> int:
    """Copy these rows to their archive table; their number."""
    if not keys:
        return 0
    words = Words(ground.dialect)
    there = ground.live[archive.name].columns
    columns = ", ".join(words.name(column) for column in ground.live[table.name].columns if column in there)
    name = words.name(table.name)
    where = _is_among(words, ground, table, name, keys)
    text = f"INSERT INTO {words.name(archive.name)} ({columns}) SELECT {columns} FROM {name} WHERE {where}"
    return connection.exec_driver_sql(text, words.parameters.values).rowcount


def unhook(
    connection: Connection,
    ground: Ground,
    table: Table,
    columns: Sequence[Column],
    keys: Sequence[tuple[object, ...]],
) -> None:
    """Set pointing columns of rows that are about to be deleted to NULL, where they point at one another in a ring."""
    if not keys:
        return
    words = Words(ground.dialect)
    name = words.name(table.name)
    where = _is_among(words, ground, table, name, keys)
    sets = ", ".join(f"{words.name(column)} = NULL" for column in columns)
    connection.exec_driver_sql(f"UPDATE {name} SET {sets} WHERE {where}", words.parameters.values)


def _on(words: Words, table: Table) -> str:
    return " AND ".join(f"t.{words.name(column)} = v.k{i}" for i, column in enumerate(table.key))


def _is_among(
    words: Words, ground: Ground, table: Table, alias: str, keys: Sequence[tuple[object, ...]]
) -> str:
    """The condition that a row has one of these keys."""
    live = ground.live[table.name].columns
    kinds = {f"k{i}": live[c] for i, c in enumerate(table.key)}
    names = [f"{alias}.{words.name(column)}" for column in table.key]
    if len(names) == 1:
        return words.among(names[0], [key[0] for key in keys], kinds["k0"])
    words.parameters.values["keys"] = json.dumps(
        [dict(zip(kinds, key, strict=True)) for key in keys], default=str
    )
    listed: str = words.relation("keys", kinds)
    return f"({', '.join(names)}) IN ({listed})"


# --- in which order -----------------------------------------------------------------------------------------


def children_first(ground: Ground, names: Sequence[TableName]) -> list[TableName]:
    """The tables, those that point before those they point at; of a ring first one that all can be unhooked from."""
    waiting = list(names)
    ordered: list[TableName] = []
    while waiting:
        pointing = {
            name: [
                _unhookable(ground.live[other], key)
                for other in waiting
                if other != name
                for key in ground.live[other].foreign_keys
                if key.table == name
            ]
            for name in waiting
        }
        free = [name for name in waiting if not pointing[name]]
        chosen = free or [name for name in waiting if all(pointing[name])][:1] or waiting[:1]
        ordered += chosen
        waiting = [name for name in waiting if name not in chosen]
    return ordered


def rings(ground: Ground, ordered: Sequence[TableName]) -> Iterator[tuple[TableName, tuple[Column, ...]]]:
    """The foreign keys that point at their own table, or at one deleted before it: no order serves these."""
    for place, name in enumerate(ordered):
        live = ground.live[name]
        for key in live.foreign_keys:
            columns = _unhookable(live, key)
            if columns and key.table in ordered[: place + 1]:
                yield name, columns


def _unhookable(live: LiveTable, key: ForeignKey) -> tuple[Column, ...]:
    """The columns of a foreign key that can be NULL, so that it points at nothing; none where it always points."""
    nullable = tuple(column for column in key.columns if live.columns[column].is_nullable)
    return () if set(nullable) & set(live.key) else nullable


def carried_out(
    connection: Connection, ground: Ground, tables: Mapping[TableName, Table], acts: Sequence[Act]
) -> dict[TableName, int]:
    """Carry out the acts of one store: changes first, then moves, then deletions, children before parents."""
    counts: dict[TableName, int] = {}
    by_table: dict[TableName, list[Act]] = {}
    for act in acts:
        by_table.setdefault(act.record.table, []).append(act)
    for name, mine in by_table.items():
        counts[name] = change(connection, ground, tables[name], mine)
    ordered = children_first(ground, list(by_table))
    for name, mine in by_table.items():
        archive = tables[name].archive
        moving = [act.judged.key for act in mine if act.outcome.fate is Fate.MOVE]
        if moving and isinstance(archive, MoveTo):
            copy(connection, ground, tables[name], tables[archive.table], moving)
    leaving = {name: [act.judged.key for act in by_table[name] if act.leaves] for name in ordered}
    for name, columns in rings(ground, ordered):
        unhook(connection, ground, tables[name], columns, leaving[name])
    for name in ordered:
        counts[name] += delete(connection, ground, tables[name], leaving[name])
    return counts
