"""Several statements asked at once, the answers of many read while PostgreSQL looks for the next."""

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from tests.stores.base import Base
from troth.claims.carried import Carried, CarriedRow
from troth.claims.states import State
from troth.errors import Surprise, Unavailable
from troth.manifest.names import StoreName
from troth.stores.sql.asking import learn_both
from troth.stores.sql.failures import unavailable
from troth.stores.sql.ground import Ground
from troth.stores.sql.said import CARRIED, Answer, Asked, Said, Wanted, by_name
from troth.stores.sql.words import POSTGRESQL, Words

UTC = ZoneInfo("UTC")
DYING = "SELECT pg_terminate_backend(pg_backend_pid()) AS a"


def asked(*queries: str, in_json: bool = True) -> Wanted[list[Sequence[Answer]]]:
    """What these queries, each of one column, give; queries of everybody are read as they come."""
    ground = Ground("postgresql", {}, UTC, UTC)
    said = [
        Said(ground, StoreName("s"), text, {}, (), (), (), ("a",), ("",) if in_json else None)
        for text in queries
    ]
    return Wanted([Asked(one) for one in said], list)


def numbers(count: int) -> str:
    return f"SELECT n AS a FROM generate_series(1, {count}) AS n"


@pytest.mark.parametrize("in_json", [True, False])
def test_an_answer_is_read_before_the_store_has_found_the_next(postgresql: Base, in_json: bool) -> None:
    seen: list[float] = []

    def read(rows: Sequence[Sequence[Answer]]) -> int:
        begun = time.monotonic()
        for one in (0, 1, 2):
            assert [list(row) for row in rows[one]] == [[one + 1]]
            seen.append(time.monotonic() - begun)
        return 3

    slow = "SELECT 3 AS a FROM pg_sleep(2)"
    with postgresql.store().engine.connect() as connection:
        three = asked("SELECT 1 AS a", "SELECT 2 AS a", slow, in_json=in_json)
        assert learn_both(connection, Wanted(three.asked, read), asked())[0] == 3
    assert seen[1] < 1 < seen[2]


def test_answers_and_statements_larger_than_any_buffer_do_not_wait_for_each_other(postgresql: Base) -> None:
    long = f"SELECT length('{'x' * 3_000_000}') AS a"
    with postgresql.store().engine.connect() as connection:
        queries = [numbers(200_000), long] * 4
        for in_json in (True, False):
            found, others = learn_both(
                connection, asked(*queries, in_json=in_json), asked(numbers(3), in_json=in_json)
            )
            assert [len(rows) for rows in found] == [200_000, 1] * 4
            assert [list(rows[0]) for rows in found[1::2]] == [[3_000_000]] * 4
            assert [row[0] for row in others[0]] == [1, 2, 3]


def test_an_answer_that_nobody_looks_at_is_in_nobodys_way(postgresql: Base) -> None:
    with postgresql.store().engine.connect() as connection:
        last = Wanted(asked(numbers(5), numbers(100_000), numbers(2)).asked, lambda rows: len(rows[2]))
        assert learn_both(connection, last, asked())[0] == 2
        assert len(learn_both(connection, asked(numbers(7)), asked())[0][0]) == 7


def test_what_many_people_are_told_alike_is_said_once(postgresql: Base) -> None:
    ground, words, slot = Ground(POSTGRESQL, {}, UTC, UTC), Words(POSTGRESQL), ("", "erased", "")
    frozen, ended = CarriedRow(State.FROZEN), CarriedRow(State.ENDED)
    told = {"email:a": frozen, "email:b": ended, 'email:"c\\': frozen, "email:\ud800": frozen}
    given = by_name(ground, [slot], Carried({slot: told}))
    assert given.count("state") == 2
    row = words.looked_up("given", "0|", "asked", "c", CARRIED)
    text = (
        "SELECT asked, c.who IS NOT NULL, c.state "
        f"FROM unnest(CAST(%(keys)s AS text[])) AS asked LEFT JOIN LATERAL {row} ON TRUE"
    )
    keys = ["email:a", "email:b", 'email:"c\\', "email:d", "#0.0"]
    with postgresql.store().engine.connect() as connection:
        values = {**words.parameters.values, "given": given, "keys": keys}
        found = connection.exec_driver_sql(text, values).all()
    states = [int(State.FROZEN), int(State.ENDED), int(State.FROZEN), None, None]
    assert [tuple(one) for one in found] == [
        (key, state is not None, state) for key, state in zip(keys, states, strict=True)
    ]


def test_rows_that_were_found_are_looked_up_among_many_values(postgresql: Base) -> None:
    """What they are compared with stays cheap: each row is not held against all values, one by one."""
    words = Words(POSTGRESQL)
    found, test = (
        words.is_in(column, f"CAST(${place} AS text[])", is_test=place > 1)
        for place, column in ((1, "name"), (2, "upper(name)"))
    )
    with postgresql.store().engine.connect() as connection:
        for text in (
            "CREATE TEMP TABLE t (name text PRIMARY KEY)",
            "INSERT INTO t VALUES ('a'), ('b'), ('c')",
            f"PREPARE asked AS SELECT name FROM t WHERE {found} AND ({test} OR name IS NULL)",
        ):
            connection.exec_driver_sql(text)
        given = "ARRAY['a', 'b', 'x'], ARRAY['B', 'C']"
        assert connection.exec_driver_sql(f"EXECUTE asked({given})").scalars().all() == ["b"]
        plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE asked({given})").scalars().all()
    assert any("hashed SubPlan" in line for line in plan)


def test_a_statement_that_fails_among_others_is_told(postgresql: Base) -> None:
    store = postgresql.store()
    with store.engine.connect() as connection, pytest.raises(Surprise):
        learn_both(connection, asked(numbers(5), "SELECT a FROM gone", numbers(5)), asked())
    with store.engine.connect() as connection:
        assert len(learn_both(connection, asked(numbers(5)), asked())[0][0]) == 5


def test_a_store_that_dies_among_answers_is_told_and_found_again(postgresql: Base) -> None:
    store = postgresql.store()
    with pytest.raises(Unavailable), unavailable(store.name), store.engine.connect() as connection:
        learn_both(connection, asked(numbers(50_000), DYING, numbers(50_000)), asked())
    with store.engine.connect() as connection:
        assert len(learn_both(connection, asked(numbers(5)), asked())[0][0]) == 5
