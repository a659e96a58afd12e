"""Make a plan: read, decide, keep. Nothing is destroyed here; `run.py` carries a plan out, once."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.records import is_behind
from troth.claims.carried import is_marketing
from troth.claims.ends import ended_value, is_held
from troth.claims.facts import Instant
from troth.claims.judged import Claim, Judged
from troth.claims.keys import Key
from troth.claims.plan import Act
from troth.claims.states import Fate, State
from troth.claims.unknown import Unknown
from troth.database.sequences import Series, last_number
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName, RoleName
from troth.manifest.purposes import Basis
from troth.manifest.stores import Table
from troth.retention.accepted import accepted_version
from troth.retention.fates import decided
from troth.retention.model import Ground, Plan, Planned, Stays, TableId
from troth.retention.reasons import with_reasons
from troth.retention.seen import seen
from troth.retention.survey import Survey, judged_anew, survey
from troth.retention.terms import Terms, and_new, look_ahead, table_ref, terms_of
from troth.site import Reached, Site
from troth.subjects.model import NewFact
from troth.subjects.records import last_sequence


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and what it was made of, which stands as long as the transactions in which that was read."""

    plan: Plan
    reached: Reached
    found: Survey
    acts: tuple[Act, ...]
    last_logged: int  # the number of the audit log's last record


class Looking(Protocol):
    """Whether what a survey reads is what it is taken for; raises where it is not."""

    def before(self, terms: Terms, reached: Reached) -> None:
        """Look before the records are read."""

    def after(self, found: Survey) -> None:
        """Look at what was read."""


def make(
    site: Site,
    keys: Collection[Key] | None,
    at: Instant,
    new_facts: Collection[NewFact] = (),
    looking: Looking | None = None,
) -> Plan:
    """
    What would be done about some people (or, for none, about everybody), were these facts recorded.

    Raises:
        Surprise: the live schema lacks something that the manifest names, or facts are missing (`DatabaseBehind`):
            a plan that does nothing for want of them would look like one with nothing to do.
    """
    with site.database.reading() as tx:
        look_ahead(tx, site)
        with site.stores.reading() as reached:
            return made_of(site, reached, keys, at, new_facts, looking).plan


def made_of(
    site: Site,
    reached: Reached,
    keys: Collection[Key] | None,
    at: Instant,
    new_facts: Collection[NewFact] = (),
    looking: Looking | None = None,
) -> Made:
    """The same, of stores in transactions of the caller's; with what it was made of."""
    with site.database.reading() as tx:  # all from one state
        look_ahead(tx, site)
        if is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
        terms = terms_of(site, reached, at, keys, new_facts)
        if looking is not None:
            looking.before(terms, reached)
        found = survey(terms, reached.connections, keys, with_claims=True)
        if looking is not None:
            looking.after(found)
        if noted := tuple(seen(found, new_facts, at)):
            anew = replace(terms, facts=and_new(site, terms.facts, noted, len(new_facts)))
            new_facts = (*new_facts, *noted)
            found = judged_anew(replace(found, terms=anew), reached.connections)
        acts = decided(found, reached.connections)
        explained = with_reasons(_staying(found, acts), reached.connections)
        watermark = last_sequence(tx, site.name)
        version = accepted_version(tx, site.name)
        logged = last_number(tx, site.name, Series.RECORDS)
    plan = Plan(
        secrets.token_hex(6),
        at,
        site.manifest_hash,
        None if version is None else version.manifest_hash,
        watermark,
        {name: site.stores.schema(name, live) for name, live in reached.live.items()},
        found.scope,
        tuple(new_facts),
        tuple([Planned(a.record, a.judged.key, a.outcome.fate, frozenset(a.outcome.changes)) for a in acts]),
        tuple(_stays(site.manifest, explained, acts)),
        tuple(sorted(set(_undecided(site.manifest, explained)))),
        {} if keys is None else _candidates(found),
        tuple(sorted(reached.down)),
    )
    return Made(plan, reached, found, tuple(acts), logged)


def _staying(found: Survey, acts: Collection[Act]) -> Survey:
    """The survey without the records that go whole: only of what stays it has to be told why."""
    going = {act.record for act in acts if act.outcome.fate is Fate.DELETE}
    judged = {
        table: tuple([row for row in rows if row.record not in going]) for table, rows in found.judged.items()
    }
    return replace(found, judged=judged)


