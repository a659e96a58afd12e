"""Records of a person as JSON: what data.json holds, and what an application is given."""

from datetime import date, datetime

from troth.claims.facts import Fact
from troth.claims.plan import Claim
from troth.claims.states import State
from troth.claims.world import Value
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.requests.model import Held, Holding
from troth.texts import claims as words
from troth.texts.language import NAMES


def record_as_json(holding: Holding, claims: dict[Claim, int]) -> dict[str, object]:
    """One record; its claims by the numbers that `claims` gives them, new ones added there."""
    numbers: dict[int, list[int]] = {}  # many data have the very same claims

    def numbered(some: tuple[Claim, ...]) -> list[int]:
        if id(some) not in numbers:
            numbers[id(some)] = [claims.setdefault(claim, len(claims)) for claim in some]
        return numbers[id(some)]

    return {
        "key": {column: plain(value) for column, value in holding.key.items()},
        "roles": sorted(holding.roles),
        "data": {column: _datum(held, numbered(held.claims)) for column, held in holding.data.items()},
        "context": {column: plain(value) for column, value in holding.context.items()},
    }


_STATES = {state: state.name.lower() for state in State}


def _datum(held: Held, claims: list[int]) -> dict[str, object]:
    told: dict[str, object] = {
        "value": plain(held.value),
        "state": _STATES[held.state],
        "claims": claims,
    }
    if held.why is not None:
        told["kept_for"] = held.why.value
    if held.is_withheld:
        told["withheld"] = True
    return told


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
