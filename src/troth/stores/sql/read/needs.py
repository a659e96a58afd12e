"""Why one record needs another: it points at it, asks about it, or has claims or people that lead through it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from troth.claims import compiler
from troth.claims import questions as ask
from troth.claims.compiler import Question, climb
from troth.claims.judged import Judged
from troth.claims.keys import RecordRef
from troth.claims.plan import Because, Need, conditions_of
from troth.manifest.condition import All, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import Column, TableName
from troth.manifest.stores import Table, Up
from troth.stores.sql.asking import all_answers
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Records
from troth.stores.sql.read.rows import naming, texts_of, value_of
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Answer, Asked, ListName, Said


@dataclass(frozen=True, slots=True)
class _Needing:
    """One way in which records of `by` may need a table's rows, and the statement that finds which do."""

    said: Said
    by: Table
    because: Because
    theirs: tuple[Column, ...] = ()  # where `by` points: the columns of the needed rows that it points at
    mine: tuple[Column, ...] = ()  # and its own
    outlasts_move: bool = True
    only_held: bool = False


class Needs:
    """What was found of every need for some records (`claims.plan.Needs`)."""

    def __init__(self, found: Sequence["_Found"]) -> None:
        self._found = found
        self._by: dict[RecordRef, list[Need]] | None = None  # made when first asked for

    def all(self) -> Iterator[Need]:
        """Every one."""
        return (need for found in self._found for need in found.needs(found.answers))

    def by_others(self, than: Collection[Judged]) -> Iterator[Need]:
        """Those by any record but these; by a key that the store gave in another way, by one of these too."""
        keys: dict[TableName, set[tuple[object, ...]]] = defaultdict(set)
        for row in than:
            keys[row.record.table].add(row.key)
        for found in self._found:
            these, (first, last) = keys[found.needing.by.name], found.place_of_key
            answers = [told for told in found.answers if tuple(told[first:last]) not in these]
            yield from found.needs(answers)

    def by(self, records: Collection[RecordRef]) -> Iterator[Need]:
        """Those by these records."""
        if self._by is None:
            self._by = defaultdict(list)
            for need in self.all():
                self._by[need.by].append(need)
        return (need for record in records for need in self._by.get(record, ()))


def needs(
    connection: Connection,
    ground: Ground,
    question: Question,
    wanted: Sequence[tuple[Table, Sequence[Judged]]],
) -> Needs:
    """Every need of any record of the store for one of these rows of some tables."""
    asked: list[tuple[Table, Sequence[Judged], _Needing, Asked]] = []
    for table, rows in wanted:
        if not rows:
            continue
        for needing in _needings(ground, question, table):
            given = _targets(needing, table, rows) if needing.mine else [row.key for row in rows]
            needed = Asked(needing.said, {ListName("records"): given}, question.carried)
            asked.append((table, rows, needing, needed))
    all_rows = all_answers(connection, [one for *_, one in asked])
    return Needs(
        [
            _Found(ground, table, rows, needing, found)
            for (table, rows, needing, _), found in zip(asked, all_rows, strict=True)
        ]
    )


def _targets(needing: _Needing, table: Table, rows: Sequence[Judged]) -> Sequence[tuple[object, ...]]:
    """What somebody may point at to mean one of the rows."""
    if needing.theirs == table.key:
        targets: Iterable[tuple[object, ...]] = [row.key for row in rows]
    else:
        targets = {tuple([_raw(row, table, column) for column in needing.theirs]) for row in rows}
    return [target for target in targets if None not in target]


def _raw(row: Judged, table: Table, column: Column) -> object:
    return row.key[table.key.index(column)] if column in table.key else row.values.get(column)


@dataclass(frozen=True, slots=True)
class _Found:
    """In which rows of an answer stands who needs one of some rows, in one way."""

    ground: Ground
    table: Table
    rows: Sequence[Judged]
    needing: _Needing
    answers: Sequence[Answer]

    @property
    def place_of_key(self) -> tuple[int, int]:
        """From where to where in each row the key of who needs it stands, as the store gave it."""
        first = 0 if self.needing.mine else len(self.table.key)
        return first, first + len(self.needing.by.key)

    def needs(self, answers: Sequence[Answer]) -> Iterator[Need]:
        """What some of the rows tell."""
        if not answers:
            return
        table, needing, by = self.table, self.needing, self.needing.by
        named, size = naming(by, self.ground.live[by.name].columns), len(by.key)
        if needing.mine:
            told_by = _told_by(self.ground, table, self.rows, needing)
            pointed = _pointed_at(self.ground, table, needing)
            columns = frozenset(needing.mine)
            for told in answers:
                for needed in told_by.get(pointed(told[size:]), ()):
                    yield Need(named(told[:size]), needed, needing.because, columns)
            return
        mine, theirs = len(table.key), naming(table, self.ground.live[table.name].columns)
        for told in answers:
            key = told[mine : mine + size]
            if None not in key and (not needing.only_held or told[mine + size] > 0):
                of = theirs(told[:mine])
                yield Need(named(key), of, needing.because, outlasts_move=needing.outlasts_move)


