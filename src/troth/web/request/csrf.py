"""
Whether a form comes from a page of this site (WHATWG Fetch: `Sec-Fetch-Site`, `Origin`).

Before a choice no cookie may be written, so nothing ties a token to a browser: browsers' own headers decide, and
only where a client sends none of them, a token in the form, signed and good for half a day.
"""

import base64
import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta

from troth.claims.facts import Instant

FIELD = "csrf"
LIFE = timedelta(hours=12)

_NONCE_BYTES, _MARK_BYTES = 9, 16


def token(secret: bytes, at: Instant) -> str:
    """A token for a form shown at this instant; no two are alike."""
    text = f"{int(at.timestamp())}.{secrets.token_urlsafe(_NONCE_BYTES)}"
    return f"{text}.{_mark(secret, text)}"


def is_token(sent: str, secret: bytes, at: Instant) -> bool:
    """Whether it was made here and is still good."""
    text, _, mark = sent.rpartition(".")
    seconds, _, _nonce = text.partition(".")
    if not sent.isascii() or not hmac.compare_digest(mark, _mark(secret, text)) or not seconds.isdigit():
        return False
    age = at.timestamp() - int(seconds)
    return -300 <= age <= LIFE.total_seconds()


def is_ours(
    headers: Mapping[str, str],
    own: str,
    others: Collection[str],
    sent: str | None,
    secret: bytes,
    at: Instant,
) -> bool:
    """
    Whether a request that changes something was sent from a page of this site.

    Args:
        headers: of the request.
        own: the origin that the visitor sees (`https://www.acme.example`).
        others: further origins that may send (a page on a sibling subdomain).
        sent: the form's token, where it holds one.
        secret: by which tokens are signed.
        at: now.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin is not None and origin in others:
        return True
    if site is not None:
        return site in ("same-origin", "none") and origin in (None, "null", own)
    if origin is not None and origin != "null":
        return origin == own
    return sent is not None and is_token(sent, secret, at)


def _mark(secret: bytes, text: str) -> str:
    digest = hmac.digest(secret, f"form {text}".encode("utf-8", "replace"), "sha256")[:_MARK_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
