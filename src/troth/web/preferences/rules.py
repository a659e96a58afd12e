"""What the preference centre decides: who sees which choices, what a form changes, and whose answer prevails. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.consent.marketing import marketing, objectable
from troth.consent.model import NOT_ASKED, Answer, Offer, OfferId, Standing
from troth.consent.offers import OPEN_PIXEL
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.purposes import Purpose
from troth.web.tokens.passes import Subscription


class Precedence(Enum):
    """Which answer prevails where a device and an account differ (CNIL 2025-131)."""

    LAST = "last"  # the later one
    ACCOUNT = "account"
    BROWSER = "browser"


class UnknownOffer(Exception):
    """A form answers what is not asked. Nothing of it counts."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What an unsubscribe link comes to under today's words."""

    offers: tuple[Offer, ...]  # consents that end
    objected: frozenset[PurposeName]  # interests that are objected to
    channel: str | None  # the only way of reaching people that it closes; none: all of them
    is_pixel: bool = False  # nothing but knowing whether mails are opened
    is_everything: bool = False  # all marketing
    covers_purpose: bool = False  # one purpose as a whole

    @property
    def is_empty(self) -> bool:
        """What it names is asked and done no more."""
        return not self.offers and not self.objected


def shown(offers: Iterable[Offer], keys: Collection[Key]) -> tuple[Offer, ...]:
    """The choices that these keys decide about. Those of a browser are kept in that browser, and seen there."""
    types = {key.type for key in keys}
    return tuple(offer for offer in offers if offer.key_type in types and not offer.on_device)


def changed(
    answers: Mapping[str, str],
    seen: Mapping[str, str],
    offers: Sequence[Offer],
    standings: Mapping[OfferId, Standing],
) -> Mapping[OfferId, Answer]:
    """
    What a person decided in a form: the answers that differ from those the page showed, and from what stands.

    A second tab that still shows an old answer changes nothing by sending it along.

    Args:
        answers: by the offer's name, as the form sends them.
        seen: what the page showed when it was opened, by the same names (`mark`).
        offers: those that the form may speak of.
        standings: what stands now.

    Raises:
        UnknownOffer: it names another, or an answer that there is not.
    """
    by_name = {offer.name: offer for offer in offers}
    found = {}
    for name, word in answers.items():
        offer = by_name.get(name)
        if offer is None or word not in (Answer.GRANTED.value, Answer.REFUSED.value):
            raise UnknownOffer
        now = standings.get(offer.id, NOT_ASKED)
        if word not in (seen.get(name), mark(now)):
            found[offer.id] = Answer(word)
    return found


def mark(standing: Standing) -> str:
    """What a page shows of an answer; one whose text was outgrown is shown as open."""
    return Answer.NOT_ASKED.value if standing.outgrown else standing.answer.value


def leaving(manifest: Manifest, offers: Sequence[Offer], subscription: Subscription, day: date) -> Leaving:
    """What a link leaves; one that was made for a purpose of an earlier name leaves it under its present one."""
    if subscription.purpose is None:
        ended = marketing(manifest, offers)
        objections = frozenset(one.name for one in objectable(manifest, day))
        return Leaving(ended, objections, None, is_everything=True)
    purpose = _present(manifest, subscription.purpose)
    if purpose is None or (purpose.ended is not None and purpose.ended <= day):
        return Leaving((), frozenset(), None)
    named = tuple(
        offer
        for offer in offers
        if offer.purpose == purpose.name and subscription.choice in (None, offer.choice)
    )
    objected = frozenset({purpose.name} if purpose in objectable(manifest, day) else ())
    channels = {offer.channel for offer in named}
    channel = next(iter(channels)) if subscription.choice is not None and len(channels) == 1 else None
    return Leaving(
        named,
        objected,
        channel,
        is_pixel=channels == {OPEN_PIXEL} and not objected,
        covers_purpose=subscription.choice is None,
    )


def settled(
    browser: Mapping[OfferId, Standing], account: Mapping[OfferId, Standing], precedence: Precedence
) -> Mapping[OfferId, Standing]:
    """What holds on a device while somebody is signed in there, for each thing that either has answered."""
    return {
        offer: _prevailing(browser.get(offer, NOT_ASKED), account.get(offer, NOT_ASKED), precedence)
        for offer in {**browser, **account}
    }


def _prevailing(browser: Standing, account: Standing, precedence: Precedence) -> Standing:
    """An answer goes before silence, whoever it is of; of two answers of one instant the refusal prevails."""
    answered = [one for one in (account, browser) if one.answer is not Answer.NOT_ASKED]
    if len(answered) < 2:
        return answered[0] if answered else NOT_ASKED
    match precedence:
        case Precedence.ACCOUNT:
            return account
        case Precedence.BROWSER:
            return browser
        case Precedence.LAST:
            return max(answered, key=lambda one: (_since(one), one.answer is Answer.REFUSED))


def _since(standing: Standing) -> Instant:
    assert standing.since is not None, "an answer was given at an instant"
    return standing.since


def _present(manifest: Manifest, name: PurposeName) -> Purpose | None:
    found = manifest.purposes.get(name)
    return found or next((one for one in manifest.purposes.values() if name in one.was), None)
