"""Schemas that are not as schemas usually are: very wide, partitioned, computed, seen through a view, or read-only."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.journeys.test_ana import ANA, ANA_KEY, accepted
from tests.sites.shop import NOON, Shop
from troth.claims.facts import Effect
from troth.cli.check import checked
from troth.errors import TrothError
from troth.manifest.names import PurposeName
from troth.requests.access import access
from troth.requests.erase import Erasure, plan_erasure
from troth.retention.allowed import RightsMissing, StoreReadOnly
from troth.retention.run import carry_out
from troth.site import open_site
from troth.subjects import all_facts
from troth.subjects.model import NewFact

WIDE = 500


def engine_of(shop: Shop) -> str:
    return make_url(shop.environ["SHOP_DATABASE"]).get_backend_name()


def errors(shop: Shop) -> list[str]:
    """The grave problems of the shop, its database included."""
    found = checked(shop.folder, shop.environ, with_stores=True)
    return [str(problem) for problem in found.problems if problem.severity == "error"]


def declare(shop: Shop, old: str, new: str) -> None:
    """Change what stores.yaml says."""
    path = shop.folder / "stores.yaml"
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


# --- wide ---------------------------------------------------------------------------------------------------


def test_a_table_with_500_columns_is_checked_handed_over_and_erased(any_shop: Shop, tmp_path: Path) -> None:
    names = [f"answer_{number}" for number in range(WIDE)]
    # MariaDB keeps no more than 8 kB in a row.
    kind = "VARCHAR(8) CHARACTER SET ascii" if engine_of(any_shop) == "mysql" else "VARCHAR(8)"
    any_shop.run(
        f"CREATE TABLE surveys (id INTEGER PRIMARY KEY, customer_id INTEGER, received_at TIMESTAMP NOT NULL, "
        f"{', '.join(f'{name} {kind}' for name in names)})",
        f"INSERT INTO surveys VALUES (1, 1, '2026-01-10 11:00:00', {', '.join(repr(f'a{n}') for n in range(WIDE))})",
        f"INSERT INTO surveys VALUES (2, 2, '2026-01-10 11:00:00', {', '.join(repr(f'b{n}') for n in range(WIDE))})",
    )
    fields = "\n".join(f"          {name}: message" for name in names)
    declare(
        any_shop,
        "      messages:\n",
        "      surveys:\n        key: id\n        kind: message\n        created: received_at\n"
        f"        fields:\n{fields}\n"
        "        links:\n          - {role: author, key: account, column: customer_id, verified: session}\n"
        "        clocks: {received: received_at}\n      messages:\n",
    )
    assert errors(any_shop) == []
    with accepted(any_shop) as site:
        site.access(ANA, tmp_path / "answer", at=NOON)
        told = (tmp_path / "answer" / "person-0001" / "data.json").read_text()
        assert "a499" in told
        assert "b499" not in told
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
        assert any_shop.rows("SELECT id FROM surveys ORDER BY id") == [
            (1,),
            (2,),
        ]  # an interest, not weighed yet
        site.record(upheld())
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
    assert any_shop.rows("SELECT id, answer_499 FROM surveys") == [(2, "b499")]


def upheld() -> NewFact:
    """The interest in answering is weighed for Ana."""
    return NewFact(
        Effect.UPHELD, NOON, NOON, key=ANA_KEY, purposes=frozenset([PurposeName("support")]), name="erasure"
    )


# --- partitioned, computed, seen through a view ---------------------------------------------------------------


def partitioned(shop: Shop) -> None:
    """The messages, in partitions by the year they came in, where the engine has partitions."""
    columns = (
        "id INTEGER, customer_id INTEGER NULL, email VARCHAR(80), body VARCHAR(200), received_at TIMESTAMP"
    )
    if engine_of(shop) == "postgresql":
        make = [
            f"CREATE TABLE messages ({columns}, PRIMARY KEY (id, received_at)) PARTITION BY RANGE (received_at)",
            "CREATE TABLE messages_2025 PARTITION OF messages FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
            "CREATE TABLE messages_2026 PARTITION OF messages FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        ]
    else:
        make = [
            f"CREATE TABLE messages ({columns.replace('TIMESTAMP', 'DATETIME')}, PRIMARY KEY (id, received_at)) "
            "PARTITION BY RANGE (YEAR(received_at)) (PARTITION before VALUES LESS THAN (2026), "
            "PARTITION later VALUES LESS THAN MAXVALUE)".replace("before", "until_2026")
        ]
    rows = (
        "INSERT INTO messages VALUES (31, 1, 'ana@example.com', 'My pot', '2026-01-10 11:00:00'), "
        "(32, 2, 'ben@example.com', 'My cup', '2025-12-10 11:00:00')"
    )
    shop.run("DROP TABLE messages", *make, rows)


@pytest.mark.parametrize("any_shop", ["postgresql", "mariadb"], indirect=True)
def test_a_partitioned_table_is_a_table(any_shop: Shop, tmp_path: Path) -> None:
    partitioned(any_shop)
    declare(
        any_shop, "      messages:\n        key: id\n", "      messages:\n        key: [id, received_at]\n"
    )
    assert errors(any_shop) == []
    with accepted(any_shop) as site:
        site.record(upheld())
        site.access(ANA, tmp_path / "answer", at=NOON)
        assert "My pot" in (tmp_path / "answer" / "person-0001" / "data.json").read_text()
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
        site.record(upheld())
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
    assert any_shop.rows("SELECT id FROM messages") == [(32,)]


def test_a_computed_column_goes_with_what_it_is_made_from(any_shop: Shop, tmp_path: Path) -> None:
    stored = "STORED" if engine_of(any_shop) != "sqlite" else "VIRTUAL"
    kind = "TEXT" if engine_of(any_shop) != "mysql" else "VARCHAR(255)"
    shout = f"ALTER TABLE customers ADD COLUMN shout {kind} GENERATED ALWAYS AS (upper(name)) {stored}"
    any_shop.run(shout)
    declare(
        any_shop,
        "          name: name\n          born",
        "          name: name\n          shout: name\n          born",
    )
    (told,) = errors(any_shop)
    assert "`shout` of `customers` is computed from other columns and cannot be changed" in told
    declare(any_shop, "          shout: name\n", "")
    declare(any_shop, "impersonal: [created_at, seen_at]", "impersonal: [created_at, seen_at, shout]")
    assert errors(any_shop) == []
    with accepted(any_shop) as site:
        site.access(ANA, tmp_path / "answer", at=NOON)
        assert "ANA DUVAL" in (tmp_path / "answer" / "person-0001" / "data.json").read_text()
        site.erase(site.plan_erasure(ANA, at=NOON), at=NOON)
    assert any_shop.rows("SELECT name, shout FROM customers WHERE id = 1") == [(None, None)]


def test_a_view_is_told_by_check_and_nothing_is_lost_through_it(any_shop: Shop, tmp_path: Path) -> None:
    any_shop.run(
        "ALTER TABLE messages RENAME TO kept_messages", "CREATE VIEW messages AS SELECT * FROM kept_messages"
    )
    assert any("is a view, and keeps nothing itself" in told for told in errors(any_shop))
    before = any_shop.rows("SELECT * FROM kept_messages ORDER BY id")
    with accepted(any_shop) as site:
        site.access(ANA, tmp_path / "answer", at=NOON)
        assert "th\\u00e9i\\u00e8re" in (tmp_path / "answer" / "person-0001" / "data.json").read_text()
        site.record(upheld())
        plan = site.plan_erasure(ANA, at=NOON)
        try:
            outcome = site.erase(plan, at=NOON)
        except TrothError:
            outcome = None
    # Where the engine changes tables through a view, what was to go is gone; else nothing of it is.
    left = any_shop.rows("SELECT * FROM kept_messages ORDER BY id")
    assert left == before if outcome is None or not outcome.is_complete else [row[0] for row in left] == [32]


# --- read-only ----------------------------------------------------------------------------------------------


@pytest.fixture
def read_only(any_shop: Shop) -> Iterator[Shop]:
    """The shop, its words accepted; Troth's account may read its main database, and no more."""
    accepted(any_shop).close()
    owner = make_url(any_shop.environ["SHOP_DATABASE"])
    who, begin, end = _reader(owner.get_backend_name(), owner.database or "")
    engine = create_engine(owner, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in begin:
            connection.execute(text(statement))
        reader = owner.set(username=who, password="p")
        any_shop.environ["SHOP_DATABASE"] = reader.render_as_string(hide_password=False)
        try:
            yield any_shop
        finally:
            for statement in end:
                connection.execute(text(statement))


def _reader(engine: str, database: str) -> tuple[str, list[str], list[str]]:
    if engine == "postgresql":
        begin = [
            "CREATE ROLE shop_reader LOGIN PASSWORD 'p'",
            "GRANT USAGE ON SCHEMA public TO shop_reader",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO shop_reader",
        ]
        return "shop_reader", begin, ["DROP OWNED BY shop_reader", "DROP ROLE shop_reader"]
    who = "shop_reader@'127.0.0.1'"
    begin = [f"CREATE USER {who} IDENTIFIED BY 'p'", f"GRANT SELECT ON {database}.* TO {who}"]
    return "shop_reader", begin, [f"DROP USER {who}"]


@pytest.mark.parametrize("any_shop", ["postgresql", "mariadb"], indirect=True)
def test_an_account_that_only_reads_can_answer_and_not_erase(read_only: Shop, tmp_path: Path) -> None:
    subscribers = read_only.rows("SELECT * FROM subscribers", store="mailing")
    with closing(open_site(read_only.folder, read_only.environ)) as site:
        answered = access(site, [frozenset([ANA_KEY])], tmp_path / "answer", NOON)
        assert answered.down == {}
        assert sum(answered.records.values()) == 8
        plan = plan_erasure(site, Erasure([frozenset([ANA_KEY])], NOON))
        with pytest.raises((RightsMissing, StoreReadOnly), match="nothing was touched"):
            carry_out(site, plan.id, NOON)
        with site.database.reading() as tx:  # not even the erasure is recorded: the same plan can still run
            assert [fact.effect for fact in all_facts(tx, site.name).known] == []
    assert read_only.rows("SELECT * FROM subscribers", store="mailing") == subscribers
