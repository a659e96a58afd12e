"""`troth archive`: read what is archived, in a role that may, for a reason."""

from collections.abc import Sequence
from pathlib import Path

import click

from troth.claims.keys import Key
from troth.cli import output
from troth.cli.options import (
    format_option,
    language_option,
    now,
    one_subject,
    opened,
    site_argument,
    subject_options,
)
from troth.errors import Unavailable
from troth.manifest.model import Manifest
from troth.requests.archive import Archived, Reading, read_archive
from troth.texts import claims as words
from troth.texts.commands import say
from troth.texts.language import Language, chosen, day
from troth.texts.verdicts import said


@click.group(short_help="Read what is archived, for a reason.")
def archive() -> None:
    """Read what has left daily use and is archived."""


@archive.command(
    short_help="Read what is archived about a person.",
    epilog="""\b
Example:
  troth archive read sites/acme --email ana@example.com --role accounting --because 'tax audit of 2024'""",
)
@site_argument
@subject_options
@click.option("--role", required=True, help="As whom: one of the `readers` that policy.yaml names.")
@click.option("--because", required=True, help="What it is needed for; kept sealed.")
@click.option("--by", default="", help="Who reads it.")
@language_option
@format_option
@click.pass_context
def read(
    ctx: click.Context,
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    role: str,
    because: str,
    by: str,
    language: Language | None,
    form: str,
) -> None:
    """
    Read what is archived about a person, as far as a role may.

    Only what no purpose uses any more, of the purposes whose archive policy.yaml opens to the role. It is
    recorded before anything is shown; the person sees in an access answer that it was read.
    """
    with opened(site) as ready:
        manifest = ready.manifest
        person = one_subject(manifest, emails, accounts, keys)
        if not person:
            raise click.UsageError("nobody is named: write --email, --account or --key")
        spoken = language or chosen(manifest.policy.languages)
        reading = read_archive(ready, person, role, because, by, now())
    if form == "json":
        output.tell_json(_as_json(reading))
    else:
        _tell(manifest, reading, spoken)
    for failure in reading.down.values():
        output.say(say("incomplete", spoken, failure=failure.told(spoken)))
    ctx.exit(Unavailable.exit_code if reading.down else 0)


def _tell(manifest: Manifest, reading: Reading, language: Language) -> None:
    for record in reading.records:
        output.tell(f"{'.'.join(record.table)} {'|'.join(record.key)}")
        for one in record.data:
            output.tell(f"  {one.column}: {one.value} ({_why(manifest, one, language)})")
    if not reading.records:
        output.tell(said("archive.nothing", language))


def _why(manifest: Manifest, one: Archived, language: Language) -> str:
    """The ground of the archive, and the last day there."""
    ground = words.ground(manifest.purposes[one.purpose], language)
    return (
        ground
        if one.until is None
        else said("archive.until", language, ground=ground, day=day(one.until, language))
    )


def _as_json(reading: Reading) -> output.Json:
    return {
        "records": [
            {
                "table": ".".join(record.table),
                "key": list(record.key),
                "data": [
                    {
                        "column": one.column,
                        "value": one.value if isinstance(one.value, str | int | None) else str(one.value),
                        "purpose": one.purpose,
                        "until": None if one.until is None else one.until.isoformat(),
                    }
                    for one in record.data
                ],
            }
            for record in reading.records
        ],
        "down": {name: str(failure) for name, failure in reading.down.items()},
    }
