"""
A transaction whose rows hold what the database has not yet given: right as long as nobody else wrote meanwhile.

Each way to the database and back takes as long as what is done there. Who knows where its own last transaction
left the numbers can make its rows before it asks, and send them with the test that the numbers are still so.
"""

from dataclasses import dataclass


class Outrun(Exception):  # nothing is wrong: it is done again without foresight
    """What a transaction foresaw is no longer so, since somebody else wrote; nothing of it was written."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What must be so for foreseen rows to be added."""

    parts: str  # of a WITH clause of PostgreSQL; one of them is `foreseen`, which has a row where all is so
    values: tuple[object, ...]
