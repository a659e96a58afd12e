"""`troth check`: every problem at once, in words and in JSON, with the stores or without."""

import json

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop


def names(problems: list[dict[str, str]]) -> list[str]:
    return [problem["name"] for problem in problems]


def test_a_sound_site_has_no_problem(troth: Troth, shop: Shop) -> None:
    ended = troth("check", shop.folder)
    assert (ended.exit_code, ended.stdout) == (0, f"{shop.folder}: no problem\n")


def test_all_problems_are_told_at_once(troth: Troth, shop: Shop) -> None:
    policy = shop.folder / "policy.yaml"
    policy.write_text(policy.read_text().replace("P1Y from received", "a year").replace("zone: ", "zon: "))
    ended = troth("check", shop.folder)
    assert ended.exit_code == 2
    assert "[period-not-iso]" in ended.stdout
    assert "[unknown-key]" in ended.stdout
    assert "errors" in ended.stdout.splitlines()[-1]
    told = json.loads(troth("check", shop.folder, "--format", "json").stdout)
    assert {"period-not-iso", "unknown-key"} <= set(names(told["problems"]))
    assert all(problem["line"] > 0 and problem["mend"] for problem in told["problems"])


def test_the_stores_are_compared_when_asked(troth: Troth, shop: Shop) -> None:
    shop.run("ALTER TABLE customers ADD COLUMN phone TEXT", "ALTER TABLE messages DROP COLUMN body")
    ended = troth("check", shop.folder, "--stores", "--format", "json")
    assert ended.exit_code == 2
    told = json.loads(ended.stdout)
    assert {"column-looks-personal", "column-missing"} <= set(names(told["problems"]))
    assert told["compared"] == ["shop", "mailing"]
    assert troth("check", shop.folder).exit_code == 0


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 2)])
def test_warnings_count_as_told(troth: Troth, shop: Shop, fail_on: str, code: int) -> None:
    assert troth("check", shop.folder, "--stores", "--fail-on", fail_on).exit_code == code


def test_a_store_that_is_down_is_named_and_the_others_are_compared(troth: Troth, shop: Shop) -> None:
    (shop.folder.parent / "mailing.db").unlink()
    ended = troth("check", shop.folder, "--stores")
    assert ended.exit_code == 4
    assert "store `mailing` cannot be reached" in ended.stderr
    assert "compared with shop" in ended.stdout
    shop.environ["SHOP_DATABASE"] = ""
    told = json.loads(troth("check", shop.folder, "--stores", "--format", "json").stdout)
    assert set(told["down"]) == {"shop", "mailing"}


def test_a_purpose_that_was_accepted_may_not_vanish(troth: Troth, accepted: Shop) -> None:
    policy = accepted.folder / "policy.yaml"
    policy.write_text(policy.read_text().replace("  support:\n", "  answering:\n"))
    ended = troth("check", accepted.folder)
    assert (ended.exit_code, "[purpose-vanished]" in ended.stdout) == (2, True)
    policy.write_text(policy.read_text().replace("  answering:\n", "  answering:\n    was: [support]\n"))
    assert troth("check", accepted.folder).exit_code == 0


def test_a_bad_address_is_a_problem_without_its_password(troth: Troth, shop: Shop) -> None:
    shop.environ["SHOP_DATABASE"] = "oracle://troth:hunter2@host/db"
    ended = troth("check", shop.folder, "--stores")
    assert ended.exit_code == 2
    assert "[store-url]" in ended.output
    assert "hunter2" not in ended.output


def test_a_doubt_about_null_is_told_only_where_no_schema_answers_it(troth: Troth, shop: Shop) -> None:
    stores = shop.folder / "stores.yaml"
    stores.write_text(
        stores.read_text().replace("{column: order.closed_at, missing: added_at}", "order.placed_at")
    )
    doubts = ["clock-may-be-null"]
    assert names(json.loads(troth("check", shop.folder, "--format", "json").stdout)["problems"]) == doubts
    told = json.loads(troth("check", shop.folder, "--stores", "--format", "json").stdout)
    assert not {"clock-may-be-null", "clock-nullable"} & set(names(told["problems"]))
