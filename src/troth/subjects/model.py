"""The nouns of what Troth knows of a person."""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key, RecordRef
from troth.manifest.names import ChoiceName, ItemName, PurposeName


@dataclass(frozen=True, slots=True)
class Identity:
    """Keys that are one person's, and records that were kept about it."""

    keys: frozenset[Key]
    records: frozenset[RecordRef] = field(default_factory=frozenset)


class NewFact(NamedTuple):
    """A fact that is not recorded yet. `recorded` is the instant at which it is."""

    effect: Effect
    since: Instant
    recorded: Instant
    key: Key | None = None
    record: RecordRef | None = None
    purposes: frozenset[PurposeName] = frozenset()
    choice: ChoiceName | None = None
    items: frozenset[ItemName] = frozenset()
    name: str = ""
    ground: str = ""
    by: str = ""

    def numbered(self, sequence: int) -> Fact:
        """The fact that it becomes."""
        return Fact(sequence, *self)


# Of many facts it is the same; whom or what they say it of is not.
what_it_says = attrgetter(
    "effect", "since", "recorded", "purposes", "choice", "items", "name", "ground", "by"
)
