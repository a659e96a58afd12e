"""What always holds, whatever the manifest, the rows, the facts and the instant: properties over worlds by chance.

All of it is said within one version: what a change of words releases is frozen first, and is tested with
the cases (D2).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st

from tests.claims.worlds import world_of
from troth.claims import interpreter
from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.interpreter.claims import Claim, claims
from troth.claims.interpreter.data import about
from troth.claims.interpreter.people import View
from troth.claims.interpreter.records import Record, record_of
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.states import Fate, State
from troth.claims.world import Row, Value, World
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName
from troth.manifest.period import Period
from troth.manifest.purposes import Archive, ArchiveGround, Basis, DataUse, Purpose, Span
from troth.manifest.stores import Anonymise, FlagIn, MoveTo, Table
from troth.manifest.text import Text

States = dict[Datum, State]
Name = TypeVar("Name")
SEEDS = st.integers(min_value=0, max_value=2**32)
FURTHER = PurposeName("one purpose more")

# A world is named by its seed, so there is nothing to shrink.
over_worlds = settings(
    max_examples=settings().max_examples * 2 // 5, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)


def drawn(seed: int) -> tuple[World, Instant, random.Random]:
    """A world whose only version is the accepted one, an instant, and dice to change it with."""
    world, at = world_of(seed)
    return replace(world, accepted=world.manifest), at, random.Random(seed)


def under(world: World, manifest: Manifest) -> World:
    """The same world, as if it had always been declared like that."""
    return replace(world, manifest=manifest, accepted=manifest)


def and_fact(world: World, rng: random.Random, effect: Effect, since: Instant) -> World:
    """The same world with one fact more, about one of its people or records, of whatever it may name."""
    known, checkpoint = world.facts.known, world.facts.checkpoint
    of_record = effect in (Effect.HELD, Effect.RELEASED)
    choices = [c for purpose in world.manifest.purposes.values() for c in purpose.choices]
    fact = Fact(
        sequence=max([checkpoint, *(fact.sequence for fact in known)]) + 1,
        effect=effect,
        since=since,
        recorded=since,
        key=None if of_record else rng.choice(keys_in(world) or [Key.of("email", "ana@x.fr")]),
        record=rng.choice(records_in(world)) if of_record else None,
        purposes=one_of(rng, list(world.manifest.purposes), 0.2 if effect is Effect.UNLAWFUL else 0.5),
        choice=next(iter(one_of(rng, choices, 0.8)), None),
        items=one_of(rng, list(world.manifest.items), 0.6),
        name="erasure" if effect is Effect.UPHELD and rng.random() < 0.5 else "a matter",
    )
    still_missing = fact.sequence + 1 if world.facts.are_behind else checkpoint
    return world.with_facts(Facts((*known, fact), still_missing))


def one_of(rng: random.Random, names: Sequence[Name], none: float) -> frozenset[Name]:
    """One of these, or none."""
    return frozenset() if not names or rng.random() < none else frozenset({rng.choice(names)})


def keys_in(world: World) -> list[Key]:
    """Every key by which somebody is known in that world."""
    ties = (tie for record in records_in(world) for tie in interpreter.ties(world, record))
    return sorted({key for tie in ties for key in tie.keys})


def records_in(world: World) -> list[RecordRef]:
    """Every readable record."""
    return sorted(View(world, world.manifest, datetime.max.replace(tzinfo=UTC)).by_ref)


def are_lowered(before: States, after: States) -> dict[Datum, tuple[State, State]]:
    """The data whose state is less than it was."""
    return {datum: (before[datum], after[datum]) for datum in before if after[datum] < before[datum]}


# --- what is added holds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("effect", [Effect.HELD, Effect.RESTRICTED])
@over_worlds
@given(SEEDS)
def test_a_further_hold_or_restriction_lowers_no_state(effect: Effect, seed: int) -> None:
    world, at, rng = drawn(seed)
    assume(records_in(world))
    more = and_fact(world, rng, effect, at - timedelta(days=rng.randrange(900)))
    assert are_lowered(interpreter.states(world, at), interpreter.states(more, at)) == {}


@over_worlds
@given(SEEDS)
def test_a_further_claim_lowers_no_state(seed: int) -> None:
    world, at, rng = drawn(seed)
    more = under(world, with_one_purpose_more(world.manifest, rng))
    assert are_lowered(interpreter.states(world, at), interpreter.states(more, at)) == {}


def with_one_purpose_more(manifest: Manifest, rng: random.Random) -> Manifest:
    """A purpose more, of some basis, for some kinds and some clock."""
    roles = sorted({role for kind in manifest.kinds.values() for role in kind.roles})
    clocks = sorted({clock for table in manifest.tables() for clock in table.clocks})
    span = (
        Span(rng.choice(clocks), Period(months=rng.randrange(40)))
        if clocks and rng.random() < 0.7
        else Span()
    )
    archive = (
        Archive(span, ArchiveGround.LEGAL_CLAIMS, Text({"en": "claims"})) if rng.random() < 0.5 else None
    )
    kinds = rng.sample(sorted(manifest.kinds), rng.randrange(len(manifest.kinds) + 1))
    purpose = Purpose(
        name=FURTHER,
        title=Text({"en": "more"}),
        basis={role: rng.choice(list(Basis)) for role in roles},
        data={kind: DataUse() for kind in kinds},
        active=span,
        archive=archive,
        decided_by=next(iter(link.key for table in manifest.tables() for link in table.links), None),
        direct_marketing=rng.random() < 0.3,
    )
    return replace(manifest, purposes={**manifest.purposes, FURTHER: purpose})


@over_worlds
@given(SEEDS)
def test_a_longer_period_lowers_no_state(seed: int) -> None:
    world, at, rng = drawn(seed)
    name = rng.choice(sorted(world.manifest.purposes))
    longer = lengthened(
        world.manifest.purposes[name], Period(months=rng.randrange(1, 40), days=rng.randrange(40))
    )
    more = under(world, replace(world.manifest, purposes={**world.manifest.purposes, name: longer}))
    assert are_lowered(interpreter.states(world, at), interpreter.states(more, at)) == {}


def lengthened(purpose: Purpose, by: Period) -> Purpose:
    """The purpose with every one of its periods longer."""
    archive = purpose.archive
    wording = purpose.wording
    return replace(
        purpose,
        active=_longer(purpose.active, by),
        performance=None if purpose.performance is None else _longer(purpose.performance, by),
        archive=None if archive is None else replace(archive, span=_longer(archive.span, by)),
        validity=None if purpose.validity is None else _sum(purpose.validity, by),
        wording=wording and replace(wording, ask_again_within=_sum(wording.ask_again_within, by)),
    )


def _longer(span: Span, by: Period) -> Span:
    return span if span.period is None else replace(span, period=_sum(span.period, by))


def _sum(period: Period, by: Period) -> Period:
    if period.is_exact:
        return Period(seconds=period.seconds + 86_400 * by.days)
    return Period(months=period.months + by.months, days=period.days + by.days)


# --- time ---------------------------------------------------------------------------------------------------


@over_worlds
@given(SEEDS, st.integers(min_value=0, max_value=3000))
def test_without_new_facts_time_raises_no_state(seed: int, hours: int) -> None:
    """
    Save in a world that holds an instant too far ahead to be believed: with time it comes within belief.

    (A value that is implausible today, because it lies ten years and a day ahead, is not so tomorrow.)
    """
    world, at, _ = drawn(seed)
    at = max([at, *(instant for fact in world.facts.known for instant in (fact.since, fact.recorded))])
    assume(not has_too_far_ahead(world, at))
    later = interpreter.states(world, at + timedelta(hours=hours))
    assert are_lowered(later, interpreter.states(world, at)) == {}


def has_too_far_ahead(world: World, at: Instant) -> bool:
    """Whether some value of some row, read as some clock reads it, lies beyond what the clock believes."""
    clocks = [clock for table in world.manifest.tables() for clock in table.clocks.values()]
    limits = [clock.plausible_for.after(at.date()) for clock in clocks]
    values = [value for rows in world.rows.values() for row in rows for value in row.values()]
    days = [day for value in values for day in _days(value)]
    return any(day >= limit - timedelta(days=1) and day.year < 9000 for limit in limits for day in days)


def _days(value: Value) -> Iterator[date]:
    match value:
        case datetime():
            yield value.date()
        case date():
            yield value
        case int() if value > 10**9:
            yield from (
                datetime.fromtimestamp(value // unit, UTC).date()
                for unit in (1, 1000)
                if value // unit < 10**11
            )
        case _:
            return


# --- facts --------------------------------------------------------------------------------------------------

NARROWING = [
    Effect.REFUSED,
    Effect.WITHDRAWN,
    Effect.OBJECTED,
    Effect.UPHELD,
    Effect.ERASED,
    Effect.UNLAWFUL,
]


@pytest.mark.parametrize("effect", NARROWING)
@over_worlds
@given(SEEDS)
def test_a_narrowing_fact_raises_no_claim(effect: Effect, seed: int) -> None:
    world, at, rng = drawn(seed)
    more = and_fact(world, rng, effect, at - timedelta(days=rng.randrange(900)))
    for before, after in zip(all_claims(world, at), all_claims(more, at), strict=True):
        assert after.state <= before.state


def all_claims(world: World, at: Instant) -> list[Claim]:
    """Every claim on every field, in an order that no fact changes."""
    view = View(world, world.manifest, at)
    return [
        claim
        for record in view.all
        for field in record.table.fields.values()
        for tie in about(view, record, field)
        for claim in claims(view, record, field, tie)
    ]


@over_worlds
@given(SEEDS, st.sampled_from([effect for effect in Effect if effect not in (Effect.HELD, Effect.RELEASED)]))
def test_facts_about_somebody_change_only_data_that_is_linked_to_them(seed: int, effect: Effect) -> None:
    """Linked: of a record tied to them, read on the way to them, or claimed because of such a record."""
    world, at, rng = drawn(seed)
    more = and_fact(world, rng, effect, at - timedelta(days=rng.randrange(900)))
    who = more.facts.known[-1].key
    assert who is not None
    if effect in (Effect.COMPLETE, Effect.NOTED):
        more = world  # of a purpose and of a record: about nobody
    before, after = interpreter.states(world, at), interpreter.states(more, at)
    changed = {datum for datum in before if before[datum] is not after[datum]}
    assert changed <= linked(world, at, who)


def linked(world: World, at: Instant, key: Key) -> set[Datum]:
    """Every datum that is linked to the person of that key."""
    view = View(world, world.manifest, at)
    theirs = [record for record in view.all if any(_is_of(view, tie, key) for tie in view.ties(record))]
    claimed = [
        other
        for record in theirs
        for reference in record.table.references.values()
        for other in view.pointed_at(record, reference)
    ]
    reads = {datum for record in (*theirs, *claimed) for tie in view.ties(record) for datum in tie.reads}
    columns = {
        Datum(record.ref, column)
        for record in (*theirs, *claimed)
        for column in {*record.table.fields, *record.table.link_columns}
    }
    return reads | columns


def _is_of(view: View, tie: interpreter.Tie, key: Key) -> bool:
    return key in tie.keys or key in view.person(tie)


# --- runs ---------------------------------------------------------------------------------------------------


@over_worlds
@given(SEEDS)
def test_a_run_repeated_finds_nothing_more_to_do(seed: int) -> None:
    """
    Save where the first made room: a record moves once the place of its key in the archive is free, and one
    that could not be anonymised with its group is, when those that count with it are more than they seemed.
    """
    world, at, _ = drawn(seed)
    once = interpreter.after(world, at)
    again = interpreter.fates(once, at)
    if any(outcome.fate not in (Fate.MOVE, Fate.ANONYMISE) for outcome in again.values()):
        raise AssertionError(again)
    if not again:
        assert interpreter.after(once, at) == once


@over_worlds
@given(SEEDS)
def test_runs_for_one_person_after_another_take_what_one_for_all_takes(seed: int) -> None:
    """In whatever order: nothing else goes, and nothing that has ended is left."""
    world, at, rng = drawn(seed)
    whole = interpreter.after(world, at)
    people = sorted(interpreter.people(world), key=sorted)
    rng.shuffle(people)
    split = world
    for person in people:
        split = interpreter.after(split, at, person)
    split = interpreter.after(split, at)
    assert_nothing_else_went(world, whole, split, at)


@over_worlds
@given(SEEDS)
def test_a_run_killed_and_resumed_takes_what_one_that_was_not_takes(seed: int) -> None:
    """The acts on one store are one transaction, after what had to be noted; it may die between any two stores."""
    world, at, rng = drawn(seed)
    whole = interpreter.after(world, at)
    done = {store for store in world.manifest.stores if rng.random() < 0.5}
    rows = {table: (whole if table[0] in done else world).rows[table] for table in world.rows}
    killed = replace(world, rows=rows, facts=whole.facts, remembered=whole.remembered)
    assert_nothing_else_went(world, whole, interpreter.after(killed, at), at)


def assert_nothing_else_went(world: World, one: World, other: World, at: Instant) -> None:
    """
    What the other run took, the one took too; and nothing that it left has ended.

    It may leave more: a record whose link was cut before it could go is read by its own clocks, so it (and
    what is claimed because of it) may outlive the run that would have taken it with the rest. And of what
    the one anonymised, the other may have deleted more: that fewer anonymous rows go is not promised.
    """
    begun, rows, others = all_rows(world), all_rows(one), all_rows(other)
    view = View(one, one.manifest, at)
    assert all(is_anonymous(view.by_ref[ref]) for ref in rows.keys() - others.keys())
    assert interpreter.fates(other, at) == {} or has_anonymous(world.manifest)
    for ref in begun.keys() & others.keys():
        taken = {column for column, value in begun[ref].items() if others[ref][column] != value}
        assert ref not in rows or all(others[ref][column] == rows[ref][column] for column in taken)


def has_anonymous(manifest: Manifest) -> bool:
    """Whether some table ends by being anonymised."""
    return any(isinstance(table.at_end, Anonymise) for table in manifest.tables())


def all_rows(world: World) -> dict[RecordRef, Row]:
    """Every row of the declared tables, readable or not."""
    tables = [table for store in world.manifest.stores.values() for table in store.tables.values()]
    return {
        record_of(table, row).ref: row
        for table in tables
        for row in world.rows.get((table.store, table.name), ())
    }


def is_anonymous(record: Record) -> bool:
    """Whether nobody is found from the record any more, and its table ends that way."""
    links = record.table.link_columns
    return isinstance(record.table.at_end, Anonymise) and all(record.value(one) is None for one in links)


def data_of(table: Table) -> set[Column]:
    """The columns that have a state."""
    return {*table.fields, *table.link_columns}


# --- what is destroyed --------------------------------------------------------------------------------------


@over_worlds
@given(SEEDS)
def test_whatever_is_destroyed_was_declared_known_and_ended(seed: int) -> None:
    """Seen from outside: the rows before and after, and the states before."""
    world, at = world_of(seed)
    states = interpreter.states(world, at)
    before, after = all_rows(world), all_rows(interpreter.after(world, at))
    view = View(world, world.manifest, at)
    for ref, row in before.items():
        table = world.manifest.table(ref.store, ref.table)
        if ref.store in world.down or table.hosted_for is not None:
            assert after[ref] == row
            continue
        lost = {c for c in row if ref not in after or after[ref].get(c) != row[c]}
        lost -= moved_or_flagged(world, ref, row, after)
        if not lost:
            continue
        assert view.kinds(view.by_ref[ref]) or ref in after
        assert all(states[Datum(ref, column)] is State.ENDED for column in lost & data_of(table))
        if ref in after:
            assert lost <= data_of(table)
        else:
            assert lost <= table.declared
            assert set(world.schema[ref.store, ref.table].columns) <= table.declared
    assert world.rows.keys() == interpreter.after(world, at).rows.keys()


def moved_or_flagged(world: World, ref: RecordRef, row: Row, after: dict[RecordRef, Row]) -> set[Column]:
    """What of a row is not lost: it stands in the archive now, or was marked."""
    archive = world.manifest.table(ref.store, ref.table).archive
    match archive:
        case FlagIn(column, value) if ref in after and after[ref].get(column) == value:
            return {column}
        case MoveTo(table) if ref not in after and RecordRef(ref.store, table, ref.key) in after:
            there = after[RecordRef(ref.store, table, ref.key)]
            return {column for column in row if there.get(column) == row[column]}
        case _:
            return set()


@over_worlds
@given(SEEDS)
@example(741543)  # it generalises an instant of the last hour of the year 9999
def test_nothing_undeclared_is_touched(seed: int) -> None:
    """The rows of tables that the manifest does not name are as they were."""
    world, at = world_of(seed)
    declared = {(store.name, table) for store in world.manifest.stores.values() for table in store.tables}
    after = interpreter.after(world, at)
    assert {t: after.rows[t] for t in world.rows if t not in declared} == {
        t: rows for t, rows in world.rows.items() if t not in declared
    }
