"""
Measure, and end with 1 when a bar is missed.

    python -m benchmarks [NAME …]

Each module of this folder with a `run` is a benchmark: it takes the URL of a PostgreSQL server, makes a
database of its own there, and gives its figures. Results with date and machine stand in docs/benchmarks.md.

The server is one of TROTH_BENCH_POSTGRESQL, else one that is started for it, as PostgreSQL comes. Its files and
those of Troth's own databases lie on the disk, so that commits wait for it, Troth's and the hand's alike.
"""

import importlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from benchmarks.figure import Figure
from dev import servers

HERE = Path(__file__).parent


def main(names: Sequence[str]) -> int:
    """Run some benchmarks, or all of them."""
    tempfile.tempdir = str(servers.DISK)
    chosen = names or [name for name in _names() if _run_of(name) is not None]
    server = os.environ.get("TROTH_BENCH_POSTGRESQL") or servers.start_postgresql(is_durable=True)
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, {os.cpu_count()} cores")
    missed = 0
    for name in chosen:
        run = _run_of(name)
        if run is None:
            print(f"there is no benchmark `{name}`: they are {', '.join(_names())}")
            return 2
        print(f"\n{name} (load {os.getloadavg()[0]:.1f})", flush=True)
        for figure in run(server):
            print(f"  {figure.line()}", flush=True)
            missed += figure.is_missed
    return 1 if missed else 0


def _names() -> list[str]:
    """The modules of this folder that may be benchmarks."""
    found = sorted(path.stem if path.is_file() else path.name for path in HERE.iterdir())
    return [name for name in found if not name.startswith("_") and name != "figure"]


def _run_of(name: str) -> Callable[[str], Sequence[Figure]] | None:
    """The `run` of a benchmark; none where the name is none's."""
    if name not in _names():
        return None
    module = importlib.import_module(f"benchmarks.{name}")
    return cast("Callable[[str], Sequence[Figure]] | None", getattr(module, "run", None))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
