"""Before a run begins: whether the account may do in each store what the plan would do there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from troth.claims.states import Fate
from troth.errors import Forbidden, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import MoveTo
from troth.retention.model import Plan
from troth.site import Site
from troth.stores.live import LiveStore

_NO_RIGHTS = (
    "see with `troth check --stores` which rights are missing, grant them, and run the same plan again"
)


class StoreReadOnly(Unavailable):
    """A store that a plan would change refuses every change."""

    def __init__(self, store: StoreName) -> None:
        self.store = store
        super().__init__(
            f"store `{store}` is read-only, so nothing was touched: run the same plan where it is not"
        )


class RightsMissing(Forbidden):
    """The account may not do in a store what a plan would do there."""

    def __init__(self, missing: Mapping[StoreName, list[str]]) -> None:
        self.missing = missing
        told = "; ".join(
            f"store `{store}` does not let it {', '.join(what)}" for store, what in missing.items()
        )
        super().__init__(
            f"the account has not the rights for this plan ({told}), so nothing was touched: {_NO_RIGHTS}"
        )


def check_rights(site: Site, plan: Plan) -> None:
    """
    Stop before anything is recorded or changed. Of a store that is down nothing is said here.

    Raises:
        StoreReadOnly: a store refuses every change.
        RightsMissing: rights are missing, each named.
    """
    wanted = [store for store in site.manifest.stores if plan.of_store(store)]
    missing: dict[StoreName, list[str]] = {}
    with site.stores.reading(wanted) as reached:
        for store, live in reached.live.items():
            if live.is_read_only:
                raise StoreReadOnly(store)
            if found := list(_missing(site.manifest, plan, live)):
                missing[store] = found
    if missing:
        raise RightsMissing(missing)


def _missing(manifest: Manifest, plan: Plan, live: LiveStore) -> Iterator[str]:
    columns: defaultdict[TableName, set[Column]] = defaultdict(set)
    leaving: set[TableName] = set()
    moving: set[TableName] = set()
    for one in plan.of_store(live.name):
        table = one.record.table
        if one.fate in (Fate.DELETE, Fate.MOVE):
            leaving.add(table)
        if one.fate is not Fate.DELETE:
            columns[table] |= one.columns
        if one.fate is Fate.MOVE:
            archive = manifest.table(live.name, table).archive
            moving |= {archive.table} if isinstance(archive, MoveTo) else set()
    rights = {name: table.rights for name, table in live.tables.items()}
    yield from (f"DELETE from `{name}`" for name in sorted(leaving) if not rights[name].may_delete)
    yield from (f"INSERT into `{name}`" for name in sorted(moving) if not rights[name].may_insert)
    for name, changed in sorted(columns.items()):
        if lacking := sorted(changed - rights[name].changes):
            yield f"UPDATE {', '.join(f'`{column}`' for column in lacking)} of `{name}`"
