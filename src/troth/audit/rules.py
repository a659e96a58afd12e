"""What the hashes of the audit log cover, and what may stand in it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
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
    _refuse_all_but_json(body, "the body")
    plain = cast("Any", _plain(body))  # rfc8785's own type of JSON is private
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
    parts: dict[str, Any] = {
        "at": f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z",
        "body": body_commitment.hex(),
        "event": event,
        "sequence": sequence,
        "site": site,
    }
    return hashlib.sha256(_written(parts).encode()).digest()


# Of texts, small whole numbers, booleans and nulls the standard library writes the very form of RFC 8785, in a third of
# the time; its order of names is the same as long as they are ASCII.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_MOST = 2**53 - 1  # in JSON a number beyond is not exact (RFC 8785, appendix D)


def _refuse_all_but_json(value: object, path: str) -> None:
    match value:
        case None | bool() | str():
            return
        case int() if abs(value) <= _MOST:
            return
        case Mapping():
            for name, part in value.items():
                if not isinstance(name, str):
                    raise NotForTheLog(f"a name in {path}", name)
                _refuse_all_but_json(part, f"{path}.{name}")
        case list() | tuple() if type(value) in (list, tuple):  # a key is a tuple of a type of its own
            for part in value:
                _refuse_all_but_json(part, f"{path}[]")
        case _:
            raise NotForTheLog(path, value)


def _plain(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
