"""The time part of a claim: what a clock shows, and whether a span from it has ended."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from troth.claims.carried import day_after, start_of
from troth.claims.compiler.acts import Beside, rows_beside
from troth.claims.compiler.question import ACTIVE, ENDED, Question
from troth.claims.compiler.rows import climb, is_met, record_text
from troth.claims.compiler.ties import Tie
from troth.claims.facts import Instant
from troth.claims.questions import (
    NO,
    YES,
    AnyRow,
    CarriedSince,
    CarriedState,
    Cell,
    HasInstant,
    IsAbsent,
    IsCarried,
    IsDay,
    IsUnknown,
    Number,
    Row,
    StartsBefore,
    Test,
    case,
    every,
    least,
    negation,
    some,
    surely,
)
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.manifest.period import Period
from troth.manifest.purposes import Limit, Span
from troth.manifest.stores import Clock, Rounding, StoredAs, Table, Up


def timed_part(ask: Question, span: Span, table: Table, row: Row, tie: Tie | None) -> Number:
    """What a clock says: active while the period runs, frozen where something is unknown, else ended."""
    if span.clock is None:
        return ACTIVE
    return ask.once(
        ("timed", id(span), table.store, table.name, row, tie and (tie.role, tie.keys)),
        lambda: _by_clock(ask, span, table, row, tie),
    )


def _by_clock(ask: Question, span: Span, table: Table, row: Row, tie: Tie | None) -> Number:
    assert span.clock is not None
    clock = table.clocks.get(span.clock)
    if clock is None:
        return ask.frozen(Unknown.CLOCK_UNDECLARED)
    bound = ended_before(ask, span, clock)
    carried = _carried_values(ask, span, clock, table, row, bound, tie)
    if not clock.latest:
        return _told_by(ask, span, clock, table, row, bound, carried)
    # Where it is left open whether anything shows an act, the least of what may be so.
    last = _latest(ask, clock, table, tie, bound)
    return least(*(_told_by(ask, span, clock, table, row, bound, [one, *carried]) for one in last))


def _told_by(
    ask: Question,
    span: Span,
    clock: Clock,
    table: Table,
    row: Row,
    bound: Instant,
    carried: Sequence["_Value"],
) -> Number:
    """What the clock's own column says, and with it what stands in other places."""
    opened = NO if clock.open_while is None else is_met(ask.manifest, table, row, clock.open_while)
    own = _own_value(ask, clock, table, row, bound)
    known = some(own.is_known, *(value.is_known for value in carried))
    missing = _missing(ask, clock, row, bound)
    told = some(*(value.is_known for value in carried if value.is_told))
    is_replaced = every(own.is_absent, negation(known), missing.is_known)
    own_unknown = every(own.is_unknown, negation(told), negation(is_replaced))
    is_open_unknown = NO if opened == NO else IsUnknown(opened)
    unknown = some(is_open_unknown, own_unknown, *(value.is_unknown for value in carried))
    why = (
        (is_open_unknown, Unknown.CONDITION),
        (every(own_unknown, own.is_absent), Unknown.CLOCK_MISSING),
        (own_unknown, Unknown.CLOCK_IMPLAUSIBLE),
        *(reason for value in carried for reason in value.why),
    )
    others = (clock.column, clock.missing, clock.open_while)
    only_event = clock.event is not None and not clock.latest and all(other is None for other in others)
    return case(
        (opened, ACTIVE),
        (some(own.is_alive, *(value.is_alive for value in carried)), ACTIVE),
        (every(negation(known), missing.is_alive), ACTIVE),
        *((test, ask.frozen(reason)) for test, reason in why if ask.tells_why),
        (unknown, ask.frozen(Unknown.NOTED)),
        (
            every(negation(known), negation(missing.is_known)),
            ACTIVE if only_event else ask.frozen(Unknown.CLOCK_MISSING),
        ),
        otherwise=ask.frozen(Unknown.PROPOSED) if span.is_open_proposal else ENDED,
    )


