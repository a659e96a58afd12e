"""Whether a store finds the other records of a row's person by itself, so that nobody's last act has to be carried."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

from troth.claims.compiler import groups
from troth.claims.compiler.acts import are_told
from troth.claims.compiler.question import Acts
from troth.claims.keys import Key
from troth.claims.questions import KeyText
from troth.claims.same import Same
from troth.claims.world import ColumnType
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Table
from troth.retention.terms import Terms
from troth.stores.live import LiveStore
from troth.stores.sql.asking import FEW_KEYS
from troth.stores.sql.concerned import is_led_to
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import MARIADB, POSTGRESQL

_IsIndexed = Callable[[StoreName, str, Column], bool]

FEW = 200_000  # rows; what they show takes some hundred megabytes, and the largest parameter of a database holds it


@dataclass(frozen=True, slots=True)
class _Stores:
    """The stores as they were described; the same as any others as long as they are described no other way."""

    grounds: tuple[tuple[StoreName, Same], ...]
    live: tuple[tuple[StoreName, Same], ...]

    @classmethod
    def of(cls, terms: Terms) -> "_Stores":
        return cls(
            tuple((name, Same(ground)) for name, ground in sorted(terms.grounds.items())),
            tuple((name, Same(live)) for name, live in sorted(terms.live.items())),
        )

    def __call__(self, store: StoreName, mine: KeyText, theirs: KeyText) -> bool:
        """Whether an index leads from one key of a store to all rows with the same text in the other."""
        return self.leads(store, mine, theirs, self.is_indexed)

    def leads(self, store: StoreName, mine: KeyText, theirs: KeyText, is_indexed: _IsIndexed) -> bool:
        """The same, if the columns that `is_indexed` says yes to have an index; never in a store that is down."""
        found = dict(self.grounds).get(store)
        if found is None:
            return False
        ground = cast("Ground", found.value)
        return _is_alike(ground, mine, theirs) and is_led_to(ground, theirs, partial(is_indexed, store))

    def is_indexed(self, store: StoreName, table: str, column: Column) -> bool:
        """Whether an index over all rows begins with the column; taken for granted where no catalogue was read."""
        found = dict(self.live).get(store)
        stored = None if found is None else cast("LiveStore", found.value).tables.get(TableName(table))
        return found is None or (stored is not None and stored.is_indexed(column))


def acts_of(terms: Terms, *, are_least: bool = False) -> Acts:
    """
    How the stores of these terms find whose last act it was.

    Args:
        are_least: for whoever asks what may have ended, and then looks record by record.
    """
    return Acts(_Stores.of(terms), _are_alone(terms), are_least)


def acts_of_everybody(terms: Terms) -> Acts | None:
    """
    The same for whoever asks of whole tables; none where it is carried what everybody's records show.

    That is faster as long as there are few: then it is read once, and not looked up for every row.
    """
    read = {
        (source.store, source.table)
        for manifest in _manifests(terms)
        for table in manifest.tables()
        for clock in table.clocks.values()
        for source in clock.latest
    }
    return None if all(_has_few_rows(terms, store, table) for store, table in read) else acts_of(terms)


def acts_of_few(terms: Terms, keys: Collection[Key]) -> Acts | None:
    """
    The same for whoever asks of some people; none where it is read first, and carried, what their records show.

    It is read together with the judgement that rests on it, where the stores tell all last acts by themselves and
    can be asked so. Of many people a store judges faster with what is carried.
    """
    ground = next(iter(terms.grounds.values()), None)
    if ground is None or len(keys) > FEW_KEYS or not _are_remembered_alone(terms):
        return None
    manifests = Same(terms.manifest), Same(terms.accepted)
    key = ("acts of few", *manifests, terms.down, tuple(map(Same, terms.grounds.values())))
    return ground.once(key, partial(_told_by_all, terms))


def _told_by_all(terms: Terms) -> Acts | None:
    """How the stores tell last acts; none unless each tells all that its clocks read, and is asked all at once."""
    acts = Acts(_Stores.of(terms), not _are_tied(terms))
    at_once = {name for name, ground in terms.grounds.items() if ground.dialect == POSTGRESQL}
    are_told_all = all(
        table.store in at_once and are_told(acts, manifest, table, clock)
        for manifest in _manifests(terms)
        for table in manifest.tables()
        for clock in table.clocks.values()
        if clock.latest and table.store not in terms.down
    )
    return acts if are_told_all else None


def _has_few_rows(terms: Terms, store: StoreName, table: TableName) -> bool:
    live = terms.live.get(store)
    stored = None if live is None else live.tables.get(table)
    return stored is not None and stored.rows is not None and stored.rows <= FEW


def missing_indexes(terms: Terms, table: Table) -> Iterator[tuple[TableName, Column]]:
    """The indexes that would let the store of a table tell last acts by itself: tables, and their first columns."""
    stores, found = _Stores.of(terms), dict[tuple[TableName, Column], None]()

    def noted(store: StoreName, name: str, column: Column) -> bool:
        if not stores.is_indexed(store, name, column):
            found[TableName(name), column] = None
        return True

    acts = Acts(partial(stores.leads, is_indexed=noted), are_alone=True)
    for clock in table.clocks.values():
        are_told(acts, terms.manifest, table, clock)
    yield from found


def _is_alike(ground: Ground, mine: KeyText, theirs: KeyText) -> bool:
    """Whether the columns of two keys hold the same wherever it is the same key."""
    one, other = ground.column(mine.cell), ground.column(theirs.cell)
    if one is None or other is None or (one.type, one.written) != (other.type, other.written):
        return False
    is_text = one.type is ColumnType.TEXT
    if is_text and not mine.is_normalised:
        return False
    # Texts of two columns may have collations that MariaDB does not compare.
    is_same = (mine.cell.row.table, mine.cell.column) == (theirs.cell.row.table, theirs.cell.column)
    return is_same or not is_text or ground.dialect != MARIADB


def _are_alone(terms: Terms) -> bool:
    """Whether nobody is known by two keys: nothing ties keys together, and no such identity is remembered."""
    return not _are_tied(terms) and _are_remembered_alone(terms)


def _are_tied(terms: Terms) -> bool:
    return any(
        sum(link.is_sure for link in links) > 1
        for manifest in _manifests(terms)
        for table in manifest.tables()
        for links in groups(table).values()
    )


def _are_remembered_alone(terms: Terms) -> bool:
    return all(len(identity) < 2 for identity in terms.remembered)


def _manifests(terms: Terms) -> list[Manifest]:
    return [terms.manifest, *([] if terms.accepted is None else [terms.accepted])]
