"""
Which version of Troth's tables a database has, and the way to the newest one.
"""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection

from troth.errors import Surprise

VERSION_TABLE = "troth_version"  # not Alembic's own name: the operator's application may use Alembic too


class NoTables(Surprise):
    """The database has no tables of Troth's yet."""

    def __init__(self, url: URL) -> None:
        super().__init__(f"Troth's database `{_shown(url)}` is not there yet: run `troth init`")


class NewerTables(Surprise):
    """The database was migrated by a newer Troth; this one does not know its tables."""

    def __init__(self, url: URL, found: str) -> None:
        self.found, self.known = found, newest_version()
        super().__init__(
            f"Troth's database `{_shown(url)}` is at version {found}, and this Troth knows none "
            f"after {self.known}: install the newer Troth again"
        )


class OlderTables(Surprise):
    """The database waits for a migration."""

    def __init__(self, url: URL, found: str) -> None:
        self.found, self.needed = found, newest_version()
        super().__init__(
            f"Troth's database `{_shown(url)}` is at version {found}, and this Troth needs {self.needed}: "
            "make a copy of it, then run `troth init`"
        )


def newest_version() -> str:
    """The version of the tables that this Troth writes."""
    head = _scripts().get_current_head()
    assert head is not None, "the package holds no migrations"
    return head


def version_of(connection: Connection) -> str | None:
    """The version that the database is at; none where it has no tables of Troth's."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def is_known(version: str) -> bool:
    """Whether this Troth has the step that leads to this version."""
    return any(script.revision == version for script in _scripts().walk_revisions())


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest version, in the transaction that this connection is in."""
    config = _config()
    config.attributes.update(connection=connection, version_table=VERSION_TABLE)
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("troth.database") / "migrations").replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)
