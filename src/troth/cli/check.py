"""`troth check`: what is declared, and whether the stores are as declared."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, site_argument
from troth.database import open_database, read_key
from troth.errors import ManifestError, Problem, TrothError, Unavailable
from troth.manifest.checks.succession import check_succession
from troth.manifest.names import StoreName
from troth.retention.records import accepted_version
from troth.settings import Settings
from troth.site import POLICY, Declared, Stores, declared, manifest_of, patience
from troth.stores import against

PROBLEMS = 2
_BETTER_KNOWN = {"clock-may-be-null"}  # where the live schema says it (clock-nullable)


@dataclass(frozen=True, slots=True)
class Found:
    """Every problem, and what became of each store that was to be compared."""

    problems: Sequence[Problem]
    compared: Sequence[StoreName] = ()
    down: Mapping[StoreName, Unavailable] = field(default_factory=dict)

    def exit_code(self, fail_on: str) -> int:
        """Problems go before stores that are down."""
        grave = {"error"} if fail_on == "error" else {"error", "warning"}
        if any(problem.severity in grave for problem in self.problems):
            return PROBLEMS
        return Unavailable.exit_code if self.down else 0


@click.command(
    short_help="Tell every problem of the manifest, and of the stores.",
    epilog="Example: troth check sites/acme --stores",
)
@site_argument
@click.option("--stores", is_flag=True, help="Compare with what the databases really hold, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="From which severity on the exit code is 2.",
)
@format_option
@click.pass_context
def check(ctx: click.Context, site: Path, stores: bool, fail_on: str, form: str) -> None:
    """
    Tell every problem of policy.yaml and stores.yaml at once, each with its place and its mend.

    Changes nothing, and needs neither key nor database of Troth's; where they are there, purposes are compared
    with those accepted last.
    """
    found = checked(site, os.environ, with_stores=stores)
    if form == "json":
        output.tell_json(
            {
                "problems": [output.problem_json(problem) for problem in found.problems],
                "compared": list(found.compared),
                "down": {name: str(failure) for name, failure in found.down.items()},
            }
        )
    else:
        _tell(site, found)
    ctx.exit(found.exit_code(fail_on))


def checked(folder: Path, environ: Mapping[str, str], *, with_stores: bool) -> Found:
    """Everything that is wrong with the site in this folder, as far as it can be seen."""
    try:
        site = declared(folder)
    except ManifestError as error:
        return Found(error.problems)
    try:
        settings = Settings.from_environment(environ, folder)
        known = [*site.warnings, *_succession(site, settings)]
        return _compared(site, environ, settings, known) if with_stores else Found(known)
    except ManifestError as error:
        return Found([*site.warnings, *error.problems])


def _succession(site: Declared, settings: Settings) -> Sequence[Problem]:
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


def _compared(
    site: Declared, environ: Mapping[str, str], settings: Settings, known: Sequence[Problem]
) -> Found:
    with closing(Stores(site, environ, patience(settings))) as stores, stores.reading() as reached:
        problems = against.problems(site.manifest, reached.live, site.place_of)
        if not reached.down:
            known = [problem for problem in known if problem.name not in _BETTER_KNOWN]
        return Found([*known, *problems], list(reached.live), reached.down)


def _tell(folder: Path, found: Found) -> None:
    for problem in found.problems:
        output.tell(str(problem))
    for failure in found.down.values():
        output.say(str(failure))
    compared = f"; compared with {', '.join(found.compared)}" if found.compared else ""
    output.tell(f"{folder}: {output.counted(found.problems)}{compared}")
