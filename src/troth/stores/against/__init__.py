"""The declaration compared with what the stores really hold: every difference that matters, as a problem.

Pure. `problems` is the door; each other module looks at one side:

    columns.py       tables and columns that are missing, undeclared, or not what was said
    ends.py          ends that the schema forbids, or that would do more than was said
    wholes.py        records that only go as a whole
    clocks.py        columns that start periods
    identity.py      columns by which people are found
    archives.py      where archived records go
    paths.py         look-ups for which the store has no index
    allowed.py       what the account may not do
"""

from collections.abc import Callable, Mapping, Sequence

from troth.errors import Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import Store
from troth.stores.against import allowed, archives, clocks, columns, ends, identity, paths
from troth.stores.against.explanations import EXPLANATIONS
from troth.stores.against.personal import says_it_alone
from troth.stores.against.report import PlaceOf, Report, Side, listed, shown
from troth.stores.live import LiveStore

__all__ = ["EXPLANATIONS", "PlaceOf", "problems", "undeclared_tables"]

_LOOKS: tuple[Callable[[Side], None], ...] = (
    columns.check,
    ends.check,
    clocks.check,
    identity.check,
    archives.check,
    allowed.check,
)


def problems(manifest: Manifest, live: Mapping[StoreName, LiveStore], place_of: PlaceOf) -> list[Problem]:
    """
    What differs between the manifest and the stores that answered, in the order of the file.

    Args:
        live: by name; a store that is down is simply not there, and nothing is said about it.
        place_of: where something stands, by its path of keys: ("stores", "stores", "shop", "tables", …).
    """
    report = Report(place_of)
    for store in manifest.stores.values():
        if store.name in live:
            _check_store(manifest, store, live, report)
    identity.check_types(manifest, live, report)
    return sorted(report.problems, key=_order)


def undeclared_tables(
    found: Mapping[tuple[StoreName, TableName], Sequence[Column]], place_of: PlaceOf
) -> list[Problem]:
    """The tables that nobody declared and that hold, by the names of their columns, personal data."""
    report = Report(place_of)
    for (store, table), names in found.items():
        telling = [name for name in names if says_it_alone(name)]
        if telling:
            what = f"table {shown(table)} is not declared, and {listed(telling)} of it look personal"
            report.add("table-looks-personal", (store, "tables"), what)
    return report.problems


def _check_store(
    manifest: Manifest, store: Store, answered: Mapping[StoreName, LiveStore], report: Report
) -> None:
    live = answered[store.name]
    columns.check_tables(store, live, report)
    allowed.check_store(store, live, report)
    sides = [
        Side(manifest, table, live.tables[table.name], answered, report)
        for table in store.tables.values()
        if table.hosted_for is None and table.name in live.tables
    ]
    for side in sides:
        for look in _LOOKS if not side.stored.is_view else (columns.check,):
            look(side)
    paths.check_store(store, live, report)


def _order(problem: Problem) -> tuple[str, int, int]:
    place: Place = problem.place
    return place.file, place.line, place.column
