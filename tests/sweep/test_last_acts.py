"""Tables whose clock is a person's last act, swept record by record: the plan says what the run does."""

from pathlib import Path

import pytest

from tests.stores.base import Base
from tests.sweep.logs import planned, swept
from tests.sweep.test_sweeps import small_chunks
from tests.verify.test_carried import lived_in
from troth.claims.states import Fate
from troth.manifest.names import StoreName, TableName
from troth.retention.sweep import chunks

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
