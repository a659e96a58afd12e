"""The preference centre in words: choices, ways out, receipts."""

from troth.texts.language import Language
from troth.texts.preferences.sentences import SENTENCES


def say(name: str, language: Language, /, **filled: object) -> str:
    """The sentence of that name, not escaped."""
    return template(name, language).format(**filled)


def template(name: str, language: Language) -> str:
    """The sentence of that name, as it stands."""
    french, english = SENTENCES[name]
    return french if language == "fr" else english
