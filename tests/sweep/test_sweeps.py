"""A sweep: what has ended goes, held records stay, the plan says at most how much; stopped, it goes on."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.database.own import in_another_process
from tests.retention.shop import NOON, Shop, email, fact, later
from tests.sweep.logs import OLD, event, held, log_in, planned, swept
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.errors import Forbidden
from troth.manifest.names import StoreName, TableName
from troth.retention import records
from troth.retention.brake import Brake
from troth.retention.records import NoPlan, PlanEnded
from troth.retention.run import WordsChanged
from troth.retention.sweep import plan, run, statements
from troth.retention.sweep.model import Act, Progress
from troth.retention.sweep.records import SweepRunning
from troth.retention.sweep.run import carry_out
from troth.retention.sweep.session import Pace
from troth.subjects.model import NewFact

EVENTS = (StoreName("shop"), TableName("events"))
YOUNG = list(range(31, 41))
AFTER_LEASE = later(minutes=5)


def hold(*numbers: int) -> list[NewFact]:
    """Holds on these events."""
    return [fact(Effect.HELD, record=held(number), name="inquiry", ground="a lawsuit") for number in numbers]


def test_what_has_ended_goes_and_what_is_held_stays(anywhere: Shop) -> None:
    anywhere.recorded(*hold(5, 7))
    made = planned(anywhere)
    assert made.counts[EVENTS] == {Fate.DELETE: 28}
    outcome = swept(anywhere, made)
    assert outcome.is_complete
    assert outcome.stores[0].counts == {"events": {Fate.DELETE: 28}, "details": {Fate.DELETE: 2}}
    assert anywhere.ids("events") == [5, 7, *YOUNG]
    assert anywhere.ids("details") == []
    assert planned(anywhere).total == 0


def test_a_record_that_something_points_at_stays_and_loses_what_is_ended(anywhere: Shop) -> None:
    """The first event's detail is held: the event stays as a stub until the detail goes."""
    detail = held(1)
    anywhere.recorded(
        fact(
            Effect.HELD, record=type(detail)(detail.store, TableName("details"), ("1",)), name="m", ground="g"
        )
    )
    swept(anywhere)
    assert anywhere.ids("events") == [1, *YOUNG]
    assert anywhere.ids("details") == [1]
    assert anywhere.rows("SELECT payload, ip FROM events WHERE id = 1") == [(None, None)]
    assert anywhere.rows("SELECT subject FROM events WHERE id = 1") == [(1,)]  # the way to the held detail


def test_a_plan_holds_counts_and_nobody(log: Shop) -> None:
    made = planned(log)
    with log.open() as site:
        assert plan.load(site, made.id) == made
        assert "p1" not in str(plan.summary(made))


