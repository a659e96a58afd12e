"""Until when an answer must be given: months, pauses and days off (GDPR Art. 12(3); Regulation 1182/71)."""

from dataclasses import dataclass
from datetime import date, timedelta

from troth.law.calendars import DayTest
from troth.law.dated import Entry, outside_france
from troth.law.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Entry):
    """A limit that the law sets for something, from something."""

    id: str
    within: Period
    starts: str  # what starts it
    is_statutory: bool = True  # false: a target or a default, stricter than any text


DEADLINES = (
    Deadline(id="answer", within=Period(months=1), starts="receipt", source="GDPR Art. 12(3), 12(4)"),
    Deadline(id="extension", within=Period(months=2), starts="end of the month", source="GDPR Art. 12(3)"),
    Deadline(
        id="ask_identity",
        within=Period(days=7),  # five working days
        starts="receipt",
        source="décret 2019-536 Art. 77: without undue delay",
        is_statutory=False,
    ),
    Deadline(id="at_once", within=Period(), starts="receipt", source="GDPR Art. 7(3), 18(1)(d), 21(3)"),
    Deadline(
        id="in_stores",
        within=Period(seconds=15 * 60),
        starts="receipt",
        source="GDPR Art. 7(3), 21(3)",
        is_statutory=False,
    ),
    Deadline(
        id="at_processors",
        within=Period(seconds=24 * 3600),
        starts="receipt",
        source="GDPR Art. 7(3), 21(3), 28(3)",
        is_statutory=False,
    ),
    Deadline(
        id="mail_in_flight",
        within=Period(seconds=48 * 3600),
        starts="receipt",
        source="GDPR Art. 21(3); RFC 8058",
        is_statutory=False,
    ),
    Deadline(
        id="forward",
        within=Period(days=2),
        starts="receipt by a processor",
        source="GDPR Art. 28(3)(e)",
        is_statutory=False,
    ),
    Deadline(
        id="minor",
        within=Period(months=1),
        starts="receipt",
        source="loi 78-17 Art. 51",
    ),
    Deadline(id="breach", within=Period(seconds=72 * 3600), starts="awareness", source="GDPR Art. 33(1)"),
    Deadline(
        id="hold_review",
        within=Period(months=6),
        starts="the placing or last review of a hold",
        source="GDPR Art. 5(1)(e), 17(3)(e)",
        is_statutory=False,
    ),
    Deadline(
        id="ask_again",
        within=Period(months=3),
        starts="the wording that outgrew a consent",
        source="GDPR Art. 7; a default of Troth",
        is_statutory=False,
    ),
)
# The faster erasure for minors stands in French law only; elsewhere a pause for proof is tolerated.
OUTSIDE_FRANCE = tuple(
    outside_france(row, "EDPB 01/2022: without undue delay") for row in DEADLINES if row.id != "minor"
)
_BY_ID = {deadline.id: deadline for deadline in DEADLINES}
ANSWER, EXTENSION = _BY_ID["answer"].within, _BY_ID["extension"].within
BREACH, ASK_AGAIN = _BY_ID["breach"].within, _BY_ID["ask_again"].within
HOLD_REVIEW = _BY_ID["hold_review"].within

ASKED_WITHIN = 5  # working days in which proof is asked for without undue delay (D 77; a default of Troth)
ALARMS = (0.5, 0.75, 0.9)  # of the time that a demand has; and three days before its end
ALARM_DAYS_BEFORE = 3
EXTENSIONS_ALARM = 0.05  # more demands extended than this share is itself an alarm


def pause(received_on: date, asked_on: date, answered_on: date, is_day_off: DayTest) -> timedelta:
    """
    How long a demand rests while proof of identity is awaited, whole days (décret 2019-536 Art. 77).

    None where it was asked for later than five working days after receipt: that was undue delay. It ends on the
    day on which the proof came, not on which somebody looked at it.

    Args:
        received_on: day of receipt of the demand, in the controller's time zone.
        asked_on: the day on which the letter that asks for proof left.
        answered_on: the day on which the proof came.
        is_day_off: true for Saturdays, Sundays and public holidays there.
    """
    between = (received_on + timedelta(days=number) for number in range(1, (asked_on - received_on).days + 1))
    if sum(not is_day_off(day) for day in between) > ASKED_WITHIN:
        return timedelta()
    return max(timedelta(), answered_on - asked_on)


def limit_raw(received_on: date, months: int, paused: timedelta = timedelta()) -> date:
    """The end of the month(s) before days off count (Regulation 1182/71 Art. 3(1), 3(2)(c)); D 77 for pauses."""
    return Period(months=months).after(received_on) + paused


def limit_law(received_on: date, months: int, paused: timedelta, is_day_off: DayTest) -> date:
    """
    The last day on which the law lets a demand be answered (GDPR Art. 12(3)).

    Months end on the same date, or on the month's last day where there is none; a day off
    moves the end to the next working day (Regulation 1182/71 Art. 3(2)(c), 3(4)).

    Args:
        received_on: day of receipt, in the controller's time zone.
        months: 1, or 3 once an extension has been notified.
        paused: while proof of identity was awaited, whole days (décret 2019-536 Art. 77).
        is_day_off: true for Saturdays, Sundays and public holidays there.
    """
    limit = limit_raw(received_on, months, paused)
    while is_day_off(limit):
        limit += timedelta(days=1)
    return limit


def limit_work(received_on: date, within: Period, is_day_off: DayTest) -> date:
    """
    The day that work is planned on: the shortest of law, promise and target, and never later than a working day.

    No pause counts here, and a day off moves the end back, so that it is never later than `limit_law`.

    Args:
        received_on: day of receipt, in the controller's time zone.
        within: the promise or the target, where it is shorter than the law's month.
        is_day_off: true for Saturdays, Sundays and public holidays there.
    """
    limit = min(limit_raw(received_on, ANSWER.months), within.after(received_on))
    while is_day_off(limit) and limit > received_on:
        limit -= timedelta(days=1)
    return limit
