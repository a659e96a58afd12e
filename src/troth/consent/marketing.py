"""What an objection to marketing ends: interests it objects to, and consents it withdraws with them. Pure."""

from collections.abc import Iterable
from datetime import date

from troth.consent.model import Offer
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.purposes import Basis, Purpose

_OBJECTABLE = frozenset({Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK})


def objectable(manifest: Manifest, day: date) -> tuple[Purpose, ...]:
    """Marketing that rests on an interest: an objection ends it at once (GDPR Art. 21(2), (3))."""
    return tuple(
        purpose
        for purpose in manifest.purposes.values()
        if purpose.bases & _OBJECTABLE
        and (purpose.ended is None or purpose.ended > day)
        and (purpose.direct_marketing or any(_markets(manifest, fed) for fed in purpose.feeds))
    )


def marketing(manifest: Manifest, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """The consents that an objection to marketing ends too: who objects wants no more of it."""
    return tuple(offer for offer in offers if _markets(manifest, offer.purpose))


def _markets(manifest: Manifest, name: PurposeName) -> bool:
    purpose = manifest.purposes.get(name)
    return purpose is not None and purpose.direct_marketing
