"""The main journey on each server, and over stores of different kinds in one site."""

from pathlib import Path

import pytest

from tests.retention.shop import (
    ANA,
    BEN,
    CLEO,
    NOON,
    Shop,
    crowd,
    fact,
    later,
    record,
    shop_in,
    statements,
    upheld,
)
from tests.stores.base import Base
from troth.claims.facts import Effect
from troth.retention import kept, plan, run

TABLES = ("addresses", "customers", "orders", "order_lines", "invoices", "service_requests")


@pytest.fixture(params=["postgresql", "mariadb"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """The shop on a server, its subscribers in an SQLite file."""
    base: Base = request.getfixturevalue(request.param)
    return shop_in(tmp_path, {"shop": base.url})


def everything(shop: Shop) -> list[object]:
    """All rows of both stores, as texts (instants differ in type from engine to engine)."""
    found = [
        [tuple(map(str, row)) for row in shop.rows(f"SELECT * FROM {name} ORDER BY 1")] for name in TABLES
    ]
    return [*found, shop.rows("SELECT * FROM subscribers ORDER BY 1", store="mailing")]


def test_a_server_comes_to_what_a_file_comes_to(served: Shop, shop: Shop) -> None:
    for one in (served, shop):
        one.recorded(fact(Effect.HELD, record=record("shop.order_lines", 131), name="case 7"))
    there, here = served.planned(ANA, CLEO), shop.planned(ANA, CLEO)
    assert set(there.planned) == set(here.planned)
    assert set(there.stays) == set(here.stays)
    assert (there.undecided, there.candidates) == (here.undecided, here.candidates)
    assert served.ran(there).stores == shop.ran(here).stores
    assert everything(served) == everything(shop)
    decided = [upheld(CLEO), fact(Effect.RELEASED, record=record("shop.order_lines", 131), name="case 7")]
    assert served.erased(CLEO, facts=decided).stores == shop.erased(CLEO, facts=decided).stores
    assert everything(served) == everything(shop)
    assert served.planned(ANA, CLEO, at=later(minutes=1)).planned == ()
    assert set(served.planned(BEN).planned) == set(shop.planned(BEN).planned)


def test_the_number_of_statements_is_the_same_for_any_number_of_people(served: Shop) -> None:
    keys = crowd(served, 101)
    counts = []
    with served.open(TROTH_BRAKE_SHARE="1", TROTH_BRAKE_FLOOR="0", TROTH_BRAKE_FACTOR="1000") as site:
        with site.stores.reading():
            pass
        for some in (keys[:1], keys[1:]):
            facts = [new for key in some for new in (fact(Effect.ERASED, key), upheld(key))]
            with statements(site) as sent:
                made = plan.make(site, some, NOON, facts)
                kept.keep(site, made)
                assert made.total == 7 * len(some)
                assert run.carry_out(site, made.id, NOON).is_complete
            counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_server_that_closes_the_session_in_the_middle_has_done_nothing(
    postgresql: Base, tmp_path: Path
) -> None:
    """As a server does that is restarted; the file beside it does its part, and the run can be taken up again."""
    shop = shop_in(tmp_path, {"shop": postgresql.url})
    postgresql.run(
        "CREATE TABLE restarting (now integer)",
        "CREATE FUNCTION restart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT FROM restarting) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; "
        "RETURN OLD; END $$",
        "CREATE TRIGGER restart BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION restart()",
    )
    made = shop.planned(ANA)
    before = everything(shop)
    postgresql.run("INSERT INTO restarting VALUES (1)")
    with shop.open() as site:
        outcome = run.carry_out(site, made.id, NOON)
    postgresql.run("DELETE FROM restarting")
    there, file = outcome.stores
    assert there.failure is not None
    assert "went away in the middle of the work" in there.failure.words
    assert file.failure is None
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]
    assert shop.ran(made, later(minutes=5)).is_complete
    assert shop.ids("orders") == [12, 13]
