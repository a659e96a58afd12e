"""A manifest as plain data: to hash a version, to keep an accepted one, and to have it again.

What equals its default is left out, so that a later Troth, whose model has more, reads and hashes what an
earlier one kept just the same. Parts that may be one of several classes say which, under `is`.
"""

import hashlib
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import rfc8785

from troth.manifest.model import Manifest
from troth.manifest.period import Period

FORMAT = 1
_IS, _FORMAT = "is", "format"


def to_data(manifest: Manifest) -> dict[str, Any]:
    """The manifest as JSON can hold it; equal manifests give equal data."""
    return {_FORMAT: FORMAT, **_object(manifest)}


def from_data(data: Mapping[str, Any]) -> Manifest:
    """The manifest that `to_data` was given; raises ValueError for data that a newer Troth has kept."""
    if data.get(_FORMAT) != FORMAT:
        raise ValueError(f"manifest kept in format {data.get(_FORMAT)}, this Troth reads {FORMAT}")
    manifest = _made(Manifest, {key: value for key, value in data.items() if key != _FORMAT})
    assert isinstance(manifest, Manifest)
    return manifest


def fingerprint(manifest: Manifest) -> str:
    """SHA-256 of the manifest's canonical JSON, in hexadecimal. That of a manifest in use is at hand."""
    return _canonical(manifest).fingerprint


def to_json(manifest: Manifest) -> str:
    """The manifest's canonical JSON (RFC 8785), to be kept with its fingerprint."""
    return _canonical(manifest).text


def from_json(text: str, fingerprint_: str) -> Manifest:
    """The manifest that was kept as this text under this fingerprint; the one at hand, where it is."""
    known = next((one.manifest for one in tuple(_at_hand) if one.fingerprint == fingerprint_), None)
    return known or from_data(json.loads(text))


@dataclass(frozen=True, slots=True)
class _Canonical:
    manifest: Manifest
    text: str
    fingerprint: str


def _canonical(manifest: Manifest) -> _Canonical:
    for known in tuple(_at_hand):
        if known.manifest is manifest:
            return known
    text = rfc8785.dumps(to_data(manifest))
    found = _Canonical(manifest, text.decode(), hashlib.sha256(text).hexdigest())
    _at_hand.append(found)
    return found


_at_hand: deque[_Canonical] = deque(maxlen=32)  # a server asks with every page that it renders


# --- to data ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of a dataclass: what goes without saying, and what may stand in it."""

    name: str
    default: Any  # MISSING: none
    make: Any  # makes its default; MISSING: nothing does
    hint: Any
    is_choice: bool  # it holds one of several classes

    def is_default(self, part: object) -> bool:
        """Whether the part goes without saying. A default never changes, or FORMAT does."""
        if self.default is not MISSING:
            return type(part) is type(self.default) and part == self.default  # 1 is not True here
        return self.make is not MISSING and bool(part == self.make())


@cache
def _parts(class_: type[Any]) -> tuple[_Part, ...]:
    hints = _hints(class_)
    return tuple(
        _Part(one.name, one.default, one.default_factory, hint, len(_classes(hint)) > 1)
        for one in fields(class_)
        for hint in [hints[one.name]]
    )


def _object(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are not what they would be anyway."""
    data = {}
    for field in _parts(value.__class__):
        part = getattr(value, field.name)
        if not field.is_default(part):
            is_tagged = field.is_choice and is_dataclass(part)
            data[field.name] = _tagged(part) if is_tagged else _plain(part, field.hint)
    return data


def _tagged(value: Any) -> dict[str, Any]:
    return {_IS: type(value).__name__, **_object(value)}


def _plain(value: Any, hint: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, Mapping):
        inner = _inner(hint)
        return {str(key): _plain(part, inner) for key, part in value.items()}
    if isinstance(value, tuple):
        inner = _inner(hint)
        return [_plain(part, inner) for part in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return _tagged(value) if len(_classes(hint)) > 1 else _object(value)
    return value


# --- from data ----------------------------------------------------------------------------------------------


def _made(class_: type[Any], data: Mapping[str, Any]) -> Any:
    hints = _hints(class_)
    unknown = data.keys() - hints.keys() - {_IS}
    if unknown:
        raise ValueError(f"{class_.__name__} has no {', '.join(sorted(unknown))}")
    return class_(**{name: _value(part, hints[name]) for name, part in data.items() if name != _IS})


def _value(data: Any, hint: Any) -> Any:
    if data is None:
        return None
    classes = _classes(hint)
    if classes and isinstance(data, Mapping) and _origin(hint) is not Mapping:
        named = {class_.__name__: class_ for class_ in classes}
        return _made(named[data[_IS]] if len(classes) > 1 else classes[0], data)
    origin = _origin(hint)
    if origin is Mapping:
        return {key: _value(part, _inner(hint)) for key, part in data.items()}
    if origin is tuple:
        return tuple(_value(part, _inner(hint)) for part in data)
    if origin is frozenset:
        return frozenset(_value(part, _inner(hint)) for part in data)
    return _scalar(data, hint)


def _scalar(data: Any, hint: Any) -> Any:
    for option in _options(hint):
        if option is Period:
            return Period.parse(data)
        if option is date:
            return date.fromisoformat(data)
        if isinstance(option, type) and issubclass(option, Enum):
            return option(data)
    return data


# --- type hints ---------------------------------------------------------------------------------------------


_known_hints: dict[str, dict[str, Any]] = {}


def _hints(class_: type[Any]) -> dict[str, Any]:
    name = f"{class_.__module__}.{class_.__qualname__}"
    if name not in _known_hints:
        _known_hints[name] = get_type_hints(class_)
    return _known_hints[name]


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    """The members of a union, or the hint alone; without None, and with names as the texts they are."""
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return tuple(getattr(member, "__supertype__", member) for member in members if member is not NoneType)


@cache
def _classes(hint: Any) -> tuple[type[Any], ...]:
    """The dataclasses that a value of this hint may be."""
    options = (option for option in _options(hint) if isinstance(option, type) and option is not Period)
    return tuple(option for option in options if is_dataclass(option))


@cache
def _origin(hint: Any) -> Any:
    origins = [get_origin(option) for option in _options(hint)]
    return next((origin for origin in origins if origin is not None), None)


@cache
def _inner(hint: Any) -> Any:
    """The hint of what a mapping, tuple or set holds."""
    for option in _options(hint):
        arguments = get_args(option)
        if get_origin(option) is Mapping:
            return arguments[1]
        if arguments:
            return arguments[0]
    return Any
