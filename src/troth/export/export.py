"""
Export for analysis: tables in which nobody can be found again, of records that one purpose may use.

To make statistics is to use data, so it is asked of a purpose of its own: a record is used where the claim of
that purpose on it is active, whoever objected, had an erasure granted or is restricted. Records are reduced
and grouped in the store; what leaves it are groups of k people and more (GDPR Art. 5(1)(b), 21(6), 89(1)).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from troth import audit
from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Json
from troth.claims.carried import Carried, CarriedRow, carried
from troth.claims.compiler import Question
from troth.claims.facts import Instant
from troth.claims.questions import Slot
from troth.errors import ManifestError, Place, Problem
from troth.export import ask, files, rules
from troth.export.model import Figure, How, KTest, Reduction, Shown, TableWritten, Terms, Why
from troth.export.rules import TOTAL, Cell, Count
from troth.manifest.model import Manifest
from troth.manifest.names import Column, KeyType, PurposeName
from troth.manifest.stores import Table
from troth.retention.people import identified
from troth.retention.terms import Terms as SurveyTerms
from troth.retention.terms import terms_of
from troth.site import Reached, Site
from troth.stores.live import Family
from troth.stores.sql import read
from troth.stores.sql.groups import Grouping
from troth.stores.sql.unhurried import unhurried

ANONYMOUS = frozenset({"anonymous", "aggregated"})
_INSTANTS = frozenset({Family.DATE, Family.TIMESTAMP, Family.TIMESTAMP_ZONED})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and for which purpose."""

    folder: Path
    purpose: PurposeName
    terms: Terms
    tables: tuple[TableWritten, ...]
    figures: tuple[Figure, ...]


class NoPurpose(ManifestError):
    """No purpose, or not just one, says that such data may be made."""


def export(
    site: Site,
    out: Path,
    at: Instant,
    terms: Terms,
    purpose: PurposeName | None = None,
    tables: Collection[str] = (),
) -> Exported:
    """
    Write what a purpose may use of some tables (or of all) into a folder, so that nobody can be found in it.

    Args:
        out: a folder that is not there yet, or empty.
        purpose: which one; without it the only one whose output is anonymous or aggregated.

    Raises:
        NoPurpose: no purpose serves it, or several could.
        NoTable: a table is not declared.
        FolderTaken: something stands in the folder.
        Unavailable: a store is down; nothing is written.
        Surprise: the schema of a store is not as declared, or facts are missing.
    """
    name = _chosen(site.manifest, purpose)
    wanted = _tables(site.manifest, tables)
    with site.database.reading() as tx:
        if audit.is_behind(tx, site.name):
            raise DatabaseBehind(site.settings.checkpoint)
    with site.stores.reading() as reached, files.writing(out) as folder:
        for failure in reached.down.values():
            raise failure
        whole = _question(terms_of(site, reached, at, None), reached, name)
        only = ask.of_purpose(whole, name)
        counts: dict[Cell, Count] = {}
        left: dict[Cell, Count] = {}
        written = []
        for table in wanted:
            found = _Table.of(only, table, reached, terms)
            if found is not None:
                written.append(found.write(folder))
                counts |= found.counts()
                left |= found.left
        figures = tuple(_figures(counts, left, terms.k))
        done = Exported(out, name, terms, tuple(written), figures)
        rows = ((figure.table, figure.month, figure.records) for figure in figures)
        files.write_rows(folder / "figures.csv", ("table", "month", "records"), rows)
        files.write_readme(folder / files.README, readme(site.name, done, at))
    with site.database.transaction() as tx:
        body: audit.Body = {"purpose": str(name), "k": terms.k, "tables": [one.name for one in written]}
        audit.append(tx, site.name, "export.written", body, at)
    return done


# --- what is asked for --------------------------------------------------------------------------------------


def _chosen(manifest: Manifest, name: PurposeName | None) -> PurposeName:
    serving = sorted(p.name for p in manifest.purposes.values() if ANONYMOUS & set(p.terms.outputs))
    if name is None and len(serving) == 1:
        return serving[0]
    if name is not None and name in manifest.purposes:
        return name
    if name is not None:
        declared = ", ".join(f"`{one}`" for one in sorted(manifest.purposes))
        what = f"there is no purpose `{name}`"
        mend = f"name one that policy.yaml declares: {declared}" if declared else "declare it in policy.yaml"
    elif serving:
        known = ", ".join(f"`{one}`" for one in serving)
        what, mend = f"several purposes make anonymous data: {known}", "name one of them with --purpose"
    else:
        what = "no purpose says that anonymous data is made"
        mend = "declare one for it in policy.yaml, with `output: anonymous`, or name one with --purpose"
    raise NoPurpose([Problem("no-purpose-for-export", Place("policy.yaml", 1, 1), what, mend)])


