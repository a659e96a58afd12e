"""
How cost grows with the table, of 10⁵, 10⁶ and 10⁷ rows: access and erasure flat, sweep and verify linear.

Ten events of each person, up to a million people, and a hundred holds; the time of one person's access and
erasure is the median of twenty. The curves are drawn into docs/images/growth.svg.
"""

import os
import statistics
from functools import partial
from pathlib import Path

from benchmarks import chart, events
from benchmarks.figure import Figure
from benchmarks.sweep import swept
from troth.claims.keys import Key
from troth.manifest.names import PurposeName
from troth.requests.data import data_of
from troth.requests.erase import Balance, Erasure, erase
from troth.site import Site
from troth.verify.verify import verify

MOST = int(os.environ.get("TROTH_BENCH_ROWS", "10000000"))
SIZES = [MOST // 100, MOST // 10, MOST]
TIMES, HOLDS = 20, 100
DRAWN = Path("docs/images/growth.svg")


def run(server: str) -> list[Figure]:
    """The figures of each size; the chart is drawn where docs/ stands."""
    with events.database(server) as url:
        measured = {rows: of_size(url, rows) for rows in SIZES}
    curves = {name: [(rows, measured[rows][name]) for rows in SIZES] for name in measured[MOST]}
    if DRAWN.parent.is_dir():
        DRAWN.write_text(chart.svg(curves, "rows of the table", "seconds"), encoding="utf-8")
    return [
        Figure(f"{name}, of {rows:,} rows", value * 1e3, "ms")
        for name, points in curves.items()
        for rows, value in points
    ]


def of_size(url: str, rows: int) -> dict[str, float]:
    """What each of the four takes on a log of so many rows, in seconds; the log is swept at the end."""
    events.fill(url, rows, index="(at, id);(subject)")
    with events.site_over(url, events.holds(rows, HOLDS)) as site:
        checked = events.timed(lambda: verify(site, events.NOON))
        people = range(1, TIMES + 3)
        accesses = [events.timed(partial(_access, site, number)) for number in people]
        erasures = [events.timed(partial(_erase, site, number + len(people))) for number in people]
        gone = swept(site)
    return {
        "access of one person": statistics.median(accesses[2:]),
        "erasure of one person": statistics.median(erasures[2:]),
        "verify": checked,
        "sweep": gone["planned"] + gone["seconds"],
    }


def _key(number: int) -> frozenset[Key]:
    return frozenset({Key.of("account", str(number))})


def _access(site: Site, number: int) -> None:
    data_of(site, [_key(number)], events.NOON)


def _erase(site: Site, number: int) -> None:
    balance = Balance(PurposeName("statistics"), is_upheld=True, because="measured")
    _, outcome = erase(site, Erasure([_key(number)], events.NOON, balances=[balance]))
    if not outcome.is_complete:
        raise SystemExit("the erasure is not complete")
