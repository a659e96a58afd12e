"""Access (GDPR Art. 15): hand over everything that is held about some people, whatever it is held for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from troth.claims.carried import Carried
from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key
from troth.claims.world import TableRef
from troth.errors import Unavailable
from troth.manifest.names import RoleName, StoreName
from troth.requests.answered import record_answer
from troth.requests.find import Finding, Part, finding
from troth.requests.model import About, Person, Undeclared
from troth.requests.one_person import check_people
from troth.requests.package import Packages, writing
from troth.requests.rules import Bearing, Sight, view
from troth.retention.terms import table_ref
from troth.site import Site
from troth.stores.sql import read
from troth.subjects import facts_for


@dataclass(frozen=True, slots=True)
class Answered:
    """What was handed over, to whom, and what was missing."""

    folder: Path
    people: tuple[About, ...]
    records: Mapping[Person, int]
    down: Mapping[StoreName, Unavailable]
    undeclared: Undeclared


def access(
    site: Site, subjects: Sequence[frozenset[Key]], out: Path, at: Instant, *, is_one_person: bool = False
) -> Answered:
    """
    Write a package for each of these people into a folder of its own under `out`.

    Args:
        subjects: the keys of each person, as they were given.
        out: made where it is not there; a package that stands in it is never overwritten.
        is_one_person: somebody looked, and what each is taken for is one person although it seemed doubtful.

    Raises:
        SeveralPeople: what is taken for one person may be several; nothing is handed over.
        Surprise: the schema of a store is not as declared.
        Unavailable: a store went away in the middle, or `out` cannot be written; nothing is handed over.
    """
    with finding(site, subjects, at) as found, writing(site.manifest, out, at) as packages:
        if not is_one_person:
            check_people(found)
        for part in found.parts():
            _hand_over(part, site, packages)
        undeclared = _undeclared(found)
        people = _about(found)
        for about in people:
            packages.finish(about, undeclared)
        answered = Answered(out, people, found.sizes, found.reached.down, undeclared)
        packages.note_for_operator(_note(answered))
        record_answer(site, len(answered.people), sum(answered.records.values()), answered.down, at)
    return answered


def _hand_over(part: Part, site: Site, packages: Packages) -> None:
    """What some rows of a table hold about each person, to that person's package."""
    holdings = defaultdict(list)
    sights: dict[frozenset[RoleName], Sight] = {}
    bearing = Bearing(part.facts)
    for row in part.rows:
        for person, roles in row.people.items():
            reasons = bearing.reasons(row.judged, person.keys)
            if roles not in sights:
                sights[roles] = Sight(view(site.manifest, part.table, roles))
            holdings[person].append(sights[roles].holding(row.judged, reasons, person.keys))
    for person, some in holdings.items():
        packages.add(person, part.table, some)


# --- what stands beside the records -------------------------------------------------------------------------


def _about(found: Finding) -> tuple[About, ...]:
    facts: dict[Person, list[Fact]] = defaultdict(list)
    with found.site.database.reading() as tx:
        for fact in facts_for(tx, found.site.name, frozenset(found.by_key), ()).known:
            # What a hold is for is nobody's but the operator's.
            for person in (
                found.by_key.get(fact.key, ()) if fact.key and fact.effect is not Effect.HELD else ()
            ):
                facts[person].append(fact)
    candidates = _candidates(found)
    down = tuple(found.reached.down)
    return tuple(
        About(person, tuple(facts[person]), down, dict(candidates[person])) for person in found.people
    )


def _candidates(found: Finding) -> dict[Person, dict[TableRef, int]]:
    """How many records only keys in doubt lead to, table by table: a human decides whose they are."""
    counts: dict[Person, dict[TableRef, int]] = defaultdict(lambda: defaultdict(int))
    question = found.terms.question(Carried({}))
    for window in found.windows_in_doubt():
        for ref, records in window.items():
            table, ground = found.terms.manifest.table(*ref), found.terms.grounds[ref[0]]
            sure: dict[object, set[Person]] = defaultdict(set)
            doubtful: dict[object, set[Person]] = defaultdict(set)
            for record, tie in read.tied(found.reached.connections[ref[0]], ground, question, table, records):
                for key, is_sure in tie.keys:
                    (sure if is_sure else doubtful)[record].update(found.by_key.get(key, ()))
            for candidate, people in doubtful.items():
                for person in people - sure[candidate]:
                    counts[person][ref] += 1
    return counts


def _undeclared(found: Finding) -> Undeclared:
    """Columns that nobody declared in the tables, and tables that point at them: their names."""
    columns, tables = {}, {}
    for table in found.terms.tables():
        live = found.reached.live[table.store]
        stored = live.tables[table.name]
        beyond = tuple(sorted(set(stored.columns) - table.declared))
        if beyond:
            columns[table_ref(table)] = beyond
        own = found.site.manifest.stores[table.store].tables
        pointing = sorted(
            name
            for name, references in live.pointing.items()
            if name not in own and any(reference.table == table.name for reference in references)
        )
        if pointing:
            tables[table_ref(table)] = tuple(pointing)
    return Undeclared(columns, tables)


# --- for the operator, and for the record -------------------------------------------------------------------


def _note(answered: Answered) -> dict[str, object]:
    """What the operator has to know and the person does not get."""
    return {
        "people": [
            {
                "folder": about.person.folder,
                "records": answered.records.get(about.person, 0),
                "candidates": {
                    f"{store}.{table}": count for (store, table), count in about.candidates.items()
                },
            }
            for about in answered.people
        ],
        "down": {name: str(failure) for name, failure in answered.down.items()},
    }
