"""Holds on records whose keys are bytes, instants, numbers, answers: placed, told, kept to, released."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.retention.hostile import site_of, thing
from tests.retention.shop import ANA, NOON, email, fact
from tests.stores.base import Base
from tests.sweep.logs import planned
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.requests.explain import column_of, explain
from troth.requests.find import finding
from troth.requests.hold import place
from troth.requests.model import Why
from troth.verify.verify import verify

UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
OLD = "2015-01-01 10:00:00"
KEYS = [
    ("sqlite", "BLOB", "x'00ff27'", "hex:00ff27"),
    ("sqlite", "", "x'00ff27'", "hex:00ff27"),
    ("sqlite", "TIMESTAMP", "'2024-01-01T10:00:00'", "2024-01-01 10:00:00"),
    ("sqlite", "TIMESTAMP", "'2024-01-01T10:00:00.5Z'", "2024-01-01 10:00:00.5Z"),
    ("sqlite", "TIMESTAMP", "'2024-01-01'", "2024-01-01"),
    ("sqlite", "TIMESTAMP", "20240101", "20240101"),
    ("sqlite", "TIMESTAMPTZ", "'2024-01-01T10:00:00'", "2024-01-01 10:00:00+00:00"),
    ("sqlite", "DATE", "'20240101'", "20240101"),
    ("sqlite", "INT", "1.5", "1.5"),
    ("postgresql", "BYTEA", "'\\x00ff27'", "hex:00ff27"),
    ("postgresql", "TIMESTAMP", "'2024-01-01 10:00:00.5'", "2024-01-01 10:00:00.500000"),
    ("postgresql", "TIMESTAMPTZ", "'2024-01-01 10:00:00+02'", "2024-01-01 08:00:00+00:00"),
    ("postgresql", "BOOLEAN", "true", "1"),
    ("postgresql", "CHAR(5)", "'ab'", "ab"),
    ("postgresql", "TIMESTAMP", "'infinity'", "infinity"),
    ("postgresql", "TIMESTAMPTZ", "'infinity'", "infinity+00:00"),
    ("postgresql", "TIME", "'9:00:00.5'", "09:00:00.5"),
    ("postgresql", "TIMETZ", "'10:00+02'", "10:00:00+02"),
    ("postgresql", "INTERVAL", "'1 mon 2 days'", "1 mon 2 days"),
    ("postgresql", "INET", "'10.0.0.1'", "10.0.0.1"),
    ("postgresql", "CIDR", "'10.0.0.0/8'", "10.0.0.0/8"),
    ("postgresql", "INT4RANGE", "'[1,5)'", "[1,5)"),
    ("postgresql", "UUID", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("postgresql", "NUMERIC(9,2)", "1.5", "1.50"),
    ("mariadb", "BINARY(4)", "x'00ff2700'", "hex:00ff2700"),
    ("mariadb", "VARBINARY(9)", "x'00ff27'", "hex:00ff27"),
    ("mariadb", "DATETIME(6)", "'2024-01-01 10:00:00'", "2024-01-01 10:00:00"),
    ("mariadb", "DATETIME(3)", "'2024-01-01 10:00:00.5'", "2024-01-01 10:00:00.500000"),
    ("mariadb", "INT(5) ZEROFILL", "7", "7"),
    ("mariadb", "TIME", "'9:00:00'", "09:00:00"),
    ("mariadb", "TIME(3)", "'-100:00:00.5'", "-100:00:00.500"),
    ("mariadb", "TIMESTAMP", "'2024-01-01 10:00:00'", "2024-01-01 10:00:00+00:00"),
]


@pytest.mark.parametrize(("engine", "kind", "key", "name"), KEYS)
def test_a_hold_finds_its_record_by_whatever_key(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, kind: str, key: str, name: str
) -> None:
    base: Base | None = None if engine == "sqlite" else request.getfixturevalue(engine)
    shop = site_of(
        tmp_path,
        {"things": thing()},
        f"CREATE TABLE things (id {kind} PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL)",
        "SET time_zone = '+00:00'" if engine == "mariadb" else "SELECT 1",
        f"INSERT INTO things VALUES ({key}, 'ana@example.com', 'x', '{OLD}')",
        url=None if base is None else base.url,
    )
    later = NOON + timedelta(minutes=1)
    with shop.open() as site:
        placed = place(site, frozenset({ANA}), fact(Effect.HELD, name="case 7"), NOON)
        assert [one.record.key for one in placed.facts if one.record is not None] == [(name,)]
        told = explain(site, frozenset({ANA}), *column_of(site.manifest, "things.text"), later)
        assert [(reason.why, reason.records) for reason in told.reasons] == [(Why.HOLD, ((name,),))]
        assert [table.on_hold for table in verify(site, later).tables] == [1]
    assert shop.planned(ANA, at=later).planned == ()
    shop.recorded(fact(Effect.RELEASED, at=later, name="case 7"))
    made = shop.planned(ANA, at=later)
    assert [one.fate for one in made.planned] == [Fate.DELETE]
    assert shop.ran(made, at=later).stores[0].counts == {"things": {Fate.DELETE: 1}}


@pytest.mark.parametrize("is_normalised", ["false", "true"])
@pytest.mark.parametrize(
    ("engine", "kind", "value", "key"),
    [
        ("postgresql", "INET", "'10.0.0.1'", "10.0.0.1"),
        ("postgresql", "CHAR(9)", "'ab'", "ab"),
        ("postgresql", "UUID", f"'{UUID}'", UUID),
        ("postgresql", "NUMERIC", "7", "7"),
        ("mariadb", "INT(9) ZEROFILL", "7", "7"),
    ],
)
def test_a_person_is_found_by_whatever_key(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    engine: str,
    kind: str,
    value: str,
    key: str,
    is_normalised: str,
) -> None:
    base: Base = request.getfixturevalue(engine)
    shop = site_of(
        tmp_path,
        {"things": thing().replace("column: email", f"column: email, normalised: {is_normalised}")},
        f"CREATE TABLE things (id INTEGER PRIMARY KEY, email {kind}, text VARCHAR(20), made TIMESTAMP NULL)",
        f"INSERT INTO things VALUES (1, {value}, 'x', '{OLD}')",
        url=base.url,
    )
    with shop.open() as site, finding(site, [frozenset({email(key)})], NOON) as found:
        assert [row.judged.key for part in found.parts() for row in part.rows] == [(1,)]
    shop.recorded(fact(Effect.RESTRICTED, email(key)))
    assert planned(shop).total == 0


@pytest.mark.parametrize(("kind", "key"), [("BLOB", "x'00ff27'"), ("TEXT", "'k1'"), ("INTEGER", "7")])
def test_a_record_that_somebody_elses_points_at_stays_by_whatever_key(
    tmp_path: Path, kind: str, key: str
) -> None:
    shop = site_of(
        tmp_path,
        {"things": thing(), "parts": thing(more="        references: {whole: thing_id -> things.id}")},
        f"CREATE TABLE things (id {kind} PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL)",
        f"CREATE TABLE parts (id INTEGER PRIMARY KEY, thing_id {kind}, email VARCHAR(200), text VARCHAR(20), "
        "made TIMESTAMP NULL)",
        f"INSERT INTO things VALUES ({key}, 'ana@example.com', 'x', '{OLD}')",
        f"INSERT INTO parts VALUES (1, {key}, 'ben@example.com', 'x', '2026-07-01 10:00:00')",
    )
    assert [one.fate for one in shop.planned(ANA, at=NOON).planned] == [Fate.STUB]
