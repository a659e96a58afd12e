"""`troth hold`: look after what is kept for disputes and inquiries."""

from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_and, site_argument
from troth.cli.verify import hold_json, hold_line
from troth.errors import Unavailable
from troth.manifest.names import StoreName
from troth.requests.hold import Placed, found_since
from troth.requests.hold import review as reviewed
from troth.texts.commands import counted, say
from troth.texts.language import Language, chosen
from troth.texts.plans import records
from troth.texts.verdicts import said
from troth.verify.verify import holds_in_force


@click.group(short_help="Look after holds: list them, review them.")
def hold() -> None:
    """
    Look after what is kept for disputes and inquiries (GDPR Art. 17(3)(e)).

    A hold is placed with `troth fact add … held` and released with `troth fact add … released`.
    """


@hold.command(
    "list",
    short_help="List the holds in force, the next to be reviewed first.",
    epilog="Example: troth hold list sites/acme",
)
@site_argument
@language_option
@format_option
@click.pass_context
def list_(ctx: click.Context, site: Path, language: Language | None, form: str) -> None:
    """
    List the holds in force: the matter, by whom, since when, until when somebody has to look at it again.

    Where a hold is about a person, records that have come since it was placed are counted: `review` adds them.
    """
    at = now()
    down: dict[StoreName, Unavailable] = {}
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        told: list[output.Json] = []
        for one in holds_in_force(ready, at):
            further, missing = found_since(ready, one, at)
            down |= missing
            told.append({**hold_json(ready.manifest, one, at), "found_since": len(further)})
            if form == "text":
                output.tell(hold_line(ready.manifest, one, at, spoken))
                for line in (*one.by, *one.grounds):
                    output.tell(f"  {line}")
                if further:
                    count = records(len(further), spoken)
                    output.tell(f"  {said('hold.found', spoken, count=count)}")
    if form == "json":
        output.tell_json(told)
    elif not told:
        output.tell(said("hold.none", spoken))
    for failure in down.values():
        output.say(failure.told(spoken))
    ctx.exit(Unavailable.exit_code if down else 0)


@hold.command(
    short_help="Say that a hold is still needed, and list what has come since.",
    epilog="Example: troth hold review sites/acme 'case 2026-17' --by 'Camille Morel' --because 'on appeal'",
)
@site_and("matter", "MATTER", click.STRING)
@click.option("--by", required=True, help="Who looked at it.")
@click.option("--because", required=True, help="Why it is still needed.")
@language_option
@format_option
@click.pass_context
def review(
    ctx: click.Context, site: Path, matter: str, by: str, because: str, language: Language | None, form: str
) -> None:
    """
    Say that the hold of MATTER is still needed; its next review is due after the policy's `hold_review`.

    Where the hold is about a person, their records that have come since are listed too, and kept.
    """
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        placed = reviewed(ready, matter, now(), by, because)
    tell_placed(placed, form, spoken)
    ctx.exit(Unavailable.exit_code if placed.down else 0)


def tell_placed(placed: Placed, form: str, spoken: Language) -> None:
    """How many records a hold lists now that it did not, and which stores could not be searched."""
    if form == "json":
        output.tell_json(
            {
                "records": placed.records,
                "facts": [fact.sequence for fact in placed.facts],
                "down": {name: str(failure) for name, failure in placed.down.items()},
            }
        )
    else:
        output.tell(counted("hold.lists", placed.records, spoken))
    for failure in placed.down.values():
        output.say(say("hold.review_later", spoken, failure=failure.told(spoken)))
