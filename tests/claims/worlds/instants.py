"""When the question is asked: most often where an answer changes."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.claims.worlds.chance import day_of, maybe, one, weighed
from troth.claims.facts import Effect
from troth.claims.world import Value, World
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose, Span
from troth.manifest.stores import Clock, StoredAs, Table

Bound = tuple[datetime, Period]  # something starts then, and lasts that long

TIMES = (time(0, 0), time(0, 0), time(23, 59, 59), time(12, 0), time(3, 0), time(23, 30))
ASKED_FROM, ASKED_UNTIL = datetime(2019, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
SETTLED = datetime(2024, 3, 1, tzinfo=UTC)  # most facts and rows are older


def instants(rng: random.Random, world: World) -> datetime:
    """An instant at which this world is asked: around the ends of its claims, or the end of a month."""
    bounds = list(_bounds(world))
    if maybe(rng, 0.9):
        bounds = [bound for bound in bounds if _end(bound) > SETTLED]
    zone = ZoneInfo(world.manifest.zone)
    short = [bound for bound in bounds if _ends_a_short_month(bound, zone)]
    if short and maybe(rng, 0.4):
        return _around(rng, one(rng, short), zone)
    if bounds and maybe(rng, 0.6):
        return _around(rng, one(rng, bounds), zone)
    years = dict.fromkeys(range(2025 if maybe(rng, 0.85) else 2021, 2028), 1.0)
    return datetime.combine(day_of(rng, years), one(rng, TIMES), zone).astimezone(UTC)


def _around(rng: random.Random, bound: Bound, zone: ZoneInfo) -> datetime:
    start, period = bound
    if period.is_exact:
        return start + timedelta(seconds=period.seconds + one(rng, (-1, 0, 1)))
    last = period.after(start.astimezone(zone).date())
    day = last + timedelta(days=weighed(rng, {-1: 0.13, 0: 0.27, 1: 0.4, 2: 0.1, 3: 0.1}))
    return datetime.combine(day, one(rng, TIMES), zone).astimezone(UTC)


def _ends_a_short_month(bound: Bound, zone: ZoneInfo) -> bool:
    """Whether a period in months runs from the last day of one month to another that has days after it."""
    start, period = bound
    first = start.astimezone(zone).date()
    last = period.after(first)
    return period.months > 0 and not period.days and _is_last(first) and not _is_last(last)


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _end(bound: Bound) -> datetime:
    start, period = bound
    return start + timedelta(days=30.4 * period.months + period.days, seconds=period.seconds)


def _bounds(world: World) -> Iterator[Bound]:
    manifest = world.manifest
    spans = [span for purpose in manifest.purposes.values() for span in _spans(purpose)]
    for table in manifest.tables():
        store = manifest.stores[table.store]
        for span in spans:
            clock = table.clocks.get(span.clock) if span.clock else None
            if clock is None or span.period is None:
                continue
            for value in _values(world, table, clock):
                start = _instant(value, ZoneInfo(store.zone), ZoneInfo(manifest.zone), clock.stored_as)
                if start and ASKED_FROM < _end((start, span.period)) < ASKED_UNTIL:
                    yield start, span.period
    for fact in world.facts.of(Effect.GIVEN):
        for purpose in manifest.purposes.values():
            if purpose.validity and purpose.name in fact.purposes:
                yield fact.since, purpose.validity
    for purpose in manifest.purposes.values():
        if purpose.wording:
            yield _midnight(purpose.wording.since, manifest.zone), purpose.wording.ask_again_within
        if purpose.ended:
            yield _midnight(purpose.ended, manifest.zone), Period()


def _spans(purpose: Purpose) -> Iterator[Span]:
    yield purpose.active
    if purpose.archive:
        yield purpose.archive.span
    if purpose.performance:
        yield purpose.performance


def _values(world: World, table: Table, clock: Clock) -> Iterator[Value]:
    if clock.column and not clock.column.path:
        yield from (row[clock.column.column] for row in world.rows[table.store, table.name])
    for source in clock.latest:
        yield from (row[source.column] for row in world.rows[source.store, source.table])
    if clock.event:
        yield from (fact.since for fact in world.facts.of(Effect.HAPPENED) if fact.name == clock.event)


def _instant(value: Value, zone: ZoneInfo, home: ZoneInfo, stored_as: StoredAs) -> datetime | None:
    """The instant, where it lies in years that the question can be asked about."""
    if isinstance(value, int):
        seconds = value / 1000 if stored_as is StoredAs.EPOCH_MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < ASKED_UNTIL.timestamp() else None
    if not isinstance(value, date) or not 2000 < value.year < 2031:
        return None
    if not isinstance(value, datetime):
        return _midnight(value, home.key)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)
