"""The acts of a plan, over all its stores at once: lock, judge again, act, read again.

What was planned *and* is still ended goes, nothing else: the rows of the plan are locked in every store
that it changes, judged anew with the facts of now, all from one state, and only then does the first store
change (docs/decisions/0042-all-stores-are-judged-before-one-changes.md). Every statement that destroys
compares the row besides with what was judged; what is planned and carried out at once leaves that to the
store, which refuses what others changed (docs/decisions/0221-at-once-is-judged-once.md). The transactions
are the caller's, and so is their commit.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import Connection

from troth.claims.ends import is_held
from troth.claims.facts import Effect
from troth.claims.judged import Judged
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.plan import Act
from troth.claims.states import Fate, State
from troth.claims.world import LiveColumn, TableRef, Value
from troth.errors import Surprise
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Table
from troth.retention.fates import decided
from troth.retention.model import Left, Planned
from troth.retention.notes import (
    Readings,
    Watched,
    informed,
    notes,
    place_after,
    readings,
    ties_now,
    watched,
)
from troth.retention.people import identified
from troth.retention.survey import Survey, survey
from troth.retention.terms import Connections, Terms
from troth.retention.versions import judging_columns
from troth.stores.sql import read, write
from troth.stores.sql.asking import both, every, learn_all
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Records
from troth.stores.sql.said import Answer, Wanted
from troth.stores.sql.write import Locked
from troth.subjects.model import Identity, NewFact

What = TypeVar("What", Fate, Left)


@dataclass(frozen=True, slots=True)
class Kept:
    """What has to be remembered before the acts are committed."""

    facts: tuple[NewFact, ...]
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """
    What was done in one store, by table and fate, and what was planned and not done, by table and reason.

    `notes` are the numbers of what was noted about records that left: once that is committed, they are forgotten.
    """

    counts: Mapping[TableName, Mapping[Fate, int]]
    left: Mapping[TableName, Mapping[Left, int]]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a run found in all stores before its first act, and what it will do."""

    found: Survey
    locked: Mapping[StoreName, Locked]
    acts: tuple[Act, ...]
    left: Mapping[RecordRef, Left]
    moving: Watched  # the records whose clocks the acts may move
    informed: Survey  # with what is known of these; and what their clocks showed
    before: Readings

    def acts_in(self, store: StoreName) -> list[Act]:
        """Those of one store."""
        return [act for act in self.acts if act.record.store == store]


def lock(connection: Connection, ground: Ground, manifest: Manifest, planned: Sequence[Planned]) -> Locked:
    """
    Let nobody change the planned rows of one store until its transaction ends.

    Raises:
        Surprise: two rows have the same key.
    """
    store = planned[0].record.store
    columns = judging_columns(manifest, store)
    keys: dict[TableName, list[tuple[object, ...]]] = defaultdict(list)
    for one in planned:
        keys[one.record.table].append(one.key)
    wanted = [
        write.want_lock(ground, table, keys[table.name], columns[table.name])
        for table in manifest.stores[store].tables.values()
        if table.name in keys
    ]
    versions: dict[RecordRef, str] = {}
    for found in learn_all(connection, wanted):
        versions |= found
    return Locked(versions, columns)


def judged_again(
    terms: Terms,
    connections: Connections,
    planned: Sequence[Planned],
    scope: frozenset[Key] | None,
    locked: Mapping[StoreName, Locked],
) -> Judgement:
    """Judge the locked rows of all stores, with the facts of now: which of the planned acts still stand."""
    keys: dict[TableRef, list[tuple[object, ...]]] = defaultdict(list)
    for one in planned:
        keys[one.record.store, one.record.table].append(one.key)
    found = survey(terms, connections, scope, {table: Records(some) for table, some in keys.items()})
    acts = _still(found, connections, planned)
    return judgement_of(found, connections, acts, _left(found, planned, acts, locked), locked)


def judgement_of(
    found: Survey,
    connections: Connections,
    acts: Sequence[Act],
    left: Mapping[RecordRef, Left] = MappingProxyType({}),
    locked: Mapping[StoreName, Locked] = MappingProxyType({}),
) -> Judgement:
    """
    What acts have to know besides the survey that they follow from: the clocks that they may move.

    Args:
        found: the survey.
        connections: to the stores.
        acts: that follow from it.
        left: what was planned and will not be done.
        locked: the rows of each store, where others could have changed them since.
    """
    moving = watched(found, connections, acts)
    ties = ties_now(found, connections, moving)
    told = informed(found, connections, moving, ties)
    before = readings(told, connections, moving, ties)
    return Judgement(found, locked, tuple(acts), left, moving, told, before)


