"""`troth verify`, `troth hold`, `troth archive`: what they print, and with which code they end."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.requests.workshop import workshop_in
from tests.retention.shop import NOON, Shop
from troth.cli.main import main

Troth = Callable[..., Result]
DUTY = "a legal obligation to keep it (GDPR Art.\xa017(3)(b)): Commercial Code, art. L123-22"


@pytest.fixture
def workshop(tmp_path: Path) -> Shop:
    return workshop_in(tmp_path)


@pytest.fixture
def run(workshop: Shop) -> Troth:
    """Runs `troth` in the workshop, so many days after noon."""

    def run(*words: object, days: int = 0) -> Result:
        told = [str(word) for word in words]
        return CliRunner().invoke(main, told, env=workshop.environ, obj=NOON + timedelta(days=days))

    return run


def test_a_broken_promise_is_told_and_ends_with_6(run: Troth, workshop: Shop) -> None:
    told = run("verify", workshop.folder)
    assert told.exit_code == 6
    assert told.stdout.splitlines()[:6] == [
        "A promise is broken: data is still there more than 1\xa0month after its end.",
        "",
        "shop.invoices: 3 records",
        "  broken     e-mail address: ended more than 1\xa0month ago: 1, the oldest from 1\xa0March 2012, in use: 1,"
        " archived: 1",
        "  broken     name: ended more than 1\xa0month ago: 1, the oldest from 1\xa0March 2012, in use: 1, archived: 1",
        "  broken     amount: ended more than 1\xa0month ago: 1, the oldest from 1\xa0March 2012, in use: 1,"
        " archived: 1",
    ]


def test_the_same_in_french(run: Troth, workshop: Shop) -> None:
    told = run("verify", workshop.folder, "--lang", "fr").stdout
    assert (
        "rompu      name\xa0: finies depuis plus de 1\xa0mois\xa0: 1, la plus ancienne du 1er\xa0mars 2012"
        in told
    )


def test_a_kept_promise_ends_with_0(run: Troth, workshop: Shop) -> None:
    workshop.rows("DELETE FROM invoices WHERE number = 3")
    told = run("verify", workshop.folder)
    assert (told.exit_code, told.stdout.splitlines()[0]) == (0, "Everything that is promised is kept.")


def test_a_store_that_is_down_ends_with_4_and_is_unproven(run: Troth, workshop: Shop) -> None:
    (workshop.folder.parent / "shop.db").unlink()
    told = run("verify", workshop.folder, "--format", "json")
    found = json.loads(told.stdout)
    assert (told.exit_code, found["verdict"]) == (4, "unproven")
    assert {table["unread"] for table in found["tables"]} == {"down"}


def test_a_schema_that_differs_ends_with_5(run: Troth, workshop: Shop) -> None:
    workshop.rows("ALTER TABLE repairs RENAME COLUMN note TO remark")
    told = run("verify", workshop.folder)
    assert told.exit_code == 5
    assert "has no column `note`" in told.stderr


def test_json_gives_every_count(run: Troth, workshop: Shop) -> None:
    found = json.loads(run("verify", workshop.folder, "--format", "json").stdout)
    invoices = found["tables"][0]
    assert (found["lag"], invoices["table"], invoices["rows"]) == ("P1M", "shop.invoices", 3)
    assert invoices["items"][1] == {
        "item": "name",
        "columns": ["name"],
        "verdict": "broken",
        "active": 1,
        "archived": 1,
        "restricted": 0,
        "due": 0,
        "broken": 1,
        "bound": 0,
        "oldest": "2012-03-01",
        "unknown": {},
    }


def test_history_lists_the_verdicts_that_were_kept(run: Troth, workshop: Shop) -> None:
    run("verify", workshop.folder)
    told = run("verify", workshop.folder, "--since", "2026-11-22")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "2026-11-22 12:00 UTC: broken, 3 broken, 0 unproven"
    workshop.rows("UPDATE invoices SET billed_on = '9999-12-31' WHERE number = 1")
    run("verify", workshop.folder, days=1)
    beside = run("verify", workshop.folder, "--since", "2026-11-23").stdout.splitlines()[0]
    assert beside == "2026-11-23 12:00 UTC: broken, 3 broken, 3 unproven"  # of the same items
    assert run("verify", workshop.folder, "--since", "2027-01-01").stdout == "no verdict since that day\n"


def test_a_hold_is_placed_listed_reviewed_and_released(run: Troth, workshop: Shop) -> None:
    person = ("--email", "ana@example.com", "--matter", "case 7")
    placed = run(
        "fact", "add", workshop.folder, "held", *person, "--by", "Camille Morel", "--because", "sued"
    )
    assert placed.stdout == "the hold lists 4 more records\n"
    assert run("hold", "list", workshop.folder).stdout == (
        "hold “case 7”: 4 records, since 22\xa0November 2026, to be reviewed by 22\xa0February 2027\n"
        "  Camille Morel\n  sued\n"
    )
    assert (
        "its review was due on 22\xa0February 2027" in run("hold", "list", workshop.folder, days=100).stdout
    )
    assert "its review was due on 22\xa0February 2027" in run("verify", workshop.folder, days=100).stdout
    explained = run("explain", workshop.folder, "invoices.name", "--email", "ana@example.com", days=365 * 12)
    assert "case 7" not in explained.stdout
    assert "hold “case 7”: 4 records" in explained.stderr
    reviewed = run(
        "hold", "review", workshop.folder, "case 7", "--by", "Camille", "--because", "on appeal", days=100
    )
    assert reviewed.stdout == "the hold lists 0 more records\n"
    assert "to be reviewed by 2\xa0June 2027" in run("hold", "list", workshop.folder, days=100).stdout
    run("fact", "add", workshop.folder, "released", "--matter", "case 7", days=101)
    assert run("hold", "list", workshop.folder, days=101).stdout == "no hold\n"


def test_a_hold_names_a_person_or_records(run: Troth, workshop: Shop) -> None:
    both = run(
        *("fact", "add", workshop.folder, "held", "--email", "ana@example.com"),
        *("--record", "shop.invoices=1", "--matter", "case 7"),
    )
    assert (both.exit_code, "name one or the other" in both.stderr) == (2, True)
    nothing = run("hold", "review", workshop.folder, "case 8", "--by", "Camille", "--because", "x")
    assert (nothing.exit_code, "[no-such-hold]" in nothing.stderr) == (2, True)


def test_an_archive_is_read_by_a_role_that_may(run: Troth, workshop: Shop) -> None:
    words = ("archive", "read", workshop.folder, "--email", "ana@example.com", "--because", "tax audit")
    told = run(*words, "--role", "accounting")
    assert told.stdout == (
        "shop.invoices 2\n"
        f"  email: ana@example.com ({DUTY}, until 1\xa0March 2033)\n"
        f"  name: Ana Duval ({DUTY}, until 1\xa0March 2033)\n"
        f"  cents: 250 ({DUTY}, until 1\xa0March 2033)\n"
    )
    refused = run(*words, "--role", "sales")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert len(json.loads(run(*words, "--role", "legal", "--format", "json").stdout)["records"]) == 2


def test_facts_and_holds_are_told_in_french(run: Troth, workshop: Shop) -> None:
    site, french = workshop.folder, ("--lang", "fr")
    assert run("fact", "list", site, *french).stdout == "rien n’est enregistré\n"
    told = run(
        "fact", "add", site, "restricted", "--email", "ana@example.com", "--because", "elle conteste", *french
    )
    line = "restricted  depuis le 2026-11-22 12:00:00\xa0UTC  par email  motif\xa0: elle conteste\n"
    assert told.stdout == f"enregistré comme fait 1\xa0: {line}"
    assert run("fact", "list", site, *french).stdout == f"    1  {line}"
    ended = run("fact", "end", site, 1, *french, days=1)
    assert ended.stdout.startswith("enregistré comme fait 2\xa0: lifted")
    assert "there is no fact 7" in run("fact", "end", site, 7).stderr
    placed = run("fact", "add", site, "held", "--email", "ana@example.com", "--matter", "cas 7", *french)
    assert placed.stdout == "le gel porte sur 4 enregistrements de plus\n"
    again = run("hold", "review", site, "cas 7", "--by", "C", "--because", "appel", *french)
    assert again.stdout == "le gel porte sur 0 enregistrement de plus\n"
