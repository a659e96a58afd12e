"""The nouns of tokens."""

from dataclasses import dataclass
from enum import Enum

from troth.claims.facts import Instant

PREFIX = "troth_"  # so that programs that look for leaked secrets find it


class Scope(Enum):
    """What a token lets a program do."""

    GATE = "gate"  # ask whether data may be used
    CONSENTS = "consents"  # record decisions, read a person's


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: never the secret itself."""

    id: str
    name: str  # what it is for, in the operator's words
    scopes: frozenset[Scope]
    created: Instant
    expires: Instant
    revoked: Instant | None = None

    def is_good(self, at: Instant) -> bool:
        """Whether it opens anything at this instant."""
        return at < self.expires and (self.revoked is None or at < self.revoked)
