"""A statement that was said once and is asked again and again: of other people, about other records, with other facts.

Saying a question in SQL takes far longer than answering it. So the text holds no value that changes from
one asking to the next: lists of keys are given under a name, and the carried rows as one parameter.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from json.encoder import encode_basestring_ascii
from typing import Any, Generic, NamedTuple, TypeVar

from troth.claims import questions as ask
from troth.claims.carried import Carried, CarriedRow
from troth.claims.same import Same
from troth.claims.world import ColumnType, LiveColumn
from troth.manifest.names import StoreName
from troth.stores.sql.ground import Ground
from troth.stores.sql.words import POSTGRESQL, Words, day_of, in_json, micros

WHOLE, TEXT = LiveColumn(ColumnType.INTEGER), LiveColumn(ColumnType.TEXT)
CARRIED: dict[str, LiveColumn] = {
    "slot": WHOLE,
    "who": TEXT,
    "state": WHOLE,
    "at": WHOLE,
    "soft_at": WHOLE,
    "frozen_at": WHOLE,
    "ended_at": WHOLE,
    "frozen_until": LiveColumn(ColumnType.TIMESTAMP),
    "ended_until": LiveColumn(ColumnType.TIMESTAMP),
    "frozen_day": LiveColumn(ColumnType.DATE),
    "ended_day": LiveColumn(ColumnType.DATE),
}

T = TypeVar("T")
U = TypeVar("U")
Answer = Sequence[Any]  # one row: what the statement's labels stand for, in their order
NOTHING_CARRIED = Carried({})
CARRIED_BY_NAME = "carried_by_name"  # the parameter that holds those that are looked up by their names


class ListName(NamedTuple):
    """What a list of values is: people's keys of a type, as text or as whole numbers, or records' keys."""

    what: str
    of: str = ""


Given = Mapping[ListName, Sequence[object]]
NOTHING_GIVEN: Given = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in a statement where expressions are looked for among the values given under a name."""

    name: ListName
    expressions: tuple[str, ...]
    kinds: tuple[LiveColumn, ...]
    is_test: bool = False  # of rows that were found by something else: no index leads to them by this

    def text(self, words: Words, place: int) -> str:
        """The test; where the engine takes no list as one value, a mark that `bound` replaces."""
        if words.dialect != POSTGRESQL:
            return _mark(place)
        given = words.parameters.named(f"g{place}")
        if len(self.expressions) == 1:
            array = f"CAST({given} AS {words.type(self.kinds[0])}[])"
            return words.is_in(self.expressions[0], array, is_test=self.is_test)
        return f"({', '.join(self.expressions)}) IN ({words.relation(f'g{place}', self._columns)})"

    def value(self, values: Sequence[object]) -> object:
        """The values as one parameter, for the engine that takes it."""
        if len(self.expressions) > 1:
            return in_json(self._rows(values))
        return _as_array(values)

    def listing(self, words: Words, values: Sequence[object]) -> str:
        """The test with each value bound, for the others."""
        if len(self.expressions) == 1:
            return words.among(self.expressions[0], values, self.kinds[0])
        listed = ", ".join(self.expressions)
        return f"({listed}) IN ({words.given(self._columns, self._rows(values))})"

    @property
    def _columns(self) -> dict[str, LiveColumn]:
        return {f"k{index}": kind for index, kind in enumerate(self.kinds)}

    def _rows(self, values: Sequence[object]) -> list[dict[str, object]]:
        return [dict(zip(self._columns, _parts(row), strict=True)) for row in values]


def _as_array(values: Sequence[object]) -> object:
    """An array; of texts and numbers as PostgreSQL writes one, which takes the driver a fraction of the time."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return f"{{{','.join(map(str, values))}}}"
    if kinds == {str}:
        listed = '","'.join(map(str, values))
        if "\\" not in listed and listed.count('"') == 2 * len(values) - 2:
            return f'{{"{listed}"}}'
    return list(values)


def _parts(row: object) -> tuple[object, ...]:
    assert isinstance(row, tuple)
    return row


def _mark(place: int) -> str:
    """No text of a statement holds this by itself: identifiers and our own words have no such character."""
    return f"\x01{place}\x01"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, ready to be asked."""

    ground: Ground
    store: StoreName
    text: str
    fixed: Mapping[str, object]  # parameters that never change
    joined: tuple[ask.Slot, ...]  # the carried rows it joins
    named: tuple[ask.Slot, ...]  # those it looks up by their names
    listed: tuple[Listed, ...]
    labels: tuple[str, ...]  # of the columns it gives, in order
    in_json: tuple[str, ...] | None = None  # as what JSON carries each column; none where it cannot

    def bound(
        self, given: Given = NOTHING_GIVEN, carried: Carried = NOTHING_CARRIED
    ) -> tuple[str, dict[str, object]]:
        """The text and all parameters, for these lists and these facts."""
        if self.ground.dialect == POSTGRESQL:
            return self.text, {**self.fixed, **self.lists(given), **self.carrying(carried)}
        text, parameters = self.text, dict(self.fixed)
        for place, listed in enumerate(self.listed):
            words = Words(self.ground.dialect, f"g{place}_")
            text = text.replace(_mark(place), listed.listing(words, self._listed(listed, given)))
            parameters |= words.parameters.values
        return text, parameters | self.carrying(carried)

    def lists(self, given: Given) -> dict[str, object]:
        """The lists, each as one parameter, for an engine that takes it."""
        return {f"g{place}": self.list_at(place, given) for place in range(len(self.listed))}

    def list_at(self, place: int, given: Given) -> object:
        """One of them."""
        listed = self.listed[place]
        return listed.value(self._listed(listed, given))

    def carrying(self, carried: Carried) -> dict[str, object]:
        """The carried rows that it joins, slot by slot, and those that it looks up, all together."""
        found: dict[str, object] = {
            joined_as(self.ground.number_of(slot)): f"[{_written(self.ground, slot, carried, _as_listed)}]"
            for slot in self.joined
        }
        if self.named:
            found[CARRIED_BY_NAME] = by_name(self.ground, self.named, carried)
        return found

    def reads(self, slots: Collection[ask.Slot]) -> bool:
        """Whether it looks anything up that is carried in one of these slots."""
        return any(slot in slots for slot in (*self.joined, *self.named))

    def _listed(self, listed: Listed, given: Given) -> list[object]:
        values = given.get(listed.name, ())
        texts = [value for value in values if isinstance(value, str)]
        if texts and not self.ground.holds("".join(texts)):
            values = [v for v in values if not isinstance(v, str) or self.ground.holds(v)]
        if len(listed.expressions) == 1:
            return [value[0] if isinstance(value, tuple) else value for value in values]
        return list(values)


