"""
`verify` over a table of 10 million rows in one pass, beside the plainest scan that groups and counts it.

The table is that of the sweep (`../shared/bench/shop/sweep.py`): events of a million subjects over nine and a
half years, of which those older than three have ended, and 10,000 of its records are held. A second figure
says how cost grows with the table.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url

from benchmarks.figure import Figure
from troth.claims.facts import Effect
from troth.claims.keys import RecordRef
from troth.cli.init import begun
from troth.manifest.names import StoreName, TableName
from troth.retention.records import AcceptedVersion, accept_version
from troth.site import Site, open_site
from troth.subjects import NewFact, add_facts
from troth.verify.verify import verify

ROWS = 10_000_000
SIZES = (100_000, 1_000_000, ROWS)
HOLDS = 10_000
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DATABASE = "troth_bench_verify"
SCAN = """
SELECT at < timestamp '2023-11-22' AS ended, payload IS NULL AS empty, count(*), min(at)
FROM event GROUP BY 1, 2
"""
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
    basis: legitimate_interest
    interest: to know what is used
    data: {event: [activity]}
    retention: P3Y from happened
"""
STORES = """\
stores:
  shop:
    url: ${SHOP_DATABASE}
    tables:
      event:
        key: id
        kind: event
        fields: {payload: activity}
        impersonal: [at]
        links: [{role: visitor, key: account, column: subject, verified: session}]
        clocks: {happened: at}
"""


def run(server: str) -> list[Figure]:
    """The figures."""
    with _database(server) as url:
        return [_measured(url, rows) for rows in SIZES]


def _measured(url: str, rows: int) -> Figure:
    with _connected(url) as connection:
        _make(connection, rows)
        scan = min(_timed(lambda: connection.exec_driver_sql(SCAN).all()) for _ in range(2))
    with tempfile.TemporaryDirectory() as folder, closing(_site(Path(folder), url, rows)) as site:
        took = min(_timed(lambda: verify(site, NOON)) for _ in range(2))
    return Figure(f"verify over {rows:,} rows", took, "s", scan, "SELECT … count(*), min(at) … GROUP BY")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _database(server: str) -> Iterator[str]:
    """A database of our own on the server."""
    url = make_url(server)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {DATABASE}")
    try:
        yield url.set(database=DATABASE).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        engine.dispose()


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _make(connection: Connection, rows: int) -> None:
    """So many events of a million subjects, evenly over nine and a half years."""
    filled = (
        "INSERT INTO event SELECT i, i % 1000003,"
        f" timestamp '2016-01-01' + make_interval(secs => i * 300000000.0 / {rows}), repeat('x', 96)"
        f" FROM generate_series(1, {rows}::bigint) i"
    )
    for statement in (
        "DROP TABLE IF EXISTS event",
        "CREATE TABLE event (id bigint PRIMARY KEY, subject int NOT NULL, at timestamp NOT NULL, payload text)",
        filled.replace("%", "%%"),
        "CREATE INDEX ON event (at, id)",
        "VACUUM ANALYZE event",
    ):
        connection.exec_driver_sql(statement)


def _site(folder: Path, url: str, rows: int) -> Site:
    """A site over the table, with its holds, its words accepted."""
    site_folder = folder / "bench"
    site_folder.mkdir()
    (site_folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (site_folder / "stores.yaml").write_text(STORES, encoding="utf-8")
    environ = {**os.environ, "SHOP_DATABASE": url}
    begun(site_folder, environ)
    site = open_site(site_folder, environ)
    with site.database.transaction() as tx:
        add_facts(tx, site.name, list(_holds(rows)))
    text = site.declared.text
    with site.database.transaction() as tx:
        accept_version(tx, site.name, AcceptedVersion(site.manifest_hash, text, 0, "bench", NOON))
    return site


def _holds(rows: int) -> Iterator[NewFact]:
    store, table = StoreName("shop"), TableName("event")
    for number in range(HOLDS):
        key = str(1 + number * 7919 % rows)
        yield NewFact(
            Effect.HELD, NOON, NOON, record=RecordRef(store, table, (key,)), name="inquiry", by="legal"
        )
