"""
What a server does by itself: every moment link what was recorded and write what was counted, and once a day forget
the proof whose time is over.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.consent.figures import count_served
from troth.consent.model import OfferId
from troth.consent.proof import forget_daily
from troth.consent.sequence import link
from troth.errors import TrothError
from troth.site import Site
from troth.web.hosted import logs

EVERY_SECONDS = 0.5  # a record is linked within a second
DAILY_SECONDS = 60.0  # how often it is looked whether a new day has begun


class Shown:
    """How often the question became visible since it was last written down, by what it asked. Nothing else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[OfferId, ...]] = Counter()

    def add(self, offers: tuple[OfferId, ...], times: int = 1) -> None:
        """It became visible with these offers."""
        with self._lock:
            self._counts[offers] += times

    def taken(self) -> Counter[tuple[OfferId, ...]]:
        """What was counted, which is then counted no more."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return counts


class Rhythm:
    """
    Two threads for all sites: what is done every moment does not wait for what is done once a day.

    Where several processes share a database, one of them links at a time, and one of them forgets on each day.
    """

    def __init__(
        self,
        sites: Sequence[tuple[Site, Shown]],
        clock: Callable[[], Instant],
        every_seconds: float = EVERY_SECONDS,
        daily_seconds: float = DAILY_SECONDS,
    ) -> None:
        self._sites, self._clock, self._every, self._daily = sites, clock, every_seconds, daily_seconds
        self._stop = threading.Event()
        self._days: dict[str, date] = {}  # on which each site was last looked after
        self._threads = [
            threading.Thread(target=run, name=name, daemon=True)
            for name, run in (("rhythm", self._run), ("daily", self._run_daily))
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, once more after the last request."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        self._beat()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self._beat()

    def _run_daily(self) -> None:
        while not self._stop.is_set():
            for site, _ in self._sites:
                today = self._clock().astimezone(ZoneInfo(site.manifest.zone)).date()
                if self._days.get(site.name) != today:
                    self._days[site.name] = today
                    self._do("not forgotten", site, partial(self._forget, site))
            self._stop.wait(self._daily)

    def _forget(self, site: Site) -> None:
        gone = forget_daily(site, self._clock(), lambda: not self._stop.is_set())
        if gone is not None and gone.records:
            logs.tell("forgotten", site=site.name, records=gone.records)

    def _beat(self) -> None:
        for site, shown in self._sites:
            self._do("uncounted", site, partial(_write, site, shown, self._clock()))
            self._do("unlinked", site, partial(link, site, self._clock()))

    def _do(self, event: str, site: Site, act: Callable[[], object]) -> None:
        """A database that is down is told by /readyz too; the next beat tries again, after a bug as well."""
        try:
            act()
        except TrothError as error:
            logs.tell(event, logging.WARNING, site=site.name, failure=type(error).__name__)
        except Exception as error:  # noqa: BLE001  # the outermost door of this thread
            logs.tell(event, logging.ERROR, site=site.name, failure=logs.as_bug(error))


def _write(site: Site, shown: Shown, at: Instant) -> None:
    counts = shown.taken()
    if not counts:
        return
    try:
        count_served(site, counts, at)
    except TrothError:
        for offers, times in counts.items():
            shown.add(offers, times)
        raise
