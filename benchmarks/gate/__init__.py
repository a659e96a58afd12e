"""
The gate beside named baselines, in the same run: one HMAC, a constant over HTTP, COPY in and one hand-written join.

    one decision     in Python from warm answers, beside one HMAC-SHA256 of the address; by the number stored
    over HTTP        beside a constant from the same server, method, body and threading
    a list           addresses against decisions, on PostgreSQL and SQLite, beside the plainest SQL of a hand

10,000,000 decisions and 1,000,000 addresses by default: TROTH_BENCH_DECISIONS and TROTH_BENCH_LIST change that.
"""

from benchmarks.figure import Figure
from benchmarks.gate import lists, over_http, single


def run(server: str) -> list[Figure]:
    """All figures of the gate."""
    return [*single.run(), *over_http.run(), *lists.run(server)]
