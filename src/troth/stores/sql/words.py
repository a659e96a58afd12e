"""How an engine says the few things that engines say differently. Text in, text out; values go into `Parameters`."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.stores import StoredAs

SQLITE, POSTGRESQL, MARIADB = "sqlite", "postgresql", "mariadb"
BYTES = "hex:"  # before the bytes of a key, where a record is named
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BINARY = "utf8mb4_nopad_bin"  # compares every byte, spaces at the end too


class Parameters:
    """The values of one statement, each bound under a name of its own; none is ever written into the text."""

    def __init__(self, dialect: str, prefix: str = "a") -> None:
        self._dialect = dialect
        self._prefix = prefix
        self._names: dict[tuple[type, object], str] = {}
        self.values: dict[str, object] = {}

    def bind(self, value: object) -> str:
        """The placeholder for a value; the same for the same value."""
        known = (type(value), tuple(value) if isinstance(value, list) else value)
        if known not in self._names:
            self._names[known] = f"{self._prefix}{len(self._names)}"
            self.values[self._names[known]] = value
        return self.named(self._names[known])

    def name_of(self, value: object) -> str:
        """The name under which a value is bound."""
        self.bind(value)
        return self._names[type(value), value]

    def named(self, name: str) -> str:
        """The placeholder of that name, in the driver's style."""
        return f":{name}" if self._dialect == SQLITE else f"%({name})s"


