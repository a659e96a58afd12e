"""The embedded shop as visitors see it: what waits for a choice waits, with the server's own headers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import NOON, Client, prepared, serving, shop_folder
from troth.demo.front.words import SAID
from troth.demo.generator import CLAIRE
from troth.web import shop
from troth.web.process import server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("front")
    story = folder / "pages"
    (story / "before").mkdir(parents=True)
    (story / "index.html").write_text("<p>here</p>", "utf-8")
    home = shop_folder(folder)
    prepared(folder, {})
    with serving([home], besides=shop.ways(story)) as (client, _):
        yield client.address


@pytest.fixture
def visitor(address: str) -> Client:
    return Client(address)


@pytest.mark.parametrize("path", ["/", "/workshop", "/account"])
def test_every_page_asks_and_leads_to_the_policy_and_the_choices(visitor: Client, path: str) -> None:
    page = visitor.get(path, Accept_Language="fr")
    assert page.status == 200
    assert 'name="act" value="refuse_all"' in page.text
    assert 'href="/troth/"' in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    visitor.choose("refuse_all")
    again = visitor.get(path).text
    assert 'name="act" value="refuse_all"' not in again
    assert "/troth/choice" in again


def test_what_rests_on_a_choice_is_inert_in_the_page(visitor: Client) -> None:
    page = visitor.get("/").text
    assert '<script type="text/plain" data-troth="audience"' in page
    assert '<template data-troth="advertising">' in page
    film = visitor.get("/workshop").text
    assert "<iframe" in film.partition("<template>")[2]
    assert "<iframe" not in film.partition("<template>")[0]


def test_the_story_is_shown_and_nothing_beside_it(visitor: Client) -> None:
    assert visitor.get("/story/index.html").body == b"<p>here</p>"
    for path in (
        "/story/before/",
        "/story/../troth.key",
        "/story/%2e%2e/troth.key",
        "/story/none",
        "/shop/none.js",
    ):
        assert visitor.get(path).status == 404, path


def test_the_shop_speaks_both_languages(visitor: Client) -> None:
    assert "Lime blossom" in visitor.get("/", Accept_Language="en").text
    visitor.get("/troth/language?to=fr&return=/")
    assert "Tilleul de juin" in visitor.get("/", Accept_Language="en").text
    assert all("'" not in french for french, _ in SAID.values())


def test_it_answers_to_this_machines_names_only(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    (tmp_path / "pages").mkdir()
    listener = server.listening("127.0.0.1", 0)
    opened = shop.opened(home, tmp_path / "pages", NOON)
    with opened as application, server.running(application, listener) as address:
        client = Client(address)
        assert client.get("/").status == 200
        vouched = client.get("/account/choices").headers["Location"]
        page = client.get(client.get(vouched).headers["Location"])
        assert (page.status, CLAIRE in page.text or "newsletter" in page.text) == (200, True)
        assert client.get("/", Host="evil.example").status == 400


def test_a_port_in_use_is_told() -> None:
    with server.listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(server.PortTaken, match=f"port {port} "):
            server.listening("127.0.0.1", port)
