"""
The banner beside the best open ones: the same page, browser, server and run (docs/benchmarks.md).

peers.py    each banner in its smallest documented set-up
stage.py    the server on which all of them play
loads.py    how soon each can be used, on a fast and a slow profile
checks.py   seventeen questions from outside, each answered yes or no

The peers come from npm as package-lock.json says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.banner.checks import STRICT, TRUSTED, Look, answers, flaws, violations
from benchmarks.banner.loads import FAST, LOADS, SLOW, Load, kilobytes, loads, usable
from benchmarks.banner.peers import Peer, files, others, troths
from benchmarks.banner.stage import Stage, playing
from benchmarks.figure import Figure
from dev import servers
from tests.browser import FLAGS
from troth.banner import assets
from troth.site import declared

FIRST_LAYER_KILOBYTES = 6
NOT_IN_FIRST_FRAME = 2  # of eleven loads


def run(_server: str) -> Iterator[Figure]:
    """The figures, as they come; those of the peers have no bar."""
    stage = Stage.of(declared(Path(__file__).parent).manifest)
    ours, peers = troths(), others()
    stage.files.update(files([*ours, *peers]))
    parts = (stage.layer().encode(), assets().style, assets().script)
    yield Figure("first layer, all in (gzip)", kilobytes(*parts), "kB", at_most=FIRST_LAYER_KILOBYTES)
    for peer in peers:
        yield Figure(f"{peer.name}, all in (gzip)", kilobytes(*peer.files.values()), "kB")
    with playing(stage) as address, _browser() as browser:
        for profile in (FAST, SLOW):
            yield from _times(profile.name, loads(browser, address, [*ours, *peers], profile), ours)
        for own in ours:
            yield from _seen(Look(browser, address, own))
        for peer in peers:
            yield _passed(Look(browser, address, peer), at_most=None)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=servers.chromium(), args=list(FLAGS))
        yield launched
        launched.close()


def _times(profile: str, found: dict[str, list[Load]], ours: Sequence[Peer]) -> Iterator[Figure]:
    included, by_tag = (found[own.name] for own in ours)
    names = {own.name for own in ours}
    times = {name: usable(one) for name, one in found.items() if name not in names}
    best = min(times, key=times.__getitem__)
    late = sum(not one.is_in_first_frame for one in included)
    yield Figure(
        f"{profile}: loads of {LOADS} not usable in the first painted frame, included",
        late,
        "",
        at_most=NOT_IN_FIRST_FRAME,
    )
    yield Figure(f"{profile}: usable, included", usable(included), "ms")
    yield Figure(f"{profile}: usable, by script tag", usable(by_tag), "ms", times[best], best, at_most=1)
    for name, time in times.items():
        yield Figure(f"{profile}: usable, {name}", time, "ms")
    moved = max(one.moved for one in (*included, *by_tag))
    yield Figure(f"{profile}: layout shift, ours", moved, "", at_most=0)


def _seen(look: Look) -> Iterator[Figure]:
    name = look.peer.name
    yield Figure(f"{name}: axe on both layers", flaws(look), "", at_most=0)
    yield Figure(f"{name}: violations of a strict CSP", violations(look, STRICT), "", at_most=0)
    yield Figure(f"{name}: violations of Trusted Types", violations(look, TRUSTED), "", at_most=0)
    yield _passed(look, at_most=None if look.peer.name == "troth by tag" else 0)


def _passed(look: Look, at_most: float | None) -> Figure:
    """How many of the checks are not passed, and which."""
    said = answers(look)
    failed = [name for name, is_passed in said.items() if not is_passed]
    named = f" ({', '.join(failed)})" if failed else ""
    return Figure(
        f"{look.peer.name}: checks of {len(said)} not passed{named}", len(failed), "", at_most=at_most
    )
