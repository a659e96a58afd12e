"""A store that is down or lies, a killed process, a full disk: nothing is lost, and nothing is done twice."""

import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.database.own import ended, in_another_process, started
from tests.retention.shop import ANA, CLEO, NOON, Shop, copied, later, shop_in, statements, upheld
from tests.stores.base import Base
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.errors import Surprise, TrothError, Unavailable
from troth.manifest.names import StoreName
from troth.retention import act, records, run, taken
from troth.retention.model import Ground, Outcome, StoreOutcome
from troth.retention.records import PlanRunning
from troth.stores.sql import write
from troth.subjects.records import all_facts

TABLES = ("addresses", "customers", "orders", "order_lines", "invoices", "service_requests")
AFTER_LEASE = later(minutes=5)


def everything(shop: Shop) -> list[object]:
    """All rows of both stores."""
    found: list[object] = [shop.rows(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES]
    return [*found, shop.rows("SELECT * FROM subscribers ORDER BY 1", store="mailing")]


def by_store(outcome: Outcome) -> dict[str, StoreOutcome]:
    """What became of each store."""
    return {one.store: one for one in outcome.stores}


def effects(shop: Shop) -> list[Effect]:
    """What all facts do, in order."""
    with shop.open() as site, site.database.reading() as tx:
        return [fact.effect for fact in all_facts(tx, site.name).known]


# --- a store is down ------------------------------------------------------------------------------------------


def test_a_store_that_is_down_is_named_and_the_rest_goes(shop: Shop) -> None:
    """Nothing of the other depends on it."""
    file = shop.folder.parent / "mailing.db"
    file.rename(file.with_suffix(".away"))
    made = shop.planned(ANA)
    assert made.down == ("mailing",)
    assert {one.record.store for one in made.planned} == {"shop"}
    assert shop.ran(made).is_complete
    file.with_suffix(".away").rename(file)
    assert [one.record.table for one in shop.planned(ANA).planned] == ["subscribers"]


def test_where_people_cannot_be_told_apart_nothing_of_them_goes(shop: Shop) -> None:
    """Accounts and addresses are tied together in the store that is down: facts may follow keys nobody sees."""
    file = shop.folder.parent / "shop.db"
    file.rename(file.with_suffix(".away"))
    made = shop.planned(ANA)
    assert made.down == ("shop",)
    assert made.planned == ()
    assert {(s.column, s.ground) for s in made.stays} == {("email", Ground.RESTRICTION)}


def test_a_store_that_goes_away_between_two_commits_fails_alone_and_is_taken_up_again(
    postgresql: Base, tmp_path: Path
) -> None:
    shop = shop_in(tmp_path, {"mailing": postgresql.url})
    made = shop.planned(ANA)
    with shop.open() as site, pytest.MonkeyPatch.context() as patch:
        before = run._commit

        def goes_away(connection: Connection, name: StoreName) -> None:
            if name == "mailing":
                postgresql.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            before(connection, name)

        patch.setattr(run, "_commit", goes_away)
        outcome = run.carry_out(site, made.id, NOON)
    assert not outcome.is_complete
    assert by_store(outcome)["shop"].failure is None
    failure = by_store(outcome)["mailing"].failure
    assert failure is not None
    assert failure.kind is Unavailable
    assert "mailing" in failure.words
    rows = everything(shop)[: len(TABLES)]
    again = shop.ran(made, AFTER_LEASE)
    assert again.is_complete
    assert by_store(again)["shop"].was_done_before
    assert by_store(again)["mailing"].counts == {"subscribers": {Fate.DELETE: 1}}
    assert everything(shop)[: len(TABLES)] == rows
    assert effects(shop).count(Effect.ERASED) == 1


# --- kill -9 --------------------------------------------------------------------------------------------------


def _at(module: object, name: str, occurrence: int, happens: Callable[[], None], *, is_after: bool) -> None:
    """Let something happen to this process when it comes to a function, or has done it."""
    before: Callable[..., object] = getattr(module, name)
    calls = 0

    def watched(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == occurrence and not is_after:
            happens()
        result = before(*given, **named)
        if calls == occurrence and is_after:
            happens()
        return result

    setattr(module, name, watched)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# Each: where in the course of a run of two stores.
STEPS: dict[str, tuple[object, str, int, bool]] = {
    "before the run is begun": (run, "_begin", 1, False),
    "after it is begun": (run, "_begin", 1, True),
    "when the first store's rows are locked": (taken, "lock", 1, True),
    "when all stores' rows are locked": (taken, "lock", 2, True),
    "before they are judged again": (act, "survey", 1, False),
    "before the first store's acts": (write, "carried_out", 1, False),
    "in the middle of its acts": (write, "delete_all", 1, False),
    "when all of them are done": (write, "delete_all", 1, True),
    "between the two stores' acts": (run, "act_in", 1, True),
    "after all acts": (run, "act_in", 2, True),
    "before what must be kept is kept": (run, "_note", 1, False),
    "after all acts, notes kept, before a commit": (run, "_note", 1, True),
    "after the first commit": (run, "_commit", 1, True),
    "before its outcome is recorded": (records, "record_outcome", 1, False),
    "between the two stores' commits": (run, "_commit", 2, False),
    "after the second commit": (run, "_commit", 2, True),
    "before the end": (records, "end_run", 1, False),
}


def run_until_killed(shop: Shop, plan_id: str, step: str) -> None:
    """In a process of its own."""
    module, name, occurrence, is_after = STEPS[step]
    _at(module, name, occurrence, _kill, is_after=is_after)
    with shop.open() as site:
        run.carry_out(site, plan_id, NOON)


@pytest.fixture(scope="module")
def finished(first_shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What a run that nobody killed leaves."""
    shop = copied(first_shop, tmp_path_factory.mktemp("finished") / "site")
    shop.erased(ANA, CLEO, facts=[upheld(CLEO)])
    return everything(shop)


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_and_taken_up_again_ends_as_one_that_was_not(
    shop: Shop, finished: list[object], step: str
) -> None:
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])
    assert in_another_process(run_until_killed, shop, made.id, step) == -signal.SIGKILL
    if step != "before the run is begun":
        with pytest.raises(PlanRunning, match="if that was killed, it can be taken over from"):
            shop.ran(made)
    assert shop.ran(made, AFTER_LEASE).is_complete
    assert everything(shop) == finished
    assert effects(shop).count(Effect.ERASED) == 2
    assert shop.planned(ANA, CLEO, at=AFTER_LEASE).planned == ()
    with pytest.raises(TrothError, match="is done"):
        shop.ran(made, AFTER_LEASE)


# --- two at once ----------------------------------------------------------------------------------------------


def erase(shop: Shop, folder: Path, name: str) -> None:
    """An erasure of one person by a process; what became of it is written to a file."""
    try:
        told = str(shop.erased(ANA).is_complete)
    except TrothError as failure:
        told = f"{type(failure).__name__}: {failure}"
    (folder / name).write_text(told, encoding="utf-8")


def same_plan(shop: Shop, plan_id: str, folder: Path, name: str) -> None:
    """One plan run by a process; what became of it is written to a file."""
    try:
        with shop.open() as site:
            told = str(run.carry_out(site, plan_id, NOON).is_complete)
    except TrothError as failure:
        told = f"{type(failure).__name__}: {failure}"
    (folder / name).write_text(told, encoding="utf-8")


def test_two_erasures_of_one_person_at_once_both_end(shop: Shop, tmp_path: Path) -> None:
    both = [started(erase, shop, tmp_path, name) for name in ("one", "two")]
    assert [ended(process) for process in both] == [0, 0]
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("one", "two")] == ["True", "True"]
    assert shop.ids("orders") == [12, 13]
    assert shop.planned(ANA).planned == ()


def test_of_two_runs_of_one_plan_at_once_one_is_refused(shop: Shop, tmp_path: Path) -> None:
    made = shop.planned(ANA)
    both = [started(same_plan, shop, made.id, tmp_path, name) for name in ("one", "two")]
    assert [ended(process) for process in both] == [0, 0]
    told = sorted((tmp_path / name).read_text(encoding="utf-8") for name in ("one", "two"))
    assert told[1] == "True"
    assert "is being run by" in told[0] or "is done" in told[0]
    assert effects(shop).count(Effect.ERASED) == 1


# --- a store that lies, is locked or full -------------------------------------------------------------------


def test_a_trigger_that_puts_back_what_was_erased_undoes_everything(shop: Shop) -> None:
    shop.rows(
        "CREATE TRIGGER put_back AFTER UPDATE ON customers BEGIN "
        "UPDATE customers SET name = old.name WHERE id = old.id; END"
    )
    before = everything(shop)
    outcome = shop.erased(ANA)
    failure = by_store(outcome)["shop"].failure
    assert failure is not None
    assert "columns `name` of `customers` do not hold what was written" in failure.words
    assert "Ana" not in failure.words
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]
    assert by_store(outcome)["mailing"].failure is None
    shop.rows("DROP TRIGGER put_back")
    assert shop.erased(ANA).is_complete


def test_a_trigger_that_keeps_rows_undoes_everything(shop: Shop) -> None:
    shop.rows("CREATE TRIGGER keep BEFORE DELETE ON order_lines BEGIN SELECT RAISE(IGNORE); END")
    before = everything(shop)
    failure = by_store(shop.erased(ANA))["shop"].failure
    assert failure is not None
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]


# Order 11 is closed again, later, as soon as one of its lines goes: it has not ended any more.
TOUCHING = {
    "sqlite": [
        "CREATE TRIGGER touch AFTER DELETE ON order_lines BEGIN "
        "UPDATE orders SET closed_at = '2026-11-01 10:00:00' WHERE id = old.order_id; END"
    ],
    "postgresql": [
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE orders SET closed_at = '2026-11-01 10:00:00' WHERE id = old.order_id; RETURN old; END $$",
        "CREATE TRIGGER touch AFTER DELETE ON order_lines FOR EACH ROW EXECUTE FUNCTION touch()",
    ],
    "mariadb": [
        "CREATE TRIGGER touch AFTER DELETE ON order_lines FOR EACH ROW "
        "UPDATE orders SET closed_at = '2026-11-01 10:00:00' WHERE id = old.order_id"
    ],
}


@pytest.mark.parametrize("engine", TOUCHING)
def test_a_store_that_acts_alone_is_undone_with_its_transaction(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    urls = {} if engine == "sqlite" else {"shop": request.getfixturevalue(engine).url}
    shop = shop_in(tmp_path, urls)
    shop.rows("DELETE FROM subscribers WHERE id = 3", store="mailing")
    shop.rows(*TOUCHING[engine])
    made = shop.planned(CLEO, facts=[upheld(CLEO)])
    before = everything(shop)
    with shop.open() as site, statements(site, lambda said: "SAVEPOINT" in said) as told:
        outcome = run.carry_out(site, made.id, NOON)
        assert told == []
    assert [one.failure is None for one in outcome.stores] == [False]
    assert everything(shop) == before
    assert Effect.NOTED not in effects(shop)
    shop.rows(f"DROP TRIGGER touch{' ON order_lines' if engine == 'postgresql' else ''}")
    assert shop.erased(CLEO).is_complete
    assert shop.ids("customers") == [1, 2]


@pytest.mark.parametrize("engine", TOUCHING)
def test_a_row_that_changes_between_its_test_and_the_act_is_not_destroyed(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    urls = {} if engine == "sqlite" else {"shop": request.getfixturevalue(engine).url}
    shop = shop_in(tmp_path, urls)
    shop.rows(*TOUCHING[engine])
    made = shop.planned(ANA)
    before = everything(shop)
    outcome = shop.ran(made)
    failure = by_store(outcome)["shop"].failure
    assert failure is not None
    assert failure.kind is Surprise
    assert "1 of 1 records of `orders` changed between their test and the act" in failure.words
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]
    assert by_store(outcome)["mailing"].failure is None
    assert shop.ids("subscribers", "mailing") == [2, 3]


def test_a_row_of_a_table_without_transactions_that_somebody_changes_in_between_stays(
    mariadb: Base, tmp_path: Path
) -> None:
    """MyISAM keeps nobody out: another session changes the row after it was judged."""
    shop = shop_in(tmp_path, {"mailing": mariadb.url})
    shop.rows("ALTER TABLE subscribers ENGINE = MyISAM", store="mailing")
    made = shop.planned(ANA)
    with shop.open() as site, pytest.MonkeyPatch.context() as patch:
        before = write.carried_out

        def overtaken(*given: object) -> None:
            mariadb.run("UPDATE subscribers SET opted_in = 0 WHERE id = 1")
            before(*given)  # type: ignore[arg-type]  # as it is called

        patch.setattr(write, "carried_out", overtaken)
        outcome = run.carry_out(site, made.id, NOON)
    failure = by_store(outcome)["mailing"].failure
    assert failure is not None
    assert "1 of 1 records of `subscribers` changed" in failure.words
    assert shop.ids("subscribers", "mailing") == [1, 2, 3]


def test_a_locked_store_is_waited_for_a_while_and_left_as_it_was(shop: Shop) -> None:
    made = shop.planned(ANA)
    before = everything(shop)
    with closing(sqlite3.connect(shop.folder.parent / "shop.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with shop.open(TROTH_LOCK_SECONDS="1") as site:
            outcome = run.carry_out(site, made.id, NOON)
    failure = by_store(outcome)["shop"].failure
    assert failure is not None
    assert "kept us waiting for a lock too long" in failure.words
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]
    assert shop.ran(made, AFTER_LEASE).is_complete


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_a_locked_table_of_a_server_is_waited_for_a_while(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    base: Base = request.getfixturevalue(engine)
    shop = shop_in(tmp_path, {"shop": base.url})
    made = shop.planned(ANA)
    before = everything(shop)
    with base.owner.connect() as other:
        other.execution_options(isolation_level="READ COMMITTED")
        other.exec_driver_sql("SELECT * FROM order_lines WHERE id = 111 FOR UPDATE").all()
        with shop.open(TROTH_LOCK_SECONDS="1") as site:
            outcome = run.carry_out(site, made.id, NOON)
        other.rollback()
    failure = by_store(outcome)["shop"].failure
    assert failure is not None
    assert "kept us waiting for a lock too long" in failure.words
    assert everything(shop)[: len(TABLES)] == before[: len(TABLES)]
    assert shop.ran(made, AFTER_LEASE).is_complete


def run_on_a_full_disk(shop: Shop, plan_id: str, step: str) -> None:
    """Run a plan; from a step on, no file of this process may grow. Ends with the failure's exit code."""
    module, name, occurrence, is_after = STEPS[step]
    with shop.open() as site:
        _at(module, name, occurrence, _fill_the_disk, is_after=is_after)
        try:
            run.carry_out(site, plan_id, NOON)
        except TrothError as failure:
            os._exit(failure.exit_code)  # without a word: there is no room for one
    os._exit(0)


def _fill_the_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))


@pytest.mark.parametrize(
    ("step", "is_done"),
    [
        ("before the run is begun", False),
        ("before the first store's acts", False),
        ("before what must be kept is kept", False),
        ("after the first commit", True),
    ],
)
def test_a_full_disk_loses_nothing(shop: Shop, finished: list[object], step: str, is_done: bool) -> None:
    made = shop.planned(ANA, CLEO, facts=[upheld(CLEO)])
    before = everything(shop)
    assert in_another_process(run_on_a_full_disk, shop, made.id, step) == Unavailable.exit_code
    after = everything(shop)[: len(TABLES)]
    assert after == (finished if is_done else before)[: len(TABLES)]
    assert shop.ran(made, AFTER_LEASE).is_complete
    assert everything(shop) == finished
    assert effects(shop).count(Effect.ERASED) == 2
