"""
A sweep that has to go record by record: whether an event has ended depends on the last one of its person.

Ten events of each person follow one another; half of the people were not seen for three years. 10,000 holds, of
which a tenth are on what would go. No bar: a hand would have to know all that Troth asks.
"""

import os

from benchmarks import events
from benchmarks.figure import Figure
from benchmarks.sweep import swept

ROWS = int(os.environ.get("TROTH_BENCH_ROWS", "100000"))
LAST_CONTACT = "{column: at, latest: [shop.event.at]}"


def run(server: str) -> list[Figure]:
    """The figures."""
    with events.database(server) as url:
        events.fill(url, ROWS, "(i - 1) / 10", "(at, id);(subject)")
        with events.site_over(url, events.holds(ROWS, min(10_000, ROWS // 10)), clock=LAST_CONTACT) as site:
            found = swept(site)
    return [
        Figure("sweep record by record: rows gone in a second", found["rows"] / found["seconds"], "rows/s"),
        Figure("sweep record by record: longest transaction", found["longest"] * 1e3, "ms"),
        Figure("sweep record by record: its plan, counted", found["planned"], "s"),
    ]
