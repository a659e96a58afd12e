"""`troth access`: hand over everything that is held about some people."""

from collections.abc import Sequence
from pathlib import Path

import click

from troth.claims.keys import Key
from troth.cli import output
from troth.cli.options import (
    format_option,
    language_option,
    now,
    one_person_option,
    opened,
    site_argument,
    subject_options,
    subjects_of,
    subjects_option,
)
from troth.errors import Unavailable
from troth.requests.access import Answered
from troth.requests.access import access as handed_over
from troth.texts.commands import counted, say
from troth.texts.language import Language, chosen
from troth.texts.plans import records


@click.command(
    short_help="Write everything that is held about a person, with the reasons.",
    epilog="""\b
Examples:
  troth access sites/acme --email ana@example.com --out answer
  troth access sites/acme --subjects people.csv --out answers --format json""",
)
@site_argument
@subject_options
@subjects_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the answer: one folder per person, readable by you alone.",
)
@one_person_option
@language_option
@format_option
@click.pass_context
def access(
    ctx: click.Context,
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    subjects: Path | None,
    out: Path,
    one_person: bool,
    language: Language | None,
    form: str,
) -> None:
    """
    Write everything that is held about a person, with the reason for each datum (GDPR Art. 15).

    For each person: index.html to read offline, data.json, a CSV file for each table, manifest.json with the
    hash of each file. Records that only a key in doubt leads to are counted for you, and not disclosed.
    """
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        people = subjects_of(ready.manifest, emails, accounts, keys, subjects)
        answered = handed_over(ready, people, out, now(), is_one_person=one_person)
    if form == "json":
        output.tell_json(_as_json(answered))
    else:
        _tell(answered, spoken)
    _say_what_is_open(answered, spoken)
    ctx.exit(Unavailable.exit_code if answered.down else 0)


def _tell(answered: Answered, language: Language) -> None:
    for about in answered.people:
        count = records(answered.records[about.person], language)
        output.tell(say("written", language, folder=answered.folder / about.person.folder, count=count))


def _say_what_is_open(answered: Answered, language: Language) -> None:
    for about in answered.people:
        for (store, table), number in about.candidates.items():
            count, folder = records(number, language), about.person.folder
            place = f"{store}.{table}"
            output.say(counted("in_doubt", number, language, folder=folder, count=count, table=place))
    for failure in answered.down.values():
        output.say(say("incomplete", language, failure=failure.told(language)))


def _as_json(answered: Answered) -> output.Json:
    return {
        "out": str(answered.folder),
        "people": [
            {
                "folder": about.person.folder,
                "records": answered.records[about.person],
                "candidates": {f"{s}.{t}": count for (s, t), count in about.candidates.items()},
            }
            for about in answered.people
        ],
        "down": {name: str(failure) for name, failure in answered.down.items()},
        "undeclared_columns": {
            f"{s}.{t}": list(names) for (s, t), names in answered.undeclared.columns.items()
        },
        "undeclared_tables": {
            f"{s}.{t}": list(names) for (s, t), names in answered.undeclared.tables.items()
        },
    }
