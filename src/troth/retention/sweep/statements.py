"""The gear of statements: one window after the other, each deleted from or changed by one statement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from troth.claims.compiler.concerned import Own, concerned
from troth.claims.compiler.ended import Stretch, stretches
from troth.claims.questions import NO, YES, Cell, Test
from troth.manifest.names import Column
from troth.manifest.stores import StoredAs, Table
from troth.retention.sweep.asked import Asked
from troth.retention.sweep.gears import Place, changing_columns, constant_of, wanted
from troth.retention.sweep.model import Act
from troth.stores.sql.concerned import ByPeople, is_reachable
from troth.stores.sql.predicate import Predicate, Slots
from troth.stores.sql.windows import ANYWHERE, ByClock, ByKey, ByPages, Walk, Window, is_walkable
from troth.stores.sql.words import POSTGRESQL


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of the rows of every window: the text without its window, and the parameters."""

    predicate: Predicate
    condition: str
    sets: Mapping[Column, str] | None = None  # none: the rows are deleted

    def changed(self, window: Window) -> tuple[str, dict[str, object]]:
        """The statement that destroys."""
        where = self._where(window)
        if self.sets is None:
            return self.predicate.delete(where), self._values(window)
        return self.predicate.change(dict(self.sets), where), self._values(window)

    def counted(self, window: Window) -> tuple[str, dict[str, object]]:
        """Its twin that counts."""
        return self.predicate.count(self._where(window)), self._values(window)

    def keys(self, window: Window) -> tuple[str, dict[str, object]]:
        """Its twin that gives the keys of the rows."""
        return self.predicate.keys(self._where(window)), self._values(window)

    def _where(self, window: Window) -> str:
        return f"{window.condition} AND {self.condition}"

    def _values(self, window: Window) -> dict[str, object]:
        return {**self.predicate.values, **window.values}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a step: a way over the table, and within which stretch of a clock."""

    walk: Walk
    within: Stretch | None
    is_of_some: bool = False  # only rows of those whom facts concern may go there


def statement(place: Place, asked: Asked, act: Act, within: Stretch | None, slots: Slots) -> Statement:
    """What a step says within a stretch; slots that it looks into are added to `slots`."""
    predicate = Predicate(place.ground, place.table, slots)
    test = wanted(place, asked, act, within)
    condition = f"({predicate.condition(test)})"
    if act is not Act.CHANGE:
        return Statement(predicate, condition)
    ended = {column: asked.is_ended(column, within) for column in changing_columns(place)}
    return Statement(
        predicate,
        condition,
        {column: _changed(place, predicate, column, one) for column, one in ended.items() if one != NO},
    )


def _changed(place: Place, predicate: Predicate, column: Column, ended: Test) -> str:
    """What a column becomes: its end where it is ended, else what it is."""
    constant = constant_of(place, column)
    value = "NULL" if constant is None else predicate.words.value(constant)
    if ended == YES:
        return value
    return f"CASE WHEN {predicate.condition(ended)} THEN {value} ELSE {predicate.column(column)} END"


# --- which way ----------------------------------------------------------------------------------------------


def parts(place: Place, asked: Asked, act: Act) -> list[Part]:
    """
    The ways of a step over its table: along a clock where that spares most of it, else over all of it.

    Where only some people's rows may be concerned, in a stretch of the clock or at all: to these.
    """
    if wanted(place, asked.as_planned(), act) == NO:
        return []
    for column, stored_as in clocks_of(place.table):
        live = place.ground.live[place.table.name].columns[column]
        if is_walkable(live, stored_as) and place.is_indexed(place.table.name, column):
            along = _along(place, asked, act, asked.cell(column), stored_as)
            if along is not None:
                return along
    return [Part(_of_people(place, asked, act, None, ANYWHERE) or _over_all(place), None)]


def _along(place: Place, asked: Asked, act: Act, cell: Cell, stored_as: StoredAs) -> list[Part] | None:
    """The ways along a clock; none where rows without that instant may go: no index leads to them alone."""
    live = place.ground.live[place.table.name].columns[cell.column]
    found: list[Part] = []
    for stretch in _open(place, asked, act, cell):
        if stretch.is_absent and not live.is_nullable:
            continue
        clock = ByClock(place.ground, place.table, _alias(place), cell.column, live, stored_as, stretch)
        people = _of_people(place, asked, act, stretch, clock.whole())
        if people is None and stretch.is_absent:
            return None
        is_of_some = people is not None or _whom(place, asked, act, stretch, lambda _own: True) is not None
        found.append(Part(people or clock, stretch, is_of_some))
    return found


def _over_all(place: Place) -> Walk:
    stored = place.stored
    if place.ground.dialect == POSTGRESQL and stored is not None and not stored.is_view:
        return ByPages(place.ground, place.table, _alias(place))
    return ByKey(place.ground, place.table, _alias(place))


def _of_people(
    place: Place, asked: Asked, act: Act, stretch: Stretch | None, within: Window
) -> ByPeople | None:
    """The way over the rows of those whom facts concern; none where others' may go too, or no index leads there."""

    def is_led_to(own: Own) -> bool:
        return is_reachable(place.ground, place.table, own, place.is_indexed)

    whom = _whom(place, asked, act, stretch, is_led_to)
    return None if whom is None else ByPeople(place.ground, place.table, _alias(place), whom, within)


