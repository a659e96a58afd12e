"""The four states of a claim, and of a datum: the greatest of the claims on it. And what states lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from troth.claims.world import Value
from troth.manifest.names import Column


class State(IntEnum):
    """Use needs `ACTIVE`; destruction needs `ENDED`; what is not known is `FROZEN`."""

    ENDED = 0
    FROZEN = 1
    ARCHIVED = 2
    ACTIVE = 3


class Fate(Enum):
    """What becomes of a record."""

    KEEP = "keep"  # it stays; its ended data take their ends
    STUB = "stub"  # it would go, but something that stays needs it: what is ended goes, its key stays
    DELETE = "delete"
    ANONYMISE = "anonymise"  # it stays without the person
    MOVE = "move"  # to its table's archive
    FLAG = "flag"  # marked as archived in its place

    __hash__ = object.__hash__  # each is only itself; by their names they are hashed slowly


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan does with a record: its fate, and the columns it changes (before a move)."""

    fate: Fate
    changes: Mapping[Column, Value] = field(default_factory=dict)
