"""The stores that a run changes: each in a transaction of its own, its planned rows locked, until all have acted.

They are taken in the order of their declaration, all of them before anything else is read, so that of two
runs at once one waits for the other, and never both. The one store of what is planned and carried out at once is
`begun` before it is planned, and refuses by itself to change rows that others changed since.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from troth.errors import Surprise, TrothError, Unavailable
from troth.manifest.names import StoreName
from troth.retention.act import lock
from troth.retention.model import Plan
from troth.retention.terms import Connections
from troth.site import Reached, Site
from troth.stores.live import LiveStore, StoredTable
from troth.stores.sql.failures import unavailable
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import MARIADB, SQLITE
from troth.stores.sql.write import Locked
from troth.texts.refusals import said


class SchemaChanged(Surprise):
    """A store's live schema is not the one the plan was made over."""

    def __init__(self, plan_id: str, store: StoreName) -> None:
        super().__init__(said("schema_changed", store=store, plan=plan_id))


@dataclass(slots=True)
class Taken:
    """The stores that could be taken, and why the others could not, or failed since."""

    open: dict[StoreName, Connection] = field(default_factory=dict)
    live: dict[StoreName, LiveStore] = field(default_factory=dict)
    grounds: dict[StoreName, Ground] = field(default_factory=dict)
    locked: dict[StoreName, Locked] = field(default_factory=dict)
    failed: dict[StoreName, TrothError] = field(default_factory=dict)
    lost: set[StoreName] = field(default_factory=set)  # they do not answer any more

    def and_read(self, others: Reached) -> Reached:
        """These stores, and those that are only read."""
        return Reached(
            {**others.connections, **self.open},
            {**others.live, **self.live},
            {**others.grounds, **self.grounds},
            others.down,
        )

    def answering(self, connections: Connections) -> Connections:
        """Those of all these stores that still answer."""
        return {name: one for name, one in connections.items() if name not in self.lost}

    @contextmanager
    def undoing(self, store: StoreName) -> Iterator[None]:
        """
        Undo what is done in a store inside, if it fails; its rows stay locked, and what failed is remembered.

        One that acts alone is undone with its transaction: where it fails nothing was done, and nothing is read again.
        """
        connection, is_alone = self.open[store], len(self.open) == 1
        try:
            if not is_alone:
                connection.exec_driver_sql("SAVEPOINT acts")
            yield
        except TrothError as failure:
            self.failed[store] = failure
            if is_alone:
                return
            try:
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT acts")
            except (TrothError, SQLAlchemyError):  # the connection is gone, and with it all that was done
                self.lost.add(store)


@contextmanager
def begun(site: Site) -> Iterator[Reached | None]:
    """
    The one store of a site, in a transaction in which a plan can be made of it and be carried out.

    There PostgreSQL refuses to change a row that another changed since, and SQLite lets nobody else write. None where
    the store does not answer; where one may change what another has changed (MariaDB, and tables that are kept
    elsewhere); where triggers may change rows with ours; and where a site has several stores, of which a run would
    hold one while it waits for another.
    """
    with ExitStack() as open_ones:
        reached = None
        if len(site.stores) == 1:
            [store] = site.stores
            with suppress(Unavailable), ExitStack() as opening:
                if site.stores[store].dialect != MARIADB:
                    connection = opening.enter_context(_writing(site, store))
                    live = site.stores.live(store, connection, anew=True)
                    if all(map(_changes_by_us_alone, live.tables.values())):
                        ground = site.stores.ground(store, live)
                        reached = Reached({store: connection}, {store: live}, {store: ground}, {})
                        open_ones.push(opening.pop_all())
        yield reached


def _changes_by_us_alone(table: StoredTable) -> bool:
    """Whether a row of this table that we are about to change is as our transaction read it, or refused."""
    # What a view stands for may have triggers, and is not read.
    return table.is_transactional and not (table.triggers or table.is_view)


@contextmanager
def taken(site: Site, plan: Plan, stores: Iterable[StoreName]) -> Iterator[Taken]:
    """Take these stores for a plan; what is not committed inside is undone."""
    found = Taken()
    with ExitStack() as open_ones:
        for store in stores:
            try:
                with ExitStack() as opening:
                    connection = opening.enter_context(_writing(site, store))
                    _take(site, plan, store, connection, found)
                    open_ones.push(opening.pop_all())
            except TrothError as failure:
                found.failed[store] = failure
        yield found


def _take(site: Site, plan: Plan, store: StoreName, connection: Connection, found: Taken) -> None:
    live = site.stores.live(store, connection, anew=True)
    if site.stores.schema(store, live) != plan.schemas.get(store):
        raise SchemaChanged(plan.id, store)
    ground = site.stores.ground(store, live)
    found.locked[store] = lock(connection, ground, site.manifest, plan.of_store(store))
    found.live[store], found.grounds[store], found.open[store] = live, ground, connection


@contextmanager
def _writing(site: Site, store: StoreName) -> Iterator[Connection]:
    """A transaction that may change a store; left without commit it changes nothing."""
    with unavailable(store):
        connection = site.stores[store].engine.connect()
    with connection:
        if site.stores[store].dialect == SQLITE:
            yield connection.execution_options(sqlite_begin="IMMEDIATE")
        else:
            yield connection.execution_options(isolation_level="REPEATABLE READ")
