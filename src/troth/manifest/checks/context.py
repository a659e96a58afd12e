"""What every check needs: the manifest, quick ways through it, and how to report."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from troth.manifest.model import Manifest
from troth.manifest.names import Column, ItemName, KindName, RoleName, StoreName, TableName
from troth.manifest.purposes import Purpose
from troth.manifest.references import Names, table_path
from troth.manifest.stores import Step, Table, Up


@dataclass(frozen=True, slots=True)
class Context:
    """A manifest under examination."""

    manifest: Manifest
    names: Names
    unsound: frozenset[tuple[str, ...]]  # the paths under which something was not read, or leads to nothing
    tables_of: Mapping[KindName, tuple[Table, ...]]  # the operator's own, archives included
    purposes_of: Mapping[KindName, tuple[Purpose, ...]]  # those not ended
    tying_columns: Mapping[tuple[StoreName, TableName], frozenset[Column]]  # through which some link is read

    @classmethod
    def of(cls, names: Names) -> "Context":
        """The context of a manifest whose names were checked."""
        tables: dict[KindName, list[Table]] = defaultdict(list)
        for table in names.manifest.tables():
            for kind in table.kinds:
                tables[kind].append(table)
        purposes: dict[KindName, list[Purpose]] = defaultdict(list)
        for purpose in names.manifest.purposes.values():
            for kind in purpose.data if purpose.ended is None else ():
                purposes[kind].append(purpose)
        return cls(
            names.manifest,
            names,
            frozenset(names.found.unsound),
            {kind: tuple(of) for kind, of in tables.items()},
            {kind: tuple(of) for kind, of in purposes.items()},
            _tying(names),
        )

    def tying(self, table: Table) -> frozenset[Column]:
        """The columns of a table through which links, of whatever table, lead to people."""
        return self.tying_columns.get((table.store, table.name), frozenset())

    @property
    def has_stores(self) -> bool:
        """Whether any store is declared yet."""
        return bool(self.manifest.stores)

    def sound_purposes(self) -> Iterator[Purpose]:
        """The purposes that are still pursued and were read without error."""
        for purpose in self.manifest.purposes.values():
            if purpose.ended is None and ("policy", "purposes", purpose.name) not in self.unsound:
                yield purpose

    def sound_tables(self) -> Iterator[Table]:
        """The operator's own tables that were read without error; archives are as sound as what they hold."""
        for table in self.manifest.tables():
            if table.archive_of is None and self.is_sound(table):
                yield table

    def is_sound(self, table: Table) -> bool:
        """Whether the table was read without error."""
        return table_path(table) not in self.unsound

    def roles_of(self, table: Table) -> frozenset[RoleName]:
        """What people are to the records of a table."""
        kinds = (self.manifest.kinds.get(kind) for kind in table.kinds)
        return frozenset(role for kind in kinds if kind for role in kind.roles)

    def items_used(self, purpose: Purpose) -> frozenset[ItemName] | None:
        """The items it uses: those it lists, and what tables hold of kinds it uses whole; None: any."""
        items: set[ItemName] = set()
        for kind, use in purpose.data.items():
            if use.items is None and not self.has_stores:
                return None
            held = (field.item for table in self.tables_of.get(kind, ()) for field in table.fields.values())
            items.update(held if use.items is None else use.items)
        return frozenset(items)

    @property
    def knows_roles(self) -> bool:
        """Whether the kinds of record were all read without error."""
        return ("policy", "records") not in self.unsound

    @property
    def knows_purposes(self) -> bool:
        """Whether items, kinds of record and purposes were all read without error."""
        return not {("policy", part) for part in ("items", "records", "purposes")} & self.unsound

    def in_purpose(self, purpose: Purpose, name: str, what: str, mend: str | None, *path: str | int) -> None:
        """Report a problem of a purpose."""
        self.names.report(name, what, mend, "policy", "purposes", purpose.name, *path)

    def in_table(self, table: Table, name: str, what: str, mend: str | None, *path: str | int) -> None:
        """Report a problem of a table."""
        self.names.report(name, what, mend, *table_path(table), *path)


def _tying(names: Names) -> dict[tuple[StoreName, TableName], frozenset[Column]]:
    found: dict[tuple[StoreName, TableName], set[Column]] = defaultdict(set)
    for table in names.manifest.tables():
        tables = names.manifest.stores[table.store].tables
        for link in table.links if table_path(table) not in names.found.unsound else ():
            end: Table | None = table
            for step in link.path:
                end = _through(step, end, tables, found) if end else None
            if end is not None:
                found[end.store, end.name].add(link.column)
    return {key: frozenset(columns) for key, columns in found.items()}


def _through(
    step: Step,
    table: Table,
    tables: Mapping[TableName, Table],
    found: dict[tuple[StoreName, TableName], set[Column]],
) -> Table | None:
    """The table after a step; the columns of its reference, on both sides, are added to `found`."""
    pointing = table if isinstance(step, Up) else tables.get(step.table)
    reference = pointing.references.get(step.relation) if pointing else None
    target = tables.get(reference.table) if reference else None
    if pointing is None or reference is None or target is None:
        return None
    found[pointing.store, pointing.name].update(reference.columns)
    found[target.store, target.name].update(reference.columns.values())
    return target if isinstance(step, Up) else pointing


def items_of(purpose: Purpose, kinds: Iterable[KindName] | None = None) -> frozenset[ItemName] | None:
    """The items a purpose uses of these kinds (of all that it uses); None: every item."""
    items: set[ItemName] = set()
    for kind, use in purpose.data.items():
        if kinds is not None and kind not in set(kinds):
            continue
        if use.items is None:
            return None
        items |= use.items
    return frozenset(items)


def uses(purpose: Purpose, kinds: Iterable[KindName], item: ItemName) -> bool:
    """Whether the purpose uses the item of one of these kinds."""
    return any(
        kind in purpose.data
        and (purpose.data[kind].items is None or item in (purpose.data[kind].items or ()))
        for kind in kinds
    )


def quoted(names: Iterable[str]) -> str:
    """Names in backquotes, in order."""
    return ", ".join(f"`{name}`" for name in sorted(names))


def around(graph: Mapping[str, Iterable[str]]) -> list[str] | None:
    """A circle in a graph of names, as the names on it, or None. Does not recurse: chains can be long."""
    done: set[str] = set()
    for start in graph:
        stack: list[tuple[str, Iterator[str]]] = []
        trail: dict[str, None] = {}
        if start not in done:
            stack.append((start, iter(graph.get(start, ()))))
            trail[start] = None
        while stack:
            name, following = stack[-1]
            after = next(following, None)
            if after is None:
                stack.pop()
                trail.pop(name)
                done.add(name)
            elif after in trail:
                row = list(trail)
                return row[row.index(after) :]
            elif after not in done and after in graph:
                stack.append((after, iter(graph[after])))
                trail[after] = None
    return None
