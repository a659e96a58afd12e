"""
Whole tables asked at once, counted in the store: what is carried for that, and what the accepted words hold.

Of people only those with facts are looked up, unless a clock reads the latest of all of a person's records and the
store cannot tell which these are.
"""

from collections.abc import Mapping
from dataclasses import replace

from troth.claims.carried import Carried, CarriedRow, carried
from troth.claims.compiler import Question, judge
from troth.claims.compiler.acts import are_told
from troth.claims.compiler.question import Acts
from troth.claims.facts import Facts, Instant
from troth.claims.people import People
from troth.claims.questions import Const, Number, Slot
from troth.manifest.model import Manifest
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.retention.people import identified
from troth.retention.terms import Connections, Terms
from troth.stores.sql import read

NOT_HELD, HELD = Const(0), Const(1)


def known_people(terms: Terms, connections: Connections, facts: Facts, acts: Acts | None) -> People:
    """Who is who among those with facts; among all, where what everybody's records show of a last act is carried."""
    manifests = [terms.manifest, *([terms.accepted] if terms.accepted is not None else [])]
    is_carried = any(
        clock.latest and not are_told(acts, manifest, table, clock)
        for manifest in manifests
        for table in manifest.tables()
        for clock in table.clocks.values()
    )
    return identified(terms, connections, None) if is_carried else people_of_facts(terms, connections, facts)


def people_of_facts(terms: Terms, connections: Connections, facts: Facts) -> People:
    """Who is who among those of whom there are facts: nobody else matters to what is carried of these."""
    return identified(terms, connections, {fact.key for fact in facts.known if fact.key is not None})


def resolved(version: str, facts: Facts, people: People, manifest: Manifest, at: Instant) -> Carried:
    """The facts as they are carried for one version of the question, under its name."""
    known = carried(manifest, facts, people, at)
    return replace(known, rows={(version, *slot): found for slot, found in known.rows.items()})


def carried_as(
    version: str,
    terms: Terms,
    connections: Connections,
    people: People,
    facts: Facts,
    manifest: Manifest,
    at: Instant,
    acts: Acts | None,
) -> Carried:
    """
    What is carried for one version of the question: the facts, and what all of a person's records show.

    Args:
        acts: how the stores tell some last acts by themselves, which are then not carried; none: they do not.
    """
    known = resolved(version, facts, people, manifest, at)
    rows: dict[Slot, Mapping[str, CarriedRow]] = dict(known.rows)
    question = Question(manifest, Carried({}), at, terms.down, version)
    for table in manifest.tables():
        for clock in table.clocks.values():
            is_carried = clock.latest and not are_told(acts, manifest, table, clock)
            slot = (version, *clock.last_act)
            if is_carried and table.store not in terms.down and slot not in rows:
                [shown] = read.last_acts(connections, terms.grounds, question, [clock], None)
                rows[slot] = read.by_person(people, shown)
    return replace(known, rows=rows)


def held_by_accepted(now: Question, then: Question | None, table: Table) -> Mapping[Column, Number]:
    """
    What the words accepted last make of each column of a table.

    Args:
        then: the question under them; none where nobody accepted any: everything is held.
    """
    columns = (*table.fields, *table.link_columns)
    if then is None:
        return dict.fromkeys(columns, HELD)
    if then.manifest == now.manifest:
        return dict.fromkeys(columns, NOT_HELD)  # it is held as it is now
    store = then.manifest.stores.get(table.store)
    declared = store.tables.get(table.name) if store else None
    states: Mapping[Column, Number] = {}
    if declared is not None and declared.hosted_for is None:
        states = judge(then, then, declared).states
    return {column: states.get(column, HELD) for column in columns}  # what they do not know, they never ended
