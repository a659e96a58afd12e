"""
The gear of records: a chunk is judged, decided and carried out by the same machinery as a run.

Whether a record may go depends on who needs it. So a chunk holds, beside its own records, whoever needs
one of them, and whoever needs those; and whoever's people are found by a path that leads down through one,
for they could not be made out any more. Then its fates are those of a plan over everything.
"""

from collections.abc import Callable, Sequence

from troth.claims.judged import Judged
from troth.claims.keys import RecordRef
from troth.claims.plan import Act
from troth.claims.states import State
from troth.claims.world import ColumnType, TableRef
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Down
from troth.retention.act import Done, Kept, act_in, judged_again, kept, lock
from troth.retention.fates import decided
from troth.retention.model import Planned
from troth.retention.survey import Survey, survey
from troth.retention.terms import Connections, Terms, table_ref
from troth.stores.sql import read
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Records

FIRST_SIZE, SIZES = 200, (10, 2_000)  # rows of a window
PAGES = 2, (1, 64)  # the same in pages, of which each may hold a hundred
MOST = 20_000  # records that are decided together; who needs a single one beyond that keeps it

Keys = dict[TableRef, dict[RecordRef, tuple[object, ...]]]


def decide(
    terms: Terms, connections: Connections, table: TableRef, keys: Sequence[tuple[object, ...]]
) -> list[Act]:
    """What becomes of these records and of whoever needs them."""
    ground = terms.grounds[table[0]]
    of_table = terms.manifest.table(*table)
    live = ground.live[table[1]].columns
    chosen: Keys = {table: {read.record_of(of_table, live, key): key for key in keys}}
    seen: set[RecordRef] = set()
    while True:
        found = _surveyed(terms, connections, chosen)
        fresh = [row for rows in found.judged.values() for row in rows if row.record not in seen]
        seen |= {row.record for row in fresh}
        before = sum(map(len, chosen.values()))
        for record in _needing(found, connections, table[0], fresh, chosen):
            of = chosen.setdefault((record.store, record.table), {})
            of[record] = _key(ground, record, terms.manifest.table(record.store, record.table).key)
        for ref, through in _found_through(found, connections, table[0], fresh).items():
            chosen[ref] = through | chosen.get(ref, {})
        size = sum(map(len, chosen.values()))
        if size > MOST and len(keys) > 1:
            half = len(keys) // 2
            both = [decide(terms, connections, table, some) for some in (keys[:half], keys[half:])]
            return list({act.record: act for acts in both for act in acts}.values())
        if not before < size <= MOST:
            return decided(found, connections, None, table[0])


def carry_out(
    terms: Terms,
    connections: Connections,
    store: StoreName,
    acts: Sequence[Act],
    keep: Callable[[Kept], None],
) -> Done:
    """Carry out what was decided and still stands, in the transaction of the store's connection."""
    planned = [
        Planned(act.record, act.judged.key, act.outcome.fate, frozenset(act.outcome.changes)) for act in acts
    ]
    locked = lock(connections[store], terms.grounds[store], terms.manifest, planned)
    judgement = judged_again(terms, connections, planned, None, {store: locked})
    done = act_in(judgement, connections[store], store)
    keep(kept(judgement, connections, [store]))
    return done


def _surveyed(terms: Terms, connections: Connections, chosen: Keys) -> Survey:
    only = {ref: Records(list(keys.values())) for ref, keys in chosen.items()}
    return survey(terms, connections, None, only)


def _needing(
    found: Survey, connections: Connections, store: StoreName, rows: Sequence[Judged], chosen: Keys
) -> list[RecordRef]:
    """Who needs one of these records and was not judged yet."""
    by_table: dict[TableRef, list[Judged]] = {}
    for row in rows:
        if row.states and max(row.states.values()) <= State.ARCHIVED:
            by_table.setdefault((row.record.store, row.record.table), []).append(row)
    leaving = [(found.terms.manifest.table(*ref), some) for ref, some in by_table.items()]
    if not leaving:
        return []
    needs = read.needs(connections[store], found.terms.grounds[store], found.question, leaving)
    known = {record for keys in chosen.values() for record in keys}
    return sorted({need.by for need in needs.all()} - known)


def _found_through(found: Survey, connections: Connections, store: StoreName, rows: Sequence[Judged]) -> Keys:
    """The records whose people are found by a path that leads down through one of these."""
    terms, ground = found.terms, found.terms.grounds[store]
    tables = [
        table
        for table in terms.tables()
        if table.store == store and any(isinstance(step, Down) for link in table.links for step in link.path)
    ]
    keys: dict[TableName, list[tuple[object, ...]]] = {}
    for row in rows:
        keys.setdefault(row.record.table, []).append(row.key)
    led = read.led_through(connections[store], ground, found.question, tables, keys) if tables else []
    return {table_ref(table): dict(through) for table, through in zip(tables, led, strict=True) if through}


def _key(ground: Ground, record: RecordRef, columns: Sequence[Column]) -> tuple[object, ...]:
    """A record's key in values that its columns can be compared with."""
    live = ground.live[record.table].columns
    return tuple(
        int(text) if live[column].type is ColumnType.INTEGER else text
        for column, text in zip(columns, record.key, strict=True)
    )
