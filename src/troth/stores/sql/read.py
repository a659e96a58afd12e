"""Asking a store: who is tied to what, how its rows are judged, what points where, what clocks show.

One statement per table and join path for any number of people, never one per row or person.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection

from troth.claims import compiler
from troth.claims import questions as ask
from troth.claims.carried import CarriedRow
from troth.claims.compiler import Judgement, People, Question, climb, plausible, ties, ways
from troth.claims.facts import Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.plan import Because, Judged, Need, ShownTie, conditions_of
from troth.claims.states import State
from troth.claims.world import ColumnType, LiveColumn, Value
from troth.manifest.condition import All, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import ClockName, Column, KeyType, RoleName, TableName
from troth.manifest.stores import Clock, StoredAs, Table, Up
from troth.stores.sql.render import Ground, OfPeople, Only, Records, Statement
from troth.stores.sql.words import from_micros

NOTHING_CARRIED: Mapping[ask.Slot, Mapping[str, CarriedRow]] = {}


@dataclass(frozen=True, slots=True)
class Tied:
    """One tie of one row: its role and its keys, each with whether its link is sure, in order of declaration."""

    record: RecordRef
    role: RoleName
    keys: tuple[tuple[Key, bool], ...]

    @property
    def sure(self) -> frozenset[Key]:
        """The keys of sure links."""
        return frozenset(key for key, is_sure in self.keys if is_sure)


def judged(
    connection: Connection,
    ground: Ground,
    judgement: Judgement,
    carried: Mapping[ask.Slot, Mapping[str, CarriedRow]],
    only: Only | None = None,
) -> list[Judged]:
    """Every row of a table (or those asked for), each with its values and the state of each datum."""
    table = judgement.table
    live = ground.live[table.name]
    statement = Statement(ground, table, carried)
    statement.show_key()
    shown = [column for column in live.columns if column in table.declared]
    for index, column in enumerate(shown):
        statement.show(f"v{index}", ask.Cell(statement.row, column))
    for place, people in enumerate(judgement.ties):
        if people.rows is not None:
            number = ask.GreatestOver(
                people.rows,
                ask.case((ask.IsAbsent(people.tie.who), ask.Const(ask.NOBODY)), otherwise=ask.Const(1)),
            )
            statement.show(f"t{place}", number)
            continue
        for index, text in enumerate(people.tie.keys):
            statement.show(f"t{place}_{index}", text)
    for index, state in enumerate(judgement.states.values()):
        statement.show(f"s{index}", state)
    statement.show_test("kind", judgement.has_kind)
    statement.show("clamp", judgement.clamp)
    if only is not None:
        statement.where(only)
    found = []
    for told in answers(connection, statement):
        key = tuple(told[f"k{i}"] for i in range(len(table.key)))
        found.append(
            Judged(
                record_of(table, live.columns, key),
                key,
                {column: value_of(live.columns[column], told[f"v{i}"]) for i, column in enumerate(shown)},
                {column: State(told[f"s{i}"]) for i, column in enumerate(judgement.states)},
                bool(told["kind"]),
                told["clamp"] > 0,
                tuple(_shown_ties(judgement.ties, told)),
            )
        )
    return found


def _shown_ties(all_people: Sequence[People], told: Mapping[str, Any]) -> Iterator[ShownTie]:
    for place, people in enumerate(all_people):
        if people.rows is not None:
            if told[f"t{place}"] > 0:
                yield ShownTie(people.tie.role, is_down=True)
            continue
        keys = tuple(told[f"t{place}_{index}"] for index in range(len(people.tie.keys)))
        if any(key is not None for key in keys):
            yield ShownTie(people.tie.role, keys)


def answers(connection: Connection, statement: Statement) -> Iterator[Mapping[Any, Any]]:
    """Run a statement: each row by label."""
    text, parameters = statement.finished()
    return (row._mapping for row in connection.exec_driver_sql(text, parameters))


def record_of(table: Table, live: Mapping[Column, LiveColumn], key: Sequence[object]) -> RecordRef:
    """The name of a record by its key as the driver gave it."""
    return RecordRef(
        table.store,
        table.name,
        tuple(str(value_of(live[column], part)) for column, part in zip(table.key, key, strict=True)),
    )


def value_of(live: LiveColumn, raw: Any) -> Value:
    """A value as claims know it; what cannot be read as its column's type stays as the driver gave it."""
    if raw is None:
        return None
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


