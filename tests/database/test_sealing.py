"""Data keys: which numbers they get, and that none is given twice."""

from collections.abc import Collection

from sqlalchemy import func, insert, select

from tests.database.own import SITE
from troth.database import Database, Transaction
from troth.database.sealing import DataKey, Holder, data_key, data_keys_of, destroy, sealed_each
from troth.database.sequences import lock_site
from troth.database.tables import data_keys


def holders(*names: str) -> list[Holder]:
    return [Holder(name.encode().ljust(32), "test") for name in names]


def made(database: Database, wanted: Collection[Holder]) -> dict[Holder, DataKey]:
    with database.transaction() as tx:
        lock_site(tx, SITE)
        return data_keys_of(tx, SITE, wanted)


def opened(tx: Transaction, holder: Holder, sealed: bytes) -> bytes:
    row = tx.first(select(data_keys).where(data_keys.c.holder == holder.hash))
    assert row is not None
    return data_key(tx, SITE, row.id, holder, row.wrapped).opened(sealed, "a place")


def test_each_holder_has_one_key_whichever_transaction_made_it(database: Database) -> None:
    first = made(database, holders("ana", "bea"))
    then = made(database, holders("bea", "cem", "dov"))
    assert len({key.id for key in (first | then).values()}) == 4
    with database.reading() as tx:
        for holder, key in (first | then).items():
            assert opened(tx, holder, key.sealed(b"a letter", "a place")) == b"a letter"
            assert first.get(holder, key).id == then.get(holder, key).id


def test_what_many_keys_seal_at_once_each_opens_by_itself_under_a_nonce_of_its_own(
    database: Database,
) -> None:
    keys = made(database, holders(*"abcdefgh"))
    sealed = sealed_each([(key, holder.hash, "a place") for holder, key in keys.items() for _ in range(5)])
    assert len({blob[:12] for blob in sealed}) == 40
    with database.reading() as tx:
        for number, holder in enumerate(keys):
            for blob in sealed[5 * number : 5 * number + 5]:
                assert opened(tx, holder, blob) == holder.hash


def test_the_number_of_a_destroyed_key_is_never_given_again(database: Database) -> None:
    before = made(database, holders("ana", "bea"))
    with database.transaction() as tx:
        destroy(tx, sorted(key.id for key in before.values()))
        assert tx.rows(select(data_keys)) == []
    after = made(database, holders("ana", "bea"))
    assert min(key.id for key in after.values()) > max(key.id for key in before.values())


def test_numbers_that_the_database_gave_itself_are_not_given_again(database: Database) -> None:
    """As an earlier Troth did, which may write beside this one while it is replaced."""
    first = made(database, holders("ana"))
    with database.transaction() as tx:
        [bea] = holders("bea")
        row = {"site": SITE, "holder": bea.hash, "purpose": bea.purpose, "wrapped": b""}
        tx.run(insert(data_keys), [row])
    last = made(database, holders("cem", "dov"))
    with database.reading() as tx:
        count = tx.first(select(func.count()).select_from(data_keys))
        assert count is not None
        assert count[0] == 4
    assert max(key.id for key in first.values()) < min(key.id for key in last.values()) - 1
