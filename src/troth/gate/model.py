"""The nouns of the gate: what is asked, and the two answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from troth.claims.facts import Instant
from troth.claims.unknown import Unknown
from troth.manifest.names import ChoiceName, ItemName, PurposeName


@dataclass(frozen=True, slots=True)
class Question:
    """
    May this purpose use data about somebody, for this choice, on this channel, for this recipient?

    Names are as the caller wrote them: one that the manifest does not know is answered, not raised.
    """

    purpose: str
    items: frozenset[str] | None = None  # none: every item that the purpose uses
    choice: str | None = None  # none: every choice that the channel leaves
    channel: str | None = None
    recipient: str | None = None
    actor: str | None = None  # who of the controller's own people, as an internal recipient of the policy
    age: int | None = None  # in years, where the caller knows how old the person is


class Because(Enum):
    """Why the gate says no. The value names its sentence (texts/gate.py)."""

    # what is declared
    UNKNOWN_PURPOSE = "unknown-purpose"
    UNKNOWN_KEY = "unknown-key"
    NOBODY = "nobody"
    PURPOSE_ENDED = "purpose-ended"
    ITEM_NOT_USED = "item-not-used"
    PROHIBITED = "prohibited"
    UNKNOWN_CHOICE = "unknown-choice"
    # channel, recipient, transfer, actor
    CHANNEL_CLOSED = "channel-closed"
    CHANNEL_NEEDS_CONSENT = "channel-needs-consent"
    RECIPIENT_NOT_NAMED = "recipient-not-named"
    RECIPIENT_NOT_ITEM = "recipient-not-item"
    NO_CONTRACT = "no-contract"
    TRANSFER_CLOSED = "transfer-closed"
    ACTOR_NOT_NAMED = "actor-not-named"
    # how old the person is
    TOO_YOUNG = "too-young"
    AGE_UNKNOWN = "age-unknown"
    PARENT_NOT_ASKED = "parent-not-asked"
    # the person's own word
    NEVER_GIVEN = "never-given"
    NOT_RECORDED = "not-recorded"
    NO_KEY = "no-key"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RUN_OUT = "run-out"
    OUTGROWN = "outgrown"
    ASK_AGAIN = "ask-again"
    OBJECTED = "objected"
    WEIGHED = "weighed"
    ERASED = "erased"
    UNLAWFUL = "unlawful"
    RESTRICTED = "restricted"
    SUPPRESSED = "suppressed"
    # what is held, and time
    ARCHIVED = "archived"
    OVER = "over"
    MADE_FROM = "made-from"
    NOT_HELD = "not-held"
    FOLLOWS = "follows"

    SEVERAL = "several"
    NOT_KNOWN = "not-known"
    STORE_DOWN = "store-down"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: the ground, and what of the question or of the person's record it rests on."""

    because: Because
    purpose: PurposeName | None = None
    item: ItemName | None = None
    choice: ChoiceName | None = None
    since: Instant | None = None  # of the fact that says so
    until: date | None = None
    unknown: Unknown | None = None  # what is not known, where that is the ground
    named: str = ""  # the channel, recipient, country, key type or store concerned
    source: str = ""  # the article


class Must(Enum):
    """What a yes is tied to. The value names its sentence."""

    REMINDER = "reminder"  # words that each message on the channel recalls
    WAY_OUT = "way-out"  # how the person ends it, in each message
    RECIPIENT_ONLY_IF = "recipient-only-if"
    ART_18 = "art-18"  # data is restricted, and used with the person's consent (GDPR Art. 18(2))
    FIRST_WRITTEN = "first-written"  # nothing is held yet: the yes is for what is collected now


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a yes is tied to."""

    must: Must
    words: Mapping[str, str] = field(default_factory=dict, hash=False)  # the operator's, by language


@dataclass(frozen=True, slots=True)
class Yes:
    """It may, on these conditions."""

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return True

    def has(self, must: Must) -> bool:
        """Whether it is tied to such a condition."""
        return any(condition.must is must for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class No:
    """It may not, for this reason."""

    reason: Reason

    def __bool__(self) -> bool:
        return False


Answer = Yes | No
