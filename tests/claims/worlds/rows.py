"""Rows: keys that hold together where the database says so, people who recur, instants around month ends."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from tests.claims.worlds.chance import day_of, maybe, one, weighed
from tests.claims.worlds.draft import IDENTITIES, ColumnDraft, Content, TableDraft
from tests.claims.worlds.kinds import STATUSES
from tests.claims.worlds.people import NOBODY, PEOPLE, Person
from troth.claims.keys import normalised
from troth.claims.world import ColumnType, Row, TableRef, Value
from troth.manifest.names import Column
from troth.manifest.stores import Reference

WORDS = (
    "Ana",
    "José",
    "jose",
    "Zoë 12",
    "LYON",
    "Lyon",
    "lyon ",
    "",
    "a'b\"c\\",
    "former member",
    "🙂 né",
    "%x_",
)
STRANGE_DAYS = (date(1, 1, 1), date(1900, 1, 1), date(1970, 1, 1), date(2062, 1, 1), date(9999, 12, 31))
CHANGES = (date(2023, 10, 29), date(2024, 3, 31), date(2024, 10, 27), date(2024, 11, 3), date(2025, 3, 9))
TIMES = (time(0, 0), time(0, 0), time(23, 59, 59), time(23, 30), time(0, 30), time(12, 15), time(5, 0))
SMALL_HOURS = (time(1, 30), time(2, 0), time(2, 30), time(3, 0))  # that come twice, or not at all
YEARS = {2020: 0.07, 2021: 0.1, 2022: 0.15, 2023: 0.26, 2024: 0.26, 2025: 0.16}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Rows = dict[TableRef, list[dict[Column, Value]]]


def rows_of(rng: random.Random, tables: Sequence[TableDraft]) -> Mapping[TableRef, tuple[Row, ...]]:
    """Up to six rows for each table. First the keys, then what else stands in them."""
    people = rng.sample(PEOPLE, rng.randint(2, 4))
    rows: Rows = {}
    for table in tables:
        rows[table.ref] = _keys(rng, table, rows)
    for table in tables:
        rows[table.ref] = [row for row in rows[table.ref] if _fill(rng, table, row, rows, people)]
    _drop_what_points_nowhere(tables, rows)
    _empty_some(tables, rows)
    return {ref: tuple(of_table) for ref, of_table in rows.items()}


def _empty_some(tables: Sequence[TableDraft], rows: Rows) -> None:
    """Rarely an address or a key is a text with nothing in it. (The other dice are not touched by these.)"""
    rng = random.Random(repr(list(rows.items())))
    if maybe(rng, 0.06):
        columns = [(table, name) for table in tables for name in table.of(Content.EMAIL, Content.BROWSER)]
        held = [
            (table, name, row) for table, name in columns for row in rows[table.ref] if row[name] is not None
        ]
        for table, name, row in held:
            if maybe(rng, 0.3):
                row[name] = "" if table.columns[name].is_tidy else one(rng, NOBODY)
    held_codes = {
        code for of_table in rows.values() for row in of_table for code in row.values() if _is_code(code)
    }
    codes = sorted(held_codes, key=str)
    if codes and maybe(rng, 0.25):
        emptied = one(rng, codes)
        for of_table in rows.values():
            for row in of_table:
                row |= {name: "" for name, value in row.items() if value == emptied}


def _is_code(value: Value) -> bool:
    return isinstance(value, str) and value[:1] == "c" and value[1:].isdigit()


def _keys(rng: random.Random, table: TableDraft, rows: Rows) -> list[dict[Column, Value]]:
    wanted = weighed(rng, {0: 0.04, 1: 0.12, 2: 0.2, 3: 0.24, 4: 0.2, 5: 0.12, 6: 0.08})
    inside = [reference for reference in table.references.values() if set(reference.columns) & set(table.key)]
    seen = set()
    made = []
    for _ in range(wanted):
        row: dict[Column, Value] = {}
        for reference in inside:
            targets = rows[table.store, reference.table]
            if targets:
                row |= _pointing(reference, one(rng, targets))
        for name in table.key:
            if table.columns[name].content is Content.ID:
                row[name] = rng.randint(1, 5 if len(table.key) > 1 else 7)
            if table.columns[name].content is Content.CODE:
                row[name] = f"c{rng.randint(1, 6)}"
        key = tuple(row.get(name) for name in table.key)
        if None not in key and key not in seen:
            seen.add(key)
            made.append(row)
    if table.archive_of is not None and maybe(rng, 0.9):  # mostly, no two records had one key
        taken = [tuple(row[name] for name in table.key) for row in rows[table.store, table.archive_of]]
        made = [row for row in made if tuple(row[name] for name in table.key) not in taken][:3]
    return made


def _pointing(reference: Reference, target: Mapping[Column, Value]) -> dict[Column, Value]:
    return {mine: target[theirs] for mine, theirs in reference.columns.items()}


def _fill(
    rng: random.Random, table: TableDraft, row: dict[Column, Value], rows: Rows, people: Sequence[Person]
) -> bool:
    """Give the row all that is not its key; false where it cannot stand."""
    for relation, reference in {**table.references, **table.unspoken}.items():
        if not set(reference.columns) & set(table.key):
            found = _reference(rng, table, reference, rows, relation in table.live)
            if found is None:
                return False
            row |= found
    person = one(rng, people)
    for name, draft in table.columns.items():
        if name in row:
            continue
        if draft.is_nullable and maybe(rng, 0.15 if draft.content in IDENTITIES else 0.2):
            row[name] = None
            continue
        whose = person if name != "recipient_email" and maybe(rng, 0.95) else one(rng, people)
        row[name] = _value(rng, draft, whose)
    return True


def _reference(
    rng: random.Random, table: TableDraft, reference: Reference, rows: Rows, is_live: bool
) -> dict[Column, Value] | None:
    is_nullable = all(table.columns[name].is_nullable for name in reference.columns)
    targets = rows[table.store, reference.table]
    form = weighed(
        rng, {"found": 0.8, "null": 0.12 if is_nullable else 0, "dangling": 0 if is_live else 0.08}
    )
    if form == "found" and targets:
        return _pointing(reference, one(rng, targets))
    if is_nullable and (form == "null" or is_live):
        halves = {name: table.columns[name].type for name in reference.columns}
        kept = one(rng, list(halves)) if len(halves) > 1 and maybe(rng, 0.4) else None
        return {name: _nobody(kind) if name == kept else None for name, kind in halves.items()}
    if is_live:
        return None
    return {name: _nobody(table.columns[name].type) for name in reference.columns}


def _nobody(kind: ColumnType) -> Value:
    return 77 if kind is ColumnType.INTEGER else "c77"


def _drop_what_points_nowhere(tables: Sequence[TableDraft], rows: Rows) -> None:
    """A row dropped on the way leaves none behind that the database would not let stand."""
    found = True
    while found:
        found = False
        for table in tables:
            for relation in table.live:
                reference = {**table.references, **table.unspoken}[relation]
                targets = rows[table.store, reference.table]
                there = {tuple(target[name] for name in reference.columns.values()) for target in targets}
                kept = []
                for row in rows[table.ref]:
                    key = tuple(row[name] for name in reference.columns)
                    if None in key or key in there:
                        kept.append(row)
                found = found or len(kept) < len(rows[table.ref])
                rows[table.ref] = kept


def _value(rng: random.Random, draft: ColumnDraft, person: Person) -> Value:
    match draft.content:
        case Content.EMAIL:
            written = one(rng, person.emails)
            return normalised(written) if draft.is_tidy else written
        case Content.ACCOUNT:
            return str(person.account) if draft.type is ColumnType.TEXT else person.account
        case Content.BROWSER:
            return person.browser
        case Content.WORDS:
            return one(rng, WORDS)
        case Content.AMOUNT:
            return one(rng, (0, 3, 5, 12, 27, 40))
        case Content.STATUS:
            return one(rng, STATUSES) if maybe(rng, 0.97) else "Open"
        case Content.ANSWER:
            return rng.randint(0, 1)
        case Content.POINTER:  # in an archive, by a reference of which the manifest does not speak
            return _nobody(draft.type)
        case Content.FLAG:
            return int(maybe(rng, 0.1))
        case _:
            return _instant(rng, draft.content)


def _instant(rng: random.Random, content: Content) -> Value:
    form = weighed(rng, {"usual": 0.93, "strange": 0.04, "change": 0.03})
    day = day_of(rng, YEARS) if form == "usual" else one(rng, STRANGE_DAYS if form == "strange" else CHANGES)
    moment = datetime.combine(day, one(rng, SMALL_HOURS if form == "change" else TIMES))
    match content:
        case Content.DAY:
            return day
        case Content.MOMENT:
            return moment
        case Content.MOMENT_ZONED:
            return moment.replace(tzinfo=UTC)
        case Content.EPOCH:
            return (moment.replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1)
        case Content.EPOCH_MS:
            return (moment.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1) + one(
                rng, (0, 0, 1, 999)
            )
        case _:
            raise AssertionError(content)
