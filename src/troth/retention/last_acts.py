"""What the stores show of people's last acts, from which some clocks run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import cast

from troth.claims.carried import Carried, CarriedRow
from troth.claims.compiler import Question
from troth.claims.keys import Key
from troth.claims.people import People
from troth.claims.questions import Slot
from troth.claims.same import Same
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.manifest.stores import Clock
from troth.retention.terms import Connections, Terms
from troth.stores.sql import read
from troth.stores.sql.asking import every
from troth.stores.sql.only import Keys
from troth.stores.sql.said import Wanted


class LastActs:
    """What the stores show of people's last acts; of each key they are asked once in a survey."""

    def __init__(self, terms: Terms, connections: Connections) -> None:
        self._terms = terms
        self._connections = connections
        self._asking = [(question, _reading_acts(question)) for question in _questions(terms)]
        self._shown: dict[Slot, dict[Key, CarriedRow]] = {
            slot: {} for _, clocks in self._asking for slot in clocks
        }
        self._asked = set[Key]()

    def of(self, people: People, keys: frozenset[Key] | None) -> dict[Slot, Mapping[str, CarriedRow]]:
        """What is carried of them, for the words in force and for those accepted last; of everybody for no keys."""
        if keys is None:
            self._ask(None)
        elif new := keys - self._asked:
            self._ask(new)
            self._asked |= new
        return {slot: read.by_person(people, shown) for slot, shown in self._shown.items()}

    def _ask(self, keys: frozenset[Key] | None) -> None:
        for question, clocks in self._asking:
            grounds, asked = self._terms.grounds, list(clocks.values())
            acts = read.last_acts(self._connections, grounds, question, asked, keys)
            self._note(clocks, acts)

    def wanted(self, keys: frozenset[Key], whom: Keys) -> dict[StoreName, Wanted[None]]:
        """What each store is to be asked of these keys together with more, so that nobody asks for them again."""
        self._asked |= keys
        found: dict[StoreName, list[Wanted[None]]] = defaultdict(list)
        for question, clocks in self._asking:
            sources = (source.store for clock in clocks.values() for source in clock.latest)
            for store in dict.fromkeys(store for store in sources if store not in question.down):
                ground = self._terms.grounds[store]
                acts = read.want_last_acts(ground, store, question, list(clocks.values()), whom)
                found[store].append(acts.then(partial(self._note, clocks)))
        return {store: every(some).then(lambda _: None) for store, some in found.items()}

    def _note(self, clocks: Iterable[Slot], acts: Sequence[Mapping[Key, CarriedRow]]) -> None:
        for slot, found in zip(clocks, acts, strict=True):
            read.add_acts(self._shown[slot], found)


def _questions(terms: Terms) -> list[Question]:
    """The question under the words in force, and under those accepted last where they are others."""
    then = [] if terms.other_words is None else [terms.question(Carried({}), then=True)]
    return [terms.question(Carried({})), *then]


def _reading_acts(question: Question) -> Mapping[Slot, Clock]:
    """The clocks that run from last acts, by the slot in which these are carried."""
    return _clocks(Same(question.manifest), question.version, question.down)


@lru_cache(maxsize=64)
def _clocks(manifest: Same, version: str, down: frozenset[StoreName]) -> Mapping[Slot, Clock]:
    return {
        (version, *clock.last_act): clock
        for table in cast(Manifest, manifest.value).tables()
        for clock in table.clocks.values()
        if clock.latest and table.store not in down
    }
