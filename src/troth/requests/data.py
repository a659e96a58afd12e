"""
Everything of some people as JSON, in memory: what `access` writes into files, for an application that shows it.

For as many records as one person has; whoever has more gets a package, which is written as it is read.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from troth.claims.facts import Fact, Instant
from troth.claims.keys import Key
from troth.claims.plan import Claim
from troth.claims.world import TableRef
from troth.manifest.names import RoleName
from troth.requests.answered import record_answer
from troth.requests.as_json import claim_as_json, record_as_json
from troth.requests.find import check_key_types
from troth.requests.model import Holding, Person
from troth.requests.one_person import check_sizes, check_told_apart
from troth.requests.rules import (
    REASONS,
    Account,
    View,
    by_key,
    holding,
    is_account,
    reasons_of,
    roles_of,
    view,
)
from troth.retention.reasons import with_reasons
from troth.retention.survey import Survey, survey
from troth.retention.terms import surveying
from troth.site import Site

FORMAT = "troth-data/1"


def data_of(site: Site, subjects: Sequence[frozenset[Key]], at: Instant) -> list[bytes]:
    """
    Everything that is held about each of these people, with the claims on each datum, as JSON.

    Args:
        subjects: the keys of each person, as they were given.

    Raises:
        SeveralPeople: what is taken for one person may be several, or has too many records; nothing is given.
        Surprise: the schema of a store is not as declared.
        Unavailable: a store went away in the middle.
    """
    keys = frozenset[Key]().union(*subjects)
    check_key_types(site.manifest, keys)
    with surveying(site, at, keys) as (terms, reached):
        found = with_reasons(survey(terms, reached.connections, keys, with_claims=True), reached.connections)
        people = [
            Person(number, given, found.people.closure(given)) for number, given in enumerate(subjects, 1)
        ]
    reasons = [fact for fact in found.facts.known if fact.effect in REASONS]
    shelves = _shelves(site, found, by_key(people), reasons)
    records = sum(len(rows) for of_person in shelves.values() for rows in of_person.values())
    record_answer(site, len(people), records, reached.down, at)
    return [_told(site, person, shelves[person], sorted(reached.down), at) for person in people]


Shelves = Mapping[Person, Mapping[TableRef, Sequence[Holding]]]


def _shelves(
    site: Site, found: Survey, people: Mapping[Key, tuple[Person, ...]], facts: Sequence[Fact]
) -> Shelves:
    """What each person has in each table, once it is sure that each is one person."""
    shelves: dict[Person, dict[TableRef, list[Holding]]] = defaultdict(lambda: defaultdict(list))
    accounts: list[Account] = []
    for ref, rows in found.judged.items():
        table = site.manifest.table(*ref)
        views: dict[frozenset[RoleName], View] = {}
        for row in rows:
            whose = roles_of(found.ties[row.record], people)
            if is_account(table):
                accounts.append((table, row.values, whose))
            for person, roles in whose.items():
                if roles not in views:
                    views[roles] = view(site.manifest, table, roles)
                reasons = reasons_of(facts, row, person.keys)
                shelves[person][ref].append(holding(views[roles], row, reasons, person.keys))
    check_sizes(site, {person: sum(map(len, of.values())) for person, of in shelves.items()})
    check_told_apart(site.manifest, accounts)
    return shelves


def _told(
    site: Site, person: Person, shelf: Mapping[TableRef, Sequence[Holding]], down: Sequence[str], at: Instant
) -> bytes:
    claims: dict[Claim, int] = {}
    tables = [
        {
            "store": store,
            "table": table,
            "records": [record_as_json(one, claims) for one in holdings],
        }
        for (store, table), holdings in shelf.items()
    ]
    told = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "controller": site.manifest.policy.controller.name,
        "keys": [{"type": key.type, "value": key.value} for key in sorted(person.keys)],
        "tables": tables,
        "claims": [claim_as_json(claim) for claim in claims],
        "stores_without_answer": down,
    }
    return json.dumps(told).encode("ascii")
