"""A site with a log of what people did, on any of the three engines; what is older than a year has ended."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from tests.retention.shop import NOON, Shop, site_in
from troth.claims.keys import RecordRef
from troth.manifest.names import StoreName, TableName
from troth.retention.sweep import plan, run
from troth.retention.sweep.model import SweepPlan, Swept, Watch

FOLDER = Path(__file__).parent / "log"
OLD, YOUNG = datetime(2025, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)

TABLES = {
    "sqlite": """
CREATE TABLE events (id INTEGER PRIMARY KEY, subject INTEGER, at TIMESTAMP, payload TEXT, ip TEXT);
CREATE TABLE details (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events (id), note TEXT);
CREATE INDEX events_at ON events (at);
CREATE INDEX details_event ON details (event_id);
""",
    "postgresql": """
CREATE TABLE events (id bigint PRIMARY KEY, subject int, at timestamp, payload text, ip text);
CREATE TABLE details (id bigint PRIMARY KEY, event_id bigint NOT NULL REFERENCES events (id), note text);
CREATE INDEX ON events (at);
CREATE INDEX ON details (event_id);
""",
    "mysql": """
CREATE TABLE events (id BIGINT PRIMARY KEY, subject INT, at DATETIME, payload VARCHAR(200), ip VARCHAR(50));
CREATE TABLE details (id BIGINT PRIMARY KEY, event_id BIGINT NOT NULL REFERENCES events (id), note VARCHAR(200));
CREATE INDEX events_at ON events (at);
CREATE INDEX details_event ON details (event_id);
""",
}


def log_in(
    folder: Path,
    urls: Mapping[str, str] | None = None,
    tables: str | None = None,
    *,
    old: int = 30,
    young: int = 10,
    is_accepted: bool = True,
) -> Shop:
    """A site with so many events that ended, a minute apart, and so many that did not; the first has details."""
    dialect = make_url(urls["shop"]).get_backend_name() if urls else "sqlite"
    made = tables or TABLES[dialect]
    shop = site_in(folder, FOLDER, {"shop": (made, "")}, urls)
    rows = [event(n, OLD + timedelta(minutes=n)) for n in range(1, old + 1)]
    rows += [event(n, YOUNG + timedelta(minutes=n)) for n in range(old + 1, old + young + 1)]
    for begin in range(0, len(rows), 500):
        shop.rows(f"INSERT INTO events VALUES {', '.join(rows[begin : begin + 500])}")
    shop.rows("INSERT INTO details VALUES (1, 1, 'one'), (2, 1, 'two')")
    if is_accepted:
        shop.accepted()
    return shop


def event(number: int, at: datetime | str) -> str:
    """A row of the log."""
    wall = at.replace(tzinfo=None) if isinstance(at, datetime) else at
    return f"({number}, {number % 7}, '{wall}', 'p{number}', '10.0.0.{number % 200}')"


def held(number: int) -> RecordRef:
    """An event as a hold names it."""
    return RecordRef(StoreName("shop"), TableName("events"), (str(number),))


def planned(shop: Shop, at: datetime = NOON) -> SweepPlan:
    """A kept plan of a sweep."""
    with shop.open() as site:
        made = plan.make(site, at)
        plan.keep(site, made)
    return made


def swept(
    shop: Shop, made: SweepPlan | None = None, at: datetime = NOON, watch: Watch | None = None
) -> Swept:
    """Plan (unless there is one) and run, whatever the brake says."""
    made = made or planned(shop, at)
    with shop.open() as site:
        return run.carry_out(site, made.id, lambda: at, made.total, watch)
