"""
What must be readable is sealed under a data key: one for each holder and purpose (AES-256-GCM).

A holder is a person's key, a record or a plan, known here by its hash. The data key stands in the database,
wrapped by the master key; to forget what it sealed, in every copy of the database made from then on, is to
destroy it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Row, bindparam, delete, select, text, update

from troth.database import keyring as keys
from troth.database.keyring import KeyChanged, Keyring
from troth.database.keys import KEY_BYTES, MasterKey, drawn
from troth.database.ready import filled_up
from troth.database.tables import data_keys, keyring
from troth.database.transactions import Transaction
from troth.errors import Surprise

CHUNK = 1_000  # values in one statement: every database takes them and plans them well
LOOKUP_ROW = "lookup"
_READY = ("numbers of data keys",)  # under which a transaction keeps those it took and has not given out yet

T = TypeVar("T")
V = TypeVar("V", bytes, int)


class Holder(NamedTuple):
    """Whose data key: the hash of a person's key, of a record or of a plan, and for which purpose."""

    hash: bytes
    purpose: str


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """A key that seals what Troth keeps of one holder for one purpose."""

    id: int
    _cipher: AESGCM

    def sealed(self, plain: bytes, place: str) -> bytes:
        """Encrypted, and readable only at this place (table, site and number of a row)."""
        return keys.sealed(self._cipher, plain, place.encode())

    def opened(self, blob: bytes, place: str) -> bytes:
        """
        The plain bytes again.

        Raises:
            Surprise: what stands at this place was not written there by Troth.
        """
        try:
            return keys.unsealed(self._cipher, blob, place.encode())
        except InvalidTag:
            raise Surprise(f"what Troth's database holds at {place} was changed by another hand") from None


def sealed_each(these: Iterable[tuple[DataKey, bytes, str]]) -> list[bytes]:
    """What `DataKey.sealed` gives, for many: each under its key, at its place."""
    return keys.sealed_each([(key._cipher, plain, place.encode()) for key, plain, place in these])


def data_keys_of(tx: Transaction, site: str, holders: Collection[Holder]) -> dict[Holder, DataKey]:
    """
    The data key of each holder, made where there is none.

    Whoever calls this holds a lock that keeps others from making the same key: the site's row of `sequences`,
    or a holder that nobody else can know yet.

    Raises:
        KeyChanged: the master key was changed while this process ran.
    """
    known: dict[Holder, DataKey] = tx.kept(("data keys", site), dict)
    wanted = set(holders)
    unknown = sorted(wanted - known.keys())
    if unknown:
        known |= _found(tx, site, unknown)
        missing = [holder for holder in unknown if holder not in known]
        if missing:
            known |= _new(tx, site, missing)
    return {holder: known[holder] for holder in wanted}


def new_data_keys(tx: Transaction, site: str, holders: Collection[Holder]) -> None:
    """
    Make the data keys of holders that cannot have any yet: nobody knew the key before this transaction.

    Raises:
        KeyChanged: the master key was changed while this process ran.
    """
    known: dict[Holder, DataKey] = tx.kept(("data keys", site), dict)
    known |= _new(tx, site, sorted(set(holders) - known.keys()))


def _new(tx: Transaction, site: str, holders: Sequence[Holder]) -> dict[Holder, DataKey]:
    """Made and added with the next rows, beside which they go in one statement where the database can."""
    if not holders:
        return {}
    numbers, made = _numbers(tx, len(holders)), drawn(len(holders), KEY_BYTES)
    wrapped = tx.keyring.wrapped_each(
        [(key, _about(site, holder)) for key, holder in zip(made, holders, strict=True)]
    )
    rows = [
        {"id": number, "site": site, "holder": holder.hash, "purpose": holder.purpose, "wrapped": blob}
        for number, holder, blob in zip(numbers, holders, wrapped, strict=True)
    ]
    tx.add(data_keys, rows)
    return {
        holder: DataKey(number, AESGCM(key))
        for number, holder, key in zip(numbers, holders, made, strict=True)
    }


def _numbers(tx: Transaction, count: int) -> Sequence[int]:
    """The numbers of so many new data keys: those that are ready, or else taken while the master key is checked."""
    ready: list[int] = tx.kept(_READY, list)
    if len(ready) < count and tx.dialect == "postgresql":
        row = _checked(tx, tx.first(_TAKEN, {"count": count}))
        ready.extend(row.numbers)
    elif (
        len(ready) < count
    ):  # a writer of SQLite is alone: these are the numbers that the database itself would give
        row = _checked(tx, tx.first(_LAST))
        last: int = row.last or 0
        ready.extend(range(last + 1, last + 1 + count))
    given = ready[:count]
    del ready[:count]
    return given


