"""Scripts in every text of the manifest: on no page of the server do they become markup, an address or code."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from tests.web.serving import NOON, Client, prepared, serving
from troth.banner import assets
from troth.claims.keys import Key
from troth.site import Site
from troth.texts.language import LANGUAGES
from troth.web.preferences import links
from troth.web.tokens.passes import Pass, Scope

ATTACK = "</p></script></template><img src=x onerror=alert(1)><script>alert(1)</script>\"'><a href=javascript:x>{x}"
SITE = Path(__file__).parents[2] / "sites" / "crosscall"
ANA = Key.of("email", "ana@example.com")


def attack(node: yaml.Node | None) -> None:
    """Put the attack in place of every text that stands in several languages."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            attack(one)
    elif isinstance(node, yaml.MappingNode):
        is_text = {key.value for key, _ in node.value} <= set(LANGUAGES)
        for _, value in node.value:
            if is_text and isinstance(value, yaml.ScalarNode):
                value.value, value.style = ATTACK, '"'
            attack(value)


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.code: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script" and data.strip():
            self.code.append(data)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Site]]:
    folder = tmp_path_factory.mktemp("hostile")
    home = folder / "crosscall"
    home.mkdir()
    policy = yaml.compose((SITE / "policy.yaml").read_text("utf-8"))
    attack(policy)
    (home / "policy.yaml").write_text(yaml.serialize(policy, allow_unicode=True), "utf-8")
    prepared(folder, {})
    with serving([home]) as (client, [site]):
        yield client, site


def pages(client: Client, site: Site) -> Iterator[str]:
    sealer = links.sealer_of(site)
    where = links.address_of(site.manifest, f"{client.address}/troth")
    choices = links.choices_link(sealer, where, ANA, NOON).removeprefix(client.address)
    leave = "/troth/unsubscribe/" + sealer.sealed(Pass(Scope.LEAVE, frozenset({ANA}), None))
    sent = client.post("/troth/objection", {"key.email": ANA.value, "lang": "en"})
    receipt = sent.headers["Location"]
    act = client.post("/troth/choice", {"act": "accept_all"}, Accept="application/json").json["receipt"]
    for language in LANGUAGES:
        yield from (
            f"/troth/{path}lang={language}" for path in ("banner?", "banner?cached&", "choice?", "objection?")
        )
        yield from (
            f"/troth/policy/{language}/",
            f"/troth/policy/{language}/1.html",
            f"/troth/account/told?lang={language}",
        )
        yield from (
            f"{path}?lang={language}"
            for path in (choices, leave, f"/troth/receipts/{act}", "/troth/preferences")
        )
    yield receipt


def test_the_attack_stands_in_the_pages_and_is_text_in_all_of_them(served: tuple[Client, Site]) -> None:
    client, site = served
    seen = 0
    fresh = Client(client.address)
    for path in pages(client, site):
        given = fresh.get(path)
        assert given.status == 200, path
        page = Elements(given.text)
        seen += "alert(1)" in given.text
        assert "img" not in {tag for tag, _ in page.found}, path
        for tag, attributes in page.found:
            assert not any(name.startswith("on") or name == "style" for name in attributes), (path, tag)
            assert "javascript:" not in attributes.get("href", "")[:20], (path, tag)
            assert tag != "script" or attributes.get("src", "/troth/").startswith("/troth/"), path
        assert set(page.code) <= {assets().head.decode()}, path
    assert seen > 10


def test_nor_in_what_programs_are_told(served: tuple[Client, Site]) -> None:
    client, _ = served
    script = client.get("/troth/banner.js?lang=en").text
    assert "alert(1)" in script
    given, _, rest = script.removeprefix("globalThis.trothLayer=").partition(";globalThis.trothStyle=")
    assert json.loads(given)[0] == "div"  # it is data, to the last character
    assert "alert(1)" not in rest
    assert json.loads(client.get("/troth/choice.json").text)["offers"]
