"""Until when an answer must be given: the vectors of the specification, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.law.calendars import days_off
from troth.law.deadlines import limit_law, limit_raw, limit_work, pause
from troth.law.period import Period

FRANCE = days_off("FR")
NONE = timedelta()

VECTORS = [  # received, months, days of pause, before days off, the law's last day
    ("2026-03-05", 1, 0, "2026-04-05", "2026-04-07"),  # Sunday, then Easter Monday
    ("2026-01-31", 1, 0, "2026-02-28", "2026-03-02"),
    ("2024-01-30", 1, 0, "2024-02-29", "2024-02-29"),  # a leap year
    ("2026-08-31", 1, 0, "2026-09-30", "2026-09-30"),
    ("2026-04-01", 1, 0, "2026-05-01", "2026-05-04"),
    ("2026-04-08", 1, 0, "2026-05-08", "2026-05-11"),
    ("2026-04-14", 1, 0, "2026-05-14", "2026-05-15"),  # Ascension
    ("2026-06-14", 1, 0, "2026-07-14", "2026-07-15"),
    ("2026-07-15", 1, 0, "2026-08-15", "2026-08-17"),
    ("2026-10-01", 1, 0, "2026-11-01", "2026-11-02"),
    ("2026-11-25", 1, 0, "2026-12-25", "2026-12-28"),
    ("2026-12-01", 1, 0, "2027-01-01", "2027-01-04"),
    ("2026-03-05", 3, 0, "2026-06-05", "2026-06-05"),
    ("2025-11-30", 3, 0, "2026-02-28", "2026-03-02"),
    ("2026-03-05", 1, 11, "2026-04-16", "2026-04-16"),  # proof asked on 9 March, received on the 20th
]


@pytest.mark.parametrize(("received", "months", "paused", "raw", "limit"), VECTORS)
def test_a_demand_is_due_on_the_day_of_the_law(
    received: str, months: int, paused: int, raw: str, limit: str
) -> None:
    received_on, pause = date.fromisoformat(received), timedelta(days=paused)
    assert limit_raw(received_on, months, pause) == date.fromisoformat(raw)
    assert limit_law(received_on, months, pause, FRANCE) == date.fromisoformat(limit)


days = st.dates(date(2018, 5, 25), date(2060, 1, 1))


@given(days, st.sampled_from((1, 3)), st.integers(0, 90))
def test_the_limit_is_a_working_day_and_never_before_its_months(day: date, months: int, pause: int) -> None:
    limit = limit_law(day, months, timedelta(days=pause), FRANCE)
    raw = limit_raw(day, months, timedelta(days=pause))
    assert not FRANCE(limit)
    assert raw <= limit <= raw + timedelta(days=5)


@given(days, st.integers(1, 3), st.integers(0, 90))
def test_a_later_receipt_or_a_longer_pause_is_never_due_earlier(day: date, months: int, pause: int) -> None:
    later = limit_law(day + timedelta(days=1), months, NONE, FRANCE)
    assert later >= limit_law(day, months, NONE, FRANCE)
    assert limit_law(day, months, timedelta(days=pause), FRANCE) >= limit_law(day, months, NONE, FRANCE)


@given(days, st.integers(0, 60))
def test_work_is_planned_on_a_day_that_is_never_after_the_law(day: date, promised: int) -> None:
    planned = limit_work(day, Period(days=promised), FRANCE)
    assert day <= planned <= limit_law(day, 1, NONE, FRANCE)
    assert planned <= Period(days=promised).after(day)


def test_a_promise_of_a_month_that_ends_on_a_sunday_is_kept_on_friday() -> None:
    assert limit_work(date(2026, 3, 5), Period(months=1), FRANCE) == date(2026, 4, 3)


def test_a_pause_lasts_from_the_asking_to_the_proof() -> None:
    received, asked, got = date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 20)
    assert pause(received, asked, got, FRANCE) == timedelta(days=11)


@pytest.mark.parametrize(("asked", "days"), [("2026-03-12", 10), ("2026-03-13", 0), ("2026-04-20", 0)])
def test_proof_that_is_asked_for_late_pauses_nothing(asked: str, days: int) -> None:
    asked_on = date.fromisoformat(asked)
    got = asked_on + timedelta(days=10)
    assert pause(date(2026, 3, 5), asked_on, got, FRANCE) == timedelta(days=days)