def _tables(manifest: Manifest, names: Collection[str]) -> list[Table]:
    known = {
        name: table for table in manifest.tables() for name in (table.name, f"{table.store}.{table.name}")
    }
    missing = sorted(set(names) - known.keys())
    if missing:
        what = f"there is no table `{missing[0]}`"
        mend = f"declared are: {', '.join(f'`{table.name}`' for table in manifest.tables())}"
        raise NoTable([Problem("no-such-table", Place("stores.yaml", 1, 1), what, mend)])
    if names:
        return list({id(known[name]): known[name] for name in names}.values())
    return [table for table in manifest.tables() if table.archive_of is None]


class NoTable(ManifestError):
    """A table is named that the site does not declare."""


# --- the question -------------------------------------------------------------------------------------------


def _question(terms: SurveyTerms, reached: Reached, name: PurposeName) -> Question:
    """The words in force, with every fact, and what the clock of the purpose reads of a person's other records."""
    for table in terms.tables():
        terms.grounds[table.store].require(table)
    facts = terms.facts(None, None)
    clock = terms.manifest.purposes[name].active.clock
    reading = [
        t for t in terms.tables() if clock is not None and clock in t.clocks and t.clocks[clock].latest
    ]
    keys = None if reading else {fact.key for fact in facts.known if fact.key is not None}
    people = identified(terms, reached.connections, keys)
    known = carried(terms.manifest, facts, people, terms.at)
    rows: dict[Slot, Mapping[str, CarriedRow]] = {("", *slot): row for slot, row in known.rows.items()}
    asked = Question(terms.manifest, Carried({}), terms.at, terms.down)
    for table in reading:
        assert clock is not None
        reads = table.clocks[clock]
        [shown] = read.last_acts(reached.connections, terms.grounds, asked, [reads], None)
        rows["", *reads.last_act] = read.by_person(people, shown)
    return Question(terms.manifest, replace(known, rows=rows), terms.at, terms.down)


# --- one table ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Table:
    """A table on its way into the export."""

    usable: ask.Usable
    connection: Connection
    terms: Terms
    shown: list[Shown]
    dropped: dict[Column, Why]
    members_by: KeyType
    total: Count = field(default_factory=lambda: Count(0, 0))
    left: dict[Cell, Count] = field(
        default_factory=dict
    )  # in groups that are too small, as figures would tell it

    @classmethod
    def of(cls, question: Question, table: Table, reached: Reached, terms: Terms) -> "_Table | None":
        """None where the purpose uses nothing of the table, or nobody is known in it."""
        used, members = ask.used_fields(question, table), ask.members_by(table)
        if not used or members is None:
            return None
        stored = reached.live[table.store].tables[table.name]
        shown, dropped = rules.reductions(question.manifest, table, stored, frozenset(used), terms)
        usable = ask.Usable(question, table, stored, reached.grounds[table.store])
        found = cls(usable, reached.connections[table.store], terms, shown, dropped, members)
        found._measure()
        return found

    def write(self, folder: Path) -> TableWritten:
        """Write the groups of k people and more, as they come from the store."""
        table = self.usable.table
        chosen, test = self._choose()
        columns = [self.shown[number] for number in chosen]
        done = TableWritten(
            table.store,
            table.name,
            {one.column: one.reduction for one in columns},
            self.dropped,
            test,
        )
        if test is not None:
            grouping = self.usable.grouping(self.shown)
            head = [*(one.column for one in columns), "records", "people"]
            files.write_rows(folder / f"{done.name}.csv", head, self._groups(grouping, chosen))
        return done

    def counts(self) -> dict[Cell, Count]:
        """How many records came into being in each month, and in all."""
        table = self.usable.table
        created = table.created
        family = self.usable.stored.columns[created].family if created is not None else None
        months = [created] if created is not None and family in _INSTANTS else []
        grouping = self.usable.grouping([], months)
        name = f"{table.store}.{table.name}"
        found = {
            (name, str((row["r0"] if months else None) or "-")): Count(row["n"], row["p"])
            for row in self._asked(grouping.groups(list(range(len(months))), 0, self._carried))
            if row["n"]
        }
        return found | {(name, TOTAL): self.total}

    def _measure(self) -> None:
        """Ask the store how large its numbers are, and how wide their bins have to be."""
        averages = self._one(self.usable.grouping(self.shown).averages(self._carried))
        for number, one in enumerate(self.shown):
            if one.reduction.how is How.BINS and not one.reduction.size:
                found = Decimal(str(averages.get(f"a{number}") or 0))
                self.shown[number] = replace(one, reduction=Reduction(How.BINS, rules.width(found)))

    def _choose(self) -> tuple[list[int], KTest | None]:
        """The columns, the coarsest first, as long as few enough records stand in groups that are too small."""
        grouping = self.usable.grouping(self.shown)
        variety = self._one(grouping.variety(self._carried))
        records = int(variety["n"])
        self.total = Count(records, int(variety["p"]))
        if self.total.people < self.terms.k:
            self._drop(range(len(self.shown)))
            return [], None
        chosen: list[int] = []
        for number in sorted(range(len(self.shown)), key=lambda n: (variety[f"d{n}"], n)):
            may_fit = variety[f"d{number}"] * self.terms.k <= records
            if may_fit and self._lost(grouping, [*chosen, number]) <= self.terms.share * records:
                chosen.append(number)
            else:
                self._drop([number])
        return sorted(chosen), self._test(grouping, sorted(chosen))

    def _drop(self, numbers: Collection[int]) -> None:
        self.dropped |= {self.shown[number].column: Why.TOO_TELLING for number in numbers}

    def _lost(self, grouping: Grouping, columns: Sequence[int]) -> int:
        return int(self._one(grouping.test(columns, self.terms.k, self._carried))["m"] or 0)

    def _test(self, grouping: Grouping, columns: Sequence[int]) -> KTest:
        text, parameters = grouping.test(columns, self.terms.k, self._carried)
        found = self._one((text, parameters))
        counts = [int(found[label] or 0) for label in "gnshm"]
        groups, records, smallest, lost_groups, lost_records = counts
        lost_people = self._leave(grouping, columns) if lost_groups else 0
        return KTest(
            text, self.members_by, groups, records, smallest or None, lost_groups, lost_records, lost_people
        )

    def _leave(self, grouping: Grouping, columns: Sequence[int]) -> int:
        """Keep how much stands in no group, in all and by when records came into being; how many people it is of."""
        table, k = self.usable.table, self.terms.k
        name = f"{table.store}.{table.name}"
        months = next((number for number in columns if self.shown[number].column == table.created), None)
        for by in {None, months}:
            for row in self._asked(grouping.left(columns, by, k, self._carried)):
                column = TOTAL if by is None else str(row["b"] or "-")
                self.left[name, column] = Count(int(row["n"] or 0), int(row["p"]))
        return self.left[name, TOTAL].people

    def _groups(self, grouping: Grouping, columns: Sequence[int]) -> Iterator[list[object]]:
        for row in self._asked(grouping.groups(columns, self.terms.k, self._carried)):
            yield [*(row[f"r{number}"] for number in columns), row["n"], row["p"]]

    @property
    def _carried(self) -> Carried:
        return self.usable.question.carried

    def _one(self, statement: tuple[str, dict[str, object]]) -> Mapping[Any, Any]:
        found = list(self._asked(statement))  # to its end: a reading left open cannot be gone on from
        return found[0] if found else {}

    def _asked(self, statement: tuple[str, dict[str, object]]) -> Iterator[Mapping[Any, Any]]:
        options = {"stream_results": True, "max_row_buffer": 1000}
        with unhurried(self.connection):
            rows = self.connection.exec_driver_sql(*statement, execution_options=options)
            yield from rows.mappings()


