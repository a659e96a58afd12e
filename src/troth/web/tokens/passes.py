"""
Passes: what a link in a message, or a page that follows, allows its holder to do. Sealed, so that an address
of the web shows nobody's name and nobody can make or change one.

A pass is sealed with AES-SIV (RFC 5297) under a key that the site's keyring derives: it opens in this site only,
and there is no nonce that could run out however many messages are sent. Links that only narrow (unsubscribe)
never expire; those that show or widen do (docs/decisions/0110).
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from troth.claims.keys import Key
from troth.database.keyring import Keyring
from troth.manifest.names import ChoiceName, KeyType, PurposeName

LINK_LIFE = timedelta(days=90)  # of a link in a message to the choices
VISIT_LIFE = timedelta(minutes=30)  # of a page that a signed-in person reached
LONGEST = 4_000  # characters of a token; longer ones are not looked at
_STEP = 48  # plain bytes are filled up to a multiple: a length tells little of an address
_PURPOSE = b"troth pass 1"


class Scope(Enum):
    """What a pass allows."""

    CHOICES = "c"  # see and change every choice under these keys
    LEAVE = "l"  # leave what it names: narrows only
    RECEIPTS = "r"  # read the receipts of these records
    SIGNED_IN = "s"  # the account whose choices hold on this device, in a cookie


class Refusal(Enum):
    """Why a token opens nothing."""

    FORGED = "forged"  # altered, cut short, made by somebody else or for another site
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an unsubscribe link leaves: a purpose, or one of its choices; all marketing where none is named."""

    purpose: PurposeName | None = None
    choice: ChoiceName | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """Who holds it, what for, and until when (never ending: None)."""

    scope: Scope
    keys: frozenset[Key] = frozenset()
    expires: datetime | None = None
    subscription: Subscription = Subscription()
    records: tuple[str, ...] = ()
    is_vouched: bool = False  # the operator's application vouches for the person, rather than a message sent


@dataclass(frozen=True, slots=True, repr=False)
class Sealer:
    """Makes and opens the passes of one site."""

    _cipher: AESSIV

    @classmethod
    def of(cls, keyring: Keyring, site: str) -> "Sealer":
        """The site's; changing the master key changes none of its links."""
        return cls.under(keyring.hash_of(site, "secret", "link"))

    @classmethod
    def under(cls, secret: bytes) -> "Sealer":
        """Where the site's secret for links is at hand already."""
        return cls(AESSIV(secret))

    def sealed(self, holder: Pass) -> str:
        """The pass as an address of the web carries it: letters, digits, `-` and `_`."""
        plain = json.dumps(_parts(holder), separators=(",", ":"), sort_keys=True).encode("ascii")
        filled = plain + b" " * (-len(plain) % _STEP)
        return _written(self._cipher.encrypt(filled, [_PURPOSE]))

    def opened(self, token: str, at: datetime) -> Pass | Refusal:
        """The pass again, or why it opens nothing."""
        if len(token) > LONGEST:
            return Refusal.FORGED
        try:
            blob = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            plain = self._cipher.decrypt(blob, [_PURPOSE])
        except (binascii.Error, InvalidTag, ValueError):
            return Refusal.FORGED
        if _written(blob) != token:  # base64 has several spellings of some bytes; one of them is ours
            return Refusal.FORGED
        holder = _pass(json.loads(plain))
        if holder.expires is not None and at >= holder.expires:
            return Refusal.EXPIRED
        return holder


def _written(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode("ascii")


def _parts(holder: Pass) -> dict[str, object]:
    parts = {
        "s": holder.scope.value,
        "k": [[key.type, key.value] for key in sorted(holder.keys)],
        "e": None if holder.expires is None else int(holder.expires.timestamp()),
        "p": holder.subscription.purpose,
        "c": holder.subscription.choice,
        "r": list(holder.records),
        "v": holder.is_vouched,
    }
    return {name: part for name, part in parts.items() if part}


def _pass(parts: dict[str, Any]) -> Pass:
    """What `_parts` was made from; nobody else can have sealed it."""
    purpose, choice, ends = parts.get("p"), parts.get("c"), parts.get("e")
    return Pass(
        Scope(parts["s"]),
        frozenset(Key(KeyType(kind), value) for kind, value in parts.get("k", ())),
        None if ends is None else datetime.fromtimestamp(ends, UTC),
        Subscription(
            None if purpose is None else PurposeName(purpose), None if choice is None else ChoiceName(choice)
        ),
        tuple(parts.get("r", ())),
        bool(parts.get("v")),
    )
