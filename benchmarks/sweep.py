"""
A sweep of 10 million rows with 10,000 holds, beside a loop of the plainest statements that a hand could write.

The log's older half has ended. By hand, a window moves along the index of its clock and skips what stands in
a table of held keys. Troth sweeps the same table, its holds recorded as facts, in a process of its own, so
that its memory can be told. Beside it, without a bar, a purpose on consent over the same table: nobody
consented but ten thousand people, so that all the others' rows go and no clock says which.
"""

import multiprocessing
import os
import resource
import sys
import time
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks import events
from benchmarks.figure import Figure
from troth.retention.sweep import plan
from troth.retention.sweep import run as runs
from troth.site import Site

ROWS = int(os.environ.get("TROTH_BENCH_ROWS", "10000000"))
CHUNK = 10_000  # rows of a transaction by hand


def run(server: str) -> list[Figure]:
    """The figures."""
    with events.database(server) as url:
        events.fill(url, ROWS)
        by_hand_rows, by_hand = _by_hand(url)
        events.fill(url, ROWS)
        clock = _in_a_process(url, "clock")
        events.fill(url, ROWS)
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


def swept(site: Site) -> dict[str, float]:
    """Plan a sweep and carry it out; what that took."""
    begin = time.perf_counter()
    made = plan.make(site, events.NOON)
    plan.keep(site, made)
    planned = time.perf_counter() - begin
    begin = time.perf_counter()
    outcome = runs.carry_out(site, made.id, lambda: events.NOON, made.total)
    seconds = time.perf_counter() - begin
    rows = sum(sum(fates.values()) for one in outcome.stores for fates in one.counts.values())
    assert outcome.is_complete, outcome
    return {"rows": rows, "seconds": seconds, "planned": planned, "longest": outcome.longest_seconds}


def _by_hand(url: str) -> tuple[int, float]:
    """The same with hand-written statements: how many rows went, in how many seconds."""
    edge = "SELECT at FROM event WHERE at >= %s AND at < %s ORDER BY at, id OFFSET %s LIMIT 1"
    gone = (
        "DELETE FROM event e WHERE at >= %s AND at < %s "
        "AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = e.id)"
    )
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS held")
        connection.execute("CREATE TABLE held (id bigint PRIMARY KEY)")
        with connection.cursor() as cursor, cursor.copy("COPY held FROM STDIN") as copy:
            for number in events.held_ids(ROWS):
                copy.write_row((number,))
        connection.execute("ANALYZE held")
        begin, rows = time.perf_counter(), 0
        high = events.CUT.replace(tzinfo=None)
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
    facts = events.holds(ROWS) if what == "clock" else events.consents(ROWS)
    basis = events.BY_CLOCK if what == "clock" else events.BY_CONSENT
    with events.site_over(url, facts, basis) as site:
        found = swept(site)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send(found | {"megabytes": peak / (1024 * 1024 if sys.platform == "darwin" else 1024)})


def _plain(url: str) -> str:
    """The address as psycopg takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
