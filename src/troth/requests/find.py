"""
Everything of some people in all stores, judged, in windows that fit in memory.

First the keys of their rows are read, one statement for each table and join path whatever the number of
people, and spooled; then the rows are judged, some thousands at a time.
"""

import pickle
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import IO, Any, cast

from sqlalchemy import Connection

from troth.claims.carried import Carried
from troth.claims.compiler import Question, leads_down, ties
from troth.claims.facts import Fact, Instant
from troth.claims.judged import Judged
from troth.claims.keys import Key
from troth.claims.questions import KeyText
from troth.claims.same import Same
from troth.claims.world import TableRef
from troth.errors import ManifestError, Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import RoleName
from troth.manifest.stores import Table
from troth.requests.model import Person
from troth.requests.rules import Account, by_key, is_account, roles_of
from troth.retention.people import Doubtful, by_record, identified, in_doubt
from troth.retention.reasons import with_reasons
from troth.retention.survey import Survey, survey
from troth.retention.terms import Terms, by_store, table_ref, terms_of
from troth.site import Reached, Site
from troth.stores.sql import read
from troth.stores.sql.asking import all_answers, learn
from troth.stores.sql.ground import Ground
from troth.stores.sql.keyed import sizes as measured
from troth.stores.sql.only import OfPeople, Only, Records
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Asked, Said

WINDOW = 10  # times TROTH_BATCH_SIZE rows are judged at once, fewer where they hold more than so many bytes
WINDOW_BYTES = 16_000_000
FEW = 1_000  # keys of a table that are read at once; of whoever has more they are streamed

RawKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and whose it is, in which roles."""

    judged: Judged
    people: Mapping[Person, frozenset[RoleName]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table, with the facts about them and about everybody they concern."""

    table: Table
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    survey: Survey


@dataclass(frozen=True, slots=True)
class Finding:
    """Some people, and where everything of theirs is."""

    site: Site
    terms: Terms
    reached: Reached
    people: tuple[Person, ...]
    by_key: Mapping[Key, tuple[Person, ...]]
    counts: Mapping[TableRef, int]  # rows of all of them together
    sizes: Mapping[Person, int]  # rows of each
    spool: IO[bytes]

    def parts(self, tables: Collection[TableRef] | None = None) -> Iterator[Part]:
        """Every row (or those of some tables), table by table in the order of declaration, as it is read."""
        keys = (
            found for found in _unspooled(self.spool, self.counts) if tables is None or found[0] in tables
        )
        doubtful = None
        if sum(self.counts.values()) > self._window:  # else what is in doubt is asked with the rest
            doubtful = in_doubt(self.terms, self.reached.connections, self.windows_in_doubt())
        for window in _windows(keys, self._window):
            for part in self._small_enough(window):
                yield from self._judged(part, doubtful)

    @property
    def _window(self) -> int:
        return WINDOW * self.site.settings.batch_size

    def windows_in_doubt(self) -> Iterator[Mapping[TableRef, Records]]:
        """The records that keys in doubt lead to, in windows of so many."""
        question, everybody = self.terms.question(Carried({})), frozenset(self.by_key)
        with tempfile.TemporaryFile() as spool:
            counts: Counter[TableRef] = Counter()
            for table in self.terms.tables():
                only = read.of_people(question, table, everybody, sure=False)
                if only.is_possible:
                    said = _in_order(self.terms.grounds[table.store], question, table, only)
                    for key in _streamed(self.reached.connections[table.store], said, only):
                        pickle.dump(tuple(key), spool)
                        counts[table_ref(table)] += 1
            for window in _windows(_unspooled(spool, counts), self._window):
                yield _by_table(window)

    def accounts(self) -> Iterator[Account]:
        """What the records hold that are people's accounts, and whose they are."""
        tables = {table_ref(table): table for table in self.terms.tables() if is_account(table)}
        keys = (found for found in _unspooled(self.spool, self.counts) if found[0] in tables)
        for window in _windows(keys, self._window):
            for ref, records in _by_table(window).items():
                connection, ground = self.reached.connections[ref[0]], self.terms.grounds[ref[0]]
                question = self.terms.question(Carried({}))
                ties = by_record(read.tied(connection, ground, question, tables[ref], records))
                held = learn(connection, read.want_values(ground, tables[ref], records))
                for record, values in held.items():
                    yield tables[ref], values, roles_of(ties.get(record, ()), self.by_key)

    def _small_enough(
        self, window: Sequence[tuple[TableRef, RawKey]]
    ) -> Iterator[list[tuple[TableRef, RawKey]]]:
        """A window in pieces that hold no more than `WINDOW_BYTES`, or one row that does."""
        sizes: dict[tuple[TableRef, RawKey], int] = {}
        for ref in dict.fromkeys(ref for ref, _ in window):
            table, ground = self.terms.manifest.table(*ref), self.terms.grounds[ref[0]]
            keys = [key for of, key in window if of == ref]
            found = measured(self.reached.connections[ref[0]], ground, table, keys)
            sizes |= {(ref, key): size for key, size in found.items()}
        piece: list[tuple[TableRef, RawKey]] = []
        held = 0
        for one in window:
            size = sizes.get(one, 0)
            if piece and held + size > WINDOW_BYTES:
                yield piece
                piece, held = [], 0
            piece.append(one)
            held += size
        yield piece

    def _judged(self, window: Sequence[tuple[TableRef, RawKey]], doubtful: Doubtful | None) -> Iterator[Part]:
        connections, everybody, only = self.reached.connections, frozenset(self.by_key), _by_table(window)
        judged = survey(self.terms, connections, everybody, only, with_claims=True, doubtful=doubtful)
        found = with_reasons(judged, connections)
        for ref in only:
            table = self.terms.manifest.table(*ref)
            rows = tuple(
                Row(judged, roles_of(found.ties[judged.record], self.by_key)) for judged in found.judged[ref]
            )
            yield Part(table, rows, found.facts.known, found)


