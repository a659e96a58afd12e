"""Where in the two files something stands, found from the path of keys that leads to it."""

from collections.abc import Collection

from troth.errors import Place
from troth.manifest import nodes
from troth.manifest.nodes import Listing, Node
from troth.manifest.source import SourceText

# Keys whose value is what is wrong, and not the key.
_ONE_WORD = frozenset(
    {
        "archive_of",
        "category",
        "channel",
        "column",
        "created",
        "decided_by",
        "event",
        "follows",
        "item",
        "k",
        "key",
        "missing",
        "purpose",
        "reached_by",
        "record",
        "role",
        "set_by",
        "table",
        "url",
    }
)


class Places:
    """Finds places by path: `("policy", "purposes", "newsletter", "basis")`, `("stores", "stores", …)`."""

    def __init__(
        self,
        policy: SourceText,
        policy_node: Node | None,
        stores: SourceText | None,
        stores_node: Node | None,
    ) -> None:
        self._sources = {"policy": policy, "stores": stores or policy}
        self._roots = {"policy": policy_node, "stores": stores_node}

    def at(self, *path: str | int) -> Place:
        """The place of the value at the end of the path, or of as much of it as is written."""
        node = self._node(*path)
        return node.place if node is not None else self._sources[str(path[0])].place(1, 1)

    def key(self, *path: str | int) -> Place:
        """The place of the last key of the path, where it is written as a key; else that of the value."""
        parent = self._node(*path[:-1])
        root = self._roots[str(path[0])]
        if len(path) > 2 and isinstance(root, nodes.Mapping) and str(path[1]) not in root.entries:
            return self.at(*path)  # nothing of it is written
        if not isinstance(parent, nodes.Mapping) or path[-1] not in parent.entries:
            return self.word(*path)
        key, value = parent.entries[str(path[-1])]
        return value.place if key.text in _ONE_WORD and isinstance(value, nodes.Scalar) else key.place

    def word(self, *path: str | int) -> Place:
        """The place of a word in a list (or alone): the last step of the path is the word itself."""
        node = self._node(*path[:-1])
        items = node.items if isinstance(node, Listing) else [node]
        for item in items:
            if isinstance(item, nodes.Scalar) and item.text == path[-1]:
                return item.place
        deeper = _key_below(node, path[-1])
        return deeper.place if deeper is not None else self.at(*path)

    def names(self, *path: str | int) -> Collection[str]:
        """The keys written in the mapping at the path: what it declares, sound or not."""
        node = self._node(*path, is_exact=True)
        return node.entries.keys() if isinstance(node, nodes.Mapping) else ()

    def _node(self, *path: str | int, is_exact: bool = False) -> Node | None:
        node = self._roots[str(path[0])]
        for step in path[1:]:
            inner = _inner(node, step)
            if inner is None:
                return None if is_exact else node
            node = inner
        return node


def _inner(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, nodes.Mapping):
        entry = node.entries.get(str(step))
        if entry is None and "value" in node.entries:  # a value beside the published one
            return _inner(node.entries["value"][1], step)
        return entry[1] if entry else None
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return node if isinstance(step, int) and step == 0 else None


def _key_below(node: Node | None, name: str | int) -> nodes.Scalar | None:
    """The first key of that name anywhere below: a column in a condition."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, nodes.Mapping):
            if name in current.entries:
                return current.entries[str(name)][0]
            waiting.extend(child for _, child in reversed(current.entries.values()))
        elif isinstance(current, Listing):
            waiting.extend(reversed(current.items))
    return None
