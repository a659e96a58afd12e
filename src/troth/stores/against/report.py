"""What the comparisons share: the two sides of a table, the problems found, names in sentences and SQL."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from troth.errors import Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Store, Table
from troth.stores.against.explanations import EXPLANATIONS
from troth.stores.live import LiveStore, StoredColumn, StoredTable

Step = str | int
PlaceOf = Callable[[tuple[Step, ...]], Place]


@dataclass(slots=True)
class Report:
    """The problems found so far."""

    place_of: PlaceOf
    problems: list[Problem] = field(default_factory=list)
    needed: dict[StoreName, frozenset[TableName]] = field(default_factory=dict)  # gathered once (`wholes.py`)
    _pointing: dict[StoreName, dict[tuple[TableName, Column], list[TableName]]] = field(default_factory=dict)

    def pointing_at(self, live: LiveStore, table: TableName, column: Column) -> list[TableName]:
        """The tables, declared or not, that point at a column by a foreign key; gathered once for a store."""
        if live.name not in self._pointing:
            found: dict[tuple[TableName, Column], list[TableName]] = {}
            known = {name: stored.references for name, stored in live.tables.items()}
            for name, references in {**live.pointing, **known}.items():
                for aim in dict.fromkeys((r.table, theirs) for r in references for theirs in r.theirs):
                    found.setdefault(aim, []).append(name)
            self._pointing[live.name] = found
        return self._pointing[live.name].get((table, column), [])

    def add(self, name: str, path: tuple[Step, ...], what: str, mend: str | None = None) -> None:
        """A problem of that name; without a particular mend, the general one."""
        entry = EXPLANATIONS[name]
        place = self.place_of(("stores", "stores", *path))
        self.problems.append(Problem(name, place, what, mend or entry.mend, entry.severity, mend is None))


@dataclass(frozen=True, slots=True)
class Side:
    """One table, as declared and as it is."""

    manifest: Manifest
    table: Table
    stored: StoredTable
    answered: Mapping[StoreName, LiveStore]  # every store that did
    report: Report

    @property
    def live(self) -> LiveStore:
        """The table's store."""
        return self.answered[self.table.store]

    @property
    def store(self) -> Store:
        """The table's store, as declared."""
        return self.manifest.stores[self.table.store]

    @property
    def dialect(self) -> str:
        """Of the store."""
        return self.live.dialect

    @property
    def called(self) -> str:
        """The table, in a sentence."""
        return shown(self.table.name)

    def column(self, name: Column) -> StoredColumn | None:
        """The column as it is; None where it is missing, which is reported once elsewhere."""
        return self.stored.columns.get(name)

    def add(self, name: str, what: str, mend: str | None, *path: Step) -> None:
        """A problem at a place of this table."""
        self.report.add(name, (self.table.store, "tables", self.table.name, *path), what, mend)

    def path_of(self, column: Column) -> tuple[Step, ...]:
        """Where the declaration speaks of a column, what says most about it first."""
        table = self.table
        if column in table.fields:
            return ("fields", column)
        for index, link in enumerate(table.links):
            if not link.path and link.column == column:
                return ("links", index, "column")
        for relation, reference in table.references.items():
            if column in reference.columns:
                return ("references", relation, "columns", column)
        if column in table.key:
            return ("key", column)
        if column == table.created:
            return ("created",)
        return ("impersonal", column)

    def sql(self, *names: str) -> str:
        """Names as SQL, with commas."""
        return ", ".join(quoted(self.dialect, name) for name in names)


def quoted(dialect: str, name: str) -> str:
    """A name as SQL, whatever it holds."""
    mark = "`" if dialect == "mariadb" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def shown(name: str) -> str:
    """A name in a sentence: in backquotes, and what cannot be printed written out."""
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return f"`{printable}`"


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names in a sentence, not more than anyone reads."""
    every = [shown(name) for name in names]
    more = f" and {len(every) - limit} more" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more


def nearest(name: str, known: Iterable[str]) -> str:
    """`did you mean …? `, where something is near."""
    by_letters = {other.lower(): other for other in sorted(known)}
    found = difflib.get_close_matches(name.lower(), by_letters, n=1, cutoff=0.6)
    return f"did you mean {shown(by_letters[found[0]])}? " if found else ""
