"""Servers as processes: stopped, killed and doubled, nothing is granted that was not given and nothing is lost."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine

from tests.web.serving import NAME, Client, shop_folder
from troth.cli.main import main
from troth.consent.records import all_records
from troth.consent.sequence import tail
from troth.database import create_key_file, prepare_database
from troth.settings import Settings
from troth.site import open_site

SERVE = [sys.executable, "-m", "troth.cli.main", "serve"]


@pytest.fixture
def environ(tmp_path: Path, postgresql_url: str) -> dict[str, str]:
    """Troth's own database on PostgreSQL, empty, for the shop in `tmp_path`."""
    with create_engine(postgresql_url).begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    environ = {"TROTH_DATABASE": postgresql_url, "TROTH_BURST": "100000", "TROTH_RATE": "100000"}
    home = shop_folder(tmp_path)
    settings = Settings.from_environment(environ, home)
    prepare_database(settings.database, create_key_file(settings.key_file))
    return environ


@contextmanager
def started(
    home: Path, environ: dict[str, str], *words: str
) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    """`troth serve` in a process of its own."""
    command = [*SERVE, str(home), "--port", "0", *words]
    with log_of(home).open("a") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **environ}, text=True, stdout=subprocess.PIPE, stderr=log
        )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found is not None, log_of(home).read_text()
        client = Client(found[0])
        client.get("/healthz")
        yield process, client
    finally:
        process.kill()
        process.communicate()


def log_of(home: Path) -> Path:
    return home.with_name("log")


def acts(home: Path, environ: dict[str, str]) -> list[tuple[str, str]]:
    """Browser and act of every record, and that the chain holds them all."""
    site = open_site(home, environ)
    try:
        with site.database.reading() as tx:
            kept = list(all_records(tx, site.name))
            assert tail(tx, site.name).last == len(kept)
        return [(one.private.key.value if one.private else "", one.body["act"]) for one in kept]
    finally:
        site.close()


def test_sigterm_lets_what_has_begun_end_and_the_exit_code_is_0(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    home = tmp_path / NAME
    with started(home, environ) as (process, client):
        assert client.choose("accept_all").status == 303
        statuses: list[int] = []

        def choose() -> None:
            with suppress(OSError, HTTPException):
                while True:
                    statuses.append(Client(client.address).choose("accept_all").status)

        threads = [threading.Thread(target=choose) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
        err = log_of(home).read_text() if process.wait(60) == 0 else ""
        assert process.returncode == 0
    assert set(statuses) == {303}
    assert len(acts(home, environ)) == 1 + len(statuses)
    lines = [json.loads(line) for line in err.splitlines()]
    assert [line["event"] for line in lines if line["event"] != "request"] == ["started", "stopped"]
    assert "127.0.0.1" not in err


def test_killed_between_decision_and_answer_nothing_is_granted_and_nothing_lost(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    """Whoever has an answer has a record; whoever has none has no cookie, and so has granted nothing."""
    home = tmp_path / NAME
    answered: list[str] = []
    asked = threading.Semaphore(0)
    with started(home, environ) as (process, client):

        def choose() -> None:
            with suppress(OSError, HTTPException):
                while True:
                    browser = Client(client.address)
                    browser.choose("accept_all")
                    answered.append(browser.cookies["troth_choice"].split(".")[1])
                    asked.release()

        threads = [threading.Thread(target=choose) for _ in range(8)]
        for thread in threads:
            thread.start()
        for _ in range(40):
            asked.acquire()
        process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
    recorded = {browser for browser, _ in acts(home, environ)}
    assert {one.lower() for one in answered} <= recorded
    assert len(recorded) - len(answered) <= 8
    with started(home, environ) as (_, client):  # and it begins again as if nothing had been
        browser = Client(client.address)
        assert browser.choose("refuse_all").status == 303
        assert set(browser.state.values()) == {"refused"}


def test_two_processes_on_one_database_are_one_site(tmp_path: Path, environ: dict[str, str]) -> None:
    home = tmp_path / NAME
    with started(home, environ) as (_, one), started(home, environ) as (_, other):
        one.choose("accept_all")
        other.cookies = dict(one.cookies)
        assert set(other.state.values()) == {"granted"}  # a cookie of one is good in the other
        token = re.search(r'name="csrf" value="([^"]+)"', one.get("/troth/choice").text)
        assert token is not None
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = f"act=refuse_all&csrf={token[1]}".encode()
        assert other.ask("POST", "/troth/choice", sent, form).status == 303

        def choose(clients: Sequence[Client]) -> None:
            for client in clients:
                assert Client(client.address).choose("accept_all").status == 303

        threads = [threading.Thread(target=choose, args=([one, other] * 5,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(acts(home, environ)) == 42


def test_what_cannot_be_served_is_told(tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["serve", str(tmp_path), "--port", "0"])
    assert (ended.exit_code, "policy.yaml" in ended.output) == (2, True)
    assert CliRunner().invoke(main, ["serve", "--base", "troth"]).exit_code == 2
