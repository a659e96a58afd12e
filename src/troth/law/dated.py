"""What every value of the law has: the text it stands in, and the days between which it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

GDPR = date(2018, 5, 25)  # the day from which Regulation 2016/679 applies (Art. 99(2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value beside its article."""

    source: str
    since: date = GDPR
    until: date | None = None  # the first day on which it no longer holds

    def holds(self, on: date) -> bool:
        """Whether the value holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)


E = TypeVar("E", bound=Entry)
_FRENCH = re.compile(r"\bloi \d|\bC\. \w|CPCE|décret|CNIL|LPF|CMF|CSI|SAN-|NS-48")


def outside_france(entry: E, source: str = "GDPR Art. 5(1)(e); as in France") -> E:
    """The same value elsewhere: French texts leave its source; where nothing is left, `source` stands for it."""
    left = "; ".join(part for part in entry.source.split("; ") if not _FRENCH.search(part))
    return entry if left == entry.source else replace(entry, source=left or source)


def in_force(entries: Iterable[E], on: date) -> tuple[E, ...]:
    """Those that hold on that day, in their order."""
    return tuple(entry for entry in entries if entry.holds(on))
