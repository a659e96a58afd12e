"""A world in words, for whoever reads a failure. Not for parsing."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from troth.claims.facts import Fact
from troth.claims.world import LiveTable, OnDelete, Row, World
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose, Span
from troth.manifest.stores import (
    Anonymise,
    Clock,
    Delete,
    Down,
    Field,
    FlagIn,
    Generalise,
    Link,
    MoveTo,
    Rounding,
    SetConstant,
    SetNull,
    StoredAs,
    Table,
)


def describe(world: World, at: datetime | None = None) -> str:
    """Everything in the world that differs from what one would expect, line by line."""
    return "\n".join(_lines(world, at))


def _lines(world: World, at: datetime | None) -> Iterator[str]:
    manifest = world.manifest
    if at is not None:
        yield f"asked at {at.isoformat()}"
    yield from _of_manifest(manifest)
    for purpose in manifest.purposes.values():
        yield from _of_purpose(purpose)
    for store in manifest.stores.values():
        yield f"store {store.name}, zone {store.zone}{', DOWN' if store.name in world.down else ''}"
        for (of_store, name), live in world.schema.items():
            if of_store == store.name:
                yield from _of_table(store.tables.get(name), live, name, world.rows[store.name, name])
    for texts in sorted(sorted(key.text for key in group) for group in world.remembered):
        yield f"remembered: {', '.join(texts)}"
    for fact in world.facts.known:
        yield f"fact {describe_fact(fact)}"
    if world.facts.checkpoint:
        yield f"checkpoint {world.facts.checkpoint}"
    yield from _of_accepted(world)


def _of_manifest(manifest: Manifest) -> Iterator[str]:
    month, day = manifest.financial_year_ends
    yield f"controller's zone {manifest.zone}, financial year ends {month:02}-{day:02}"
    for item in manifest.items.values():
        if item.derived_from:
            yield f"item {item.name} is derived from {_names(item.derived_from)}"
        if item.prohibited:
            yield f"item {item.name} is prohibited"
    for kind, why in manifest.unsettled.items():
        yield f"kind {kind} is unsettled: {why}"


def _of_purpose(purpose: Purpose) -> Iterator[str]:
    bases = ", ".join(f"{role}: {basis.value}" for role, basis in purpose.basis.items())
    yield f"purpose {purpose.name} ({bases or 'no basis'})"
    for kind, use in purpose.data.items():
        follows = f", follows {use.follows}" if use.follows else ""
        yield f"    uses {'all' if use.items is None else _names(use.items)} of {kind}{follows}"
    yield f"    active {_span(purpose.active)}"
    if purpose.archive:
        resists = ", resists erasure" if purpose.archive.resists_erasure else ""
        yield f"    archive for {purpose.archive.ground.value} {_span(purpose.archive.span)}{resists}"
    if purpose.performance:
        yield f"    performance {_span(purpose.performance)}"
    if purpose.decided_by:
        yield f"    decided by {purpose.decided_by}"
    if purpose.wording:
        wording = purpose.wording
        covered = f" covers {_names(wording.covers)}" if wording.covers else ""
        yield f"    wording {wording.version} since {wording.since}{covered}"
        yield f"    ask again within {wording.ask_again_within}"
    if purpose.validity:
        yield f"    a consent lives {purpose.validity}"
    for choice in purpose.choices.values():
        yield f"    choice {choice.name}: {'all' if choice.items is None else _names(choice.items)}"
    if purpose.direct_marketing:
        yield "    direct marketing"
    for word, value in (
        ("feeds", _names(purpose.feeds)),
        ("was", _names(purpose.was)),
        ("ended", purpose.ended),
    ):
        if value:
            yield f"    {word} {value}"


def _span(span: Span) -> str:
    if span.clock is None:
        return "without clock"
    earlier = "".join(f", {early.period} until {early.until}" for early in span.earlier)
    proposed = ", only proposed" if span.is_open_proposal else ""
    return f"{span.period} from {span.clock} ({span.limit.value}{earlier}{proposed})"


def _of_table(table: Table | None, live: LiveTable, name: str, rows: tuple[Row, ...]) -> Iterator[str]:
    yield f"  table {name}{'' if table else ' (undeclared)'}, key {', '.join(live.key)}"
    for column, of_column in live.columns.items():
        required = "" if of_column.is_nullable else " NOT NULL"
        yield f"    {column} {of_column.type.value}{required}{_meaning(table, column)}"
    for key in live.foreign_keys:
        rule = "" if key.on_delete is OnDelete.NOTHING else f" on delete {key.on_delete.value}"
        yield f"    foreign key ({', '.join(key.columns)}) to {key.table}{rule}"
    if table:
        yield from _of_declared(table)
    for row in rows:
        yield f"    | {_row(row)}"


def _meaning(table: Table | None, column: object) -> str:
    if table is None:
        return ""
    words = [f" = {_field(field)}" for name, field in table.fields.items() if name == column]
    words += [" (undeclared)"] * (column not in table.declared)
    words += [" (created)"] * (column == table.created)
    return "".join(words)


def _field(field: Field) -> str:
    about = f" about {_names(field.about)}" if field.about else ""
    match field.at_end:
        case SetNull():
            return f"{field.item}{about}"
        case SetConstant(value):
            return f"{field.item}{about}, ends as {value!r}"
        case Generalise(grain, length):
            return f"{field.item}{about}, ends as {grain.value} {length or ''}".rstrip()


def _of_declared(table: Table) -> Iterator[str]:
    for relation, reference in table.references.items():
        columns = ", ".join(f"{mine}→{theirs}" for mine, theirs in reference.columns.items())
        yield f"    reference {relation} to {reference.table} ({columns})"
    for link in table.links:
        yield f"    link {_link(link)}"
    for kind, condition in table.kinds.items():
        yield f"    kind {kind}: {_condition(condition) if condition else 'every record'}"
    for name, clock in table.clocks.items():
        yield f"    clock {name}: {_clock(clock)}"
    for purpose, condition in table.decisions.items():
        yield f"    consent to {purpose} where {_condition(condition)}"
    match table.at_end:
        case Anonymise(k, group_by):
            yield f"    anonymised, k {k} over {', '.join(group_by) or 'nothing'}"
        case Delete():
            pass
    match table.archive:
        case MoveTo(target):
            yield f"    archived in {target}"
        case FlagIn(column, value):
            yield f"    archived by {column} = {value}"
        case None:
            pass


def _link(link: Link) -> str:
    steps = [f"down {s.table}.{s.relation}" if isinstance(s, Down) else f"up {s.relation}" for s in link.path]
    path = f" by {', '.join(steps)}" if steps else ""
    doubt = "" if link.is_sure else f" (in doubt: {link.identifies.value}, verified by {link.verified})"
    return f"{link.role}: {link.key} in {link.column}{path}{doubt}{' (normalised)' * link.is_normalised}"


def _clock(clock: Clock) -> str:
    parts = []
    if clock.column:
        parts.append(".".join([*clock.column.path, clock.column.column]))
    parts += [f"latest {source.store}.{source.table}.{source.column}" for source in clock.latest]
    if clock.event:
        parts.append(f"event {clock.event}")
    if clock.open_while:
        parts.append(f"open while {_condition(clock.open_while)}")
    if clock.missing:
        parts.append(f"missing: {clock.missing}")
    if clock.plausible_from != date(1990, 1, 1) or clock.plausible_for != Period(months=120):
        parts.append(f"plausible from {clock.plausible_from} for {clock.plausible_for}")
    if clock.stored_as is not StoredAs.NATIVE:
        parts.append(clock.stored_as.value)
    if clock.rounded_to is not Rounding.NONE:
        parts.append(clock.rounded_to.value)
    return ", ".join(parts)


def _condition(condition: Condition) -> str:
    match condition:
        case Among(column, values):
            return f"{column} in {values}"
        case Absent(column):
            return f"{column} absent"
        case Not(inner):
            return f"not ({_condition(inner)})"
        case All(several):
            return f"all[{'; '.join(map(_condition, several))}]"
        case AnyOf(several):
            return f"any[{'; '.join(map(_condition, several))}]"
        case OfParent(relation, inner):
            return f"{relation}: ({_condition(inner)})"
        case Exists(table, relation, inner):
            return f"some {table} by {relation} with ({_condition(inner)})"


def _row(row: Row) -> str:
    return ", ".join(f"{column}={_value(value)}" for column, value in row.items())


def _value(value: object) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, date) else repr(value)


def describe_fact(fact: Fact) -> str:
    """A fact in a line."""
    parts = [f"{fact.sequence} {fact.effect.value} since {fact.since.isoformat()}"]
    if fact.recorded != fact.since:
        parts.append(f"recorded {fact.recorded.isoformat()}")
    if fact.key:
        parts.append(f"key {fact.key.text!r}")
    if fact.record:
        parts.append(f"record {fact.record.store}.{fact.record.table} {'|'.join(fact.record.key)}")
    if fact.purposes:
        parts.append(f"for {_names(fact.purposes)}")
    if fact.choice:
        parts.append(f"choice {fact.choice}")
    if fact.items:
        parts.append(f"items {_names(fact.items)}")
    if fact.name:
        parts.append(f"named {fact.name!r}")
    return ", ".join(parts)


def _of_accepted(world: World) -> Iterator[str]:
    if world.accepted is None:
        yield "no version was accepted yet"
        return
    if world.accepted == world.manifest:
        return
    yield "another version was accepted, in which"
    mine, theirs = _whole(world.manifest), _whole(world.accepted)
    yield from (f"    - {line}" for line in mine if line not in theirs)
    yield from (f"    + {line}" for line in theirs if line not in mine)


def _whole(manifest: Manifest) -> list[str]:
    """One line for each thing a manifest says, whole."""
    lines = [line.strip() for line in _of_manifest(manifest)]
    for purpose in manifest.purposes.values():
        lines += [f"{purpose.name}: {line.strip()}" for line in _of_purpose(purpose)]
    for table in manifest.tables():
        lines += [f"{table.name}: {line.strip()}" for line in _of_declared(table)]
        lines += [f"{table.name}.{column} = {_field(field)}" for column, field in table.fields.items()]
    return lines


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
