"""Choices that go with an account (CNIL 2025-131), vouched for by the operator's application."""

import hashlib
import hmac
import itertools
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.web.preferences.conftest import BASE, SITE, Served, Visitor
from tests.web.preferences.test_vouching import part
from troth.claims.keys import Key
from troth.consent import Answer, cookie
from troth.consent.model import id_of
from troth.consent.state import standing
from troth.web.preferences import records

_numbers = itertools.count()


def token(served: Served, secret: bytes, account: str, **claims: object) -> str:
    """As the operator's application makes it."""
    now = int(served.clock.now.timestamp())
    own = {"iss": served.origin, "aud": SITE, "sub": account, "iat": now, "exp": now + 60}
    once = {"jti": f"once-and-never-again-{next(_numbers)}"}
    head = {"alg": "HS256", "typ": "troth-account+jwt", "kid": "1"}
    signed = f"{part(head)}.{part(own | once | claims)}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def sign_in(visitor: Visitor, token_: str, back: str = "/basket") -> str:
    answered = visitor.get(f"{BASE}/account/in?{urlencode({'token': token_, 'return': back})}")
    assert answered.status == 303, answered.plain()
    return answered.location


def choose(visitor: Visitor, act: str) -> None:
    assert visitor.post(f"{BASE}/choice", {"act": act, "return": "/"}).status == 303


def state(visitor: Visitor) -> set[str]:
    found: dict[str, str] = json.loads(visitor.get(f"{BASE}/choice.json").text)["offers"]
    return set(found.values())


def of_account(served: Served, account: str) -> set[Answer]:
    stand = standing(
        served.sites[SITE], {Key.of("account", account)}, served.clock.now + timedelta(seconds=1)
    )
    return {stand[id_of(name)].answer for name in ("advertising", "analysis")}


def test_the_choice_of_an_account_holds_on_its_next_device_and_is_told_once(
    served: Served, visitor: Visitor, secret: bytes
) -> None:
    assert sign_in(visitor, token(served, secret, "a-1")).startswith(f"{BASE}/account/told?")
    choose(visitor, "refuse_all")
    assert of_account(served, "a-1") == {Answer.REFUSED}
    phone = served.visitor()
    told = phone.get(sign_in(phone, token(served, secret, "a-1")))
    assert "Your choices go with you" in told.plain()
    assert "Where two answers differ, the latest prevails." in told.plain()
    assert 'href="/basket"' in told.text
    assert state(phone) == {"refused"}
    phone.get(f"{BASE}/account/out")
    assert sign_in(phone, token(served, secret, "a-1")) == "/basket"  # told once


@pytest.mark.parametrize(
    "asks", ["/banner?lang=en", "/choice?lang=en", "/choice.json", "/banner.js?lang=en", "/troth.js"]
)
def test_what_one_device_withdraws_the_others_learn_with_their_next_page(
    served: Served, visitor: Visitor, secret: bytes, asks: str
) -> None:
    account = f"both-{asks[1:8]}"
    phone = served.visitor()
    for device in (visitor, phone):
        sign_in(device, token(served, secret, account))
    choose(visitor, "accept_all")
    assert cookie.COOKIE not in phone.cookies
    phone.get(f"{BASE}{asks}")
    assert set(phone.cookies[cookie.COOKIE].split(".")[3][8::10]) == {"g"}
    served.clock.now += timedelta(minutes=1)
    choose(visitor, "withdraw")
    learnt = phone.get(f"{BASE}{asks}")
    assert set(phone.cookies[cookie.COOKIE].split(".")[3][8::10]) == {"r"}
    assert cookie.COOKIE in learnt.cookies
    assert phone.get(f"{BASE}{asks}").cookies == {}  # said once
    assert state(phone) == {"refused"}
    phone.get(f"{BASE}/account/out")
    assert state(phone) == {"not_asked"}  # it had chosen nothing for itself


def test_a_question_that_a_cache_keeps_is_nobody_s(served: Served, visitor: Visitor, secret: bytes) -> None:
    phone = served.visitor()
    for device in (visitor, phone):
        sign_in(device, token(served, secret, "cached"))
    choose(visitor, "accept_all")
    assert phone.get(f"{BASE}/banner?lang=en&cached").cookies == {}


def test_the_first_question_announces_it(visitor: Visitor) -> None:
    assert "the last choice prevails" in visitor.get(f"{BASE}/banner?lang=en").text
    assert "prevails" not in visitor.get("/troth/shop/banner?lang=en").text


def test_a_shared_device_has_its_own_choice_again(served: Served, visitor: Visitor, secret: bytes) -> None:
    choose(visitor, "accept_all")
    own = visitor.cookies[cookie.COOKIE]
    served.clock.now += timedelta(seconds=5)
    sign_in(visitor, token(served, secret, "a-2"))
    choose(visitor, "refuse_all")
    assert state(visitor) == {"refused"}
    assert visitor.get(f"{BASE}/account/out?return=/").location == "/"
    assert state(visitor) == {"granted"}
    assert visitor.cookies.keys() == {cookie.COOKIE, "troth_told"}
    answers = own.split(".")[1:4]
    assert visitor.cookies[cookie.COOKIE].split(".")[1:4] == answers


def test_a_device_that_had_chosen_nothing_is_asked_again(
    served: Served, visitor: Visitor, secret: bytes
) -> None:
    sign_in(visitor, token(served, secret, "a-3"))
    choose(visitor, "accept_all")
    assert state(visitor) == {"granted"}
    visitor.get(f"{BASE}/account/out")
    assert state(visitor) == {"not_asked"}
    assert cookie.COOKIE not in visitor.cookies


