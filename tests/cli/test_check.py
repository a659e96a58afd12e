"""`troth check`: every problem at once, in words and in JSON, with the stores or without."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop


def names(problems: list[dict[str, str]]) -> list[str]:
    return [problem["name"] for problem in problems]


def test_a_sound_site_has_no_problem(troth: Troth, shop: Shop) -> None:
    ended = troth("check", shop.folder)
    unseen = "not checked here, the live site shows it: PL02, PL29, PL42, PL50, PL52\n"
    judged = f"{shop.folder}: no problem; judged by fr on 2026-11-22\n"
    assert (ended.exit_code, ended.stdout) == (0, unseen + judged)


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


def test_a_french_operator_reads_problems_in_french_whatever_the_command(troth: Troth, shop: Shop) -> None:
    policy = shop.folder / "policy.yaml"
    policy.write_text(policy.read_text().replace("P1Y from received", "a year"))
    cause = "Une durée n’est pas écrite selon ISO 8601."
    checked = troth("check", shop.folder, "--lang", "fr")
    assert cause in checked.stdout
    assert "détail\xa0: " in checked.stdout
    swept = troth("sweep", shop.folder, "--dry-run", "--lang", "fr")
    assert swept.exit_code == checked.exit_code == 2
    assert cause in swept.stderr
    assert "1 erreur" in swept.stderr


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


def broken(shop: Shop, old: str, new: str) -> None:
    """The shop's policy with these words in place of those."""
    policy = shop.folder / "policy.yaml"
    assert policy.read_text("utf-8").count(old) == 1
    policy.write_text(policy.read_text("utf-8").replace(old, new), "utf-8")


MONTHS = ("requests: {channels: [email]}", "requests: {channels: [email], deadline: P2M}")


def test_a_rule_of_the_law_says_what_where_the_source_and_the_mend(troth: Troth, shop: Shop) -> None:
    broken(shop, *MONTHS)
    ended = troth("check", shop.folder)
    assert ended.exit_code == 2
    assert "the answer takes P2M, the law gives P1M" in ended.stdout
    assert "(GDPR Art. 12(3))" in ended.stdout
    assert "deadline: P2M" in ended.stdout
    assert "[PL27]" in ended.stdout
    french = troth("check", shop.folder, "--lang", "fr").stdout
    assert "la réponse vient en P2M, la loi donne P1M" in french


def test_a_waiver_lets_it_pass_and_is_shown(troth: Troth, shop: Shop) -> None:
    waiver = "\nwaivers: [{rule: PL27, reason: to be mended in spring, by: Ada, until: 2027-03-31}]"
    broken(shop, MONTHS[0], MONTHS[1] + waiver)
    ended = troth("check", shop.folder)
    assert ended.exit_code == 0
    assert "waived by Ada until 2027-03-31: to be mended in spring" in ended.stdout
    assert "no problem" in ended.stdout


def test_what_was_published_is_told_and_fails_nothing(troth: Troth, shop: Shop) -> None:
    stated = "deadline: {value: P1M, stated: an answer within two months, because: law}"
    broken(shop, MONTHS[0], f"requests: {{channels: [email], {stated}}}")
    ended = troth("check", shop.folder, "--fail-on", "warning")
    assert ended.exit_code == 0
    assert (
        "  PL27  an answer within a month, at most two further ones, told within the first\n" in ended.stdout
    )
    assert "\n        requests.deadline\n" in ended.stdout
    assert "“an answer within two months”" in troth("check", shop.folder, "--published").stdout


def test_the_law_of_another_day_and_what_changes(troth: Troth, shop: Shop) -> None:
    marketing = "    direct_marketing: true\n    recipients: [mailer]"
    broken(shop, "channels:\n  email:", "channels:\n  phone: {fr: téléphone, en: telephone}\n  email:")
    broken(shop, marketing, "    direct_marketing: true\n    channels: [phone]\n    recipients: [mailer]")
    broken(
        shop,
        "    basis: consent\n    data: {subscription",
        "    basis: legitimate_interest\n    data: {subscription",
    )
    policy = shop.folder / "policy.yaml"
    text = policy.read_text("utf-8")
    start = text.index("    consent:\n      decided_by: email")
    policy.write_text(text[:start] + text[text.index("    direct_marketing: true", start) :], "utf-8")
    before = troth("check", shop.folder, "--law-at", "2026-08-10").stdout
    after = troth("check", shop.folder, "--law-from", "2026-08-10").stdout
    assert "PL47" not in before
    assert "rules PL47 begins (C. conso Art. L223-1 (loi 2025-594))" in after
    assert "new: PL47 error: `newsletter` calls (`phone`) without consent" in after


