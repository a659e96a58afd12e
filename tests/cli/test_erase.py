"""`troth erase`, `accept` and `explain`: what is shown is what runs, and what stays is told with its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop

ANA = ["--email", "ana@example.com"]


def plan_of(troth: Troth, shop: Shop, *words: str) -> dict[str, Any]:
    ended = troth("erase", shop.folder, *ANA, "--dry-run", "--format", "json", *words)
    assert ended.exit_code == 0, ended.output
    plan: dict[str, Any] = json.loads(ended.stdout)
    return plan


def test_a_dry_run_shows_a_plan_and_touches_nothing(troth: Troth, accepted: Shop) -> None:
    before = accepted.rows("SELECT * FROM customers ORDER BY id")
    ended = troth("erase", accepted.folder, *ANA, "--dry-run", "--lang", "en")
    assert ended.exit_code == 0, ended.output
    assert "shop.customers: 1 record is emptied and kept, because another one points at it" in ended.stdout
    assert (
        "shop.invoices (name, address and cents): Accounting – a legal obligation (GDPR Art.\xa06(1)(c)): "
        "Commercial Code, art. L123-22 – until 31\xa0December 2033" in ended.stdout
    )
    assert "To answer you: --balance support=upheld or --balance support=rejected" in ended.stdout
    assert "Nothing was touched. To carry this plan out: troth erase" in ended.stdout
    assert accepted.rows("SELECT * FROM customers ORDER BY id") == before
    assert json.loads(troth("fact", "list", accepted.folder, "--format", "json").stdout) == []


def test_the_plan_that_was_shown_is_the_one_that_runs_and_it_runs_once(troth: Troth, accepted: Shop) -> None:
    plan = plan_of(troth, accepted)
    ended = troth("erase", accepted.folder, "--plan", plan["plan"], "--yes", "--format", "json")
    assert ended.exit_code == 0, ended.output
    receipt = json.loads(ended.stdout)
    assert receipt["done"] is True
    assert receipt["tables"] == plan["tables"]
    assert receipt["stores"]["mailing"] == {"subscribers": {"delete": 1}}
    assert accepted.rows("SELECT email, name FROM customers WHERE id = 1") == [(None, None)]
    assert accepted.rows("SELECT name FROM invoices WHERE customer_id = 1") == [("Ana Duval",)]
    assert accepted.rows("SELECT id FROM subscribers", store="mailing") == [(2,)]
    assert troth("erase", accepted.folder, "--plan", plan["plan"], "--yes").exit_code == 3


def test_what_was_planned_and_is_not_so_any_more_is_counted_and_told(troth: Troth, accepted: Shop) -> None:
    plan = plan_of(troth, accepted)
    accepted.rows("DELETE FROM subscribers WHERE id = 1", store="mailing")
    ended = troth("erase", accepted.folder, "--plan", plan["plan"], "--yes", "--lang", "en")
    assert ended.exit_code == 0, ended.output
    assert "Planned and not done, because things changed since the plan was made:" in ended.stdout
    assert "  mailing.subscribers: 1 record is no longer there" in ended.stdout


def test_a_receipt_counts_what_was_left(troth: Troth, accepted: Shop, tmp_path: Path) -> None:
    plan, receipt = plan_of(troth, accepted), tmp_path / "receipt.json"
    accepted.rows("DELETE FROM subscribers WHERE id = 1", store="mailing")
    troth("erase", accepted.folder, "--plan", plan["plan"], "--yes", "--receipt", receipt)
    assert json.loads(receipt.read_text())["left"] == {"mailing.subscribers": {"gone": 1}}


REFUSALS = {
    "CREATE TRIGGER keep BEFORE DELETE ON subscribers BEGIN SELECT RAISE(IGNORE); END": (5, "surprise"),
    None: (4, "unavailable"),
}


@pytest.mark.parametrize("trigger", REFUSALS)
def test_a_store_that_fails_decides_how_the_command_ends(
    troth: Troth, accepted: Shop, trigger: str | None
) -> None:
    if trigger is not None:
        accepted.rows(trigger, store="mailing")
    plan = plan_of(troth, accepted)
    if trigger is None:
        (accepted.folder.parent / "mailing.db").rename(accepted.folder.parent / "away.db")
    ended = troth("erase", accepted.folder, "--plan", plan["plan"], "--yes", "--format", "json")
    told = json.loads(ended.stdout)["stores"]["mailing"]
    assert (ended.exit_code, told["kind"]) == REFUSALS[trigger]


def test_a_receipt_names_nobody(troth: Troth, accepted: Shop, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    troth("erase", accepted.folder, *ANA, "--yes", "--receipt", receipt)
    told = receipt.read_text()
    assert json.loads(told)["done"] is True
    assert not any(word in told.lower() for word in ("ana", "duval", "lilas"))


def test_an_interest_stays_frozen_until_somebody_weighs_it(troth: Troth, accepted: Shop) -> None:
    assert plan_of(troth, accepted)["undecided"] == ["support"]
    decided = plan_of(troth, accepted, "--balance", "support=upheld")
    assert decided["undecided"] == []
    assert decided["tables"]["shop.messages"] == {"delete": 1}
    refused = troth("erase", accepted.folder, *ANA, "--dry-run", "--balance", "support=rejected")
    assert (refused.exit_code, "[fact-without-ground]" in refused.stderr) == (2, True)
    kept = plan_of(troth, accepted, "--balance", "support=rejected", "--because", "a dispute")
    assert "shop.messages" not in kept["tables"]


def test_after_an_erasure_the_person_is_still_found_by_the_old_address(
    troth: Troth, accepted: Shop, tmp_path: Path
) -> None:
    assert troth("erase", accepted.folder, *ANA, "--yes").exit_code == 0
    ended = troth("access", accepted.folder, *ANA, "--out", tmp_path / "out")
    assert ended.exit_code == 0, ended.output
    assert "Ana Duval" in (tmp_path / "out" / "person-0001" / "04-invoices.csv").read_text("utf-8")


def test_an_erasure_repeated_finds_nothing_more(troth: Troth, accepted: Shop) -> None:
    troth("erase", accepted.folder, *ANA, "--yes")
    ended = troth("erase", accepted.folder, *ANA, "--yes", "--format", "json")
    assert (ended.exit_code, json.loads(ended.stdout)["tables"]) == (0, {})


def test_words_that_nobody_accepted_destroy_nothing(troth: Troth, shop: Shop) -> None:
    plan = plan_of(troth, shop)
    assert plan["tables"] == {}
    assert {stay["ground"] for stay in plan["stays"]} >= {"unaccepted"}


def test_a_change_is_accepted_at_its_count_alone(troth: Troth, shop: Shop) -> None:
    shown = json.loads(troth("accept", shop.folder, "--format", "json").stdout)
    assert shown["columns"]["mailing.subscribers.email"] == 1
    wrong = troth("accept", shop.folder, "--count", "3", "--by", "Ada")
    assert (wrong.exit_code, "would release" in wrong.stderr) == (3, True)
    assert troth("accept", shop.folder, "--count", shown["released"]).exit_code == 2
    assert troth("accept", shop.folder, "--count", shown["released"], "--by", "Ada").exit_code == 0
    assert plan_of(troth, shop)["tables"] != {}


def test_a_store_that_is_down_gets_nothing_planned_and_is_named(troth: Troth, accepted: Shop) -> None:
    (accepted.folder.parent / "mailing.db").unlink()
    ended = troth("erase", accepted.folder, *ANA, "--dry-run", "--lang", "en")
    assert ended.exit_code == 4
    assert "mailing did not answer" in ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ANA,
        [*ANA, "--dry-run", "--yes"],
        ["--dry-run"],
        [*ANA, "--plan", "x", "--yes"],
        [*ANA, "--dry-run", "--balance", "support"],
        [*ANA, "--dry-run", "--balance", "nope=upheld"],
        [*ANA, "--dry-run", "--balance", "invoicing=upheld"],
        [*ANA, "--dry-run", "--item", "nope"],
    ],
    ids=" ".join,
)
def test_what_is_meant_has_to_be_said(troth: Troth, accepted: Shop, words: list[str]) -> None:
    ended = troth("erase", accepted.folder, *words)
    assert ended.exit_code == 2, ended.output


def test_a_plan_that_is_not_there_is_said(troth: Troth, accepted: Shop) -> None:
    ended = troth("erase", accepted.folder, "--plan", "nope", "--yes")
    assert (ended.exit_code, "there is no plan `nope`" in ended.stderr) == (3, True)


def test_the_brake_holds_what_is_unusual_until_its_count_is_said(troth: Troth, accepted: Shop) -> None:
    accepted.environ["TROTH_BRAKE_FLOOR"] = "0"
    held = troth("erase", accepted.folder, *ANA, "--yes")
    assert held.exit_code == 5
    plan = plan_of(troth, accepted)
    words = ["--plan", plan["plan"], "--yes", "--accept-count", plan["records"]]
    assert troth("erase", accepted.folder, *words).exit_code == 0


def test_explain_says_who_claims_a_datum_and_until_when(troth: Troth, accepted: Shop) -> None:
    ended = troth("explain", accepted.folder, "customers.email", *ANA)
    assert ended.stdout == (
        "Cette donnée (adresse électronique, `customers.email`, 1 enregistrement) est utilisée pour "
        "«\xa0Votre compte\xa0» – un contrat conclu avec vous (RGPD, art.\xa06.1.b) – "
        "jusqu’au 2\xa0octobre 2029\u202f; "
        "est utilisée pour «\xa0Vous suggérer des articles\xa0» – notre intérêt légitime (RGPD, art.\xa06.1.f)\xa0: "
        "vous proposer ce qui peut vous plaire – jusqu’au 2\xa0octobre 2027. "
        "Quand plus rien ne la retiendra, elle sera effacée.\n"
    )


@pytest.mark.parametrize(
    ("datum", "words"),
    [
        ("order_lines.product", "is used for “Your orders” – a contract with you"),
        ("shop.orders.address", "(which has not come yet), then archived – legal claims"),
        ("orders.gift_email", "holds nothing about this person; it is about others"),
        ("orders.card_code", "will be erased at the next run"),
        ("invoices.customer_id", "is kept as long as what it leads to"),
        ("subscribers.email", "until you unsubscribe"),
    ],
)
def test_explain_has_words_for_each_reason(troth: Troth, accepted: Shop, datum: str, words: str) -> None:
    assert words in troth("explain", accepted.folder, datum, *ANA, "--lang", "en").stdout


def test_explain_speaks_of_holds_restrictions_and_single_records(troth: Troth, accepted: Shop) -> None:
    troth("fact", "add", accepted.folder, "held", "--record", "shop.orders=12", "--matter", "case 7")
    accepted.run("UPDATE orders SET closed_at = '2015-01-01', placed_at = '2015-01-01' WHERE id = 12")
    told = troth("explain", accepted.folder, "orders.address", *ANA, "--record", "12", "--lang", "en").stdout
    assert "is archived for a dispute or an inquiry (GDPR Art.\xa017(3)(e))" in told
    assert "case 7" not in told
    troth("fact", "add", accepted.folder, "restricted", *ANA)
    accepted.run("UPDATE messages SET received_at = '2015-01-01'")
    told = troth("explain", accepted.folder, "messages.body", *ANA, "--format", "json").stdout
    (reason,) = json.loads(told)["reasons"]
    assert (reason["state"], reason["kept_for"]) == ("frozen", "restriction")


@pytest.mark.parametrize("datum", ["nope.nope", "customers.nope", "customers"])
def test_a_column_that_is_not_declared_is_said(troth: Troth, accepted: Shop, datum: str) -> None:
    ended = troth("explain", accepted.folder, datum, *ANA)
    assert (ended.exit_code, "[no-such-column]" in ended.stderr) == (2, True)
