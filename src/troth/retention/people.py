"""Whose records are: who is who, and everybody whom records are tied to or lead to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from troth.claims.carried import Carried
from troth.claims.compiler import Question
from troth.claims.facts import Fact
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.world import TableRef
from troth.manifest.names import StoreName, TableName
from troth.manifest.stores import Table
from troth.retention.terms import Connections, Terms, by_store, table_ref
from troth.stores.sql import read
from troth.stores.sql.asking import learn
from troth.stores.sql.only import Keys, Only, Records

_NOTHING = Carried({})


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What records say that only keys in doubt tie to some people: a hold on one of them holds the way there too."""

    ties: frozenset[tuple[Key, bool]]  # to whomever they may belong or lead, each with whether it is sure
    facts: tuple[Fact, ...]  # about the records


def identified(terms: Terms, connections: Connections, keys: Collection[Key] | None) -> People:
    """
    Who is who: the closure over sure ties, for some keys or for all.

    Starts from the keys given and asks the tables that tie keys together until no new key comes.
    """
    if keys is not None and not keys:
        return People()
    together: set[frozenset[Key]] = set()
    known: frozenset[Key] | None = None if keys is None else frozenset(keys)
    fresh = known
    while True:
        question = terms.question(_NOTHING)
        for store, tables in by_store(terms.readable.tying):
            wanted = [(t, None if fresh is None else read.of_people(question, t, fresh)) for t in tables]
            found = learn(connections[store], read.want_identities(terms.grounds[store], question, wanted))
            together |= found
        people = _closed(terms, together, known)
        if known is None or not (fresh := people.around(known)):
            return people
        known |= fresh


def _closed(terms: Terms, together: Collection[frozenset[Key]], known: Collection[Key] | None) -> People:
    """The closure over what stands together, and over the identities remembered of these keys, or all."""
    if known is None:
        return People.of((group for group in together if group), terms.remembered)
    seeds = chain((key for group in together for key in group), known)
    return People.of((group for group in together if group), terms.remembered.around(seeds))


def ties_of(
    terms: Terms, connections: Connections, wanted: Mapping[TableRef, Only | None]
) -> Iterator[tuple[RecordRef, read.Tied]]:
    """Everybody whom the wanted records are tied to."""
    asked = [t for t in terms.tables() if t.links and table_ref(t) in wanted]
    return _all_tied(
        terms, connections, terms.question(_NOTHING), [(table, wanted[table_ref(table)]) for table in asked]
    )


def _all_tied(
    terms: Terms,
    connections: Connections,
    question: Question,
    wanted: Sequence[tuple[Table, Only | None]],
) -> Iterator[tuple[RecordRef, read.Tied]]:
    """The ties of rows of some tables, those of one store asked together."""
    only = {table_ref(table): one for table, one in wanted}
    for store, tables in by_store(table for table, _ in wanted):
        asked = [(table, only[table_ref(table)]) for table in tables]
        yield from read.all_tied(connections[store], terms.grounds[store], question, asked)


def in_doubt(
    terms: Terms, connections: Connections, windows: Iterable[Mapping[TableRef, Records]]
) -> Doubtful:
    """What some records, which only keys in doubt tie to people, say; read window by window."""
    tied: set[tuple[Key, bool]] = set()
    facts: dict[int, Fact] = {}
    for window in windows:
        ties = list(ties_of(terms, connections, window))
        ties += ties_through(terms, connections, {record for record, _ in ties})
        tied |= {pair for _, tie in ties for pair in tie.keys}
        found = terms.facts((), {record for record, _ in ties})
        facts |= {fact.sequence: fact for fact in found.known}
    return Doubtful(frozenset(tied), tuple(facts.values()))


def wanted_in_doubt(terms: Terms, people: Keys) -> list[tuple[Table, Only]]:
    question = terms.question(_NOTHING)
    return [(t, read.of_people(question, t, people, sure=False)) for t in terms.readable.doubtful]


def ties_through(
    terms: Terms, connections: Connections, records: Collection[RecordRef]
) -> Iterator[tuple[RecordRef, read.Tied]]:
    """Whoever other records are tied to by a path through one of these: what holds them holds the way there."""
    question = terms.question(_NOTHING)
    keys: dict[StoreName, dict[TableName, list[tuple[object, ...]]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        keys[record.store][record.table].append(record.key)
    for store, tables in by_store(table for table in terms.tables() if table.store in keys):
        connection, ground = connections[store], terms.grounds[store]
        through = read.led_through(connection, ground, question, tables, keys[store])
        rows = [Records(list(of.values())) for of in through]
        asked = [(table, only) for table, only in zip(tables, rows, strict=True) if only.keys]
        yield from read.all_tied(connection, ground, question, asked)


def by_record(ties: Iterable[tuple[RecordRef, read.Tied]]) -> dict[RecordRef, tuple[read.Tied, ...]]:
    found: dict[RecordRef, tuple[read.Tied, ...]] = {}
    for record, tie in ties:
        found[record] = (*found.get(record, ()), tie)
    return found


def each_once(ties: Iterable[tuple[read.Tied, ...]]) -> Collection[tuple[read.Tied, ...]]:
    """The ties of some records, those that several records share only once."""
    return {id(of_record): of_record for of_record in ties}.values()
