"""The pieces of which the grammar of a manifest is made.

A shape says what may stand at a place. From the same shape come the reader (a node becomes a typed value, or
a problem with its place), the JSON Schema that editors use, and the reference page. A shape never raises.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from troth.manifest import nodes
from troth.manifest.found import WRONG, Found, Wrong, did_you_mean, shortened, shown
from troth.manifest.nodes import Listing, Node, Scalar, is_null
from troth.manifest.source import SourceText

T = TypeVar("T")
S = TypeVar("S")
N = TypeVar("N", bound=str)
Schema = dict[str, Any]  # JSON: its values are what JSON Schema wants


class Shape(ABC, Generic[T]):
    """What may stand at a place."""

    takes_null = False

    @abstractmethod
    def read(self, node: Node, found: Found) -> T | Wrong:
        """The value, or WRONG with a problem in `found`."""

    @abstractmethod
    def schema(self, definitions: Schema) -> Schema:
        """The same as JSON Schema; named parts are put into `definitions`."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What may stand here, for a person: "a period (P3Y)"."""

    @property
    def inner(self) -> "tuple[Shape[Any], ...]":
        """The shapes this one is made of."""
        return ()

    def suits(self, node: Node) -> bool:
        """Whether a node of this sort is meant for this shape: how a choice of shapes picks one."""
        return isinstance(node, Scalar) and not node.is_null


class Word(Shape[T]):
    """A scalar that a function turns into a value; it raises ValueError for what it cannot read."""

    def __init__(
        self,
        words: str,
        make: Callable[[str], T],
        *,
        problem_name: str = "wrong-value",
        mend: str | None = None,
        pattern: str | None = None,
        plain_only: bool = False,
        json_type: str | list[str] = "string",
    ) -> None:
        self._words, self._make, self._problem, self._mend = words, make, problem_name, mend
        self._pattern, self._plain_only, self._json_type = pattern, plain_only, json_type

    def read(self, node: Node, found: Found) -> T | Wrong:
        if not isinstance(node, Scalar) or node.is_null:
            return found.not_read(node, self.words, self._mend)
        try:
            if self._plain_only and not node.is_plain:
                raise ValueError(node.text)
            return self._make(node.text)
        except ValueError:
            mend = self._mend or f"write {self.words}"
            return found.wrong(self._problem, node, f"{shown(node)} is not {self.words}", mend)

    def schema(self, definitions: Schema) -> Schema:
        schema: Schema = {"type": self._json_type}
        return (
            {**schema, "pattern": self._pattern} if self._pattern and self._json_type == "string" else schema
        )

    @property
    def words(self) -> str:
        return self._words


class OneWordOf(Shape[T]):
    """One word of a closed list; a picky one leaves other words to the next shape of a choice."""

    def __init__(self, what: str, values: Mapping[str, T], *, picky: bool = False) -> None:
        self._what, self._values, self._picky = what, values, picky

    def read(self, node: Node, found: Found) -> T | Wrong:
        if not isinstance(node, Scalar):
            return found.not_read(node, self.words)
        if node.text in self._values:
            return self._values[node.text]
        mend = did_you_mean(node.text, self._values)
        return found.wrong("unknown-word", node, f"{shown(node)} is not {self._what}", mend)

    def suits(self, node: Node) -> bool:
        return (
            isinstance(node, Scalar) and not node.is_null and (not self._picky or node.text in self._values)
        )

    def schema(self, definitions: Schema) -> Schema:
        return {"enum": list(self._values)}

    @property
    def words(self) -> str:
        return " or ".join(f"`{value}`" for value in self._values)


class Many(Shape[tuple[T, ...]]):
    """A list; one value alone may stand without brackets."""

    def __init__(self, of: Shape[T], *, at_least: int = 0) -> None:
        self._of, self._at_least = of, at_least

    def read(self, node: Node, found: Found) -> tuple[T, ...] | Wrong:
        if not isinstance(node, Listing):
            one = self._of.read(node, found)
            return one if isinstance(one, Wrong) else (one,)
        if len(node.items) < self._at_least:
            return found.wrong("empty-list", node, f"the list is empty where {self._of.words} is needed")
        values = [self._of.read(item, found) for item in node.items]
        good = tuple(value for value in values if not isinstance(value, Wrong))
        return good if len(good) == len(values) else WRONG

    def suits(self, node: Node) -> bool:
        return isinstance(node, Listing) or self._of.suits(node)

    def schema(self, definitions: Schema) -> Schema:
        of = self._of.schema(definitions)
        listed: Schema = {"type": "array", "items": of}
        return {"anyOf": [of, {**listed, "minItems": self._at_least} if self._at_least else listed]}

    @property
    def words(self) -> str:
        return f"{self._of.words}, or a list of them"

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return (self._of,)


