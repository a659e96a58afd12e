"""What is known under very many keys: held small, and the same as if each key were looked at alone."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.claims.worlds import world_of
from troth.claims.by_key import FactsAbout, Once, UnderKeys, facts_by_key
from troth.claims.carried import CarriedRow, carried
from troth.claims.facts import Effect, Fact, Facts
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.questions import Slot
from troth.claims.world import World
from troth.manifest.names import StoreName, TableName

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_KEYS = st.builds(Key.of, st.sampled_from(["email", "account"]), st.sampled_from("abc"))
_RECORDS = st.builds(
    RecordRef, st.just(StoreName("shop")), st.just(TableName("orders")), st.tuples(st.sampled_from("abc"))
)
_SEEDS = st.integers(min_value=0, max_value=2**32)


@st.composite
def _facts(draw: st.DrawFn) -> list[Fact]:
    about = draw(st.lists(st.tuples(st.none() | _KEYS, st.none() | _RECORDS), max_size=12))
    return [Fact(n, Effect.HELD, NOON, NOON, key, record) for n, (key, record) in enumerate(about, start=1)]


@given(_facts())
def test_facts_come_by_key_and_of_each_key_in_their_order(facts: list[Fact]) -> None:
    found = list(facts_by_key(facts))
    assert len(found) == len({key for key, _ in found})
    assert {key: list(of_key) for key, of_key in found} == {
        key: [fact for fact in facts if fact.key == key] for key in {f.key for f in facts if f.key}
    }


@given(_facts(), st.none() | _KEYS | _RECORDS)
def test_facts_are_found_by_what_they_are_about(facts: list[Fact], one: Key | RecordRef | None) -> None:
    """A fact of a key that also names a record is that key's."""
    assert list(FactsAbout(facts).of(one)) == [fact for fact in facts if (fact.key or fact.record) == one]


@given(st.dictionaries(_KEYS, st.integers()))
def test_what_is_under_keys_is_a_mapping_by_their_texts(values: dict[Key, int]) -> None:
    under: UnderKeys[int] = UnderKeys()
    assert not under
    for key, value in values.items():
        under.add(key, value)
        assert under[key.text] == value
    assert under == {key.text: value for key, value in values.items()}
    assert list(under) == list(under.keys()) == [text for text, _ in under.items()]
    assert list(under.values()) == list(values.values())
    assert "nobody" not in under
    assert under.get("nobody") is None


def test_equal_values_are_one_and_the_same_as_long_as_there_are_few() -> None:
    once = Once()
    assert once((1, "a")) is once((int("1"), "a"))
    for number in range(20_000):
        assert once((number,)) == (number,)


@given(_SEEDS)
def test_what_is_carried_of_many_is_what_is_carried_of_each(seed: int) -> None:
    """Of all of whom the same was recorded in the same order one is resolved; the others have instants of their own."""
    world, at = world_of(seed)
    facts, people = _crowd(world)
    named = frozenset(item for fact in facts for item in fact.items)
    naming = Fact(
        0, Effect.READ, datetime(2, 1, 1, tzinfo=UTC), at, items=named
    )  # so that all tell these apart
    others = [naming, *(fact for fact in facts if fact.key is None)]
    persons = {people.person(fact.key) for fact in facts if fact.key is not None}

    alone: dict[Slot, dict[str, CarriedRow]] = {}
    for person in persons or {frozenset[Key]()}:
        own = [*others, *(fact for fact in facts if fact.key in person)]
        _add(alone, carried(world.manifest, Facts(tuple(own)), people, at).rows)
    together = carried(world.manifest, Facts((naming, *facts)), people, at).rows
    assert {slot: dict(rows) for slot, rows in together.items()} == alone


def _crowd(world: World) -> tuple[list[Fact], People]:
    """The facts of a world and, of others, the same earlier; the keys of each second crowd are one person's."""
    known = world.facts.known
    keys = frozenset(fact.key for fact in known if fact.key is not None)
    copied = [
        fact._replace(key=_of(fact.key, crowd), since=fact.since - timedelta(days=100 * crowd))
        for crowd in range(4)
        for fact in known
        if fact.key is not None
    ]
    tied = [frozenset(_of(key, crowd) for key in keys) for crowd in (1, 3)] if keys else []
    numbered = [*(fact for fact in known if fact.key is None), *copied]
    return [fact._replace(sequence=n) for n, fact in enumerate(numbered, start=1)], People.of(tied)


def _of(key: Key, crowd: int) -> Key:
    return Key(key.type, f"{crowd} {key.value}")


def _add(to: dict[Slot, dict[str, CarriedRow]], rows: Mapping[Slot, Mapping[str, CarriedRow]]) -> None:
    for slot, found in rows.items():
        to.setdefault(slot, {}).update(found)
