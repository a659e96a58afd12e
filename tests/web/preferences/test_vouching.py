"""Who vouches for a signed-in person, and what vouches for nobody."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.claims.keys import Key
from troth.web.preferences.vouching import Doubt, Vouched, read

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = b"a-secret-of-43-characters-in-base64url-text"
ORIGIN = "https://shop.example"
HEAD = {"alg": "HS256", "typ": "troth-account+jwt", "kid": "1"}
CLAIMS: dict[str, Any] = {
    "iss": ORIGIN,
    "aud": "shop",
    "sub": "1042",
    "jti": "b7c1f0a9e4d24c0fb1aa",
    "iat": int(NOON.timestamp()),
    "exp": int(NOON.timestamp()) + 60,
    "keys": {"email": "Ana@example.com"},
}


def part(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def token(secret: bytes = SECRET, head: object = None, **claims: Any) -> str:
    """As an application makes it, by hand: no library of ours signs here."""
    signed = f"{part(head or HEAD)}.{part({k: v for k, v in (CLAIMS | claims).items() if v is not ...})}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def without(name: str) -> str:
    return with_(name, ...)


def with_(name: str, value: Any) -> str:
    return token(**{name: value})


ODD: list[Any] = [None, 7, "", "a\0b" * 9, ["x" * 20]]
NO_INSTANT: list[Any] = [None, "1", True, -1, 1e300, []]


def asked(text: str, at: datetime = NOON) -> Vouched | Doubt:
    return read(text, {"1": SECRET}, "shop", [ORIGIN], at)


def test_an_account_is_vouched_for_with_what_was_verified_of_it() -> None:
    vouched = asked(token())
    assert isinstance(vouched, Vouched)
    assert vouched.account == Key.of("account", "1042")
    assert vouched.keys == {Key.of("account", "1042"), Key.of("email", "ana@example.com")}


def test_the_account_counts_and_no_other_told_beside_it() -> None:
    vouched = asked(token(keys={"account": "7"}))
    assert isinstance(vouched, Vouched)
    assert vouched.keys == {Key.of("account", "1042")}


@pytest.mark.parametrize(
    "text",
    [
        token(secret=b"another secret of the same length, nearly.."),
        token(head=HEAD | {"alg": "none"}),
        token(head=HEAD | {"alg": "HS512"}),
        token(head=HEAD | {"typ": "JWT"}),
        token(head=HEAD | {"kid": "2"}),
        token(head=HEAD | {"kid": ["1"]}),
        token(head=HEAD | {"crit": ["b64"], "b64": False}),
        token(head=[1]),
        *(without(name) for name in ("iss", "aud", "sub", "jti", "iat", "exp")),
        *(with_(name, bad) for name in ("sub", "jti") for bad in ODD),
        *(with_(name, bad) for name in ("iat", "exp") for bad in NO_INSTANT),
        token(jti="short"),
        token(iss=None),
        token(keys=["email"]),
        token(keys={"email": 7}),
        token(exp=CLAIMS["iat"] + 121),
        token(exp=CLAIMS["iat"]),
        token(iat=CLAIMS["iat"] + 31, exp=CLAIMS["iat"] + 90),
        token()[:-1],
        token().rpartition(".")[0] + ".",
        token() + "." + part(b"x"),
        "",
        "..",
        "é" * 30,
        "A" * 1_000_000,
    ],
)
def test_what_is_no_token_of_the_application_vouches_for_nobody(text: str) -> None:
    assert asked(text) is Doubt.FORGED


@pytest.mark.parametrize(
    "claims", [{"aud": "other"}, {"iss": "https://evil.example"}, {"iss": [ORIGIN]}, {"aud": ["shop"]}]
)
def test_a_token_for_another_site_or_from_another_origin_is_refused(claims: dict[str, Any]) -> None:
    assert asked(token(**claims)) is Doubt.ELSEWHERE


def test_a_token_is_over_after_its_end_and_half_a_minute() -> None:
    assert isinstance(asked(token(), NOON + timedelta(seconds=89)), Vouched)
    assert asked(token(), NOON + timedelta(seconds=90)) is Doubt.EXPIRED


@given(st.text(max_size=300))
def test_no_text_made_by_chance_vouches(text: str) -> None:
    assert asked(text) is Doubt.FORGED


@given(st.integers(0), st.integers(0, 63))
def test_no_character_of_a_token_can_change(place: int, other: int) -> None:
    text = token()
    at = place % len(text)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = text[:at] + alphabet[other] + text[at + 1 :]
    is_same = changed == text or (at == len(text) - 1 and isinstance(asked(changed), Vouched))  # spare bits
    assert is_same or asked(changed) is Doubt.FORGED
