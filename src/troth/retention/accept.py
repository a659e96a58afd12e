"""A change of words releases nothing by itself: a person sees how much it would, and accepts it at that count."""

from collections import Counter
from collections.abc import Mapping

from troth.audit.records import append
from troth.claims.facts import Instant
from troth.claims.states import State
from troth.errors import Forbidden
from troth.manifest.names import Column, StoreName, TableName
from troth.retention import records
from troth.retention.plan import surveying
from troth.retention.survey import survey
from troth.site import Site

Released = Mapping[tuple[StoreName, TableName, Column], int]


class CountDiffers(Forbidden):
    """The count a person accepts is not the one that the change would release now."""

    def __init__(self, accepted: int, found: int) -> None:
        self.accepted, self.found = accepted, found
        super().__init__(
            f"this version would release {found} data, not {accepted}: look at `troth accept` again, "
            f"and if it is meant, accept {found}"
        )


def released(site: Site, at: Instant) -> Released:
    """
    How many data, by column, the words in force end that the ones accepted last did not (case D2).

    Where no version was accepted yet: everything that is ended now.
    """
    with surveying(site, at, None) as (terms, reached):
        before = None if terms.accepted is None else survey(terms, reached.connections)
        alone = survey(terms.accepting_itself(), reached.connections)
    frozen = {
        (row.record, column): state
        for rows in (before.judged.values() if before is not None else ())
        for row in rows
        for column, state in row.states.items()
    }
    counted: Counter[tuple[StoreName, TableName, Column]] = Counter()
    for rows in alone.judged.values():
        for row in rows:
            for column, state in row.states.items():
                held = frozen.get((row.record, column), State.FROZEN)
                is_new = state is State.ENDED and held is not State.ENDED
                if is_new and row.values.get(column) is not None:
                    counted[row.record.store, row.record.table, column] += 1
    return dict(counted)


def accept(site: Site, count: int, by: str, at: Instant) -> records.AcceptedVersion:
    """
    Accept the version in force, and with it what it releases, at just that count.

    Raises:
        CountDiffers: it would release more or less than the person saw.
    """
    found = sum(released(site, at).values())
    if found != count:
        raise CountDiffers(count, found)
    version = records.AcceptedVersion(site.manifest_hash, site.declared.text, count, by, at)
    with site.database.transaction() as tx:
        records.accept_version(tx, site.name, version)
        append(tx, site.name, "version.accepted", {"manifest": site.manifest_hash, "released": count}, at)
    return version
