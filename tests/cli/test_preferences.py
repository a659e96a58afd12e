"""`troth preferences`: links and headers for messages, objections by mail or post, vouching keys."""

import csv
import json

import troth as library
from tests.cli.conftest import Troth
from tests.sites.shop import Shop
from troth.claims.keys import Key
from troth.subjects.suppressions import suppressed

LINK = "https://halles.example/troth/unsubscribe/"


def test_the_headers_of_one_message(troth: Troth, shop: Shop) -> None:
    words = ["--email", "ana@example.com", "--purpose", "newsletter", "--mailto", "stop@halles.example"]
    ended = troth("preferences", "headers", shop.folder, *words)
    assert ended.exit_code == 0, ended.output
    first, second = ended.stdout.splitlines()
    assert first.startswith(f"List-Unsubscribe: <{LINK}")
    assert first.endswith(">, <mailto:stop@halles.example?subject=unsubscribe>")
    assert second == "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    with library.open(shop.folder, shop.environ) as site:
        made = site.unsubscribe_headers(
            {"email": "Ana@example.com"}, "newsletter", mailto="stop@halles.example"
        )
        assert [f"{name}: {value}" for name, value in made.items()] == [first, second]


def test_a_list_of_people_becomes_a_list_of_links(troth: Troth, shop: Shop) -> None:
    people = shop.folder / "people.csv"
    people.write_text("email\nana@example.com\nben@example.com\n")
    ended = troth(
        "preferences", "link", shop.folder, "--subjects", people, "--address", "https://s.example/t/"
    )
    rows = list(csv.DictReader(ended.stdout.splitlines()))
    assert [row["value"] for row in rows] == ["ana@example.com", "ben@example.com"]
    assert all(row["link"].startswith("https://s.example/t/preferences/") for row in rows)
    assert "example.com" not in rows[0]["link"]


def test_a_link_that_would_leave_nothing_is_refused(troth: Troth, shop: Shop) -> None:
    for words, told in (
        (["--purpose", "letter"], "link-unknown-purpose"),
        (["--purpose", "invoicing"], "link-leaves-nothing"),
        (["--purpose", "newsletter", "--choice", "sms"], "link-unknown-choice"),
        (["--address", "http://halles.example"], "address-not-https"),
    ):
        ended = troth("preferences", "headers", shop.folder, "--email", "ana@example.com", *words)
        assert ended.exit_code == 2
        assert told in ended.output


def test_an_objection_by_post_gives_a_receipt_to_send_back(troth: Troth, shop: Shop) -> None:
    words = ["--by", "post", "--email", "ana@example.com", "--lang", "fr"]
    ended = troth("preferences", "object", shop.folder, *words)
    assert ended.exit_code == 0, ended.output
    assert "Elle prend effet immédiatement" in ended.stdout
    assert "Elle dure jusqu’à ce que vous en décidiez autrement." in ended.stdout
    assert "par aucun moyen (adresse électronique a…@example.com).\n" in ended.stdout
    with shop.open().database.reading() as tx:
        assert suppressed(tx, "shop", {Key.of("email", "ana@example.com")})


def test_an_objection_names_somebody(troth: Troth, shop: Shop) -> None:
    for words in ([], ["--email", "ana"], ["--phone", "0612345678"]):
        assert troth("preferences", "object", shop.folder, "--by", "post", *words).exit_code == 2


def test_vouching_keys_are_made_listed_and_ended(troth: Troth, shop: Shop) -> None:
    made = json.loads(troth("preferences", "key", shop.folder, "--format", "json").stdout)
    assert made["kid"] == "1"
    assert len(made["key"]) == 43
    assert troth("preferences", "keys", shop.folder).stdout == "kid 1\n"
    assert troth("preferences", "end-key", shop.folder, "1").exit_code == 0
    assert troth("preferences", "end-key", shop.folder, "1").exit_code == 3
    assert "no vouching key is in force" in troth("preferences", "keys", shop.folder).stdout
