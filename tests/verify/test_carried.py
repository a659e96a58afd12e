"""What is carried to a store is found there at once: facts, and what everybody's records show of their last act."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from tests.retention.hostile import site_of, thing
from tests.retention.shop import Shop, fact, record
from tests.stores.base import Base
from tests.stores.conftest import base, mariadb, postgresql, sqlite
from tests.verify.test_engines import NOON, TEXT, TIME, plain, text_of
from troth.claims.compiler.acts import are_told
from troth.claims.facts import Effect
from troth.manifest.names import ClockName, StoreName, TableName
from troth.manifest.period import Period
from troth.retention.acts import acts_of_everybody
from troth.retention.sweep.plan import make
from troth.retention.terms import surveying
from troth.verify.gather import gathered
from troth.verify.verify import verify

__all__ = ["base", "mariadb", "postgresql", "sqlite"]

PLACES = """\
        key: id
        kind: thing
        fields: {text: text}
        links:
          - {role: owner, key: email, column: email, through: [people.place], verified: link, normalised: true}
        clocks:
          made: {latest: [shop.acts.at]}
"""
PEOPLE = """\
        key: id
        kind: thing
        fields: {email: email, text: text}
        references: {place: place -> places.id}
        links:
          - {role: owner, key: email, column: email, verified: link, normalised: true}
        clocks:
          made: {latest: [shop.acts.at]}
"""
ACTS = """\
        key: id
        kind: thing
        fields: {text: text}
        impersonal: [at]
        references: {person: person -> people.id}
        links:
          - {role: owner, key: email, column: email, through: [person], verified: link, normalised: true}
        clocks:
          made: at