# --- figures, and what is told of it all --------------------------------------------------------------------


def _figures(counts: Mapping[Cell, Count], left: Mapping[Cell, Count], k: int) -> Iterator[Figure]:
    """The counts with their totals, those that would tell of few people hidden."""
    cells = dict(counts)
    for column in {column for _, column in counts}:
        parts = [count for (_, other), count in counts.items() if other == column]
        # At least so many people: those of one table may be those of another.
        cells[TOTAL, column] = Count(sum(p.records for p in parts), max(p.people for p in parts))
    hidden = rules.hidden(cells, k, rules.given_away(cells, left, k))
    for table, month in sorted(cells):
        told = None if (table, month) in hidden else cells[table, month].records
        yield Figure(table, month, told)


def readme(site: str, done: Exported, at: Instant) -> dict[str, Json]:
    """How the export was made, as it stands in README.json."""
    return {
        "format": 1,
        "site": site,
        "made_at": at.isoformat(),
        "purpose": done.purpose,
        "k": done.terms.k,
        "at_most_suppressed_percent": round(done.terms.share * 100),
        "tables": [_told(table, done.terms.k) for table in done.tables],
        "figures": {
            "file": "figures.csv",
            "hidden": sum(figure.records is None for figure in done.figures),
        },
    }


def _told(table: TableWritten, k: int) -> Json:
    told: dict[str, Json] = {
        "table": table.name,
        "file": f"{table.name}.csv" if table.test is not None else None,
        "columns": {
            column: {"how": one.how.value, "size": _number(one.size) if one.size else None}
            for column, one in table.columns.items()
        },
        "dropped": {column: why.value for column, why in sorted(table.dropped.items())},
    }
    if table.test is not None:
        test = table.test
        told["k_test"] = {
            "sql": test.sql,
            "members_by": test.members_by,
            "groups": test.groups,
            "records": test.records,
            "smallest_group": test.smallest,
            "suppressed_groups": _small(test.suppressed_groups, k),
            "suppressed_records": _of_few(test.suppressed_records, test.suppressed_people, k),
        }
    return told


def _small(count: int, k: int) -> int | str:
    """A count that is not told exactly where it is of few."""
    return count if count == 0 or count >= k else f"fewer than {k}"


def _of_few(records: int, people: int, k: int) -> int | str:
    """A count of records that is not told exactly where they are of few people, however many."""
    if records == 0 or people >= k:
        return records
    return _small(records, k) if records < k else f"those of fewer than {k} people"


def _number(size: Decimal) -> int | str:
    return int(size) if size == size.to_integral_value() else format(size, "f")
