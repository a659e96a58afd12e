"""What a hand writes for the same: one connection, prepared statements, pipelines, nothing that need not be."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.rows import dict_row

Connection = psycopg.Connection[dict[str, Any]]
Who = Mapping[str, Any]

ACCESS: dict[str, Any] = {
    "customer": "SELECT * FROM customer WHERE email = %(email)s",
    "address": """SELECT * FROM address WHERE id IN (SELECT address_id FROM customer WHERE email = %(email)s
        UNION SELECT o.shipping_address_id FROM orders o JOIN customer c ON c.id = o.customer_id
            WHERE c.email = %(email)s
        UNION SELECT p.billing_address_id FROM payment_card p JOIN customer c ON c.id = p.customer_id
            WHERE c.email = %(email)s)""",
    "orders": "SELECT o.* FROM orders o JOIN customer c ON c.id = o.customer_id WHERE c.email = %(email)s",
    "order_item": """SELECT i.* FROM order_item i JOIN orders o ON o.id = i.order_id
        JOIN customer c ON c.id = o.customer_id WHERE c.email = %(email)s""",
    "payment_card": """SELECT p.* FROM payment_card p JOIN customer c ON c.id = p.customer_id
        WHERE c.email = %(email)s""",
    "login": "SELECT l.* FROM login l JOIN customer c ON c.id = l.customer_id WHERE c.email = %(email)s",
    "service_request": "SELECT * FROM service_request WHERE email = %(email)s OR alt_email = %(email)s",
    "report": "SELECT * FROM report WHERE email = %(email)s",
}
_OWN = "(SELECT id FROM customer WHERE email = %(email)s)"
ERASE: list[Any] = [
    """UPDATE address SET house = NULL, street = NULL, city = NULL, state = NULL, zip = NULL WHERE id IN
        (SELECT address_id FROM customer WHERE email = %(email)s
        UNION SELECT o.shipping_address_id FROM orders o JOIN customer c ON c.id = o.customer_id
            WHERE c.email = %(email)s
        UNION SELECT p.billing_address_id FROM payment_card p JOIN customer c ON c.id = p.customer_id
            WHERE c.email = %(email)s)""",
    "UPDATE order_item SET product = NULL, gift_note = NULL "
    f"WHERE order_id IN (SELECT id FROM orders WHERE customer_id = {_OWN})",
    f"UPDATE orders SET placed = NULL, total_cents = NULL WHERE customer_id = {_OWN}",
    f"UPDATE payment_card SET holder = NULL, ccn = NULL, code = NULL WHERE customer_id = {_OWN}",
    f"UPDATE login SET at = NULL, ip = NULL WHERE customer_id = {_OWN}",
    "UPDATE service_request SET email = NULL, alt_email = NULL, body = NULL "
    "WHERE email = %(email)s OR alt_email = %(email)s",
    "UPDATE report SET email = NULL, name = NULL, total_visits = NULL WHERE email = %(email)s",
    "UPDATE customer SET email = NULL, name = NULL WHERE email = %(email)s",
]
_OWNERS = "SELECT id, email, address_id FROM customer WHERE email = ANY(%(who)s)"
_ADDRESSES = f"""SELECT address_id AS a, email FROM ({_OWNERS}) c
    UNION SELECT o.shipping_address_id, c.email FROM orders o JOIN ({_OWNERS}) c ON c.id = o.customer_id
    UNION SELECT p.billing_address_id, c.email FROM payment_card p JOIN ({_OWNERS}) c ON c.id = p.customer_id"""
ACCESS_MANY: dict[str, Any] = {
    "customer": "SELECT email AS subject, * FROM customer WHERE email = ANY(%(who)s)",
    "address": f"SELECT s.email AS subject, a.* FROM address a JOIN ({_ADDRESSES}) s ON s.a = a.id",
    "orders": f"SELECT c.email AS subject, o.* FROM orders o JOIN ({_OWNERS}) c ON c.id = o.customer_id",
    "order_item": f"""SELECT c.email AS subject, i.* FROM order_item i JOIN orders o ON o.id = i.order_id
        JOIN ({_OWNERS}) c ON c.id = o.customer_id""",
    "payment_card": f"""SELECT c.email AS subject, p.* FROM payment_card p
        JOIN ({_OWNERS}) c ON c.id = p.customer_id""",
    "login": f"SELECT c.email AS subject, l.* FROM login l JOIN ({_OWNERS}) c ON c.id = l.customer_id",
    "service_request": "SELECT email AS subject, * FROM service_request WHERE email = ANY(%(who)s)",
    "report": "SELECT email AS subject, * FROM report WHERE email = ANY(%(who)s)",
}
_IDS = "(SELECT id FROM customer WHERE email = ANY(%(who)s))"
ERASE_MANY: list[Any] = [
    "UPDATE address SET house = NULL, street = NULL, city = NULL, state = NULL, zip = NULL "
    f"WHERE id IN (SELECT a FROM ({_ADDRESSES}) s)",
    "UPDATE order_item SET product = NULL, gift_note = NULL "
    f"WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN {_IDS})",
    f"UPDATE orders SET placed = NULL, total_cents = NULL WHERE customer_id IN {_IDS}",
    f"UPDATE payment_card SET holder = NULL, ccn = NULL, code = NULL WHERE customer_id IN {_IDS}",
    f"UPDATE login SET at = NULL, ip = NULL WHERE customer_id IN {_IDS}",
    "UPDATE service_request SET email = NULL, alt_email = NULL, body = NULL WHERE email = ANY(%(who)s)",
    "UPDATE report SET email = NULL, name = NULL, total_visits = NULL WHERE email = ANY(%(who)s)",
    "UPDATE customer SET email = NULL, name = NULL WHERE email = ANY(%(who)s)",
]


def connect(url: str) -> Connection:
    """A connection that plans each statement once."""
    connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
    connection.prepare_threshold = 1
    return connection


def access(connection: Connection, email: str) -> int:
    """Every row of one person as dictionaries, written as JSON; how many there were."""
    who = {"email": email}
    with connection.pipeline():
        cursors = {table: connection.execute(sql, who) for table, sql in ACCESS.items()}
    found = {table: cursor.fetchall() for table, cursor in cursors.items()}
    json.dumps(found, default=str)
    return sum(map(len, found.values()))


def erase(connection: Connection, email: str) -> int:
    """Count what will go, empty it, and count again, in one transaction: what a careful hand does."""
    who = {"email": email}
    probes: list[Any] = [f"SELECT count(*) AS n FROM ({sql}) q" for sql in ACCESS.values()]
    with connection.pipeline(), connection.transaction():
        before = [connection.execute(sql, who) for sql in probes]
        for sql in ERASE:
            connection.execute(sql, who)
        after = [connection.execute(sql, who) for sql in probes]
    if any(_count(cursor) for table, cursor in zip(ACCESS, after, strict=True) if table != "address"):
        raise SystemExit("something is left")
    return sum(_count(cursor) for cursor in before)


def access_many(connection: Connection, emails: list[str]) -> int:
    """Every row of many people, grouped by person, in memory."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    rows = 0
    for table, sql in ACCESS_MANY.items():
        for row in connection.execute(sql, {"who": emails}):
            found[row.pop("subject")][table].append(row)
            rows += 1
    return rows


def erase_many(connection: Connection, emails: list[str]) -> int:
    """The columns of many people emptied, in one transaction."""
    with connection.transaction():
        return sum(connection.execute(sql, {"who": emails}).rowcount for sql in ERASE_MANY)


def _count(cursor: psycopg.Cursor[dict[str, Any]]) -> int:
    row = cursor.fetchone()
    return 0 if row is None else int(row["n"])
