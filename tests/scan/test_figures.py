"""How right drafts are on schemas with a known truth: the figures of docs/reference/scan.md."""

from collections.abc import Callable

import pytest

from tests.scan import building
from tests.scan.drafts import drafted
from tests.scan.scoring import Figure, Truth, score
from tests.stores.base import Base
from troth.manifest.draft.drafting import draft
from troth.manifest.draft.evidence import Seen, SeenColumn, SeenTable
from troth.manifest.names import Column, StoreName, TableName

HELD_OUT = ("hosting", "locations", "cabinet", "desk", "club", "borrowed")
TUNED = ("boutique", "saas", "clinique")
MIXED = ("homehelp", "startup")  # both languages, without foreign keys: people are pointed at in many ways


@pytest.mark.parametrize("rows", [0, 60])
@pytest.mark.parametrize("name", TUNED)
def test_schemas_that_the_rules_were_written_on(
    name: str, rows: int, database: Callable[[str, int], str]
) -> None:
    found = score(drafted(database(name, rows)), building.truth(building.schema(name)))
    assert found.all_items.precision >= (0.97 if rows else 0.94), found.wrong
    assert found.all_items.recall >= (0.97 if rows else 0.93), found.wrong
    assert found.links.f1 >= 0.97, found.wrong


@pytest.mark.parametrize("rows", [0, 60])
@pytest.mark.parametrize("name", HELD_OUT)
def test_schemas_that_were_held_out_lose_nothing_since(
    name: str, rows: int, database: Callable[[str, int], str]
) -> None:
    found = score(drafted(database(name, rows)), building.truth(building.schema(name)))
    assert found.all_items.precision >= 0.95, found.wrong
    assert found.all_items.recall >= (0.95 if rows else 0.85), found.wrong
    assert found.links.f1 >= 0.83, found.wrong


@pytest.mark.parametrize("rows", [0, 60])
@pytest.mark.parametrize("name", MIXED)
def test_schemas_in_both_languages_at_once(name: str, rows: int, database: Callable[[str, int], str]) -> None:
    found = score(drafted(database(name, rows)), building.truth(building.schema(name)))
    assert found.all_items.precision >= (0.97 if rows else 0.95), found.wrong
    assert found.all_items.recall >= (0.95 if rows else 0.87), found.wrong
    assert found.links.f1 >= 0.75, found.wrong


@pytest.mark.parametrize("rows", [0, 60])
@pytest.mark.parametrize("name", ["plombier", "opticien"])
def test_grown_schemas_of_small_firms(name: str, rows: int, database: Callable[[str, int], str]) -> None:
    found = score(drafted(database(name, rows)), building.truth(building.schema(name)))
    assert found.found.precision >= 0.95, found.wrong
    assert found.found.f1 >= 0.85, found.wrong
    assert found.links.f1 >= 0.75, found.wrong


@pytest.mark.parametrize("rows", [0, 8, 60])
def test_what_only_looks_like_people_is_left_alone(rows: int, database: Callable[[str, int], str]) -> None:
    found = score(drafted(database("nobody", rows)), building.truth(building.schema("nobody")))
    assert found.all_items.wrong <= 2, found.wrong  # a range of goods that is called after women
    assert found.links.wrong == 0, found.wrong


def test_another_engine_gives_the_same_figures(postgresql: Base) -> None:
    tables = building.schema("boutique")
    building.make(postgresql.url, tables, 60)
    found = score(drafted(postgresql.url), building.truth(tables))
    assert found.all_items.f1 >= 0.97, found.wrong


def test_a_score_counts_what_is_right_wrong_and_missed() -> None:
    columns = {Column(name): SeenColumn(Column(name), "text") for name in ("email", "phone", "status")}
    table = SeenTable(TableName("customers"), columns)
    made = draft(Seen(StoreName("s"), "", "sqlite", {table.name: table}))
    found = score(made, Truth({"customers.email": "email", "customers.status": "taste"}))
    assert found.items == {"email": Figure(right=1), "phone": Figure(wrong=1), "taste": Figure(missed=1)}
    assert (found.found.precision, found.found.recall) == (0.5, 0.5)
