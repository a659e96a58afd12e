"""
Holds as people look after them: which matter keeps which records, since when, and who has to look again when.

A hold is a set of facts that name one matter: `held` for each record it lists, and for each person whose
records it is about; `reviewed` each time somebody found that it is still needed; `released` at its end.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Fact, Facts, Instant
from troth.claims.keys import Key, RecordRef
from troth.manifest.model import Manifest


@dataclass(frozen=True, slots=True)
class Hold:
    """One matter in force."""

    matter: str
    records: frozenset[RecordRef]  # those listed and not released
    people: frozenset[Key]  # whose records it is about, those found later too
    since: Instant
    by: tuple[str, ...]
    grounds: tuple[str, ...]
    reviewed: Instant | None
    review_by: date  # the day by which somebody looks at it again

    def is_overdue(self, today: date) -> bool:
        """Whether nobody looked at it in time."""
        return self.review_by < today


def holds(manifest: Manifest, facts: Facts, at: Instant) -> list[Hold]:
    """The holds in force at an instant, the one to be looked at first standing first."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.of(Effect.HELD, Effect.RELEASED, Effect.REVIEWED):
        if fact.since <= at:
            told[fact.name].append(fact)
    found = (_hold(manifest, matter, of_matter) for matter, of_matter in told.items())
    return sorted(
        (hold for hold in found if hold is not None), key=lambda hold: (hold.review_by, hold.matter)
    )


def holds_on(manifest: Manifest, facts: Facts, at: Instant, records: Iterable[RecordRef]) -> list[Hold]:
    """Those that keep one of these records."""
    wanted = frozenset(records)
    return [hold for hold in holds(manifest, facts, at) if hold.records & wanted]


def _hold(manifest: Manifest, matter: str, told: list[Fact]) -> Hold | None:
    released = [fact for fact in told if fact.effect is Effect.RELEASED]
    placed = [
        fact for fact in told if fact.effect is Effect.HELD and not any(_ends(end, fact) for end in released)
    ]
    if not placed:
        return None
    since = min(fact.since for fact in placed)
    reviews = [fact.since for fact in told if fact.effect is Effect.REVIEWED and fact.since >= since]
    reviewed = max(reviews, default=None)
    day = (reviewed or since).astimezone(ZoneInfo(manifest.zone)).date()
    return Hold(
        matter,
        _where_they_stand(manifest, {fact.record for fact in placed if fact.record is not None}),
        frozenset(fact.key for fact in placed if fact.key is not None),
        since,
        tuple(dict.fromkeys(fact.by for fact in placed if fact.by)),
        tuple(dict.fromkeys(fact.ground for fact in placed if fact.ground)),
        reviewed,
        manifest.policy.hold_review.after(day),
    )


def _where_they_stand(manifest: Manifest, listed: set[RecordRef]) -> frozenset[RecordRef]:
    """A record that moved to its archive took the hold along: it is counted there, and no longer where it was."""
    origins = {(table.store, table.name): table.archive_of for table in manifest.tables() if table.archive_of}
    moved = {
        RecordRef(record.store, origins[record.store, record.table], record.key)
        for record in listed
        if (record.store, record.table) in origins
    }
    return frozenset(listed - moved)


def _ends(end: Fact, hold: Fact) -> bool:
    """Whether a release ends that part of the hold: the whole matter, or its record; as claims are judged."""
    return end.since > hold.since and end.record in (None, hold.record)
