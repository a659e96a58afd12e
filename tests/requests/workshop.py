"""The workshop of tests/requests/archive: invoices that move to an archive table, repairs that are flagged."""

from pathlib import Path

from tests.retention.shop import Shop, site_in

FOLDER = Path(__file__).parent / "archive"
TABLES = """
CREATE TABLE invoices (number INTEGER PRIMARY KEY, email {text}, name {text}, cents INTEGER,
    billed_on DATE NOT NULL);
CREATE TABLE old_invoices (number INTEGER PRIMARY KEY, email {text}, name {text}, cents INTEGER,
    billed_on DATE NOT NULL);
CREATE TABLE repairs (id INTEGER PRIMARY KEY, email {text}, note {text}, archived INTEGER,
    mended_on DATE NOT NULL);
"""
# At noon of 22 November 2026: one of each in use, one of each in its archive phase, one invoice past it.
ROWS = """
INSERT INTO invoices VALUES (1, 'ana@example.com', 'Ana Duval', 100, '2026-06-01'),
    (2, 'ana@example.com', 'Ana Duval', 250, '2023-03-01'), (3, 'ben@example.com', 'Ben Duval', 70, '2012-03-01');
INSERT INTO repairs VALUES (1, 'ana@example.com', 'a wheel', 0, '2026-06-01'),
    (2, 'ana@example.com', 'a brake', 0, '2024-03-01');
"""


def workshop_in(folder: Path) -> Shop:
    """A workshop of its own in this folder, its manifest accepted."""
    shop = site_in(folder, FOLDER, {"shop": (TABLES, ROWS)})
    shop.accepted()
    return shop
