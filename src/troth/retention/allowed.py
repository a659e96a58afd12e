"""Before a run begins: whether the account may do in each store what the plan would do there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from troth.claims.states import Fate
from troth.errors import Forbidden, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import MoveTo
from troth.retention.model import Plan
from troth.site import Site
from troth.stores.live import LiveStore
from troth.texts.refusals import said, together


class StoreReadOnly(Unavailable):
    """A store that a plan would change refuses every change."""

    def __init__(self, store: StoreName) -> None:
        self.store = store
        super().__init__(said("read_only", store=store))


class RightsMissing(Forbidden):
    """The account may not do in a store what a plan would do there."""

    def __init__(self, missing: Mapping[StoreName, list[str]]) -> None:
        self.missing = missing
        stores = (
            said("rights_missing.store", store=name, rights=", ".join(what)) for name, what in missing.items()
        )
        super().__init__(said("rights_missing", stores=together("; ", stores)))


@dataclass(slots=True)
class Needed:
    """What a plan does in one store: which tables records leave and move to, which columns it changes."""

    leaving: set[TableName] = field(default_factory=set)
    moving: set[TableName] = field(default_factory=set)
    columns: defaultdict[TableName, set[Column]] = field(default_factory=lambda: defaultdict(set))

    def add(self, manifest: Manifest, store: StoreName, table: TableName, fate: Fate) -> None:
        """A record of the table meets this fate."""
        if fate in (Fate.DELETE, Fate.MOVE):
            self.leaving.add(table)
        if fate is Fate.MOVE:
            archive = manifest.table(store, table).archive
            self.moving |= {archive.table} if isinstance(archive, MoveTo) else set()


def check_rights(site: Site, plan: Plan) -> None:
    """
    Stop before anything is recorded or changed. Of a store that is down nothing is said here.

    Raises:
        StoreReadOnly: a store refuses every change.
        RightsMissing: rights are missing, each named.
    """
    needed: dict[StoreName, Needed] = {}
    alike = {(record.store, record.table, fate, columns) for record, _, fate, columns in plan.planned}
    for store in site.manifest.stores:
        for _, table, fate, columns in (one for one in alike if one[0] == store):
            of_store = needed.setdefault(store, Needed())
            of_store.add(site.manifest, store, table, fate)
            if fate is not Fate.DELETE:
                of_store.columns[table] |= columns
    check_needed(site, needed)


def check_needed(site: Site, needed: Mapping[StoreName, Needed]) -> None:
    """The same, said of what is needed."""
    missing: dict[StoreName, list[str]] = {}
    for store, live in site.stores.described(list(needed)).items():
        if live.is_read_only:
            raise StoreReadOnly(store)
        if found := list(_missing(needed[store], live)):
            missing[store] = found
    if missing:
        raise RightsMissing(missing)


def _missing(needed: Needed, live: LiveStore) -> Iterator[str]:
    rights = {name: table.rights for name, table in live.tables.items()}
    yield from (f"DELETE from `{name}`" for name in sorted(needed.leaving) if not rights[name].may_delete)
    yield from (f"INSERT into `{name}`" for name in sorted(needed.moving) if not rights[name].may_insert)
    for name, changed in sorted(needed.columns.items()):
        if lacking := sorted(changed - rights[name].changes):
            yield f"UPDATE {', '.join(f'`{column}`' for column in lacking)} of `{name}`"
