"""What a world holds of all that ought to be tested, each thing under a name of its own."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.claims.worlds.people import NOBODY
from troth.claims.facts import SEEN, Effect, Fact
from troth.claims.keys import normalised
from troth.claims.world import OnDelete, Row, TableRef, World
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import Column, TableName
from troth.manifest.period import Period
from troth.manifest.purposes import ArchiveGround, Basis, Limit, Purpose, Span
from troth.manifest.stores import (
    Anonymise,
    Clock,
    Down,
    FlagIn,
    Generalise,
    MoveTo,
    Rounding,
    SetConstant,
    StoredAs,
    Table,
    Up,
)

Found = Iterator[tuple[str, bool]]

# Said of a hold or of an archive, and never of who has a claim.
CHANGE_NO_CLAIM = (Effect.REVIEWED, Effect.READ)


def features(world: World, at: datetime) -> dict[str, bool]:
    """For each thing that ought to be tested, whether this world holds it when it is asked at that instant."""
    of_world = (_schema, _live, _tables, _clocks, _conditions, _purposes, _spans, _items, _rows, _identities)
    found = {name: bool(is_there) for finder in of_world for name, is_there in finder(world)}
    return found | {
        name: bool(is_there) for finder in (_facts, _situation) for name, is_there in finder(world, at)
    }


# --- the manifest -------------------------------------------------------------------------------------------


def _tables_of(world: World) -> list[Table]:
    return list(world.manifest.tables())


def _parents(world: World) -> dict[TableRef, set[TableRef]]:
    return {
        (table.store, table.name): {(table.store, reference.table) for reference in table.references.values()}
        for table in _tables_of(world)
        if table.archive_of is None
    }


def _schema(world: World) -> Found:
    parents = {child: targets - {child} for child, targets in _parents(world).items()}
    children = {table: {child for child in parents if table in parents[child]} for table in parents}
    above = {table: {up for parent in parents[table] for up in parents[parent]} for table in parents}
    yield "chain", any(above.values())
    yield "tree", any(len(of_parent) > 1 for of_parent in children.values())
    yield (
        "diamond",
        any(
            first != second and parents[first] & parents[second]
            for targets in parents.values()
            for first in targets
            for second in targets
        ),
    )
    tables = _tables_of(world)
    own = [table for table in tables if table.archive_of is None]
    yield "self-reference", any(r.table == t.name for t in own for r in t.references.values())
    yield "reference back", any(child in parents[parent] for child in parents for parent in parents[child])
    yield "many-to-many", any(_is_between_two(table) for table in own)
    yield "composite key", any(len(table.key) > 1 for table in tables)
    yield (
        "reference of several columns",
        any(len(r.columns) > 1 for t in tables for r in t.references.values()),
    )
    yield "two stores", len(world.manifest.stores) > 1
    yield "two tables of one name", len({table.name for table in tables}) < len(tables)
    zones = {store.zone for store in world.manifest.stores.values()}
    yield "store in another zone", bool(zones - {world.manifest.zone})


def _is_between_two(table: Table) -> bool:
    inside = [
        reference for reference in table.references.values() if set(reference.columns) <= set(table.key)
    ]
    return len({reference.table for reference in inside}) > 1


def _live(world: World) -> Found:
    declared = {(table.store, table.name): table for table in _tables_of(world)}
    foreign_keys = [(ref, key) for ref, table in world.schema.items() for key in table.foreign_keys]
    yield "live foreign key", bool(foreign_keys)
    yield "cascade", any(key.on_delete is OnDelete.CASCADE for _, key in foreign_keys)
    yield "set null on delete", any(key.on_delete is OnDelete.SET_NULL for _, key in foreign_keys)
    yield "undeclared column", any(set(world.schema[r].columns) - t.declared for r, t in declared.items())
    named = {(store.name, table) for store in world.manifest.stores.values() for table in store.tables}
    yield "undeclared table", any(ref not in named for ref in world.schema)
    yield "hosted table", len(named) > len(declared)
    yield (
        "foreign key that is no reference",
        any(
            ref in declared
            and all(
                set(reference.columns) != set(key.columns) for reference in declared[ref].references.values()
            )
            for ref, key in foreign_keys
        ),
    )
    yield (
        "nullable link",
        any(
            world.schema[ref].columns[column].is_nullable
            for ref, table in declared.items()
            for column in table.link_columns
        ),
    )
    yield (
        "required field with a constant",
        any(
            isinstance(field.at_end, SetConstant) and not world.schema[ref].columns[column].is_nullable
            for ref, table in declared.items()
            for column, field in table.fields.items()
        ),
    )


def _tables(world: World) -> Found:
    tables = _tables_of(world)
    fields = [field for table in tables for field in table.fields.values()]
    links = [link for table in tables for link in table.links]
    yield "field made coarser", any(isinstance(field.at_end, Generalise) for field in fields)
    yield "field about one role", any(field.about for field in fields)
    yield "two roles", any(len({link.role for link in table.links}) > 1 for table in tables)
    yield "table without links", any(not table.links for table in tables)
    yield "link up", any(isinstance(step, Up) for link in links for step in link.path)
    yield "link down", any(isinstance(step, Down) for link in links for step in link.path)
    yield "link in doubt", any(not link.is_sure for link in links)
    yield "link that is a field", any(set(table.fields) & table.link_columns for table in tables)
    yield (
        "link in the key",
        any(link.column in table.key for table in tables for link in table.links if not link.path),
    )
    yield "normalised column", any(link.is_normalised for link in links)
    yield "anonymise", any(isinstance(table.at_end, Anonymise) for table in tables)
    yield "archive table", any(isinstance(table.archive, MoveTo) for table in tables)
    yield "archive flag", any(isinstance(table.archive, FlagIn) for table in tables)
    yield "decisions in a column", any(table.decisions for table in tables)
    yield "unsettled kind", bool(world.manifest.unsettled)


def _all_clocks(world: World) -> list[Clock]:
    return [clock for table in _tables_of(world) for clock in table.clocks.values()]


def _clocks(world: World) -> Found:
    clocks = _all_clocks(world)
    yield "clock of a parent", any(clock.column and clock.column.path for clock in clocks)
    yield "latest of several", any(len(clock.latest) > 1 for clock in clocks)
    yield "latest across stores", any(len({source.store for source in clock.latest}) > 1 for clock in clocks)
    yield "event clock", any(clock.event for clock in clocks)
    yield "open while", any(clock.open_while for clock in clocks)
    yield "column to fall back on", any(clock.missing for clock in clocks)
    yield "instants as numbers", any(clock.stored_as is not StoredAs.NATIVE for clock in clocks)
    yield "financial year", any(clock.rounded_to is Rounding.FINANCIAL_YEAR for clock in clocks)
    yield (
        "clock that is a field",
        any(
            clock.column and not clock.column.path and clock.column.column in table.fields
            for table in _tables_of(world)
            for clock in table.clocks.values()
        ),
    )


def _conditions(world: World) -> Found:
    tables = _tables_of(world)
    of_kinds = [condition for table in tables for condition in table.kinds.values() if condition]
    asked = [part for condition in of_kinds for part in _parts(condition)]
    yield "kinds that part a table", any(len(table.kinds) > 1 for table in tables)
    yield "condition on a parent", any(isinstance(part, OfParent) for part in asked)
    yield "condition that something exists", any(isinstance(part, Exists) for part in asked)
    yield "condition on NULL", any(isinstance(part, Absent) for part in asked)
    yield (
        "NULL in a condition",
        any(
            row[part.column] is None
            for table in tables
            for condition in table.kinds.values()
            if condition
            for part in _parts(condition, here_only=True)
            if isinstance(part, Among)
            for row in world.rows[table.store, table.name]
        ),
    )


def _parts(condition: Condition, here_only: bool = False) -> Iterator[Condition]:
    yield condition
    match condition:
        case Not(inner):
            yield from _parts(inner, here_only)
        case OfParent(_, inner) | Exists(_, _, inner) if not here_only:
            yield from _parts(inner)
        case All(several) | AnyOf(several):
            for inner in several:
                yield from _parts(inner, here_only)
        case _:
            pass


def _all_purposes(world: World) -> list[Purpose]:
    return list(world.manifest.purposes.values())


def _purposes(world: World) -> Found:
    purposes = _all_purposes(world)
    for basis in Basis:
        yield f"basis {basis.value}", any(basis in purpose.basis.values() for purpose in purposes)
    yield "two bases in one purpose", any(len(set(purpose.basis.values())) > 1 for purpose in purposes)
    yield (
        "role without basis",
        any(
            link.role not in purpose.basis
            for purpose in purposes
            for table in _tables_of(world)
            for link in table.links
        ),
    )
    yield "choices", any(purpose.choices for purpose in purposes)
    yield "performance", any(purpose.performance for purpose in purposes)
    yield "wording", any(purpose.wording for purpose in purposes)
    yield "validity", any(purpose.validity for purpose in purposes)
    yield "direct marketing", any(purpose.direct_marketing for purpose in purposes)
    yield "feeds", any(purpose.feeds for purpose in purposes)
    yield "renamed purpose", any(purpose.was for purpose in purposes)
    yield "ended purpose", any(purpose.ended for purpose in purposes)
    yield (
        "use of some items",
        any(use.items is not None for purpose in purposes for use in purpose.data.values()),
    )
    yield "use that follows", any(use.follows for purpose in purposes for use in purpose.data.values())
    archives = [purpose.archive for purpose in purposes if purpose.archive]
    for ground in ArchiveGround:
        yield f"archive for {ground.value}", any(archive.ground is ground for archive in archives)
    yield (
        "archive that resists erasure",
        any(archive.resists_erasure and archive.ground is ArchiveGround.LEGAL_CLAIMS for archive in archives),
    )


def _spans(world: World) -> Found:
    spans = [span for purpose in _all_purposes(world) for span in _spans_of(purpose) if span.clock]
    yield "earlier period", any(span.earlier for span in spans)
    yield "limit min", any(span.limit is Limit.MIN for span in spans)
    yield "limit exact", any(span.limit is Limit.EXACT for span in spans)
    yield "proposed value", any(span.is_open_proposal for span in spans)
    yield "period in hours", any(span.period and span.period.is_exact for span in spans)


def _spans_of(purpose: Purpose) -> Iterator[Span]:
    yield purpose.active
    if purpose.archive:
        yield purpose.archive.span
    if purpose.performance:
        yield purpose.performance


def _items(world: World) -> Found:
    items = {field.item for table in _tables_of(world) for field in table.fields.values()}
    yield "derived item", any(world.manifest.items[item].derived_from for item in items)
    yield "prohibited item", any(world.manifest.items[item].prohibited for item in items)


# --- the rows -----------------------------------------------------------------------------------------------


def _rows(world: World) -> Found:
    starts = [(table, clock, value) for table, clock, value in _starts(world)]
    yield "NULL in a clock", any(value is None for _, _, value in starts)
    yield (
        "implausible clock",
        any(isinstance(value, date) and not 1990 <= value.year <= 2035 for _, _, value in starts),
    )
    yield (
        "start at the end of a month",
        any(isinstance(value, date) and value.day > 28 for _, _, value in starts),
    )
    yield "empty table", any(not rows for rows in world.rows.values())
    yield (
        "empty text in a link",
        any(
            row[column] in NOBODY
            for table in _tables_of(world)
            for column in table.link_columns
            for row in world.rows[table.store, table.name]
        ),
    )
    pointing = [
        (
            tuple(row[mine] for mine in reference.columns),
            _keys_at(world, table, reference.table, tuple(reference.columns.values())),
        )
        for table in _tables_of(world)
        for reference in table.references.values()
        for row in world.rows[table.store, table.name]
    ]
    yield "reference to nothing", any(None not in key and key not in there for key, there in pointing)
    yield "NULL reference", any(None in key for key, _ in pointing)


def _starts(world: World) -> Iterator[tuple[Table, Clock, object]]:
    for table in _tables_of(world):
        for clock in table.clocks.values():
            if clock.column and not clock.column.path:
                for row in world.rows[table.store, table.name]:
                    yield table, clock, row[clock.column.column]


def _keys_at(
    world: World, table: Table, target: TableName, columns: tuple[Column, ...]
) -> set[tuple[object, ...]]:
    return {tuple(row[column] for column in columns) for row in world.rows[table.store, target]}


def _identities(world: World) -> Found:
    written: dict[str, set[str]] = {}
    where: dict[str, set[TableRef]] = {}
    for ref, row in _all_rows(world):
        for column, value in row.items():
            if column.endswith("email") and value is not None:
                written.setdefault(normalised(value), set()).add(str(value))
                where.setdefault(normalised(value), set()).add(ref)
    yield "one address written in two ways", any(len(ways) > 1 for ways in written.values())
    yield "one address in several tables", any(len(refs) > 1 for refs in where.values())
    yield "addresses that differ by an accent", {"jose@x.fr", "josé@x.fr"} <= set(written)
    tied = [(t, row) for t in _tables_of(world) if t.links for row in world.rows[t.store, t.name]]
    own = [(t, row, [link for link in t.links if not link.path]) for t, row in tied]
    yield (
        "record without anyone",
        any(
            links and len(links) == len(t.links) and all(row[link.column] is None for link in links)
            for t, row, links in own
        ),
    )


def _all_rows(world: World) -> Iterator[tuple[TableRef, Row]]:
    return ((ref, row) for ref, rows in world.rows.items() for row in rows)


# --- the facts, and the instant -----------------------------------------------------------------------------


def _facts(world: World, at: datetime) -> Found:
    facts = [fact for fact in world.facts.known if fact.since <= at]
    for effect in (effect for effect in Effect if effect not in CHANGE_NO_CLAIM):
        yield f"fact {effect.value}", any(fact.effect is effect for fact in facts)
    given = [fact for fact in facts if fact.effect is Effect.GIVEN]
    yield (
        "consent under several keys",
        any(
            first.key != second.key and first.purposes & second.purposes
            for first in given
            for second in given
        ),
    )
    yield "consent to a choice", any(fact.choice for fact in given)
    yield (
        "outgrown wording",
        any(
            purpose.wording
            and fact.name != purpose.wording.version
            and fact.name not in purpose.wording.covers
            for fact in given
            for purpose in _all_purposes(world)
            if purpose.name in fact.purposes
        ),
    )
    objections = [fact for fact in facts if fact.effect is Effect.OBJECTED]
    outcomes = [f for f in facts if f.effect in (Effect.UPHELD, Effect.REJECTED) and f.name != "erasure"]
    decided = [any(_decides(outcome, objection) for outcome in outcomes) for objection in objections]
    yield "objection pending", not all(decided)
    yield "objection decided", any(decided)
    yield (
        "balance of an erasure decided",
        any(fact.name == "erasure" for fact in facts if fact.effect in (Effect.UPHELD, Effect.REJECTED)),
    )
    yield "erasure of some items", any(fact.items for fact in facts if fact.effect is Effect.ERASED)
    yield "event of a record", any(fact.record for fact in facts if fact.effect is Effect.HAPPENED)
    yield "record that was seen", any(fact.name == SEEN for fact in facts)
    yield "fact still to come", len(facts) < len(world.facts.known)
    yield "remembered identity", bool(world.remembered)


def _decides(outcome: Fact, objection: Fact) -> bool:
    return outcome.key == objection.key and outcome.since >= objection.since


def _situation(world: World, at: datetime) -> Found:
    today = at.astimezone(ZoneInfo(world.manifest.zone)).date()
    near = [today + timedelta(days=days) for days in (-2, -1, 0, 1)]
    yield "instant around the end of a month", len({day.month for day in near}) > 1
    yield "instant at midnight", at.astimezone(ZoneInfo(world.manifest.zone)).time() == datetime.min.time()
    yield (
        "instant on the last day or the day after",
        any(_ends(world, at, value, clock, table) for table, clock, value in _starts(world)),
    )
    yield "facts behind the checkpoint", world.facts.are_behind
    yield "store down", bool(world.down)
    yield "nothing accepted yet", world.accepted is None
    yield "another version accepted", world.accepted not in (None, world.manifest)


def _ends(world: World, at: datetime, value: object, clock: Clock, table: Table) -> bool:
    """Whether a period that runs from that value has its last day today or yesterday."""
    if not isinstance(value, date):
        return False
    today = at.astimezone(ZoneInfo(world.manifest.zone)).date()
    names = [name for name, of_table in table.clocks.items() if of_table is clock]
    periods: list[Period] = [
        span.period
        for purpose in _all_purposes(world)
        for span in _spans_of(purpose)
        if span.clock in names and span.period
    ]
    day = value.date() if isinstance(value, datetime) else value
    return any(
        abs(period.after(day) - today) <= timedelta(days=1) for period in periods if not period.is_exact
    )
