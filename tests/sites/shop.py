"""The small shop of tests/sites/shop: its databases and a few people, on any of the three engines."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy import text as text_of

from troth.cli.init import begun
from troth.site import Site, open_site

FOLDER = Path(__file__).parent / "shop"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

TEXT = {"sqlite": "TEXT", "postgresql": "TEXT", "mysql": "VARCHAR(255)"}
LONG = {"sqlite": "TEXT", "postgresql": "TEXT", "mysql": "LONGTEXT"}

SHOP_TABLES = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email {text}, name {text}, born DATE, taste {text},
    created_at TIMESTAMP NOT NULL, seen_at TIMESTAMP NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NULL REFERENCES customers (id), email {text},
    name {text}, address {text}, gift_name {text}, gift_email {text}, card_code {text},
    placed_at TIMESTAMP NOT NULL, closed_at TIMESTAMP NULL, status {text});
CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
    product {text}, quantity INTEGER, added_at TIMESTAMP NOT NULL);
CREATE TABLE invoices (number INTEGER PRIMARY KEY, order_id INTEGER NULL, customer_id INTEGER NULL,
    name {text}, address {text}, cents INTEGER, billed_on DATE NOT NULL);
CREATE TABLE messages (id INTEGER PRIMARY KEY, customer_id INTEGER NULL, email {text}, body {long},
    received_at TIMESTAMP NOT NULL);
CREATE INDEX customers_email ON customers (email);
"""
MAILING_TABLES = """
CREATE TABLE subscribers (id INTEGER PRIMARY KEY, email {text}, opted_in INTEGER, since TIMESTAMP NOT NULL);
"""
SHOP_ROWS = """
INSERT INTO customers VALUES
    (1, 'ana@example.com', 'Ana Duval', '1988-04-02', 'thés', '2021-03-01 09:00:00', '2026-10-02 18:30:00'),
    (2, 'ben@example.com', 'Ben Lee', '1979-12-30', NULL, '2019-01-15 08:00:00', '2020-02-01 12:00:00');
INSERT INTO orders VALUES
    (11, 1, 'ana@example.com', 'Ana Duval', '3 rue des Lilas, 69001 Lyon', NULL, NULL, NULL,
        '2026-09-30 10:00:00', NULL, 'open'),
    (12, 1, 'ana@example.com', 'Ana Duval', '3 rue des Lilas, 69001 Lyon', 'Cleo Martin', 'cleo@example.com',
        '123', '2023-11-20 10:00:00', '2023-12-01 10:00:00', 'closed'),
    (13, 2, 'ben@example.com', 'Ben Lee', '5 quai Sud, 13002 Marseille', NULL, NULL, NULL,
        '2019-02-01 10:00:00', '2019-02-10 10:00:00', 'closed'),
    (14, NULL, 'ana@example.com', 'A. D.', '3 rue des Lilas, 69001 Lyon', NULL, NULL, NULL,
        '2025-05-01 10:00:00', '2025-05-09 10:00:00', 'closed');
INSERT INTO order_lines VALUES
    (111, 11, 'Thé vert du Yunnan', 2, '2026-09-30 10:00:00'),
    (112, 12, 'Théière en fonte', 1, '2023-11-20 10:00:00'),
    (113, 13, 'Tasse bleue', 4, '2019-02-01 10:00:00');
INSERT INTO invoices VALUES
    (1012, 12, 1, 'Ana Duval', '3 rue des Lilas, 69001 Lyon', 8990, '2023-12-01'),
    (1013, 13, 2, 'Ben Lee', '5 quai Sud, 13002 Marseille', 3600, '2019-02-10');
INSERT INTO messages VALUES
    (31, 1, 'ana@example.com', 'Bonjour, ma théière est arrivée fêlée. Que faire ?', '2026-01-10 11:00:00'),
    (32, NULL, 'ana@example.com', 'Encore moi, depuis mon téléphone.', '2026-01-11 11:00:00');
"""
MAILING_ROWS = """
INSERT INTO subscribers VALUES
    (1, 'Ana@example.com', 1, '2022-05-01 10:00:00'),
    (2, 'ben@example.com', 0, '2019-01-15 10:00:00');
"""


@dataclass
class Shop:
    """The site's folder, and what reaches its databases: Troth by `environ`, their owner by `run`."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def open(self) -> Site:
        """The site, ready to work."""
        return open_site(self.folder, self.environ)

    def run(
        self, *statements: str, store: str = "shop", parameters: Mapping[str, object] | None = None
    ) -> None:
        """Act as the owner of a database."""
        self.rows(*statements, store=store, parameters=parameters)

    def rows(
        self, *statements: str, store: str = "shop", parameters: Mapping[str, object] | None = None
    ) -> list[tuple[object, ...]]:
        """The rows that the last statement gives, as the owner sees them."""
        engine = create_engine(
            self.environ[f"{store.upper()}_DATABASE"], isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        found: list[tuple[object, ...]] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.exec_driver_sql(statement, parameters)
                found = [tuple(row) for row in result] if result.returns_rows else []
        return found

    def set_body(self, text: str) -> None:
        """Put a text into the first message of customer 1, whatever it holds."""
        engine = create_engine(self.environ["SHOP_DATABASE"], poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text_of("UPDATE messages SET body = :body WHERE id = 31"), {"body": text})


def shop_in(folder: Path, urls: Mapping[str, str] | None = None) -> Shop:
    """
    A shop of its own in this folder, with Troth's key and database.

    Args:
        urls: of the databases `shop` and `mailing`; SQLite files where none are given.
    """
    site = folder / "shop"
    shutil.copytree(FOLDER, site)
    made = dict(urls or {})
    for name in ("shop", "mailing"):
        if name not in made:
            (folder / f"{name}.db").touch()
            made[name] = f"sqlite:///{folder / name}.db"
    shop = Shop(site, {f"{name.upper()}_DATABASE": url for name, url in made.items()})
    for name, tables, rows in (("shop", SHOP_TABLES, SHOP_ROWS), ("mailing", MAILING_TABLES, MAILING_ROWS)):
        dialect = make_url(made[name]).get_backend_name()
        shop.run(*_statements(tables.format(text=TEXT[dialect], long=LONG[dialect])), store=name)
        shop.run(*_statements(rows), store=name)
    begun(site, shop.environ)
    return shop


def _statements(text: str) -> list[str]:
    return [statement.strip() for statement in text.split(";\n") if statement.strip()]
