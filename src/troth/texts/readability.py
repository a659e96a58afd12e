"""
How easily a page reads: Flesch for English, Kandel and Moles for French, 100 very easy and 0 very hard.

Both count words to a sentence and syllables to a word; Kandel and Moles (1958) fitted Flesch's weights to
French. Titles and cells of tables are no sentences and are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from troth.texts.language import Language

_PROSE = re.compile(r"<(p|li|dd)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"(?<=[.!?…])[\s\xa0]+(?=[^\W\d_a-zà-ÿ])")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_FRENCH_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Readability:
    """A page's figures."""

    score: float
    words_a_sentence: float
    longest: int  # the words of its longest sentence

    def __str__(self) -> str:
        return (
            f"readability {self.score:.0f} of 100, {self.words_a_sentence:.0f} words a sentence, "
            f"the longest {self.longest}"
        )

    def as_json(self) -> dict[str, float]:
        """The figures for programs."""
        return {"score": round(self.score, 1), "words_a_sentence": round(self.words_a_sentence, 1)}


def readability(page: str, language: Language) -> Readability:
    """The figures of a page's prose."""
    counted = [words for sentence in sentences(page) if (words := _WORD.findall(sentence.lower()))]
    if not counted:
        return Readability(100.0, 0.0, 0)
    words = [word for some in counted for word in some]
    a_sentence = len(words) / len(counted)
    a_word = sum(syllables(word, language) for word in words) / len(words)
    score = (
        207 - 1.015 * a_sentence - 73.6 * a_word
        if language == "fr"
        else 206.835 - 1.015 * a_sentence - 84.6 * a_word
    )
    return Readability(max(0.0, min(100.0, score)), a_sentence, max(map(len, counted)))


def sentences(page: str) -> Iterator[str]:
    """The sentences of a page's paragraphs, items and definitions."""
    for match in _PROSE.finditer(page):
        for line in match[2].split("<br>"):
            text = " ".join(unescape(_TAG.sub(" ", line)).split())
            yield from (part for part in _SENTENCE.split(text) if part)


def word_count(sentence: str) -> int:
    """How many words a sentence has."""
    return len(_WORD.findall(sentence))


@lru_cache(maxsize=20_000)
def syllables(word: str, language: Language) -> int:
    """Groups of vowels, without the silent e at the end."""
    pattern = _FRENCH_VOWELS if language == "fr" else _ENGLISH_VOWELS
    groups: Sequence[str] = pattern.findall(word)
    silent = ("e", "es", "ent") if language == "fr" else ("e", "es", "ed")
    is_silent = (
        len(groups) > 1 and any(word.endswith(end) for end in silent) and not word.endswith(("le", "les"))
    )
    return max(1, len(groups) - is_silent)
