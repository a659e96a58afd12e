"""Whether a store finds the other records of a row's person by itself, so that nobody's last act has to be carried."""

from collections.abc import Iterator
from functools import partial

from troth.claims.compiler import groups
from troth.claims.compiler.acts import are_told
from troth.claims.compiler.question import Acts
from troth.claims.questions import KeyText
from troth.claims.world import ColumnType
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Table
from troth.retention.terms import Terms
from troth.stores.sql.concerned import is_led_to
from troth.stores.sql.words import MARIADB

FEW = 200_000  # rows; what they show takes some hundred megabytes, and the largest parameter of a database holds it


def acts_of(terms: Terms, *, are_least: bool = False) -> Acts:
    """
    How the stores of these terms find whose last act it was.

    Args:
        are_least: for whoever asks what may have ended, and then looks record by record.
    """
    return Acts(partial(_is_led, terms), _are_alone(terms), are_least)


def acts_of_everybody(terms: Terms) -> Acts | None:
    """
    The same for whoever asks of whole tables; none where it is carried what everybody's records show.

    That is faster as long as there are few: then it is read once, and not looked up for every row.
    """
    manifests = [terms.manifest, *([] if terms.accepted is None else [terms.accepted])]
    read = {
        (source.store, source.table)
        for manifest in manifests
        for table in manifest.tables()
        for clock in table.clocks.values()
        for source in clock.latest
    }
    return None if all(_has_few_rows(terms, store, table) for store, table in read) else acts_of(terms)


def _has_few_rows(terms: Terms, store: StoreName, table: TableName) -> bool:
    live = terms.live.get(store)
    stored = None if live is None else live.tables.get(table)
    return stored is not None and stored.rows is not None and stored.rows <= FEW


def missing_indexes(terms: Terms, table: Table) -> Iterator[tuple[TableName, Column]]:
    """The indexes that would let the store of a table tell last acts by itself: tables, and their first columns."""
    found: dict[tuple[TableName, Column], None] = {}

    def noted(store: StoreName, name: str, column: Column) -> bool:
        if not _is_indexed(terms, store, name, column):
            found[TableName(name), column] = None
        return True

    def is_led(store: StoreName, mine: KeyText, theirs: KeyText) -> bool:
        is_alike = _is_alike(terms, store, mine, theirs)
        return is_alike and is_led_to(terms.grounds[store], theirs, partial(noted, store))

    acts = Acts(is_led, are_alone=True)
    for clock in table.clocks.values():
        are_told(acts, terms.manifest, table, clock)
    yield from found


def _is_led(terms: Terms, store: StoreName, mine: KeyText, theirs: KeyText) -> bool:
    """Whether an index leads from one key of a store to all rows with the same text in the other."""
    is_alike = _is_alike(terms, store, mine, theirs)
    return is_alike and is_led_to(terms.grounds[store], theirs, partial(_is_indexed, terms, store))


def _is_alike(terms: Terms, store: StoreName, mine: KeyText, theirs: KeyText) -> bool:
    """Whether the columns of two keys hold the same wherever it is the same key."""
    ground = terms.grounds.get(store)
    one, other = (None, None) if ground is None else (ground.column(mine.cell), ground.column(theirs.cell))
    if ground is None or one is None or other is None:
        return False
    is_text = one.type is ColumnType.TEXT
    if (one.type, one.written) != (other.type, other.written) or (is_text and not mine.is_normalised):
        return False
    # Texts of two columns may have collations that MariaDB does not compare.
    is_same = (mine.cell.row.table, mine.cell.column) == (theirs.cell.row.table, theirs.cell.column)
    return is_same or not is_text or ground.dialect != MARIADB


def _is_indexed(terms: Terms, store: StoreName, table: str, column: Column) -> bool:
    """Whether an index over all rows begins with the column; where no catalogue was read, it is taken for granted."""
    live = terms.live.get(store)
    stored = None if live is None else live.tables.get(TableName(table))
    return live is None or (stored is not None and stored.is_indexed(column))


def _are_alone(terms: Terms) -> bool:
    """Whether nobody is known by two keys: nothing ties keys together, and no such identity is remembered."""
    manifests = [terms.manifest, *([] if terms.accepted is None else [terms.accepted])]
    tied = any(
        sum(link.is_sure for link in links) > 1
        for manifest in manifests
        for table in manifest.tables()
        for links in groups(table).values()
    )
    return not tied and all(len(identity) < 2 for identity in terms.remembered)
