"""A database that a test fills as its owner and then reads as Troth does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Engine, NullPool, create_engine, make_url

from troth.manifest.names import StoreName, TableName
from troth.manifest.stores import Store, Table
from troth.stores.sql.connect import Dialect, Patience, SqlStore, open_store

PATIENCE = Patience()


@dataclass
class Base:
    """`run` acts as the owner of the database; `store` is what Troth opens."""

    dialect: Dialect
    url: str
    owner: Engine
    stores: list[SqlStore] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, dialect: Dialect, url: str) -> Iterator["Base"]:
        """For the length of one test."""
        base = cls(dialect, url, create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool))
        try:
            yield base
        finally:
            for store in base.stores:
                store.dispose()

    def run(self, *statements: str) -> None:
        """Run each statement as it stands, and commit."""
        with self.owner.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(
                    statement if self.dialect == "sqlite" else statement.replace("%", "%%")
                )

    def store(
        self, *tables: Table, url: str = "", patience: Patience = PATIENCE, name: str = "s"
    ) -> SqlStore:
        """The store with these tables declared; closed when the test ends."""
        declared = Store(StoreName(name), url or self.url, {TableName(table.name): table for table in tables})
        self.stores.append(open_store(declared, {}, patience=patience))
        return self.stores[-1]

    @contextmanager
    def account(self, *rights: str) -> Iterator[str]:
        """The URL of another account, for a while; `rights` are on every table there is, or end in `ON …`."""
        name, database = f"account_{uuid4().hex[:12]}", make_url(self.url).database
        if self.dialect == "postgresql":
            every, who, begin = "ALL TABLES IN SCHEMA public", name, f"CREATE ROLE {name} LOGIN PASSWORD 'p'"
            end = [f"DROP OWNED BY {name}", f"DROP ROLE {name}"]
            rights = ("USAGE ON SCHEMA public", *rights)
        else:
            who = f"{name}@'127.0.0.1'"
            every, begin, end = f"{database}.*", f"CREATE USER {who} IDENTIFIED BY 'p'", [f"DROP USER {who}"]
        grants = [right if " ON " in right else f"{right} ON {every}" for right in rights]
        self.run(begin, *(f"GRANT {grant} TO {who}" for grant in grants))
        try:
            yield self.as_account(name, "p")
        finally:
            self.run(*end)

    def as_account(self, user: str, password: str) -> str:
        """The URL for an account."""
        return make_url(self.url).set(username=user, password=password).render_as_string(hide_password=False)
