"""An erasure planned and carried out at once comes to what a plan and its run come to, and is judged once."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.database.own import in_another_process
from tests.retention.shop import (
    ANA,
    BEN,
    CLEO,
    MAILING_ROWS,
    MAILING_TABLES,
    NOON,
    SHOP_ROWS,
    SHOP_TABLES,
    Shop,
    copied,
    fact,
    later,
    record,
    site_in,
    upheld,
)
from tests.retention.shop import FOLDER as SHOP_FOLDER
from tests.stores.base import Base
from troth.audit.records import records, verify
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.errors import TrothError, Unavailable
from troth.manifest.names import TableName
from troth.retention import act, run
from troth.retention.brake import Brake
from troth.retention.model import Left, Outcome, Plan
from troth.retention.run import plan_and_carry_out
from troth.retention.survey import Survey
from troth.retention.terms import Terms
from troth.site import Reached
from troth.stores.sql import write
from troth.subjects import Identity, remember
from troth.subjects.model import NewFact
from troth.subjects.proof import changed_facts
from troth.subjects.records import all_facts

TABLES = ("addresses", "customers", "orders", "order_lines", "invoices", "service_requests", "subscribers")
ENGINES = ("sqlite", "postgresql", "mariadb")


@pytest.fixture(params=ENGINES)
def one_store(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """The shop with its subscribers in the same database, on each engine."""
    urls = {} if request.param == "sqlite" else {"shop": request.getfixturevalue(request.param).url}
    return in_one_store(tmp_path / "one", urls)


def in_one_store(folder: Path, urls: dict[str, str]) -> Shop:
    """The shop with its subscribers in the same database, its manifest accepted."""
    folder.mkdir()
    manifest = folder / "manifest"
    manifest.mkdir()
    for name in ("policy.yaml", "stores.yaml"):
        written = (SHOP_FOLDER / name).read_text(encoding="utf-8")
        alone = written.replace("  mailing:\n    url: ${MAILING_DATABASE}\n    tables:\n", "")
        (manifest / name).write_text(alone, encoding="utf-8")
    tables = {"shop": (SHOP_TABLES + MAILING_TABLES, SHOP_ROWS + MAILING_ROWS)}
    shop = site_in(folder, manifest, tables, urls)
    shop.accepted()
    return shop


def at_once(
    shop: Shop,
    *people: Key,
    facts: tuple[NewFact, ...] = (),
    looking: "Meanwhile | None" = None,
    **environ: str,
) -> tuple[Plan, Outcome]:
    """Erase these people at once."""
    erased = [fact(Effect.ERASED, key) for key in people]
    with shop.open(**environ) as site:
        return plan_and_carry_out(site, set(people), NOON, [*erased, *facts], looking)


def everything(shop: Shop) -> list[object]:
    """All rows, as texts."""
    return [
        [tuple(map(str, row)) for row in shop.rows(f"SELECT * FROM {name} ORDER BY 1")] for name in TABLES
    ]


def recorded(shop: Shop) -> list[object]:
    """What Troth has recorded, without the names of plans; and that it holds together."""
    with shop.open() as site, site.database.reading() as tx:
        assert verify(tx, site.name) == []
        assert list(changed_facts(tx, site.name)) == []
        facts = [str(one) for one in all_facts(tx, site.name).known]
        events = [one.event for one in records(tx, site.name) if one.event != "manifest.accepted"]
        return [*facts, *events]


@dataclass
class Meanwhile:
    """Something that others do after the rows were read, while the plan is made of them."""

    happens: Callable[[], object]

    def before(self, terms: Terms, reached: Reached) -> None:
        """Nothing yet."""

    def after(self, found: Survey) -> None:
        """Now."""
        self.happens()


def test_it_comes_to_what_a_plan_and_its_run_come_to(one_store: Shop, shop: Shop) -> None:
    """Over one store in one transaction, over two stores as ever."""
    for one in (one_store, shop):
        one.recorded(fact(Effect.HELD, record=record("shop.order_lines", 131), name="case 7"))
    plan, outcome = at_once(one_store, ANA, CLEO, facts=(upheld(CLEO),))
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])
    ran = shop.ran(made)
    assert (plan.stays, plan.undecided, plan.candidates) == (made.stays, made.undecided, made.candidates)
    counts = {table: fates for one in ran.stores for table, fates in one.counts.items()}
    assert outcome.is_complete
    assert dict(outcome.stores[0].counts) == counts
    assert everything(one_store)[:-1] == [
        [tuple(map(str, row)) for row in shop.rows(f"SELECT * FROM {name} ORDER BY 1")]
        for name in TABLES[:-1]
    ]
    assert one_store.ids("subscribers") == shop.ids("subscribers", store="mailing")
    with pytest.raises(TrothError, match="is done"):
        one_store.ran(plan)
    again, nothing = at_once(one_store, ANA, CLEO)
    assert (again.planned, nothing.stores, nothing.is_complete) == ((), (), True)


def test_what_is_recorded_is_the_same(tmp_path: Path) -> None:
    there, here = (in_one_store(tmp_path / name, {}) for name in ("there", "here"))
    assert at_once(there, ANA)[1].is_complete
    assert here.erased(ANA).is_complete
    assert recorded(there) == recorded(here)
    assert everything(there) == everything(here)


def _judgings(patch: pytest.MonkeyPatch) -> list[None]:
    """One for each time that the planned records are judged again."""
    judged: list[None] = []
    again = act.judged_again

    def noted(*given: Any) -> act.Judgement:
        judged.append(None)
        return again(*given)

    patch.setattr(run, "judged_again", noted)
    return judged


def test_it_is_judged_once_where_the_store_refuses_what_changed(
    one_store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = _judgings(monkeypatch)
    assert at_once(one_store, ANA, CLEO, facts=(upheld(CLEO),))[1].is_complete
    assert len(judged) == (1 if one_store.environ["SHOP_DATABASE"].startswith("mysql") else 0)


# Each: what others do in between, what of Ana's then stays of what was planned, and why.
CHANGES = {
    "the order is opened again": (
        "UPDATE orders SET closed_at = NULL, status = 'open' WHERE id = 11",
        ("orders", {Left.CLAIMED: 1}),
    ),
    "the order goes to somebody else": (
        "UPDATE orders SET customer_id = 2 WHERE id = 11",
        ("orders", {Left.ANOTHERS: 1}),
    ),
    "a line is gone": ("DELETE FROM order_lines WHERE id = 111", ("order_lines", {Left.GONE: 1})),
    "a line is added": (
        "INSERT INTO order_lines VALUES (113, 11, 'Milk', '2026-11-22 11:00:00')",
        ("orders", {Left.NEEDED: 1}),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_what_changes_in_between_is_judged_again(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, change: str
) -> None:
    shop = in_one_store(tmp_path / "one", {"shop": request.getfixturevalue(engine).url})
    statement, (table, left) = CHANGES[change]
    _, outcome = at_once(shop, ANA, looking=Meanwhile(lambda: shop.rows(statement)))
    assert outcome.is_complete
    assert outcome.stores[0].left.get(TableName(table)) == left
    with shop.open() as site, site.database.reading() as tx:
        assert len([one for one in all_facts(tx, site.name).known if one.effect is Effect.ERASED]) == 1


def test_nobody_else_writes_to_a_file_in_between(tmp_path: Path) -> None:
    shop = in_one_store(tmp_path / "one", {})

    def write_in_vain() -> None:
        with (
            closing(create_engine(shop.url("shop"), connect_args={"timeout": 0}).connect()) as connection,
            pytest.raises(Exception, match="locked"),
        ):
            connection.execute(text("UPDATE orders SET status = 'open' WHERE id = 11"))

    assert at_once(shop, ANA, looking=Meanwhile(write_in_vain))[1].is_complete
    assert shop.ids("orders") == [12, 13]
    shop.rows("UPDATE orders SET status = 'open' WHERE id = 12")


def _hold(shop: Shop) -> None:
    shop.recorded(fact(Effect.HELD, record=record("shop.orders", 11), name="case 7"))


def _restrict(shop: Shop) -> None:
    shop.recorded(fact(Effect.RESTRICTED, ANA))


def _tie(shop: Shop) -> None:
    with shop.open() as site, site.database.transaction() as tx:
        remember(tx, site.name, [Identity(frozenset({ANA, Key.of("account", "13")}))])


@pytest.mark.parametrize("records_it", [_hold, _restrict])
def test_what_is_recorded_in_between_is_heeded(one_store: Shop, records_it: Callable[[Shop], None]) -> None:
    before = everything(one_store)
    plan, outcome = at_once(one_store, ANA, looking=Meanwhile(lambda: records_it(one_store)))
    assert outcome.is_complete
    assert 11 in one_store.ids("orders")
    if records_it is _restrict:
        assert everything(one_store) == before
    assert plan.total > sum(sum(fates.values()) for fates in outcome.stores[0].counts.values())


def test_who_is_remembered_in_between_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two keys that come to be one person's: what is known of the one bears on the other."""
    shop = in_one_store(tmp_path / "one", {})
    judged = _judgings(monkeypatch)
    assert at_once(shop, ANA, looking=Meanwhile(lambda: _tie(shop)))[1].is_complete
    assert len(judged) == 1


