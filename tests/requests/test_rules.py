"""What of a record concerns a person, why it is kept, and what tells two people apart."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.sites.shop import NOON
from troth.claims.facts import Effect, Fact
from troth.claims.judged import Claim, Judged, Judgement
from troth.claims.keys import Key, RecordRef
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import Value
from troth.manifest.model import Manifest, Telling
from troth.manifest.names import Column, ItemName, PurposeName, RoleName, StoreName, TableName
from troth.manifest.stores import Table
from troth.requests.model import Person, Why
from troth.requests.rules import Bearing, Reasons, Whose, holding, is_account, roles_of, told_apart, view
from troth.site import declared
from troth.stores.sql.read import Tied

SHOP = Path(__file__).parents[1] / "sites" / "shop"
CUSTOMER, RECIPIENT = RoleName("customer"), RoleName("recipient")
ORDER = RecordRef(StoreName("shop"), TableName("orders"), ("12",))
NO_REASON = Reasons()
ANA = Person(1, frozenset(), frozenset([Key.of("account", "1"), Key.of("email", "ana@example.com")]))


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return declared(SHOP).manifest


def row(state: State = State.ACTIVE, claims: tuple[Claim, ...] = ()) -> Judged:
    values = {
        "email": "e",
        "name": "n",
        "address": "a",
        "gift_name": "g",
        "gift_email": "h",
        "card_code": None,
    }
    context: dict[str, Value] = {
        "id": 12,
        "customer_id": 1,
        "placed_at": date(2026, 1, 1),
        "closed_at": None,
        "status": "open",
    }
    columns = [Column(name) for name in values]
    return Judged(
        ORDER,
        (12,),
        {Column(name): value for name, value in {**values, **context}.items()},
        Judgement(dict.fromkeys(columns, state), has_kind=True),
        claims=dict.fromkeys(columns, claims),
    )


def claim(role: RoleName, state: State) -> Claim:
    return Claim(PurposeName("sales"), None, False, role, state)


def orders(manifest: Manifest) -> Table:
    return manifest.table(StoreName("shop"), TableName("orders"))


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (CUSTOMER, {"email", "name", "address", "card_code"}, {"gift_name", "gift_email"}),
        (RECIPIENT, {"gift_name", "gift_email"}, {"email", "name", "address", "card_code", "customer_id"}),
    ],
)
def test_each_role_sees_what_is_about_it(
    manifest: Manifest, role: RoleName, shown: set[str], hidden: set[str]
) -> None:
    found = holding(view(manifest, orders(manifest), frozenset([role])), row(), NO_REASON, ANA.keys)
    assert found.data.keys() == shown
    assert not hidden & {*found.data, *found.context}
    assert found.key == {"id": 12}
    assert {"placed_at", "status"} <= found.context.keys()


@pytest.mark.parametrize(
    ("state", "roles", "reasons", "unknown", "told"),
    [
        (State.ACTIVE, [(CUSTOMER, State.ACTIVE)], NO_REASON, None, None),
        (State.ENDED, [(CUSTOMER, State.ENDED)], NO_REASON, None, Why.NOTHING),
        (State.ARCHIVED, [(CUSTOMER, State.ENDED)], Reasons(held=None), None, Why.HOLD),
        (State.ACTIVE, [(CUSTOMER, State.ENDED), (RECIPIENT, State.ACTIVE)], NO_REASON, None, Why.OTHERS),
        (State.FROZEN, [], Reasons(restricted=frozenset([ItemName("name")])), None, Why.RESTRICTION),
        (State.FROZEN, [], NO_REASON, Unknown.KIND, Why.PENDING),
        (State.FROZEN, [], NO_REASON, Unknown.WORDS, Why.UNACCEPTED),
    ],
)
def test_what_keeps_a_datum_is_told(
    manifest: Manifest,
    state: State,
    roles: list[tuple[RoleName, State]],
    reasons: Reasons,
    unknown: Unknown | None,
    told: Why | None,
) -> None:
    claims = tuple(claim(role, of_role) for role, of_role in roles)
    seen = view(manifest, orders(manifest), frozenset([CUSTOMER]))
    whys = {} if unknown is None else {Column("name"): unknown}
    judged = row(state, claims)
    judged = judged._replace(judgement=judged.judgement._replace(whys=whys))
    held = holding(seen, judged, reasons, ANA.keys).data[Column("name")]
    assert held.why is told
    assert all(one.role == CUSTOMER and one.state is not State.ENDED for one in held.claims)


def test_only_sure_keys_make_a_record_a_persons() -> None:
    by_key = {key: [ANA] for key in ANA.keys}
    other, hers = Key.of("email", "other@example.com"), Key.of("email", "ana@example.com")
    sure = Tied(CUSTOMER, ((Key.of("account", "1"), True), (other, False)))
    doubtful = Tied(RECIPIENT, ((hers, False),))
    assert roles_of([sure], by_key) == {ANA: {CUSTOMER}}
    assert roles_of([doubtful], by_key) == {}
    assert roles_of([sure, doubtful, Tied(RECIPIENT, ((hers, True),))], by_key) == {
        ANA: {CUSTOMER, RECIPIENT}
    }


def test_records_that_share_their_ties_are_the_same_peoples() -> None:
    ben = Person(2, frozenset(), frozenset([Key.of("email", "ben@example.com")]))
    hers = (Tied(CUSTOMER, ((Key.of("account", "1"), True),)),)
    theirs = (*hers, Tied(RECIPIENT, ((Key.of("email", "ben@example.com"), True),)))
    one, other, third = (ORDER._replace(key=(number,)) for number in "123")
    whose = Whose([ANA, ben], {one: hers, other: theirs, third: hers})
    assert whose.of(one) == whose.of(third) == {ANA: {CUSTOMER}}
    assert whose.of(other) == {ANA: {CUSTOMER}, ben: {RECIPIENT}}


def fact(sequence: int, effect: Effect, *, key: Key | None = None, name: str = "case") -> Fact:
    about = None if key else ORDER
    return Fact(sequence, effect, NOON, NOON, key, about, name=name)


def test_a_hold_ends_with_its_matter() -> None:
    held, other, ended = fact(1, Effect.HELD), fact(2, Effect.RELEASED, name="x"), fact(3, Effect.RELEASED)
    assert Bearing([held]).reasons(row(), []).held is None
    assert Bearing([held, other]).reasons(row(), []).held is None
    assert Bearing([held, other, ended]).reasons(row(), []).held == frozenset()
    assert Bearing([held._replace(items=frozenset([ItemName("name")]))]).reasons(row(), []).held == frozenset(
        [ItemName("name")]
    )


def test_a_restriction_lasts_until_it_is_lifted() -> None:
    key = next(iter(ANA.keys))
    restricted, lifted = fact(1, Effect.RESTRICTED, key=key), fact(2, Effect.LIFTED, key=key)
    assert Bearing([restricted]).reasons(row(), ANA.keys).restricted is None
    assert Bearing([restricted, lifted]).reasons(row(), ANA.keys).restricted == frozenset()
    assert Bearing([restricted]).reasons(row(), []).restricted == frozenset()


def test_accounts_are_told_apart_by_name_and_birth(manifest: Manifest) -> None:
    customers = manifest.table(StoreName("shop"), TableName("customers"))
    assert is_account(customers)
    assert not is_account(orders(manifest))

    def telling(name: str | None, born: date | None) -> dict[str, str]:
        return told_apart(
            manifest, customers, {Column("name"): name, Column("born"): born, Column("email"): "e"}
        )

    assert telling("Ana  DUVAL ", date(1988, 4, 2)) == telling("ana duval", date(1988, 4, 2))
    assert telling("José", None) != telling("Jose", None)
    assert telling(None, None) == {}


def test_what_tells_accounts_apart_is_what_the_manifest_says(manifest: Manifest) -> None:
    """Where one item says it, names of items count no more."""
    customers = manifest.table(StoreName("shop"), TableName("customers"))
    held = {Column("name"): "Ana Duval", Column("email"): "e"}
    email = replace(manifest.items[ItemName("email")], tells_apart=Telling.NAME)
    declared = replace(manifest, items={**manifest.items, email.name: email})
    assert told_apart(manifest, customers, held) == {"names": "ana duval"}
    assert told_apart(declared, customers, held) == {"names": "e"}
