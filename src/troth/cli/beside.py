"""What `troth check` looks at beside the two files: the words accepted last, and what the stores really hold."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from troth.database import open_database, read_key
from troth.errors import Problem, TrothError, Unavailable
from troth.manifest.checks.succession import check_succession
from troth.manifest.names import StoreName
from troth.retention.accepted import accepted_version
from troth.settings import Settings
from troth.site import POLICY, Declared, Stores, manifest_of, patience
from troth.stores import against
from troth.verify.undeclared import undeclared


@dataclass(frozen=True, slots=True)
class Seen:
    """What differs between the declaration and the stores, those compared, and those that did not answer."""

    problems: Sequence[Problem]
    compared: Sequence[StoreName]
    down: Mapping[StoreName, Unavailable]


def succession(site: Declared, settings: Settings) -> Sequence[Problem]:
    """What these words may not do to those that were accepted last, where Troth's database can be opened."""
    try:
        key = read_key(settings.key, settings.key_file)
        database = open_database(settings.database, key, settings.checkpoint)
        with closing(database), database.reading() as tx:
            version = accepted_version(tx, site.name)
    except TrothError:
        return ()  # `check` needs neither key nor database
    before = None if version is None else manifest_of(version.manifest)
    return () if before is None else check_succession(before, site.manifest, str(site.folder / POLICY))


def stores(site: Declared, environ: Mapping[str, str], settings: Settings) -> Seen:
    """
    The declaration beside what its databases hold.

    Raises:
        ManifestError: the URL of a store is none.
    """
    with closing(Stores(site, environ, patience(settings))) as opened, opened.reading() as reached:
        problems = against.problems(site.manifest, reached.live, site.place_of)
        beyond = [one for one in undeclared(site.manifest, reached) if one.is_table]
        tables = {(one.store, one.table): one.columns for one in beyond}
        problems += against.undeclared_tables(tables, site.place_of)
        return Seen(problems, list(reached.live), reached.down)