def test_whoever_shares_a_record_and_is_remembered_in_between_is_heeded(one_store: Shop) -> None:
    """Ben, who is known by one key alone, turns out to be whom somebody restricted under another."""
    stores = one_store.folder / "stores.yaml"
    link = "          - {role: customer, key: account, column: id, verified: session}\n"
    written = stores.read_text(encoding="utf-8")
    assert link in written
    stores.write_text(written.replace(link, "", 1), encoding="utf-8")
    one_store.accepted()
    former = Key.of("account", "41")
    one_store.recorded(fact(Effect.ERASED, BEN), fact(Effect.RESTRICTED, former))

    def tie() -> None:
        with one_store.open() as site, site.database.transaction() as tx:
            remember(tx, site.name, [Identity(frozenset({BEN, former}))])

    at_once(one_store, ANA, looking=Meanwhile(tie))
    assert one_store.rows("SELECT street FROM addresses WHERE id = 1") == [("3 rue des Lilas",)]


def test_who_was_remembered_before_is_no_reason_to_judge_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = in_one_store(tmp_path / "one", {})
    with shop.open() as site, site.database.transaction() as tx:
        remember(tx, site.name, [Identity(frozenset({Key.of("account", "1"), Key.of("account", "17")}))])
    judged = _judgings(monkeypatch)
    assert at_once(shop, ANA)[1].is_complete
    assert judged == []


