"""A list of addresses against stored decisions: `troth gate filter` beside COPY in and one hand-written join."""

import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from benchmarks.figure import Figure
from benchmarks.gate.site import address, decisions_asked, fill, list_asked, opened

DATABASE = "troth_bench_gate"
WORDS = ("--purpose", "newsletter", "--channel", "email", "--at", "2026-11-22T12:00:00Z")
NEWEST = (
    "SELECT l.email FROM list l JOIN decisions d ON d.email = l.email AND d.purpose = 'newsletter' "
    "AND d.at = (SELECT max(at) FROM decisions n WHERE n.email = l.email AND n.purpose = 'newsletter') "
    "WHERE d.given"
)


def run(server: str) -> list[Figure]:
    """Both databases."""
    return [*_on_postgresql(server), *_on_sqlite()]


def _on_postgresql(server: str) -> list[Figure]:
    with _database(server) as url, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder, url) as site:
            fill(site, decisions_asked(), decisions_asked() // 2)
        _list(folder)
        _decided_by_hand(url)
        by_hand = _timed(lambda: _joined(url, folder))
        return _figures("PostgreSQL", folder, {"TROTH_DATABASE": url}, by_hand)


def _on_sqlite() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder) as site:
            fill(site, decisions_asked(), decisions_asked() // 2)
        _list(folder)
        path = folder / "hand.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE decisions (email TEXT, purpose TEXT, given INTEGER, at TEXT)")
            connection.executemany("INSERT INTO decisions VALUES (?, ?, ?, ?)", _decisions())
            connection.execute("CREATE INDEX by_email ON decisions (email, purpose, at)")
            connection.execute("ANALYZE")
        by_hand = _timed(lambda: _joined_in_sqlite(path, folder))
        return _figures("SQLite", folder, {}, by_hand)


def _figures(name: str, folder: Path, environ: dict[str, str], by_hand: float) -> list[Figure]:
    small, large = list_asked() // 10, list_asked()
    _, little = _filtered(folder, "few.csv", environ)
    seconds, much = _filtered(folder, "many.csv", environ)
    assert _lines(folder / "hand.csv") == _lines(folder / "out.csv") - 1, "the two let other people through"
    stored = decisions_asked()
    return [
        Figure(
            f"{large:,} addresses against {stored:,} decisions, {name}",
            seconds,
            "s",
            by_hand,
            "COPY in and one join by hand",
            3,
        ),
        Figure(f"addresses in a second, {name}", large / seconds, "/s"),
        Figure(f"memory for {large:,} addresses, {name}", much, "MB", little, f"for {small:,}", 1.2),
    ]


def _filtered(folder: Path, path: str, environ: dict[str, str]) -> tuple[float, float]:
    """The command as an operator runs it: seconds, and the most memory in MB."""
    out, refused = str(folder / "out.csv"), str(folder / "refused.csv")
    words = [
        "gate",
        "filter",
        str(folder / "shop"),
        str(folder / path),
        *WORDS,
        "--out",
        out,
        "--refused",
        refused,
    ]
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "troth.cli.main", *words], env=os.environ | environ, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.perf_counter() - begin, used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


# --- by hand ------------------------------------------------------------------------------------------------


def _decided_by_hand(url: str) -> None:
    """The narrowest table that could answer: address, purpose, given or not, when."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE decisions (email text, purpose text, given boolean, at timestamp)")
        with connection.cursor().copy("COPY decisions FROM STDIN") as copy:
            for row in _decisions():
                copy.write_row(row)
        connection.execute("CREATE INDEX by_email ON decisions (email, purpose, at)")
        connection.execute("VACUUM (ANALYZE) decisions")


def _decisions() -> Iterator[tuple[str, str, bool, str]]:
    stored = decisions_asked()
    people = stored // 2
    for sequence in range(1, stored + 1):
        number, turn = (sequence - 1) % people, (sequence - 1) // people
        is_last = sequence + people > stored
        yield (
            address(number),
            "newsletter",
            not (is_last and number % 4 == 3),
            f"2025-01-{1 + turn:02} 00:00:00",
        )


def _joined(url: str, folder: Path) -> None:
    with (
        psycopg.connect(url.replace("+psycopg", "")) as connection,
        (folder / "many.csv").open("rb") as source,
        (folder / "hand.csv").open("wb") as target,
    ):
        connection.execute("CREATE TEMP TABLE list (email text)")
        with connection.cursor().copy("COPY list FROM STDIN (FORMAT csv, HEADER)") as copy:
            while part := source.read(1 << 20):
                copy.write(part)
        connection.execute("ANALYZE list")
        with connection.cursor().copy(f"COPY ({NEWEST}) TO STDOUT (FORMAT csv)") as found:
            for data in found:
                target.write(data)


def _joined_in_sqlite(path: Path, folder: Path) -> None:
    with sqlite3.connect(path) as connection, (folder / "many.csv").open(encoding="utf-8") as source:
        connection.execute("CREATE TEMP TABLE list (email TEXT)")
        rows = csv.reader(source)
        next(rows)
        connection.executemany("INSERT INTO list VALUES (?)", rows)
        with (folder / "hand.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, lineterminator="\n").writerows(connection.execute(NEWEST))


def _list(folder: Path) -> None:
    """A list of which four in five are known, in no order; and a tenth of it."""
    known, count = decisions_asked() // 2, list_asked()
    step = 7_919  # a prime: the addresses come as they do, in no order of the table
    many, few = folder / "many.csv", folder / "few.csv"
    with many.open("w", encoding="utf-8") as all_of_them, few.open("w", encoding="utf-8") as some:
        all_of_them.write("email\n")
        some.write("email\n")
        for number in range(count):
            who = (number * step) % known if number % 5 else known + number
            all_of_them.write(f"{address(who)}\n")
            if number < count // 10:
                some.write(f"{address(who)}\n")


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


@contextmanager
def _database(server: str) -> Iterator[str]:
    """A database of the benchmark's own, which is dropped at the end."""
    base = make_url(server)
    with psycopg.connect(
        base.set(drivername="postgresql").render_as_string(False), autocommit=True
    ) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield base.set(database=DATABASE, query={}).render_as_string(False)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
