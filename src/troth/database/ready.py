"""
Statements made ready: what SQLAlchemy made of a statement is sent again as it was.

To find the words of a statement, how its values are sent and how its rows are read takes SQLAlchemy several times as
long as a database in a file takes to answer. Who comes with the same statement a second time made it once, and will
come again: all this is then kept beside it. Only what goes to the driver to the letter as SQLAlchemy had sent it is
made ready; every other statement, and each batch, goes its way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, CursorResult, Executable, LargeBinary, Row
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler

from troth.database.connected import Connected

# Of how many values a list is in a statement that is kept: it has other words for each number of them.
_MOST_VALUES = 20
_LENGTHS = (50, 200, 1_000)  # besides, those of lists that were filled up
_LISTS = (list, tuple)

Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]
T = TypeVar("T")
_Shape = tuple[object, ...]  # the names of what is given, and how many values a list has


class Statements:
    """The statements that were sent through one engine, those ready among them."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Executable, dict[_Shape, _Ready | None]] = WeakKeyDictionary()

    def sent(
        self, connection: Connected, statement: Executable, parameters: Parameters | None
    ) -> "CursorResult[*tuple[Any, ...]] | Answer":
        """Send a statement, and give the answer."""
        if parameters is not None and not isinstance(parameters, Mapping):
            return connection.around.execute(statement, parameters)
        given: Mapping[str, object] = parameters or {}
        shape = _shape(given)
        known = self._known.get(statement)
        if known is None or shape is None:
            self._known.setdefault(statement, {})
            return connection.around.execute(statement, given)
        if shape not in known:
            result = connection.around.execute(statement, given)
            known[shape] = _made_ready(statement, given, result)
            return result
        ready = known[shape]
        return connection.around.execute(statement, given) if ready is None else ready.sent(connection, given)


def filled_up(values: Sequence[T]) -> Sequence[T]:
    """The values of an IN (...), the last of them so often that statements of few lengths serve lists of any."""
    if len(values) <= _MOST_VALUES:
        return values
    length = next((one for one in _LENGTHS if len(values) <= one), len(values))
    return [*values, *[values[-1]] * (length - len(values))]


def _shape(given: Mapping[str, object]) -> _Shape | None:
    """By what the words of a statement differ; none where these are not worth keeping."""
    lists = [(name, len(value)) for name, value in given.items() if isinstance(value, _LISTS)]
    if any(length > _MOST_VALUES and length not in _LENGTHS for _, length in lists):
        return None
    return (*given, *lists)


class Answer:
    """What a statement that was ready gave, to be taken once."""

    __slots__ = ("_cursor", "_ready")

    def __init__(self, ready: "_Ready", cursor: Any) -> None:
        self._ready, self._cursor = ready, cursor

    def all(self) -> Sequence[Row[*tuple[Any, ...]]]:
        """Every row."""
        rows = [self._ready.row(one) for one in self._cursor.fetchall()]
        self._cursor.close()
        return rows

    def first(self) -> Row[*tuple[Any, ...]] | None:
        """The first row, or none."""
        one = self._cursor.fetchone()
        self._cursor.close()
        return None if one is None else self._ready.row(one)

    @property
    def rowcount(self) -> int:
        """How many rows were matched."""
        count: int = self._cursor.rowcount
        self._cursor.close()
        return count


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value that is sent comes from: what is given under a name, the part of a list, or what is always sent."""

    name: str | None
    part: int | None
    process: Callable[[Any], Any] | None
    always: object


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it."""

    text: str
    names: tuple[str, ...] | None  # where the driver takes values by name
    slots: tuple[_Slot, ...]
    columns: SimpleResultMetaData | None

    def sent(self, connection: Connected, given: Mapping[str, object]) -> Answer:
        return Answer(self, connection.send(self.text, self.values(given)))

    def values(self, given: Mapping[str, Any]) -> Any:
        sent = []
        for slot in self.slots:
            if slot.name is None:
                sent.append(slot.always)
                continue
            value = given[slot.name] if slot.part is None else given[slot.name][slot.part]
            sent.append(value if slot.process is None else slot.process(value))
        return tuple(sent) if self.names is None else dict(zip(self.names, sent, strict=True))

    def row(self, values: Sequence[Any]) -> Row[*tuple[Any, ...]]:
        columns = self.columns
        assert columns is not None, "only what has columns has rows"
        return Row(columns, columns._processors, columns._key_to_index, values)


def _made_ready(
    statement: Executable, given: Mapping[str, object], result: CursorResult[*tuple[Any, ...]]
) -> _Ready | None:
    """The statement as this result was asked for; none where it cannot be said apart from SQLAlchemy."""
    context = result.context
    compiled = statement.compile(dialect=context.dialect, column_keys=sorted(given))  # type: ignore[attr-defined]
    keys = list(result.keys()) if result.returns_rows else []
    if not isinstance(compiled, SQLCompiler) or compiled.escaped_bind_names or len(set(keys)) < len(keys):
        return None
    state = compiled.construct_expanded_state(given)
    if not all(isinstance(given.get(name, ()), list | tuple) for name in state.parameter_expansion):
        return None
    order = list(state.parameters) if state.positiontup is None else state.positiontup
    parts = {
        part: (name, index)
        for name, expanded in state.parameter_expansion.items()
        for index, part in enumerate(expanded)
    }
    slots = []
    for place in order:
        name, part = parts.get(place, (place, None))
        slots.append(_slot(compiled, compiled.binds[name], name, part, given))
    columns = SimpleResultMetaData(keys, _processors=result._metadata._processors) if keys else None
    names = tuple(order) if state.positiontup is None else None
    ready = _Ready(state.statement, names, tuple(slots), columns)
    is_same = ready.text == context.statement and _are_same(ready.values(given), context.parameters[0])
    return ready if is_same else None


def _are_same(ours: Any, theirs: Any) -> bool:
    """
    Whether these are the same values to the driver.

    Bytes that psycopg is to send are equal to no others, but print alike; sqlite3 takes bytes as they are and as what
    SQLAlchemy makes of them.
    """
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and _are_same(ours.values(), [theirs[name] for name in ours])
    return len(ours) == len(theirs) and all(
        (type(one) is type(other) or (type(one) is bytes and type(other) is memoryview))
        and (one == other or repr(one) == repr(other))
        for one, other in zip(ours, theirs, strict=True)
    )


def _slot(
    compiled: SQLCompiler, bind: BindParameter[Any], name: str, part: int | None, given: Mapping[str, object]
) -> _Slot:
    process = bind.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
    if compiled.dialect.name == "sqlite" and isinstance(bind.type, LargeBinary):
        process = None  # SQLAlchemy wraps each value, which of thousands is most of what sending them takes
    for source in (bind.key, name):
        if source in given:
            return _Slot(source, part, process, None)
    always: Any = bind.effective_value
    always = always if part is None else always[part]
    return _Slot(None, None, None, always if process is None else process(always))
