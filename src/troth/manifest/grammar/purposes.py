"""The grammar of purposes: what data is used for, on which basis, for how long (GDPR Art. 5, 6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from troth.law.deadlines import ASK_AGAIN
from troth.law.retention import SORTS
from troth.manifest import nodes
from troth.manifest.found import WRONG, Found, Wrong, shown
from troth.manifest.grammar.departures import DEPARTURE_KEYS, departs, departure
from troth.manifest.grammar.words import BOOLEAN, COUNT, DATE, LINE, PERIOD, TEXT, name
from troth.manifest.names import (
    ChoiceName,
    ClockName,
    ItemName,
    KeyType,
    KindName,
    PurposeName,
    RoleName,
)
from troth.manifest.nodes import Node
from troth.manifest.period import Period
from troth.manifest.purposes import (
    Archive,
    ArchiveGround,
    AutomatedDecision,
    Basis,
    Choice,
    DataUse,
    Departure,
    EarlierPeriod,
    Limit,
    Purpose,
    Span,
    Terms,
    Wording,
)
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, OneOf, OneWordOf, Schema, Shape

ITEM = name("a data item", ItemName)
ITEMS: Shape[frozenset[ItemName]] = Made(Many(ITEM), frozenset)
PURPOSE = name("a purpose", PurposeName)
NAMES: Shape[frozenset[str]] = Made(Many(name("something declared", str)), frozenset)

# --- how long -----------------------------------------------------------------------------------------------

_SHORT_SPAN = re.compile(r"\s*(\S+)\s+from\s+(\S+)\s*")
_CLOCK = name("a clock", ClockName)


class _ShortSpan(Shape[Span]):
    """A period and its clock in one line."""

    def read(self, node: Node, found: Found) -> Span | Wrong:
        assert isinstance(node, nodes.Scalar)
        match = _SHORT_SPAN.fullmatch(node.text)
        if match is None:
            return self._misspelt(node, found)
        period = PERIOD.read(_part(node, match, 1), found)
        clock = _CLOCK.read(_part(node, match, 2), found)
        return WRONG if isinstance(period, Wrong) or isinstance(clock, Wrong) else Span(clock, period)

    def _misspelt(self, node: nodes.Scalar, found: Found) -> Wrong:
        try:
            Period.parse(node.text.strip())
        except ValueError:
            mend = "write a period and the clock that starts it: P3Y from last_contact"
            return found.wrong("period-not-iso", node, f"{shown(node)} is not {self.words}", mend)
        mend = f"write what starts it: {node.text.strip()} from last_contact"
        return found.wrong("span-without-clock", node, f"the period {shown(node)} has no start", mend)

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "string", "pattern": r"^\s*P\S+\s+from\s+\S+\s*$"}

    @property
    def words(self) -> str:
        return "a period from a clock (P3Y from last_contact)"


def _part(node: nodes.Scalar, match: re.Match[str], group: int) -> nodes.Scalar:
    offset = match.start(group) + (0 if node.is_plain else 1)
    text = match.group(group)
    return nodes.Scalar(node.source, node.line, node.column + offset, len(text), text, is_plain=True)


def _span(
    because: str | None = None,
    stated: str | None = None,
    source: str | None = None,
    accepted: Any = None,
    **rest: Any,
) -> Span:
    departs_so = because is not None
    of = departure(because or "", stated, source, accepted=accepted) if departs_so else None
    return Span(departure=of, **rest)


class _SpanBlock(Block[Span]):
    """A span whose clock and period come together."""

    def read(self, node: Node, found: Found) -> Span | Wrong:
        span = super().read(node, found)
        self._check_departure(node, found)
        if isinstance(span, Wrong) or (span.clock is None) == (span.period is None):
            return span
        if tuple(found.path) in found.unsound:
            return WRONG
        if span.clock is None:
            mend = "write `from:` and the clock that starts it"
            return found.wrong("span-without-clock", node, f"the period `{span.period}` has no start", mend)
        mend = "write `period:`, as P3Y; P0D for the day itself"
        return found.wrong("span-without-period", node, f"nothing says how long after `{span.clock}`", mend)

    def _check_departure(self, node: Node, found: Found) -> None:
        keys = node.entries if isinstance(node, nodes.Mapping) else {}
        orphan = next(
            (key for key in ("stated", "source", "accepted") if key in keys and "because" not in keys), None
        )
        if orphan is not None:
            found.wrong(
                "missing-key", keys[orphan][0], f"`{orphan}` stands without `because`", "write `because:` too"
            )


SPAN: Shape[Span] = OneOf(
    _ShortSpan(),
    _SpanBlock(
        "a span",
        _span,
        Key("from", _CLOCK, "The clock that starts it.", "clock"),
        Key("period", PERIOD, "How long from there; P0D: through that day."),
        Key(
            "earlier",
            Many(
                Block(
                    "an earlier period",
                    EarlierPeriod,
                    Key("period", PERIOD, "What it was.", required=True),
                    Key("until", DATE, "The day on which it was replaced.", required=True),
                )
            ),
            "Periods published before; a shorter one still binds what started under it.",
        ),
        Key(
            "limit",
            OneWordOf("a limit", {limit.value: limit for limit in Limit}),
            "Whether the period may be shortened (max), must be kept (min) or both (exact).",
            default="max",
        ),
        Key("criterion", TEXT, "In words, what ends it where no clock does."),
        *(replace(key, required=False) for key in DEPARTURE_KEYS),
        about="How long. Short: `P3Y from last_contact`. Without a clock it has no end of its own.",
    ),
)

ARCHIVE: Block[Archive] = Block(
    "an archive phase",
    lambda retention, **rest: Archive(span=retention, **{"readers": (), **rest}),
    Key("retention", SPAN, "How long it is archived.", required=True),
    Key(
        "ground",
        OneWordOf("a ground", {g.value: g for g in ArchiveGround}),
        "Why it outlives its active use.",
        required=True,
    ),
    Key("because", TEXT, "The text of the duty, or the claims expected.", required=True),
    Key("readers", Many(LINE), "Who may read it, and nobody else."),
    Key("resists_erasure", LINE, "The written ground of GDPR Art. 17(3) on which it outlives an erasure."),
)

# --- on which basis, which data -----------------------------------------------------------------------------

_BASIS = OneWordOf("a legal basis", {basis.value: basis for basis in Basis})
BASIS: Shape[Basis | dict[RoleName, Basis]] = OneOf(
    _BASIS, MapOf(name("a role", RoleName), _BASIS, named="role")
)

KIND = name("a kind of record", KindName)
_ALL_ITEMS = OneWordOf("an answer", {"all": DataUse()}, picky=True)
DATA_USE: Shape[DataUse] = OneOf(
    _ALL_ITEMS,
    Made(Many(ITEM, at_least=1), lambda items: DataUse(frozenset(items)), "`all`, or items"),
    Block(
        "a use of data",
        DataUse,
        Key(
            "items",
            OneOf(OneWordOf("an answer", {"all": None}, picky=True), ITEMS),
            "The items used, or all.",
            default="all",
        ),
        Key(
            "follows",
            KIND,
            "Held only while a record of that kind, which points at it, is held by this purpose.",
        ),
        about="Short: `all`, or a list of items.",
    ),
)
DATA: Shape[dict[KindName, DataUse]] = OneOf(
    MapOf(KIND, DATA_USE, named="kind of record"),
    Made(Many(KIND, at_least=1), lambda kinds: {kind: DataUse() for kind in kinds}),
)

# --- consent and choices ------------------------------------------------------------------------------------

WORDING: Block[Wording] = Block(
    "a wording",
    Wording,
    Key("version", LINE, "The name of this wording.", required=True),
    Key("since", DATE, "The day from which it is asked.", required=True),
    Key("covers", Made(Many(LINE), frozenset), "Earlier wordings whose consents still cover the purpose."),
    Key(
        "ask_again_within",
        PERIOD,
        "How long consents that it outgrew wait to be asked again.",
        default=str(ASK_AGAIN),
    ),
    Key("text", TEXT, "What is asked."),
)

_CHOICE = Block(
    "a choice",
    lambda **rest: rest,
    Key("title", TEXT, "What is chosen, in words.", required=True),
    Key("items", ITEMS, "The items it concerns; without it, all of the purpose."),
    Key("channel", name("a channel", str), "The channel it concerns."),
)
_CHOICES: MapOf[ChoiceName, dict[str, Any]] = MapOf(
    name("a choice", ChoiceName),
    OneOf(Made(TEXT, lambda title: {"title": title}), _CHOICE),
    named="choice",
)
CHOICES: Shape[dict[ChoiceName, Choice]] = Made(
    _CHOICES, lambda parts: {choice: Choice(choice, **part) for choice, part in parts.items()}
)

CONSENT: Block[dict[str, Any]] = Block(
    "a consent",
    lambda **rest: rest,
    Key("decided_by", name("a key", KeyType), "The key under which a decision counts.", required=True),
    Key("wording", WORDING, "The text that consents answer."),
    Key("validity", departs(PERIOD), "How long a consent lives from the act that gave it."),
    Key(
        "act",
        departs(OneWordOf("an act", {w: w for w in ("tick_box", "button", "signature", "spoken", "typed")})),
        "What people do to give it.",
    ),
    Key("default", departs(BOOLEAN), "The state before any choice; only false is lawful."),
    Key("granularity", LINE, "How finely it is given: per_purpose, per_category, per_channel …"),
)

DECISION: Block[AutomatedDecision] = Block(
    "an automated decision",
    AutomatedDecision,
    Key("title", TEXT, "What is decided.", required=True),
    Key("effect", departs(TEXT), "What it brings about for the person.", required=True),
    Key("logic", departs(TEXT), "How it comes about, in plain words.", required=True),
    Key(
        "allowed_by",
        OneWordOf("a ground", {w: w for w in ("contract", "law", "consent")}),
        "GDPR Art. 22(2).",
        required=True,
    ),
    Key("items", ITEMS, "From which items."),
    Key("review", departs(TEXT), "How a person reviews it, and how it is contested."),
)

# --- a purpose ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PurposeDraft:
    """A purpose before it is known whose roles its basis concerns."""

    parts: Mapping[str, Any]  # keyword arguments of Purpose, without name and basis
    basis: Basis | Mapping[RoleName, Basis]

    def made(self, purpose: PurposeName, roles_of: Mapping[KindName, frozenset[RoleName]]) -> Purpose:
        """The purpose; one basis for everybody becomes one for each role of the kinds it uses."""
        basis = self.basis
        if isinstance(basis, Basis):
            kinds = self.parts["data"]
            roles = sorted({role for kind in kinds for role in roles_of.get(kind, frozenset())})
            each = dict.fromkeys(roles, basis)
            return Purpose(purpose, basis=each, basis_of_all=basis, **self.parts)
        return Purpose(purpose, basis=basis, **self.parts)


_TERMS = frozenset(Terms.__dataclass_fields__)


def _purpose(
    title: Any,
    basis: Basis | dict[RoleName, Basis],
    retention: Span | None = None,
    consent: Mapping[str, Any] | None = None,
    departures: Mapping[str, Departure] | None = None,
    **rest: Any,
) -> PurposeDraft:
    asked = dict(consent or {})
    departures = {**(departures or {}), **asked.pop("departures", {})}
    terms = {key: rest.pop(key) for key in list(rest) if key in _TERMS}
    for key, term in (("act", "consent_act"), ("default", "consent_default"), ("granularity", "granularity")):
        if key in asked:
            terms[term] = asked.pop(key)
    parts = {
        "title": title,
        "data": {},
        "active": retention or Span(),
        "terms": Terms(**terms),
        "departures": departures,
        **asked,
        **rest,
    }
    return PurposeDraft(parts, basis)


_OUTPUT = OneWordOf("an output", {w: w for w in ("individual", "pseudonymous", "aggregated", "anonymous")})

PURPOSE_BLOCK: Block[PurposeDraft] = Block(
    "a purpose",
    _purpose,
    Key("title", TEXT, "What it is, as people read it.", required=True),
    Key("description", TEXT, "More about it."),
    Key(
        "basis",
        departs(BASIS),
        "Its legal basis (GDPR Art. 6): one for everybody, or one for each role.",
        required=True,
    ),
    Key("interest", departs(TEXT), "The legitimate interest pursued (Art. 13(1)(d))."),
    Key("duty", TEXT, "The text that obliges (Art. 6(3)), for a legal obligation."),
    Key("data", DATA, "The kinds of record it uses, each with its items."),
    Key("retention", SPAN, "How long it actively uses the data."),
    Key("archive", ARCHIVE, "The archive phase that follows, if any."),
    Key("performance", SPAN, "For a contract: until when something is left to perform, guarantee included."),
    Key("consent", CONSENT, "For consent: how it is given and under which key."),
    Key("choices", CHOICES, "What people choose apart within it."),
    Key(
        "direct_marketing",
        BOOLEAN,
        "Whether it is direct marketing: then any objection ends it at once.",
        default="false",
    ),
    Key("categories", NAMES, "Its categories of marketing."),
    Key("channels", departs(NAMES), "The channels by which it reaches people."),
    Key("recipients", departs(NAMES), "Who receives the data."),
    Key("feeds", Made(Many(PURPOSE), frozenset), "The purposes it prepares data for."),
    Key("output", departs(Many(_OUTPUT)), "The form of its results.", "outputs"),
    Key("decision", departs(DECISION), "The decision that it takes without a person, if any (Art. 22)."),
    Key("refusal", TEXT, "What follows from not giving the data."),
    Key("minors_under", COUNT, "Not meant for people below that age."),
    Key("assessment", LINE, "The reference of its data protection impact assessment."),
    Key("balance", LINE, "The reference of the record that weighs its legitimate interest (Art. 6(1)(f))."),
    Key(
        "sort",
        OneWordOf("a sort of purpose", {sort: sort for sort in SORTS}),
        "The row of the law pack's table of periods that it belongs to; without it, its words are guessed at.",
    ),
    Key(
        "similar_products",
        BOOLEAN,
        "Marketing to addresses from a sale, for own similar products, with a refusal offered each time"
        " (CPCE Art. L34-5).",
        default="false",
    ),
    Key("was", Made(Many(PURPOSE), frozenset), "Names that it had before."),
    Key("ended", DATE, "The day from which it is pursued no more."),
    about="A purpose is named once for ever: it is renamed (`was`) or `ended`, and never vanishes.",
)
