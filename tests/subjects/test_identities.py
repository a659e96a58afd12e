"""Troth remembers that keys are one person's after the rows that said so are gone, and can forget it."""

from contextlib import closing

from tests.database.own import SITE, Own, ended, started
from troth.claims.keys import Key, RecordRef
from troth.database import Database
from troth.manifest.names import StoreName, TableName
from troth.subjects import Identity, all_remembered, forget_person, kept_records, remember, remembered
from troth.subjects.identities import remembered_after

EMAIL, ACCOUNT, PHONE = Key.of("email", "ana@example.com"), Key.of("account", 42), Key.of("phone", "+331")
OTHER = Key.of("email", "bea@example.com")


def invoice(number: int) -> RecordRef:
    return RecordRef(StoreName("shop"), TableName("invoices"), (str(number),))


def keep(database: Database, *keys: Key, records: tuple[RecordRef, ...] = ()) -> None:
    with database.transaction() as tx:
        remember(tx, SITE, [Identity(frozenset(keys), frozenset(records))])


def test_an_identity_is_found_by_each_of_its_keys(database: Database) -> None:
    keep(database, EMAIL, ACCOUNT, records=(invoice(1),))
    keep(database, OTHER)
    with database.reading() as tx:
        for key in (EMAIL, ACCOUNT):
            assert remembered(tx, SITE, [key]) == {frozenset({EMAIL, ACCOUNT})}
            assert kept_records(tx, SITE, [key]) == {invoice(1)}
        assert remembered(tx, SITE, [EMAIL, ACCOUNT, OTHER]) == {
            frozenset({EMAIL, ACCOUNT}),
            frozenset({OTHER}),
        }
        assert all_remembered(tx, SITE) == {frozenset({EMAIL, ACCOUNT}), frozenset({OTHER})}
        assert remembered(tx, SITE, [PHONE]) == all_remembered(tx, "other") == frozenset()


def test_identities_that_come_to_share_a_key_become_one(database: Database) -> None:
    keep(database, EMAIL, records=(invoice(1),))
    keep(database, PHONE, records=(invoice(2),))
    keep(database, EMAIL, ACCOUNT, PHONE, records=(invoice(3),))
    with database.reading() as tx:
        assert remembered(tx, SITE, [PHONE]) == {frozenset({EMAIL, ACCOUNT, PHONE})}
        assert kept_records(tx, SITE, [EMAIL]) == {invoice(1), invoice(2), invoice(3)}


def test_those_remembered_since_are_read_alone(database: Database) -> None:
    keep(database, EMAIL, ACCOUNT)
    with database.reading() as tx:
        first, last = remembered_after(tx, SITE, 0)
        assert remembered_after(tx, SITE, last) == (frozenset(), last)
    assert first == {frozenset({EMAIL, ACCOUNT})}
    keep(database, OTHER)
    keep(database, ACCOUNT, PHONE)
    with database.reading() as tx:
        since, newest = remembered_after(tx, SITE, last)
    assert since == {frozenset({OTHER}), frozenset({EMAIL, ACCOUNT, PHONE})}
    assert newest > last


def test_nobody_is_not_remembered(database: Database) -> None:
    keep(database, records=(invoice(1),))
    with database.reading() as tx:
        assert all_remembered(tx, SITE) == frozenset()


def test_thousands_of_identities_are_found_at_once(database: Database) -> None:
    people = [frozenset({Key.of("email", f"p{n}@example.com"), Key.of("account", n)}) for n in range(1_200)]
    with database.transaction() as tx:
        remember(tx, SITE, [Identity(person) for person in people])
    with database.reading() as tx:
        assert remembered(tx, SITE, [Key.of("account", n) for n in range(1_200)]) == frozenset(people)


def test_a_forgotten_identity_leaves_nothing(own: Own) -> None:
    with closing(own.opened()) as database:
        keep(database, EMAIL, ACCOUNT)
        keep(database, OTHER)
        with database.transaction() as tx:
            assert forget_person(tx, SITE, [ACCOUNT]) == 1
        with database.reading() as tx:
            assert all_remembered(tx, SITE) == {frozenset({OTHER})}
    with own.raw().connect() as connection:
        for table, left in (("identities", 1), ("identity_keys", 1), ("data_keys", 1)):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == left


def test_the_database_holds_no_key_in_the_open(sqlite_own: Own) -> None:
    with closing(sqlite_own.prepared().opened()) as database:
        keep(database, EMAIL, ACCOUNT, records=(invoice(1),))
    content = (sqlite_own.folder / "troth.db").read_bytes()
    assert b"ana@example.com" not in content


def test_two_processes_that_remember_one_person_at_once_remember_one_person(own: Own) -> None:
    assert [
        ended(process) for process in [started(remember_parts, own, 0), started(remember_parts, own, 1)]
    ] == [0, 0]
    with own.reading() as tx:
        assert all_remembered(tx, SITE) == {frozenset({EMAIL, *(Key.of("account", n) for n in range(20))})}


def remember_parts(own: Own, start: int) -> None:
    with closing(own.opened()) as database:
        for number in range(start, 20, 2):
            keep(database, EMAIL, Key.of("account", number))
