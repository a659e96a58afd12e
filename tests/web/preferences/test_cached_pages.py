"""Pages that a cache keeps, in a browser where an account is signed in: what another device decided holds there too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser import opened
from tests.web.preferences.conftest import BASE, Served, Visitor
from tests.web.preferences.test_account import choose, sign_in, token

PAGE = """<!doctype html><html lang="en"><head><title>A page</title>{head}</head><body>{question}
<template data-troth="analysis"><img src="/visits.gif" alt=""></template></body></html>"""
WAYS = ["tag", "cached"]


def page_of(how: str, visitor: Visitor) -> str:
    """The operator's page, the same for everybody."""
    if how == "tag":
        return PAGE.format(head=f'<script src="{BASE}/banner.js?lang=en" async></script>', question="")
    question = visitor.get(f"{BASE}/banner?lang=en&cached").text
    return PAGE.format(head=f'<script src="{BASE}/troth.js" defer></script>', question=question)


@contextmanager
def visiting(browser: Browser, served: Served, content: str) -> Iterator[tuple[Page, list[str]]]:
    """A device that can open the operator's page `/page`, and what it fetches of what waits."""
    fetched: list[str] = []

    def pixel(route: Route) -> None:
        fetched.append(route.request.url)
        route.fulfill(status=204)

    with opened(browser, f"{served.origin}{BASE}/choice?lang=en") as page:
        page.route(
            "**/page", lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8")
        )
        page.route("**/visits.gif", pixel)
        yield page, fetched


def look(page: Page, served: Served) -> str:
    """Opens the page, and gives what it knows of the choice once it is told."""
    page.goto(f"{served.origin}/page")
    page.wait_for_function("globalThis.troth?.state")
    page.wait_for_load_state("networkidle")
    told: str = page.evaluate("troth.state('analysis')")
    return told


@pytest.mark.parametrize("how", WAYS)
def test_a_page_from_a_cache_learns_it_before_anything_in_it_opens(
    browser: Browser, served: Served, visitor: Visitor, secret: bytes, how: str
) -> None:
    served.clock.now += timedelta(seconds=1)
    sign_in(visitor, token(served, secret, f"page-{how}"))
    choose(visitor, "accept_all")
    with visiting(browser, served, page_of(how, visitor)) as (page, fetched):
        query = urlencode({"token": token(served, secret, f"page-{how}"), "return": "/page"})
        page.goto(f"{served.origin}{BASE}/account/in?{query}")
        assert (look(page, served), len(fetched)) == ("granted", 1)
        served.clock.now += timedelta(minutes=1)
        choose(visitor, "withdraw")
        assert (look(page, served), len(fetched)) == ("refused", 1)
        served.clock.now += timedelta(minutes=1)
        choose(visitor, "accept_all")
        assert (look(page, served), len(fetched)) == ("granted", 2)
        page.route("**/*.js*", lambda route: route.fulfill(status=503))  # the account cannot be asked
        page.goto(f"{served.origin}/page")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("typeof globalThis.troth?.state") == "undefined"
        assert len(fetched) == 2


def test_it_is_learnt_too_where_the_browser_keeps_the_script(
    browser: Browser, served: Served, visitor: Visitor, secret: bytes
) -> None:
    """The script is asked for again with each page, and mostly has not changed: 304 brings the cookie as 200 does."""
    served.clock.now += timedelta(seconds=1)
    sign_in(visitor, token(served, secret, "kept"))
    choose(visitor, "accept_all")
    query = urlencode({"token": token(served, secret, "kept"), "return": f"{BASE}/choice"})
    bring = f"""new Promise((done) => {{
        const script = document.createElement("script");
        script.src = "{BASE}/troth.js";
        script.onload = done;
        document.head.append(script);
    }}).then(() => document.cookie)"""
    with opened(browser, f"{served.origin}{BASE}/account/in?{query}", bypass_csp=True) as page:
        statuses: list[int] = []
        page.on("response", lambda one: statuses.append(one.status) if "troth.js" in one.url else None)
        answers = []
        for act in ("accept_all", "withdraw", "accept_all"):
            served.clock.now += timedelta(minutes=1)
            page.goto(f"{served.origin}{BASE}/policy/en/1")
            choose(visitor, act)
            answers.append(page.evaluate(bring).split(".")[3][8])
        assert answers == ["g", "r", "g"]
        assert statuses[-1] == 304


def test_nobody_else_is_told_anything_with_the_script(served: Served, visitor: Visitor) -> None:
    first = visitor.get(f"{BASE}/troth.js")
    choose(visitor, "accept_all")
    for path in ("/troth.js", "/banner.js?lang=en"):
        tag = visitor.get(f"{BASE}{path}").headers["etag"]
        again = visitor.get(f"{BASE}{path}", **{"If-None-Match": tag})
        assert (again.status, again.cookies) == (304, {})
    assert first.cookies == {}
