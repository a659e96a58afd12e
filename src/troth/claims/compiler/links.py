"""What is kept stays findable: what the columns have through which people are found, or claims follow."""

from collections.abc import Iterator

from troth.claims.compiler.below import over, over_those_below
from troth.claims.compiler.claims import claims_of, is_concerned, leading_claims, uses_of
from troth.claims.compiler.clamps import clamps_on
from troth.claims.compiler.fields import field_state, given_to_fields, unless_prohibited
from troth.claims.compiler.kinds import kinds_of
from troth.claims.compiler.paths import down_step, groups, steps_below
from troth.claims.compiler.question import Question
from troth.claims.compiler.rows import climb, row_name
from troth.claims.compiler.ties import People, Tie, is_nobody, over_ties, people_of, tie_of
from troth.claims.questions import (
    NOBODY,
    Base,
    Cell,
    Const,
    IsAbsent,
    Number,
    Pointing,
    Row,
    Test,
    case,
    every,
    greatest,
    negation,
)
from troth.manifest.names import ChoiceName, Column, ItemName, KindName, Relation, RoleName
from troth.manifest.purposes import Purpose
from troth.manifest.stores import Down, Link, Table, Up


def led_through(ask: Question, table: Table, row: Row, column: Column) -> Iterator[Number]:
    """What every tie gives that is read through this column of the row, on whichever record it ties."""
    for role in _roles_of(table, column):
        own = [f for f in table.fields.values() if f.about is None or role in f.about]
        untied = is_nobody(ask, table, row, frozenset({role}))
        given = greatest(
            *(unless_prohibited(ask, table, row, f, field_state(ask, table, row, f)) for f in own)
        )
        yield case((untied, given), otherwise=Const(NOBODY))
    for other in ask.manifest.stores[table.store].tables.values():
        if other.hosted_for is None:
            for (role, _), links in groups(other).items():
                for link in links:
                    yield from _readings(ask, table, row, column, other, role, links, link)


def _roles_of(table: Table, column: Column) -> set[RoleName]:
    """The roles of the links that begin with this column."""
    return {
        link.role
        for link in table.links
        if (not link.path and link.column == column)
        or (
            link.path
            and isinstance(link.path[0], Up)
            and column in table.references[link.path[0].relation].columns
        )
    }


def _readings(
    ask: Question,
    table: Table,
    row: Row,
    column: Column,
    other: Table,
    role: RoleName,
    links: tuple[Link, ...],
    link: Link,
) -> Iterator[Number]:
    """The same for one link of `other`: each place on its path that may be this column of the row."""
    manifest, store = ask.manifest, table.store
    down = down_step(link)
    above = link.path if down is None else down[0]
    base = Base(f"{row_name(row)}<{other.name}", other.name)
    at_top: list[tuple[int, set[Column]]] = []
    here, came_by = other, set[Column]()
    for index, step in enumerate(above):
        assert isinstance(step, Up)
        reference = here.references[step.relation]
        at_top.append((index, came_by | set(reference.columns) if here.name == table.name else set()))
        here, came_by = manifest.table(store, reference.table), set(reference.columns.values())
    if down is None:
        left_by = {link.column}
    else:
        left_by = set(manifest.table(store, down[1].table).references[down[1].relation].columns.values())
    at_top.append((len(above), came_by | left_by if here.name == table.name else set()))
    for index, columns in at_top:
        if column not in columns:
            continue
        if index == 0:
            yield _through_record(ask, other, row, people_of(manifest, other, row, role, links))
            continue
        reached = climb(manifest, store, base, link.path[:index])
        given = _through_record(ask, other, base, people_of(manifest, other, base, role, links))
        yield over_those_below(base, reached, row, given)
    if down is not None:
        yield from _readings_below(ask, table, row, column, other, role, links, link)


