"""What raises a record whoever it is about: an unknown or unsettled kind, and holds."""

from troth.claims.compiler.question import ARCHIVED, ENDED, Question
from troth.claims.compiler.rows import is_met, record_text
from troth.claims.questions import YES, IsCarried, IsUnknown, Number, Row, Test, case, greatest, some
from troth.claims.unknown import Unknown
from troth.manifest.names import ItemName, KindName
from troth.manifest.stores import Table


def record_floor(ask: Question, table: Table, row: Row, item: ItemName) -> Number:
    """What raises a datum whoever it is about: an unknown or unsettled kind, and holds."""
    return greatest(kind_floor(ask, table, row), hold_on(ask, table, row, item))


def kind_floor(ask: Question, table: Table, row: Row) -> Number:
    """At least frozen where the record's kind is unknown, none, or not settled."""
    kinds = kinds_of(ask, table, row)
    unsettled = some(*(test for kind, test in kinds.items() if kind in ask.manifest.unsettled))
    unknown = some(*(IsUnknown(test) for test in kinds.values() if test != YES))
    return case(
        (unknown, ask.frozen(Unknown.KIND)),
        (unsettled, ask.frozen(Unknown.UNSETTLED)),
        (some(*kinds.values()), ENDED),
        otherwise=ask.frozen(Unknown.NO_KIND),
    )


def has_kind(ask: Question, table: Table, row: Row) -> Test:
    return some(*kinds_of(ask, table, row).values())


def kinds_of(ask: Question, table: Table, row: Row) -> dict[KindName, Test]:
    """For each kind of the table, whether the row is of it."""
    return ask.once(
        ("kinds", table.store, table.name, row),
        lambda: {
            kind: YES if condition is None else is_met(ask.manifest, table, row, condition)
            for kind, condition in table.kinds.items()
        },
    )


def hold_on(ask: Question, table: Table, row: Row, item: ItemName | None) -> Number:
    """A hold on the record: on the item, or on any where none is given (GDPR Art. 17(3)(e))."""
    who = record_text(table, row)
    carries = [ask.carry(("held", table.store, table.name, name), who) for name in told_names(ask, item)]
    return case((some(*(IsCarried(carry) for carry in carries if carry)), ARCHIVED), otherwise=ENDED)


def told_names(ask: Question, item: ItemName | None) -> list[str]:
    """How an item is named in slots; without item, every name there may be."""
    return sorted({*ask.carried.told_apart, ""}) if item is None else [ask.carried.item(item)]
