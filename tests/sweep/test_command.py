"""`troth sweep` as somebody types it: what is told, to whom, and the exit codes."""

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.retention.shop import NOON, Shop
from tests.sweep.logs import log_in, planned
from troth.cli.main import main


def troth(log: Shop, *words: object) -> Result:
    """What `troth sweep` on the log gives at noon."""
    typed = ["sweep", str(log.folder), *(str(word) for word in words)]
    return CliRunner().invoke(main, typed, env=log.environ, obj=NOON)


def test_a_dry_run_shows_the_plan_and_how_to_run_it(log: Shop) -> None:
    shown = troth(log, "--dry-run", "--lang", "en")
    assert shown.exit_code == 0
    (plan,) = re.findall(r"^Plan (\w+)$", shown.stdout, re.MULTILINE)
    assert re.search(r"shop\.events.*30", shown.stdout)
    assert f"--plan {plan} --yes" in shown.stdout
    assert len(log.ids("events")) == 40
    done = troth(log, "--plan", plan, "--yes", "--accept-count", 32, "--lang", "en")
    assert done.exit_code == 0
    assert len(log.ids("events")) == 10


def test_the_same_for_a_program(log: Shop) -> None:
    told: dict[str, Any] = json.loads(troth(log, "--dry-run", "--format", "json").stdout)
    assert told["tables"] == {"shop.details": {"delete": 2}, "shop.events": {"delete": 30}}
    assert told["done"] is None
    ran = json.loads(
        troth(log, "--plan", told["plan"], "--yes", "--accept-count", 32, "--format", "json").stdout
    )
    assert ran["stores"]["shop"]["tables"] == {"details": {"delete": 2}, "events": {"delete": 30}}
    assert ran["done"] is True


@pytest.mark.parametrize(
    ("language", "down", "nothing"),
    [
        ("en", "store `shop` does not answer", "Nothing goes in the stores that answer."),
        ("fr", "la base «\xa0shop\xa0» ne répond pas", "Rien ne part des bases qui répondent."),
    ],
)
def test_a_store_that_could_not_be_planned_is_said_first(
    log: Shop, language: str, down: str, nothing: str
) -> None:
    (log.folder.parent / "shop.db").unlink()
    shown = troth(log, "--dry-run", "--lang", language)
    assert shown.exit_code == 4
    _, first, second, *_ = shown.stdout.splitlines()
    assert (down in first, second) == (True, nothing)


def test_nothing_to_do_is_said(log: Shop) -> None:
    log.rows("DELETE FROM details", "DELETE FROM events WHERE id <= 30")
    shown = troth(log, "--dry-run", "--lang", "en")
    assert (shown.exit_code, "Nothing goes.\n" in shown.stdout) == (0, True)


@pytest.mark.parametrize("words", [[], ["--dry-run", "--yes"], ["--accept-count", "3"]], ids=" ".join)
def test_what_is_meant_has_to_be_said(log: Shop, words: list[str]) -> None:
    assert troth(log, *words).exit_code == 2


def test_the_brake_ends_with_5_and_a_plan_that_is_not_there_with_3(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    log = log_in(tmp_path_factory.mktemp("many"), old=200)
    made = planned(log)
    stopped = troth(log, "--plan", made.id, "--yes")
    assert (stopped.exit_code, "--accept-count 202" in stopped.stderr) == (5, True)
    missing = troth(log, "--plan", "nope", "--yes")
    assert (missing.exit_code, "there is no plan `nope`" in missing.stderr) == (3, True)


def test_a_store_that_is_not_as_planned_ends_with_5_and_one_that_is_down_with_4(log: Shop) -> None:
    """The same plan goes on once the table is as it was."""
    words = ("--plan", planned(log).id, "--yes", "--accept-count", 32, "--lang", "en")
    log.rows("ALTER TABLE events RENAME COLUMN ip TO address")
    stopped = troth(log, *words)
    assert (stopped.exit_code, "the schema of store `shop` changed" in stopped.stdout) == (5, True)
    log.rows("ALTER TABLE events RENAME COLUMN address TO ip")
    file = log.folder.parent / "shop.db"
    away = file.rename(file.with_suffix(".away"))
    assert troth(log, *words).exit_code == 4
    away.rename(file)
    assert troth(log, *words).exit_code == 0
