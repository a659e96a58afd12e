"""Where archived records go: a table that takes every value, or a column that takes the mark."""

from troth.manifest.stores import FlagIn, MoveTo
from troth.stores.against.report import Side, listed, shown
from troth.stores.against.values import misfit
from troth.stores.live import StoredColumn, StoredTable


def check(side: Side) -> None:
    """Report what keeps archived records of a table from moving, or from being marked."""
    match side.table.archive:
        case FlagIn(name, value):
            column = side.column(name)
            if column is not None and (why := misfit(value, column)):
                what = f"{shown(name)} of {side.called} is {column.written}, and `{value}` {why}"
                side.add("flag-wrong-type", what, None, "archive", "value")
        case MoveTo(name) if name in side.live.tables:
            _check_archive(side, side.live.tables[name])
        case _:
            pass


def _check_archive(side: Side, archive: StoredTable) -> None:
    moved = [column for name, column in side.stored.columns.items() if name in side.table.declared]
    missing = [column.name for column in moved if column.name not in archive.columns]
    if missing:
        name = side.sql(archive.name)
        adds = "; ".join(
            f"ALTER TABLE {name} ADD COLUMN {side.sql(c.name)} {c.written}"
            for c in moved
            if c.name in missing
        )
        what = f"archive table {shown(archive.name)} lacks {listed(missing)} of {side.called}"
        side.add("archive-column-missing", what, f"run: {adds}", "archive", "table")
    for column in moved:
        if column.name in archive.columns and (why := _differs(column, archive.columns[column.name])):
            what = f"{shown(column.name)} of archive {shown(archive.name)} {why} than in {side.called}"
            side.add("archive-column-differs", what, None, "archive", "table")
    for column in archive.columns.values():
        is_filled = (
            column.is_nullable or column.default is not None or column.is_numbered or column.is_generated
        )
        if column.name not in side.stored.columns and not is_filled:
            name = f"{shown(column.name)} of archive {shown(archive.name)}"
            what = f"{name} needs a value that {side.called} lacks"
            side.add("archive-column-required", what, None, "archive", "table")


def _differs(mine: StoredColumn, theirs: StoredColumn) -> str:
    """How an archive's column is too narrow for the other's values; empty where it takes them all."""
    if mine.family is not theirs.family:
        return f"is of another type ({theirs.written})"
    if theirs.length is not None and (mine.length is None or mine.length > theirs.length):
        return f"is shorter ({theirs.written})"
    if mine.is_nullable and not theirs.is_nullable:
        return "is stricter (NOT NULL)"
    if theirs.is_generated:
        return "is stricter (computed)"
    return ""
