"""
What the operator's stores say of a purpose's claims: on which records of some people they live, item by item.

Asked only where facts alone cannot answer: a clock runs, a column keeps the decision, something was erased and
nobody knows what existed then. One question for each table however many people are asked about.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from troth.claims.carried import Carried, CarriedRow, carried
from troth.claims.compiler import Question, decoded, groups
from troth.claims.facts import Facts, Instant
from troth.claims.judged import Judged
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.questions import Slot
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.claims.world import TableRef
from troth.gate.declared import items_in
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, StoreName
from troth.manifest.purposes import Purpose
from troth.manifest.stores import Table
from troth.site import Reached
from troth.stores.sql import read
from troth.stores.sql.asking import learn
from troth.stores.sql.only import Records


@dataclass(frozen=True, slots=True)
class Held:
    """The purpose's claim on one item of one record of a person; `unknown` where it is frozen."""

    item: ItemName
    choice: ChoiceName | None
    state: State
    unknown: Unknown | None = None
    has_several: bool = False  # the record is several people's in that role: whose claim it is cannot be told


FactSource = Callable[[Collection[Key] | None, Collection[RecordRef]], Facts]  # none: every fact


@dataclass(frozen=True)
class Reading:
    """At which instant, under which words, with which facts, over which stores it is asked."""

    manifest: Manifest
    at: Instant
    facts: FactSource
    remembered: Callable[[Collection[Key] | None], Collection[frozenset[Key]]]  # none: every identity
    reach: Callable[[], Reached]

    @cached_property
    def reached(self) -> Reached:
        """The stores that answer, looked for when one is first needed."""
        return self.reach()

    def tables(self) -> Iterator[Table]:
        """The tables that can be read."""
        return (table for table in self.manifest.tables() if table.store in self.reached.connections)

    def question(self, known: Carried) -> Question:
        """What is asked of each of them."""
        return Question(self.manifest, known, self.at, frozenset(self.reached.down), tells_why=True)


_NOTHING = Carried({})


def tying_tables(manifest: Manifest) -> list[Table]:
    """The tables whose records may join several keys of one person."""
    return [
        table
        for table in manifest.tables()
        if any(sum(link.is_sure for link in links) > 1 for links in groups(table).values())
    ]


def tables_of(manifest: Manifest, purpose: Purpose, items: Collection[ItemName]) -> list[Table]:
    """The tables that may hold one of these items for the purpose."""
    return [
        table
        for table in manifest.tables()
        if any(
            field.item in items and field.item in items_in(manifest, purpose, kind)
            for kind in table.kinds
            if kind in purpose.data
            for field in table.fields.values()
        )
    ]


def identified(
    reading: Reading,
    keys: Collection[Key],
    remembered: Collection[frozenset[Key]],
    *,
    everybody: bool = False,
) -> People:
    """Who is who among these keys: what the stores tie together in surely known records, and what is remembered."""
    tying = [table for table in tying_tables(reading.manifest) if table.store in reading.reached.connections]
    together: set[frozenset[Key]] = set()
    known, seen = set(keys), set[Key]()
    question = reading.question(_NOTHING)
    while tying and (everybody or known - seen):
        fresh = known - seen
        for store, tables in _by_store(tying):
            wanted = [(t, None if everybody else read.of_people(question, t, fresh)) for t in tables]
            asked = read.want_identities(reading.reached.grounds[store], question, wanted)
            found = learn(reading.reached.connections[store], asked)
            together |= found
        if everybody:
            break
        seen |= fresh
        known |= People.of(together, remembered).closure(known)
    return People.of((group for group in together if group), remembered)


def held(
    reading: Reading,
    purpose: Purpose,
    items: Collection[ItemName],
    subjects: Sequence[tuple[Key, ...]],
    people: People,
) -> list[list[Held]]:
    """
    The purpose's claims on these items in the records of each of these people, in their order.

    Args:
        subjects: the keys of each, as they were given.
        people: who is who, for all of them.
    """
    tables = [
        table
        for table in tables_of(reading.manifest, purpose, items)
        if table.store in reading.reached.connections
    ]
    everybody = people.closure(key for keys in subjects for key in keys)
    records = _records(reading, tables, everybody)
    if not records:
        return [[] for _ in subjects]
    ties = _ties(reading, records)
    question, people = _carrying(reading, purpose, ties, everybody, people)
    judged = _judged(reading, question, records)
    asking = [_Mine(purpose, keys, people.closure(keys)) for keys in subjects]
    return [list(_claims(reading, question, mine, items, tables, judged, ties)) for mine in asking]


_Rows = Mapping[TableRef, Sequence[tuple[object, ...]]]  # their keys, as the driver gave them


def _records(reading: Reading, tables: Sequence[Table], keys: frozenset[Key]) -> _Rows:
    """The records that lead, surely or in doubt, to one of these keys."""
    question = reading.question(_NOTHING)
    found: dict[TableRef, list[tuple[object, ...]]] = {}
    for table in tables:
        connection, ground = reading.reached.connections[table.store], reading.reached.grounds[table.store]
        ground.require(table)
        rows: dict[RecordRef, tuple[object, ...]] = {}
        for is_sure in (True, False):
            only = read.of_people(question, table, keys, sure=is_sure)
            if only.is_possible:
                rows |= read.keys_of(connection, ground, table, only)
        if rows:
            found[table.store, table.name] = list(rows.values())
    return found


