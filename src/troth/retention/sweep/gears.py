"""
Two gears: statements where they say all there is to say, else record by record, as a run goes.

A table's records are **deleted by statements** where a record's end depends on nothing but its own row, its
parents, who points at it, and what is carried:

- it ends by deletion (not anonymised, not archived), and nothing undeclared would go with it;
- whoever points at it is swept before it, and no table points at itself, directly or in a ring; the
  statement spares what something still points at;
- no condition asks for its rows or for rows from it, no link's path leads down from or to it, no claim on
  another record follows it, and it is not read to tell that two keys are one person's;
- no clock reads it as a person's last act, nor does a clock of its own read such acts;
- no trigger fires when its rows go, row security hides none, and it is no view;
- each reference that its question follows points at a key.

Its ended **columns are changed by statements** where besides none of them is read by a clock, or is what
another table's people are found through, and each becomes NULL or a constant of its own type.

Whatever else goes record by record: k-anonymity, archives, stubs that are needed across conditions, last
contacts, clocks that an act would move (which are noted first).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from troth.claims import compiler
from troth.claims.compiler.ended import Stretch
from troth.claims.plan import Ending, deciding_columns, ending
from troth.claims.questions import (
    NO,
    NOBODY,
    YES,
    AnyRow,
    Base,
    Cell,
    Const,
    IsAbsent,
    IsAmong,
    Pointing,
    Surely,
    Test,
)
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.model import Manifest
from troth.manifest.names import Column, Relation, TableName
from troth.manifest.stores import Anonymise, Field, Reference, SetConstant, SetNull, Table
from troth.retention.sweep.asked import Asked, Asking
from troth.retention.sweep.model import Act, Step
from troth.retention.sweep.reach import Reach
from troth.retention.terms import table_ref
from troth.stores.live import StoredTable
from troth.stores.sql.ground import Ground

LARGEST_CONDITION = 300  # leaves: beyond that an engine spends its time on reading the statement


@dataclass(frozen=True, slots=True)
class Place:
    """A table with all that decides how it is swept."""

    table: Table
    how: Ending
    ground: Ground
    reach: Reach
    catalogue: Mapping[TableName, StoredTable] | None  # of the store; none in a world without one
    not_by_statements: tuple[str, ...] = ()  # why its records go one by one

    @property
    def stored(self) -> StoredTable | None:
        """What the catalogue says of the table."""
        return None if self.catalogue is None else self.catalogue.get(self.table.name)

    def is_indexed(self, table: str, column: Column) -> bool:
        """Whether an index over all rows begins with the column; without a catalogue, it is taken for granted."""
        stored = None if self.catalogue is None else self.catalogue.get(TableName(table))
        if stored is None:
            return self.catalogue is None
        return stored.is_indexed(column)

    @property
    def reads_last_acts(self) -> bool:
        """Whether what is asked of its records may depend on somebody's last act."""
        return self.reach.reads_last_acts(self.table.name)


def steps_of(place: Place) -> list[Step]:
    """The steps that may sweep one table, in order."""
    table, name = place.table, table_ref(place.table)
    if not (table.fields or table.link_columns):
        return []
    if place.not_by_statements:
        return [Step(name, Act.RECORDS, place.not_by_statements)]
    steps = [Step(name, Act.DELETE)] if place.how.may_leave else []
    if changing_columns(place):
        if reasons := tuple(_not_changed_by_statements(place)):
            steps.append(Step(name, Act.RECORDS, reasons))
        else:
            steps.append(Step(name, Act.CHANGE))
    return steps


def _not_by_statements(place: Place, asking: Asking) -> Iterator[str]:
    """Why the table's records cannot be deleted by statements: names that texts/sweeps.py has words for."""
    table, reach, name = place.table, place.reach, place.table.name
    if isinstance(table.at_end, Anonymise):
        yield "anonymised"
    if table.archive is not None:
        yield "archived"
    if name in reach.below(name):
        yield "ring"
    if name in reach.asked:
        yield "asked_for"
    if name in reach.crossed:
        yield "crossed"
    if name in reach.tying:
        yield "ties_keys"
    if reach.reads_last_acts(name):
        yield "last_act"
    if any(_is_followed(asking, table, relation) for relation in table.references):
        yield "followed"
    if any(_points_elsewhere(place, reference) for reference in table.references.values()):
        yield "no_key"
    if place.stored is not None:
        yield from _refused_by_schema(place.stored)
    asked = asking.of(table)
    acts = (Act.DELETE, Act.CHANGE)
    if not reach.reads_last_acts(name) and any(
        asked.forms.size(wanted(place, asked, act)) > LARGEST_CONDITION for act in acts
    ):
        yield "too_long"


def _is_followed(asking: Asking, table: Table, relation: Relation) -> bool:
    base = Base("r", table.name)
    return any(
        compiler.following(question, table, base, relation) != Const(NOBODY)
        for question, _ in asking.questions
    )


