"""The checked manifest: what a policy promises and where its data is, as one value.

Everything later reads this and nothing else of what the operator wrote. It exists only when the reader
found no problem, so names in it resolve and periods are periods.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from troth.manifest.names import ItemName, KindName, PurposeName, RoleName, StoreName, TableName
from troth.manifest.policy import Policy
from troth.manifest.purposes import Purpose
from troth.manifest.stores import Store, Table
from troth.manifest.text import Text


class Telling(Enum):
    """What of a person an item says that another person has otherwise, as a rule."""

    NAME = "name"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Item:
    """A declared kind of personal data."""

    name: ItemName
    title: Text
    derived_from: frozenset[ItemName] = frozenset()  # made from these; lives no longer than they may be used
    prohibited: str | None = None  # the text that forbids to keep it (a card's security code)
    special: str | None = None  # special category or offence: the ground of Art. 9(2) or 10
    sources: tuple[Text, ...] = ()  # from where, if not from the person (Art. 14(2)(f))
    tells_apart: Telling | None = None  # two accounts of one person do not differ in it


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, in the words of the policy: "an order", "a contact request"."""

    name: KindName
    title: Text
    roles: frozenset[RoleName]  # what people are to it
    role_titles: Mapping[RoleName, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One site's declaration. `zone` is the controller's: days and months are counted there."""

    zone: str
    items: Mapping[ItemName, Item]
    kinds: Mapping[KindName, Kind]
    purposes: Mapping[PurposeName, Purpose]
    stores: Mapping[StoreName, Store]
    financial_year_ends: tuple[int, int] = (12, 31)  # month, day
    unsettled: Mapping[KindName, str] = field(default_factory=dict)  # kinds no plan may destroy yet, and why
    policy: Policy = field(default_factory=Policy)  # what pages, notices and registers say besides

    def tables(self) -> Iterator[Table]:
        """Every declared table that is the operator's own, in the order of declaration."""
        for store in self.stores.values():
            for table in store.tables.values():
                if table.hosted_for is None:
                    yield table

    def table(self, store: StoreName, name: TableName) -> Table:
        """The declared table of that name."""
        return self.stores[store].tables[name]

    def key_types(self) -> list[str]:
        """The types of key by which this site knows people."""
        linked = {link.key for table in self.tables() for link in table.links}
        return sorted({*linked, *self.policy.keys})
