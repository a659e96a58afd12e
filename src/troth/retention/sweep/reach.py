"""
What the tables of a store have to do with one another: who points at whom, and what is read across tables.

From the manifest in force, the one accepted last, and the live foreign keys. From this `gears.py` tells
whether the end of a record can be said of its row alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from troth.claims.compiler.paths import groups
from troth.claims.plan import conditions_of
from troth.manifest.condition import All, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Down, Table, Up
from troth.stores.sql.ground import Ground

Pairs = tuple[tuple[Column, Column], ...]  # mine, theirs


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one store."""

    pointing: Mapping[TableName, Mapping[TableName, frozenset[Pairs]]]  # who points at a table, and how
    asked: frozenset[TableName]  # whose rows some condition asks for, or whose conditions ask for rows
    crossed: frozenset[TableName]  # from which, or through which, a link's path leads down
    tying: frozenset[TableName]  # read to tell that two keys are one person's
    latest: frozenset[TableName]  # with a clock that reads a person's last act, or read by one
    feeding: frozenset[tuple[TableName, Column]]  # what some clock is read from, or on the way to it
    finding: frozenset[tuple[TableName, Column]]  # what another table's people are found through

    def below(self, table: TableName) -> frozenset[TableName]:
        """The tables that point at this one, or at one that does; of a ring, the table itself too."""
        found: set[TableName] = set()
        waiting = list(self.pointing.get(table, {}))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.pointing.get(name, {})
        return frozenset(found)

    def reads_last_acts(self, table: TableName) -> bool:
        """Whether what is asked of the table may depend on somebody's last act."""
        return not self.latest.isdisjoint({table, *self.below(table)})

    def in_order(self, tables: Sequence[Table]) -> list[Table]:
        """The tables, those that point before those they point at; of a ring, as they are declared."""
        waiting = list(tables)
        ordered: list[Table] = []
        while waiting:
            names = {table.name for table in waiting}
            free = [t for t in waiting if not (set(self.pointing.get(t.name, {})) - {t.name}) & names]
            chosen = free or waiting[:1]
            ordered += chosen
            waiting = [table for table in waiting if table not in chosen]
        return ordered


def reach_of(store: StoreName, ground: Ground, *manifests: Manifest) -> Reach:
    """The reach of a store's tables under all of these manifests together."""
    pointing: dict[TableName, dict[TableName, set[Pairs]]] = {}
    asked: set[TableName] = set()
    crossed: set[TableName] = set()
    tying: set[TableName] = set()
    latest: set[TableName] = set()
    feeding: set[tuple[TableName, Column]] = set()
    finding: set[tuple[TableName, Column]] = set()
    for manifest in manifests:
        if store not in manifest.stores:
            continue
        for other in manifest.tables():
            for clock in other.clocks.values():
                latest |= {source.table for source in clock.latest if source.store == store}
                if clock.latest and other.store == store:
                    latest.add(other.name)
        for table in manifest.stores[store].tables.values():
            if table.hosted_for is not None or table.name not in ground.live:
                continue
            for name, pairs in _pointing(table, ground):
                pointing.setdefault(name, {}).setdefault(table.name, set()).add(pairs)
            for condition in conditions_of(table):
                asked |= set(_asked(manifest, table, condition))
            for column in _read_by_clocks(manifest, table):
                feeding.add(column)
            for links in groups(table).values():
                ways = [set(_way(manifest, table, link.path, link.column)) for link in links]
                finding |= {place for way in ways for place in way if place[0] != table.name}
                if sum(link.is_sure for link in links) > 1:
                    tying |= {table.name, *(name for way in ways for name, _ in way)}
                if any(isinstance(step, Down) for link in links for step in link.path):
                    crossed |= {table.name, *(name for way in ways for name, _ in way)}
    return Reach(
        {name: {other: frozenset(pairs) for other, pairs in some.items()} for name, some in pointing.items()},
        frozenset(asked),
        frozenset(crossed),
        frozenset(tying),
        frozenset(latest),
        frozenset(feeding),
        frozenset(finding),
    )


def _pointing(table: Table, ground: Ground) -> Iterator[tuple[TableName, Pairs]]:
    """At which tables it points, with which columns: declared references and live foreign keys."""
    for reference in table.references.values():
        yield reference.table, tuple(reference.columns.items())
    for key in ground.live[table.name].foreign_keys:
        yield key.table, tuple(zip(key.columns, key.theirs, strict=True))


def _asked(manifest: Manifest, table: Table, condition: Condition) -> Iterator[TableName]:
    """The tables at both ends of every "there is a record" in a condition."""
    match condition:
        case Not(inner):
            yield from _asked(manifest, table, inner)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _asked(manifest, table, inner)
        case OfParent(relation, inner):
            above = manifest.table(table.store, table.references[relation].table)
            found = list(_asked(manifest, above, inner))
            yield from found
            if found:
                yield table.name
        case Exists(name, _, inner):
            yield from (table.name, name)
            yield from _asked(manifest, manifest.table(table.store, name), inner)
        case _:
            return


def _read_by_clocks(manifest: Manifest, table: Table) -> Iterator[tuple[TableName, Column]]:
    for clock in table.clocks.values():
        if clock.missing is not None:
            yield table.name, clock.missing
        if clock.column is not None:
            path = tuple(Up(relation) for relation in clock.column.path)
            yield from _way(manifest, table, path, clock.column.column)


def _way(
    manifest: Manifest, table: Table, path: Sequence[object], column: Column
) -> Iterator[tuple[TableName, Column]]:
    """Every column that is read on a way, its end included."""
    here = table
    for step in path:
        if isinstance(step, Up):
            reference = here.references[step.relation]
            yield from ((here.name, mine) for mine in reference.columns)
            yield from ((reference.table, theirs) for theirs in reference.columns.values())
            here = manifest.table(table.store, reference.table)
        elif isinstance(step, Down):
            child = manifest.table(table.store, step.table)
            reference = child.references[step.relation]
            yield from ((child.name, mine) for mine in reference.columns)
            yield from ((here.name, theirs) for theirs in reference.columns.values())
            here = child
    yield here.name, column
