"""How many records somebody has: as many as are given to them, on whatever way they are found."""

from collections import Counter
from pathlib import Path

import pytest

from tests.retention.shop import ANA, BEN, NOON, Shop, crowd, shop_in, statements
from troth.requests.erase import Erasure, plan_erasure
from troth.requests.find import finding
from troth.requests.one_person import check_people
from troth.requests.rules import SeveralPeople


def test_as_many_records_are_counted_as_are_given(tmp_path: Path) -> None:
    """Ana and Ben share an address, which is theirs by a path that leads down to it from their accounts."""
    with shop_in(tmp_path).open() as site, finding(site, [frozenset({ANA}), frozenset({BEN})], NOON) as found:
        given = Counter(person for part in found.parts() for row in part.rows for person in row.people)
        assert found.sizes == given
        assert [given[person] for person in found.people] == [8, 5]


def test_records_found_by_a_path_down_count_towards_the_limit(tmp_path: Path) -> None:
    shop = shop_in(tmp_path)
    for limit, is_stopped in (("7", True), ("8", False)):
        with shop.open(TROTH_CLOSURE_LIMIT=limit) as site, finding(site, [frozenset({ANA})], NOON) as found:
            if is_stopped:
                with pytest.raises(SeveralPeople, match="8 records"):
                    check_people(found)
            else:
                check_people(found)


@pytest.mark.parametrize(("limit", "stopped"), [("7", True), ("8", False)])
def test_nobody_is_erased_for_two(tmp_path: Path, limit: str, stopped: bool) -> None:
    with shop_in(tmp_path).open(TROTH_CLOSURE_LIMIT=limit) as site:
        if stopped:
            with pytest.raises(SeveralPeople, match="8 records"):
                plan_erasure(site, Erasure([frozenset({ANA})], NOON))
            assert (
                plan_erasure(site, Erasure([frozenset({ANA})], NOON, is_one_person=True)).planned is not None
            )
        else:
            plan_erasure(site, Erasure([frozenset({ANA})], NOON))


def test_of_several_the_one_with_too_many_is_told_although_the_others_have_few(tmp_path: Path) -> None:
    """Together they have no more than so many people may have, so that all their records are read."""
    with shop_in(tmp_path).open(TROTH_CLOSURE_LIMIT="7") as site, pytest.raises(SeveralPeople) as stopped:
        plan_erasure(site, Erasure([frozenset({BEN}), frozenset({ANA})], NOON))
    assert stopped.value.person.number == 2


@pytest.mark.parametrize(("limit", "is_counted"), [("100", True), ("200", False), ("10000", False)])
def test_records_are_counted_where_there_may_be_too_many(
    tmp_path: Path, limit: str, is_counted: bool
) -> None:
    """The stores estimate 60 rows in all tables with a way to people, and may have looked long ago."""
    shop = estimating(tmp_path)
    with (
        shop.open(TROTH_CLOSURE_LIMIT=limit) as site,
        statements(site, lambda said: "count(*)" in said) as told,
    ):
        plan_erasure(site, Erasure([frozenset({ANA})], NOON))
        assert (told != []) is is_counted


def test_an_estimate_that_has_aged_lets_nobody_be_erased_for_two(tmp_path: Path) -> None:
    shop = estimating(tmp_path)
    lines = ", ".join(f"({n}, 12, 'A cup', '2026-09-30 10:00:00')" for n in range(900, 1100))
    shop.rows(f"INSERT INTO order_lines VALUES {lines}")
    with shop.open(TROTH_CLOSURE_LIMIT="200") as site, pytest.raises(SeveralPeople, match="205 records"):
        plan_erasure(site, Erasure([frozenset({BEN})], NOON))


def estimating(folder: Path) -> Shop:
    """A shop whose stores know how many rows their tables hold."""
    shop = shop_in(folder)
    crowd(shop, 5)
    shop.rows("ANALYZE")
    shop.rows("ANALYZE", store="mailing")
    return shop
