"""The grammar of those who take part: controller, officer, authority, recipients (GDPR Art. 13(1))."""

from troth.manifest.grammar.departures import departs
from troth.manifest.grammar.words import COUNTRY, DATE, EMAIL, LINE, TEXT, URL, name
from troth.manifest.names import ItemName
from troth.manifest.policy import Contract, NoOfficer, Party, Recipient, RecipientRole, Transfer
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, OneOf, OneWordOf, Shape

PARTY: Block[Party] = Block(
    "a party",
    Party,
    Key("name", departs(LINE), "Its legal name."),
    Key("about", TEXT, "What people turn to it for, where it is one of several."),
    Key("trade_name", LINE, "The name that the texts use."),
    Key("legal_form", departs(TEXT), "Its legal form."),
    Key("capital", departs(LINE), "Its share capital."),
    Key("register_number", departs(LINE), "Its number in the trade register, or with an authority."),
    Key("vat", departs(LINE), "Its VAT number."),
    Key("representative", departs(TEXT), "The person who represents it, and as what."),
    Key("address", departs(LINE), "Its postal address."),
    Key("email", departs(EMAIL), "Its e-mail address."),
    Key("phone", departs(LINE), "Its telephone."),
    Key("url", departs(URL), "Its address on the web."),
    Key("country", COUNTRY, "Its country."),
    about="Short: its name.",
)
_NAMED: Shape[Party] = OneOf(Made(LINE, Party), PARTY)

_OFFICER: Shape[Party | NoOfficer] = OneOf(
    Made(LINE, Party),
    Block(
        "no officer",
        lambda none_because: NoOfficer(none_because),
        Key("none_because", TEXT, "Why none is needed (GDPR Art. 37(1)).", required=True),
        sign="none_because",
    ),
    PARTY,
)

CONTRACT: Block[Contract] = Block(
    "a contract",
    Contract,
    Key("signed", DATE, "When it was signed."),
    Key("until", DATE, "Until when it runs."),
    Key("terms", Made(Many(LINE), frozenset), "What it binds the recipient to (Art. 28(3))."),
)

_TOOLS = ("adequacy", "standard_clauses", "binding_rules", "derogation")
TRANSFER: Block[Transfer] = Block(
    "a transfer",
    Transfer,
    Key("country", COUNTRY, "To which country.", required=True),
    Key(
        "tool",
        departs(OneWordOf("a safeguard", {tool: tool for tool in _TOOLS})),
        "The safeguard (Art. 45-49).",
    ),
    Key("evidence", TEXT, "The decision, certificate or contract that shows it."),
    Key("checked", DATE, "When somebody last saw that it holds."),
    Key("copy", LINE, "Where people get a copy."),
)

RECIPIENT: Block[Recipient] = Block(
    "a recipient",
    Recipient,
    Key("title", departs(TEXT), "Who it is, or which precise category, as people read it.", required=True),
    Key(
        "role",
        OneWordOf("a role of a recipient", {r.value: r for r in RecipientRole}),
        "What it is to the controller.",
        required=True,
    ),
    Key("legal_name", departs(LINE), "Its legal name, where it is one body."),
    Key("category", LINE, "The category under which it is listed."),
    Key("countries", departs(Many(COUNTRY)), "Where it keeps or reads the data."),
    Key(
        "items",
        Made(Many(name("a data item", ItemName)), frozenset),
        "What it receives, if not all of the purposes.",
    ),
    Key("contract", departs(CONTRACT), "What binds it."),
    Key("transfers", Many(TRANSFER), "Where data leaves the European Economic Area."),
    Key("condition", TEXT, "Only in this case."),
    Key("url", URL, "Its own policy."),
)

PARTIES_KEYS = (
    Key("controller", _NAMED, "Who decides on the processing (Art. 4(7)).", required=True),
    Key("joint_controllers", Many(_NAMED), "Who decides together with it (Art. 26)."),
    Key("eu_representative", _NAMED, "The representative in the Union of a controller outside it (Art. 27)."),
    Key("dpo", departs(_OFFICER), "The data protection officer, or why there is none.", "officer"),
    Key("authority", departs(_NAMED), "The supervisory authority."),
    Key(
        "contacts",
        MapOf(name("a contact point", str), _NAMED, named="contact point"),
        "Other contact points.",
    ),
    Key(
        "recipients",
        MapOf(name("a recipient", str), RECIPIENT, named="recipient"),
        "To whom data is disclosed.",
    ),
)