def act_in(judgement: Judgement, connection: Connection, store: StoreName) -> Done:
    """
    Carry out the acts of one store in its transaction, and read it again; the caller commits.

    Raises:
        Surprise: a row is no longer as it was judged, or something is still there after the acts.
    """
    ground, acts = judgement.found.terms.grounds[store], judgement.acts_in(store)
    tables = judgement.found.terms.manifest.stores[store].tables
    proof = _proof(ground, tables, acts)
    write.carried_out(connection, ground, tables, acts, judgement.locked.get(store), proof)
    left = {record: reason for record, reason in judgement.left.items() if record.store == store}
    return Done(
        _counted((act.record.table, act.outcome.fate) for act in acts),
        _counted((record.table, reason) for record, reason in left.items()),
        _notes_on(judgement.found, {act.record for act in acts if act.leaves}),
    )


def kept(judgement: Judgement, connections: Connections, done: Collection[StoreName]) -> Kept:
    """
    What the acts would make Troth forget, to be recorded before they are committed.

    Args:
        connections: of the stores that still answer, as they are after the acts.
        done: the stores that acted; of the others nothing is changed.
    """
    found = judgement.found
    lost = found.terms.down | (found.terms.grounds.keys() - connections.keys())
    now = replace(found, terms=replace(found.terms, down=lost))
    acts = [act for act in judgement.acts if act.record.store in done]
    moved = {
        place_after(act.record, act, found.terms.manifest): act.record
        for act in acts
        if act.outcome.fate is Fate.MOVE
    }
    told = replace(judgement.informed, terms=now.terms)
    places = _places(judgement.moving, acts, found, lost)
    after = readings(told, connections, places, ties_now(told, connections, places), moved)
    before = {of: shown for of, shown in judgement.before.items() if of[0].store not in lost}
    noted = notes(before, after, acts, found.terms.manifest, found.terms.at)
    is_whole = found.scope is None and not found.is_partial
    everybody = None if is_whole else found.people.keys() | (found.scope or frozenset())
    parted = _parted(found.people, identified(now.terms, connections, everybody))
    along = _taken_along(found, {old: new for new, old in moved.items()})
    return Kept((*noted, *along), parted)


# --- which acts still stand ---------------------------------------------------------------------------------


def _still(found: Survey, connections: Connections, planned: Sequence[Planned]) -> list[Act]:
    """The planned acts that still stand, none further than planned."""
    by_record = {one.record: one for one in planned}
    fates = {one.record: one.fate for one in planned}
    acts: list[Act] = []
    for act in decided(found, connections, fates):
        plan, outcome = by_record[act.record], act.outcome
        if outcome.changes and plan.fate is not Fate.DELETE:  # else every column of it was to go
            changes = {c: v for c, v in outcome.changes.items() if c in plan.columns}
            acts += [act._replace(outcome=replace(outcome, changes=changes))] if changes or act.leaves else []
        else:
            acts.append(act)
    return acts


def _left(
    found: Survey,
    planned: Sequence[Planned],
    acts: Collection[Act],
    locked: Mapping[StoreName, Locked],
) -> dict[RecordRef, Left]:
    """The planned records to which not all happens that was planned, each with the reason."""
    by_record = {act.record: act for act in acts}
    lacking = [one for one in planned if not _is_as_planned(one, by_record.get(one.record))]
    if not lacking:
        return {}
    rows = {row.record: row for rows in found.judged.values() for row in rows}
    return {one.record: _why_left(one, rows.get(one.record), locked) for one in lacking}


def _is_as_planned(plan: Planned, act: Act | None) -> bool:
    return act is not None and act.outcome.fate is plan.fate and plan.columns <= act.outcome.changes.keys()


