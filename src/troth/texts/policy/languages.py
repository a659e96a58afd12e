"""Whether a policy says the same in all its languages: a text that one lacks, figures that are not the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from troth.manifest.model import Manifest
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts.language import Language
from troth.texts.policy.page import languages_of

_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Divergence:
    """One text whose languages do not say the same."""

    path: tuple[str, ...]
    lacking: str = ""  # the language in which it is not written
    figures: str = ""  # else: those of each language

    def told(self, language: Language) -> str:
        """What differs, in words that follow the text's name."""
        if self.lacking:
            return {"fr": f"n’est pas écrit en {self.lacking}", "en": f"is not written in {self.lacking}"}[
                language
            ]
        return {
            "fr": f"n’a pas les mêmes chiffres dans toutes les langues ({self.figures})",
            "en": f"has other figures in one language than in another ({self.figures})",
        }[language]


def divergences(manifest: Manifest) -> Iterator[Divergence]:
    """Every text that lacks a published language, or whose figures differ between two of them."""
    languages = languages_of(manifest)
    parts = {"items": manifest.items, "records": manifest.kinds, "purposes": manifest.purposes}
    for path, text in (*_texts(parts, ()), *_texts(manifest.policy, ())):
        if ANY_LANGUAGE in text.words:
            continue
        lacking = [language for language in languages if language not in text.words]
        yield from (Divergence(path, lacking=language) for language in lacking)
        figures = {one: sorted(_FIGURE.findall(text.words[one])) for one in languages if one in text.words}
        told = {tuple(found) for found in figures.values() if found}
        if len(told) > 1:
            said = "; ".join(f"{language}: {', '.join(found)}" for language, found in figures.items())
            yield Divergence(path, figures=said)


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts(part, (*path, str(number)))
    elif is_dataclass(value):
        for name in _parts(value.__class__):
            part = getattr(value, name)
            if part and not isinstance(part, str):
                yield from _texts(part, (*path, name))


@cache
def _parts(class_: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(class_) if field.name != "departures")
