"""Why each datum is held: every claim on it by itself, in which state, and until when.

A survey says what the state of a datum is; this says whose claims make it so. Asked only where a person
wants to know: for an access package, an explanation, or what stays after an erasure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from troth.claims.compiler import ClaimAsked, decoded, last_day
from troth.claims.keys import Key, RecordRef
from troth.claims.plan import Claim, Judged, Shown
from troth.claims.states import State
from troth.manifest.names import ClockName, Column
from troth.manifest.stores import Table
from troth.retention.notes import readings_of
from troth.retention.survey import Connections, Survey
from troth.stores.sql import read
from troth.stores.sql.render import Records


def with_reasons(found: Survey, connections: Connections) -> Survey:
    """The same survey (which asked its records to tell their claims), each record with the claims on its fields."""
    down = found.ties or _ties_down(found, connections)
    judged = dict(found.judged)
    question = replace(found.question, tells_why=True)
    for (store, name), rows in found.judged.items():
        if rows:
            table = found.terms.manifest.table(store, name)
            claims = read.claims_on(found.terms.grounds[store], question, table)
            judged[store, name] = tuple([_explained(found, table, claims, row, down) for row in rows])
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
    for claim, code in zip(claims, told.claims, strict=True):
        if code < 0:
            continue
        state, why = decoded(code)
        until: date | None = None
        untils: tuple[tuple[frozenset[Key], date], ...] = ()
        name = claim.span.clock
        if state is not State.ENDED and name is not None and name in told.clocks and name not in told.opened:
            until, untils = _until(found, table, claim, name, row, told.clocks[name], ties)
        phase = claim.is_archive
        one = Claim(claim.purpose.name, claim.choice, phase, claim.role, state, until, why, untils)
        for column in claim.columns:
            reasons[column].append(one)
    return replace(row, claims={column: tuple(some) for column, some in reasons.items()})


def _until(
    found: Survey,
    table: Table,
    claim: ClaimAsked,
    name: ClockName,
    row: Judged,
    shown: Shown,
    ties: Sequence[read.Tied],
) -> tuple[date | None, tuple[tuple[frozenset[Key], date], ...]]:
    """
    The last day a claim lives, by what its clock shows for the people in its role; none where that is unknown.

    Returns:
        That day, and where the record is several people's, the day of each for whom the claim lives today.
    """
    clock = table.clocks[name]
    acts = found.carried.rows.get(("", "latest", table.store, table.name, name), {})
    readings = readings_of(found, name, clock, row.record, shown, ties, acts)
    mine = [one for one in readings if one.role == claim.role]
    today = found.terms.at.astimezone(ZoneInfo(found.terms.manifest.zone)).date()
    days = [
        (one.person, last_day(found.question, claim.span, clock, one.reading.latest))
        for one in mine
        if one.reading.latest is not None and not one.reading.has_unknown
    ]
    untils = tuple((person, day) for person, day in days if day >= today)
    known = [one.reading.latest for one in mine if one.reading.latest is not None]
    if not known or any(one.reading.has_unknown for one in mine):
        return None, untils if len(mine) > 1 else ()
    return last_day(found.question, claim.span, clock, max(known)), untils if len(mine) > 1 else ()
