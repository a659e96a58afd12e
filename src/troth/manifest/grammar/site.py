"""The grammar of what visitors meet: channels, cookies, banner, forms, texts and security measures."""

from dataclasses import replace

from troth.law.lint import RULES
from troth.law.tracers import CHOICE_KEPT
from troth.manifest.grammar.departures import departs
from troth.manifest.grammar.words import BOOLEAN, DATE, LINE, PERIOD, TEXT, URL, name
from troth.manifest.names import ItemName, KindName, PurposeName
from troth.manifest.policy import (
    Banner,
    Channel,
    Cookie,
    CookieCategory,
    Form,
    FormField,
    Measure,
    Section,
    Waiver,
)
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, OneOf, OneWordOf, Shape

ITEM = name("a data item", ItemName)
_LINES = Many(LINE)

CHANNEL: Shape[Channel] = OneOf(
    Made(TEXT, Channel),
    Block(
        "a channel",
        Channel,
        Key("title", TEXT, "What it is, as people read it.", required=True),
        Key("reminder", TEXT, "What each message must recall."),
        Key("opt_out", departs(TEXT), "How people end it, in words."),
        Key("receipt", _LINES, "What the receipt of an opt-out holds."),
        about="Short: `email: E-mail`.",
    ),
)

_CATEGORY: Block[CookieCategory] = Block(
    "a category of cookies",
    CookieCategory,
    Key("title", TEXT, "What it is, as people read it.", required=True),
    Key("consent", departs(BOOLEAN), "Whether it waits for consent.", default="true"),
    Key("purpose", name("a purpose", PurposeName), "The purpose whose consent opens it."),
    Key("text", TEXT, "More about it."),
)

_SESSION = OneWordOf("an answer", {"session": None}, picky=True)
_COOKIE: Block[Cookie] = Block(
    "a cookie",
    Cookie,
    Key("title", TEXT, "What it is, as people read it.", required=True),
    Key(
        "category",
        departs(name("a category of cookies", str)),
        "With which others it is accepted or refused.",
        required=True,
    ),
    Key(
        "names",
        _LINES,
        "The names under which browsers hold it (`_ga_*`: `*` stands for any characters); else its own key.",
    ),
    Key("functions", departs(_LINES), "What it does."),
    Key(
        "life", departs(OneOf(_SESSION, PERIOD)), "How long it lives; `session`: until the browser is closed."
    ),
    Key(
        "set_by", departs(name("a recipient", str)), "The recipient who sets it; without it, the site itself."
    ),
    Key("hosts", departs(_LINES), "The hosts it goes to."),
    Key("paths", _LINES, "The paths it is set for, besides `/`: withdrawal deletes it there too."),
    Key("holds", Many(ITEM), "The data items it holds."),
    Key(
        "reach",
        departs(OneWordOf("an answer", {w: w for w in ("pseudonymous", "anonymous")})),
        "Whether it can single out a browser.",
        default="pseudonymous",
    ),
)

_BANNER: Block[Banner] = Block(
    "the banner",
    Banner,
    Key("actions", departs(_LINES), "The actions it offers, all on one level."),
    Key("content", departs(_LINES), "What it must state."),
    Key(
        "shown_until",
        departs(OneWordOf("an answer", {w: w for w in ("choice", "acceptance")})),
        "Until when it is shown.",
        default="choice",
    ),
    Key(
        "choice_kept",
        departs(PERIOD),
        "How long a choice is remembered, refusal or acceptance alike.",
        default=str(CHOICE_KEPT),
    ),
    Key("granularity", departs(LINE), "How finely people choose.", default="per_purpose"),
    Key("consent_act", departs(LINE), "What counts as consent.", default="button"),
    Key(
        "account",
        OneWordOf("an answer", {w: w for w in ("last", "account", "browser")}),
        "Choices go with an account over its devices, as the first question announces; which answer prevails where "
        "a device and the account differ: the `last`, the `account`’s or the `browser`’s (CNIL 2025-131).",
    ),
    Key("link", TEXT, "The label of the link that stands on every page."),
    Key("refusal", departs(TEXT), "What refusing changes."),
    Key("withdrawal", departs(TEXT), "How a choice is changed."),
    Key("platforms", departs(_LINES), "Outside platforms that are named beside it."),
)