def _ties(reading: Reading, records: _Rows) -> dict[RecordRef, list[read.Tied]]:
    """Every tie of these records, role by role."""
    found: dict[RecordRef, list[read.Tied]] = defaultdict(list)
    for ref, keys in records.items():
        connection, ground = reading.reached.connections[ref[0]], reading.reached.grounds[ref[0]]
        table = reading.manifest.table(*ref)
        for record, tie in read.tied(connection, ground, reading.question(_NOTHING), table, Records(keys)):
            found[record].append(tie)
    return found


def _carrying(
    reading: Reading,
    purpose: Purpose,
    ties: Mapping[RecordRef, Sequence[read.Tied]],
    everybody: frozenset[Key],
    people: People,
) -> tuple[Question, People]:
    """The question with all facts that bear on these records, and who is who among those they lead to."""
    if any(use.follows is not None for use in purpose.data.values()):
        # Whose records the claims follow is known to the store alone: every fact may bear on them.
        people = identified(reading, (), reading.remembered(None), everybody=True)
        facts = reading.facts(None, ())
        keys: frozenset[Key] | None = None
    else:
        keys = people.closure(
            [*everybody, *(key for of in ties.values() for tie in of for key, _ in tie.keys)]
        )
        facts = reading.facts(keys, set(ties))
    known = carried(reading.manifest, facts, people, reading.at)
    rows: dict[Slot, Mapping[str, CarriedRow]] = {("", *slot): found for slot, found in known.rows.items()}
    known = replace(known, rows=rows | _latest(reading, people, keys))
    return reading.question(known), people


def _latest(
    reading: Reading, people: People, keys: frozenset[Key] | None
) -> dict[Slot, Mapping[str, CarriedRow]]:
    """What the last act of each person was, for the clocks that run from it."""
    clocks = {
        ("", *clock.last_act): clock for t in reading.tables() for clock in t.clocks.values() if clock.latest
    }
    reached, question = reading.reached, reading.question(_NOTHING)
    acts = read.last_acts(reached.connections, reached.grounds, question, list(clocks.values()), keys)
    return {slot: read.by_person(people, shown) for slot, shown in zip(clocks, acts, strict=True)}


def _judged(reading: Reading, question: Question, records: _Rows) -> dict[RecordRef, Judged]:
    """These records, as their stores judge each claim on them."""
    found: dict[RecordRef, Judged] = {}
    for store, tables in _by_store(reading.manifest.table(*ref) for ref in records):
        ground = reading.reached.grounds[store]
        asked = [(table, Records(records[store, table.name])) for table in tables]
        wanted = read.want_judged(ground, question, None, asked, with_claims=True)
        for rows in learn(reading.reached.connections[store], wanted):
            found |= {row.record: row for row in rows}
    return found


@dataclass(frozen=True, slots=True)
class _Mine:
    """One person asked about."""

    purpose: Purpose
    given: tuple[Key, ...]
    all: frozenset[Key]

    def has(self, tie: read.Tied) -> bool:
        """Whether a tie is this person's, and leads to the key that decides, where one was given."""
        if tie.sure.isdisjoint(self.all) if tie.sure else tie.keys[0][0] not in self.given:
            return False
        kind = self.purpose.decided_by
        named = [key for key in self.given if key.type == kind]
        first = next((key for key, _ in tie.keys if key.type == kind), None)
        return not named or first in named


def _claims(
    reading: Reading,
    question: Question,
    mine: _Mine,
    items: Collection[ItemName],
    tables: Sequence[Table],
    judged: Mapping[RecordRef, Judged],
    ties: Mapping[RecordRef, Sequence[read.Tied]],
) -> Iterator[Held]:
    by_table = {(table.store, table.name): table for table in tables}
    for record, of_record in ties.items():
        row, table = judged.get(record), by_table[record.store, record.table]
        roles = {tie.role for tie in of_record if mine.has(tie)}
        if row is None or (told := row.judgement.told) is None or not roles:
            continue
        shared = {role for role in roles if sum(tie.role == role for tie in of_record) > 1}
        for claim, code in zip(told.asked, told.claims, strict=True):
            state, why = decoded(code)
            if claim.purpose.name != mine.purpose.name or code < 0:
                continue
            if claim.is_archive and state is not State.ARCHIVED:
                continue
            for column in claim.columns:
                about = table.fields[column].about
                theirs = {role for role in roles if about is None or role in about} & set(mine.purpose.basis)
                item = table.fields[column].item
                if item in items and theirs and claim.role in (None, *theirs):
                    several = bool(shared & (theirs if claim.role is None else {claim.role}))
                    yield Held(item, claim.choice, state, why, several)
        yield from _of_unknown_kind(mine, items, table, row)


def _of_unknown_kind(mine: _Mine, items: Collection[ItemName], table: Table, row: Judged) -> Iterator[Held]:
    """Whether a record is of a kind that the purpose uses cannot be said: then it is not known that it may."""
    if row.has_kind:
        return
    for column, field in table.fields.items():
        if field.item in items and row.whys.get(column) is Unknown.KIND:
            yield Held(field.item, None, State.FROZEN, Unknown.KIND)


def _by_store(tables: Iterable[Table]) -> Iterator[tuple[StoreName, list[Table]]]:
    found: dict[StoreName, list[Table]] = defaultdict(list)
    for table in tables:
        found[table.store].append(table)
    yield from found.items()
