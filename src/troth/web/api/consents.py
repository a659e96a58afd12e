"""Consent from elsewhere over HTTP: a shop's counter, a telephone call, the operator's own forms."""

from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime

from troth.claims.contacts import Contacts
from troth.claims.keys import Key
from troth.consent.model import Answer, Minor, NewDecision, Notice, OfferId, id_of, name_of
from troth.consent.state import standing
from troth.web.request import answers
from troth.web.request.answers import Answer as Given
from troth.web.request.answers import Json
from troth.web.request.asked import Asked
from troth.web.request.failures import Malformed

MOST = 1_000  # decisions in one request
MOST_BYTES = 1_000_000
LAYERS: Mapping[str, str] = {"paper": "paper", "post": "paper", "phone": "spoken", "counter": "spoken"}

_TEXTS = ("act", "channel", "language", "layer", "page", "at")
_PARTS = frozenset({"key", "answers", "proof", "minor", *_TEXTS})
_OF_MINOR = frozenset({"child_agrees", "parent", "proof"})
_ANSWERS = {one.value: one for one in (Answer.GRANTED, Answer.REFUSED)}


def record(asked: Asked) -> Given:
    """Record what people decided elsewhere, all of it or nothing: one decision, or `{"decisions": […]}`."""
    body = _mapping(asked.json)
    told = _only(body, {"decisions"})["decisions"] if "decisions" in body else [body]
    if not isinstance(told, list) or not 1 <= len(told) <= MOST:
        raise Malformed(f"`decisions` is a list of 1 to {MOST}")
    contacts = Contacts.of(asked.site.manifest, asked.today)
    decisions = [_decision(asked, contacts, _mapping(one)) for one in told]
    recorded = asked.hosted.writer.write(decisions)
    asked.hosted.metrics.decisions.labels(asked.site.name).inc(len(recorded))
    return answers.as_json(
        {
            "recorded": [
                {
                    "id": one.id,
                    "number": one.number,
                    "events": {name_of(offer): event.value for offer, event in one.events.items()},
                }
                for one in recorded
            ]
        },
        201,
    )


def state(asked: Asked) -> Given:
    """How each offer stands for the person with these keys: `{"keys": {"email": "…"}}`."""
    keys = _mapping(_only(_mapping(asked.json), {"keys"}).get("keys"))
    found = standing(asked.site, frozenset(_keys(keys)), asked.at)
    return answers.as_json(
        {
            "state": {
                name_of(offer): {
                    "answer": one.answer.value,
                    "since": None if one.since is None else one.since.isoformat(),
                    "until": None if one.until is None else one.until.isoformat(),
                }
                for offer, one in found.items()
            }
        }
    )


def _decision(asked: Asked, contacts: Contacts, told: Mapping[str, Json]) -> NewDecision:
    texts = {name: _text(_only(told, _PARTS), name) for name in _TEXTS}
    keys = [*_keys(_mapping(told.get("key")))]
    if len(keys) != 1:
        raise Malformed("`key` is one type of key with its value")
    if wrong := contacts.wrong(keys[0]):
        raise Malformed(wrong)
    channel = texts["channel"] or "web"
    language = texts["language"] or asked.language
    published = asked.hosted.policies.on(asked.today)
    notice = Notice(
        language,
        texts["layer"] or LAYERS.get(channel, "form"),
        published.current,
        asked.site.manifest_hash,
    )
    return NewDecision(
        keys[0],
        dict(_answers(_mapping(told.get("answers")))),
        notice,
        texts["act"],
        _instant(asked, texts["at"]),
        page=texts["page"],
        channel=channel,
        proof={name: _word(value, "proof") for name, value in _mapping(told.get("proof") or {}).items()},
        minor=_minor(told.get("minor")),
    )


def _minor(told: Json) -> Minor | None:
    """Who consented with, or for, a child: `{"child_agrees": true, "parent": "her mother", "proof": "…"}`."""
    if told is None:
        return None
    parts = _only(_mapping(told), _OF_MINOR)
    agrees = parts.get("child_agrees")
    if not isinstance(agrees, bool):
        raise Malformed("`child_agrees` is true or false")
    return Minor(agrees, _text(parts, "parent"), _text(parts, "proof"))


def _answers(told: Mapping[str, Json]) -> Iterator[tuple[OfferId, Answer]]:
    for name, value in told.items():
        if not isinstance(value, str) or value not in _ANSWERS:
            raise Malformed("an answer is `granted` or `refused`")
        yield id_of(name), _ANSWERS[value]


def _keys(told: Mapping[str, Json]) -> Iterator[Key]:
    for type_, value in told.items():
        key = Key.of(type_, _word(value, "key"))
        if not key.value or "\0" in key.value or len(key.value) > 1000:
            raise Malformed("the value of a key is empty, too long or no text")
        yield key


def _instant(asked: Asked, text: str) -> datetime:
    """When it was decided; what is still to come was not."""
    if not text:
        return asked.at
    try:
        at = datetime.fromisoformat(text)
        is_past = at.tzinfo is not None and at.astimezone(UTC) <= asked.at
    except (ValueError, OverflowError):
        raise Malformed("`at` is no instant: 2026-01-31T12:00:00+01:00") from None
    if not is_past:
        raise Malformed("`at` has no offset, or is still to come")
    return at.astimezone(UTC)


def _text(told: Mapping[str, Json], name: str) -> str:
    return _word(told.get(name, ""), name)


def _word(value: Json, name: str) -> str:
    if not isinstance(value, str) or len(value) > 2_000:
        raise Malformed(f"`{name}` is no text, or too long")
    if "\0" in value:
        raise Malformed(f"`{name}` is no text: it holds a NUL character")
    return value


def _only(told: Mapping[str, Json], known: Set[str]) -> Mapping[str, Json]:
    """The same, unless it says more than is known here: a `minor` mistyped would make a child an adult."""
    if strange := sorted(told.keys() - known):
        raise Malformed(f"`{strange[0][:40]}` is no part of a decision")
    return told


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise Malformed("this is not the object it should be")
    return value
