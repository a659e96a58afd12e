"""`troth explain`: who claims a datum, and until when, in a paragraph."""

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
    site_and,
    subject_options,
)
from troth.cli.verify import hold_json, hold_line
from troth.errors import Unavailable
from troth.requests.explain import Explanation, column_of, in_words
from troth.requests.explain import explain as explained
from troth.texts.commands import say
from troth.texts.language import Language, chosen


@click.command(epilog="Example: troth explain sites/acme customers.email --email ana@example.com")
@site_and("datum", "TABLE.COLUMN", click.STRING)
@subject_options
@click.option("--record", metavar="KEY", help="Only the record with this key; `|` between its parts.")
@language_option
@format_option
@click.pass_context
def explain(
    ctx: click.Context,
    site: Path,
    datum: str,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    record: str | None,
    language: Language | None,
    form: str,
) -> None:
    """
    Say why a column's data about a person is held, by whose claim and until when.

    TABLE.COLUMN, or STORE.TABLE.COLUMN where two stores have a table of that name. Which hold keeps it is
    told to you, beside the answer.
    """
    with opened(site) as ready:
        manifest = ready.manifest
        table, column = column_of(manifest, datum)
        person = one_subject(manifest, emails, accounts, keys)
        if not person:
            raise click.UsageError("nobody is named: write --email, --account or --key")
        key = None if record is None else tuple(record.split("|"))
        at, spoken = now(), language or chosen(manifest.policy.languages)
        found = explained(ready, person, table, column, at, key)
    told = in_words(manifest, found, spoken)
    if form == "json":
        output.tell_json(
            {**_as_json(found, told), "holds": [hold_json(manifest, hold, at) for hold in found.holds]}
        )
    else:
        output.tell("\n\n".join(told))
        for hold in found.holds:
            output.say(hold_line(manifest, hold, at, spoken))
    for failure in found.down.values():
        output.say(say("perhaps_incomplete", spoken, failure=failure.told(spoken)))
    ctx.exit(Unavailable.exit_code if found.down else 0)


def _as_json(found: Explanation, told: Sequence[str]) -> dict[str, output.Json]:
    return {
        "table": f"{found.table.store}.{found.table.name}",
        "column": found.column,
        "reasons": [
            {
                "state": reason.state.name.lower(),
                "kept_for": reason.why.value if reason.why else None,
                "records": ["|".join(key) for key in reason.records],
                "claims": [
                    {
                        "purpose": claim.purpose,
                        "choice": claim.choice,
                        "phase": "archive" if claim.is_archive else "active",
                        "role": claim.role,
                        "state": claim.state.name.lower(),
                        "until": None if claim.until is None else claim.until.isoformat(),
                    }
                    for claim in reason.claims
                ],
                "words": words,
            }
            for reason, words in zip(found.reasons, told, strict=False)
        ],
        "down": {name: str(failure) for name, failure in found.down.items()},
    }
