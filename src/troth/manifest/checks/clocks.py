"""Clocks and conditions: what they read must not be what our own acts change."""

from collections.abc import Iterator

from troth.manifest.checks.context import Context
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import ClockName
from troth.manifest.stores import Clock, FlagIn, Table

Path = tuple[str | int, ...]


def check(table: Table, context: Context) -> None:
    """Report what cannot be meant in the clocks and conditions of one table."""
    for name, clock in table.clocks.items():
        _check_clock(name, clock, table, context)
    for path, condition in _conditions(table):
        _check_condition(condition, table, table, path, context)


def _conditions(table: Table) -> Iterator[tuple[Path, Condition]]:
    for kind, condition in table.kinds.items():
        if condition is not None:
            yield ("kinds", kind), condition
    for purpose, condition in table.decisions.items():
        yield ("decisions", purpose), condition
    for name, clock in table.clocks.items():
        if clock.open_while is not None:
            yield ("clocks", name, "open_while"), clock.open_while


def _check_clock(name: ClockName, clock: Clock, table: Table, context: Context) -> None:
    path = ("clocks", name)
    if clock.column is None and not clock.latest and clock.event is None and clock.missing is None:
        context.in_table(table, "clock-reads-nothing", f"clock `{name}` reads nothing", None, *path)
    if clock.column is not None:
        _check_column(name, clock, table, context)
    if clock.missing in table.fields:
        what = f"clock `{name}` falls back on `{clock.missing}`, which ends as a field"
        context.in_table(table, "clock-on-field", what, None, *path, "missing")
    for index, source in enumerate(clock.latest):
        store = context.manifest.stores.get(source.store)
        other = store.tables.get(source.table) if store else None
        if other is None or not context.is_sound(other):
            continue
        if other.hosted_for is not None:
            what = f"table `{source.table}` is hosted for somebody else, and not read"
            context.in_table(table, "latest-unreadable", what, None, *path, "latest", index)
        elif not any(link.is_sure for link in other.links):
            what = f"no link of table `{source.table}` surely leads to a person"
            context.in_table(table, "latest-unreadable", what, None, *path, "latest", index)
    if clock.latest and not any(link.is_sure for link in table.links):
        what = f"clock `{name}` reads records of one person, and no link of `{table.name}` surely leads there"
        context.in_table(table, "latest-unreadable", what, None, *path)


def _check_column(name: ClockName, clock: Clock, table: Table, context: Context) -> None:
    assert clock.column is not None
    end = _end_of(table, clock, context)
    column = clock.column.column
    if end is not None and context.is_sound(end) and (column in end.fields or column in end.link_columns):
        what = f"clock `{name}` reads `{column}`, which ends as a field of `{end.name}`"
        context.in_table(table, "clock-on-field", what, None, "clocks", name, "column")
    is_certain = not clock.column.path and (column in table.key or column == table.created)
    if not is_certain and clock.open_while is None and clock.missing is None:
        what = f"nothing says what it means where `{column}` is NULL, from which clock `{name}` starts"
        context.in_table(table, "clock-may-be-null", what, None, "clocks", name)


def _end_of(table: Table, clock: Clock, context: Context) -> Table | None:
    end: Table | None = table
    for relation in clock.column.path if clock.column else ():
        reference = end.references.get(relation) if end else None
        end = context.manifest.stores[table.store].tables.get(reference.table) if reference else None
    return end


def _check_condition(condition: Condition, of: Table, table: Table, path: Path, context: Context) -> None:
    """`of`: the table whose columns are read; `table`: the one in which the condition stands."""
    if not context.is_sound(of):
        return
    tables = context.manifest.stores[table.store].tables
    match condition:
        case Among(column=column) | Absent(column=column):
            _check_read(column, of, table, path, context)
        case Not(condition=inner):
            _check_condition(inner, of, table, path, context)
        case All(conditions=several) | AnyOf(conditions=several):
            for inner in several:
                _check_condition(inner, of, table, path, context)
        case OfParent(relation=relation, condition=inner):
            reference = of.references.get(relation)
            parent = tables.get(reference.table) if reference else None
            if parent is not None:
                _check_condition(inner, parent, table, path, context)
        case Exists(table=below, condition=inner):
            if below in tables:
                _check_condition(inner, tables[below], table, path, context)


def _check_read(column: str, of: Table, table: Table, path: Path, context: Context) -> None:
    flag = of.archive.column if isinstance(of.archive, FlagIn) else None
    if column in of.fields:
        what = f"the condition reads `{column}`, which ends as a field of `{of.name}`"
        context.in_table(table, "condition-on-field", what, None, *path, column)
    elif column == flag:
        what = f"the condition reads `{column}`, by which Troth marks what is archived in `{of.name}`"
        context.in_table(table, "condition-on-flag", what, None, *path, column)
    elif column in of.link_columns:
        what = f"the condition reads `{column}`, by which people are found in `{of.name}`"
        context.in_table(table, "condition-on-link", what, None, *path, column)