class Words:
    """One engine's way of saying things."""

    def __init__(self, dialect: str, prefix: str = "a") -> None:
        self.dialect = dialect
        self.parameters = Parameters(dialect, prefix)

    def name(self, identifier: str) -> str:
        """An identifier, quoted whatever it holds."""
        mark = "`" if self.dialect == MARIADB else '"'
        quoted = mark + identifier.replace(mark, mark * 2) + mark
        return quoted if self.dialect == SQLITE else quoted.replace("%", "%%")

    def value(self, value: object) -> str:
        """A value, bound; text is given its type and collation, so that it compares in binary."""
        if isinstance(value, bool | int) and abs(value) < 2**31:
            return str(int(value)) if not isinstance(value, bool) else self.parameters.bind(value)
        placeholder = self.parameters.bind(value)
        if isinstance(value, str) and self.dialect == POSTGRESQL:
            return f"CAST({placeholder} AS text)"
        return placeholder

    # --- texts ----------------------------------------------------------------------------------------------

    def as_text(self, expression: str) -> str:
        """A value as text that compares in binary, whatever the column's collation."""
        if self.dialect == MARIADB:
            return f"CONVERT({expression} USING utf8mb4) COLLATE {_BINARY}"
        if self.dialect == POSTGRESQL:
            return f'CAST({expression} AS text) COLLATE "C"'
        return f"CAST({expression} AS TEXT) COLLATE BINARY"

    def named(self, expression: str, live: LiveColumn | None) -> str:
        """A part of a record's key as text, written just as records are named by it (`read.record_of`)."""
        match live:
            case LiveColumn(type=ColumnType.TIMESTAMP | ColumnType.TIMESTAMP_ZONED):
                is_zoned = live.type is ColumnType.TIMESTAMP_ZONED
                return self.as_text(_named_instant(self.dialect, expression, is_zoned=is_zoned))
            case LiveColumn(is_binary=True) if self.dialect == POSTGRESQL:
                return self.as_text(f"('{BYTES}' || encode({expression}, 'hex'))")
            case LiveColumn(is_binary=True) if self.dialect == MARIADB:
                return self.as_text(f"CONCAT('{BYTES}', LOWER(HEX({expression})))")
            case LiveColumn(type=ColumnType.TEXT) if self.dialect == SQLITE:  # which keeps bytes anywhere
                in_hex = f"'{BYTES}' || lower(hex({expression}))"
                return (
                    f"CASE typeof({expression}) WHEN 'blob' THEN {in_hex} ELSE {self.as_text(expression)} END"
                )
            case LiveColumn(written="boolean") if self.dialect == POSTGRESQL:
                return self.as_text(f"CAST({expression} AS int)")
            case _:
                return self.key_text(expression, live)

    def key_text(self, expression: str, live: LiveColumn | None) -> str:
        """A value by which a person or a record is known, as the text that it is read as."""
        match live:
            case LiveColumn(written="inet") if self.dialect == POSTGRESQL:  # to which a cast adds a mask
                return self.as_text(f"NULLIF(concat({expression}), '')")
            case LiveColumn(type=ColumnType.INTEGER) if self.dialect == MARIADB:  # ZEROFILL shows zeros
                return self.as_text(f"({expression} + 0)")
            case _:
                return self.as_text(expression)

    def normalised(self, text: str) -> str:
        """The same as `claims.keys.normalised`: no spaces around, ASCII letters in lower case, nothing else changed."""
        if self.dialect == POSTGRESQL:
            return f'lower(btrim({text}) COLLATE "C")'
        if self.dialect == SQLITE:
            return f"lower(trim({text}))"
        trimmed = f"TRIM({text})"
        for letter in _LETTERS:
            trimmed = f"REPLACE({trimmed}, '{letter}', '{letter.lower()}')"
        return trimmed

    def joined(self, parts: Sequence[str]) -> str:
        """Texts one after the other; NULL if one of them is."""
        if self.dialect == MARIADB:
            return f"CONCAT({', '.join(parts)})"
        return "(" + " || ".join(parts) + ")"

    def literal(self, text: str) -> str:
        """A text of our own making (a key type, a mark), bound all the same."""
        return self.value(text)

    # --- numbers and answers --------------------------------------------------------------------------------

    def greatest(self, parts: Sequence[str]) -> str:
        """The greatest of several numbers, none of them NULL."""
        return f"{'max' if self.dialect == SQLITE else 'greatest'}({', '.join(parts)})"

    def least(self, parts: Sequence[str]) -> str:
        """The least of several numbers, none of them NULL."""
        return f"{'min' if self.dialect == SQLITE else 'least'}({', '.join(parts)})"

    def answer(self, answer: bool) -> str:
        """Yes or no."""
        return "TRUE" if answer else "FALSE"

    # --- instants -------------------------------------------------------------------------------------------

    def bound(
        self, live: LiveColumn, instant: Instant, stored_as: StoredAs, store_zone: ZoneInfo, zone: ZoneInfo
    ) -> str:
        """
        The instant in the terms of a column, such that `column < bound` says that it lies before.

        The column itself is never wrapped, so that its index can be used.
        """
        if stored_as is not StoredAs.NATIVE:
            unit = 1_000 if stored_as is StoredAs.EPOCH_MILLISECONDS else 1
            return self.parameters.bind(-(-micros(instant) * unit // 1_000_000))
        if live.type is ColumnType.DATE:
            local = instant.astimezone(zone)
            is_midnight = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
            day = local.date() if is_midnight else local.date() + timedelta(days=1)
            return self.parameters.bind(str(day) if self.dialect == SQLITE else day)
        if live.type is ColumnType.TIMESTAMP_ZONED and self.dialect == POSTGRESQL:
            return self.parameters.bind(instant.astimezone(UTC))
        wall_zone = ZoneInfo("UTC") if live.type is ColumnType.TIMESTAMP_ZONED else store_zone
        wall = instant.astimezone(wall_zone).replace(tzinfo=None)
        return self.parameters.bind(written(wall) if self.dialect == SQLITE else wall)

    def is_day(self, expression: str, kind: ColumnType | None) -> str:
        """Whether a value is a day that the calendar has. SQLite keeps any text, MariaDB months and days of zero."""
        if self.dialect == SQLITE and kind is not ColumnType.INTEGER:
            day = f"substr({expression}, 1, 10)"
            return f"coalesce(date({day}, '+0 days') = {day}, 0)"  # it counts 30 February as 2 March
        if self.dialect == MARIADB and kind in (ColumnType.DATE, ColumnType.TIMESTAMP):
            # Not by counting from it: a statement that changes rows fails at a day of zero, even where it spares it.
            last = f"DAYOFMONTH(LAST_DAY({expression}))"
            return f"((DAYOFMONTH({expression}) BETWEEN 1 AND {last}) IS TRUE)"
        return self.answer(True)

    # --- rows as they are -----------------------------------------------------------------------------------

    def digest(self, expressions: Sequence[str]) -> str:
        """One text for what some columns of a row hold: another one when any of them changes, to NULL or from it."""
        if self.dialect == SQLITE:
            return " || ',' || ".join(f"typeof({one}) || hex({one})" for one in expressions)
        if self.dialect == POSTGRESQL:
            return f"CAST(hashtextextended(CAST(ROW({', '.join(expressions)}) AS text), 0) AS text)"
        parts = ", ".join(f"IFNULL(HEX(CAST({one} AS BINARY)), '-')" for one in expressions)
        return f"SHA1(CONCAT_WS(',', {parts}))"

    # --- lists ----------------------------------------------------------------------------------------------

    def among(
        self, expression: str, values: Sequence[object], live: LiveColumn, *, is_test: bool = False
    ) -> str:
        """
        Whether the expression, in the type of that column, is one of many values.

        Args:
            is_test: of rows that were found by something else: no index leads to them by this.
        """
        if self.dialect == POSTGRESQL:
            array = f"CAST({self.parameters.bind(list(values))} AS {self.type(live)}[])"
            return self.is_in(expression, array, is_test=is_test)
        if self.dialect == SQLITE:
            plain = [value for value in values if not _is_odd(value)]
            listed = self.parameters.bind(json.dumps(plain, default=str))
            found = f"{expression} IN (SELECT value FROM json_each({listed}))"
            spelled = (one for value in values if _is_odd(value) for one in _spellings(value))
            odd = ", ".join(map(self._bound, spelled))
            return f"({found} OR {expression} IN ({odd}))" if odd else found
        # MariaDB uses no index against a JSON table.
        return f"{expression} IN ({', '.join(self.parameters.bind(value) for value in values) or 'NULL'})"

    def is_in(self, expression: str, array: str, *, is_test: bool) -> str:
        """
        Whether the expression is in an array of PostgreSQL's.

        An index finds the rows of an array. Else each row is compared with all of it, value by value, unless they
        come from a SELECT: then they are looked up.
        """
        return f"{expression} IN (SELECT unnest({array}))" if is_test else f"{expression} = ANY({array})"

    def type(self, live: LiveColumn) -> str:
        """The name of a column's type."""
        if live.written and self.dialect == POSTGRESQL:
            return live.written
        return _TYPES[self.dialect][live.type]

    def _bound(self, value: object) -> str:
        """A value of SQLite's, bound; small ones are said, because only so many can be bound."""
        match value:
            case None:
                return "NULL"
            case int():
                return str(int(value))
            case _Raw(raw):
                return f"CAST({self.parameters.bind(raw)} AS TEXT)"
            case _:
                return self.parameters.bind(value)

    def given(
        self,
        columns: Mapping[str, LiveColumn],
        rows: Sequence[Mapping[str, object]],
        keys: Collection[str] | None = None,
    ) -> str:
        """
        A SELECT over these rows: one JSON parameter, and rows that JSON cannot carry beside it.

        Args:
            columns: called by names of ours, never the operator's.
            keys: the columns by which rows of the store are found (all of them, where none are told).
        """
        plain: list[Mapping[str, object]] = []
        odd: list[Mapping[str, object]] = []
        for row in rows:
            is_odd = self.dialect != POSTGRESQL and any(map(_is_odd, row.values()))
            (odd if is_odd else plain).append(row)
        found = self.relation(self.parameters.name_of(in_json(plain)), columns)
        if not odd:
            return found
        if self.dialect == SQLITE:
            places = ", ".join(f"column{i} AS {column}" for i, column in enumerate(columns, start=1))
            told = ", ".join(self._spelled(row, columns, columns if keys is None else keys) for row in odd)
            return f"{found} UNION ALL SELECT {places} FROM (VALUES {told})"
        selects = (
            ", ".join(f"{self.parameters.bind(row.get(column))} AS {column}" for column in columns)
            for row in odd
        )
        return " UNION ALL ".join([found, *(f"SELECT {one}" for one in selects)])

    def _spelled(self, row: Mapping[str, object], columns: Iterable[str], keys: Collection[str]) -> str:
        """A row of VALUES, once for each way in which its keys may stand in the store."""
        ways = [_spellings(row.get(column)) if column in keys else [row.get(column)] for column in columns]
        return ", ".join(f"({', '.join(map(self._bound, way))})" for way in product(*ways))

    def relation(self, name: str, columns: Mapping[str, LiveColumn]) -> str:
        """
        A SELECT over rows given as one JSON parameter called `name`: a list of objects.

        The column names are ours, never the operator's.
        """
        placeholder = self.parameters.named(name)
        if self.dialect == SQLITE:
            listed = ", ".join(_extracted(column, live) for column, live in columns.items())
            return f"SELECT {listed} FROM json_each({placeholder})"
        if self.dialect == POSTGRESQL:
            typed = ", ".join(f"{column} {self.type(live)}" for column, live in columns.items())
            return f"SELECT * FROM jsonb_to_recordset(CAST({placeholder} AS jsonb)) AS given({typed})"
        typed = ", ".join(f"{column} {self.type(live)} PATH '$.{column}'" for column, live in columns.items())
        return f"SELECT given.* FROM JSON_TABLE({placeholder}, '$[*]' COLUMNS({typed})) AS given"

    def looked_up(
        self, name: str, prefix: str, key: str, alias: str, columns: Mapping[str, LiveColumn]
    ) -> str:
        """
        One row out of a JSON parameter called `name`, by a prefix and a key; NULLs without one.

        The parameter is an object that says under prefix and key under which other name the row, an object, stands.
        PostgreSQL only: a subquery that runs for every row finds it in a few steps, however many there are.
        """
        typed = ", ".join(f"{column} {self.type(live)}" for column, live in columns.items())
        given = f"CAST({self.parameters.named(name)} AS jsonb)"
        return (
            f"jsonb_to_record({given} -> ({given} ->> ({self.value(prefix)} || {key}))) AS {alias}({typed})"
        )


_TYPES: dict[str, dict[ColumnType, str]] = {
    POSTGRESQL: {
        ColumnType.INTEGER: "bigint",
        ColumnType.TEXT: "text",
        ColumnType.DATE: "date",
        ColumnType.TIMESTAMP: "timestamp",
        ColumnType.TIMESTAMP_ZONED: "timestamptz",
    },
    MARIADB: {
        ColumnType.INTEGER: "BIGINT",
        ColumnType.TEXT: f"LONGTEXT CHARACTER SET utf8mb4 COLLATE {_BINARY}",
        ColumnType.DATE: "DATE",
        ColumnType.TIMESTAMP: "DATETIME(6)",
        ColumnType.TIMESTAMP_ZONED: "DATETIME(6)",
    },
}


# How `connect` reads bytes of SQLite that are no UTF-8.
_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")


@dataclass(frozen=True, slots=True)
class _Raw:
    """The bytes of a text of SQLite's that is no UTF-8."""

    value: bytes


def _extracted(column: str, live: LiveColumn) -> str:
    """A member of a JSON object in SQLite, typed where it is text: only then an index is made for comparing it."""
    value = f"json_extract(value, '$.{column}')"
    is_text = live.type is ColumnType.TEXT and not live.written
    return f"{f'CAST({value} AS TEXT)' if is_text else value} AS {column}"


def _is_odd(value: object) -> bool:
    """Whether JSON cannot carry a value to a store: bytes, or a text that has a NUL or may be no UTF-8."""
    if isinstance(value, str):
        return "\0" in value or ("\\x" in value and _ESCAPED.search(_utf8(value)) is not None)
    return isinstance(value, bytes)


def _spellings(value: object) -> list[object]:
    """A value of SQLite's as it may stand there: as it was read, or as bytes that were read as `\\xe9`."""
    if not isinstance(value, str) or not _ESCAPED.search(_utf8(value)):
        return [value]
    return [value, _Raw(_ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), _utf8(value)))]


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def in_json(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as JSON; what it has no word for, as an engine reads it from a text."""
    return json.dumps(
        rows, default=lambda value: f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
    )


def _named_instant(dialect: str, expression: str, *, is_zoned: bool) -> str:
    """An instant as Python writes it: a fraction in six digits, or none."""
    if dialect == SQLITE:
        text = f"replace(CAST({expression} AS TEXT), 'T', ' ')"
        in_utc = f"CASE WHEN substr({text}, -6, 1) IN ('+', '-') THEN '' ELSE '+00:00' END"
        return f"({text} || {in_utc})" if is_zoned else text
    if dialect == POSTGRESQL:
        wall = f"({expression} AT TIME ZONE 'UTC')" if is_zoned else expression
        fraction = f"CASE WHEN date_trunc('second', {wall}) = {wall} THEN '' ELSE to_char({wall}, '.US') END"
        text = f"to_char({wall}, 'YYYY-MM-DD HH24:MI:SS') || {fraction}"
        known = f"{wall} >= '0001-01-01' AND {wall} < '10000-01-01'"  # others are read as they are written
        text = f"CASE WHEN {known} THEN {text} ELSE CAST({expression} AS text) END"
        return f"({text} || '+00:00')" if is_zoned else f"({text})"
    day = f"DATE_FORMAT({expression}, '%%Y-%%m-%%d %%H:%%i:%%s')"
    fraction = f"IF(MICROSECOND({expression}) = 0, '', DATE_FORMAT({expression}, '.%%f'))"
    return f"CONCAT({day}, {fraction}{', ' + repr('+00:00') if is_zoned else ''})"


def written(wall: datetime) -> str:
    """A timestamp as text such that no spelling of the same instant, or of a later one, sorts before it."""
    return f"{wall:%Y-%m-%d %H:%M:%S}".rjust(19, "0") + (
        f".{wall.microsecond:06d}" if wall.microsecond else ""
    )


def micros(instant: Instant) -> int:
    """Microseconds since 1970-01-01 UTC, exactly."""
    since = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(value: int) -> Instant | None:
    """The instant of `micros`; none where no calendar has it."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)
    except OverflowError:
        return None


def day_of(instant: Instant, zone: ZoneInfo) -> date:
    """The day of an instant in a zone."""
    return instant.astimezone(zone).date()
