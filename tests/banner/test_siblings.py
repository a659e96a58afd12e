"""Troth on a sibling of the shop's host: choices are shared by every subdomain, and undeclared origins get nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from tests.banner.test_choices import ACCEPT, CHOOSE, REFUSE, SAVE, TAGS, WITHDRAW
from tests.banner.visits import Shop, Visit, visit_to


class Come(Protocol):
    def __call__(self, url: str) -> Visit: ...


@pytest.fixture
def come(browser: Browser, siblings: Shop) -> Iterator[Come]:
    """Come to a page of the shop whose Troth is on a sibling."""
    with ExitStack() as visits:
        yield lambda url: visits.enter_context(visit_to(browser, siblings, url))


@pytest.fixture(scope="module")
def tagged(siblings: Shop) -> str:
    siblings.script("/audience.js", "document.cookie = '_aud=1; path=/; domain=lys.example'")
    siblings.script("/advertising.js", "")
    siblings.give("/film", "<!doctype html><title>Film</title>")
    return siblings.page(TAGS, "tag")


def test_a_choice_made_on_one_subdomain_counts_on_all(come: Come, tagged: str) -> None:
    here = come(tagged)
    assert here.is_asked()
    assert here.context.cookies() == []
    here.decide(ACCEPT)
    here.settle()
    assert sorted(here.paths()) == ["/advertising.js", "/audience.js", "/film"]
    assert {one["domain"] for one in here.context.cookies()} == {".lys.example"}
    assert here.violations() == []
    here.page.goto(tagged.replace("//www.", "//shop."))
    here.settle()
    assert not here.is_asked()
    assert here.says("troth.granted('audience')")
    with here.page.expect_navigation():  # what runs already ends with a page of its own
        here.click(WITHDRAW)
    here.until(lambda: here.cookie("_aud") is None)
    here.page.goto(tagged)
    here.settle()
    assert here.says("troth.state('audience')") == "refused"
    assert here.cookie("_aud") is None


def test_the_panel_opens_over_a_page_of_another_origin(come: Come, tagged: str) -> None:
    here = come(tagged)
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    here.page.get_by_role("group", name="Films").get_by_label("Accepter").check()
    here.decide(SAVE)
    assert here.says("['audience', 'video'].map(troth.state)") == ["refused", "granted"]
    assert here.violations() == []


def test_an_origin_that_is_not_declared_gets_nothing(come: Come, siblings: Shop) -> None:
    unasked = siblings.page(TAGS, "fetched").replace("//www.", "//elsewhere.")
    here = come(unasked)
    assert not here.is_asked()
    assert here.says("typeof globalThis.troth") == "undefined"
    sent = f"""fetch('{siblings.troth}/choice', {{method: 'POST', credentials: 'include',
      body: new URLSearchParams({{act: 'accept_all', notice: ''}})}}).then(one => one.status, () => 'refused')"""
    assert here.says(sent) == "refused"
    assert here.context.cookies() == []
    assert here.paths() == []


def test_refusing_there_is_remembered_everywhere(come: Come, tagged: str) -> None:
    here = come(tagged)
    here.decide(REFUSE)
    here.page.goto(tagged.replace("//www.", "//shop."))
    here.settle()
    assert not here.is_asked()
    assert here.paths() == []
