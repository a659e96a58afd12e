"""
A new master key (`troth key rotate`): first staged beside the old one, then put to use, then in its place.

Killed between any two steps, it is finished by running it again: the staged key is kept until the database
has taken it, and the old one until the staged one stands in its place.
"""

from pathlib import Path

from troth.database import sealing
from troth.database.keys import KeyProblem, MasterKey, create_key_file, read_key, sync_folder
from troth.database.opening import open_database
from troth.database.transactions import Database


def rotate_key_file(address: str, path: Path, checkpoint: Path) -> int:
    """
    Give the database a new master key and put it in the place of the old one in its file.

    Returns how many data keys were wrapped anew; 0 too where an interrupted rotation only had to be finished.

    Raises:
        KeyProblem: the key in the file is not this database's.
    """
    old = read_key("", path)
    staged = path.with_name(f"{path.name}.new")
    new = read_key("", staged) if staged.exists() else create_key_file(staged)
    count = 0
    if not _opens(address, new, checkpoint):
        database = open_database(address, old, checkpoint)
        try:
            count = rotate(database, new)
        finally:
            database.close()
    staged.replace(path)
    sync_folder(path.parent)
    return count


def rotate(database: Database, new: MasterKey) -> int:
    """Wrap every key of the database anew, and return how many data keys there are."""
    with database.transaction() as tx:
        return sealing.rotate(tx, new)


def _opens(address: str, key: MasterKey, checkpoint: Path) -> bool:
    try:
        open_database(address, key, checkpoint).close()
    except KeyProblem:
        return False
    return True
