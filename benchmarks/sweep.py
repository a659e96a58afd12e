"""
A sweep of 10 million rows with 10,000 holds, beside a loop of the plainest statements that a hand could write.

The table is an event log over nine and a half years; its older half has ended. By hand, a window moves
along the index of its clock and skips what stands in a table of held keys. Troth sweeps the same table, its
holds recorded as facts, in a process of its own, so that its memory can be told. Beside it, without a bar,
a purpose on consent over the same table: nobody consented but ten thousand people, so that all the others'
rows go and no clock says which.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url

from benchmarks.figure import Figure
from troth.claims.facts import Effect
from troth.claims.keys import Key, RecordRef
from troth.cli.init import begun
from troth.manifest.names import PurposeName, StoreName, TableName
from troth.retention.records import AcceptedVersion, accept_version
from troth.retention.sweep import plan
from troth.retention.sweep import run as runs
from troth.site import Site, open_site
from troth.subjects import NewFact, add_facts

ROWS = int(os.environ.get("TROTH_BENCH_ROWS", "10000000"))
HOLDS = 10_000
CHUNK = 10_000  # rows of a transaction by hand
BEGIN, SECONDS = datetime(2016, 1, 1, tzinfo=UTC), 300_000_000  # the whole log
CUT = datetime(2020, 10, 1, 22, tzinfo=UTC)  # midnight in Paris: what is older has ended
NOON = datetime(2023, 10, 2, 12, tzinfo=UTC)  # three years later
DATABASE = "troth_bench_sweep"
POLICY = """\
languages: [en]
zone: Europe/Paris
controller: {{name: Bench SAS, address: 1 rue de la Paix, email: privacy@example.com, country: FR}}
keys: {{account: account}}
items: {{activity: what you did}}
records: {{event: {{title: an event, roles: [visitor]}}}}
clocks: {{happened: the event}}
purposes:
  statistics:
    title: Statistics
    data: {{event: [activity]}}
    {basis}
"""
BY_CLOCK = """basis: legitimate_interest
    interest: to know what is used
    retention: P3Y from happened"""
BY_CONSENT = """basis: consent
    retention: {criterion: until you withdraw}
    consent: {decided_by: account, wording: {version: "1", since: 2016-01-01, text: May we count what you do?}}"""
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
        clocks: {happened: at}
"""


def run(server: str) -> list[Figure]:
    """The figures."""
    with _database(server) as url:
        _fill(url)
        by_hand_rows, by_hand = _by_hand(url)
        _fill(url)
        clock = _in_a_process(url, "clock")
        _fill(url)
        consent = _in_a_process(url, "consent")
    per_million = clock["seconds"] / clock["rows"] * 1e6
    return [
        Figure(
            f"sweep of {ROWS:,} rows, per million gone",
            per_million,
            "s",
            by_hand / by_hand_rows * 1e6,
            "by hand, in windows",
            at_most=1.5,
        ),
        Figure("sweep: memory", clock["megabytes"], "MB", at_most=150),
        Figure("sweep: longest transaction", clock["longest"] * 1e3, "ms", at_most=500),
        Figure("sweep: rows gone in a second", clock["rows"] / clock["seconds"], "rows/s"),
        Figure("sweep: its plan, counted", clock["planned"], "s"),
        Figure("sweep on consent, per million gone", consent["seconds"] / consent["rows"] * 1e6, "s"),
        Figure("sweep on consent: memory", consent["megabytes"], "MB"),
        Figure("sweep on consent: longest transaction", consent["longest"] * 1e3, "ms"),
    ]


