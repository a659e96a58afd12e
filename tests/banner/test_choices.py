"""What a visitor is asked, does, and has done by it: each behaviour in a real browser, under a strict policy."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.banner.visits import Shop, Visit

Come = Callable[..., Visit]
HOWS = ("included", "cached", "tag")
MAINLY = ("included", *(pytest.param(how, marks=pytest.mark.wide) for how in HOWS[1:]))
REFUSE, ACCEPT, CHOOSE, SAVE = "Tout refuser", "Tout accepter", "Choisir", "Enregistrer mes choix"
OPEN, WITHDRAW = "Gérer les cookies", "Retirer mon accord"
TAGS = """
<template data-troth="audience"><script src="/audience.js"></script></template>
<script type="text/plain" data-troth="advertising" src="/advertising.js"></script>
<template data-troth="video"><iframe src="/film" title="Film"></iframe></template>
"""


@pytest.fixture(scope="module")
def tagged(shop: Shop) -> Callable[..., str]:
    """A page with a tag, an advertisement and a film, each waiting for its purpose."""
    shop.script("/audience.js", "document.cookie = '_aud=1; path=/'; globalThis.ran = ['audience']")
    shop.script("/advertising.js", "document.cookie = '_ad=1; path=/'")
    shop.give("/film", "<!doctype html><title>Film</title>")
    return lambda how="included", **settings: shop.page(TAGS, how, **settings)


@pytest.mark.parametrize("how", [*HOWS, "fetched"])
def test_nothing_is_stored_or_loaded_before_an_act(visit: Come, tagged: Callable[..., str], how: str) -> None:
    """Scrolling, clicking elsewhere, Escape and going on are no consent (loi 78-17 Art. 82)."""
    here = visit(tagged(how))
    assert here.is_asked()
    here.page.mouse.wheel(0, 2000)
    here.page.mouse.click(1200, 20)
    here.page.keyboard.press("Escape")
    here.page.goto(tagged(how))
    here.settle()
    assert here.is_asked()
    assert here.paths() == []
    assert here.context.cookies() == []
    assert here.says("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert here.says("troth.state('audience')") == "not_asked"
    assert here.violations() == []


@pytest.mark.parametrize("how", [*HOWS, "fetched"])
def test_accepting_loads_what_waited_and_is_remembered(
    visit: Come, tagged: Callable[..., str], how: str
) -> None:
    here = visit(tagged(how))
    here.decide(ACCEPT)
    here.settle()
    assert sorted(here.paths()) == ["/advertising.js", "/audience.js", "/film"]
    assert here.violations() == []
    here.page.goto(tagged(how))
    here.settle()
    assert not here.is_asked()
    assert here.says("globalThis.ran") == ["audience"]


@pytest.mark.parametrize("how", HOWS)
def test_refusing_is_one_click_and_remembered_as_long(
    visit: Come, tagged: Callable[..., str], how: str
) -> None:
    here = visit(tagged(how))
    here.decide(REFUSE)
    here.page.goto(tagged(how))
    here.settle()
    assert not here.is_asked()
    assert here.paths() == []
    (kept,) = here.context.cookies()
    assert kept["expires"] - here.says("Date.now() / 1000") == pytest.approx(181 * 86_400, abs=4 * 86_400)


def test_each_purpose_is_chosen_apart_and_nothing_is_ticked(visit: Come, tagged: Callable[..., str]) -> None:
    here = visit(tagged())
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    assert here.page.locator("dialog input:checked").count() == 0
    here.page.get_by_role("group", name="Mesure d’audience").get_by_label("Accepter").check()
    here.decide(SAVE)
    here.settle()
    assert here.paths() == ["/audience.js"]
    states = "['audience', 'advertising', 'video'].map(troth.state)"
    assert here.says(states) == ["granted", "refused", "refused"]
    here.click(OPEN)
    here.until("!!document.querySelector('dialog[open]')")
    ticked = "[...document.querySelectorAll('dialog input:checked')].map(one => one.value)"
    assert here.says(ticked) == ["granted", "refused", "refused"]
    assert here.violations() == []


def test_closing_the_panel_decides_nothing(visit: Come, tagged: Callable[..., str]) -> None:
    here = visit(tagged())
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    here.page.keyboard.press("Escape")
    assert here.is_asked()
    here.click(CHOOSE)
    here.click("Fermer sans changer")
    assert here.is_asked()
    assert here.context.cookies() == []
    assert here.paths() == []


@pytest.mark.parametrize("how", MAINLY)
def test_withdrawing_is_one_click_and_deletes_what_was_set(
    visit: Come, tagged: Callable[..., str], shop: Shop, how: str
) -> None:
    here = visit(tagged(how), shop.choice({"audience": True, "advertising": True, "video": True}))
    host = "lys.example"
    for kept in (
        f"_aud_abc=1; path=/; domain=.{host}",
        "_aud=1; path=/shop",
        f"_aud_deep={1}; path={here.says('location.pathname')}",
        "basket=1; path=/",
    ):
        here.says(f"document.cookie = '{kept}'")
    here.says("localStorage.setItem('_aud_seen', '1'), localStorage.setItem('size', '38')")
    before = len(here.requests)
    here.click(WITHDRAW)
    here.until(lambda: any("/page" in one for one in here.requests[before:]))  # it is loaded anew
    here.settle()
    assert sorted(one["name"] for one in here.context.cookies()) == ["basket", "troth_choice"]
    assert here.says("[...Object.keys(localStorage)]") == ["size"]
    assert here.says("typeof globalThis.ran") == "undefined"  # the page is loaded anew: nothing runs on
    assert here.says("document.querySelectorAll('iframe').length") == 0
    assert not here.is_asked()


def test_lives_are_counted_from_the_act(visit: Come, tagged: Callable[..., str], shop: Shop) -> None:
    """Advertising may be remembered for three months, the rest for six; a visit lengthens nothing."""
    answers = {"audience": True, "advertising": True, "video": False}
    here = visit(tagged("cached"), shop.choice(answers, age=timedelta(days=100)))
    assert here.is_asked()
    lines = here.page.locator("#troth section li:visible")
    assert lines.count() == 1
    assert "Publicité" in lines.inner_text()
    assert here.paths() == ["/audience.js"]
    here.page.reload()
    assert here.cookie("troth_choice") is not None
    assert here.is_asked()


@pytest.mark.parametrize("how", HOWS)
def test_only_what_is_new_is_asked(visit: Come, tagged: Callable[..., str], shop: Shop, how: str) -> None:
    here = visit(tagged(how), shop.choice({"audience": True, "video": False}))
    assert here.is_asked()
    assert here.page.locator("#troth section li:visible").count() == 1
    here.decide(ACCEPT)
    states = "['audience', 'advertising', 'video'].map(troth.state)"
    assert here.says(states) == ["granted", "granted", "refused"]


@pytest.mark.parametrize("how", MAINLY)
def test_a_wording_that_still_covers_is_not_asked_again(
    visit: Come, tagged: Callable[..., str], shop: Shop, how: str
) -> None:
    old = shop.choice({"advertising": True}, old=True)
    here = visit(tagged(how), old)
    assert here.page.locator("#troth section li:visible").count() == 2
    assert "/advertising.js" in here.paths()


@pytest.mark.parametrize("how", HOWS)
def test_a_browsers_signal_refuses_advertising_and_is_shown(
    visit: Come, tagged: Callable[..., str], how: str
) -> None:
    here = visit(tagged(how), signal=True)
    question = here.page.locator("#troth section")
    assert "Global Privacy Control" in question.inner_text()
    assert question.locator("li:visible").count() == 2
    here.decide(ACCEPT)
    assert here.says("troth.state('advertising')") == "refused"
    here.click(OPEN)
    here.until("!!document.querySelector('dialog[open]')")
    here.page.get_by_role("group", name="Publicité").get_by_label("Accepter").check()
    here.decide(SAVE)
    assert here.says("troth.state('advertising')") == "granted"  # an explicit later choice overrides


def test_a_signal_that_comes_after_a_consent_refuses_until_it_is_overridden(
    visit: Come, tagged: Callable[..., str], shop: Shop
) -> None:
    granted = {"audience": True, "advertising": True, "video": True}
    here = visit(tagged(), shop.choice(granted, age=timedelta(days=3)), signal=True)
    assert here.says("['audience', 'advertising'].map(troth.state)") == ["granted", "refused"]
    assert "/advertising.js" not in here.paths()
    here.click(OPEN)
    here.until("!!document.querySelector('dialog[open]')")
    here.page.get_by_role("group", name="Publicité").get_by_label("Accepter").check()
    here.decide(SAVE)
    here.page.goto(tagged())
    here.settle()
    assert here.says("troth.state('advertising')") == "granted"
    assert "/advertising.js" in here.paths()


def test_accepting_all_does_not_override_the_signal(visit: Come, tagged: Callable[..., str]) -> None:
    here = visit(tagged(), signal=True)
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    assert "Votre navigateur refuse pour vous" in here.page.locator("dialog").inner_text()
    here.page.locator("dialog").get_by_role("button", name=ACCEPT).click()
    here.until("troth.granted('audience')")
    assert here.says("troth.state('advertising')") == "refused"


def test_a_choice_made_in_another_tab_counts_here(visit: Come, tagged: Callable[..., str]) -> None:
    here = visit(tagged())
    other = here.context.new_page()
    other.goto(tagged())
    other.get_by_role("button", name=ACCEPT).click()
    here.until(lambda: here.cookie("troth_choice") is not None)
    here.says("document.dispatchEvent(new Event('visibilitychange'))")
    here.until("troth.granted('audience')")
    assert not here.is_asked()


def test_of_a_hosts_own_choice_and_its_domains_the_later_counts(
    visit: Come, tagged: Callable[..., str], shop: Shop
) -> None:
    granted = {"audience": True, "advertising": True, "video": True}
    here = visit(tagged(), shop.choice(granted, age=timedelta(days=3)))
    assert here.says("troth.granted('audience')")
    refused = shop.choice(dict.fromkeys(granted, False))
    here.context.add_cookies(
        [{"name": "troth_choice", "value": refused, "domain": ".lys.example", "path": "/"}]
    )
    here.page.reload()
    here.settle()
    assert here.says("troth.state('audience')") == "refused"


@pytest.mark.parametrize("act", [REFUSE, ACCEPT])
def test_a_page_whose_question_was_outgrown_leads_to_the_one_in_force(
    visit: Come, tagged: Callable[..., str], act: str
) -> None:
    """A new version came while it stood open, or a cache kept it: nothing is granted, and nobody is stuck."""
    here = visit(tagged())
    here.says(
        "document.querySelector('#troth section [name=notice]').value = 'banner.fr.0000000000000000.AAAAAAAA'"
    )
    with here.page.expect_navigation():
        here.click(act)
    assert "/troth/choice?" in here.page.url
    assert "La question a changé" in here.page.locator("[role=alert]:visible").inner_text()
    assert here.cookie("troth_choice") is None


@pytest.mark.parametrize("how", MAINLY)
def test_nothing_opens_where_the_server_cannot_be_reached(
    visit: Come, tagged: Callable[..., str], how: str
) -> None:
    here = visit(tagged(how))
    here.page.route("**/troth/**", lambda route: route.abort())
    here.click(ACCEPT)
    here.page.locator("#troth section [role=alert]").wait_for()
    assert here.paths() == []
    here.page.reload()
    here.settle()
    assert here.paths() == []


def test_withdrawing_closes_everything_although_the_server_is_away(
    visit: Come, tagged: Callable[..., str], shop: Shop
) -> None:
    here = visit(tagged(), shop.choice({"audience": True, "advertising": True, "video": True}))
    here.page.route("**/troth/choice", lambda route: route.abort())
    here.click(WITHDRAW)
    here.until(lambda: here.cookie("troth_choice") is None and here.cookie("_aud") is None)


@pytest.mark.parametrize("forged", ["1", "", "%00", "2.x.1.XtTU6cZDg.mark", "1.x.1.XtTU6c.mark"])
def test_a_cookie_that_is_none_of_ours_breaks_nothing(
    visit: Come, tagged: Callable[..., str], forged: str
) -> None:
    here = visit(tagged(), forged or ".")
    assert here.is_asked()
    here.decide(REFUSE)
    assert here.paths() == []


def test_pages_are_told_of_each_choice(visit: Come, shop: Shop) -> None:
    """The event and `window.troth`; Google's tags are told in their own way, and wait like all others."""
    shop.script(
        "/hears.js",
        "globalThis.heard = []; document.addEventListener('troth:choice', e => heard.push(e.detail.audience))",
    )
    google = 'data-google="analytics_storage=audience ad_storage=advertising ad_user_data=advertising"'
    here = visit(shop.page('<script src="/hears.js"></script>', script=google))
    told = "dataLayer.map(one => [...one])"
    denied = {"analytics_storage": "denied", "ad_storage": "denied", "ad_user_data": "denied"}
    assert here.says("heard") == ["not_asked"]
    assert here.says(told) == [["consent", "default", denied]]
    here.click(CHOOSE)
    here.page.get_by_role("group", name="Mesure d’audience").get_by_label("Accepter").check()
    here.decide(SAVE)
    assert here.says("heard") == ["not_asked", "granted"]
    assert here.says(told)[1:] == [["consent", "update", {"analytics_storage": "granted"}]]
    here.says("troth.withdraw()")
    here.until("troth.state('audience') === 'refused'")
    assert here.says(told)[2:] == [["consent", "update", {"analytics_storage": "denied"}]]
    assert here.says("heard") == ["not_asked", "granted", "refused"]
