"""Lengths of time as people and laws state them: ISO 8601 periods, counted on the calendar.

A month is not thirty days. A period in days or longer moves a *date* of the controller's zone; one in
hours or shorter moves an *instant*. `last_day_ended` is the exact inverse that a store can be asked with.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_PATTERN = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time (ISO 8601-1 section 5.5.2): `P3Y`, `P6M`, `P30D`, `PT48H`."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read an ISO 8601 period; raises ValueError for anything else, and where days and hours mix."""
        match = _PATTERN.fullmatch(text)
        if match is None or text in ("P", "PT") or text.endswith("T"):
            raise ValueError(text)
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        period = cls(years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)
        if period.seconds and (period.months or period.days):
            raise ValueError(text)
        return period

    @property
    def is_exact(self) -> bool:
        """Whether the period is counted in hours, minutes or seconds: an instant moves, not a date."""
        return self.seconds > 0

    def after(self, start: date) -> date:
        """The date `start + period`; a day that is not there is the month's last (Reg. 1182/71 Art. 3(2))."""
        month_index = start.year * 12 + start.month - 1 + self.months
        year, month = divmod(month_index, 12)
        if year > 9999:
            return date.max
        day = min(start.day, monthrange(year, month + 1)[1])
        try:
            return date(year, month + 1, day) + timedelta(days=self.days)
        except OverflowError:
            return date.max

    def last_day_ended(self, today: date) -> date:
        """
        The greatest day d with `after(d) < today`: what started on d or before has ended today.

        Exact although months clamp: no day is ended for one reading and alive for the other
        (`d + P < today` against `d < today - P`). Returns `date.min` where nothing can have ended.
        """
        month_index = today.year * 12 + today.month - 1 - self.months
        if month_index < 24 or self.days > today.toordinal() - 800:
            return date.min
        year, month = divmod(month_index, 12)
        guess = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        day = guess - timedelta(days=self.days) + timedelta(days=3)
        while self.after(day) >= today:
            day -= timedelta(days=1)
        return day

    def __str__(self) -> str:
        if self.seconds:
            hours, rest = divmod(self.seconds, 3600)
            minutes, seconds = divmod(rest, 60)
            parts = [(hours, "H"), (minutes, "M"), (seconds, "S")]
            return "PT" + "".join(f"{value}{unit}" for value, unit in parts if value)
        years, months = divmod(self.months, 12)
        parts = [(years, "Y"), (months, "M"), (self.days, "D")]
        return "P" + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0D")


_DAY = date(2001, 1, 1)


def longer(one: Period, other: Period) -> bool:
    """Whether a period lasts longer than another, counted from the first day of a year."""
    if one.is_exact or other.is_exact:
        return seconds(one) > seconds(other)
    return one.after(_DAY) > other.after(_DAY)


def seconds(period: Period) -> int:
    """How long it lasts from the first day of a year."""
    return period.seconds + (period.after(_DAY) - _DAY).days * 86_400


def longest(periods: Iterable[Period]) -> Period | None:
    """The one that lasts longest."""
    return max(periods, key=seconds, default=None)