def _told_by(
    ground: Ground, table: Table, rows: Sequence[Judged], needing: _Needing
) -> Mapping[tuple[str, ...], Sequence[RecordRef]]:
    """The rows by the texts of what somebody points at to mean them."""
    if needing.theirs == table.key:
        return {row.record.key: (row.record,) for row in rows}
    live = ground.live[table.name].columns
    of: dict[tuple[str, ...], list[RecordRef]] = defaultdict(list)
    for row in rows:
        pointed = ((live[column], _raw(row, table, column)) for column in needing.theirs)
        of[tuple([str(value_of(kind, value)) for kind, value in pointed])].append(row.record)
    return of


def _pointed_at(
    ground: Ground, table: Table, needing: _Needing
) -> Callable[[Sequence[object]], tuple[str, ...]]:
    """The texts of what somebody points at."""
    live = ground.live[needing.by.name].columns
    kinds = [live[column] for column in needing.mine]
    if needing.theirs == table.key:
        return texts_of(kinds)
    return lambda values: tuple([str(value_of(*one)) for one in zip(kinds, values, strict=True)])


# --- the ways -----------------------------------------------------------------------------------------------


def _needings(ground: Ground, question: Question, table: Table) -> Sequence[_Needing]:
    """Every way in which records of the store may need the table's rows."""
    return ground.once(
        ("needs", question.shape, table.name),
        lambda: [
            *_pointing_at(ground, question, table),
            *_asking(ground, question, table),
            *_following(ground, question, table),
            *_led_down(ground, question, table),
        ],
    )


def _others(question: Question, table: Table) -> list[Table]:
    others = question.manifest.stores[table.store].tables.values()
    return [other for other in others if other.hosted_for is None]


def _pointing_at(ground: Ground, question: Question, table: Table) -> Iterator[_Needing]:
    for other in _others(question, table):
        for pairs in sorted(_pointing(other, table, ground)):
            mine, theirs = zip(*pairs, strict=True)
            statement = Statement(ground, other)
            statement.show_key()
            for index, column in enumerate(mine):
                statement.show(f"p{index}", ask.Cell(statement.row, column))
            statement.where(statement.are_among(mine, ListName("records")))
            yield _Needing(statement.said(), other, Because.POINTS, theirs, mine)


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


Way = tuple[OfParent | Exists, ...]


def _existences(condition: Condition, way: Way) -> Iterator[Way]:
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


def _end_of(question: Question, table: Table, way: Way) -> TableName:
    return _stations(question, table, way)[-1].name


def _stations(question: Question, table: Table, way: Way) -> list[Table]:
    """The tables that a way leads through, its start included."""
    stations = [table]
    for step in way:
        here = stations[-1]
        name = here.references[step.relation].table if isinstance(step, OfParent) else step.table
        stations.append(question.manifest.table(here.store, name))
    return stations


def _asking(ground: Ground, question: Question, table: Table) -> Iterator[_Needing]:
    """Records needed because their existence answers a condition of another with yes: the way gone backwards."""
    for other in _others(question, table):
        for condition in conditions_of(other):
            for way in _existences(condition, ()):
                if _end_of(question, other, way) == table.name:
                    yield _asking_by(ground, question, table, other, way)


def _asking_by(ground: Ground, question: Question, table: Table, other: Table, way: Way) -> _Needing:
    statement = Statement(ground, table, is_of_few=True)
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
    said = _of_records(statement, other, here)
    return _Needing(said, other, Because.ASKS, outlasts_move=isinstance(way[0], OfParent))


def _of_records(statement: Statement, by: Table, row: ask.Row) -> Said:
    """The statement over the needed rows, showing the key of each and of the record that needs it."""
    statement.where(Records(()))
    statement.show_key()
    for index, column in enumerate(by.key):
        statement.show(f"p{index}", ask.Cell(row, column))
    return statement.said()


def _following(ground: Ground, question: Question, table: Table) -> Iterator[_Needing]:
    """Records needed because a claim on the one they point at follows them."""
    for relation, reference in table.references.items():
        statement = Statement(ground, table, is_of_few=True)
        number = compiler.following(question, table, statement.row, relation)
        if number == ask.Const(ask.NOBODY):
            continue
        other = question.manifest.table(table.store, reference.table)
        by = climb(question.manifest, table.store, statement.row, (Up(relation),))
        statement.show("held", number)
        yield _Needing(_of_records(statement, other, by), other, Because.FOLLOWS, only_held=True)


def _led_down(ground: Ground, question: Question, table: Table) -> Iterator[_Needing]:
    """Records needed because somebody is found through them, by a path that leads down."""
    for index, (top, _) in enumerate(list(compiler.leading_down(question, table, ask.Base("r", table.name)))):
        statement = Statement(ground, table, is_of_few=True)
        _, number = list(compiler.leading_down(question, table, statement.row))[index]
        statement.join_down(top)
        statement.show("held", number)
        other = question.manifest.table(table.store, top.base.table)
        yield _Needing(_of_records(statement, other, top.base), other, Because.FOLLOWS, only_held=True)
