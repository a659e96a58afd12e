"""Stores as they are: locked, gone, changed, with absurd clocks, views, generated columns, parts, few rights."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from tests.retention.shop import NOON, Shop, fact
from tests.stores.base import Base
from tests.sweep.logs import OLD, TABLES, event, log_in, planned, swept
from tests.sweep.test_sweeps import EVENTS, YOUNG, small_chunks
from troth.audit.checkpoint import DatabaseBehind
from troth.claims.facts import Effect
from troth.claims.keys import RecordRef
from troth.claims.states import Fate
from troth.errors import Surprise, Unavailable
from troth.retention.allowed import RightsMissing, StoreReadOnly
from troth.retention.sweep import session
from troth.retention.sweep.model import Act, Progress
from troth.retention.sweep.run import carry_out
from troth.stores.sql import windows
from troth.stores.sql.failures import Blocked
from troth.subjects.model import NewFact

PARTED = {
    "postgresql": """
CREATE TABLE events (id bigint, subject int, at timestamp NOT NULL, payload text, ip text, PRIMARY KEY (id, at))
    PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-04-01');
CREATE TABLE events_later PARTITION OF events FOR VALUES FROM ('2025-04-01') TO ('2027-01-01');
CREATE INDEX ON events (at);
CREATE TABLE details (id bigint PRIMARY KEY, event_id bigint NOT NULL, note text);
""",
    "mariadb": """
CREATE TABLE events (id BIGINT, subject INT, at DATETIME NOT NULL, payload VARCHAR(200), ip VARCHAR(50),
    PRIMARY KEY (id, at)) PARTITION BY RANGE (TO_DAYS(at))
    (PARTITION events_2025 VALUES LESS THAN (TO_DAYS('2025-04-01')), PARTITION events_later VALUES LESS THAN MAXVALUE);
CREATE INDEX events_at ON events (at);
CREATE TABLE details (id BIGINT PRIMARY KEY, event_id BIGINT NOT NULL, note VARCHAR(200));
""",
}
PARTS = {
    "postgresql": "SELECT count(*) FROM pg_class WHERE relname = 'events_2025'",
    "mariadb": "SELECT count(*) FROM information_schema.partitions WHERE table_schema = DATABASE() "
    "AND partition_name = 'events_2025'",
}


def hold_of(number: int) -> list[NewFact]:
    """A hold on an event of a table whose key is longer."""
    at = str(OLD.replace(tzinfo=None) + timedelta(minutes=number))
    record = RecordRef(*EVENTS, (str(number), at))
    return [fact(Effect.HELD, record=record, name="inquiry", ground="a lawsuit")]


def folder_in(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


def test_a_store_that_dies_in_the_middle_is_told_and_taken_up_again(
    log: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    made = planned(log)
    file = log.folder.parent / "shop.db"

    def watch(far: Progress) -> None:
        if far.step.table == EVENTS and far.step.act is Act.DELETE and far.rows >= 8 and file.exists():
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA user_version").fetchall()
            monkeypatch.setattr(windows, "_one", _lost)

    outcome = swept(log, made, watch=watch)
    assert not outcome.is_complete
    assert "went away" in str(outcome.stores[0].failure)
    assert len(log.ids("events")) == 32
    monkeypatch.undo()
    assert swept(log, made, at=NOON + timedelta(minutes=5)).is_complete
    assert log.ids("events") == YOUNG


def _lost(*_given: object) -> None:
    raise Unavailable("store `shop` went away in the middle of the work; run the same again once it is back")


KILLED = {
    "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "mariadb": "BEGIN NOT ATOMIC FOR one IN (SELECT id FROM information_schema.processlist "
    "WHERE db = DATABASE() AND id <> CONNECTION_ID()) DO EXECUTE IMMEDIATE CONCAT('KILL ', one.id); END FOR; END",
}


def test_a_server_that_ends_every_session_in_the_middle_loses_nothing(
    server: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    log = log_in(folder_in(tmp_path), {"shop": server.url})
    made = planned(log)

    def watch(far: Progress) -> None:
        if far.step.table == EVENTS and far.step.act is Act.DELETE and far.rows == 8:
            server.run(KILLED[server.dialect])

    outcome = swept(log, made, watch=watch)
    assert "went away in the middle of the work" in str(outcome.stores[0].failure)
    assert len(log.ids("events")) == 32
    assert swept(log, made, at=NOON + timedelta(minutes=5)).is_complete
    assert log.ids("events") == YOUNG


def test_a_table_of_500_columns_is_swept(base: Base, tmp_path: Path) -> None:
    names = [f"answer_{number}" for number in range(500)]
    kind = "VARCHAR(8) CHARACTER SET ascii" if base.dialect == "mariadb" else "VARCHAR(8)"
    tables = TABLES["mysql" if base.dialect == "mariadb" else base.dialect]
    log = log_in(folder_in(tmp_path), {"shop": base.url}, tables, is_accepted=False)
    added = [f"ADD COLUMN {name} {kind}" for name in names]
    at_once = [[one] for one in added] if base.dialect == "sqlite" else [added]
    log.rows(*(f"ALTER TABLE details {', '.join(some)}" for some in at_once))
    log.said(
        "note: activity", f"note: activity, {', '.join(f'{name}: activity' for name in names)}", "stores.yaml"
    )
    log.accepted()
    assert swept(log).is_complete
    assert (log.ids("events"), log.ids("details")) == (YOUNG, [])


@contextmanager
def locked(log: Shop, table: str) -> Iterator[None]:
    """Somebody else holds every row of a table."""
    engine = create_engine(log.url("shop"), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT * FROM {table} FOR UPDATE").all()
        yield
        connection.rollback()


def test_a_table_that_somebody_holds_is_waited_for_a_little_and_told(
    server: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost: the same plan goes on once the table is free."""
    monkeypatch.setattr(session, "TRIES", 2)
    log = log_in(folder_in(tmp_path), {"shop": server.url})
    made = planned(log)
    with locked(log, "events"):
        outcome = swept(log, made)
    assert "kept us waiting for a lock too long" in str(outcome.stores[0].failure)
    assert len(log.ids("events")) == 40
    assert swept(log, made, at=NOON + timedelta(minutes=5)).is_complete
    assert log.ids("events") == YOUNG


