"""
Check the whole project, or the parts that are named, and hold each part to its minutes.

    python -m dev.check [--wide] [PART …]

The parts are `style`, `wheel`, `docs` and every folder of tests/. All that pytest runs runs at once and
last, so that the last line is the count. With CI=true nothing is skipped (tests/conftest.py).
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dev import servers

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
PROCESSES = 2

# Minutes on two cores. A part over its budget moves combinations, never behaviours, to `make test-wide`.
BUDGET = {
    "style": 2.0,
    "wheel": 1.0,
    "get servers": 2.0,
    "law": 0.5,
    "rules": 1.0,
    "claims": 4.0,
    "sites": 2.5,
    "texts": 2.0,
    "banner": 3.0,
    "consent": 4.0,
    "requests": 5.0,
    "web": 5.0,
    "journeys": 1.5,
    "oscar": 1.5,
    "sweep": 3.0,
    "other tests": 3.0,
}
OTHER_TESTS = "other tests"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a part took, and whether all was well."""

    minutes: float
    is_well: bool


class Minutes:
    """Shows, at the end of pytest's report, what each part took beside its budget."""

    def __init__(self, before: dict[str, Spent]) -> None:
        self.before = before
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        folder = Path(report.nodeid.partition("::")[0]).parts[1]
        part = folder if folder in BUDGET else OTHER_TESTS
        self.seconds[part] += report.duration / PROCESSES
        if report.failed:
            self.failed.add(part)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        tests = {part: Spent(seconds / 60, part not in self.failed) for part, seconds in self.seconds.items()}
        terminalreporter.section("minutes, and the budget")
        for line in _table(self.before | tests):
            terminalreporter.line(line)


def check_style() -> bool:
    """Form, types, and the direction of imports."""
    ruff, mypy = [sys.executable, "-m", "ruff"], [sys.executable, "-m", "mypy"]
    commands = (
        [*ruff, "check", "--quiet"],
        [*ruff, "format", "--check", "--quiet"],
        [*mypy, "--no-error-summary"],
        [str(PROGRAMS / "lint-imports"), "--no-cache", "--no-logo"],
    )
    results = [_runs(command) for command in commands]  # all of them: what is wrong is shown at once
    return all(results)


def check_wheel() -> bool:
    """The wheel, installed where nothing else is, gives a command that starts."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
        if not _runs(build) or not _runs([sys.executable, "-m", "venv", f"{folder}/venv"]):
            return False
        wheel = next(Path(folder).glob("*.whl"))
        pip = [f"{folder}/venv/bin/pip", "install", "-q", "--disable-pip-version-check"]
        troth = f"{folder}/venv/bin/troth"
        commands = (
            [*pip, "-c", str(ROOT / "dev" / "lock.txt"), str(wheel)],
            [troth, "--version"],
            [troth, "--help"],
        )
        return all(_runs(command, folder=folder) for command in commands)


COMMANDS: dict[str, Callable[[], bool]] = {"style": check_style, "wheel": check_wheel}


def main(words: Sequence[str]) -> int:
    """Check the parts that the words name, or all; give the exit code."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that servers are stopped
    is_wide, parts = "--wide" in words, [word for word in words if word != "--wide"]
    tests = _tests()
    unknown = [part for part in parts if part not in COMMANDS and part not in tests]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join([*COMMANDS, *tests])}")
        return 2

    spent = {part: _spend(check) for part, check in COMMANDS.items() if part in parts or not parts}
    paths = [path for part, path in tests.items() if part in parts] if parts else ["tests"]
    if paths:
        spent["get servers"] = _spend(_start_servers)
        exit_code = _run_tests(paths, is_wide, spent)
    else:
        print(*_table(spent), sep="\n")
        exit_code = 0
    return exit_code or int(not all(part.is_well for part in spent.values()))


def _tests() -> dict[str, str]:
    folders = {path.parent.relative_to("tests").parts[0] for path in Path("tests").glob("*/**/test_*.py")}
    return {"docs": "tests/house/test_docs.py"} | {folder: f"tests/{folder}" for folder in sorted(folders)}


def _spend(check: Callable[[], bool]) -> Spent:
    begin = time.monotonic()
    is_well = check()
    return Spent((time.monotonic() - begin) / 60, is_well)


def _start_servers() -> bool:
    """Have one server of each kind for all tests, unless the environment names one already."""
    missing = servers.install()
    for kind in missing:
        print(f"cannot be had here: {kind}", flush=True)
    for variable, start in servers.STARTS.items():
        with contextlib.suppress(servers.ServerMissing):
            os.environ[variable] = os.environ.get(variable) or start()
    return not (missing and servers.IS_CI)


def _run_tests(paths: Sequence[str], is_wide: bool, before: dict[str, Spent]) -> int:
    wide = ["-m", "", "--hypothesis-profile", "wide"] if is_wide else []
    options = ["-n", str(PROCESSES), "--dist", "worksteal", *wide]
    return int(pytest.main([*options, *paths], plugins=[Minutes(before)]))


def _runs(command: Sequence[str], folder: str | Path = ROOT) -> bool:
    """Run a command; whether it ends well. What it says is shown only when it does not."""
    ended = subprocess.run(
        command, cwd=folder, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ended.returncode != 0:
        print(f"FAILED: {' '.join(command)}", ended.stdout, sep="\n", flush=True)
    return ended.returncode == 0


def _table(spent: dict[str, Spent]) -> list[str]:
    rows = []
    for part in BUDGET:
        if part in spent:
            over = "  over its budget" if spent[part].minutes > BUDGET[part] else ""
            failed = "" if spent[part].is_well else "  FAILED"
            rows.append(f"{part:<12} {spent[part].minutes:6.2f} of {BUDGET[part]:4.1f}{over}{failed}")
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
