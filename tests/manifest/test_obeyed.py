"""The law's periods in place of laxer promises: never laxer than either, but for a duty, where the law's own counts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.good import FRANCE, ON, found, manifest
from troth.law.period import Period, longer
from troth.law.retention import Bound
from troth.manifest.canonical import from_data, to_data
from troth.manifest.model import Manifest
from troth.manifest.names import ClockName, PurposeName
from troth.manifest.obeyed import ACTIVE, ARCHIVE, bounded, obeying, overruled
from troth.manifest.policy import Waiver
from troth.manifest.purposes import Archive, ArchiveGround, Limit, Obeyed, Span
from troth.manifest.text import Text

GOOD = manifest()
NAME = PurposeName("customers")
periods = st.builds(Period, months=st.integers(0, 400), days=st.integers(0, 400))
sorts = st.sampled_from(sorted(FRANCE.retention))
days = st.dates(date(2001, 1, 1), date(2060, 1, 1)).map(lambda day: day.replace(month=1, day=1))


def promising(
    sort: str | None, active: Period, archive: Period | None = None, limit: Limit = Limit.MAX
) -> Manifest:
    """The good policy, one purpose of that sort with these periods."""
    purpose = GOOD.purposes[NAME]
    kept = None
    if archive is not None:
        span = Span(ClockName("closed"), archive, limit=limit)
        kept = Archive(span, ArchiveGround.LEGAL_CLAIMS, Text({"en": "claims"}))
    changed = replace(
        purpose,
        active=Span(ClockName("closed"), active, limit=limit),
        archive=kept,
        terms=replace(purpose.terms, sort=sort),
    )
    return replace(GOOD, purposes={**GOOD.purposes, NAME: changed})


def obeyed(written: Manifest) -> Manifest:
    return obeying(written, overruled(written, FRANCE, ON))


@given(sorts, periods, st.none() | periods)
def test_what_is_applied_is_as_strict_as_promise_and_law(
    sort: str, active: Period, archive: Period | None
) -> None:
    written = promising(sort, active, archive)
    before, after = written.purposes[NAME], obeyed(written).purposes[NAME]
    row = FRANCE.retention[sort]
    assert not [one for one in bounded(after, row) if one.is_broken]
    if row.bound is not Bound.MIN:
        assert not longer(after.active.period or Period(), before.active.period or Period())
    for one in bounded(before, row):
        span = after.active if one.steps == ACTIVE else after.archive and after.archive.span
        assert span
        assert span.period == (one.law if one.is_broken else span.period)


@given(sorts, periods, st.none() | periods)
def test_obeying_twice_is_obeying_once(sort: str, active: Period, archive: Period | None) -> None:
    once = obeyed(promising(sort, active, archive))
    assert overruled(once, FRANCE, ON) == []


@given(sorts, periods, st.none() | periods)
def test_what_check_blames_is_what_is_overruled(sort: str, active: Period, archive: Period | None) -> None:
    """PL22 and the run speak of the same places, so nobody is surprised by either."""
    from troth.manifest.rules import findings

    written = promising(sort, active, archive)
    blamed = {
        one.at
        for one in findings(written, FRANCE, ON)
        if one.case in ("over-maximum", "under-minimum") and one.severity == "error"
    }
    applied = {".".join(("purposes", one.purpose, *one.steps)) for one in overruled(written, FRANCE, ON)}
    assert blamed == applied


def test_a_promise_over_the_maximum_is_cut_and_says_so() -> None:
    span = obeyed(promising("prospect", Period(months=60))).purposes[NAME].active
    assert span.period == Period(months=36)
    assert span.obeys == Obeyed(Period(months=60), FRANCE.retention["prospect"].source)


def test_a_promise_under_a_duty_is_stretched_where_it_ends() -> None:
    alone = obeyed(promising("accounting", Period(months=72))).purposes[NAME]
    assert alone.active.period == Period(months=120)
    archived = obeyed(promising("accounting", Period(months=12), Period(months=72))).purposes[NAME]
    assert archived.active.period == Period(months=12)
    assert archived.archive
    assert archived.archive.span.period == Period(months=120)


def test_a_stricter_promise_a_guess_and_a_duty_of_its_own_stay() -> None:
    for written in (
        promising("prospect", Period(months=6)),
        promising(None, Period(months=600)),
        promising("prospect", Period(months=60), limit=Limit.MIN),
    ):
        assert obeyed(written) is written


@pytest.mark.parametrize("at", [None, "purposes.customers", "purposes.customers.retention"])
def test_a_period_that_a_person_answers_for_stays_until_the_waiver_ends(at: str | None) -> None:
    written = promising("prospect", Period(months=60))
    waived = Waiver("PL22", "the court asked for it", "Ada", ON, at)
    written = replace(written, policy=replace(written.policy, waivers=(waived,)))
    assert overruled(written, FRANCE, ON) == []
    assert overruled(written, FRANCE, date(ON.year + 1, 1, 1)) != []


def test_a_waiver_of_another_place_keeps_nothing() -> None:
    written = promising("prospect", Period(months=60))
    waived = Waiver("PL22", "the court asked for it", "Ada", ON, "purposes.custom")
    written = replace(written, policy=replace(written.policy, waivers=(waived,)))
    assert [one.steps for one in overruled(written, FRANCE, ON)] == [ACTIVE]


def test_what_is_obeyed_is_kept_with_a_version() -> None:
    both = obeyed(promising("customer_file", Period(months=400), Period(months=400)))
    assert both.purposes[NAME].archive
    assert [
        one.steps for one in overruled(promising("customer_file", Period(), Period(months=400)), FRANCE, ON)
    ] == [ARCHIVE]
    assert from_data(to_data(both)) == both


def test_the_good_policy_is_applied_as_it_is_written() -> None:
    assert found() == []
    assert obeyed(GOOD) is GOOD
