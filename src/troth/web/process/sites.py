"""The sites that one process serves: several of them share one database, and so its connections."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from troth.database import Database
from troth.errors import ManifestError, Place, Problem
from troth.site import Site, open_site, standing


@contextmanager
def opened(folders: Sequence[Path], environ: Mapping[str, str]) -> Iterator[list[Site]]:
    """
    Each folder's site, closed at the end.

    Raises:
        ManifestError: two sites have one name; or what is declared, a setting or the key is wrong.
        Unavailable, Surprise: Troth's own database cannot be used.
    """
    with ExitStack() as open_ones:
        databases: dict[str, Database] = {}
        sites: dict[str, Site] = {}
        for folder in folders:
            site = open_site(folder, environ)
            open_ones.callback(site.close)
            if site.name in sites:
                raise ManifestError([_same_name(folder, site.name)])
            shared = databases.setdefault(site.settings.database, site.database)
            if shared is not site.database:
                site.database.close()
                site = replace(site, database=shared)
            sites[site.name] = site
        with standing():
            yield list(sites.values())


def _same_name(folder: Path, name: str) -> Problem:
    what = f"another site of this server is called `{name}` too"
    return Problem(
        "site-twice", Place(str(folder), 1, 1), what, "name the folders apart: sites are called by them"
    )
