"""The facts that a sweep holds are found by whom they are about, whenever they were learnt."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from troth.claims.facts import Effect, Fact, Facts
from troth.claims.keys import Key, RecordRef
from troth.manifest.names import StoreName, TableName
from troth.retention.sweep.plan import Known

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_KEYS = [Key.of("email", name) for name in "abc"]
_RECORDS = [RecordRef(StoreName("shop"), TableName("orders"), (number,)) for number in "12"]
_ABOUT = st.one_of(
    st.tuples(st.sampled_from(_KEYS), st.none()),
    st.tuples(st.none(), st.sampled_from(_RECORDS)),
    st.just((None, None)),
)


@given(
    st.lists(st.lists(_ABOUT, max_size=4), min_size=1, max_size=4),
    st.sets(st.sampled_from(_KEYS)),
    st.sets(st.sampled_from(_RECORDS)),
    st.integers(0, 4),
)
def test_facts_are_found_by_key_and_record_whenever_they_were_learnt(
    learnt: list[list[tuple[Key | None, RecordRef | None]]],
    keys: set[Key],
    records: set[RecordRef],
    first_asked: int,
) -> None:
    facts: list[Fact] = []
    known = Known(Facts(checkpoint=7))
    for asked, about in enumerate(learnt):
        if asked == first_asked:
            assert known.about(keys, records).known == _of(facts, keys, records)
        new = [Fact(len(facts) + n, Effect.HELD, NOON, NOON, *one) for n, one in enumerate(about, start=1)]
        known.add(Facts(tuple(new)))
        facts += new
        assert known.every() == known.about(None, None) == Facts(tuple(facts), 7)
    assert known.about(keys, records) == Facts(_of(facts, keys, records), 7)
    assert known.about(keys, None).known == _of(facts, keys, set())


def _of(facts: list[Fact], keys: set[Key], records: set[RecordRef]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if (fact.key or fact.record) in {None, *keys, *records})
