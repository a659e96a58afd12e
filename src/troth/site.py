"""
The one place that puts parts together: a folder and the environment become a Site.

What the folder declares is read by `declared.py`; `open_site` puts the law's periods in place of laxer ones,
and adds Troth's own database and the stores, each of which is opened when it is first needed. A store that
cannot be reached is *down*: that is remembered and shown, and nothing breaks by it.
"""

import gc
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, ExceptionContext, event

from troth.database import Database, Waits, open_database, read_key
from troth.declared import POLICY, STORES, Declared, PlaceOf, declared, manifest_of, under_law
from troth.errors import Problem, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.settings import Settings
from troth.stores.live import LiveStore, live_schema, schema_hash
from troth.stores.sql.connect import Patience, SqlStore, open_store
from troth.stores.sql.describe import describe, mark_of
from troth.stores.sql.failures import unavailable
from troth.stores.sql.ground import Ground
from troth.stores.trial import Trial

__all__ = [
    "POLICY",
    "STORES",
    "Declared",
    "PlaceOf",
    "Reached",
    "Site",
    "Stores",
    "declared",
    "manifest_of",
    "open_site",
    "patience",
]


@dataclass(frozen=True, slots=True)
class Reached:
    """The stores that answered, each in a transaction of its own, and why the others did not."""

    connections: Mapping[StoreName, Connection]
    live: Mapping[StoreName, LiveStore]
    grounds: Mapping[StoreName, Ground]
    down: Mapping[StoreName, Unavailable]


class Stores(Mapping[StoreName, SqlStore]):
    """The declared stores by name. Each is opened when first asked for, and described when first read."""

    def __init__(self, site: Declared, environ: Mapping[str, str], patience: Patience) -> None:
        self._site = site
        self._environ = environ
        self._patience = patience
        self._opened: dict[StoreName, SqlStore] = {}
        self._live: dict[StoreName, LiveStore] = {}
        self._marks: dict[StoreName, str | None] = {}  # by which a change of what is in `_live` is noticed
        self._grounds: dict[StoreName, tuple[LiveStore, Ground]] = {}  # with the statements said on each
        self.asking_once = Trial()  # whether one statement to each says all that is asked of some people

    def __getitem__(self, name: StoreName) -> SqlStore:
        """
        The store of that name; no connection is made yet.

        Raises:
            ManifestError: its URL is none.
            Unavailable: a secret is not set, or its file is not there.
        """
        if name not in self._opened:
            declared = self._site.manifest.stores[name]
            place = self._site.place_of(("stores", "stores", name, "url"))
            store = open_store(declared, self._environ, self._site.folder, self._patience, place)
            _word_failures(store.engine, name)
            self._opened[name] = store
        return self._opened[name]

    def __iter__(self) -> Iterator[StoreName]:
        return iter(self._site.manifest.stores)

    def __len__(self) -> int:
        return len(self._site.manifest.stores)

    def live(self, name: StoreName, connection: Connection, *, anew: bool = False) -> LiveStore:
        """What the store really holds, as it was when this process first looked; or `anew`."""
        if anew or name not in self._live:
            store = self._site.manifest.stores[name]
            mark = mark_of(store, connection)  # before: what changes in between is seen the next time
            if mark is None or self._marks.get(name) != mark:
                found = describe(store, connection)
                if found != self._live.get(name):  # else what was said of it stands (`ground`)
                    self._live[name] = found
                self._marks[name] = mark
        return self._live[name]

    def described(self, names: Collection[StoreName]) -> Mapping[StoreName, LiveStore]:
        """What each of these stores holds, as it was when last looked at; without those that never answered."""
        with self.reading([name for name in names if name not in self._live]) as reached:
            return {name: self._live[name] for name in names if name in self._live} | dict(reached.live)

    def ground(self, name: StoreName, live: LiveStore) -> Ground:
        """What statements of the store stand on; the same for the same schema."""
        if name not in self._grounds or self._grounds[name][0] is not live:
            manifest = self._site.manifest
            zones = ZoneInfo(manifest.stores[name].zone), ZoneInfo(manifest.zone)
            self._grounds[name] = (live, Ground(live.dialect, live_schema(live), *zones))
        return self._grounds[name][1]

    def schema(self, name: StoreName, live: LiveStore) -> str:
        """The hash of the store's schema (`schema_hash`), by which a plan knows it again."""
        return self.ground(name, live).once("schema", partial(schema_hash, live))

    @contextmanager
    def reading(
        self, only: Collection[StoreName] | None = None, *, is_asked_once: bool = False
    ) -> Iterator[Reached]:
        """
        Every store (or some) that answers, each in a transaction that only reads one state of it.

        Args:
            only: of these stores.
            is_asked_once: one statement sees one state by itself. PostgreSQL is then asked without a transaction,
                and a second statement ends the reading with `AskedAgain`.
        """
        connections: dict[StoreName, Connection] = {}
        live: dict[StoreName, LiveStore] = {}
        down: dict[StoreName, Unavailable] = {}
        with ExitStack() as open_ones:
            for name in self if only is None else only:
                try:
                    is_single = is_asked_once and name in self._live
                    connection = open_ones.enter_context(self._reading(name, is_single=is_single))
                    live[name] = self.live(name, connection)
                    connections[name] = connection
                except Unavailable as failure:
                    down[name] = failure
            grounds = {name: self.ground(name, found) for name, found in live.items()}
            yield Reached(connections, live, grounds, down)

    @contextmanager
    def _reading(self, name: StoreName, *, is_single: bool) -> Iterator[Connection]:
        store = self[name]
        with unavailable(name):
            connection = store.engine.connect()
        try:
            if store.dialect == "postgresql" and is_single:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            elif store.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
            if not connection.invalidated:  # else somebody heard of it already
                with suppress(Unavailable), unavailable(name):
                    connection.commit()  # after a rollback psycopg forgets what it has prepared
        finally:
            with suppress(Unavailable):  # nothing was written, so nothing is lost with a broken connection
                connection.close()

    def close(self) -> None:
        """Close every connection."""
        for store in self._opened.values():
            store.dispose()


