"""What commands print: words for people, or JSON, and never a colour. Words of failure go to stderr."""

import json
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper

import click

from troth.errors import Forbidden, ManifestError, Problem, Surprise, TrothError, Unavailable
from troth.texts import checks
from troth.texts.language import Language
from troth.texts.problems import told

_FORMAT, _LANGUAGE = "troth.format", "troth.language"
_KINDS = {ManifestError: "problem", Forbidden: "forbidden", Unavailable: "unavailable", Surprise: "surprise"}

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def prepare() -> None:
    """Let streams show whatever a store or an operator wrote, half characters too, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def remember_format(ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Remember in which form was asked for, so that failures can be told in it too."""
    ctx.meta[_FORMAT] = value
    return value


def remember_language(
    ctx: click.Context, _parameter: click.Parameter, value: Language | None
) -> Language | None:
    """Remember in which language was asked for, so that problems can be told in it too."""
    ctx.meta[_LANGUAGE] = value
    return value


def language_of(ctx: click.Context) -> Language:
    """The language that was asked for, else English."""
    asked: Language | None = ctx.meta.get(_LANGUAGE)
    return asked or "en"


def is_json(ctx: click.Context) -> bool:
    """Whether JSON was asked for."""
    return ctx.meta.get(_FORMAT) == "json"


def tell(words: str) -> None:
    """What was asked for, on stdout."""
    click.echo(printable(words), color=False)


def tell_json(value: Json) -> None:
    """The same for a program."""
    click.echo(json.dumps(value, ensure_ascii=True, indent=2))


def say(words: str) -> None:
    """A word beside the answer, on stderr."""
    click.echo(f"troth: {printable(words)}", err=True, color=False)


def failure(error: TrothError, as_json: bool, language: Language = "en") -> None:
    """Why a command ends without having done its work."""
    problems = error.problems if isinstance(error, ManifestError) else ()
    if as_json:
        body: dict[str, Json] = {
            "kind": kind_of(type(error)),
            "exit_code": error.exit_code,
            "message": str(error),
        }
        if problems:
            body["problems"] = [problem_json(problem) for problem in problems]
        click.echo(json.dumps({"error": body}, ensure_ascii=True, indent=2), err=True)
        return
    for problem in problems:
        click.echo(printable(told(problem, language)), err=True)
    if problems:
        say(counted(problems, language))
    else:
        say(error.told(language))


def kind_of(error: type[TrothError]) -> str:
    """What kind of failure it is, in a word."""
    return next((name for kind, name in _KINDS.items() if issubclass(error, kind)), "error")


def counted(problems: Sequence[Problem], language: Language = "en") -> str:
    """`2 errors, 1 warning`."""
    by_severity = {"error": 0, "warning": 0, "information": 0}
    for problem in problems:
        by_severity[problem.severity] += 1
    return checks.counted(by_severity, language)


def problem_json(problem: Problem) -> Json:
    """A problem as JSON."""
    return {
        "name": problem.name,
        "severity": problem.severity,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "what": problem.what,
        "mend": problem.mend,
    }


def printable(words: str) -> str:
    """The words without what could steer a terminal: control characters, marks that turn text round."""
    if words.replace("\n", "").isprintable():  # nearly always, and told at once
        return words
    return "".join(
        c if c in "\n\t\xa0\u202f" or c.isprintable() else c.encode("unicode_escape").decode() for c in words
    )
