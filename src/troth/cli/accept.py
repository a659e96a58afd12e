"""`troth accept`: see what a change of words releases, and accept it at that count."""

from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.retention.accept import accept as accepted
from troth.retention.accept import released
from troth.texts.commands import say
from troth.texts.language import Language, chosen, number


@click.command(
    short_help="Accept what a change of words releases, at its count.",
    epilog="""\b
Examples:
  troth accept sites/acme
  troth accept sites/acme --count 8014 --by 'Camille Morel'""",
)
@site_argument
@click.option("--count", type=click.IntRange(0), metavar="N", help="Accept the change at just this count.")
@click.option("--by", metavar="NAME", help="Who accepts it.")
@language_option
@format_option
def accept(site: Path, count: int | None, by: str | None, language: Language | None, form: str) -> None:
    """
    Show what the words in force end and those accepted last did not; with --count and --by, accept it.

    Words never destroy by themselves: until a person accepts a change at its count, what it ends stays frozen.
    """
    if (count is None) != (by is None):
        raise click.UsageError("to accept, say --count and --by; to look first, neither")
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        if count is not None and by is not None:
            version = accepted(ready, count, by, now())
            if form == "json":
                output.tell_json({"accepted": version.manifest_hash, "count": count, "by": by})
            else:
                output.tell(say("accepted", spoken, count=number(count, spoken)))
            return
        found = released(ready, now())
    total = sum(found.values())
    if form == "json":
        columns: output.Json = {f"{s}.{t}.{c}": many for (s, t, c), many in sorted(found.items())}
        output.tell_json({"released": total, "columns": columns})
        return
    for (store, table, column), many in sorted(found.items()):
        output.tell(f"{many:>8}  {store}.{table}.{column}")
    command = f"troth accept {site} --count {total} --by NAME"
    output.tell(say("would_release", spoken, count=number(total, spoken), command=command))
