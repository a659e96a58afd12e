"""The gate over HTTP: may this purpose use data about this person now? One question, or one about many people."""

from collections.abc import Mapping, Sequence

from troth.gate.model import Question
from troth.gate.words import as_json
from troth.web.request import answers
from troth.web.request.answers import Answer, Json
from troth.web.request.asked import Asked
from troth.web.request.failures import Malformed

MOST = 1_000  # people in one request
MOST_BYTES = 1_000_000

_TEXTS = ("choice", "channel", "recipient", "actor")
_KNOWN = frozenset({"purpose", "items", *_TEXTS, "age", "subject", "subjects"})
_OLDEST = 150


def may(asked: Asked) -> Answer:
    """
    One question about one person: `{"purpose": …, "channel": …, "subject": {"email": …}}`.

    Answers `{"may": true, "conditions": […]}` or `{"may": false, "reason": {"name": …, "fr": …, "en": …}}`.
    """
    body = _object(asked.json, "the body")
    answer = asked.hosted.gate.may(_question(body), _subject(body.get("subject")), asked.at)
    return answers.as_json(as_json(asked.site.manifest, answer))


def may_each(asked: Asked) -> Answer:
    """The same question about many people, `"subjects": [{"email": …}, …]`: `{"answers": […]}` in their order."""
    body = _object(asked.json, "the body")
    told = body.get("subjects")
    if not isinstance(told, list) or not 1 <= len(told) <= MOST:
        raise Malformed(f"`subjects` is a list of 1 to {MOST}")
    found = asked.hosted.gate.may_all(_question(body), [_subject(one) for one in told], asked.at)
    return answers.as_json({"answers": [as_json(asked.site.manifest, answer) for answer in found]})


def _question(body: Mapping[str, Json]) -> Question:
    strange = sorted(body.keys() - _KNOWN)
    if strange:
        raise Malformed(f"`{strange[0][:40]}` is no part of a question")
    items = body.get("items")
    if items is not None and (not isinstance(items, list) or not 1 <= len(items) <= MOST):
        raise Malformed(f"`items` is a list of 1 to {MOST}")
    named = None if items is None else frozenset(_word(item, "items") for item in items)
    texts = (None if body.get(name) is None else _word(body[name], name) for name in _TEXTS)
    choice, channel, recipient, actor = texts
    age = body.get("age")
    if age is not None and (not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= _OLDEST):
        raise Malformed("`age` is a whole number of years")
    return Question(_word(body.get("purpose"), "purpose"), named, choice, channel, recipient, actor, age)


def _subject(told: Json) -> Mapping[str, str]:
    keys = _object(told, "`subject`")
    if not 1 <= len(keys) <= 20:
        raise Malformed("`subject` holds 1 to 20 keys")
    return {kind: _word(value, "subject") for kind, value in keys.items()}


def _object(value: Json, name: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping) or isinstance(value, Sequence):
        raise Malformed(f"{name} is no object")
    return value


def _word(value: Json, name: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 1_000:
        raise Malformed(f"`{name}` is missing, no text, or too long")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise Malformed(f"`{name}` is no text: it holds a NUL character or half a character")
    return value
