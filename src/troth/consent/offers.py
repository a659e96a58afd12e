"""What people are asked: each purpose that rests on consent, or each of its choices, as the manifest has it."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date

from troth.consent.model import BROWSER, Offer
from troth.law.packs import pack
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, KeyType
from troth.manifest.period import Period
from troth.manifest.policy import Banner, RecipientRole
from troth.manifest.purposes import Basis, Choice, Purpose
from troth.manifest.text import Text

PRINT_LENGTH = 8
OPEN_PIXEL = "open_pixel"  # the channel of a choice about knowing whether a mail was opened (CNIL 2026-042)

_ADVERTISING = frozenset({"ads", "advertising", "campaign", "retargeting", "targeted", "social", "sharing"})
_OTHERS = frozenset({RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER})


def offers(manifest: Manifest, day: date) -> tuple[Offer, ...]:
    """Everything that may be asked on that day, in the order of declaration."""
    asked = (
        purpose
        for purpose in manifest.purposes.values()
        if Basis.CONSENT in purpose.bases and (purpose.ended is None or purpose.ended > day)
    )
    return tuple(offer for purpose in asked for offer in _of(manifest, purpose, day))


def device_offers(manifest: Manifest, day: date) -> tuple[Offer, ...]:
    """Those that the banner asks: what is read or written on the device rests on them."""
    return tuple(offer for offer in offers(manifest, day) if offer.on_device)


def print_of(purpose: str, choice: str | None, wording: str) -> str:
    """What a consent to this wording is called in the cookie: it says nothing, and fits in 8 characters."""
    text = json.dumps([purpose, choice, wording], ensure_ascii=True)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:6]).decode()


def longest_life(manifest: Manifest, day: date) -> Period:
    """The most that the law lets a choice about the device live."""
    return pack(manifest.policy.law, day).tracers.choice


def _of(manifest: Manifest, purpose: Purpose, day: date) -> Iterator[Offer]:
    choices: Sequence[Choice | None] = [*purpose.choices.values()] or [None]
    categories = _categories(manifest, purpose)
    on_device = bool(categories) or purpose.decided_by == BROWSER
    wording = "" if purpose.wording is None else purpose.wording.version
    for choice in choices:
        name = None if choice is None else choice.name
        yield Offer(
            purpose.name,
            name,
            purpose.title if choice is None else choice.title,
            _sentence(purpose),
            _channel(purpose, choice),
            purpose.decided_by or (BROWSER if on_device else KeyType("email")),
            wording,
            print_of(purpose.name, name, wording),
            _covered(purpose, name, wording),
            _validity(manifest, purpose, day) if on_device else purpose.validity,
            on_device,
            _recipients(manifest, purpose, categories),
            categories,
            on_device and _is_advertising_or_sharing(manifest, purpose, categories),
        )


def _sentence(purpose: Purpose) -> Text:
    if purpose.wording is not None and purpose.wording.text is not None:
        return purpose.wording.text
    return purpose.terms.description or purpose.title


def _channel(purpose: Purpose, choice: Choice | None) -> str | None:
    if choice is not None and choice.channel is not None:
        return choice.channel
    return next(iter(purpose.terms.channels)) if len(purpose.terms.channels) == 1 else None


def _covered(purpose: Purpose, choice: ChoiceName | None, wording: str) -> frozenset[str]:
    versions = {wording} if purpose.wording is None else {wording, *purpose.wording.covers}
    return frozenset(
        print_of(name, choice, version) for name in (purpose.name, *purpose.was) for version in versions
    )


def _validity(manifest: Manifest, purpose: Purpose, day: date) -> Period:
    """What is declared, and never more than the law lets it live."""
    declared = purpose.validity or (manifest.policy.banner or Banner()).choice_kept
    most = longest_life(manifest, day)
    return declared if declared.after(day) <= most.after(day) else most


def _categories(manifest: Manifest, purpose: Purpose) -> tuple[str, ...]:
    found = manifest.policy.cookie_categories.items()
    names = {purpose.name, *purpose.was}
    return tuple(name for name, category in found if category.consent and category.purpose in names)


def _recipients(manifest: Manifest, purpose: Purpose, categories: Sequence[str]) -> frozenset[str]:
    setters = {one.set_by for one in manifest.policy.cookies.values() if one.category in categories}
    return frozenset({*purpose.terms.recipients, *(name for name in setters if name is not None)})


def _is_advertising_or_sharing(manifest: Manifest, purpose: Purpose, categories: Sequence[str]) -> bool:
    policy = manifest.policy
    cookies = [one for one in policy.cookies.values() if one.category in categories]
    words = {word for one in cookies for function in one.functions for word in function.split("_")}
    named = [
        policy.recipients[name]
        for name in _recipients(manifest, purpose, categories)
        if name in policy.recipients
    ]
    return (
        purpose.direct_marketing
        or any(manifest.purposes[fed].direct_marketing for fed in purpose.feeds if fed in manifest.purposes)
        or bool(words & _ADVERTISING)
        or any(recipient.role in _OTHERS for recipient in named)
    )
