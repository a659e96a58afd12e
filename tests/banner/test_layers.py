"""The two layers as HTML: what they say, what they leave out, and that nothing of a manifest becomes markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.banner.test_built import ADDRESSES, DAY
from tests.texts.made import SITES
from troth.banner import Embed, assets, cached_layer, first_layer, notice, panel, placeholder
from troth.consent import Offer, device_offers
from troth.manifest.model import Manifest
from troth.manifest.policy import Banner
from troth.manifest.text import Text
from troth.site import declared
from troth.texts.choice import SENTENCES
from troth.texts.language import LANGUAGES, Language

LYS = Path(__file__).with_name("lys")
HOSTILE = "</script><img src=x onerror=alert(1)>\"'&{x}"
VOID = {"input", "img", "br"}


@pytest.fixture(scope="module")
def lys() -> Manifest:
    return declared(LYS).manifest


@pytest.fixture(scope="module")
def offers(lys: Manifest) -> tuple[Offer, ...]:
    return device_offers(lys, DAY)


class Elements(HTMLParser):
    """Every element with its attributes; an element that is not closed in its turn is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(html: str) -> str:
    """The words of a piece of HTML."""
    return re.sub(r"<[^>]*>", " ", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("site", sorted(SITES))
def test_each_purpose_stands_on_the_first_layer_with_a_sentence(site: str, language: Language) -> None:
    manifest = declared(SITES[site]).manifest
    found = device_offers(manifest, DAY)
    html = first_layer(manifest, language, found, ADDRESSES)
    lines = re.findall(r"<li [^>]*><b>(.*?)</b>(.*?)</li>", html)
    assert len(lines) == len({one.purpose for one in found})
    for title, sentence in lines:
        assert len(shown(sentence).split()) >= 3, title
        assert shown(title).strip().rstrip(".") not in shown(sentence)


def test_the_same_manifest_gives_the_same_bytes(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    again = declared(LYS).manifest
    for make in (first_layer, panel):
        assert make(lys, "fr", offers, ADDRESSES) == make(again, "fr", device_offers(again, DAY), ADDRESSES)


def test_the_three_acts_stand_side_by_side(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    html = first_layer(lys, "en", offers, ADDRESSES)
    acts = re.search(r'<p class="acts">(.*?)</p>', html)
    assert acts is not None
    assert re.findall(r"<button[^>]*>(.*?)</button>", acts[1]) == ["Refuse all", "Accept all", "Choose"]


def test_nothing_is_ticked_but_what_was_answered(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    assert " checked" not in panel(lys, "fr", offers, ADDRESSES)
    answers = {offers[0].print: True, offers[1].print: False}
    ticked = [
        (one["name"], one["value"])
        for tag, one in Elements(panel(lys, "fr", offers, ADDRESSES, answers)).found
        if tag == "input" and "checked" in one
    ]
    assert ticked == [("offer.audience", "granted"), ("offer.advertising", "refused")]


def test_controllers_are_counted_and_named_one_click_away(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    html = first_layer(lys, "en", offers, ADDRESSES)
    assert f'<a href="{ADDRESSES.controllers}">2 partners</a>' in html
    assert "AdNet Ltd" in panel(lys, "en", offers, ADDRESSES)


def test_a_name_that_only_repeats_a_title_is_not_told_beside_its_translation() -> None:
    manifest = declared(SITES["officine-generale"]).manifest
    told = shown(panel(manifest, "fr", device_offers(manifest, DAY), ADDRESSES))
    assert "les partenaires publicitaires (aucun à présent)" in told
    assert "none at present" not in told


def test_content_of_the_site_itself_is_said_to_come_from_it(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    box = placeholder(lys, "fr", offers[2], ADDRESSES, Embed("Le film", "/films/1", "<p>film</p>"))
    assert "Ce contenu vient de Maison Lys ." in " ".join(shown(box).split())


def test_what_is_answered_is_not_asked(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    audience, advertising, video = offers
    some = first_layer(lys, "fr", offers, ADDRESSES, {audience.print: True, video.print: False})
    assert re.findall(r'data-offer="(\S+)"', some) == [advertising.print]
    older = {next(iter(advertising.covered - {advertising.print})): False}
    none = first_layer(lys, "fr", offers, ADDRESSES, {audience.print: True, video.print: False, **older})
    assert "<section" not in none
    assert "Gérer les cookies" in none


def test_the_signal_refuses_and_is_told(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    html = first_layer(lys, "en", offers, ADDRESSES, signal=True)
    assert offers[1].print not in re.findall(r'data-offer="(\S+)"', html)
    assert "this counts as refusing Advertising" in shown(html)
    mark = notice.read(re.findall(r'name="notice" value="([^"]*)"', html)[0])
    assert mark is not None
    assert mark.prints == (offers[0].print, offers[2].print)


def test_nothing_of_a_manifest_becomes_markup(lys: Manifest, offers: tuple[Offer, ...]) -> None:
    words = Text({"fr": HOSTILE, "en": HOSTILE})
    evil = tuple(replace(one, title=words, sentence=words) for one in offers)
    policy = replace(
        lys.policy,
        controller=replace(lys.policy.controller, trade_name=HOSTILE),
        recipients={name: replace(one, title=words) for name, one in lys.policy.recipients.items()},
        cookies={
            f"{name} {HOSTILE}": replace(one, title=words, names=(), paths=(HOSTILE,))
            for name, one in lys.policy.cookies.items()
        },
        banner=Banner(link=words, refusal=words),
    )
    manifest = replace(lys, policy=policy)
    embed = Embed(HOSTILE, "javascript:alert(1)", "")
    for html in (
        first_layer(manifest, "fr", evil, ADDRESSES, signal=True),
        panel(manifest, "fr", evil, ADDRESSES),
        placeholder(manifest, "fr", evil[0], ADDRESSES, embed),
    ):
        found = Elements(html).found
        assert not {"script", "img"} & {tag for tag, _ in found}
        assert not any(name.startswith("on") for _, attributes in found for name in attributes)
        assert "javascript:" not in str([one.get("href") for _, one in found])


def test_a_cached_layer_is_hidden_until_its_script_has_decided(
    lys: Manifest, offers: tuple[Offer, ...]
) -> None:
    html = cached_layer(lys, "fr", offers, ADDRESSES, assets().head.decode())
    assert "<section hidden " in html
    assert html.count("<script>") == 1
    Elements(html)


PRINTS = st.lists(st.text("abcXYZ019_-", min_size=8, max_size=8), max_size=9)


@given(st.sampled_from(["banner", "panel", "embed"]), st.sampled_from(LANGUAGES), PRINTS)
def test_a_notice_is_read_as_it_was_written(layer: str, language: str, prints: list[str]) -> None:
    fingerprint = "0123456789abcdef" * 4
    mark = notice.read(notice.written(layer, language, fingerprint, prints))
    assert mark == notice.NoticeMark(layer, language, fingerprint[:16], tuple(prints))


@given(st.text())
def test_any_other_text_is_no_notice(text: str) -> None:
    mark = notice.read(text)
    assert mark is None or notice.written(mark.layer, mark.language, mark.manifest, mark.prints) == text


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_fills_in_the_same_in_both_languages(name: str) -> None:
    french, english = SENTENCES[name]
    assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", english))
    assert not re.search(r" [:;?!»]|« ", french)
