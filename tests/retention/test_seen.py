"""Records that nothing dates: those that the plan of an erasure saw existed when it was granted."""

from pathlib import Path

from tests.retention.hostile import site_of, thing
from tests.retention.shop import ANA, NOON, Shop, fact, later, statements
from troth import audit
from troth.claims.facts import SEEN, Effect
from troth.claims.states import Fate
from troth.retention import plan
from troth.subjects.proof import changed_facts
from troth.subjects.records import all_facts

THINGS = "CREATE TABLE things (id INTEGER PRIMARY KEY, email TEXT, text TEXT, made TIMESTAMP)"
ROW = "INSERT INTO things VALUES ({}, 'ana@example.com', 'x', '2026-11-01 10:00:00')"

UNDATED = thing().replace("        created: made\n", "")


def undated(folder: Path) -> Shop:
    """Things held by contract, none of which says when it came."""
    return site_of(folder, {"things": UNDATED}, THINGS, ROW.format(1))


def test_what_the_plan_of_an_erasure_saw_goes_and_what_comes_after_it_stays(tmp_path: Path) -> None:
    shop = undated(tmp_path)
    made = shop.planned(ANA)
    assert [one.fate for one in made.planned] == [Fate.DELETE]
    assert [(one.effect, one.since) for one in made.facts if one.name == SEEN] == [(Effect.NOTED, NOON)]
    shop.rows(ROW.format(2))
    assert shop.ran(made, later(minutes=1)).is_complete
    assert shop.ids("things") == [2]
    assert shop.planned(ANA, at=later(minutes=2)).total == 1  # asked again, and seen now


def test_a_record_that_comes_under_the_key_of_one_that_went_was_not_seen(tmp_path: Path) -> None:
    shop = undated(tmp_path)
    assert shop.ran(shop.planned(ANA), later(minutes=1)).is_complete
    shop.rows(ROW.format(1))
    assert (
        shop.planned(at=later(minutes=2)).planned == ()
    )  # whether it was there when all was granted, nobody knows
    with shop.open() as site, site.database.reading() as tx:
        known = all_facts(tx, site.name)
        assert {one.effect for one in known.known} == {Effect.ERASED}
        assert not known.are_behind
        assert list(changed_facts(tx, site.name)) == []
        [done] = [one for one in audit.records(tx, site.name) if one.event == "store.done"]
    assert done.body is not None
    assert done.body["notes_forgotten"] == 1


def test_of_an_erasure_granted_earlier_a_plan_can_say_nothing(tmp_path: Path) -> None:
    shop = undated(tmp_path)
    shop.recorded(fact(Effect.ERASED, ANA))
    assert shop.planned(at=later(minutes=1)).planned == ()


def test_only_a_table_whose_records_were_noted_is_judged_again(tmp_path: Path) -> None:
    dated = THINGS.replace("things", "dated"), ROW.format(1).replace("things", "dated")
    shop = site_of(tmp_path, {"things": UNDATED, "dated": thing()}, THINGS, ROW.format(1), *dated)
    with shop.open() as site, statements(site) as sent:
        made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
    assert {one.fate for one in made.planned} == {Fate.DELETE}
    assert made.total == 2
    asked = {name: sum(f'FROM "{name}" AS t1' in one for one in sent) for name in ("things", "dated")}
    assert asked["things"] == asked["dated"] + 1
