"""
Troth's own database: one transaction at a time, migrated, and unreadable without its key.

SQLite by default, PostgreSQL by URL, the same tables in both. The tables of a room are declared in its
`records.py` (those of facts in `subjects/rows.py`); here is what all of them share
(docs/explanation/own-database.md).
"""

from troth.database.keys import MasterKey, create_key_file, read_key
from troth.database.opening import open_database, prepare_database
from troth.database.transactions import Database, Transaction, Waits

__all__ = [
    "Database",
    "MasterKey",
    "Transaction",
    "Waits",
    "create_key_file",
    "open_database",
    "prepare_database",
    "read_key",
]
