"""The question can be used: without script, by keyboard, on the smallest screens, in the dark, by anybody."""

from collections.abc import Callable

import pytest

from tests.banner.test_choices import ACCEPT, CHOOSE, OPEN, REFUSE, WITHDRAW
from tests.banner.visits import Shop, Visit
from tests.browser import axe
from troth.banner import Embed, placeholder
from troth.manifest.names import PurposeName

Come = Callable[..., Visit]
SMALLEST = {"width": 320, "height": 256}  # WCAG 2.2, 1.4.10: a wide window at 400 %
STATES = "['audience', 'advertising', 'video'].map(troth.state)"


@pytest.mark.parametrize("act", [REFUSE, ACCEPT])
def test_without_script_the_question_is_a_form(visit: Come, shop: Shop, act: str) -> None:
    here = visit(shop.page(), java_script_enabled=False)
    assert here.is_asked()
    here.click(act)
    here.settle()
    assert not here.is_asked()
    assert here.cookie("troth_choice")
    assert here.page.get_by_role("button", name=WITHDRAW).is_visible() is (act == ACCEPT)


def test_without_script_choosing_and_withdrawing_work(visit: Come, shop: Shop) -> None:
    here = visit(shop.page(), java_script_enabled=False)
    here.click(CHOOSE)
    here.settle()
    assert here.page.locator("input:checked").count() == 0
    here.page.get_by_role("group", name="Films").get_by_label("Accepter").check()
    here.click("Enregistrer mes choix")
    here.settle()
    here.page.goto(shop.page())
    assert not here.is_asked()
    here.click(WITHDRAW)
    here.settle()
    assert not here.page.get_by_role("button", name=WITHDRAW).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_layers_keep_nobody_out(visit: Come, shop: Shop, scheme: str) -> None:
    """axe-core, WCAG 2.2 A and AA; the page allows axe's own script, which comes from outside."""
    url = shop.page(**{"Content-Security-Policy": ""})
    here = visit(url, color_scheme=scheme)
    assert axe(here.page) == []
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    assert axe(here.page) == []
    here.click("Fermer sans changer")
    here.decide(ACCEPT)
    assert axe(here.page) == []


def test_the_three_controls_look_alike(visit: Come, shop: Shop) -> None:
    here = visit(shop.page())
    looks = here.says(
        """[...document.querySelectorAll('#troth section .acts>*')].map(one => {
          const look = getComputedStyle(one), {height} = one.getBoundingClientRect();
          return [look.color, look.backgroundColor, look.border, look.font, look.padding, look.cursor, height].join()
        })"""
    )
    assert len(looks) == 3
    assert len(set(looks)) == 1


