"""How a store judges its rows: the values of each, whose it is, and the state of each datum."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from troth.claims.judged import Judged, Judgement, Shown, ShownTie, Told
from troth.claims.keys import RecordRef
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

_MANY = 1_000  # ways in which the rows of a table are alike, that are kept

_STATE_OF = {int(state): state for state in State}

_Texts = tuple[object, ...]  # of the keys that a row's ties show
_Known = dict[tuple[tuple[RoleName, int], ...], dict[_Texts, tuple[ShownTie, ...]]]


class _Alike(NamedTuple):
    """What rows have in common that tell the same of themselves."""

    judgement: Judgement
    down: tuple[ShownTie, ...]  # the ties by paths that lead down


@dataclass(frozen=True, slots=True)
class _Judging:
    """The statement that judges a table's rows, and where in its answers what stands."""

    said: Said
    named: Callable[[Sequence[object]], RecordRef]
    values: Sequence[tuple[Column, int, LiveColumn, type[str] | type[int] | None]]
    ties: Sequence[tuple[RoleName, slice]]  # that a row shows
    texts: slice  # where all of these stand
    common: int  # from here on stands what rows have in common: everything but what stands in them
    states: Mapping[Column, int]
    down: Sequence[tuple[RoleName, int]]
    kind: int
    clamp: int
    asking: "_Asking | None"
    # What rows have in common, by what they tell of themselves: nothing of what stands in them.
    alike: dict[tuple[object, ...], "_Alike"]

    @property
    def shape(self) -> tuple[tuple[RoleName, int], ...]:
        """What the texts of the ties are: of so many links in each role."""
        return tuple([(role, where.stop - where.start) for role, where in self.ties])


@dataclass(frozen=True, slots=True)
class _Asking:
    """What was asked of claims and clocks besides, and where it stands."""

    asked: Sequence[ClaimAsked]
    claims: slice
    opened: slice
    shown: Callable[[Sequence[object], ClockName], Shown]


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
    said = ground.once(
        ("judged", now.shape, None if then is None else then.shape, with_claims), dict[object, _Judging]
    )
    judgings = []
    for table, only in tables:
        alike = table.name, shape_of(only)
        if alike not in said:
            said[alike] = _said(ground, now, then, table, only, with_claims)
        judgings.append(said[alike])
    asked = [
        Asked(judging.said, NOTHING_GIVEN if only is None else only.given, now.carried)
        for judging, (_, only) in zip(judgings, tables, strict=True)
    ]

    def read(all_rows: Sequence[Sequence[Answer]]) -> list[tuple[Judged, ...]]:
        tied: _Known = defaultdict(dict)
        return [
            tuple(_rows(table, judging, rows, tied[judging.shape]))
            for judging, (table, _), rows in zip(judgings, tables, all_rows, strict=True)
        ]

    return Wanted(asked, read)


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
    # Those that a row shows by itself stand together: rows that show the same ties share them.
    for place, people in sorted(enumerate(judgement.ties), key=lambda one: one[1].rows is not None):
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
    claims = claims_asked(now, table) if with_claims else []
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
    ties = [(role, slice(place_of(labels[0]), place_of(labels[0]) + len(labels))) for role, labels in shown]
    common = [label for label in said.labels if label[0] in "sco" or label in ("kind", *dict(down).values())]
    return _Judging(
        said,
        naming(table, live),
        [
            (column, place_of(f"v{i}"), live[column], plain_type(live[column]))
            for i, column in enumerate(columns)
        ],
        ties,
        slice(min((where.start for _, where in ties), default=0), max((w.stop for _, w in ties), default=0)),
        min(map(place_of, common)),
        {column: place_of(f"s{index}") for index, column in enumerate(judgement.states)},
        [(role, place_of(label)) for role, label in down],
        place_of("kind"),
        place_of("clamp"),
        asked,
        {},
    )


def _asked(
    said: Said, claims: Sequence[ClaimAsked], clocks: Mapping[ClockName, ClockCells], table: Table
) -> _Asking:
    def run(label: str, count: int) -> slice:
        first = said.labels.index(f"{label}0") if count else 0
        return slice(first, first + count)

    first = said.labels.index("y0") if "y0" in said.labels else 0
    shown = partial(shown_in, said.ground, clocks, first)
    return _Asking(claims, run("c", len(claims)), run("o", len(table.clocks)), shown)


def _rows(
    table: Table,
    judging: _Judging,
    rows: Sequence[Answer],
    tied: dict[_Texts, tuple[ShownTie, ...]],
) -> Iterator[Judged]:
    """The rows of one table; what many of them have in common is made once."""
    named, size, judged = judging.named, len(table.key), judging.alike
    if len(judged) > _MANY:
        judged.clear()
    for told in rows:
        common, texts = tuple(told[judging.common :]), tuple(told[judging.texts])
        if (alike := judged.get(common)) is None:
            alike = judged[common] = _alike(table, judging, told)
        if (ties := tied.get(texts)) is None:
            ties = tied[texts] = _shown_ties(judging, told)
        key = tuple(told[:size])
        yield Judged(
            named(key),
            key,
            {
                column: raw if (raw := told[place]) is None or raw.__class__ is plain else value_of(kind, raw)
                for column, place, kind, plain in judging.values
            },
            alike.judgement,
            (*ties, *alike.down) if alike.down else ties,
            told,
        )


def _alike(table: Table, judging: _Judging, told: Answer) -> _Alike:
    """What a row has in common with all that tell the same of themselves."""
    asking = judging.asking
    # Where claims were asked for, codes were (`compiler.why`): states with their reasons.
    states = _STATE_OF if asking is None else STATES
    judgement = Judgement(
        {column: states[told[place]] for column, place in judging.states.items()},
        bool(told[judging.kind]),
        told[judging.clamp] > 0,
        {} if asking is None else _whys(judging, told),
        None if asking is None else _told(table, asking, told),
    )
    down = tuple([ShownTie(role, is_down=True) for role, place in judging.down if told[place] > 0])
    return _Alike(judgement, down)


def _told(table: Table, asking: _Asking, told: Answer) -> Told:
    opened = [name for name, is_opened in zip(table.clocks, told[asking.opened], strict=True) if is_opened]
    return Told(asking.asked, tuple(told[asking.claims]), asking.shown, frozenset(opened))


def _whys(judging: _Judging, told: Answer) -> dict[Column, Unknown]:
    """For which reason what is frozen is."""
    reasons = {column: REASONS.get(told[place]) for column, place in judging.states.items()}
    return {column: why for column, why in reasons.items() if why is not None}


def _shown_ties(judging: _Judging, told: Answer) -> tuple[ShownTie, ...]:
    ties = [ShownTie(role, tuple(told[places])) for role, places in judging.ties]
    return tuple([tie for tie in ties if any(tie.keys)])
