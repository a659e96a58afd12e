"""Every place of a manifest where another value is applied than the published one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from troth.manifest.model import Manifest
from troth.manifest.purposes import Departure
from troth.manifest.references import spans

Path = tuple[str, ...]
_IN_YAML = {"officer": "dpo", "kind": "record"}
_OF_PURPOSE = {"outputs": "output"}
_OF_CONSENT = frozenset({"validity", "act", "default"})


@dataclass(frozen=True, slots=True)
class Departing:
    """One departure, and the path of keys of `policy.yaml` to it; `is_blank`: no value is applied."""

    path: Path
    departure: Departure
    is_blank: bool = False


def departures(manifest: Manifest) -> Iterator[Departing]:
    """Every departure, in the order of the model."""
    for purpose in manifest.purposes.values():
        path: Path = ("purposes", purpose.name)
        for steps, span in spans(purpose):
            if span.departure is not None:
                yield Departing((*path, *(str(step) for step in steps)), span.departure)
        for key, departure in purpose.departures.items():
            yield Departing((*path, *_step(key)), departure)
        if purpose.terms.decision is not None:
            yield from _below(purpose.terms.decision, (*path, "decision"))
    yield from _below(manifest.policy, ())


def _step(key: str) -> Path:
    """The keys of `policy.yaml` that lead from a purpose to one of its values."""
    return ("consent", key) if key in _OF_CONSENT else (_OF_PURPOSE.get(key, key),)


def _below(value: Any, path: Path) -> Iterator[Departing]:
    if isinstance(value, Mapping | tuple):
        named = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, part in named:
            yield from _below(part, (*path, str(key)))
    elif is_dataclass(value):
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name == "departures":
                yield from _own(value, part, path)
            else:
                yield from _below(part, (*path, field.name))


def _own(value: Any, own: Mapping[str, Departure], path: Path) -> Iterator[Departing]:
    for key, departure in own.items():
        is_blank = getattr(value, key) in (None, ())
        yield Departing((*path, _IN_YAML.get(key, key)), departure, is_blank)
