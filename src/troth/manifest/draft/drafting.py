"""Evidence → draft: references are gathered, tables judged, then their columns, and names are given."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from troth.manifest.draft import affixes, tables
from troth.manifest.draft.evidence import INSTANTS, Seen, SeenColumn, SeenReference, SeenTable
from troth.manifest.draft.judge import guess
from troth.manifest.draft.model import About, Draft, DraftTable, Guess
from troth.manifest.draft.tables import Place, relation_name
from troth.manifest.draft.vocabulary import PEOPLE
from troth.manifest.draft.words import plain, raw_words, words
from troth.manifest.names import Column, TableName


def draft(seen: Seen, by_name: Iterable[tuple[TableName, SeenReference]] = ()) -> Draft:
    """
    The first map of a store.

    Args:
        by_name: references that names suggest (`links.candidates`) and that the values do not refute.
    """
    references = _references(seen, by_name)
    places = tables.places(seen, references)
    kinds = _kinds(seen.tables)
    drafted = {name: _drafted(name, places, references.get(name, {}), kinds[name]) for name in places}
    _declare_what_goes_with(drafted)
    keys = {name: kinds[name] for name, place in places.items() if place.about is About.PEOPLE}
    return Draft(seen.store, seen.url, seen.dialect, drafted, keys, seen.is_partly_named_only)


def _declare_what_goes_with(drafted: dict[TableName, DraftTable]) -> None:
    """What the database deletes with declared records has to be declared too, whoever's it is."""
    is_growing = True
    while is_growing:
        is_growing = False
        for name, table in drafted.items():
            above = None if table.is_declared else _declared_above(table, drafted)
            if above is not None:
                drafted[name] = replace(table, goes_with=above)
                is_growing = is_growing or drafted[name].is_declared


def _declared_above(table: DraftTable, drafted: Mapping[TableName, DraftTable]) -> TableName | None:
    for reference in table.references.values():
        above = drafted.get(reference.table)
        if reference.cascades and above is not None and above.is_declared:
            return reference.table
    return None


def _references(
    seen: Seen, by_name: Iterable[tuple[TableName, SeenReference]]
) -> dict[TableName, dict[str, SeenReference]]:
    """Each table's references under names of their own, to tables that were looked at."""
    found: dict[TableName, dict[str, SeenReference]] = {name: {} for name in seen.tables}
    own = [(name, reference) for name, table in seen.tables.items() for reference in table.references]
    taken: set[tuple[TableName, Column]] = set()
    for name, reference in (*own, *by_name):
        columns = {(name, column) for column in reference.columns}
        if reference.table in seen.tables and not columns & taken:
            taken |= columns
            relation = _sanitised(relation_name(reference, seen.tables[name]))
            found[name][_unique(relation, found[name])] = reference
    return found


def _drafted(
    name: TableName, places: Mapping[TableName, Place], references: Mapping[str, SeenReference], kind: str
) -> DraftTable:
    place = places[name]
    of_column = {column: reference for reference in references.values() for column in reference.columns}
    ties = {tie.column: tie for tie in place.ties if not tie.through}
    guesses = {}
    for own, column in place.seen.columns.items():
        reference = of_column.get(own)
        target = places[reference.table].about if reference is not None else None
        guesses[own] = guess(place, column, reference, ties.get(own), target)
    return DraftTable(
        place.seen,
        place.about,
        place.reason,
        guesses,
        place.ties,
        references,
        kind,
        _sanitised(place.singular) if place.about is About.PEOPLE else _role(place, guesses),
        _created(place.seen, guesses),
    )


def _role(place: Place, guesses: Mapping[Column, Guess]) -> str:
    """What a person is to a row that only holds how to reach them."""
    own = next((word for word in place.words if word in PEOPLE), "")
    return _sanitised(own or "person")


def _created(table: SeenTable, guesses: Mapping[Column, Guess]) -> Column | None:
    """The column that says when a row came into being: named so, an instant, preferably never NULL."""
    instants = [c for c in table.columns.values() if c.family in INSTANTS and not c.moves_on_update]
    instants = [c for c in instants if not guesses[c.name].is_personal]
    found = sorted((c for c in instants if _creation(c)), key=lambda c: (c.is_nullable, _creation(c)))
    if not found and len(instants) == 1 and not _LATER & set(words(instants[0].name)):
        found = instants  # the one instant of a row is that of the row
    return found[0].name if found else None


_LATER = frozenset(
    {"updated", "expiry", "verified", "sent", "end", "fin", "until", "deleted", "closed", "birthdate"}
)


def _creation(column: SeenColumn) -> int:
    """How surely the name says "created": 1 is surest, 0 not at all."""
    said = set(words(column.name))
    if said & _LATER:
        return 0
    if "created" in said:
        return 1
    if said & {
        "placed",
        "ordered",
        "received",
        "logged",
        "occurred",
        "since",
        "recu",
        "passe",
        "invoiced",
        "timestamp",
    }:
        return 2
    raw = raw_words(column.name)
    return (
        3
        if said <= {"date", "at", "on", "time", "order", "invoice", "payment", "customer", "visit"} and raw
        else 0
    )


def _kinds(every: Iterable[TableName]) -> dict[TableName, str]:
    """A name for the kind of record of each table, its own."""
    prefixes = affixes.common_prefixes(every)
    result: dict[TableName, str] = {}
    taken: dict[str, object] = {}
    for name in every:
        kept = _sanitised(name)
        first, _, rest = kept.partition("_")
        is_prefix = first in ("tbl", "table", "t") or first in prefixes
        kind = _unique(_singular(rest if is_prefix and rest[:1].isalpha() else kept), taken)
        taken[kind] = name
        result[name] = kind
    return result


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
    )


def _sanitised(name: str) -> str:
    """As the manifest writes names: lower case letters, digits, `_`."""
    kept = "".join(
        c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in plain(name).lower()
    ).strip("_")
    begun = kept if kept[:1].isalpha() else f"t_{kept}".rstrip("_")
    return begun[:60]


def _unique(name: str, taken: Mapping[str, object]) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, 10_000) if f"{name}_{number}" not in taken)
