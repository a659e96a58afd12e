"""What is done once a day, by one of the processes that share the database: a row says on which day it was begun."""

from datetime import date

from sqlalchemy import Column, String, Table, bindparam, select, text, update

from troth.database.tables import METADATA
from troth.database.transactions import Database

rounds = Table(
    "rounds",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("day", String(10), nullable=False),
)


def is_mine(database: Database, site: str, name: str, day: date) -> bool:
    """
    Whether the caller is to do it on this day: true for the first who asks, in whichever process.

    Whoever dies before it is done leaves the rest to the next day; so it must be something that can wait.
    """
    values = {"of": site, "named": name, "today": str(day)}
    with database.reading() as tx:  # most of the time it is done, and nobody is disturbed
        row = tx.first(_LAST, values)
    if row is not None and row.day >= str(day):
        return False
    with database.transaction() as tx:
        tx.run(_BEGUN, values)
        return tx.run(_TAKE, values) == 1


_HERE = (rounds.c.site == bindparam("of")) & (rounds.c.name == bindparam("named"))
_LAST = select(rounds.c.day).where(_HERE)
_TAKE = update(rounds).where(_HERE, rounds.c.day < bindparam("today")).values(day=bindparam("today"))
_BEGUN = text("INSERT INTO rounds (site, name, day) VALUES (:of, :named, '') ON CONFLICT DO NOTHING")
