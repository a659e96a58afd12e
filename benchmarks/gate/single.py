"""
One decision in Python: from warm answers beside one HMAC, and asked for the first time by the number stored.

In seconds of the processor, so that what else the machine does is left out.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import chart
from benchmarks.figure import Figure
from benchmarks.gate.site import LETTER, consented, decisions_asked, fill, hmac_of, opened
from troth.gate import Gate

PEOPLE, SAMPLE, ROUNDS = 10_000, 500, 5
DRAWN = Path("docs/images/gate.svg")


def run() -> list[Figure]:
    """Decisions from warm answers, and how the cost of one grows with what is stored."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as site:
        people = consented(site, PEOPLE)
        gate = Gate(site)
        assert all(gate.may_all(LETTER, people))
        ours = _best(lambda: [gate.may(LETTER, person) for person in people])
    key, texts = os.urandom(32), [person["email"] for person in people]
    theirs = _best(lambda: [hmac_of(key, text) for text in texts])
    rate = PEOPLE / ours
    return [
        Figure("one decision, warm", 1e6 / rate, "µs", theirs / PEOPLE * 1e6, "one HMAC-SHA256", 10),
        Figure("decisions in a second on one core", rate, "/s"),
        Figure("that, of 50,000 asked for", 50_000 / rate, "of the time", at_most=1),
        *_by_size(),
    ]


def _by_size() -> list[Figure]:
    """The same by the number of decisions stored: asked for the first time, and warm."""
    cold, warm = [], []
    most = decisions_asked() // 10
    for stored in (most // 100, most // 10, most):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as site:
            fill(site, stored, stored // 2)
            people = consented(site, SAMPLE)
            gate = Gate(site)
            cold.append((stored, statistics.median(_timed(gate, one) for one in people) * 1e6))
            warm.append((stored, _again(gate, people) * 1e6))
    if DRAWN.parent.is_dir():
        curves = {"first": cold, "warm": warm}
        DRAWN.write_text(chart.svg(curves, "decisions stored", "µs for one decision"), encoding="utf-8")
    told = [Figure(f"one decision, first asked, {stored:,} stored", value, "µs") for stored, value in cold]
    told += [Figure(f"one decision, warm, {stored:,} stored", value, "µs") for stored, value in warm]
    growth = cold[-1][1] / cold[0][1]
    return [*told, Figure("growth of a first decision from the least to the most", growth, "×", at_most=2)]


def _again(gate: Gate, people: list[dict[str, str]]) -> float:
    return _best(lambda: [gate.may(LETTER, one) for one in people]) / len(people)


def _timed(gate: Gate, person: dict[str, str]) -> float:
    begin = time.process_time()
    assert gate.may(LETTER, person)
    return time.process_time() - begin


def _best(act: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        act()
        times.append(time.process_time() - begin)
    return min(times)
