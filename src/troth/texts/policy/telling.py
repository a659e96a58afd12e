"""What every part of a policy's page has at hand: the manifest, the language, and what is looked up often."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from troth.manifest.model import Manifest
from troth.manifest.names import ItemName, KindName, PurposeName
from troth.manifest.purposes import DataUse, Purpose
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts import html
from troth.texts.language import Language, capital, either, listed, typeset
from troth.texts.policy.sentences import SENTENCES
from troth.texts.vocabulary import word

Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """One language's view of a manifest. Whatever its methods give is safe in HTML."""

    manifest: Manifest
    language: Language
    on: date  # the day from which these words hold
    items_of_kind: Mapping[KindName, tuple[ItemName, ...]]
    place_of_item: Mapping[ItemName, int]
    purposes_of: Mapping[str, tuple[PurposeName, ...]]  # by recipient

    @classmethod
    def of(cls, manifest: Manifest, language: Language, on: date) -> "Telling":
        """Looks up once what every purpose asks for."""
        items: dict[KindName, dict[ItemName, None]] = {}
        for table in manifest.tables():
            for kind in table.kinds:
                items.setdefault(kind, {}).update(dict.fromkeys(f.item for f in table.fields.values()))
        purposes: dict[str, list[PurposeName]] = {}
        for purpose in in_force(manifest, on):
            for recipient in sorted(purpose.terms.recipients):
                purposes.setdefault(recipient, []).append(purpose.name)
        return cls(
            manifest,
            language,
            on,
            {kind: tuple(found) for kind, found in items.items()},
            {item: place for place, item in enumerate(manifest.items)},
            {name: tuple(found) for name, found in purposes.items()},
        )

    def say(self, name: str, /, **filled: object) -> str:
        """A sentence of ours; what is filled in is no HTML."""
        return html.text(say(name, self.language, **filled))

    def put(self, name: str, /, **filled: str) -> str:
        """A sentence of ours; what is filled in is safe HTML already."""
        return html.text(template(name, self.language)).format(**filled)

    def words(self, text: Text) -> str:
        """The operator's words, marked where they are in another language."""
        spoken = text.language(self.language)
        told = html.text(typeset(text.in_(self.language), "fr" if spoken == "fr" else self.language))
        is_marked = spoken not in (self.language, ANY_LANGUAGE)
        return f'<span lang="{html.text(spoken)}">{told}</span>' if is_marked else told

    def unmarked(self, text: Text) -> str:
        """The operator's words where no markup may stand, not escaped."""
        return typeset(text.in_(self.language), self.language)

    def word(self, name: str, place: str = "") -> str:
        """A short word of the manifest, as it reads at that place."""
        return html.text(word(name, self.language, place))

    def listed(self, names: Iterable[str], place: str = "") -> str:
        """Short words of the manifest in a row."""
        return listed([self.word(name, place) for name in names], self.language)

    def either(self, names: Iterable[str], place: str = "") -> str:
        """Short words of the manifest, of which one is enough."""
        return either([self.word(name, place) for name in names], self.language)

    @property
    def colon(self) -> str:
        """A colon as the language sets it."""
        return "\xa0: " if self.language == "fr" else ": "

    def capital(self, told: str) -> str:
        """With a capital at the beginning, where no markup stands there."""
        return told if told.startswith("<") else capital(told)

    def items(self, kind: KindName, use: DataUse) -> list[ItemName]:
        """The items of one kind that a purpose uses, in the order of the policy; no purpose may use all of them."""
        named = self.items_of_kind.get(kind, ()) if use.items is None else use.items
        allowed = (item for item in named if self.manifest.items[item].prohibited is None)
        return sorted(allowed, key=self.place_of_item.__getitem__)

    def in_force(self) -> list[Purpose]:
        """The purposes that this version speaks of: an ended one is left out from its day on."""
        return in_force(self.manifest, self.on)


def say(name: str, language: Language, /, **filled: object) -> str:
    """The sentence of that name, not escaped."""
    return template(name, language).format(**filled)


def template(name: str, language: Language) -> str:
    """The sentence of that name, as it stands."""
    french, english = SENTENCES[name]
    return french if language == "fr" else english


def in_force(manifest: Manifest, on: date) -> list[Purpose]:
    """The purposes that are not ended on that day."""
    return [one for one in manifest.purposes.values() if one.ended is None or one.ended > on]
