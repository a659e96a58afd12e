"""Facts: what befell a person's relation with the controller, in one shape.

What widens counts for the key it was given under; what narrows follows the person. A fact is never
changed: a later one ends it. `since` is when it took effect, `recorded` when Troth learned of it.

Facts are made by the thousand and read by the million: as tuples, which the interpreter itself makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from troth.claims.keys import Key, RecordRef
from troth.manifest.names import ChoiceName, ItemName, PurposeName

Instant = datetime  # aware, UTC
SEEN = "(seen)"  # name of a note that a record was there; no clock is called so


class Effect(Enum):
    """What a fact does to claims."""

    GIVEN = "given"  # consent, to a wording (GDPR Art. 6(1)(a), 7)
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # Art. 7(3)
    OBJECTED = "objected"  # Art. 21
    UPHELD = "upheld"  # the objection (or the balance an erasure opened) was decided for the person
    REJECTED = "rejected"  # … for the controller, on recorded grounds
    ERASED = "erased"  # an erasure was granted (Art. 17): speaks of records that existed at `since`
    UNLAWFUL = "unlawful"  # an erasure granted because the purpose was unlawful (Art. 17(1)(d))
    RESTRICTED = "restricted"  # Art. 18
    LIFTED = "lifted"  # the restriction ended
    HELD = "held"  # a hold on listed records (Art. 17(3)(e)); `name` is the matter
    RELEASED = "released"  # the hold of that matter ended
    REVIEWED = "reviewed"  # somebody looked at the hold of that matter again, and it is still needed
    READ = "read"  # archived data was read, by a role that may and for a reason (`name` is the role)
    HAPPENED = "happened"  # an event of that `name`: account closed, contract signed
    CANCELLED = "cancelled"  # the event of that `name` no longer counts: account reopened
    NOTED = "noted"  # what a clock of that `name` showed before an act removed what fed it; SEEN: the record was there
    COMPLETE = "complete"  # the ledger of a consent purpose holds every decision: no trace means no consent

    __hash__ = object.__hash__  # each is only itself; by their names they are hashed slowly


class Fact(NamedTuple):
    """One fact. Empty `purposes` or `items`: all that the effect can concern."""

    sequence: int  # its place in Troth's records, from 1
    effect: Effect
    since: Instant
    recorded: Instant
    key: Key | None = None  # the person's key it is about …
    record: RecordRef | None = None  # … or the record
    purposes: frozenset[PurposeName] = frozenset()
    choice: ChoiceName | None = None  # None: the whole purpose
    items: frozenset[ItemName] = frozenset()
    name: str = ""  # of the event, clock or matter; for GIVEN the wording's version
    ground: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """
    All facts that may concern a question.

    `checkpoint` is the highest sequence that the audit log, kept elsewhere, has seen. A Troth restored
    from an older copy is behind it: withdrawals and holds may be missing, so nothing may be destroyed.
    """

    known: tuple[Fact, ...] = ()
    checkpoint: int = 0

    @property
    def are_behind(self) -> bool:
        """Whether facts recorded earlier are missing here."""
        return max((fact.sequence for fact in self.known), default=0) < self.checkpoint

    def of(self, *effects: Effect) -> Iterator[Fact]:
        """The facts with one of these effects, in order of sequence."""
        return (fact for fact in self.known if fact.effect in effects)

    def and_(self, *facts: Fact) -> "Facts":
        """These and more."""
        return Facts(self.known + facts, self.checkpoint)


NO_FACTS = Facts()
