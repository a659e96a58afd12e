"""How a store judges its rows: the values of each, whose it is, and the state of each datum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from troth.claims import questions as ask
from troth.claims.compiler import (
    REASONS,
    STATES,
    ClaimAsked,
    Codes,
    Question,
    claims_asked,
    is_open,
    judge,
)
from troth.claims.plan import Judged, ShownTie, Told
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import LiveColumn
from troth.manifest.names import ClockName, Column, RoleName
from troth.manifest.stores import Table
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Only, shape_of
from troth.stores.sql.read.clocks import ClockCells, show_clocks, shown_in
from troth.stores.sql.read.rows import naming, plain_type, shown_columns, value_of
from troth.stores.sql.render import Statement
from troth.stores.sql.said import NOTHING_GIVEN, Answer, Asked, Said, Wanted

_STATE_OF = {int(state): state for state in State}


class _Pattern(NamedTuple):
    """What many rows have in common: everything that is told of a row but what stands in it."""

    states: Mapping[Column, State]
    whys: Mapping[Column, Unknown]
    has_kind: bool
    is_clamped: bool
    down: tuple[ShownTie, ...]  # the ties by paths that lead down
    claims: tuple[int, ...]
    opened: frozenset[ClockName]


@dataclass(frozen=True, slots=True)
class _Judging:
    """The statement that judges a table's rows, and where in its answers what stands."""

    said: Said
    values: Sequence[tuple[Column, int, LiveColumn, type[str] | type[int] | None]]
    ties: Sequence[tuple[RoleName, slice]]  # that a row shows
    pattern: int  # from here on stands what a pattern is made of
    states: Mapping[Column, int]
    down: Sequence[tuple[RoleName, int]]
    kind: int
    clamp: int
    asking: "_Asking | None"


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where stands what was asked of claims and clocks besides."""

    claims: slice
    opened: slice
    cells: slice
    clocks: Mapping[ClockName, ClockCells]


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
            tuple(_rows(ground, table, judging, rows))
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
    shown: list[tuple[RoleName, list[str]]] = []
    down: list[tuple[RoleName, str]] = []
    for place, people in enumerate(judgement.ties):
        if people.rows is not None:
            absent = ask.IsAbsent(people.tie.who)
            there = ask.case((absent, ask.Const(ask.NOBODY)), otherwise=ask.Const(1))
            statement.show(f"t{place}", ask.GreatestOver(people.rows, there))
            down.append((people.tie.role, f"t{place}"))
            continue
        shown.append((people.tie.role, [f"t{place}_{index}" for index in range(len(people.tie.keys))]))
        for label, text in zip(shown[-1][1], people.tie.keys, strict=True):
            statement.show(label, text)
    codes = Codes()
    for index, state in enumerate(judgement.states.values()):
        statement.show(f"s{index}", codes.of(state) if with_claims else state)
    statement.show_test("kind", judgement.has_kind)
    statement.show("clamp", codes.of(judgement.clamp) if with_claims else judgement.clamp)
    clocks = show_clocks(ground, now, table, statement) if with_claims else {}
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
    asked = _asked(said, claims, clocks, table) if with_claims else None
    in_pattern = [
        label for label in said.labels if label[0] in "sco" or label in ("kind", *dict(down).values())
    ]
    return _Judging(
        said,
        [
            (column, place_of(f"v{i}"), live[column], plain_type(live[column]))
            for i, column in enumerate(columns)
        ],
        [(role, slice(place_of(labels[0]), place_of(labels[0]) + len(labels))) for role, labels in shown],
        min(map(place_of, in_pattern)),
        {column: place_of(f"s{index}") for index, column in enumerate(judgement.states)},
        [(role, place_of(label)) for role, label in down],
        place_of("kind"),
        place_of("clamp"),
        asked,
    )


def _asked(
    said: Said, claims: Sequence[ClaimAsked], clocks: Mapping[ClockName, ClockCells], table: Table
) -> _Asking:
    def run(label: str, count: int) -> slice:
        first = said.labels.index(f"{label}0") if count else 0
        return slice(first, first + count)

    cells = sum((one.column is not None) + (one.missing is not None) for one in clocks.values())
    return _Asking(run("c", len(claims)), run("o", len(table.clocks)), run("y", cells), clocks)


def _rows(ground: Ground, table: Table, judging: _Judging, rows: Sequence[Answer]) -> Iterator[Judged]:
    """The rows of one table; what many of them have in common is made once."""
    named, size = naming(table, ground.live[table.name].columns), len(table.key)
    first, asking = judging.pattern, judging.asking
    patterns: dict[tuple[object, ...], _Pattern] = {}
    for told in rows:
        common = tuple(told[first:])
        if common not in patterns:
            patterns[common] = _pattern(table, judging, told)
        pattern, key = patterns[common], tuple(told[:size])
        yield Judged(
            named(key),
            key,
            {
                column: raw if (raw := told[place]) is None or raw.__class__ is plain else value_of(kind, raw)
                for column, place, kind, plain in judging.values
            },
            pattern.states,
            pattern.has_kind,
            pattern.is_clamped,
            (*_shown_ties(judging, told), *pattern.down),
            pattern.whys,
            None
            if asking is None
            else Told(
                pattern.claims,
                partial(shown_in, ground, asking.clocks, told[asking.cells]),
                pattern.opened,
            ),
        )


def _pattern(table: Table, judging: _Judging, told: Answer) -> _Pattern:
    """What a row has in common with all that tell the same of themselves."""
    asking = judging.asking
    # Where claims were asked for, codes were (`compiler.why`): states with their reasons.
    states = _STATE_OF if asking is None else STATES
    whys = {} if asking is None else _whys(judging, told)
    opened = () if asking is None else zip(table.clocks, told[asking.opened], strict=True)
    return _Pattern(
        {column: states[told[place]] for column, place in judging.states.items()},
        whys,
        bool(told[judging.kind]),
        told[judging.clamp] > 0,
        tuple([ShownTie(role, is_down=True) for role, place in judging.down if told[place] > 0]),
        () if asking is None else tuple(told[asking.claims]),
        frozenset([name for name, is_opened in opened if is_opened]),
    )


def _whys(judging: _Judging, told: Answer) -> dict[Column, Unknown]:
    """For which reason what is frozen is."""
    found = ((column, REASONS.get(told[place])) for column, place in judging.states.items())
    return {column: why for column, why in found if why is not None}


def _shown_ties(judging: _Judging, told: Answer) -> list[ShownTie]:
    ties = [ShownTie(role, tuple(told[places])) for role, places in judging.ties]
    return [tie for tie in ties if any(tie.keys)]
