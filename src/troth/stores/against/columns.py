"""Tables and columns: missing, undeclared, or not what the manifest says they are."""

from collections.abc import Iterator

from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import Column, TableName
from troth.manifest.stores import MoveTo, Store, Table
from troth.stores.against.personal import looks_personal
from troth.stores.against.report import Report, Side, Step, listed, nearest, shown
from troth.stores.against.values import misfit
from troth.stores.live import Action, Family, LiveStore, StoredColumn, StoredReference


def check_tables(store: Store, live: LiveStore, report: Report) -> None:
    """Report the tables of a store that are missing, and those that nobody declared and that point at one."""
    for table in store.tables.values():
        if table.hosted_for is None and table.name not in live.tables:
            what = f"store `{store.name}` has no table {shown(table.name)}"
            mend = nearest(table.name, live.others) + _tables_are(live)
            report.add("table-missing", (store.name, "tables", table.name), what, mend)
    for name, references in live.pointing.items():
        for reference in references:
            _check_pointing(store, name, reference, report)


def _tables_are(live: LiveStore) -> str:
    if not live.others:
        return "the account sees no table that is not declared"
    return f"the tables that are not declared are: {listed(sorted(live.others))}"


def _check_pointing(store: Store, name: TableName, reference: StoredReference, report: Report) -> None:
    path = (store.name, "tables", reference.table)
    own, theirs = shown(name), shown(reference.table)
    hosted = store.tables.get(name)
    kind = f"hosted for {hosted.hosted_for}" if hosted is not None else "which is not declared,"
    points = f"table {own}, {kind} points at {theirs} by {listed(reference.columns)}"
    if reference.on_delete is Action.REFUSE:
        what = f"{points}: no record of {theirs} is deleted while this is so"
        report.add("undeclared-table-points", path, what, f"declare {own}, or take its foreign key away")
        return
    does = "goes with it" if reference.on_delete is Action.CASCADE else "is changed with it"
    what = f"{points}, and {does} (ON DELETE {reference.on_delete.value.upper()})"
    report.add("undeclared-table-cascades", path, what, f"declare {own}, or take its foreign key away")


def check(side: Side) -> None:
    """Report what is wrong with the table itself and with its columns, whatever they are used for."""
    _check_kind_of_table(side)
    _check_missing(side)
    _check_undeclared(side)
    if not side.stored.is_view:
        _check_key(side)
    _check_references(side)
    _check_conditions(side)


def _check_kind_of_table(side: Side) -> None:
    stored, name = side.stored, side.sql(side.table.name)
    if stored.is_view:
        side.add("table-is-view", f"{side.called} is a view, and keeps nothing itself", None)
    if stored.heirs:
        what = f"tables inherit from {side.called}: {listed(stored.heirs)}"
        heir = side.sql(stored.heirs[0])
        side.add(
            "table-inherited", what, f"run: ALTER TABLE {heir} NO INHERIT {name}; then declare each table"
        )
    if not stored.is_transactional:
        what = f"{side.called} is kept by an engine without transactions"
        run = f"run: ALTER TABLE {name} ENGINE = InnoDB" if side.dialect == "mariadb" else None
        side.add("table-not-transactional", what, run or "declare the table where it is kept")
    if stored.keeps_history:
        what = f"the database keeps every earlier version of the rows of {side.called}"
        side.add("table-keeps-history", what, f"run: ALTER TABLE {name} DROP SYSTEM VERSIONING")


def _check_missing(side: Side) -> None:
    if side.table.archive_of is not None:
        return  # archives.py says it for both tables at once
    for column, role, path in _named(side.table):
        if column not in side.stored.columns:
            what = f"table {side.called} has no column {shown(column)}, named as {role}"
            mend = (
                nearest(column, side.stored.columns) + f"the columns are: {listed(side.stored.columns, 40)}"
            )
            side.add("column-missing", what, mend, *path)


def _named(table: Table) -> Iterator[tuple[Column, str, tuple[Step, ...]]]:
    """Every column that the declaration names, once, with what as and where."""
    seen: set[Column] = set()
    for column, role, path in _all_named(table):
        if column not in seen:
            seen.add(column)
            yield column, role, path


