"""The story, on a small shop: what is told, what the databases hold afterwards, what the page shows."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from troth.demo import generator, page, story
from troth.demo.chart import archive_length, length, used
from troth.demo.story import Story
from troth.demo.telling import SAID, say
from troth.texts.language import Language

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
CLAIRE = generator.CLAIRE


@dataclass(frozen=True, slots=True)
class Told:
    """A story that was told, and where."""

    folder: Path
    story: Story
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def html(self) -> str:
        return (self.folder / story.PAGES / "index.html").read_text("utf-8")

    def rows(self, query: str, database: str = "shop.db") -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / story.SITE / database)) as connection:
            return list(connection.execute(query))


@pytest.fixture(scope="module", params=["fr", "en"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    language: Language = request.param
    folder = tmp_path_factory.mktemp("demo")
    lines: list[str] = []
    found = story.told(folder, language, AT, lines.append, customers=60)
    page.write(found, folder / story.PAGES)
    return Told(folder, found, lines)


def test_it_tells_each_step_and_what_came_of_it(told: Told) -> None:
    language = told.story.language
    assert re.findall(r"^(\d)\. (\w+)", told.text, flags=re.MULTILINE) == [
        ("1", "init"), ("2", "check"), ("3", "accept"), ("4", "access"), ("5", "explain"),
        ("6", "erase"), ("7", "erase"), ("8", "access"),
    ]  # fmt: skip
    promised = {
        "fr": (
            "archive, jusqu’au 31\xa0décembre 2030 – une obligation légale",
            "conservé pour un litige en cours",
            "gelé, sans usage possible, jusqu’à ce que quelqu’un décide (Prévention de la fraude)",
        ),
        "en": (
            "archived until 31\xa0December 2030 – a legal obligation",
            "held for a dispute in court",
            "frozen, used for nothing, until somebody decides (Prevention of fraud)",
        ),
    }
    assert [line for line in promised[language] if line not in told.text] == []
    assert "{" not in told.text


def test_the_newsletter_the_messages_and_the_logins_are_gone(told: Told) -> None:
    assert told.rows(f"SELECT * FROM subscribers WHERE email = '{CLAIRE}'", "mailing.db") == []
    assert told.rows("SELECT * FROM messages WHERE customer_id = 1") == []
    assert told.rows("SELECT * FROM logins WHERE customer_id = 1") == []


def test_the_account_is_a_number_that_invoices_point_at(told: Told) -> None:
    query = "SELECT name, email, phone, home_id FROM customers WHERE id = 1"
    assert told.rows(query) == [(None, None, None, None)]


def test_the_invoices_stay_whole(told: Told) -> None:
    kept = told.rows(f"SELECT name, address IS NOT NULL FROM invoices WHERE sent_to = '{CLAIRE}'")
    assert kept == [("Claire Fontaine", 1)] * 4


def test_the_score_stays_frozen_until_somebody_decides(told: Told) -> None:
    assert told.story.plan.undecided == ("fraud",)
    assert told.rows("SELECT score FROM fraud_scores WHERE customer_id = 1") == [(12,)]


def test_the_hold_keeps_the_disputed_order_and_what_was_bought(told: Told) -> None:
    query = "SELECT customer_id, name FROM orders WHERE id = {}"
    assert told.rows(query.format(generator.DISPUTED_ORDER)) == [(1, "Claire Fontaine")]
    assert told.rows(query.format(2)) == [(None, None)]
    lines = f"SELECT product IS NOT NULL FROM order_lines WHERE order_id = {generator.DISPUTED_ORDER}"
    assert told.rows(lines) == [(1,), (1,)]


def test_what_is_hugo_s_and_emily_s_stays_theirs(told: Told) -> None:
    assert told.rows("SELECT name, home_id FROM customers WHERE id = 2") == [("Hugo Fontaine", 1)]
    assert told.rows("SELECT street FROM homes WHERE id = 1") == [("14 rue des Lilas",)]
    assert told.rows("SELECT name, gift_name FROM orders WHERE id = 5") == [("Hugo Fontaine", None)]
    assert told.rows("SELECT gift_name FROM orders WHERE id = 4") == [("Emily Carter",)]


def test_nobody_else_lost_anything(told: Told) -> None:
    whole = generator.grown(AT.date(), customers=60)
    others = "SELECT count(*) FROM customers WHERE id > 2 AND name IS NOT NULL"
    assert told.rows(others) == [(len(whole.customers) - 2,)]
    left = told.rows("SELECT count(*) FROM subscribers", "mailing.db")
    assert left == [(len(whole.subscribers) - 1,)]


def test_the_map_says_what_the_manifest_says(told: Told) -> None:
    """Purposes × items: exactly the declared claims, each with its bases and its periods."""
    manifest, language = told.story.manifest, told.story.language
    expected = {}
    for purpose in manifest.purposes.values():
        for item, bases in used(manifest, purpose).items():
            words = [say(f"basis.{basis.value}", language) for basis in sorted(bases, key=lambda b: b.value)]
            words.append(length(purpose, language))
            if then := archive_length(purpose, language):
                words.append(say("map.archive", language, period=then))
            expected[purpose.name, item] = words
    cells = Cells()
    cells.feed(told.html)
    assert cells.found == expected
    assert ("sales", "amount") not in expected
    years = {"fr": "10\xa0ans", "en": "10\xa0years"}[language]
    assert any(years in word for word in cells.found["invoicing", "amount"])


def test_the_page_needs_no_script_and_nothing_from_elsewhere(told: Told) -> None:
    assert re.findall(r"<script|<link|<img|<iframe|@import|url\(|\son\w+=", told.html) == []
    targets = re.findall(r'(?:href|src)="([^"]*)"', told.html)
    assert [target for target in targets if "//" in target] == []
    pages = told.folder / story.PAGES
    assert [t for t in targets if not t.startswith("#") and not (pages / t).is_file()] == []
    anchors = set(re.findall(r'id="([^"]*)"', told.html))
    assert {target[1:] for target in targets if target.startswith("#")} <= anchors


def test_the_receipt_names_nobody(told: Told) -> None:
    receipt = told.html[told.html.index('id="receipt"') : told.html.index('id="stayed"')]
    assert not re.search("Claire|Fontaine|@", receipt)


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_said_is_said_in_both_languages(name: str) -> None:
    french, english = (set(re.findall(r"\{(\w+)\}", words)) for words in SAID[name])
    assert french == english
    assert all(SAID[name])


@dataclass
class Cells(HTMLParser):
    """The cells of the map: purpose and item → the words in it, one for each span."""

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    purpose: str = ""
    item: str = ""
    is_in_span: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.purpose = given.get("data-purpose") or self.purpose
        if tag == "td":
            self.item = given.get("data-item") or ""
        self.is_in_span = tag == "span" and bool(self.item)

    def handle_endtag(self, tag: str) -> None:
        self.item = "" if tag == "td" else self.item
        self.is_in_span = False

    def handle_data(self, data: str) -> None:
        if self.is_in_span:
            self.found.setdefault((self.purpose, self.item), []).append(data)
