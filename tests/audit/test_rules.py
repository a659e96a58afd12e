"""What is hashed is the one form of RFC 8785, however it is written."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.database.own import NOON
from troth.audit.rules import NotForTheLog, canonical, record_hash

MOST = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-MOST, MOST)
    | TEXTS
    | st.sampled_from(["\x7f", "\u2028", "é", "🙂"])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_a_body_is_written_as_rfc_8785_says(body: dict[str, Any]) -> None:
    assert canonical(body) == rfc8785.dumps(body)


@given(TEXTS, TEXTS, st.integers(1, MOST), st.binary(max_size=32))
def test_a_record_is_hashed_as_rfc_8785_says(site: str, event: str, sequence: int, body: bytes) -> None:
    parts: dict[str, Any] = {
        "at": "2026-03-01T12:00:00.000000Z",
        "body": body.hex(),
        "event": event,
        "sequence": sequence,
        "site": site,
    }
    assert record_hash(site, sequence, event, NOON, body) == hashlib.sha256(rfc8785.dumps(parts)).digest()


def test_the_hour_that_comes_twice_is_two_instants() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    instants = [first, first.replace(fold=1)]
    assert instants[0] == instants[1]  # to Python, whose clock on the wall shows the same
    hashes = [record_hash("acme", 1, "plan.made", at, b"") for at in instants]
    assert hashes == [record_hash("acme", 1, "plan.made", at.astimezone(UTC), b"") for at in instants]
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize("number", [MOST + 1, -MOST - 1])
def test_a_number_that_json_cannot_hold_is_refused(number: int) -> None:
    with pytest.raises(NotForTheLog):
        canonical({"rows": number})
