"""Clocks never move back: before an act removes what feeds a clock, the instant it showed is noted (case D4).

The clocks that an act could move are read before the first act in any store and again after the last, in
the same transactions; what became earlier or unknown is noted, before the first of them is committed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from troth.claims.carried import DOUBT, UNKNOWN, CarriedRow, carried
from troth.claims.facts import Effect, Facts, Instant
from troth.claims.judged import Shown
from troth.claims.keys import Key, RecordRef
from troth.claims.plan import Act
from troth.claims.states import Fate, State
from troth.claims.world import TableRef
from troth.manifest.model import Manifest
from troth.manifest.names import ClockName, RoleName
from troth.manifest.stores import Clock, MoveTo, Table
from troth.retention.people import by_record, each_once, identified
from troth.retention.survey import Survey
from troth.retention.terms import Connections, by_store, table_ref
from troth.stores.sql import read
from troth.stores.sql.asking import learn_all
from troth.stores.sql.only import Records
from troth.stores.sql.read import Tied
from troth.subjects.model import NewFact


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock of a record shows: the latest instant known, and whether something that counts is unknown."""

    latest: Instant | None = None
    has_unknown: bool = False


@dataclass(frozen=True, slots=True)
class TieReading:
    """What a clock shows for one tie of its record; without a role, for the record alone."""

    role: RoleName | None
    person: frozenset[Key]
    is_sure: bool
    reading: Reading


Readings = Mapping[tuple[RecordRef, ClockName], tuple[TieReading, ...]]
Ties = Mapping[RecordRef, tuple[Tied, ...]]
Watched = Mapping[TableRef, tuple[tuple[object, ...], ...]]  # the records whose clocks may move, by table


def watched(found: Survey, connections: Connections, acts: Sequence[Act]) -> Watched:
    """
    The records whose clocks the acts may move: the changed, those that point at them, those of their people.

    Not those that are gone by the very acts that could move their clocks: if these fail, nothing has moved.
    """
    changed: dict[TableRef, list[Act]] = defaultdict(list)
    for act in acts:
        changed[act.record[:2]].append(act)
    going = {
        act.record
        for ref, some in changed.items()
        if _is_timed_at_home(found.terms.manifest.table(*ref))
        for act in some
        if act.outcome.fate is Fate.DELETE
    }
    keys: dict[TableRef, dict[RecordRef, tuple[object, ...]]] = defaultdict(dict)
    timed = [table for table in found.terms.tables() if table.clocks]
    people = _people_of(found, connections, timed, changed)
    has_all = _has_all_of(found, people)
    for store, tables in by_store(timed):
        ground = found.terms.grounds[store]
        here = {name: [act.judged.key for act in some] for (of, name), some in changed.items() if of == store}
        asked = [read.want_reached_by_clocks(ground, found.question, table, here) for table in tables]
        # Of whoever is tied to what changes: the way to a record that the clock reads may lead through it.
        theirs = [table for table in tables if people and _reads_latest(table)]
        if has_all:
            for name in map(table_ref, theirs):
                keys[name] |= {row.record: row.key for row in found.judged.get(name, ())}
            theirs = []
        asked += [read.want_keys(ground, t, read.of_people(found.question, t, people)) for t in theirs]
        rows = learn_all(connections[store], asked)
        for table, some in zip([*tables, *theirs], rows, strict=True):
            keys[table_ref(table)] |= some
        for table in tables:
            staying = (act for act in changed[table_ref(table)] if act.record not in going)
            keys[table_ref(table)] |= {act.record: act.judged.key for act in staying}
    moving = {
        name: tuple([key for record, key in rows.items() if record not in going])
        for name, rows in keys.items()
    }
    return {name: rows for name, rows in moving.items() if rows}


def _has_all_of(found: Survey, people: Collection[Key]) -> bool:
    """Whether a survey read every record with a sure tie to these people."""
    if found.scope is None or found.is_partial:
        return False
    return found.people.closure(found.scope).issuperset(people)


def _is_timed_at_home(table: Table) -> bool:
    """Whether all that a table's clocks read stands in its own store, which acts as a whole or not at all."""
    return all(source.store == table.store for clock in table.clocks.values() for source in clock.latest)


def _reads_latest(table: Table) -> bool:
    return any(clock.latest for clock in table.clocks.values())


def _people_of(
    found: Survey, connections: Connections, timed: Iterable[Table], acts: Mapping[TableRef, Sequence[Act]]
) -> frozenset[Key]:
    """Everybody with a sure tie to what the acts change, where some clock reads what people did last."""
    if not any(map(_reads_latest, timed)):
        return frozenset()
    changed = [act for some in acts.values() for act in some]
    if all(act.record in found.ties for act in changed):
        ties = {tie.keys for of in each_once(found.ties[act.record] for act in changed) for tie in of}
    else:
        records = {name: [act.judged.key for act in some] for name, some in acts.items()}
        ties = {tie.keys for of in ties_now(found, connections, records).values() for tie in of}
    return found.people.closure(key for keys in ties for key, is_sure in keys if is_sure)


