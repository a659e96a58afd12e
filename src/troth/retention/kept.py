"""Plans as they are kept: sealed, with a summary that says of nobody anything, and read again to be run."""

import hashlib
import json
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, starmap
from typing import Any

from troth.audit.model import Json
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.states import Fate, State
from troth.manifest.names import ChoiceName, Column, ItemName, PurposeName, StoreName, TableName
from troth.retention import records
from troth.retention.model import Ground, Plan, Planned, Stays, TableId
from troth.site import Site
from troth.subjects.hashes import record_of, record_parts
from troth.subjects.model import NewFact, what_it_says


def keep(site: Site, plan: Plan) -> None:
    """Keep a plan so that it can be shown again and run once; what says whose data it is about is sealed."""
    told, acts = summary(plan), _acts(plan.planned)
    body = _body(plan, told, acts)
    kept = records.KeptPlan(plan.id, plan.made_at, plan.manifest_hash, plan.watermark, told, body)
    # Who loses a plan in a power cut plans again. The intention to run it waits for the disk, and takes it along.
    with site.database.transaction(awaits_disk=False) as tx:
        records.keep_plan(tx, site.name, kept)
        if all(is_plain for *_, is_plain, _ in acts):  # else it may come back with keys of other types
            tx.remembered[_KEPT, site.name] = hashlib.sha256(body).digest(), weakref.ref(plan)


def load(site: Site, plan_id: str) -> Plan:
    """
    A kept plan; where the one that this process kept last is still in use and stands there unchanged, that one itself.

    Raises:
        NoPlan, PlanEnded: there is none of that id, or it was carried out or expired.
    """
    with site.database.reading() as tx:
        body = records.body_of(tx, site.name, plan_id)
        written, last_kept = tx.remembered.get((_KEPT, site.name), (b"", _gone))
    plan: Plan | None = last_kept() if hashlib.sha256(body).digest() == written else None
    return _plan(body) if plan is None else plan


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


def _gone() -> None:
    """The plan that this process kept last, where there is none any more."""


def _body(plan: Plan, told: Mapping[str, Json], acts: Sequence[Sequence[object]]) -> bytes:
    """The whole plan as JSON, its summary in it."""
    return json.dumps(
        {
            "id": plan.id,
            "made_at": plan.made_at.isoformat(),
            "manifest_hash": plan.manifest_hash,
            "accepted_hash": plan.accepted_hash,
            "watermark": plan.watermark,
            "schemas": dict(plan.schemas),
            "scope": None if plan.scope is None else [[key.type, key.value] for key in sorted(plan.scope)],
            "facts": _facts(plan.facts),
            "acts": acts,
            "summary": told,
        }
    ).encode("ascii")


def _acts(planned: Sequence[Planned]) -> list[list[object]]:
    """What is planned: records to which the same is to happen, together; a key that its name tells, by that alone."""
    found: list[list[object]] = []
    for alike, several in groupby(planned, _alike):
        store, table, fate, columns, is_plain = alike
        keys = [one.key if is_plain else [one.record.key, list(map(tagged, one.key))] for one in several]
        found.append([store, table, fate.value, sorted(columns), is_plain, keys])
    return found


def _alike(one: Planned) -> tuple[StoreName, TableName, Fate, frozenset[Column], bool]:
    (store, table, names), key, fate, columns = one
    is_plain = _PLAIN.issuperset(map(type, key)) and names == tuple(map(str, key))
    return store, table, fate, columns, is_plain


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
        tuple(_new_facts(told["facts"])),
        tuple(_planned(told["acts"])),
        tuple(_stay(one) for one in told["summary"]["stays"]),
        tuple(PurposeName(name) for name in told["summary"]["undecided"]),
        {_table(name): count for name, count in told["summary"]["candidates"].items()},
        tuple(StoreName(name) for name in told["summary"]["stores_down"]),
    )


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


_KEPT = "plan kept last"
_PLAIN = frozenset((int, str))  # parts of keys that come back from JSON as they are


def _facts(facts: Iterable[NewFact]) -> dict[str, object]:
    """The facts in their order: what each says, which many say alike, and whom or what it is about."""
    said: dict[tuple[object, ...], int] = {}
    about: list[list[object]] = []
    for fact in facts:
        key = None if fact.key is None else [fact.key.type, fact.key.value]
        record = None if fact.record is None else record_parts(fact.record)
        about.append([said.setdefault(what_it_says(fact), len(said)), key, record])
    return {"said": list(starmap(_said, said)), "about": about}


def _said(
    effect: Effect,
    since: Instant,
    recorded: Instant,
    purposes: frozenset[PurposeName],
    choice: ChoiceName | None,
    items: frozenset[ItemName],
    *texts: str,
) -> list[object]:
    times = since.isoformat(), recorded.isoformat()
    return [effect.value, *times, sorted(purposes), choice, sorted(items), *texts]


def _new_facts(told: Mapping[str, Any]) -> Iterator[NewFact]:
    """What `_facts` made, as it was."""
    said = []
    for effect, since, recorded, purposes, choice, items, *texts in told["said"]:
        when = datetime.fromisoformat(since), datetime.fromisoformat(recorded)
        said.append((Effect(effect), when, (frozenset(purposes), choice, frozenset(items), *texts)))
    for number, key, record in told["about"]:
        effect, (since, recorded), what = said[number]
        whom = None if key is None else Key(*key)
        yield NewFact(effect, since, recorded, whom, None if record is None else record_of(record), *what)