def _why_left(plan: Planned, row: Judged | None, locked: Mapping[StoreName, Locked]) -> Left:
    if plan.record not in locked[plan.record.store].versions:
        return Left.GONE
    if row is None:
        return Left.ANOTHERS
    is_ended = all(row.states.get(column) is State.ENDED for column in plan.columns)
    if plan.fate in (Fate.DELETE, Fate.ANONYMISE):
        return Left.NEEDED if row.is_done else Left.CLAIMED
    return Left.ALREADY if plan.columns and is_ended else Left.CLAIMED


def _notes_on(found: Survey, gone: Collection[RecordRef]) -> tuple[int, ...]:
    """The numbers of what was noted about these records."""
    return tuple(fact.sequence for fact in found.facts.of(Effect.NOTED) if fact.record in gone)


# --- after the acts -----------------------------------------------------------------------------------------


def _proof(ground: Ground, tables: Mapping[TableName, Table], acts: Sequence[Act]) -> Wanted[None]:
    """Read the tables again: nothing that was to go may be left, and what was written must stand there."""
    gone, changed = defaultdict[TableName, list[Act]](list), defaultdict[TableName, list[Act]](list)
    for act in acts:
        if act.leaves:
            gone[act.record.table].append(act)
        elif act.outcome.changes:
            changed[act.record.table].append(act)
    left = every([read.want_keys(ground, tables[name], _rows(some)) for name, some in gone.items()])
    held = every([read.want_values(ground, tables[name], _rows(some)) for name, some in changed.items()])
    there = both(left, held)

    def prove(all_rows: Sequence[Sequence[Answer]]) -> None:
        left, held = there.read(all_rows)
        for (name, some), keys in zip(gone.items(), left, strict=True):
            if keys:
                raise Surprise(
                    f"{len(keys)} of {len(some)} records that were to leave `{name}` are still there"
                )
        for (name, some), values in zip(changed.items(), held, strict=True):
            _prove_written(ground.live[name].columns, name, some, values)

    return Wanted(there.asked, prove)


def _rows(acts: Sequence[Act]) -> Records:
    return Records([act.judged.key for act in acts])


def _prove_written(
    live: Mapping[Column, LiveColumn],
    table: TableName,
    acts: Sequence[Act],
    values: Mapping[RecordRef, Mapping[Column, Value]],
) -> None:
    differing = {
        column
        for act in acts
        for column, value in act.outcome.changes.items()
        if act.record not in values or not _is_there(live[column], values[act.record].get(column), value)
    }
    if differing:
        raise Surprise(
            f"columns {', '.join(f'`{c}`' for c in sorted(differing))} of `{table}` do not hold what was "
            "written to them: a trigger or another writer changes them; find it, then try again"
        )


def _is_there(live: LiveColumn, held: Value, wanted: Value) -> bool:
    return is_held(live, held, wanted) or read.is_same(held, wanted)


def _places(
    watched: Watched, acts: Collection[Act], found: Survey, lost: Collection[StoreName]
) -> dict[TableRef, tuple[tuple[object, ...], ...]]:
    """Where the watched records stand now, in the stores that still answer."""
    there = {table: keys for table, keys in watched.items() if table[0] not in lost}
    for act in acts:
        if act.outcome.fate is Fate.MOVE:
            place = place_after(act.record, act, found.terms.manifest)
            there[place.store, place.table] = (*there.get((place.store, place.table), ()), act.judged.key)
    return there


def _taken_along(found: Survey, moved: Mapping[RecordRef, RecordRef]) -> list[NewFact]:
    """What was recorded about a record that moves is recorded again for its new place."""
    if not moved:
        return []
    return [
        NewFact(
            fact.effect,
            fact.since,
            found.terms.at,
            record=moved[fact.record],
            purposes=fact.purposes,
            choice=fact.choice,
            items=fact.items,
            name=fact.name,
            ground=fact.ground,
            by="troth",
        )
        for fact in found.terms.facts((), set(moved)).known
        if fact.record is not None and fact.record in moved
    ]


def _parted(before: People, after: People) -> tuple[Identity, ...]:
    """People whose keys nothing would hold together any more."""
    return tuple(
        Identity(person)
        for person in sorted(before.several(), key=sorted)
        if not person <= after.person(min(person))
    )


def _counted(told: Iterable[tuple[TableName, What]]) -> dict[TableName, dict[What, int]]:
    counts: dict[TableName, dict[What, int]] = {}
    for (table, what), count in Counter(told).items():
        counts.setdefault(table, {})[what] = count
    return counts
