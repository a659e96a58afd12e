"""Ten thousand requests at once from one address: they are told to wait, and others are served as before."""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

from tests.web.process.test_process import started
from tests.web.serving import Client, prepared, shop_folder
from troth.site import declared

REQUESTS, CONNECTIONS, AHEAD = 10_000, 20, 100
RATE, BURST = 20, 200  # as they are where nobody sets them
HEAD = re.compile(rb"HTTP/1\.1 (\d{3})[^\0]*?\r\n\r\n")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Client]:
    """In a process of its own, with the limits that it has by itself."""
    home = shop_folder(tmp_path)
    assert declared(home).name
    prepared(tmp_path, {})
    with started(home, {}) as (_, client):
        yield client


def flood(address: str, count: int, statuses: Counter[str], lock: threading.Lock) -> None:
    """So many requests over one connection, as fast as they are answered, a hundred ahead of the answers."""
    host, _, port = address.removeprefix("http://").partition(":")
    request = f"GET /troth/choice HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    own: Counter[str] = Counter()
    with socket.create_connection((host, int(port)), source_address=("127.0.0.3", 0)) as connection:
        for _ in range(0, count, AHEAD):
            connection.sendall(request * AHEAD)
            rest, seen = b"", 0
            while seen < AHEAD:
                rest += connection.recv(1 << 16)
                found = [*HEAD.finditer(rest)]
                seen += len(found)
                own.update(one[1].decode() for one in found)
                own["told to wait"] += sum(b"retry-after" in one[0].lower() for one in found)
                rest = rest[found[-1].end() :] if found else rest
    with lock:
        statuses.update(own)


def p95(client: Client, seconds: float) -> float:
    """The 95th percentile, in seconds, of a visitor who asks for a page ten times a second."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 25:
        begin = time.perf_counter()
        assert client.get("/troth/choice").status == 200
        times.append(time.perf_counter() - begin)
        time.sleep(0.06)
    return quantiles(times, n=20)[-1]


def test_a_burst_is_told_to_wait_and_a_second_address_is_served_as_before(server: Client) -> None:
    """Takes twenty seconds: refusals are given at a pace, which is what keeps the others served."""
    visitor = Client(server.address, source="127.0.0.2")
    p95(visitor, 0.5)
    calm = p95(visitor, 1.5)
    statuses: Counter[str] = Counter()
    lock = threading.Lock()
    share = REQUESTS // CONNECTIONS
    threads = [
        threading.Thread(target=flood, args=(server.address, share, statuses, lock))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    begin, times = time.perf_counter(), [p95(visitor, 0)]
    while any(thread.is_alive() for thread in threads):
        times.append(p95(visitor, 0))
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begin
    allowed = BURST + RATE * seconds
    assert statuses["200"] + statuses["429"] == REQUESTS
    assert statuses["200"] <= allowed
    assert statuses["429"] == statuses["told to wait"]
    assert min(times) < 3 * calm, f"calm {calm:.4f} s, in the burst {times}"