class MapOf(Shape[dict[N, T]], Generic[N, T]):
    """Names that the operator chooses, each with a value; `named` says what they name."""

    def __init__(self, name: Shape[N], value: Shape[T], *, named: str) -> None:
        self._name, self._value, self.named = name, value, named

    def read(self, node: Node, found: Found) -> dict[N, T] | Wrong:
        if not isinstance(node, nodes.Mapping):
            mend = f"write one line per {self.named}: its name, a colon, and {self._value.words}"
            return found.not_read(node, self.words, mend)
        values: dict[N, T] = {}
        for key, child in node.entries.values():
            name = self._name.read(key, found)
            value = found.read(self._value, key.text, child)
            if not isinstance(name, Wrong) and not isinstance(value, Wrong):
                values[name] = value
        return values

    def suits(self, node: Node) -> bool:
        return isinstance(node, nodes.Mapping)

    def schema(self, definitions: Schema) -> Schema:
        return {
            "type": "object",
            "propertyNames": self._name.schema(definitions),
            "additionalProperties": self._value.schema(definitions),
        }

    @property
    def words(self) -> str:
        return f"a mapping from the name of each {self.named} to {self._value.words}"

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return (self._value,)


class OneOf(Shape[T]):
    """One of several shapes: the first that the node is meant for."""

    def __init__(self, *shapes: Shape[Any]) -> None:
        self._shapes = shapes
        self.takes_null = any(shape.takes_null for shape in shapes)

    def read(self, node: Node, found: Found) -> T | Wrong:
        for shape in self._shapes:
            if shape.suits(node):
                value: T | Wrong = shape.read(node, found)
                return value
        return found.not_read(node, self.words)

    def suits(self, node: Node) -> bool:
        return any(shape.suits(node) for shape in self._shapes)

    def schema(self, definitions: Schema) -> Schema:
        return {"anyOf": [shape.schema(definitions) for shape in self._shapes]}

    @property
    def words(self) -> str:
        return ", or ".join(shape.words for shape in self._shapes)

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return self._shapes


class Made(Shape[T]):
    """Another shape's value, made into something."""

    def __init__(self, of: Shape[S], make: Callable[[S], T], words: str | None = None) -> None:
        self._of, self._make, self._words = of, make, words
        self.takes_null = of.takes_null

    def read(self, node: Node, found: Found) -> T | Wrong:
        value = self._of.read(node, found)
        return WRONG if isinstance(value, Wrong) else self._make(value)

    def suits(self, node: Node) -> bool:
        return self._of.suits(node)

    def schema(self, definitions: Schema) -> Schema:
        return self._of.schema(definitions)

    @property
    def words(self) -> str:
        return self._words or self._of.words

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return (self._of,)


class Null(Shape[T]):
    """`null`, written out, where it means something."""

    takes_null = True

    def __init__(self, value: T) -> None:
        self._value = value

    def read(self, node: Node, found: Found) -> T | Wrong:
        return self._value

    def suits(self, node: Node) -> bool:
        return is_null(node)

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "null"}

    @property
    def words(self) -> str:
        return "`null`"


@dataclass(frozen=True, slots=True)
class Departed:
    """A value that is applied in place of the one published, and why. Blocks gather them in `departures`."""

    value: object  # None: left blank
    departure: object


@dataclass(frozen=True)
class Key:
    """One key of a block: its name, what may stand there, and its line of help."""

    name: str
    shape: Shape[Any]
    help: str
    to: str = ""  # the parameter of the block's maker, where it has another name
    required: bool = False
    default: str = ""  # as YAML; without it the maker's own default holds

    @property
    def parameter(self) -> str:
        """The parameter of the maker that takes the value."""
        return self.to or self.name

    @cached_property
    def default_value(self) -> object:
        """What holds where the key is not written; WRONG where the maker decides."""
        written = Scalar(SourceText("default"), 1, 1, 1, self.default, is_plain=True)
        return self.shape.read(written, Found()) if self.default else WRONG


