"""Whose rows are: the ties of each, role by role, and the rows through which somebody is found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.compiler import People, Question, groups, ties
from troth.claims.judged import Judged, ShownTie
from troth.claims.keys import Key, RecordRef
from troth.claims.same import Same
from troth.manifest.names import KeyType, RoleName, TableName
from troth.manifest.stores import Table
from troth.stores.sql.asking import learn
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Keys, OfPeople, Only, shape_of
from troth.stores.sql.read.rows import naming
from troth.stores.sql.render import Statement
from troth.stores.sql.said import NOTHING_GIVEN, Answer, Asked, ListName, Said, Wanted


class Tied(NamedTuple):
    """
    One tie of a row: its role and its keys, each with whether its link is sure, in order of declaration.

    The records of one person have the very same, and share it.
    """

    role: RoleName
    keys: tuple[tuple[Key, bool], ...]

    @property
    def sure(self) -> frozenset[Key]:
        """The keys of sure links."""
        return frozenset([key for key, is_sure in self.keys if is_sure])


def of_people(
    question: Question, table: Table, keys: Collection[Key] | Keys, *, sure: bool = True
) -> OfPeople:
    """The rows of a table with a link (sure, or in doubt) to one of the keys."""
    return OfPeople(keys if isinstance(keys, Keys) else Keys.of(keys), question.manifest, table, sure)


def tied(
    connection: Connection, ground: Ground, question: Question, table: Table, only: Only | None
) -> list[tuple[RecordRef, Tied]]:
    """The ties of the rows of one table."""
    return all_tied(connection, ground, question, [(table, only)])


def all_tied(
    connection: Connection, ground: Ground, question: Question, tables: Sequence[tuple[Table, Only | None]]
) -> list[tuple[RecordRef, Tied]]:
    """The ties of rows of one store."""
    return learn(connection, want_ties(ground, question, tables))


def want_ties(
    ground: Ground, question: Question, tables: Sequence[tuple[Table, Only | None]]
) -> Wanted[list[tuple[RecordRef, Tied]]]:
    """The ties of rows of one store: of each table all roles read from the row at once, each that leads down apart."""
    asked: list[tuple[Table, Sequence[People], Asked]] = []
    for table, only in tables:
        given = NOTHING_GIVEN if only is None else only.given
        for group, said in _said(ground, question, table, only):
            asked.append((table, group, Asked(said, given)))

    def read(all_rows: Sequence[Sequence[Answer]]) -> list[tuple[RecordRef, Tied]]:
        return [
            one
            for (table, group, _), rows in zip(asked, all_rows, strict=True)
            for one in _ties(ground, table, group, rows)
        ]

    return Wanted([one for *_, one in asked], read)


def want_identities(
    ground: Ground, question: Question, tables: Sequence[tuple[Table, Only | None]]
) -> Wanted[set[frozenset[Key]]]:
    """The sure keys that stand together in some tie: each group once, however many rows show it."""
    asked: list[Asked] = []
    for table, only in tables:
        given = NOTHING_GIVEN if only is None else only.given
        asked += [Asked(said, given) for said in _said_once(ground, question, table, only)]

    def read(all_rows: Sequence[Sequence[Answer]]) -> set[frozenset[Key]]:
        return {
            frozenset([key_of(text) for text in told if text is not None])
            for rows in all_rows
            for told in rows
        }

    return Wanted(asked, read)


def _said_once(ground: Ground, question: Question, table: Table, only: Only | None) -> Sequence[Said]:
    def say() -> Sequence[Said]:
        return [
            _sure_keys_of(ground, table, people, only)
            for people in ties(question.manifest, table)
            if sum(link.is_sure for link in people.tie.links) > 1
        ]

    return ground.once(("identities", Same(question.manifest), table.name, shape_of(only)), say)


def _sure_keys_of(ground: Ground, table: Table, people: People, only: Only | None) -> Said:
    statement = Statement(ground, table)
    statement.give_each_once()
    if people.rows is not None:
        statement.join_down(people.rows)
    for i, (link, key) in enumerate(zip(people.tie.links, people.tie.keys, strict=True)):
        if link.is_sure:
            statement.show(f"p{i}", key)
    if only is not None:
        statement.where(only)
    return statement.said()


def _said(
    ground: Ground, question: Question, table: Table, only: Only | None
) -> Sequence[tuple[Sequence[People], Said]]:
    def say() -> Sequence[tuple[Sequence[People], Said]]:
        everybody = ties(question.manifest, table)
        flat = [people for people in everybody if people.rows is None]
        groups = [flat] if flat else []
        groups += [[people] for people in everybody if people.rows is not None]
        return [(group, _said_of(ground, table, group, only)) for group in groups]

    return ground.once(("tied", Same(question.manifest), table.name, shape_of(only)), say)


def _said_of(ground: Ground, table: Table, group: Sequence[People], only: Only | None) -> Said:
    statement = Statement(ground, table)
    for people in group:
        if people.rows is not None:
            statement.join_down(people.rows)
    statement.show_key()
    for p, people in enumerate(group):
        for i, key in enumerate(people.tie.keys):
            statement.show(f"p{p}_{i}", key)
    if only is not None:
        statement.where(only)
    return statement.said()


def _ties(
    ground: Ground, table: Table, group: Sequence[People], rows: Iterable[Answer]
) -> Iterator[tuple[RecordRef, Tied]]:
    named, size = naming(table, ground.live[table.name].columns), len(table.key)
    for told in rows:
        record, texts = named(told[:size]), iter(told[size:])
        for people in group:
            found = [(text, link.is_sure) for link, text in zip(people.tie.links, texts, strict=False)]
            keys = tuple([(key_of(text), is_sure) for text, is_sure in found if text is not None])
            if keys:
                yield record, Tied(people.tie.role, keys)


def key_of(text: str) -> Key:
    """The key of `Key.text`."""
    kind, _, value = text.partition(":")
    return Key(KeyType(kind), value)


def ties_shown(
    judged: Iterable[tuple[Table, Sequence[Judged]]],
) -> Iterator[tuple[RecordRef, tuple[Tied, ...]]]:
    """The ties that judged rows show by themselves, as `tied` gives them: all but those by paths that lead down."""
    # By which ties they are; the rows hold these as long as this is asked.
    known: dict[Sequence[tuple[RoleName, tuple[bool, ...]]], dict[int, tuple[Tied, ...]]] = defaultdict(dict)
    for table, rows in judged:
        are_sure = _are_sure(Same(table))
        ties_of = known[tuple(are_sure.items())]
        for row in rows:
            if (ties := ties_of.get(id(row.ties))) is None:
                ties = ties_of[id(row.ties)] = tuple(
                    [_in_full(tie, are_sure[tie.role]) for tie in row.ties if not tie.is_down]
                )
            yield row.record, ties


@lru_cache(maxsize=1024)
def _are_sure(table: Same) -> Mapping[RoleName, tuple[bool, ...]]:
    """Which links of the ties that a table's row shows by itself are sure."""
    ties = groups(cast(Table, table.value)).items()
    return {role: tuple([link.is_sure for link in links]) for (role, path), links in ties if not path}


