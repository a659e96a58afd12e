"""The closed grammar of conditions that split a table into kinds and say while a clock is open.

A condition reads the record itself, a record it points at, or the existence of a record that points at it;
never today's date, or time could raise a state. Like SQL it has three answers: yes, no, and unknown.
"""

from dataclasses import dataclass

from troth.manifest.names import Column, Relation, TableName

Scalar = str | int | bool


@dataclass(frozen=True, slots=True)
class Among:
    """The column holds one of these values; unknown where it is NULL."""

    column: Column
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """The column is NULL. Never unknown."""

    column: Column


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; unknown stays unknown."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these (yes where there is none)."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these (no where there is none)."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class OfParent:
    """The condition, asked of the record this one points at; unknown where it points at none."""

    relation: Relation
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Exists:
    """Some record of `table` points here by its `relation`, and answers yes to that. Never unknown."""

    table: TableName
    relation: Relation
    condition: "Condition"


Condition = Among | Absent | Not | All | AnyOf | OfParent | Exists
