"""Whether what is taken for one person is one (case D10): looked at before anything is shown or erased."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from troth.claims.carried import Carried
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.claims.same import Same
from troth.manifest.model import Manifest
from troth.manifest.stores import Table
from troth.requests.find import Finding, finding
from troth.requests.model import Person
from troth.requests.rules import Account, SeveralPeople, Whose, is_account, told_apart
from troth.retention.people import identified
from troth.retention.survey import Survey
from troth.retention.terms import Terms, by_store
from troth.site import Reached, Site
from troth.stores.sql import read
from troth.stores.sql.asking import all_answers
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Only
from troth.stores.sql.render import Statement
from troth.stores.sql.said import Asked, Said


def check_people(found: Finding) -> None:
    """
    Stop where what is taken for one person may be several (case D10).

    Raises:
        SeveralPeople: keys lead to more records than one person has, or to accounts of different people.
    """
    check_sizes(found.site, found.sizes)
    check_told_apart(found.site.manifest, found.accounts())


@dataclass(frozen=True, slots=True)
class OneEach:
    """Looks, while a survey of some subjects is made, whether each of them is one person (case D10)."""

    site: Site
    subjects: Sequence[frozenset[Key]]
    at: Instant

    def before(self, terms: Terms, reached: Reached) -> None:
        """
        Look before their records are read, all of them into memory.

        Raises:
            SeveralPeople: there are more records than so many people have, so that one of them has too many.
        """
        limit = self.site.settings.closure_limit * len(self.subjects)
        if _have_fewer_rows(terms, limit):
            return
        everybody = identified(terms, reached.connections, frozenset[Key]().union(*self.subjects))
        keys = everybody.closure(frozenset[Key]().union(*self.subjects))
        if sum(_counts(terms, reached, keys)) > limit:
            with finding(self.site, self.subjects, self.at) as found:
                check_people(found)

    def after(self, found: Survey) -> None:
        """
        Look at the records that were read.

        Raises:
            SeveralPeople: somebody's keys lead to too many of them, or to accounts of different people.
        """
        people = (
            Person(number, given, found.people.closure(given))
            for number, given in enumerate(self.subjects, 1)
        )
        everybody = Whose(people, found.ties)
        sizes, accounts = Counter[Person](), list[Account]()
        for ref, rows in found.judged.items():
            table = found.terms.manifest.table(*ref)
            whose = [everybody.of(row.record) for row in rows]
            sizes.update(chain.from_iterable(whose))
            if is_account(table):
                accounts += [(table, row.values, of) for row, of in zip(rows, whose, strict=True)]
        check_sizes(self.site, sizes)
        check_told_apart(found.terms.manifest, accounts)


def _have_fewer_rows(terms: Terms, limit: int) -> bool:
    """
    Whether all tables together hold no more rows than that, by what their stores estimate.

    Twice the estimate is compared, which may have aged; `after` looks at what was read, however much it was.
    """
    rows = [_estimated(terms, table) for table in terms.tables() if table.links]
    return None not in rows and 2 * sum(some or 0 for some in rows) <= limit


def _estimated(terms: Terms, table: Table) -> int | None:
    """How many rows a table holds; none where nobody knows: before a first look, of a view, and of heirs."""
    stored = terms.live[table.store].tables.get(table.name)
    if stored is None or stored.is_view or stored.heirs:
        return None
    return stored.rows or None


def _counts(terms: Terms, reached: Reached, keys: frozenset[Key]) -> Iterator[int]:
    """How many rows of each table have a sure tie to one of these keys."""
    question = terms.question(Carried({}))
    for store, tables in by_store(terms.tables()):
        ground, asked = terms.grounds[store], list[Asked]()
        for table in tables:
            only = read.of_people(question, table, keys)
            if only.is_possible:
                shape = ("how many", Same(question.manifest), table.name, only.shape)
                asked.append(Asked(ground.once(shape, partial(_counted, ground, table, only)), only.given))
        yield from (rows[0][0] for rows in all_answers(reached.connections[store], asked))


def _counted(ground: Ground, table: Table, only: Only) -> Said:
    statement = Statement(ground, table)
    statement.show_key()
    statement.where(only)
    said = statement.said()
    return replace(
        said, text=f"SELECT count(*) AS n FROM ({said.text}) AS found", labels=("n",), in_json=("",)
    )


def check_sizes(site: Site, sizes: Mapping[Person, int]) -> None:
    """
    Stop where somebody's keys lead to more records than one person has.

    Raises:
        SeveralPeople: for the first of them.
    """
    limit = site.settings.closure_limit
    for person, size in sizes.items():
        if size > limit:
            why = f"its keys lead to {size} records (TROTH_CLOSURE_LIMIT is {limit})"
            raise SeveralPeople(person, why)


def check_told_apart(manifest: Manifest, accounts: Iterable[Account]) -> None:
    """
    Stop where somebody's keys lead to accounts of different people.

    Raises:
        SeveralPeople: for the first of them.
    """
    telling: dict[tuple[Person, str], set[str]] = defaultdict(set)
    for table, values, people in accounts:
        for what, value in told_apart(manifest, table, values).items():
            for person in people:
                telling[person, what].add(value)
    for (person, what), several in telling.items():
        if len(several) > 1:
            raise SeveralPeople(person, f"its keys lead to accounts with different {what}")