class Block(Shape[T]):
    """A mapping with known keys, made into a value by `make`: one keyword argument for each."""

    def __init__(
        self,
        name: str,
        make: Callable[..., T],
        *keys: Key,
        sign: str | None = None,
        about: str = "",
        always: bool = False,
    ) -> None:
        """
        Args:
            name: what this is, in words; also the title of its part of the reference.
            make: takes the keys as keyword arguments.
            keys: in the order in which they are documented.
            sign: the key by which a choice of shapes knows this block; without it, any mapping suits.
            about: a sentence for the reference.
            always: make the value of the sound keys alone, so that all problems are found at once.
        """
        self.name, self.make, self.keys, self.sign, self.about = name, make, keys, sign, about
        self._always = always
        self._by_name = {key.name: key for key in keys}

    def read(self, node: Node, found: Found) -> T | Wrong:
        if not isinstance(node, nodes.Mapping):
            return found.not_read(node, self.words, self._mend)
        self._report_unknown(node, found)
        values: dict[str, object] = {}
        departures: dict[str, object] = {}
        is_wrong = False
        for key in self.keys:
            written = node.entries.get(key.name)
            if written is None or (is_null(written[1]) and not key.shape.takes_null):
                is_wrong |= self._is_missing(key, written, node, found)
                if key.default_value is not WRONG:
                    values[key.parameter] = key.default_value
                continue
            value = found.read(key.shape, key.name, written[1])
            if isinstance(value, Departed):
                departures[key.parameter] = value.departure
                value = (
                    WRONG if value.value is None and self._is_missing(key, None, node, found) else value.value
                )
            if value is WRONG:
                is_wrong |= key.required
            elif value is not None or key.shape.takes_null:
                values[key.parameter] = value
        if departures:
            values["departures"] = departures
        return WRONG if is_wrong and not self._always else self.make(**values)

    def _report_unknown(self, node: nodes.Mapping, found: Found) -> None:
        unknown = [key for name, (key, _) in node.entries.items() if name not in self._by_name]
        for key in unknown:
            mend = did_you_mean(key.text, self._by_name, "the keys are")
            found.wrong("unknown-key", key, f"{self.name} has no key `{shortened(key.text)}`", mend)

    def _is_missing(self, key: Key, written: tuple[Scalar, Node] | None, node: Node, found: Found) -> bool:
        if not key.required:
            return False
        if written is None:
            mend = f"write `{key.name}:` and {key.shape.words}"
            me = ".".join(found.path[1:]) or self.name
            found.wrong("missing-key", node, f"`{me}` has no `{key.name}`", mend)
        else:
            what = f"`{key.name}` of {self.name} is empty"
            found.wrong("missing-key", written[0], what, f"write {key.shape.words}")
        return True

    def suits(self, node: Node) -> bool:
        return isinstance(node, nodes.Mapping) and (self.sign is None or self.sign in node.entries)

    def schema(self, definitions: Schema) -> Schema:
        name = slug(self.name)
        if name not in definitions:
            definitions[name] = schema = {"type": "object", "additionalProperties": False}
            schema["properties"] = {key.name: _property(key, definitions) for key in self.keys}
            schema["required"] = [key.name for key in self.keys if key.required]
            if self.about:
                schema["description"] = self.about
        return {"$ref": f"#/$defs/{name}"}

    @property
    def words(self) -> str:
        return f"the keys of {self.name}"

    @property
    def _mend(self) -> str:
        needed = [key.name for key in self.keys if key.required] or [key.name for key in self.keys[:3]]
        return f"write keys under it, one a line: {', '.join(needed)} …"

    @property
    def inner(self) -> tuple[Shape[Any], ...]:
        return tuple(key.shape for key in self.keys)


def _property(key: Key, definitions: Schema) -> Schema:
    schema = key.shape.schema(definitions)
    if not key.required and not key.shape.takes_null:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"description": key.help, **schema}


def slug(name: str) -> str:
    """A name as it stands in an address: "a data item" is `data-item`."""
    without_article = re.sub(r"^(a|an|the) ", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "-", without_article).strip("-")
