"""Time: what a clock shows, and whether a span from it is over."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Instant
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Record, once
from troth.claims.states import State
from troth.claims.world import Value
from troth.manifest.names import ClockName
from troth.manifest.period import Period
from troth.manifest.purposes import Limit, Span
from troth.manifest.stores import Clock, ColumnAt, Rounding, StoredAs

UNKNOWN = "unknown"  # ground of a note taken while something about its clock was unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: instants that are known, events, and whether something that counts is unknown."""

    known: tuple[Instant, ...] = ()
    events: tuple[Instant, ...] = ()
    has_unknown: bool = False
    has_not_come: bool = False  # an event that did not happen yet

    @property
    def values(self) -> tuple[Instant, ...]:
        """Everything that the clock may be read by."""
        return self.known + self.events


def timed(view: View, span: Span, record: Record, tie: Tie | None) -> State:
    """What time leaves of a claim on the record: by the clock of that name, read for that tie."""
    if span.clock is None:
        return State.ACTIVE
    clock = record.table.clocks.get(span.clock)
    if clock is None:
        return State.FROZEN
    openness = False if clock.open_while is None else view.answer(clock.open_while, record)
    if openness is True:
        return State.ACTIVE
    shown = reading(view, record, span.clock, tie)
    if shown.has_not_come or any(is_alive(view, span, clock, value) for value in shown.values):
        return State.ACTIVE
    if openness is None or shown.has_unknown or span.is_open_proposal:
        return State.FROZEN
    return State.ENDED


# --- what a clock shows -------------------------------------------------------------------------------------


@once
def reading(view: View, record: Record, name: ClockName, tie: Tie | None) -> Reading:
    """What the record's clock of that name shows for the tie; without a tie, by the record alone."""
    clock = record.table.clocks[name]
    notes = [f for f in view.facts_with(Effect.NOTED) if f.record == record.ref and f.name == name]
    events = tuple(_events(view, clock, record, tie))
    latest = _latest(view, clock, tie)
    known = [*(note.since for note in notes), *latest.known]
    is_told = bool(events or notes)
    has_unknown = latest.has_unknown or any(note.ground == UNKNOWN for note in notes)

    is_column_null = is_column_implausible = False
    if clock.column is not None:
        value = _at_path(view, record, clock.column)
        instant = _plausible(view, clock, value, record)
        if instant is not None:
            known.append(instant)
        is_column_null = value is None and not is_told
        is_column_implausible = value is not None and instant is None and not is_told

    if not known and not events and clock.missing is not None:
        fallback = _plausible(view, clock, record.value(clock.missing), record)
        if fallback is not None:
            known.append(fallback)
            is_column_null = False

    has_unknown = has_unknown or is_column_null or is_column_implausible
    if not known and not events and not has_unknown:
        return Reading(has_not_come=_is_event_alone(clock), has_unknown=not _is_event_alone(clock))
    return Reading(tuple(known), events, has_unknown)


def _is_event_alone(clock: Clock) -> bool:
    """Whether nothing but an event recorded in Troth can start it."""
    others = (clock.column, clock.missing, clock.open_while)
    return clock.event is not None and not clock.latest and all(other is None for other in others)


def _events(view: View, clock: Clock, record: Record, tie: Tie | None) -> Iterator[Instant]:
    """When it happened, by the latest word on the record, and by that on the tie."""
    named = [f for f in view.facts_with(Effect.HAPPENED, Effect.CANCELLED) if f.name == clock.event]
    of_record = [fact for fact in named if fact.record == record.ref]
    of_tie = [fact for fact in named if tie is not None and fact.key in view.person(tie)]
    for told in (of_record, of_tie):
        last = max(told, key=lambda fact: (fact.since, fact.sequence), default=None)
        if last is not None and last.effect is Effect.HAPPENED:
            yield last.since


def _latest(view: View, clock: Clock, tie: Tie | None) -> Reading:
    """The person's records anywhere: known only of a person who is known, in stores that can be read."""
    if not clock.latest:
        return Reading()
    if tie is None or not tie.is_sure:
        return Reading(has_unknown=True)
    known: list[Instant] = []
    has_unknown = False
    for source in clock.latest:
        has_unknown = has_unknown or source.store in view.world.down
        for other in view.of(source.store, source.table):
            if view.is_tied_to(other, view.person(tie)):
                instant = _plausible(view, clock, other.value(source.column), other)
                has_unknown = has_unknown or instant is None
                known += [] if instant is None else [instant]
    return Reading(tuple(known), has_unknown=has_unknown)


