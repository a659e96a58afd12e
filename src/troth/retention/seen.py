"""
What a plan saw at the instant of an erasure, noted where no date tells since when a record is there.

An erasure speaks of the records that existed when it was granted. A record without a date that the plan of
that very instant has read did exist; one that comes later is not in the plan, and has no such note
(docs/decisions/0170-what-a-plan-saw-existed.md).
"""

from collections.abc import Collection, Iterator

from troth.claims.facts import SEEN, Effect, Instant
from troth.claims.unknown import Unknown
from troth.retention.survey import Survey
from troth.subjects.model import NewFact

_SPEAK_OF_WHAT_EXISTED = (Effect.ERASED, Effect.UNLAWFUL)


def seen(found: Survey, new_facts: Collection[NewFact], at: Instant) -> Iterator[NewFact]:
    """A note for each record that is frozen because nobody can say if it existed when these facts took effect."""
    if not any(fact.effect in _SPEAK_OF_WHAT_EXISTED and fact.since == at for fact in new_facts):
        return
    for rows in found.judged.values():
        for row in rows:
            if Unknown.CREATED in row.whys.values():
                yield NewFact(Effect.NOTED, at, at, record=row.record, name=SEEN, by="troth")