def _in_full(tie: ShownTie, are_sure: Sequence[bool]) -> Tied:
    links = zip(are_sure, tie.keys, strict=True)
    return Tied(tie.role, tuple([(key_of(text), is_sure) for is_sure, text in links if text is not None]))


Keyed = Mapping[RecordRef, tuple[object, ...]]  # records, with their keys as the driver gives them


def led_through(
    connection: Connection,
    ground: Ground,
    question: Question,
    tables: Sequence[Table],
    records: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> list[Keyed]:
    """For each of some tables of a store: its rows that some link's path leads through a record."""
    return learn(connection, want_led_through(ground, question, tables, records))


def want_led_through(
    ground: Ground,
    question: Question,
    tables: Sequence[Table],
    records: Mapping[TableName, Sequence[tuple[object, ...]]],
) -> Wanted[list[Keyed]]:
    """The same, to be asked with more."""
    asked = [
        (table, Asked(said, {ListName("records"): records[through]}))
        for table in tables
        for through, said in _ways_through(ground, question, table)
        if records.get(through)
    ]

    def read(all_rows: Sequence[Sequence[Answer]]) -> list[Keyed]:
        found: dict[TableName, dict[RecordRef, tuple[object, ...]]] = {table.name: {} for table in tables}
        for (table, _), rows in zip(asked, all_rows, strict=True):
            named = naming(table, ground.live[table.name].columns)
            found[table.name] |= {named(key): tuple(key) for key in rows}
        return [found[table.name] for table in tables]

    return Wanted([one for _, one in asked], read)


def _ways_through(ground: Ground, question: Question, table: Table) -> Sequence[tuple[TableName, Said]]:
    """For each row that a tie's path leads through: its table, and the statement that goes there."""

    def say() -> Sequence[tuple[TableName, Said]]:
        return [
            (row.table, _through_row(ground, question, table, people, row))
            for people in ties(question.manifest, table)
            for row in _way(people)
        ]

    return ground.once(("through", Same(question.manifest), table.name), say)


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


def _through_row(ground: Ground, question: Question, table: Table, people: People, row: ask.Row) -> Said:
    statement = Statement(ground, table)
    if people.rows is not None:
        statement.join_down(people.rows)
    statement.show_key()
    key = question.manifest.table(table.store, row.table).key
    statement.where(statement.are_among(key, ListName("records"), row))
    return statement.said()
