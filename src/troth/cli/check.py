"""`troth check`: what is declared, and whether the stores are as declared."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, site_argument
from troth.errors import ManifestError, Problem, Unavailable
from troth.manifest.names import StoreName
from troth.settings import Settings
from troth.site import Declared, Stores, declared, patience
from troth.stores import against

PROBLEMS = 2


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

    Needs no key and no database of Troth's, and changes nothing.
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
    if not with_stores:
        return Found(site.warnings)
    return _compared(site, environ)


def _compared(site: Declared, environ: Mapping[str, str]) -> Found:
    settings = Settings.from_environment(environ, site.folder)
    with closing(Stores(site, environ, patience(settings))) as stores, stores.reading() as reached:
        problems = against.problems(site.manifest, reached.live, site.place_of)
        return Found([*site.warnings, *problems], list(reached.live), reached.down)


def _tell(folder: Path, found: Found) -> None:
    for problem in found.problems:
        output.tell(str(problem))
    for failure in found.down.values():
        output.say(str(failure))
    compared = f"; compared with {', '.join(found.compared)}" if found.compared else ""
    output.tell(f"{folder}: {output.counted(found.problems)}{compared}")
