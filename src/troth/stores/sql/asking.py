"""Asking a store: one statement, or several in one round trip where the driver can (psycopg's pipeline mode)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, TypeVar, overload

import psycopg
from psycopg.abc import PQGen
from psycopg.generators import fetch_many, send
from sqlalchemy import Connection

from troth.claims.same import Same
from troth.stores.sql.failures import unavailable
from troth.stores.sql.said import Answer, Asked, Made, Wanted
from troth.stores.sql.together import Numbered, numbered, rows_of, together

T = TypeVar("T")
U = TypeVar("U")

FEW_KEYS = 50  # values given to a statement, of which the answers come at one time


class AskedAgain(Exception):  # nothing is wrong: it is asked again in a transaction
    """More than one statement was asked of a store that was to be asked one, outside a transaction."""


def learn(connection: Connection, wanted: Wanted[T]) -> T:
    """Ask what somebody wants to know."""
    return wanted.read(all_answers(connection, wanted.asked))


def learn_all(connection: Connection, wanted: Sequence[Wanted[T]]) -> list[T]:
    """Ask several things of a kind at once."""
    return learn(connection, every(wanted))


def learn_both(connection: Connection, one: Wanted[T], other: Wanted[U]) -> tuple[T, U]:
    """Ask two things at once."""
    wanted = both(one, other)
    with _answers_as_they_come(connection, wanted.asked) as rows:
        return wanted.read(rows)


def every(wanted: Sequence[Wanted[T]]) -> Wanted[list[T]]:
    """Several things of a kind as one."""

    def read(all_rows: Sequence[Sequence[Answer]]) -> list[T]:
        rows = iter(all_rows)
        return [one.read([next(rows) for _ in one.asked]) for one in wanted]

    return Wanted([asked for one in wanted for asked in one.asked], read)


def both(one: Wanted[T], other: Wanted[U]) -> Wanted[tuple[T, U]]:
    """Two things as one."""
    size = len(one.asked)
    return Wanted([*one.asked, *other.asked], lambda rows: (one.read(rows[:size]), other.read(rows[size:])))


def answers(connection: Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    """Ask one statement: each row by label."""
    return (dict(zip(asked.said.labels, row, strict=True)) for row in all_answers(connection, [asked])[0])


def all_answers(connection: Connection, asked: Sequence[Asked]) -> list[Sequence[Answer]]:
    """
    Ask several statements of one store, and give the rows of each.

    Raises:
        Unavailable, Forbidden, Surprise: the store's own error, in our words.
    """
    if not asked:
        return []
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        return [connection.exec_driver_sql(*one.said.bound(one.given, one.carried)).all() for one in asked]
    _begin(connection, driver)
    with unavailable(asked[0].said.store):
        return _of_postgresql(driver, asked)


def _begin(connection: Connection, driver: psycopg.Connection[Answer]) -> None:
    """Begin a transaction, unless it stands."""
    if not connection.in_transaction():
        connection.begin()
    else:
        _in_one_state(driver, 2)


@contextmanager
def _answers_as_they_come(
    connection: Connection, asked: Sequence[Asked]
) -> Iterator[Sequence[Sequence[Answer]]]:
    """The rows of several statements. Where they are many, some are read while the store looks for the others."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection) or not _are_of_many(asked):
        yield all_answers(connection, asked)
        return
    _begin(connection, driver)
    _in_one_state(driver, len(asked))
    is_unicode = _is_unicode(driver)
    made = Made()
    with unavailable(asked[0].said.store), driver.pipeline() as pipeline:
        yield _Coming([_sent(driver, pipeline, one, made, in_json=is_unicode) for one in asked])


class _Coming(Sequence[Sequence[Answer]]):
    """The rows of statements that were sent, of each read when it is first looked at."""

    def __init__(self, reading: Sequence[Callable[[], Sequence[Answer]]]) -> None:
        self._reading = reading

    def __len__(self) -> int:
        return len(self._reading)

    @overload
    def __getitem__(self, place: int) -> Sequence[Answer]: ...
    @overload
    def __getitem__(self, place: slice) -> "_Coming": ...
    def __getitem__(self, place: int | slice) -> "Sequence[Answer] | _Coming":
        return self._reading[place]() if isinstance(place, int) else _Coming(self._reading[place])


def _sent(
    driver: psycopg.Connection[Answer], pipeline: psycopg.Pipeline, asked: Asked, made: Made, *, in_json: bool
) -> Callable[[], Sequence[Answer]]:
    """Send a statement, and give what reads its rows."""
    said = asked.said
    is_json = in_json and said.in_json is not None
    if is_json:
        text = said.ground.once(("together", Same(said)), lambda: together([said]))
        cursor = _cursor(driver, text, [asked], made)
    else:
        cursor = _alone(driver, asked, made)
    # Else the server keeps the last part of each answer until it has the last of all.
    pipeline.pgconn.send_flush_request()
    driver.wait(send(pipeline.pgconn))
    return cache(partial(_read, driver, pipeline, cursor, is_json=is_json))