def test_an_unusual_plan_is_kept_and_nothing_else_is_done(one_store: Shop) -> None:
    before = everything(one_store), recorded(one_store)
    with pytest.raises(Brake) as held:
        at_once(one_store, ANA, CLEO, facts=(upheld(CLEO),), TROTH_BRAKE_FLOOR="0", TROTH_BRAKE_SHARE="0.01")
    assert (everything(one_store), recorded(one_store)) == before
    with one_store.open() as site:
        [plan_id] = [word.strip("`:,.") for word in str(held.value).split() if len(word.strip("`:,.")) == 12][
            :1
        ]
        assert run.carry_out(site, plan_id, later(minutes=1)).is_complete


def test_a_row_that_somebody_holds_is_told_and_the_plan_can_be_carried_out_later(
    postgresql: Base, tmp_path: Path
) -> None:
    shop = in_one_store(tmp_path / "one", {"shop": postgresql.url})
    before = everything(shop)
    with closing(postgresql.owner.connect()) as other:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("SELECT * FROM orders WHERE id = 11 FOR UPDATE")
        plan, outcome = at_once(shop, ANA, TROTH_LOCK_SECONDS="1")
    [failure] = outcome.failures
    assert "waiting for a lock" in failure.words
    assert everything(shop) == before
    assert shop.ran(plan, later(minutes=1)).is_complete
    assert shop.ids("orders") == [12, 13]


def test_what_is_recorded_while_the_store_waits_is_heeded(postgresql: Base, tmp_path: Path) -> None:
    """A hold on an order, whose row somebody had locked and then left as it was."""
    shop = in_one_store(tmp_path / "one", {"shop": postgresql.url})
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with closing(postgresql.owner.connect()) as other, ThreadPoolExecutor(1) as aside:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("SELECT * FROM orders WHERE id = 11 FOR UPDATE")
        erasing = aside.submit(at_once, shop, ANA)
        while not shop.rows(waiting)[0][0]:
            time.sleep(0.05)
        time.sleep(0.5)  # its facts and its intention are recorded meanwhile
        _hold(shop)
        other.exec_driver_sql("ROLLBACK")
        _, outcome = erasing.result()
    assert outcome.is_complete
    assert 11 in shop.ids("orders")