def test_another_pack_can_judge(troth: Troth, shop: Shop) -> None:
    ended = troth("check", shop.folder, "--law-at", "ee@2026-11-22", "--format", "json")
    told = json.loads(ended.stdout)
    assert told["law"] == {"pack": "ee", "on": "2026-11-22"}
    assert troth("check", shop.folder, "--law-at", "xx@2026-11-22").exit_code == 2
    assert troth("check", shop.folder, "--law-at", "in spring").exit_code == 2


def test_promise_and_law_are_shown_with_their_winner(troth: Troth, shop: Shop) -> None:
    broken(shop, MONTHS[0], "requests: {channels: [email], deadline: P15D, extension: none}")
    ended = troth("check", shop.folder, "--merged")
    assert "requests.deadline: promised P15D, law P1M: promise wins, P15D" in ended.stdout
    assert "requests.extension: promised P0D, law P2M: promise wins, P0D" in ended.stdout


def test_sarif_is_what_code_hosts_read(troth: Troth, shop: Shop) -> None:
    broken(shop, *MONTHS)
    document = json.loads(troth("check", shop.folder, "--format", "sarif").stdout)
    (run,) = document["runs"]
    (result,) = run["results"]
    assert (document["version"], result["ruleId"], result["level"]) == ("2.1.0", "PL27", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("policy.yaml")
    assert place["region"]["startLine"] > 1
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert len(rules) == 52
    assert rules["PL27"]["help"]["text"] == "GDPR Art. 12(3)"
    assert_is_sarif(document)
    (shop.folder / "policy.yaml").write_text("languages: [fr]\n", "utf-8")
    unreadable = json.loads(troth("check", shop.folder, "--format", "sarif").stdout)
    assert unreadable["runs"][0]["results"][0]["ruleId"] == "missing-key"
    assert_is_sarif(unreadable)


def test_what_is_waived_and_what_was_published_is_valid_sarif_too(troth: Troth, shop: Shop) -> None:
    waiver = "waivers: [{rule: PL27, reason: the courts are closed, by: Ada, until: 2026-12-31}]"
    broken(shop, MONTHS[0], f"{waiver}\n{MONTHS[1]}")
    stated = "{from: received, period: P1Y, stated: as long as necessary, because: law}"
    broken(shop, "retention: P1Y from received", f"retention: {stated}")
    document = json.loads(troth("check", shop.folder, "--format", "sarif", "--lang", "fr").stdout)
    assert_is_sarif(document)
    results = document["runs"][0]["results"]
    suppressed = [one["suppressions"][0]["justification"] for one in results if "suppressions" in one]
    assert suppressed == ["dérogation de Ada jusqu’au 2026-12-31\xa0: the courts are closed"]
    assert any(one.get("properties", {}).get("isStated") for one in results)


def assert_is_sarif(document: object) -> None:
    """Valid by the schema that OASIS publishes, addresses included."""
    schema = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    checker = jsonschema.FormatChecker()
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(document)


def test_in_french_the_frame_is_french(troth: Troth, shop: Shop) -> None:
    broken(shop, *MONTHS)
    words = ("--merged", "--law-from", "2020-01-01", "--lang", "fr")
    told = troth("check", shop.folder, *words).stdout
    assert "1 erreur" in told
    assert "  remède\xa0: " in told
    assert "non contrôlé ici, seul le site en ligne le montre\xa0: PL" in told
    assert "promesse et loi, là où elles diffèrent\xa0:" in told
    assert "la loi l’emporte" in told
    assert "\u202f; jugé selon fr au 2026-11-22" in told
    assert "de fr au 2020-01-01 à fr au 2026-11-22" in told
    for english in ("mend:", "wins", "judged by", "not checked", "promised", "for ", " begins", " error"):
        assert english not in told.replace(str(shop.folder), ""), english
