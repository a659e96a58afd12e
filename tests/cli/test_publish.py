"""`troth publish` and `troth changes`: what they say, how they end, and what they leave on disk."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop

BY = ("--by", "Camille Morel")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "web"


def reworded(shop: Shop, old: str, new: str) -> None:
    path = shop.folder / "policy.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_first_version_is_published_and_its_readability_printed(
    troth: Troth, shop: Shop, out: Path
) -> None:
    ended = troth("publish", shop.folder, "--out", out, *BY, "--lang", "en")
    assert ended.exit_code == 0, ended.output
    lines = ended.stdout.splitlines()
    assert lines[0] == "published: version 1, in force from 2026-11-22"
    assert lines[1].startswith("  fr: readability ")
    assert lines[2].startswith("  en: readability ")
    assert (out / "fr" / "index.html").exists()
    again = troth("publish", shop.folder, "--out", out, *BY, "--lang", "en")
    assert again.stdout.splitlines()[0] == "nothing new; still: version 1, in force from 2026-11-22"
    assert again.stdout.splitlines()[-1] == f"{out}: 0 files written"
    in_french = troth("publish", shop.folder, "--out", out, *BY)  # the site's first language
    assert in_french.stdout.splitlines()[-1] == f"{out}\xa0: 0 fichier écrit"


def test_words_against_the_law_are_published_only_with_a_reason(troth: Troth, shop: Shop, out: Path) -> None:
    reworded(shop, "requests: {channels: [email]}", "requests: {channels: [email], deadline: P2M}")
    refused = troth("publish", shop.folder, "--out", out, *BY)
    assert refused.exit_code == 3
    assert "PL27: " in refused.stderr
    assert "12(3)" in refused.stderr
    assert "--despite PL27 --because TEXT" in refused.stderr
    assert not out.exists()
    allowed = troth(
        "publish", shop.folder, "--out", out, *BY, "--despite", "PL27", "--because", "voted on Monday"
    )
    assert allowed.exit_code == 0, allowed.output
    assert "Published despite rule PL27: voted on Monday" in (out / "en" / "versions.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--despite", "PL27"), "each --despite needs its --because"),
        (("--effective", "soon"), "`soon` is no date"),
        (("--effective", "2001-01-01"), "2001-01-01"),
    ],
)
def test_a_wrong_word_is_told(troth: Troth, shop: Shop, out: Path, words: tuple[str, ...], said: str) -> None:
    troth("publish", shop.folder, "--out", out, *BY)
    reworded(shop, "period: P10Y", "period: P11Y")
    ended = troth("publish", shop.folder, "--out", out, *BY, *words)
    assert ended.exit_code in (2, 3)
    assert said in ended.stderr


def test_nobody_publishes_without_a_name(troth: Troth, shop: Shop, out: Path) -> None:
    ended = troth("publish", shop.folder, "--out", out)
    assert (ended.exit_code, "say --by NAME" in ended.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_is_said(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = troth("publish", shop.folder, "--out", tmp_path / "file" / "web", *BY)
    assert (ended.exit_code, "cannot be written" in ended.stderr) == (4, True)


def test_changes_are_told_with_the_people_they_concern(troth: Troth, shop: Shop, out: Path) -> None:
    troth("publish", shop.folder, "--out", out, *BY)
    reworded(shop, "period: P10Y", "period: P11Y")
    reworded(shop, "data: {subscription: [email]}", "data: {subscription: [email], account: [name]}")
    ended = troth("changes", shop.folder, "--lang", "en")
    assert ended.exit_code == 0, ended.output
    assert ended.stdout.splitlines() == [
        "from version 1 to the words as they are now: 2 changes",
        "material",
        "  Accounting: data is kept 11\xa0years instead of 10\xa0years.",
        "    period-longer:purposes.invoicing.active.period",
        "  Our newsletter: we also use – name.",
        "    data-added:purposes.newsletter.data.account",
        "nobody would be asked again: purpose newsletter grows under the wording it has",
        "people to tell: 2",
        "         2  with data for invoicing",
        "         2  with data for newsletter",
        "consents outgrown: 0 for newsletter",
        f"they would release 9 data, which stay until: troth accept {shop.folder}",
    ]


def test_material_changes_without_notice_are_remarked(troth: Troth, shop: Shop, out: Path) -> None:
    troth("publish", shop.folder, "--out", out, *BY)
    reworded(shop, "period: P10Y", "period: P11Y")
    at_once = troth("publish", shop.folder, "--out", out, *BY, "--lang", "en")
    assert "1 material change takes effect at once" in at_once.stderr
    reworded(shop, "period: P11Y", "period: P12Y")
    announced = troth("publish", shop.folder, "--out", out, *BY, "--effective", "2027-03-01")
    assert "at once" not in announced.stderr


def test_changes_of_versions_in_french_and_as_json(troth: Troth, shop: Shop, out: Path) -> None:
    troth("publish", shop.folder, "--out", out, *BY)
    reworded(shop, "period: P10Y", "period: P11Y")
    troth("publish", shop.folder, "--out", out, *BY)
    ended = troth("changes", shop.folder, "--from", "1", "--to", "2", "--format", "json")
    told = json.loads(ended.stdout)
    assert told["changes"] == [
        {
            "name": "period-longer:purposes.invoicing.active.period",
            "sort": "period-longer",
            "material": True,
            "words": "Comptabilité\xa0: la conservation passe de 10\xa0ans à 11\xa0ans.",
        }
    ]
    assert "people_to_tell" not in told
    assert troth("changes", shop.folder, "--from", "3").exit_code == 3


def test_before_a_first_version_there_is_nothing_to_compare(troth: Troth, shop: Shop) -> None:
    ended = troth("changes", shop.folder)
    assert (ended.exit_code, "no version was published yet" in ended.stderr) == (3, True)
