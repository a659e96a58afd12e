"""What an ended value becomes, in the terms of its column, and what a column holds already."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from troth.claims.world import ColumnType, LiveColumn, Value
from troth.manifest.condition import Scalar
from troth.manifest.stores import FieldEnd, Generalise, Grain, SetConstant, SetNull


def ended_value(end: FieldEnd, value: Value, live: LiveColumn, zone: ZoneInfo) -> Value:
    """What a value of a column becomes at its end."""
    match end:
        case SetNull():
            return None
        case SetConstant(constant):
            return constant_in(live, constant, zone)
        case Generalise(grain, length):
            return None if value is None else _coarser(grain, length, value, zone)


def constant_in(live: LiveColumn, constant: Scalar, zone: ZoneInfo) -> str | int | date:
    """A constant of the manifest as a value of the column; as it is written, where it is none."""
    if not isinstance(constant, str):
        return int(constant)
    try:
        match live.type:
            case ColumnType.INTEGER:
                return int(constant)
            case ColumnType.DATE:
                return date.fromisoformat(constant)
            case ColumnType.TIMESTAMP:
                return datetime.fromisoformat(constant)
            case ColumnType.TIMESTAMP_ZONED:
                instant = datetime.fromisoformat(constant)
                return instant if instant.tzinfo else instant.replace(tzinfo=zone)
            case ColumnType.TEXT:
                return constant
    except ValueError:
        return constant


def compared(live: LiveColumn, value: Value) -> Value:
    """The value as the column compares it: of a number, whatever is written behind its point, only how much it is."""
    if not live.is_number or value is None:
        return value
    try:
        return format(Decimal(str(value)).normalize() + 0, "f")
    except InvalidOperation:
        return value


def is_held(live: LiveColumn, value: Value, other: Value) -> bool:
    """Whether a column that holds the one value holds the other."""
    return compared(live, value) == compared(live, other)


def _coarser(grain: Grain, length: int, value: str | int | date, zone: ZoneInfo) -> Value:
    """The value on a coarser grain; what cannot be made coarser goes."""
    match grain, value:
        case Grain.PREFIX, str():
            return value[:length]
        case Grain.RANGE, int():
            return value - value % length
        case ((Grain.YEAR | Grain.MONTH), datetime()):
            local = _in_zone(value, zone)
            month = 1 if grain is Grain.YEAR else local.month
            return datetime(local.year, month, 1, tzinfo=local.tzinfo)
        case ((Grain.YEAR | Grain.MONTH), date()):
            return date(value.year, 1 if grain is Grain.YEAR else value.month, 1)
        case _:
            return None


def _in_zone(value: datetime, zone: ZoneInfo) -> datetime:
    """An instant in a zone; as it is told where that zone has it in the year 10,000, or before the first."""
    try:
        return value if value.tzinfo is None else value.astimezone(zone)
    except OverflowError:
        return value
