"""Who claims one datum, and until when: asked of one column for one person, answered in a paragraph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from troth.claims.facts import Instant
from troth.claims.judged import Claim, Judged
from troth.claims.keys import Key, RecordRef
from troth.claims.states import State
from troth.errors import ManifestError, Place, Problem, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column, StoreName
from troth.manifest.stores import Table
from troth.requests.find import finding
from troth.requests.model import Held, Why
from troth.requests.one_person import check_people
from troth.requests.rules import Bearing, holding, view
from troth.retention.terms import table_ref
from troth.site import Site
from troth.subjects import facts_of_holds
from troth.subjects.holds import Hold, holds_on
from troth.texts.explained import paragraph
from troth.texts.language import Language
from troth.texts.sentences import sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some data of one column are as they are: the same for each of these records."""

    state: State
    claims: tuple[Claim, ...]
    why: Why | None
    records: tuple[tuple[str, ...], ...]  # their keys


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is held in one column about one person, reason by reason."""

    table: Table
    column: Column
    reasons: tuple[Reason, ...]
    is_about_others: bool  # there are records of the person, and this column of theirs is about others only
    is_empty: bool  # there are, and nothing stands in it
    down: Mapping[StoreName, Unavailable]
    holds: tuple[Hold, ...] = ()  # that keep some of it: for the operator, not for the person


class NoColumn(ManifestError):
    """What is asked about is no column that the manifest declares, or is several."""

    def __init__(self, datum: str, what: str, mend: str) -> None:
        super().__init__([Problem("no-such-column", _Datum(f"`{datum}`", 1, 1), what, mend)])


@dataclass(frozen=True, slots=True)
class _Datum(Place):
    """A place that is a word of the command."""

    def __str__(self) -> str:
        return self.file


def explain(
    site: Site,
    keys: frozenset[Key],
    table: Table,
    column: Column,
    at: Instant,
    record: tuple[str, ...] | None = None,
) -> Explanation:
    """
    Why a column's data about one person is held.

    Args:
        record: only the one with this key.

    Raises:
        SeveralPeople: what is taken for one person may be several.
    """
    is_about_others = is_empty = False
    found: dict[tuple[State, tuple[Claim, ...], Why | None], list[tuple[str, ...]]] = defaultdict(list)
    with finding(site, [keys], at) as everything:
        check_people(everything)
        down = everything.reached.down
        for part in everything.parts([table_ref(table)]):
            bearing = Bearing(part.facts)
            for row in part.rows:
                for person, roles in row.people.items():
                    reasons = bearing.reasons(row.judged, person.keys)
                    told = holding(view(site.manifest, table, roles), row.judged, reasons, person.keys)
                    held = told.data.get(column) or _link(table, row.judged, column)
                    is_about_others = is_about_others or held is None
                    if held is None or record not in (None, row.judged.record.key):
                        continue
                    if row.judged.values.get(column) is None:
                        is_empty = True
                    else:
                        found[held.state, held.claims, held.why].append(row.judged.record.key)
    found_reasons = tuple(Reason(*reason, tuple(records)) for reason, records in found.items())
    return Explanation(
        table, column, found_reasons, is_about_others, is_empty, down, _holds(site, table, found_reasons, at)
    )


def _holds(site: Site, table: Table, found: Iterable[Reason], at: Instant) -> tuple[Hold, ...]:
    """The holds that keep some of these data."""
    keys = [key for reason in found if reason.why is Why.HOLD for key in reason.records]
    if not keys:
        return ()
    with site.database.reading() as tx:
        facts = facts_of_holds(tx, site.name)
    records = (RecordRef(table.store, table.name, key) for key in keys)
    return tuple(holds_on(site.manifest, facts, at, records))


def column_of(manifest: Manifest, datum: str) -> tuple[Table, Column]:
    """
    The declared column that `TABLE.COLUMN` or `STORE.TABLE.COLUMN` names.

    Raises:
        NoColumn: there is none, or several.
    """
    tables = list(manifest.tables())
    found = [
        (table, column)
        for table in tables
        for column in sorted(table.declared)
        if datum in (f"{table.name}.{column}", f"{table.store}.{table.name}.{column}")
    ]
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(f"{table.store}.{table.name}.{column}" for table, column in found)
        raise NoColumn(datum, "it stands in several stores", f"write one of {named}")
    near = [t for t in tables if datum.startswith((f"{t.name}.", f"{t.store}.{t.name}."))]
    if near:
        fields = ", ".join(near[0].fields)
        what = "stores.yaml does not declare it, and what nobody declared is neither read nor touched"
        raise NoColumn(datum, what, f"the fields of `{near[0].name}` are {fields}")
    names = ", ".join(table.name for table in tables)
    raise NoColumn(datum, "stores.yaml declares no such column", f"its tables are {names or 'none'}")


def in_words(manifest: Manifest, found: Explanation, language: Language) -> list[str]:
    """A paragraph for each reason; one that says so where there is nothing."""
    if found.reasons:
        return [
            paragraph(
                manifest,
                found.table,
                found.column,
                (reason.state, reason.claims, reason.why.value if reason.why else None),
                len(reason.records),
                language,
            )
            for reason in found.reasons
        ]
    where = f"`{found.table.name}.{found.column}`"
    if found.is_empty:
        return [sentence("explain.empty", language, where=where)]
    if found.is_about_others:
        return [sentence("explain.others", language, where=where)]
    return [sentence("explain.nothing", language, table=f"`{found.table.name}`")]


def _link(table: Table, row: Judged, column: Column) -> Held | None:
    """A column that only ties the record to people has a state and no claims of its own."""
    if column in table.fields or column not in row.states:
        return None
    return Held(None, row.states[column], ())
