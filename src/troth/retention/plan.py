"""Make a plan: read, decide, keep. Nothing is destroyed here; `run.py` carries a plan out, once."""

import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Json
from troth.audit.records import is_behind
from troth.claims.carried import is_marketing
from troth.claims.ends import ended_value, is_held
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.plan import Act, Claim, Judged
from troth.claims.states import Fate, State
from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName, RoleName, StoreName, TableName
from troth.manifest.purposes import Basis
from troth.manifest.stores import Table
from troth.retention import records
from troth.retention.fates import decided
from troth.retention.model import Ground, Plan, Planned, Stays, TableId
from troth.retention.reasons import with_reasons
from troth.retention.seen import seen
from troth.retention.survey import Survey, judged_anew, survey
from troth.retention.terms import Terms, facts_of, look_ahead, surveying, table_ref
from troth.site import Reached, Site
from troth.subjects.hashes import record_of, record_parts
from troth.subjects.model import NewFact
from troth.subjects.records import last_sequence


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
    with site.database.reading() as tx:  # all from one state
        look_ahead(tx, site)
        if is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
        with surveying(site, at, keys, new_facts) as (terms, reached):
            if looking is not None:
                looking.before(terms, reached)
            found = survey(terms, reached.connections, keys, with_claims=True)
            if looking is not None:
                looking.after(found)
            if noted := tuple(seen(found, new_facts, at)):
                new_facts = (*new_facts, *noted)
                anew = replace(terms, facts=facts_of(site, new_facts, terms.key_types()))
                found = judged_anew(replace(found, terms=anew), reached.connections)
            acts = decided(found, reached.connections)
            explained = with_reasons(_staying(found, acts), reached.connections)
        watermark = last_sequence(tx, site.name)
        version = records.accepted_version(tx, site.name)
    return Plan(
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
    others = Counter((record.store, record.table) for record in found.ties if record not in own)
    return {ref: others[ref] for table in found.terms.tables() if others[ref := table_ref(table)]}


# --- what stays ---------------------------------------------------------------------------------------------


def _stays(manifest: Manifest, found: Survey, acts: Collection[Act]) -> Iterator[Stays]:
    """What stays of the records that do not go whole, by ground and end, counted."""
    by_record = {act.record: act for act in acts}
    counted: Counter[Stays] = Counter()
    for table, rows in found.judged.items():
        for row in rows:
            act = by_record.get(row.record)
            changed = act.outcome.changes if act is not None else {}
            for column, state in row.states.items():
                is_left = row.values.get(column) is not None and column not in changed
                if is_left and not (state is State.ENDED and _is_as_ended(found, table, row, column)):
                    counted.update(_grounds(manifest, found, row, table, column, state))
    return (replace(stay, count=count) for stay, count in counted.items())


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


# --- keeping ------------------------------------------------------------------------------------------------


def keep(site: Site, plan: Plan) -> None:
    """Keep a plan so that it can be shown again and run once; what says whose data it is about is sealed."""
    kept = records.KeptPlan(
        plan.id, plan.made_at, plan.manifest_hash, plan.watermark, summary(plan), _body(plan)
    )
    with site.database.transaction() as tx:
        records.keep_plan(tx, site.name, kept)


def load(site: Site, plan_id: str) -> Plan:
    """
    A kept plan.

    Raises:
        NoPlan, PlanEnded: there is none of that id, or it was carried out or expired.
    """
    with site.database.reading() as tx:
        kept = records.plan_of(tx, site.name, plan_id)
    if "kind" in kept.summary:  # of a sweep, whose plans hold no records
        raise records.NoPlan(plan_id)
    if kept.body is None:
        raise records.PlanEnded(kept)
    return _plan(kept.body)


def summary(plan: Plan) -> dict[str, Json]:
    """The plan in names and counts, without anything that says whose data it is."""
    return {
        "plan": plan.id,
        "made_at": plan.made_at.isoformat(),
        "manifest": plan.manifest_hash,
        "facts_seen": plan.watermark,
        "records": plan.total,
        "tables": {
            f"{store}.{table}": {
                fate.value: count for fate, count in sorted(fates.items(), key=lambda f: f[0].value)
            }
            for (store, table), fates in plan.counts.items()
        },
        "stays": [
            {
                "where": f"{one.table[0]}.{one.table[1]}.{one.column}",
                "state": one.state.name.lower(),
                "ground": one.ground.value,
                "purpose": one.purpose,
                "choice": one.choice,
                "archived": one.is_archive,
                "until": one.until.isoformat() if one.until else None,
                "count": one.count,
                "role": one.role,
            }
            for one in plan.stays
        ],
        "undecided": list(plan.undecided),
        "candidates": {f"{store}.{table}": count for (store, table), count in plan.candidates.items()},
        "stores_down": list(plan.down),
    }


def tagged(value: object) -> list[object]:
    """A part of a key with its type: it must come back as the driver gave it, or its row is not found again."""
    match value:
        case datetime():
            return ["datetime", value.isoformat()]
        case date():
            return ["date", value.isoformat()]
        case bytes():
            return ["bytes", value.hex()]
        case Decimal():
            return ["decimal", str(value)]
        case int() | float() | str() | None:
            return ["", value]
        case _:
            return ["", str(value)]


def untagged(tagged: list[object]) -> object:
    """What `tagged` made, as it was."""
    kind, value = tagged
    match kind:
        case "datetime":
            return datetime.fromisoformat(str(value))
        case "date":
            return date.fromisoformat(str(value))
        case "bytes":
            return bytes.fromhex(str(value))
        case "decimal":
            return Decimal(str(value))
        case _:
            return value


def _body(plan: Plan) -> bytes:
    """The whole plan as JSON."""
    return json.dumps(
        {
            "id": plan.id,
            "made_at": plan.made_at.isoformat(),
            "manifest_hash": plan.manifest_hash,
            "accepted_hash": plan.accepted_hash,
            "watermark": plan.watermark,
            "schemas": dict(plan.schemas),
            "scope": None if plan.scope is None else [[key.type, key.value] for key in sorted(plan.scope)],
            "facts": [_fact(fact) for fact in plan.facts],
            "acts": _acts(plan.planned),
            "summary": summary(plan),
        }
    ).encode("ascii")


def _acts(planned: Sequence[Planned]) -> list[list[object]]:
    """What is planned: records to which the same is to happen, together; a key that its name tells, by that alone."""
    found: list[list[object]] = []
    for alike, several in groupby(planned, _alike):
        store, table, fate, columns, is_plain = alike
        keys = [one.key if is_plain else [one.record.key, list(map(tagged, one.key))] for one in several]
        found.append([store, table, fate, sorted(columns), is_plain, keys])
    return found


def _alike(one: Planned) -> tuple[StoreName, TableName, str, frozenset[Column], bool]:
    (store, table, names), key, fate, columns = one
    is_plain = all(part.__class__ in (int, str) for part in key) and names == tuple(map(str, key))
    return store, table, fate.value, columns, is_plain


def _planned(acts: Iterable[Sequence[Any]]) -> Iterator[Planned]:
    """What `_acts` made, as it was."""
    for store, table, fate, columns, is_plain, keys in acts:
        common = Fate(fate), frozenset(map(Column, columns))
        for told in keys:
            names, key = (map(str, told), told) if is_plain else (told[0], map(untagged, told[1]))
            record = RecordRef(StoreName(store), TableName(table), tuple(names))
            yield Planned(record, tuple(key), *common)


def _plan(body: bytes) -> Plan:
    told = json.loads(body)
    return Plan(
        told["id"],
        datetime.fromisoformat(told["made_at"]),
        told["manifest_hash"],
        told["accepted_hash"],
        told["watermark"],
        {StoreName(name): found for name, found in told["schemas"].items()},
        None if told["scope"] is None else frozenset(Key(kind, value) for kind, value in told["scope"]),
        tuple(_new_fact(fact) for fact in told["facts"]),
        tuple(_planned(told["acts"] if "acts" in told else map(_of_earlier_version, told["planned"]))),
        tuple(_stay(one) for one in told["summary"]["stays"]),
        tuple(PurposeName(name) for name in told["summary"]["undecided"]),
        {_table(name): count for name, count in told["summary"]["candidates"].items()},
        tuple(StoreName(name) for name in told["summary"]["stores_down"]),
    )


def _of_earlier_version(told: Sequence[Any]) -> Sequence[Any]:
    """One record of a plan that an earlier version kept, which listed each by itself."""
    store, table, names, key, fate, columns = told
    return store, table, fate, columns, False, [[names, key]]


def _table(name: str) -> TableId:
    store, _, table = name.partition(".")
    return StoreName(store), TableName(table)


def _stay(told: Mapping[str, object]) -> Stays:
    store, table, column = str(told["where"]).split(".", 2)
    until = told["until"]
    return Stays(
        (StoreName(store), TableName(table)),
        Column(column),
        State[str(told["state"]).upper()],
        Ground(told["ground"]),
        told["purpose"],  # type: ignore[arg-type]  # a name or none, as `summary` wrote it
        told["choice"],  # type: ignore[arg-type]  # likewise
        bool(told["archived"]),
        date.fromisoformat(str(until)) if until else None,
        int(str(told["count"])),
        told["role"],  # type: ignore[arg-type]  # likewise
    )


def _fact(fact: NewFact) -> dict[str, object]:
    return {
        "effect": fact.effect.value,
        "since": fact.since.isoformat(),
        "recorded": fact.recorded.isoformat(),
        "key": None if fact.key is None else [fact.key.type, fact.key.value],
        "record": None if fact.record is None else record_parts(fact.record),
        "purposes": sorted(fact.purposes),
        "choice": fact.choice,
        "items": sorted(fact.items),
        "name": fact.name,
        "ground": fact.ground,
        "by": fact.by,
    }


def _new_fact(told: Mapping[str, object]) -> NewFact:
    key, record = told["key"], told.get("record")  # plans of earlier versions were about people only
    return NewFact(
        Effect(told["effect"]),
        datetime.fromisoformat(str(told["since"])),
        datetime.fromisoformat(str(told["recorded"])),
        key=Key(*key) if isinstance(key, list) else None,
        record=record_of(record) if isinstance(record, list) else None,
        purposes=frozenset(told["purposes"]),  # type: ignore[call-overload]  # a list of names
        choice=told["choice"],  # type: ignore[arg-type]  # a name or none
        items=frozenset(told["items"]),  # type: ignore[call-overload]  # a list of names
        name=str(told["name"]),
        ground=str(told["ground"]),
        by=str(told["by"]),
    )
