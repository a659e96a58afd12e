"""By what keys and records are found without standing there, and how they are written in what is sealed."""

from troth.claims.keys import Key, RecordRef
from troth.database.transactions import Transaction
from troth.manifest.names import KeyType, StoreName, TableName

_MOST_KNOWN = 10_000


def key_hash(tx: Transaction, site: str, key: Key) -> bytes:
    """The keyed hash of a person's key."""
    known: dict[Key, bytes] = tx.kept(("key hashes", site), dict)
    if key not in known:
        if len(known) >= _MOST_KNOWN:  # a transaction may ask about millions
            known.clear()
        known[key] = tx.keyring.hash_of(site, "key", key.text)
    return known[key]


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
