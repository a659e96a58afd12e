"""The pack itself, days far off, and the rules that a person set aside for a reason and a time."""

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.good import FRANCE, ON, found
from troth.law.packs import pack
from troth.manifest.rules import Finding, unchecked
from troth.texts import rules as words
from troth.texts.language import LANGUAGES
from troth.texts.rules.around import AROUND

LATE = ("deadline: P1M", "deadline: P2M")


def waived(rule: str, until: str, at: str = "") -> tuple[str, str]:
    where = f", at: {at}" if at else ""
    line = f"waivers: [{{rule: {rule}, reason: until spring, by: Ada, until: {until}{where}}}]\n"
    return "\ncookie_categories:", f"\n{line}cookie_categories:"


def seen(findings: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(finding.rule, finding.severity, finding.blocks) for finding in findings]


def test_a_pack_that_ends_before_today_is_told() -> None:
    (finding,) = found(law=replace(FRANCE, until=date(2026, 1, 1)))
    assert (finding.rule, finding.severity) == ("law-pack-ended", "warning")
    assert "2026-01-01" in words.what(finding, "en")


def test_a_day_before_the_gdpr_is_judged_as_its_first_and_told() -> None:
    law = pack("fr", date(2012, 5, 1))
    assert "law-pack-not-begun" in {finding.rule for finding in found(law=law)}
    assert law.deadlines == pack("fr", date(2018, 5, 25)).deadlines


@pytest.mark.parametrize("day", ["1026-09-01", "2206-09-01"])
def test_a_day_far_off_is_told(day: str) -> None:
    (finding,) = found("date: 2026-09-01", f"date: {day}")
    assert (finding.rule, finding.at, finding.severity) == ("day-far-off", "edition.date", "warning")


def test_a_waiver_sets_a_rule_aside_and_stays_to_be_seen() -> None:
    (finding,) = found(*LATE, edits=[waived("PL27", "2027-03-31")])
    assert not finding.blocks
    assert finding.waived is not None
    assert finding.waived.reason == "until spring"


def test_a_waiver_speaks_of_its_place_alone() -> None:
    edits = [waived("PL27", "2027-03-31", at="requests.deadline"), ("extension: P2M", "extension: P6M")]
    assert seen(found(*LATE, edits=edits)) == [("PL27", "error", False), ("PL27", "error", True)]


def test_a_waiver_that_ended_sets_nothing_aside() -> None:
    findings = found(*LATE, edits=[waived("PL27", "2026-11-21")])
    assert seen(findings) == [("PL27", "error", True), ("waiver-ended", "warning", False)]


def test_a_waiver_counts_on_its_last_day() -> None:
    assert seen(found(*LATE, edits=[waived("PL27", str(ON))])) == [("PL27", "error", False)]


def test_a_waiver_of_nothing_or_for_years_is_told() -> None:
    assert seen(found(*waived("PL27", "2027-03-31"))) == [("waiver-unused", "information", False)]
    findings = found(*LATE, edits=[waived("PL27", "2036-03-31")])
    assert seen(findings) == [("PL27", "error", False), ("waiver-too-long", "warning", False)]


def test_a_waiver_covers_nothing_that_was_published() -> None:
    stated = ("deadline: P1M", "deadline: {value: P1M, stated: two months, because: law}")
    findings = found(*stated, edits=[waived("PL27", "2027-03-31")])
    assert [finding.waived for finding in findings if finding.is_stated] == [None]


def test_the_rules_that_need_the_live_site_are_named() -> None:
    assert unchecked(FRANCE) == ["PL02", "PL29", "PL42", "PL50", "PL52"]


@pytest.mark.parametrize("name", AROUND)
def test_all_of_it_is_said_in_both_languages(name: str) -> None:
    facts = dict.fromkeys(("pack", "until", "on", "since", "rule", "by", "day"), "…")
    finding = Finding(name, name, ("policy", "law"), "warning", "", facts)
    for language in LANGUAGES:
        assert "{" not in words.what(finding, language)
        assert words.mend(finding, language)
        assert words.law(finding, language) == ""
