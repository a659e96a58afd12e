"""
Years of plausible rows for the databases of the five sites, the same ones for the same seed and day.

    python -m sites.generate crossops sqlite:////tmp/crossops.db

Each site has a module here that grows one life of its business: people of every sort (`people.py`), what they
did, and what nobody ever deleted. Rows are put into any database that SQLAlchemy reaches, after the tables of
the site's own schema.sql.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy import text as text_of

from sites.generate import crosscall, crossops, customer_labs, officine_generale, xmserver
from sites.generate.life import Life, Row
from sites.generate.people import population

SITES = Path(__file__).parent.parent
SEED = 20261116
PEOPLE = 400

GROWN: Mapping[str, Callable[[Life], None]] = {
    "crosscall": crosscall.grow,
    "crossops": crossops.grow,
    "customer-labs": customer_labs.grow,
    "officine-generale": officine_generale.grow,
    "xmserver": xmserver.grow,
}


def grown(site: str, today: date, seed: int = SEED, people: int = PEOPLE) -> Life:
    """Everything that the site's database holds on that day."""
    chance = random.Random(f"{site} {seed}")
    life = Life(today, chance, population(chance, today, people))
    GROWN[site](life)
    return life


def fill(url: str, site: str, life: Life) -> None:
    """Make the tables of the site in an empty database, and put the rows in, parents before children."""
    engine = create_engine(url, poolclass=NullPool)
    with closing(engine.connect()) as connection, connection.begin():
        for statement in statements((SITES / site / "schema.sql").read_text(encoding="utf-8")):
            connection.exec_driver_sql(statement)
        for table, rows in life.tables.items():
            _insert(connection, table, rows)
    engine.dispose()


def statements(script: str) -> Iterable[str]:
    """The statements of a script without comments."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [statement for part in bare.split(";") if (statement := part.strip())]


def _insert(connection: Connection, table: str, rows: list[Row]) -> None:
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_columns.setdefault(tuple(row), []).append(row)
    for columns, alike in by_columns.items():
        values = ", ".join(f":{column}" for column in columns)
        connection.execute(text_of(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"), alike)
