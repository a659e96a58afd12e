"""
SQLite and MariaDB beside PostgreSQL, on a log of a million rows: measured, and without bars.
"""

import os

from benchmarks import events, growth
from benchmarks.figure import Figure

ROWS = int(os.environ.get("TROTH_BENCH_ROWS", "1000000"))


def run(server: str) -> list[Figure]:
    """Access and erasure of one person, verify and sweep, on each engine."""
    figures = []
    for engine in ("sqlite", "mariadb", "postgresql"):
        with events.database(events.server_of(engine, server)) as url:
            found = growth.of_size(url, ROWS)
        figures += [
            Figure(f"{engine}: {name}, of {ROWS:,} rows", value * 1e3, "ms") for name, value in found.items()
        ]
    return figures