@contextmanager
def finding(
    site: Site,
    subjects: Sequence[frozenset[Key]],
    at: Instant,
    tables: Collection[TableRef] | None = None,
) -> Iterator[Finding]:
    """
    Find these people's records in every store that answers, or in some tables only.

    Args:
        subjects: the keys of each person, as they were given.
        tables: only these.

    Raises:
        UnknownKeyType: of somebody's keys.
        Surprise: a record of theirs has nothing in its key.
    """
    check_key_types(site.manifest, frozenset[Key]().union(*subjects))
    with site.database.reading(), site.stores.reading() as reached, tempfile.TemporaryFile() as spool:
        terms = terms_of(site, reached, at, frozenset[Key]().union(*subjects))
        people = _people(terms, reached, subjects)
        of_key = by_key(people)
        counts, sizes = {}, Counter[Person]()
        for table in terms.tables():
            terms.grounds[table.store].require(table)
        wanted = [table for table in terms.tables() if tables is None or table_ref(table) in tables]
        for store, here in by_store(wanted):
            for table, rows in _keys_of(terms, reached.connections[store], here, of_key):
                counts[table_ref(table)] = _spooled(terms, reached, table, rows, of_key, spool, sizes)
        yield Finding(site, terms, reached, people, of_key, counts, sizes, spool)


def check_key_types(manifest: Manifest, keys: Collection[Key]) -> None:
    """
    Stop where somebody is named by a type of key that the site does not declare.

    Raises:
        UnknownKeyType: with those that it declares.
    """
    known = manifest.key_types()
    for key in keys:
        if key.type not in known:
            raise UnknownKeyType(key.type, known)


class UnknownKeyType(ManifestError):
    """Somebody is named by a type of key that the site does not declare."""

    def __init__(self, found: str, known: Sequence[str]) -> None:
        what = f"this site knows nobody by `{found}`"
        mend = f"name people by {', '.join(known) or 'nothing yet: declare `keys` in policy.yaml'}"
        super().__init__([Problem("unknown-key-type", Place("policy.yaml", 1, 1), what, mend)])


def _people(terms: Terms, reached: Reached, subjects: Sequence[frozenset[Key]]) -> tuple[Person, ...]:
    everybody = identified(terms, reached.connections, frozenset().union(*subjects))
    return tuple(Person(number, given, everybody.closure(given)) for number, given in enumerate(subjects, 1))


