"""Facts: what befell the people in the rows, under any of their keys, and the records themselves."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from tests.claims.worlds.chance import day_of, maybe, one, some, weighed
from tests.claims.worlds.clocks import EVENTS
from tests.claims.worlds.draft import TableDraft
from tests.claims.worlds.people import PEOPLE
from tests.claims.worlds.rows import YEARS
from troth.claims.facts import SEEN, Effect, Fact, Facts
from troth.claims.keys import Key, RecordRef
from troth.claims.world import Row, TableRef
from troth.manifest.names import ChoiceName, ItemName, PurposeName
from troth.manifest.purposes import Basis, Purpose


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom and what facts can be about."""

    keys: Sequence[Key]
    records: Sequence[RecordRef]
    purposes: Mapping[PurposeName, Purpose]
    items: Sequence[ItemName]
    clocks: Sequence[str]


def scene_of(
    tables: Sequence[TableDraft],
    rows: Mapping[TableRef, tuple[Row, ...]],
    purposes: Mapping[PurposeName, Purpose],
) -> Scene:
    """The keys that stand in the rows, and the records there are."""
    keys: dict[Key, None] = {}
    records = []
    for table in tables:
        contents = table.own_identities
        for row in rows[table.ref]:
            for name, content in contents.items():
                if row[name] is not None:
                    keys[Key.of(content.value, row[name])] = None
            records.append(RecordRef(table.store, table.name, tuple(str(row[name]) for name in table.key)))
    for person in PEOPLE[:2]:
        keys[Key.of("email", person.emails[0])] = None
    items = [field.item for table in tables for field in table.fields.values()]
    clocks = [str(name) for table in tables for name in table.clocks]
    return Scene(list(keys), records, purposes, list(dict.fromkeys(items)), list(dict.fromkeys(clocks)))


def facts_of(rng: random.Random, scene: Scene) -> Facts:
    """Consents to what rests on them, some other events, and rarely a checkpoint ahead of them all."""
    told: list[Fact] = []
    for purpose in scene.purposes.values():
        if Basis.CONSENT in purpose.basis.values():
            told += _decisions(rng, scene, purpose)
    for _ in range(weighed(rng, {0: 0.06, 1: 0.14, 2: 0.2, 3: 0.2, 4: 0.16, 5: 0.12, 6: 0.12})):
        told += weighed(rng, STORIES)(rng, scene)
    told += _seen(scene, told)
    told.sort(key=lambda fact: fact.recorded)
    known = tuple(fact._replace(sequence=number) for number, fact in enumerate(told, start=1))
    behind = len(known) + rng.randint(1, 3)
    return Facts(known, weighed(rng, {0: 0.45, len(known): 0.51, behind: 0.038}))


def _seen(scene: Scene, told: Sequence[Fact]) -> list[Fact]:
    """Around erasures: that records were there. (The other dice are not touched by these.)"""
    erased = [fact.since for fact in told if fact.effect in (Effect.ERASED, Effect.UNLAWFUL)]
    rng = random.Random(f"{len(told)} {[record.text for record in scene.records]}")
    if not erased or maybe(rng, 0.5):
        return []
    instants = [one(rng, erased) + timedelta(seconds=one(rng, (-1, 0, 0, 1))) for _ in scene.records]
    return [
        Fact(0, Effect.NOTED, instant, instant, record=record, name=SEEN)
        for record, instant in zip(scene.records, instants, strict=True)
        if maybe(rng, 0.6)
    ]


def remembered_of(rng: random.Random, scene: Scene) -> frozenset[frozenset[Key]]:
    """Identities that Troth keeps: keys of one person that may stand together in no row."""
    if not maybe(rng, 0.22):
        return frozenset()
    sets = []
    for person in rng.sample(PEOPLE, rng.randint(1, 3)):
        keys = [
            Key.of("email", person.emails[0]),
            Key.of("account", person.account),
            Key.of("browser", person.browser),
        ]
        sets.append(frozenset(some(rng, keys, 0.7, least=1)))
    return frozenset(sets)


def _fact(
    rng: random.Random,
    effect: Effect,
    since: datetime | None = None,
    key: Key | None = None,
    record: RecordRef | None = None,
    purposes: Iterable[PurposeName] = (),
    items: Iterable[ItemName] = (),
    name: str = "",
) -> Fact:
    since = since or _moment(rng)
    delay = timedelta(hours=rng.randint(1, 60)) if maybe(rng, 0.6) else timedelta(0)
    return Fact(
        0, effect, since, since + delay, key, record, frozenset(purposes), None, frozenset(items), name
    )


def _moment(rng: random.Random) -> datetime:
    times = (time(0, 0), time(23, 0), time(22, 0), time(9, 30), time(23, 59, 59))
    return datetime.combine(day_of(rng, YEARS), one(rng, times), UTC)


def _later(rng: random.Random, since: datetime) -> datetime:
    return since + timedelta(days=one(rng, (0, 0, 1, 20, 200)), hours=one(rng, (0, 0, 5)))


def _key(rng: random.Random, scene: Scene) -> Key:
    return one(rng, scene.keys)


def _named(rng: random.Random, scene: Scene, share: float) -> list[PurposeName]:
    if not maybe(rng, share):
        return []
    purpose = one(rng, list(scene.purposes.values()))
    return [one(rng, [purpose.name, *sorted(purpose.was)])]


