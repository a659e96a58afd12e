"""The shop of tests/retention/shop: its databases on any of the three engines, and people as many as asked for."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event, make_url

from troth.claims.facts import Effect
from troth.claims.keys import Key, RecordRef
from troth.cli.init import begun
from troth.manifest.names import KeyType, PurposeName, StoreName, TableName
from troth.retention import kept, plan, run
from troth.retention.accept import accept, released
from troth.retention.model import Outcome, Plan
from troth.site import Site, open_site
from troth.subjects.model import NewFact
from troth.subjects.records import add_facts

FOLDER = Path(__file__).parent / "shop"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = {"sqlite": "TEXT", "postgresql": "TEXT", "mysql": "VARCHAR(255)"}

SHOP_TABLES = """
CREATE TABLE addresses (id INTEGER PRIMARY KEY, street {text}, created_at TIMESTAMP NOT NULL);
CREATE TABLE customers (id INTEGER PRIMARY KEY, email {text}, name {text}, score INTEGER,
    address_id INTEGER NULL REFERENCES addresses (id), created_at TIMESTAMP NOT NULL, seen_at TIMESTAMP NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NULL REFERENCES customers (id), name {text},
    placed_at TIMESTAMP NOT NULL, closed_at TIMESTAMP NULL, status {text});
CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
    product {text}, added_at TIMESTAMP NOT NULL);
CREATE TABLE invoices (number INTEGER PRIMARY KEY, customer_id INTEGER NULL, name {text}, cents INTEGER,
    billed_on DATE NOT NULL);
CREATE TABLE service_requests (id INTEGER PRIMARY KEY, email {text}, alt_email {text}, body {text},
    opened TIMESTAMP NOT NULL);
"""
MAILING_TABLES = """
CREATE TABLE subscribers (id INTEGER PRIMARY KEY, email {text}, opted_in INTEGER, since TIMESTAMP NOT NULL);
"""

# Ana (1) and Ben (2) share a household address (1); Cleo (3) has a fraud score. Address 9 is anybody's.
SHOP_ROWS = """
INSERT INTO addresses VALUES (1, '3 rue des Lilas', '2021-03-01 09:00:00'), (3, '5 quai Sud', '2021-03-01 09:00:00'),
    (9, '7 rue Perdue', '2021-03-01 09:00:00');
INSERT INTO customers VALUES
    (1, 'ana@example.com', 'Ana Duval', NULL, 1, '2021-03-01 09:00:00', '2026-10-02 18:30:00'),
    (2, 'ben@example.com', 'Ben Duval', NULL, 1, '2021-03-01 09:00:00', '2026-10-02 18:30:00'),
    (3, 'cleo@example.com', 'Cleo Martin', 7, 3, '2021-03-01 09:00:00', '2026-10-02 18:30:00');
INSERT INTO orders VALUES
    (11, 1, 'Ana Duval', '2023-09-30 10:00:00', '2023-10-09 10:00:00', 'closed'),
    (12, 2, 'Ben Duval', '2026-09-30 10:00:00', NULL, 'open'),
    (13, 3, 'Cleo Martin', '2023-09-30 10:00:00', '2023-10-09 10:00:00', 'closed');
INSERT INTO order_lines VALUES
    (111, 11, 'A kettle', '2023-09-30 10:00:00'), (112, 11, 'Green tea', '2023-09-30 10:00:00'),
    (121, 12, 'A cup', '2026-09-30 10:00:00'), (131, 13, 'A bowl', '2023-09-30 10:00:00');
INSERT INTO invoices VALUES
    (1011, 1, 'Ana Duval', 8990, '2023-10-09'), (1013, 3, 'Cleo Martin', 3600, '2014-10-09');
INSERT INTO service_requests VALUES
    (31, 'ana@example.com', 'ana@other.example', 'My kettle leaks.', '2026-01-10 11:00:00'),
    (32, 'dora@example.com', 'ana@example.com', 'Ana may answer for me.', '2026-01-10 11:00:00');
"""
MAILING_ROWS = """
INSERT INTO subscribers VALUES
    (1, 'Ana@example.com', 1, '2022-05-01 10:00:00'), (2, 'ben@example.com', 1, '2022-05-01 10:00:00'),
    (3, 'cleo@example.com', 1, '2022-05-01 10:00:00');
"""


def email(value: str) -> Key:
    """The key of somebody's e-mail address."""
    return Key(KeyType("email"), value)


ANA, BEN, CLEO = email("ana@example.com"), email("ben@example.com"), email("cleo@example.com")


def record(name: str, key: object) -> RecordRef:
    """A record by `store.table` and key."""
    store, _, table = name.partition(".")
    return RecordRef(StoreName(store), TableName(table), (str(key),))


def fact(effect: Effect, key: Key | None = None, at: datetime = NOON, **more: object) -> NewFact:
    """A fact of this instant."""
    return NewFact(effect, at, at, key=key, **more)  # type: ignore[arg-type]  # as the test names them


def upheld(key: Key, purpose: str = "fraud", at: datetime = NOON) -> NewFact:
    """The balance that an erasure opened, decided for the person."""
    return fact(Effect.UPHELD, key, at, purposes=frozenset({PurposeName(purpose)}), name="erasure")