def test_a_file_that_somebody_reads_is_told_and_stays_free_for_others(tmp_path: Path) -> None:
    """Without a write-ahead log a commit waits for readers, in vain."""
    shop = in_one_store(tmp_path / "one", {})
    before = everything(shop)
    others = create_engine(shop.url("shop"), connect_args={"timeout": 0})
    with shop.open(TROTH_LOCK_SECONDS="1") as site:
        with closing(others.connect()) as reader:
            reader.exec_driver_sql("BEGIN")
            assert reader.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 3
            plan, outcome = plan_and_carry_out(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        with closing(others.connect()) as writer:
            writer.exec_driver_sql("BEGIN IMMEDIATE")
        [failure] = outcome.failures
        assert "lock" in failure.words
        assert everything(shop) == before
        assert run.carry_out(site, plan.id, later(minutes=1)).is_complete
    assert shop.ids("orders") == [12, 13]


def test_what_cannot_be_recorded_is_not_done(one_store: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store may have worked already when it turns out that its facts cannot be kept."""
    before = everything(one_store)

    def full(*_: object) -> None:
        raise Unavailable("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(run, "add_facts", full)
        with pytest.raises(Unavailable, match="the disk is full"):
            at_once(one_store, ANA)
    assert everything(one_store) == before
    assert at_once(one_store, ANA)[1].is_complete


# Where the trigger stands that fires when a line of an order is deleted, and how the lines come to stand there.
TRIGGERED = {
    "order_lines": (),
    "lines_of_2023": (
        "ALTER TABLE order_lines RENAME TO lines",
        "CREATE TABLE order_lines (LIKE lines, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
        "CREATE TABLE lines_of_2023 PARTITION OF order_lines DEFAULT",
        "ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders",
        "INSERT INTO order_lines SELECT * FROM lines",
        "DROP TABLE lines",
    ),
}


@pytest.mark.parametrize("table", TRIGGERED)
def test_triggers_have_it_judged_again(postgresql: Base, tmp_path: Path, table: str) -> None:
    """They may change rows with ours, of which nothing in the transaction would tell."""
    shop = in_one_store(tmp_path / "one", {"shop": postgresql.url})
    postgresql.run(
        *TRIGGERED[table],
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE orders SET closed_at = '2026-11-01' WHERE id = OLD.order_id; RETURN OLD; END $$",
        f"CREATE TRIGGER touch AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION touch()",
    )
    _, outcome = at_once(shop, ANA)
    [failure] = outcome.failures
    assert "changed between their test and the act" in failure.words
    assert 11 in shop.ids("orders")


def test_a_view_has_it_judged_again(
    postgresql: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it stands for may have triggers."""
    shop = in_one_store(tmp_path / "one", {"shop": postgresql.url})
    postgresql.run(
        "ALTER TABLE subscribers RENAME TO everybody", "CREATE VIEW subscribers AS SELECT * FROM everybody"
    )
    judged = _judgings(monkeypatch)
    assert at_once(shop, ANA)[1].is_complete
    assert (len(judged), shop.ids("subscribers")) == (1, [2, 3])


STEPS: dict[str, tuple[object, str, bool]] = {
    "before the plan is kept": (run, "keep", False),
    "when it is kept": (run, "keep", True),
    "when it is begun": (run, "_begin", True),
    "in the middle of the acts": (write, "delete_all", False),
    "when all of them are done": (run, "act_in", True),
    "when what must be kept is kept": (run, "_note", True),
    "when it is committed": (run, "_commit", True),
}


def until_killed(shop: Shop, step: str) -> None:
    """Erase Ana and Cleo at once in a process of its own, until it comes to that step."""
    module, name, is_after = STEPS[step]
    before: Callable[..., object] = getattr(module, name)

    def killed(*given: object) -> object:
        result = before(*given) if is_after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, killed)
    at_once(shop, ANA, CLEO, facts=(upheld(CLEO),))


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The shop in one SQLite file, which the others are copied from."""
    return in_one_store(tmp_path_factory.mktemp("file") / "one", {})


@pytest.fixture(scope="module")
def finished(in_a_file: Shop, tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What an erasure leaves that nobody killed."""
    shop = copied(in_a_file, tmp_path_factory.mktemp("finished") / "one")
    at_once(shop, ANA, CLEO, facts=(upheld(CLEO),))
    return everything(shop)


@pytest.mark.parametrize("step", STEPS)
def test_killed_and_done_again_it_ends_as_if_it_had_not_been(
    in_a_file: Shop, finished: list[object], tmp_path: Path, step: str
) -> None:
    shop = copied(in_a_file, tmp_path / "one")
    assert in_another_process(until_killed, shop, step) == -signal.SIGKILL
    with shop.open() as site:
        with site.database.reading() as tx:
            plans = [row.id for row in tx.rows(text("SELECT id FROM plans"))]
        taken_up = [run.carry_out(site, plan_id, later(minutes=5)) for plan_id in plans]
    again = at_once(shop, ANA, CLEO, facts=(upheld(CLEO),))
    assert all(outcome.is_complete for outcome in [*taken_up, again[1]])
    assert again[0].planned == () or not plans
    assert everything(shop) == finished
    recorded(shop)
