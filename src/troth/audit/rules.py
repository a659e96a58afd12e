"""What the hashes of the audit log cover, and what may stand in it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import rfc8785

from troth.audit.model import Body, Json


class NotForTheLog(TypeError):
    """A body holds what is no plain JSON: a bug, because what identifies a person is never plain."""

    def __init__(self, path: str, value: object) -> None:
        super().__init__(f"{path} of an audit record is a {type(value).__name__}, which may not be recorded")


def canonical(body: Body) -> bytes:
    """
    The body in the one form that is hashed (RFC 8785).

    Raises:
        NotForTheLog: it holds something else than JSON's own types. Keys and references to records are
            types of their own, so that they cannot slip in.
    """
    plain = cast("Any", _plain(body, "the body"))  # rfc8785's own type of JSON is private
    text = _written(plain)
    return text.encode() if text.isascii() else rfc8785.dumps(plain)


def parsed(text: bytes) -> Body:
    """The body again."""
    return cast("Body", json.loads(text))


def commitment(salt: bytes, body: bytes) -> bytes:
    """What stands for the body in the record's hash. The salt keeps a guessed body from being confirmed."""
    return hashlib.sha256(salt + body).digest()


def record_hash(site: str, sequence: int, event: str, at: datetime, body_commitment: bytes) -> bytes:
    """The hash of one record."""
    instant, body = _in_utc(at.astimezone(UTC)), body_commitment.hex()
    parts = f'"at":"{instant}","body":"{body}","event":{_written(event)},"sequence":{sequence},"site":{_written(site)}'
    return hashlib.sha256(f"{{{parts}}}".encode()).digest()


# Of texts, small whole numbers, booleans and nulls the standard library writes the very form of RFC 8785, in a third of
# the time; its order of names is the same as long as they are ASCII.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_AS_THEY_ARE = (str, bool, type(None))
_MOST = 2**53 - 1  # in JSON a number beyond is not exact (RFC 8785, appendix D)


@lru_cache(maxsize=100)  # of many records that are made at once it is the same
def _in_utc(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _plain(value: object, path: str) -> Json:
    """The same in the types that are written: only JSON's own are let through."""
    if isinstance(value, _AS_THEY_ARE) or (isinstance(value, int) and abs(value) <= _MOST):
        return cast("Json", value)
    if type(value) in (list, tuple):  # a key is a tuple of a type of its own
        return [_plain(part, f"{path}[]") for part in cast("Sequence[object]", value)]
    if not isinstance(value, Mapping):
        raise NotForTheLog(path, value)
    for name in value:
        if not isinstance(name, str):
            raise NotForTheLog(f"a name in {path}", name)
    return {name: _plain(part, f"{path}.{name}") for name, part in value.items()}
