"""How a store judges its rows: the values of each, whose it is, and the state of each datum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troth.claims import questions as ask
from troth.claims.compiler import (
    REASONS,
    STATES,
    ClaimAsked,
    Codes,
    People,
    Question,
    claims_asked,
    is_open,
    judge,
)
from troth.claims.plan import Judged, ShownTie, Told
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import LiveColumn, Value
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.read.clocks import ClockCells, show_clocks, shown_in
from troth.stores.sql.read.rows import plain_type, record_of, shown_columns, value_of
from troth.stores.sql.render import Only, Statement, shape_of
from troth.stores.sql.said import NOTHING_GIVEN, Answer, Asked, Said, Wanted

_STATE_OF = {int(state): state for state in State}


@dataclass(frozen=True, slots=True)
class _Judging:
    """The statement that judges a table's rows, and where in its answers what stands."""

    said: Said
    values: Sequence[tuple[Column, int, LiveColumn, type[str] | type[int] | None]]
    states: Mapping[Column, int]
    ties: Sequence[tuple[People, tuple[int, ...]]]
    kind: int
    clamp: int
    asking: "_Asking | None"


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where stands what was asked of claims and clocks besides."""

    claims: slice
    opened: slice
    cells: slice
    clocks: Sequence[ClockCells]


def want_judged(
    ground: Ground,
    now: Question,
    then: Question | None,
    tables: Sequence[tuple[Table, Only | None]],
    *,
    with_claims: bool = False,
) -> Wanted[list[tuple[Judged, ...]]]:
    """
    Every row of some tables of one store (or those asked for), with its values and the state of each datum.

    Args:
        then: the question under the words accepted last.
        with_claims: each claim by itself, too.
    """
    judgings = [_judging(ground, now, then, table, only, with_claims) for table, only in tables]
    carried = now.carried.rows
    asked = [
        Asked(judging.said, NOTHING_GIVEN if only is None else only.given, carried)
        for judging, (_, only) in zip(judgings, tables, strict=True)
    ]

    def read(all_rows: Sequence[Sequence[Answer]]) -> list[tuple[Judged, ...]]:
        return [
            tuple([_row(ground, table, judging, told) for told in rows])
            for judging, (table, _), rows in zip(judgings, tables, all_rows, strict=True)
        ]

    return Wanted(asked, read)


def claims_on(ground: Ground, question: Question, table: Table) -> list[ClaimAsked]:
    """The claims that are asked of a table's rows by themselves, in the order in which rows tell them."""
    return ground.once(("claims", question.shape, table.name), lambda: claims_asked(question, table))


def _judging(
    ground: Ground, now: Question, then: Question | None, table: Table, only: Only | None, with_claims: bool
) -> _Judging:
    shape = (
        "judged",
        now.shape,
        None if then is None else then.shape,
        table.name,
        shape_of(only),
        with_claims,
    )
    return ground.once(shape, lambda: _said(ground, now, then, table, only, with_claims))


def _said(
    ground: Ground, now: Question, then: Question | None, table: Table, only: Only | None, with_claims: bool
) -> _Judging:
    judgement = judge(now, then, table)
    statement = Statement(ground, table, is_of_few=only is not None)
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
    codes = Codes()
    for index, state in enumerate(judgement.states.values()):
        statement.show(f"s{index}", codes.of(state) if with_claims else state)
    statement.show_test("kind", judgement.has_kind)
    statement.show("clamp", codes.of(judgement.clamp) if with_claims else judgement.clamp)
    clocks = show_clocks(ground, now, table, statement) if with_claims else []
    claims = claims_on(ground, now, table) if with_claims else []
    for index, claim in enumerate(claims):
        statement.show(f"c{index}", codes.of(claim.number))
    if with_claims:
        for index, clock in enumerate(table.clocks.values()):
            statement.show_test(f"o{index}", is_open(now, table, statement.row, clock))
    if only is not None:
        statement.where(only)
    said, live = statement.said(), ground.live[table.name].columns
    place_of = said.labels.index
    return _Judging(
        said,
        [
            (column, place_of(f"v{i}"), live[column], plain_type(live[column]))
            for i, column in enumerate(columns)
        ],
        {column: place_of(f"s{index}") for index, column in enumerate(judgement.states)},
        [
            (people, tuple(map(place_of, of_tie)))
            for people, of_tie in zip(judgement.ties, labels, strict=True)
        ],
        place_of("kind"),
        place_of("clamp"),
        _asked(said, claims, clocks, table) if with_claims else None,
    )


def _asked(said: Said, claims: Sequence[ClaimAsked], clocks: Sequence[ClockCells], table: Table) -> _Asking:
    def run(label: str, count: int) -> slice:
        first = said.labels.index(f"{label}0") if count else 0
        return slice(first, first + count)

    cells = sum((one.column is not None) + (one.missing is not None) for one in clocks)
    return _Asking(run("c", len(claims)), run("o", len(table.clocks)), run("y", cells), clocks)


def _row(ground: Ground, table: Table, judging: _Judging, told: Answer) -> Judged:
    key = tuple(told[: len(table.key)])
    # Where claims were asked for, codes were (`compiler.why`): states with their reasons.
    states = _STATE_OF if judging.asking is None else STATES
    whys = {} if judging.asking is None else _whys(judging, told)
    return Judged(
        record_of(table, ground.live[table.name].columns, key),
        key,
        {column: _value(told[place], live, plain) for column, place, live, plain in judging.values},
        {column: states[told[place]] for column, place in judging.states.items()},
        bool(told[judging.kind]),
        told[judging.clamp] > 0,
        tuple(_shown_ties(judging, told)),
        whys,
        None if judging.asking is None else _told(ground, table, judging.asking, told),
    )


def _whys(judging: _Judging, told: Answer) -> dict[Column, Unknown]:
    """For which reason what is frozen is."""
    found = ((column, REASONS.get(told[place])) for column, place in judging.states.items())
    return {column: why for column, why in found if why is not None}


def _value(raw: Any, live: LiveColumn, plain: type[str] | type[int] | None) -> Value:
    return raw if raw is None or raw.__class__ is plain else value_of(live, raw)


def _told(ground: Ground, table: Table, asking: _Asking, told: Answer) -> Told:
    opened = zip(table.clocks, told[asking.opened], strict=True)
    return Told(
        tuple(told[asking.claims]),
        shown_in(ground, asking.clocks, told[asking.cells]),
        frozenset([name for name, is_open in opened if is_open]),
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