@dataclass(frozen=True, slots=True)
class _Value:
    """One thing that a clock shows: whether it is known, unknown, and alive. None of these is ever unknown itself."""

    is_known: Test = NO
    is_unknown: Test = NO
    is_alive: Test = NO
    is_absent: Test = NO  # unknown because there is no value at all
    is_told: bool = False  # an event or a note: stands in for a column that is gone
    why: tuple[tuple[Test, Unknown], ...] = ()  # parts of `is_unknown`, each with its reason


def _own_value(ask: Question, clock: Clock, table: Table, row: Row, bound: Instant) -> _Value:
    """What the clock's column shows."""
    if clock.column is None:
        return _Value()
    path = tuple(Up(relation) for relation in clock.column.path)
    cell = Cell(climb(ask.manifest, table.store, row, path), clock.column.column)
    return _value_of(ask, clock, cell, bound)


def _value_of(ask: Question, clock: Clock, cell: Cell, bound: Instant) -> _Value:
    first, last = plausible(ask, clock)
    is_plausible = every(
        negation(IsAbsent(cell)),
        IsDay(cell) if clock.stored_as is StoredAs.NATIVE else YES,
        negation(StartsBefore(cell, first, clock.stored_as)),
        StartsBefore(cell, last, clock.stored_as),
    )
    is_alive = every(is_plausible, negation(StartsBefore(cell, bound, clock.stored_as)))
    return _Value(surely(is_plausible), negation(surely(is_plausible)), surely(is_alive), IsAbsent(cell))


def _missing(ask: Question, clock: Clock, row: Row, bound: Instant) -> _Value:
    """What is read where nothing is known."""
    return _Value() if clock.missing is None else _value_of(ask, clock, Cell(row, clock.missing), bound)


def _carried_values(
    ask: Question, span: Span, clock: Clock, table: Table, row: Row, bound: Instant, tie: Tie | None
) -> list[_Value]:
    """What Troth tells of the clock: events, and instants noted before."""
    looked_up = [ask.carry(("noted", table.store, table.name, span.clock or ""), record_text(table, row))]
    if clock.event is not None:
        looked_up.append(
            ask.carry(("event-of", table.store, table.name, clock.event), record_text(table, row))
        )
        if tie is not None:
            looked_up.append(ask.carry(("event", clock.event), tie.who))
    return [
        _Value(
            IsCarried(carry),
            surely(CarriedState(carry, State.FROZEN)),
            surely(CarriedSince(carry, bound)),
            is_told=True,
        )
        for carry in looked_up
        if carry
    ]


def _latest(ask: Question, clock: Clock, table: Table, tie: Tie | None, bound: Instant) -> tuple[_Value, ...]:
    """
    The latest of the person's records; unknown where nobody knows whose it is, or a store is down.

    Several, where the least is asked: there may be an act that nobody tells yet, or none; it is one of those that the
    store finds, or a later one.
    """
    if tie is None or tie.sure is None:
        return (_Value(is_unknown=YES, why=((YES, Unknown.DOUBT),)),)
    beside = None if ask.acts is None else rows_beside(ask.acts, ask.manifest, table, tie, clock)
    if beside is not None and ask.acts is not None and ask.acts.are_least:
        alive = _latest_beside(ask, clock, tie, beside, bound).is_alive
        return _Value(is_known=YES, is_alive=alive), _Value(is_alive=alive)
    if beside is not None and beside.are_all:
        return (_latest_beside(ask, clock, tie, beside, bound),)
    return (_latest_carried(ask, clock, tie, bound),)


def _latest_beside(ask: Question, clock: Clock, tie: Tie, beside: Beside, bound: Instant) -> _Value:
    """The latest of the rows that the store finds by itself."""
    assert tie.sure is not None
    in_doubt = IsAbsent(tie.sure)
    shown = [(rows, _value_of(ask, clock, cell, bound)) for rows, cell in beside.rows]
    is_misread = some(*(AnyRow(rows, value.is_unknown) for rows, value in shown))
    return _Value(
        is_known=some(*(AnyRow(rows, value.is_known) for rows, value in shown)),
        is_unknown=some(in_doubt, is_misread),
        is_alive=every(negation(in_doubt), some(*(AnyRow(rows, value.is_alive) for rows, value in shown))),
        why=((in_doubt, Unknown.DOUBT), (is_misread, Unknown.CLOCK_IMPLAUSIBLE)),
    )


