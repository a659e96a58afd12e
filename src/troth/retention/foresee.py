"""What new words would mean, counted before they are published: whom they concern, whose consent, what they release."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.states import State
from troth.manifest.names import PurposeName, StoreName
from troth.retention.accept import Released, released
from troth.retention.reasons import with_reasons
from troth.retention.survey import Survey, survey
from troth.retention.terms import Connections, surveying
from troth.site import Site
from troth.stores.sql import read
from troth.subjects.records import all_facts


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The counts. A store that is down is left out of them, and named."""

    people: Mapping[PurposeName, int]  # with data that the purpose still claims
    everybody: int  # with data that anything claims
    concerned: int  # of whom at least one of the purposes asked about has data
    consents: Mapping[PurposeName, int]  # people whose last word on the purpose is yes
    released: Released
    down: frozenset[StoreName]


def foreseen(
    site: Site, purposes: Collection[PurposeName], outgrown: Collection[PurposeName], at: Instant
) -> Foreseen:
    """
    Count whom the words in force concern, before anybody publishes or accepts them.

    Args:
        purposes: those that change materially.
        outgrown: those whose consents no longer suffice.
        at: the instant asked about.
    """
    with surveying(site, at, None) as (terms, reached):
        found = with_reasons(survey(terms, reached.connections, with_claims=True), reached.connections)
        people = _people(found, reached.connections)
    facts: Sequence[Fact] = ()
    if outgrown:
        with site.database.reading() as tx:
            facts = all_facts(tx, site.name).known
    mine = {name: people.get(name, set()) for name in purposes}
    return Foreseen(
        {name: len(some) for name, some in mine.items()},
        len(set().union(*people.values())) if people else 0,
        len(set().union(*mine.values())) if mine else 0,
        {name: _consents(site, found.people, facts, name) for name in sorted(outgrown)},
        released(site, at),
        frozenset(reached.down),
    )


def _people(found: Survey, connections: Connections) -> dict[PurposeName, set[frozenset[Key]]]:
    """For each purpose the people of whom it claims something that has not ended."""
    by_purpose: dict[PurposeName, set[frozenset[Key]]] = defaultdict(set)
    for table in found.terms.tables():
        connection, ground = connections[table.store], found.terms.grounds[table.store]
        whose: dict[RecordRef, set[frozenset[Key]]] = defaultdict(set)
        for record, tie in read.tied(connection, ground, found.question, table, None):
            keys = tie.sure or {key for key, _ in tie.keys}  # whoever reads there is told, sure or not
            whose[record] |= {found.people.person(key) for key in keys}
        for row in found.judged.get((table.store, table.name), ()):
            claims = (claim for some in row.claims.values() for claim in some)
            for purpose in {claim.purpose for claim in claims if claim.state > State.ENDED}:
                by_purpose[purpose] |= whose.get(row.record, set())
    return by_purpose


def _consents(site: Site, people: People, facts: Collection[Fact], name: PurposeName) -> int:
    """How many people said yes last, under any name that the purpose had."""
    purpose = site.manifest.purposes[name]
    names = {name, *purpose.was}
    last: dict[tuple[frozenset[Key], str | None], Effect] = {}
    decisions = (Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN)
    for fact in sorted(facts, key=lambda fact: (fact.since, fact.sequence)):
        if fact.key is not None and fact.effect in decisions and (not fact.purposes or names & fact.purposes):
            last[people.person(fact.key), fact.choice] = fact.effect
    return len({person for (person, _), effect in last.items() if effect is Effect.GIVEN})
