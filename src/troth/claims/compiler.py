"""The compiler: who still has a claim, asked of a whole table at once.

For each declared table it builds one question: for every row, the state of each field and link
column. The words are those of `questions.py`; a store's own engine answers them. It says the same as
`interpreter.py`, which is the specification, from the same page (docs/explanation/claims.md), and
shares nothing with it but the model.

Read from `judge` downwards: a datum, a tie, a claim, its lawful part, its time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from troth.claims.carried import Carried, choices_of, day_after, start_of
from troth.claims.facts import Instant
from troth.claims.questions import (
    NO,
    NOBODY,
    YES,
    AnyRow,
    Base,
    CarriedSince,
    CarriedState,
    Carry,
    Cell,
    Const,
    Doubtful,
    ExistedAt,
    FirstText,
    Given,
    GreatestOver,
    HasInstant,
    HasUntil,
    IsAbsent,
    IsAmong,
    IsCarried,
    IsUnknown,
    KeyText,
    Number,
    Outlived,
    ParentRow,
    Pointing,
    RecordText,
    Row,
    Slot,
    StartsBefore,
    StateCarried,
    Test,
    TextValue,
    Way,
    case,
    every,
    greatest,
    least,
    negation,
    some,
    surely,
)
from troth.claims.states import State
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import (
    ChoiceName,
    Column,
    ItemName,
    KindName,
    PurposeName,
    Relation,
    RoleName,
    StoreName,
    TableName,
)
from troth.manifest.period import Period
from troth.manifest.purposes import ArchiveGround, Basis, DataUse, Limit, Purpose, Span
from troth.manifest.stores import Clock, Down, Field, Link, Rounding, StoredAs, Table, Up

ENDED, FROZEN, ARCHIVED, ACTIVE = (Const(int(state)) for state in State)
T = TypeVar("T")
THEN = "then"  # the version of slots carried for the manifest accepted last


@dataclass(frozen=True, slots=True)
class Question:
    """What a judgement depends on, apart from the rows: one version of the words, the facts carried, the instant."""

    manifest: Manifest
    carried: Carried
    at: Instant
    down: frozenset[StoreName] = frozenset()
    version: str = ""
    _said: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[object, ...], say: Callable[[], T]) -> T:
        """What `say` gives, said once for each key: the same part stands in many claims."""
        if key not in self._said:
            self._said[key] = say()
        return cast(T, self._said[key])

    @property
    def zone(self) -> ZoneInfo:
        """The controller's zone."""
        return ZoneInfo(self.manifest.zone)

    @property
    def today(self) -> date:
        """The day of the question."""
        return self.at.astimezone(self.zone).date()

    @property
    def is_identity_unreadable(self) -> bool:
        """Whether a store is down that could tie keys of one person together."""
        return any(
            sum(link.is_sure for link in links) > 1
            for table in self.manifest.tables()
            if table.store in self.down
            for links in groups(table).values()
        )

    def carry(self, slot: Slot, who: TextValue) -> Carry | None:
        """A look-up of what is carried there; none where nothing is."""
        slot = (self.version, *slot)
        return Carry(slot, who) if self.carried.has(slot) else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The question put to one table: `row` stands for each of its rows, `states` says what becomes of each datum."""

    table: Table
    row: Base
    states: Mapping[Column, Number]
    has_kind: Test
    clamp: Number  # frozen where somebody it is tied to is restricted, or cannot be made out
    ties: Sequence["People"]


def judge(now: Question, then: Question | None, table: Table) -> Judgement:
    """
    The state of every field and link column of a table.

    Args:
        now: the manifest in force.
        then: the manifest whose effects were accepted last: what was not ended under it is frozen (case D2);
            none where no version was accepted yet: everything is.
    """
    row = Base("r", table.name)
    before = None if then is None else _declared_then(then, table)
    states: dict[Column, Number] = {}
    for column in (*table.fields, *sorted(table.link_columns - set(table.fields))):
        state = _datum(now, table, row, column)
        if then is None or now.carried.are_behind:
            state = greatest(state, FROZEN)
        elif before is None or column not in {*before.fields, *before.link_columns}:
            state = greatest(state, FROZEN)
        elif then.manifest != now.manifest:
            state = greatest(state, least(_datum(then, before, row, column), FROZEN))
        states[column] = state
    tied = ties(now.manifest, table)
    clamps = (_over(people, greatest(*_clamps(now, people.tie))) for people in tied)
    return Judgement(table, row, states, _has_kind(now, table, row), greatest(ENDED, *clamps), tied)


def _declared_then(then: Question, table: Table) -> Table | None:
    store = then.manifest.stores.get(table.store)
    declared = store.tables.get(table.name) if store else None
    return declared if declared is not None and declared.hosted_for is None else None


# --- a datum ------------------------------------------------------------------------------------------------


def _datum(ask: Question, table: Table, row: Row, column: Column) -> Number:
    """The state of one column of the rows: steps 1 to 5 of the definition."""
    declared = table.fields.get(column)
    state = _field(ask, table, row, declared) if declared else greatest(ENDED, _kind_floor(ask, table, row))
    if column in table.link_columns:
        state = greatest(state, _hold(ask, table, row, None))
    state = greatest(
        state, *_through(ask, table, row, column), *_followed_through(ask, table, row, column), ENDED
    )
    return _unless_prohibited(ask, table, row, declared, state) if declared else state


def _unless_prohibited(ask: Question, table: Table, row: Row, declared: Field, state: Number) -> Number:
    """The state, but ended where the law forbids to keep the item: above claims, holds and restrictions."""
    if ask.manifest.items[declared.item].prohibited is None:
        return state
    return case((_has_kind(ask, table, row), ENDED), otherwise=state)


def _field(ask: Question, table: Table, row: Row, declared: Field) -> Number:
    """The greatest of the claims on a field, with what raises its record."""
    tied = greatest(
        *(
            _over(people, _about(ask, table, row, people.tie, declared))
            for people in _ties(ask, table, row, declared.about)
        )
    )
    alone = _unlinked(ask, table, row, declared.item)
    claimed = (
        alone
        if tied == Const(NOBODY)
        else case((_is_nobody(ask, table, row, declared.about), alone), otherwise=tied)
    )
    return greatest(claimed, _floor(ask, table, row, declared.item))


def _is_nobody(ask: Question, table: Table, row: Row, roles: frozenset[RoleName] | None) -> Test:
    """Whether the record has no tie in any of these roles (none given: in any role)."""
    absences: list[Test] = []
    for people in _ties(ask, table, row, roles):
        absent = IsAbsent(people.tie.who)
        absences.append(negation(AnyRow(people.rows, negation(absent))) if people.rows else absent)
    return every(*absences)


def _floor(ask: Question, table: Table, row: Row, item: ItemName) -> Number:
    """What raises a datum whoever it is about: an unknown or unsettled kind, and holds."""
    return greatest(_kind_floor(ask, table, row), _hold(ask, table, row, item))


def _kind_floor(ask: Question, table: Table, row: Row) -> Number:
    """At least frozen where the record's kind is unknown, none, or not settled."""
    kinds = _kinds(ask, table, row)
    unsettled = some(*(test for kind, test in kinds.items() if kind in ask.manifest.unsettled))
    unknown = some(*(IsUnknown(test) for test in kinds.values() if test != YES))
    return case((unknown, FROZEN), (unsettled, FROZEN), (some(*kinds.values()), ENDED), otherwise=FROZEN)


