"""Why each datum is held: every claim on it by itself, in which state, and until when.

A survey says what the state of a datum is; this says whose claims make it so. Asked only where a person
wants to know: for an access package, an explanation, or what stays after an erasure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from troth.claims.compiler import ClaimAsked, last_day
from troth.claims.keys import RecordRef
from troth.claims.plan import Claim, Judged, Shown
from troth.claims.states import State
from troth.manifest.names import ClockName, Column
from troth.manifest.stores import Table
from troth.retention.notes import readings_of
from troth.retention.survey import Connections, Survey, table_ref
from troth.stores.sql import read
from troth.stores.sql.render import Records


def with_reasons(found: Survey, connections: Connections) -> Survey:
    """The same survey (which asked its records to tell their claims), each record with the claims on its fields."""
    down = _ties_down(found, connections)
    judged = {}
    for table in found.terms.tables():
        rows = found.judged.get(table_ref(table))
        if rows is not None:
            claims = read.claims_on(found.terms.grounds[table.store], found.question, table)
            judged[table_ref(table)] = tuple([_explained(found, table, claims, row, down) for row in rows])
    return replace(found, judged=judged)


_Down = Mapping[RecordRef, Sequence[read.Tied]]


def _ties_down(found: Survey, connections: Connections) -> _Down:
    """The ties by paths that lead down, which the rows themselves do not show."""
    ties: dict[RecordRef, list[read.Tied]] = defaultdict(list)
    for (store, name), rows in found.judged.items():
        keys = [row.key for row in rows if any(tie.is_down for tie in row.ties)]
        if keys:
            table = found.terms.manifest.table(store, name)
            ground = found.terms.grounds[store]
            for tie in read.tied(connections[store], ground, found.question, table, Records(keys)):
                ties[tie.record].append(tie)
    return ties


def _explained(found: Survey, table: Table, claims: Sequence[ClaimAsked], row: Judged, down: _Down) -> Judged:
    told = row.told
    assert told is not None, "the survey was made without claims"
    ties = down.get(row.record) or tuple(read.ties_shown(found.terms.manifest, row))
    reasons: dict[Column, list[Claim]] = defaultdict(list)
    for claim, number in zip(claims, told.claims, strict=True):
        if number < 0:
            continue
        until = None
        name = claim.span.clock
        if number > State.ENDED and name is not None and name in told.clocks and name not in told.opened:
            until = _until(found, table, claim, name, row, told.clocks[name], ties)
        one = Claim(claim.purpose.name, claim.choice, claim.is_archive, claim.role, _STATE_OF[number], until)
        for column in claim.columns:
            reasons[column].append(one)
    return replace(row, claims={column: tuple(some) for column, some in reasons.items()})


_STATE_OF = {int(state): state for state in State}


def _until(
    found: Survey,
    table: Table,
    claim: ClaimAsked,
    name: ClockName,
    row: Judged,
    shown: Shown,
    ties: Sequence[read.Tied],
) -> date | None:
    """The last day a claim lives, by what its clock shows for the people in its role; none where that is unknown."""
    clock = table.clocks[name]
    acts = found.carried.rows.get(("", "latest", table.store, table.name, name), {})
    readings = readings_of(found, name, clock, row.record, shown, ties, acts)
    mine = [one.reading for one in readings if one.role == claim.role]
    known = [one.latest for one in mine if one.latest is not None]
    if not known or any(one.has_unknown for one in mine):
        return None
    return last_day(found.question, claim.span, clock, max(known))
