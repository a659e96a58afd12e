"""`troth register`: the record of processing activities, for the authority and for those who keep it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from troth.cli import output
from troth.cli.options import format_option, now, site_argument
from troth.declared import declared, under_law
from troth.errors import Unavailable
from troth.texts.policy.page import languages_of
from troth.texts.policy.register import STYLESHEET
from troth.texts.policy.register import register as in_words
from troth.texts.style import POLICY


@click.command(
    short_help="Write the record of processing activities.",
    epilog="Example: troth register sites/acme --out /srv/records",
)
@site_argument
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the pages go."
)
@format_option
def register(site: Path, out: Path, form: str) -> None:
    """
    Write the record of processing activities (GDPR Art. 30), one page for each language.

    It is the controller's own and is shown to the authority on request; `troth publish` does not publish it.
    """
    written = declared(site)
    on = now().astimezone(ZoneInfo(written.manifest.zone)).date()
    manifest = under_law(written, on).manifest
    pages = {language: out / f"{language}.html" for language in languages_of(manifest)}
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / STYLESHEET).write_text(POLICY, "utf-8")
        for language, path in pages.items():
            path.write_text(in_words(manifest, language, on), "utf-8")
    except OSError as error:
        raise Unavailable(f"`{out}` cannot be written: {error.strerror}") from None
    if form == "json":
        output.tell_json({"written": [str(path) for path in pages.values()]})
    else:
        output.tell("\n".join(map(str, pages.values())))
