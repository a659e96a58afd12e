"""An access of a few people asks a PostgreSQL store one statement, where that says all; else one transaction."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, event

from tests.requests.conftest import EMPTIED
from tests.retention.shop import Shop, site_in
from tests.sites.shop import NOON
from troth.claims.carried import Carried
from troth.claims.keys import Key
from troth.errors import Unavailable
from troth.manifest.names import StoreName, TableName
from troth.requests.data import data_of
from troth.retention.acts import acts_of_few
from troth.retention.terms import surveying
from troth.site import Site
from troth.stores.sql.read import want_judged
from troth.stores.trial import Trial

FOLDER = Path(__file__).parent / "club"
TABLES = """
CREATE TABLE members (id INTEGER PRIMARY KEY, email {text}, name {text});
CREATE TABLE cards (id INTEGER PRIMARY KEY, member_id INTEGER, number {text});
CREATE TABLE visits (id INTEGER PRIMARY KEY, member_id INTEGER, at TIMESTAMP NULL, door {text});
CREATE TABLE notes (id INTEGER PRIMARY KEY, writer {text}, about {text}, heard {text}, body {text});
CREATE INDEX by_email ON members (email);
CREATE INDEX by_member ON visits (member_id);
CREATE INDEX of_member ON cards (member_id);
CREATE INDEX by_writer ON notes (writer);
CREATE INDEX by_about ON notes (about);
CREATE INDEX by_heard ON notes (heard);
"""
# Ana came lately, Ben long ago, Cleo at an instant that nobody believes, Dan never; who writes of whom is told.
ROWS = """
INSERT INTO members VALUES (1, 'ana@example.com', 'Ana'), (2, 'ben@example.com', 'Ben'),
    (3, 'cleo@example.com', 'Cleo'), (4, 'dan@example.com', 'Dan'), (5, 'eve@example.com', 'Eve');
INSERT INTO cards VALUES (1, 1, 'A'), (2, 2, 'B'), (3, 3, 'C'), (4, 5, 'E');
INSERT INTO visits VALUES (1, 1, '2026-05-01 10:00:00', 'north'), (2, 1, '2020-05-01 10:00:00', 'south'),
    (3, 2, '2020-01-01 10:00:00', 'north'), (4, 3, '2126-01-01 10:00:00', 'north'),
    (5, 3, '2026-01-01 10:00:00', 'south'), (6, 5, '2026-02-01 10:00:00', 'north'), (7, 5, NULL, 'south');
INSERT INTO notes VALUES (1, 'ana@example.com', NULL, 'ben@example.com', 'heard of Ben'),
    (2, 'eve@example.com', 'ben@example.com', NULL, 'about Ben'),
    (3, 'dan@example.com', NULL, NULL, 'to himself');
"""
EVERYBODY = ("ana", "ben", "cleo", "dan", "eve", "nobody")


def club_on(url: str | None, folder: Path) -> Shop:
    """The club in a database of its own, its manifest accepted."""
    club = site_in(folder, FOLDER, {"club": (TABLES, ROWS)}, None if url is None else {"club": url})
    club.accepted()
    return club


def told(site: Site, *names: str) -> list[dict[str, Any]]:
    """What is told about them."""
    given = [frozenset({Key.of("email", f"{name}@example.com")}) for name in names]
    return [json.loads(one) for one in data_of(site, given, NOON)]


@pytest.fixture
def postgresql_club(postgresql_url: str, tmp_path: Path) -> Shop:
    """The club on PostgreSQL."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in EMPTIED["postgresql"]:
            connection.exec_driver_sql(statement)
    return club_on(postgresql_url, tmp_path)


@contextmanager
def asked(site: Site, into: Path) -> Iterator[list[str]]:
    """What the store's server is asked from here on, as its client library traces it: statements, BEGIN, COMMIT."""
    sent: list[str] = []
    with into.open("w+") as file:

        def trace(driver: Any, *_more: object) -> None:
            driver.pgconn.trace(file.fileno())

        def untrace(driver: Any, *_more: object) -> None:
            driver.pgconn.untrace()

        engine = site.stores[StoreName("club")].engine
        event.listen(engine, "checkout", trace)
        event.listen(engine, "checkin", untrace)
        try:
            yield sent
        finally:
            event.remove(engine, "checkout", trace)
            event.remove(engine, "checkin", untrace)
        file.seek(0)
        sent += [
            ASKED[word] for line in file for word in line.split()[4:6] if "\tF\t" in line and word in ASKED
        ]


