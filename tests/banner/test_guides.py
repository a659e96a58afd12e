"""What the guides show works when it is copied into a page."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.banner.test_choices import ACCEPT, REFUSE
from tests.banner.visits import Shop, Visit
from troth.banner import assets

Come = Callable[..., Visit]
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGE, GOOGLE = HOW_TO / "ask-about-trackers.md", HOW_TO / "use-google-tag-manager.md"


def snippets(page: Path, language: str) -> list[str]:
    """Every block of that language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def served(shop: Shop, path: str) -> str:
    """What Troth answers to a server that asks for a piece of its page."""
    port = shop.address.rpartition(":")[2]
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


def test_the_policy_names_the_inline_scripts_hash() -> None:
    (policy,) = snippets(PAGE, "text")
    assert assets().head_hash in policy


def test_each_way_into_a_page_asks(visit: Come, shop: Shop) -> None:
    included, tag, *_ = snippets(PAGE, "html")
    place = "<!-- the answer of /troth/banner?lang=fr -->"
    assert place in included
    for number, page in enumerate(
        (
            included.replace(place, served(shop, "/troth/banner?lang=fr")),
            included.replace(place, served(shop, "/troth/banner?lang=fr&cached")),
            tag,
        )
    ):
        text = f'<!doctype html><html lang="fr"><title>Lys</title>{page}'
        here = visit(shop.give(f"/guide{number}", text, **{"Content-Security-Policy": shop.policy}))
        assert here.is_asked()
        here.decide(REFUSE)
        here.page.reload()
        here.settle()
        assert not here.is_asked()  # although the page is as it was
        assert here.violations() == []


def test_marked_tags_wait(visit: Come, shop: Shop) -> None:
    marked, embed = snippets(PAGE, "html")[2:4]
    shop.script("/js/visits.js", "globalThis.visits = (globalThis.visits || 0) + 1")
    here = visit(shop.page(marked + embed))
    assert here.paths() == []
    here.page.route("**/*.example/**", lambda route: route.fulfill(body=""))
    here.decide(ACCEPT)
    here.until("globalThis.visits === 2")  # the guide marks it in two ways
    assert here.says("[...document.images].map(one => one.src)") == ["https://pixel.example/1.gif"]
    assert here.says("document.querySelector('iframe').src") == "https://films.example/embed/workshop"


def test_content_waits_as_the_guide_says(visit: Come, shop: Shop) -> None:
    embed = snippets(PAGE, "html")[3]
    here = visit(shop.page(embed, **{"Content-Security-Policy": ""}))
    here.page.route("https://films.example/**", lambda route: route.fulfill(body="film"))
    here.click("Show once")
    here.until("!!document.querySelector('iframe')")
    here.page.reload()
    here.click("Always show")
    here.until("troth.granted('video') && !!document.querySelector('iframe')")


@pytest.mark.parametrize("purpose", ["audience", "advertising"])
def test_googles_container_is_told_before_it_runs(visit: Come, shop: Shop, purpose: str) -> None:
    tag, waiting = snippets(GOOGLE, "html")
    container, event = snippets(GOOGLE, "js")
    shop.script("/js/gtm.js", container)
    shop.script("/js/event.js", event)
    page = f'<script src="/js/event.js"></script>{waiting}'
    url = shop.give("/google", f'<!doctype html><html lang="fr"><title>Lys</title>{tag}{page}')
    here = visit(
        url, shop.choice({"audience": False, "advertising": False, "video": False} | {purpose: True})
    )
    here.until("(globalThis.dataLayer || []).some(one => one.event === 'gtm.js')")
    names = here.says("dataLayer.map(one => one.event || one[1])")
    assert names.index("default") < names.index("update") < names.index("gtm.js")
    assert names.count("gtm.js") == 1
    assert "troth_choice" in names
