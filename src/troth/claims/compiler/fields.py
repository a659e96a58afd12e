"""The state of a field: the greatest of the claims on it, with what raises its record."""

from troth.claims.compiler.claims import claims_about, unlinked_claims
from troth.claims.compiler.kinds import has_kind, record_floor
from troth.claims.compiler.question import ENDED, Question
from troth.claims.compiler.ties import Tie, is_nobody, over_ties, ties_in
from troth.claims.questions import NOBODY, Const, Number, Row, case, greatest
from troth.manifest.stores import Field, Table


def unless_prohibited(ask: Question, table: Table, row: Row, declared: Field, state: Number) -> Number:
    """The state, but ended where the law forbids to keep the item: above claims, holds and restrictions."""
    if ask.manifest.items[declared.item].prohibited is None:
        return state
    return case((has_kind(ask, table, row), ENDED), otherwise=state)


def field_state(ask: Question, table: Table, row: Row, declared: Field) -> Number:
    """The greatest of the claims on a field, with what raises its record."""
    return ask.once(
        ("field", table.store, table.name, row, declared.item, declared.about),
        lambda: _field_state(ask, table, row, declared),
    )


def _field_state(ask: Question, table: Table, row: Row, declared: Field) -> Number:
    tied = greatest(
        *(
            over_ties(people, claims_about(ask, table, row, people.tie, declared))
            for people in ties_in(ask, table, row, declared.about)
        )
    )
    alone = unlinked_claims(ask, table, row, declared.item)
    claimed = (
        alone
        if tied == Const(NOBODY)
        else case((is_nobody(ask, table, row, declared.about), alone), otherwise=tied)
    )
    return greatest(claimed, record_floor(ask, table, row, declared.item))


def given_to_fields(ask: Question, table: Table, row: Row, tie: Tie) -> Number:
    """What a tie gives to the fields about its role: the greatest."""
    return greatest(
        *(
            unless_prohibited(
                ask,
                table,
                row,
                declared,
                greatest(
                    claims_about(ask, table, row, tie, declared), record_floor(ask, table, row, declared.item)
                ),
            )
            for declared in table.fields.values()
            if declared.about is None or tie.role in declared.about
        )
    )
