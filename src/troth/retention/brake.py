"""The brake: a plan that would destroy unusually much runs only when a person accepts it at its count."""

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from troth.claims.states import Fate
from troth.errors import Forbidden, Surprise, Unavailable
from troth.manifest.names import StoreName, TableName
from troth.retention import records
from troth.retention.model import TableId
from troth.site import Site
from troth.stores.sql.words import Words
from troth.texts.refusals import said, together


class Weighed(Protocol):
    """A plan as the brake sees it: of some people, or of a whole site."""

    @property
    def id(self) -> str:
        """How it is called."""

    @property
    def total(self) -> int:
        """How many records it changes or removes."""

    @property
    def counts(self) -> Mapping[TableId, Mapping[Fate, int]]:
        """How many records of each table come to which fate."""


class Brake(Surprise):
    """A plan would destroy unusually much of a table; a person has to say that this is meant."""

    def __init__(self, plan: Weighed, tables: Mapping[TableId, tuple[int, int]]) -> None:
        self.tables = tables
        listed = (
            said("brake.table", table=f"{s}.{t}", count=count, size=size)
            for (s, t), (count, size) in tables.items()
        )
        super().__init__(said("brake", tables=together(", ", listed), plan=plan.id, total=plan.total))


def check_brake(site: Site, plan: Weighed, accept_count: int | None) -> None:
    """
    Stop the unusual: much of a table, or far more than runs of late (design section 1, no surprise).

    Raises:
        Brake: unless a person accepts the plan at its count.
        Forbidden: the count that a person accepts is not the plan's.
    """
    if accept_count is not None and accept_count == plan.total:
        return
    if accept_count is not None:
        raise Forbidden(said("count_not_the_plans", plan=plan.id, total=plan.total, count=accept_count))
    held: dict[TableId, tuple[int, int]] = {}
    touched = Counter({table: sum(fates.values()) for table, fates in plan.counts.items()})
    for (store, table), count in touched.items():
        if count > site.settings.brake_floor:
            size = _size(site, store, table)
            with site.database.reading() as tx:
                largest = records.largest_run(tx, site.name, store, table)
            if count > site.settings.brake_share * size or (
                largest and count > site.settings.brake_factor * largest
            ):
                held[store, table] = (count, size)
    if held:
        raise Brake(plan, held)


def _size(site: Site, store: StoreName, table: TableName) -> int:
    words = Words(site.stores[store].dialect)
    with site.stores.reading([store]) as reached:
        if store not in reached.connections:
            raise Unavailable(str(reached.down[store]))
        found = (
            reached.connections[store].exec_driver_sql(f"SELECT count(*) FROM {words.name(table)}").scalar()
        )
    return int(found or 0)
