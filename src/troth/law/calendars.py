"""Public holidays, from the library `holidays`: computed, nothing is read (docs/decisions/0055)."""

from collections.abc import Callable
from datetime import date
from functools import cache

DayTest = Callable[[date], bool]


def days_off(country: str) -> DayTest:
    """
    A test for the Saturdays, Sundays and public holidays of a country (Regulation 1182/71 Art. 2, 3(4)).

    Args:
        country: ISO 3166, as "FR". Holidays of its regions alone (Alsace-Moselle) do not count: the date
            that results is never later than the law's there.
    """

    def is_day_off(day: date) -> bool:
        return day.weekday() >= 5 or day in _holidays(country, day.year)

    return is_day_off


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # only who counts a deadline waits for it

    return frozenset(holidays.country_holidays(country, years=year))
