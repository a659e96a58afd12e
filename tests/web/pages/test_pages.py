"""The server's pages in a real browser: usable by everybody, in both languages, narrow and wide, light and dark."""

import pytest
from playwright.sync_api import Browser

from tests.browser import NARROW, WIDE, axe, opened
from tests.web.serving import Client
from troth.site import Site

PAGES = ("/choice", "/choice?receipt=abc", "/policy/fr/1...1", "/nothing", "/policy/fr/")
SHOWN = [
    ("/choice", NARROW, "fr"),
    ("/choice", WIDE, "en"),
    ("/nothing", NARROW, "en"),
    ("/policy/fr/", NARROW, "fr"),
]


@pytest.mark.parametrize(("path", "width", "language"), SHOWN)
def test_a_page_can_be_used_by_everybody(
    browser: Browser, shop: tuple[Client, Site], path: str, width: int, language: str
) -> None:
    said: list[str] = []
    scheme = "dark" if width == NARROW else "light"
    url = f"{shop[0].address}/troth{path}"
    with opened(browser, "about:blank", width, locale=language, color_scheme=scheme) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on(
            "request",
            lambda request: said.append(request.url) if shop[0].address not in request.url else None,
        )
        page.goto(url)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.scripts.length") == 0
    assert [one for one in said if "404" not in one] == []


def test_without_script_a_choice_is_made_by_keyboard_alone(
    browser: Browser, shop: tuple[Client, Site]
) -> None:
    with opened(browser, f"{shop[0].address}/troth/choice?lang=en", java_script_enabled=False) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("class") == "skip"
        page.get_by_role("group", name="Videos").get_by_label("Accept").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Save").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**receipt=*")
        assert page.get_by_role("status").is_visible()
        assert page.get_by_role("group", name="Videos").get_by_label("Accept").is_checked()
        assert page.get_by_role("group", name="Advertising").get_by_label("Refuse").is_checked()