_FIELD: Shape[FormField] = OneOf(
    OneWordOf("an answer", {"mandatory": FormField(mandatory=True), "optional": FormField()}, picky=True),
    Block(
        "a field of a form",
        FormField,
        Key("item", ITEM, "The data item it asks for; without it, the one of its own name."),
        Key("mandatory", departs(BOOLEAN), "Whether the form needs it.", default="false"),
        Key("refusal", TEXT, "What follows from leaving it empty (GDPR Art. 13(2)(e))."),
        about="Short: `email: mandatory` or `phone: optional`, for the item of the same name.",
    ),
)


def _form(fields: dict[str, FormField], **rest: object) -> Form:
    named = {
        label: field if field.item else replace(field, item=ItemName(label))
        for label, field in fields.items()
    }
    return Form(fields=named, **{"kind": None, "purposes": frozenset(), **rest})  # type: ignore[arg-type]  # from the keys


FORM: Block[Form] = Block(
    "a form",
    _form,
    Key("title", TEXT, "What it is, as people read it.", required=True),
    Key("url", departs(URL), "Where it stands."),
    Key("record", name("a kind of record", KindName), "The kind of record it makes.", "kind"),
    Key("purposes", Made(Many(name("a purpose", PurposeName)), frozenset), "What it is for.", required=True),
    Key(
        "fields",
        MapOf(name("a field", str), _FIELD, named="field"),
        "Its fields. The list is closed.",
        required=True,
    ),
    Key("marker", LINE, "The mark of mandatory fields.", default="*"),
    Key("refusal", TEXT, "What follows from leaving a mandatory field empty."),
    Key("spoken", TEXT, "The notice, where it is told and not read."),
    Key("on", LINE, "The occasion: contact, order, account_creation …"),
)

_MEASURE: Shape[Measure] = OneOf(
    Made(TEXT, Measure),
    Block(
        "a security measure",
        Measure,
        Key("title", TEXT, "What is done, as people read it.", required=True),
        Key("against", Made(Many(name("a threat", str)), frozenset), "The threats it answers."),
        Key(
            "serves",
            Made(
                Many(
                    OneWordOf(
                        "a quality",
                        {w: w for w in ("confidentiality", "integrity", "availability", "resilience")},
                    )
                ),
                frozenset,
            ),
            "What it protects.",
        ),
        Key("test_every", departs(PERIOD), "How often it is tested."),
        Key("owner", LINE, "Who answers for it."),
        about="Short: `training: Staff is trained`.",
    ),
)

_SECTION: Block[Section] = Block(
    "a section",
    Section,
    Key("title", TEXT, "Its heading.", required=True),
    Key("text", departs(TEXT), "What it says.", required=True),
    Key("about", LINE, "What sort of statement it is: outbound_links, browser_steps, advice …"),
    Key("checked", DATE, "When somebody last saw that it is true."),
    about="A text that is published as it stands and drives nothing.",
)

_WAIVER: Block[Waiver] = Block(
    "a waiver",
    Waiver,
    Key("rule", OneWordOf("a rule", {row.number: row.number for row in RULES}), "Its number.", required=True),
    Key(
        "at",
        LINE,
        "The path of keys that it speaks of, as forms.order; without it, wherever the rule says no.",
    ),
    Key("reason", LINE, "Why it is published nevertheless.", required=True),
    Key("by", LINE, "Who answers for that.", required=True),
    Key("until", DATE, "The last day on which it counts.", required=True),
    about="A person publishes although a rule of the law pack says no. It is kept and shown.",
)

SITE_KEYS = (
    Key("channels", MapOf(name("a channel", str), CHANNEL, named="channel"), "The ways to reach people."),
    Key(
        "marketing",
        MapOf(name("a category of marketing", str), TEXT, named="category"),
        "The categories of marketing that people choose apart.",
    ),
    Key(
        "cookie_categories",
        MapOf(name("a category of cookies", str), _CATEGORY, named="category"),
        "Cookies that are accepted or refused together.",
    ),
    Key(
        "cookies",
        MapOf(name("a cookie", str), _COOKIE, named="cookie"),
        "Cookies, storage and tags. The list is closed.",
    ),
    Key("banner", _BANNER, "The first question about cookies."),
    Key("forms", MapOf(name("a form", str), FORM, named="form"), "Where data is collected."),
    Key("threats", MapOf(name("a threat", str), TEXT, named="threat"), "What security measures answer."),
    Key(
        "measures",
        MapOf(name("a measure", str), _MEASURE, named="measure"),
        "Security measures (GDPR Art. 32).",
    ),
    Key(
        "sections", MapOf(name("a section", str), _SECTION, named="section"), "Texts published as they stand."
    ),
    Key(
        "waivers",
        Many(_WAIVER),
        "Rules of the law pack that a person sets aside, each for a reason and a time.",
    ),
)
