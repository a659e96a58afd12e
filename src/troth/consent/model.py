"""The nouns of consent: what is offered, what was shown, what somebody decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.manifest.names import ChoiceName, KeyType, PurposeName
from troth.manifest.period import Period
from troth.manifest.text import Text

BROWSER, ACCOUNT = KeyType("browser"), KeyType("account")

OfferId = tuple[PurposeName, ChoiceName | None]


class Answer(Enum):
    """What a person answered to one offer."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class Event(Enum):
    """What befell one offer: the states of ISO/IEC TS 27560."""

    SERVED = "served"  # shown, and not answered
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # computed from the validity, never written by a job


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that people choose apart: a purpose resting on consent, or one of its choices."""

    purpose: PurposeName
    choice: ChoiceName | None
    title: Text
    sentence: Text  # what is asked, or what it is for
    channel: str | None
    key_type: KeyType  # under which key a decision counts
    wording: str  # the version of the wording in force; "" where none is declared
    print: str  # what a consent given today covers, in 8 characters of base64url: its name in the cookie
    covered: frozenset[str]  # the prints whose consents still count: its own, and those its wording covers
    validity: Period | None  # how long a decision lives from its act; None: until it is withdrawn
    on_device: bool  # asked by the banner
    recipients: frozenset[str]  # the names of those who receive, or set its cookies
    categories: tuple[str, ...]  # the cookie categories it opens
    waits_for_signal: bool  # advertising or sharing: `Sec-GPC: 1` refuses it

    @property
    def id(self) -> OfferId:
        """By what answers name it."""
        return self.purpose, self.choice

    @property
    def name(self) -> str:
        """The same in one string, as forms and files write it: `newsletter`, `newsletter.sms`."""
        return name_of(self.id)


def name_of(offer: OfferId) -> str:
    """An offer's id in one string."""
    purpose, choice = offer
    return purpose if choice is None else f"{purpose}.{choice}"


def id_of(name: str) -> OfferId:
    """The id again."""
    purpose, _, choice = name.partition(".")
    return PurposeName(purpose), ChoiceName(choice) if choice else None


@dataclass(frozen=True, slots=True)
class Notice:
    """What was shown when somebody decided."""

    language: str
    layer: str  # "banner", "panel", "page", "form", "spoken" or "paper"
    version: int | None = None  # the number of the publication in force; none before the first
    manifest: str = ""  # the fingerprint of what was declared
    text_hash: str = ""  # SHA-256 of the text as it was shown, in its language
    artefact_hash: str = ""  # SHA-256 of what was rendered, script and style with it; kept under this hash


@dataclass(frozen=True, slots=True)
class Minor:
    """The person is below the age of consenting alone (GDPR Art. 8): who consents with, or for, the child."""

    child_agrees: bool
    parent: str = ""  # who consented, as "mother"; sealed
    proof: str = ""  # by what it is known that a parent did; sealed

    @property
    def ground(self) -> str:
        """How it stands with the consent, for who asks about a child later; one of PARENTS."""
        return WITH_PARENT if self.child_agrees else PARENT_ALONE


WITH_PARENT, PARENT_ALONE = "with parent", "parent alone"
PARENTS = frozenset({WITH_PARENT, PARENT_ALONE})


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What one person decided in one act. Answers name offers; one that is left out was not asked."""

    key: Key
    answers: Mapping[OfferId, Answer]
    notice: Notice
    act: str  # the control: "accept_all", "refuse_all", "save", "withdraw", "unsubscribe" …
    at: Instant
    signal: str = ""  # "gpc" where the browser sent it
    page: str = ""  # the path on which it happened, without query; sealed
    channel: str = "web"  # "web", "email", "sms", "phone", "post", "paper", "counter", "account"
    proof: Mapping[str, str] = field(default_factory=dict)  # what an import brings as proof; sealed
    minor: Minor | None = None
    wording: str | None = None  # the version that was answered, where it is not the one in force (imports)
    is_first: bool = False  # the key was made for this act: nothing can be known under it yet


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as the ledger holds it."""

    id: str  # 128 random bits in base64url: the receipt's number
    number: int  # its place in the site's ledger, from 1
    at: Instant
    events: Mapping[OfferId, Event]
    until: Mapping[OfferId, date | None]  # the last day on which each consent given lives
    supersedes: str | None  # the record of the same key before it
    hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's answer to one offer is at an instant."""

    answer: Answer
    since: Instant | None = None
    until: date | None = None  # the last day on which a consent lives
    wording: str = ""
    outgrown: bool = (
        False  # the wording no longer covers it: not to be used, and to be asked again by `until`
    )
    record: str | None = None  # the ledger's record, where the decision was made through it
    event: Event | None = None  # what befell it last; EXPIRED where its life is over


NOT_ASKED = Standing(Answer.NOT_ASKED)
