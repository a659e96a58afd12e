"""Conditions: which rows of a table are of a kind, and while what a clock has not started.

{status: open}                       the column holds this value
{status: [open, paid]}               … one of these
{account_id: null}                   … nothing
{status: open, paid: false}          both
{not: {…}}  {any: [{…}, {…}]}  {all: [{…}, {…}]}
{parent.order: {status: paid}}       asked of the row that this one points at as `order`
{exists: {complaints.order: {…}}}    some row of `complaints` points at this one as its `order`
"""

from collections.abc import Callable

from troth.manifest import nodes
from troth.manifest.condition import (
    Absent,
    All,
    Among,
    AnyOf,
    Condition,
    Exists,
    Not,
    OfParent,
    Scalar,
)
from troth.manifest.found import WRONG, Found, Wrong, shown
from troth.manifest.grammar.words import VALUE
from troth.manifest.names import Column, Relation, TableName
from troth.manifest.nodes import Listing, Mapping, Node, is_null
from troth.manifest.shapes import Schema, Shape

_PARENT, _COLUMN = "parent.", "column."


class ConditionShape(Shape[Condition]):
    """A mapping whose lines must all be true."""

    def read(self, node: Node, found: Found) -> Condition | Wrong:
        if not isinstance(node, Mapping):
            return found.not_read(node, self.words)
        if not node.entries:
            return found.wrong("empty-condition", node, "the condition says nothing")
        parts = [_line(key, child, found) for key, child in node.entries.values()]
        good = tuple(part for part in parts if not isinstance(part, Wrong))
        if len(good) < len(parts):
            return WRONG
        return good[0] if len(good) == 1 else All(good)

    def suits(self, node: Node) -> bool:
        return isinstance(node, Mapping)

    def schema(self, definitions: Schema) -> Schema:
        if "condition" not in definitions:
            value: Schema = {"type": ["string", "integer", "boolean", "null"]}
            me: Schema = {"$ref": "#/$defs/condition"}
            definitions["condition"] = {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "not": me,
                    "any": {"type": "array", "items": me},
                    "all": {"type": "array", "items": me},
                    "exists": {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": me}]},
                },
                "patternProperties": {r"^parent\.": me},
                "additionalProperties": {"anyOf": [value, {"type": "array", "items": value}, me]},
            }
        return {"$ref": "#/$defs/condition"}

    @property
    def words(self) -> str:
        return "a condition ({column: value})"


CONDITION = ConditionShape()


def _line(key: nodes.Scalar, node: Node, found: Found) -> Condition | Wrong:
    special = _SPECIAL.get(key.text)
    if special is not None:
        return special(node, found)
    if key.text.startswith(_PARENT):
        inner = CONDITION.read(node, found)
        relation = Relation(key.text.removeprefix(_PARENT))
        return WRONG if isinstance(inner, Wrong) else OfParent(relation, inner)
    if isinstance(node, Mapping):
        mend = (
            f"write `parent.{key.text}:` if `{key.text}` is the relation to a record that this one points at"
        )
        return found.not_read(node, f"a value of column `{key.text}`", mend)
    return _column(Column(key.text.removeprefix(_COLUMN)), node, found)


def _column(column: Column, node: Node, found: Found) -> Condition | Wrong:
    if is_null(node):
        return Absent(column)
    items = node.items if isinstance(node, Listing) else [node]
    if not items:
        return found.wrong("empty-list", node, f"the list of values of `{column}` is empty")
    read = [VALUE.read(item, found) for item in items if not is_null(item)]
    values: tuple[Scalar, ...] = tuple(value for value in read if not isinstance(value, Wrong))
    if len(values) < len(read):
        return WRONG
    if len(read) == len(items):
        return Among(column, values)
    return AnyOf((Absent(column), Among(column, values))) if values else Absent(column)


def _not(node: Node, found: Found) -> Condition | Wrong:
    inner = CONDITION.read(node, found)
    return WRONG if isinstance(inner, Wrong) else Not(inner)


def _several(
    make: Callable[[tuple[Condition, ...]], Condition],
) -> Callable[[Node, Found], Condition | Wrong]:
    def read(node: Node, found: Found) -> Condition | Wrong:
        if not isinstance(node, Listing) or not node.items:
            return found.not_read(node, "a list of conditions")
        parts = [CONDITION.read(item, found) for item in node.items]
        good = tuple(part for part in parts if not isinstance(part, Wrong))
        return make(good) if len(good) == len(parts) else WRONG

    return read


def _exists(node: Node, found: Found) -> Condition | Wrong:
    if isinstance(node, nodes.Scalar) and not node.is_null:
        return _pointing(node, All(()), found)
    if not isinstance(node, Mapping) or not node.entries:
        return found.not_read(node, "`table.relation`")
    parts: list[Condition | Wrong] = []
    for key, child in node.entries.values():
        inner = All(()) if is_null(child) else CONDITION.read(child, found)
        parts.append(WRONG if isinstance(inner, Wrong) else _pointing(key, inner, found))
    good = tuple(part for part in parts if not isinstance(part, Wrong))
    if len(good) < len(parts):
        return WRONG
    return good[0] if len(good) == 1 else All(good)


def _pointing(node: nodes.Scalar, inner: Condition, found: Found) -> Condition | Wrong:
    table, dot, relation = node.text.rpartition(".")
    if not dot or not table or not relation:
        mend = "write the table and its relation to this one, as complaints.order"
        return found.wrong("wrong-value", node, f"{shown(node)} is not `table.relation`", mend)
    return Exists(TableName(table), Relation(relation), inner)


_SPECIAL: dict[str, Callable[[Node, Found], Condition | Wrong]] = {
    "not": _not,
    "any": _several(AnyOf),
    "all": _several(All),
    "exists": _exists,
}
