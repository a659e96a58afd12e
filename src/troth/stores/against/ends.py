"""Ends that the schema forbids, and what the database does of its own when records change or go."""

import codecs
import re
from collections.abc import Iterator
from typing import assert_never

from troth.manifest.names import Column
from troth.manifest.stores import Anonymise, FieldEnd, FlagIn, Generalise, Grain, SetConstant, SetNull, Table
from troth.stores.against.report import Side, Step, listed, shown
from troth.stores.against.values import misfit
from troth.stores.against.wholes import goes_whole
from troth.stores.live import Action, Expression, Family, StoredColumn, Trigger

_INSTANTS = frozenset({Family.DATE, Family.TIMESTAMP, Family.TIMESTAMP_ZONED})
_OF_GRAIN = {
    Grain.YEAR: _INSTANTS,
    Grain.MONTH: _INSTANTS,
    Grain.PREFIX: frozenset({Family.TEXT}),
    Grain.RANGE: frozenset({Family.INTEGER}),
}
_GRAIN_OF = {
    Grain.YEAR: "a date",
    Grain.MONTH: "a date",
    Grain.PREFIX: "a text",
    Grain.RANGE: "a whole number",
}
# MariaDB's names of character sets, where Python's differ
_CODECS = {"latin1": "cp1252", "latin2": "iso8859_2", "latin5": "iso8859_9", "latin7": "iso8859_13"}
_MAY_REFUSE_NULL = re.compile(r"null|distinct|coalesce|concat|<=>|\bis\b|\bcase\b|\bexists\b", re.IGNORECASE)


def ends(table: Table) -> Iterator[tuple[Column, FieldEnd]]:
    """Every column that ends by itself: fields, and link columns, which become NULL."""
    for column, field in table.fields.items():
        yield column, field.at_end
    for column in sorted(table.link_columns - table.fields.keys()):
        yield column, SetNull()


def check(side: Side) -> None:
    """Report every end that the schema forbids, and triggers and cascades."""
    for name, end in ends(side.table):
        column = side.column(name)
        if column is None:
            continue
        path = side.path_of(name)
        if name in side.stored.key:
            what = f"{shown(name)} is part of the primary key of {side.called}, which is never changed"
            side.add("field-in-primary-key", what, None, *path)
        elif column.is_generated:
            what = f"{shown(name)} of {side.called} is computed from other columns and cannot be changed"
            side.add("end-on-generated", what, None, *path)
        else:
            _check_value(side, column, end, path)
            _check_rules(side, column, end, path)
    for trigger in side.stored.triggers:
        _check_trigger(side, trigger)
    _check_cascades(side)


def _check_value(side: Side, column: StoredColumn, end: FieldEnd, path: tuple[Step, ...]) -> None:
    """Whether the column can hold what it ends as."""
    name = f"{shown(column.name)} of {side.called}"
    match end:
        case SetNull():
            if not column.is_nullable and column.name not in side.table.fields:
                _check_link(side, column, path)
            elif not column.is_nullable and not goes_whole(side):
                is_link = column.name in side.table.link_columns
                other = 'write `at_end: {constant: ""}`, or ' if is_link else "give it another end, or "
                what = f"{name} ends as NULL, and is NOT NULL"
                side.add("end-null-forbidden", what, other + _allow_null(side, column), *path)
        case SetConstant(value):
            path = (*path, "at_end", "constant")
            if why := misfit(value, column):
                side.add("end-wrong-type", f"{name} is {column.written}, and `{value}` {why}", None, *path)
            elif column.length is not None and len(str(value)) > column.length:
                what = f"{name} takes {column.length} characters, and `{value}` has {len(str(value))}"
                side.add("end-too-long", what, None, *path)
            elif not _is_encodable(str(value), column.charset):
                what = f"{name} is kept in {column.charset}, which has not all characters of `{value}`"
                side.add("end-not-encodable", what, None, *path)
        case Generalise(grain):
            if column.family not in _OF_GRAIN[grain] | {Family.ANY}:
                what = f"{name} is {column.written}: only {_GRAIN_OF[grain]} becomes coarser by {grain.value}"
                side.add("end-wrong-type", what, None, *path, "at_end", "generalise")
        case _:
            assert_never(end)


def _check_link(side: Side, column: StoredColumn, path: tuple[Step, ...]) -> None:
    """A link that may not be NULL goes with its record; it matters where that can stay without the person."""
    name = f"{shown(column.name)} of {side.called}"
    if isinstance(side.table.at_end, Anonymise):
        what = f"{name} ties records to people, is to be cut when they become anonymous, and is NOT NULL"
        side.add("end-null-forbidden", what, _allow_null(side, column), *path)
    elif len({link.role for link in side.table.links}) > 1:
        what = f"{name} is NOT NULL: it stays while the record is kept about somebody else"
        side.add("link-stays", what, _allow_null(side, column), *path)


