"""Which rows of a table are asked for: those of some people, or those with some keys."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troth.claims import questions as ask
from troth.claims.compiler import ways
from troth.claims.keys import Key
from troth.claims.same import Same
from troth.manifest.model import Manifest
from troth.manifest.names import KeyType
from troth.manifest.stores import Table
from troth.stores.sql.said import Given, ListName, is_whole

if TYPE_CHECKING:
    from troth.stores.sql.render import Statement


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of people, as every statement about them is given them."""

    types: frozenset[KeyType]
    given: Given  # by the names under which conditions ask for them

    @classmethod
    def of(cls, keys: Collection[Key]) -> "Keys":
        """These."""
        values: dict[KeyType, list[str]] = {}
        for key in keys:
            values.setdefault(key.type, []).append(key.value)
        given: dict[ListName, Sequence[object]] = {}
        for type_, some in values.items():
            given[ListName("text", type_)] = some
            given[ListName("whole", type_)] = [int(value) for value in some if is_whole(value)]
        return cls(frozenset(values), given)


@dataclass(frozen=True, slots=True)
class OfPeople:
    """Rows of a table from which a sure link (or one in doubt) leads to one of the keys."""

    keys: Keys
    manifest: Manifest
    table: Table
    is_sure: bool = True

    @property
    def is_possible(self) -> bool:
        """Whether the table has such a link."""
        return any(link.is_sure is self.is_sure for link in self.table.links)

    @property
    def ways(self) -> list[ask.Way]:
        """The ways from the table's rows to keys."""
        return ways(self.manifest, self.table, sure=self.is_sure)

    @property
    def shape(self) -> object:
        """What the condition depends on, apart from the values."""
        return "people", Same(self.manifest), self.table.name, self.is_sure, self.keys.types

    @property
    def given(self) -> Given:
        """The values, by the names under which the condition asks for them."""
        return self.keys.given

    def condition(self, statement: "Statement") -> str:
        """The condition on the statement's row: its key is among those that some way leads from."""
        found = [way for way in self.ways if way.key.type in self.keys.types]
        if not found:
            return statement.words.answer(False)
        if len(found) == 1 and statement.is_read_plainly(found[0]):
            return statement.is_key(found[0].key)
        return f"{statement.key()} IN ({' UNION '.join(map(statement.keys_by, found))})"


@dataclass(frozen=True, slots=True)
class Records:
    """Rows with one of these keys, as the store gave them."""

    keys: Sequence[tuple[object, ...]]

    @property
    def shape(self) -> object:
        """What the condition depends on, apart from the values."""
        return "records"

    @property
    def given(self) -> Given:
        """The values, by the name under which the condition asks for them."""
        return {ListName("records"): list(self.keys)}

    def condition(self, statement: "Statement") -> str:
        """The condition on the statement's row."""
        return statement.are_among(statement.table.key, ListName("records"))


Only = OfPeople | Records


def shape_of(only: Only | None) -> object:
    """What a condition on the rows depends on, apart from the values; none for all rows."""
    return None if only is None else only.shape
