"""YAML as marked nodes: every value knows its place, and nothing in a file can cost more than reading it.

The events of libyaml become nodes without recursion, so that a deep file is a problem and not a crash.
What YAML could do to a reader unasked is refused: tags, merge keys, aliases that multiply, more documents.
Numbers, dates and yes/no are not guessed: a scalar is its text, and the grammar says what each key takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from troth.errors import Place, Problem
from troth.manifest.problems import problem
from troth.manifest.source import SourceText, lines_of

DEPTH_LIMIT = 40
EVENT_LIMIT = 1_500_000  # about a million values
ALIASED_LIMIT = 20_000  # nodes that aliases may add to a file
PROBLEM_LIMIT = 1000  # more of them help nobody
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Scalar:
    """A text, plain or quoted."""

    source: SourceText
    line: int
    column: int
    length: int
    text: str
    is_plain: bool
    size: int = 1
    depth: int = 1

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place(self.line, self.column, self.length)

    @property
    def is_null(self) -> bool:
        """Whether it says "nothing"."""
        return self.is_plain and self.text in _NULLS


@dataclass(slots=True)
class Listing:
    """A list of nodes."""

    source: SourceText
    line: int
    column: int
    length: int = 1
    items: "list[Node]" = field(default_factory=list)
    size: int = 1
    depth: int = 1

    @property
    def place(self) -> Place:
        """Where it starts."""
        return self.source.place(self.line, self.column, self.length)


@dataclass(slots=True)
class Mapping:
    """Keys and their values, in the order they are written."""

    source: SourceText
    line: int
    column: int
    length: int = 1
    entries: "dict[str, tuple[Scalar, Node]]" = field(default_factory=dict)
    size: int = 1
    depth: int = 1

    @property
    def place(self) -> Place:
        """Where it starts: its first key."""
        for key, _ in self.entries.values():
            return key.place
        return self.source.place(self.line, self.column, self.length)


Node = Scalar | Listing | Mapping


def is_null(node: Node) -> bool:
    """Whether the node says "nothing": `null`, `~`, or no value at all."""
    return isinstance(node, Scalar) and node.is_null


def compose(source: SourceText) -> tuple[Node | None, list[Problem]]:
    """The one document of the text, and every problem met; None where there is no document to read."""
    if source.problem is not None:
        return None, [source.problem]
    composer = _Composer(source)
    try:
        for event in _events(source):
            composer.take(event)
    except _Stop as stop:
        composer.problems.append(stop.problem)
        return None, composer.problems
    if composer.root is None or is_null(composer.root):
        return None, [*composer.problems, problem("empty-file", source.place(1, 1), "the file says nothing")]
    return composer.root, composer.problems


class _Stop(Exception):
    """The text cannot be read on from here."""

    def __init__(self, found: Problem) -> None:
        self.problem = found


def _events(source: SourceText) -> Iterator[yaml.Event]:
    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(source.text)
        try:
            yield from iter(loader.get_event, None)
        finally:
            loader.dispose()
    except yaml.reader.ReaderError as failure:
        raise _Stop(_unreadable(source, failure.position)) from None
    except yaml.MarkedYAMLError as failure:
        raise _Stop(_misspelt(source, failure)) from None
    except UnicodeEncodeError as failure:
        raise _Stop(_unreadable(source, failure.start)) from None


def _unreadable(source: SourceText, position: int) -> Problem:
    """A control character or half a surrogate pair. Libyaml counts its position in bytes, so it is sought."""
    for number, line in enumerate(lines_of(source.text), 1):
        for column, character in enumerate(line, 1):
            if _is_forbidden(character):
                what = f"character U+{ord(character):04X} is not allowed in YAML"
                return problem("control-character", source.place(number, column), what)
    return problem("control-character", source.place(1, 1), f"character {position} is not allowed in YAML")


def _is_forbidden(character: str) -> bool:
    code = ord(character)
    is_control = (code < 32 and character != "\t") or (0x7F <= code < 0xA0 and code != 0x85)
    return is_control or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE


def _misspelt(source: SourceText, failure: yaml.MarkedYAMLError) -> Problem:
    mark = failure.problem_mark or failure.context_mark
    place = source.place(mark.line + 1, mark.column + 1) if mark else source.place(1, 1)
    before = place.excerpt[: place.column]
    if "\t" in before and not before.strip():
        return problem("tab-indent", place, "a tab stands where the line is indented")
    says = f"{failure.context}: {failure.problem}" if failure.context else f"{failure.problem}"
    return problem("yaml-syntax", place, f"this is not YAML: {says}")


class _Composer:
    """Builds nodes from events, with a stack of its own."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[Listing | Mapping] = []
        self._keys: list[Scalar | None] = []  # of each open mapping: the key that waits for its value
        self._anchors: dict[str, Node] = {}
        self._open_anchors: dict[int, str] = {}
        self._documents = 0
        self._events = 0
        self._aliased = 0

    def take(self, event: yaml.Event) -> None:
        """The next event of the file."""
        self._events += 1
        if self._events > EVENT_LIMIT:
            raise _Stop(problem("too-large", self._place(event), "the file holds more than a million values"))
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Listing(self.source, *_start(event)), event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Mapping(self.source, *_start(event)), event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Stop(problem("several-documents", self._place(event), "a second document starts here"))

    def _tell(self, found: Problem) -> None:
        if len(self.problems) >= PROBLEM_LIMIT:
            raise _Stop(found)
        self.problems.append(found)

    def _place(self, event: yaml.Event) -> Place:
        line, column, length = _start(event)
        return self.source.place(line, column, length)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        line, column, length = _start(event)
        if not event.value.isascii() and any(_is_forbidden(c) and c not in "\n\x85" for c in event.value):
            what = "the text holds a character that no file can hold"
            self._tell(problem("control-character", self._place(event), what))
            return Scalar(self.source, line, column, length, "", False)
        return Scalar(self.source, line, column, length, event.value, event.style in (None, ""))

    def _open(self, node: Listing | Mapping, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        self._check_depth(1, event)
        self._stack.append(node)
        self._keys.append(None)
        if event.anchor:
            self._open_anchors[id(node)] = event.anchor

    def _close(self) -> None:
        node = self._stack.pop()
        self._keys.pop()
        anchor = self._open_anchors.pop(id(node), None)
        if anchor:
            self._anchors[anchor] = node
        self._put(node)

    def _add(self, node: Scalar, event: yaml.ScalarEvent) -> None:
        self._check_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._put(node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor in self._open_anchors.values():
            what = f"`*{event.anchor}` stands inside what it names"
            raise _Stop(problem("alias-cycle", self._place(event), what))
        node = self._anchors.get(event.anchor or "")
        if node is None:
            what = f"`*{event.anchor}` names no `&{event.anchor}` above it"
            raise _Stop(problem("unknown-alias", self._place(event), what))
        self._aliased += node.size
        if self._aliased > ALIASED_LIMIT:
            what = "aliases make this file too large to read"
            raise _Stop(problem("too-many-aliases", self._place(event), what))
        self._check_depth(node.depth, event)
        self._put(node)

    def _check_depth(self, more: int, event: yaml.Event) -> None:
        if len(self._stack) + more > DEPTH_LIMIT:
            what = f"more than {DEPTH_LIMIT} levels stand in one another"
            raise _Stop(problem("too-deep", self._place(event), what))

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._tell(problem("yaml-tag", self._place(event), f"the tag `{tag}` is not read"))

    def _put(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
            _grow(parent, node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._as_key(node)
            return
        self._keys[-1] = None
        self._enter(parent, key, node)

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._tell(problem("key-not-text", node.place, "a key must be a text"))
        return Scalar(self.source, node.line, node.column, 1, "\0", False)

    def _enter(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.text == "\0":
            return
        if key.is_plain and key.text == "<<":
            self._tell(problem("merge-key", key.place, "`<<` (merge) is not read"))
        elif key.text in parent.entries:
            first = parent.entries[key.text][0].line
            what = f"`{key.text}` stands here a second time; the first is on line {first}"
            self._tell(problem("duplicate-key", key.place, what))
        else:
            parent.entries[key.text] = (key, node)
            _grow(parent, node)


def _grow(parent: Listing | Mapping, child: Node) -> None:
    parent.size += child.size
    if child.depth >= parent.depth:
        parent.depth = child.depth + 1


def _start(event: yaml.Event) -> tuple[int, int, int]:
    """Line, column and length (within its line) of where an event starts, counted from 1."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return 1, 1, 1
    length = end.column - start.column if end.line == start.line else 1
    return start.line + 1, start.column + 1, max(1, length)
