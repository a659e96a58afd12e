"""
Keys: by what a person is known. One normalisation, that Troth and every store run alike.

Keys and names of records are made and looked up by the million: as tuples, which the interpreter itself compares.
"""

import string
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


class Key(NamedTuple):
    """A normalised value by which one person (or a shared device) is known. Prints as a mark, never as itself."""

    type: KeyType
    value: str

    @classmethod
    def of(cls, type_: str, value: object) -> "Key":
        """The key for a value as somebody wrote it or a store holds it."""
        return cls(KeyType(type_), normalised(value))

    def __repr__(self) -> str:
        return f"<key {self.type}>"

    @property
    def text(self) -> str:
        """Type and value in one string: how keys are carried to a store and compared there."""
        return f"{self.type}:{self.value}"


class RecordRef(NamedTuple):
    """One record: store, table and the values of its key, as text."""

    store: StoreName
    table: TableName
    key: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<record of {self.store}.{self.table}>"

    @property
    def text(self) -> str:
        """The key's values in one string: how records are named in facts carried to their own table."""
        return "|".join(part.replace("\\", "\\\\").replace("|", "\\p") for part in self.key)


class Datum(NamedTuple):
    """One field, or link column, of one record."""

    record: RecordRef
    column: Column
