"""Records of a person as JSON: what data.json holds, and what an application is given."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple

from troth.claims.facts import Fact
from troth.claims.judged import Claim
from troth.claims.states import State
from troth.claims.world import Value
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName
from troth.requests.model import Form, Held
from troth.texts import claims as words
from troth.texts.language import NAMES

_MOST_TOLD, _MOST_NUMBERED = 2_000, 100


class Telling:
    """Tells records as JSON: what many of them have in common is written once, and in each only its values."""

    def __init__(self) -> None:
        self._told: dict[Form, _Told] = {}
        self._claims: dict[Claim, str] = {}

    def record(self, form: Form, values: Mapping[Column, Value], claims: dict[Claim, int]) -> str:
        """One record; its claims by the numbers that `claims` gives them, new ones added there."""
        if (told := self._told.get(form)) is None:
            if len(self._told) > _MOST_TOLD:
                self._told, self._claims = {}, {}
            told = self._told[form] = _Told(form)
        return told.text(claims).of(values)

    def claims(self, claims: Iterable[Claim]) -> str:
        """A list of these claims."""
        return f"[{', '.join(map(self._claim, claims))}]"

    def _claim(self, claim: Claim) -> str:
        if claim not in self._claims:
            self._claims[claim] = json.dumps(claim_as_json(claim))
        return self._claims[claim]


class _Told:
    """Records of one form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._claims = tuple(dict.fromkeys(claim for held in form.data.values() for claim in held.claims))
        self._numbered: dict[tuple[int, ...], _Text] = {}

    def text(self, claims: dict[Claim, int]) -> "_Text":
        """How they are told where claims have these numbers."""
        numbers = tuple([claims.setdefault(claim, len(claims)) for claim in self._claims])
        if (text := self._numbered.get(numbers)) is None:
            if len(self._numbered) > _MOST_NUMBERED:
                self._numbered = {}
            text = self._numbered[numbers] = _text(self._form, dict(zip(self._claims, numbers, strict=True)))
        return text


# What is written of a column: a value, unless something stands instead, and what follows it; or that there is none.
_Gap = tuple[Column, str | None, str, str]


class _Text(NamedTuple):
    """A record with a gap for the value of each column."""

    text: str
    gaps: tuple[_Gap, ...]

    def of(self, values: Mapping[Column, Value]) -> str:
        """The record with its values."""
        told = [
            empty
            if (value := values.get(column)) is None
            else (instead or _WRITTEN.get(value.__class__, _plainly)(value)) + beside
            for column, instead, beside, empty in self.gaps
        ]
        return self.text % tuple(told)


def _text(form: Form, claims: Mapping[Claim, int]) -> _Text:
    parts = (
        f'"key": {_object(tuple(form.key), "%s")}',
        f'"roles": [{", ".join(map(_literal, sorted(form.roles)))}]',
        f'"data": {_object(tuple(form.data), _VALUE)}',
        f'"context": {_object(tuple(form.context), "%s")}',
    )
    gaps = (
        *map(_bare, form.key),
        *(_gap(column, held, claims) for column, held in form.data.items()),
        *map(_bare, form.context),
    )
    return _Text(f"{{{', '.join(parts)}}}", gaps)


_VALUE = '{"value": %s}'


@lru_cache(maxsize=1024)
def _object(columns: tuple[Column, ...], gap: str) -> str:
    """An object with a gap for what is told of each column."""
    return f"{{{', '.join([f'{_literal(column)}: {gap}' for column in columns])}}}"


def _literal(name: str) -> str:
    """A name that is written where gaps are: its own signs are none."""
    return encode_basestring_ascii(name).replace("%", "%%")


def _bare(column: Column) -> _Gap:
    """Of a column of which only its value is told."""
    return column, None, "", "null"


def _gap(column: Column, held: Held, claims: Mapping[Claim, int]) -> _Gap:
    """Of a datum."""
    beside = f', "state": "{_STATES[held.state]}", "claims": {[claims[claim] for claim in held.claims]}'
    # Nothing need keep or withhold what is not there (`Held.of`).
    kept_for = "" if held.why is None else f', "kept_for": "{held.why.value}"'
    if held.is_withheld:
        return column, "null", f'{beside}{kept_for}, "withheld": true', f"null{beside}"
    return column, None, f"{beside}{kept_for}", f"null{beside}"


_STATES = {state: state.name.lower() for state in State}


def _plainly(value: Value) -> str:
    """A value as `json.dumps` writes it."""
    return json.dumps(plain(value))


# The same, for what values are as a rule.
_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    date: lambda day: f'"{day.isoformat()}"',
    datetime: lambda instant: f'"{instant.isoformat()}"',
}


def claim_as_json(claim: Claim) -> dict[str, object]:
    """One claim: whose, in which phase and role, in which state, until when."""
    return {
        "purpose": claim.purpose,
        "choice": claim.choice,
        "phase": "archive" if claim.is_archive else "active",
        "role": claim.role,
        "state": claim.state.name.lower(),
        "until": None if claim.until is None else claim.until.isoformat(),
    }


def purpose_as_json(manifest: Manifest, name: PurposeName) -> dict[str, object]:
    """A purpose as data.json tells it."""
    purpose = manifest.purposes[name]
    return {
        "title": dict(purpose.title.words),
        "basis": {role: basis.value for role, basis in purpose.basis.items()},
        "article": {
            language: {role: words.basis(purpose, role, language) for role in purpose.basis}
            for language in NAMES
        },
        "kept": {language: words.retention(manifest, purpose.active, language) for language in NAMES},
        "archive": None
        if purpose.archive is None
        else {
            "kept": {
                language: words.retention(manifest, purpose.archive.span, language) for language in NAMES
            },
            "ground": {language: words.ground(purpose, language) for language in NAMES},
        },
        "recipients": {
            recipient: words.recipient(manifest.policy.recipients[recipient], "en")
            for recipient in sorted(purpose.terms.recipients)
        },
    }


def fact_as_json(fact: Fact) -> dict[str, object]:
    """What was recorded of a person's choices, as data.json tells it."""
    return {
        "effect": fact.effect.value,
        "since": fact.since.isoformat(),
        "key_type": None if fact.key is None else fact.key.type,
        "purposes": sorted(fact.purposes),
        "choice": fact.choice,
        "items": sorted(fact.items),
        "name": fact.name,
    }


def plain(value: Value) -> str | int | None:
    """A value as JSON and spreadsheets have it: dates and instants in ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else value