def _at_path(view: View, record: Record, column: ColumnAt) -> Value:
    here: Record | None = record
    for relation in column.path:
        here = None if here is None else view.parent(here, relation)
    return None if here is None else here.value(column.column)


def _plausible(view: View, clock: Clock, value: Value, of: Record) -> Instant | None:
    """The instant that a value of a record's column stands for, if it is one that can be believed."""
    instant = instant_of(view, value, of, clock.stored_as)
    if instant is None:
        return None
    day = instant.astimezone(view.zone).date()
    return instant if clock.plausible_from <= day <= clock.plausible_for.after(view.today) else None


def instant_of(view: View, value: Value, of: Record, stored_as: StoredAs = StoredAs.NATIVE) -> Instant | None:
    """The instant that a value of a record's column stands for; none where it stands for none."""
    store_zone = ZoneInfo(view.manifest.stores[of.table.store].zone)
    try:
        instant = _instant_of(value, view.zone, store_zone, stored_as)
        if instant is not None:
            instant.astimezone(view.zone)
    except (OverflowError, ValueError, OSError):  # before year 1, or after 9999
        return None
    return instant


def _instant_of(value: Value, zone: ZoneInfo, store_zone: ZoneInfo, stored_as: StoredAs) -> Instant | None:
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC)
        case datetime():
            return value.replace(tzinfo=store_zone).astimezone(UTC)
        case date():  # a date begins at midnight of the controller's zone
            return datetime.combine(value, time.min, zone).astimezone(UTC)
        case int() if stored_as is StoredAs.EPOCH:
            return datetime.fromtimestamp(value, UTC)
        case int() if stored_as is StoredAs.EPOCH_MILLISECONDS:
            return datetime.fromtimestamp(value // 1000, UTC) + timedelta(milliseconds=value % 1000)
        case _:
            return None


# --- whether a span is over ---------------------------------------------------------------------------------


def is_alive(view: View, span: Span, clock: Clock, value: Instant) -> bool:
    """Whether the span from that value still runs, under its period and each earlier one that binds."""
    start = _start(view, clock, value)
    return all(_is_running(view, period, start, value) for period in _binding(span, start))


def last_day(view: View, span: Span, record: Record, tie: Tie | None) -> date | None:
    """The last day on which the span lives, where its end is known."""
    clock = record.table.clocks.get(span.clock) if span.clock else None
    if clock is None or span.clock is None:
        return None
    shown = reading(view, record, span.clock, tie)
    is_open = clock.open_while is not None and view.answer(clock.open_while, record) is not False
    if is_open or shown.has_unknown or not shown.values:
        return None
    value = max(shown.values)
    start = _start(view, clock, value)
    return min(_end(view, period, start, value) for period in _binding(span, start))


def _binding(span: Span, start: date) -> list[Period]:
    """The span's period and, of a maximum, the earlier ones that were in force when it started."""
    earlier = [past.period for past in span.earlier if span.limit is Limit.MAX and past.until > start]
    return [span.period or Period(), *earlier]


def _is_running(view: View, period: Period, start: date, value: Instant) -> bool:
    if period.is_exact:
        return value + timedelta(seconds=period.seconds) >= view.at
    return period.after(start) >= view.today


def _end(view: View, period: Period, start: date, value: Instant) -> date:
    if period.is_exact:
        return (value + timedelta(seconds=period.seconds)).astimezone(view.zone).date()
    return period.after(start)


def _start(view: View, clock: Clock, value: Instant) -> date:
    """The day of a value; rounded up to the end of its financial year where the clock says so."""
    day = value.astimezone(view.zone).date()
    if clock.rounded_to is Rounding.NONE:
        return day
    month, last = view.manifest.financial_year_ends
    ends = [date(year, month, min(last, monthrange(year, month)[1])) for year in (day.year, day.year + 1)]
    return min(end for end in ends if end >= day)
