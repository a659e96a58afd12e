"""The law's periods in place of laxer promises: never laxer than either, but for a duty, where the law's own counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.good import FRANCE, ON, STORES, found, manifest
from tests.rules.good import GOOD as GOOD_TEXT
from troth.declared import declared, manifest_of, under_law
from troth.law.period import Period, longer
from troth.law.retention import Bound
from troth.manifest.canonical import from_data, to_data
from troth.manifest.model import Manifest
from troth.manifest.names import ClockName, PurposeName
from troth.manifest.obeyed import ACTIVE, ARCHIVE, Ceiling, bounded, ceilings, obeying, overruled
from troth.manifest.policy import Banner, Right, Waiver
from troth.manifest.purposes import Archive, ArchiveGround, Limit, Obeyed, Span
from troth.manifest.text import Text
from troth.texts.policy.page import Stamp, page
from troth.texts.policy.telling import Telling

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
    applied = {".".join(one.path) for one in overruled(written, FRANCE, ON)}
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
    assert [one.path[2:] for one in overruled(written, FRANCE, ON)] == [ACTIVE]


def test_what_is_obeyed_is_kept_with_a_version() -> None:
    both = obeyed(promising("customer_file", Period(months=400), Period(months=400)))
    assert both.purposes[NAME].archive
    assert [
        one.path[2:]
        for one in overruled(promising("customer_file", Period(), Period(months=400)), FRANCE, ON)
    ] == [ARCHIVE]
    assert from_data(to_data(both)) == both


def test_the_good_policy_is_applied_as_it_is_written() -> None:
    assert found() == []
    assert obeyed(GOOD) is GOOD


# --- answers, breaches, tracers and choices -----------------------------------------------------------------

spans = st.one_of(
    st.builds(Period, months=st.integers(0, 40), days=st.integers(0, 70)),
    st.builds(Period, seconds=st.integers(0, 400 * 3600)),
)
COOKIE = next(name for name, one in GOOD.policy.cookies.items() if one.life is not None)
CHOSEN = next(one.purpose for one in GOOD.policy.cookie_categories.values() if one.consent and one.purpose)
# How each such period is written into the good policy.
WRITE: dict[tuple[str, ...], Callable[[Manifest, Period], Manifest]] = {
    ("requests", "deadline"): lambda to, of: _terms(to, deadline=of),
    ("requests", "extension"): lambda to, of: _terms(to, extension=of),
    ("rights", "access", "deadline"): lambda to, of: _right(to, "access", deadline=of),
    ("rights", "access", "extension"): lambda to, of: _right(to, "access", extension=of),
    ("rights", "withdrawal", "deadline"): lambda to, of: _right(to, "withdrawal", deadline=of),
    ("breaches", "notify_within"): lambda to, of: _of(
        to, breaches=replace(to.policy.breaches, notify_within=of)
    ),
    ("banner", "choice_kept"): lambda to, of: _of(
        to, banner=replace(to.policy.banner or Banner(), choice_kept=of)
    ),
    ("cookies", COOKIE, "life"): lambda to, of: _of(
        to, cookies={**to.policy.cookies, COOKIE: replace(to.policy.cookies[COOKIE], life=of)}
    ),
    ("purposes", CHOSEN, "consent", "validity"): lambda to, of: replace(
        to, purposes={**to.purposes, CHOSEN: replace(to.purposes[CHOSEN], validity=of)}
    ),
}
places = st.sampled_from(sorted(WRITE))


def _of(manifest_: Manifest, **parts: Any) -> Manifest:
    return replace(manifest_, policy=replace(manifest_.policy, **parts))


def _terms(manifest_: Manifest, **parts: Any) -> Manifest:
    return _of(manifest_, requests=replace(manifest_.policy.requests, **parts))


def _right(manifest_: Manifest, name: str, **parts: Any) -> Manifest:
    rights = manifest_.policy.rights
    return _of(manifest_, rights={**rights, name: replace(rights.get(name, Right()), **parts)})


def at(found_: Manifest, path: tuple[str, ...]) -> Ceiling:
    """The period that stands at a place, beside the law's."""
    return next(one for one in ceilings(found_, FRANCE) if one.path == path)


