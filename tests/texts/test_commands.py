"""What commands say around their answers has the same blanks in both languages, and a word for each way of export."""

import re

import pytest

from troth.export.model import How
from troth.texts.commands import _WORDS, counted, say
from troth.texts.language import LANGUAGES


@pytest.mark.parametrize("name", sorted(_WORDS))
def test_both_languages_have_the_same_blanks(name: str) -> None:
    french, english = (sorted(set(re.findall(r"\{\w+\}", words))) for words in _WORDS[name])
    assert french == english


def test_every_way_in_which_a_column_is_exported_has_its_word() -> None:
    for language in LANGUAGES:
        assert all(say(f"export.{how.value}", language) for how in How)


def test_none_is_one_in_french_and_many_in_english() -> None:
    assert counted("files", 0, "fr", folder="web") == "web\xa0: 0 fichier écrit"
    assert counted("files", 0, "en", folder="web") == "web: 0 files written"
    assert counted("files", 1, "en", folder="web") == "web: 1 file written"