def prepare(tx: Transaction, wrapped_lookup: bytes, numbers: Sequence[int]) -> None:
    """
    Take over what somebody else's statement read in this transaction, so that it need not be read again.

    Args:
        tx: the transaction.
        wrapped_lookup: the lookup key as it stands in `keyring`, read under a lock for sharing.
        numbers: of rows of `data_keys`, taken for this transaction.

    Raises:
        KeyChanged: the master key was changed while this process ran.
    """
    if wrapped_lookup != tx.keyring.wrapped_lookup:
        raise KeyChanged
    ready: list[int] = tx.kept(_READY, list)
    ready.extend(numbers)


def data_key(tx: Transaction, site: str, row_id: int, holder: Holder, wrapped: bytes) -> DataKey:
    """The data key that stands in this row of `data_keys`."""
    return DataKey(row_id, AESGCM(tx.keyring.unwrapped(wrapped, _about(site, holder))))


def destroy(tx: Transaction, ids: Sequence[int]) -> int:
    """Destroy data keys; nobody can read any more what they sealed. Returns how many there were."""
    tx.forget_kept("data keys")
    return sum(tx.run(_DESTROY, {"ids": chunk}) for chunk in lists(ids))


def rotate(tx: Transaction, new: MasterKey) -> int:
    """
    Wrap every key anew under another master key, all sites together, and return how many data keys there are.

    Nothing that they sealed and no hash changes. From the commit on the old master key opens this database no
    more, and processes that still run with it make no more keys.
    """
    under_new = tx.keyring.under(new)
    _checked(tx, tx.first(_TO_CHANGE))
    tx.run(
        update(keyring).where(keyring.c.name == LOOKUP_ROW).values(wrapped=under_new.wrapped_lookup),
    )
    table = data_keys.c
    count, last = 0, 0
    while rows := tx.rows(select(data_keys).where(table.id > last).order_by(table.id).limit(CHUNK)):
        change = update(data_keys).where(table.id == bindparam("row")).values(wrapped=bindparam("anew"))
        tx.run(change, [{"row": row.id, "anew": _rewrapped(tx, under_new, row)} for row in rows])
        count, last = count + len(rows), rows[-1].id
    return count


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in groups that go into one statement."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def lists(values: Iterable[V]) -> Iterator[Sequence[V]]:
    """The values in groups for the list of an IN (...), in order."""
    return map(filled_up, chunks(sorted(values)))


def _found(tx: Transaction, site: str, holders: Sequence[Holder]) -> dict[Holder, DataKey]:
    wanted = set(holders)
    found = {}
    for chunk in lists({holder.hash for holder in holders}):
        for row in tx.rows(_FOUND, {"of": site, "holders": chunk}):
            holder = Holder(row.holder, row.purpose)
            if holder in wanted:
                found[holder] = data_key(tx, site, row.id, holder, row.wrapped)
    return found


def _rewrapped(tx: Transaction, under_new: Keyring, row: Row[*tuple[Any, ...]]) -> bytes:
    about = _about(row.site, Holder(row.holder, row.purpose))
    return under_new.wrapped(tx.keyring.unwrapped(row.wrapped, about), about)


def _checked(tx: Transaction, row: Row[*tuple[Any, ...]] | None) -> Row[*tuple[Any, ...]]:
    """What was read with the lookup key, under a lock that whoever changes the master key waits for, and vice versa."""
    if row is None or row.wrapped != tx.keyring.wrapped_lookup:
        raise KeyChanged
    return row


def _about(site: str, holder: Holder) -> bytes:
    return b"\0".join((b"data key", site.encode(), holder.hash, holder.purpose.encode()))


# Made once: SQLAlchemy takes longer to make a statement than a database to run it.
_FOUND = select(data_keys).where(
    data_keys.c.site == bindparam("of"), data_keys.c.holder.in_(bindparam("holders", expanding=True))
)
_DESTROY = delete(data_keys).where(data_keys.c.id.in_(bindparam("ids", expanding=True)))
_TO_CHANGE = select(keyring.c.wrapped).where(keyring.c.name == LOOKUP_ROW).with_for_update()
_LAST = text(
    "SELECT wrapped, (SELECT seq FROM sqlite_sequence WHERE name = 'data_keys') AS last "
    f"FROM keyring WHERE name = '{LOOKUP_ROW}'"
)
_TAKEN = text(
    "SELECT wrapped, ARRAY("
    "SELECT nextval(pg_get_serial_sequence('data_keys', 'id')) FROM generate_series(1, :count)) AS numbers "
    f"FROM keyring WHERE name = '{LOOKUP_ROW}' FOR SHARE"
)
