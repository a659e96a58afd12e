"""Whose a record is: the ties of a row, role by role, read from it or from the rows that a path leads down to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from troth.claims.compiler.paths import down_step, groups, steps_below
from troth.claims.compiler.question import Question
from troth.claims.compiler.rows import climb, row_name
from troth.claims.questions import (
    NOBODY,
    AnyRow,
    Base,
    Cell,
    Const,
    Doubtful,
    FirstText,
    GreatestOver,
    IsAbsent,
    KeyText,
    Number,
    Pointing,
    Row,
    Test,
    TextValue,
    Way,
    case,
    every,
    negation,
)
from troth.manifest.model import Manifest
from troth.manifest.names import RoleName, StoreName
from troth.manifest.stores import Link, Table


def is_nobody(ask: Question, table: Table, row: Row, roles: frozenset[RoleName] | None) -> Test:
    """Whether the record has no tie in any of these roles (none given: in any role)."""
    absences: list[Test] = []
    for people in ties_in(ask, table, row, roles):
        absent = IsAbsent(people.tie.who)
        absences.append(negation(AnyRow(people.rows, negation(absent))) if people.rows else absent)
    return every(*absences)


@dataclass(frozen=True, slots=True)
class Tie:
    """Whose a record is, in one role: its keys, in order of declaration."""

    role: RoleName
    links: tuple[Link, ...]
    keys: tuple[KeyText, ...]

    @property
    def sure(self) -> TextValue | None:
        """The first sure key, or NULL; none where no link is sure."""
        return _first(key for link, key in zip(self.links, self.keys, strict=True) if link.is_sure)

    @property
    def who(self) -> TextValue:
        """The text under which facts of this tie are carried; NULL where there is no tie."""
        doubtful = _first(key for link, key in zip(self.links, self.keys, strict=True) if not link.is_sure)
        texts = [text for text in (self.sure, Doubtful(doubtful) if doubtful else None) if text]
        return texts[0] if len(texts) == 1 else FirstText(tuple(texts))

    def first(self, key_type: str | None) -> TextValue | None:
        """The first value of that type."""
        return _first(key for key in self.keys if key.type == key_type)


def _first(keys: Iterator[KeyText]) -> TextValue | None:
    texts = tuple(keys)
    return None if not texts else texts[0] if len(texts) == 1 else FirstText(texts)


@dataclass(frozen=True, slots=True)
class People:
    """The ties of one role: at most one on the row itself, or one for each of the `rows` its path leads down to."""

    tie: Tie
    rows: Pointing | None = None


def ties_in(ask: Question, table: Table, row: Row, roles: frozenset[RoleName] | None) -> Iterator[People]:
    """The ties of the rows in these roles."""
    everybody = ask.once(
        ("ties", table.store, table.name, row),
        lambda: [
            people_of(ask.manifest, table, row, role, links) for (role, _), links in groups(table).items()
        ],
    )
    return (people for people in everybody if roles is None or people.tie.role in roles)


def people_of(manifest: Manifest, table: Table, row: Row, role: RoleName, links: tuple[Link, ...]) -> People:
    down = down_step(links[0])
    if down is None:
        return People(tie_of(manifest, table.store, row, role, links, lambda link: link.path))
    above, step, _ = down
    start = climb(manifest, table.store, row, above)
    base = Base(f"{row_name(row)}/{step.table}.{step.relation}", step.table)
    reference = manifest.table(table.store, step.table).references[step.relation]
    rows = Pointing(
        base, base, tuple((mine, Cell(start, theirs)) for mine, theirs in reference.columns.items())
    )
    return People(tie_of(manifest, table.store, base, role, links, steps_below), rows)


def tie_of(
    manifest: Manifest,
    store: StoreName,
    row: Row,
    role: RoleName,
    links: tuple[Link, ...],
    path_of: Callable[[Link], tuple[object, ...]],
) -> Tie:
    keys = tuple(
        KeyText(link.key, Cell(climb(manifest, store, row, path_of(link)), link.column), link.is_normalised)
        for link in links
    )
    return Tie(role, links, keys)


def over_ties(people: People, number: Number) -> Number:
    """The number for each tie there is, the greatest where there are several."""
    number = case((IsAbsent(people.tie.who), Const(NOBODY)), otherwise=number)
    return GreatestOver(people.rows, number) if people.rows else number


def ties(manifest: Manifest, table: Table) -> list[People]:
    """The ties of a table's rows, role by role."""
    row = Base("r", table.name)
    return [people_of(manifest, table, row, role, links) for (role, _), links in groups(table).items()]


def ways(manifest: Manifest, table: Table, *, sure: bool) -> list[Way]:
    """The ways from a table's rows to keys: those of sure links, or those of links in doubt."""
    return [
        Way(key, people.rows)
        for people in ties(manifest, table)
        for link, key in zip(people.tie.links, people.tie.keys, strict=True)
        if link.is_sure is sure
    ]
