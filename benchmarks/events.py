"""
An event log on any of the three engines, and the sites over it: what the benchmarks of whole tables measure.

Events lie evenly over nine and a half years from 2016: about ten of each subject, up to a million subjects.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, make_url

from dev import servers
from troth.claims.facts import Effect
from troth.claims.keys import Key, RecordRef
from troth.cli.init import begun
from troth.manifest.names import PurposeName, StoreName, TableName
from troth.retention.accepted import AcceptedVersion, accept_version
from troth.site import Site, open_site
from troth.subjects import NewFact, add_facts

HOLDS = 10_000
BEGIN, SECONDS = datetime(2016, 1, 1, tzinfo=UTC), 300_000_000  # the whole log
CUT = datetime(2020, 10, 1, 22, tzinfo=UTC)  # midnight in Paris: what is older has ended
NOON = datetime(2023, 10, 2, 12, tzinfo=UTC)  # three years later
DATABASE = f"troth_bench_{os.getpid()}"
POLICY = """\
languages: [en]
zone: Europe/Paris
controller: {name: Bench SAS, address: 1 rue de la Paix, email: privacy@example.com, country: FR}
keys: {account: account}
items: {activity: what you did}
records: {event: {title: an event, roles: [visitor]}}
clocks: {happened: the event}
purposes:
  statistics:
    title: Statistics
    data: {event: [activity]}
"""
BY_CLOCK = """\
    basis: legitimate_interest
    interest: to know what is used
    retention: P3Y from happened
"""
BY_CONSENT = """\
    basis: consent
    retention: {criterion: until you withdraw}
    consent: {decided_by: account, wording: {version: "1", since: 2016-01-01, text: May we count what you do?}}
"""
STORES = """\
stores:
  shop:
    url: ${SHOP_DATABASE}
    tables:
      event:
        key: id
        kind: event
        created: at
        fields: {payload: activity}
        impersonal: [at]
        links: [{role: visitor, key: account, column: subject, verified: session}]
        clocks: {happened: %s}
"""
TABLE = "CREATE TABLE event (id bigint PRIMARY KEY, subject int NOT NULL, at %s NOT NULL, payload text)"
FILL = {
    "postgresql": (
        TABLE % "timestamp",
        "INSERT INTO event SELECT i, {subject}, timestamp '2016-01-01' + make_interval(secs => i * {step}), "
        "repeat('x', 96) FROM generate_series(1, {rows}::bigint) i",
    ),
    "mysql": (
        TABLE % "datetime",
        "INSERT INTO event SELECT i, {subject}, '2016-01-01' + INTERVAL floor(i * {step}) SECOND, "
        "repeat('x', 96) FROM (SELECT seq AS i FROM seq_1_to_{rows}) AS n",
    ),
    "sqlite": (
        TABLE % "timestamp",
        "INSERT INTO event WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
        "SELECT i, {subject}, datetime('2016-01-01', cast(i * {step} AS integer) || ' seconds'), "
        "printf('%.96c', 'x') FROM n",
    ),
}
AFTERWARDS = {"postgresql": "VACUUM ANALYZE event", "mysql": "ANALYZE TABLE event", "sqlite": "ANALYZE"}


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database of our own, on a server or in a file; its URL."""
    if server == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "events.db").touch()
            yield f"sqlite:///{folder}/events.db"
        return
    url = make_url(server)
    is_postgresql = url.get_backend_name() == "postgresql"
    drop = f"DROP DATABASE IF EXISTS {DATABASE}{' WITH (FORCE)' if is_postgresql else ''}"
    with connected(server) as connection:
        connection.exec_driver_sql(drop)
        connection.exec_driver_sql(f"CREATE DATABASE {DATABASE}")
    try:
        yield url.set(database=DATABASE).render_as_string(hide_password=False)
    finally:
        with connected(server) as connection:
            connection.exec_driver_sql(drop)


def server_of(engine: str, postgresql: str) -> str:
    """Where an engine is found, given the PostgreSQL server of this run."""
    if engine == "mariadb":
        return os.environ.get("TROTH_TEST_MARIADB") or servers.start_mariadb()
    return postgresql if engine == "postgresql" else "sqlite"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """The owner's connection; each statement commits."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def fill(url: str, rows: int, subject: str = "", index: str = "(at, id)") -> None:
    """The log, anew. `subject` is an expression of an event's number `i`; without one, people take turns."""
    backend = make_url(url).get_backend_name()
    made, filled = FILL[backend]
    told = subject or ("i % {}" if backend == "sqlite" else "mod(i, {})").format(subjects(rows))
    with connected(url) as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS event")
        connection.exec_driver_sql(made)
        connection.exec_driver_sql(filled.format(rows=rows, subject=told, step=SECONDS / rows))
        for number, columns in enumerate(index.split(";")):
            connection.exec_driver_sql(f"CREATE INDEX event_{number} ON event {columns}")
        connection.exec_driver_sql(AFTERWARDS[backend])


def subjects(rows: int) -> int:
    """How many people the log tells of."""
    return min(1_000_003, rows // 10)


@contextmanager
def site_over(
    url: str, facts: Iterable[NewFact] = (), basis: str = BY_CLOCK, clock: str = "at"
) -> Iterator[Site]:
    """A site over the log, its words accepted. `clock` is how its clock is declared."""
    with tempfile.TemporaryDirectory() as folder:
        site_folder = Path(folder) / "bench"
        site_folder.mkdir()
        (site_folder / "policy.yaml").write_text(POLICY + basis, encoding="utf-8")
        (site_folder / "stores.yaml").write_text(STORES % clock, encoding="utf-8")
        environ = {**os.environ, "SHOP_DATABASE": url}
        begun(site_folder, environ)
        with closing(open_site(site_folder, environ)) as site:
            with site.database.transaction() as tx:
                add_facts(tx, site.name, list(facts))
                version = AcceptedVersion(site.manifest_hash, site.declared.text, 0, "bench", NOON)
                accept_version(tx, site.name, version)
            yield site


def held_ids(rows: int, holds: int = HOLDS) -> list[int]:
    """The events that are held, spread over the log."""
    return [1 + number * 7919 % rows for number in range(1, holds + 1)]


def holds(rows: int, many: int = HOLDS) -> Iterator[NewFact]:
    """A hold on each of these."""
    store, table = StoreName("shop"), TableName("event")
    for number in held_ids(rows, many):
        record = RecordRef(store, table, (str(number),))
        yield NewFact(Effect.HELD, NOON - timedelta(days=1), NOON, record=record, name="inquiry", by="legal")


def consents(rows: int, many: int = HOLDS) -> Iterator[NewFact]:
    """Some people consented, and nobody else did."""
    purpose, then = frozenset({PurposeName("statistics")}), NOON - timedelta(days=1)
    yield NewFact(Effect.COMPLETE, then, NOON, purposes=purpose, by="the controller")
    for number in range(1, many + 1):
        key = Key.of("account", str(number * 7919 % subjects(rows)))
        yield NewFact(Effect.GIVEN, then, NOON, key=key, purposes=purpose, name="1", by="the banner")


def timed(work: Callable[[], object]) -> float:
    """How many seconds the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
