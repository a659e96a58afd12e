"""Which fact ends which."""

from itertools import permutations

import pytest

from tests.database.own import NOON, later
from troth.claims.facts import Effect, Fact
from troth.claims.keys import Key, RecordRef
from troth.manifest.names import ItemName, PurposeName, StoreName, TableName
from troth.subjects.model import Identity
from troth.subjects.rules import CannotEnd, end_of, ending, joined

ANA, BEA = Key.of("email", "ana@example.com"), Key.of("email", "bea@example.com")
ORDER = RecordRef(StoreName("shop"), TableName("orders"), ("7",))
NEWS = frozenset({PurposeName("newsletter")})

HOLD = Fact(3, Effect.HELD, NOON, NOON, record=ORDER, name="dispute", items=frozenset({ItemName("email")}))
EVENT = Fact(4, Effect.HAPPENED, NOON, NOON, ANA, name="account closed")
CONSENT = Fact(5, Effect.GIVEN, NOON, NOON, ANA, purposes=NEWS, name="wording 3")
RESTRICTION = Fact(6, Effect.RESTRICTED, NOON, NOON, ANA, items=frozenset({ItemName("email")}))


@pytest.mark.parametrize(
    ("fact", "effect", "name"),
    [
        (HOLD, Effect.RELEASED, "dispute"),
        (EVENT, Effect.CANCELLED, "account closed"),
        (CONSENT, Effect.WITHDRAWN, ""),
        (RESTRICTION, Effect.LIFTED, ""),
    ],
    ids=lambda value: value.effect.value if isinstance(value, Fact) else "",
)
def test_a_fact_is_ended_by_one_of_the_same_key_record_and_purposes(
    fact: Fact, effect: Effect, name: str
) -> None:
    end = ending(fact, later(days=1), later(days=2), ground="settled", by="bea")
    assert (end.effect, end.name) == (effect, name)
    assert (end.key, end.record, end.purposes) == (fact.key, fact.record, fact.purposes)
    assert (end.since, end.recorded, end.ground, end.by) == (later(days=1), later(days=2), "settled", "bea")
    assert end_of(fact, [fact, end.numbered(9)]) == end.numbered(9)


def test_lifting_a_restriction_lifts_it_from_every_item() -> None:
    assert ending(RESTRICTION, NOON, NOON, "", "").items == frozenset()


@pytest.mark.parametrize(
    "effect", sorted(set(Effect) - {fact.effect for fact in (HOLD, EVENT, CONSENT, RESTRICTION)}, key=str)
)
def test_everything_else_stays_and_says_what_to_do(effect: Effect) -> None:
    with pytest.raises(CannotEnd, match=rf"fact 8 \({effect.value}\) cannot be ended: .+"):
        ending(Fact(8, effect, NOON, NOON, ANA), NOON, NOON, "", "")


def test_nothing_ends_before_it_began() -> None:
    with pytest.raises(CannotEnd, match="it began only at 2026-03-01"):
        ending(CONSENT, later(days=-1), NOON, "", "")


def test_what_ends_another_does_not_end_this_one() -> None:
    others = [
        Fact(9, Effect.WITHDRAWN, later(days=1), NOON, BEA, purposes=NEWS),
        Fact(9, Effect.WITHDRAWN, later(days=1), NOON, ANA, purposes=frozenset({PurposeName("ads")})),
        Fact(9, Effect.WITHDRAWN, later(days=-1), NOON, ANA, purposes=NEWS),
        Fact(9, Effect.LIFTED, later(days=1), NOON, ANA),
    ]
    assert end_of(CONSENT, others) is None
    assert end_of(HOLD, [Fact(9, Effect.RELEASED, later(days=1), NOON, record=ORDER, name="audit")]) is None


def test_a_matter_is_released_at_once_for_all_its_records() -> None:
    release = Fact(9, Effect.RELEASED, later(days=1), NOON, name="dispute")
    assert end_of(HOLD, [release]) == release


def test_the_first_end_counts() -> None:
    ends = [Fact(n, Effect.WITHDRAWN, later(days=n), NOON, ANA) for n in (9, 8)]
    assert end_of(CONSENT, ends) == ends[1]


def test_identities_that_share_a_key_are_one_in_whatever_order_they_come() -> None:
    keys = [frozenset({Key.of("account", n), Key.of("account", n + 1)}) for n in (1, 3, 2, 7)]
    for order in permutations(keys):
        found = {identity.keys for identity in joined([Identity(keys) for keys in order])}
        assert found == {frozenset(Key.of("account", n) for n in (1, 2, 3, 4)), keys[3]}


def test_an_identity_without_keys_is_nobodys() -> None:
    assert joined([Identity(frozenset(), frozenset({ORDER}))]) == []
