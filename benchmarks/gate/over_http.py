"""
One decision over HTTP, beside a constant from the same server, method, body, token and threading.

In seconds of the server's processor: waiting for a turn, which both do alike, would hide the difference.
"""

import json
import multiprocessing
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.gate.site import consented, opened
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.ways import Guard, Way
from troth.web.tokens import records as tokens
from troth.web.tokens.model import Scope

ASKED, ROUNDS = 100, 6


def run() -> list[Figure]:
    """The medians of rounds taken in turns, so that both meet the same machine."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    there.close()  # so that its end is seen here
    try:
        host, secret = here.recv()
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(_round(here, host, secret, "/api/constant"))
            ours.append(_round(here, host, secret, "/troth/api/gate"))
    finally:
        here.send("end")
        process.join(30)
    value, baseline = statistics.median(ours[1:]), statistics.median(theirs[1:])
    return [Figure("one decision over HTTP", value * 1e3, "ms", baseline * 1e3, "a constant", 1.5)]


def constant(asked: Asked) -> Answer:
    """The same bytes whoever asks."""
    return answers.as_json({"may": True, "conditions": []})


def _serve(pipe: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as site:
        consented(site, ASKED)
        now = datetime.now(UTC)
        with site.database.transaction() as tx:
            secret = tokens.add(tx, site.name, "bench", [Scope.GATE], now + timedelta(days=1), now)[1]
        besides = [Way("POST", "/api/constant", constant, Guard.TOKEN, Scope.GATE)]
        application = Application([site], Deployment(rate=1e6, burst=1e6), lambda: datetime.now(UTC), besides)
        with server.running(application, server.listening("127.0.0.1", 0), proxies="") as url:
            pipe.send((url.removeprefix("http://"), secret))
            while pipe.recv() == "how long":
                pipe.send(time.process_time())


def _round(server_: Connection, host: str, secret: str, path: str) -> float:
    """The server's seconds for one question, of many on one connection."""
    connection = HTTPConnection(host, timeout=60)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    bodies = [
        json.dumps(
            {"purpose": "newsletter", "channel": "email", "subject": {"email": f"known{number}@example.com"}}
        )
        for number in range(ASKED)
    ]
    begin = _spent(server_)
    for body in bodies:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content
    seconds = _spent(server_) - begin
    connection.close()
    return seconds / ASKED


def _spent(server_: Connection) -> float:
    server_.send("how long")
    found: float = server_.recv()
    return found
