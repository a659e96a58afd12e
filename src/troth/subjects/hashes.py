"""By what keys and records are found without standing there, and how they are written in what is sealed."""

from collections.abc import Callable, Mapping

from troth.claims.keys import Key, RecordRef
from troth.database.transactions import Transaction
from troth.manifest.names import KeyType, StoreName, TableName

_MOST_KNOWN = 10_000


class _KeyHashes(dict[Key, bytes]):
    """The keyed hash of each key, made when it is first asked for."""

    def __init__(self, hash_of: Callable[[str], bytes]) -> None:
        super().__init__()
        self._hash_of = hash_of

    def __missing__(self, key: Key) -> bytes:
        if len(self) >= _MOST_KNOWN:  # a transaction may ask about millions
            self.clear()
        hash_ = self[key] = self._hash_of(key.text)
        return hash_


def key_hashes(tx: Transaction, site: str) -> Mapping[Key, bytes]:
    """The keyed hashes of persons' keys, found by the key."""
    return tx.kept(("key hashes", site), lambda: _KeyHashes(tx.keyring.hashing(site, "key")))


def key_hash(tx: Transaction, site: str, key: Key) -> bytes:
    """The keyed hash of a person's key."""
    return key_hashes(tx, site)[key]


def record_hash(tx: Transaction, site: str, record: RecordRef) -> bytes:
    """The keyed hash of a reference to a record."""
    return tx.keyring.hash_of(site, "record", f"{record.store}/{record.table}/{record.text}")


def key_parts(key: Key) -> list[str]:
    """A key as JSON holds it."""
    return [key.type, key.value]


def key_of(parts: list[str]) -> Key:
    """The key again."""
    return Key(KeyType(parts[0]), parts[1])


def record_parts(record: RecordRef) -> list[str]:
    """A reference to a record as JSON holds it."""
    return [record.store, record.table, *record.key]


def record_of(parts: list[str]) -> RecordRef:
    """The reference again."""
    return RecordRef(StoreName(parts[0]), TableName(parts[1]), tuple(parts[2:]))
