"""Each choice of one person, seen and changed by a link; and what a link may not do."""

import json
import re
from datetime import timedelta

import pytest

from tests.web.preferences.conftest import Served, Visitor
from tests.web.preferences.test_unsubscribe import answer, given
from troth.claims.keys import Key
from troth.consent import Answer
from troth.web.preferences.links import choices_link
from troth.web.tokens.passes import Sealer

MARKETING = "direct_marketing"


def link(served: Served, key: Key, site: str = "shop") -> str:
    return choices_link(Sealer.of(served.ring(site), site), f"/troth/{site}", key, served.clock.now)


def fields(page: str) -> dict[str, str]:
    """What the form sends when nothing is touched."""
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', page))
    return found


def test_nothing_is_ticked_before_somebody_answers(served: Served, visitor: Visitor, ana: Key) -> None:
    shown = visitor.get(link(served, ana, "crosscall"))
    assert shown.status == 200
    assert shown.text.count('type="radio"') == 2 * 9  # eight channels, and partners
    assert " checked" not in shown.text
    assert "You have not answered yet: it is no." in shown.plain()
    for channel in ("by e-mail", "by telephone", "by SMS", "by MMS", "by post", "banners on other sites"):
        assert channel in shown.plain()


def test_each_channel_is_chosen_apart_and_kept(served: Served, visitor: Visitor, ana: Key) -> None:
    path = link(served, ana, "crosscall")
    form = fields(visitor.get(path).text) | {
        f"offer.{MARKETING}.by_sms": "granted",
        f"offer.{MARKETING}.by_phone": "refused",
    }
    saved = visitor.post(path, form | {"act": "save"})
    assert saved.status == 303
    shown = visitor.get(saved.location)
    assert "Your choices are saved. 2 answers have changed." in shown.plain().replace("\xa0", " ")
    assert fields(shown.text)[f"offer.{MARKETING}.by_sms"] == "granted"
    assert answer(served, ana, "crosscall", f"{MARKETING}.by_sms") is Answer.GRANTED
    assert answer(served, ana, "crosscall", f"{MARKETING}.by_phone") is Answer.REFUSED
    assert answer(served, ana, "crosscall", f"{MARKETING}.marketing") is Answer.NOT_ASKED


