"""`troth check`: what is declared, what the law says of it, and whether the stores are as declared."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from troth.cli import lawful, output
from troth.cli.lawful import Judged, LawOf, LawWord
from troth.cli.options import now, site_argument
from troth.cli.sarif import sarif
from troth.declared import Declared, declared
from troth.errors import ManifestError, Problem, Unavailable
from troth.manifest.names import StoreName
from troth.settings import Settings
from troth.texts.checks import say
from troth.texts.language import LANGUAGES, Language
from troth.texts.problems import told as in_words

PROBLEMS = 2
_BETTER_KNOWN = {"clock-may-be-null"}  # where the live schema says it (clock-nullable)


@dataclass(frozen=True, slots=True)
class Found:
    """Every problem, what the law's rules find, and what became of each store that was to be compared."""

    problems: Sequence[Problem]
    site: Declared | None = None  # None: what is declared has errors, and no rule can judge it
    compared: Sequence[StoreName] = ()
    down: Mapping[StoreName, Unavailable] = field(default_factory=dict)


@click.command(
    short_help="Tell every problem of the manifest, of the law, and of the stores.",
    epilog="Example: troth check sites/acme --stores --law-at 2027-01-01",
)
@site_argument
@click.option("--stores", is_flag=True, help="Compare with what the databases really hold, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="From which severity on the exit code is 2.",
)
@click.option(
    "--law-at",
    type=LawWord(),
    metavar="[PACK@]DATE",
    help="Judge by the law of that day, or of another pack (fr, ee).",
)
@click.option(
    "--law-from",
    type=LawWord(),
    metavar="[PACK@]DATE",
    help="Tell what changes for the site from that law to the one that judges.",
)
@click.option(
    "--published", is_flag=True, help="Show each sentence of the published text that breaks a rule."
)
@click.option("--merged", is_flag=True, help="Show promise and law, field by field, and which is stricter.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    callback=output.remember_language,
    help="The language in which problems and the law's rules are told.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    is_eager=True,
    callback=output.remember_format,
    help="Words for people, JSON for programs, or SARIF for code hosts.",
)
@click.pass_context
def check(
    ctx: click.Context,
    site: Path,
    stores: bool,
    fail_on: str,
    law_at: LawOf | None,
    law_from: LawOf | None,
    published: bool,
    merged: bool,
    language: Language,
    form: str,
) -> None:
    """
    Tell every problem of policy.yaml and stores.yaml at once, each with its place and its mend.

    Where they have no error, the rules of the law pack judge what is promised: PL01 to PL52. Changes nothing, and
    needs neither key nor database of Troth's; where they are there, purposes are compared with those accepted last.
    """
    found = checked(site, os.environ, with_stores=stores)
    judgement = _judged(found, law_at)
    before = _judged(found, law_from) if law_from else None
    if form == "json":
        output.tell_json(_json(found, judgement, before, language))
    elif form == "sarif":
        output.tell_json(sarif(found.problems, judgement, language))
    else:
        _tell(site, found, judgement, language, all_published=published)
        if merged and judgement:
            output.tell("\n".join(lawful.merged_lines(judgement, language)))
        if before and judgement:
            output.tell("\n".join(lawful.changed_lines(before, judgement, language)))
    ctx.exit(_exit_code(found, judgement, fail_on))


def checked(folder: Path, environ: Mapping[str, str], *, with_stores: bool) -> Found:
    """Everything that is wrong with the site in this folder, as far as it can be seen."""
    try:
        site = declared(folder)
    except ManifestError as error:
        return Found(error.problems)
    try:
        settings = Settings.from_environment(environ, folder)
        if not (with_stores or settings.key or settings.key_file.exists()):
            return Found(site.warnings, site)
        # What speaks to databases is read only here: a policy alone needs none of it, and is judged sooner.
        from troth.cli import beside

        known = [*site.warnings, *beside.succession(site, settings)]
        if not with_stores:
            return Found(known, site)
        seen = beside.stores(site, environ, settings)
        if not seen.down:
            known = [problem for problem in known if problem.name not in _BETTER_KNOWN]
        return Found([*known, *seen.problems], site, seen.compared, seen.down)
    except ManifestError as error:
        return Found([*site.warnings, *error.problems], site)


def _judged(found: Found, law: LawOf | None) -> Judged | None:
    """The site under a law, as far as it is declared without error; today is the controller's."""
    if found.site is None:
        return None
    today = now().astimezone(ZoneInfo(found.site.manifest.zone)).date()
    return lawful.judged(found.site, law, today)


def _exit_code(found: Found, judgement: Judged | None, fail_on: str) -> int:
    """Problems go before stores that are down. The published text, and what is waived, fail nothing."""
    grave = {"error"} if fail_on == "error" else {"error", "warning"}
    severities = {problem.severity for problem in found.problems}
    if judgement is not None:
        severities |= {finding.severity for finding in judgement.applied if finding.waived is None}
    if severities & grave:
        return PROBLEMS
    return Unavailable.exit_code if found.down else 0


def _tell(
    folder: Path, found: Found, judgement: Judged | None, language: Language, *, all_published: bool
) -> None:
    if found.problems:
        output.tell("\n".join(in_words(problem, language) for problem in found.problems))
    applied: Sequence[Problem] = ()
    if judgement is not None:
        output.tell("\n".join(lawful.lines(judgement, language, all_published=all_published)))
        blamed = [finding for finding in judgement.applied if finding.waived is None]
        applied = [lawful.as_problem(judgement, finding, language) for finding in blamed]
    for failure in found.down.values():
        output.say(failure.told(language))
    told = f"{folder}{say('colon', language)}{output.counted([*found.problems, *applied], language)}"
    if found.compared:
        told += say("compared", language, stores=", ".join(found.compared))
    if judgement:
        told += say("judged", language, pack=judgement.pack.name, on=judgement.pack.on)
    output.tell(told)


def _json(found: Found, judgement: Judged | None, before: Judged | None, language: Language) -> output.Json:
    told: dict[str, output.Json] = {
        "problems": [output.problem_json(problem) for problem in found.problems],
        "compared": list(found.compared),
        "down": {name: str(failure) for name, failure in found.down.items()},
    }
    if judgement is not None:
        told |= lawful.as_json(judgement, language)
        if before is not None:
            told["changes"] = lawful.changed_json(before, judgement, language)
    return told
