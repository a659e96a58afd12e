"""The smallest pieces of the grammar: names, texts, periods, dates, yes and no."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from troth.manifest import nodes
from troth.manifest.condition import Scalar
from troth.manifest.found import WRONG, Found, Wrong, shown
from troth.manifest.nodes import Node
from troth.manifest.period import Period
from troth.manifest.shapes import Schema, Shape, Word
from troth.manifest.text import ANY_LANGUAGE, Text

N = TypeVar("N", bound=str)
LANGUAGE_PATTERN = r"^[a-z]{2}(-[A-Z]{2})?$"
NAME_PATTERN = r"^[a-z][a-z0-9_-]{0,62}$"


def matching(pattern: str) -> Callable[[str], str]:
    """The text itself where it matches, else ValueError."""

    def make(text: str) -> str:
        if not re.search(pattern, text):
            raise ValueError(text)
        return text

    return make


def name(of_what: str, type_: Callable[[str], N]) -> Shape[N]:
    """The name of something that is declared in the manifest."""
    return Word(
        f"the name of {of_what}",
        lambda text: type_(matching(NAME_PATTERN)(text)),
        problem_name="bad-name",
        mend="a name is lower case letters, digits, `_` and `-`, and begins with a letter",
        pattern=NAME_PATTERN,
    )


def _column(text: str) -> str:
    if not text.strip() or len(text) > 128 or any(character in text for character in "\n\r"):
        raise ValueError(text)
    return text


def sql_name(of_what: str, type_: Callable[[str], N]) -> Shape[N]:
    """The name of a table or column, as the database has it."""
    return Word(f"the name of {of_what}", lambda text: type_(_column(text)), problem_name="bad-name")


def iso_date(text: str) -> date:
    """A date written YYYY-MM-DD; raises ValueError for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _line(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _period(text: str) -> Period:
    return Period.parse(text)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text)


def _refuse(text: str) -> bool:
    raise ValueError(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"0|[1-9]\d{0,8}", text):
        raise ValueError(text)
    return int(text)


def _size(text: str) -> int:
    if _count(text) == 0:
        raise ValueError(text)
    return int(text)


def _zone(text: str) -> str:
    if text not in available_zones():
        raise ValueError(text)
    return text


@cache
def available_zones() -> frozenset[str]:
    """The names of time zones (IANA)."""
    return frozenset(available_timezones())


def _month_and_day(text: str) -> tuple[int, int]:
    moment = iso_date(f"2001-{text}")  # no leap year: 29 February is not a day of every year
    return moment.month, moment.day


class TextShape(Shape[Text]):
    """Words for people: one text, or one for each language."""

    def read(self, node: Node, found: Found) -> Text | Wrong:
        if isinstance(node, nodes.Scalar) and node.text.strip() and not node.is_null:
            return Text({ANY_LANGUAGE: node.text.strip()})
        if not isinstance(node, nodes.Mapping) or not node.entries:
            return found.not_read(node, self.words)
        words: dict[str, str] = {}
        for language, (key, child) in node.entries.items():
            if not re.search(LANGUAGE_PATTERN, language):
                mend = "write one line for each language (`en: …`, `fr: …`); in braces, a comma needs quotes"
                return found.wrong("not-a-language", key, f"`{language[:60]}` is not a language code", mend)
            if not isinstance(child, nodes.Scalar) or child.is_null or not child.text.strip():
                return found.not_read(child, "a text")
            words[language] = child.text.strip()
        return Text(words)

    def suits(self, node: Node) -> bool:
        if isinstance(node, nodes.Mapping):
            return bool(node.entries) and all(re.search(LANGUAGE_PATTERN, key) for key in node.entries)
        return super().suits(node)

    def schema(self, definitions: Schema) -> Schema:
        one: Schema = {"type": ["string", "number"]}
        by_language: Schema = {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {LANGUAGE_PATTERN: one},
            "additionalProperties": False,
        }
        definitions["text"] = {"anyOf": [one, by_language]}
        return {"$ref": "#/$defs/text"}

    @property
    def words(self) -> str:
        return "a text, or one for each language"


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})")
_GUESSED = re.compile(  # what YAML 1.1 readers take for something else than text
    r"(?i)y|n|yes|no|on|off|true|false|[-+]?[\d_]+|[-+]?0[xob][\da-f_]+|[-+]?[\d_]*\.[\d_]*(e[-+]?\d+)?"
    r"|[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?|\d{4}-\d\d?-\d\d?.*|[-+]?\.(inf|nan)"
)


class ValueShape(Shape[Scalar]):
    """A value that a column holds: a text, a whole number, true or false."""

    def read(self, node: Node, found: Found) -> Scalar | Wrong:
        if not isinstance(node, nodes.Scalar) or node.is_null:
            return found.not_read(node, self.words)
        if not node.is_plain:
            return node.text
        if node.text in ("true", "false"):
            return node.text == "true"
        if _NUMBER.fullmatch(node.text):
            return int(node.text)
        if _GUESSED.fullmatch(node.text):
            found.wrong("ambiguous-value", node, f"{shown(node)} can be read in two ways")
            return WRONG
        return node.text

    def schema(self, definitions: Schema) -> Schema:
        return {"type": ["string", "integer", "boolean"]}

    @property
    def words(self) -> str:
        return "a text, a whole number, true or false"


TEXT = TextShape()
VALUE = ValueShape()
LINE = Word("a text", _line, json_type=["string", "number"])
PERIOD = Word(
    "a period (ISO 8601: P3Y, P6M, P30D, PT48H)",
    _period,
    problem_name="period-not-iso",
    mend="write years, months or days as P3Y, P6M, P30D, or hours as PT48H",
    pattern=r"^P(?=.)",
)
DATE = Word("a date (2026-01-31)", iso_date, problem_name="date-not-iso", pattern=r"^\d{4}-\d{2}-\d{2}$")
BOOLEAN = Word(
    "true or false",
    _boolean,
    problem_name="not-true-or-false",
    mend="write true or false",
    plain_only=True,
    json_type="boolean",
)
COUNT = Word("a whole number", _count, problem_name="not-a-number", plain_only=True, json_type="integer")
SIZE = Word(
    "a whole number from 1 on", _size, problem_name="not-a-number", plain_only=True, json_type="integer"
)
ZONE = Word(
    "a time zone (Europe/Paris)",
    _zone,
    problem_name="unknown-zone",
    mend="write a name of the IANA time zone database, such as Europe/Paris or UTC",
)
MONTH_AND_DAY = Word(
    "a month and a day (12-31)", _month_and_day, problem_name="date-not-iso", mend="write it as 12-31"
)
LANGUAGE = Word("a language code (fr)", matching(LANGUAGE_PATTERN), problem_name="not-a-language")
COUNTRY = Word(
    "a country code (ISO 3166: FR)",
    matching(r"^[A-Z]{2}$|^EEA$"),
    problem_name="not-a-country",
    mend="write two capital letters, as FR or US, or EEA for the whole area",
    pattern=r"^[A-Z]{2}$|^EEA$",
)
EMAIL = Word("an e-mail address", matching(r"^[^@\s]+@[^@\s]+$"), problem_name="wrong-value")
URL = Word(
    "an address on the web (https://…)", matching(r"^(https?://\S+|/\S*)$"), problem_name="wrong-value"
)
