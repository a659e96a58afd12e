"""The question put to one table: the state of each field and link column of every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import cast

from troth.claims.carried import CarriedRow
from troth.claims.compiler.clamps import clamps_on
from troth.claims.compiler.fields import field_state, unless_prohibited
from troth.claims.compiler.kinds import has_kind, hold_on, kind_floor
from troth.claims.compiler.links import followed_through, led_through
from troth.claims.compiler.question import ENDED, FROZEN, Question, Shape
from troth.claims.compiler.ties import People, over_ties, ties
from troth.claims.questions import Base, Number, Row, Test, greatest, least
from troth.claims.same import Same
from troth.claims.unknown import Unknown
from troth.manifest.names import Column
from troth.manifest.stores import Table


@dataclass(frozen=True, slots=True)
class Judgement:
    """The question put to one table: `row` stands for each of its rows, `states` says what becomes of each datum."""

    table: Table
    row: Base
    states: Mapping[Column, Number]
    has_kind: Test
    clamp: Number  # frozen where somebody it is tied to is restricted, or cannot be made out
    ties: Sequence["People"]


def judge(now: Question, then: Question | None, table: Table) -> Judgement:
    """
    The state of every field and link column of a table.

    Args:
        now: the manifest in force.
        then: the manifest whose effects were accepted last: what was not ended under it is frozen (case D2);
            none where no version was accepted yet: everything is.
    """
    return _judged(_Alike.of(now), None if then is None else _Alike.of(then), Same(table))


@dataclass(frozen=True, slots=True)
class _Alike:
    """A question without what is carried for it: the same as any other of its shape."""

    shape: Shape
    question: Question = field(compare=False)

    @classmethod
    def of(cls, question: Question) -> "_Alike":
        something = {slot: {"": CarriedRow()} for slot in question.shape.slots}
        return cls(question.shape, replace(question, carried=replace(question.carried, rows=something)))


@lru_cache(maxsize=64)  # a table is asked in several stores' words, of all rows and of some
def _judged(like_now: _Alike, like_then: _Alike | None, same: Same) -> Judgement:
    now, then = like_now.question, None if like_then is None else like_then.question
    table = cast("Table", same.value)
    row = Base("r", table.name)
    before = None if then is None else _declared_then(then, table)
    states: dict[Column, Number] = {}
    for column in (*table.fields, *sorted(table.link_columns - set(table.fields))):
        state = _datum(now, table, row, column)
        if (
            then is None
            or now.carried.are_behind
            or before is None
            or column not in {*before.fields, *before.link_columns}
        ):
            state = greatest(state, now.frozen(Unknown.BEHIND if now.carried.are_behind else Unknown.WORDS))
        elif then.manifest != now.manifest:
            state = greatest(state, least(_datum(then, before, row, column), FROZEN))
        states[column] = state
    tied = ties(now.manifest, table)
    clamps = (over_ties(people, greatest(*clamps_on(now, people.tie))) for people in tied)
    return Judgement(table, row, states, has_kind(now, table, row), greatest(ENDED, *clamps), tied)


def _declared_then(then: Question, table: Table) -> Table | None:
    store = then.manifest.stores.get(table.store)
    declared = store.tables.get(table.name) if store else None
    return declared if declared is not None and declared.hosted_for is None else None


def _datum(ask: Question, table: Table, row: Row, column: Column) -> Number:
    """The state of one column of the rows: steps 1 to 5 of the definition."""
    declared = table.fields.get(column)
    state = (
        field_state(ask, table, row, declared) if declared else greatest(ENDED, kind_floor(ask, table, row))
    )
    if column in table.link_columns:
        state = greatest(state, hold_on(ask, table, row, None))
    state = greatest(
        state, *led_through(ask, table, row, column), *followed_through(ask, table, row, column), ENDED
    )
    return unless_prohibited(ask, table, row, declared, state) if declared else state
