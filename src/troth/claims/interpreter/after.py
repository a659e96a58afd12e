"""After a plan: the rows as its acts leave them, and what Troth notes so that nothing known is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.interpreter.acts import States, archive_of, fates
from troth.claims.interpreter.clocks import UNKNOWN, Reading, reading
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Record, record_of
from troth.claims.keys import Key, RecordRef
from troth.claims.states import Fate, Outcome
from troth.claims.world import Row, TableRef, World
from troth.manifest.names import ClockName

Outcomes = dict[RecordRef, Outcome]


def after(
    world: World, at: Instant, scope: frozenset[Key] | None = None, found: States | None = None
) -> World:
    """
    The world once the plan of that instant and scope was carried out.

    Args:
        found: the states of that world at that instant, where they were asked for before.
    """
    planned = fates(world, at, scope, found)
    before = View(world, world.manifest, at)
    acted = replace(world, rows=_rows(before, planned), facts=_taken_along(before, planned))
    acted = replace(acted, remembered=world.remembered | _parted(before, View(acted, world.manifest, at)))
    noted = tuple(_notes(before, View(acted, world.manifest, at), planned))
    return replace(acted, facts=_numbered(acted.facts, noted))


def _rows(before: View, planned: Outcomes) -> dict[TableRef, tuple[Row, ...]]:
    rows = {table: list(rows) for table, rows in before.world.rows.items()}
    for ref, outcome in planned.items():
        record = before.by_ref[ref]
        here = rows[ref.store, ref.table]
        place = next(i for i, row in enumerate(here) if row is record.row)
        changed = {**record.row, **outcome.changes}
        match outcome.fate:
            case Fate.DELETE:
                del here[place]
            case Fate.MOVE:
                del here[place]
                there = archive_of(before, record.table)
                rows.setdefault((there.store, there.name), []).append(changed)
            case _:
                here[place] = changed
    return {table: tuple(left) for table, left in rows.items()}


def _place_after(before: View, record: Record, planned: Outcomes) -> RecordRef:
    """Where the record stands after the acts."""
    outcome = planned.get(record.ref)
    if outcome is None or outcome.fate is not Fate.MOVE:
        return record.ref
    return record_of(archive_of(before, record.table), record.row).ref


def _taken_along(before: View, planned: Outcomes) -> Facts:
    """What was recorded about a record that moves is recorded again for its new place."""
    facts = before.world.facts
    moving = {r.ref: _place_after(before, r, planned) for r in before.all}
    again = tuple(
        fact._replace(record=moving[fact.record])
        for fact in facts.known
        if fact.record in moving and moving[fact.record] != fact.record
    )
    return _numbered(facts, tuple(fact._replace(recorded=before.at, by="troth") for fact in again))


def _numbered(facts: Facts, more: tuple[Fact, ...]) -> Facts:
    """These facts and more, with the sequence going on."""
    last = max((fact.sequence for fact in facts.known), default=0)
    return facts.and_(*(fact._replace(sequence=last + place) for place, fact in enumerate(more, start=1)))


def _parted(before: View, acted: View) -> frozenset[frozenset[Key]]:
    """The persons whose keys nothing would hold together any more."""
    return frozenset(
        person
        for person in before.people
        if len(person) > 1 and not any(person <= still for still in acted.people)
    )


# --- notes --------------------------------------------------------------------------------------------------


def _notes(before: View, acted: View, planned: Outcomes) -> Iterator[Fact]:
    """What each clock of a record that stays showed, where the acts would make it show something else."""
    for record in before.all:
        left = acted.by_ref.get(_place_after(before, record, planned))
        if left is None:
            continue
        for name in record.table.clocks:
            pairs = [
                (reading(before, record, name, tie), _reading_there(acted, left, name, still))
                for tie, still in _read_for(before, record, acted, left)
            ]
            lost = [then for then, now in pairs if then.known and _is_lost(then, now)]
            if lost:
                yield Fact(
                    sequence=0,
                    effect=Effect.NOTED,
                    since=max(max(then.known) for then in lost),
                    recorded=before.at,
                    record=left.ref,
                    name=name,
                    ground=UNKNOWN if any(then.has_unknown for then, _ in pairs) else "",
                    by="troth",
                )


def _read_for(
    before: View, record: Record, acted: View, left: Record
) -> Sequence[tuple[Tie | None, Tie | None]]:
    """For whom a record's clocks are read, before and after: the ties left, sure ones if any; or nobody."""
    pairs = [(tie, still) for tie in before.ties(record) for still in _left_of(before, tie, acted, left)]
    return [(tie, still) for tie, still in pairs if tie.is_sure] or pairs or [(None, None)]


def _left_of(before: View, tie: Tie, acted: View, left: Record) -> Sequence[Tie]:
    """The ties to its person in its role that are left: the sure ones, if any."""
    same = [
        still
        for still in acted.ties(left)
        if still.role == tie.role and acted.person(still) & before.person(tie)
    ]
    return [still for still in same if still.is_sure] or same


def _reading_there(acted: View, left: Record, name: ClockName, tie: Tie | None) -> Reading:
    return reading(acted, left, name, tie) if name in left.table.clocks else Reading()


def _is_lost(then: Reading, now: Reading) -> bool:
    """Whether the clock shows another latest instant than it did, or no longer that something is unknown."""
    if not now.known or max(now.known) != max(then.known):
        return True
    return then.has_unknown and not now.has_unknown
