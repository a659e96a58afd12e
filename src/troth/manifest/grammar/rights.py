"""The grammar of rights and requests, changes and directives (GDPR Art. 12-22; loi 78-17 Art. 85)."""

from troth.law.deadlines import BREACH
from troth.manifest.grammar.departures import departs
from troth.manifest.grammar.words import COUNT, LINE, PERIOD, TEXT
from troth.manifest.policy import AfterDeath, Breaches, Changes, Minors, RequestTerms, Right
from troth.manifest.shapes import Block, Key, Made, Many, MapOf, Null, OneOf, OneWordOf, Word

RIGHTS = (
    "information",
    "access",
    "rectification",
    "completion",
    "erasure",
    "restriction",
    "objection",
    "objection_to_marketing",
    "portability",
    "transmission",
    "withdrawal",
    "human_review",
    "after_death",
    "complaint",
)


def _right(text: str) -> str:
    if text not in RIGHTS:
        raise ValueError(text)
    return text


_FEE = OneWordOf("a fee", {word: word for word in ("none", "reasonable")})
_EXTENSION = departs(OneOf(Null(None), OneWordOf("an answer", {"none": None}, picky=True), PERIOD))
_LINES = Many(LINE)

_TERMS = (
    Key("deadline", departs(PERIOD), "The time limit for the answer."),
    Key("deadline_from", departs(LINE), "Its starting point."),
    Key("extension", _EXTENSION, "By how much it can be extended; null: never."),
    Key("fee", departs(_FEE), "What it costs."),
    Key("identity", departs(_LINES), "The proof of identity that is asked for."),
    Key("channels", departs(_LINES), "How requests reach the controller."),
    Key("fields", departs(_LINES), "The fields of the request form."),
    Key("formats", departs(_LINES), "The file formats offered."),
    Key("receipt", departs(_LINES), "What a receipt holds."),
)

REQUESTS: Block[RequestTerms] = Block(
    "the terms of requests",
    RequestTerms,
    *_TERMS,
    Key("extension_when", departs(TEXT), "In which case it is extended."),
    Key("mandatory_fields", departs(_LINES), "The fields without which a request is not understood."),
    about="How requests of persons are handled; a right may say otherwise.",
)

RIGHT: Block[Right] = Block(
    "a right",
    Right,
    Key("text", departs(TEXT), "What the policy says of it, where that is more than the law."),
    Key("grounds", departs(_LINES), "The grounds on which it applies."),
    Key("exceptions", departs(_LINES), "The exceptions from it."),
    Key("excluded", departs(_LINES), "What is left out."),
    Key("allowed", departs(_LINES), "What stays possible meanwhile."),
    Key("outcomes", departs(_LINES), "How it can end."),
    Key("applicants", departs(_LINES), "Who may ask for the person."),
    Key("statement", departs(LINE), "A statement that the person may file."),
    Key("condition", departs(TEXT), "Only in this case."),
    Key("notice", departs(TEXT), "What the person is told, and when."),
    *_TERMS,
)

_MINORS: Block[Minors] = Block(
    "minors",
    Minors,
    Key("under", departs(COUNT), "The age below which somebody else consents.", required=True),
    Key("text", TEXT, "What the policy says of them."),
)

_CHANGES: Block[Changes] = Block(
    "changes",
    Changes,
    Key(
        "notice",
        departs(OneWordOf("an occasion", {w: w for w in ("material_changes", "every_change", "never")})),
        "Of which changes people are told.",
        default="material_changes",
    ),
    Key("by", _LINES, "By which channels."),
    Key(
        "reconsent",
        departs(OneWordOf("an occasion", {w: w for w in ("when_outgrown", "every_change", "never")})),
        "When consent is asked again.",
        default="when_outgrown",
    ),
    Key("text", departs(TEXT), "What the policy says of changes."),
)

_BREACHES: Block[Breaches] = Block(
    "breaches",
    Breaches,
    Key("notify_within", departs(PERIOD), "Within what time the authority is told.", default=str(BREACH)),
    Key("text", TEXT, "What the policy says of them."),
)

_AFTER_DEATH: Block[AfterDeath] = Block(
    "directives after death",
    AfterDeath,
    Key("subjects", _LINES, "What directives can be about: storage, erasure, communication."),
    Key("heirs", departs(TEXT), "What heirs may ask for without directives."),
)

RIGHTS_KEYS = (
    Key("requests", REQUESTS, "How requests of persons are handled."),
    Key(
        "rights",
        MapOf(
            Word("a right", _right, problem_name="unknown-word", mend=f"the rights are: {', '.join(RIGHTS)}"),
            OneOf(RIGHT, Made(TEXT, lambda text: Right(text=text)), Null(Right())),
            named="right",
        ),
        "The rights that the policy names, with what differs from the general terms.",
    ),
    Key("minors", _MINORS, "Minors (Art. 8)."),
    Key("changes", _CHANGES, "How a new edition reaches people."),
    Key("breaches", _BREACHES, "Breaches of personal data (Art. 33, 34)."),
    Key("after_death", _AFTER_DEATH, "Directives on what becomes of one's data after death."),
)
