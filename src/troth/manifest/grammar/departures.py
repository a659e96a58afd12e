"""Values beside the published ones: `{value: P1M, stated: two months, because: law}`."""

from dataclasses import replace
from typing import Any

from troth.manifest import nodes
from troth.manifest.found import WRONG, Found, Wrong
from troth.manifest.grammar.words import DATE, LINE
from troth.manifest.nodes import Node
from troth.manifest.purposes import Acceptance, Departure
from troth.manifest.shapes import Block, Departed, Key, OneWordOf, Schema, Shape, slug

_SIGNS = frozenset({"because", "stated"})

ACCEPTANCE: Block[Acceptance] = Block(
    "an acceptance",
    Acceptance,
    Key("by", LINE, "Who adopted the proposal.", required=True),
    Key("on", DATE, "The day on which it was adopted.", required=True),
    about="A person made a proposal the operator's own word.",
)


def departure(because: str, stated: str | None = None, source: str | None = None, **rest: Any) -> Departure:
    """A departure from its keys (`rest`: accepted)."""
    return Departure(because=because, stated=stated, source=source, **rest)


DEPARTURE_KEYS = (
    Key(
        "because",
        OneWordOf("a reason", {word: word for word in ("law", "proposed", "reading")}),
        "Why another value is applied: the law is stricter (`law`); the text leaves it out, and this is a"
        " proposal that destroys nothing until it is accepted (`proposed`); or the text can be read in two"
        " ways, and this is the reading kinder to people (`reading`).",
        required=True,
    ),
    Key("stated", LINE, "What the published text says, in its words."),
    Key("source", LINE, "The article or guide from which the applied value is taken."),
    Key("accepted", ACCEPTANCE, "Who adopted the proposal, and when."),
)


BESIDE: Block[Departure] = Block(
    "a value beside the published one",
    departure,
    *DEPARTURE_KEYS,
    about="Where the reference says that a value may stand beside the published one, write"
    " `{value: P1M, stated: two months, because: law}`.",
)


class Departs(Shape[Any]):
    """A value as it stands, or with what is published beside it."""

    def __init__(self, of: Shape[Any]) -> None:
        self._of = of
        self.takes_null = of.takes_null
        value = Key("value", of, "The value that is applied; without it, it is left blank.")
        self._block: Block[Departed] = Block(
            f"{of.words} beside the published", _departed, value, *DEPARTURE_KEYS
        )

    def read(self, node: Node, found: Found) -> Any | Wrong:
        if isinstance(node, nodes.Mapping) and _SIGNS & node.entries.keys():
            has_value = "value" in node.entries and not nodes.is_null(node.entries["value"][1])
            departed = self._block.read(node, found)
            if isinstance(departed, Departed) and departed.value is WRONG:  # not read, or not written
                return WRONG if has_value else replace(departed, value=None)
            return departed
        return self._of.read(node, found)

    def suits(self, node: Node) -> bool:
        return self._of.suits(node) or isinstance(node, nodes.Mapping)

    def schema(self, definitions: Schema) -> Schema:
        value = self._of.schema(definitions)
        beside = {
            key.name: {"$ref": f"#/$defs/{slug(BESIDE.name)}/properties/{key.name}"} for key in DEPARTURE_KEYS
        }
        BESIDE.schema(definitions)
        departed: Schema = {
            "type": "object",
            "properties": {"value": {"anyOf": [value, {"type": "null"}]}, **beside},
            "required": ["because"],
            "additionalProperties": False,
        }
        return {"anyOf": [value, departed]}

    @property
    def words(self) -> str:
        return self._of.words

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return (self._of,)


def _departed(value: object = WRONG, **rest: Any) -> Departed:
    return Departed(value, departure(**rest))


def departs(of: Shape[Any]) -> Shape[Any]:
    """The shape, or the same with what is published beside it."""
    return Departs(of)
