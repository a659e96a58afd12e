"""Purposes: which items of which kinds they use, on which basis per role, and for how long."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.claims.worlds.chance import day_of, maybe, one, some, weighed
from tests.claims.worlds.draft import Content, TableDraft
from tests.claims.worlds.people import OTHER, OWNER
from troth.manifest.condition import Among
from troth.manifest.names import ChoiceName, ClockName, ItemName, KeyType, KindName, PurposeName, RoleName
from troth.manifest.period import Period
from troth.manifest.purposes import (
    Acceptance,
    Archive,
    ArchiveGround,
    Basis,
    Choice,
    DataUse,
    Departure,
    EarlierPeriod,
    Limit,
    Purpose,
    Span,
    Wording,
)
from troth.manifest.text import Text

YEARS = dict.fromkeys(range(2023, 2027), 1.0)
EARLIER = dict.fromkeys(range(2021, 2027), 1.0)
NAMES = ("delivery", "newsletter", "accounting", "support", "profiling")
BASES = {
    Basis.CONSENT: 0.32,
    Basis.CONTRACT: 0.24,
    Basis.LEGITIMATE_INTEREST: 0.26,
    Basis.PUBLIC_TASK: 0.08,
    Basis.LEGAL_OBLIGATION: 0.06,
    Basis.VITAL_INTEREST: 0.04,
}
SHORT = tuple(map(Period.parse, ("P1M", "P3M", "P6M", "P30D", "P1Y", "P13M", "P1M10D")))
LONG = tuple(map(Period.parse, ("P1Y", "P18M", "P2Y", "P3Y", "P5Y")))
HOURS = tuple(map(Period.parse, ("PT24H", "PT48H", "PT36H30M")))


@dataclass(frozen=True, slots=True)
class Ground:
    """What purposes can be about: the items and clocks of each kind's tables, and who points at whom."""

    items: dict[KindName, list[ItemName]]
    clocks: dict[KindName, list[ClockName]]
    roles: list[RoleName]
    key_types: list[KeyType]
    pointing: list[tuple[KindName, KindName]]  # the first kind's table points at the second's


def ground_of(tables: Sequence[TableDraft]) -> Ground:
    """What the tables offer to purposes."""
    items: dict[KindName, list[ItemName]] = {}
    clocks: dict[KindName, list[ClockName]] = {}
    for table in tables:
        for kind in table.kinds:
            of_kind = items.setdefault(kind, [])
            of_kind += [field.item for field in table.fields.values() if field.item not in of_kind]
            of_clock = clocks.setdefault(kind, [])
            of_clock += [name for name in table.clocks if name not in of_clock]
    links = [link for table in tables for link in table.links]
    by_name = {table.ref: table for table in tables}
    pointing = [
        (mine, theirs)
        for table in tables
        for reference in table.references.values()
        for mine in table.kinds
        for theirs in by_name[table.store, reference.table].kinds
        if mine != theirs
    ]
    return Ground(
        items,
        clocks,
        list(dict.fromkeys(link.role for link in links)) or [OWNER],
        list(dict.fromkeys(link.key for link in links)) or [KeyType("email")],
        list(dict.fromkeys(pointing)),
    )


def purposes_of(rng: random.Random, ground: Ground) -> dict[PurposeName, Purpose]:
    """One to five purposes; most kinds are used by one at least."""
    names = [
        PurposeName(name)
        for name in rng.sample(NAMES, weighed(rng, {1: 0.12, 2: 0.3, 3: 0.3, 4: 0.18, 5: 0.1}))
    ]
    kinds: dict[PurposeName, list[KindName]] = {name: some(rng, list(ground.items), 0.25) for name in names}
    for kind in ground.items:
        if not any(kind in of_purpose for of_purpose in kinds.values()) and maybe(rng, 0.9):
            kinds[one(rng, names)].append(kind)
    return {name: _purpose(rng, name, kinds[name], ground, names) for name in names}


def give_decisions(
    rng: random.Random, tables: Sequence[TableDraft], purposes: dict[PurposeName, Purpose]
) -> None:
    """Some tables keep the consent to a purpose in a column of their own."""
    for table in tables:
        answers = table.of(Content.ANSWER)
        for purpose in purposes.values():
            uses = any(kind in purpose.data for kind in table.kinds)
            if answers and uses and Basis.CONSENT in purpose.basis.values() and maybe(rng, 0.4):
                table.decisions[purpose.name] = Among(answers[0], (1,))


def a_period(rng: random.Random) -> Period:
    """A length of time as policies state them."""
    return one(rng, weighed(rng, {SHORT: 0.5, LONG: 0.44, HOURS: 0.06}))


