"""Rows that a row leads to, and the conditions of the manifest asked of them."""

from troth.claims.questions import (
    AnyRow,
    Base,
    Cell,
    Given,
    IsAbsent,
    IsAmong,
    ParentRow,
    Pointing,
    RecordText,
    Row,
    Test,
    TextValue,
    every,
    negation,
    some,
)
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.manifest.stores import Table, Up


def record_text(table: Table, row: Row) -> TextValue:
    return RecordText(tuple(Cell(row, column) for column in table.key))


def climb(manifest: Manifest, store: StoreName, row: Row, path: tuple[object, ...]) -> Row:
    """The row that a path of Up steps leads to."""
    for step in path:
        assert isinstance(step, Up), "a path has at most one Down step (checked when the manifest is read)"
        reference = manifest.table(store, row.table).references[step.relation]
        row = ParentRow(row, step.relation, reference.table, tuple(reference.columns.items()))
    return row


def row_name(row: Row) -> str:
    return row.name if isinstance(row, Base) else f"{row_name(row.of)}>{row.relation}"


def is_met(manifest: Manifest, table: Table, row: Row, condition: Condition) -> Test:
    """A condition of the manifest as a test of the row."""
    match condition:
        case Among(column, values):
            return IsAmong(Cell(row, column), values)
        case Absent(column):
            return IsAbsent(Cell(row, column))
        case Not(inner):
            return negation(is_met(manifest, table, row, inner))
        case All(conditions):
            return every(*(is_met(manifest, table, row, inner) for inner in conditions))
        case AnyOf(conditions):
            return some(*(is_met(manifest, table, row, inner) for inner in conditions))
        case OfParent(relation, inner):
            parent = climb(manifest, table.store, row, (Up(relation),))
            above = manifest.table(table.store, parent.table)
            return Given(Cell(parent, above.key[0]), is_met(manifest, above, parent, inner))
        case Exists(name, relation, inner):
            other = manifest.table(table.store, name)
            base = Base(f"{row_name(row)}?{name}.{relation}", name)
            on = tuple(
                (mine, Cell(row, theirs)) for mine, theirs in other.references[relation].columns.items()
            )
            return AnyRow(Pointing(base, base, on), is_met(manifest, other, base, inner))