def _readings_below(
    ask: Question,
    table: Table,
    row: Row,
    column: Column,
    other: Table,
    role: RoleName,
    links: tuple[Link, ...],
    link: Link,
) -> Iterator[Number]:
    """Places from a Down step on: the row is the one led down to, or one above that."""
    manifest, store = ask.manifest, table.store
    down = down_step(link)
    assert down is not None
    _, step, below = down
    here = manifest.table(store, step.table)
    reference = here.references[step.relation]
    came_by = set[Column]()
    for index in range(len(below) + 1):
        columns: set[Column] = set(reference.columns) if index == 0 else came_by
        if index < len(below):
            columns |= set(here.references[below[index].relation].columns)
        else:
            columns.add(link.column)
        if here.name == table.name and column in columns:
            low: Row = row if index == 0 else Base(f"{row_name(row)}<{step.table}", step.table)
            base = Base(f"{row_name(low)}<{other.name}", other.name)
            top = _leading_here(ask, manifest.table(store, step.table), low, base, down)
            people = People(tie_of(manifest, store, low, role, links, steps_below))
            given = over(top, _through_record(ask, other, base, people))
            if index == 0:
                yield given
            else:
                assert isinstance(low, Base)
                yield over_those_below(low, climb(manifest, store, low, below[:index]), row, given)
        if index < len(below):
            next_reference = here.references[below[index].relation]
            here, came_by = manifest.table(store, next_reference.table), set(next_reference.columns.values())


def _through_record(ask: Question, table: Table, row: Row, people: People) -> Number:
    """What one record's ties give a link they are read through: the greatest over the fields about their role."""
    tie = people.tie
    given = greatest(
        *clamps_on(ask, tie), given_to_fields(ask, table, row, tie), _following_by(ask, table, row, tie)
    )
    if given == Const(NOBODY):
        return given
    return over_ties(people, given)


def followed_through(ask: Question, table: Table, row: Row, column: Column) -> Iterator[Number]:
    """The claims that follow this record from one that it points at by this column."""
    for relation, reference in table.references.items():
        if column in reference.columns:
            yield following(ask, table, row, relation)


def following(ask: Question, table: Table, row: Row, relation: Relation) -> Number:
    """The claims that follow this record from the one it points at by that relation."""
    return greatest(
        *(
            case(
                (concerned, leading_claims(ask, purpose, choice, table, row, leading, item)),
                otherwise=Const(NOBODY),
            )
            for concerned, purpose, choice, leading, item in _follows(ask, table, row, relation)
        )
    )


def _following_by(ask: Question, table: Table, row: Row, tie: Tie) -> Number:
    """The same by every relation, about one of the people this record is tied to."""
    return greatest(
        *(
            case(
                (
                    every(concerned, kinds_of(ask, table, row)[leading]),
                    claims_of(ask, purpose, choice, table, row, tie, item),
                ),
                otherwise=Const(NOBODY),
            )
            for relation in table.references
            for concerned, purpose, choice, leading, item in _follows(ask, table, row, relation)
            if tie.role in purpose.basis
        )
    )


def _follows(
    ask: Question, table: Table, row: Row, relation: Relation
) -> Iterator[tuple[Test, Purpose, ChoiceName | None, KindName, ItemName]]:
    """The uses on the record pointed at by which claims follow this one, each with whether it is there."""
    above = climb(ask.manifest, table.store, row, (Up(relation),))
    other = ask.manifest.table(table.store, above.table)
    for declared in other.fields.values() if other.hosted_for is None else ():
        for kind, is_kind in kinds_of(ask, other, above).items():
            for purpose, choice in uses_of(ask, kind, declared.item):
                leading = purpose.data[kind].follows
                if leading is not None and leading in table.kinds:
                    is_there = every(negation(IsAbsent(Cell(above, other.key[0]))), is_kind)
                    concerned = is_concerned(ask, other, above, declared, frozenset(purpose.basis))
                    yield every(is_there, concerned), purpose, choice, leading, declared.item


def leading_down(ask: Question, table: Table, row: Row) -> Iterator[tuple[Pointing, Number]]:
    """For each path that leads down through this row: the records it ties somebody to, and what is held there."""
    for other in ask.manifest.stores[table.store].tables.values():
        if other.hosted_for is not None:
            continue
        for (role, _), links in groups(other).items():
            down = down_step(links[0])
            if down is None or down[1].table != table.name:
                continue
            base = Base(f"{row_name(row)}<{other.name}", other.name)
            top = _leading_here(ask, table, row, base, down)
            tie = tie_of(ask.manifest, table.store, row, role, links, steps_below)
            yield top, over_ties(People(tie), given_to_fields(ask, other, base, tie))


def _leading_here(
    ask: Question, table: Table, row: Row, base: Base, down: tuple[tuple[Up, ...], Down, tuple[Up, ...]]
) -> Pointing:
    """The rows of `base` from which a path leads down to this row."""
    above, step, _ = down
    reference = table.references[step.relation]
    on = tuple((theirs, Cell(row, mine)) for mine, theirs in reference.columns.items())
    return Pointing(base, climb(ask.manifest, table.store, base, above), on)