def _latest_carried(ask: Question, clock: Clock, tie: Tie, bound: Instant) -> _Value:
    """What was read of all of the person's records, in whatever store."""
    assert tie.sure is not None
    is_down = YES if any(source.store in ask.down for source in clock.latest) else NO
    in_doubt = IsAbsent(tie.sure)
    carry = ask.carry(clock.last_act, tie.sure)
    why = ((is_down, Unknown.STORE_DOWN), (in_doubt, Unknown.DOUBT))
    if carry is None:
        return _Value(is_unknown=some(is_down, in_doubt), why=why)
    is_frozen = surely(CarriedState(carry, State.FROZEN))
    return _Value(
        is_known=surely(HasInstant(carry)),
        is_unknown=some(is_down, in_doubt, is_frozen),
        is_alive=surely(CarriedSince(carry, bound)),
        why=(*why, (is_frozen, Unknown.CLOCK_IMPLAUSIBLE)),
    )


def plausible(ask: Question, clock: Clock) -> tuple[Instant, Instant]:
    """From which instant on, and before which, a value of the clock is believed."""
    last = clock.plausible_for.after(ask.today)
    return start_of(clock.plausible_from, ask.zone), start_of(day_after(last), ask.zone)


def ended_before(ask: Question, span: Span, clock: Clock) -> Instant:
    """
    The instant before which a start has ended: the exact inverse of "start + period" (case D16).

    Bound into the question as a constant, so that a store can use an index on the clock's column.
    """
    period = span.period or Period()
    if period.is_exact:
        bound = ask.at - timedelta(seconds=period.seconds)
    else:
        bound = _midnight(ask, clock, period.last_day_ended(ask.today))
    if span.limit is not Limit.MAX:
        return bound
    for earlier in span.earlier:
        last_promised = earlier.until - timedelta(days=1)
        if earlier.period.is_exact:
            ended = ask.at - timedelta(seconds=earlier.period.seconds)
            bound = max(bound, min(ended, start_of(earlier.until, ask.zone)))
        else:
            day = min(earlier.period.last_day_ended(ask.today), last_promised)
            bound = max(bound, _midnight(ask, clock, day))
    return bound


def _midnight(ask: Question, clock: Clock, last_day_ended: date) -> Instant:
    """The end of the last day whose (rounded) starts have ended."""
    if clock.rounded_to is Rounding.FINANCIAL_YEAR:
        last_day_ended = _year_end_before(ask, last_day_ended)
    return start_of(day_after(last_day_ended), ask.zone)


def _year_end_before(ask: Question, day: date) -> date:
    """The last end of a financial year at or before that day."""
    month, number = ask.manifest.financial_year_ends
    for year in (day.year, day.year - 1):
        end = _year_end(year, month, number)
        if end <= day:
            return end
    return date.min


def _year_end(year: int, month: int, number: int) -> date:
    """That year's closing day; the month's last where it has no such day."""
    return date.min if year < 1 else date(year, month, min(number, monthrange(year, month)[1]))


def is_open(ask: Question, table: Table, row: Row, clock: Clock) -> Test:
    """Whether the event that a clock waits for has surely not come yet."""
    return NO if clock.open_while is None else surely(is_met(ask.manifest, table, row, clock.open_while))


def last_day(ask: Question, span: Span, clock: Clock, start: Instant) -> date:
    """The last day on which a span from that instant lives."""
    day = _rounded(ask, clock, start.astimezone(ask.zone).date())
    periods = [span.period or Period()]
    if span.limit is Limit.MAX:
        periods += [earlier.period for earlier in span.earlier if earlier.until > day]
    return min(
        (start + timedelta(seconds=period.seconds)).astimezone(ask.zone).date()
        if period.is_exact
        else period.after(day)
        for period in periods
    )


def _rounded(ask: Question, clock: Clock, day: date) -> date:
    """The day, or the end of the financial year it falls in."""
    if clock.rounded_to is Rounding.NONE or day.year > 9998:
        return day
    month, number = ask.manifest.financial_year_ends
    return next(end for year in (day.year, day.year + 1) if (end := _year_end(year, month, number)) >= day)
