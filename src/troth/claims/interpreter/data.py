"""The state of a datum: the greatest of what its ties give it, then holds, prohibitions and guards."""

from collections.abc import Iterator

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.interpreter.claims import Claim, claims, is_about
from troth.claims.interpreter.people import Tie, View
from troth.claims.interpreter.records import Record, once
from troth.claims.keys import Datum
from troth.claims.states import State
from troth.claims.world import World
from troth.manifest.model import Manifest
from troth.manifest.names import Column, ItemName, RoleName
from troth.manifest.stores import Field, Reference, Up


def states(world: World, at: Instant) -> dict[Datum, State]:
    """The state of every field and link column of every readable record."""
    now = states_under(world, world.manifest, at)
    if world.facts.are_behind or world.accepted is None:
        return {datum: max(state, State.FROZEN) for datum, state in now.items()}
    then = now if world.accepted == world.manifest else states_under(world, world.accepted, at)
    return {
        datum: max(state, State.FROZEN) if then.get(datum) is not State.ENDED else state
        for datum, state in now.items()
    }


def states_under(world: World, manifest: Manifest, at: Instant) -> dict[Datum, State]:
    """The same, by the words of one manifest alone."""
    view = View(world, manifest, at)
    return {
        Datum(record.ref, column): state_of(view, record, column)
        for record in view.all
        for column in sorted(set(record.table.fields) | record.table.link_columns)
    }


def state_of(view: View, record: Record, column: Column) -> State:
    """The state of one datum, before the guards."""
    field = record.table.fields.get(column)
    if field is not None and is_prohibited(view, record, field):
        return State.ENDED
    own = State.ENDED if field is None else _of_field(view, record, field)
    if column in record.table.link_columns:
        own = max(own, _of_link(view, record))
    return max([own, *_led_through(view, record, column)])


def is_prohibited(view: View, record: Record, field: Field) -> bool:
    """Whether the law forbids to keep the item: above all claims, holds and restrictions."""
    return bool(view.kinds(record)) and view.manifest.items[field.item].prohibited is not None


# --- fields -------------------------------------------------------------------------------------------------


def _of_field(view: View, record: Record, field: Field) -> State:
    return max(given(view, record, field, tie) for tie in about(view, record, field))


@once
def about(view: View, record: Record, field: Field) -> list[Tie | None]:
    """The ties that the field is about; the one nobody, where there is none."""
    return [tie for tie in view.ties(record) if is_about(field, tie)] or [None]


@once
def given(view: View, record: Record, field: Field, tie: Tie | None) -> State:
    """What one tie gives to a field: its claims, and what raises them; a prohibited one gets nothing."""
    if is_prohibited(view, record, field):
        return State.ENDED
    state = max((claim.state for claim in claims(view, record, field, tie)), default=State.ENDED)
    if view.is_kind_unknown(record) or view.is_undeclared(record):
        state = max(state, State.FROZEN)
    if is_held(view, record, field.item):
        state = max(state, State.ARCHIVED)
    if tie is not None and is_clamped(view, tie, field.item):
        state = max(state, State.FROZEN)
    return state


def is_held(view: View, record: Record, item: ItemName | None = None) -> bool:
    """Whether a hold on the record is in force: one of the item, or where none is named, any."""
    return any(
        hold.record == record.ref
        and (item is None or not hold.items or item in hold.items)
        and not _is_released(view, hold)
        for hold in view.facts_with(Effect.HELD)
    )


def _is_released(view: View, hold: Fact) -> bool:
    return any(
        fact.name == hold.name and fact.record in (None, hold.record) and fact.since > hold.since
        for fact in view.facts_with(Effect.RELEASED)
    )


@once
def is_clamped(view: View, tie: Tie, item: ItemName | None = None) -> bool:
    """Whether the person's data may not go now: restricted, or facts that nobody can see may speak of it."""
    return is_restricted(view, tie, item) or view.is_identity_unreadable(tie)