_YOUNG = 200_000  # objects made and kept before the collector looks for rings among them


@contextmanager
def standing() -> Iterator[None]:
    """
    What was made so far stands to the end of the block: the collector does not go over all of it again and again.

    Nor does it look after each few hundred objects: an answer is made of thousands, none of which are rings, and
    looking took a quarter of the time. For a process of Troth's own, which declares and opens first and then
    works; a program that only uses Troth decides by itself what stands in it.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@dataclass(frozen=True, slots=True)
class Site:
    """A site at work: what is declared, Troth's own database, and the stores."""

    declared: Declared
    settings: Settings
    database: Database
    stores: Stores = field(repr=False)

    @property
    def name(self) -> str:
        """How the site is called in Troth's own database."""
        return self.declared.name

    @property
    def folder(self) -> Path:
        """Where its files stand."""
        return self.declared.folder

    @property
    def manifest(self) -> Manifest:
        """What is declared, the law's periods in place of laxer ones."""
        return self.declared.manifest

    @property
    def manifest_hash(self) -> str:
        """By what a plan knows that the words are still those it was made under."""
        return self.declared.manifest_hash

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What there is to say about the manifest although it is sound."""
        return self.declared.warnings

    @property
    def place_of(self) -> PlaceOf:
        """Where something is declared, by its path of keys."""
        return self.declared.place_of

    def close(self) -> None:
        """Give back every connection."""
        self.stores.close()
        self.database.close()


def open_site(folder: Path, environ: Mapping[str, str], at: datetime | None = None) -> Site:
    """
    The site in this folder, ready to work, under the law of that instant (else of today).

    Raises:
        ManifestError: what is declared, a setting or the master key is wrong, each problem told.
        Unavailable, Surprise: Troth's own database cannot be used. A store that is down raises nothing here.
    """
    written = declared(folder)
    on = (at or datetime.now(UTC)).astimezone(ZoneInfo(written.manifest.zone)).date()
    site = under_law(written, on)
    settings = Settings.from_environment(environ, folder)
    key = read_key(settings.key, settings.key_file)
    waits = Waits(settings.lock_seconds, settings.statement_seconds)
    database = open_database(settings.database, key, settings.checkpoint, waits)
    return Site(site, settings, database, Stores(site, environ, patience(settings)))


def patience(settings: Settings) -> Patience:
    """How long sessions with stores wait."""
    return Patience(
        lock_seconds=max(1, round(settings.lock_seconds)),
        statement_seconds=max(1, round(settings.statement_seconds)),
    )


def _word_failures(engine: Engine, name: StoreName) -> None:
    """Whatever this store's driver raises comes out as ours, without a value of the store."""

    def worded(context: ExceptionContext) -> None:
        with unavailable(name):
            raise context.original_exception

    event.listen(engine, "handle_error", worded)
