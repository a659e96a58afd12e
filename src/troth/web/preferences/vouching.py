"""
A signed-in person, vouched for by the operator's application: a JWS (RFC 7515) in the compact form.

    {"alg": "HS256", "typ": "troth-account+jwt", "kid": "1"}
    {"iss": "https://shop.example", "aud": "shop", "sub": "1042", "jti": "…", "iat": …, "exp": …,
     "keys": {"email": "ana@example.com"}}

`iss` is the origin of the application, `aud` the site in Troth, `sub` the account, `jti` at least 16 characters
that never come again, `exp` at most two minutes after `iat`. `keys` may name what the application has verified of
the same person. It counts once (`records.spend`). Nothing else proves an account (docs/decisions/0111).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import jwt

from troth.claims.keys import Key
from troth.manifest.names import KeyType

ALGORITHM = "HS256"
KIND = "troth-account+jwt"
ACCOUNT = KeyType("account")
LIFE = timedelta(minutes=2)
SKEW = timedelta(seconds=30)  # two machines' clocks
LONGEST = 4_000
_ONCE = re.compile(r"[!-~]{16,200}")
_CLAIMS = ("iss", "aud", "sub", "jti", "iat", "exp")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class Doubt(Enum):
    """Why a token vouches for nobody."""

    FORGED = (
        "forged"  # no token of this application: altered, cut short, signed by another key, without a claim
    )
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"  # for another site, or from another origin
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True, repr=False)
class Vouched:
    """Who is signed in, as the application says it. `once` may count a single time, until `forgotten`."""

    account: Key
    keys: frozenset[Key]  # the account's, and what else was verified of the same person
    once: str
    forgotten: datetime


def read(
    token: str, secrets: Mapping[str, bytes], site: str, origins: Collection[str], at: datetime
) -> Vouched | Doubt:
    """
    Who is vouched for, or why nobody.

    Args:
        token: as the browser brings it.
        secrets: the site's keys in force, by their `kid`.
        site: its name in Troth.
        origins: those of the site's own pages.
        at: the instant of the request.
    """
    if len(token) > LONGEST or not token.isascii():
        return Doubt.FORGED
    try:
        head = jwt.get_unverified_header(token)
        secret = secrets.get(str(head.get("kid", "")))
        if head.get("typ") != KIND or secret is None:
            return Doubt.FORGED
        claims = jwt.decode(token, secret, [ALGORITHM], options=_OPTIONS)
    except jwt.PyJWTError:
        return Doubt.FORGED
    return _judged(claims, site, origins, at)


# The signature is PyJWT's; instants and names are judged here, with the request's instant and no other clock.
_OPTIONS: Any = {
    "require": list(_CLAIMS),
    **dict.fromkeys(
        ("verify_exp", "verify_iat", "verify_nbf", "verify_aud", "verify_iss", "verify_jti", "verify_sub"),
        False,
    ),
}


def _judged(claims: Mapping[str, Any], site: str, origins: Collection[str], at: datetime) -> Vouched | Doubt:
    made, ends = _instant(claims["iat"]), _instant(claims["exp"])
    account, once, others = claims["sub"], claims["jti"], claims.get("keys", {})
    if made is None or ends is None or not made < ends <= made + LIFE or made > at + SKEW:
        return Doubt.FORGED
    if not (_is_value(account) and isinstance(once, str) and _ONCE.fullmatch(once)):
        return Doubt.FORGED
    if not isinstance(others, dict) or not all(_is_value(value) for value in others.values()):
        return Doubt.FORGED
    if claims["aud"] != site or claims["iss"] not in tuple(origins):
        return Doubt.ELSEWHERE
    if at >= ends + SKEW:
        return Doubt.EXPIRED
    key = Key.of(ACCOUNT, account)
    rest = (Key.of(kind, value) for kind, value in others.items() if kind != ACCOUNT)
    return Vouched(key, frozenset({key, *rest}), once, ends + SKEW)


def _instant(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 2**33:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _is_value(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 1000 and not _NO_TEXT.search(value)