def _items(rng: random.Random, scene: Scene, share: float) -> list[ItemName]:
    return some(rng, scene.items, 0.4, least=1) if scene.items and maybe(rng, share) else []


def _decisions(rng: random.Random, scene: Scene, purpose: Purpose) -> list[Fact]:
    told = []
    names = [purpose.name, *sorted(purpose.was)]
    for key in scene.keys:
        if not maybe(rng, 0.75 if key.type == purpose.decided_by else 0.15):
            continue
        effects = {Effect.GIVEN: 0.78, Effect.REFUSED: 0.1, Effect.WITHDRAWN: 0.12}
        since = _moment(rng)
        for _ in range(weighed(rng, {1: 0.75, 2: 0.25})):
            effect = weighed(rng, effects)
            wording = weighed(rng, {"v2": 0.55, "v1": 0.4, "": 0.05}) if effect is Effect.GIVEN else ""
            about = [one(rng, names)] if maybe(rng, 0.92) else []
            fact = _fact(rng, effect, since, key=key, purposes=about, name=wording)
            choice = one(rng, list(purpose.choices)) if purpose.choices and maybe(rng, 0.5) else None
            told.append(fact._replace(choice=ChoiceName(choice) if choice else None))
            since = _later(rng, since)
    if maybe(rng, 0.6):
        told.append(_fact(rng, Effect.COMPLETE, purposes=[purpose.name]))
    return told


def _withdrawal(rng: random.Random, scene: Scene) -> list[Fact]:
    return [_fact(rng, Effect.WITHDRAWN, key=_key(rng, scene), purposes=_named(rng, scene, 0.7))]


def _objection(rng: random.Random, scene: Scene) -> list[Fact]:
    can_be_objected = [
        purpose.name
        for purpose in scene.purposes.values()
        if {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK} & set(purpose.basis.values())
    ]
    key, named = _key(rng, scene), _named(rng, scene, 0.7)
    if can_be_objected and maybe(rng, 0.8):
        named = [one(rng, can_be_objected)] if maybe(rng, 0.6) else []
    told = [_fact(rng, Effect.OBJECTED, key=key, purposes=named)]
    if maybe(rng, 0.5):
        told.append(_decision(rng, key, named, told[0].since, name=""))
    if maybe(rng, 0.12):
        told.append(_decision(rng, key, named, told[0].since, name=""))
    return told


def _decision(rng: random.Random, key: Key, named: list[PurposeName], since: datetime, name: str) -> Fact:
    effect = one(rng, (Effect.UPHELD, Effect.REJECTED))
    about = named if maybe(rng, 0.85) else []
    return _fact(rng, effect, _later(rng, since), key=key, purposes=about, name=name)


def _erasure(rng: random.Random, scene: Scene) -> list[Fact]:
    key = _key(rng, scene)
    told = [_fact(rng, Effect.ERASED, key=key, items=_items(rng, scene, 0.35))]
    if maybe(rng, 0.45):
        told.append(_decision(rng, key, _named(rng, scene, 0.6), told[0].since, name="erasure"))
    return told


def _unlawful(rng: random.Random, scene: Scene) -> list[Fact]:
    items = _items(rng, scene, 0.3)
    return [_fact(rng, Effect.UNLAWFUL, key=_key(rng, scene), purposes=_named(rng, scene, 1), items=items)]


def _restriction(rng: random.Random, scene: Scene) -> list[Fact]:
    key = _key(rng, scene)
    told = [_fact(rng, Effect.RESTRICTED, key=key, items=_items(rng, scene, 0.4))]
    if maybe(rng, 0.45):
        told.append(_fact(rng, Effect.LIFTED, _later(rng, told[0].since), key=key))
    return told


def _hold(rng: random.Random, scene: Scene) -> list[Fact]:
    if not scene.records:
        return []
    matter = one(rng, ("dispute", "audit"))
    listed = some(rng, scene.records, 0.2, least=1)[:3]
    since, items = _moment(rng), _items(rng, scene, 0.3)
    told = [_fact(rng, Effect.HELD, since, record=record, items=items, name=matter) for record in listed]
    if maybe(rng, 0.4):
        record = listed[0] if maybe(rng, 0.6) else None
        name = matter if maybe(rng, 0.85) else "another"
        told.append(_fact(rng, Effect.RELEASED, _later(rng, since), record=record, name=name))
    return told


def _event(rng: random.Random, scene: Scene) -> list[Fact]:
    is_of_record = bool(scene.records) and maybe(rng, 0.4)
    key = None if is_of_record else _key(rng, scene)
    record = one(rng, scene.records) if is_of_record else None
    event = one(rng, EVENTS)
    told = [_fact(rng, Effect.HAPPENED, key=key, record=record, name=event)]
    if maybe(rng, 0.3):
        told.append(
            _fact(rng, Effect.CANCELLED, _later(rng, told[0].since), key=key, record=record, name=event)
        )
    return told


def _note(rng: random.Random, scene: Scene) -> list[Fact]:
    if not scene.records or not scene.clocks:
        return []
    return [_fact(rng, Effect.NOTED, record=one(rng, scene.records), name=one(rng, scene.clocks))]


Story = Callable[[random.Random, Scene], list[Fact]]

STORIES: dict[Story, float] = {
    _withdrawal: 0.1,
    _objection: 0.2,
    _erasure: 0.19,
    _unlawful: 0.05,
    _restriction: 0.1,
    _hold: 0.13,
    _event: 0.17,
    _note: 0.06,
}
