"""Purposes: what personal data is used for, on which legal basis, and how long (GDPR Art. 5, 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from troth.law.deadlines import ASK_AGAIN
from troth.manifest.names import (
    ChoiceName,
    ClockName,
    ItemName,
    KeyType,
    KindName,
    PurposeName,
    RoleName,
)
from troth.manifest.period import Period
from troth.manifest.text import Text


class Basis(Enum):
    """The six legal bases (GDPR Art. 6(1)(a)-(f))."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Limit(Enum):
    """Whether a period may be shortened (max), must be kept (min) or both (exact): law.md ground rule 3."""

    MAX = "max"
    MIN = "min"
    EXACT = "exact"


class ArchiveGround(Enum):
    """Why data outlives its active use: a duty to keep it, or claims to come (GDPR Art. 17(3)(b), (e))."""

    LEGAL_OBLIGATION = "legal_obligation"
    LEGAL_CLAIMS = "legal_claims"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person made a proposal the operator's own word."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Departure:
    """Why the value applied is not the one the operator published (design section 5: stated and applied)."""

    because: str  # "law", "proposed" or "reading"
    stated: str | None = None
    accepted: Acceptance | None = None
    source: str | None = None  # the article or guide that the applied value is taken from

    @property
    def is_open_proposal(self) -> bool:
        """Whether the value is Troth's proposal that nobody has adopted: it destroys nothing yet."""
        return self.because == "proposed" and self.accepted is None


@dataclass(frozen=True, slots=True)
class EarlierPeriod:
    """A period that was published before, in force until that day (exclusive)."""

    period: Period
    until: date


@dataclass(frozen=True, slots=True)
class Obeyed:
    """The law's period is applied, and not the one that was promised."""

    promised: Period
    source: str  # where the law says it


@dataclass(frozen=True, slots=True)
class Span:
    """From a clock, for a period: the time part of a claim. Without a clock it has no end of its own."""

    clock: ClockName | None = None
    period: Period | None = None
    earlier: tuple[EarlierPeriod, ...] = ()
    limit: Limit = Limit.MAX
    departure: Departure | None = None
    criterion: Text | None = None  # in words, where no clock ends it by itself ("until you withdraw")
    obeys: Obeyed | None = None  # None: the period is as it is written

    @property
    def is_open_proposal(self) -> bool:
        """Whether the end of this span is only proposed."""
        return self.departure is not None and self.departure.is_open_proposal


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive phase: data leaves the active base; only named roles read it (CNIL guide, 2020)."""

    span: Span
    ground: ArchiveGround
    because: Text  # the duty's text, or the claims expected
    readers: tuple[str, ...] = ()
    resists_erasure: str | None = None  # the written ground of Art. 17(3) on which it outlives an erasure


@dataclass(frozen=True, slots=True)
class DataUse:
    """Which items of one kind of record a purpose uses."""

    items: frozenset[ItemName] | None = None  # None: every item of the kind
    follows: KindName | None = None  # held only while a record of that kind points at it and is held


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that people choose apart within a purpose (a category, a channel, a partner)."""

    name: ChoiceName
    title: Text
    items: frozenset[ItemName] | None = None  # None: every item of the purpose
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """The text that a consent answered, and the earlier ones that still cover the purpose."""

    version: str
    since: date
    covers: frozenset[str] = frozenset()
    ask_again_within: Period = ASK_AGAIN  # consents it outgrew stay frozen that long
    text: Text | None = None  # what is asked


@dataclass(frozen=True, slots=True)
class AutomatedDecision:
    """A decision taken without a person that matters to the data subject (GDPR Art. 22)."""

    title: Text
    effect: Text  # what it brings about for the person
    logic: Text  # how it comes about, in plain words
    allowed_by: str  # "contract", "law" or "consent" (Art. 22(2))
    items: frozenset[ItemName] = frozenset()
    review: Text | None = None  # how a person reviews it and it is contested (Art. 22(3))
    departures: Mapping[str, Departure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """The rest of what a purpose says: who receives, by which channel, what must be told (GDPR Art. 13)."""

    description: Text | None = None
    interest: Text | None = None  # the legitimate interest pursued (Art. 13(1)(d))
    duty: Text | None = None  # the text that obliges (Art. 6(3))
    recipients: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()  # of marketing
    outputs: tuple[str, ...] = ()  # "individual", "pseudonymous", "aggregated", "anonymous"
    minors_under: int | None = None  # not meant for people below that age
    consent_act: str | None = None  # what people do to give it: "tick_box", "button"
    consent_default: bool = False  # the state before any choice; only false is lawful
    granularity: str | None = None
    refusal: Text | None = None  # what follows from not giving the data, or refusing
    decision: AutomatedDecision | None = None
    assessment: str | None = None  # the reference of a data protection impact assessment
    balance: str | None = None  # the reference of the record that weighs a legitimate interest
    sort: str | None = None  # the row of the law pack's table of periods that it belongs to: "accounting"
    similar_products: bool = False  # addresses from a sale, for own similar products (CPCE Art. L34-5)


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose, named once for ever; it is renamed (`was`) or ended by a date, and never vanishes."""

    name: PurposeName
    title: Text
    basis: Mapping[RoleName, Basis]
    data: Mapping[KindName, DataUse]
    active: Span = Span()
    archive: Archive | None = None
    performance: Span | None = None  # contract: what is still to be performed, guarantee included
    decided_by: KeyType | None = None  # consent: under which key the decision counts
    wording: Wording | None = None
    validity: Period | None = None  # consent: how long it lives from the act
    obeys: Obeyed | None = None  # consent: what was promised, where the law lets it live less long
    choices: Mapping[ChoiceName, Choice] = field(default_factory=dict)
    direct_marketing: bool = False
    feeds: frozenset[PurposeName] = frozenset()
    was: frozenset[PurposeName] = frozenset()
    ended: date | None = None
    basis_of_all: Basis | None = None  # where one was written for everybody, whichever roles there are
    terms: Terms = Terms()
    departures: Mapping[str, Departure] = field(default_factory=dict)  # by key: basis, validity

    @property
    def bases(self) -> frozenset[Basis]:
        """Every basis it rests on; that of a purpose without data too."""
        found = frozenset(self.basis.values())
        return found if self.basis_of_all is None else found | {self.basis_of_all}
