"""Records written with gaps for their values are those that `json.dumps` writes."""

import json
from datetime import UTC, date, datetime

import pytest

from troth.claims.judged import Claim
from troth.claims.keys import Key
from troth.claims.states import State
from troth.claims.world import Value
from troth.manifest.names import Column, PurposeName, RoleName
from troth.requests.as_json import Telling
from troth.requests.model import Form, Held, Why

CUSTOMER = RoleName("customer")
ODD, CARD, ID, AT = Column('100% "sure"'), Column("card"), Column("id"), Column("at")
SALES, LEGAL = (Claim(PurposeName(name), None, False, CUSTOMER, State.ACTIVE) for name in ("sales", "legal"))
HELD = Held(None, State.ACTIVE, (SALES, LEGAL), Why.HOLD)
FORM = Form(
    (ID,),
    frozenset([CUSTOMER]),
    {ODD: HELD, CARD: Held(None, State.ENDED, (SALES,), Why.NOTHING, is_withheld=True)},
    (AT,),
)
VALUES: list[tuple[Value, object]] = [
    ('é "%s" \\ \U0001f600 \n', 'é "%s" \\ \U0001f600 \n'),
    (-7, -7),
    (date(2026, 1, 31), "2026-01-31"),
    (datetime(2026, 1, 31, 12, tzinfo=UTC), "2026-01-31T12:00:00+00:00"),
    (True, True),
    ("null", "null"),
]


@pytest.mark.parametrize(("value", "told"), VALUES)
def test_every_value_is_told_as_json_has_it(value: Value, told: object) -> None:
    claims: dict[Claim, int] = {LEGAL: 0}
    values = {ID: 1, ODD: value, CARD: "4111", AT: value}
    kept = {"state": "active", "claims": [1, 0], "kept_for": "hold"}
    withheld = {"value": None, "state": "ended", "claims": [1], "kept_for": "nothing", "withheld": True}
    expected = {
        "key": {"id": 1},
        "roles": ["customer"],
        "data": {ODD: {"value": told, **kept}, "card": withheld},
        "context": {"at": told},
    }
    assert Telling().record(FORM, values, claims) == json.dumps(expected)
    assert claims == {LEGAL: 0, SALES: 1}


def test_records_of_one_form_are_told_to_each_person_with_their_own_numbers() -> None:
    telling = Telling()
    values: dict[Column, Value] = {ID: 1, ODD: "x", CARD: None, AT: None}
    ana, ben = ({SALES: 0, LEGAL: 1}, {LEGAL: 0, SALES: 1})
    assert json.loads(telling.record(FORM, values, ana))["data"][ODD]["claims"] == [0, 1]
    assert json.loads(telling.record(FORM, values, ben))["data"][ODD]["claims"] == [1, 0]


def test_nothing_keeps_or_withholds_what_is_not_there() -> None:
    told = json.loads(Telling().record(FORM, {ID: 1, ODD: None, CARD: None, AT: None}, {}))
    assert told["data"] == {
        ODD: {"value": None, "state": "active", "claims": [0, 1]},
        "card": {"value": None, "state": "ended", "claims": [0]},
    }


def test_a_claim_with_a_day_for_each_person_is_told_with_theirs() -> None:
    ana, ben = Key.of("email", "ana@example.com"), Key.of("email", "ben@example.com")
    days = ((frozenset([ana]), date(2027, 1, 1)), (frozenset([ben]), date(2028, 1, 1)))
    of_both = SALES._replace(until=date(2028, 1, 1), untils=days)
    form = Form((), frozenset([CUSTOMER]), {ODD: Held(None, State.ACTIVE, (of_both,))}, ())
    assert form.of([ana]).data[ODD].claims == (SALES._replace(until=date(2027, 1, 1)),)
    assert FORM.of([ana]) is FORM
