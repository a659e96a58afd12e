"""
Holds on what is a person's: their records are listed when it is placed, and found again when it is reviewed.

A hold keeps records, never a person: each record is named by a fact of its own. That the hold is about the
person too is one more fact, by which a review finds what has come since.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key, RecordRef
from troth.errors import ManifestError, Place, Problem, Unavailable
from troth.manifest.names import StoreName
from troth.requests.find import finding
from troth.site import Site
from troth.subjects import NewFact, add_facts, facts_of_holds
from troth.subjects.holds import Hold, holds
from troth.subjects.record import FactRefused, problems_of


class NoHold(ManifestError):
    """No hold of that matter is in force."""

    def __init__(self, matter: str) -> None:
        what, mend = "no such hold is in force", "see them with `troth hold list`"
        super().__init__([Problem("no-such-hold", _Matter(f"hold `{matter}`", 1, 1), what, mend)])


@dataclass(frozen=True, slots=True)
class _Matter(Place):
    """A place that is a word of the command."""

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True, slots=True)
class Placed:
    """What was recorded, and the stores in which nothing could be found because they are down."""

    facts: tuple[Fact, ...]
    down: Mapping[StoreName, Unavailable]

    @property
    def records(self) -> int:
        """How many records were listed."""
        return sum(fact.effect is Effect.HELD and fact.record is not None for fact in self.facts)


def place(site: Site, keys: frozenset[Key], hold: NewFact, at: Instant) -> Placed:
    """
    Hold everything that is a person's, in every store that answers.

    Args:
        keys: of one person.
        hold: a `held` fact about nobody yet: its matter, items, ground, and who places it.

    Raises:
        FactRefused: with every reason.
    """
    listed, down = _records_of(site, keys, at)
    of_records = [hold._replace(record=record) for record in sorted(listed)]
    _check(
        site, of_records or [hold._replace(effect=Effect.REVIEWED, items=frozenset())]
    )  # at least its matter
    of_person = [hold._replace(key=key) for key in sorted(keys)]
    with site.database.transaction() as tx:
        return Placed(tuple(add_facts(tx, site.name, [*of_records, *of_person])), down)


def review(site: Site, matter: str, at: Instant, by: str, because: str) -> Placed:
    """
    Find that a hold is still needed; list what has come to its people since, so that it is kept too.

    Raises:
        NoHold: no hold of that matter is in force.
    """
    hold = hold_of(site, matter, at)
    with site.database.reading() as tx:
        placed = [
            fact
            for fact in facts_of_holds(tx, site.name).of(Effect.HELD)
            if fact.name == matter and fact.key is not None
        ]
    items = frozenset(item for fact in placed for item in fact.items)
    found, down = found_since(site, hold, at)
    common = NewFact(Effect.HELD, at, at, items=items, name=matter, ground=because, by=by)
    reviewed = common._replace(effect=Effect.REVIEWED, items=frozenset())
    with site.database.transaction() as tx:
        new = [*(common._replace(record=record) for record in sorted(found)), reviewed]
        return Placed(tuple(add_facts(tx, site.name, new)), down)


def hold_of(site: Site, matter: str, at: Instant) -> Hold:
    """
    The hold of that matter.

    Raises:
        NoHold: none is in force.
    """
    with site.database.reading() as tx:
        found = holds(site.manifest, facts_of_holds(tx, site.name), at)
    for hold in found:
        if hold.matter == matter:
            return hold
    raise NoHold(matter)


def found_since(
    site: Site, hold: Hold, at: Instant
) -> tuple[frozenset[RecordRef], Mapping[StoreName, Unavailable]]:
    """The records of a hold's people that it does not list."""
    if not hold.people:
        return frozenset(), {}
    found, down = _records_of(site, hold.people, at)
    return found - hold.records, down


def _records_of(
    site: Site, keys: frozenset[Key], at: Instant
) -> tuple[frozenset[RecordRef], Mapping[StoreName, Unavailable]]:
    with finding(site, [keys], at) as everything:
        found = frozenset(row.judged.record for part in everything.parts() for row in part.rows)
        return found, everything.reached.down


def _check(site: Site, new: list[NewFact]) -> None:
    problems = [problem for fact in new for problem in problems_of(site.manifest, fact)]
    if problems:
        raise FactRefused(list(dict.fromkeys(problems)))
