"""What changed between two versions, in the reader's words: material changes first, then the rest."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from troth.claims.classes import Sort
from troth.claims.diff import Change
from troth.manifest.model import Manifest
from troth.manifest.period import Period
from troth.manifest.purposes import Basis
from troth.manifest.text import Text
from troth.texts.language import Language, capital, country, listed, period, typeset, uncapital
from troth.texts.policy.sentences import SENTENCES
from troth.texts.policy.telling import say, template
from troth.texts.vocabulary import word

_WITHOUT_VALUES = frozenset({Sort.PURPOSE_ADDED, Sort.PURPOSE_ENDED, Sort.WORDS_CHANGED, Sort.OTHER})


@dataclass(frozen=True, slots=True)
class Told:
    """A change as people read it; not escaped."""

    change: Change
    is_material: bool  # by its class, or because a person was stricter
    words: str


def told(
    before: Manifest,
    after: Manifest,
    found: Sequence[Change],
    stricter: Collection[str],
    language: Language,
) -> list[Told]:
    """Each change in words; those named in `stricter` are material whatever their class."""
    teller = _Teller(before, after, language)
    all_told = [
        Told(change, change.is_material or change.name in stricter, teller.sentence(change))
        for change in found
    ]
    unique = {(one.is_material, one.words): one for one in all_told}  # one sentence for what looks alike
    return sorted(unique.values(), key=lambda one: not one.is_material)


@dataclass(frozen=True, slots=True)
class _Teller:
    before: Manifest
    after: Manifest
    language: Language

    def sentence(self, change: Change) -> str:
        where = self._where(change)
        name = f"change.{change.sort.value}"
        if change.sort in _WITHOUT_VALUES:
            return capital(say(name, self.language, where=where))
        parts = [self._value(change, value) for value in (change.before, change.after)]
        before, after = self._only_new(change, parts)
        kind = f"{name}.to" if before and after and f"{name}.to" in SENTENCES else name
        filled = {"where": where, "before": before, "after": after}
        empty = {key for key, words in filled.items() if not words or (key != "where" and words == where)}
        if any(f"{{{key}}}" in template(kind, self.language) for key in empty):
            kind = f"{name}.alone"
        return capital(say(kind, self.language, **filled))

    def _only_new(self, change: Change, parts: Sequence[list[str]]) -> tuple[str, str]:
        """Of two lists, what each has and the other has not."""
        old, new = parts
        is_list = isinstance(change.before, list) or isinstance(change.after, list)
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        lists = (gone, come) if is_list else (old, new)
        return listed(lists[0], self.language), listed(lists[1], self.language)

    # --- where --------------------------------------------------------------------------------------------

    def _where(self, change: Change) -> str:
        if change.path[0] == "purposes":
            return self._title("purposes", change.path[1])
        if len(change.path) > 1:
            found = self._title(change.path[0], change.path[1])
            if found:
                return found
        place = f"place.{change.path[0]}"
        told = say(place if place in SENTENCES else "place.policy", self.language)
        part = f"right.{change.path[-1]}"
        is_telling = change.path[0] == "requests" and part in SENTENCES
        return f"{told}, {uncapital(say(part, self.language))}" if is_telling else told

    def _title(self, kind: str, name: str) -> str:
        """What the operator calls something of that kind, in the version after or else before."""
        for manifest in (self.after, self.before):
            found = title_of(manifest, kind, name)
            if found is not None:
                return typeset(found.in_(self.language), self.language)
        right = f"right.{name}.name"
        return say(right, self.language) if kind == "rights" and right in SENTENCES else ""

    # --- what ---------------------------------------------------------------------------------------------

    def _value(self, change: Change, value: Any) -> list[str]:
        if value is None:
            return []
        if isinstance(value, bool):
            return [say("change.yes" if value else "change.no", self.language)]
        if isinstance(value, list):
            return [said for one in value for said in self._value(change, one)]
        if isinstance(value, Mapping):
            return self._of_mapping(value)
        return [self._word(change, str(value))]

    def _of_mapping(self, value: Mapping[str, Any]) -> list[str]:
        """A whole thing by its title, a text by its words, a transfer by its country."""
        for text in (value, value.get("title")):
            if isinstance(text, Mapping) and "words" in text:
                return [typeset(Text(text["words"]).in_(self.language), self.language)]
        if isinstance(value.get("country"), str):
            return [country(value["country"], self.language)]
        name = value.get("name") or value.get("cited")
        return [str(name)] if name else []

    def _word(self, change: Change, value: str) -> str:
        """A name by what it names, a period in words, else the short word of the manifest."""
        if _is_period(value):
            return period(Period.parse(value), self.language)
        if value in {basis.value for basis in Basis}:
            return say(f"basis.{value}", self.language)
        if "countries" in change.path:
            return country(value, self.language)
        last = change.path[-1]
        kinds = {
            "recipients": "recipients",
            "set_by": "recipients",
            "channels": "channels",
            "clock": "clocks",
        }
        kind = kinds.get(last, "purposes" if change.sort is Sort.PURPOSE_RENAMED else "items")
        if last == "categories":
            kind = "marketing"
        return self._title(kind, value) or word(value, self.language)


def _is_period(value: str) -> bool:
    try:
        Period.parse(value)
    except ValueError:
        return False
    return True


_TITLES: Mapping[str, Callable[[Manifest], Mapping[Any, Any]]] = {
    "purposes": lambda manifest: manifest.purposes,
    "items": lambda manifest: manifest.items,
    "kinds": lambda manifest: manifest.kinds,
    "recipients": lambda manifest: manifest.policy.recipients,
    "channels": lambda manifest: manifest.policy.channels,
    "cookies": lambda manifest: manifest.policy.cookies,
    "cookie_categories": lambda manifest: manifest.policy.cookie_categories,
    "forms": lambda manifest: manifest.policy.forms,
    "measures": lambda manifest: manifest.policy.measures,
    "sections": lambda manifest: manifest.policy.sections,
    "marketing": lambda manifest: manifest.policy.marketing,
    "clocks": lambda manifest: manifest.policy.clocks,
    "threats": lambda manifest: manifest.policy.threats,
    "events": lambda manifest: manifest.policy.events,
}


def title_of(manifest: Manifest, kind: str, name: str) -> Text | None:
    """What the operator calls a thing of that kind (`recipients`); none where it has no title."""
    if kind not in _TITLES:
        return None
    found = _TITLES[kind](manifest).get(name)
    text = found if isinstance(found, Text) or found is None else found.title
    assert text is None or isinstance(text, Text)
    return text
