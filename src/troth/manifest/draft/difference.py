"""What a scan finds that a `stores.yaml` does not say yet, and what it says that is there no longer.

Only told: what a person wrote is theirs, and is never written over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from troth.errors import ManifestError
from troth.manifest.draft.model import Draft, DraftTable, Guess, Use
from troth.manifest.found import Found, Wrong
from troth.manifest.grammar.stores import STORES
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.nodes import compose
from troth.manifest.source import SourceText
from troth.manifest.stores import Store, Table


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. Tables that hold nothing of people are new to nobody."""

    new_tables: tuple[DraftTable, ...] = ()
    gone_tables: tuple[TableName, ...] = ()
    new_columns: tuple[tuple[DraftTable, Guess], ...] = ()
    gone_columns: tuple[tuple[TableName, Column], ...] = ()
    changed: tuple[tuple[TableName, str], ...] = ()  # in words

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        every = (self.new_tables, self.gone_tables, self.new_columns, self.gone_columns, self.changed)
        return not any(every)


def stores_in(source: SourceText) -> Mapping[StoreName, Store]:
    """
    The stores that a `stores.yaml` declares, by itself: whether its names stand in the policy is not asked.

    Raises:
        ManifestError: with every problem of the file.
    """
    found = Found()
    node, problems = compose(source)
    stores = None if node is None else found.read(STORES, "stores", node)
    if stores is None or isinstance(stores, Wrong) or found.has_errors or problems:
        raise ManifestError([*problems, *found.problems])
    return stores


def difference(draft: Draft, declared: Store, there: Iterable[TableName]) -> Difference:
    """
    What differs between a draft and what is declared of the same store.

    Args:
        there: the names of all tables that the store has now, looked at or not.
    """
    every = frozenset(there)
    ours = {name: table for name, table in declared.tables.items() if table.hosted_for is None}
    both = [(table, draft.tables[name]) for name, table in ours.items() if name in draft.tables]
    return Difference(
        tuple(table for table in draft.declared() if table.seen.name not in declared.tables),
        tuple(name for name in ours if name not in every),
        tuple((found, guess) for table, found in both for guess in _new(table, found)),
        tuple((table.name, column) for table, found in both for column in _gone(table, found)),
        tuple((table.name, what) for table, found in both for what in _changes(table, found)),
    )


def _new(table: Table, found: DraftTable) -> list[Guess]:
    return [guess for guess in found.guesses.values() if guess.name not in table.declared]


def _gone(table: Table, found: DraftTable) -> list[Column]:
    return sorted(table.declared - found.seen.columns.keys())


def _changes(table: Table, found: DraftTable) -> list[str]:
    """The key is another one; what was declared impersonal now seems to hold people's data, and by its values."""
    told = []
    if table.archive_of is None and found.seen.key and set(table.key) != set(found.seen.key):
        told.append(f"its primary key is {', '.join(f'`{name}`' for name in found.seen.key)} now")
    for column in sorted(table.impersonal & found.guesses.keys()):
        guess = found.guesses[column]
        is_seen = guess.column.values.count > 0 and not guess.column.is_generated
        if guess.is_personal and guess.use is Use.FIELD and guess.confidence >= 0.8 and is_seen:
            told.append(f"`{column}` is declared impersonal, and looks like {guess.item}: {guess.reason}")
    return told
