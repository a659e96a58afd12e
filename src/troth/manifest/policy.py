"""What a policy says besides data and purposes: who, to whom, by which right, with which cookies and forms.

Claims read none of this; pages, notices, registers, banners and the life of requests do. A value that differs
from the published text has an entry in `departures`, under its key.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from troth.law.deadlines import ANSWER, BREACH, EXTENSION, HOLD_REVIEW
from troth.law.tracers import CHOICE_KEPT
from troth.manifest.names import ClockName, EventName, ItemName, KeyType, KindName, PurposeName
from troth.manifest.period import Period
from troth.manifest.purposes import Departure, Obeyed
from troth.manifest.text import Text

Departures = Mapping[str, Departure]


@dataclass(frozen=True, slots=True)
class Party:
    """Someone with an address: the controller, its representative, an officer, an authority."""

    name: str | None = None
    trade_name: str | None = None  # the name the texts use
    legal_form: Text | None = None
    capital: str | None = None
    register_number: str | None = None
    vat: str | None = None
    representative: Text | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    country: str | None = None  # ISO 3166
    about: Text | None = None  # what people turn to it for
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoOfficer:
    """There is no data protection officer, and why none is needed (GDPR Art. 37(1))."""

    because: Text


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the policy this is."""

    date: dt.date
    effective: dt.date | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """A law that the published text cites, and what is in force in its place."""

    cited: str
    in_force: str | None = None


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A key by which people are known, in words; `reached_by` is the channel that proves control of it."""

    title: Text
    reached_by: str | None = None


class RecipientRole(Enum):
    """What a recipient is to the controller (GDPR Art. 4(7)-(10))."""

    INTERNAL = "internal"
    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    CONTROLLER = "controller"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract or undertaking that binds a recipient (GDPR Art. 28(3))."""

    signed: dt.date | None = None
    until: dt.date | None = None
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Data leaves the European Economic Area (GDPR Art. 44-49)."""

    country: str
    tool: str | None = None  # "adequacy", "standard_clauses", "binding_rules", "derogation"
    evidence: Text | None = None
    checked: dt.date | None = None
    copy: str | None = None  # where people get a copy of the safeguard
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody, or a precise category of bodies, to whom data is disclosed (GDPR Art. 4(9), 13(1)(e))."""

    title: Text
    role: RecipientRole
    legal_name: str | None = None
    category: str | None = None
    countries: tuple[str, ...] = ()
    items: frozenset[ItemName] | None = None  # None: those of the purposes that name it
    contract: Contract | None = None
    transfers: tuple[Transfer, ...] = ()
    condition: Text | None = None  # only then ("where an authority orders it")
    url: str | None = None
    departures: Departures = field(default_factory=dict)

    @property
    def body(self) -> str:
        """The legal name of who it is, where its title does not say the same already; else nothing."""
        return "" if self.legal_name in self.title.words.values() else self.legal_name or ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people: e-mail, SMS, post, telephone."""

    title: Text
    reminder: Text | None = None  # what each message must recall
    opt_out: Text | None = None  # how people end it, in words ("reply STOP")
    receipt: tuple[str, ...] = ()  # what the receipt of an opt-out holds
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """How requests of persons are handled; a right may say otherwise."""

    deadline: Period = ANSWER
    deadline_from: str = "receipt"
    extension: Period | None = EXTENSION
    extension_when: Text | None = None
    fee: str = "none"  # "none", or "reasonable" for manifestly excessive requests
    identity: tuple[str, ...] = ("proportionate",)
    channels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    mandatory_fields: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Right:
    """One right, with what differs from the general terms."""

    text: Text | None = None
    grounds: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()  # what is left out ("derived data")
    allowed: tuple[str, ...] = ()  # what stays possible meanwhile
    outcomes: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()  # who may ask for the person
    statement: str | None = None  # a statement that the person may file
    condition: Text | None = None
    deadline: Period | None = None
    deadline_from: str | None = None
    extension: Period | None = None
    fee: str | None = None
    identity: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()
    notice: Text | None = None  # what the person is told, and when ("before it is lifted")
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CookieCategory:
    """Cookies that people accept or refuse together."""

    title: Text
    consent: bool = True  # False: strictly necessary, or exempt audience measurement
    purpose: PurposeName | None = None
    text: Text | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie, storage entry or tag."""

    title: Text
    category: str
    names: tuple[str, ...] = ()  # under which browsers hold it, `*` for any characters; (): its key
    functions: tuple[str, ...] = ()
    life: Period | None = None  # None: until the browser is closed
    set_by: str | None = None  # a recipient; None: the site itself
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()  # where it is set, besides `/` and the page that people are on
    holds: tuple[ItemName, ...] = ()
    reach: str = "pseudonymous"  # or "anonymous": cannot single out a browser
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Banner:
    """The first question about cookies."""

    actions: tuple[str, ...] = ("accept_all", "refuse_all", "choose")
    content: tuple[str, ...] = ("controllers", "purposes", "withdrawal")
    shown_until: str = "choice"
    choice_kept: Period = CHOICE_KEPT
    granularity: str = "per_purpose"
    consent_act: str = "button"
    account: str | None = None  # which answer prevails on a signed-in device; None: choices stay with devices
    link: Text | None = None  # the link that stands on every page
    refusal: Text | None = None  # what refusing changes
    withdrawal: Text | None = None
    platforms: tuple[str, ...] = ()  # outside platforms that are named beside it
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    item: ItemName | None = None  # None: no personal data
    mandatory: bool = False
    refusal: Text | None = None  # what follows from leaving it empty (GDPR Art. 13(2)(e))
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """Where data is collected."""

    title: Text
    kind: KindName | None
    purposes: frozenset[PurposeName]
    fields: Mapping[str, FormField]
    url: str | None = None
    marker: str = "*"
    refusal: Text | None = None
    spoken: Text | None = None  # the notice, where it is told and not read
    on: str | None = None  # the occasion: "order", "account_creation"
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A technical or organisational measure (GDPR Art. 32)."""

    title: Text
    against: frozenset[str] = frozenset()  # the threats it answers
    serves: frozenset[str] = frozenset()  # confidentiality, integrity, availability, resilience
    test_every: Period | None = None
    owner: str | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Minors:
    """People below an age, and who consents for them (GDPR Art. 8)."""

    under: int
    text: Text | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """How a new edition reaches people."""

    notice: str = "material_changes"  # when people are told
    by: tuple[str, ...] = ()  # channels
    reconsent: str = "when_outgrown"
    text: Text | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breaches:
    """How breaches of personal data are told (GDPR Art. 33, 34)."""

    notify_within: Period = BREACH
    text: Text | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AfterDeath:
    """Directives on what becomes of one's data (loi 78-17 Art. 85)."""

    subjects: tuple[str, ...] = ("storage", "erasure", "communication")
    heirs: Text | None = None
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A text that is published as it stands and drives nothing."""

    title: Text
    text: Text
    about: str | None = None  # the sort of statement: "links", "browser_steps"
    checked: dt.date | None = None  # when somebody last saw that it is true
    departures: Departures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person publishes although a rule says no: kept, shown, and over on a day."""

    rule: str  # "PL10"
    reason: str
    by: str
    until: dt.date  # the last day on which it counts
    at: str | None = None  # the path of keys that it speaks of ("forms.order.fields.birth_date"); None: all


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that pages, notices and registers say besides items, kinds and purposes."""

    controller: Party = Party()
    joint_controllers: tuple[Party, ...] = ()
    eu_representative: Party | None = None
    officer: Party | NoOfficer | None = None
    authority: Party | None = None
    contacts: Mapping[str, Party] = field(default_factory=dict)  # customer service, shops …
    languages: tuple[str, ...] = ()
    law: str = "fr"  # the law pack
    laws: tuple[CitedLaw, ...] = ()
    edition: Edition | None = None
    scope: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)  # documents that belong together: name → address
    keys: Mapping[KeyType, KeyWords] = field(default_factory=dict)
    clocks: Mapping[ClockName, Text] = field(default_factory=dict)
    events: Mapping[EventName, Text] = field(default_factory=dict)
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    marketing: Mapping[str, Text] = field(default_factory=dict)  # categories people choose apart
    lag: Period = Period(months=1)  # how long data that has ended may still be there
    hold_review: Period = HOLD_REVIEW  # how often somebody looks whether a hold is still needed
    requests: RequestTerms = RequestTerms()
    rights: Mapping[str, Right] = field(default_factory=dict)
    cookie_categories: Mapping[str, CookieCategory] = field(default_factory=dict)
    cookies: Mapping[str, Cookie] = field(default_factory=dict)
    banner: Banner | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)
    threats: Mapping[str, Text] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    minors: Minors | None = None
    changes: Changes = Changes()
    breaches: Breaches = Breaches()
    after_death: AfterDeath | None = None
    sections: Mapping[str, Section] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    obeys: Mapping[str, Obeyed] = field(default_factory=dict)  # by key: `requests.deadline`
    departures: Departures = field(default_factory=dict)