def test_to_withdraw_takes_one_page_as_to_give(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    form = fields(visitor.get(path).text)
    assert form["offer.newsletter"] == "granted"
    visitor.post(path, form | {"offer.newsletter": "refused", "act": "save"})
    assert answer(served, ana) is Answer.REFUSED
    assert "You withdrew your consent on" in visitor.get(path).plain()


def test_sending_the_form_untouched_decides_nothing(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    saved = visitor.post(path, fields(visitor.get(path).text) | {"act": "save"})
    assert "Nothing has changed." in visitor.get(saved.location).plain()
    assert visitor.get(path).text.count("/receipts/") == 1  # of the act before


def test_a_second_tab_does_not_bring_back_what_the_first_withdrew(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    given(served, ana)
    path = link(served, ana)
    first, second = (fields(visitor.get(path).text) for _ in range(2))
    visitor.post(path, first | {"offer.newsletter": "refused", "act": "save"})
    visitor.post(path, second | {"object.suggestions": "yes", "act": "save"})
    assert answer(served, ana) is Answer.REFUSED


def test_marketing_on_an_interest_is_objected_to_on_the_page(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    path = link(served, ana)
    shown = visitor.get(path)
    assert "Our interest: to show you what you may like." in shown.plain()
    visitor.post(path, fields(shown.text) | {"object.suggestions": "yes", "act": "save"})
    assert "You objected on" in visitor.get(path).plain()


def test_one_button_stops_everything(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    visitor.post(path, fields(visitor.get(path).text) | {"act": "stop"})
    assert answer(served, ana) is Answer.REFUSED
    assert "You objected on" in visitor.get(path).plain()


def test_the_history_has_a_receipt_of_each_act(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    visitor.post(path, fields(visitor.get(path).text) | {"offer.newsletter": "refused", "act": "save"})
    shown = visitor.get(path)
    numbers = re.findall(r"/receipts/([\w-]{22})\?", shown.text)
    assert len(numbers) == 2
    page = visitor.get(f"/troth/shop/receipts/{numbers[0]}?lang=fr")
    assert "<summary>Le texte auquel vous avez répondu</summary>" in page.text
    assert "retrait" in page.plain()
    assert "Boutique des Halles SARL" in page.plain()
    one = visitor.get(f"/troth/shop/receipts/{numbers[0]}/receipt.json")
    assert numbers[0] in one.text
    assert "attachment" in one.headers["content-disposition"]
    everything = visitor.get(f"{path}/receipts.json")
    assert len(json.loads(everything.text)) == 2


def test_a_page_of_one_person_is_told_to_nobody(served: Served, visitor: Visitor, ana: Key) -> None:
    shown = visitor.get(link(served, ana))
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert ana.value not in shown.text
    assert "@example.com" in shown.text  # enough to know one's own address again


def test_a_link_ends_after_ninety_days_and_says_where_to_go(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    path, now = link(served, ana), served.clock.now
    served.clock.now = now + timedelta(days=90)
    try:
        for answered in (visitor.get(path), visitor.post(path, {"act": "stop"})):
            assert answered.status == 410
            assert "This link has expired" in answered.plain()
            assert "/objection" in answered.text
    finally:
        served.clock.now = now


def test_a_token_that_is_not_ours_shows_and_changes_nothing(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    given(served, ana)
    path = link(served, ana)
    for bad in (
        path[:-3],
        path + "B",
        path.replace("/shop/", "/crosscall/"),
        "/troth/shop/preferences/" + "A" * 9000,
    ):
        for answered in (
            visitor.get(bad),
            visitor.post(bad, {"act": "stop"}),
            visitor.get(f"{bad}/receipts.json"),
        ):
            assert answered.status == 403
            assert "Nothing was changed." in answered.plain()
    assert answer(served, ana) is Answer.GRANTED


@pytest.mark.parametrize(
    "form",
    [
        {"offer.newsletter": "granted", "offer.nothing": "granted"},
        {"offer.newsletter": "granted", "offer.sales": "granted"},
        {"offer.newsletter": "yes"},
        {"offer.newsletter": "granted", "object.invoicing": "yes"},
    ],
)
def test_a_form_about_what_is_not_asked_records_nothing(
    served: Served, visitor: Visitor, ana: Key, form: dict[str, str]
) -> None:
    answered = visitor.post(link(served, ana), form | {"act": "save"})
    assert answered.status == 409
    assert "Nothing was recorded." in answered.plain()
    assert answer(served, ana) is Answer.NOT_ASKED


def test_a_form_from_another_site_records_nothing(served: Served, visitor: Visitor, ana: Key) -> None:
    path = link(served, ana)
    form = {"offer.newsletter": "granted", "act": "save"}
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert visitor.post(path, form, **foreign).status == 403
    assert answer(served, ana) is Answer.NOT_ASKED


def test_what_the_shop_s_own_list_says_is_shown_and_can_be_withdrawn(
    served: Served, visitor: Visitor
) -> None:
    """Ana stands in the shop's list since 2022; Ben stands there as one who wants no letter."""
    ana, ben = (Key.of("email", f"{name}@example.com") for name in ("ana", "ben"))
    path = link(served, ana)
    shown = visitor.get(path)
    assert "According to our files you agreed before this record began." in shown.plain()
    form = fields(shown.text)
    assert form["offer.newsletter"] == "granted"
    visitor.post(path, form | {"offer.newsletter": "refused", "act": "save"})
    assert answer(served, ana) is Answer.REFUSED
    assert (
        "You withdrew your consent" in visitor.get(path).plain() or "You refused" in visitor.get(path).plain()
    )
    assert "You have not answered yet" in visitor.get(link(served, ben)).plain()


def test_who_comes_without_a_link_is_told_the_ways(visitor: Visitor) -> None:
    shown = visitor.get("/troth/shop/preferences?lang=fr")
    assert shown.status == 200
    assert "Sur cet appareil" in shown.plain()
    assert 'href="/troth/shop/objection?lang=fr"' in shown.text
