"""Columns that start periods: of the right type, moved by no act, NULL only where that means something."""

from troth.manifest.names import ClockName, Column
from troth.manifest.stores import Clock, ColumnAt, ColumnOf, StoredAs, Table
from troth.stores.against.report import Side, Step, shown
from troth.stores.live import Family, StoredColumn

_INSTANTS = frozenset({Family.DATE, Family.TIMESTAMP, Family.TIMESTAMP_ZONED})
_OF_STORING = {
    StoredAs.NATIVE: (_INSTANTS, "a date or timestamp"),
    StoredAs.EPOCH: (frozenset({Family.INTEGER}), "whole seconds"),
    StoredAs.EPOCH_MILLISECONDS: (frozenset({Family.INTEGER}), "whole milliseconds"),
}


def check(side: Side) -> None:
    """Report what is wrong with the clocks of a table, and with the column that says when records came."""
    if side.table.archive_of is not None:
        return  # its clocks are those of the table whose archive it is
    for name, clock in side.table.clocks.items():
        _check_clock(side, name, clock)
    _check_created(side)


def _check_clock(side: Side, name: ClockName, clock: Clock) -> None:
    path: tuple[Step, ...] = ("clocks", name)
    if clock.column is not None:
        _check_column(side, clock, clock.column, (*path, "column"))
    for index, source in enumerate(clock.latest):
        _check_latest(side, clock, source, (*path, "latest", index))
    if clock.missing is not None and (column := side.column(clock.missing)) is not None:
        here = (*path, "missing")
        _check_instant(side, side.table, column, clock.stored_as, here)
        if column.is_nullable:
            what = f"{shown(column.name)}, read where {shown(name)} is not known, may be NULL itself"
            side.add("missing-nullable", what, None, *here)


def _check_column(side: Side, clock: Clock, at: ColumnAt, path: tuple[Step, ...]) -> None:
    table = side.table
    nullable: list[tuple[Table, Column]] = []
    for relation in at.path:
        reference = table.references[relation]
        stored = side.live.tables.get(table.name)
        columns = stored.columns if stored else {}
        nullable += [(table, c) for c in reference.columns if c in columns and columns[c].is_nullable]
        table = side.store.tables[reference.table]
    stored = side.live.tables.get(table.name)
    column = stored.columns.get(at.column) if stored else None
    if column is None:
        return
    _check_instant(side, table, column, clock.stored_as, path)
    if column.is_nullable:
        nullable.append((table, column.name))
    if nullable and clock.open_while is None and clock.missing is None:
        where, name = nullable[-1]
        what = f"{shown(name)} of {shown(where.name)} may be NULL, and nothing says what that means"
        side.add("clock-nullable", what, None, *path)


def _check_latest(side: Side, clock: Clock, source: ColumnOf, path: tuple[Step, ...]) -> None:
    live = side.answered.get(source.store)
    stored = live.tables.get(source.table) if live else None
    column = stored.columns.get(source.column) if stored else None
    if column is None:
        return
    table = side.manifest.table(source.store, source.table)
    _check_instant(side, table, column, clock.stored_as, path)
    if column.is_nullable:
        what = f"{shown(column.name)} of {shown(table.name)} may be NULL: the latest is then not known"
        side.add("latest-nullable", what, None, *path)


def _check_instant(
    side: Side, table: Table, column: StoredColumn, stored_as: StoredAs, path: tuple[Step, ...]
) -> None:
    families, kind = _OF_STORING[stored_as]
    name = f"{shown(column.name)} of {shown(table.name)}"
    if column.family not in families:
        what = f"{name} is {column.written or 'of no type'}, and is to be read as {kind}"
        side.add("clock-wrong-type", what, None, *path)
    _check_moves(side, table, column, path)


def _check_moves(side: Side, table: Table, column: StoredColumn, path: tuple[Step, ...]) -> None:
    if column.moves_on_update:
        null = "NULL" if column.is_nullable else "NOT NULL DEFAULT CURRENT_TIMESTAMP"
        names = f"{side.sql(table.name)} MODIFY {side.sql(column.name)}"
        mend = f"run: ALTER TABLE {names} {column.written} {null}; or read another column"
        what = f"{shown(column.name)} of {shown(table.name)} is set to now whenever its row is changed"
        side.add("clock-moves-on-update", what, mend, *path)


def _check_created(side: Side) -> None:
    column = side.column(side.table.created) if side.table.created is not None else None
    if column is None:
        return
    if column.family not in _INSTANTS | {Family.INTEGER}:
        what = f"{shown(column.name)} of {side.called} is {column.written or 'of no type'}, and no date"
        side.add("clock-wrong-type", what, None, "created")
    if column.is_nullable:
        what = f"{shown(column.name)} says when a record of {side.called} came into being, and may be NULL"
        side.add("created-nullable", what, None, "created")
    _check_moves(side, side.table, column, ("created",))