def _points_elsewhere(place: Place, reference: Reference) -> bool:
    live = place.ground.live.get(reference.table)
    return live is None or set(reference.columns.values()) != set(live.key)


def _refused_by_schema(stored: StoredTable) -> Iterator[str]:
    if stored.is_view:
        yield "view"
    if any(trigger.events & {"delete", "update"} for trigger in stored.triggers):
        yield "triggers"
    if stored.rights.hides_rows:
        yield "hidden_rows"
    if stored.heirs:
        yield "heirs"


def _not_changed_by_statements(place: Place) -> Iterator[str]:
    """Why ended columns cannot be changed by statements."""
    table, name = place.table, place.table.name
    for column in changing_columns(place):
        end = _end_of(table.fields.get(column))
        if (name, column) in place.reach.feeding:
            yield f"feeds_a_clock {column}"
        if (name, column) in place.reach.finding:
            yield f"finds_people {column}"
        if not isinstance(end, SetNull) and not _is_plain(end, place.how.live.columns[column]):
            yield f"made_of_its_value {column}"


def _is_plain(end: object, live: LiveColumn) -> bool:
    """Whether the end is a constant that the column's own type holds."""
    if not isinstance(end, SetConstant) or live.written:
        return False
    if live.type is ColumnType.TEXT:
        return isinstance(end.value, str)
    return live.type is ColumnType.INTEGER and isinstance(end.value, int) and not isinstance(end.value, bool)


def changing_columns(place: Place) -> list[Column]:
    """The columns that a record which stays may have changed at their end."""
    table, how = place.table, place.how
    return [
        column
        for column in (*table.fields, *sorted(table.link_columns - set(table.fields)))
        if column not in table.key
        and column not in how.deciding
        and (
            not isinstance(_end_of(table.fields.get(column)), SetNull) or how.live.columns[column].is_nullable
        )
    ]


def _end_of(declared: Field | None) -> object:
    return SetNull() if declared is None else declared.at_end


def differs(place: Place, asked: Asked, column: Column) -> Test:
    """Whether a column does not hold yet what its end makes of it, as far as a test can say that."""
    forms, end = asked.forms, _end_of(place.table.fields.get(column))
    is_absent = forms.one(IsAbsent(asked.cell(column)))
    if not isinstance(end, SetConstant):
        return forms.contrary(is_absent)
    if not _is_plain(end, place.how.live.columns[column]):
        return YES
    is_so = forms.one(Surely(forms.one(IsAmong(asked.cell(column), (end.value,)))))
    return forms.any_of(is_absent, forms.contrary(is_so))


def constant_of(place: Place, column: Column) -> object:
    """What an ended column becomes, by a statement."""
    end = _end_of(place.table.fields.get(column))
    return end.value if isinstance(end, SetConstant) else None


def is_free(place: Place, asked: Asked) -> Test:
    """Whether nothing points at the record."""
    row, forms = asked.judgements[0].row, asked.forms
    pointing = [
        Pointing(base, base, tuple((mine, Cell(row, theirs)) for mine, theirs in pairs))
        for name, ways in sorted(place.reach.pointing.get(place.table.name, {}).items())
        for index, pairs in enumerate(sorted(ways))
        for base in [Base(f"p{index}:{name}", name)]
    ]
    return forms.all_of(*(forms.contrary(forms.one(AnyRow(rows, YES))) for rows in pointing))


def wanted(place: Place, asked: Asked, act: Act, within: Stretch | None = None) -> Test:
    """The records that an act is for: of RECORDS, all that may become something, and perhaps more."""
    forms, done = asked.forms, asked.is_done(within)
    if act is Act.DELETE:
        return forms.all_of(done, is_free(place, asked))
    by_statements = place.how.may_leave and not place.not_by_statements
    stays = forms.contrary(forms.all_of(done, is_free(place, asked))) if by_statements else YES
    changed = (
        forms.all_of(asked.is_ended(column, within), differs(place, asked, column), stays)
        for column in (
            changing_columns(place) if by_statements or act is Act.CHANGE else asked.judgements[0].states
        )
        if column not in place.table.key
    )
    goes = NO if by_statements or act is Act.CHANGE else done
    if place.table.archive is not None and place.table.archive_of is None:
        goes = forms.any_of(goes, asked.is_past(within))
    test = forms.any_of(goes, *changed)
    return YES if act is Act.RECORDS and forms.size(test) > LARGEST_CONDITION else test


def place_of(
    manifest: Manifest,
    table: Table,
    ground: Ground,
    reach: Reach,
    catalogue: Mapping[TableName, StoredTable] | None,
    asking: Asking,
) -> Place:
    """A table as it is swept."""
    how = ending(manifest, table, ground.live, deciding_columns(manifest))
    place = Place(table, how, ground, reach, catalogue)
    return replace(place, not_by_statements=tuple(_not_by_statements(place, asking)))
