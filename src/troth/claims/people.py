"""Who is who: the closure of keys that are known to belong to one person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain

from troth.claims.keys import Key
from troth.manifest.names import KeyType


class Remembered:
    """The identities that Troth itself remembers, found by each of their keys; there may be very many."""

    def __init__(self, identities: Iterable[frozenset[Key]] = ()) -> None:
        self._of: dict[Key, set[frozenset[Key]]] = defaultdict(set)
        self.key_types: set[KeyType] = set()
        self.add(identities)

    def __iter__(self) -> Iterator[frozenset[Key]]:
        return iter({identity for some in self._of.values() for identity in some})

    def add(self, identities: Iterable[frozenset[Key]]) -> None:
        """From here on remember these too."""
        for identity in identities:
            for key in identity:
                self._of[key].add(identity)
                self.key_types.add(key.type)

    @property
    def met(self) -> Set[Key]:
        """The keys for which this was looked at; of what is known of a whole site, those that are remembered."""
        return self._of.keys()

    def around(self, keys: Iterable[Key]) -> set[frozenset[Key]]:
        """Those that hold one of these keys, or a key of one that does, and so on."""
        found: set[frozenset[Key]] = set()
        waiting = [key for key in keys if key in self._of]
        while waiting:
            for identity in self._of.get(waiting.pop(), set()) - found:
                found.add(identity)
                waiting += identity
        return found


@dataclass(frozen=True, slots=True)
class People:
    """
    Which keys belong together.

    `remembered` holds the keys of identities that Troth itself remembers; they are known even while
    the store that tied them is down.
    """

    _person: Mapping[Key, frozenset[Key]] = field(default_factory=dict)
    remembered: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, tied: Iterable[frozenset[Key]], remembered: Iterable[frozenset[Key]] = ()) -> "People":
        """The closure over groups of keys that stand together in one tie, or that Troth remembers together."""
        remembered = tuple(remembered)
        person: dict[Key, set[Key]] = {}
        for group in (*tied, *remembered):
            merged = set(group)
            for key in group:
                merged |= person.get(key, set())
            for key in merged:
                person[key] = merged
        closed = {id(keys): frozenset(keys) for keys in person.values()}
        return cls(
            {key: closed[id(keys)] for key, keys in person.items()},
            frozenset(key for group in remembered for key in group),
        )

    def person(self, key: Key) -> frozenset[Key]:
        """Every key known to be that person's, the key itself among them."""
        return self._person.get(key) or frozenset((key,))

    def closure(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Every key of the people these keys belong to."""
        return frozenset(chain.from_iterable(map(self.person, keys)))

    def around(self, keys: Set[Key]) -> frozenset[Key]:
        """The further keys of the people these keys belong to."""
        people = {id(person): person for key, person in self._person.items() if key in keys}
        return frozenset(key for person in people.values() for key in person if key not in keys)

    def several(self) -> frozenset[frozenset[Key]]:
        """The people who are known by more than one key."""
        return frozenset(person for person in self._person.values() if len(person) > 1)

    def keys(self) -> frozenset[Key]:
        """Every key that is known to belong with others."""
        return frozenset(self._person)
