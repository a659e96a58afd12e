"""Ten thousand requests at once from one address: they are told to wait, and others are served as before."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles

import pytest

from tests.web.process import flood
from tests.web.process.test_process import started
from tests.web.serving import Client, prepared, shop_folder
from troth.site import declared

PAUSE = 0.06  # between two pages of the visitor: about as often as its address may ask
RATE, BURST = 20, 200  # as they are where nobody sets them


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Client]:
    """In a process of its own, with the limits that it has by itself."""
    home = shop_folder(tmp_path)
    assert declared(home).name
    prepared(tmp_path, {})
    with started(home, {}) as (_, client):
        yield client


class Visitor(threading.Thread):
    """Asks for a page again and again while a block lasts; how long each took, in seconds."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client, self._end, self.times = client, threading.Event(), list[float]()

    def run(self) -> None:
        while not self._end.wait(PAUSE):
            begin = time.perf_counter()
            assert self._client.get("/troth/choice").status == 200
            self.times.append(time.perf_counter() - begin)

    def __enter__(self) -> "Visitor":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()


def calm_times(client: Client, seconds: float) -> list[float]:
    with Visitor(client) as visitor:
        time.sleep(seconds)
    return visitor.times


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def processors() -> tuple[int, int]:
    """Ticks of the processors that were idle or went to what gives way, and all; zero where nobody says."""
    try:
        first = Path("/proc/stat").read_text().partition("\n")[0]
    except FileNotFoundError:
        return 0, 0
    ticks = [int(one) for one in first.split()[1:9]]
    _, gives_way, _, idle, waits, *_ = ticks
    return gives_way + idle + waits, sum(ticks)


def test_a_burst_is_told_to_wait_and_a_second_address_is_served_as_before(server: Client) -> None:
    """
    The second address keeps its P95 within three times, over the whole burst, its first instant included.

    A quiet machine gives 1.0 to 1.8 times, and at most one answer of three hundred takes 50 ms: while the pages that
    the burst may have at once are made. Where the processors have no quarter of their time to spare, a program that
    works gets less of them than one that sleeps, whoever asks it: then the bar holds for two seconds of the burst.
    Takes twenty-six seconds: refusals are given at a pace, which is what keeps the others served.
    """
    client = Client(server.address, source="127.0.0.2")
    calm_times(client, 1)
    spare, ticks = processors()
    calm = calm_times(client, 2.5)
    begin = time.perf_counter()
    with Visitor(client) as visitor:
        command = [sys.executable, "-m", flood.__name__, *server.host.split(":")]
        told = subprocess.run(command, check=True, capture_output=True).stdout
    seconds = time.perf_counter() - begin
    calm += calm_times(client, 2.5)
    spare_then, ticks_then = processors()
    statuses = json.loads(told)
    assert statuses["200"] + statuses["429"] == flood.REQUESTS
    assert statuses["200"] <= BURST + RATE * seconds
    assert statuses["429"] == statuses["told to wait"]
    windows = [visitor.times]
    if spare_then - spare <= (ticks_then - ticks) / 4:
        windows += [visitor.times[place : place + 25] for place in range(0, len(visitor.times) - 25, 25)]
    assert min(p95(one) for one in windows) <= 3 * p95(calm)