# --- people -------------------------------------------------------------------------------------------------


def tied(
    connection: Connection, ground: Ground, question: Question, table: Table, only: Only | None
) -> list[Tied]:
    """The ties of rows, role by role: one statement for all roles read from the row, one for each that leads down."""
    manifest = question.manifest
    flat = [people for people in ties(manifest, table) if people.rows is None]
    found: list[Tied] = []
    if flat:
        found += _tied(connection, ground, table, flat, only)
    for people in ties(manifest, table):
        if people.rows is not None:
            found += _tied(connection, ground, table, [people], only)
    return found


def _tied(
    connection: Connection, ground: Ground, table: Table, group: Sequence[People], only: Only | None
) -> Iterator[Tied]:
    statement = Statement(ground, table, NOTHING_CARRIED)
    for people in group:
        if people.rows is not None:
            statement.join_down(people.rows)
    statement.show_key()
    for p, people in enumerate(group):
        for i, key in enumerate(people.tie.keys):
            statement.show(f"p{p}_{i}", key)
    if only is not None:
        statement.where(only)
    live = ground.live[table.name].columns
    for told in answers(connection, statement):
        record = record_of(table, live, [told[f"k{i}"] for i in range(len(table.key))])
        for p, people in enumerate(group):
            keys = tuple(
                (key_of(told[f"p{p}_{i}"]), link.is_sure)
                for i, link in enumerate(people.tie.links)
                if told[f"p{p}_{i}"] is not None
            )
            if keys:
                yield Tied(record, people.tie.role, keys)


def key_of(text: str) -> Key:
    """The key of `Key.text`."""
    kind, _, value = text.partition(":")
    return Key(KeyType(kind), value)


def of_people(question: Question, table: Table, keys: Collection[Key], *, sure: bool = True) -> OfPeople:
    """The rows of a table with a link (sure, or in doubt) to one of the keys."""
    return OfPeople(keys, ways(question.manifest, table, sure=sure))


# --- clocks -------------------------------------------------------------------------------------------------


def latest(
    connection: Connection,
    ground: Ground,
    question: Question,
    source: Table,
    column: Column,
    clock: Clock,
    keys: Collection[Key] | None,
) -> dict[Key, CarriedRow]:
    """What a table shows of each person's last act: the latest plausible instant, and whether one is unknown."""
    found: dict[Key, CarriedRow] = {}
    first, last = plausible(question, clock)
    for people in ties(question.manifest, source):
        sure = people.tie.sure
        if sure is None:
            continue
        statement = Statement(ground, source, NOTHING_CARRIED)
        if people.rows is not None:
            statement.join_down(people.rows)
        cell = ask.Cell(statement.row, column)
        live = ground.column(cell) or LiveColumn(ColumnType.TIMESTAMP)
        believed = ask.surely(
            ask.every(
                ask.negation(ask.StartsBefore(cell, first, clock.stored_as)),
                ask.StartsBefore(cell, last, clock.stored_as),
            )
        )
        statement.latest_by(sure, cell, believed)
        if keys is not None:
            statement.where(of_people(question, source, keys))
        for row in answers(connection, statement):
            key = key_of(row["who"])
            latest_raw = row["latest"]
            instant = None if latest_raw is None else instant_of(ground, live, clock.stored_as, latest_raw)
            found[key] = later(
                found.get(key), CarriedRow(State.FROZEN if row["unknown"] else None, at=instant)
            )
    return found