ASKED = {"Bind": "asked", '"BEGIN': "begun", '"COMMIT"': "ended"}
IN_ONE = ["asked"]


def in_transaction(statements: int) -> list[str]:
    """So many statements of one state."""
    return ["begun", *["asked"] * statements, "ended"]


def test_it_is_what_is_told_where_statements_are_asked_one_by_one(
    postgresql_club: Shop, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    with postgresql_club.open() as site, club_on(None, tmp_path / "files").open() as files:
        for name in EVERYBODY:
            assert told(site, name) == told(files, name)
        assert told(site, *EVERYBODY) == told(files, *EVERYBODY)
        [cleo] = told(site, "cleo")
    states = {claim["state"] for claim in cleo["claims"]}
    assert states == {"active", "frozen"}  # of what she did last, and of a visit that nobody believes


def test_one_statement_says_all_and_needs_no_transaction(postgresql_club: Shop, tmp_path: Path) -> None:
    with postgresql_club.open() as site:
        told(site, "ana")  # the first looks at the schema
        for names in (["dan"], ["cleo"], ["nobody"], ["cleo", "dan"]):
            with asked(site, tmp_path / "trace") as sent:
                told(site, *names)
            assert sent == IN_ONE


def test_what_somebody_did_of_whom_a_record_may_be_is_not_asked(
    postgresql_club: Shop, tmp_path: Path
) -> None:
    with postgresql_club.open() as site:
        told(site, "ana")
        with asked(site, tmp_path / "trace") as sent:
            told(site, "ana")  # her note may be Ben's: nothing says so surely
    assert sent == IN_ONE


def test_what_one_statement_does_not_say_is_asked_again_of_one_state(
    postgresql_club: Shop, tmp_path: Path
) -> None:
    with postgresql_club.open() as site:
        told(site, "ana")
        with asked(site, tmp_path / "trace") as first:
            [eve] = told(site, "eve")  # her note is about Ben, whose last visit keeps it too
        with asked(site, tmp_path / "trace") as second:
            assert told(site, "eve") == [eve]
        with asked(site, tmp_path / "trace") as third:
            told(site, "dan")
    assert first == [*IN_ONE, *in_transaction(2)]
    assert second == in_transaction(2)  # it is not tried each time where it does not succeed
    assert third == IN_ONE


def test_acts_are_looked_up_once_for_a_row_and_for_those_below_it(postgresql_club: Shop) -> None:
    with postgresql_club.open() as site, surveying(site, NOON, ()) as (terms, _):
        members = terms.manifest.table(StoreName("club"), TableName("members"))
        question = replace(terms.question(Carried({})), acts=acts_of_few(terms, ()))
        wanted = want_judged(terms.grounds[members.store], question, None, [(members, None)])
    # A young one, one that nobody believes, one that somebody does: told at once. A visit keeps what it is of.
    assert wanted.asked[0].said.text.count('FROM "visits"') == 1 + 1


def test_where_its_session_was_ended_that_is_told_and_another_is_begun(
    postgresql_club: Shop, postgresql_url: str
) -> None:
    others = create_engine(postgresql_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with postgresql_club.open() as site:
        told(site, "ana")  # the first looks at the schema
        [ana] = told(site, "ana")
        with others.connect() as other:
            other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(Unavailable, match="club"):
            told(site, "ana")
        assert told(site, "ana") == [ana]


def test_what_many_ask_at_once_is_told_as_if_each_asked_alone(postgresql_club: Shop) -> None:
    """What is worked out for one of them is kept for the others."""
    with postgresql_club.open() as site, ThreadPoolExecutor(6) as many:
        together = list(many.map(partial(told, site), EVERYBODY * 10))
    with postgresql_club.open() as site:
        alone = [told(site, name) for name in EVERYBODY]
    assert together == alone * 10


def test_what_fails_in_a_row_is_tried_ever_less() -> None:
    trial, tried = Trial(), list[int]()
    for occasion in range(2_000):
        if trial.is_due():
            tried.append(occasion)
            trial.failed()
    assert tried[:6] == [0, 2, 6, 14, 30, 62]
    assert tried[-1] - tried[-2] == 256
    trial.succeeded()
    trial.failed()
    assert [trial.is_due() for _ in range(2)] == [False, True]
