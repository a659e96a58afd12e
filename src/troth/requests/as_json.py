"""Records of a person as JSON: what data.json holds, and what an application is given."""

from datetime import date, datetime

from troth.claims.plan import Claim
from troth.claims.states import State
from troth.claims.world import Value
from troth.requests.model import Held, Holding


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


def plain(value: Value) -> str | int | None:
    """A value as JSON and spreadsheets have it: dates and instants in ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else value
