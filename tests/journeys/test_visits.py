"""What visitors of the embedded shop live through with the question about trackers, in a real browser."""

from playwright.sync_api import Browser

from tests.browser import axe
from tests.journeys.street import GRANTED, NOT_ASKED, REFUSED, Look, Place, Visit, visiting
from troth.texts.choice import say

OFFERS = ("audience", "video", "advertising")
TRACKERS = {"tilleul_visite", "parc_id"}


def every(state: str) -> dict[str, str]:
    return dict.fromkeys(OFFERS, state)


def answer(visit: Visit, name: str) -> None:
    """Press a control of the question, and wait until it is gone."""
    visit.press(name)
    visit.until_asked(False)


def test_first_visit(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        assert visit.question.is_visible()
        assert visit.cookies() == set()
        assert visit.stored() == 0
        assert visit.elsewhere() == []
        assert not visit.fetched("/shop/visit.js")
        assert not visit.fetched("/shop/ad.js")
        refuse, accept = (visit.control(say(name, look.language)) for name in ("refuse", "accept"))
        style = "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.fontSize, s.fontWeight] }"
        assert refuse.evaluate(style) == accept.evaluate(style)
        assert refuse.bounding_box()["height"] == accept.bounding_box()["height"]  # type: ignore[index]  # it is seen
        assert visit.overflow() == 0
        assert axe(visit.page) == []
        # Going on is a refusal: nothing is decided, and nothing loads, on the next page either.
        visit.page.mouse.wheel(0, 2000)
        visit.go("/workshop")
        assert visit.states() == every(NOT_ASKED)
        assert visit.cookies() == set()


def test_refuse(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        answer(visit, "refuse")
        visit.until_states(every(REFUSED))
        assert visit.cookies() == {"troth_choice"}
        for path in ("/", "/workshop", "/account"):
            visit.go(path)
            assert not visit.question.is_visible()
        assert not visit.fetched("/shop/visit.js")
        assert not visit.fetched("/shop/ad.js")


def test_accept(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        answer(visit, "accept")
        visit.until_states(every(GRANTED))
        visit.until(lambda: visit.cookies() >= TRACKERS, "the trackers that were wanted")
        assert visit.page.locator("aside.ad").is_visible()
        visit.go("/")
        visit.until(lambda: visit.page.locator("#visits").is_visible(), "the count of visits")
        assert not visit.question.is_visible()


def test_choose(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        visit.press("choose")
        panel = visit.page.locator("#troth-panel")
        panel.wait_for()
        assert panel.locator(":checked").count() == 0
        assert axe(visit.page) == []
        assert visit.overflow() == 0
        panel.locator('[name="offer.audience"][value="granted"]').check()
        visit.press("panel.save")
        visit.until_states({"audience": GRANTED, "video": REFUSED, "advertising": REFUSED})
        visit.go("/")
        visit.until(lambda: visit.fetched("/shop/visit.js"), "the counter")
        assert "parc_id" not in visit.cookies()


def test_withdraw(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        answer(visit, "accept")
        visit.until(lambda: visit.cookies() >= TRACKERS, "the trackers that were wanted")
        visit.go("/account")
        visit.press("withdraw")  # one press from any page, as to accept
        visit.until_states(every(REFUSED))
        visit.until(lambda: not visit.cookies() & TRACKERS, "the end of the trackers")
        visit.go("/")
        assert not visit.cookies() & TRACKERS
        assert not visit.page.locator("aside.ad").is_visible()


def test_return_after_expiry(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        answer(visit, "accept")
        visit.until_states(every(GRANTED))
        before = place.clock.at
        try:
            visit.pass_days(186)
            visit.asked.clear()
            visit.go("/")
            visit.until_asked(True)
            assert visit.states() == every(NOT_ASKED)
            assert not visit.fetched("/shop/visit.js")
            assert not visit.page.locator("aside.ad").is_visible()
        finally:
            place.clock.at = before


def test_a_later_visit_lengthens_no_choice(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        answer(visit, "refuse")
        visit.until_states(every(REFUSED))
        before = place.clock.at
        try:
            for _ in range(2):
                visit.pass_days(93)
                visit.go("/workshop")
            visit.until_asked(True)
        finally:
            place.clock.at = before


def test_new_purpose(browser: Browser, tilleul: tuple[Place, Place], look: Look) -> None:
    now, before = tilleul
    with visiting(browser, before, look) as visit:
        answer(visit, "refuse")
        visit.until_states({"audience": REFUSED, "video": REFUSED})
        visit.place = now  # cookies know hosts, not ports: the same browser comes back later
        visit.go("/")
        visit.until_asked(True)
        assert visit.states() == {"audience": REFUSED, "video": REFUSED, "advertising": NOT_ASKED}
        shown = visit.question.locator("[data-offer]:visible")
        assert shown.count() == 1
        answer(visit, "accept")
        visit.until_states({"audience": REFUSED, "video": REFUSED, "advertising": GRANTED})


def test_gpc(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look, signal=True) as visit:
        assert "Global Privacy Control" in visit.question.inner_text()
        answer(visit, "accept")
        # Films and advertising come from others, with whom the browser asks not to share: it refuses them itself.
        visit.until_states({"audience": GRANTED, "video": REFUSED, "advertising": REFUSED})
        assert not visit.fetched("/shop/ad.js")
        visit.go(f"/troth/choice?lang={look.language}")
        assert "Global Privacy Control" in visit.text()
        visit.page.locator('[name="offer.advertising"][value="granted"]').check()
        visit.press("panel.save")
        visit.until_states({"advertising": GRANTED})  # an explicit later choice overrides it


def test_embed_once(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look, "/workshop") as visit:
        answer(visit, "refuse")
        assert not visit.fetched("/lucarne/film")
        assert axe(visit.page) == []
        visit.press("embed.once")
        visit.until(lambda: visit.page.locator("iframe").is_visible(), "the film")
        visit.until_states(every(REFUSED))
        visit.go("/workshop")
        assert visit.page.locator("iframe").count() == 0


def test_embed_always(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look, "/workshop") as visit:
        answer(visit, "refuse")
        visit.press("embed.always")
        visit.until(lambda: visit.page.locator("iframe").is_visible(), "the film")
        visit.until_states({"video": GRANTED, "advertising": REFUSED})
        visit.go("/workshop")
        visit.until(lambda: visit.page.locator("iframe").is_visible(), "the film again")


def test_no_script(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look, java_script_enabled=False) as visit:
        assert visit.question.is_visible()
        visit.press("refuse")
        assert visit.states() == every(REFUSED)
        assert not visit.question.is_visible()
        visit.go("/workshop")
        visit.press("embed.always")
        assert visit.states()["video"] == GRANTED
        visit.click(say("withdraw", look.language))
        assert visit.states() == every(REFUSED)
    with visiting(browser, place, look, java_script_enabled=False) as visit:
        visit.press("choose")
        visit.page.locator('[name="offer.audience"][value="granted"]').check()
        visit.press("panel.save")
        assert visit.states() == {"audience": GRANTED, "video": REFUSED, "advertising": REFUSED}


def test_keyboard_only(browser: Browser, place: Place, look: Look) -> None:
    with visiting(browser, place, look) as visit:
        assert tabs_to(visit, say("refuse", look.language)) <= 6
        outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        visit.page.keyboard.press("Enter")
        visit.until_asked(False)
        visit.until_states(every(REFUSED))
    with visiting(browser, place, look) as visit:
        tabs_to(visit, say("choose", look.language))
        visit.page.keyboard.press("Enter")
        visit.page.locator("#troth-panel").wait_for()
        box = visit.page.locator('[name="offer.audience"][value="refused"]')
        visit.until(lambda: is_reached(visit, box.evaluate("e => e.name")), "the first answer")
        visit.page.keyboard.press("ArrowRight")  # radios are one stop, and arrows choose
        chosen = visit.page.locator('[name="offer.audience"]:checked')
        assert chosen.count() == 1
        assert tabs_to(visit, say("panel.save", look.language)) <= 16
        visit.page.keyboard.press("Enter")
        visit.until(lambda: NOT_ASKED not in visit.states().values(), "the choice")


def tabs_to(visit: Visit, label: str) -> int:
    """Press Tab until a control with this label has the focus, and tell how often."""
    for count in range(1, 40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.textContent.trim()") == label:
            return count
    raise AssertionError(f"no key leads to {label}")


def is_reached(visit: Visit, name: str) -> bool:
    """Whether one more Tab reaches the field of this name."""
    visit.page.keyboard.press("Tab")
    return bool(visit.page.evaluate("document.activeElement.name") == name)
