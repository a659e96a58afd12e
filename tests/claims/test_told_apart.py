"""Small worlds over which the interpreter and the compiler once did not agree."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.claims.build import (
    ANAS,
    DUTY,
    Rows,
    at,
    clock,
    day,
    fact,
    latest,
    link,
    manifest,
    purpose,
    record,
    span,
    table,
    world,
)
from tests.claims.materialise import Bench, sqlite_bench
from tests.claims.test_agreement import differences, interpreted
from troth.claims.facts import Effect
from troth.claims.world import ColumnType, LiveTable, Row, TableRef, World
from troth.manifest.names import Column, StoreName, TableName


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """SQLite: a mistake of the compiler is one on every database."""
    bench = sqlite_bench()
    yield bench
    bench.close()


def assert_agreed(bench: Bench, asked: World, on: str) -> None:
    """Both give the same states, rows and notes."""
    schema = {ref: _typed(live, asked.rows[ref]) for ref, live in asked.schema.items()}
    rows = {
        ref: tuple({c: row.get(c) for c in schema[ref].columns} for row in asked.rows[ref]) for ref in schema
    }
    assert not [*differences(bench, interpreted(replace(asked, schema=schema, rows=rows), at(on)))]


def _typed(live: LiveTable, rows: tuple[Row, ...]) -> LiveTable:
    """The table with columns of the types that its rows hold."""

    def kind(column: Column) -> ColumnType:
        held = [row.get(column) for row in rows]
        if any(isinstance(value, date) for value in held):
            return ColumnType.DATE
        return ColumnType.INTEGER if any(isinstance(value, int) for value in held) else ColumnType.TEXT

    columns = {column: replace(one, type=kind(column)) for column, one in live.columns.items()}
    return replace(live, columns=columns)


def test_a_note_on_a_record_that_no_act_changes_counts_when_its_clock_is_read(bench: Bench) -> None:
    """Ana's only visit goes. Her last contact was noted before, later than that visit: nothing is lost."""
    people = table("people", {"name": "name"}, link(), clocks={"it": latest("visits.at")})
    visits = table("visits", {"page": "page"}, link(), clocks={"at": clock("at")})
    purposes = [purpose("p", DUTY, "visits", active=span("at", "P1Y")), purpose("q", DUTY, "people")]
    given: Rows = {
        "people": [{**ANAS, "name": "Ana"}],
        "visits": [{**ANAS, "page": "/", "at": day("2020-06-01")}],
    }
    noted = fact(Effect.NOTED, "2025-06-01", record("people", 1), name="it")
    assert_agreed(bench, world(manifest([people, visits], purposes), given, noted), "2026-01-01")


def test_two_stores_may_each_have_a_table_of_one_name(bench: Bench) -> None:
    """Ana is a customer of the shop, whose table keeps her row; Ben's in the blog's has no claim, and goes."""
    shop = table("people", {"email": "email"}, link(), kinds={"customer": None})
    blog = table("people", {"mail": "email"}, link("mail"), kinds={"reader": None}, store="blog")
    declared = manifest([shop, blog], [purpose("p", DUTY, "customer")])
    name = TableName("people")
    rows: dict[TableRef, tuple[Row, ...]] = {
        (StoreName("shop"), name): ({Column("id"): 1, Column("email"): "ana@x.fr"},),
        (StoreName("blog"), name): ({Column("id"): 1, Column("mail"): "ben@x.fr"},),
    }
    assert_agreed(bench, replace(world(declared, {}), rows=rows), "2026-01-01")
