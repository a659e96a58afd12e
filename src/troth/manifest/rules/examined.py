"""A manifest under a law: what every rule needs of it, each worked out once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from troth.law.packs import Pack
from troth.law.retention import Keep
from troth.manifest.departures import Departing, departures
from troth.manifest.model import Manifest
from troth.manifest.names import ItemName, KindName, PurposeName
from troth.manifest.period import Period
from troth.manifest.policy import Recipient, RecipientRole
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.rules.words import folded
from troth.manifest.text import Text

_OUTSIDE = frozenset({RecipientRole.PROCESSOR, RecipientRole.JOINT_CONTROLLER, RecipientRole.CONTROLLER})
_NOT_SHOWN = frozenset({"departures", "waivers"})
_WORDLESS = frozenset({str, int, bool, frozenset, Period, date, Basis})
_IN_YAML = {"officer": "dpo", "kind": "record"}


@dataclass(frozen=True, slots=True)
class Sort:
    """The row of the table of periods that a purpose belongs to, and whether the policy says so."""

    row: Keep
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text for people that is applied, in each of its languages."""

    path: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class Examined:
    """A manifest, the law of a country on a day, and the day on which the question is asked."""

    manifest: Manifest
    pack: Pack
    on: date

    @cached_property
    def pursued(self) -> tuple[Purpose, ...]:
        """The purposes that have not ended."""
        purposes = self.manifest.purposes.values()
        return tuple(purpose for purpose in purposes if purpose.ended is None or purpose.ended > self.on)

    @cached_property
    def departing(self) -> tuple[Departing, ...]:
        """Every value that is not the published one."""
        return tuple(departures(self.manifest))

    @cached_property
    def published(self) -> Mapping[str, Sequence[tuple[Departing, str]]]:
        """The same by the first key of its path, each beside what was published there, folded."""
        found: dict[str, list[tuple[Departing, str]]] = defaultdict(list)
        for departing in self.departing:
            found[departing.path[0]].append((departing, folded(departing.departure.stated or "")))
        return found

    @cached_property
    def sorts(self) -> Mapping[PurposeName, Sort]:
        """For each purpose whose sort is said, or can be guessed, its row."""
        found = {}
        for purpose in self.pursued:
            sort = self._sort(purpose)
            if sort is not None:
                found[purpose.name] = sort
        return found

    def _sort(self, purpose: Purpose) -> Sort | None:
        if purpose.terms.sort is not None:
            row = self.pack.retention.get(purpose.terms.sort)
            return Sort(row, is_declared=True) if row else None
        match = self._signs.search(f"{folded(purpose.name.replace('_', ' '))} | {words_of(purpose.title)}")
        row = self.pack.retention.get(match.lastgroup or "") if match else None
        return Sort(row, is_declared=False) if row else None

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        groups = (f"(?P<{sort}>{_uncaptured(folded(words))})" for sort, words in self.pack.signs.items())
        return re.compile(rf"\b(?:{'|'.join(groups)})\b")

    @cached_property
    def items_of_kind(self) -> Mapping[KindName, frozenset[ItemName]]:
        """What the tables hold of each kind of record."""
        found: dict[KindName, set[ItemName]] = defaultdict(set)
        for table in self.manifest.tables():
            for kind in table.kinds:
                found[kind].update(field.item for field in table.fields.values())
        return {kind: frozenset(items) for kind, items in found.items()}

    @cached_property
    def used_whole(self) -> bool:
        """Whether some purpose uses every item of a kind, and no store says which these are."""
        uses = (use for purpose in self.pursued for use in purpose.data.values())
        return not self.manifest.stores and any(use.items is None for use in uses)

    def items_used(self, purpose: Purpose) -> frozenset[ItemName]:
        """The items that a purpose uses, as far as they are listed or the stores say so."""
        used: set[ItemName] = set()
        for kind, use in purpose.data.items():
            used.update(use.items if use.items is not None else self.items_of_kind.get(kind, ()))
        return frozenset(used)

    @cached_property
    def items_in_use(self) -> frozenset[ItemName]:
        """The items of all purposes."""
        return frozenset(item for purpose in self.pursued for item in self.items_used(purpose))

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Every text for people, as applied."""
        return tuple(Spoken(path, text) for path, text in _texts(self.manifest))

    @cached_property
    def recipients_of_marketing(self) -> frozenset[str]:
        """Those to whom a purpose of direct marketing discloses data."""
        return frozenset(
            name for purpose in self.pursued if purpose.direct_marketing for name in purpose.terms.recipients
        )

    def rests_on(self, basis: Basis) -> Iterator[Purpose]:
        """The purposes that rest on it for somebody."""
        return (purpose for purpose in self.pursued if basis in purpose.bases)


def outside(recipient: Recipient) -> bool:
    """Whether it is somebody else than the controller's own people or an authority."""
    return recipient.role in _OUTSIDE


def words_of(*texts: Text | str | None) -> str:
    """Texts in all their languages, in lower case, to look for words in."""
    parts: list[str] = []
    for text in texts:
        parts.extend(text.words.values() if isinstance(text, Text) else [text] if text else [])
    return folded(" | ".join(parts))


def has_word(pattern: str, *texts: Text | str | None) -> bool:
    """Whether whole words match in any language."""
    return re.search(rf"\b(?:{pattern})\b", words_of(*texts)) is not None


def _uncaptured(words: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", words)


def _texts(manifest: Manifest) -> Iterator[tuple[tuple[str, ...], Text]]:
    for kind in manifest.kinds.values():
        yield from _texts_below(kind, ("records", kind.name))
    for item in manifest.items.values():
        yield from _texts_below(item, ("items", item.name))
    for purpose in manifest.purposes.values():
        yield from _texts_below(purpose, ("purposes", purpose.name))
    yield from _texts_below(manifest.policy, ())


def _texts_below(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts_below(part, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts_below(part, (*path, str(number)))
    elif is_dataclass(value):
        for name in _parts(value.__class__):
            part = getattr(value, name)
            if part and type(part) not in _WORDLESS:
                step = () if name == "terms" else (_IN_YAML.get(name, name),)
                yield from _texts_below(part, (*path, *step))


@cache
def _parts(class_: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(class_) if field.name not in _NOT_SHOWN)