def ties_now(
    found: Survey, connections: Connections, records: Mapping[TableRef, Sequence[tuple[object, ...]]]
) -> Ties:
    """The ties of these records as they stand now."""
    ties: list[tuple[RecordRef, Tied]] = []
    tables = [found.terms.manifest.table(*name) for name in records]
    for store, here in by_store(table for table in tables if table.links):
        asked = [(table, Records(records[table_ref(table)])) for table in here]
        ties += read.all_tied(connections[store], found.terms.grounds[store], found.question, asked)
    return by_record(ties)


def informed(found: Survey, connections: Connections, records: Watched, ties: Ties) -> Survey:
    """The survey with what clocks read of these records too, and of whoever they are tied to: notes and events."""
    terms = found.terms
    refs: set[RecordRef] = set()
    others: set[RecordRef] = set()
    for name, keys in records.items():
        here = set(map(terms.naming(terms.manifest.table(*name)), keys))
        if here - {row.record for row in found.judged.get(name, ())}:
            others |= here
        refs |= here
    if not others:
        return found
    theirs = [tie for record in others for tie in ties.get(record, ())]
    known = found.people.keys() | (found.scope or frozenset())
    people = identified(terms, connections, known.union(*(tie.sure for tie in theirs)))
    who = people.closure([*known, *(key for tie in theirs for key, _ in tie.keys)])
    facts = Facts(tuple(terms.facts(who, refs).of(Effect.NOTED, Effect.HAPPENED, Effect.CANCELLED)))
    told = carried(terms.manifest, facts, people, terms.at)
    rows = {("", *slot): of_slot for slot, of_slot in told.rows.items()}
    return replace(found, people=people, carried=replace(found.carried, rows=rows))


def readings(
    found: Survey,
    connections: Connections,
    records: Watched,
    ties: Ties,
    origins: Mapping[RecordRef, RecordRef] = MappingProxyType({}),
) -> Readings:
    """
    What the clocks of these records show now.

    Args:
        ties: of the records.
        origins: for records that moved, under which name facts know them still.
    """
    told: dict[tuple[RecordRef, ClockName], tuple[TieReading, ...]] = {}
    everybody = found.people.closure(key for some in ties.values() for tie in some for key in tie.sure)
    latest_of: dict[object, dict[str, CarriedRow]] = {}
    for table, shown in _shown(found, connections, records):
        for name, clock in table.clocks.items():
            last_act = clock.last_act
            if last_act not in latest_of:
                latest_of[last_act] = _latest(found, connections, clock, everybody)
            for record, clocks in shown.items():
                told[record, name] = readings_of(
                    found,
                    name,
                    clock,
                    origins.get(record, record),
                    clocks[name],
                    ties.get(record, ()),
                    latest_of[last_act],
                )
    return told


def _shown(
    found: Survey, connections: Connections, records: Watched
) -> Iterator[tuple[Table, Mapping[RecordRef, Mapping[ClockName, Shown]]]]:
    """What the clocks of these records show on their own."""
    for store, here in by_store(found.terms.manifest.table(*name) for name in records):
        ground = found.terms.grounds[store]
        asked = [
            read.want_shown(ground, found.question, table, Records(records[table_ref(table)]))
            for table in here
        ]
        yield from zip(here, learn_all(connections[store], asked), strict=True)


def _latest(
    found: Survey, connections: Connections, clock: Clock, keys: Collection[Key]
) -> dict[str, CarriedRow]:
    """What each person's records anywhere show of their last act, by the text of each key."""
    if not clock.latest:
        return {}
    [shown] = read.last_acts(connections, found.terms.grounds, found.question, [clock], keys)
    return read.by_person(found.people, shown)


def readings_of(
    found: Survey,
    name: ClockName,
    clock: Clock,
    record: RecordRef,
    shown: Shown,
    ties: Sequence[Tied],
    acts: Mapping[str, CarriedRow],
) -> tuple[TieReading, ...]:
    """What a clock shows for each tie of the record, and for the record alone."""
    everybody: list[Tied | None] = [*ties, None]
    return tuple(
        TieReading(
            None if tie is None else tie.role,
            frozenset() if tie is None else _person(found, tie),
            tie is not None and bool(tie.sure),
            _of_tie(found, name, clock, record, shown, tie, acts),
        )
        for tie in everybody
    )


