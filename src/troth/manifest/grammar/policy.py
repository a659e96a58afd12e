"""The grammar of `policy.yaml`: what is promised. The DPO's file: no table or column name in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from troth.law.deadlines import HOLD_REVIEW
from troth.manifest.grammar.departures import departs
from troth.manifest.grammar.parties import PARTIES_KEYS
from troth.manifest.grammar.purposes import PURPOSE_BLOCK, PurposeDraft
from troth.manifest.grammar.rights import RIGHTS_KEYS
from troth.manifest.grammar.site import SITE_KEYS
from troth.manifest.grammar.words import DATE, LANGUAGE, LINE, MONTH_AND_DAY, PERIOD, TEXT, ZONE, name
from troth.manifest.model import Item, Kind, Telling
from troth.manifest.names import ClockName, EventName, ItemName, KeyType, KindName, PurposeName, RoleName
from troth.manifest.policy import CitedLaw, Edition, KeyWords, Policy
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, OneOf, OneWordOf, Shape
from troth.manifest.text import Text


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What `policy.yaml` says, before names are joined."""

    zone: str = "UTC"
    items: Mapping[ItemName, Item] = field(default_factory=dict)
    kinds: Mapping[KindName, Kind] = field(default_factory=dict)
    purposes: Mapping[PurposeName, PurposeDraft] = field(default_factory=dict)
    financial_year_ends: tuple[int, int] = (12, 31)
    policy: Policy = field(default_factory=Policy)


_ITEM: Shape[dict[str, Any]] = OneOf(
    Made(TEXT, lambda title: {"title": title}),
    Block(
        "a data item",
        lambda **parts: parts,
        Key("title", TEXT, "What it is, as people read it.", required=True),
        Key(
            "derived_from",
            Made(Many(name("a data item", ItemName)), frozenset),
            "The items it is made from: it lives no longer than they may be used.",
        ),
        Key("prohibited", LINE, "The text that forbids to keep it (a card's security code)."),
        Key("special", LINE, "For special categories and offences: the ground of GDPR Art. 9(2) or 10."),
        Key("sources", Many(TEXT), "From where it comes, if not from the person (Art. 14(2)(f))."),
        Key(
            "tells_apart",
            OneWordOf("what it says of a person", {one.value: one for one in Telling}),
            "That it is a person's name or date of birth: accounts that differ in it are several people's.",
        ),
        about="Short: `email: E-mail address`.",
    ),
)

_ROLES: Shape[dict[RoleName, Text | None]] = OneOf(
    MapOf(name("a role", RoleName), TEXT, named="role"),
    Made(Many(name("a role", RoleName), at_least=1), lambda roles: dict.fromkeys(roles)),
)


def _kind(title: Text, roles: Mapping[RoleName, Text | None]) -> dict[str, Any]:
    titles = {role: words for role, words in roles.items() if words is not None}
    return {"title": title, "roles": frozenset(roles), "role_titles": titles}


_KIND = Block(
    "a kind of record",
    _kind,
    Key("title", TEXT, "What it is, as people read it.", required=True),
    Key("roles", _ROLES, "What people are to it: names, each perhaps with words.", required=True),
)

_KEY: Shape[KeyWords] = OneOf(
    Made(TEXT, KeyWords),
    Block(
        "a key by which people are known",
        KeyWords,
        Key("title", TEXT, "What it is, as people read it.", required=True),
        Key("reached_by", name("a channel", str), "The channel by which its holder proves to hold it."),
        about="Short: `email: E-mail address`.",
    ),
)

_LAW: Shape[CitedLaw] = OneOf(
    Made(LINE, CitedLaw),
    Block(
        "a law that is cited",
        CitedLaw,
        Key("cited", LINE, "As the published text cites it.", required=True),
        Key("in_force", LINE, "What is in force in its place."),
        about="Short: `GDPR 2016/679`.",
    ),
)

_EDITION: Block[Edition] = Block(
    "an edition",
    Edition,
    Key("date", departs(DATE), "The day of this edition.", required=True),
    Key("effective", departs(DATE), "The day from which it holds, where that is another."),
)

_ITEMS = MapOf(name("a data item", ItemName), _ITEM, named="data item")
_KINDS = MapOf(name("a kind of record", KindName), _KIND, named="kind of record")

HEAD_KEYS = (
    Key(
        "languages",
        departs(Many(LANGUAGE, at_least=1)),
        "The languages in which the policy is published; the first leads.",
        required=True,
    ),
    Key("zone", ZONE, "The controller's time zone: days and months are counted there.", required=True),
    Key(
        "law",
        name("a law pack", str),
        "The law pack: the country whose periods and deadlines hold.",
        default="fr",
    ),
    Key(
        "financial_year_ends",
        MONTH_AND_DAY,
        "The last day of the controller's financial year.",
        default="12-31",
    ),
    Key(
        "lag",
        departs(PERIOD),
        "How long data that has ended may still be there before the promise counts as broken.",
        default="P1M",
    ),
    Key(
        "hold_review",
        PERIOD,
        "How often somebody looks whether a hold is still needed.",
        default=str(HOLD_REVIEW),
    ),
    Key("edition", _EDITION, "Which edition of the policy this is."),
    Key("laws", Many(_LAW), "The laws that the published text cites."),
    Key("scope", Many(LINE), "To what the policy applies: website, shops, applications."),
    Key(
        "links",
        MapOf(name("a document", str), LINE, named="document"),
        "Documents that belong to it: their addresses.",
    ),
)

DATA_KEYS = (
    Key(
        "keys",
        MapOf(name("a key", KeyType), _KEY, named="key"),
        "By what people are known: e-mail, account, browser.",
    ),
    Key("items", _ITEMS, "The items of personal data. The list is closed.", required=True),
    Key("records", _KINDS, "The kinds of record, and what people are to them.", "kinds", required=True),
    Key(
        "clocks",
        MapOf(name("a clock", ClockName), TEXT, named="clock"),
        'What starts periods, in words that follow "from".',
    ),
    Key(
        "events",
        MapOf(name("an event", EventName), TEXT, named="event"),
        "What befalls a relation and is recorded in Troth.",
    ),
    Key(
        "purposes",
        MapOf(name("a purpose", PurposeName), PURPOSE_BLOCK, named="purpose"),
        "What data is used for.",
        required=True,
    ),
)

EMPTY: Mapping[Any, Any] = {}
_DRAFT_FIELDS = frozenset(PolicyDraft.__dataclass_fields__)


def _policy(
    items: Mapping[ItemName, dict[str, Any]] = EMPTY,
    kinds: Mapping[KindName, dict[str, Any]] = EMPTY,
    **rest: Any,
) -> PolicyDraft:
    own = {key: rest.pop(key) for key in list(rest) if key in _DRAFT_FIELDS}
    return PolicyDraft(
        items={item: Item(item, **parts) for item, parts in items.items()},
        kinds={kind: Kind(kind, **parts) for kind, parts in kinds.items()},
        policy=Policy(**rest),
        **own,
    )


POLICY: Block[PolicyDraft] = Block(
    "policy.yaml", _policy, *HEAD_KEYS, *PARTIES_KEYS, *DATA_KEYS, *RIGHTS_KEYS, *SITE_KEYS, always=True
)
