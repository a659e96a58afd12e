"""A table whose records are archived: they leave it, stay as long as the archive does, and fill it at one speed."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.retention.shop import Shop
from tests.stores.base import Base
from tests.sweep.logs import OLD, TABLES, held, log_in, planned, swept
from tests.sweep.test_sweeps import EVENTS, YOUNG
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.manifest.names import TableName
from troth.retention import run
from troth.subjects.model import NewFact
from troth.subjects.records import all_facts

ARCHIVE = """\
    archive:
      retention: P10Y from happened
      ground: legal_claims
      because: limitation of claims
      readers: [lawyer]
"""


def archiving(base: Base, folder: Path, old: int = 30) -> Shop:
    """The log, whose events of more than a year ago move to a table of their own."""
    dialect = "mysql" if base.dialect == "mariadb" else base.dialect
    events = TABLES[dialect].split(";")[0]
    made = f"{TABLES[dialect]}{events.replace('TABLE events', 'TABLE old_events')};\n"
    log = log_in(folder, {"shop": base.url}, made, old=old, is_accepted=False)
    log.rows("DELETE FROM details")
    log.said("retention: P1Y from happened\n", f"retention: P1Y from happened\n{ARCHIVE}")
    log.said("happened: at}\n", "happened: at}\n        archive: {table: old_events}\n", "stores.yaml")
    log.said("      details:\n", "      old_events: {archive_of: events}\n      details:\n", "stores.yaml")
    log.accepted()
    return log


def test_what_is_archived_leaves_its_table(base: Base, tmp_path: Path) -> None:
    log = archiving(base, tmp_path)
    made = planned(log)
    assert made.counts[EVENTS] == {Fate.MOVE: 30}
    assert swept(log, made).is_complete
    assert (log.ids("events"), log.ids("old_events")) == (YOUNG, list(range(1, 31)))
    assert planned(log).total == 0


def test_an_archive_that_fills_is_not_read_from_end_to_end_for_every_chunk(
    postgresql: Base, tmp_path: Path
) -> None:
    """Its server knew it as empty, and keeps the plan of a statement."""
    log = archiving(postgresql, tmp_path, old=2_000)
    log.rows("VACUUM ANALYZE old_events")
    assert swept(log).is_complete
    assert _read_through(log) < 2_000  # it was some 30,000


def _read_through(log: Shop) -> int:
    """How many rows of the archive were read without an index; sessions tell it a little after their end."""
    asked = "SELECT seq_tup_read, n_tup_ins FROM pg_stat_user_tables WHERE relname = 'old_events'"
    for _ in range(40):
        [(read, inserted)] = log.rows(asked)
        if inserted == 2_000:
            return int(str(read))
        time.sleep(0.05)
    raise AssertionError("the server does not tell its statistics")


def test_what_a_run_is_about_to_move_keeps_what_was_noted_of_it(
    postgresql: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it noted of the record's new place stands before the row does: a sweep that ends meanwhile leaves it."""
    log = archiving(postgresql, tmp_path)
    later_on = OLD + timedelta(days=30)
    log.recorded(NewFact(Effect.NOTED, later_on, later_on, record=held(1), name="happened", by="troth"))
    commit = run._commit

    def after_a_sweep(*given: object) -> None:
        swept(log, at=OLD)  # when nothing was due yet
        commit(*given)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(run, "_commit", after_a_sweep)
    assert log.ran(log.planned()).is_complete
    place = held(1)._replace(table=TableName("old_events"))
    with log.open() as site, site.database.reading() as tx:
        notes = [fact.record for fact in all_facts(tx, site.name).of(Effect.NOTED)]
    assert notes == [place]
