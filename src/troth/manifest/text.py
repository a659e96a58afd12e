"""Words for people, in each language they are published in."""

from collections.abc import Mapping
from dataclasses import dataclass

ANY_LANGUAGE = "und"  # BCP 47: the operator wrote one text and did not say in which language


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or several languages (keys: language codes, "fr", "en"; ANY_LANGUAGE)."""

    words: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The text in that language, else in English, else in whichever it has."""
        return self.words.get(self.language(language), "")

    def language(self, wanted: str) -> str:
        """The language in which `in_` gives the text."""
        if wanted in self.words:
            return wanted
        return "en" if self.words.get("en") else next(iter(self.words), ANY_LANGUAGE)