def test_with_the_keyboard_alone(visit: Come, shop: Shop) -> None:
    here = visit(shop.page())
    press, focused = here.page.keyboard.press, "document.activeElement.textContent"
    press("Tab")
    assert here.says(focused) == "2 partenaires"  # the question comes first in the page
    press("Tab")
    assert here.says(focused) == REFUSE
    press("Tab")
    press("Tab")
    assert here.says(focused) == CHOOSE
    press("Enter")
    here.until("!!document.querySelector('dialog[open]')")
    assert here.says("document.activeElement.id") == "troth-panel-title"
    press("Escape")
    assert here.says(focused) == CHOOSE  # the dialog gives the focus back
    press("Shift+Tab")
    press("Enter")
    here.until("troth.granted('audience')")
    assert here.says(focused) == OPEN
    assert here.says("document.querySelector('#troth [role=status]').textContent")
    assert here.says("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_enter_in_the_panel_saves_what_is_chosen(visit: Come, shop: Shop) -> None:
    """Browsers press a form's first button then, which would have answered for all."""
    here = visit(shop.page())
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    chosen = here.page.get_by_role("group", name="Films").get_by_label("Accepter")
    chosen.check()
    chosen.press("Enter")
    here.until("troth.granted('video')")
    assert here.says(STATES) == ["refused", "refused", "granted"]


def test_the_controls_can_be_read_where_the_system_forces_its_colours(visit: Come, shop: Shop) -> None:
    """Chromium puts a plate of the paper's colour behind letters: on buttons of ours they would vanish in it."""
    here = visit(shop.page(), forced_colors="active")
    for act in (REFUSE, ACCEPT, CHOOSE):
        look = here.page.get_by_role("button", name=act).evaluate(
            "one => (({color, backgroundColor, forcedColorAdjust: by}) => [color, backgroundColor, by])"
            "(getComputedStyle(one))"
        )
        assert look[0] != look[1]
        assert look[2] == "none"


def test_nothing_is_cut_off_on_the_smallest_screen(visit: Come, shop: Shop) -> None:
    here = visit(shop.page(), viewport=SMALLEST)
    fits = """(() => { const box = document.querySelector(%r), outer = box.getBoundingClientRect();
      return [outer.top >= 0, outer.bottom <= innerHeight + 1, box.scrollWidth <= box.clientWidth + 1,
              document.documentElement.scrollWidth <= innerWidth] })()"""
    assert here.says(fits % "#troth section") == [True] * 4
    for name in (REFUSE, ACCEPT, CHOOSE):
        button = here.page.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        assert button.is_visible()
    here.click(CHOOSE)
    here.until("!!document.querySelector('dialog[open]')")
    assert here.says(fits % "#troth dialog") == [True] * 4


@pytest.mark.parametrize("width", [390, 1280])
def test_the_controls_stay_in_view_however_long_the_list_is(visit: Come, shop: Shop, width: int) -> None:
    here = visit(shop.page(), viewport={"width": width, "height": 700})
    here.says(
        """(() => { const list = document.querySelector('#troth ul'), one = list.firstElementChild;
          for (let number = 0; number < 40; number++) list.append(one.cloneNode(true)) })()"""
    )
    seen = """[...document.querySelectorAll('#troth section .acts>*')].map(one => {
      const {left, top, width, height} = one.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height - 1);
      return one.contains(hit) && top + height <= innerHeight })"""
    assert here.says(seen) == [True] * 3
    here.says("document.querySelector('#troth section').scrollTo(0, 1e6)")
    assert here.says(seen) == [True] * 3
    kept = here.page.locator("#troth section p").nth(-3)  # what stands last above the controls
    assert here.says("document.querySelector('#troth section').scrollTop") > 0
    above, controls = kept.bounding_box(), here.page.locator("#troth section .acts").bounding_box()
    assert above is not None
    assert controls is not None
    assert above["y"] + above["height"] <= controls["y"] + 1


@pytest.mark.parametrize("how", ["included", "cached", "tag"])
def test_nothing_moves_when_the_question_comes(visit: Come, shop: Shop, how: str) -> None:
    here = visit(shop.page("<p>Parfums</p>" * 30, how))
    moved = """new Promise(done => { new PerformanceObserver(list => done(list.getEntries().length))
      .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(0), 200) })"""
    assert here.says(moved) == 0


def test_nothing_moves_while_the_page_arrives(visit: Come, shop: Shop) -> None:
    """A slow network brings the question in pieces, and frames are painted between them."""
    here = visit(shop.page("<p>Parfums</p>" * 30, **{"Content-Security-Policy": ""}))
    moved = here.says(
        """(async () => {
          const html = await (await fetch(location)).text(), frame = () => new Promise(requestAnimationFrame);
          let moved = 0;
          new PerformanceObserver(list => moved += list.getEntries().length).observe({type: 'layout-shift'});
          document.open();
          for (let at = 0; at < html.length; at += 200) {
            document.write(html.slice(at, at + 200));
            await frame();
            await frame();
          }
          document.close();
          await new Promise(done => setTimeout(done, 200));
          return moved })()"""
    )
    assert moved == 0
    assert here.is_asked()


def test_the_shops_own_style_leaves_the_question_alone(visit: Come, shop: Shop) -> None:
    shop.give("/hostile.css", "* {font-size: 3px} button {display: none} h2, p, li {color: red}", "text/css")
    here = visit(shop.page('<link rel="stylesheet" href="/hostile.css">'))
    assert here.page.get_by_role("button", name=REFUSE).is_visible()
    assert here.says("getComputedStyle(document.querySelector('#troth h2')).color") == "rgb(0, 0, 0)"
    assert here.says("getComputedStyle(document.querySelector('#troth li')).fontSize") == "16px"


def test_paper_shows_no_question(visit: Come, shop: Shop) -> None:
    here = visit(shop.page())
    here.page.emulate_media(media="print")
    assert not here.is_asked()


@pytest.fixture
def film(shop: Shop) -> str:
    """A page with a film from elsewhere."""
    shop.give("/film", "<!doctype html><title>Film</title>")
    offer = next(one for one in shop.offers if one.purpose == PurposeName("video"))
    embed = Embed("L’atelier", f"{shop.address}/film", '<iframe src="/film" title="L’atelier"></iframe>')
    return shop.page(placeholder(shop.manifest, "fr", offer, shop.addresses, embed))


def test_content_from_elsewhere_is_shown_once(visit: Come, film: str) -> None:
    here = visit(film)
    assert here.paths() == []
    here.click("Afficher une fois")
    here.settle()
    assert here.paths() == ["/film"]
    assert here.context.cookies() == []
    assert not here.page.get_by_role("button", name="Toujours afficher").is_visible()
    here.page.reload()
    here.settle()
    assert here.paths() == ["/film"]


def test_content_from_elsewhere_is_shown_always_until_withdrawn(visit: Come, film: str) -> None:
    here = visit(film)
    here.click("Toujours afficher")
    here.until("troth.granted('video')")
    assert here.says(STATES) == ["not_asked", "not_asked", "granted"]
    assert here.is_asked()  # what was not named is still to be asked
    here.page.reload()
    here.settle()
    assert here.page.frame_locator("iframe").owner.is_visible()
    here.decide(REFUSE)
    here.click(WITHDRAW)
    here.until("troth.state('video') === 'refused'")
    assert here.says("document.querySelectorAll('iframe').length") == 0
    assert here.page.get_by_role("button", name="Toujours afficher").is_visible()


def test_content_from_elsewhere_without_script(visit: Come, film: str) -> None:
    here = visit(film, java_script_enabled=False)
    here.click("Toujours afficher")
    here.settle()
    assert here.cookie("troth_choice")
    here.click("Afficher une fois")
    assert here.page.title() == "Film"
