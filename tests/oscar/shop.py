"""
Oscar's databases: migrated and filled once for a run, then copied for each test.

Django keeps its connections for a process, so a shop is made *current* before its pages are asked.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from zlib import crc32

from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site as DjangoSite
from django.core.management import call_command
from django.db import connections
from sqlalchemy import URL, NullPool, create_engine, make_url

from tests.oscar.people import live_in_the_shop
from troth.cli.init import begun
from troth.retention.accept import accept, released
from troth.site import Site, open_site

EXAMPLE = Path(__file__).parents[2] / "sites" / "examples" / "oscar"
TODAY = datetime.now(UTC)
LATER = TODAY + timedelta(days=100)  # the orders are delivered, the guarantee still runs


@dataclass
class Oscar:
    """A shop: Troth's site of it, and the database that oscar itself works on."""

    folder: Path
    url: str
    environ: dict[str, str]

    def open(self) -> Site:
        """The site, ready to work."""
        return open_site(self.folder, self.environ)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives to the owner of the database, who may change them too."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []


def prepared(folder: Path, url: str) -> Path:
    """A folder with Troth's site of a filled shop, its key and database, and its words accepted: to be copied."""
    shutil.copytree(EXAMPLE, folder / "oscar")
    shop = Oscar(folder / "oscar", url, {"OSCAR_DATABASE": url})
    begun(shop.folder, shop.environ)
    site = shop.open()
    accept(site, sum(released(site, TODAY).values()), "Ada", TODAY)
    site.close()
    return folder


@contextmanager
def oscar_in(folder: Path, url: str, ready: Path) -> Iterator[Oscar]:
    """A copy of a filled shop and of its prepared site, current for Django."""
    shutil.copytree(ready, folder, dirs_exist_ok=True)
    copy = _copied(url, folder)
    with current(copy):
        yield Oscar(folder / "oscar", copy, {"OSCAR_DATABASE": copy})
    _drop(copy)


@contextmanager
def filled(folder: Path, url: str) -> Iterator[None]:
    """
    Have a migrated and filled database, made by the first process of a run that needs it, dropped by the last.

    Args:
        folder: shared by the processes of the run.
    """
    with _alone(folder, url) as users:
        if users.read_text() == "0":
            if not _is_file(url):
                _on_server(url, f"CREATE DATABASE {make_url(url).database}")
            with current(url):
                call_command("migrate", verbosity=0)
                live_in_the_shop()
        users.write_text(str(int(users.read_text()) + 1))
    yield
    with _alone(folder, url) as users:
        users.write_text(str(int(users.read_text()) - 1))
        if users.read_text() == "0":
            _drop(url)


@contextmanager
def _alone(folder: Path, url: str) -> Iterator[Path]:
    """The file that counts the users of a database, while no other process reads or writes it."""
    name = make_url(url).get_backend_name()
    users = folder / f"{name}.users"
    with (folder / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not users.exists():
            users.write_text("0")
        yield users


def template_urls(folder: Path, server: str) -> dict[str, str]:
    """Where the filled databases of a run stand, by engine."""
    database = f"oscar_{crc32(str(folder).encode())}"
    return {
        "sqlite": f"sqlite:///{folder}/oscar.db",
        "postgresql": _said(make_url(server).set(database=database)),
    }


# --- databases ----------------------------------------------------------------------------------------------


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _copied(template: str, folder: Path) -> str:
    url = make_url(template)
    if _is_file(template):
        shutil.copy(url.database or "", folder / "oscar.db")
        return f"sqlite:///{folder}/oscar.db"
    copy = f"{url.database}_{crc32(str(folder).encode())}"
    _on_server(template, f"CREATE DATABASE {copy} TEMPLATE {url.database}")
    return _said(url.set(database=copy))


def _drop(url: str) -> None:
    if _is_file(url):
        Path(make_url(url).database or "").unlink()
    else:
        _on_server(url, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def _on_server(url: str, statement: str) -> None:
    server = make_url(url).set(database="postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


@contextmanager
def current(url: str) -> Iterator[None]:
    """Have oscar work on this database."""
    connections["default"].close()
    del connections["default"]
    connections.settings |= connections.configure_settings({"default": _as_django(make_url(url))})
    ContentType.objects.clear_cache()
    DjangoSite.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()


def _as_django(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.database, "ATOMIC_REQUESTS": True}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username,
        "PASSWORD": url.password,
        "HOST": url.host,
        "PORT": url.port,
        "ATOMIC_REQUESTS": True,
    }


def _said(url: URL) -> str:
    return url.render_as_string(hide_password=False)