def test_the_last_answer_wins_and_only_a_refusal_is_carried_to_the_account(
    served: Served, visitor: Visitor, secret: bytes
) -> None:
    sign_in(visitor, token(served, secret, "a-4"))
    choose(visitor, "accept_all")
    served.clock.now += timedelta(minutes=1)
    later = served.visitor()
    choose(later, "refuse_all")
    served.clock.now += timedelta(minutes=1)
    sign_in(later, token(served, secret, "a-4"))
    assert state(later) == {"refused"}
    assert of_account(served, "a-4") == {Answer.REFUSED}
    last = served.visitor()
    served.clock.now += timedelta(minutes=1)
    choose(last, "accept_all")
    sign_in(last, token(served, secret, "a-4"))
    assert state(last) == {"granted"}
    assert of_account(served, "a-4") == {Answer.REFUSED}


def test_a_token_counts_once(served: Served, visitor: Visitor, secret: bytes) -> None:
    made = token(served, secret, "a-5")
    sign_in(visitor, made)
    replayed = served.visitor()
    answered = replayed.get(f"{BASE}/account/in?{urlencode({'token': made, 'return': '/x'})}")
    assert answered.status == 410
    assert "It opens only once" in answered.plain()
    assert answered.cookies == {}
    again = replayed.get(f"{BASE}/account/preferences?{urlencode({'token': made})}")
    assert again.status == 410


def test_a_spent_token_is_refused_in_another_process_too(served: Served, secret: bytes) -> None:
    made = token(served, secret, "a-5b")
    vouched_until = served.clock.now + timedelta(minutes=3)
    with served.sites[SITE].database.transaction() as tx:
        assert records.spend(tx, SITE, made, vouched_until, served.clock.now)
    with served.sites[SITE].database.transaction() as tx:
        assert not records.spend(tx, SITE, made, vouched_until, served.clock.now)
    with served.sites[SITE].database.transaction() as tx:  # nothing is kept of what would be refused anyway
        assert records.spend(tx, SITE, made, vouched_until, served.clock.now + timedelta(minutes=4))


@pytest.mark.parametrize(
    ("claims", "headers", "status", "told"),
    [
        ({"aud": "shop"}, {}, 403, "It was not made for this site."),
        ({"iss": "https://evil.example"}, {}, 403, "It was not made for this site."),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403, "It was not made for this site."),
        ({"iat": 1, "exp": 61}, {}, 410, "This link has expired"),
        ({"jti": "short"}, {}, 403, "This link is not valid"),
    ],
)
def test_who_is_not_vouched_for_gets_nothing(
    served: Served,
    visitor: Visitor,
    secret: bytes,
    claims: dict[str, object],
    headers: dict[str, str],
    status: int,
    told: str,
) -> None:
    query = urlencode({"token": token(served, secret, "a-6", **claims), "return": "/x"})
    for path in ("in", "preferences"):
        answered = visitor.get(f"{BASE}/account/{path}?{query}", **headers)
        assert answered.status == status
        assert told in answered.plain()
        assert "Nothing was changed." in answered.plain()
        assert visitor.cookies == {}


def test_a_key_that_was_ended_vouches_for_nobody(served: Served, visitor: Visitor, secret: bytes) -> None:
    with served.sites[SITE].database.transaction() as tx:
        number, text = records.make_key(tx, SITE, served.clock.now)
        assert records.end_key(tx, SITE, number, served.clock.now)
        assert not records.end_key(tx, SITE, number, served.clock.now)
        assert text.encode() not in records.keys_in_force(tx, SITE).values()


def test_nobody_is_sent_to_another_host(served: Served, visitor: Visitor, secret: bytes) -> None:
    for number, bad in enumerate(
        ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:0")
    ):
        where = sign_in(visitor, token(served, secret, f"a-7-{number}"), bad)
        assert "evil" not in where
        visitor.get(f"{BASE}/account/out")


def test_from_the_account_one_sees_and_changes_all_that_was_verified(
    served: Served, visitor: Visitor, secret: bytes
) -> None:
    made = token(served, secret, "a-8", keys={"email": "eight@example.com"})
    opened = visitor.get(f"{BASE}/account/preferences?{urlencode({'token': made})}")
    assert opened.status == 303
    shown = visitor.get(opened.location)
    assert "This page was opened from your account. It closes after 30" in shown.plain()
    assert "e…@example.com" in shown.plain()
    assert "keep this card" in shown.plain()
    assert "by SMS" in shown.plain()
    form = {"offer.direct_marketing.by_sms": "granted", "offer.card_on_file": "granted", "act": "save"}
    keep = {name: value for name, value in form.items() if f'name="{name}' in shown.text or name == "act"}
    assert visitor.post(opened.location, keep).status == 303
    stand = standing(served.sites[SITE], {Key.of("email", "eight@example.com")}, served.clock.now)
    assert stand[id_of("direct_marketing.by_sms")].answer is Answer.GRANTED
    before = served.clock.now
    served.clock.now += timedelta(minutes=30)
    assert visitor.get(opened.location).status == 410
    served.clock.now = before


def test_where_choices_stay_with_devices_signing_in_changes_nothing(served: Served, visitor: Visitor) -> None:
    with served.sites["shop"].database.transaction() as tx:
        _, text = records.make_key(tx, "shop", served.clock.now)
    made = token(served, text.encode(), "b-1", aud="shop")
    query = urlencode({"token": made, "return": "/basket"})
    answered = visitor.get(f"/troth/shop/account/in?{query}")
    assert (answered.status, answered.location) == (303, "/basket")
    assert visitor.cookies == {}
