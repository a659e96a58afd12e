"""Where only facts end young records, a sweep goes to the rows of the people they concern, and to no others."""

import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from tests.database.own import in_another_process
from tests.retention.shop import NOON, Shop, fact, later
from tests.stores.base import Base
from tests.sweep.logs import TABLES, YOUNG, held, log_in, planned, swept
from tests.sweep.test_hostile import PARTS, folder_in, parted
from tests.sweep.test_sweeps import AFTER_LEASE, EVENTS, _until_killed, small_chunks
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.claims.states import Fate
from troth.manifest.names import PurposeName
from troth.retention.sweep.model import Act, Progress
from troth.subjects.model import NewFact

TO_PEOPLE = "CREATE INDEX events_subject ON events (subject)"


def account(number: int) -> Key:
    """Whom an event tells of."""
    return Key.of("account", str(number))


def objected(*people: int, at: datetime = NOON) -> list[NewFact]:
    """Objections of these people, each upheld."""
    purposes = frozenset({PurposeName("security")})
    effects = (Effect.OBJECTED, Effect.UPHELD)
    return [fact(effect, account(one), at, purposes=purposes) for one in people for effect in effects]


def young_log(folder: Path, url: str = "", *, young: int = 200, is_indexed: bool = True) -> Shop:
    """Nothing in it has ended by its clock; an index leads from people to their events, five of each."""
    dialect = make_url(url).get_backend_name() if url else "sqlite"
    tables = TABLES[dialect].replace(" REFERENCES events (id)", "") + (
        f"{TO_PEOPLE};\n" if is_indexed else ""
    )
    urls = {"shop": url} if url else None
    log = log_in(folder_in(folder), urls, tables, old=0, young=0, is_accepted=False)
    log.rows("DROP TABLE details")
    rows = [
        f"({n}, {(n + 4) // 5}, '{YOUNG + timedelta(minutes=n):%Y-%m-%d %H:%M:%S}', 'p', 'i')"
        for n in range(1, young + 1)
    ]
    for begin in range(0, len(rows), 5_000):
        log.rows(f"INSERT INTO events VALUES {', '.join(rows[begin : begin + 5_000])}")
    path = log.folder / "stores.yaml"
    path.write_text(path.read_text("utf-8").partition("      details:")[0], "utf-8")
    log.said("detail: {title: a detail of it, roles: [visitor]}", "", "policy.yaml")
    log.said("data: {event: [activity, address], detail: [activity]}", "data: {event: [activity, address]}")
    log.accepted()
    return log


def of(*people: int) -> list[int]:
    """The events of these people."""
    return [5 * (person - 1) + number for person in people for number in range(1, 6)]


def steps_taken(log: Shop) -> Counter[Act]:
    """How many chunks each act of a sweep over the events took."""
    chunks: Counter[Act] = Counter()

    def watch(far: Progress) -> None:
        if far.step.table == EVENTS:
            chunks[far.step.act] += 1

    assert swept(log, watch=watch).is_complete
    return chunks


def test_an_objection_that_was_upheld_ends_the_records_of_that_person_and_no_other_is_met(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch, 20)
    log = young_log(tmp_path, base.url, young=600)
    log.recorded(*objected(3, 17))
    made = planned(log)
    assert made.counts == {EVENTS: {Fate.DELETE: 10}}
    chunks = steps_taken(log)
    assert log.ids("events") == [number for number in range(1, 601) if number not in of(3, 17)]
    assert max(chunks.values()) <= 6  # one in each stretch of the clock; the table has thirty


def test_without_an_index_to_people_it_moves_along_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch, 20)
    log = young_log(tmp_path, is_indexed=False)
    log.recorded(*objected(3))
    assert planned(log).hints == ("shop.events subject",)
    assert steps_taken(log)[Act.DELETE] >= 10
    assert log.ids("events") == [number for number in range(1, 201) if number not in of(3)]


def test_what_is_held_stays_and_rows_of_one_person_go_in_chunks(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch, 2)
    log = young_log(tmp_path, base.url)
    log.recorded(*objected(3, 4))
    log.recorded(fact(Effect.HELD, record=held(12), name="inquiry", ground="a lawsuit"))
    assert planned(log).counts == {EVENTS: {Fate.DELETE: 9}}
    swept(log)
    assert log.ids("events") == [n for n in range(1, 201) if n == 12 or n not in of(3, 4)]


def test_an_objection_upheld_since_the_plan_waits_and_one_no_longer_is_keeps(tmp_path: Path) -> None:
    log = young_log(tmp_path)
    log.recorded(*objected(3, 4))
    made = planned(log)
    log.recorded(
        *objected(5, at=later(minutes=1)),
        fact(Effect.HELD, at=later(minutes=1), record=held(16), name="inquiry", ground="a lawsuit"),
    )
    swept(log, made, at=later(minutes=2))
    assert log.ids("events") == [n for n in range(1, 201) if n == 16 or n not in of(3, 4)]


def test_both_ways_end_in_one_sweep(base: Base, tmp_path: Path) -> None:
    """What is older than a year goes by the clock, and of the rest the rows of whoever objected."""
    log = young_log(tmp_path, base.url)
    log.rows("UPDATE events SET at = '2025-03-01 09:00:00' WHERE id <= 20")
    log.recorded(*objected(3, 30))
    assert planned(log).counts == {EVENTS: {Fate.DELETE: 25}}
    swept(log)
    assert log.ids("events") == [n for n in range(21, 201) if n not in of(30)]
    assert planned(log).total == 0


def test_a_part_that_has_wholly_ended_is_dropped_whatever_facts_end_besides(
    server: Base, tmp_path: Path
) -> None:
    log = parted(server, tmp_path)
    log.recorded(*objected(3))  # events 31 and 38 are young, and of that person
    assert planned(log).counts == {EVENTS: {Fate.DELETE: 33}}
    assert swept(log).is_complete
    assert log.ids("events") == [number for number in range(31, 41) if number % 7 != 3]
    assert log.rows(PARTS[server.dialect]) == [(0,)]


@pytest.mark.parametrize("place", ["in a chunk, not committed", "after a commit, its position not kept"])
def test_killed_it_goes_on_where_it_was(tmp_path: Path, place: str) -> None:
    log = young_log(tmp_path)
    log.recorded(*objected(3, 5, 8))
    made = planned(log)
    assert in_another_process(_until_killed, log, made.id, place) == -signal.SIGKILL
    assert swept(log, made, at=AFTER_LEASE).is_complete
    assert log.ids("events") == [n for n in range(1, 201) if n not in of(3, 5, 8)]


TOUCHED = (
    "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) "
    "FROM pg_stat_user_tables WHERE relname = 'events'"
)


def test_an_engine_touches_as_many_rows_as_these_people_have(postgresql: Base, tmp_path: Path) -> None:
    """Of 20,000 rows a few dozen are read, planning and carrying out together."""
    log = young_log(tmp_path, postgresql.url, young=20_000)
    log.rows("ANALYZE events")
    log.recorded(*objected(3, 3_000))
    before = _touched(log)
    assert swept(log).is_complete
    assert len(log.ids("events")) == 19_990
    assert _touched(log) - before - 20_000 < 200  # our own question read them all


def _touched(log: Shop) -> int:
    engine = create_engine(log.url("shop"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
        connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
        return int(connection.exec_driver_sql(TOUCHED).scalar() or 0)
