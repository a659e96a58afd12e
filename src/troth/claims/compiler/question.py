"""What a judgement depends on, apart from the rows: the words, the facts carried, the instant."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from troth.claims.carried import Carried
from troth.claims.compiler.paths import groups
from troth.claims.facts import Instant
from troth.claims.questions import Carry, Const, Slot, TextValue
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName

ENDED, FROZEN, ARCHIVED, ACTIVE = (Const(int(state)) for state in State)
THEN = "then"  # the version of slots carried for the manifest accepted last
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What a judgement depends on, apart from the rows: one version of the words, the facts carried, the instant."""

    manifest: Manifest
    carried: Carried
    at: Instant
    down: frozenset[StoreName] = frozenset()
    version: str = ""
    tells_why: bool = False  # whether what is frozen says for which reason
    _said: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[object, ...], say: Callable[[], T]) -> T:
        """What `say` gives, said once for each key: the same part stands in many claims."""
        if key not in self._said:
            self._said[key] = say()
        return cast(T, self._said[key])

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
