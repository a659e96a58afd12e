"""Promise and law, field by field: the stricter of both, whatever the order, and never laxer than either."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.law.merge import (
    FEES,
    PROOFS,
    Burden,
    Earliest,
    Field,
    Value,
    Winner,
    is_as_strict,
    merged,
    stricter,
)
from troth.law.period import Period

periods = st.one_of(
    st.builds(Period, months=st.integers(0, 40), days=st.integers(0, 100)),
    st.builds(Period, seconds=st.integers(0, 400_000)),
)
earliest = st.lists(periods, min_size=1, max_size=3).map(lambda each: Earliest.of(*each))
burdens = st.one_of(
    st.sampled_from((*FEES, "dear")).map(lambda word: Burden(FEES, word)),
)
proofs = st.sampled_from((*PROOFS, "identity_card", "notary")).map(lambda word: Burden(PROOFS, word))
words = st.frozensets(st.sampled_from("abcde"))
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))

VALUES: dict[Field, st.SearchStrategy[Value]] = {
    Field.EARLIEST: st.one_of(earliest),
    Field.LIGHTEST: st.one_of(proofs),
    Field.UNION: st.one_of(words),
    Field.INTERSECTION: st.one_of(words),
}
fields = st.sampled_from(list(VALUES))
two = fields.flatmap(lambda field: st.tuples(st.just(field), VALUES[field], VALUES[field]))
three = fields.flatmap(lambda field: st.tuples(st.just(field), *[VALUES[field]] * 3))


@given(two)
def test_merging_with_itself_changes_nothing(case: tuple[Field, Value, Value]) -> None:
    field, value, _ = case
    assert stricter(field, value, value) == value
    assert merged(field, value, value).winner is Winner.BOTH


@given(two)
def test_the_order_does_not_matter_but_for_the_name_of_the_winner(case: tuple[Field, Value, Value]) -> None:
    field, promise, law = case
    one, other = merged(field, promise, law), merged(field, law, promise)
    assert one.value == other.value
    swapped = {Winner.PROMISE: Winner.LAW, Winner.LAW: Winner.PROMISE, Winner.BOTH: Winner.BOTH}
    assert other.winner is swapped[one.winner]


@given(three)
def test_it_does_not_matter_which_two_are_merged_first(case: tuple[Field, Value, Value, Value]) -> None:
    field, a, b, c = case
    assert stricter(field, stricter(field, a, b), c) == stricter(field, a, stricter(field, b, c))


@given(two)
def test_the_result_is_never_laxer_than_either(case: tuple[Field, Value, Value]) -> None:
    field, promise, law = case
    value = merged(field, promise, law).value
    assert is_as_strict(field, value, promise)
    assert is_as_strict(field, value, law)


@given(earliest, earliest, days)
def test_of_two_periods_the_one_that_ends_first_counts_on_every_day(
    one: Earliest, other: Earliest, day: date
) -> None:
    both = stricter(Field.EARLIEST, one, other)
    assert isinstance(both, Earliest)
    assert both.after(day) == min(one.after(day), other.after(day))


@given(periods, days)
def test_a_period_alone_is_what_it_is(period: Period, day: date) -> None:
    if not period.is_exact:
        assert Earliest.of(period).after(day) == period.after(day)


@given(two)
def test_the_winner_is_whose_value_is_applied(case: tuple[Field, Value, Value]) -> None:
    field, promise, law = case
    result = merged(field, promise, law)
    assert (result.promise, result.law) == (promise, law)
    if result.winner is Winner.PROMISE:
        assert result.value == promise != law
    if result.winner is Winner.LAW:
        assert result.value == law != promise


@given(st.one_of(st.none(), periods), periods)
def test_a_duty_is_the_laws_alone(promise: Period | None, law: Period) -> None:
    assert merged(Field.DUTY, promise, law).value == law


@pytest.mark.parametrize("field", [*VALUES])
def test_silence_on_one_side_leaves_the_other(field: Field) -> None:
    value = frozenset({"a"}) if field in (Field.UNION, Field.INTERSECTION) else Earliest.of(Period(1))
    assert (merged(field, None, value).value, merged(field, None, value).winner) == (value, Winner.LAW)
    assert (merged(field, value, None).value, merged(field, value, None).winner) == (value, Winner.PROMISE)
    with pytest.raises(ValueError, match="neither"):
        merged(field, None, None)


def test_a_month_and_thirty_days_stay_side_by_side() -> None:
    both = stricter(Field.EARLIEST, Period(months=1), Period(days=30))
    assert isinstance(both, Earliest)
    assert both.after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert both.after(date(2026, 3, 1)) == date(2026, 3, 31)
    assert merged(Field.EARLIEST, Period(months=1), Period(days=30)).winner is Winner.BOTH


def test_no_extension_wins_over_two_months() -> None:
    result = merged(Field.EARLIEST, Period(), Period(months=2))
    assert (str(result.value), result.winner) == ("P0D", Winner.PROMISE)


def test_periods_and_words_are_not_mixed() -> None:
    for field, value in ((Field.UNION, Period(1)), (Field.EARLIEST, frozenset({"a"}))):
        with pytest.raises(ValueError, match="is no"):
            stricter(field, value, value)
    assert set(get_args(Value)) >= {Earliest, Burden, Period}