def _has_kind(ask: Question, table: Table, row: Row) -> Test:
    return some(*_kinds(ask, table, row).values())


def _kinds(ask: Question, table: Table, row: Row) -> dict[KindName, Test]:
    """For each kind of the table, whether the row is of it."""
    return ask.once(
        ("kinds", table.name, row),
        lambda: {
            kind: YES if condition is None else test(ask.manifest, table, row, condition)
            for kind, condition in table.kinds.items()
        },
    )


def _hold(ask: Question, table: Table, row: Row, item: ItemName | None) -> Number:
    """A hold on the record: on the item, or on any where none is given (GDPR Art. 17(3)(e))."""
    who = _record(table, row)
    carries = [ask.carry(("held", table.store, table.name, name), who) for name in _told(ask, item)]
    return case((some(*(IsCarried(carry) for carry in carries if carry)), ARCHIVED), otherwise=ENDED)


def _record(table: Table, row: Row) -> TextValue:
    return RecordText(tuple(Cell(row, column) for column in table.key))


# --- ties ---------------------------------------------------------------------------------------------------


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


def groups(table: Table) -> dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]]:
    """The links that make up one tie: those of a role without a Down step, or with the very same path."""
    groups: dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]] = {}
    for link in table.links:
        goes_down = any(isinstance(step, Down) for step in link.path)
        group = (link.role, link.path if goes_down else ())
        groups[group] = (*groups.get(group, ()), link)
    return groups


def _ties(ask: Question, table: Table, row: Row, roles: frozenset[RoleName] | None) -> Iterator[People]:
    """The ties of the rows in these roles."""
    everybody = ask.once(
        ("ties", table.name, row),
        lambda: [
            people_of(ask.manifest, table, row, role, links) for (role, _), links in groups(table).items()
        ],
    )
    return (people for people in everybody if roles is None or people.tie.role in roles)


def people_of(manifest: Manifest, table: Table, row: Row, role: RoleName, links: tuple[Link, ...]) -> People:
    down = _down_step(links[0])
    if down is None:
        return People(_tie(manifest, table.store, row, role, links, lambda link: link.path))
    above, step, _ = down
    start = climb(manifest, table.store, row, above)
    base = Base(f"{_name(row)}/{step.table}.{step.relation}", step.table)
    reference = manifest.table(table.store, step.table).references[step.relation]
    rows = Pointing(
        base, base, tuple((mine, Cell(start, theirs)) for mine, theirs in reference.columns.items())
    )
    return People(_tie(manifest, table.store, base, role, links, _below), rows)


