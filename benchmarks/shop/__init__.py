"""
One person and a thousand, of a shop of eight tables: access and erasure beside the plainest SQL of a hand.

100,000 customers with a million rows (`TROTH_BENCH_PEOPLE` changes that). Troth answers with the claims on each
datum; the hand gives rows. An erasure of Troth's is planned, carried out and proved, at once (and, without a bar, one
thing after the other); the time of its own database's commits is told apart, and so is what the same promises cost a
hand.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.figure import Figure
from benchmarks.shop import by_hand, promised_by_hand
from troth.claims.keys import Key
from troth.cli.init import begun
from troth.manifest.names import PurposeName
from troth.requests.data import data_of
from troth.requests.erase import Balance, Erasure, erase, plan_erasure
from troth.retention.accepted import AcceptedVersion, accept_version
from troth.retention.model import Outcome
from troth.retention.run import carry_out
from troth.site import Site, open_site, standing

HERE = Path(__file__).parent
PEOPLE = int(os.environ.get("TROTH_BENCH_PEOPLE", "100000"))
TIMES = 100
MANY = 1000
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
INTERESTS = ("security", "service", "statistics")


def run(server: str) -> list[Figure]:
    """Measure access and erasure, of one person and of a thousand."""
    with (
        _shop(server) as url,
        closing(by_hand.connect(url)) as hand,
        closing(by_hand.connect(url)) as settled,
        _site(url) as site,
        tempfile.TemporaryDirectory() as folder,
    ):
        figures = [
            _of_one("access of one person", 4, 1_000, by_hand.access, hand, lambda who: _access(site, [who])),
            _of_many(
                "access of 1,000 people", 2, 10_000, by_hand.access_many, url, lambda w: _access(site, w)
            ),
        ]
        figures.append(
            _of_one("erasure of one person", 3, 20_000, by_hand.erase, hand, lambda who: _erase(site, [who]))
        )
        with _commits(site) as spent:
            _erase(site, [_email(24_999)])
        figures.append(Figure("of that, in commits of Troth's own database", sum(spent) * 1e3, "ms"))
        figures.append(
            _of_many("erasure of 1,000 people", 2, 30_000, by_hand.erase_many, url, lambda w: _erase(site, w))
        )
        shown = "planned, shown, and carried out after that"
        figures += [
            _of_one(
                f"one person, {shown}",
                None,
                60_000,
                by_hand.erase,
                hand,
                lambda who: _planned_and_erased(site, [who]),
            ),
            _of_many(
                f"1,000 people, {shown}",
                None,
                70_000,
                by_hand.erase_many,
                url,
                lambda w: _planned_and_erased(site, w),
            ),
        ]
        ledger = promised_by_hand.Ledger(Path(folder))
        settled.execute("SET plan_cache_mode = force_generic_plan")  # as Troth's own sessions
        figures.append(
            _of_one(
                "the promises of an access kept by hand, for one person",
                None,
                5_000,
                by_hand.access,
                hand,
                lambda who: promised_by_hand.access(hand, ledger, who, AT),
            )
        )
        figures.append(
            _of_one(
                "those of an erasure, for one person",
                None,
                40_000,
                by_hand.erase,
                hand,
                lambda who: promised_by_hand.erase(hand, ledger, [who]),
            )
        )
        figures.append(
            _of_many(
                "those of an erasure, for 1,000 people",
                None,
                50_000,
                by_hand.erase_many,
                url,
                lambda who: promised_by_hand.erase(settled, ledger, who),
            )
        )
    return figures


def _of_one(
    name: str,
    at_most: float | None,
    first: int,
    hand: Callable[[by_hand.Connection, str], int],
    connection: by_hand.Connection,
    troth: Callable[[str], object],
) -> Figure:
    """The medians of a hundred, taken in turns so that both meet the same machine."""
    by, ours = [], []
    for number in range(first, first + TIMES + 10):
        by.append(_timed(partial(hand, connection, _email(number))))
        ours.append(_timed(partial(troth, _email(number + 2_000))))
    baseline, value = statistics.median(by[10:]), statistics.median(ours[10:])
    return Figure(name, value * 1e3, "ms", baseline * 1e3, "by hand", at_most)


def _of_many(
    name: str,
    at_most: float | None,
    first: int,
    hand: Callable[[by_hand.Connection, list[str]], int],
    url: str,
    troth: Callable[[list[str]], object],
) -> Figure:
    """The best of three batches of each, in turns; by hand each over a connection of its own, as a script is run."""
    by, ours = [], []
    for number in range(first, first + 6 * MANY, 2 * MANY):
        people = [[_email(n + k) for n in range(MANY)] for k in (number, number + MANY)]
        with closing(by_hand.connect(url)) as connection:
            by.append(_timed(partial(hand, connection, people[0])))
        ours.append(_timed(partial(troth, people[1])))
    return Figure(name, min(ours) * 1e3, "ms", min(by) * 1e3, "by hand", at_most)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _email(number: int) -> str:
    return f"user{number}@example.com"


def _access(site: Site, emails: Sequence[str]) -> list[bytes]:
    return data_of(site, [frozenset({Key.of("email", email)}) for email in emails], AT)


def _erase(site: Site, emails: Sequence[str]) -> None:
    _, outcome = erase(site, _erasure(emails))
    _check(outcome)


def _planned_and_erased(site: Site, emails: Sequence[str]) -> None:
    plan = plan_erasure(site, _erasure(emails))
    _check(carry_out(site, plan.id, AT + timedelta(seconds=1)))


def _erasure(emails: Sequence[str]) -> Erasure:
    subjects = [frozenset({Key.of("email", email)}) for email in emails]
    balances = [Balance(PurposeName(name), is_upheld=True, because="measured") for name in INTERESTS]
    return Erasure(subjects, AT, balances=balances)


def _check(outcome: Outcome) -> None:
    if not outcome.is_complete:
        raise SystemExit("the erasure is not complete")


@contextmanager
def _commits(site: Site) -> Iterator[list[float]]:
    """How long each commit of Troth's own database takes, in seconds."""
    spent: list[float] = []
    dialect = site.database._engine.dialect  # nothing but this measure asks for it
    plain = dialect.do_commit

    def timed(connection: Any) -> None:
        spent.append(_timed(lambda: plain(connection)))

    dialect.do_commit = timed  # type: ignore[method-assign, assignment]
    try:
        yield spent
    finally:
        dialect.do_commit = plain  # type: ignore[method-assign]


@contextmanager
def _shop(server: str) -> Iterator[str]:
    """A database with the shop, filled; the URL that psycopg takes."""
    url = make_url(server).set(drivername="postgresql")
    name = f"bench_shop_{os.getpid()}"
    admin = url.render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    own = url.set(database=name).render_as_string(hide_password=False)
    try:
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute((HERE / "schema.sql").read_bytes())
            for statement in (HERE / "fill.sql").read_text().replace(":n", str(PEOPLE)).split(";\n"):
                if statement.strip():
                    connection.execute(statement.encode())
        yield own
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def _site(url: str) -> Iterator[Site]:
    """The shop's site, its words accepted, so that what has ended is ended."""
    with tempfile.TemporaryDirectory() as folder:
        site_folder = Path(folder) / "sites" / "shop"
        copytree(HERE / "site", site_folder)
        environ = {"SHOP": url, "TROTH_BRAKE_FLOOR": str(PEOPLE)}
        begun(site_folder, environ)
        with closing(open_site(site_folder, environ)) as site, standing():
            version = AcceptedVersion(site.manifest_hash, site.declared.text, 0, "the benchmark", AT)
            with site.database.transaction() as tx:
                accept_version(tx, site.name, version)
            yield site
