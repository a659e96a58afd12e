"""Keys: by what a person is known. One normalisation, that Troth and every store run alike."""

import string
from dataclasses import dataclass
from typing import NamedTuple

from troth.manifest.names import Column, KeyType, StoreName, TableName

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def normalised(value: object) -> str:
    """
    The value as keys are compared: text without spaces around it, ASCII letters in lower case.

    Only what every database can do exactly alike: compared in binary, so that `josé@x.fr` stays
    another person than `jose@x.fr` whatever the collation says (case D10).
    """
    text = str(value).strip(" ")
    return text.lower() if text.isascii() else text.translate(_LOWER)


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Key:
    """A normalised value by which one person (or a shared device) is known. Prints as a mark, never as itself."""

    type: KeyType
    value: str

    @classmethod
    def of(cls, type_: str, value: object) -> "Key":
        """The key for a value as somebody wrote it or a store holds it."""
        return cls(KeyType(type_), normalised(value))

    def __repr__(self) -> str:
        return f"<key {self.type}>"

    def __hash__(self) -> int:
        return hash(self.value)  # looked up by the million; hardly two types have the same value

    @property
    def text(self) -> str:
        """Type and value in one string: how keys are carried to a store and compared there."""
        return f"{self.type}:{self.value}"


@dataclass(frozen=True, slots=True, order=True, repr=False)
class RecordRef:
    """One record: store, table and the values of its key, as text."""

    store: StoreName
    table: TableName
    key: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<record of {self.store}.{self.table}>"

    def __hash__(self) -> int:
        return hash((self.table, self.key))

    @property
    def text(self) -> str:
        """The key's values in one string: how records are named in facts carried to their own table."""
        return "|".join(part.replace("\\", "\\\\").replace("|", "\\p") for part in self.key)


class Datum(NamedTuple):
    """One field, or link column, of one record."""

    record: RecordRef
    column: Column