def _keys_of(
    terms: Terms, connection: Connection, tables: Sequence[Table], people: Mapping[Key, Sequence[Person]]
) -> Iterator[tuple[Table, Iterable[Sequence[Any]]]]:
    """
    The keys of the rows of each table with a sure tie to somebody, in order, with the keys of people they show.

    All tables are asked at once; where one has more rows than a person has as a rule, they are read as they come.
    """
    question = terms.question(Carried({}))
    asked: list[tuple[Table, OfPeople, Said, Asked]] = []
    for table in tables:
        if any(link.is_sure for link in table.links):
            ground, only = terms.grounds[table.store], read.of_people(question, table, frozenset(people))
            said = _in_order(ground, question, table, only, is_shown=not leads_down(table))
            few = ground.once(("few", Same(said)), partial(_limited, said))
            asked.append((table, only, said, Asked(few, only.given)))
    found = all_answers(connection, [one for *_, one in asked])
    for (table, only, said, _), rows in zip(asked, found, strict=True):
        yield table, rows if len(rows) <= FEW else _streamed(connection, said, only)


def _in_order(
    ground: Ground, question: Question, table: Table, only: Only, *, is_shown: bool = False
) -> Said:
    """The statement of the keys of some rows, with the keys of people that they show if that is asked for."""

    def say() -> Said:
        statement = Statement(ground, table)
        statement.show_key()
        for index, key in enumerate(_sure_keys(question, table) if is_shown else ()):
            statement.show(f"s{index}", key)
        statement.where(only)
        said = statement.said()
        order = ", ".join(f"k{index}" for index in range(len(table.key)))
        return replace(said, text=f"{said.text} ORDER BY {order}")

    return ground.once(("in order", Same(question.manifest), table.name, only.shape, is_shown), say)


def _limited(said: Said) -> Said:
    return replace(said, text=f"{said.text} LIMIT {FEW + 1}")


def _streamed(connection: Connection, said: Said, only: Only) -> Iterator[Sequence[Any]]:
    text, parameters = said.bound(only.given)
    options = {"stream_results": True, "max_row_buffer": FEW}
    yield from connection.exec_driver_sql(text, parameters, execution_options=options)


def _spooled(
    terms: Terms,
    reached: Reached,
    table: Table,
    rows: Iterable[Sequence[Any]],
    people: Mapping[Key, Sequence[Person]],
    spool: IO[bytes],
    sizes: Counter[Person],
) -> int:
    """Write down the keys of these rows; return how many there are, and count them for each person."""
    width, count = len(table.key), 0
    for row in rows:
        read.check_named(table, [row[:width]])
        pickle.dump(tuple(row[:width]), spool)
        sizes.update({person for told in row[width:] if told for person in people.get(read.key_of(told), ())})
        count += 1
    if count and leads_down(table):  # whose such rows are, they do not tell by themselves
        question, connection = terms.question(Carried({})), reached.connections[table.store]
        only = read.of_people(question, table, frozenset(people))
        ties = read.tied(connection, terms.grounds[table.store], question, table, only)
        whose = {
            (record, person) for record, tie in ties for key in tie.sure for person in people.get(key, ())
        }
        sizes.update(person for _, person in whose)
    return count


def _unspooled(spool: IO[bytes], counts: Mapping[TableRef, int]) -> Iterator[tuple[TableRef, RawKey]]:
    """The keys that were written down, table by table."""
    spool.seek(0)
    for table, count in counts.items():
        for _ in range(count):
            # Our own file, which nobody else can open.
            yield table, cast("RawKey", pickle.load(spool))


def _windows(keys: Iterator[tuple[TableRef, RawKey]], size: int) -> Iterator[list[tuple[TableRef, RawKey]]]:
    while window := list(islice(keys, size)):
        yield window


def _by_table(keys: Iterable[tuple[TableRef, RawKey]]) -> dict[TableRef, Records]:
    found: dict[TableRef, list[RawKey]] = defaultdict(list)
    for name, key in keys:
        found[name].append(key)
    return {name: Records(some) for name, some in found.items()}


def _sure_keys(question: Question, table: Table) -> list[KeyText]:
    """The keys that the rows themselves surely hold."""
    return [
        key
        for people in ties(question.manifest, table)
        if people.rows is None
        for link, key in zip(people.tie.links, people.tie.keys, strict=True)
        if link.is_sure
    ]
