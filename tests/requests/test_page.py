"""
The page of an access answer as it is read, in both languages.

`python -m tests.requests.test_page` writes the golden files anew; reread them, the French as a French person would.
"""

import re
import sys
import tempfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from tests.sites.shop import NOON, Shop, shop_in
from troth.claims.facts import Effect
from troth.claims.keys import Key, RecordRef
from troth.manifest.names import ItemName, PurposeName, StoreName, TableName
from troth.requests.access import access
from troth.subjects.model import NewFact
from troth.subjects.record import record
from troth.texts.language import Language
from troth.texts.sentences import sentence, sentence_names

GOLDEN = Path(__file__).parent / "golden"
ANA = Key.of("email", "ana@example.com")
ALL_NAMES = (
    *("basis", "command", "copy", "count", "country", "day", "effect", "event", "failure", "file", "ground"),
    *("item", "law", "logic", "origin", "period", "plan", "purpose", "readers", "recipient", "role", "roles"),
    *(
        "shown",
        "site",
        "promised",
        "source",
        "sources",
        "store",
        "stores",
        "table",
        "title",
        "tool",
        "until",
        "url",
        "value",
        "where",
    ),
)
PAGES: dict[Language, str] = {"fr": "index.html", "en": "en.html"}


def written(shop: Shop, out: Path) -> Path:
    """Ana's package, after a year in which much befell her."""
    shop.run(
        "ALTER TABLE customers ADD COLUMN loyalty TEXT",
        "UPDATE orders SET closed_at = '2015-01-01 10:00:00', placed_at = '2015-01-01 10:00:00' WHERE id = 12",
        "UPDATE messages SET received_at = '2015-01-01 10:00:00'",
        "UPDATE orders SET gift_name = 'Ana', gift_email = NULL WHERE id = 11",
    )
    site = shop.open()
    newsletter, suggestions = frozenset([PurposeName("newsletter")]), frozenset([PurposeName("suggestions")])
    order = RecordRef(StoreName("shop"), TableName("orders"), ("12",))
    record(
        site,
        [
            NewFact(Effect.GIVEN, NOON, NOON, ANA, purposes=newsletter, name="2"),
            NewFact(Effect.OBJECTED, NOON, NOON, ANA, purposes=suggestions),
            NewFact(Effect.RESTRICTED, NOON, NOON, ANA, items=frozenset([ItemName("message")])),
            NewFact(Effect.HELD, NOON, NOON, record=order, name="case 2026-17"),
        ],
    )
    access(site, [frozenset([ANA])], out, NOON)
    site.close()
    return out / "person-0001"


def as_read(page: str) -> str:
    """The page's words, line by line."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    text = re.sub(r"</(h1|h2|h3|p|li|dt|dd|th|tr|td|caption)>|<br>", "\n", body)
    lines = (unescape(re.sub(r"<[^>]*>", "", line)).strip(" \n") for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_reads_as_it_was_proofread(shop: Shop, tmp_path: Path, language: Language) -> None:
    page = (written(shop, tmp_path / "out") / PAGES[language]).read_text("utf-8")
    assert as_read(page) == (GOLDEN / f"page.{language}.txt").read_text("utf-8")


class Outline(HTMLParser):
    """What assistive software steers by."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: set[str] = set()
        self.aims: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if identity := told.get("id"):
            assert identity not in self.ids
            self.ids.add(identity)
        if (link := told.get("href") or "").startswith("#"):
            self.aims.add(link[1:])
        self.aims |= {told["aria-labelledby"]} if told.get("aria-labelledby") else set()  # type: ignore[arg-type]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_can_be_steered_through(shop: Shop, tmp_path: Path) -> None:
    outline = Outline()
    page = (written(shop, tmp_path / "out") / "index.html").read_text("utf-8")
    outline.feed(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(
        after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False)
    )
    assert outline.aims <= outline.ids
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')


@pytest.mark.parametrize("name", sorted(sentence_names()))
def test_a_sentence_asks_for_the_same_in_both_languages(name: str) -> None:
    asked = [{part[1] for part in Formatter().parse(raw(name, language))} for language in ("fr", "en")]
    assert asked[0] == asked[1]


def raw(name: str, language: Language) -> str:
    """The sentence with its braces."""
    names = {part: f"{{{part}}}" for part in ALL_NAMES}
    return sentence(name, language, **names)


@pytest.mark.parametrize("name", sorted(sentence_names()))
def test_french_is_spaced_as_french_is(name: str) -> None:
    french = raw(name, "fr")
    assert not re.search(r"[^\xa0\u202f/]:(?!\S)", french.replace("{", "").replace("}", ""))
    assert not re.search(r"[^\u202f\xa0][;!?]", french)
    assert "'" not in french.replace("--", "")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for language, file in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            page = written(shop_in(Path(folder)), Path(folder) / "out") / file
            (GOLDEN / f"page.{language}.txt").write_text(as_read(page.read_text("utf-8")), "utf-8")
    sys.exit(0)
