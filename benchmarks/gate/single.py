"""One decision in Python: from warm answers beside one HMAC, and asked for the first time by the number stored."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import chart
from benchmarks.figure import Figure
from benchmarks.gate.site import AT, LETTER, address, decisions_asked, fill, hmac_of, opened
from troth.gate import Gate
from troth.site import Site

PEOPLE, ROUNDS = 50_000, 5
DRAWN = Path("docs/images/gate.svg")


def run(server: str) -> list[Figure]:
    """Decisions from warm answers, and how the cost of one grows with what is stored."""
    figures = []
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as site:
        fill(site, 2 * PEOPLE, PEOPLE)
        gate = Gate(site)
        people = [{"email": address(number)} for number in range(PEOPLE)]
        gate.may_all(LETTER, people)
        ours = _best(lambda: [gate.may(LETTER, person) for person in people])
        key, texts = os.urandom(32), [address(number) for number in range(PEOPLE)]
        theirs = _best(lambda: [hmac_of(key, text) for text in texts])
        figures.append(
            Figure(
                "one decision, warm", ours / PEOPLE * 1e6, "µs", theirs / PEOPLE * 1e6, "one HMAC-SHA256", 10
            )
        )
        rate = PEOPLE / ours
        figures.append(Figure("decisions in a second on one core", rate, "/s"))
        figures.append(Figure("that, of 50,000 asked for", 50_000 / rate, "", at_most=1))
    return [*figures, *_by_size()]


def _by_size() -> list[Figure]:
    """The same by the number of decisions stored: asked for the first time, and warm."""
    cold, warm = [], []
    most = decisions_asked() // 10
    for stored in (most // 100, most // 10, most):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as site:
            fill(site, stored, stored // 2)
            cold.append((stored, _first(site, stored // 2)))
            warm.append((stored, _again(site, stored // 2)))
    if DRAWN.parent.is_dir():
        curves = {"first": cold, "warm": warm}
        DRAWN.write_text(chart.svg(curves, "decisions stored", "µs for one decision"), encoding="utf-8")
    told = [Figure(f"one decision, first asked, {stored:,} stored", value, "µs") for stored, value in cold]
    told += [Figure(f"one decision, warm, {stored:,} stored", value, "µs") for stored, value in warm]
    told.append(
        Figure(
            "growth of a first decision from the least to the most", cold[-1][1] / cold[0][1], "×", at_most=2
        )
    )
    return told


def _first(site: Site, people: int) -> float:
    gate, rng, took = Gate(site), random.Random(1), []
    for number in rng.sample(range(people), min(400, people)):
        begin = time.process_time()
        gate.may(LETTER, {"email": address(number)}, AT)
        took.append(time.process_time() - begin)
    return statistics.median(took[20:]) * 1e6


def _again(site: Site, people: int) -> float:
    gate = Gate(site)
    some = [{"email": address(number)} for number in range(0, people, max(1, people // 2_000))]
    gate.may_all(LETTER, some)
    return _best(lambda: [gate.may(LETTER, one) for one in some]) / len(some) * 1e6


def _best(act: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        act()
        times.append(time.process_time() - begin)
    return min(times)