def _fill(url: str) -> None:
    """The log, and the held keys of the loop by hand."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        for statement in (
            "DROP TABLE IF EXISTS event, held",
            "CREATE TABLE event (id bigint PRIMARY KEY, subject int NOT NULL, at timestamp NOT NULL, payload text)",
            f"INSERT INTO event SELECT i, i % 1000003, timestamp '2016-01-01' + make_interval(secs => i * "
            f"{SECONDS}.0 / {ROWS}), repeat('x', 96) FROM generate_series(1, {ROWS}::bigint) i",
            "CREATE INDEX ON event (at, id)",
            f"CREATE TABLE held AS SELECT 1 + (i * 7919::bigint) % {ROWS} AS id FROM generate_series(1, {HOLDS}) i",
            "ALTER TABLE held ADD PRIMARY KEY (id)",
            "ANALYZE",
        ):
            connection.execute(statement)


def _by_hand(url: str) -> tuple[int, float]:
    """The same with hand-written statements: how many rows went, in how many seconds."""
    edge = "SELECT at FROM event WHERE at >= %s AND at < %s ORDER BY at, id OFFSET %s LIMIT 1"
    gone = (
        "DELETE FROM event e WHERE at >= %s AND at < %s "
        "AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = e.id)"
    )
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        begin, rows = time.perf_counter(), 0
        high = CUT.replace(tzinfo=None)
        found = connection.execute("SELECT min(at) FROM event").fetchone()
        assert found is not None
        low = found[0]
        while low < high:
            row = connection.execute(edge, (low, high, CHUNK)).fetchone()
            upto = row[0] if row and row[0] > low else high
            rows += connection.execute(gone, (low, upto)).rowcount
            low = upto
        return rows, time.perf_counter() - begin


def _in_a_process(url: str, what: str) -> dict[str, float]:
    """A sweep in a process of its own: what it took."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, url, what))
    process.start()
    theirs.close()
    found: dict[str, float] = ours.recv()
    process.join()
    return found


def _child(pipe: Any, url: str, what: str) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(_site(Path(folder), url, what)) as site:
        begin = time.perf_counter()
        made = plan.make(site, NOON)
        plan.keep(site, made)
        planned = time.perf_counter() - begin
        begin = time.perf_counter()
        outcome = runs.carry_out(site, made.id, lambda: NOON, made.total)
        seconds = time.perf_counter() - begin
        rows = sum(sum(fates.values()) for one in outcome.stores for fates in one.counts.values())
        assert outcome.is_complete, outcome
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        pipe.send(
            {
                "rows": rows,
                "seconds": seconds,
                "planned": planned,
                "longest": outcome.longest_seconds,
                "megabytes": peak / (1024 * 1024 if sys.platform == "darwin" else 1024),
            }
        )


def _site(folder: Path, url: str, what: str) -> Site:
    """A site over the table, its words accepted, with its holds or its consents."""
    site_folder = folder / "bench"
    site_folder.mkdir()
    basis = BY_CLOCK if what == "clock" else BY_CONSENT
    (site_folder / "policy.yaml").write_text(POLICY.format(basis=basis), encoding="utf-8")
    (site_folder / "stores.yaml").write_text(STORES, encoding="utf-8")
    environ = {**os.environ, "SHOP_DATABASE": url}
    begun(site_folder, environ)
    site = open_site(site_folder, environ)
    with site.database.transaction() as tx:
        add_facts(tx, site.name, list(_holds() if what == "clock" else _consents()))
        version = AcceptedVersion(site.manifest_hash, site.declared.text, 0, "bench", NOON)
        accept_version(tx, site.name, version)
    return site


def _holds() -> Iterator[NewFact]:
    store, table = StoreName("shop"), TableName("event")
    for number in range(1, HOLDS + 1):
        record = RecordRef(store, table, (str(1 + number * 7919 % ROWS),))
        yield NewFact(Effect.HELD, NOON - timedelta(days=1), NOON, record=record, name="inquiry", by="legal")


def _consents() -> Iterator[NewFact]:
    purpose, then = frozenset({PurposeName("statistics")}), NOON - timedelta(days=1)
    yield NewFact(Effect.COMPLETE, then, NOON, purposes=purpose, by="the controller")
    for number in range(1, HOLDS + 1):
        key = Key.of("account", str(number * 7919 % 1_000_003))
        yield NewFact(Effect.GIVEN, then, NOON, key=key, purposes=purpose, name="1", by="the banner")


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


def _plain(url: str) -> str:
    """The address as psycopg takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
