"""How old an answer may be: what this process records counts at once, what another records within the stated bound."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.gate.shop import ANA, NOON, given, newsletter, told
from tests.retention.shop import Shop, copied
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.gate import Gate, Question
from troth.site import Site
from troth.subjects.identities import remember
from troth.subjects.model import Identity
from troth.subjects.records import forget_person

LETTER = Question("newsletter", channel="email")
ANA_ONLY = {"email": "ana@example.com"}
SOON = NOON + timedelta(minutes=1)


class Ticking:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def alone(made: Shop, tmp_path: Path) -> Shop:
    """The shop without stores, so that facts alone decide."""
    shop = copied(made, tmp_path / "alone")
    (shop.folder / "stores.yaml").unlink()
    return shop


@pytest.fixture
def site(alone: Shop) -> Iterator[Site]:
    with alone.open() as site:
        yield site


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


def test_what_another_process_records_counts_within_the_bound(
    alone: Shop, site: Site, clock: Ticking
) -> None:
    gate = Gate(site, seconds=1, clock=clock)
    told(alone, given())
    assert gate.may(LETTER, ANA_ONLY, SOON)
    told(alone, newsletter(Effect.WITHDRAWN))
    clock.now = 0.99
    assert gate.may(LETTER, ANA_ONLY, SOON)  # the stated staleness
    clock.now = 1.0
    assert not gate.may(LETTER, ANA_ONLY, SOON)


def test_only_those_whom_a_change_concerns_are_read_again(alone: Shop, site: Site, clock: Ticking) -> None:
    gate = Gate(site, seconds=1, clock=clock)
    told(alone, given())
    assert gate.may(LETTER, ANA_ONLY, SOON)
    kept = gate._people[gate._who(ANA_ONLY)]
    told(alone, given(Key.of("email", "ben@example.com")))
    clock.now = 2.0
    assert gate.may(LETTER, ANA_ONLY, SOON)
    assert gate._people[gate._who(ANA_ONLY)] is kept


def test_what_another_process_forgets_or_joins_counts_too(alone: Shop, site: Site, clock: Ticking) -> None:
    gate = Gate(site, seconds=1, clock=clock)
    account = Key.of("account", "1")
    told(alone, given(), newsletter(Effect.WITHDRAWN, account))
    assert gate.may(LETTER, ANA_ONLY, SOON)
    with alone.open() as other, other.database.transaction() as tx:
        remember(tx, other.name, [Identity(frozenset({ANA, account}))])
    clock.now = 2.0
    assert not gate.may(LETTER, ANA_ONLY, SOON)
    with alone.open() as other, other.database.transaction() as tx:
        forget_person(tx, other.name, [account])
    clock.now = 4.0
    assert gate.may(LETTER, ANA_ONLY, SOON)  # nobody knows any more that the account is hers


def test_a_consent_ends_at_midnight_without_a_word(alone: Shop, site: Site) -> None:
    gate = Gate(site)
    told(alone, given(at=datetime(2023, 11, 22, 12, tzinfo=UTC)))
    last = datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC)  # of its last day in Paris
    assert gate.may(LETTER, ANA_ONLY, last)
    assert not gate.may(LETTER, ANA_ONLY, last + timedelta(seconds=1))


def test_no_more_people_are_kept_than_are_said(alone: Shop, site: Site) -> None:
    gate = Gate(site, most=10)
    for number in range(50):
        gate.may(LETTER, {"email": f"{number}@example.com"}, SOON)
    assert len(gate._people) == 10
    assert len(gate._of_key) == 10


def test_no_address_is_kept(alone: Shop, site: Site) -> None:
    gate = Gate(site)
    told(alone, given())
    gate.may(LETTER, ANA_ONLY, SOON)
    assert "ana" not in repr((gate._people, gate._of_key)).lower()


def test_many_are_answered_as_each_is(alone: Shop, site: Site) -> None:
    told(alone, given())
    people = [ANA_ONLY, {"email": "new@example.com"}, {"email": ""}, ANA_ONLY]
    answers = Gate(site).may_all(LETTER, people, SOON)
    assert answers == [Gate(site).may(LETTER, person, SOON) for person in people]
    assert [bool(answer) for answer in answers] == [True, False, False, True]