def _allow_null(side: Side, column: StoredColumn) -> str:
    table, name = side.sql(side.table.name), side.sql(column.name)
    match side.dialect:
        case "postgresql":
            return f"run: ALTER TABLE {table} ALTER COLUMN {name} DROP NOT NULL"
        case "mariadb":
            return f"run: ALTER TABLE {table} MODIFY {name} {column.written} NULL"
        case _:
            return f"make table {table} anew with a {name} that may be NULL (SQLite changes no column)"


def _is_encodable(text: str, charset: str) -> bool:
    if charset in ("utf8", "utf8mb3"):
        return all(ord(character) < 0x10000 for character in text)
    try:
        codec = codecs.lookup(_CODECS.get(charset, charset or "utf8"))
    except LookupError:
        return True
    try:
        codec.encode(text)
    except UnicodeEncodeError:
        return False
    return True


def _check_rules(side: Side, column: StoredColumn, end: FieldEnd, path: tuple[Step, ...]) -> None:
    """Whether constraints let the column end so."""
    name = f"{shown(column.name)} of {side.called}"
    becomes = "NULL" if isinstance(end, SetNull) else "a value that several records share"
    for index in _colliding(side, column.name, end):
        what = f"{name} ends as {becomes}, and `{index}` allows no two rows alike"
        side.add("end-not-unique", what, None, *path, "at_end")
        break
    if not isinstance(end, SetNull):
        for reference in side.stored.references:
            if column.name in reference.columns:
                what = f"{name} points at {shown(reference.table)} by a foreign key, and ends as a value"
                side.add("end-breaks-reference", what, None, *path, "at_end")
    for table in side.report.pointing_at(side.live, side.table.name, column.name):
        what = f"{shown(table)} points at {name} by a foreign key, and it ends"
        side.add("end-on-referenced", what, None, *path)
    for check in side.stored.checks:
        is_read = column.name in check.columns
        if is_read and (not isinstance(end, SetNull) or _MAY_REFUSE_NULL.search(check.sql)):
            what = f"a check of {side.called} reads {shown(column.name)}, which ends: {shown(check.sql)}"
            side.add("end-under-check", what, None, *path, "at_end")


def _colliding(side: Side, column: Column, end: FieldEnd) -> Iterator[str]:
    """The unique indexes in which two people's records would be alike once the column has ended."""
    ended_as_null = {name for name, other in ends(side.table) if isinstance(other, SetNull)}
    for index in side.stored.indexes:
        names = {part for part in index.parts if not isinstance(part, Expression)}
        within = [part for part in index.parts if isinstance(part, Expression) and _reads(part, column)]
        if not index.is_unique or (column not in names and not within):
            continue
        if side.stored.key and set(side.stored.key) <= names:
            continue
        if not isinstance(end, SetNull) or (index.is_null_a_value and names <= ended_as_null):
            yield index.name


def _reads(expression: Expression, column: Column) -> bool:
    return re.search(rf"(?<!\w){re.escape(column)}(?!\w)", expression.sql) is not None


def _check_trigger(side: Side, trigger: Trigger) -> None:
    changed = {column for column, _ in ends(side.table)}
    if isinstance(side.table.archive, FlagIn):
        changed.add(side.table.archive.column)
    acts = {"delete"}
    if changed and (not trigger.columns or trigger.columns & changed):
        acts.add("update")
    if side.table.archive_of is not None:
        acts.add("insert")
    if found := sorted(acts & trigger.events):
        what = f"trigger {shown(trigger.name)} runs on {' and '.join(found)} of {side.called}"
        side.add("trigger-on-act", what, None)


def _check_cascades(side: Side) -> None:
    for reference in side.stored.references:
        if reference.on_delete is Action.REFUSE or reference.table not in side.live.tables:
            continue
        deed = "deletes" if reference.on_delete is Action.CASCADE else "changes"
        parent = shown(reference.table)
        what = f"the database itself {deed} records of {side.called} when one of {parent} is deleted"
        declared = [
            name for name, r in side.table.references.items() if set(r.columns) == set(reference.columns)
        ]
        mend = f"make the foreign key on {listed(reference.columns)} ON DELETE NO ACTION"
        side.add("cascade-between-records", what, mend, *(("references", declared[0]) if declared else ()))
