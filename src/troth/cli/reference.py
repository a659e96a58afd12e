"""Pages of the reference: what `--help` prints, command after command, and what `check --stores` finds."""

import sys
from collections.abc import Iterator

import click

from troth.stores.against import EXPLANATIONS

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


if __name__ == "__main__":
    from troth.cli.main import main as troth

    click.echo(store_problems() if sys.argv[1:] == ["stores"] else reference(troth), nl=False)
