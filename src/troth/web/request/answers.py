"""What a handler gives back: a status, bytes and headers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"  # for what carries its hash or number in its address
ANEW = "no-store"
ASK = "no-cache"  # may be kept, and is asked for before it is used again

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over HTTP. Headers that every answer carries are added at the door (headers.py)."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    cache: str = ANEW

    def with_header(self, name: str, value: str) -> "Answer":
        """The same with one header more."""
        return replace(self, headers=(*self.headers, (name, value)))


def html(text: str, status: int = HTTPStatus.OK, cache: str = ANEW) -> Answer:
    """A page, or a piece of one."""
    return Answer(status, text.encode(), HTML, cache=cache)


def as_json(value: Json, status: int = HTTPStatus.OK, cache: str = ANEW) -> Answer:
    """For programs."""
    return Answer(status, (json.dumps(value, ensure_ascii=False) + "\n").encode(), JSON, cache=cache)


def see_other(address: str) -> Answer:
    """Go on there, with GET."""
    return Answer(HTTPStatus.SEE_OTHER, headers=(("Location", address),))


def found_at(address: str) -> Answer:
    """It is there for now."""
    return Answer(HTTPStatus.FOUND, headers=(("Location", address),))


def nothing() -> Answer:
    """Done, and there is nothing to show."""
    return Answer(HTTPStatus.NO_CONTENT)
