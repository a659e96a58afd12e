"""How a store judges its rows: the values of each, whose it is, and the state of each datum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from troth.claims import questions as ask
from troth.claims.compiler import People, Question, judge
from troth.claims.plan import Judged, ShownTie
from troth.claims.states import State
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.stores.sql.asking import Answer, Asked, all_answers
from troth.stores.sql.ground import Ground
from troth.stores.sql.read.rows import record_of, shown_columns, value_of
from troth.stores.sql.render import Only, Statement
from troth.stores.sql.said import NOTHING_GIVEN, CarriedRows, Said

_STATE_OF = {int(state): state for state in State}


@dataclass(frozen=True, slots=True)
class _Judging:
    """The statement that judges a table's rows, and where in its answers what stands."""

    said: Said
    values: Mapping[Column, int]
    states: Mapping[Column, int]
    ties: Sequence[tuple[People, tuple[int, ...]]]
    kind: int
    clamp: int


def judged(
    connection: Connection,
    ground: Ground,
    now: Question,
    then: Question | None,
    tables: Sequence[tuple[Table, Only | None]],
    carried: CarriedRows,
) -> list[tuple[Judged, ...]]:
    """Every row of some tables of one store (or those asked for), with its values and the state of each datum."""
    judgings = [_judging(ground, now, then, table, only) for table, only in tables]
    asked = [
        Asked(judging.said, NOTHING_GIVEN if only is None else only.given, carried)
        for judging, (_, only) in zip(judgings, tables, strict=True)
    ]
    return [
        tuple([_row(ground, table, judging, told) for told in rows])
        for judging, (table, _), rows in zip(judgings, tables, all_answers(connection, asked), strict=True)
    ]


def _judging(
    ground: Ground, now: Question, then: Question | None, table: Table, only: Only | None
) -> _Judging:
    shape = ("judged", now.shape, then and then.shape, table.name, only and only.shape)
    return ground.once(shape, lambda: _said(ground, now, then, table, only))


def _said(ground: Ground, now: Question, then: Question | None, table: Table, only: Only | None) -> _Judging:
    judgement = judge(now, then, table)
    statement = Statement(ground, table)
    statement.show_key()
    columns = shown_columns(ground, table)
    for index, column in enumerate(columns):
        statement.show(f"v{index}", ask.Cell(statement.row, column))
    labels: list[list[str]] = []
    for place, people in enumerate(judgement.ties):
        labels.append([f"t{place}_{index}" for index in range(len(people.tie.keys))])
        if people.rows is not None:
            labels[-1] = [f"t{place}"]
            absent = ask.IsAbsent(people.tie.who)
            there = ask.case((absent, ask.Const(ask.NOBODY)), otherwise=ask.Const(1))
            statement.show(f"t{place}", ask.GreatestOver(people.rows, there))
            continue
        for label, text in zip(labels[-1], people.tie.keys, strict=True):
            statement.show(label, text)
    for index, state in enumerate(judgement.states.values()):
        statement.show(f"s{index}", state)
    statement.show_test("kind", judgement.has_kind)
    statement.show("clamp", judgement.clamp)
    if only is not None:
        statement.where(only)
    said = statement.said()
    place_of = said.labels.index
    return _Judging(
        said,
        {column: place_of(f"v{index}") for index, column in enumerate(columns)},
        {column: place_of(f"s{index}") for index, column in enumerate(judgement.states)},
        [
            (people, tuple(map(place_of, of_tie)))
            for people, of_tie in zip(judgement.ties, labels, strict=True)
        ],
        place_of("kind"),
        place_of("clamp"),
    )


def _row(ground: Ground, table: Table, judging: _Judging, told: Answer) -> Judged:
    live = ground.live[table.name].columns
    key = told[: len(table.key)]
    return Judged(
        record_of(table, live, key),
        key,
        {column: value_of(live[column], told[place]) for column, place in judging.values.items()},
        {column: _STATE_OF[told[place]] for column, place in judging.states.items()},
        bool(told[judging.kind]),
        told[judging.clamp] > 0,
        tuple(_shown_ties(judging, told)),
    )


def _shown_ties(judging: _Judging, told: Answer) -> Iterator[ShownTie]:
    for people, places in judging.ties:
        if people.rows is not None:
            if told[places[0]] > 0:
                yield ShownTie(people.tie.role, is_down=True)
            continue
        keys = tuple([told[place] for place in places])
        if any(key is not None for key in keys):
            yield ShownTie(people.tie.role, keys)
