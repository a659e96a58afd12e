"""What the question is made of: the offers it asks about, the addresses it leads to, the files it takes."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Protocol

from troth.manifest.names import ChoiceName, PurposeName
from troth.manifest.period import Period
from troth.manifest.text import Text


class Asked(Protocol):
    """
    One thing that people accept or refuse apart; the offers of `consent/` are this.

    `print` names in the choice cookie what a consent to it covers, in eight characters of base64url, and
    `covered` every print whose consent still counts; `waits_for_signal` says that `Sec-GPC: 1` refuses it.
    """

    @property
    def purpose(self) -> PurposeName: ...
    @property
    def choice(self) -> ChoiceName | None: ...
    @property
    def title(self) -> Text: ...
    @property
    def sentence(self) -> Text: ...
    @property
    def print(self) -> str: ...
    @property
    def covered(self) -> frozenset[str]: ...
    @property
    def validity(self) -> Period | None: ...
    @property
    def waits_for_signal(self) -> bool: ...
    @property
    def recipients(self) -> frozenset[str]: ...
    @property
    def categories(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the forms and links of the question lead. They are given, never guessed."""

    choice: str  # takes the choice, and shows it as a page
    policy: str
    controllers: str  # everybody who reads or writes, by name
    shown: str  # told once the question was visible
    back: str = ""  # the page to come back to; "": the one the form was sent from


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files, byte for byte as they are served."""

    script: bytes
    style: bytes
    head: bytes  # the inline script of pages that a cache keeps

    @property
    def head_hash(self) -> str:
        """How a Content-Security-Policy allows the inline script: `'sha256-…'`."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.head).digest()).decode()}'"


def offer_name(offer: Asked) -> str:
    """How markup and forms call an offer: `advertising`, `newsletter.sms`."""
    return offer.purpose if offer.choice is None else f"{offer.purpose}.{offer.choice}"
