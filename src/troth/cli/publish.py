"""`troth publish`: keep a version of the policy for ever, and write the pages that a web server serves."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.law.packs import pack
from troth.manifest.rules import findings
from troth.publication.compare import Difference, difference
from troth.publication.model import Approval, Despite, Hindrance, Publication
from troth.publication.publish import kept_page, write
from troth.publication.publish import publish as published
from troth.site import Site
from troth.texts.commands import counted, say
from troth.texts.language import Language, chosen
from troth.texts.policy.languages import divergences
from troth.texts.policy.page import languages_of
from troth.texts.readability import readability
from troth.texts.rules import what


class Day(click.ParamType[date]):
    """A date in ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"`{value}` is no date: write 2026-01-31", param, ctx)


@click.command(
    short_help="Publish the policy: its pages, notices and versions.",
    epilog="""\b
Examples:
  troth publish sites/acme --out /var/www/privacy --by 'Camille Morel'
  troth publish sites/acme --out /var/www/privacy --by 'Camille Morel' --effective 2026-09-01
  troth publish sites/acme --out /var/www/privacy --by 'Camille Morel' \\
      --despite PL20 --because 'the period is voted on Monday'""",
)
@site_argument
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the pages go."
)
@click.option("--by", metavar="NAME", help="Who approves this version.")
@click.option("--effective", type=Day(), metavar="DATE", help="From which day it holds; else from today.")
@click.option("--despite", metavar="RULE", multiple=True, help="A rule that finds an error; needs --because.")
@click.option("--because", metavar="TEXT", multiple=True, help="Why it is published all the same.")
@click.option(
    "--material", metavar="CHANGE", multiple=True, help="An editorial change that is to count as material."
)
@language_option
@format_option
def publish(
    site: Path,
    out: Path,
    by: str | None,
    effective: date | None,
    despite: Sequence[str],
    because: Sequence[str],
    material: Sequence[str],
    language: Language | None,
    form: str,
) -> None:
    """
    Keep these words as a version for ever, and write the folder that a web server serves.

    The folder holds the page in each language, its earlier versions at addresses that stay, notices for forms, a
    feed, and the policy for machines. Where nothing changed, no version is made and the folder is written as of
    today: run it again on the day a version takes effect.
    """
    if len(despite) != len(because):
        raise click.UsageError("each --despite needs its --because")
    at = now()
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        if by is None:
            raise click.UsageError("say --by NAME: who approves this version")
        set_aside = tuple(Despite(rule, text) for rule, text in zip(despite, because, strict=True))
        approval = Approval(by, effective, set_aside, tuple(material))
        publication, is_new = published(ready, approval, hindrances(ready, at), at)
        changed = write(ready, out, at)
        if is_new and publication.number > 1 and publication.effective <= _today(ready, at):
            _warn_of_no_notice(difference(ready, publication.number - 1, publication.number), spoken)
        _tell(ready, publication, is_new, changed, out, spoken, form)


def _today(site: Site, at: datetime) -> date:
    return at.astimezone(ZoneInfo(site.manifest.zone)).date()


def _warn_of_no_notice(found: Difference, language: Language) -> None:
    """People are to be told of a material change before it takes effect (WP260 rev.01, para. 29)."""
    stricter = found.to.stricter if found.to else ()
    count = sum(one.is_material or one.name in stricter for one in found.changes)
    if count:
        output.say(counted("no_notice", count, language))


def hindrances(site: Site, at: datetime) -> list[Hindrance]:
    """What the law's rules find in these words that keeps them from being published."""
    on = _today(site, at)
    written = site.declared.written
    found = findings(written, pack(written.policy.law, on), on)
    return [Hindrance(one.rule, f"{what(one, 'en')} ({one.source})") for one in found if one.blocks]


def _tell(
    site: Site,
    publication: Publication,
    is_new: bool,
    changed: Sequence[Path],
    out: Path,
    spoken: Language,
    form: str,
) -> None:
    read = {
        language: readability(kept_page(site, publication, language), language)
        for language in languages_of(site.manifest)
    }
    if form == "json":
        output.tell_json(
            {
                "version": publication.number,
                "is_new": is_new,
                "effective": publication.effective.isoformat(),
                "fingerprint": publication.fingerprint,
                "written": [str(path) for path in changed],
                "divergences": [
                    f"{'.'.join(one.path)} {one.told('en')}" for one in divergences(site.manifest)
                ],
                "readability": {language: one.as_json() for language, one in read.items()},
            }
        )
        return
    version, since = publication.number, publication.effective
    output.tell(say("published" if is_new else "still", spoken, version=version, day=since))
    for language, one in read.items():
        figures = {
            "score": f"{one.score:.0f}",
            "words": f"{one.words_a_sentence:.0f}",
            "longest": one.longest,
        }
        output.tell(say("readability", spoken, language=language, **figures))
    for divergence in divergences(site.manifest):
        output.say(f"`{'.'.join(divergence.path)}` {divergence.told(spoken)}")
    output.tell(counted("files", len(changed), spoken, folder=out))
