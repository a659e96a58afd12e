"""What a store says of a row: whose it is, in which state each datum of it is, and by which claims. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from troth.claims.compiler import ClaimAsked
from troth.claims.facts import Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import Value
from troth.manifest.names import ChoiceName, ClockName, Column, PurposeName, RoleName


class Claim(NamedTuple):
    """One claim as it is shown to people: whose purpose, in which phase and role, in which state, until when."""

    purpose: PurposeName
    choice: ChoiceName | None
    is_archive: bool
    role: RoleName | None  # none: the record is read without a person
    state: State
    until: date | None = None  # the last day it lives, where that is known
    why: Unknown | None = None  # where it is frozen: for which reason
    # Where the record is several people's: the last day it lives by what is theirs, for those for whom it lives.
    untils: tuple[tuple[frozenset[Key], date], ...] = ()

    def of(self, keys: Collection[Key]) -> "Claim":
        """The same claim as it concerns some people: until when it lives by what is theirs, where that is known."""
        if not self.untils:
            return self
        mine = [until for person, until in self.untils if not person.isdisjoint(keys)]
        return self._replace(until=max(mine) if mine else self.until, untils=())


class ShownTie(NamedTuple):
    """One tie of a row: for each of its links the key it leads to, as text. A tie by a path down shows none."""

    role: RoleName
    keys: tuple[str | None, ...] = ()
    is_down: bool = False


class Shown(NamedTuple):
    """What a clock shows on one row alone: its column, and what is read where nothing is known."""

    column: Instant | None
    is_column_null: bool
    missing: Instant | None


class Told(NamedTuple):
    """What rows tell of their claims, where that was asked: each by itself, and what they are timed by."""

    asked: Sequence[ClaimAsked]  # every claim on the table's rows
    claims: tuple[int, ...]  # the code (`compiler.why`) of each of them, NOBODY where there is none
    shown: Callable[
        [Sequence[object], ClockName], Shown
    ]  # by a clock of the table, in an answer: read when asked for, as few claims ask
    opened: frozenset[ClockName]  # of which the event they wait for has surely not come yet


class Judgement(NamedTuple):
    """What a store says of a row, whatever stands in it: the same of many rows of a table, which then share one."""

    states: Mapping[Column, State]  # of every field and link column
    has_kind: bool
    is_clamped: bool = False  # somebody it is tied to is restricted, or cannot be made out
    whys: Mapping[Column, Unknown] = MappingProxyType({})  # likewise, of the frozen
    told: Told | None = None  # where its claims were asked for

    @property
    def is_done(self) -> bool:
        """Whether the record is known, declared, and nothing in it is held."""
        is_ended = bool(self.states) and max(self.states.values()) is State.ENDED
        return self.has_kind and is_ended and not self.is_clamped


class Judged(NamedTuple):
    """One row as a store judged it. `key` is as the driver gave it, so that the row can be named again."""

    record: RecordRef
    key: tuple[object, ...]
    values: Mapping[Column, Value]  # of every declared column
    judgement: Judgement
    ties: tuple[ShownTie, ...] = ()  # rows of one person share theirs, too
    answer: Sequence[object] = ()  # all that the store answered, for what is read when asked for
    claims: Mapping[Column, tuple[Claim, ...]] = MappingProxyType({})  # in words, where they were asked for

    @property
    def states(self) -> Mapping[Column, State]:
        """The state of every field and link column."""
        return self.judgement.states

    @property
    def whys(self) -> Mapping[Column, Unknown]:
        """For which reason what is frozen is."""
        return self.judgement.whys

    @property
    def has_kind(self) -> bool:
        """Whether it is known what the record is."""
        return self.judgement.has_kind

    @property
    def is_clamped(self) -> bool:
        """Whether somebody it is tied to is restricted, or cannot be made out."""
        return self.judgement.is_clamped

    @property
    def is_done(self) -> bool:
        """Whether the record is known, declared, and nothing in it is held."""
        return self.judgement.is_done
