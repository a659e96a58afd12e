"""
Everything of some people as JSON, in memory: what `access` writes into files, for an application that shows it.

For as many records as one person has; whoever has more gets a package, which is written as it is read.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from json.encoder import encode_basestring_ascii as _text

from troth.claims.facts import Instant
from troth.claims.judged import Claim
from troth.claims.keys import Key
from troth.claims.same import Same
from troth.claims.world import TableRef, Value
from troth.manifest.names import Column, RoleName
from troth.manifest.stores import Table
from troth.requests.answered import record_answer
from troth.requests.as_json import Telling
from troth.requests.find import check_key_types
from troth.requests.model import Form, Person
from troth.requests.one_person import check_sizes, check_told_apart
from troth.requests.rules import (
    Account,
    Bearing,
    Sight,
    Whose,
    is_account,
    view,
)
from troth.retention.reasons import Explained, explained
from troth.retention.survey import Survey, survey
from troth.retention.terms import Terms, surveyed
from troth.site import Reached, Site

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
    (found, claims), reached = surveyed(site, at, keys, partial(_read, keys))
    people = [Person(number, given, found.people.closure(given)) for number, given in enumerate(subjects, 1)]
    shelves = _shelves(site, found, claims, Whose(people, found.ties))
    records = sum(len(rows) for of_person in shelves.values() for rows in of_person.values())
    record_answer(site, len(people), records, reached.down, at)
    teller = _Teller(site, sorted(reached.down), at)
    return [teller.told(person, shelves[person]) for person in people]


def _read(
    keys: frozenset[Key], terms: Terms, reached: Reached
) -> tuple[Survey, Mapping[TableRef, Explained]]:
    """Their records, and why each is held."""
    found = survey(terms, reached.connections, keys, with_claims=True)
    return found, explained(found, reached.connections)


_Record = tuple[Form, Mapping[Column, Value]]  # what it holds about somebody, and the values
Shelf = Mapping[TableRef, Sequence[_Record]]  # what a person has in each table


def _shelves(
    site: Site, found: Survey, claims: Mapping[TableRef, Explained], everybody: Whose
) -> Mapping[Person, Shelf]:
    """What each person has, once it is sure that each is one person."""
    shelves: dict[Person, dict[TableRef, list[_Record]]] = defaultdict(lambda: defaultdict(list))
    accounts: list[Account] = []
    bearing = Bearing(found.facts.known)
    for ref, why in claims.items():
        table = site.manifest.table(*ref)
        are_accounts = is_account(table)
        sights: dict[frozenset[RoleName], Sight] = {}
        for row in found.judged[ref]:
            whose = everybody.of(row.record)
            if are_accounts:
                accounts.append((table, row.values, whose))
            for person, roles in whose.items():
                if (sight := sights.get(roles)) is None:
                    sight = sights[roles] = _sight(found, table, roles)
                reasons = bearing.reasons(row, person.keys)
                form = sight.form(row, why.claims_on(row), reasons, person.keys)
                shelves[person][ref].append((form, row.values))
    check_sizes(site, {person: sum(map(len, of.values())) for person, of in shelves.items()})
    check_told_apart(site.manifest, accounts)
    return shelves


def _sight(found: Survey, table: Table, roles: frozenset[RoleName]) -> Sight:
    """What somebody in these roles sees of a table, kept from one access to the next."""
    manifest = found.terms.manifest
    key = ("sight", Same(manifest), table.name, roles)
    return found.terms.grounds[table.store].once(key, lambda: Sight(view(manifest, table, roles)))


class _Teller:
    """Tells what people have, each in a JSON text of their own."""

    def __init__(self, site: Site, down: Sequence[str], at: Instant) -> None:
        controller = site.manifest.policy.controller.name
        head = json.dumps({"format": FORMAT, "made_at": at.isoformat(), "controller": controller})
        self._head, self._down = head[:-1], json.dumps(down)
        self._telling = _telling(Same(site.manifest))

    def told(self, person: Person, shelf: Shelf) -> bytes:
        """Everything of one person."""
        claims: dict[Claim, int] = {}
        tables = []
        for (store, table), some in shelf.items():
            records = ", ".join([self._telling.record(form, values, claims) for form, values in some])
            tables.append(f'{{"store": {_text(store)}, "table": {_text(table)}, "records": [{records}]}}')
        parts = (
            self._head,
            f'"keys": [{", ".join(map(_key, sorted(person.keys)))}]',
            f'"tables": [{", ".join(tables)}]',
            f'"claims": {self._telling.claims(claims)}',
            f'"stores_without_answer": {self._down}}}',
        )
        return ", ".join(parts).encode("ascii")


@lru_cache(maxsize=8)
def _telling(manifest: Same) -> Telling:
    """How a site's records are told, kept from one access to the next: nothing of their values."""
    return Telling()


def _key(key: Key) -> str:
    return f'{{"type": {_text(key.type)}, "value": {_text(key.value)}}}'
