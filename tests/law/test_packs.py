"""A country on a day: each value has its source, holds between its days, and changes when the law does."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from troth.law import (
    bases,
    lint,
    marketing,
    people,
    references,
    refusals,
    retention,
    rights,
    tracers,
    transfers,
)
from troth.law.changes import changes
from troth.law.dated import Entry
from troth.law.deadlines import DEADLINES
from troth.law.packs import COUNTRIES, Pack, pack
from troth.law.period import Period
from troth.law.retention import Bound
from troth.law.signs import SIGNS

TODAY = date(2026, 11, 22)
ENTRIES: list[Entry] = [
    *bases.BASES,
    *DEADLINES,
    *lint.RULES,
    *marketing.MARKETING,
    *marketing.ESTONIA,
    *people.FRENCH_AGES,
    *people.ESTONIAN_AGES,
    *references.OBSOLETE,
    *refusals.REFUSALS,
    *retention.RETENTION,
    *retention.ESTONIA,
    *rights.RIGHTS,
    *tracers.TRACERS,
    *transfers.ADEQUACY,
    *transfers.TOOLS,
    *transfers.SERVICES,
]


def on(day: str, name: str = "fr") -> Pack:
    return pack(name, date.fromisoformat(day))


def test_every_value_names_its_source_and_ends_after_it_begins() -> None:
    assert [entry for entry in ENTRIES if not entry.source.strip()] == []
    assert [entry for entry in ENTRIES if entry.until is not None and entry.until <= entry.since] == []


@pytest.mark.parametrize("name", COUNTRIES)
def test_on_no_day_two_values_of_one_name_hold(name: str) -> None:
    tables = COUNTRIES[name]
    days = sorted({entry.since for entry in ENTRIES} | {entry.until for entry in ENTRIES if entry.until})
    for day in (moment for start in days for moment in (start - timedelta(days=1), start)):
        for rows, key in (
            (tables.retention, "sort"),
            (tables.marketing, "channel"),
            (transfers.ADEQUACY, "country"),
        ):
            names = [getattr(row, key) for row in rows if row.holds(day)]
            assert len(names) == len(set(names)), (day, key)


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_pack_is_whole_today(name: str) -> None:
    law = pack(name, TODAY)
    assert law.read_on <= TODAY < law.until
    assert law.authority.country == law.country
    assert {"answer", "extension", "breach", "at_once"} <= law.deadlines.keys()
    assert {code for right in law.rights.values() for code in right.refusals if code.startswith("R-")} <= (
        law.refusals.keys()
    )
    assert {sort for rule in law.bases for sort in rule.sorts} <= {row.sort for row in retention.RETENTION}


def test_calls_need_consent_since_august_2026() -> None:
    assert on("2026-08-10").marketing["phone"].bases == {"consent", "legitimate_interest"}
    assert on("2026-08-11").marketing["phone"].bases == {"consent"}
    assert "PL47" not in on("2026-08-10").rules
    assert "PL47" in on("2026-08-11").rules


@pytest.mark.parametrize(
    ("country", "day", "is_adequate"),
    [
        ("US", "2020-07-15", True),  # Privacy Shield
        ("US", "2020-07-16", False),  # CJEU C-311/18
        ("US", "2023-07-10", True),  # Data Privacy Framework
        ("GB", "2031-12-27", True),
        ("GB", "2031-12-28", False),
        ("BR", "2025-12-31", False),
        ("BR", "2026-11-22", True),
        ("MA", "2026-11-22", False),
    ],
)
def test_adequacy_has_its_days(country: str, day: str, is_adequate: bool) -> None:
    assert (country in on(day).adequacy) is is_adequate


def test_estonia_keeps_invoices_seven_years_and_asks_children_from_thirteen() -> None:
    law = on("2026-11-22", "ee")
    assert (law.retention["accounting"].longest, law.retention["accounting"].bound) == (Period(84), Bound.MIN)
    assert (law.age.under, law.authority.country, law.is_pause_statutory) == (13, "EE", False)
    assert not {"PL32", "PL47"} & law.rules.keys()
    assert not {"tel", "post_mortem"} & law.rights.keys()


def test_no_french_text_is_cited_to_an_estonian_controller() -> None:
    law = pack("ee", TODAY)
    tables: list[Mapping[str, Entry]] = [law.rights, law.deadlines, law.retention, law.marketing]
    entries = [entry for table in tables for entry in table.values()] + [law.tracers, law.age, law.authority]
    french = re.compile(r"\bloi \d|\bC\. \w|CPCE|décret|CNIL|LPF|CMF|CSI")
    assert [entry.source for entry in entries if french.search(entry.source)] == []
    assert all(entry.source for entry in entries)


def test_what_differs_between_two_days_is_told_and_nothing_else() -> None:
    told = {(change.table, change.name) for change in changes(on("2026-08-10"), on("2026-08-11"))}
    assert told == {("marketing", "phone"), ("rules", "PL47"), ("rights", "tel")}
    assert list(changes(on("2026-08-11"), on("2026-11-22"))) == []


def test_what_differs_between_two_countries_is_told() -> None:
    told = {
        (change.table, change.name): change for change in changes(on("2026-11-22"), on("2026-11-22", "ee"))
    }
    assert told["retention", "accounting"].parts["archive"] == ("P10Y", "P7Y")
    assert told["age", "age"].parts["under"] == ("15", "13")
    ended = told["rules", "PL47"]
    assert (ended.before is not None, ended.after, dict(ended.parts)) == (True, None, {})


def test_a_sort_is_guessed_at_by_words_of_sorts_that_there_are() -> None:
    assert SIGNS.keys() <= {row.sort for row in retention.RETENTION}


def test_a_country_that_nobody_wrote_is_not_found() -> None:
    with pytest.raises(KeyError):
        pack("xx", TODAY)
