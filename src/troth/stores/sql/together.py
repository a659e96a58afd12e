"""Several statements as one, for PostgreSQL: each answer comes as one JSON value.

A statement costs the driver more than it costs the server. What is asked of one store at one time is
therefore asked at once, with what the statements share bound once; and a list in JSON becomes Python's
values faster than row by row. Only statements take part whose columns JSON carries without loss
(`Said.in_json`); the others go out in a pipeline.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from troth.claims import questions as ask
from troth.stores.sql.said import CARRIED_BY_NAME, Asked, ListName, Made, Said, by_name

_PARAMETER = re.compile(r"%%|%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A parameter that never changes."""

    value: object

    def of(self, _asked: Sequence[Asked], _made: Made) -> object:
        return self.value


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list of values that one of the statements is given."""

    statement: int
    place: int

    def of(self, asked: Sequence[Asked], made: Made) -> object:
        said, given, _ = asked[self.statement]
        listed = said.listed[self.place]
        key = listed.name, len(listed.expressions)
        return made.once(key, given.get(listed.name, ()), lambda: said.list_at(self.place, given))


@dataclass(frozen=True, slots=True)
class _Joined:
    """The carried rows of a slot that one of the statements joins."""

    statement: int
    name: str

    def of(self, asked: Sequence[Asked], _made: Made) -> object:
        said, _, carried = asked[self.statement]
        return said.carrying(carried)[self.name]


@dataclass(frozen=True, slots=True)
class _Carried:
    """The carried rows that some of the statements look up by name: what any of them looks up, once."""

    slots: tuple[ask.Slot, ...]
    statement: int  # the first of them

    def of(self, asked: Sequence[Asked], _made: Made) -> object:
        said, _, carried = asked[self.statement]
        return by_name(said.ground, self.slots, carried)


_Parameter = _Fixed | _Listed | _Joined | _Carried


@dataclass(frozen=True, slots=True)
class Numbered:
    """One text with numbered parameters, as the server itself wants them."""

    text: bytes  # that the driver knows again, since it is the very same
    parameters: tuple[_Parameter, ...]
    shared: tuple[tuple[ListName, tuple[int, ...]], ...]  # lists bound once, and by which statements

    def may_ask(self, asked: Sequence[Asked]) -> bool:
        """Whether the statements that share a list, or carried rows, are given the same."""
        carried = [one.carried for one in asked if one.said.named]
        if any(rows is not carried[0] for rows in carried[1:]):
            return False
        return all(
            all(asked[i].given.get(name) == asked[several[0]].given.get(name) for i in several[1:])
            for name, several in self.shared
        )

    def bound(self, asked: Sequence[Asked], made: Made) -> list[object]:
        """The parameters, in their order; `made` already were those of statements that are asked beside these."""
        return [parameter.of(asked, made) for parameter in self.parameters]


def numbered(said: Said) -> Numbered:
    """One statement alone."""
    numbers = _Numbers([said])
    return Numbered(numbers.text_of(0).encode(), tuple(numbers.parameters), ())


def together(several: Sequence[Said]) -> Numbered:
    """One statement whose only row holds, for each of several, its rows as a JSON array of arrays."""
    numbers = _Numbers(several)
    parts = []
    for index, said in enumerate(several):
        casts = said.in_json or ("",) * len(said.labels)
        columns = ", ".join(f"q.{label}{cast}" for label, cast in zip(said.labels, casts, strict=True))
        text = numbers.text_of(index)
        parts.append(f"(SELECT json_agg(json_build_array({columns})) FROM ({text}) AS q) AS s{index}")
    shared = {name: tuple(of) for name, of in numbers.sharing.items() if len(of) > 1}
    return Numbered(f"SELECT {', '.join(parts)}".encode(), tuple(numbers.parameters), tuple(shared.items()))


def rows_of(answer: Sequence[str | None]) -> list[list[list[Any]]]:
    """The rows of each statement."""
    return [[] if told is None else _JSON.raw_decode(told)[0] for told in answer]


_JSON = json.JSONDecoder()


class _Numbers:
    """Gives each distinct parameter of some statements its number."""

    def __init__(self, several: Sequence[Said]) -> None:
        self.parameters: list[_Parameter] = []
        self.sharing: dict[ListName, list[int]] = {}
        self._several = several
        self._numbers: dict[object, int] = {}

    def text_of(self, statement: int) -> str:
        """The text of a statement, its parameters numbered."""

        def number(found: re.Match[str]) -> str:
            return "%" if found[1] is None else f"${self._number(statement, found[1])}"

        return _PARAMETER.sub(number, self._several[statement].text)

    def _number(self, statement: int, name: str) -> int:
        said = self._several[statement]
        key: object = statement, name
        parameter: _Parameter
        if name in said.fixed:
            parameter = _Fixed(said.fixed[name])
            key = "fixed", type(parameter.value), str(parameter.value)
        elif name == CARRIED_BY_NAME:
            slots = dict.fromkeys(slot for one in self._several for slot in one.named)
            parameter, key = _Carried(tuple(slots), statement), name
        elif (place := _place_of(name, said)) is not None:
            parameter, key = _Listed(statement, place), self._shared(statement, said, place) or key
        else:
            parameter = _Joined(statement, name)
        if key not in self._numbers:
            self.parameters.append(parameter)
            self._numbers[key] = len(self.parameters)
        return self._numbers[key]

    def _shared(self, statement: int, said: Said, place: int) -> object:
        """What makes a list of people's keys the same in several statements."""
        listed = said.listed[place]
        if listed.name.what == "records":
            return None
        by = self.sharing.setdefault(listed.name, [])
        if statement not in by:
            by.append(statement)
        return ("list", listed.name, len(listed.expressions))


def _place_of(name: str, said: Said) -> int | None:
    """Which list of a statement stands under a name; none where no list does."""
    return next((place for place in range(len(said.listed)) if name == f"g{place}"), None)
