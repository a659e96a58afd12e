"""`troth init`: the key, Troth's own database, and for a new site two files to begin with."""

import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click

from troth import audit
from troth.cli import output
from troth.cli.options import format_option, site_argument
from troth.database import create_key_file, open_database, prepare_database, read_key
from troth.database.keys import KeyProblem
from troth.errors import Unavailable
from troth.settings import Settings
from troth.site import POLICY, STORES

_SKELETONS = files("troth.cli") / "skeleton"


@dataclass(frozen=True, slots=True)
class Part:
    """What now stands where, and whether it was made, kept as it was, or is ready for use."""

    became: str
    what: str
    where: str


@click.command(epilog="Example: troth init sites/acme")
@site_argument
@click.option(
    "--new-checkpoint",
    is_flag=True,
    help="Take the audit log as it is for complete, once a restored database was looked through.",
)
@format_option
def init(site: Path, new_checkpoint: bool, form: str) -> None:
    """
    Make what a site needs, and overwrite nothing.

    That is: the master key, in a file that only you may read; Troth's own database, or its migration to this
    version; and in a new folder a policy.yaml and a stores.yaml to begin with.
    """
    parts = begun(site, os.environ)
    if new_checkpoint:
        parts.append(_checkpoint(site, os.environ))
    if form == "json":
        output.tell_json([{"what": part.what, "where": part.where, "became": part.became} for part in parts])
        return
    for part in parts:
        output.tell(f"{part.became:<6} {part.what}: {part.where}")
    if any(part.became == "made" and part.what == "policy" for part in parts):
        output.tell(
            f"Write into the two files what the site promises and where its data is; then: troth check {site}"
        )


def begun(folder: Path, environ: Mapping[str, str]) -> list[Part]:
    """
    Make what is missing.

    Raises:
        KeyProblem: the database was made with another key than the one that stands here, or none stands here.
    """
    settings = Settings.from_environment(environ, folder)
    parts = _files(folder)
    is_new = not settings.key and not settings.key_file.exists()
    key = create_key_file(settings.key_file) if is_new else read_key(settings.key, settings.key_file)
    try:
        prepare_database(settings.database, key)
    except KeyProblem:
        if not is_new:
            raise
        settings.key_file.unlink()
        raise KeyProblem(
            "key-missing",
            str(settings.key_file),
            "there is no master key here, and the database was made with one",
            "put the key of this database back; without it nobody can read what was sealed",
        ) from None
    where = "TROTH_KEY" if settings.key else str(settings.key_file)
    parts.append(Part("made" if is_new else "kept", "key", where))
    parts.append(Part("ready", "database", _shown(settings.database)))
    return parts


def _files(folder: Path) -> list[Part]:
    """The two files, where the folder has neither."""
    paths = {"policy": folder / POLICY, "stores": folder / STORES}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = [Part("kept", what, str(path)) for what, path in paths.items() if path.exists()]
        if kept:
            return kept
        for path in paths.values():
            with path.open("x", encoding="utf-8") as stream:
                stream.write((_SKELETONS / path.name).read_text("utf-8"))
    except OSError as error:
        raise Unavailable(f"`{folder}` cannot be written: {error.strerror}") from None
    return [Part("made", what, str(path)) for what, path in paths.items()]


def _checkpoint(folder: Path, environ: Mapping[str, str]) -> Part:
    settings = Settings.from_environment(environ, folder)
    key = read_key(settings.key, settings.key_file)
    database = open_database(settings.database, key, settings.checkpoint)
    with closing(database), database.transaction() as tx:
        audit.begin_checkpoint(tx, folder.resolve().name)
    return Part("made", "checkpoint", str(settings.checkpoint))


def _shown(address: str) -> str:
    """The address without its password."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
