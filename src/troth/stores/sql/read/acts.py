"""Each person's last act: the latest instant that the tables show which a clock reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.carried import CarriedRow
from troth.claims.compiler import People as Tying
from troth.claims.compiler import Question, plausible, ties
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.claims.people import People
from troth.claims.same import Same
from troth.claims.states import State
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.names import Column, StoreName
from troth.manifest.stores import Clock, ColumnOf, StoredAs, Table
from troth.stores.sql.asking import every, learn
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Keys, Only, shape_of
from troth.stores.sql.read.clocks import instant_of
from troth.stores.sql.read.tied import key_of, of_people
from troth.stores.sql.render import Statement
from troth.stores.sql.said import NOTHING_GIVEN, Answer, Asked, Said, Wanted


def last_acts(
    connections: Mapping[StoreName, Connection],
    grounds: Mapping[StoreName, Ground],
    question: Question,
    clocks: Sequence[Clock],
    keys: Collection[Key] | Keys | None,
) -> list[dict[Key, CarriedRow]]:
    """
    For each clock, what the stores that answer show under each key, by itself; a store is asked once for all clocks.

    Args:
        connections: of the stores that answer.
        keys: of these; none: of everybody.
    """
    stores = dict.fromkeys(source.store for clock in clocks for source in clock.latest)
    found: list[dict[Key, CarriedRow]] = [{} for _ in clocks]
    for store in stores:
        if store in connections:
            wanted = want_last_acts(grounds[store], store, question, clocks, keys)
            shown = learn(connections[store], wanted)
            found = [_together(both) for both in zip(found, shown, strict=True)]
    return found


def want_last_acts(
    ground: Ground,
    store: StoreName,
    question: Question,
    clocks: Sequence[Clock],
    keys: Collection[Key] | Keys | None,
) -> Wanted[list[dict[Key, CarriedRow]]]:
    """The same of one store, to be asked with more."""
    return every(
        [
            every(
                [_want(ground, question, clock, of, keys) for of in clock.latest if of.store == store]
            ).then(_together)
            for clock in clocks
        ]
    )


def _together(several: Iterable[Mapping[Key, CarriedRow]]) -> dict[Key, CarriedRow]:
    found: dict[Key, CarriedRow] = {}
    for shown in several:
        add_acts(found, shown)
    return found


def add_acts(known: dict[Key, CarriedRow], shown: Mapping[Key, CarriedRow]) -> None:
    """Take what was shown to what is known; a record may be found by another key than it shows."""
    for key, row in shown.items():
        known[key] = later(known.get(key), row)


def by_person(people: People, shown: Mapping[Key, CarriedRow]) -> dict[str, CarriedRow]:
    """What is shown under any key of a person, under the text of each of them."""
    found: dict[frozenset[Key], CarriedRow] = {}
    for key, row in shown.items():
        person = people.person(key)
        found[person] = later(found.get(person), row)
    return {key.text: row for person, row in found.items() for key in person}


def later(one: CarriedRow | None, other: CarriedRow) -> CarriedRow:
    """Both together: the later instant, unknown where either is."""
    if one is None:
        return other
    instants = [row.at for row in (one, other) if row.at is not None]
    return CarriedRow(one.state or other.state, at=max(instants, default=None))


def _want(
    ground: Ground, question: Question, clock: Clock, source: ColumnOf, keys: Collection[Key] | Keys | None
) -> Wanted[dict[Key, CarriedRow]]:
    """What one table shows: the latest plausible instant, and whether one is unknown."""
    table, column = question.manifest.table(source.store, source.table), source.column
    only = None if keys is None else of_people(question, table, keys)
    live = ground.live[table.name].columns.get(column) or LiveColumn(ColumnType.TIMESTAMP)
    shape = ("latest", Same(question.manifest), question.today, Same(clock), source, shape_of(only))
    said = ground.once(shape, partial(_all_said, ground, question, clock, source, only))
    asked = [Asked(one, NOTHING_GIVEN if only is None else only.given) for one in said]

    def read(all_rows: Sequence[Sequence[Answer]]) -> dict[Key, CarriedRow]:
        found: dict[Key, CarriedRow] = {}
        for one, rows in zip(asked, all_rows, strict=True):
            for row in rows:
                told = dict(zip(one.said.labels, row, strict=True))
                raw = told["latest"]
                instant = None if raw is None else instant_of(ground, live, clock.stored_as, raw)
                key = key_of(told["who"])
                shown = CarriedRow(State.FROZEN if told["unknown"] else None, at=instant)
                found[key] = later(found.get(key), shown)
        return found

    return Wanted(asked, read)


def _all_said(
    ground: Ground, question: Question, clock: Clock, source: ColumnOf, only: Only | None
) -> list[Said]:
    """One statement for each tie."""
    table, believed = question.manifest.table(source.store, source.table), plausible(question, clock)
    return [
        _said(ground, table, source.column, clock.stored_as, believed, tying, only)
        for tying in ties(question.manifest, table)
        if tying.tie.sure is not None
    ]


def _said(
    ground: Ground,
    table: Table,
    column: Column,
    stored_as: StoredAs,
    believed: tuple[Instant, Instant],
    tying: Tying,
    only: Only | None,
) -> Said:
    assert tying.tie.sure is not None
    statement = Statement(ground, table)
    if tying.rows is not None:
        statement.join_down(tying.rows)
    cell = ask.Cell(statement.row, column)
    since, before = (ask.StartsBefore(cell, bound, stored_as) for bound in believed)
    is_day = ask.IsDay(cell) if stored_as is StoredAs.NATIVE else ask.YES
    statement.latest_by(tying.tie.sure, cell, ask.surely(ask.every(is_day, ask.negation(since), before)))
    if only is not None:
        statement.where(only)
    return statement.said()