class Made:
    """Parameters of statements that are asked together: what several of them are given alike is made once."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[object, object]] = {}

    def once(self, key: object, of: object, make: Callable[[], object]) -> object:
        """What is made of some values under a key."""
        known = self._known.get(key)
        if known is None or not (known[0] is of or known[0] == of):
            known = self._known[key] = (of, make())
        return known[1]


class Asked(NamedTuple):
    """A statement, and of what it is asked."""

    said: Said
    given: Given = NOTHING_GIVEN
    carried: Carried = NOTHING_CARRIED


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """What somebody wants to know of a store: the statements to ask, and what is read from their rows."""

    asked: Sequence[Asked]
    read: Callable[[Sequence[Sequence[Answer]]], T]

    def then(self, make: Callable[[T], U]) -> "Wanted[U]":
        """What is made of that."""
        return Wanted(self.asked, lambda all_rows: make(self.read(all_rows)))


def joined_as(slot: int) -> str:
    """How a statement calls the carried rows of a slot that it joins, and the parameter that holds them."""
    return f"carried_{slot}"


def by_name(ground: Ground, slots: Iterable[ask.Slot], carried: Carried) -> str:
    """The carried rows of these slots as one JSON object, in which `Words.looked_up` finds them."""
    written = [_written(ground, slot, carried, _as_named) for slot in slots]
    return f"{{{', '.join(filter(None, written))}}}"


_Write = Callable[[Ground, ask.Slot, Mapping[str, CarriedRow]], str]


def _written(ground: Ground, slot: ask.Slot, carried: Carried, write: _Write) -> str:
    """The carried rows of a slot, as many as there are, as they stand in a JSON object or list."""
    return carried.written(slot, (Same(ground), write), partial(write, ground, slot))


def _as_named(ground: Ground, slot: ask.Slot, rows: Mapping[str, CarriedRow]) -> str:
    """By their names: where each stands, and there, once, what many people are told alike."""
    number, places, written = ground.number_of(slot), dict[int, str](), list[str]()
    for who, row in _held(ground, rows):
        if (place := places.get(id(row))) is None:
            place = places[id(row)] = f'"#{number}.{len(places)}"'
            written.append(f"{place}: {json.dumps({'slot': number, 'who': '', **carried_row(ground, row)})}")
        written.append(f'"{number}|{encode_basestring_ascii(who)[1:]}: {place}')
    return ", ".join(written)


def _as_listed(ground: Ground, slot: ask.Slot, rows: Mapping[str, CarriedRow]) -> str:
    """Each by itself, with whose it is."""
    number, said = ground.number_of(slot), dict[int, str]()
    written = []
    for who, row in _held(ground, rows):
        if id(row) not in said:
            told = json.dumps(carried_row(ground, row))
            said[id(row)] = told[1:-1] and f", {told[1:-1]}"
        written.append(f'{{"slot": {number}, "who": {encode_basestring_ascii(who)}{said[id(row)]}}}')
    return ", ".join(written)


def _held(ground: Ground, rows: Mapping[str, CarriedRow]) -> Iterable[tuple[str, CarriedRow]]:
    """Those under a text that the store can hold."""
    if ground.holds("".join(rows)):
        return rows.items()
    return [(who, row) for who, row in rows.items() if ground.holds(who)]


def carried_row(ground: Ground, row: CarriedRow) -> dict[str, object]:
    """What a carried row says, in every form that a column may be compared with."""
    found: dict[str, object] = {}
    if row.state is not None:
        found["state"] = int(row.state)
    if row.at is not None:
        found["at"] = micros(row.at)
    if row.soft_at is not None:
        found["soft_at"] = micros(row.soft_at)
    for name, until in (("frozen", row.frozen_until), ("ended", row.ended_until)):
        if until is not None:
            wall = until.astimezone(ground.store_zone).replace(tzinfo=None)
            found[f"{name}_at"] = micros(until)
            found[f"{name}_until"] = wall.isoformat(" ", "microseconds")
            found[f"{name}_day"] = str(day_of(until, ground.zone))
    return found


def is_whole(text: str) -> bool:
    """Whether a text is how a whole number that a store can hold is written."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 19 and str(int(text)) == text