def is_restricted(view: View, tie: Tie, item: ItemName | None = None) -> bool:
    """Whether the person's data is restricted (GDPR Art. 18): that item, or where none is named, any."""
    lifted = [fact.since for fact in view.facts_of(tie, Effect.LIFTED)]
    return any(
        (item is None or not fact.items or item in fact.items)
        and not any(since > fact.since for since in lifted)
        for fact in view.facts_of(tie, Effect.RESTRICTED)
    )


# --- what leads to people -----------------------------------------------------------------------------------


def _of_link(view: View, record: Record) -> State:
    """What any link column of the record has, whoever is found through it."""
    state = State.ENDED
    if view.is_kind_unknown(record) or view.is_undeclared(record):
        state = State.FROZEN
    return max(state, State.ARCHIVED) if is_held(view, record) else state


def _led_through(view: View, record: Record, column: Column) -> Iterator[State]:
    """What is kept stays findable: what the ties that are read through the column, and claims, give it."""
    yield from (given(view, *read) for read in read_through(view, record, column))
    if any(is_clamped(view, tie) for tie in ties_read_through(view, record, column)):
        yield State.FROZEN
    yield from (claim.state for claim in followed_through(view, record, column))


def read_through(view: View, record: Record, column: Column) -> Iterator[tuple[Record, Field, Tie | None]]:
    """
    The fields of records that are about a tie read through this column.

    Where a role that a link column should tell has no tie (the record it points at is gone), the fields
    about that role count as they are.
    """
    for other, tie in view.read_through.get(Datum(record.ref, column), ()):
        fields = [field for field in other.table.fields.values() if is_about(field, tie)]
        yield from ((other, field, tie) for field in fields)
    tied = {tie.role for tie in view.ties(record)}
    for role in _roles(record, column) - tied:
        for field in record.table.fields.values():
            if field.about is None or role in field.about:
                yield from ((record, field, tie) for tie in about(view, record, field))


def ties_read_through(view: View, record: Record, column: Column) -> list[Tie]:
    """The ties of any record that are read through this column."""
    return [tie for _, tie in view.read_through.get(Datum(record.ref, column), ())]


def followed_through(view: View, record: Record, column: Column) -> Iterator[Claim]:
    """The claims that follow a record by a reference of this column, or by a tie read through it."""
    found = view.read_through.get(Datum(record.ref, column), ())
    for followed in view.all:
        ties = [tie for other, tie in found if other is followed]
        for reference in followed.table.references.values():
            is_way = followed is record and column in reference.columns
            if ties or is_way:
                for claim in _following(view, followed, reference):
                    if is_way or claim.tie in ties:
                        yield claim


@once
def _following(view: View, followed: Record, reference: Reference) -> list[Claim]:
    """The claims that follow this record, on the one that it points at by this reference."""
    return [
        claim
        for other in view.pointed_at(followed, reference)
        for field in other.table.fields.values()
        for tie in about(view, other, field)
        for claim in claims(view, other, field, tie)
        if claim.follows == followed.ref
    ]


def _roles(record: Record, column: Column) -> set[RoleName]:
    """The roles of the links that begin with this column of the record's own table."""
    references = record.table.references
    return {
        link.role
        for link in record.table.links
        if (not link.path and link.column == column)
        or (
            link.path and isinstance(link.path[0], Up) and column in references[link.path[0].relation].columns
        )
    }


def claims_on(world: World, at: Instant, datum: Datum) -> list[Claim]:
    """Each claim on the datum: its own, and those that are found through it."""
    view = View(world, world.manifest, at)
    record = view.by_ref[datum.record]
    field = record.table.fields.get(datum.column)
    found: list[Claim] = []
    if field is not None:
        found += [claim for tie in about(view, record, field) for claim in claims(view, record, field, tie)]
    for read in read_through(view, record, datum.column):
        found += [claim for claim in claims(view, *read) if claim not in found]
    return found + list(followed_through(view, record, datum.column))
