"""
The published page, whole, as people read it: short first, in good French and English, and nothing but words.

`TROTH_REWRITE=1 pytest tests/texts` writes the golden files anew; they are read again, in both languages.
"""

import os
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.texts.made import APRIL, SITES, SMALL, manifest_of, page_of, site
from troth.texts.language import LANGUAGES, Language
from troth.texts.policy.files import current_names, version_files
from troth.texts.policy.page import NOTICE_MARK
from troth.texts.readability import sentences, word_count

GOLDEN = Path(__file__).parent / "golden"
NAMES = ["small", "shop", *SITES]
LONGEST_SENTENCE = 35


# Names and addresses stand as their owners write them.
NAMES_OF_OTHERS = re.compile(
    r'<address>.*?</address>|<span translate="no">.*?</span>|<section aria-labelledby="who">.*?</section>',
    re.DOTALL,
)


def without_tags(html: str) -> str:
    """What is read, with its spaces as they are."""
    return unescape(re.sub(r"<[^>]*>", "\n", html[html.index("<body") :]))


def first_layer(html: str) -> str:
    """What is seen before anything is opened: of details only their summaries."""
    return re.sub(r"(<details[^>]*>.*?</summary>).*?</details>", r"\1", html, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["small", "customer-labs"])
def test_the_page_reads_as_it_was_last_read(name: str, language: Language) -> None:
    golden = GOLDEN / f"{name}.{language}.html"
    if os.environ.get("TROTH_REWRITE"):
        golden.write_text(page_of(site(name), language), "utf-8")
    assert page_of(site(name), language) == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_manifest_gives_the_same_bytes(name: str) -> None:
    assert version_files(site(name), 3, APRIL) == version_files(site(name), 3, APRIL)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_the_first_layer_is_longer_than_a_breath(name: str, language: Language) -> None:
    shown = first_layer(page_of(site(name), language))
    assert [one for one in sentences(shown) if word_count(one) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("name", NAMES)
def test_french_has_its_spaces_quotes_and_apostrophes(name: str) -> None:
    text = without_tags(NAMES_OF_OTHERS.sub("", page_of(site(name), "fr")))
    assert re.findall(r".{0,20}[^\xa0\n/]:(?=\s).{0,9}", text) == []
    assert re.findall(r".{0,20}[^\u202f\xa0\n][;!?](?=\s).{0,9}", text) == []
    assert re.findall(r".{0,20}(?:«[^\xa0]|[^\xa0]»)", text) == []
    assert re.findall(r".{0,20}[\"'].{0,9}", text) == []


ENGLISH = re.compile(
    r"\b(the|and|of|with|your|you|our|we|for|not|when|where|which|this|that|from|until|after|law|data)\b",
    re.I,
)
FRENCH = re.compile(
    r"\b(le|la|les|des|une|vous|vos|votre|nous|pour|avec|dans|qui|que|sont|est|par|données|jusqu)\b", re.I
)


def in_other_words(html: str, words: re.Pattern[str]) -> list[str]:
    """Lines with words of the other language, outside what is marked as being in it, and names."""
    unmarked = re.sub(r'<(span|a|div)\b[^>]*lang="[^"]*"[^>]*>.*?</\1>', "", html)
    unmarked = re.sub(r"<code>.*?</code>", "", NAMES_OF_OTHERS.sub("", unmarked))
    return [line for line in without_tags(unmarked).splitlines() if words.search(line)]


@pytest.mark.parametrize("name", ["small"])  # the sites: test_words.py
def test_no_word_of_one_language_strays_into_the_other(name: str) -> None:
    assert in_other_words(page_of(site(name), "fr"), ENGLISH) == []
    assert in_other_words(page_of(site(name), "en"), FRENCH) == []


def test_words_that_are_missing_in_a_language_are_marked_with_the_one_they_are_in() -> None:
    manifest = manifest_of(SMALL.replace("title: {fr: Nouvelles, en: News}", "title: {en: News}"))
    assert '<span lang="en">News</span>' in page_of(manifest, "fr")
    assert '<span lang="en">' not in page_of(manifest, "en")


class Structure(HTMLParser):
    """Ids, links within the page, headings, and every element that could do something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        found = dict(attrs)
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if tag == "a" else []
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere_and_headings_go_down_step_by_step(name: str, language: Language) -> None:
    found = Structure(page_of(site(name), language))
    assert len(found.ids) == len(set(found.ids))
    assert [link for link in found.links if link.startswith("#") and link[1:] not in found.ids] == []
    assert found.levels[0] == 1
    assert found.levels.count(1) == 1
    pairs = zip(found.levels, found.levels[1:], strict=False)
    assert [(one, other) for one, other in pairs if other > one + 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_holds_no_script_no_style_and_nothing_from_elsewhere(name: str) -> None:
    html = page_of(site(name), "fr")
    found = Structure(html)
    assert found.elements.isdisjoint({"script", "style", "iframe", "img", "object", "embed", "form", "base"})
    assert [name for name in found.attributes if name == "style" or name.startswith("on")] == []
    assert "default-src 'none'; style-src 'self'" in html


def test_each_file_of_a_version_has_an_address_that_stays_and_one_for_what_is_in_force() -> None:
    files = version_files(site("customer-labs"), 3, APRIL)
    assert {"fr/3.html", "en/3.html", "policy-3.jsonld", "fr/notices/contact-3.html"} <= files.keys()
    names = current_names(list(files), 3)
    assert names["fr/3.html"] == "fr/index.html"
    assert names["policy-3.jsonld"] == "policy.jsonld"
    assert names["en/notices/contact-3.json"] == "en/notices/contact.json"
    assert not any(path.endswith(".css") for path in names)


def test_a_notice_finds_its_place_in_every_page() -> None:
    assert all(
        page_of(site(name), language).count(NOTICE_MARK) == 1 for name in NAMES for language in LANGUAGES
    )


def test_objection_stands_apart_and_marketing_needs_no_reason() -> None:
    html = page_of(site("customer-labs"), "en")
    apart = re.search(r'<div class="notice">(.*?)</div>', html, re.DOTALL)
    assert apart is not None
    assert "You can object to marketing at any time, without giving a reason" in apart[1]


def test_rights_of_the_law_are_told_whether_or_not_the_policy_names_them() -> None:
    html = page_of(manifest_of(SMALL), "en")
    for words in ("a copy", "put right", "erased", "restricted", "take your consent back", "can be reused"):
        assert words in html


def test_a_purpose_that_has_ended_is_left_out_from_its_day_on() -> None:
    ended = manifest_of(SMALL.replace("    recipients: []", "    ended: 2026-04-01"))
    assert "purpose-news" not in page_of(ended, "en")
    later = manifest_of(SMALL.replace("    recipients: []", "    ended: 2026-04-02"))
    assert "purpose-news" in page_of(later, "en")
