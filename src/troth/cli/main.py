"""The door that `troth` opens: the group of every command, where every failure becomes words."""

import errno
import sys
import traceback
from typing import Any

import click

from troth.cli import output
from troth.cli.commands import Commands
from troth.errors import TrothError

INTERRUPTED, BUG = 130, 1


class Door(click.Group):
    """The outermost door: what is raised inside is printed here, and ends with its exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # as click declares it
        output.prepare()
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TrothError as error:
            output.failure(error, output.is_json(ctx), output.language_of(ctx))
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            output.say("interrupted")
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:  # nobody reads on: click's business
                raise
            output.say(_as_bug(error))
            ctx.exit(BUG)


def _as_bug(error: Exception) -> str:
    """Where it happened, and nothing of what was at hand there: a message may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "troth" in frame.filename] or frames
    trail = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(ours[-4:]))
    return f"this is a bug of Troth, please report it: {type(error).__name__} in {trail}"


@click.group(cls=Door, commands=Commands(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="troth", message="%(prog)s %(version)s")
def main() -> None:
    """
    Run a website's privacy policy.

    SITE is the folder that holds policy.yaml and stores.yaml; without one, the current folder.

    \b
    Exit codes: 0 done · 1 a bug · 2 something written must change · 3 the law or a right
    says no · 4 something outside is down · 5 the world is not as planned, a person has
    to look · 6 a promise is broken · 130 interrupted.
    """


if __name__ == "__main__":
    sys.exit(main())
