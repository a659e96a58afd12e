"""Who is who, as far as Troth remembers it: found from any key, through whatever identities share one."""

from hypothesis import given
from hypothesis import strategies as st

from troth.claims.keys import Key
from troth.claims.people import People, Remembered

_KEYS = st.sampled_from([Key.of("email", name) for name in "abcdefgh"])
_GROUPS = st.lists(st.frozensets(_KEYS, min_size=1, max_size=3), max_size=6)


@given(groups=_GROUPS, tied=_GROUPS, some=st.frozensets(_KEYS, max_size=3))
def test_what_is_around_some_keys_says_of_them_what_all_would(
    groups: list[frozenset[Key]], tied: list[frozenset[Key]], some: frozenset[Key]
) -> None:
    """Of many identities only those around the keys in question, and around what they are tied to, are looked at."""
    known = Remembered(groups)
    assert set(known) == set(groups)
    everybody = People.of(tied, groups)
    seeds = some.union(*tied)
    near = People.of(tied, known.around(seeds))
    assert all(near.person(key) == everybody.person(key) for key in seeds)


@given(first=_GROUPS, later=_GROUPS, some=st.frozensets(_KEYS, max_size=3))
def test_those_added_later_are_found_as_those_from_the_beginning(
    first: list[frozenset[Key]], later: list[frozenset[Key]], some: frozenset[Key]
) -> None:
    grown = Remembered(first)
    grown.add(later)
    assert grown.around(some) == Remembered([*later, *first]).around(some)
