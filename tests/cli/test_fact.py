"""`troth fact`: told, listed, ended; and refused where it would do nothing."""

import json

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop


def listed(troth: Troth, shop: Shop, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        troth("fact", "list", shop.folder, *words, "--format", "json").stdout
    )
    return found


def test_a_consent_is_recorded_with_its_two_instants(troth: Troth, shop: Shop) -> None:
    words = ["given", "--email", "Ana@Example.com ", "--purpose", "newsletter", "--wording", "2"]
    instants = ["--since", "2026-01-31T12:00:00+01:00", "--recorded", "2026-02-01T00:00:00Z"]
    ended = troth("fact", "add", shop.folder, *words, *instants)
    assert ended.exit_code == 0, ended.output
    (fact,) = listed(troth, shop, "--email", "ana@example.com")
    assert fact == {
        "number": 1,
        "effect": "given",
        "since": "2026-01-31T11:00:00+00:00",
        "recorded": "2026-02-01T00:00:00+00:00",
        "key_type": "email",
        "table": None,
        "purposes": ["newsletter"],
        "choice": None,
        "items": [],
        "name": "2",
        "ground": "",
        "by": "",
    }
    assert listed(troth, shop, "--email", "ben@example.com") == []


@pytest.mark.parametrize(
    "words",
    [
        ["refused", "--email", "a@b.c", "--purpose", "newsletter"],
        ["withdrawn", "--email", "a@b.c"],
        ["objected", "--account", "1", "--purpose", "support"],
        ["upheld", "--account", "1", "--purpose", "support"],
        ["rejected", "--account", "1", "--because", "fraud", "--decides", "erasure"],
        ["restricted", "--email", "a@b.c", "--item", "address"],
        ["lifted", "--email", "a@b.c"],
        ["held", "--record", "shop.invoices=1012", "--record", "shop.orders=12", "--matter", "case 7"],
        ["released", "--matter", "case 7"],
        ["happened", "--account", "1", "--event", "account_closed"],
        ["cancelled", "--account", "1", "--event", "account_closed"],
        ["erased", "--email", "a@b.c", "--item", "name"],
        ["unlawful", "--email", "a@b.c", "--purpose", "suggestions"],
        ["complete", "--purpose", "newsletter"],
    ],
    ids=lambda words: words[0],
)
def test_every_effect_can_be_told(troth: Troth, shop: Shop, words: list[str]) -> None:
    ended = troth("fact", "add", shop.folder, *words)
    assert ended.exit_code == 0, ended.output
    assert {fact["effect"] for fact in listed(troth, shop)} == {words[0]}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["given", "--email", "a@b.c", "--purpose", "newsletter"], "fact-without-wording"),
        (["given", "--account", "1", "--purpose", "newsletter", "--wording", "2"], "fact-other-key"),
        (["given", "--email", "a@b.c"], "fact-without-purpose"),
        (["given", "--email", "a@b.c", "--purpose", "sales", "--wording", "2"], "fact-without-effect"),
        (["refused", "--email", "a@b.c", "--purpose", "nope"], "fact-unknown-purpose"),
        (["refused", "--email", "a@b.c", "--purpose", "newsletter", "--choice", "x"], "fact-unknown-choice"),
        (["restricted", "--email", "a@b.c", "--item", "nope"], "fact-unknown-item"),
        (["restricted", "--email", "a@b.c", "--purpose", "sales"], "fact-of-everything"),
        (["restricted", "--email", "a@b.c", "--choice", "x"], "fact-without-choice"),
        (["objected", "--email", "a@b.c", "--item", "name"], "fact-of-all-items"),
        (["restricted"], "fact-without-person"),
        (["restricted", "--record", "shop.orders=1"], "fact-of-person"),
        (["held", "--matter", "m"], "fact-without-record"),
        (["held", "--record", "shop.orders=1"], "fact-without-matter"),
        (["held", "--record", "shop.nope=1", "--matter", "m"], "fact-unknown-table"),
        (["held", "--record", "shop.orders=1|2", "--matter", "m"], "fact-wrong-key"),
        (["happened", "--account", "1", "--event", "nope"], "fact-unknown-event"),
        (["rejected", "--account", "1"], "fact-without-ground"),
        (["complete", "--purpose", "newsletter", "--email", "a@b.c"], "fact-of-nobody"),
        (["lifted", "--email", "a@b.c", "--since", "2099-01-01T00:00:00Z"], "fact-not-yet"),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)
def test_a_fact_that_would_do_nothing_is_refused(
    troth: Troth, shop: Shop, words: list[str], name: str
) -> None:
    ended = troth("fact", "add", shop.folder, *words)
    assert ended.exit_code == 2, ended.output
    assert f"[{name}]" in ended.stderr
    assert listed(troth, shop) == []


@pytest.mark.parametrize(
    "words",
    [
        ["restricted", "--phone", "1"],
        ["restricted", "--key", "phone=1"],
        ["restricted", "--key", "email"],
        ["restricted", "--email", " "],
        ["restricted", "--email", "a\0b"],
        ["restricted", "--email", "a@b.c", "--wording", "2"],
        ["restricted", "--email", "a@b.c", "--since", "2026-01-31"],
        ["restricted", "--email", "a@b.c", "--since", "yesterday"],
        ["held", "--record", "orders", "--matter", "m"],
        ["noted", "--email", "a@b.c"],
    ],
    ids=lambda words: " ".join(words[1:3]),
)
def test_what_cannot_be_read_is_refused(troth: Troth, shop: Shop, words: list[str]) -> None:
    ended = troth("fact", "add", shop.folder, *words)
    assert ended.exit_code == 2
    assert listed(troth, shop) == []


def test_a_restriction_ends_by_its_number(troth: Troth, shop: Shop) -> None:
    troth("fact", "add", shop.folder, "restricted", "--email", "a@b.c", "--item", "name")
    ended = troth("fact", "end", shop.folder, "1", "--because", "settled", "--by", "Ada")
    assert ended.exit_code == 0, ended.output
    assert [fact["effect"] for fact in listed(troth, shop, "--email", "a@b.c")] == ["restricted", "lifted"]
    assert troth("fact", "end", shop.folder, "2").exit_code == 3
    assert troth("fact", "end", shop.folder, "9").exit_code == 2


def test_a_list_of_all_says_of_nobody(troth: Troth, shop: Shop) -> None:
    troth("fact", "add", shop.folder, "restricted", "--email", "ana@example.com")
    ended = troth("fact", "list", shop.folder)
    assert "restricted" in ended.stdout
    assert "ana" not in ended.stdout


@pytest.mark.parametrize("what", ["refused", "objected"])
def test_what_somebody_says_under_an_address_is_recorded_under_one(
    troth: Troth, shop: Shop, what: str
) -> None:
    ended = troth("fact", "add", shop.folder, what, "--email", "not an address", "--purpose", "newsletter")
    assert ended.exit_code == 2
    assert "the value of key `email` is no e-mail address" in ended.output
    held = troth("fact", "add", shop.folder, "restricted", "--email", "not an address")  # as a store holds it
    assert held.exit_code == 0, held.output