def test_records_that_point_at_one_another_are_counted_once(
    log: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each window decides over whoever needs its records, wherever these stand."""
    log.rows("ALTER TABLE events ADD COLUMN before BIGINT", "UPDATE events SET before = id - 1 WHERE id > 1")
    pointing = "references: {before: before -> events.id}\n        clocks: {happened: at}"
    log.said("clocks: {happened: at}", pointing, "stores.yaml")
    log.accepted()
    small_chunks(monkeypatch)
    made = planned(log)
    assert made.counts[EVENTS] == {Fate.STUB: 30}  # the first young one needs the last old one, and so on
    assert swept(log, made).is_complete
    assert log.rows("SELECT count(*) FROM events WHERE payload IS NULL") == [(30,)]


def test_what_newly_ended_since_the_plan_waits_for_the_next(log: Shop) -> None:
    made = planned(log)
    swept(log, made, at=later(days=365))
    assert log.ids("events") == YOUNG
    swept(log, at=later(days=365))
    assert log.ids("events") == []


def test_what_was_held_since_the_plan_stays(log: Shop) -> None:
    made = planned(log)
    log.recorded(*hold(9))
    swept(log, made, at=later(minutes=1))
    assert log.ids("events") == [9, *YOUNG]


def test_a_hold_released_since_the_plan_frees_nothing_before_the_next(log: Shop) -> None:
    log.recorded(*hold(9))
    made = planned(log)
    log.recorded(fact(Effect.RELEASED, at=later(minutes=1), record=held(9), name="inquiry"))
    swept(log, made, at=later(minutes=2))
    assert log.ids("events") == [9, *YOUNG]
    swept(log, at=later(minutes=3))
    assert log.ids("events") == YOUNG


def test_a_hold_placed_while_it_runs_is_heeded_by_the_next_chunk(
    log: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    made = planned(log)
    placed = False

    def watch(far: Progress) -> None:
        nonlocal placed
        if far.step.act is Act.DELETE and far.step.table == EVENTS and not placed:
            placed = True
            log.recorded(*hold(29))

    swept(log, made, watch=watch)
    assert log.ids("events") == [29, *YOUNG]


def small_chunks(monkeypatch: pytest.MonkeyPatch, rows: int = 4) -> None:
    """Let each chunk take so many rows."""

    def small(pace: Pace, *_given: object) -> None:
        pace.size, pace.sizes, pace.aim_seconds = rows, (1, rows), 0.1

    monkeypatch.setattr(Pace, "__init__", small)
    monkeypatch.setattr(Pace, "took", lambda pace, seconds: None)


def test_it_goes_in_chunks_each_recorded(log: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    small_chunks(monkeypatch)
    seen: list[int] = []

    def watch(far: Progress) -> None:
        if far.step.table == EVENTS and far.step.act is Act.DELETE:
            seen.append(far.rows)

    swept(log, watch=watch)
    assert seen == [4, 8, 12, 16, 20, 24, 28, 30]


def test_equal_instants_are_parted_by_key(log: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    small_chunks(monkeypatch)
    log.rows("DELETE FROM details", "DELETE FROM events WHERE id <= 30")
    log.rows(*(f"INSERT INTO events VALUES {event(n, OLD)}" for n in range(1, 12)))
    log.rows(*(f"INSERT INTO events VALUES {event(n, OLD + timedelta(days=1))}" for n in range(12, 15)))
    swept(log)
    assert log.ids("events") == YOUNG


def test_whom_a_chunk_parts_the_next_one_still_knows(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An account was closed by e-mail: only a detail, which goes first, tells whose address that is."""
    log = log_in(tmp_path_factory.mktemp("parted"), is_accepted=False)
    log.rows("ALTER TABLE details ADD COLUMN mail TEXT", "UPDATE details SET mail = 'ana@example.com'")
    log.said("number}\n", "number}\n  email: {title: e-mail}\n")
    log.said("clocks:\n", "events:\n  account_closed: the end of an account\nclocks:\n")
    log.said("{happened: at}", "{happened: {event: account_closed}}", "stores.yaml")
    by_email = (
        "- {role: visitor, key: email, column: mail, verified: a message}\n        clocks: {happened: {c"
    )
    log.said("clocks: {happened: {c", f"  {by_email}", "stores.yaml")
    log.accepted()
    closed = datetime(2024, 1, 1, tzinfo=UTC)
    log.recorded(fact(Effect.HAPPENED, email("ana@example.com"), closed, name="account_closed"))
    swept(log)
    assert log.ids("details") == []
    assert log.ids("events") == [number for number in range(1, 41) if number % 7 != 1]


# --- what stops it --------------------------------------------------------------------------------------------


def test_the_brake_holds_until_a_person_accepts_the_count(tmp_path_factory: pytest.TempPathFactory) -> None:
    log = log_in(tmp_path_factory.mktemp("many"), old=200)
    made = planned(log)
    with log.open() as site, pytest.raises(Brake, match=f"--plan {made.id} --accept-count 202"):
        carry_out(site, made.id, lambda: NOON)
    with log.open() as site, pytest.raises(Forbidden, match="holds 202 records, not 3"):
        carry_out(site, made.id, lambda: NOON, 3)
    assert len(log.ids("events")) == 210


def test_words_that_nobody_accepted_release_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    log = log_in(tmp_path_factory.mktemp("new"), is_accepted=False)
    assert planned(log).total == 0
    log.accepted()
    assert planned(log).total == 32
    log.said("P1Y", "P1M")
    made = planned(log)
    assert made.total == 32  # what only the shorter period ends waits for a person


def test_a_plan_made_under_other_words_does_not_run(log: Shop) -> None:
    made = planned(log)
    log.said("P1Y", "P2Y")
    with log.open() as site, pytest.raises(WordsChanged):
        carry_out(site, made.id, lambda: NOON)


def test_a_plan_runs_once_and_only_as_what_it_is(log: Shop) -> None:
    made = planned(log)
    swept(log, made)
    with log.open() as site, pytest.raises(PlanEnded):
        carry_out(site, made.id, lambda: NOON)
    erasure = log.planned(email("nobody@example.com"))
    with log.open() as site, pytest.raises(NoPlan):
        carry_out(site, erasure.id, lambda: NOON)


def test_two_sweeps_of_a_site_never_run_at_once(log: Shop) -> None:
    first, second = planned(log), planned(log)
    refused: list[BaseException] = []

    def watch(far: Progress) -> None:
        if not refused:
            with pytest.raises(SweepRunning, match="another sweep of this site runs") as caught:
                swept(log, second)
            refused.append(caught.value)

    assert swept(log, first, watch=watch).is_complete
    assert refused
    swept(log, second)


def test_more_than_was_planned_never_goes(log: Shop) -> None:
    """Somebody writes old events after the plan was made: the chunk with one too many is undone."""
    made = planned(log)
    log.rows(*(f"INSERT INTO events VALUES {event(n, OLD)}" for n in range(100, 105)))
    outcome = swept(log, made)
    assert "would change more than the 30 records that were planned" in str(outcome.stores[0].failure)
    assert len(log.ids("events")) == 45


# --- kill -9 --------------------------------------------------------------------------------------------------

PLACES: dict[str, tuple[object, str, int, bool]] = {
    "before anything": (run, "_in_store", 1, False),
    "before the first chunk": (statements, "run", 1, False),
    "in a chunk, not committed": (statements, "run", 5, True),
    "after a commit, its position not kept": (run, "_keep", 4, False),
    "after a position was kept": (run, "_keep", 5, True),
    "before the end": (records, "end_run", 1, False),
}


def _until_killed(log: Shop, plan_id: str, place: str) -> None:
    """In a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        small_chunks(patch)
        patch.setattr(run, "KEEP_SECONDS", 0)
        module, name, occurrence, is_after = PLACES[place]
        _kill_at(module, name, occurrence, is_after=is_after)
        with log.open() as site:
            made = plan.load(site, plan_id)
            carry_out(site, plan_id, lambda: NOON, made.total)


def _kill_at(module: object, name: str, occurrence: int, *, is_after: bool) -> None:
    before: Callable[..., object] = getattr(module, name)
    calls = 0

    def watched(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == occurrence and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = before(*given, **named)
        if calls == occurrence and is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, watched)


@pytest.mark.parametrize("place", PLACES)
def test_a_sweep_that_is_killed_goes_on_where_it_was(log: Shop, place: str) -> None:
    log.recorded(*hold(5))
    made = planned(log)
    assert in_another_process(_until_killed, log, made.id, place) == -signal.SIGKILL
    with pytest.raises(SweepRunning, match="if that was killed, it can be taken over from"):
        swept(log, made)
    assert swept(log, made, at=AFTER_LEASE).is_complete
    assert log.ids("events") == [5, *YOUNG]
