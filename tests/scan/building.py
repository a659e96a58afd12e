"""A schema with its truth, written as a table of lines, made on a real database with rows or without.

customer
  id          int       pk      serial
  email       text      email   email      what it holds of people: an item, or `-` for nothing
  shop_id     int       -       small
  buyer       int       =customer          points at a person (`=` without a foreign key, `>` with one)
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy import NullPool, create_engine

from tests.scan.making import maker
from tests.scan.scoring import Truth

TYPES = {
    "text": "VARCHAR(255)",
    "long": "TEXT",
    "c": "VARCHAR(20)",
    "ip": "VARCHAR(45)",
    "json": "TEXT",
    "uuid": "CHAR(36)",
    "int": "INTEGER",
    "big": "BIGINT",
    "num": "NUMERIC(12,2)",
    "flt": "REAL",
    "bool": "SMALLINT",
    "date": "DATE",
    "ts": "TIMESTAMP",
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    truth: str
    values: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]


def schema(name: str) -> tuple[Table, ...]:
    """One of the schemas of this folder."""
    return parsed(import_module(f"tests.scan.schemas.{name}").SCHEMA)


def parsed(text: str) -> tuple[Table, ...]:
    tables: list[tuple[str, list[Column]]] = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if not line.startswith(" "):
            tables.append((words[0], []))
            continue
        name, type_, truth, *rest = words
        tables[-1][1].append(Column(name, type_, truth, " ".join(rest) or "small"))
    return tuple(Table(name, tuple(columns)) for name, columns in tables)


def truth(tables: Sequence[Table]) -> Truth:
    """What a person says of every column."""
    every = [(f"{table.name}.{column.name}", column.truth) for table in tables for column in table.columns]
    items = {where: said for where, said in every if said not in ("-", "pk") and said[0] not in "=>"}
    links = frozenset(where for where, said in every if said[0] in "=>" and not said.endswith("-"))
    keys = frozenset(
        where for where, said in every if said == "pk" or (said[0] in "=>" and said.endswith("-"))
    )
    return Truth(items, links, keys)


def make(url: str, tables: Sequence[Table], rows: int) -> None:
    """Create the tables on a database and fill each with so many rows, the same at every run."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for table in tables:
            connection.exec_driver_sql(_created(table))
        for table in tables:
            chosen = random.Random(table.name)
            makers = [maker(column.values) for column in table.columns]
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            mark = "?" if engine.dialect.name == "sqlite" else "%s"
            statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(makers))})'
            made = [
                tuple(_given(make(chosen, row), engine.dialect.name) for make in makers)
                for row in range(1, rows + 1)
            ]
            if made:
                connection.exec_driver_sql(statement, made)
    engine.dispose()


def _given(value: object, dialect: str) -> object:
    return str(value) if dialect == "sqlite" and not isinstance(value, int | float | str | None) else value


def _created(table: Table) -> str:
    parts = [f'"{c.name}" {TYPES[c.type]}{" NOT NULL" if c.truth == "pk" else ""}' for c in table.columns]
    keys = ", ".join(f'"{column.name}"' for column in table.columns if column.truth == "pk")
    parts += [f"PRIMARY KEY ({keys})"] if keys else []
    for column in table.columns:
        if column.truth.startswith(">"):
            target = column.truth[1:].rstrip("-")
            parts.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{target}"')
    return f'CREATE TABLE "{table.name}" (\n  {", ".join(parts)}\n)'
