"""What differs between two packs: a country on two days, or two countries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from troth.law.dated import Entry
from troth.law.packs import Pack

_TABLES = ("rights", "refusals", "deadlines", "retention", "adequacy", "tools", "marketing", "rules")
_ALONE = ("authority", "age", "tracers")
_NOT_TOLD = frozenset({"since", "until", "words", "signs"})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is not the same: in which table, under which name, and what it was and is."""

    table: str
    name: str
    before: Entry | None
    after: Entry | None

    @property
    def parts(self) -> Mapping[str, tuple[str, str]]:
        """What differs in it, part by part; empty where it begins or ends as a whole."""
        if self.before is None or self.after is None:
            return {}
        return {
            field.name: (
                _said(getattr(self.before, field.name)),
                _said(getattr(self.after, field.name, None)),
            )
            for field in fields(self.before)
            if field.name not in _NOT_TOLD
            and getattr(self.before, field.name) != getattr(self.after, field.name, None)
        }


def changes(before: Pack, after: Pack) -> Iterator[Change]:
    """Every value that begins, ends or changes between the two, table by table."""
    for table in _TABLES:
        old: Mapping[str, Entry] = getattr(before, table)
        new: Mapping[str, Entry] = getattr(after, table)
        for name in dict.fromkeys([*old, *new]):
            change = Change(table, name, old.get(name), new.get(name))
            if change.before is None or change.after is None or change.parts:
                yield change
    for name in _ALONE:
        change = Change(name, name, getattr(before, name), getattr(after, name))
        if change.parts:
            yield change


def _said(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(part) for part in value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {part}" for name, part in value.items())
    if is_dataclass(value):
        return str(value)
    return "" if value is None else str(value)