def later(one: CarriedRow | None, other: CarriedRow) -> CarriedRow:
    """Both together: the later instant, unknown where either is."""
    if one is None:
        return other
    instants = [row.at for row in (one, other) if row.at is not None]
    return CarriedRow(one.state or other.state, at=max(instants, default=None))


def instant_of(ground: Ground, live: LiveColumn, stored_as: StoredAs, raw: Any) -> Instant | None:
    """The instant that a column's value stands for; none where it is no instant."""
    value = value_of(live, raw)
    if stored_as is not StoredAs.NATIVE:
        unit = 1_000 if stored_as is StoredAs.EPOCH_MILLISECONDS else 1_000_000
        return from_micros(value * unit) if isinstance(value, int) else None
    try:
        return _instant_of(ground, live, value)
    except OverflowError:  # the first or last day there is, in another zone
        return None


def _instant_of(ground: Ground, live: LiveColumn, value: Value) -> Instant | None:
    match value:
        case datetime():
            zone = UTC if live.type is ColumnType.TIMESTAMP_ZONED else ground.store_zone
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
        case date():
            return datetime.combine(value, time(), ground.zone).astimezone(UTC)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a clock shows on one row alone: its column, and what is read where nothing is known."""

    column: Instant | None
    is_column_null: bool
    missing: Instant | None


def shown(
    connection: Connection, ground: Ground, question: Question, table: Table, only: "Only | str | None" = None
) -> dict[RecordRef, dict[ClockName, Shown]]:
    """What the clocks of rows show on their own; what the person's other records show is asked apart (`latest`)."""
    statement = Statement(ground, table, NOTHING_CARRIED)
    statement.show_key()
    cells: dict[tuple[ClockName, str], tuple[str, LiveColumn, Clock]] = {}
    for name, clock in table.clocks.items():
        for part, cell in _own_cells(question, table, statement.row, clock):
            label = f"c{len(cells)}"
            statement.show(label, cell)
            cells[name, part] = (label, ground.column(cell) or LiveColumn(ColumnType.TIMESTAMP), clock)
    if only is not None:
        statement.where(only)
    return {
        record_of(table, ground.live[table.name].columns, [told[f"k{i}"] for i in range(len(table.key))]): {
            name: _shown(ground, question, cells, name, told) for name in table.clocks
        }
        for told in answers(connection, statement)
    }


def _shown(
    ground: Ground,
    question: Question,
    cells: Mapping[tuple[ClockName, str], tuple[str, LiveColumn, Clock]],
    name: ClockName,
    told: Mapping[Any, Any],
) -> Shown:
    values: dict[str, Instant | None] = {"column": None, "missing": None}
    is_null = False
    for part in values:
        if (name, part) in cells:
            label, live, clock = cells[name, part]
            values[part] = _believed(question, clock, instant_of(ground, live, clock.stored_as, told[label]))
            is_null = is_null or (part == "column" and told[label] is None)
    return Shown(values["column"], is_null, values["missing"])


def _believed(question: Question, clock: Clock, instant: Instant | None) -> Instant | None:
    first, last = plausible(question, clock)
    return instant if instant is not None and first <= instant < last else None