@given(places, spans)
def test_a_limit_that_runs_is_never_laxer_than_promise_or_law(
    path: tuple[str, ...], promised: Period
) -> None:
    written = WRITE[path](GOOD, promised)
    applied, law = at(obeyed(written), path).promised, at(written, path).law
    assert not longer(applied, promised)
    assert not longer(applied, law)
    assert applied in (promised, law)


@given(st.lists(st.tuples(places, spans), max_size=5))
def test_limits_obeyed_twice_are_obeyed_once_and_read_again(
    limits: list[tuple[tuple[str, ...], Period]],
) -> None:
    written = GOOD
    for path, promised in limits:
        written = WRITE[path](written, promised)
    once = obeyed(written)
    assert overruled(once, FRANCE, ON) == []
    assert from_data(to_data(once)) == once


@given(places, spans, spans)
def test_a_stricter_promise_never_runs_laxer(path: tuple[str, ...], one: Period, other: Period) -> None:
    shorter, further = (one, other) if longer(other, one) else (other, one)
    kept = [at(obeyed(WRITE[path](GOOD, period)), path).promised for period in (shorter, further)]
    assert not longer(kept[0], kept[1])


@given(places, spans)
def test_both_are_kept_and_the_law_is_named_where_it_wins(path: tuple[str, ...], promised: Period) -> None:
    written = WRITE[path](GOOD, promised)
    after = obeyed(written)
    told = after.purposes[PurposeName(path[1])].obeys if path[0] == "purposes" else None
    told = told or after.policy.obeys.get(".".join(path))
    if at(written, path).is_broken:
        assert told == Obeyed(promised, at(written, path).source)
    else:
        assert told is None


@given(places, spans)
def test_what_check_blames_of_limits_is_overruled(path: tuple[str, ...], promised: Period) -> None:
    from troth.manifest.rules import findings

    written = WRITE[path](GOOD, promised)
    cases = (
        "deadline-too-long",
        "extension-too-long",
        "tracer-too-old",
        "choice-too-long",
        "measured-too-long",
    )
    blamed = {one.at for one in findings(written, FRANCE, ON) if one.case in cases}
    applied = {".".join(one.path) for one in overruled(written, FRANCE, ON)}
    assert blamed <= applied
    # No rule of publication speaks of these, and they bind all the same.
    assert applied - blamed <= {"breaches.notify_within", "rights.withdrawal.deadline"}


def test_a_choice_without_a_life_lives_as_long_as_the_banner_keeps_choices_and_the_law_at_most() -> None:
    silent = replace(
        GOOD,
        purposes={**GOOD.purposes, CHOSEN: replace(GOOD.purposes[CHOSEN], validity=None)},
    )
    for kept, applied in ((Period(months=6), Period(months=6)), (Period(months=30), Period(months=13))):
        written = WRITE["banner", "choice_kept"](silent, kept)
        assert obeyed(written).purposes[CHOSEN].validity == applied


def test_a_person_may_answer_for_guidance_and_for_no_statute() -> None:
    written = WRITE["requests", "deadline"](WRITE["banner", "choice_kept"](GOOD, Period(24)), Period(3))
    waivers = tuple(Waiver(rule, "asked for", "Ada", ON) for rule in ("PL27", "PL38"))
    written = _of(written, waivers=waivers)
    assert [one.path for one in overruled(written, FRANCE, ON)] == [("requests", "deadline")]


def test_a_site_runs_and_is_told_by_the_law_where_its_promise_is_laxer(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        GOOD_TEXT.replace("deadline: P1M", "deadline: P3M", 1), encoding="utf-8"
    )
    (tmp_path / "stores.yaml").write_text(STORES, encoding="utf-8")
    written = declared(tmp_path)
    running = under_law(written, ON)
    assert written.manifest.policy.requests.deadline == Period(3)
    assert running.manifest.policy.requests.deadline == Period(1)
    assert manifest_of(running.text) == running.manifest
    assert "within 1\xa0month of receipt" in page(
        Telling.of(running.manifest, "en", ON), Stamp(1, ON, "a.css")
    )
