"""A small declaration and the schema it describes, to be changed in one place by each test."""

from collections.abc import Callable, Sequence

from tests.stores.base import Base
from troth.errors import Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.manifest.nodes import compose
from troth.manifest.places import Places
from troth.manifest.read import read
from troth.manifest.source import SourceText
from troth.stores.against import problems
from troth.stores.live import LiveStore
from troth.stores.sql.connect import open_store
from troth.stores.sql.describe import describe
from troth.stores.sql.failures import unavailable

Change = tuple[str, str]

POLICY = """
languages: [en]
zone: Europe/Paris
law: fr
edition: {date: 2026-01-31, effective: 2026-02-15}
controller: {name: Acme SAS, email: privacy@acme.example, country: FR}
keys: {email: e-mail address, account: account number}
items: {email: e-mail address, name: name, birth: date of birth, note: what people wrote, points: points}
records:
  account: {title: account, roles: [holder]}
  order: {title: order, roles: [buyer, friend]}
clocks: {last_contact: last contact, closed: the order is closed}
purposes:
  shop:
    title: shop
    basis: {holder: contract, buyer: contract}
    data: {account: all, order: all}
    retention: P3Y from last_contact
"""

STORES = """
stores:
  shop:
    url: ${SHOP}
    zone: Europe/Paris
    tables:
      customer:
        key: id
        kind: account
        created: created
        fields:
          email: email
          name: {item: name, at_end: {constant: gone}}
          born: {item: birth, at_end: {generalise: year}}
          points: {item: points, at_end: {generalise: {range: 10}}}
        impersonal: [created, seen, status]
        links:
          - {role: holder, key: email, column: email, verified: double opt-in, normalised: true}
          - {role: holder, key: account, column: id, verified: session}
        clocks:
          last_contact: {column: seen, missing: created, latest: [shop.orders.placed]}
      orders:
        key: id
        kind: order
        created: placed
        fields:
          note: note
        impersonal: [placed, closed, status]
        references: {customer: customer_id -> customer.id}
        links:
          - {role: buyer, key: email, column: email, through: [customer], verified: account, normalised: true}
        clocks:
          last_contact: placed
          closed: {column: closed, open_while: {status: open}}
        archive: {table: orders_archive}
      orders_archive: {archive_of: orders}
"""

SCHEMA = """
CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    email VARCHAR(80) {binary},
    name VARCHAR(40) NOT NULL,
    born DATE,
    points INTEGER,
    created {instant} NOT NULL,
    seen {instant},
    status VARCHAR(20) {binary} NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER,
    note TEXT,
    placed {instant} NOT NULL,
    closed {instant},
    status VARCHAR(20) {binary} NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customer (id)
);
CREATE TABLE orders_archive (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER,
    note TEXT,
    placed {instant} NOT NULL,
    closed {instant},
    status VARCHAR(20) {binary} NOT NULL
);
CREATE INDEX customer_email ON customer (email);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX archive_customer ON orders_archive (customer_id);
"""


def changed(text: str, changes: Sequence[Change]) -> str:
    """The text with each change made once; a change that finds nothing is a mistake of the test."""
    for old, new in changes:
        assert old in text, f"{old!r} stands nowhere"
        text = text.replace(old, new, 1)
    return text


def made(base: Base, *changes: Change, then: Sequence[str] = ()) -> None:
    """Make the schema, changed, in the database; statements of `then` run afterwards as they stand."""
    instant = "TIMESTAMP" if base.dialect == "postgresql" else "DATETIME"
    binary = "COLLATE utf8mb4_bin" if base.dialect == "mariadb" else ""
    schema = changed(SCHEMA, changes).replace("{instant}", instant).replace("{binary}", binary)
    base.run(*(statement for statement in schema.split(";\n") if statement.strip()), *then)


def declared(*changes: Change, policy: Sequence[Change] = ()) -> tuple[Manifest, Callable[..., Place]]:
    """The declaration, changed, and where things stand in it."""
    first = SourceText("policy.yaml", changed(POLICY, policy))
    second = SourceText("stores.yaml", changed(STORES, changes))
    places = Places(first, compose(first)[0], second, compose(second)[0])
    return read(first, second).manifest, lambda path: places.key(*path)


def looked_at(manifest: Manifest, base: Base, url: str = "") -> LiveStore:
    """What the declared store holds, seen by the account of the URL."""
    store = open_store(manifest.stores[StoreName("shop")], {"SHOP": url or base.url})
    base.stores.append(store)
    with unavailable(store.name), store.engine.connect() as connection:
        return describe(store.declared, connection)


def found(base: Base, *changes: Change, url: str = "") -> list[Problem]:
    """The problems of the declaration, changed, against what is in the database."""
    manifest, place_of = declared(*changes)
    return problems(manifest, {StoreName("shop"): looked_at(manifest, base, url)}, place_of)


def names(problems: Sequence[Problem]) -> list[str]:
    """Their names, sorted."""
    return sorted(problem.name for problem in problems)
