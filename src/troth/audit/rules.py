"""What the hashes of the audit log cover, and what may stand in it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

import rfc8785

from troth.audit.model import Body


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
    _check(body, "the body")
    text = _written(body)
    return text.encode() if text.isascii() else rfc8785.dumps(json.loads(text))


def parsed(text: bytes) -> Body:
    """The body again."""
    return cast("Body", json.loads(text))


def commitment(salt: bytes, body: bytes) -> bytes:
    """What stands for the body in the record's hash. The salt keeps a guessed body from being confirmed."""
    return hashlib.sha256(salt + body).digest()


def record_hash(site: str, sequence: int, event: str, at: datetime, body_commitment: bytes) -> bytes:
    """The hash of one record."""
    instant, body = _in_utc(at.astimezone(UTC)), body_commitment.hex()
    parts = (
        f'"at":"{instant}","body":"{body}","event":{_text(event)},"sequence":{sequence},"site":{_text(site)}'
    )
    return hashlib.sha256(f"{{{parts}}}".encode()).digest()


# Of texts, small whole numbers, booleans and nulls the standard library writes the very form of RFC 8785, in a third of
# the time; its order of names is the same as long as they are ASCII.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict).encode
_text = lru_cache(maxsize=100)(_written)  # names of sites and events
_AS_THEY_ARE = (str, bool, type(None))
_PLAIN = frozenset(_AS_THEY_ARE)
_MOST = 2**53 - 1  # in JSON a number beyond is not exact (RFC 8785, appendix D)


@lru_cache(maxsize=100)  # of many records that are made at once it is the same
def _in_utc(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _check(value: object, path: str) -> None:
    """Let nothing through but JSON's own types: numbers only where they are exact there."""
    if isinstance(value, _AS_THEY_ARE) or (isinstance(value, int) and abs(value) <= _MOST):
        return
    if type(value) in (list, tuple):  # a key is a tuple of a type of its own
        for part in cast("Sequence[object]", value):
            if part.__class__ not in _PLAIN:
                _check(part, f"{path}[]")
        return
    if not isinstance(value, Mapping):
        raise NotForTheLog(path, value)
    for name in value:
        if not isinstance(name, str):
            raise NotForTheLog(f"a name in {path}", name)
    for name, part in value.items():
        if part.__class__ not in _PLAIN:
            _check(part, f"{path}.{name}")