"""
MADE = (
    *("DROP TABLE IF EXISTS acts", "DROP TABLE IF EXISTS people", "DROP TABLE IF EXISTS places"),
    "CREATE TABLE places (id INTEGER PRIMARY KEY, text {text})",
    "CREATE TABLE people (id INTEGER PRIMARY KEY, email {text}, text {text}, place INTEGER)",
    "CREATE TABLE acts (id INTEGER PRIMARY KEY, person INTEGER, text {text}, at {time})",
    "CREATE INDEX people_email ON people (email)",
    "CREATE INDEX people_place ON people (place)",
    "CREATE INDEX acts_person ON acts (person)",
)


def lived_in(server: Base, folder: Path, count: int) -> Shop:
    """
    So many people, each in a place and with one act; every other one's lies far back.

    No index leads to a person by their address, so that the store cannot tell which acts are theirs.
    """
    made = [
        one.format(text=TEXT[server.dialect], time=TIME[server.dialect])
        for one in MADE
        if "people_email" not in one
    ]
    for number in range(count):
        at = "2020-05-01 10:00:00" if number % 2 else "2026-05-01 10:00:00"
        made += [
            f"INSERT INTO places VALUES ({number}, 'x')",
            f"INSERT INTO people VALUES ({number}, 'p{number}@x.fr', 'x', {number})",
            f"INSERT INTO acts VALUES ({number}, {number}, 'x', '{at}')",
        ]
    return site_of(folder, {"places": PLACES, "people": PEOPLE, "acts": ACTS}, *made, url=server.url)


AT = (
    *("2020-05-01 10:00:00", "2023-11-22 00:00:00", "2026-05-01 10:00:00", "2026-11-21 23:59:59"),
    *("1900-01-01 00:00:00", "2090-01-01 00:00:00", None),
)
EMAILS = ("a@x.fr", "b@x.fr", "c@x.fr", "", None)


def by_chance(server: Base, folder: Path, seed: int) -> Shop:
    """People who share an address, or have none; acts of nobody, and at no plausible instant; places of several."""
    chance = Random(seed)
    made = [one.format(text=TEXT[server.dialect], time=TIME[server.dialect]) for one in MADE]
    rows: list[tuple[str, tuple[object, ...]]] = [("places", (number, "x")) for number in range(4)]
    for number in range(6):
        rows.append(("people", (number, chance.choice(EMAILS), "x", chance.choice((0, 1, 2, None)))))
    for number in range(chance.randrange(9)):
        rows.append(("acts", (number, chance.choice((0, 1, 2, 3, 4, 99, None)), "x", chance.choice(AT))))
    for table, values in rows:
        told = ", ".join("NULL" if one is None else repr(one) for one in values)
        made.append(f"INSERT INTO {table} VALUES ({told})")
    return site_of(folder, {"places": PLACES, "people": PEOPLE, "acts": ACTS}, *made, url=server.url)


@pytest.mark.parametrize("seed", range(6))
def test_a_store_tells_last_acts_as_they_would_be_carried(base: Base, tmp_path: Path, seed: int) -> None:
    with by_chance(base, tmp_path, seed).open() as site, surveying(site, NOON, None) as (terms, reached):
        live = terms.live[StoreName("shop")]
        uncounted = {name: replace(table, rows=None) for name, table in live.tables.items()}
        telling = replace(terms, live={live.name: replace(live, tables=uncounted)})
        carrying = replace(terms, live={live.name: replace(live, tables={})})  # no index is known
        acts = acts_of_everybody(telling)
        people = terms.manifest.table(live.name, TableName("people"))
        assert are_told(acts, terms.manifest, people, people.clocks[ClockName("made")])
        found, expected = (
            gathered(one, reached.connections, Period(months=1), words_are_old=False)
            for one in (telling, carrying)
        )
        assert found == expected


@pytest.mark.parametrize("seed", range(6, 9))
def test_a_sweep_overlooks_nobody_whom_it_does_not_look_at(base: Base, tmp_path: Path, seed: int) -> None:
    """With indexes it looks only at those whose last act may lie back; without, at everybody."""
    shop = by_chance(base, tmp_path, seed)
    with shop.open() as site:
        plan = make(site, NOON)
        with site.stores[StoreName("shop")].engine.connect() as connection:
            for name, of in (("people_email", "people"), ("acts_person", "acts")):
                where = f" ON {of}" if base.dialect == "mariadb" else ""
                connection.exec_driver_sql(f"DROP INDEX {name}{where}")
            connection.commit()
    with shop.open() as site:  # which describes the store anew
        anew = make(site, NOON)
    assert anew.counts == plan.counts
    assert (plan.hints, set(anew.hints)) == ((), {"shop.people email", "shop.acts person"})


def test_whose_last_act_lies_back_is_counted(base: Base, tmp_path: Path) -> None:
    with lived_in(base, tmp_path, 6).open() as site:
        found = verify(site, NOON)
    assert [
        (text_of(found, table).broken, text_of(found, table).active) for table in ("places", "people")
    ] == [
        (3, 3),
        (3, 3),
    ]


def plans_of(shop: Shop) -> list[list[Any]]:
    """How the store goes about each statement that looks carried rows up, as it says itself."""
    found: list[list[Any]] = []

    def explained(c: Any, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        if "carried" in statement and "COUNT(*)" in statement and not statement.startswith("EXPLAIN"):
            how = "EXPLAIN QUERY PLAN" if c.dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON)"
            cursor = c.connection.cursor()
            cursor.execute(f"{how} {statement}", parameters)
            found.append(cursor.fetchall())

    with shop.open() as site:
        event.listen(site.stores[StoreName("shop")].engine, "before_cursor_execute", explained)
        verify(site, NOON)
    assert found
    return found


def test_sqlite_makes_no_index_for_each_row(sqlite: Base, tmp_path: Path) -> None:
    plans = plans_of(lived_in(sqlite, tmp_path, 10))
    assert not [step for plan in plans for *_, step in plan if "AUTOMATIC" in step or "SCAN carried" in step]


def test_postgresql_reads_what_is_carried_once(postgresql: Base, tmp_path: Path) -> None:
    plans = plans_of(lived_in(postgresql, tmp_path, 10))
    for ((told,),) in plans:
        (plan,) = told if isinstance(told, list) else json.loads(told)
        again = list(_for_each_row(plan["Plan"]))
        assert not [node for node in again if node.get("Function Name") == "jsonb_to_recordset"]
        assert not [node for node in again if node.get("CTE Name", "").startswith("carried")]


def _for_each_row(node: dict[str, Any], *, is_inside: bool = False) -> Iterator[dict[str, Any]]:
    """The nodes of a plan that run again and again: in subqueries for each row, and on the inner side of loops."""
    if is_inside:
        yield node
    for place, inner in enumerate(node.get("Plans", ())):
        is_named = inner.get("Subplan Name", "").startswith("SubPlan")
        is_looped = node["Node Type"] == "Nested Loop" and place > 0 and inner["Node Type"] != "Materialize"
        yield from _for_each_row(inner, is_inside=is_inside or is_named or is_looped)


@pytest.mark.wide
def test_thousands_take_no_longer_each_than_hundreds(base: Base, tmp_path: Path) -> None:
    """Once what was carried was read anew for each row, and a verdict on 100,000 people never ended."""
    took = []
    for count in (500, 4_000):
        with lived_in(base, tmp_path / str(count), count).open() as site:
            start = time.perf_counter()
            verify(site, NOON)
            took.append(time.perf_counter() - start)
    assert took[1] < 24 * took[0]  # eight times as many


def test_facts_are_looked_up_by_an_index(sqlite: Base, tmp_path: Path) -> None:
    """Else ten thousand holds over a large table would be read anew for each of its rows."""
    filled = "INSERT INTO things VALUES (1, 'a@x.fr', 'x', '2020-05-01 10:00:00')"
    shop = site_of(tmp_path, {"things": thing()}, plain(sqlite), filled, url=sqlite.url)
    shop.recorded(fact(Effect.HELD, record=record("shop.things", 1), name="case 7"))
    plans = plans_of(shop)
    assert any("(slot=? AND who=?)" in step for plan in plans for *_, step in plan)
