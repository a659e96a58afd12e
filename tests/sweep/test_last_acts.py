"""Tables whose clock is a person's last act, swept record by record: the plan says what the run does."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from tests.retention.shop import NOON, fact, record
from tests.stores.base import Base
from tests.sweep.logs import planned, swept
from tests.sweep.test_sweeps import small_chunks
from tests.verify.test_carried import lived_in
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.database.transactions import Transaction
from troth.manifest.names import StoreName, TableName
from troth.retention.sweep import chunks, gone, run
from troth.subjects.proof import changed_facts
from troth.subjects.records import all_facts, forget_notes

SHOP = StoreName("shop")
MANY = 120  # people with one act and one place each; half of these acts lie far back


@pytest.mark.parametrize("most", [40, chunks.MOST])
def test_what_goes_with_others_is_planned_as_going(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """However few records are decided together, a person whose acts all go is not planned as needed by these."""
    monkeypatch.setattr(chunks, "MOST", most)
    shop = lived_in(base, tmp_path, MANY)
    made = planned(shop)
    counts = {TableName(name): {Fate.DELETE: MANY // 2} for name in ("acts", "people", "places")}
    assert made.counts == {(SHOP, name): of_table for name, of_table in counts.items()}
    [done] = swept(shop, made).stores
    assert done.counts == counts


def test_windows_of_a_few_rows_say_the_same(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lived_in(base, tmp_path, MANY)
    at_once = planned(shop)
    small_chunks(monkeypatch)
    assert planned(shop).counts == at_once.counts


def test_what_was_noted_of_a_record_that_went_says_nothing_of_a_later_one(base: Base, tmp_path: Path) -> None:
    """A key may come again: of whoever has it then nobody knows a last act."""
    shop = lived_in(base, tmp_path, 4)
    swept(shop, planned(shop))
    with shop.open() as site, site.stores[SHOP].engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO people VALUES (1, 'p1@x.fr', 'anew', NULL)")
        connection.commit()
    assert planned(shop).counts == {}
    with shop.open() as site, site.database.reading() as tx:
        assert not all_facts(tx, site.name).known


def test_a_sweep_forgets_what_was_noted_about_records_that_others_removed(base: Base, tmp_path: Path) -> None:
    """What else was recorded about them stays, though the same data key sealed it; so does what it cannot look for."""
    shop = lived_in(base, tmp_path, 4)
    there, gone, odd = (record("shop.people", key) for key in (0, 99, "no number"))
    noted = [fact(Effect.NOTED, record=one, name="made", by="troth") for one in (there, gone, odd)]
    shop.recorded(*noted, fact(Effect.HELD, record=gone, name="case 7"))
    swept(shop)
    with shop.open() as site, site.database.reading() as tx:
        known = all_facts(tx, site.name).known
        assert list(changed_facts(tx, site.name)) == []
    told = {(one.effect, one.record) for one in known}
    assert told == {(Effect.NOTED, there), (Effect.NOTED, odd), (Effect.HELD, gone)}


def test_killed_while_it_forgets_the_same_plan_forgets_the_rest(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lived_in(base, tmp_path, 6)
    made = planned(shop)
    monkeypatch.setattr(gone, "_AT_ONCE", 1)
    asked = list[int]()

    def killed(tx: Transaction, site: str, numbers: Collection[int]) -> None:
        asked.extend(numbers)
        if len(asked) > 2:
            raise KeyboardInterrupt
        forget_notes(tx, site, numbers)

    with monkeypatch.context() as patch:
        patch.setattr(run, "forget_notes", killed)
        with pytest.raises(KeyboardInterrupt):
            swept(shop, made)
    assert swept(shop, made, NOON + timedelta(hours=1)).is_complete
    with shop.open() as site, site.database.reading() as tx:
        assert len(asked) == 3
        assert not all_facts(tx, site.name).known
        assert list(changed_facts(tx, site.name)) == []
