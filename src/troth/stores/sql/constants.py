"""Constants of the manifest in the terms of a column, so that an engine compares them as its own values."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from troth.claims.ends import constant_in
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.condition import Scalar
from troth.stores.sql.ground import Ground
from troth.stores.sql.said import is_whole
from troth.stores.sql.words import MARIADB, POSTGRESQL, SQLITE, Words, written

_NUMBER = {SQLITE: "NUMERIC", POSTGRESQL: "numeric", MARIADB: "DECIMAL(65,30)"}


def comparable(words: Words, live: LiveColumn, expression: str) -> str:
    """A column's value as constants are compared with it: text in binary."""
    is_text = live.type is ColumnType.TEXT and not live.is_number
    return words.as_text(expression) if is_text and words.dialect != SQLITE else expression


def constant(words: Words, ground: Ground, live: LiveColumn, value: Scalar) -> str | None:
    """The constant as an expression; none where the column can never hold it."""
    if live.is_number:
        return _number(words, value)
    match live.type:
        case ColumnType.TEXT:
            return words.value(_written(words.dialect, value))
        case ColumnType.INTEGER:
            return words.value(int(value)) if not isinstance(value, str) or is_whole(value) else None
        case _:
            return _instant(words, ground, live, value)


def _number(words: Words, value: Scalar) -> str | None:
    if not isinstance(value, str):
        return words.value(int(value))
    try:
        Decimal(value)
    except InvalidOperation:
        return None
    return f"CAST({words.parameters.bind(value)} AS {_NUMBER[words.dialect]})"


def _written(dialect: str, value: Scalar) -> str:
    """A value as the engine writes it where it shows it as text."""
    if isinstance(value, bool):
        return ("false", "true")[value] if dialect == POSTGRESQL else str(int(value))
    return str(value)


def _instant(words: Words, ground: Ground, live: LiveColumn, value: Scalar) -> str | None:
    match constant_in(live, value, ground.zone):
        case datetime() as instant:
            if live.type is ColumnType.TIMESTAMP_ZONED and words.dialect == POSTGRESQL:
                return words.parameters.bind(instant)
            wall = instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
            return words.parameters.bind(written(wall) if words.dialect == SQLITE else wall)
        case date() as day:
            return words.parameters.bind(str(day) if words.dialect == SQLITE else day)
        case other:  # what is no instant: SQLite and MariaDB keep some such (0, 0000-00-00)
            return None if words.dialect == POSTGRESQL else words.value(other)
