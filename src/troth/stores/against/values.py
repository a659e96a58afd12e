"""Whether a value written in the manifest fits a column."""

from datetime import date, datetime

from troth.manifest.condition import Scalar
from troth.stores.live import Family, StoredColumn


def misfit(value: Scalar, column: StoredColumn) -> str:
    """Why the column can never hold the value; empty where it can, or where that cannot be known."""
    match column.family:
        case Family.INTEGER | Family.DECIMAL:
            return "" if _is_number(value) else "is no number"
        case Family.BOOLEAN:
            return "" if isinstance(value, bool) or value in (0, 1) else "is neither true nor false"
        case Family.TEXT:
            return "" if isinstance(value, str) else "is no text: put it in quotes"
        case Family.ENUM:
            known = ", ".join(f"`{label}`" for label in column.among)
            return "" if value in column.among else f"is not one of {known}"
        case Family.DATE | Family.TIMESTAMP | Family.TIMESTAMP_ZONED:
            return (
                "" if isinstance(value, str) and _is_instant(value) else "is no date: write it as 2026-01-31"
            )
        case _:
            return ""


def _is_number(value: Scalar) -> bool:
    if isinstance(value, bool):
        return False
    try:
        int(value)
    except ValueError:
        return False
    return True


def _is_instant(value: str) -> bool:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            read(value)
        except ValueError:
            continue
        return True
    return False
