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
        if language in self.words:
            return self.words[language]
        return self.words.get("en") or next(iter(self.words.values()), "")