@dataclass
class Shop:
    """The site's folder, and what reaches its databases: Troth by `environ`, their owner by `rows`."""

    folder: Path
    environ: dict[str, str]

    @contextmanager
    def open(self, **environ: str) -> Iterator[Site]:
        """The site, ready to work."""
        site = open_site(self.folder, self.environ | environ)
        try:
            yield site
        finally:
            site.close()

    def url(self, store: str) -> str:
        """Where a store is."""
        return self.environ[f"{store.upper()}_DATABASE"]

    def rows(
        self, *statements: str, store: str = "shop", parameters: Mapping[str, object] | None = None
    ) -> list[tuple[object, ...]]:
        """Act as the owner of a database; the rows that the last statement gives."""
        engine = create_engine(self.url(store), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        found: list[tuple[object, ...]] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.exec_driver_sql(statement, parameters)
                found = [tuple(row) for row in result] if result.returns_rows else []
        return found

    def ids(self, table: str, store: str = "shop") -> list[object]:
        """The keys of a table's rows."""
        return [row[0] for row in self.rows(f"SELECT * FROM {table} ORDER BY 1", store=store)]

    def said(self, old: str, new: str, file: str = "policy.yaml") -> None:
        """Say something else in the manifest."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def recorded(self, *facts: NewFact) -> None:
        """Record facts, as another process would."""
        with self.open() as site, site.database.transaction() as tx:
            add_facts(tx, site.name, facts)

    def accepted(self, at: datetime = NOON) -> int:
        """Accept the manifest at the count that it releases."""
        with self.open() as site:
            count = sum(released(site, at).values())
            accept(site, count, "the operator", at)
        return count

    def planned(self, *people: Key, at: datetime = NOON, facts: Collection[NewFact] = ()) -> Plan:
        """A kept plan that erases these people; for nobody, what is due about everybody."""
        erased = [fact(Effect.ERASED, key, at) for key in people]
        with self.open() as site:
            made = plan.make(site, set(people) or None, at, [*erased, *facts])
            kept.keep(site, made)
        return made

    def ran(self, made: Plan, at: datetime = NOON, accept_count: int | None = None) -> Outcome:
        """Carry a kept plan out."""
        with self.open() as site:
            return run.carry_out(site, made.id, at, accept_count)

    def erased(self, *people: Key, at: datetime = NOON, facts: Collection[NewFact] = ()) -> Outcome:
        """Plan and run."""
        return self.ran(self.planned(*people, at=at, facts=facts), at)


def shop_in(folder: Path, urls: Mapping[str, str] | None = None, is_accepted: bool = True) -> Shop:
    """
    A shop of its own in this folder, with Troth's key and database.

    Args:
        urls: of the empty databases `shop` and `mailing`; SQLite files where none are given.
        is_accepted: whether a person has accepted the manifest.
    """
    tables = {"shop": (SHOP_TABLES, SHOP_ROWS), "mailing": (MAILING_TABLES, MAILING_ROWS)}
    shop = site_in(folder, FOLDER, tables, urls)
    if is_accepted:
        shop.accepted()
    return shop


def copied(shop: Shop, folder: Path) -> Shop:
    """Another shop like one on SQLite."""
    shutil.copytree(shop.folder.parent, folder)
    before = str(shop.folder.parent)
    environ = {name: value.replace(before, str(folder)) for name, value in shop.environ.items()}
    return Shop(folder / shop.folder.name, environ)


def site_in(
    folder: Path,
    manifest: Path,
    stores: Mapping[str, tuple[str, str]],
    urls: Mapping[str, str] | None = None,
) -> Shop:
    """A site of its own: a manifest, and for each store its tables and rows, with `;` at the ends of lines."""
    (folder / "shop").mkdir()
    for name in ("policy.yaml", "stores.yaml"):
        shutil.copy(manifest / name, folder / "shop" / name)
    made = dict(urls or {})
    for name in stores:
        if name not in made:
            (folder / f"{name}.db").touch()
            made[name] = f"sqlite:///{folder / name}.db"
    shop = Shop(folder / "shop", {f"{name.upper()}_DATABASE": url for name, url in made.items()})
    for name, (tables, rows) in stores.items():
        text = TEXT[make_url(made[name]).get_backend_name()]
        shop.rows(*_statements(tables.replace("{text}", text)), *_statements(rows), store=name)
    begun(shop.folder, shop.environ)
    return shop


def _statements(text: str) -> list[str]:
    return [part.strip() for part in text.split(";\n") if part.strip()]


@contextmanager
def statements(site: Site, when: Callable[[str], bool] = lambda _: True) -> Iterator[list[str]]:
    """The statements that the stores of a site are sent from here on."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if when(statement):
            sent.append(statement)

    engines = [store.engine for store in site.stores.values()]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def crowd(shop: Shop, count: int) -> list[Key]:
    """So many more customers, each with an address, an order with two lines, an invoice and a subscription."""
    numbers = range(5000, 5000 + count)
    then = "'2023-09-30 10:00:00'"
    tables = {
        "addresses": [f"({n}, 'Street {n}', {then})" for n in numbers],
        "customers": [f"({n}, 'c{n}@example.com', 'C {n}', 3, {n}, {then}, {then})" for n in numbers],
        "orders": [f"({n}, {n}, 'C {n}', {then}, {then}, 'closed')" for n in numbers],
        "order_lines": [f"({n + 10_000 * i}, {n}, 'Tea', {then})" for n in numbers for i in (0, 1)],
        "invoices": [f"({n}, {n}, 'C {n}', 100, '2023-10-09')" for n in numbers],
        "service_requests": [f"({n}, 'c{n}@example.com', NULL, 'Hello', {then})" for n in numbers],
    }
    shop.rows(*(f"INSERT INTO {name} VALUES {', '.join(rows)}" for name, rows in tables.items()))
    listed = ", ".join(f"({n}, 'c{n}@example.com', 1, {then})" for n in numbers)
    shop.rows(f"INSERT INTO subscribers VALUES {listed}", store="mailing")
    return [email(f"c{n}@example.com") for n in numbers]


def later(**length: float) -> datetime:
    """An instant after NOON."""
    return NOON + timedelta(**length)
