"""What a question cannot answer is left out of it before any store is asked."""

from troth.claims import questions as ask
from troth.claims.compiler.question import ACTIVE, ENDED, FROZEN
from troth.manifest.names import Column, KeyType, TableName

ROW = ask.Base("r", TableName("orders"))
ONE, OTHER = (ask.IsAbsent(ask.Cell(ROW, Column(name))) for name in ("placed", "closed"))
BELOW = ask.Base("b", TableName("items"))
ITEMS = ask.Pointing(BELOW, BELOW, ((Column("order_id"), ask.Cell(ROW, Column("id"))),))
NOBODY = ask.Const(ask.NOBODY)
STATE = ask.case((ONE, FROZEN), otherwise=ENDED)


def test_what_is_no_greater_than_a_constant_is_not_asked() -> None:
    is_there = ask.case((ONE, NOBODY), otherwise=ENDED)
    assert ask.greatest(is_there, ENDED) == ENDED
    assert ask.greatest(ask.GreatestOver(ITEMS, is_there), ENDED) == ENDED
    assert ask.greatest(STATE, is_there, FROZEN) == FROZEN
    over = ask.GreatestOver(ITEMS, ask.case((ONE, NOBODY), otherwise=ACTIVE))
    assert ask.greatest(over, is_there, FROZEN) == ask.Greatest((over, FROZEN))


def test_that_all_has_ended_is_not_said_beside_a_state() -> None:
    assert ask.greatest(STATE, ENDED) == STATE
    assert ask.greatest(ask.case((OTHER, ACTIVE), otherwise=STATE), ENDED) == ask.Case(
        ((OTHER, ACTIVE),), STATE
    )
    maybe_nobody = ask.case((ONE, NOBODY), otherwise=ACTIVE)
    assert ask.greatest(maybe_nobody, ENDED) == ask.Greatest((maybe_nobody, ENDED))


def test_of_two_that_were_asked_one_by_one_neither_is_asked_again() -> None:
    third = ask.IsAbsent(ask.KeyText(KeyType("email"), ask.Cell(ROW, Column("email")), is_normalised=True))
    either = ask.Some((ask.Some((ONE, OTHER)), ONE))
    assert ask.case((ONE, ACTIVE), (OTHER, FROZEN), (either, ACTIVE), (third, FROZEN), otherwise=ENDED) == (
        ask.Case(((ONE, ACTIVE), (OTHER, FROZEN), (third, FROZEN)), ENDED)
    )
    assert ask.case((ONE, ACTIVE), (either, FROZEN), otherwise=ENDED) == (
        ask.Case(((ONE, ACTIVE), (either, FROZEN)), ENDED)
    )


def test_what_is_known_by_then_is_not_asked_again() -> None:
    inner = ask.case((ONE, FROZEN), (OTHER, ACTIVE), otherwise=ENDED)
    assert ask.case((ONE, inner), otherwise=ACTIVE) == ask.Case(((ONE, FROZEN),), ACTIVE)
    assert ask.case((ONE, ACTIVE), otherwise=inner) == ask.Case(
        ((ONE, ACTIVE),), ask.Case(((OTHER, ACTIVE),), ENDED)
    )
    beside = ask.greatest(inner, ask.GreatestOver(ITEMS, STATE))
    assert ask.case((ONE, NOBODY), otherwise=beside) == ask.Case(
        ((ONE, NOBODY),),
        ask.greatest(ask.case((OTHER, ACTIVE), otherwise=ENDED), ask.GreatestOver(ITEMS, STATE)),
    )
