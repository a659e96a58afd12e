"""Markup, scripts and worse in the operator's texts come out as text, whoever put them there."""

from html.parser import HTMLParser

import pytest

from tests.texts.made import APRIL, SMALL, manifest_of, page_of
from troth.texts.markdown import as_html
from troth.texts.policy.files import version_files

ATTACKS = (
    "<script>alert(1)</script>",
    "</p></section></main><script src=https://evil.example/x.js></script>",
    '"><img src=x onerror=alert(1)>',
    "<style>body{display:none}</style>",
    "<svg/onload=alert(1)>",
    "<!-- notice --><!--",
    "{language} {0} {name!r} %s",
    "\u202etxt.exe\u202c",
    "&lt;script&gt; &amp; &#60;",
)
ALLOWED = {
    *("html", "head", "meta", "title", "link", "body", "a", "header", "nav", "ul", "ol", "li", "h1", "h2"),
    *("h3", "h4", "p", "main", "section", "details", "summary", "span", "dl", "dt", "dd", "br", "div"),
    *("table", "thead", "tbody", "tr", "th", "td", "small", "code", "address", "footer", "strong", "em"),
}


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202e") + '"'


def hostile(attack: str) -> str:
    """A policy in which every text is an attack."""
    text = quoted(attack)
    return (
        SMALL.replace("fr: Nouvelles, en: News", f"fr: {text}, en: {text}")
        .replace("fr: J’accepte., en: I agree.", f"fr: {text}, en: {text}")
        .replace("fr: une lettre, en: a letter", f"fr: {text}, en: {text}")
        .replace("Petit SARL", text)
        + f"sections: {{one: {{title: {text}, text: {text}}}}}\n"
        + f"forms: {{ask: {{title: {text}, record: letter, purposes: [news], fields: {{email: mandatory}},"
        + f" refusal: {text}}}}}\n"
        + f"cookie_categories: {{all: {{title: {text}}}}}\ncookies: {{c: {{title: {text}, category: all}}}}\n"
        + f"links: {{terms: {text}}}\n"
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_every_text_stays_text(attack: str) -> None:
    files = version_files(manifest_of(hostile(attack)), 1, APRIL)
    for path, (content, _) in files.items():
        if path.endswith(".html"):
            elements = Elements(content.decode()).found
            assert {tag for tag, _ in elements} <= ALLOWED, path
            assert not any(name.startswith("on") or name == "style" for _, some in elements for name in some)
            assert "\u202e" not in content.decode()


def test_an_attack_never_moves_the_place_of_the_notice() -> None:
    assert page_of(manifest_of(hostile("<!-- notice -->")), "fr").count("<!-- notice -->") == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//evil.example/x",
        "vbscript:x",
        " javascript:x",
    ],
)
def test_a_link_to_anything_but_the_web_leads_nowhere(address: str) -> None:
    assert "href" not in as_html(f"[here]({address})")
    manifest = manifest_of(SMALL + f"links: {{terms: {quoted(address)}}}\n")
    links = [some.get("href") or "" for tag, some in Elements(page_of(manifest, "fr")).found if tag == "a"]
    assert not any(address.strip() in link for link in links)
