"""Records that nothing dates: those that the plan of an erasure saw existed when it was granted."""

from pathlib import Path

from tests.retention.hostile import site_of, thing
from tests.retention.shop import ANA, NOON, Shop, fact, later
from troth.claims.facts import SEEN, Effect
from troth.claims.states import Fate

THINGS = "CREATE TABLE things (id INTEGER PRIMARY KEY, email TEXT, text TEXT, made TIMESTAMP)"
ROW = "INSERT INTO things VALUES ({}, 'ana@example.com', 'x', '2026-11-01 10:00:00')"


def undated(folder: Path) -> Shop:
    """Things held by contract, none of which says when it came."""
    table = thing().replace("        created: made\n", "")
    return site_of(folder, {"things": table}, THINGS, ROW.format(1))


def test_what_the_plan_of_an_erasure_saw_goes_and_what_comes_after_it_stays(tmp_path: Path) -> None:
    shop = undated(tmp_path)
    made = shop.planned(ANA)
    assert [one.fate for one in made.planned] == [Fate.DELETE]
    assert [(one.effect, one.since) for one in made.facts if one.name == SEEN] == [(Effect.NOTED, NOON)]
    shop.rows(ROW.format(2))
    assert shop.ran(made, later(minutes=1)).is_complete
    assert shop.ids("things") == [2]
    assert shop.planned(ANA, at=later(minutes=2)).total == 1  # asked again, and seen now


def test_of_an_erasure_granted_earlier_a_plan_can_say_nothing(tmp_path: Path) -> None:
    shop = undated(tmp_path)
    shop.recorded(fact(Effect.ERASED, ANA))
    assert shop.planned(at=later(minutes=1)).planned == ()
