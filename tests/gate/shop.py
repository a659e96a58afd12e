"""The shop of tests/gate/site: its databases, and what befell its people."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import troth
from tests.retention.shop import Shop, email, fact, site_in
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.manifest.names import ChoiceName, PurposeName
from troth.subjects.model import NewFact
from troth.subjects.record import record

FOLDER = Path(__file__).parent / "site"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA, BEN = email("ana@example.com"), email("ben@example.com")
TABLES = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email {text}, name {text}, phone {text}, notes {text},
    created_at TIMESTAMP NOT NULL, seen_at TIMESTAMP NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NULL REFERENCES customers (id), name {text},
    product {text}, placed_at TIMESTAMP NOT NULL, closed_at TIMESTAMP NULL);
"""
# Ana was seen this year, Ben four years ago.
ROWS = """
INSERT INTO customers VALUES
    (1, 'ana@example.com', 'Ana Duval', '+33600000001', 'likes tea', '2021-03-01 09:00:00', '2026-10-02 18:30:00'),
    (2, 'ben@example.com', 'Ben Duval', '+33600000002', 'likes cups', '2021-03-01 09:00:00', '2022-10-02 18:30:00');
INSERT INTO orders VALUES
    (11, 1, 'Ana Duval', 'A kettle', '2026-09-30 10:00:00', NULL),
    (12, 2, 'Ben Duval', 'A cup', '2022-09-30 10:00:00', '2022-10-02 10:00:00');
"""


def shop_in(folder: Path, urls: Mapping[str, str] | None = None) -> Shop:
    """A shop of its own in this folder."""
    return site_in(folder, FOLDER, {"shop": (TABLES, ROWS)}, urls)


def given(key: Key = ANA, choice: str | None = None, at: datetime = NOON, wording: str = "2") -> NewFact:
    """A consent to the newsletter."""
    return newsletter(Effect.GIVEN, key, choice, at, name=wording)


def newsletter(
    effect: Effect, key: Key = ANA, choice: str | None = None, at: datetime = NOON, name: str = ""
) -> NewFact:
    """What somebody decided of the newsletter."""
    named = None if choice is None else ChoiceName(choice)
    return fact(effect, key, at, purposes=frozenset({PurposeName("newsletter")}), choice=named, name=name)


def told(shop: Shop, *facts: NewFact) -> None:
    """Record facts as another process would, through the verb that does."""
    with shop.open() as site:
        record(site, facts)


def opened(shop: Shop, **environ: str) -> troth.Site:
    """The site as an application has it."""
    return troth.open(shop.folder, shop.environ | environ)
