"""`troth key`: the master key."""

import os
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, site_argument
from troth.database.rotation import rotate_key_file
from troth.settings import Settings


@click.group()
def key() -> None:
    """Look after the master key."""


@key.command(
    short_help="Put a new master key in the place of the old one.",
    epilog="Example: troth key rotate sites/acme",
)
@site_argument
@format_option
def rotate(site: Path, form: str) -> None:
    """
    Put a new master key in the place of the old one, and wrap every key of the database anew under it.

    Nothing that was sealed changes. Copies of the database made before still need the old key. Killed
    half-way, it is finished by running it again.
    """
    settings = Settings.from_environment(os.environ, site)
    if settings.key:
        raise click.UsageError(
            "the key stands in TROTH_KEY, where Troth cannot change it: use TROTH_KEY_FILE"
        )
    count = rotate_key_file(settings.database, settings.key_file, settings.checkpoint)
    if form == "json":
        output.tell_json({"key_file": str(settings.key_file), "wrapped_anew": count})
        return
    output.tell(f"new master key in {settings.key_file}; {count} keys wrapped anew")
