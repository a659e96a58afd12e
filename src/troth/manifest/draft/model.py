"""The draft: what each table and column is taken for, how sure that is, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from troth.manifest.draft.evidence import SeenColumn, SeenReference, SeenTable
from troth.manifest.names import Column, ItemName, StoreName, TableName


class Use(Enum):
    """What a column is for."""

    FIELD = "field"  # it holds a data item of a person
    LINK = "link"  # it says whose the row is
    KEY = "key"  # it is part of the primary key
    REFERENCE = "reference"  # it points at a row that is no person
    CLOCK = "clock"  # it says when something happened
    IMPERSONAL = "impersonal"


class About(Enum):
    """Whose the rows of a table are."""

    PEOPLE = "people"  # each row is a person
    RECORDS = "records"  # each row is what a person left behind, or belongs to one
    LINKED_THINGS = "linked things"  # each row is a thing; it only names a person
    ORGANISATIONS = "organisations"
    THINGS = "things"
    NOBODY = "nobody"  # nothing in it speaks of people


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for. `confidence` goes from 0 to 1."""

    column: SeenColumn
    use: Use
    is_personal: bool
    confidence: float
    reason: str
    item: ItemName | None = None
    concept: str = ""  # finer than the item: `firstname` of the item `name`
    special: str = ""  # the article, where it is a special category: always to review
    is_free_text: bool = False
    lookalike: str = ""  # what it could be mistaken for
    inside: Mapping[str, str] = field(default_factory=dict)  # JSON: the item at each path that holds one
    is_doubtful: bool = False  # somebody should look
    of_other: str = ""  # said of somebody beside the row's owner: the recipient of a gift

    @property
    def name(self) -> Column:
        """Of the column."""
        return self.column.name


@dataclass(frozen=True, slots=True)
class Tie:
    """How the rows of a table belong to somebody: by `columns`, which point at a table of people, or through others."""

    role: str
    people: TableName  # the table of people
    column: Column  # that holds the key, here or at the end of the path
    through: tuple[str, ...] = ()  # steps, as stores.yaml writes them
    is_owner: bool = True  # not somebody who only made, changed or handles the row
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftTable:
    """One table, its verdict, and the guess on each of its columns."""

    seen: SeenTable
    about: About
    reason: str
    guesses: Mapping[Column, Guess]
    ties: tuple[Tie, ...] = ()
    references: Mapping[str, SeenReference] = field(default_factory=dict)
    kind: str = ""
    role: str = ""  # what a person is to a row of a table of people, or of one that only holds their address
    created: Column | None = None
    goes_with: TableName | None = (
        None  # holds nothing of people, and the database deletes its rows with those
    )

    @property
    def is_declared(self) -> bool:
        """Whether stores.yaml should speak of it."""
        is_needed = self.is_personal or self.goes_with is not None
        return is_needed and not self.seen.is_view and bool(self.seen.key)

    @property
    def is_personal(self) -> bool:
        """Whether it holds anything of people."""
        return bool(self.ties) or any(guess.is_personal for guess in self.guesses.values())


@dataclass(frozen=True, slots=True)
class Draft:
    """A first map of one store."""

    store: StoreName
    url: str
    dialect: str
    tables: Mapping[TableName, DraftTable]
    keys: Mapping[TableName, str]  # of each table of people: the type of key that its primary key is
    is_partly_named_only: bool = False

    def declared(self) -> list[DraftTable]:
        """The tables that stores.yaml should speak of."""
        return [table for table in self.tables.values() if table.is_declared]