def _person(found: Survey, tie: Tied) -> frozenset[Key]:
    sure = next(iter(tie.sure), None)
    return frozenset({tie.keys[0][0]}) if sure is None else found.people.person(sure)


def _of_tie(
    found: Survey,
    name: ClockName,
    clock: Clock,
    record: RecordRef,
    shown: Shown,
    tie: Tied | None,
    acts: Mapping[str, CarriedRow],
) -> Reading:
    rows = found.carried.rows
    note = rows.get(("", "noted", record.store, record.table, name), {}).get(record.text)
    has_event = clock.event is not None and (
        record.text in rows.get(("", "event-of", record.store, record.table, clock.event), {})
        or (tie is not None and _who(tie) in rows.get(("", "event", clock.event), {}))
    )
    known = [note.at] if note is not None and note.at is not None else []
    has_unknown = note is not None and note.state is State.FROZEN
    if clock.latest:
        sure = frozenset[Key]() if tie is None else tie.sure
        if not sure:
            has_unknown = True
        else:
            act = acts.get(next(iter(sure)).text)
            has_unknown |= any(source.store in found.terms.down for source in clock.latest)
            has_unknown |= act is not None and act.state is State.FROZEN
            known += [act.at] if act is not None and act.at is not None else []
    is_null = is_implausible = False
    if clock.column is not None and shown.column is None:
        is_told = note is not None or has_event
        is_null, is_implausible = (
            shown.is_column_null and not is_told,
            not shown.is_column_null and not is_told,
        )
    known += [shown.column] if shown.column is not None else []
    if not known and not has_event and shown.missing is not None:
        known, is_null = [shown.missing], False
    has_unknown = has_unknown or is_null or is_implausible
    if not known and not has_event and not has_unknown:
        has_unknown = not _is_event_alone(clock)
    return Reading(max(known, default=None), has_unknown)


def _who(tie: Tied) -> str:
    """The text under which facts of the tie are carried."""
    sure = [key.text for key, is_sure in tie.keys if is_sure]
    return sure[0] if sure else DOUBT + tie.keys[0][0].text


def _is_event_alone(clock: Clock) -> bool:
    others = (clock.column, clock.missing, clock.open_while)
    return clock.event is not None and not clock.latest and all(other is None for other in others)


def notes(
    before: Readings,
    after: Readings,
    acts: Sequence[Act],
    manifest: Manifest,
    at: Instant,
) -> Iterator[NewFact]:
    """A note for each clock of a record that stays (or moves) which would otherwise show something else."""
    by_record = {act.record: act for act in acts}
    for (record, name), all_then in sorted(before.items(), key=lambda one: one[0]):
        act = by_record.get(record)
        if act is not None and act.outcome.fate is Fate.DELETE:
            continue
        place = place_after(record, act, manifest)
        pairs = _pairs(all_then, after.get((place, name), ()))
        lost = [then.latest for then, now in pairs if then.latest is not None and _is_lost(then, now)]
        if lost:
            has_unknown = any(then.has_unknown for then, _ in pairs)
            yield NewFact(
                Effect.NOTED,
                since=max(lost),
                recorded=at,
                record=place,
                name=name,
                ground=UNKNOWN if has_unknown else "",
                by="troth",
            )


def _pairs(before: tuple[TieReading, ...], after: tuple[TieReading, ...]) -> list[tuple[Reading, Reading]]:
    """What a clock showed and shows, for the ties that are left: the sure ones, else all; without any, for nobody."""
    left = [(then, now) for then in before if then.role is not None for now in _left_of(then, after)]
    chosen = [(then, now) for then, now in left if then.is_sure] or left
    if chosen:
        return [(then.reading, now.reading) for then, now in chosen]
    alone_then = next(one.reading for one in before if one.role is None)
    return [(alone_then, next((one.reading for one in after if one.role is None), Reading()))]


def _left_of(then: TieReading, after: tuple[TieReading, ...]) -> Sequence[TieReading]:
    """What is read for the ties to its person in its role that are left: the sure ones, if any."""
    same = [now for now in after if now.role == then.role and now.person & then.person]
    return [now for now in same if now.is_sure] or same


def _is_lost(then: Reading, now: Reading) -> bool:
    """Whether the clock shows another latest instant than it did, or no longer that something is unknown."""
    return now.latest != then.latest or (then.has_unknown and not now.has_unknown)


def place_after(record: RecordRef, act: Act | None, manifest: Manifest) -> RecordRef:
    """Where a record stands after the acts."""
    if act is None or act.outcome.fate is not Fate.MOVE:
        return record
    archive = manifest.table(record.store, record.table).archive
    assert isinstance(archive, MoveTo)
    return RecordRef(record.store, archive.table, record.key)
