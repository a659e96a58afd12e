"""What is counted of a table: its data by state now and at the lag, its orphans, its records on hold. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from troth.claims import questions as ask
from troth.claims.compiler import Question, climb, judge, plausible, ties
from troth.claims.compiler.kinds import kinds_of
from troth.claims.compiler.ties import is_nobody
from troth.claims.compiler.why import Codes
from troth.manifest.names import ClockName, Column, KindName, Relation
from troth.manifest.purposes import Purpose
from troth.manifest.stores import FieldEnd, SetNull, StoredAs, Table, Up
from troth.retention.sweep.reach import reach_of
from troth.retention.whole import held_by_accepted
from troth.stores.sql.ground import Ground
from troth.stores.sql.tally import Asked, ClockShown, Judged

ON_HOLD = "on hold"
Orphanhood = tuple[KindName, Relation | None]


@dataclass(frozen=True, slots=True)
class Moments:
    """The same question now and at the lag, and under the words accepted last where these are others."""

    now: Question  # tells why
    accepted: Question | None  # none: nobody accepted any words, so all of it waits
    before: Question


def asked(moments: Moments, table: Table, ground: Ground) -> Asked:
    """Everything that is counted of one table."""
    now = judge(moments.now, moments.now, table)
    before = judge(moments.before, moments.before, table).states
    accepted = held_by_accepted(moments.now, moments.accepted, table)
    codes = Codes()
    columns = {
        column: Judged(codes.of(number), accepted[column], before[column])
        for column, number in now.states.items()
    }
    tests = {ON_HOLD: _is_held(moments.now, table, now.row)}
    tests |= {_label(kind, relation): test for (kind, relation), test in orphanhoods(moments.now, table)}
    clocks = dict(_clocks(moments.now, table, now.row))
    live = ground.live[table.name].columns
    fixed = {name for name in table.link_columns - set(table.fields) if not live[name].is_nullable}
    return Asked(
        table,
        columns,
        {column: _end(table, column) for column in columns},
        tests,
        clocks,
        _is_needed(moments.now, table, ground) if fixed else ask.NO,
        frozenset(fixed),
    )


def _is_needed(question: Question, table: Table, ground: Ground) -> ask.Test:
    """Whether something points at the record: its key stays then, and what cannot be emptied stays with it."""
    row = ask.Base("r", table.name)
    pointing = reach_of(table.store, ground, question.manifest).pointing.get(table.name, {})
    return ask.some(
        *(
            ask.AnyRow(
                ask.Pointing(base, base, tuple((mine, ask.Cell(row, theirs)) for mine, theirs in pairs)),
                ask.YES,
            )
            for name, ways in sorted(pointing.items())
            for index, pairs in enumerate(sorted(ways))
            for base in [ask.Base(f"p{index}:{name}", name)]
        )
    )


def orphans_in(moments: Moments, table: Table, yes: Mapping[str, int]) -> dict[Orphanhood, int]:
    """How many orphans of each sort were counted."""
    return {sort: yes[_label(*sort)] for sort, _ in orphanhoods(moments.now, table)}


def _label(kind: KindName, relation: Relation | None) -> str:
    return f"{kind} by {relation}" if relation is not None else f"{kind} of nobody"


def _end(table: Table, column: Column) -> FieldEnd:
    declared = table.fields.get(column)
    return declared.at_end if declared else SetNull()


def _is_held(question: Question, table: Table, row: ask.Row) -> ask.Test:
    """Whether some hold keeps the record, whatever the items."""
    told = sorted({*question.carried.told_apart, ""})
    who = ask.RecordText(tuple(ask.Cell(row, column) for column in table.key))
    carries = (question.carry(("held", table.store, table.name, item), who) for item in told)
    return ask.some(*(ask.IsCarried(carry) for carry in carries if carry))


def orphanhoods(question: Question, table: Table) -> Iterator[tuple[Orphanhood, ask.Test]]:
    """The ways in which a record of each kind can be an orphan, and when it is."""
    row = ask.Base("r", table.name)
    found: list[tuple[Relation | None, ask.Test]] = []
    if ties(question.manifest, table):
        found.append((None, is_nobody(question, table, row, None)))
    for name, reference in table.references.items():
        other = question.manifest.stores[table.store].tables[reference.table]
        if other.hosted_for is None:
            parent = climb(question.manifest, table.store, row, (Up(name),))
            points = [ask.negation(ask.IsAbsent(ask.Cell(row, mine))) for mine in reference.columns]
            found.append((name, ask.every(*points, ask.IsAbsent(ask.Cell(parent, other.key[0])))))
    for kind, is_kind in kinds_of(question, table, row).items():
        for relation, test in found:
            yield (kind, relation), ask.every(ask.surely(is_kind), test)


# --- clocks -------------------------------------------------------------------------------------------------


def _clocks(question: Question, table: Table, row: ask.Row) -> Iterator[tuple[ClockName, ClockShown]]:
    """The clocks whose values stand in columns that can be read."""
    for name, clock in table.clocks.items():
        if clock.column is None:
            continue
        path = tuple(Up(relation) for relation in clock.column.path)
        cell = ask.Cell(climb(question.manifest, table.store, row, path), clock.column.column)
        first, last = plausible(question, clock)
        believed = ask.every(
            ask.negation(ask.IsAbsent(cell)),
            ask.IsDay(cell) if clock.stored_as is StoredAs.NATIVE else ask.YES,
            ask.negation(ask.StartsBefore(cell, first, clock.stored_as)),
            ask.StartsBefore(cell, last, clock.stored_as),
        )
        yield name, ClockShown(cell, believed, clock.stored_as)


def clocks_of(question: Question, table: Table, column: Column) -> frozenset[ClockName]:
    """The clocks that the claims on a column run by."""
    declared = table.fields.get(column)
    used = (
        purpose
        for purpose in question.manifest.purposes.values()
        if any(
            kind in table.kinds and _uses(purpose, kind, declared.item if declared else None)
            for kind in purpose.data
        )
    )
    return frozenset(
        span.clock
        for purpose in used
        for span in (purpose.active, purpose.archive.span if purpose.archive else None)
        if span is not None and span.clock is not None
    )


def _uses(purpose: Purpose, kind: KindName, item: str | None) -> bool:
    items = purpose.data[kind].items
    return item is None or items is None or item in items