def _tie(
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


def climb(manifest: Manifest, store: StoreName, row: Row, path: tuple[object, ...]) -> Row:
    """The row that a path of Up steps leads to."""
    for step in path:
        assert isinstance(step, Up), "a path has at most one Down step (checked when the manifest is read)"
        reference = manifest.table(store, row.table).references[step.relation]
        row = ParentRow(row, step.relation, reference.table, tuple(reference.columns.items()))
    return row


def _down_step(link: Link) -> tuple[tuple[Up, ...], Down, tuple[Up, ...]] | None:
    """The path cut at its Down step."""
    for index, step in enumerate(link.path):
        if isinstance(step, Down):
            above, below = link.path[:index], link.path[index + 1 :]
            return (
                tuple(up for up in above if isinstance(up, Up)),
                step,
                tuple(up for up in below if isinstance(up, Up)),
            )
    return None


def _below(link: Link) -> tuple[Up, ...]:
    down = _down_step(link)
    return down[2] if down else ()


def _over(people: People, number: Number) -> Number:
    """The number for each tie there is, the greatest where there are several."""
    number = case((IsAbsent(people.tie.who), Const(NOBODY)), otherwise=number)
    return GreatestOver(people.rows, number) if people.rows else number


def _name(row: Row) -> str:
    return row.name if isinstance(row, Base) else f"{_name(row.of)}>{row.relation}"


# --- a link column ------------------------------------------------------------------------------------------


def _through(ask: Question, table: Table, row: Row, column: Column) -> Iterator[Number]:
    """What every tie gives that is read through this column of the row, on whichever record it ties."""
    for role in _roles_of(table, column):
        own = [f for f in table.fields.values() if f.about is None or role in f.about]
        untied = _is_nobody(ask, table, row, frozenset({role}))
        given = greatest(*(_unless_prohibited(ask, table, row, f, _field(ask, table, row, f)) for f in own))
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
    down = _down_step(link)
    above = link.path if down is None else down[0]
    base = Base(f"{_name(row)}<{other.name}", other.name)
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
        on = tuple((key, Cell(row, key)) for key in table.key)
        people = people_of(manifest, other, base, role, links)
        yield GreatestOver(Pointing(base, reached, on), _through_record(ask, other, base, people))
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
    down = _down_step(link)
    assert down is not None
    above, step, below = down
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
            low: Row = row if index == 0 else Base(f"{_name(row)}<{step.table}", step.table)
            base = Base(f"{_name(low)}<{other.name}", other.name)
            top = _leading_here(ask, manifest.table(store, step.table), low, base, down)
            people = People(_tie(manifest, store, low, role, links, _below))
            given = GreatestOver(top, _through_record(ask, other, base, people))
            if index == 0:
                yield given
            else:
                assert isinstance(low, Base)
                reached = climb(manifest, store, low, below[:index])
                yield GreatestOver(
                    Pointing(low, reached, tuple((key, Cell(row, key)) for key in table.key)), given
                )
        if index < len(below):
            next_reference = here.references[below[index].relation]
            here, came_by = manifest.table(store, next_reference.table), set(next_reference.columns.values())


def _through_record(ask: Question, table: Table, row: Row, people: People) -> Number:
    """What one record's ties give a link they are read through: the greatest over the fields about their role."""
    tie = people.tie
    given = greatest(
        *_clamps(ask, tie), _given_to_fields(ask, table, row, tie), _following_by(ask, table, row, tie)
    )
    if given == Const(NOBODY):
        return given
    return _over(people, given)


def _given_to_fields(ask: Question, table: Table, row: Row, tie: Tie) -> Number:
    """What a tie gives to the fields about its role: the greatest."""
    return greatest(
        *(
            _unless_prohibited(
                ask,
                table,
                row,
                declared,
                greatest(_about(ask, table, row, tie, declared), _floor(ask, table, row, declared.item)),
            )
            for declared in table.fields.values()
            if declared.about is None or tie.role in declared.about
        )
    )


# --- claims -------------------------------------------------------------------------------------------------


def _about(ask: Question, table: Table, row: Row, tie: Tie, declared: Field) -> Number:
    """The claims on a field about one person, raised by that person's restriction."""
    item = declared.item
    claims = [
        case((test, _claims(ask, purpose, choice, table, row, tie, item)), otherwise=ENDED)
        for kind, test in _kinds(ask, table, row).items()
        for purpose, choice in _uses(ask, kind, item)
        if purpose.data[kind].follows is None and tie.role in purpose.basis
    ]
    followed = [
        case((test, _followed(ask, purpose, choice, table, row, kind, item)), otherwise=ENDED)
        for kind, test in _kinds(ask, table, row).items()
        for purpose, choice in _uses(ask, kind, item)
        if purpose.data[kind].follows is not None and tie.role in purpose.basis
    ]
    return greatest(ENDED, *claims, *followed, _restriction(ask, tie, item), _unreadable(ask, tie))


def _uses(ask: Question, kind: KindName, item: ItemName) -> Iterator[tuple[Purpose, ChoiceName | None]]:
    """The purposes that use that item of that kind, with each of their choices that lists it."""
    for purpose in ask.manifest.purposes.values():
        if kind in purpose.data and not _is_over(ask, purpose):
            if _uses_of_kind(ask, kind, purpose.data[kind], item):
                yield from ((purpose, choice) for choice in _choices(purpose, item))


def _choices(purpose: Purpose, item: ItemName) -> Iterator[ChoiceName | None]:
    for name in choices_of(purpose):
        listed = None if name is None else purpose.choices[name].items
        if listed is None or item in listed:
            yield name


def _is_over(ask: Question, purpose: Purpose) -> bool:
    return purpose.ended is not None and purpose.ended <= ask.today


def _claims(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """The active and the archive claim of one purpose about one person."""
    phases = (False, True) if purpose.archive is not None else (False,)
    return greatest(
        *(_claim(ask, purpose, choice, is_archive, table, row, tie, item) for is_archive in phases)
    )


def _claim(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    is_archive: bool,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """One phase: the least of what is lawful, what is timed, and what the item was derived from."""
    top = ARCHIVED if is_archive else ACTIVE
    lawful = (
        _ground(ask, purpose, table, row, tie, item)
        if is_archive
        else _lawful(ask, purpose, choice, table, row, tie, item)
    )
    timed = _timed(ask, _span(purpose, is_archive), table, row, tie)
    return least(top, lawful, timed, _derived(ask, table, row, tie, item))


def _followed(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    kind: KindName,
    item: ItemName,
) -> Number:
    """The claims of the purpose on the records that point at this one and that its claim here follows."""
    leading = purpose.data[kind].follows
    assert leading is not None
    parts: list[Number] = []
    for other in ask.manifest.stores[table.store].tables.values():
        if leading not in other.kinds or other.hosted_for is not None:
            continue
        for relation, reference in other.references.items():
            if reference.table != table.name:
                continue
            base = Base(f"{_name(row)}<{other.name}.{relation}", other.name)
            on = tuple((mine, Cell(row, theirs)) for mine, theirs in reference.columns.items())
            led = _leading(ask, purpose, choice, other, base, leading, item)
            parts.append(GreatestOver(Pointing(base, base, on), led))
    return greatest(ENDED, *parts)


def _leading(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    kind: KindName,
    item: ItemName,
) -> Number:
    """The claims of the purpose on a record that others follow: over its ties, or read as unlinked."""
    is_kind = _kinds(ask, table, row)[kind]
    roles = frozenset(purpose.basis)
    claims = [
        _over(people, _claims(ask, purpose, choice, table, row, people.tie, item))
        for people in _ties(ask, table, row, roles)
    ]
    alone = _alone(ask, purpose, table, row)
    claimed = case((_is_nobody(ask, table, row, roles), alone), otherwise=greatest(ENDED, *claims))
    return case((is_kind, claimed), (IsUnknown(is_kind), FROZEN), otherwise=ENDED)


def _followed_through(ask: Question, table: Table, row: Row, column: Column) -> Iterator[Number]:
    """The claims that follow this record from one that it points at by this column."""
    for relation, reference in table.references.items():
        if column in reference.columns:
            yield following(ask, table, row, relation)


def following(ask: Question, table: Table, row: Row, relation: Relation) -> Number:
    """The claims that follow this record from the one it points at by that relation."""
    return greatest(
        *(
            case(
                (concerned, _leading(ask, purpose, choice, table, row, leading, item)),
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
                    every(concerned, _kinds(ask, table, row)[leading]),
                    _claims(ask, purpose, choice, table, row, tie, item),
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
        for kind, is_kind in _kinds(ask, other, above).items():
            for purpose, choice in _uses(ask, kind, declared.item):
                leading = purpose.data[kind].follows
                if leading is not None and leading in table.kinds:
                    is_there = every(negation(IsAbsent(Cell(above, other.key[0]))), is_kind)
                    concerned = _is_concerned(ask, other, above, declared, frozenset(purpose.basis))
                    yield every(is_there, concerned), purpose, choice, leading, declared.item


def leading_down(ask: Question, table: Table, row: Row) -> Iterator[tuple[Pointing, Number]]:
    """For each path that leads down through this row: the records it ties somebody to, and what is held there."""
    for other in ask.manifest.stores[table.store].tables.values():
        if other.hosted_for is not None:
            continue
        for (role, _), links in groups(other).items():
            down = _down_step(links[0])
            if down is None or down[1].table != table.name:
                continue
            base = Base(f"{_name(row)}<{other.name}", other.name)
            top = _leading_here(ask, table, row, base, down)
            tie = _tie(ask.manifest, table.store, row, role, links, _below)
            yield top, _over(People(tie), _given_to_fields(ask, other, base, tie))


def _leading_here(
    ask: Question, table: Table, row: Row, base: Base, down: tuple[tuple[Up, ...], Down, tuple[Up, ...]]
) -> Pointing:
    """The rows of `base` from which a path leads down to this row."""
    above, step, _ = down
    reference = table.references[step.relation]
    on = tuple((theirs, Cell(row, mine)) for mine, theirs in reference.columns.items())
    return Pointing(base, climb(ask.manifest, table.store, base, above), on)


def _is_concerned(ask: Question, table: Table, row: Row, declared: Field, roles: frozenset[RoleName]) -> Test:
    """Whether a field is about somebody in one of these roles, or about nobody at all."""
    about = roles if declared.about is None else roles & declared.about
    return some(negation(_is_nobody(ask, table, row, about)), _is_nobody(ask, table, row, declared.about))


def _unlinked(ask: Question, table: Table, row: Row, item: ItemName) -> Number:
    """A record without subject is read by its own clocks only (case D30)."""
    claims: list[Number] = []
    for kind, test in _kinds(ask, table, row).items():
        for purpose, choice in _uses(ask, kind, item):
            if purpose.data[kind].follows is None:
                claims.append(case((test, _alone(ask, purpose, table, row)), otherwise=ENDED))
            else:
                claims.append(
                    case((test, _followed(ask, purpose, choice, table, row, kind, item)), otherwise=ENDED)
                )
    return greatest(ENDED, *claims)


def _alone(ask: Question, purpose: Purpose, table: Table, row: Row) -> Number:
    """The claims of one purpose on a record without subject."""
    phases = (False, True) if purpose.archive is not None else (False,)
    return greatest(*(_alone_in(ask, purpose, is_archive, table, row) for is_archive in phases))


def _alone_in(ask: Question, purpose: Purpose, is_archive: bool, table: Table, row: Row) -> Number:
    span = _span(purpose, is_archive)
    if span.clock is None:
        return FROZEN
    return least(ARCHIVED if is_archive else ACTIVE, _timed(ask, span, table, row, None))


def _restriction(ask: Question, tie: Tie, item: ItemName | None) -> Number:
    """At least frozen while a restriction stands: of the item, or of any where none is given (GDPR Art. 18)."""
    carries = [ask.carry(("restricted", name), tie.who) for name in _told(ask, item)]
    return case((some(*(IsCarried(carry) for carry in carries if carry)), FROZEN), otherwise=ENDED)


def _clamps(ask: Question, tie: Tie) -> tuple[Number, Number]:
    """What keeps everything of a person at least frozen, whatever the item."""
    return _restriction(ask, tie, None), _unreadable(ask, tie)


def _told(ask: Question, item: ItemName | None) -> list[str]:
    """How an item is named in slots; without item, every name there may be."""
    return sorted({*ask.carried.told_apart, ""}) if item is None else [ask.carried.item(item)]


def _unreadable(ask: Question, tie: Tie) -> Number:
    """At least frozen while nobody can see which keys are this person's."""
    if not ask.is_identity_unreadable or tie.sure is None:
        return ENDED
    known = [
        IsCarried(carry)
        for link, key in zip(tie.links, tie.keys, strict=True)
        if link.is_sure and (carry := ask.carry(("known",), key))
    ]
    return case((IsAbsent(tie.sure), ENDED), (some(*known), ENDED), otherwise=FROZEN)


# --- the lawful part ----------------------------------------------------------------------------------------


def _lawful(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """What the legal basis says about this person (GDPR Art. 6, 7, 17, 21)."""
    unlawful = _unlawful(ask, purpose, table, row, tie, item)
    match purpose.basis[tie.role]:
        case Basis.CONSENT:
            return least(_consented(ask, purpose, choice, table, row, tie, item), unlawful)
        case Basis.CONTRACT:
            return least(_contracted(ask, purpose, table, row, tie, item), unlawful)
        case Basis.LEGITIMATE_INTEREST:
            carry = ask.carry(("interest", purpose.name, ask.carried.item(item)), tie.who)
            if carry is None:
                return unlawful
            return least(StateCarried(carry, ACTIVE), _as_existed(table, row, carry), unlawful)
        case Basis.PUBLIC_TASK:
            carry = ask.carry(("public-task", purpose.name), tie.who)
            return least(StateCarried(carry, ACTIVE), unlawful) if carry else unlawful
        case Basis.LEGAL_OBLIGATION | Basis.VITAL_INTEREST:
            return unlawful


def _consented(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """Given under the key that decides, to a wording that still covers the purpose, and not narrowed since."""
    deciding = tie.first(purpose.decided_by)
    if deciding is None:
        return FROZEN
    own = ask.carry(("consent", purpose.name, choice or ""), deciding)
    narrow = ask.carry(("narrow", purpose.name, choice or "", ask.carried.item(item)), tie.who)
    undecided = _undecided(ask, purpose, table, row)
    whens: list[tuple[Test, Number]] = [(IsAbsent(deciding), FROZEN)]
    if own:
        if narrow:
            whens.append((every(IsCarried(own), Outlived(narrow, own)), ENDED))
            soft = every(IsCarried(own), Outlived(narrow, own, is_soft=True))
            whens.append((soft, least(StateCarried(own, ENDED), FROZEN)))
        whens.append((IsCarried(own), StateCarried(own, ENDED)))
    if narrow:
        whens.append((HasInstant(narrow), ENDED))
        whens.append((HasInstant(narrow, is_soft=True), least(undecided, FROZEN)))
    return case(*whens, otherwise=undecided)


def _undecided(ask: Question, purpose: Purpose, table: Table, row: Row) -> Number:
    """Without a recorded decision: the operator's own column, else what the ledger's completeness says."""
    column = table.decisions.get(purpose.name)
    if column is not None:
        given = test(ask.manifest, table, row, column)
        return case((given, ACTIVE), (negation(given), ENDED), otherwise=FROZEN)
    return ENDED if {purpose.name, *purpose.was} & ask.carried.complete else FROZEN


def _contracted(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Active from the first step; after an erasure, while something is left to perform."""
    carry = ask.carry(("erased", ask.carried.item(item)), tie.who)
    if carry is None:
        return ACTIVE
    left = ENDED if purpose.performance is None else _timed(ask, purpose.performance, table, row, tie)
    if table.created is None:
        return case((IsCarried(carry), greatest(left, FROZEN)), otherwise=ACTIVE)
    created = Cell(row, table.created)
    return case(
        (negation(IsCarried(carry)), ACTIVE),
        (_is_no_instant(created), greatest(left, FROZEN)),
        (ExistedAt(created, carry), left),
        (ExistedAt(created, carry, is_frozen=True), greatest(left, FROZEN)),
        otherwise=ACTIVE,
    )


def _unlawful(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Ended for what existed when the purpose was found unlawful (GDPR Art. 17(1)(d))."""
    carry = ask.carry(("unlawful", purpose.name, ask.carried.item(item)), tie.who)
    return _as_existed(table, row, carry) if carry else ACTIVE


def _ground(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Why the archive phase is lawful: a duty, or claims that an erasure ends unless a written ground resists it."""
    assert purpose.archive is not None
    unlawful = _unlawful(ask, purpose, table, row, tie, item)
    if (
        purpose.archive.ground is ArchiveGround.LEGAL_OBLIGATION
        or purpose.archive.resists_erasure is not None
    ):
        return unlawful
    carry = ask.carry(("erased", ask.carried.item(item)), tie.who)
    return least(_as_existed(table, row, carry), unlawful) if carry else unlawful


def _as_existed(table: Table, row: Row, carry: Carry) -> Number:
    """Ended or frozen where the record existed at the carried instants; frozen where nobody knows."""
    if table.created is None:
        return case((some(HasUntil(carry), HasUntil(carry, is_frozen=True)), FROZEN), otherwise=ACTIVE)
    created = Cell(row, table.created)
    return case(
        (negation(some(HasUntil(carry), HasUntil(carry, is_frozen=True))), ACTIVE),
        (_is_no_instant(created), FROZEN),
        (ExistedAt(created, carry), ENDED),
        (ExistedAt(created, carry, is_frozen=True), FROZEN),
        otherwise=ACTIVE,
    )


def _is_no_instant(created: Cell) -> Test:
    """Whether nobody can say when a record was created: NULL, or a year that stands for nothing (1, 9999)."""
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (2, 9999))
    return some(
        IsAbsent(created),
        StartsBefore(created, first, StoredAs.NATIVE),
        negation(StartsBefore(created, last, StoredAs.NATIVE)),
    )


def _derived(ask: Question, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """A derived item lives no longer than what it was made from may be used (case D25)."""
    inputs = _inputs(ask.manifest, item)
    return least(
        *(
            greatest(
                ENDED,
                *(
                    _lawful(ask, purpose, choice, table, row, tie, source)
                    for purpose in ask.manifest.purposes.values()
                    if not _is_over(ask, purpose)
                    and tie.role in purpose.basis
                    and _uses_somewhere(ask, purpose, source)
                    for choice in _choices(purpose, source)
                ),
            )
            for source in sorted(inputs)
        )
    )


def _inputs(manifest: Manifest, item: ItemName) -> set[ItemName]:
    """What an item is derived from, directly or not."""
    found: set[ItemName] = set()
    waiting = [item]
    while waiting:
        further = manifest.items[waiting.pop()].derived_from - found
        found |= further
        waiting += further
    return found


def _uses_somewhere(ask: Question, purpose: Purpose, item: ItemName) -> bool:
    """Whether the purpose uses that item in some kind of record."""
    return any(_uses_of_kind(ask, kind, use, item) for kind, use in purpose.data.items())


def _uses_of_kind(ask: Question, kind: KindName, use: DataUse, item: ItemName) -> bool:
    """Whether a use of a kind is of that item: one it lists, else any that a field of the kind's tables holds."""
    if use.items is not None:
        return item in use.items
    return any(
        declared.item == item
        for table in ask.manifest.tables()
        if kind in table.kinds
        for declared in table.fields.values()
    )


# --- the time part ------------------------------------------------------------------------------------------


def _timed(ask: Question, span: Span, table: Table, row: Row, tie: Tie | None) -> Number:
    """What a clock says: active while the period runs, frozen where something is unknown, else ended."""
    if span.clock is None:
        return ACTIVE
    return ask.once(
        ("timed", id(span), table.name, row, tie and (tie.role, tie.keys)),
        lambda: _by_clock(ask, span, table, row, tie),
    )


def _by_clock(ask: Question, span: Span, table: Table, row: Row, tie: Tie | None) -> Number:
    assert span.clock is not None
    clock = table.clocks.get(span.clock)
    if clock is None:
        return FROZEN
    bound = ended_before(ask, span, clock)
    opened = NO if clock.open_while is None else test(ask.manifest, table, row, clock.open_while)
    own = _own_value(ask, clock, table, row, bound)
    carried = _carried_values(ask, span, clock, table, row, tie, bound)
    known = some(own.is_known, *(value.is_known for value in carried))
    missing = _missing(ask, clock, row, bound)
    told = some(*(value.is_known for value in carried if value.is_told))
    is_replaced = every(own.is_absent, negation(known), missing.is_known)
    own_unknown = every(own.is_unknown, negation(told), negation(is_replaced))
    unknown = some(
        NO if opened == NO else IsUnknown(opened), own_unknown, *(value.is_unknown for value in carried)
    )
    others = (clock.column, clock.missing, clock.open_while)
    only_event = clock.event is not None and not clock.latest and all(other is None for other in others)
    return case(
        (opened, ACTIVE),
        (some(own.is_alive, *(value.is_alive for value in carried)), ACTIVE),
        (every(negation(known), missing.is_alive), ACTIVE),
        (unknown, FROZEN),
        (every(negation(known), negation(missing.is_known)), ACTIVE if only_event else FROZEN),
        otherwise=FROZEN if span.is_open_proposal else ENDED,
    )


@dataclass(frozen=True, slots=True)
class _Value:
    """One thing that a clock shows: whether it is known, unknown, and alive. None of these is ever unknown itself."""

    is_known: Test = NO
    is_unknown: Test = NO
    is_alive: Test = NO
    is_absent: Test = NO  # unknown because there is no value at all
    is_told: bool = False  # an event or a note: stands in for a column that is gone


def _own_value(ask: Question, clock: Clock, table: Table, row: Row, bound: Instant) -> _Value:
    """What the clock's column shows."""
    if clock.column is None:
        return _Value()
    path = tuple(Up(relation) for relation in clock.column.path)
    cell = Cell(climb(ask.manifest, table.store, row, path), clock.column.column)
    return _value_of(ask, clock, cell, bound)


def _value_of(ask: Question, clock: Clock, cell: Cell, bound: Instant) -> _Value:
    first, last = plausible(ask, clock)
    is_plausible = every(
        negation(IsAbsent(cell)),
        negation(StartsBefore(cell, first, clock.stored_as)),
        StartsBefore(cell, last, clock.stored_as),
    )
    is_alive = every(is_plausible, negation(StartsBefore(cell, bound, clock.stored_as)))
    return _Value(surely(is_plausible), negation(surely(is_plausible)), surely(is_alive), IsAbsent(cell))


def _missing(ask: Question, clock: Clock, row: Row, bound: Instant) -> _Value:
    """What is read where nothing is known."""
    return _Value() if clock.missing is None else _value_of(ask, clock, Cell(row, clock.missing), bound)


def _carried_values(
    ask: Question, span: Span, clock: Clock, table: Table, row: Row, tie: Tie | None, bound: Instant
) -> list[_Value]:
    """What Troth tells of the clock: the person's latest records anywhere, events, and instants noted before."""
    values: list[_Value] = []
    if clock.latest:
        values.append(_latest(ask, span, clock, table, tie, bound))
    looked_up = [ask.carry(("noted", table.store, table.name, span.clock or ""), _record(table, row))]
    if clock.event is not None:
        looked_up.append(ask.carry(("event-of", table.store, table.name, clock.event), _record(table, row)))
        if tie is not None:
            looked_up.append(ask.carry(("event", clock.event), tie.who))
    values.extend(
        _Value(
            IsCarried(carry),
            surely(CarriedState(carry, State.FROZEN)),
            surely(CarriedSince(carry, bound)),
            is_told=True,
        )
        for carry in looked_up
        if carry
    )
    return values


def _latest(ask: Question, span: Span, clock: Clock, table: Table, tie: Tie | None, bound: Instant) -> _Value:
    """The latest of the person's records; unknown where nobody knows whose it is, or a store is down."""
    if tie is None or tie.sure is None:
        return _Value(is_unknown=YES)
    is_down = YES if any(source.store in ask.down for source in clock.latest) else NO
    in_doubt = IsAbsent(tie.sure)
    carry = ask.carry(("latest", table.store, table.name, span.clock or ""), tie.sure)
    if carry is None:
        return _Value(is_unknown=some(is_down, in_doubt))
    return _Value(
        is_known=surely(HasInstant(carry)),
        is_unknown=some(is_down, in_doubt, surely(CarriedState(carry, State.FROZEN))),
        is_alive=surely(CarriedSince(carry, bound)),
    )


def plausible(ask: Question, clock: Clock) -> tuple[Instant, Instant]:
    """From which instant on, and before which, a value of the clock is believed."""
    last = clock.plausible_for.after(ask.today)
    return start_of(clock.plausible_from, ask.zone), start_of(day_after(last), ask.zone)


def ended_before(ask: Question, span: Span, clock: Clock) -> Instant:
    """
    The instant before which a start has ended: the exact inverse of "start + period" (case D16).

    Bound into the question as a constant, so that a store can use an index on the clock's column.
    """
    period = span.period or Period()
    if period.is_exact:
        bound = ask.at - timedelta(seconds=period.seconds)
    else:
        bound = _midnight(ask, clock, period.last_day_ended(ask.today))
    if span.limit is not Limit.MAX:
        return bound
    for earlier in span.earlier:
        last_promised = earlier.until - timedelta(days=1)
        if earlier.period.is_exact:
            ended = ask.at - timedelta(seconds=earlier.period.seconds)
            bound = max(bound, min(ended, start_of(earlier.until, ask.zone)))
        else:
            day = min(earlier.period.last_day_ended(ask.today), last_promised)
            bound = max(bound, _midnight(ask, clock, day))
    return bound


def _midnight(ask: Question, clock: Clock, last_day_ended: date) -> Instant:
    """The end of the last day whose (rounded) starts have ended."""
    if clock.rounded_to is Rounding.FINANCIAL_YEAR:
        last_day_ended = _year_end_before(ask, last_day_ended)
    return start_of(day_after(last_day_ended), ask.zone)


def _year_end_before(ask: Question, day: date) -> date:
    """The last end of a financial year at or before that day."""
    month, number = ask.manifest.financial_year_ends
    for year in (day.year, day.year - 1):
        end = _year_end(year, month, number)
        if end <= day:
            return end
    return date.min


def _year_end(year: int, month: int, number: int) -> date:
    """That year's closing day; the last of February moves with the year."""
    if year < 1:
        return date.min
    if (month, number) in ((2, 28), (2, 29)):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, number)


# --- conditions ---------------------------------------------------------------------------------------------


def test(manifest: Manifest, table: Table, row: Row, condition: Condition) -> Test:
    """A condition of the manifest as a test of the row."""
    match condition:
        case Among(column, values):
            return IsAmong(Cell(row, column), values)
        case Absent(column):
            return IsAbsent(Cell(row, column))
        case Not(inner):
            return negation(test(manifest, table, row, inner))
        case All(conditions):
            return every(*(test(manifest, table, row, inner) for inner in conditions))
        case AnyOf(conditions):
            return some(*(test(manifest, table, row, inner) for inner in conditions))
        case OfParent(relation, inner):
            parent = climb(manifest, table.store, row, (Up(relation),))
            above = manifest.table(table.store, parent.table)
            return Given(Cell(parent, above.key[0]), test(manifest, above, parent, inner))
        case Exists(name, relation, inner):
            other = manifest.table(table.store, name)
            base = Base(f"{_name(row)}?{name}.{relation}", name)
            on = tuple(
                (mine, Cell(row, theirs)) for mine, theirs in other.references[relation].columns.items()
            )
            return AnyRow(Pointing(base, base, on), test(manifest, other, base, inner))


# --- each claim by itself, to be shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimAsked:
    """One claim on some columns of a table's rows, by itself: `number` is its state, NOBODY where there is none."""

    purpose: Purpose
    choice: ChoiceName | None
    is_archive: bool
    role: RoleName | None  # none: the record is read without a person, or the claim follows another record's
    span: Span
    number: Number
    columns: tuple[Column, ...]


def claims_asked(ask: Question, table: Table) -> list[ClaimAsked]:
    """Every claim on the fields of a table, apart, so that each can be shown with its reason and its end."""
    row = Base("r", table.name)
    found: dict[tuple[PurposeName, ChoiceName | None, bool, RoleName | None, Number], list[Column]] = {}
    for column, declared in table.fields.items():
        for purpose, choice, is_archive, role, number in _each_claim(ask, table, row, declared):
            found.setdefault((purpose.name, choice, is_archive, role, number), []).append(column)
    purposes = ask.manifest.purposes
    return [
        ClaimAsked(
            purposes[name],
            choice,
            is_archive,
            role,
            _span(purposes[name], is_archive),
            number,
            tuple(columns),
        )
        for (name, choice, is_archive, role, number), columns in found.items()
    ]


def _is_own(purpose: Purpose, table: Table) -> bool:
    """Whether the purpose's claims on the table's records run by their own clocks, not by another record's."""
    return all(purpose.data[kind].follows is None for kind in table.kinds if kind in purpose.data)


def _span(purpose: Purpose, is_archive: bool) -> Span:
    return purpose.archive.span if is_archive and purpose.archive is not None else purpose.active


def _each_claim(
    ask: Question, table: Table, row: Row, declared: Field
) -> Iterator[tuple[Purpose, ChoiceName | None, bool, RoleName | None, Number]]:
    item, nobody = declared.item, _is_nobody(ask, table, row, declared.about)
    for kind, is_kind in _kinds(ask, table, row).items():
        for purpose, choice in _uses(ask, kind, item):
            phases = (False, True) if purpose.archive is not None else (False,)
            if purpose.data[kind].follows is not None:
                followed = _followed(ask, purpose, choice, table, row, kind, item)
                concerned = _is_concerned(ask, table, row, declared, frozenset(purpose.basis))
                yield (
                    purpose,
                    choice,
                    False,
                    None,
                    case((every(is_kind, concerned), followed), otherwise=Const(NOBODY)),
                )
                continue
            for is_archive in phases:
                for people in _ties(ask, table, row, declared.about):
                    if people.tie.role in purpose.basis:
                        claim = _claim(ask, purpose, choice, is_archive, table, row, people.tie, item)
                        number = _over(people, case((is_kind, claim), otherwise=Const(NOBODY)))
                        yield purpose, choice, is_archive, people.tie.role, number
                alone = _alone_in(ask, purpose, is_archive, table, row)
                if nobody != NO:
                    yield (
                        purpose,
                        choice,
                        is_archive,
                        None,
                        case((every(is_kind, nobody), alone), otherwise=Const(NOBODY)),
                    )


def is_open(ask: Question, table: Table, row: Row, clock: Clock) -> Test:
    """Whether the event that a clock waits for has surely not come yet."""
    return NO if clock.open_while is None else surely(test(ask.manifest, table, row, clock.open_while))


def last_day(ask: Question, span: Span, clock: Clock, start: Instant) -> date:
    """The last day on which a span from that instant lives."""
    day = _rounded(ask, clock, start.astimezone(ask.zone).date())
    periods = [span.period or Period()]
    if span.limit is Limit.MAX:
        periods += [earlier.period for earlier in span.earlier if earlier.until > day]
    return min(
        (start + timedelta(seconds=period.seconds)).astimezone(ask.zone).date()
        if period.is_exact
        else period.after(day)
        for period in periods
    )


def _rounded(ask: Question, clock: Clock, day: date) -> date:
    """The day, or the end of the financial year it falls in."""
    if clock.rounded_to is Rounding.NONE or day.year > 9998:
        return day
    month, number = ask.manifest.financial_year_ends
    return next(end for year in (day.year, day.year + 1) if (end := _year_end(year, month, number)) >= day)


# --- who is tied to what ------------------------------------------------------------------------------------


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
