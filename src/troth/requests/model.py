"""The nouns of an answer to a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from troth.claims.facts import Fact
from troth.claims.judged import Claim
from troth.claims.keys import Key
from troth.claims.states import State
from troth.claims.world import TableRef, Value
from troth.manifest.names import Column, RoleName, StoreName, TableName


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """
    One person who is asked about, in one asking. `keys` are all that lead to them, the given ones among them.

    Each is only itself: two askings about the same keys are about two of these.
    """

    number: int  # its place in what was asked, from 1
    given: frozenset[Key]
    keys: frozenset[Key]

    @property
    def folder(self) -> str:
        """The name of the person's package, which says nothing about them."""
        return f"person-{self.number:04}"


class Why(Enum):
    """Why a datum is kept, where no claim of a purpose says it."""

    HOLD = "hold"  # a dispute or an inquiry (GDPR Art. 17(3)(e))
    RESTRICTION = "restriction"  # the person asked for it (Art. 18)
    OTHERS = "others"  # somebody else's claim on the same datum
    PENDING = "pending"  # something is not known or not decided yet
    UNACCEPTED = "unaccepted"  # only new words end it, and nobody accepted them yet
    NOTHING = "nothing"  # nothing: it goes with the next run


class Held(NamedTuple):
    """One datum of a person: its value, its state, and the claims on it that are about this person."""

    value: Value
    state: State
    claims: tuple[Claim, ...]
    why: Why | None = None  # none where its claims say it
    is_withheld: bool = False  # the law forbids to keep it; that it is there is told, not what

    def of(self, value: Value) -> "Held":
        """The same of this value; nothing need keep or withhold what is not there."""
        if value is None:
            return Held(None, self.state, self.claims)
        return self if self.is_withheld else self._replace(value=value)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What many records hold alike about a person: everything but the values."""

    key: tuple[Column, ...]
    roles: frozenset[RoleName]
    data: Mapping[Column, Held]  # of a value that is not told here
    context: tuple[Column, ...]  # what makes the data intelligible: when, in which state

    def of(self, keys: Collection[Key]) -> "Form":
        """The same as it concerns somebody who is known by these keys: where a claim has a day for each person."""
        if not any(claim.untils for held in self.data.values() for claim in held.claims):
            return self
        data = {
            column: held._replace(claims=tuple([claim.of(keys) for claim in held.claims]))
            for column, held in self.data.items()
        }
        return Form(self.key, self.roles, data, self.context)


class Holding(NamedTuple):
    """What one record holds about one person. Of `values` only those concern them that the form names."""

    form: Form
    values: Mapping[Column, Value]

    @property
    def key(self) -> Mapping[Column, Value]:
        """What the record is known by, as far as it may be shown."""
        return {column: self.values.get(column) for column in self.form.key}

    @property
    def data(self) -> Mapping[Column, Held]:
        """The data that are about the person."""
        return {column: held.of(self.values[column]) for column, held in self.form.data.items()}

    @property
    def context(self) -> Mapping[Column, Value]:
        """What makes them intelligible."""
        return {column: self.values[column] for column in self.form.context}


@dataclass(frozen=True, slots=True)
class Undeclared:
    """What stands beside the person's records and nobody declared: names, never values."""

    columns: Mapping[TableRef, tuple[Column, ...]] = field(default_factory=dict)
    tables: Mapping[TableRef, tuple[TableName, ...]] = field(default_factory=dict)  # that point at a table


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say about one person beside the records."""

    person: Person
    facts: tuple[Fact, ...]
    down: tuple[StoreName, ...]
    candidates: Mapping[
        TableRef, int
    ]  # records that only keys in doubt lead to: for the operator, not for them
