"""Columns that hold instants, and the clocks that read them."""

import random
from datetime import date

from tests.claims.worlds.chance import maybe, one, some, weighed
from tests.claims.worlds.draft import ColumnDraft, Content, TableDraft, column
from tests.claims.worlds.kinds import condition_on
from troth.manifest.names import ClockName, Column, EventName, Relation
from troth.manifest.period import Period
from troth.manifest.stores import Clock, ColumnAt, ColumnOf, Rounding, StoredAs

NAMES = (ClockName("placed"), ClockName("closed"))
CONTACT = ClockName("last_contact")
EVENTS = (EventName("account_closed"), EventName("contract_signed"))
STORED = {Content.EPOCH: StoredAs.EPOCH, Content.EPOCH_MS: StoredAs.EPOCH_MILLISECONDS}
INSTANTS = (Content.DAY, Content.MOMENT, Content.MOMENT_ZONED)


def give_instants(rng: random.Random, tables: list[TableDraft], zones: dict[str, str]) -> None:
    """When a record was made, and when things happened to it."""
    for table in tables:
        if maybe(rng, 0.7):
            table.created = Column("created")
            table.columns[table.created] = _instant(rng, zones[table.store], of_old=False)
        for name in some(rng, ["placed_at", "closed_at"], 0.55, least=0 if table.created else 1):
            table.columns[Column(name)] = _instant(rng, zones[table.store], of_old=True)


def give_clocks(rng: random.Random, tables: list[TableDraft]) -> None:
    """One clock or two for most tables, and the last contact of the person for some."""
    for table in tables:
        for name in some(rng, NAMES, 0.6, least=1):
            clock = _clock(rng, name, table, tables)
            if clock is not None:
                table.clocks[name] = clock
    sources = [
        ColumnOf(table.store, table.name, name)
        for table in tables
        for name in table.of(*INSTANTS)
        if table.links
    ]
    if sources and maybe(rng, 0.3):
        rng.shuffle(sources)
        latest = tuple(some(rng, sources, 0.6, least=1)[:3])
        for table in some(rng, tables, 0.5, least=1):
            event = one(rng, EVENTS) if maybe(rng, 0.15) else None
            table.clocks[CONTACT] = Clock(latest=latest, event=event)


def _instant(rng: random.Random, zone: str, of_old: bool) -> ColumnDraft:
    zoned = 0.15 if zone == "UTC" else 0
    old = {Content.EPOCH: 0.1, Content.EPOCH_MS: 0.06} if of_old else {}
    content = weighed(rng, {Content.DAY: 0.3, Content.MOMENT: 0.45, Content.MOMENT_ZONED: zoned, **old})
    return column(content, is_nullable=maybe(rng, 0.8))


def _clock(rng: random.Random, name: ClockName, table: TableDraft, tables: list[TableDraft]) -> Clock | None:
    form = weighed(rng, {"column": 0.66, "parent": 0.12, "event": 0.14, "both": 0.08})
    place, content = _own(rng, name, table) if form != "parent" else _of_parent(rng, table, tables)
    if form == "event" or place is None:
        return Clock(event=one(rng, EVENTS))
    rounded = Rounding.FINANCIAL_YEAR if maybe(rng, 0.12) else Rounding.NONE
    return Clock(
        column=place,
        event=one(rng, EVENTS) if form == "both" else None,
        open_while=condition_on(rng, table, tables) if maybe(rng, 0.2) else None,
        missing=_missing(table, place, content) if maybe(rng, 0.35) else None,
        plausible_from=date(2021, 6, 30) if maybe(rng, 0.05) else date(1990, 1, 1),
        plausible_for=Period(months=0, days=10) if maybe(rng, 0.05) else Period(months=120),
        stored_as=STORED.get(content, StoredAs.NATIVE),
        rounded_to=rounded,
    )


def _own(rng: random.Random, name: ClockName, table: TableDraft) -> tuple[ColumnAt | None, Content]:
    wanted = Column(f"{name}_at")
    chosen = wanted if wanted in table.columns else table.created
    if chosen is None or maybe(rng, 0.1):
        every = table.of(*INSTANTS, *STORED)
        if not every:
            return None, Content.DAY
        chosen = one(rng, every)
    return ColumnAt(chosen), table.columns[chosen].content


def _of_parent(
    rng: random.Random, table: TableDraft, tables: list[TableDraft]
) -> tuple[ColumnAt | None, Content]:
    path: list[Relation] = []
    here = table
    while here.references and (not path or maybe(rng, 0.3)) and len(path) < 3:
        relation, reference = one(rng, list(here.references.items()))
        path.append(relation)
        here = next(draft for draft in tables if draft.store == table.store and draft.name == reference.table)
    every = here.of(*INSTANTS, *STORED)
    if not path or not every:
        return None, Content.DAY
    chosen = one(rng, every)
    return ColumnAt(chosen, tuple(path)), here.columns[chosen].content


def _missing(table: TableDraft, place: ColumnAt, content: Content) -> Column | None:
    """A column to fall back on, holding instants in the same way."""
    alike = table.of(content) if content in STORED else table.of(*INSTANTS)
    others = [name for name in alike if place != ColumnAt(name)]
    return others[0] if others else None
