"""Each row of the tables of the specification (`shared/law.md`) has its value in the French pack."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import SHARED
from troth.law.calendars import days_off
from troth.law.deadlines import (
    ALARM_DAYS_BEFORE,
    ALARMS,
    ASKED_WITHIN,
    EXTENSIONS_ALARM,
    limit_law,
    limit_raw,
)
from troth.law.packs import pack
from troth.law.period import Period
from troth.law.refusals import NEVER_GROUNDS
from troth.law.rights import RIGHTS
from troth.law.transfers import CHECK_EVERY

pytestmark = pytest.mark.needs_shared
LAW = pack("fr", date(2026, 11, 22))
FILE = SHARED / "law.md"
UNITS = {"y": 12, "month": 1, "d": 0, "h": 0}


def section(head: str) -> str:
    """The text of a section, down to the next one of its depth."""
    text = FILE.read_text("utf-8") if FILE.exists() else ""
    begin = text.find(f"\n{head}")
    depth = head.partition(" ")[0]
    end = re.search(rf"\n{depth} ", text[begin + 2 :])
    return text[begin : begin + 2 + end.start()] if end else text[begin:]


def table(head: str) -> Iterator[list[str]]:
    """The rows of the first table in a section, without its head."""
    lines = [line for line in section(head).splitlines() if line.startswith("| ")]
    for line in lines[1:]:
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def numbers(text: str) -> set[str]:
    """The numbers of articles in a source."""
    return set(re.findall(r"\d+(?:-\d+)*", re.sub(r"\[V2?\]|\[K\]", "", text)))


def test_the_file_is_there() -> None:
    assert FILE.exists()


def test_rights_matrix() -> None:
    rows = list(table("### 1.1"))
    rights = {right.id: right for right in RIGHTS}
    assert [row[0].strip("`") for row in rows] == list(rights)
    for identifier, _, source, who, *_ in rows:
        right = rights[identifier.strip("`")]
        assert numbers(re.sub(r"2nd|in force [^*]*", "", source)) <= numbers(right.source), identifier
        if who != "everyone":
            assert {person.value for person in right.applicants} == set(re.findall(r"\b[SGMH]\b", who)), (
                identifier
            )
    for identifier, _, _, _, preconditions, _, codes, _ in rows:
        right = rights[identifier.strip("`")]
        assert set(re.findall(r"R-[A-Z]+", codes)) == {c for c in right.refusals if c.startswith("R-")}
        # What nothing may stand against takes effect at once.
        assert right.is_at_once == codes.startswith("none"), identifier
        if preconditions.startswith("basis"):
            assert right.bases == bases_in(preconditions), identifier


def bases_in(words: str) -> set[str]:
    """The bases that a precondition names, by their words or their letters in Art. 6(1)."""
    letters = {"e": "public_task", "f": "legitimate_interest"}
    named = {letters[one] for one in re.findall(r"\(([ef])\)", words)}
    return named | (set(re.findall(r"consent|contract", words)))


def test_times_of_section_1_4() -> None:
    text = section("### 1.4")
    limits = LAW.deadlines

    def said(pattern: str) -> int:
        found = re.search(pattern, text)
        assert found is not None, pattern
        return int(found[1])

    assert limits["answer"].within == Period(months=said(r"same day number, \+(\d+) month"))
    whole = said(r"start \+ (\d+) months")
    assert limits["answer"].within.months + limits["extension"].within.months == whole
    assert said(r"default ≤ (\d+) working days; later = no pause") == ASKED_WITHIN
    assert limits["in_stores"].within == Period(seconds=60 * said(r"≤ (\d+) min in stores"))
    assert limits["at_processors"].within == Period(seconds=3600 * said(r"≤ (\d+) h at processors"))
    assert limits["mail_in_flight"].within == Period(seconds=3600 * said(r"≤ (\d+) h for mail in flight"))
    assert limits["forward"].within == Period(days=said(r"contract value, default ≤ (\d+) working days"))
    assert limits["minor"].within == Period(months=said(r"seize the CNIL after (\d+) month"))
    assert [round(100 * share) for share in ALARMS] == [
        int(n) for n in re.findall(r"(\d+) %", text.partition("alarms at")[2].partition("J-")[0])
    ]
    assert said(r"J-(\d+)") == ALARM_DAYS_BEFORE
    assert said(r"\(> (\d+) %\)") == round(100 * EXTENSIONS_ALARM)
    assert limits["at_once"].within == Period()
    assert LAW.is_pause_statutory is ("statutory in France" in text)


def test_deadline_vectors() -> None:
    rows = list(table("### 1.4"))
    assert len(rows) == 15
    for received, months, pause, raw, limit in rows:
        day, paused = (
            first_day(received),
            timedelta(days=int(n[1]) if (n := re.search(r"\((\d+) d\)", pause)) else 0),
        )
        assert limit_raw(day, int(months), paused) == first_day(raw), received
        assert limit_law(day, int(months), paused, days_off("FR")) == first_day(limit), received


def first_day(cell: str) -> date:
    match = re.search(r"\d{4}-\d{2}-\d{2}", cell)
    assert match is not None
    return date.fromisoformat(match[0])


def test_refusal_codes() -> None:
    rows = list(table("### 1.5"))
    assert [row[0] for row in rows] == list(LAW.refusals)
    for code, _, article, _, term in rows:
        refusal = LAW.refusals[code]
        assert numbers(re.sub(r"\(.*?\)", "", article)) <= numbers(refusal.source), code
        named = re.findall(r"A1\d\w+", term)
        assert not named or refusal.term is not None
        assert not named or refusal.term.endswith(named[0]), code  # type: ignore[union-attr]  # seen above
    never = section("### 1.5").partition("Never grounds:")[2].partition("\n")[0]
    assert len(re.findall(r", |$", never)) == len(NEVER_GROUNDS)


def test_retention_table() -> None:
    rows = list(table("## 2."))
    by_id = {keep.id: keep for keep in LAW.retention.values()}
    assert [row[0] for row in rows] == list(by_id)
    assert len(rows) == 44
    for identifier, _, _, clock, active, archive, kind, source in rows:
        keep = by_id[identifier]
        assert keep.bound.value == kind.split()[0], identifier
        assert clock == "–" or words_of(clock) & words_of(keep.clock), (identifier, clock)
        for phase, cell in ((keep.active, active), (keep.archive, archive)):
            told = {*periods(cell)}
            assert told <= {phase, keep.proposal, *keep.others.values(), *ELSEWHERE.get(identifier, ())}
            # And back: a period of the pack is one that the row names, in that phase's own cell.
            if phase is not None and phase != Period():
                assert phase in told | {*ELSEWHERE.get(identifier, ())}, (identifier, str(phase))
        cited = re.findall(r"\b[LD]?\d{3,}(?:-\d+)*", re.sub(r"\(.*?\)", "", source))
        assert [text for text in cited if text not in keep.source] == [], identifier


# Said in another cell or another row: a fraud's archive stands with its active time, a card's of a subscription
# "as T12", a contest's archive is the period of claims (T11).
ELSEWHERE = {
    "T15": (Period(months=13),),
    "T31": (Period(months=60),),
    "T33": (Period(months=60),),
}


def words_of(text: str) -> set[str]:
    """Its words of three letters or more."""
    return set(re.findall(r"[a-z]{3,}", text.lower()))


def periods(text: str) -> Iterator[Period]:
    """Every period that a cell of the specification names: 5 y, 13 months, 1-2 y, 48 h, 14 d."""
    text = text.replace("at most 13 (", "at most 13 months (").replace("(15 if", "(15 months if")
    for first, second, unit in re.findall(r"(\d+)(?:-(\d+))? (y|months?|d|h)\b", text):
        for count in (first, second):
            if count:
                yield counted(int(count), unit.removesuffix("s"))


def counted(count: int, unit: str) -> Period:
    match unit:
        case "d":
            return Period(days=count)
        case "h":
            return Period(seconds=3600 * count)
        case _:
            return Period(months=count * UNITS[unit])


def test_adequacy() -> None:
    names = section("### 3.4").partition("Adequacy data file")[2].partition(": ")[2].partition("For a US")[0]
    listed = [re.sub(r"\*|\(.*|\[.*", "", name).strip() for name in re.split(r", (?![^(]*\))", names)]
    held = {decision.name.partition(" ")[0] for decision in LAW.adequacy.values()}
    assert {name.partition(" ")[0] for name in listed if name} == held
    assert LAW.adequacy["US"].only == "certified DPF recipients"
    assert "2023/1795" in LAW.adequacy["US"].source
    assert "2026/179" in LAW.adequacy["BR"].source
    last = re.search(r"UK \(renewed [^,]*, to (\d+) Dec (\d{4})", section("### 3.4"))
    assert last is not None
    assert LAW.adequacy["GB"].until == date(int(last[2]), 12, int(last[1])) + timedelta(days=1)
    aged = re.search(r"last-checked date ≤ (\d+) d", section("### 3.4"))
    assert aged is not None
    assert Period(days=int(aged[1])) == CHECK_EVERY
    assert {"adequacy", "standard_clauses", "binding_rules", "derogation"} == set(LAW.tools)


def test_marketing_and_tracers() -> None:
    text = section("### 3.7")
    assert "prior consent; exception: address collected at a sale" in text
    assert all(LAW.marketing[name].bases == {"consent"} for name in ("email", "sms", "automatic_call"))
    assert LAW.marketing["email"].has_sale_exception
    assert "Post, B2B mail to function: LI" in text
    assert "legitimate_interest" in LAW.marketing["post"].bases
    assert "Phone B2C: consent" in text
    assert LAW.marketing["phone"].bases == {"consent"}
    assert "2026-042" in text
    assert "2026-042" in LAW.marketing["open_pixel"].source
    assert "scrolling or continuing = refusal" in text
    assert {"scrolling", "continuing", "no_action", "browser_settings"} <= LAW.tracers.refusals
    recorded = re.search(r"choice recorded (\d+) months", text)
    assert recorded is not None
    assert LAW.tracers.choice_usual == Period(months=int(recorded[1]))
    by_id = {keep.id: keep for keep in LAW.retention.values()}
    assert (LAW.tracers.life, LAW.tracers.measured) == (by_id["T18"].active, by_id["T19"].active)
    assert (LAW.tracers.choice, LAW.tracers.choice_usual) == (by_id["T20"].active, by_id["T20"].proposal)


def test_what_the_specification_says_of_estonia() -> None:
    law = pack("ee", date(2026, 11, 22))
    kept = re.search(r"\(EE: (\d+) y, Raamatupidamise seadus", FILE.read_text("utf-8"))
    age = re.search(r"FR (\d+), EE (\d+)", section("### 4.1"))
    assert kept is not None
    assert age is not None
    assert law.retention["accounting"].archive == Period(months=12 * int(kept[1]))
    assert (LAW.age.under, law.age.under) == (int(age[1]), int(age[2]))


def test_lint_rules() -> None:
    rows = list(table("### 4.1"))
    assert [row[0] for row in rows] == list(LAW.rules)
    assert len(rows) == 52
    for number, _, severity, source in rows:
        rule = LAW.rules[number]
        assert rule.severity[0].upper() == severity[0], number
        plain = re.sub(r"\[V\]|31 Jul 2025", "", source).replace("2020-091/092", "2020-091, 2020-092")
        assert numbers(plain) <= numbers(rule.source), number


def test_the_shared_folder_is_that_of_the_project(shared: Path) -> None:
    assert shared == SHARED
