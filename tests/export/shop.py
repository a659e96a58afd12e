"""The shop of tests/export/shop on any engine, with as many people as a test wants."""

import json
import random
import shutil
from collections.abc import Iterable, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url, text

from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.cli.init import begun
from troth.export.export import Exported, export
from troth.export.model import Terms
from troth.manifest.names import PurposeName
from troth.site import open_site
from troth.subjects.model import NewFact
from troth.subjects.record import record

FOLDER = Path(__file__).parent / "shop"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STATISTICS = PurposeName("statistics")
EMPTIED = {
    "postgresql": ("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public"),
    "mysql": ("DROP DATABASE {name}", "CREATE DATABASE {name} CHARACTER SET utf8mb4", "USE {name}"),
    "sqlite": (),
}
SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), name VARCHAR(80), born DATE, postcode VARCHAR(10),
    visits INTEGER, card_code VARCHAR(4), diet VARCHAR(20), joined TIMESTAMP NOT NULL, region VARCHAR(20));
CREATE TABLE addresses (id INTEGER PRIMARY KEY, postcode VARCHAR(10));
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),
    address_id INTEGER REFERENCES addresses (id), cents INTEGER, product VARCHAR(40), remark VARCHAR(80),
    gift_email VARCHAR(80), placed TIMESTAMP NOT NULL, is_open BOOLEAN)
"""


@dataclass
class Customer:
    """One person, with the orders of that person."""

    id: int
    born: date | None = date(1988, 4, 2)
    postcode: str | None = "69001"
    visits: int | None = 3
    region: str = "south"
    orders: Sequence[tuple[int, str]] = ()  # cents, product

    @property
    def name(self) -> str:
        return f"Name{self.id}"

    @property
    def email(self) -> str:
        return f"mail{self.id}@example.com"


@dataclass
class Shop:
    """The site's folder, and what reaches its database."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def fill(self, customers: Iterable[Customer]) -> None:
        """Put these people into the database, and nobody else."""
        people, orders, addresses = _rows(customers)
        engine = create_engine(self.environ["SHOP_DATABASE"], poolclass=NullPool)
        with engine.begin() as connection:
            for table in ("orders", "addresses", "customers"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
            for table, rows in (("customers", people), ("addresses", addresses), ("orders", orders)):
                if rows:
                    columns = ", ".join(rows[0])
                    values = ", ".join(f":{name}" for name in rows[0])
                    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), rows)

    def record(self, effect: Effect, email: str, **more: Any) -> None:
        """Record a fact about one person."""
        site = open_site(self.folder, self.environ)
        record(site, [NewFact(effect, NOON, NOON, key=Key.of("email", email), **more)])
        site.close()

    def export(
        self,
        out: Path,
        terms: Terms,
        tables: Sequence[str] = (),
        at: datetime = NOON,
        purpose: PurposeName | None = None,
    ) -> Exported:
        """Export what the statistics, or another purpose, may use."""
        site = open_site(self.folder, self.environ)
        try:
            return export(site, out, at, terms, purpose, tables)
        finally:
            site.close()


def shop_in(folder: Path, url: str | None = None) -> Shop:
    """A shop of its own in this folder, with Troth's key and database."""
    site = folder / "site"
    shutil.copytree(FOLDER, site)
    if url is None:
        (folder / "shop.db").touch()
    shop = Shop(site, {"SHOP_DATABASE": url or f"sqlite:///{folder}/shop.db"})
    where = make_url(shop.environ["SHOP_DATABASE"])
    engine = create_engine(where, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in (*EMPTIED[where.get_backend_name()], *SCHEMA.split(";\n")):
            connection.exec_driver_sql(statement.format(name=where.database))
    begun(site, shop.environ)
    return shop


def people(rng: random.Random, count: int) -> list[Customer]:
    """People by chance, of whom many look alike."""
    return [
        Customer(
            number,
            rng.choice([None, date(rng.choice((1958, 1988, 1991)), rng.randint(1, 12), 1)]),
            rng.choice([None, "69001", "69002", "75001", "13002"]),
            rng.choice([None, 0, 3, 12, 900]),
            rng.choice(["south", "north", "east"]),
            [(rng.choice((990, 4500, 99_000)), rng.choice(("tea", "cup"))) for _ in range(rng.randint(0, 3))],
        )
        for number in range(1, count + 1)
    ]


def written(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every table that was written, by its name."""
    found = {}
    for path in sorted(folder.glob("shop.*.csv")):
        with path.open(newline="") as stream:
            found[path.stem.removeprefix("shop.")] = list(DictReader(stream))
    return found


def readme(folder: Path) -> Any:
    """What README.json tells."""
    return json.loads((folder / "README.json").read_text())


def _rows(customers: Iterable[Customer]) -> tuple[list[Mapping[str, Any]], ...]:
    people: list[Mapping[str, Any]] = []
    orders: list[Mapping[str, Any]] = []
    addresses: list[Mapping[str, Any]] = []
    for one in customers:
        joined = datetime(2026, 1 + one.id % 9, 3, 10, 0, 1 + one.id % 50, tzinfo=UTC).replace(tzinfo=None)
        people.append(
            {
                "id": one.id,
                "email": one.email,
                "name": one.name,
                "born": one.born.isoformat() if one.born else None,
                "postcode": one.postcode,
                "visits": one.visits,
                "card_code": "987",
                "diet": "halal",
                "joined": str(joined),
                "region": one.region,
            }
        )
        for cents, product in one.orders:
            number = len(orders) + 1
            addresses.append({"id": number, "postcode": one.postcode})
            orders.append(
                {
                    "id": number,
                    "customer_id": one.id,
                    "address_id": number,
                    "cents": cents,
                    "product": product,
                    "remark": f"for {one.name}",
                    "gift_email": None,
                    "placed": str(joined + timedelta(days=number % 60)),
                    "is_open": number % 2 == 0,
                }
            )
    return people, orders, addresses
