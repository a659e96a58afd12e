"""The claims on a field: purpose by purpose, choice by choice, phase by phase."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from troth.claims.interpreter.bases import Asked, choices, derived, ground, lawful, purposes_not_ended, uses
from troth.claims.interpreter.clocks import last_day, timed
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Record, once
from troth.claims.keys import RecordRef
from troth.claims.states import State
from troth.manifest.names import ChoiceName, ItemName, KindName
from troth.manifest.purposes import Basis, Purpose, Span
from troth.manifest.stores import Field


class Phase(Enum):
    """Active use, then perhaps an archive."""

    ACTIVE = "active"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Claim:
    """
    A claim on a datum, and its state.

    `tie` is None where the record is read by its own clocks only; `follows` is the record whose claim
    this is, where the purpose's use follows it; `until` is the last day it lives, where that is known.
    """

    purpose: Purpose
    choice: ChoiceName | None
    kind: KindName
    phase: Phase
    tie: Tie | None
    state: State
    until: date | None = None
    follows: RecordRef | None = None

    @property
    def basis(self) -> Basis | None:
        """On which basis of the purpose it rests; none where it is read without a person."""
        return None if self.tie is None else self.purpose.basis[self.tie.role]


def is_about(field: Field, tie: Tie) -> bool:
    """Whether the field is about the role of the tie."""
    return field.about is None or tie.role in field.about


@once
def claims(view: View, record: Record, field: Field, tie: Tie | None) -> list[Claim]:
    """The claims on a field about the person of a tie; without a tie, on a field that is linked to nobody."""
    return list(_claims(view, record, field, tie))


def _claims(view: View, record: Record, field: Field, tie: Tie | None) -> Iterator[Claim]:
    for purpose in purposes_not_ended(view):
        if tie is not None and tie.role not in purpose.basis:
            continue
        for kind in view.kinds(record):
            use = purpose.data.get(kind)
            if use is None or not uses(view, kind, use, field.item):
                continue
            for choice in choices(purpose, field.item):
                if use.follows is None:
                    yield from _own(view, purpose, choice, kind, field.item, record, tie)
                else:
                    yield from _following(view, purpose, choice, use.follows, field.item, record)


def _own(
    view: View,
    purpose: Purpose,
    choice: ChoiceName | None,
    kind: KindName,
    item: ItemName,
    record: Record,
    tie: Tie | None,
) -> Iterator[Claim]:
    """Both phases of one claim, on the record itself."""
    spans = [(Phase.ACTIVE, State.ACTIVE, purpose.active)]
    if purpose.archive is not None:
        spans.append((Phase.ARCHIVE, State.ARCHIVED, purpose.archive.span))
    for phase, top, span in spans:
        if tie is None:
            state = min(top, _timed_unlinked(view, span, record))
        else:
            asked = Asked(purpose, choice, tie, record, item)
            answer = lawful(view, asked) if phase is Phase.ACTIVE else ground(view, asked)
            state = min(top, answer, timed(view, span, record, tie), derived(view, asked))
        yield Claim(purpose, choice, kind, phase, tie, state, last_day(view, span, record, tie))


def _timed_unlinked(view: View, span: Span, record: Record) -> State:
    """A record linked to nobody is read by its own clocks; without one nothing is known (case D30)."""
    return State.FROZEN if span.clock is None else timed(view, span, record, None)


def _following(
    view: View,
    purpose: Purpose,
    choice: ChoiceName | None,
    followed: KindName,
    item: ItemName,
    record: Record,
) -> Iterator[Claim]:
    """The purpose's claims on the records of the followed kind that point at this one, instead of its own."""
    for other in _followed(view, followed, record):
        of_kind = view.is_of_kind(other, followed)
        if of_kind is None:
            yield Claim(purpose, choice, followed, Phase.ACTIVE, None, State.FROZEN, follows=other.ref)
        if not of_kind:
            continue
        ties: list[Tie | None] = [tie for tie in view.ties(other) if tie.role in purpose.basis]
        for tie in ties or [None]:
            for claim in _own(view, purpose, choice, followed, item, other, tie):
                yield Claim(purpose, choice, followed, claim.phase, tie, claim.state, claim.until, other.ref)


@once
def _followed(view: View, kind: KindName, record: Record) -> list[Record]:
    """The records of tables with that kind that point at this one by any of their references."""
    return [
        other
        for other in view.all
        if kind in other.table.kinds
        and other.table.store == record.table.store
        and any(
            reference.table == record.table.name and record in view.pointed_at(other, reference)
            for reference in other.table.references.values()
        )
    ]
