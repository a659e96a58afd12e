"""
`verify` over a table of 10 million rows in one pass, beside the plainest scan that groups and counts it.

Of the log's events the older half has ended, and 10,000 are held.
"""

import os

from benchmarks import events
from benchmarks.figure import Figure
from troth.verify.verify import verify

ROWS = int(os.environ.get("TROTH_BENCH_ROWS", "10000000"))
SCAN = """
SELECT at < timestamp '2020-10-01 22:00' AS ended, payload IS NULL AS empty, count(*), min(at)
FROM event GROUP BY 1, 2
"""


def run(server: str) -> list[Figure]:
    """The best of two, each beside a scan."""
    with events.database(server) as url:
        events.fill(url, ROWS)
        with events.site_over(url, events.holds(ROWS)) as site, events.connected(url) as connection:
            pairs = [
                (
                    events.timed(lambda: connection.exec_driver_sql(SCAN).all()),
                    events.timed(lambda: verify(site, events.NOON)),
                )
                for _ in range(2)
            ]
    scan, took = (min(each) for each in zip(*pairs, strict=True))
    return [Figure(f"verify over {ROWS:,} rows", took, "s", scan, "SELECT … count(*), min(at) … GROUP BY")]
