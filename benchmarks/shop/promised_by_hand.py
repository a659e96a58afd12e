"""
The least that a hand writes for an access and an erasure which keep what Troth's keep: nothing that could be left out.

An access: the facts recorded about the person, one state of the shop, on each datum whose claim keeps it and until
when, and a record that it was answered. The words of the policy are Python here, and nobody can change them.

An erasure, in one transaction of the shop that sees one state of it, and fails where somebody changed a row since: a
plan that is fixed before anything changes; the facts on which it acts, each sealed, with a hash of each in a log; the
erasure; every row read once more for proof; and *done*. No words of a policy, no claims, no clocks, no other people's
rows: all of them go.
"""

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.shop import by_hand

FACTS = 3  # that an erasure of this shop records of each person
_OWN = """
    CREATE TABLE plans (id TEXT PRIMARY KEY, sealed BLOB);
    CREATE TABLE facts (number INTEGER PRIMARY KEY, key_hash BLOB, sealed BLOB);
    CREATE INDEX facts_by_key ON facts (key_hash);
    CREATE TABLE log (number INTEGER PRIMARY KEY, body TEXT, hash BLOB);
"""


class Ledger:
    """What Troth keeps of an erasure in a database of its own, each commit waiting for the disk."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "own.db", isolation_level=None)
        self._connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {_OWN}")
        self._cipher, self._secret = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(32)
        self._mark = folder / "checkpoint"

    def facts(self, emails: Sequence[str]) -> int:
        """How many facts are recorded of somebody; of whom none is recorded there is nothing to open."""
        of = [(hmac.digest(self._secret, email.encode(), "sha256"),) for email in emails]
        found = (self._connection.execute("SELECT sealed FROM facts WHERE key_hash = ?", one) for one in of)
        return sum(len(some.fetchall()) for some in found)

    def answered(self, records: int) -> None:
        """Record that an access was answered; it waits for no disk."""
        self._connection.execute("PRAGMA synchronous = NORMAL")
        body = json.dumps({"answered": records})
        with self._connection as own:
            own.execute("BEGIN IMMEDIATE")
            own.execute(
                "INSERT INTO log (body, hash) VALUES (?, ?)", (body, hashlib.sha256(body.encode()).digest())
            )
        self._connection.execute("PRAGMA synchronous = FULL")

    def plan(self, rows: dict[str, list[Any]]) -> str:
        """Keep which rows will go."""
        name = secrets.token_hex(6)
        with self._connection as own:
            own.execute("BEGIN IMMEDIATE")
            own.execute(
                "INSERT INTO plans VALUES (?, ?)", (name, self._sealed(json.dumps(rows, default=str)))
            )
        return name

    def begin(self, plan: str, emails: Sequence[str]) -> None:
        """Record, before anything changes, on which facts it acts."""
        told = [json.dumps({"key": email, "fact": n, "plan": plan}) for email in emails for n in range(FACTS)]
        facts = [(hashlib.sha256(one.encode()).digest(), self._sealed(one)) for one in told]
        hashes = [hashlib.sha256(sealed).hexdigest() for _, sealed in facts]
        self._log([json.dumps({"facts": hashes}), json.dumps({"intended": plan})], facts)

    def end(self, plan: str) -> None:
        """Record that it was done."""
        self._log([json.dumps({"done": plan})], ())

    def _log(self, bodies: Sequence[str], facts: Sequence[tuple[bytes, bytes]]) -> None:
        with self._connection as own:
            own.execute("BEGIN IMMEDIATE")
            own.executemany("INSERT INTO facts (key_hash, sealed) VALUES (?, ?)", facts)
            hashed = [(body, hashlib.sha256(body.encode()).digest()) for body in bodies]
            own.executemany("INSERT INTO log (body, hash) VALUES (?, ?)", hashed)
        beside = self._mark.with_suffix(".writing")
        with beside.open("wb") as stream:
            stream.write(hashed[-1][1])
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._mark)

    def _sealed(self, text: str) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher.encrypt(nonce, text.encode(), b"")


_KEPT = {"login": ("security", 365, "at"), "service_request": ("service", 730, "closed")}
_DATA = {  # what is a person's of each table, by the purpose that claims it
    "customer": ("email", "name"),
    "address": ("house", "street", "city", "state", "zip"),
    "orders": ("total_cents",),
    "order_item": ("product", "gift_note"),
    "payment_card": ("holder", "ccn", "code"),
    "login": ("ip",),
    "service_request": ("email", "alt_email", "body"),
    "report": ("email", "name", "total_visits"),
}


def access(connection: by_hand.Connection, ledger: Ledger, email: str, at: datetime) -> bytes:
    """Look for facts, read one state, say of each datum whose it is and until when, and record that it was answered."""
    if ledger.facts([email]):
        raise SystemExit("what was recorded of this person would have to be heeded")
    with connection.pipeline():
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursors = {table: connection.execute(sql, {"email": email}) for table, sql in by_hand.ACCESS.items()}
        connection.execute("COMMIT")
    found = {table: cursor.fetchall() for table, cursor in cursors.items()}
    placed = {row["id"]: row["placed"] for row in found["orders"]}
    last = max((one for one in placed.values() if one is not None), default=None)
    told = json.dumps(
        {
            table: [
                _told(row, table, _start(row, table, placed, last), at.replace(tzinfo=None)) for row in rows
            ]
            for table, rows in found.items()
        },
        default=str,
    )
    ledger.answered(sum(map(len, found.values())))
    return told.encode("ascii")


def _start(
    row: Mapping[str, Any], table: str, placed: Mapping[int, datetime | None], last: datetime | None
) -> datetime | date | None:
    """When the period began for which a row is kept."""
    match table:
        case "orders" | "order_item":
            return placed.get(row["id" if table == "orders" else "order_id"])
        case "login":
            start: datetime | None = row["at"]
            return start
        case "service_request":
            since: date | None = row["closed"] or row["opened"]
            return since
        case _:
            return last


def _told(row: Mapping[str, Any], table: str, start: datetime | date | None, at: datetime) -> dict[str, Any]:
    purpose, days, _ = _KEPT.get(table, ("shop", 3 * 365, ""))
    if table == "report":
        purpose, until, state = "statistics", None, "active"
    else:
        until = None if start is None else start + timedelta(days=days)
        ends = until if until is None or isinstance(until, datetime) else datetime.combine(until, time())
        state = "frozen" if ends is None else "ended" if ends <= at else "active"
    claims = [{"purpose": purpose, "state": state, "until": until}]
    data = {name: {"value": row[name], "state": state, "claims": claims} for name in _DATA[table]}
    context = {name: value for name, value in row.items() if name not in data and name != "subject"}
    return {"data": data, "context": context}


def erase(connection: by_hand.Connection, ledger: Ledger, emails: list[str]) -> int:
    """Plan, begin, erase, look once more, end; how many rows there were."""
    is_one = len(emails) == 1
    who: dict[str, Any] = {"email": emails[0]} if is_one else {"who": emails}
    of_people = by_hand.ACCESS if is_one else by_hand.ACCESS_MANY
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = _read(connection, {table: (sql, who) for table, sql in of_people.items()})
        keys = {table: sorted({row["id"] for row in rows}) for table, rows in found.items()}
        plan = ledger.plan(keys)
        ledger.begin(plan, emails)
        with connection.pipeline():
            for sql in by_hand.ERASE if is_one else by_hand.ERASE_MANY:
                connection.execute(sql, who)
        rows = {
            table: (f"SELECT * FROM {table} WHERE id = ANY(%(keys)s)", {"keys": of})
            for table, of in keys.items()
        }
        after = _read(connection, rows)
        if any(row["email"] for table in ("customer", "service_request", "report") for row in after[table]):
            raise SystemExit("something is left")
    ledger.end(plan)
    return sum(map(len, keys.values()))


def _read(
    connection: by_hand.Connection, asked: dict[str, tuple[Any, dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    with connection.pipeline():
        cursors = {table: connection.execute(sql, values) for table, (sql, values) in asked.items()}
    return {table: cursor.fetchall() for table, cursor in cursors.items()}
