"""Change a database behind Troth's back, with its own protection taken off and put back."""

from sqlalchemy import text

from tests.database.own import Own

_RECORDS = (
    "consent_records_no_update",
    "consent_records_no_delete",
    "consent_links_no_update",
    "consent_links_no_delete",
)


def behind_troth(own: Own, *statements: str) -> None:
    """Run these statements as somebody would who may do anything to the database."""
    if own.address.startswith("sqlite"):
        _in_sqlite(own, statements)
        return
    tables = ("consent_records", "consent_links")
    own.sql(
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables),
        *statements,
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables),
    )


def _in_sqlite(own: Own, statements: tuple[str, ...]) -> None:
    with own.raw().begin() as connection:
        names = ", ".join(f"'{name}'" for name in _RECORDS)
        made = connection.execute(text(f"SELECT name, sql FROM sqlite_master WHERE name IN ({names})")).all()
        for row in made:
            connection.exec_driver_sql(f"DROP TRIGGER {row.name}")
        for statement in (*statements, *(row.sql for row in made)):
            connection.exec_driver_sql(statement)
