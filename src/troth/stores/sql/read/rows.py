"""Rows by their keys: which there are, and what they hold."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.keys import RecordRef
from troth.claims.same import Same
from troth.claims.world import ColumnType, LiveColumn, Value
from troth.errors import Surprise
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.stores.sql.asking import learn
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Only, Records
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Answer, Asked, Said, Wanted
from troth.stores.sql.words import BYTES


def keys_of(
    connection: Connection, ground: Ground, table: Table, only: Only
) -> dict[RecordRef, tuple[object, ...]]:
    """The keys of the rows asked for, as the driver gives them."""
    return learn(connection, want_keys(ground, table, only))


def want_keys(ground: Ground, table: Table, only: Only) -> Wanted[dict[RecordRef, tuple[object, ...]]]:
    """The same, to be asked with more."""

    def say() -> Said:
        statement = Statement(ground, table)
        statement.show_key()
        statement.where(only)
        return statement.said()

    live = ground.live[table.name].columns

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[RecordRef, tuple[object, ...]]:
        return {record_of(table, live, key): tuple(key) for key in all_rows[0]}

    return Wanted([Asked(ground.once(("keys", Same(table), only.shape), say), only.given)], read)


def present(
    connection: Connection, ground: Ground, table: Table, keys: Sequence[tuple[object, ...]]
) -> set[RecordRef]:
    """Which of these keys the table has a record of."""
    return set(keys_of(connection, ground, table, Records(keys))) if keys else set()


def check_named(table: Table, keys: Iterable[Sequence[object]]) -> None:
    """
    Stop where a record cannot be named, and so never be found again.

    Raises:
        Surprise: a part of a key is NULL.
    """
    if any(None in key for key in keys):
        raise Surprise(
            f"a record of `{table.name}` has nothing in its key, so that it cannot be found again: mend `key` in "
            "stores.yaml, or the record"
        )


def want_values(ground: Ground, table: Table, only: Only) -> Wanted[dict[RecordRef, dict[Column, Value]]]:
    """What the declared columns of the rows asked for hold."""
    live = ground.live[table.name].columns
    columns = shown_columns(ground, table)

    def say() -> Said:
        statement = Statement(ground, table)
        statement.show_key()
        for index, column in enumerate(columns):
            statement.show(f"v{index}", ask.Cell(statement.row, column))
        statement.where(only)
        return statement.said()

    said = ground.once(("values", Same(table), only.shape), say)
    places = [(column, said.labels.index(f"v{index}")) for index, column in enumerate(columns)]

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[RecordRef, dict[Column, Value]]:
        return {
            record_of(table, live, told[: len(table.key)]): {
                column: value_of(live[column], told[place]) for column, place in places
            }
            for told in all_rows[0]
        }

    return Wanted([Asked(said, only.given)], read)


def is_same(one: Value, other: Value) -> bool:
    """Whether a column holds what was written to it (an instant may come back in another zone)."""
    return one == other or (one is not None and other is not None and str(one) == str(other))


def shown_columns(ground: Ground, table: Table) -> list[Column]:
    """The declared columns, in the order of the table."""
    return [column for column in ground.live[table.name].columns if column in table.declared]


def record_of(table: Table, live: Mapping[Column, LiveColumn], key: Sequence[object]) -> RecordRef:
    """The name of a record by its key as the driver gave it."""
    return naming(table, live)(key)


def naming(table: Table, live: Mapping[Column, LiveColumn]) -> Callable[[Sequence[object]], RecordRef]:
    """How the records of a table are named by their keys as the driver gives them."""
    store, name = table.store, table.name
    if len(table.key) > 1:
        texts = texts_of([live[column] for column in table.key])
        return lambda key: RecordRef(store, name, texts(key))
    kind, plain = live[table.key[0]], plain_type(live[table.key[0]])

    def by_one(key: Sequence[object]) -> RecordRef:
        [part] = key
        return RecordRef(store, name, (str(part) if part.__class__ is plain else _named(kind, part),))

    return by_one


def texts_of(columns: Sequence[LiveColumn]) -> Callable[[Sequence[object]], tuple[str, ...]]:
    """How values of some columns are told as text in names of records."""
    kinds = [(live, plain_type(live)) for live in columns]

    def texts(values: Sequence[object]) -> tuple[str, ...]:
        told = zip(kinds, values, strict=True)
        return tuple([str(part) if part.__class__ is of else _named(live, part) for (live, of), part in told])

    return texts


def _named(live: LiveColumn, part: object) -> str:
    """A part of a key as text, such as every engine can write it too (`Words.named`)."""
    if isinstance(part, bytes):
        return f"{BYTES}{part.hex()}"
    if live.type in _INSTANTS and not isinstance(part, date):  # of no calendar, or as SQLite was given it
        return _as_kept(live, str(part))
    return str(part) if isinstance(part, float) else str(value_of(live, part))


def _as_kept(live: LiveColumn, text: str) -> str:
    if live.type is ColumnType.DATE:
        return text
    is_zone_told = live.type is ColumnType.TIMESTAMP or text[-6:-5] in ("+", "-")
    return text.replace("T", " ") + ("" if is_zone_told else "+00:00")


def plain_type(live: LiveColumn) -> type[str] | type[int] | None:
    """The type of Python's of which the values of a column are taken as they are."""
    return _PLAIN.get(live.type)


_INSTANTS = (ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMP_ZONED)
_PLAIN: dict[ColumnType, type[str] | type[int]] = {ColumnType.INTEGER: int, ColumnType.TEXT: str}


BINARY = "base64:"  # the mark before what is no text


def value_of(live: LiveColumn, raw: Any) -> Value:
    """A value as claims know it; what cannot be read as its column's type stays as the driver gave it."""
    if raw is None:
        return None
    if isinstance(raw, bytes):
        return f"{BINARY}{b64encode(raw).decode('ascii')}"
    try:
        match live.type:
            case ColumnType.DATE:
                if isinstance(raw, datetime):
                    return raw.date()
                return raw if isinstance(raw, date) else date.fromisoformat(str(raw)[:10])
            case ColumnType.TIMESTAMP:
                return raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
            case ColumnType.TIMESTAMP_ZONED:
                instant = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
                return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
            case ColumnType.INTEGER:
                return int(raw)
            case _:
                # A boolean, or whatever SQLite keeps in a column of a type that it does not know.
                return int(raw) if isinstance(raw, int) else raw if isinstance(raw, str) else str(raw)
    except ValueError:
        return str(raw)
