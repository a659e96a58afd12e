"""
Reading what is archived: only in a role that the manifest names for it, for a reason, and recorded first.

What is archived is out of everybody's daily use (CNIL, guide on periods of retention, 2020). The person gets
it all by an access request; the operator reads it here or not at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from troth import audit
from troth.claims.facts import Effect, Instant
from troth.claims.judged import Claim
from troth.claims.keys import Key
from troth.claims.states import State
from troth.claims.world import TableRef, Value
from troth.errors import Forbidden, ManifestError, Place, Problem, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName, StoreName
from troth.manifest.stores import Table
from troth.requests.find import Part, finding
from troth.requests.model import Held
from troth.requests.one_person import check_people
from troth.requests.rules import Bearing, holding, view
from troth.site import Site
from troth.subjects import NewFact, add_facts


@dataclass(frozen=True, slots=True)
class Archived:
    """One archived datum, with the purpose whose archive it is in, and the last day there where that is known."""

    column: Column
    value: Value
    purpose: PurposeName
    until: date | None


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """What one record holds that this role may read."""

    table: TableRef
    key: tuple[str, ...]
    data: tuple[Archived, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and which stores could not be."""

    records: tuple[ArchivedRecord, ...]
    down: Mapping[StoreName, Unavailable]


class ArchiveClosed(Forbidden):
    """The manifest opens no archive to this role."""

    def __init__(self, role: str, readers: frozenset[str]) -> None:
        self.role = role
        named = ", ".join(f"`{reader}`" for reader in sorted(readers)) or "nobody"
        super().__init__(f"no archive is open to `{role}`: policy.yaml names {named} as `readers`")


class NoReason(ManifestError):
    """Archived data is read for a reason, and none was given."""

    def __init__(self) -> None:
        what, mend = "no reason is given", "write what it is needed for: --because TEXT"
        super().__init__([Problem("archive-without-reason", _Option("--because", 1, 1), what, mend)])


@dataclass(frozen=True, slots=True)
class _Option(Place):
    """A place that is an option of the command."""

    def __str__(self) -> str:
        return self.file


def read_archive(site: Site, keys: frozenset[Key], role: str, because: str, by: str, at: Instant) -> Reading:
    """
    What is archived about one person, as far as that role may read it.

    It is recorded before anything is handed out: under the person's key for them to see and with its reason
    sealed, and in the audit log by counts alone.

    Raises:
        ArchiveClosed: policy.yaml names the role for no archive; that somebody tried is recorded.
        NoReason: nothing is said of what it is needed for.
        SeveralPeople: what is taken for one person may be several.
    """
    open_ones = opened_to(site.manifest, role)
    if not open_ones:
        _record_refusal(site, role, at)
        raise ArchiveClosed(role, readers(site.manifest))
    if not because.strip():
        raise NoReason
    with finding(site, [keys], at) as found:
        check_people(found)
        records = tuple(record for part in found.parts() for record in _archived(site, part, open_ones))
        reading = Reading(records, dict(found.reached.down))
    _record(site, keys, NewFact(Effect.READ, at, at, name=role, ground=because, by=by), reading)
    return reading


def readers(manifest: Manifest) -> frozenset[str]:
    """Every role that some archive is open to."""
    archives = (purpose.archive for purpose in manifest.purposes.values())
    return frozenset(reader for archive in archives if archive for reader in archive.readers)


def opened_to(manifest: Manifest, role: str) -> frozenset[PurposeName]:
    """The purposes whose archives are open to a role."""
    return frozenset(
        purpose.name
        for purpose in manifest.purposes.values()
        if purpose.archive is not None and role in purpose.archive.readers
    )


def _archived(site: Site, part: Part, open_ones: frozenset[PurposeName]) -> Iterator[ArchivedRecord]:
    """What some rows of a table hold that the role may read."""
    bearing = Bearing(part.facts)
    for row in part.rows:
        for person, roles in row.people.items():
            reasons = bearing.reasons(row.judged, person.keys)
            seen = view(site.manifest, part.table, roles)
            told = holding(seen, row.judged, reasons, person.keys)
            data = tuple(_readable(told.data, open_ones))
            if data:
                yield ArchivedRecord(_ref(part.table), row.judged.record.key, data)


def _readable(data: Mapping[Column, Held], open_ones: frozenset[PurposeName]) -> Iterator[Archived]:
    for column, held in data.items():
        claim = _opening(held, open_ones)
        if claim is not None and held.value is not None and not held.is_withheld:
            yield Archived(column, held.value, claim.purpose, claim.until)


def _opening(held: Held, open_ones: frozenset[PurposeName]) -> Claim | None:
    """The archive claim by which a datum may be read: it is archived, and not in anybody's use."""
    if held.state is not State.ARCHIVED:
        return None
    claims = (c for c in held.claims if c.is_archive and c.state is State.ARCHIVED and c.purpose in open_ones)
    return next(claims, None)


def _ref(table: Table) -> TableRef:
    return table.store, table.name


def _record(site: Site, keys: frozenset[Key], fact: NewFact, reading: Reading) -> None:
    tables: dict[str, int] = {}
    for record in reading.records:
        name = ".".join(record.table)
        tables[name] = tables.get(name, 0) + 1
    with site.database.transaction() as tx:
        recorded = add_facts(tx, site.name, [fact._replace(key=min(keys))])[0]
        body: audit.Body = {"fact": recorded.sequence, "role": fact.name, "records": tables}
        audit.append(tx, site.name, "archive.read", body, fact.since)


def _record_refusal(site: Site, role: str, at: Instant) -> None:
    with site.database.transaction() as tx:
        audit.append(tx, site.name, "archive.refused", {"role": role}, at)