def _candidates(found: Survey) -> dict[TableId, int]:
    """How many records match only by keys in doubt: never touched, but a human should look (case D10)."""
    own = {row.record for rows in found.judged.values() for row in rows}
    others = Counter((record.store, record.table) for record in found.ties.keys() - own)
    return {ref: others[ref] for table in found.terms.tables() if others[ref := table_ref(table)]}


# --- what stays ---------------------------------------------------------------------------------------------


def _stays(manifest: Manifest, found: Survey, acts: Collection[Act]) -> Iterator[Stays]:
    """What stays of the records that do not go whole, by ground and end, counted."""
    counted = Counter(_staying_data(manifest, found, acts))
    return (replace(stay, count=count) for stay, count in counted.items())


def _staying_data(manifest: Manifest, found: Survey, acts: Collection[Act]) -> Iterator[Stays]:
    """Each datum that stays of them, on each of its grounds."""
    changes = {act.record: act.outcome.changes for act in acts if act.outcome.fate is not Fate.DELETE}
    for table, rows in found.judged.items():
        for row in rows:
            changed = changes.get(row.record, {})
            for column, state in row.states.items():
                is_left = row.values.get(column) is not None and column not in changed
                if is_left and not (state is State.ENDED and _is_as_ended(found, table, row, column)):
                    yield from _grounds(manifest, found, row, table, column, state)


def _is_as_ended(found: Survey, table: TableId, row: Judged, column: Column) -> bool:
    """Whether a field holds already what its end would make of it: nothing of the person stays in it."""
    field = found.terms.manifest.table(*table).fields.get(column)
    if field is None:
        return False
    ground, value = found.terms.grounds[table[0]], row.values.get(column)
    live = ground.live[table[1]].columns[column]
    return is_held(live, value, ended_value(field.at_end, value, live, ground.zone))


def _grounds(
    manifest: Manifest, found: Survey, row: Judged, table: TableId, column: Column, state: State
) -> Iterator[Stays]:
    """Each claim that makes the datum's state what it is, or what else does."""
    decisive = [claim for claim in row.claims.get(column, ()) if claim.state is state and state > State.ENDED]
    for claim in decisive:
        is_undecided = _is_undecided(manifest, claim)
        yield Stays(
            table,
            column,
            state,
            Ground.UNDECIDED if is_undecided else Ground.CLAIM,
            claim.purpose,
            claim.choice,
            claim.is_archive,
            claim.until,
            0,
            _telling_role(manifest, claim),
        )
    if not decisive:
        ground = _other_ground(found, row, manifest.table(*table), column, state)
        yield Stays(table, column, state, ground, None, None, False, None, 0)


def _telling_role(manifest: Manifest, claim: Claim) -> RoleName | None:
    """The role of a claim, where its purpose has another basis for another role."""
    return claim.role if len(set(manifest.purposes[claim.purpose].basis.values())) > 1 else None


def _is_undecided(manifest: Manifest, claim: Claim) -> bool:
    """Whether a claim is frozen because nobody has weighed an interest yet."""
    purpose = manifest.purposes[claim.purpose]
    return (
        claim.why is Unknown.UNDECIDED
        and claim.role is not None
        and purpose.basis.get(claim.role) is Basis.LEGITIMATE_INTEREST
        and not is_marketing(manifest, purpose)
    )


def _undecided(manifest: Manifest, found: Survey) -> Iterator[PurposeName]:
    """The interests to weigh; also where their datum is empty, because its record is held all the same."""
    for rows in found.judged.values():
        for row in rows:
            for claims in row.claims.values():
                yield from (claim.purpose for claim in claims if _is_undecided(manifest, claim))


def _other_ground(found: Survey, row: Judged, table: Table, column: Column, state: State) -> Ground:
    if state is State.FROZEN and row.is_clamped:
        return Ground.RESTRICTION
    leads_to_claimed = column in table.link_columns and any(
        claim.state is state for claims in row.claims.values() for claim in claims
    )
    if state in (State.ENDED, State.ACTIVE) or leads_to_claimed:
        return Ground.NEEDED
    if state is State.ARCHIVED:
        return Ground.HOLD
    return Ground.UNKNOWN if found.terms.accepted == found.terms.manifest else Ground.UNACCEPTED