def _purpose(
    rng: random.Random, name: PurposeName, kinds: list[KindName], ground: Ground, names: list[PurposeName]
) -> Purpose:
    basis = {
        role: weighed(rng, BASES) for role in (OWNER, OTHER) if role in ground.roles and maybe(rng, 0.95)
    }
    held = set(basis.values())
    clocks = list(dict.fromkeys(clock for kind in kinds for clock in ground.clocks[kind]))
    items = list(dict.fromkeys(item for kind in kinds for item in ground.items[kind]))
    active = _span(rng, clocks, 0.8)
    purpose = Purpose(
        name=name,
        title=Text({"en": name}),
        basis=basis,
        data=_data(rng, kinds, ground),
        active=active,
        archive=_archive(rng, clocks, active) if maybe(rng, 0.45) else None,
        was=frozenset({PurposeName(f"old_{name}")}) if maybe(rng, 0.12) else frozenset(),
        feeds=frozenset({one(rng, names)} - {name}) if maybe(rng, 0.15) else frozenset(),
        direct_marketing=Basis.LEGITIMATE_INTEREST in held and maybe(rng, 0.22),
        ended=day_of(rng, YEARS) if maybe(rng, 0.08) else None,
    )
    if Basis.CONTRACT in held and maybe(rng, 0.6):
        purpose = replace(purpose, performance=_span(rng, clocks, 0.85))
    if Basis.CONSENT in held:
        purpose = _with_consent(rng, purpose, items, ground)
    elif maybe(rng, 0.06):
        purpose = replace(purpose, choices=_choices(rng, items))
    return purpose


def _data(rng: random.Random, kinds: list[KindName], ground: Ground) -> dict[KindName, DataUse]:
    data: dict[KindName, DataUse] = {}
    for kind in kinds:
        items = None if maybe(rng, 0.28) else frozenset(some(rng, ground.items[kind], 0.6))
        followed = [mine for mine, theirs in ground.pointing if theirs == kind and mine in kinds]
        is_followed = any(use.follows == kind for use in data.values())
        follows = one(rng, followed) if followed and not is_followed and maybe(rng, 0.35) else None
        if follows in data and data[follows].follows is not None:
            follows = None
        data[kind] = DataUse(items, follows)
    return data


def _span(rng: random.Random, clocks: list[ClockName], share: float) -> Span:
    if not clocks or not maybe(rng, share):
        return Span()
    period = a_period(rng)
    earlier: tuple[EarlierPeriod, ...] = ()
    if maybe(rng, 0.14):
        earlier = tuple(EarlierPeriod(a_period(rng), day_of(rng, EARLIER)) for _ in range(rng.randint(1, 2)))
    departure = None
    if maybe(rng, 0.12):
        accepted = Acceptance("dpo", date(2024, 1, 1)) if maybe(rng, 0.3) else None
        because = weighed(rng, {"proposed": 0.8, "law": 0.2})
        departure = Departure(because, stated=None, accepted=accepted)
    limit = weighed(rng, {Limit.MAX: 0.75, Limit.MIN: 0.12, Limit.EXACT: 0.13})
    return Span(one(rng, clocks), period, earlier, limit, departure)


def _archive(rng: random.Random, clocks: list[ClockName], active: Span) -> Archive:
    span = _span(rng, clocks, 0.88)
    if span.period is not None and maybe(rng, 0.7):
        span = Span(active.clock or span.clock, one(rng, LONG))
    ground = one(rng, list(ArchiveGround))
    resists = "Art. 17(3)(e): a claim is announced" if maybe(rng, 0.25) else None
    return Archive(span, ground, Text({"en": "proof"}), ("accountant",), resists)


def _with_consent(rng: random.Random, purpose: Purpose, items: list[ItemName], ground: Ground) -> Purpose:
    wording = None
    if maybe(rng, 0.45):
        within = weighed(rng, {Period(months=3): 0.5, Period(months=1): 0.3, Period(months=12): 0.2})
        wording = Wording(
            "v2", day_of(rng, YEARS), frozenset({"v1"}) if maybe(rng, 0.3) else frozenset(), within
        )
    return replace(
        purpose,
        decided_by=one(rng, ground.key_types),
        wording=wording,
        validity=a_period(rng) if maybe(rng, 0.3) else None,
        choices=_choices(rng, items) if maybe(rng, 0.35) else {},
    )


def _choices(rng: random.Random, items: list[ItemName]) -> dict[ChoiceName, Choice]:
    choices = {}
    for name in ("mail", "sms")[: rng.randint(1, 2)]:
        listed = None if maybe(rng, 0.4) else frozenset(some(rng, items, 0.6))
        choices[ChoiceName(name)] = Choice(ChoiceName(name), Text({"en": name}), listed)
    return choices
