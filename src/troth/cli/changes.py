"""`troth changes`: what changed between two versions of a policy, and whom it concerns."""

from collections.abc import Sequence
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.publication.compare import Difference
from troth.publication.compare import difference as compared
from troth.retention.foresee import Foreseen, foreseen
from troth.texts.language import Language, chosen
from troth.texts.policy.changes import Told, told


@click.command(
    short_help="Say what changed between two versions, and whom it concerns.",
    epilog="""\b
Examples:
  troth changes sites/acme
  troth changes sites/acme --from 1 --to 3 --lang fr""",
)
@site_argument
@click.option("--from", "from_", type=click.IntRange(1), metavar="N", help="A version; else the last one.")
@click.option("--to", type=click.IntRange(1), metavar="N", help="A version; else the words as they are now.")
@click.option("--no-count", is_flag=True, help="Do not count in the stores.")
@language_option
@format_option
def changes(
    site: Path, from_: int | None, to: int | None, no_count: bool, language: Language | None, form: str
) -> None:
    """
    Say what changed between two published versions, or from the last one to the words as they are now.

    Each change is material or editorial; of changes that nobody published yet, the people to tell, the consents
    they outgrow and the data that they would release are counted. Changes nothing.
    """
    with opened(site) as ready:
        found = compared(ready, from_, to)
        in_words = told(
            found.before,
            found.after,
            found.changes,
            found.to.stricter if found.to else (),
            language or chosen(ready.manifest.policy.languages),
        )
        is_counted = found.to is None and found.changes and not no_count
        counts = foreseen(ready, found.material, found.outgrown, now()) if is_counted else None
    if form == "json":
        output.tell_json(_as_json(found, in_words, counts))
    else:
        _tell(site, found, in_words, counts)


def _tell(site: Path, found: Difference, in_words: Sequence[Told], counts: Foreseen | None) -> None:
    to = f"version {found.to.number}" if found.to else "the words as they are now"
    output.tell(f"from version {found.from_.number} to {to}: {len(in_words)} changes")
    for title, is_material in (("material", True), ("editorial", False)):
        mine = [one for one in in_words if one.is_material is is_material]
        if mine:
            output.tell(title)
        for one in mine:
            output.tell(f"  {one.words}")
            output.tell(f"    {one.change.name}")
    for name in sorted(found.not_asked_again):
        output.tell(f"nobody would be asked again: purpose {name} grows under the wording it has")
    if counts is not None:
        _tell_counts(site, found, counts)


def _tell_counts(site: Path, found: Difference, counts: Foreseen) -> None:
    people = counts.everybody if found.concerns_everybody else counts.concerned
    output.tell(f"people to tell: {people}")
    for name, count in sorted(counts.people.items()):
        output.tell(f"  {count:>8}  with data for {name}")
    for name, count in counts.consents.items():
        output.tell(f"consents outgrown: {count} for {name}")
    total = sum(counts.released.values())
    if total:
        output.tell(f"they would release {total} data, which stay until: troth accept {site}")
    for store in sorted(counts.down):
        output.tell(f"not counted: store {store} did not answer")


def _as_json(found: Difference, in_words: Sequence[Told], counts: Foreseen | None) -> output.Json:
    answer: dict[str, output.Json] = {
        "from": found.from_.number,
        "to": found.to.number if found.to else None,
        "changes": [
            {
                "name": one.change.name,
                "sort": one.change.sort.value,
                "material": one.is_material,
                "words": one.words,
            }
            for one in in_words
        ],
        "outgrown": sorted(found.outgrown),
        "not_asked_again": sorted(found.not_asked_again),
    }
    if counts is not None:
        answer["people_to_tell"] = counts.everybody if found.concerns_everybody else counts.concerned
        answer["people"] = {str(name): count for name, count in counts.people.items()}
        answer["consents"] = {str(name): count for name, count in counts.consents.items()}
        answer["released"] = sum(counts.released.values())
        answer["down"] = sorted(counts.down)
    return answer
