"""Changing a store: the acts of a plan, one statement per table, whatever their number.

`retention/` is the only room that calls this. Values travel as one JSON parameter; which column becomes
what was decided before, from the same answers that the plan was made of.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from troth.claims.keys import RecordRef
from troth.claims.plan import Act
from troth.claims.same import Same
from troth.claims.states import Fate
from troth.claims.world import ColumnType, ForeignKey, LiveColumn, LiveTable, Value
from troth.errors import Surprise
from troth.manifest.names import Column, TableName
from troth.manifest.stores import MoveTo, Table
from troth.stores.sql.asking import done_by_all
from troth.stores.sql.ground import Ground
from troth.stores.sql.keyed import is_among
from troth.stores.sql.only import Records
from troth.stores.sql.read import check_named, naming
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Answer, Asked, Listed, ListName, Said, Wanted
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words, written

_TEXT = LiveColumn(ColumnType.TEXT)


@dataclass(frozen=True, slots=True)
class Locked:
    """The rows of a plan in one store: the columns they are judged by, and what these held when they were locked."""

    versions: Mapping[RecordRef, str]
    columns: Mapping[TableName, frozenset[Column]]


class Overtaken(Surprise):
    """Rows are no longer as they were when they were judged."""

    def __init__(self, table: TableName, changed: int, of: int) -> None:
        super().__init__(
            f"{changed} of {of} records of `{table}` changed between their test and the act, or something "
            "keeps them: a trigger, or a writer whom the store's locks do not keep out; find it, then try again"
        )


def want_lock(
    ground: Ground, table: Table, keys: Sequence[tuple[object, ...]], judging: Collection[Column]
) -> Wanted[dict[RecordRef, str]]:
    """
    Let nobody change these rows until the transaction ends (SQLite locks the whole store when it begins).

    Of each row that is there it gives what that holds in its key and in the columns it is judged by, and raises
    Surprise where two rows go by the same key, or one by none.
    """
    check_named(table, keys)
    named, size, only = naming(table, ground.live[table.name].columns), len(table.key), Records(keys)
    versioned = _judged_by(table, judging)

    def say() -> Said:
        statement = Statement(ground, table)
        statement.show_key()
        statement.show_version("version", versioned)
        statement.where(only)
        said = statement.said()
        locking = "" if ground.dialect == SQLITE else " FOR UPDATE"
        return replace(said, text=f"{said.text}{locking}")

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[RecordRef, str]:
        found = {named(row[:size]): str(row[size]) for row in all_rows[0]}
        if len(found) < len(all_rows[0]):
            raise Surprise(
                f"two records of `{table.name}` cannot be told apart by their key: mend `key` in stores.yaml, or "
                "the texts in it that are no UTF-8"
            )
        return found

    return Wanted([Asked(ground.once(("lock", Same(table), versioned), say), only.given)], read)


def _judged_by(table: Table, judging: Collection[Column]) -> tuple[Column, ...]:
    """The columns that say whether a row is as it was judged: its key, and what it is judged by."""
    return (*table.key, *sorted(set(judging) - set(table.key)))


def _version(words: Words, table: Table, alias: str, judging: Collection[Column]) -> str:
    """One text of what a row holds in its key and in these columns, NULL told from what is empty."""
    return words.digest([f"{alias}.{words.name(column)}" for column in _judged_by(table, judging)])


def change(
    connection: Connection, ground: Ground, table: Table, acts: Sequence[Act], locked: Locked | None
) -> frozenset[RecordRef]:
    """Give the changed columns of these rows their new values, if they are as judged; the rows changed."""
    changing = [act for act in acts if act.outcome.changes]
    columns = sorted({column for act in changing for column in act.outcome.changes})
    if not columns:
        return frozenset()
    live = ground.live[table.name]
    words = Words(ground.dialect)
    kinds = {f"k{i}": live.columns[column] for i, column in enumerate(table.key)}
    kinds |= {f"m{i}": LiveColumn(ColumnType.INTEGER) for i in range(len(columns))}
    kinds |= {f"n{i}": live.columns[column] for i, column in enumerate(columns)}
    rows = [_new_values(ground, live, act, columns) for act in changing]
    keys, name, on = [f"k{i}" for i in range(len(table.key))], words.name(table.name), _on(words, table)
    if locked is not None:
        kinds["version"] = _TEXT
        for act, row in zip(changing, rows, strict=True):
            row["version"] = locked.versions[act.record]
    given = words.given(kinds, rows, keys)
    if locked is not None:
        on += f" AND {_version(words, table, 't', locked.columns[table.name])} = v.version"
    nulled = {
        column for column in columns if all(act.outcome.changes.get(column) is None for act in changing)
    }
    sets = ", ".join(
        f"{'t.' if ground.dialect == MARIADB else ''}{words.name(column)} = CASE WHEN v.m{i} = 1 "
        f"THEN {'NULL' if column in nulled else f'v.n{i}'} ELSE t.{words.name(column)} END"
        for i, column in enumerate(columns)
    )
    if ground.dialect == MARIADB:
        text = f"UPDATE {name} AS t JOIN ({given}) AS v ON {on} SET {sets}"
    else:
        text = f"UPDATE {name} AS t SET {sets} FROM ({given}) AS v WHERE {on}"
    _run(connection, words, table, text, len(changing))
    return frozenset(act.record for act in changing)


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


def delete_all(
    connection: Connection,
    ground: Ground,
    tables: Sequence[tuple[Table, Sequence[Act]]],
    locked: Locked | None,
    ours: Collection[RecordRef],
    proof: Wanted[None],
) -> None:
    """Delete rows of these tables, in this order, if they are as judged, or changed by us since (`ours`); prove it."""
    asked = [_deleting(ground, table, acts, locked, ours) for table, acts in tables]
    counts, left = done_by_all(connection, asked, proof.asked)
    for (table, acts), done in zip(tables, counts, strict=True):
        if done != len(acts):
            raise Overtaken(table.name, abs(len(acts) - done), len(acts))
    proof.read(left)


_THESE, _AS_JUDGED, _OURS = ListName("records"), ListName("versions"), ListName("records", "ours")


def _deleting(
    ground: Ground, table: Table, acts: Sequence[Act], locked: Locked | None, ours: Collection[RecordRef]
) -> Asked:
    """The statement that deletes rows of a table, if they are as judged, and for which of them it stands."""
    lists: dict[ListName, Sequence[object]] = {_THESE: [act.judged.key for act in acts]}
    if locked is None:
        return Asked(_deletion(ground, table, None), lists)
    lists[_AS_JUDGED] = [locked.versions[act.record] for act in acts if act.record not in ours]
    lists[_OURS] = [act.judged.key for act in acts if act.record in ours]
    return Asked(_deletion(ground, table, _judged_by(table, locked.columns[table.name])), lists)


def _deletion(ground: Ground, table: Table, versioned: tuple[Column, ...] | None) -> Said:
    """The statement that deletes the rows of a table that are among these, and hold in these columns what they held."""

    def say() -> Said:
        words = Words(ground.dialect)
        name, live = words.name(table.name), ground.live[table.name].columns
        key, kinds = (
            tuple(f"{name}.{words.name(c)}" for c in table.key),
            tuple(live[c] for c in table.key),
        )
        listed = [Listed(_THESE, key, kinds)]
        if versioned is not None:
            version = words.digest([f"{name}.{words.name(column)}" for column in versioned])
            listed.append(Listed(_AS_JUDGED, (version,), (_TEXT,), is_test=True))
            listed.append(Listed(_OURS, key, kinds, is_test=True))
        these, *either = (one.text(words, place) for place, one in enumerate(listed))
        text = f"DELETE FROM {name} WHERE {these}" + (f" AND ({' OR '.join(either)})" if either else "")
        return Said(ground, table.store, text, words.parameters.values, (), (), tuple(listed), ())

    return ground.once(("delete", Same(table), versioned), say)


def copy(
    connection: Connection,
    ground: Ground,
    table: Table,
    archive: Table,
    acts: Sequence[Act],
    locked: Locked | None,
    ours: Collection[RecordRef] = (),
) -> None:
    """Copy these rows to their archive table, if they are as judged, or changed by us since (`ours`)."""
    words = Words(ground.dialect)
    there = ground.live[archive.name].columns
    columns = ", ".join(words.name(column) for column in ground.live[table.name].columns if column in there)
    name = words.name(table.name)
    where = _is_as_judged(words, ground, table, acts, locked, ours)
    text = f"INSERT INTO {words.name(archive.name)} ({columns}) SELECT {columns} FROM {name} WHERE {where}"
    _run(connection, words, table, text, len(acts))


def unhook(
    connection: Connection,
    ground: Ground,
    table: Table,
    columns: Sequence[Column],
    acts: Sequence[Act],
    locked: Locked | None,
    ours: Collection[RecordRef] = (),
) -> None:
    """Set pointing columns of rows that are about to be deleted to NULL, where they point at one another in a ring."""
    if not acts:
        return
    words = Words(ground.dialect)
    where = _is_as_judged(words, ground, table, acts, locked, ours)
    sets = ", ".join(f"{words.name(column)} = NULL" for column in columns)
    text = f"UPDATE {words.name(table.name)} SET {sets} WHERE {where}"
    _run(connection, words, table, text, len(acts))


def _run(connection: Connection, words: Words, table: Table, text: str, count: int) -> None:
    """Run a statement over just so many rows of a table (`Overtaken`)."""
    done = connection.exec_driver_sql(text, words.parameters.values).rowcount
    if done != count:
        raise Overtaken(table.name, abs(count - done), count)


def _on(words: Words, table: Table) -> str:
    return " AND ".join(f"t.{words.name(column)} = v.k{i}" for i, column in enumerate(table.key))


def _is_as_judged(
    words: Words,
    ground: Ground,
    table: Table,
    acts: Sequence[Act],
    locked: Locked | None,
    ours: Collection[RecordRef],
) -> str:
    """The condition that a row is one of these, and holds what it was judged by: the test in the act itself."""
    alias = words.name(table.name)
    among = is_among(words, ground, table, alias, [act.judged.key for act in acts])
    if locked is None:
        return among
    others = [locked.versions[act.record] for act in acts if act.record not in ours]
    changed = [act.judged.key for act in acts if act.record in ours]
    either = []
    if others:
        version = _version(words, table, alias, locked.columns[table.name])
        either.append(words.among(version, others, _TEXT, is_test=True))
    if changed:
        either.append(is_among(words, ground, table, alias, changed, is_test=True))
    return f"{among} AND ({' OR '.join(either)})"


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
    connection: Connection,
    ground: Ground,
    tables: Mapping[TableName, Table],
    acts: Sequence[Act],
    locked: Locked | None,
    proof: Wanted[None],
) -> None:
    """
    Carry out the acts of one store: changes first, then moves, then deletions, children before parents; and prove it.

    Args:
        connection: in the transaction in which they were judged, or after that in which they were locked.
        ground: of the store.
        tables: of the store.
        acts: what becomes of which rows.
        locked: the rows as they were when they were locked; none where the store refuses to change what others changed.
        proof: what is read afterwards, and raises where it is not as it should be.

    Raises:
        Overtaken: a row is no longer as it was judged.
    """
    by_table: dict[TableName, list[Act]] = {}
    for act in acts:
        by_table.setdefault(act.record.table, []).append(act)
    ours: set[RecordRef] = set()
    for name, mine in by_table.items():
        ours |= change(connection, ground, tables[name], mine, locked)
    ordered = children_first(ground, list(by_table))
    for name, mine in by_table.items():
        archive = tables[name].archive
        moving = [act for act in mine if act.outcome.fate is Fate.MOVE]
        if moving and isinstance(archive, MoveTo):
            copy(connection, ground, tables[name], tables[archive.table], moving, locked, ours)
    leaving = {name: [act for act in by_table[name] if act.leaves] for name in ordered}
    for name, columns in rings(ground, ordered):
        unhook(connection, ground, tables[name], columns, leaving[name], locked, ours)
        ours |= {act.record for act in leaving[name]}
    going = [(tables[name], leaving[name]) for name in ordered if leaving[name]]
    delete_all(connection, ground, going, locked, ours, proof)
