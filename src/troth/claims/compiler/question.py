"""What a judgement depends on, apart from the rows: the words, the facts carried, the instant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from troth.claims.carried import Carried
from troth.claims.compiler.paths import groups
from troth.claims.facts import Instant
from troth.claims.questions import Carry, Const, KeyText, Slot, TextValue
from troth.claims.same import Same
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import ItemName, PurposeName, StoreName
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose

ENDED, FROZEN, ARCHIVED, ACTIVE = (Const(int(state)) for state in State)
THEN = "then"  # the version of slots carried for the manifest accepted last
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Acts:
    """How a store finds the other rows of a row's person."""

    is_led: Callable[[StoreName, KeyText, KeyText], bool]  # by an index, from one key to rows with the other
    are_alone: bool  # whether nobody is known by two keys
    are_least: bool = False  # whether those rows only bound what the last act may be


@dataclass(frozen=True, slots=True)
class Shape:
    """What the words of a question depend on."""

    manifest: Same
    version: str
    at: date  # the day; the instant, where a period is told in hours
    down: frozenset[StoreName]
    slots: frozenset[Slot]  # of which something is carried
    told_apart: frozenset[ItemName]
    complete: frozenset[PurposeName]
    are_behind: bool
    tells_why: bool
    acts: Acts | None


@lru_cache(maxsize=64)
def _has_hours(manifest: Same) -> bool:
    """Whether some period of a manifest is told in hours, so that the words depend on the very instant."""
    purposes = cast(Manifest, manifest.value).purposes.values()
    return any(period.is_exact for purpose in purposes for period in _periods(purpose))


def _periods(purpose: Purpose) -> Iterator[Period]:
    archive = (purpose.archive.span,) if purpose.archive is not None else ()
    performance = (purpose.performance,) if purpose.performance is not None else ()
    for span in (purpose.active, *archive, *performance):
        if span.period is not None:
            yield span.period
        yield from (earlier.period for earlier in span.earlier)


@dataclass(frozen=True, slots=True)
class Question:
    """What a judgement depends on, apart from the rows: one version of the words, the facts carried, the instant."""

    manifest: Manifest
    carried: Carried
    at: Instant
    down: frozenset[StoreName] = frozenset()
    version: str = ""
    tells_why: bool = False  # whether what is frozen says for which reason
    acts: Acts | None = None  # how the store tells last acts by itself, where it is to
    _said: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[object, ...], say: Callable[[], T]) -> T:
        """What `say` gives, said once for each key: the same part stands in many claims."""
        if key not in self._said:
            self._said[key] = say()
        return cast(T, self._said[key])

    @property
    def shape(self) -> "Shape":
        """Everything that the question's words depend on: two of the same shape are asked in the same words."""
        return self.once(
            ("shape",),
            lambda: Shape(
                Same(self.manifest),
                self.version,
                self.at if _has_hours(Same(self.manifest)) else self.today,
                frozenset(self.down),
                frozenset(slot for slot in self.carried.rows if self.carried.has(slot)),
                self.carried.told_apart,
                self.carried.complete,
                self.carried.are_behind,
                self.tells_why,
                self.acts,
            ),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The controller's zone."""
        return ZoneInfo(self.manifest.zone)

    @property
    def today(self) -> date:
        """The day of the question."""
        return self.at.astimezone(self.zone).date()

    @property
    def is_identity_unreadable(self) -> bool:
        """Whether a store is down that could tie keys of one person together."""
        return any(
            sum(link.is_sure for link in links) > 1
            for table in self.manifest.tables()
            if table.store in self.down
            for links in groups(table).values()
        )

    def frozen(self, why: Unknown) -> Const:
        """Frozen, and the reason where it is asked for."""
        return Const(int(State.FROZEN), int(why)) if self.tells_why else FROZEN

    def carry(self, slot: Slot, who: TextValue) -> Carry | None:
        """A look-up of what is carried there; none where nothing is."""
        slot = (self.version, *slot)
        return Carry(slot, who) if self.carried.has(slot) else None
