"""
What was noted about records that are gone, whoever removed them.

A note says what a clock of a record showed, or that the record was seen. A key may come again, and whoever has it
then is another: of such a record nothing is known, and nothing may be destroyed for what was noted of the earlier.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from troth.claims.facts import Effect, Fact
from troth.claims.keys import RecordRef
from troth.claims.world import TableRef
from troth.manifest.model import Manifest
from troth.site import Reached
from troth.stores.live import Family, StoredColumn
from troth.stores.sql import read
from troth.stores.sql.words import BYTES

_AT_ONCE = 1_000  # records that a store is asked for


def notes_on_gone(manifest: Manifest, reached: Reached, facts: Iterable[Fact]) -> Iterator[Sequence[int]]:
    """
    The numbers of notes about records that their tables do not hold, some at a time.

    Args:
        reached: the stores that answer. Nothing is told of records in others, in tables that nobody declares, or
            with keys that cannot be looked for by their names (instants, fractions, bytes).
        facts: read before the stores were, so that none is about a record that came later.
    """
    notes: dict[TableRef, dict[RecordRef, list[int]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.effect is Effect.NOTED and fact.record is not None:
            notes[fact.record.store, fact.record.table][fact.record].append(fact.sequence)
    for table in manifest.tables():
        live = reached.live.get(table.store)
        stored = None if live is None else live.tables.get(table.name)
        if stored is None or not all(column in stored.columns for column in table.key):
            continue
        kinds = [stored.columns[column] for column in table.key]
        keys = {of: key for of in notes[table.store, table.name] if (key := _key(of, kinds)) is not None}
        for some in _in_groups([*keys]):
            asked = [keys[record] for record in some]
            there = read.present(reached.connections[table.store], reached.grounds[table.store], table, asked)
            if gone := [n for of in some if of not in there for n in notes[table.store, table.name][of]]:
                yield gone


def _key(record: RecordRef, kinds: Sequence[StoredColumn]) -> tuple[object, ...] | None:
    """The key by which a record of that name is looked for; none where it may be another's."""
    if len(record.key) != len(kinds):
        return None
    parts = [_part(text, column.family) for text, column in zip(record.key, kinds, strict=True)]
    return None if None in parts else tuple(parts)


def _part(text: str, family: Family) -> int | str | None:
    match family:
        case Family.INTEGER:
            return int(text) if re.fullmatch(r"-?[0-9]+", text) else None
        case Family.TEXT | Family.UUID:
            return None if text.startswith(BYTES) else text
        case _:
            return None


def _in_groups(records: Sequence[RecordRef]) -> Iterator[Sequence[RecordRef]]:
    return (records[start : start + _AT_ONCE] for start in range(0, len(records), _AT_ONCE))
