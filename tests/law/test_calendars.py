"""The public holidays that the library computes are those of the law, year by year."""

from datetime import date, timedelta

import pytest

from troth.law.calendars import days_off

# C. trav. Art. L3133-1: the eleven, those that move with Easter by hand.
MOVING = {  # Easter Monday, Ascension, Whit Monday
    2024: ("04-01", "05-09", "05-20"),
    2025: ("04-21", "05-29", "06-09"),
    2026: ("04-06", "05-14", "05-25"),
    2027: ("03-29", "05-06", "05-17"),
    2028: ("04-17", "05-25", "06-05"),
    2029: ("04-02", "05-10", "05-21"),
    2030: ("04-22", "05-30", "06-10"),
}
FIXED = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
ESTONIA_2026 = (
    *(
        "01-01",
        "02-24",
        "04-03",
        "04-05",
        "05-01",
        "05-24",
        "06-23",
        "06-24",
        "08-20",
        "12-24",
        "12-25",
        "12-26",
    ),
)


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [day for number in range(366) if (day := first + timedelta(days=number)).year == year]


@pytest.mark.parametrize("year", MOVING)
def test_france_has_its_eleven_and_no_other(year: int) -> None:
    off = days_off("FR")
    holidays = {date.fromisoformat(f"{year}-{day}") for day in (*FIXED, *MOVING[year])}
    assert {day for day in every_day(year) if off(day)} == holidays | weekends(year)


def test_estonia_has_its_own() -> None:
    off = days_off("EE")
    holidays = {date.fromisoformat(f"2026-{day}") for day in ESTONIA_2026}
    assert {day for day in every_day(2026) if off(day)} == holidays | weekends(2026)


def weekends(year: int) -> set[date]:
    return {day for day in every_day(year) if day.weekday() >= 5}


def test_holidays_of_a_region_alone_do_not_count() -> None:
    assert not days_off("FR")(date(2026, 4, 3))  # Good Friday, in Alsace and Moselle