def _whom(
    place: Place, asked: Asked, act: Act, stretch: Stretch | None, is_reached: Callable[[Own], bool]
) -> dict[Own, frozenset[str]] | None:
    """Those whom facts concern, where nobody else's rows may go."""
    return concerned(wanted(place, asked.as_planned(), act, stretch), asked.rows, is_reached)


def _alias(place: Place) -> str:
    return Predicate(place.ground, place.table, {}).alias


def _open(place: Place, asked: Asked, act: Act, cell: Cell) -> list[Stretch]:
    """The stretches of a clock in which a step has something to do; neighbours that ask the same as one."""
    found: list[tuple[Stretch, Test]] = []
    planned = asked.as_planned()  # so that a step has the same parts when it is resumed
    for stretch in stretches(planned.numbers(), cell):
        test = wanted(place, planned, act, stretch)
        if test == NO:
            continue
        last = found[-1] if found else None
        if last is not None and last[1] is test and last[0].end == stretch.first and not stretch.is_absent:
            found[-1] = (Stretch(cell, last[0].first, stretch.end), test)
        else:
            found.append((stretch, test))
    return [stretch for stretch, _ in found]


def clocks_of(table: Table) -> list[tuple[Column, StoredAs]]:
    """The columns of its own that start its clocks."""
    found = {
        clock.column.column: clock.stored_as
        for clock in table.clocks.values()
        if clock.column is not None and not clock.column.path
    }
    return list(found.items())


def hints(place: Place, asked: Asked, act: Act) -> Iterator[str]:
    """
    Which indexes (a table, its first column) would let a step spare more of its table.

    On a clock's column, to move along it; on a link's, to find the rows of those whom facts concern.
    """
    for part in _best(place, asked, act):
        for table, column in _led_by(place, part):
            if not place.is_indexed(table, column):
                yield f"{place.table.store}.{table} {column}"


def _best(place: Place, asked: Asked, act: Act) -> list[Part]:
    """The ways of a step if every index were there; where it moves along a clock already, along that one."""
    with_all = replace(place, catalogue=None)
    for part in parts(place, asked, act):
        if isinstance(part.walk, ByClock):
            cell = asked.cell(part.walk.column)
            return _along(with_all, asked, act, cell, part.walk.stored_as) or []
    return parts(with_all, asked, act)


def _led_by(place: Place, part: Part) -> Iterator[tuple[str, Column]]:
    """The columns whose indexes lead along a way."""
    walk, found = part.walk, list[tuple[str, Column]]()

    def noted(table: str, column: Column) -> bool:
        found.append((table, column))
        return True

    if isinstance(walk, ByClock) and (walk.stretch.first is not None or walk.stretch.end is not None):
        found.append((place.table.name, walk.column))
    if isinstance(walk, ByPeople):
        for own in walk.concerned:
            is_reachable(place.ground, place.table, own, noted)
    yield from found


def run(connection: Connection, told: tuple[str, Mapping[str, object]]) -> int:
    """Run a statement that changes rows; how many it changed."""
    return connection.exec_driver_sql(told[0], dict(told[1])).rowcount


def count(connection: Connection, told: tuple[str, Mapping[str, object]]) -> int:
    """Run its twin that counts."""
    return int(connection.exec_driver_sql(told[0], dict(told[1])).scalar() or 0)


def keys(connection: Connection, told: tuple[str, Mapping[str, object]]) -> Sequence[tuple[object, ...]]:
    """Run its twin that gives keys."""
    return [tuple(row) for row in connection.exec_driver_sql(told[0], dict(told[1]))]