def reached_by_clocks(
    connection: Connection,
    ground: Ground,
    question: Question,
    table: Table,
    changed: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> Iterator[tuple[Clock, dict[RecordRef, tuple[object, ...]]]]:
    """The rows of a table with a clock whose path leads through one of the changed rows, with their keys."""
    live = ground.live[table.name].columns
    for clock in table.clocks.values():
        path = clock.column.path if clock.column is not None else ()
        for length in range(1, len(path) + 1):
            statement = Statement(ground, table, NOTHING_CARRIED)
            above = climb(question.manifest, table.store, statement.row, tuple(map(Up, path[:length])))
            keys = changed.get(above.table, ())
            if keys:
                key = question.manifest.table(table.store, above.table).key
                statement.show_key()
                statement.where(statement.is_among(key, keys, above))
                rows = [
                    tuple(told[f"k{i}"] for i in range(len(table.key)))
                    for told in answers(connection, statement)
                ]
                yield clock, {record_of(table, live, row): row for row in rows}


def _own_cells(
    question: Question, table: Table, row: ask.Row, clock: Clock
) -> Iterator[tuple[str, ask.Cell]]:
    if clock.column is not None:
        path = tuple(Up(relation) for relation in clock.column.path)
        yield "column", ask.Cell(climb(question.manifest, table.store, row, path), clock.column.column)
    if clock.missing is not None:
        yield "missing", ask.Cell(row, clock.missing)


# --- needs --------------------------------------------------------------------------------------------------


def needs(
    connection: Connection,
    ground: Ground,
    question: Question,
    table: Table,
    rows: Sequence[Judged],
) -> list[Need]:
    """Every need of any record of the store for one of these rows of a table."""
    if not rows:
        return []
    found: list[Need] = []
    for other in question.manifest.stores[table.store].tables.values():
        if other.hosted_for is not None:
            continue
        for pairs in sorted(_pointing(other, table, ground)):
            found += _pointing_at(connection, ground, other, table, pairs, rows)
        for condition in conditions_of(other):
            for way in _existences(condition, ()):
                if _end_of(question, other, way) == table.name:
                    found += _asking(connection, ground, question, other, table, way, rows)
    found += _following(connection, ground, question, table, rows)
    found += _led_down(connection, ground, question, table, rows)
    return found


def _pointing(other: Table, table: Table, ground: Ground) -> set[tuple[tuple[Column, Column], ...]]:
    """The ways in which rows of one table point at another's: declared references and live foreign keys."""
    declared = {
        tuple(reference.columns.items())
        for reference in other.references.values()
        if reference.table == table.name
    }
    enforced = {
        tuple(zip(key.columns, key.theirs, strict=True))
        for key in ground.live[other.name].foreign_keys
        if key.table == table.name
    }
    return declared | enforced


def pointing_columns(other: Table, ground: Ground) -> frozenset[frozenset[Column]]:
    """The groups of columns with which rows of a table point at others."""
    declared = {frozenset(reference.columns) for reference in other.references.values()}
    return frozenset(declared | {frozenset(key.columns) for key in ground.live[other.name].foreign_keys})


def _pointing_at(
    connection: Connection,
    ground: Ground,
    other: Table,
    table: Table,
    pairs: tuple[tuple[Column, Column], ...],
    rows: Sequence[Judged],
) -> Iterator[Need]:
    theirs = [their for _, their in pairs]
    targets: dict[tuple[str, ...], list[RecordRef]] = {}
    raw: dict[tuple[str, ...], tuple[object, ...]] = {}
    for row in rows:
        target = tuple(_raw(row, table, column) for column in theirs)
        if None not in target:
            named = tuple(map(str, target))
            targets.setdefault(named, []).append(row.record)
            raw[named] = target
    if not raw:
        return
    statement = Statement(ground, other, NOTHING_CARRIED)
    statement.show_key()
    for index, (mine, _) in enumerate(pairs):
        statement.show(f"p{index}", ask.Cell(statement.row, mine))
    live = ground.live[other.name].columns
    statement.where(statement.is_among([mine for mine, _ in pairs], list(raw.values())))
    for told in answers(connection, statement):
        by = record_of(other, live, [told[f"k{i}"] for i in range(len(other.key))])
        pointed = tuple(str(value_of(live[mine], told[f"p{i}"])) for i, (mine, _) in enumerate(pairs))
        for of in targets.get(pointed, ()):
            yield Need(by, of, Because.POINTS, frozenset(mine for mine, _ in pairs))


def _raw(row: Judged, table: Table, column: Column) -> object:
    return row.key[table.key.index(column)] if column in table.key else row.values.get(column)


Asked = tuple[OfParent | Exists, ...]


def _existences(condition: Condition, way: Asked) -> Iterator[Asked]:
    """The ways, by parents and existing records, from a record to those whose existence a condition asks about."""
    match condition:
        case Not(inner):
            yield from _existences(inner, way)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _existences(inner, way)
        case OfParent(_, inner):
            yield from _existences(inner, (*way, condition))
        case Exists(_, _, inner):
            yield (*way, condition)
            yield from _existences(inner, (*way, condition))
        case _:
            return


def _end_of(question: Question, table: Table, way: Asked) -> TableName:
    return _stations(question, table, way)[-1].name


def _stations(question: Question, table: Table, way: Asked) -> list[Table]:
    """The tables that a way leads through, its start included."""
    stations = [table]
    for step in way:
        here = stations[-1]
        name = here.references[step.relation].table if isinstance(step, OfParent) else step.table
        stations.append(question.manifest.table(here.store, name))
    return stations


def _asking(
    connection: Connection,
    ground: Ground,
    question: Question,
    other: Table,
    table: Table,
    way: Asked,
    rows: Sequence[Judged],
) -> Iterator[Need]:
    """Records needed because their existence answers a condition of another with yes: the way gone backwards."""
    statement = Statement(ground, table, NOTHING_CARRIED)
    stations = _stations(question, other, way)
    here: ask.Row = statement.row
    for index in range(len(way) - 1, -1, -1):
        step, before = way[index], stations[index]
        if isinstance(step, Exists):
            statement.where(compiler.is_met(question.manifest, stations[index + 1], here, step.condition))
            here = climb(question.manifest, table.store, here, (Up(step.relation),))
        else:
            base = ask.Base(f"b{index}", before.name)
            columns = before.references[step.relation].columns
            on = tuple((mine, ask.Cell(here, theirs)) for mine, theirs in columns.items())
            statement.join_down(ask.Pointing(base, base, on))
            here = base
    statement.where(Records([row.key for row in rows]))
    yield from _needs_by(
        connection, ground, statement, other, here, Because.ASKS, isinstance(way[0], OfParent)
    )


def _needs_by(
    connection: Connection,
    ground: Ground,
    statement: Statement,
    other: Table,
    by: ask.Row,
    because: Because,
    outlasts_move: bool = True,
    only_held: bool = False,
) -> Iterator[Need]:
    """The needs that a statement over the needed rows finds, each by the record in `by`."""
    statement.show_key()
    for index, column in enumerate(other.key):
        statement.show(f"p{index}", ask.Cell(by, column))
    live = ground.live[statement.table.name].columns
    for told in answers(connection, statement):
        key = [told[f"p{i}"] for i in range(len(other.key))]
        if None not in key and (not only_held or told["held"] > 0):
            of = record_of(statement.table, live, [told[f"k{i}"] for i in range(len(statement.table.key))])
            yield Need(
                record_of(other, ground.live[other.name].columns, key),
                of,
                because,
                outlasts_move=outlasts_move,
            )


def _following(
    connection: Connection, ground: Ground, question: Question, table: Table, rows: Sequence[Judged]
) -> Iterator[Need]:
    """Records needed because a claim on the one they point at follows them."""
    for relation, reference in table.references.items():
        statement = Statement(ground, table, question.carried.rows)
        number = compiler.following(question, table, statement.row, relation)
        if number == ask.Const(ask.NOBODY):
            continue
        other = question.manifest.table(table.store, reference.table)
        by = climb(question.manifest, table.store, statement.row, (Up(relation),))
        statement.show("held", number)
        statement.where(Records([row.key for row in rows]))
        yield from _needs_by(connection, ground, statement, other, by, Because.FOLLOWS, only_held=True)


def _led_down(
    connection: Connection, ground: Ground, question: Question, table: Table, rows: Sequence[Judged]
) -> Iterator[Need]:
    """Records needed because somebody is found through them, by a path that leads down."""
    for index, (top, _) in enumerate(list(compiler.leading_down(question, table, ask.Base("r", table.name)))):
        statement = Statement(ground, table, question.carried.rows)
        _, number = list(compiler.leading_down(question, table, statement.row))[index]
        statement.join_down(top)
        statement.show("held", number)
        statement.where(Records([row.key for row in rows]))
        other = question.manifest.table(table.store, top.base.table)
        yield from _needs_by(connection, ground, statement, other, top.base, Because.FOLLOWS, only_held=True)


def values(
    connection: Connection, ground: Ground, table: Table, only: Only
) -> dict[RecordRef, dict[Column, Value]]:
    """What the declared columns of the rows asked for hold."""
    statement = Statement(ground, table, NOTHING_CARRIED)
    statement.show_key()
    live = ground.live[table.name].columns
    shown_columns = [column for column in live if column in table.declared]
    for index, column in enumerate(shown_columns):
        statement.show(f"v{index}", ask.Cell(statement.row, column))
    statement.where(only)
    return {
        record_of(table, live, [told[f"k{i}"] for i in range(len(table.key))]): {
            column: value_of(live[column], told[f"v{i}"]) for i, column in enumerate(shown_columns)
        }
        for told in answers(connection, statement)
    }


def is_same(one: Value, other: Value) -> bool:
    """Whether a column holds what was written to it (an instant may come back in another zone)."""
    return one == other or (one is not None and other is not None and str(one) == str(other))


def led_through(
    connection: Connection,
    ground: Ground,
    question: Question,
    table: Table,
    records: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> list[tuple[object, ...]]:
    """The keys of the rows of a table that some link's path leads through one of these records."""
    found: dict[RecordRef, tuple[object, ...]] = {}
    for people in ties(question.manifest, table):
        for row in _way(people):
            found |= _through_row(connection, ground, question, table, people, row, records)
    return list(found.values())


def _way(people: People) -> list[ask.Row]:
    """The rows that the paths of a tie lead through, its own record left out."""
    rows: dict[ask.Row, None] = {}
    for key in people.tie.keys:
        row: ask.Row = key.cell.row
        while isinstance(row, ask.ParentRow):
            rows[row] = None
            row = row.of
        if people.rows is not None:
            rows[row] = None
    return list(rows)


def _through_row(
    connection: Connection,
    ground: Ground,
    question: Question,
    table: Table,
    people: People,
    row: ask.Row,
    records: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> dict[RecordRef, tuple[object, ...]]:
    keys = records.get(row.table, ())
    if not keys:
        return {}
    statement = Statement(ground, table, NOTHING_CARRIED)
    if people.rows is not None:
        statement.join_down(people.rows)
    statement.show_key()
    statement.where(statement.is_among(question.manifest.table(table.store, row.table).key, keys, row))
    live = ground.live[table.name].columns
    rows = [tuple(told[f"k{i}"] for i in range(len(table.key))) for told in answers(connection, statement)]
    return {record_of(table, live, key): key for key in rows}


def keys_of(
    connection: Connection, ground: Ground, table: Table, only: Only
) -> dict[RecordRef, tuple[object, ...]]:
    """The keys of the rows asked for, as the driver gives them."""
    statement = Statement(ground, table, NOTHING_CARRIED)
    statement.show_key()
    statement.where(only)
    live = ground.live[table.name].columns
    found = [tuple(told[f"k{i}"] for i in range(len(table.key))) for told in answers(connection, statement)]
    return {record_of(table, live, key): key for key in found}


def present(
    connection: Connection, ground: Ground, table: Table, keys: Sequence[tuple[object, ...]]
) -> set[RecordRef]:
    """Which of these keys the table has a record of."""
    return set(keys_of(connection, ground, table, Records(keys))) if keys else set()
