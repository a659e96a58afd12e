"""Parts of a table that ranges of a number make: a clock that is kept as so many seconds."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.retention.shop import Shop
from tests.stores.base import Base
from tests.sweep.logs import OLD, log_in, planned, swept
from tests.sweep.test_hostile import without_details
from tests.sweep.test_sweeps import EVENTS, YOUNG
from troth.claims.states import Fate

APRIL = int(datetime.fromisoformat("2025-04-01T00:00+00:00").timestamp())
PARTED = {
    "postgresql": """
CREATE TABLE events (id bigint, subject int, at {type} NOT NULL, payload text, ip text, PRIMARY KEY (id, at))
    PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ({april});
CREATE TABLE events_young PARTITION OF events FOR VALUES FROM ({april}) TO (MAXVALUE);
CREATE INDEX ON events (at);
CREATE TABLE details (id bigint PRIMARY KEY, event_id bigint NOT NULL, note text);
""",
    "mariadb": """
CREATE TABLE events (id BIGINT, subject INT, at {type} NOT NULL, payload VARCHAR(200), ip VARCHAR(50),
    PRIMARY KEY (id, at)) PARTITION BY RANGE (at)
    (PARTITION events_old VALUES LESS THAN ({april}), PARTITION events_young VALUES LESS THAN MAXVALUE);
CREATE INDEX events_at ON events (at);
CREATE TABLE details (id BIGINT PRIMARY KEY, event_id BIGINT NOT NULL, note VARCHAR(200));
""",
}
PARTS = {
    "postgresql": "SELECT relname FROM pg_class WHERE relname IN ('events_old', 'events_young')",
    "mariadb": "SELECT partition_name FROM information_schema.partitions WHERE table_schema = DATABASE() "
    "AND table_name = 'events'",
}


@pytest.mark.parametrize("kind", ["bigint", "int"])
def test_parts_by_a_number_of_seconds_are_dropped_at_their_end(
    server: Base, tmp_path: Path, kind: str
) -> None:
    log = _parted(server, tmp_path, kind)
    made = planned(log)
    assert made.counts[EVENTS] == {Fate.DELETE: 30}
    assert swept(log, made).is_complete
    assert log.ids("events") == YOUNG
    assert log.rows(PARTS[server.dialect]) == [("events_young",)]


def _parted(server: Base, tmp_path: Path, kind: str) -> Shop:
    """The log, whose clock counts seconds."""
    made = PARTED[server.dialect].format(type=kind, april=APRIL)
    log = log_in(tmp_path, {"shop": server.url}, made, old=0, young=0, is_accepted=False)
    log.said("key: id\n        kind: event", "key: [id, at]\n        kind: event", "stores.yaml")
    log.said("created: at", "", "stores.yaml")
    log.said("clocks: {happened: at}", "clocks: {happened: {column: at, stored_as: epoch}}", "stores.yaml")
    without_details(log)
    old = int(OLD.timestamp())
    log.rows(*(f"INSERT INTO events VALUES ({n}, 1, {old + n}, 'p', 'i')" for n in range(1, 31)))
    log.rows(*(f"INSERT INTO events VALUES ({n}, 1, {old + 31536000 + n}, 'p', 'i')" for n in range(31, 41)))
    log.accepted()
    return log
