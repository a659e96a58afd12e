"""
The question put to every store that answers, one pass for each table.

Facts are carried to the stores once, as they stand now and as they stood at the lag; of people only those
with facts are looked up, unless a clock reads the latest of all of a person's records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from troth.claims.carried import Carried, CarriedRow
from troth.claims.compiler import THEN, Question
from troth.claims.facts import Facts, Instant
from troth.claims.questions import Slot
from troth.errors import Surprise, Unavailable
from troth.manifest.names import StoreName
from troth.manifest.period import Period
from troth.manifest.stores import Table
from troth.retention.acts import acts_of_everybody
from troth.retention.terms import Connections, Terms
from troth.retention.whole import carried_as, known_people
from troth.stores.sql.tally import tallied
from troth.stores.sql.unhurried import unhurried
from troth.verify import rules
from troth.verify.ask import ON_HOLD, Moments, asked, clocks_of, orphans_in
from troth.verify.model import Orphans, TableVerdict, Unread

LAG = "lag"  # the version of slots carried as they stood at the lag


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found in each table, and why some stores were not read."""

    tables: tuple[TableVerdict, ...]
    failures: Mapping[StoreName, Unavailable | Surprise]


def gathered(terms: Terms, connections: Connections, lag: Period, *, words_are_old: bool) -> Gathered:
    """
    The verdict on every table.

    A store whose schema lacks something that is declared counts as down: no answer of it can be trusted.

    Args:
        lag: how long what has ended may still be there.
        words_are_old: whether the words in force have waited longer than that for somebody to accept them.
    """
    astray = _astray(terms)
    terms = replace(
        terms,
        grounds={name: ground for name, ground in terms.grounds.items() if name not in astray},
        down=terms.down.union(astray),
    )
    moments, rows = moments_of(terms, connections, before(terms, lag))
    found: list[TableVerdict] = []
    failures: dict[StoreName, Unavailable | Surprise] = dict(astray)
    for table in terms.manifest.tables():
        if table.store in terms.down or table.store in failures:
            found.append(_unread(table, Unread.SCHEMA if table.store in astray else Unread.DOWN))
            continue
        try:
            found.append(_verdict(terms, connections, moments, rows, table, words_are_old=words_are_old))
        except Unavailable as failure:  # it went away, or took too long, in the middle
            failures[table.store] = failure
            found.append(_unread(table, Unread.DOWN))
    return Gathered(tuple(found), failures)


def before(terms: Terms, lag: Period) -> Instant:
    """The instant that lies the lag back, on the same hour in the controller's zone."""
    zone = terms.question(Carried({})).zone
    if lag.is_exact:
        return terms.at - timedelta(seconds=lag.seconds)
    local = terms.at.astimezone(zone)
    day = lag.last_day_ended(local.date()) + timedelta(days=1)
    return datetime.combine(day, time(local.hour, local.minute), zone).astimezone(UTC)


def moments_of(
    terms: Terms, connections: Connections, lagged: Instant
) -> tuple[Moments, Mapping[Slot, Mapping[str, CarriedRow]]]:
    """The question at each moment, and everything that is carried for all of them together."""
    facts = terms.facts(None, None)
    acts = acts_of_everybody(terms)
    people = known_people(terms, connections, facts, acts)
    recorded = Facts(tuple(fact for fact in facts.known if fact.recorded <= lagged))
    known = carried_as("", terms, connections, people, facts, terms.manifest, terms.at, acts)
    earlier = carried_as(LAG, terms, connections, people, recorded, terms.manifest, lagged, acts)
    rows = {**known.rows, **earlier.rows}
    now = Question(terms.manifest, known, terms.at, terms.down, tells_why=True, acts=acts)
    past = Question(terms.manifest, earlier, lagged, terms.down, LAG, acts=acts)
    if terms.accepted is None or terms.accepted == terms.manifest:
        return Moments(now, None if terms.accepted is None else now, past), rows
    then = carried_as(THEN, terms, connections, people, facts, terms.accepted, terms.at, acts)
    rows |= then.rows
    accepted = Question(terms.accepted, then, terms.at, terms.down, THEN, acts=acts)
    return Moments(now, accepted, past), rows


def _astray(terms: Terms) -> dict[StoreName, Surprise]:
    found: dict[StoreName, Surprise] = {}
    for table in terms.tables():
        try:
            terms.grounds[table.store].require(table)
        except Surprise as surprise:
            found.setdefault(table.store, surprise)
    return found


def _verdict(
    terms: Terms,
    connections: Connections,
    moments: Moments,
    rows: Mapping[Slot, Mapping[str, CarriedRow]],
    table: Table,
    *,
    words_are_old: bool,
) -> TableVerdict:
    overdue = rules.overdue_codes(words_are_old)
    question = asked(moments, table, terms.grounds[table.store])
    clocks = {column: clocks_of(moments.now, table, column) for column in question.columns}
    counted = rules.Tallied()
    connection = connections[table.store]
    with unhurried(connection):
        for group in tallied(connection, terms.grounds[table.store], question, rows):
            counted.add(group, clocks, overdue)
    orphans = orphans_in(moments, table, counted.yes)
    return TableVerdict(
        table.store,
        table.name,
        counted.rows,
        rules.verdicts(table, counted, overdue, moments.now.zone),
        tuple(Orphans(kind, relation, count) for (kind, relation), count in orphans.items() if count),
        counted.yes[ON_HOLD],
    )


def _unread(table: Table, why: Unread) -> TableVerdict:
    return TableVerdict(table.store, table.name, 0, (), unread=why)
