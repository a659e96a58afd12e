"""A site with one newsletter and no store, and as many decisions as asked for, written as Troth writes them."""

import hmac
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.cli.init import begun
from troth.gate import Question
from troth.manifest.names import PurposeName
from troth.site import Site, open_site
from troth.subjects import NewFact, add_facts

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTER = Question("newsletter", channel="email")
POLICY = """\
languages: [en]
zone: Europe/Paris
law: fr
edition: {date: 2026-01-01}
controller: {name: Shop SAS, email: privacy@shop.example, country: FR}
keys: {email: {title: e-mail address, reached_by: email}}
channels: {email: {title: e-mail, opt_out: the link in each message}}
items: {email: e-mail address}
records: {account: {title: your account, roles: [customer]}}
purposes:
  newsletter:
    title: Our newsletter
    basis: consent
    data: {account: [email]}
    retention: {criterion: until you unsubscribe}
    consent: {decided_by: email, validity: P3Y, wording: {version: "2", since: 2020-01-01, text: Send it to me.}}
    direct_marketing: true
    channels: [email]
rights: {access: , rectification: , erasure: , restriction: , objection: , portability: }
"""
SEALED = b"\0" * 220  # as long as what Troth seals of such a fact


def address(number: int) -> str:
    """The address of a person."""
    return f"person{number}@example.com"


@contextmanager
def opened(folder: Path, url: str | None = None) -> Iterator[Site]:
    """The site, its database in the folder (SQLite) or at that URL."""
    home = folder / "shop"
    home.mkdir()
    (home / "policy.yaml").write_text(POLICY, encoding="utf-8")
    environ = {} if url is None else {"TROTH_DATABASE": url}
    begun(home, environ)
    site = open_site(home, environ)
    try:
        yield site
    finally:
        site.close()


def fill(site: Site, decisions: int, people: int) -> None:
    """
    So many decisions of so many people, in turns: given, one in four withdrawn since.

    Written straight into the tables, with the hashes that Troth finds them by; what they seal is filler of the
    same length, which a list never reads. Who is asked about alone is recorded by `consented`.
    """
    url = make_url(site.settings.database)
    rows = _rows(site, decisions, people)
    if url.get_backend_name() == "sqlite":
        _fill_sqlite(str(url.database), rows, site.name, decisions)
    else:
        _fill_postgresql(site.settings.database, rows, site.name, decisions)


def _rows(site: Site, decisions: int, people: int) -> Iterator[tuple[Any, ...]]:
    hash_of, name = site.database.keyring.hash_of, site.name
    hashes = [hash_of(name, "key", f"email:{address(number)}") for number in range(people)]
    start = AT - timedelta(days=700)
    for sequence in range(1, decisions + 1):
        number, turn = (sequence - 1) % people, (sequence - 1) // people
        since = (start + timedelta(days=turn, seconds=number % 80_000)).replace(tzinfo=None)
        text = f"{since.isoformat(timespec='microseconds')}Z"
        is_last = sequence + people > decisions
        effect, wording = ("withdrawn", None) if is_last and number % 4 == 3 else ("given", "2")
        yield name, sequence, effect, text, text, '["newsletter"]', wording, "[]", hashes[number], SEALED


_COLUMNS = "site, sequence, effect, since, recorded, purposes, wording, items, key_hash, sealed"

_NUMBERED = "INSERT INTO sequences (site, facts, records, consents) VALUES (%s, %s, 0, 0)"


def _fill_sqlite(path: str, rows: Iterator[tuple[Any, ...]], name: str, count: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(f"INSERT INTO facts ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        connection.execute(_NUMBERED.replace("%s", "?"), (name, count))
        connection.execute("ANALYZE")


def _fill_postgresql(url: str, rows: Iterator[tuple[Any, ...]], name: str, count: int) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP INDEX ix_facts_site_key_hash")
        with connection.cursor().copy(f"COPY facts ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute("CREATE INDEX ix_facts_site_key_hash ON facts (site, key_hash)")
        connection.execute(
            "INSERT INTO sequences (site, facts, records, consents) VALUES (%s, %s, 0, 0)", (name, count)
        )
        connection.execute("VACUUM (ANALYZE) facts")


def consented(site: Site, people: int) -> list[dict[str, str]]:
    """So many more people who gave their consent, recorded as Troth records it; how they are named."""
    named = [f"known{number}@example.com" for number in range(people)]
    at, purposes = AT - timedelta(days=1), frozenset({PurposeName("newsletter")})
    for start in range(0, people, 1_000):
        keys = (Key.of("email", one) for one in named[start : start + 1_000])
        facts = [NewFact(Effect.GIVEN, at, at, key, purposes=purposes, name="2") for key in keys]
        with site.database.transaction() as tx:
            add_facts(tx, site.name, facts)
    return [{"email": one} for one in named]


def hmac_of(key: bytes, text: str) -> bytes:
    """The baseline of one decision: what any look-up by keyed hash needs at least."""
    return hmac.digest(key, text.encode(), "sha256")


def decisions_asked() -> int:
    """How many decisions are stored."""
    return int(os.environ.get("TROTH_BENCH_DECISIONS", "10000000"))


def list_asked() -> int:
    """How many addresses the list has."""
    return int(os.environ.get("TROTH_BENCH_LIST", "1000000"))
