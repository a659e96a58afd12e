"""
How many were asked and what they said, per purpose and day: counts, and nothing that could be a person.

Decisions are counted as the sequencer links them, each once. That a banner became visible is counted when a browser
says so, without an identifier; robots and pages loaded ahead do not count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from troth.claims.facts import Instant
from troth.consent.model import BROWSER, Event, OfferId, name_of
from troth.consent.questions import day_of
from troth.consent.records import consent_figures
from troth.database.transactions import Transaction
from troth.site import Site

EVERYTHING = ""  # under this name stand whole acts: served, accepted, refused, mixed
ON_SCREEN = frozenset({"banner", "panel", "page"})

_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|headless|lighthouse|pingdom|uptime|scrap|"
    r"^(curl|wget|python|java|go-http|okhttp|libwww|axios|node|ruby|php)",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)

Counts = Mapping[tuple[str, str, str], int]  # (day, offer, event) → how many


@dataclass(frozen=True, slots=True)
class Figure:
    """One day of one offer, or of whole acts (`offer` is empty, and refused means everything refused)."""

    day: date
    offer: str
    served: int = 0
    given: int = 0
    refused: int = 0
    mixed: int = 0
    withdrawn: int = 0

    @property
    def unanswered(self) -> int:
        """How many were asked and did not answer that day; none where more answered than the browser told of."""
        return max(0, self.served - self.given - self.refused - self.mixed)


def is_automatic(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a robot, a probe or a page loaded ahead. Header names in lower case."""
    agent = headers.get("user-agent", "")
    ahead = " ".join(headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))
    return not agent or _ROBOTS.search(agent) is not None or _AHEAD.search(ahead) is not None


def count_served(site: Site, shown: Mapping[tuple[OfferId, ...], int], at: Instant) -> None:
    """Add that the first layer became visible: how many times with which offers. Many at once cost as little as one."""
    day = day_of(site.manifest, at).isoformat()
    counts: Counter[tuple[str, str, str]] = Counter()
    for offers, times in shown.items():
        counts[day, EVERYTHING, Event.SERVED.value] += times
        for offer in offers:
            counts[day, name_of(offer), Event.SERVED.value] += times
    with site.database.transaction() as tx:
        add(tx, site.name, counts)


def counted(bodies: Iterable[Mapping[str, Any]], zone: str) -> Counts:
    """What these records add to the figures."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for body in bodies:
        day = datetime.fromisoformat(body["at"]).astimezone(ZoneInfo(zone)).date().isoformat()
        events = [told["event"] for told in body["answers"].values()]
        for offer, event in zip(body["answers"], events, strict=True):
            if event != Event.SERVED.value or body["key"] != BROWSER:
                counts[day, offer, event] += 1
        if body["key"] == BROWSER and body["notice"].get("layer") in ON_SCREEN:
            counts[day, EVERYTHING, _outcome(events)] += 1
    return counts


def add(tx: Transaction, site: str, counts: Counts) -> None:
    """Add counts to those that stand."""
    rows = [
        {"site": site, "day": day, "offer": offer, "event": event, "count": count}
        for (day, offer, event), count in sorted(counts.items())
    ]
    if rows:
        tx.run(_ADD, rows)


def figures(site: Site, first: date, last: date) -> list[Figure]:
    """The figures of these days, whole acts first, then each offer, day by day."""
    table = consent_figures.c
    query = (
        select(table.offer, table.day, table.event, table.count.label("times"))
        .where(table.site == site.name, table.day >= first.isoformat(), table.day <= last.isoformat())
        .order_by(table.offer, table.day)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    with site.database.reading() as tx:
        for row in tx.rows(query):
            found.setdefault((row.offer, row.day), {})[row.event] = row.times
    return [_figure(date.fromisoformat(day), offer, counts) for (offer, day), counts in found.items()]


def summed(found: Sequence[Figure]) -> list[Figure]:
    """The same over all their days, dated by the last."""
    sums: dict[str, Figure] = {}
    for one in found:
        was = sums.get(one.offer, Figure(one.day, one.offer))
        sums[one.offer] = Figure(
            max(one.day, was.day),
            one.offer,
            was.served + one.served,
            was.given + one.given,
            was.refused + one.refused,
            was.mixed + one.mixed,
            was.withdrawn + one.withdrawn,
        )
    return list(sums.values())


def _figure(day: date, offer: str, counts: Mapping[str, int]) -> Figure:
    given = counts.get(Event.GIVEN.value, 0) + counts.get("accepted", 0)
    numbers = (counts.get(event, 0) for event in ("refused", "mixed", "withdrawn"))
    return Figure(day, offer, counts.get(Event.SERVED.value, 0), given, *numbers)


def _outcome(events: Sequence[str]) -> str:
    """What a whole act came to."""
    kinds = {event == Event.GIVEN.value for event in events if event != Event.SERVED.value}
    if kinds == {True}:
        return "accepted"
    return "mixed" if len(kinds) == 2 else Event.REFUSED.value


_ADD = text(
    "INSERT INTO consent_figures (site, day, offer, event, count) VALUES (:site, :day, :offer, :event, :count) "
    "ON CONFLICT (site, day, offer, event) DO UPDATE SET count = consent_figures.count + excluded.count"
)
