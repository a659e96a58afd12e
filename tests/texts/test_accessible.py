"""Everybody can use the pages: axe-core by WCAG 2.2 A and AA, small and large, light and dark, opened and printed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import NARROW, WIDE, axe, opened, served
from tests.texts.made import APRIL, SMALL, STAMP, manifest_of, site
from troth.claims.diff import changes
from troth.texts.language import LANGUAGES, Language
from troth.texts.policy.beside import Clause, side_by_side
from troth.texts.policy.changes import Told, told
from troth.texts.policy.files import first_page, stylesheet_name, version_files
from troth.texts.policy.register import register
from troth.texts.policy.telling import Telling
from troth.texts.policy.versions import Version, versions_page
from troth.texts.style import BESIDE, POLICY

OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of a site, as a web server gives them."""
    folder = tmp_path_factory.mktemp("pages")
    manifest = site("customer-labs")
    for path, (content, _) in version_files(manifest, 3, APRIL).items():
        write(folder / path, content)
    write(folder / "index.html", first_page(manifest, stylesheet_name()).encode())
    page = (folder / "en" / "3.html").read_text("utf-8")
    defect = page.replace('<html lang="en">', "<html>").replace(
        "</header>", "<a href='#content'></a></header>"
    )
    write(folder / "en" / "defect.html", defect.encode())
    write(
        folder / "en" / "versions.html", versions_page(manifest, versions(), "en", stylesheet_name()).encode()
    )
    write(folder / "record" / "fr.html", register(manifest, "fr", APRIL).encode())
    write(folder / "record" / "style.css", POLICY.encode())
    telling = Telling.of(manifest, "fr", APRIL)
    clauses = [Clause("a-1", "Words.", 1, 1, ("controller.name", "purposes.prospecting"))]
    beside = side_by_side(telling, STAMP, "Des mots.\n\nD’autres.", clauses, "compare.css")
    write(folder / "compare.html", beside.encode())
    write(folder / "compare.css", BESIDE.encode())
    with served(folder) as address:
        yield address


def versions() -> list[Version]:
    """Two versions of a small policy, the second with a change of each class and a rule set aside."""
    before = manifest_of(SMALL)
    after = manifest_of(SMALL.replace("period: P1Y", "period: P2Y").replace("fr: Nouvelles", "fr: Lettre"))
    words: dict[Language, list[Told]] = {
        one: told(before, after, changes(before, after), (), one) for one in LANGUAGES
    }
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    return [
        Version(1, APRIL, noon, APRIL, "a" * 64, None),
        Version(2, APRIL, noon, APRIL, "b" * 64, words, [("PL20", "voted on Monday")]),
    ]


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_keeps_people_from_using_the_page(
    browser: Browser, url: str, language: Language, width: int
) -> None:
    with opened(browser, f"{url}/{language}/3.html", width) as page:
        assert list(map(str, axe(page))) == []
        page.evaluate(OPEN_ALL)
        assert list(map(str, axe(page))) == []


def test_nor_in_the_dark_nor_at_the_front_page(browser: Browser, url: str) -> None:
    with opened(browser, f"{url}/fr/3.html", color_scheme="dark") as page:
        page.evaluate(OPEN_ALL)
        assert list(map(str, axe(page))) == []
    with opened(browser, f"{url}/index.html") as page:
        assert list(map(str, axe(page))) == []


@pytest.mark.parametrize("path", ["en/versions.html", "record/fr.html", "compare.html"])
def test_nor_at_the_versions_the_record_and_the_comparison(browser: Browser, url: str, path: str) -> None:
    with opened(browser, f"{url}/{path}") as page:
        assert list(map(str, axe(page))) == []


def test_a_page_with_defects_is_noticed(browser: Browser, url: str) -> None:
    with opened(browser, f"{url}/en/defect.html") as page:
        assert {"html-has-lang", "link-name"} <= {one.rule for one in axe(page)}


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_no_page_is_wider_than_its_screen(browser: Browser, url: str, width: int) -> None:
    with opened(browser, f"{url}/fr/3.html", width) as page:
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_calls_nobody_and_obeys_its_own_policy(browser: Browser, url: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{url}/fr/3.html")
        assert page.evaluate("getComputedStyle(document.querySelector('.short')).borderTopStyle") == "solid"
    assert [one for one in asked if not one.endswith((".html", ".css", "favicon.ico"))] == []
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []


def test_paper_shows_what_the_screen_keeps_closed(browser: Browser, url: str) -> None:
    with opened(browser, f"{url}/en/3.html") as page:
        page.emulate_media(media="print")
        dd = page.locator("#purpose-prospecting dd").first
        assert dd.evaluate("one => one.getBoundingClientRect().height") > 0
        assert not page.locator("nav").first.is_visible()


def test_by_keyboard_the_first_stop_leads_past_the_header(browser: Browser, url: str) -> None:
    with opened(browser, f"{url}/en/3.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        assert page.locator("a.skip").bounding_box()["x"] >= 0  # type: ignore[index]  # it is shown
