"""What becomes of each record in scope: its fate, by the judgements of all that are surveyed with it."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from troth.claims.judged import Judged
from troth.claims.keys import Key, RecordRef
from troth.claims.plan import (
    LEAVING,
    Act,
    Ending,
    Place,
    Wished,
    crowds_of,
    deciding_columns,
    ending,
    settled,
    wishes,
)
from troth.claims.same import Same
from troth.claims.states import Fate
from troth.claims.world import Value
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.manifest.stores import Anonymise, MoveTo, Table
from troth.retention.survey import Survey, survey
from troth.retention.terms import Connections, table_ref
from troth.stores.sql import read
from troth.stores.sql.ground import Ground

_GOING = (*LEAVING, Fate.ANONYMISE)


def decided(
    found: Survey,
    connections: Connections,
    planned: Mapping[RecordRef, Fate] | None = None,
    store: StoreName | None = None,
) -> list[Act]:
    """
    What becomes of each record in scope: the acts, in no order yet.

    Args:
        planned: when a plan is carried out, the fates it holds: nothing gets a fate that goes beyond its own.
        store: only there.
    """
    if found.carried.are_behind:
        return []  # what would be recorded would hide the gap
    acts: list[Act] = []
    for name in found.terms.manifest.stores:
        if name not in found.terms.down and store in (None, name):
            acts += _decided_in(found, connections[name], name, connections, planned)
    return acts


def _decided_in(
    found: Survey,
    connection: Connection,
    store: StoreName,
    connections: Connections,
    planned: Mapping[RecordRef, Fate] | None,
) -> list[Act]:
    """The same for one store: needs never lead from one store to another."""
    terms = found.terms
    ground = terms.grounds[store]
    wished: list[Wished] = []
    leaving: list[tuple[Table, Sequence[Judged]]] = []
    for how in _endings(ground, terms.manifest, store):
        rows = found.judged.get(table_ref(how.table), ())
        crowds = _crowds(found, connections, how, rows)
        taken = _taken(connection, ground, terms.manifest, how.table, rows)
        fates = wishes(how, rows, crowds, taken)
        if planned is not None:
            fates = [_within(fate, planned.get(row.record)) for row, fate in zip(rows, fates, strict=True)]
        wished += [Wished(how, row, fate) for row, fate in zip(rows, fates, strict=True)]
        if going := [row for row, fate in zip(rows, fates, strict=True) if fate in _GOING]:
            leaving.append((how.table, going))
    needs = read.needs(connection, ground, found.question, leaving)
    places = {
        one.row.record: _place(terms.manifest, ground, one.how.table)
        for one in wished
        if one.fate is Fate.MOVE
    }
    return settled(wished, needs, places)


def _endings(ground: Ground, manifest: Manifest, store: StoreName) -> Sequence[Ending]:
    """How the records of each table of a store may end."""

    def say() -> Sequence[Ending]:
        deciding = deciding_columns(manifest)
        tables = (table for table in manifest.tables() if table.store == store)
        return [ending(manifest, table, ground.live, deciding) for table in tables]

    return ground.once(("endings", Same(manifest), store), say)


def _within(fate: Fate, planned: Fate | None) -> Fate:
    """A fate no further than the planned one."""
    if fate is planned:
        return fate
    return Fate.STUB if fate in (Fate.DELETE, Fate.ANONYMISE, Fate.STUB) else Fate.KEEP


def _crowds(
    found: Survey, connections: Connections, how: Ending, rows: Iterable[Judged]
) -> frozenset[tuple[Value, ...]]:
    """The groups of a table that are large enough to be anonymised: over the whole table, whatever the scope."""
    table = how.table
    if not isinstance(table.at_end, Anonymise) or not any(row.is_done for row in rows):
        return frozenset()
    is_whole = found.scope is None and not found.is_partial
    whole = found if is_whole else survey(found.terms, connections, None, {table_ref(table): None})
    first: dict[RecordRef, frozenset[Key]] = {}
    ground = found.terms.grounds[table.store]
    for record, tie in read.tied(connections[table.store], ground, found.question, table, None):
        if record not in first:
            sure = [key for key, is_sure in tie.keys if is_sure]
            first[record] = whole.people.person(sure[0]) if sure else frozenset({tie.keys[0][0]})
    return crowds_of(how, ((row, first.get(row.record)) for row in whole.judged[table_ref(table)]))


def _taken(
    connection: Connection, ground: Ground, manifest: Manifest, table: Table, rows: Iterable[Judged]
) -> set[RecordRef]:
    """The places in the archive table that are taken already."""
    if not isinstance(table.archive, MoveTo):
        return set()
    archive = manifest.table(table.store, table.archive.table)
    return read.present(connection, ground, archive, [row.key for row in rows])


def _place(manifest: Manifest, ground: Ground, table: Table) -> Place:
    assert isinstance(table.archive, MoveTo)
    archive = manifest.table(table.store, table.archive.table)
    references = frozenset(reference.table for reference in archive.references.values())
    return Place(read.pointing_columns(archive, ground), references, archive.name)