def _read(
    driver: psycopg.Connection[Answer],
    pipeline: psycopg.Pipeline,
    cursor: psycopg.RawCursor[Answer],
    *,
    is_json: bool,
) -> Sequence[Answer]:
    while cursor.pgresult is None:
        driver.wait(_next(pipeline))
    rows = cursor.fetchall()
    return rows_of(rows[0])[0] if is_json else rows


def _next(pipeline: psycopg.Pipeline) -> PQGen[None]:
    """Read the next answer alone: the driver would wait for those to all that was sent."""
    results = yield from fetch_many(pipeline.pgconn)
    pipeline._process_results(pipeline.result_queue.popleft(), results)


def _are_of_many(asked: Sequence[Asked]) -> bool:
    """Whether some statement is of all rows, or of those of many."""
    several = {id(one.given): one.given for one in asked}.values()  # as a rule they are given the very same
    return any(not given or any(len(values) > FEW_KEYS for values in given.values()) for given in several)


def done_by_all(
    connection: Connection, asked: Sequence[Asked], then: Sequence[Asked]
) -> tuple[list[int], list[Sequence[Answer]]]:
    """
    Let several statements change rows of one store, in their order, and ask others afterwards.

    Returns:
        How many rows each of the first changed, and the rows of each of the others.

    Raises:
        Unavailable, Forbidden, Surprise: the store's own error, in our words.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        counts = [connection.exec_driver_sql(*one.said.bound(one.given)).rowcount for one in asked]
        return counts, all_answers(connection, then)
    if not connection.in_transaction():
        connection.begin()
    if not asked:
        return [], all_answers(connection, then)
    with unavailable(asked[0].said.store), driver.pipeline():
        made = Made()
        cursors = [_alone(driver, one, made) for one in asked]
        rows = _of_postgresql(driver, then) if then else []
    return [cursor.rowcount for cursor in cursors], rows


def _of_postgresql(driver: psycopg.Connection[Answer], asked: Sequence[Asked]) -> list[Sequence[Answer]]:
    ground = asked[0].said.ground
    in_json = [one for one in asked if one.said.in_json is not None] if _is_unicode(driver) else []
    if len(in_json) > 1:
        said = [one.said for one in in_json]
        # They are kept with their text, so that nothing else gets their identities.
        at_once, _ = ground.once(("together", *map(id, said)), lambda: (together(said), said))
        if at_once.may_ask(in_json):
            alone = [one for one in asked if one.said.in_json is None]
            _in_one_state(driver, 1 + len(alone))
            [answer] = _run(driver, at_once, in_json)
            told, others = iter(rows_of(answer)), iter(_one_by_one(driver, alone))
            return [next(others if one.said.in_json is None else told) for one in asked]
    _in_one_state(driver, len(asked))
    return _one_by_one(driver, asked)


def _in_one_state(driver: psycopg.Connection[Answer], statements: int) -> None:
    """See that so many statements are asked of one state: of a transaction's, or one alone."""
    if statements > 1 and driver.autocommit:
        raise AskedAgain


def _is_unicode(driver: psycopg.Connection[Answer]) -> bool:
    """Whether the store can write its texts as JSON."""
    return driver.info.parameter_status("server_encoding") != "SQL_ASCII"


def _one_by_one(driver: psycopg.Connection[Answer], asked: Sequence[Asked]) -> list[Sequence[Answer]]:
    if len(asked) < 2:
        return [_alone(driver, one, Made()).fetchall() for one in asked]
    made = Made()
    with driver.pipeline():
        cursors = [_alone(driver, one, made) for one in asked]
    return [cursor.fetchall() for cursor in cursors]


def _alone(driver: psycopg.Connection[Answer], one: Asked, made: Made) -> psycopg.RawCursor[Answer]:
    text = one.said.ground.once(("numbered", Same(one.said)), lambda: numbered(one.said))
    return _cursor(driver, text, [one], made)


def _run(driver: psycopg.Connection[Answer], text: Numbered, asked: Sequence[Asked]) -> list[Answer]:
    return _cursor(driver, text, asked, Made()).fetchall()


def _cursor(
    driver: psycopg.Connection[Answer], text: Numbered, asked: Sequence[Asked], made: Made
) -> psycopg.RawCursor[Answer]:
    # The driver's own parameters are read out of the text anew each time; the server's are numbers.
    cursor = psycopg.RawCursor(driver)
    cursor.execute(text.text, text.bound(asked, made))
    return cursor
