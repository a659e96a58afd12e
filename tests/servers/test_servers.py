"""The servers that the tests run on are real, speak UTF-8, and leave nothing behind."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from dev import servers

STARTED_ALONE = "from dev import servers; print(servers.start_postgresql(), flush=True)"


@pytest.mark.parametrize("server", ["postgresql_url", "mariadb_url"])
def test_a_server_gives_back_what_it_was_given(request: pytest.FixtureRequest, server: str) -> None:
    engine = create_engine(request.getfixturevalue(server))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (name VARCHAR(40))"))
        connection.execute(text("INSERT INTO people VALUES (:name)"), {"name": "Zoë Ünal 🙂"})
        assert connection.scalar(text("SELECT name FROM people")) == "Zoë Ünal 🙂"
        connection.execute(text("DROP TABLE people"))
    engine.dispose()


def test_each_is_the_server_that_it_says(postgresql_url: str, mariadb_url: str) -> None:
    with create_engine(postgresql_url).connect() as connection:
        assert str(connection.scalar(text("SELECT version()"))).startswith("PostgreSQL")
    with create_engine(mariadb_url).connect() as connection:
        assert "MariaDB" in str(connection.scalar(text("SELECT version()")))


@pytest.mark.usefixtures("postgresql_url")
def test_a_server_ends_with_the_run_that_started_it() -> None:
    run = subprocess.run([sys.executable, "-c", STARTED_ALONE], capture_output=True, text=True, check=True)
    assert not answers(run.stdout)


@pytest.mark.usefixtures("postgresql_url")
def test_what_a_killed_run_left_is_cleared_by_the_next() -> None:
    command = [sys.executable, "-c", f"{STARTED_ALONE}; input()"]
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    url = run.stdout.readline()
    folders = [folder for folder in servers.folders() if _names(folder / "owner", run.pid)]
    run.kill()
    run.communicate()

    servers.clear_stale()

    assert len(folders) == 1
    assert not folders[0].exists()
    assert not answers(url)


def _names(owner: Path, pid: int) -> bool:
    try:
        return owner.read_text() == str(pid)
    except FileNotFoundError:  # another run has just come to its end
        return False


def answers(url: str) -> bool:
    port = make_url(url.strip()).port
    assert port
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0
