"""
Consent saves over HTTP at 1 and at 16 clients, beside a bare INSERT and commit through the same server.

Both come through the same door, threads and PostgreSQL, in rounds taken in turns. The bare one writes one row of a
table without index; the save writes what was shown and done, the facts, and the audit log's records.
"""

import multiprocessing
import secrets
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import NullPool, create_engine, insert, make_url, table, text
from sqlalchemy import column as column_of

from benchmarks.figure import Figure
from troth.database import create_key_file, prepare_database
from troth.demo.generator import SHOP
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.settings import Settings
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.process.sites import opened
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.ways import Guard, Way

SITE, SAVES, ROUNDS = "maison-tilleul", 160, 21
CLIENTS = (1, 16)
DATABASE = "troth_benchmark_consent"
_BARE = insert(table("bare", column_of("id"), column_of("body"), column_of("at")))


def run(url: str) -> list[Figure]:
    """The medians of rounds taken in turns, and the saves per second."""
    engine = create_engine(make_url(url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {DATABASE}")
    try:
        return _measured(make_url(url).set(database=DATABASE).render_as_string(hide_password=False))
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def bare(asked: Asked) -> Answer:
    """One row and a commit, with as many bytes as a decision brings."""
    with asked.site.database.transaction() as tx:
        row = {"id": secrets.token_urlsafe(16), "body": asked.body.decode(), "at": asked.at.isoformat()}
        tx.run(_BARE, [row])
    return answers.as_json({"id": row["id"]})


def _measured(address: str) -> list[Figure]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(address, there), daemon=True)
    process.start()
    figures = []
    try:
        host = here.recv()
        for clients in CLIENTS:
            saves, bares = [], []
            for _ in range(ROUNDS):
                bares.append(_round(host, "/bare", clients))
                saves.append(_round(host, "/troth/choice", clients))
            value, baseline = statistics.median(saves[1:]), statistics.median(bares[1:])
            name = f"a consent saved, {clients} client{'s' if clients > 1 else ''}"
            figures.append(Figure(name, value * 1e3, "ms", baseline * 1e3, "a bare INSERT and commit", 2))
            figures.append(
                Figure(f"saves, {clients} client{'s' if clients > 1 else ''}", 1 / value, "a second")
            )
    finally:
        here.send("end")
        process.join(60)
    return figures


def _serve(address: str, pipe: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / SITE
        home.mkdir()
        (home / "policy.yaml").write_bytes((SHOP / "policy.yaml").read_bytes())
        environ = {"TROTH_DATABASE": address}
        settings = Settings.from_environment(environ, home)
        prepare_database(settings.database, create_key_file(settings.key_file))
        with opened([home], environ) as sites:
            publish(sites[0], Approval("benchmark"), [], datetime.now(UTC) - timedelta(days=1))
            with sites[0].database.transaction() as tx:
                tx.run(text("CREATE TABLE bare (id text, body text, at text)"))
            deployment = Deployment(rate=1e6, burst=1e6)
            besides = [Way("POST", "/bare", bare, Guard.FORM)]
            application = Application(sites, deployment, besides=besides)
            with server.running(application, server.listening("127.0.0.1", 0)) as url:
                pipe.send(url.removeprefix("http://"))
                pipe.recv()


def _round(host: str, path: str, clients: int) -> float:
    """Seconds for one save: wall time over all saves of these clients, each on a connection of its own."""
    share = SAVES // clients
    ready = threading.Barrier(clients + 1)
    threads = [
        threading.Thread(target=partial(_client, host, path, share, ready.wait)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - begin) / (share * clients)


def _client(host: str, path: str, count: int, wait: Callable[[], object]) -> None:
    """A browser for each save: each decides for the first time."""
    connection = HTTPConnection(host, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Origin": f"http://{host}",
    }
    body = urlencode({"act": "accept_all", "lang": "fr", "return": "/shop/7"}).encode()
    connection.connect()
    wait()
    for _ in range(count):
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content
    connection.close()
