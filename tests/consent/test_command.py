"""`troth consent`: what each command takes, tells and refuses."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.consent.asked import NOON
from tests.consent.conftest import environ
from tests.consent.tampering import behind_troth
from tests.consent.test_record import ADVERTISING, AUDIENCE, NO, YES, by_browser
from tests.database.own import Own
from troth.cli.main import main
from troth.consent.figures import count_served
from troth.consent.record import record
from troth.site import Site

Troth = Callable[..., Result]
ANA = ("--email", "ana@example.com")


@pytest.fixture
def troth(sqlite_site: Site, consent_sqlite: Own) -> Troth:
    """Runs `troth consent WORD SITE …` at noon."""

    def run(word: str, *words: object) -> Result:
        typed = ["consent", word, str(sqlite_site.folder), *map(str, words)]
        return CliRunner().invoke(main, typed, env=environ(consent_sqlite), obj=NOON)

    return run


def test_a_consent_from_the_counter_is_recorded_listed_and_shown(troth: Troth, tmp_path: Path) -> None:
    words = ("newsletter.by_email", *ANA, "--answer", "granted", "--channel", "paper", "--act", "signature")
    refused = troth("record", *words)
    assert refused.exit_code == 2
    assert "decision-without-proof" in refused.output
    told = troth("record", *words, "--proof", "form=12", "--format", "json")
    assert told.exit_code == 0, told.output
    id_ = json.loads(told.stdout)["id"]
    listed = troth("list", *ANA).output
    assert id_ in listed
    assert "now: newsletter.by_email granted until 2029-11-22" in listed
    assert "Newsletter: by e-mail: accepted" in troth("receipt", id_, "--lang", "en").output
    assert json.loads(troth("receipt", id_, "--format", "json").stdout)["@type"] == "dpv:ConsentReceipt"
    out = tmp_path / "evidence.zip"
    assert troth("evidence", id_, "--out", out).exit_code == 0
    assert "private.json" in zipfile.ZipFile(out).namelist()
    assert troth("receipt", "unknown").exit_code == 2
    assert troth("list").exit_code == 2


def test_what_is_recorded_under_an_address_is_recorded_under_one(troth: Troth) -> None:
    for words, why in [
        (("--email", "not an address"), "the value of key `email` is no e-mail address"),
        (("--key", "email=ana"), "is no e-mail address"),
    ]:
        told = troth("record", "newsletter.by_email", *words, "--answer", "refused")
        assert told.exit_code == 2
        assert why in told.output
        assert "not an address" not in told.output
    assert troth("list", "--email", "not an address").output == "nothing is recorded\n"  # it may be held so


def test_a_parent_s_part_is_told_whole(troth: Troth) -> None:
    words = ("newsletter.by_email", *ANA, "--answer", "granted", "--channel", "web")
    for part in (("--parent-proof", "called back"), ("--parent-alone",)):
        told = troth("record", *words, *part)
        assert (told.exit_code, "--parent" in told.output) == (2, True)
    both = ("--parent", "her mother", "--parent-proof", "called back")
    assert "decision-without-child" in troth("record", *words, *both, "--parent-alone").output
    assert troth("record", *words, *both).exit_code == 0


def test_a_list_is_imported_and_its_refused_lines_are_listed(troth: Troth, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "email,offer,answer,at,wording,proof\n"
        "ana@example.com,newsletter.by_sms,granted,2026-10-01,2,sheet 1\n"
        "bea@example.com,newsletter.by_sms,granted,2026-10-01,2,\n",
        encoding="utf-8",
    )
    refused = tmp_path / "refused.csv"
    told = troth("import", listed, "--refused", refused)
    assert told.output.startswith("1 recorded, 0 known before, 1 refused")
    assert "3,it brings no proof" in refused.read_text("utf-8")
    assert "line 3: it brings no proof" in troth("import", listed).output
    assert json.loads(troth("import", listed, "--format", "json").stdout)["known"] == 1


def test_a_ledger_that_was_changed_ends_with_exit_code_5(
    troth: Troth, sqlite_site: Site, consent_sqlite: Own
) -> None:
    record(sqlite_site, [by_browser({AUDIENCE: YES})])
    assert troth("verify").exit_code == 0
    behind_troth(
        consent_sqlite, f"UPDATE consent_records SET hash = zeroblob(32) WHERE site = '{sqlite_site.name}'"
    )
    changed = troth("verify")
    assert (changed.exit_code, "decision 1: it was changed" in changed.output) == (5, True)


def test_figures_count_acts_and_answers_and_are_drawn(
    troth: Troth, sqlite_site: Site, tmp_path: Path
) -> None:
    count_served(sqlite_site, {(AUDIENCE, ADVERTISING): 5}, NOON)
    said = [(YES, YES, "accept_all"), (NO, NO, "refuse_all"), (YES, NO, "save")]
    record(sqlite_site, [by_browser({AUDIENCE: a, ADVERTISING: b}, act=act) for a, b, act in said])
    out = tmp_path / "figures.html"
    found = {
        one["offer"]: one for one in json.loads(troth("figures", "--format", "json", "--out", out).stdout)
    }
    assert found[None] == {
        "day": "2026-11-22",
        "offer": None,
        "served": 5,
        "given": 1,
        "refused": 1,
        "mixed": 1,
        "unanswered": 2,
        "withdrawn": 0,
    }
    assert (found["audience"]["given"], found["audience"]["refused"], found["audience"]["unanswered"]) == (
        2,
        1,
        2,
    )
    page = out.read_text("utf-8")
    assert page.count('<svg role="img"') == 3
    assert "Counting visits" in page
    assert "shown 5" in troth("figures", "--lang", "en").output


def test_what_is_over_is_forgotten_and_counted_before(troth: Troth, sqlite_site: Site) -> None:
    record(sqlite_site, [by_browser({AUDIENCE: YES})])
    assert (
        "0 decisions of 0 people would be forgotten: proof is kept P5Y" in troth("forget", "--dry-run").output
    )
