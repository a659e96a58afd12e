"""Pages of the reference: what `--help` prints, what `check --stores` finds, and the rules of the law."""

import sys
from collections.abc import Iterator

import click

from troth.law.dated import GDPR
from troth.law.lint import RULES
from troth.stores.against import EXPLANATIONS
from troth.texts import rules as words
from troth.texts.language import capital

_HEAD = """\
# Commands

<!-- Made from the options in src/troth/cli/: change them there, then run
     python -m troth.cli.reference > docs/reference/commands.md -->

Without a terminal no command asks anything, and none prints colours anywhere.
What was asked for goes to stdout, whatever else there is to say to stderr.
`--format json` gives the answer, and a failure, as JSON.
The exit codes are those of [errors](errors.md); settings come from the [environment](settings.md).
"""


def reference(main: click.Group) -> str:
    """The page for a group of commands."""
    root = _context(main, "troth")
    return "\n".join([_HEAD, *_sections(main, root)])


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    yield "```"
    yield command.get_help(context).rstrip()
    yield "```\n"
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            inner = command.commands[name]
            if not inner.hidden:
                yield from _sections(inner, _context(inner, name, context))


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(
        command,
        parent=parent,
        info_name=name,
        terminal_width=100,
        max_content_width=100,
        help_option_names=["-h", "--help"],
    )


_STORES_HEAD = """\
# Problems of stores

<!-- Made from src/troth/stores/against/explanations.py: change them there, then run
     python -m troth.cli.reference stores > docs/reference/store-problems.md -->

What `troth check --stores` can find where a database is not as `stores.yaml` says.
Errors make it end with 2, warnings only with `--fail-on warning`.
"""


def store_problems() -> str:
    """The page of every problem that a comparison with the stores can find."""
    parts = [_STORES_HEAD]
    for name, entry in sorted(EXPLANATIONS.items()):
        parts.append(
            f"## {name}\n\n*{entry.severity.capitalize()}.* {entry.cause}\n\nTo mend it, {entry.mend}.\n"
        )
    return "\n".join(parts)


_RULES_HEAD = """\
# Rules

<!-- Made from src/troth/law/lint.py and src/troth/texts/rules/: change them there, then run
     python -m troth.cli.reference rules > docs/reference/rules.md -->

What `troth check` holds a policy to, once it can be read: fifty-two rules of the law pack, each with its source.
An *error* keeps the policy from being published, a *warning* is told.
A rule is judged twice: on what is applied, and, where a value stands beside the published one (`stated`), on what
was published; the second is told and blocks nothing.
A person sets a rule aside for a reason and a time with [`waivers`](manifest.md#a-waiver).
Where a rule needs the live site, wholly or in part, `check` lists it as not checked here.
"""


def rules_page() -> str:
    """The page of every rule of the law, in English and French, and of what stands around them."""
    parts = [_RULES_HEAD]
    for rule in RULES:
        only = f" Only where the law of {rule.country} holds." if rule.country else ""
        since = f" Since {rule.since}." if rule.since != GDPR else ""
        live = {"all": " Only the live site shows it.", "part": " In part, only the live site shows it."}
        seen = live.get(rule.needs_live_site or "", "")
        french, english = words.DUTIES[rule.number].says
        head = f"*{rule.severity.capitalize()}.* {capital(english)}.\n{rule.source}.{since}{only}{seen}"
        mend = f"To mend it, {words.DUTIES[rule.number].mend[1]}."
        parts.append(f"## {rule.number}\n\n{head}\n\n{mend}\n\n> {capital(french)}.\n")
    parts.append("## Around the rules\n\nThese are told under a name of their own.\n")
    for name, (what, way) in words.AROUND.items():
        parts.append(f"### {name}\n\n{capital(what[1])}.\n\nTo mend it, {way[1]}.\n")
    return "\n".join(parts)


_PAGES = {"stores": store_problems, "rules": rules_page}

if __name__ == "__main__":
    from troth.cli.main import main as troth

    page = _PAGES.get(sys.argv[1]) if sys.argv[1:] else None
    click.echo(page() if page else reference(troth), nl=False)
