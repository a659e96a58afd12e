"""What each kind of database says of itself, in a few statements for all tables at once.

Each module has `tables`, `pointing` and `others` (`describe.Catalogue`), over one connection.
"""

from sqlalchemy import Connection, RowMapping, TextClause


def rows(connection: Connection, statement: TextClause, **values: object) -> list[RowMapping]:
    """The rows of a catalogue query, by name."""
    return list(connection.execute(statement, values).mappings())
