"""Why each datum is held: every claim on it by itself, in which state, and until when.

A survey says what the state of a datum is; this says whose claims make it so. Asked only where a person
wants to know: for an access package, an explanation, or what stays after an erasure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from troth.claims.compiler import ClaimAsked, Question, claims_asked, is_open, last_day
from troth.claims.keys import RecordRef
from troth.claims.plan import Claim, Judged
from troth.claims.states import State
from troth.manifest.names import ClockName, Column
from troth.manifest.stores import Table
from troth.retention.notes import Readings, TieReading, readings
from troth.retention.survey import Connections, Survey, table_ref
from troth.stores.sql import read
from troth.stores.sql.asking import Asked, all_answers
from troth.stores.sql.ground import Ground
from troth.stores.sql.render import Records, Statement
from troth.stores.sql.said import Said


def with_reasons(found: Survey, connections: Connections) -> Survey:
    """The same survey, each record with the claims on its fields."""
    keys = {name: tuple(row.key for row in rows) for name, rows in found.judged.items() if rows}
    shown = readings(found, connections, keys)
    judged = dict(found.judged)
    for table in found.terms.tables():
        rows = found.judged.get(table_ref(table), ())
        if rows:
            judged[table_ref(table)] = _explained(found, connections, table, rows, shown)
    return replace(found, judged=judged)


def _explained(
    found: Survey, connections: Connections, table: Table, rows: tuple[Judged, ...], shown: Readings
) -> tuple[Judged, ...]:
    question, ground = found.question, found.terms.grounds[table.store]
    asking = ground.once(("claims", question.shape, table.name), lambda: _asking(ground, question, table))
    given = Records([row.key for row in rows]).given
    live = ground.live[table.name].columns
    size, claims = len(table.key), len(asking.claims)
    told: dict[RecordRef, tuple[Sequence[int], frozenset[ClockName]]] = {}
    for answer in all_answers(connections[table.store], [Asked(asking.said, given, found.carried.rows)])[0]:
        record = read.record_of(table, live, answer[:size])
        opened = zip(table.clocks, answer[size + claims :], strict=True)
        told[record] = (answer[size : size + claims], frozenset(name for name, is_open in opened if is_open))
    return tuple(
        replace(row, claims=_claims(question, table, row, asking.claims, *told[row.record], shown))
        if row.record in told
        else row
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """The statement that asks each claim on a table's fields by itself, and which clocks are still open."""

    said: Said
    claims: Sequence[ClaimAsked]


def _asking(ground: Ground, question: Question, table: Table) -> _Asking:
    claims = claims_asked(question, table)
    statement = Statement(ground, table)
    statement.show_key()
    for index, claim in enumerate(claims):
        statement.show(f"c{index}", claim.number)
    for index, clock in enumerate(table.clocks.values()):
        statement.show_test(f"o{index}", is_open(question, table, statement.row, clock))
    statement.where(Records(()))
    return _Asking(statement.said(), claims)


def _until(
    question: Question, table: Table, claim: ClaimAsked, name: ClockName, shown: tuple[TieReading, ...]
) -> date | None:
    """The last day a claim lives, by what its clock shows for the people in its role; none where that is unknown."""
    readings = [one.reading for one in shown if one.role == claim.role]
    known = [one.latest for one in readings if one.latest is not None]
    if not known or any(one.has_unknown for one in readings):
        return None
    return last_day(question, claim.span, table.clocks[name], max(known))


def _claims(
    question: Question,
    table: Table,
    row: Judged,
    asked: Sequence[ClaimAsked],
    states: Sequence[int],
    opened: frozenset[ClockName],
    shown: Readings,
) -> Mapping[Column, tuple[Claim, ...]]:
    found: dict[Column, list[Claim]] = defaultdict(list)
    for claim, state in zip(asked, states, strict=True):
        if state < 0:
            continue
        until = None
        name = claim.span.clock
        if state > State.ENDED and name is not None and name in table.clocks and name not in opened:
            until = _until(question, table, claim, name, shown.get((row.record, name), ()))
        for column in claim.columns:
            found[column].append(
                Claim(claim.purpose.name, claim.choice, claim.is_archive, claim.role, State(state), until)
            )
    return {column: tuple(claims) for column, claims in found.items()}
