"""Records that go as a whole: none of their fields can end while the record stays, so no end of a field matters."""

from collections.abc import Iterator

from troth.claims.plan import conditions_of
from troth.manifest.condition import All, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import TableName
from troth.manifest.stores import Anonymise, Down, Store
from troth.stores.against.report import Side


def goes_whole(side: Side) -> bool:
    """
    Whether a record of the table leaves as soon as one of its fields has ended.

    All its fields are of one item, about the same people, in one role at most, so they end together; nothing
    undeclared holds the record back; and no other record needs it, so that it never stays as a stub.
    """
    table = side.table
    if isinstance(table.at_end, Anonymise) or not side.stored.columns.keys() <= table.declared:
        return False
    alike = {(field.item, field.about) for field in table.fields.values()}
    roles = {link.role for link in table.links}
    return len(alike) == 1 and len(roles) <= 1 and not _is_needed(side)


def _is_needed(side: Side) -> bool:
    """Whether records of other tables (or of this one) can need one of this: they point at it, or ask for it."""
    if side.store.name not in side.report.needed:
        side.report.needed[side.store.name] = frozenset(_needed(side))
    return side.table.name in side.report.needed[side.store.name]


def _needed(side: Side) -> Iterator[TableName]:
    """The tables of a store whose records others can need."""
    for table in side.store.tables.values():
        yield from (reference.table for reference in table.references.values())
    for references in (
        *(table.references for table in side.live.tables.values()),
        *side.live.pointing.values(),
    ):
        yield from (reference.table for reference in references)
    yield from _asked_for(side.store)


def _asked_for(store: Store) -> Iterator[TableName]:
    """The tables whose records answer a condition, or through which somebody is found, from another record."""
    for table in store.tables.values():
        for condition in conditions_of(table):
            yield from _in(condition)
        yield from (step.table for link in table.links for step in link.path if isinstance(step, Down))


def _in(condition: Condition) -> Iterator[TableName]:
    match condition:
        case Exists(name, _, inner):
            yield name
            yield from _in(inner)
        case Not(inner) | OfParent(_, inner):
            yield from _in(inner)
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _in(inner)
        case _:
            return