def test_a_lock_that_is_let_go_in_time_costs_nothing(log: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chunk is tried again, smaller."""
    made = planned(log)
    before, times = windows._one, iter([True, True, False])

    def sometimes(*given: object) -> object:
        if next(times, False):
            raise Blocked("somebody's lock")
        return before(*given)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(windows, "_one", sometimes)
    assert swept(log, made).is_complete
    assert log.ids("events") == YOUNG


def test_a_column_renamed_between_plan_and_run_stops_it(anywhere: Shop) -> None:
    made = planned(anywhere)
    anywhere.rows("ALTER TABLE events RENAME COLUMN ip TO address")
    outcome = swept(anywhere, made)
    assert f"the schema of store `shop` changed since plan {made.id} was made" in str(
        outcome.stores[0].failure
    )
    assert len(anywhere.ids("events")) == 40
    with pytest.raises(Surprise, match="table `events` has no column `ip`"):
        planned(anywhere)


def test_absurd_instants_end_nothing(anywhere: Shop) -> None:
    """Zero, the year 1970 and 9999, and nothing at all: what nobody believes is frozen."""
    absurd = ["1970-01-01 00:00:00", "9999-12-31 00:00:00", "1000-01-01 00:00:00"]
    if make_url(anywhere.url("shop")).get_backend_name() == "mysql":
        anywhere.rows(
            "SET STATEMENT sql_mode = '' FOR INSERT INTO events VALUES (104, 1, '0000-00-00 00:00:00', 'p', 'i')"
        )
    anywhere.rows(*(f"INSERT INTO events VALUES {event(n, at)}" for n, at in enumerate(absurd, 101)))
    anywhere.rows("INSERT INTO events VALUES (105, 1, NULL, 'p', 'i')")
    there = [number for number in anywhere.ids("events") if isinstance(number, int) and number > 100]
    swept(anywhere)
    assert anywhere.ids("events") == [*YOUNG, *there]
    assert anywhere.rows("SELECT count(*) FROM events WHERE payload IS NULL") == [(0,)]


@pytest.mark.parametrize("act", ["delete", "change"])
def test_days_that_no_calendar_has_end_nothing(anywhere: Shop, act: str) -> None:
    """Without an index on the clock every row is looked at, also by the statement that destroys."""
    dialect = make_url(anywhere.url("shop")).get_backend_name()
    if dialect == "postgresql":  # which takes none in
        with pytest.raises(DBAPIError, match="out of range"):
            anywhere.rows(f"INSERT INTO events VALUES {event(101, '2025-02-30')}")
        return
    days = ["2025-02-30", *(["0000-00-00", "2025-00-00", "2025-03-00"] if dialect == "mysql" else [])]
    mode = "SET STATEMENT sql_mode = 'ALLOW_INVALID_DATES' FOR " if dialect == "mysql" else ""
    drop = "ALTER TABLE events DROP INDEX events_at" if dialect == "mysql" else "DROP INDEX events_at"
    kind = ["ALTER TABLE events MODIFY at DATE NULL"] if dialect == "mysql" else []
    anywhere.rows("DROP TABLE details", drop, *kind)
    without_details(anywhere)
    anywhere.accepted()
    anywhere.rows(*(f"{mode}INSERT INTO events VALUES {event(n, day)}" for n, day in enumerate(days, 101)))
    if act == "change":
        anywhere.rows("CREATE TABLE notes (event_id BIGINT, FOREIGN KEY (event_id) REFERENCES events (id))")
    assert swept(anywhere).is_complete
    absurd = [n for n, _ in enumerate(days, 101)]
    left = "SELECT id FROM events WHERE payload IS NOT NULL ORDER BY id"
    assert anywhere.rows(left) == [(n,) for n in [*YOUNG, *absurd]]


def test_a_view_is_not_swept_by_statements(anywhere: Shop) -> None:
    """Its records go one by one, where the engine lets them; here it is a plain one."""
    anywhere.rows("DELETE FROM details", "DROP TABLE details", "ALTER TABLE events RENAME TO kept_events")
    anywhere.rows(
        "CREATE VIEW events AS SELECT id, subject, at, payload, ip FROM kept_events",
        "CREATE TABLE details (id BIGINT PRIMARY KEY, event_id BIGINT NOT NULL, note VARCHAR(200))",
    )
    made = planned(anywhere)
    assert {(step.act, step.reasons) for step in made.steps if step.table == EVENTS} == {
        (Act.RECORDS, ("view",))
    }


GENERATED = {
    "postgresql": "CREATE TABLE events (id bigint PRIMARY KEY, subject int, wrote timestamp, payload text, ip text, "
    "at timestamp GENERATED ALWAYS AS (wrote) STORED)",
    "mariadb": "CREATE TABLE events (id BIGINT PRIMARY KEY, subject INT, wrote DATETIME, payload VARCHAR(200), "
    "ip VARCHAR(50), at DATETIME GENERATED ALWAYS AS (wrote) STORED)",
}


def test_a_generated_column_may_be_a_clock(server: Base, tmp_path: Path) -> None:
    """Whose own column is declared too."""
    made = GENERATED[server.dialect]
    details = "CREATE TABLE details (id BIGINT PRIMARY KEY, event_id BIGINT NOT NULL, note VARCHAR(200))"
    log = log_in(
        folder_in(tmp_path), {"shop": server.url}, f"{made};\n{details};\n", old=0, young=0, is_accepted=False
    )
    log.said("impersonal: [at]", "impersonal: [at, wrote]", "stores.yaml")
    log.rows(f"INSERT INTO events (id, subject, wrote) VALUES (1, 1, '{OLD:%Y-%m-%d}'), (2, 1, '2026-11-01')")
    log.accepted()
    swept(log)
    assert log.rows("SELECT id FROM events") == [(2,)]


@pytest.mark.parametrize("kept", [[], hold_of(3)], ids=["nothing held", "one held"])
def test_a_part_that_has_wholly_ended_is_dropped_unless_something_in_it_is_held(
    server: Base, tmp_path: Path, kept: list[NewFact]
) -> None:
    log = parted(server, tmp_path)
    log.recorded(*kept)
    made = planned(log)
    assert made.counts[EVENTS] == {Fate.DELETE: 31 - len(kept)}
    outcome = swept(log, made)
    assert outcome.is_complete
    assert outcome.stores[0].counts == {"events": {Fate.DELETE: 31 - len(kept)}}
    assert log.ids("events") == [*([3] if kept else []), *YOUNG]
    assert log.rows(PARTS[server.dialect]) == [(len(kept),)]  # of one that holds something only the rest goes
    assert planned(log).total == 0


def parted(server: Base, tmp_path: Path) -> Shop:
    """The log in two parts, the first of which has ended, and one old event in the other."""
    log = log_in(folder_in(tmp_path), {"shop": server.url}, PARTED[server.dialect], is_accepted=False)
    without_details(log)
    log.said("key: id", "key: [id, at]", "stores.yaml")
    log.accepted()
    log.rows(f"INSERT INTO events VALUES {event(50, '2025-05-01')}")
    return log


def test_what_cannot_leave_is_changed_once(anywhere: Shop) -> None:
    """Nobody knows of a column, so that no record leaves; the day it was made is never changed, and finds it again."""
    anywhere.rows("DROP TABLE details", "ALTER TABLE events ADD COLUMN extra INTEGER")
    without_details(anywhere)
    anywhere.said("ip: address}\n        impersonal: [at]", "ip: address, at: activity}", "stores.yaml")
    anywhere.accepted()
    made = planned(anywhere)
    assert [step.act for step in made.steps] == [Act.CHANGE]
    assert swept(anywhere, made).stores[0].counts == {"events": {Fate.KEEP: 30}}
    assert anywhere.rows("SELECT count(*) FROM events WHERE payload IS NULL AND at IS NOT NULL") == [(30,)]
    assert planned(anywhere).total == 0


def without_details(log: Shop) -> None:
    """Declare the events alone."""
    path = log.folder / "stores.yaml"
    path.write_text(path.read_text("utf-8").partition("      details:")[0], "utf-8")
    log.said("detail: {title: a detail of it, roles: [visitor]}", "")
    log.said("data: {event: [activity, address], detail: [activity]}", "data: {event: [activity, address]}")


def test_a_part_that_the_account_may_not_drop_goes_row_by_row(server: Base, tmp_path: Path) -> None:
    log = parted(server, tmp_path)
    with server.account("SELECT, INSERT, UPDATE, DELETE", *_temporary(server)) as url:
        poor = Shop(log.folder, {**log.environ, "SHOP_DATABASE": url})
        assert swept(poor).is_complete
    assert log.ids("events") == YOUNG
    assert log.rows(PARTS[server.dialect]) == [(1,)]


def _temporary(server: Base) -> list[str]:
    """The right to carry facts to a store, where it has to be given."""
    database = make_url(server.url).database
    return [f"CREATE TEMPORARY TABLES ON {database}.*"] if server.dialect == "mariadb" else []


def test_an_account_that_may_only_read_plans_and_does_nothing(server: Base, tmp_path: Path) -> None:
    """It is told so before anything is recorded, so that the same plan can still run."""
    log = log_in(folder_in(tmp_path), {"shop": server.url})
    with server.account("SELECT", *_temporary(server)) as url:
        poor = Shop(log.folder, {**log.environ, "SHOP_DATABASE": url})
        made = planned(poor)
        assert made.counts[EVENTS] == {Fate.DELETE: 30}
        with pytest.raises(
            RightsMissing, match=r"DELETE from `details`, DELETE from `events`.*nothing was touched"
        ):
            swept(poor, made)
    assert len(log.ids("events")) == 40
    if (
        server.dialect == "postgresql"
    ):  # MariaDB hides constraints from who may only read: to it the schema differs
        assert swept(log, made).is_complete


def test_a_file_that_cannot_be_written_is_planned_and_not_touched(log: Shop) -> None:
    made = planned(log)
    with unwritable(log.folder.parent / "shop.db"), pytest.raises(StoreReadOnly, match="nothing was touched"):
        swept(log, made)
    assert len(log.ids("events")) == 40


@contextmanager
def unwritable(file: Path) -> Iterator[None]:
    """A file system that refuses writes; for root, whom no mode of a file stops, the server says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: Path(path) != file)
        yield


def test_without_an_index_it_says_which_one_would_help(base: Base, tmp_path: Path) -> None:
    dialect = make_url(base.url).get_backend_name()
    plain = "\n".join(line for line in TABLES[dialect].splitlines() if "(at)" not in line)
    log = log_in(folder_in(tmp_path), {"shop": base.url}, plain)
    made = planned(log)
    assert made.hints == ("shop.events at",)
    assert swept(log, made).is_complete
    assert log.ids("events") == YOUNG


def test_facts_behind_the_checkpoint_stop_it(log: Shop) -> None:
    """A restored Troth may have lost a hold."""
    own = log.folder.parent / "troth.db"
    made = planned(log)
    copy = own.read_bytes()
    swept(log)
    own.write_bytes(copy)
    for extra in ("troth.db-wal", "troth.db-shm"):
        (log.folder.parent / extra).unlink(missing_ok=True)
    with log.open() as site, pytest.raises(DatabaseBehind):
        carry_out(site, made.id, lambda: NOON, made.total)
