"""
What people were asked and what they decided: the offers, the choice cookie, the ledger of every decision.

A decision is recorded once, as evidence (the ledger) and as what is in force (the facts), in one transaction.
"""

from troth.consent.model import (
    Answer,
    Event,
    Minor,
    NewDecision,
    Notice,
    Offer,
    OfferId,
    Recorded,
    Standing,
)
from troth.consent.offers import device_offers, offers

__all__ = [
    "Answer",
    "Event",
    "Minor",
    "NewDecision",
    "Notice",
    "Offer",
    "OfferId",
    "Recorded",
    "Standing",
    "device_offers",
    "offers",
]