def _all_named(table: Table) -> Iterator[tuple[Column, str, tuple[Step, ...]]]:
    for column, field in table.fields.items():
        yield column, f"the field that holds `{field.item}`", ("fields", column)
    for column in table.key:
        yield column, "part of its key", ("key", column)
    for index, link in enumerate(table.links):
        if not link.path:
            yield link.column, f"the {link.key} of the {link.role}", ("links", index, "column")
    for relation, reference in table.references.items():
        for column in reference.columns:
            yield column, f"the reference `{relation}`", ("references", relation, "columns", column)
    if table.created is not None:
        yield table.created, "when a record came into being", ("created",)
    if table.archive is not None and not isinstance(table.archive, MoveTo):
        yield table.archive.column, "the mark of archived records", ("archive", "column")
    for column in sorted(table.impersonal):
        yield column, "impersonal", ("impersonal", column)


def _check_undeclared(side: Side) -> None:
    for name in side.stored.columns:
        if name in side.table.declared:
            continue
        if looks_personal(name):
            what = f"column {shown(name)} of {side.called} is not declared, and looks personal"
            side.add("column-looks-personal", what, None)
        else:
            what = f"column {shown(name)} of {side.called} is not declared: no record of the table is deleted"
            side.add("column-undeclared", what, None)


def _check_key(side: Side) -> None:
    declared, stored = frozenset(side.table.key), side.stored
    if declared == frozenset(stored.key) or not declared <= stored.columns.keys():
        return
    mend = f"write `key: [{', '.join(stored.key)}]`, its primary key" if stored.key else None
    is_unique = any(i.is_unique and not i.where and frozenset(i.parts) == declared for i in stored.indexes)
    if is_unique and not any(stored.columns[name].is_nullable for name in declared):
        what = f"the primary key of {side.called} is {listed(stored.key) or 'none'}, and not the declared key"
        side.add("key-not-primary", what, mend, "key")
        return
    what = f"{listed(side.table.key)} does not tell the records of {side.called} apart: it is not unique"
    if is_unique:
        what = f"the key {listed(side.table.key)} of {side.called} may be NULL"
    side.add("key-not-unique", what, mend or "add a primary key to the table", "key")


def _check_references(side: Side) -> None:
    for relation, reference in side.table.references.items():
        other = side.live.tables.get(reference.table)
        for mine, theirs in reference.columns.items():
            ours, target = side.column(mine), other.columns.get(theirs) if other else None
            if ours is not None and target is not None and not _are_comparable(ours, target, side.dialect):
                what = (
                    f"{shown(mine)} is {ours.written}, and points at {shown(theirs)} of"
                    f" {shown(reference.table)}, which is {target.written}"
                )
                side.add("reference-type-differs", what, None, "references", relation, "columns", mine)


def _are_comparable(one: StoredColumn, other: StoredColumn, dialect: str) -> bool:
    loose = {Family.ANY} if dialect == "sqlite" else set[Family]()
    return one.family is other.family or bool({one.family, other.family} & loose)


# --- conditions ---------------------------------------------------------------------------------------------


def _check_conditions(side: Side) -> None:
    table = side.table
    for kind, condition in table.kinds.items():
        _check_condition(side, table, condition, ("kinds", kind))
    for name, clock in table.clocks.items():
        _check_condition(side, table, clock.open_while, ("clocks", name, "open_while"))
    for purpose, condition in table.decisions.items():
        _check_condition(side, table, condition, ("decisions", purpose))


def _check_condition(side: Side, at: Table, condition: Condition | None, path: tuple[Step, ...]) -> None:
    """A condition that is asked of a record of the table `at`, which is another one behind a reference."""
    store = side.store
    match condition:
        case Among(name, values):
            stored = side.live.tables.get(at.name)
            column = stored.columns.get(name) if stored else None
            for value in values:
                if column is not None and (why := misfit(value, column)):
                    what = f"{shown(name)} of {shown(at.name)} is {column.written}, and `{value}` {why}"
                    side.add("condition-wrong-type", what, None, *path)
        case Not(inner):
            _check_condition(side, at, inner, path)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                _check_condition(side, at, inner, path)
        case OfParent(relation, inner):
            _check_condition(side, store.tables[at.references[relation].table], inner, path)
        case Exists(name, _, inner):
            _check_condition(side, store.tables[name], inner, path)
        case Absent() | None:
            pass
