"""The acts of a plan in one store, in one transaction: lock, judge again, act, read again.

What was planned *and* is still ended goes, nothing else: the rows of the plan are locked, judged anew
with the facts of now, and only what both say is done. Test and act are one transaction, not one
statement, because an erasure's first act already changes what the next test would read
(docs/decisions/0041-test-and-act-in-one-transaction.md).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.plan import Act
from troth.claims.states import Fate
from troth.claims.world import TableRef
from troth.errors import Surprise
from troth.manifest.names import StoreName, TableName
from troth.manifest.stores import Table
from troth.retention.model import Planned
from troth.retention.notes import notes, place_after, readings, watched
from troth.retention.survey import Connections, Survey, Terms, decided, identified, survey
from troth.stores.sql import read, write
from troth.stores.sql.render import Records
from troth.subjects.model import Identity, NewFact


@dataclass(frozen=True, slots=True)
class Kept:
    """What has to be remembered before the acts are committed."""

    facts: tuple[NewFact, ...]
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in one store: rows changed or gone, by table and fate."""

    acts: tuple[Act, ...]
    counts: Mapping[TableName, Mapping[Fate, int]]


def act_in(
    terms: Terms,
    connections: Connections,
    store: StoreName,
    planned: Sequence[Planned],
    scope: frozenset[Key] | None,
    keep: Callable[[Kept], None],
    going: Collection[RecordRef] = (),
) -> Done:
    """
    Carry out the planned acts of one store in the transaction of its connection; the caller commits.

    Args:
        keep: records what must not be lost, and commits it, before the acts are.
        going: the records that the plan deletes, in whatever store.

    Raises:
        Surprise: something planned is still there after the acts.
    """
    connection, ground = connections[store], terms.grounds[store]
    tables = {table.name: table for table in terms.manifest.tables() if table.store == store}
    by_table: dict[TableRef, list[Planned]] = defaultdict(list)
    for one in planned:
        by_table[one.record.store, one.record.table].append(one)
    only = {name: Records([one.key for one in some]) for name, some in by_table.items()}
    for (_, name), records in only.items():
        write.lock(connection, ground, tables[name], records.keys)
    found = survey(terms, connections, scope, only)
    acts = _still(found, connections, store, planned)
    moving = watched(found, connections, acts)
    before = readings(found, connections, moving)
    _act(found, connections, store, tables, acts)
    origins = {place_after(a.record, a, tables): a.record for a in acts if a.outcome.fate is Fate.MOVE}
    after = readings(found, connections, _after(found, moving, acts, tables), origins)
    noted = tuple(notes(before, after, acts, tables, terms.at, going))
    everybody = None if scope is None else found.people.keys() | scope
    parted = _parted(found.people, identified(terms, connections, everybody))
    keep(Kept((*noted, *_taken_along(found, acts, tables)), parted))
    return Done(tuple(acts), _counts(acts))


def _still(
    found: Survey, connections: Connections, store: StoreName, planned: Sequence[Planned]
) -> list[Act]:
    """The planned acts that still stand, none further than planned."""
    by_record = {one.record: one for one in planned}
    fates = {one.record: one.fate for one in planned}
    acts: list[Act] = []
    for act in decided(found, connections, fates, store):
        plan = by_record[act.record]
        is_whole = plan.fate is Fate.DELETE  # every column of it was to go
        changes = {c: v for c, v in act.outcome.changes.items() if is_whole or c in plan.columns}
        if changes or act.leaves:
            acts.append(replace(act, outcome=replace(act.outcome, changes=changes)))
    return acts


def _act(
    found: Survey,
    connections: Connections,
    store: StoreName,
    tables: Mapping[TableName, Table],
    acts: Sequence[Act],
) -> None:
    """Change the store, then read it again: nothing that was to go may be left."""
    connection, ground = connections[store], found.terms.grounds[store]
    write.carried_out(connection, ground, tables, acts)
    for name, table in tables.items():
        mine = [act for act in acts if act.record.table == name]
        gone = [act.judged.key for act in mine if act.leaves]
        if left := len(read.present(connection, ground, table, gone)):
            raise Surprise(f"{left} of {len(gone)} records that were to leave `{name}` are still there")
        changed = {act.record: act.outcome.changes for act in mine if not act.leaves and act.outcome.changes}
        values = read.values(
            connection, ground, table, Records([act.judged.key for act in mine if act.record in changed])
        )
        differing = {
            column
            for record, changes in changed.items()
            for column, value in changes.items()
            if record not in values or not read.is_same(values[record].get(column), value)
        }
        if differing:
            raise Surprise(
                f"columns {', '.join(f'`{c}`' for c in sorted(differing))} of `{name}` do not hold what was "
                "written to them: a trigger or another writer changes them; find it, then try again"
            )


def _after(
    found: Survey,
    before: Mapping[TableRef, tuple[tuple[object, ...], ...]],
    acts: Sequence[Act],
    tables: Mapping[TableName, Table],
) -> dict[TableRef, tuple[tuple[object, ...], ...]]:
    """Where the watched records stand now."""
    there = dict(before)
    for act in acts:
        if act.outcome.fate is Fate.MOVE:
            place = place_after(act.record, act, tables)
            there[place.store, place.table] = (*there.get((place.store, place.table), ()), act.judged.key)
    return there


def _taken_along(found: Survey, acts: Sequence[Act], tables: Mapping[TableName, Table]) -> list[NewFact]:
    """What was recorded about a record that moves is recorded again for its new place."""
    moved = {
        act.record: place_after(act.record, act, tables) for act in acts if act.outcome.fate is Fate.MOVE
    }
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
        if fact.record in moved
    ]


def _parted(before: People, after: People) -> tuple[Identity, ...]:
    """People whose keys nothing would hold together any more."""
    return tuple(
        Identity(person)
        for person in sorted(before.several(), key=sorted)
        if not person <= after.person(min(person))
    )


def _counts(acts: Sequence[Act]) -> dict[TableName, dict[Fate, int]]:
    counts: dict[TableName, dict[Fate, int]] = defaultdict(lambda: defaultdict(int))
    for act in acts:
        counts[act.record.table][act.outcome.fate] += 1
    return {name: dict(fates) for name, fates in counts.items()}
