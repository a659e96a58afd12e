"""A change of words releases nothing by itself: a person sees how much it would, and accepts it at that count."""

from collections import Counter
from collections.abc import Mapping

from troth.audit.records import append
from troth.claims.carried import CarriedRow
from troth.claims.compiler import THEN, Question, judge
from troth.claims.facts import Instant
from troth.claims.questions import Slot
from troth.errors import Forbidden
from troth.manifest.names import Column, StoreName, TableName
from troth.manifest.stores import SetNull, Table
from troth.retention.accepted import AcceptedVersion, accept_version
from troth.retention.acts import acts_of_everybody
from troth.retention.terms import Connections, Terms, surveying
from troth.retention.whole import HELD, carried_as, held_by_accepted, known_people
from troth.site import Site
from troth.stores.sql.tally import UNACCEPTED, Asked, Judged, tallied
from troth.stores.sql.unhurried import unhurried
from troth.texts.refusals import said

Released = Mapping[tuple[StoreName, TableName, Column], int]


class CountDiffers(Forbidden):
    """The count a person accepts is not the one that the change would release now."""

    def __init__(self, accepted: int, found: int) -> None:
        self.accepted, self.found = accepted, found
        super().__init__(said("count_differs", found=found, accepted=accepted))


def released(site: Site, at: Instant) -> Released:
    """
    How many data, by column, the words in force end that the ones accepted last did not (case D2).

    Where no version was accepted yet: everything that is ended now.
    """
    with surveying(site, at, None) as (terms, reached):
        return released_under(terms, reached.connections)


def released_under(terms: Terms, connections: Connections) -> Released:
    """The same on given terms: each table is counted once in its store, whatever its size."""
    counted: Counter[tuple[StoreName, TableName, Column]] = Counter()
    for table in terms.tables():
        terms.grounds[table.store].require(table)
    now, then, rows = _questions(terms, connections)
    for table in terms.tables():
        ground, asked = terms.grounds[table.store], _asked(now, then, table)
        with unhurried(connections[table.store]):
            for group in tallied(connections[table.store], ground, asked, rows):
                for column, code in group.codes.items():
                    if code == UNACCEPTED and group.values[column]:
                        counted[table.store, table.name, column] += group.values[column]
    return dict(counted)


def _questions(
    terms: Terms, connections: Connections
) -> tuple[Question, Question | None, Mapping[Slot, Mapping[str, CarriedRow]]]:
    """The question under the words in force and under those accepted last, and all that is carried for them."""
    facts = terms.facts(None, None)
    acts = acts_of_everybody(terms)
    people = known_people(terms, connections, facts, acts)
    known = carried_as("", terms, connections, people, facts, terms.manifest, terms.at, acts)
    now = Question(terms.manifest, known, terms.at, terms.down, acts=acts)
    other = terms.other_words
    if other is None:
        return now, None if terms.accepted is None else now, known.rows
    before = carried_as(THEN, terms, connections, people, facts, other, terms.at, acts)
    then = Question(other, before, terms.at, terms.down, THEN, acts=acts)
    return now, then, {**known.rows, **before.rows}


def _asked(now: Question, then: Question | None, table: Table) -> Asked:
    """Of each column: whether it is ended by the words in force, and by those accepted last."""
    states, accepted = judge(now, now, table).states, held_by_accepted(now, then, table)
    columns = {column: Judged(state, accepted[column], HELD) for column, state in states.items()}
    return Asked(table, columns, dict.fromkeys(columns, SetNull()), {})


def accept(site: Site, count: int, by: str, at: Instant) -> AcceptedVersion:
    """
    Accept the version in force, and with it what it releases, at just that count.

    Raises:
        CountDiffers: it would release more or less than the person saw.
    """
    found = sum(released(site, at).values())
    if found != count:
        raise CountDiffers(count, found)
    version = AcceptedVersion(site.manifest_hash, site.declared.text, count, by, at)
    with site.database.transaction() as tx:
        accept_version(tx, site.name, version)
        append(tx, site.name, "version.accepted", {"manifest": site.manifest_hash, "released": count}, at)
    return version
