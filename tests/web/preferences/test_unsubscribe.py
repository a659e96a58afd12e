"""Leaving by a link: one click for mail programs (RFC 8058), one button for people, nothing for who only looks."""

from datetime import timedelta

import pytest

from tests.web.preferences.conftest import NOON, Served, Visitor
from troth.claims.keys import Key
from troth.consent import Answer, NewDecision, Notice
from troth.consent.model import id_of
from troth.consent.record import record
from troth.consent.state import standing
from troth.manifest.names import ChoiceName, PurposeName
from troth.web.preferences.links import headers, unsubscribe_link
from troth.web.tokens.passes import Pass, Scope, Sealer, Subscription

LETTER = Subscription(PurposeName("newsletter"))


def given(served: Served, key: Key, site: str = "shop", *names: str) -> None:
    """The person has agreed."""
    answers = {id_of(name): Answer.GRANTED for name in names or ["newsletter"]}
    record(
        served.sites[site], [NewDecision(key, answers, Notice("fr", "form"), "tick_box", served.clock.now)]
    )
    served.clock.now += timedelta(seconds=1)


def answer(served: Served, key: Key, site: str = "shop", name: str = "newsletter") -> Answer:
    return standing(served.sites[site], {key}, served.clock.now + timedelta(seconds=1))[id_of(name)].answer


def link(served: Served, key: Key, site: str = "shop", subscription: Subscription = LETTER) -> str:
    return unsubscribe_link(Sealer.of(served.ring(site), site), f"/troth/{site}", key, subscription)


def test_one_click_leaves_without_cookie_login_redirect_or_question(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    given(served, ana)
    path = link(served, ana)
    # As a mail provider's server sends it: no origin, no cookie, nothing but the one pair.
    answered = visitor.ask(
        "POST", path, "List-Unsubscribe=One-Click", {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answered.status == 200
    assert answered.cookies == {}
    assert "This holds from now, 22 November 2026" in answered.plain().replace("\xa0", " ")
    assert answer(served, ana) is Answer.REFUSED


def test_one_click_may_come_as_a_form_in_parts(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    sent = {"Content-Type": "multipart/form-data; boundary=x"}
    assert visitor.ask("POST", link(served, ana), body, sent).status == 200
    assert answer(served, ana) is Answer.REFUSED


def test_looking_at_a_link_changes_nothing(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    for method in ("GET", "HEAD", "GET"):
        assert visitor.ask(method, link(served, ana), None, {}).status == 200
    assert answer(served, ana) is Answer.GRANTED


def test_the_page_has_one_button_that_leaves(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    asked = visitor.get(path)
    assert (
        "Nothing has changed yet. This is what the button does. We stop this: “Our newsletter”."
        in asked.plain()
    )
    assert asked.text.count("<button") == 1
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status == 200
    assert answer(served, ana) is Answer.REFUSED


def test_leaving_twice_is_leaving_once(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path = link(served, ana)
    visitor.post(path)
    again = visitor.post(path)
    assert again.status == 200
    assert "It was done before: nothing changes." in again.plain()


def test_a_link_works_ten_years_later(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    path, now = link(served, ana), served.clock.now
    served.clock.now = now + timedelta(days=3650)
    try:
        assert visitor.post(path).status == 200
    finally:
        served.clock.now = now


def test_a_link_of_one_channel_leaves_the_others(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana, "crosscall", "direct_marketing.by_sms", "direct_marketing.marketing")
    sms = Subscription(PurposeName("direct_marketing"), ChoiceName("by_sms"))
    assert visitor.post(link(served, ana, "crosscall", sms)).status == 200
    assert answer(served, ana, "crosscall", "direct_marketing.by_sms") is Answer.REFUSED
    assert answer(served, ana, "crosscall", "direct_marketing.marketing") is Answer.GRANTED


def test_a_link_of_marketing_on_an_interest_is_an_objection(
    served: Served, visitor: Visitor, ana: Key
) -> None:
    path = link(served, ana, "shop", Subscription(PurposeName("suggestions")))
    done = visitor.post(path)
    assert "We stop this: “To suggest products to you”." in done.plain()
    assert "It was done before" in visitor.post(path).plain()


def test_a_link_to_what_ended_says_so(served: Served, visitor: Visitor, ana: Key) -> None:
    path = link(served, ana, "shop", Subscription(PurposeName("catalogue")))
    for answered in (visitor.get(path), visitor.post(path)):
        assert answered.status == 200
        assert "What you received no longer exists" in answered.plain()


def test_the_page_after_leads_to_nobody_s_choices(served: Served, visitor: Visitor, ana: Key) -> None:
    """The link never ends, so it must not become one that shows what somebody chose."""
    given(served, ana)
    done = visitor.post(link(served, ana))
    assert "/preferences?lang=en" in done.text
    assert "/preferences/" not in done.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_is_not_ours_leaves_nothing(
    served: Served, visitor: Visitor, ana: Key, method: str
) -> None:
    given(served, ana)
    path = link(served, ana)
    foreign = path.replace("/troth/shop/", "/troth/crosscall/")
    choices = served.sealed("shop", Pass(Scope.CHOICES, frozenset({ana}), NOON + timedelta(days=9)))
    for bad in (path[:-1], path[:-2] + "AA", path + "A", foreign, f"/troth/shop/unsubscribe/{choices}"):
        answered = visitor.ask(method, bad, "" if method == "POST" else None, {})
        assert answered.status == 403
        assert "Nothing was changed." in answered.plain()
        assert "/objection" in answered.text
    assert answer(served, ana) is Answer.GRANTED


def test_the_headers_of_a_message(served: Served, ana: Key) -> None:
    path = link(served, ana)
    made = headers(f"https://halles.example{path}", "stop@halles.example")
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["List-Unsubscribe"].startswith("<https://halles.example/troth/shop/unsubscribe/")
    assert made["List-Unsubscribe"].endswith(">, <mailto:stop@halles.example?subject=unsubscribe>")
    assert all(len(line) < 998 and line.isascii() for line in made.values())
