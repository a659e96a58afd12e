"""`troth gate`: may a purpose use data about somebody; over a list; and who is never to be reached."""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import click

from troth.claims.contacts import Contacts
from troth.claims.keys import Key
from troth.cli import output
from troth.cli.options import (
    Instant,
    checked_contact,
    format_option,
    language_option,
    now,
    one_subject,
    opened,
    site_and,
    site_argument,
    subject_options,
)
from troth.errors import Forbidden
from troth.gate import Gate, No, Question, csvfile
from troth.gate.keys import key_types
from troth.gate.lists import filtered
from troth.gate.suppress import bar
from troth.gate.words import as_json, in_words, wording
from troth.manifest.model import Manifest
from troth.texts.language import Language, chosen

F = TypeVar("F", bound=Callable[..., Any])


@click.group(short_help="Ask whether a purpose may use data about somebody, or about a list of people.")
def gate() -> None:
    """
    May this purpose use data about this person now, on this channel, for this recipient?

    Use needs a known yes: whatever is not known is a no, with its reason.
    """


def _question_options(command: F) -> F:
    for option in reversed(
        (
            click.option("--purpose", required=True, metavar="NAME", help="The purpose that would use it."),
            click.option(
                "--item", "items", metavar="NAME", multiple=True, help="Only this item; else all it uses."
            ),
            click.option("--choice", metavar="NAME", help="Only this choice of the purpose."),
            click.option("--channel", metavar="NAME", help="The channel, as policy.yaml names it."),
            click.option("--recipient", metavar="NAME", help="Who would receive the data."),
            click.option("--actor", metavar="NAME", help="Who of your own people, as an internal recipient."),
            click.option(
                "--age", type=click.IntRange(0), metavar="YEARS", help="How old they are, where you know."
            ),
            click.option("--at", type=Instant(), help="At that instant, with offset; else now."),
        )
    ):
        command = option(command)
    return command


def _question(told: Mapping[str, Any]) -> Question:
    items = frozenset(told["items"]) or None
    choice, channel, recipient, actor = (told[name] for name in ("choice", "channel", "recipient", "actor"))
    return Question(told["purpose"], items, choice, channel, recipient, actor, told["age"])


@gate.command(
    epilog="Example: troth gate may sites/acme --purpose newsletter --channel email --email ana@example.com"
)
@site_argument
@subject_options
@_question_options
@language_option
@format_option
def may(
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    language: Language | None,
    form: str,
    at: datetime | None,
    **told: Any,
) -> None:
    """Say whether a purpose may use data about one person, and why not. Ends with 0 for yes and 3 for no."""
    with opened(site) as ready:
        manifest = ready.manifest
        person = one_subject(manifest, emails, accounts, keys)
        if not person:
            raise click.UsageError("nobody is named: write --email, --account or --key")
        subject = {str(key.type): key.value for key in sorted(person)}
        if len(subject) < len(person):
            raise click.UsageError("two keys of one type are given: ask about one person")
        answer = Gate(ready).may(_question(told), subject, at or now())
    spoken = language or chosen(manifest.policy.languages)
    if form == "json":
        output.tell_json(as_json(manifest, answer))
    else:
        yes = {"fr": ("oui", "non"), "en": ("yes", "no")}[spoken]
        output.tell("\n".join([yes[0] if answer else yes[1], *in_words(manifest, answer, spoken)]))
    click.get_current_context().exit(0 if answer else Forbidden.exit_code)


@gate.command(
    "filter",
    epilog="Example: troth gate filter sites/acme list.csv --purpose newsletter --channel email "
    "--out allowed.csv --refused refused.csv",
)
@site_and("path", "LIST.csv", click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@_question_options
@click.option(
    "--column", "columns", metavar="TYPE=NAME", multiple=True, help="The column that holds a type of key."
)
@click.option(
    "--encoding", metavar="NAME", help="Of the file, where it is not UTF-8: cp1252, latin-1, utf-16."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The allowed; else stdout.")
@click.option(
    "--refused",
    "refused",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The refused, each with its reason; else only their number.",
)
@language_option
@format_option
def filter_(
    site: Path,
    path: Path,
    columns: Sequence[str],
    encoding: str | None,
    out: Path | None,
    refused: Path | None,
    language: Language | None,
    at: datetime | None,
    form: str,
    **told: Any,
) -> None:
    """
    Let through who may be reached, of a list of any length: a CSV file whose head names types of key.

    The allowed come out as they went in. Each refused row says why in two more columns. With `--format json` the
    counts are the answer, and the allowed need a file: --out.
    """
    if form == "json" and out is None:
        raise click.UsageError("--format json answers with the counts: write the allowed to a file, --out")
    with opened(site) as ready, ExitStack() as files:
        manifest, kinds = ready.manifest, key_types(ready.manifest)
        people = csvfile.opened(_source(path, files), str(path), kinds, _columns(columns, kinds), encoding)
        why = wording(manifest, language or chosen(manifest.policy.languages))
        allowed = csv.writer(_target(out, files), delimiter=people.delimiter, lineterminator="\n")
        barred = (
            csv.writer(_target(refused, files), delimiter=people.delimiter, lineterminator="\n")
            if refused
            else None
        )
        allowed.writerow(people.head)
        if barred is not None:
            barred.writerow([*people.head, "reason", "why"])
        counts: Counter[str] = Counter()
        for row, answer in filtered(ready, _question(told), people.people(), at or now()):
            if not isinstance(answer, No):
                counts["allowed"] += 1
                allowed.writerow(row)
                continue
            counts[answer.reason.because.value] += 1
            if barred is not None:
                barred.writerow([*row, answer.reason.because.value, why(answer.reason)])
    let = counts.pop("allowed", 0)
    if form == "json":
        output.tell_json({"allowed": let, "refused": dict(counts.most_common())})
        return
    output.say(f"{let} allowed, {counts.total()} refused")
    for name, count in counts.most_common():
        output.say(f"{count} {name}")


@gate.command(epilog="Example: troth gate suppress sites/acme --email ana@example.com --channel phone")
@site_argument
@subject_options
@click.option(
    "--list",
    "path",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="A CSV file of people; its head names types of key.",
)
@click.option(
    "--column", "columns", metavar="TYPE=NAME", multiple=True, help="The column that holds a type of key."
)
@click.option(
    "--encoding", metavar="NAME", help="Of the file, where it is not UTF-8: cp1252, latin-1, utf-16."
)
@click.option("--purpose", "purposes", metavar="NAME", multiple=True, help="Only this marketing; else all.")
@click.option("--channel", metavar="NAME", help="Only on this channel.")
@format_option
def suppress(
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    path: Path | None,
    columns: Sequence[str],
    encoding: str | None,
    purposes: Collection[str],
    channel: str | None,
    form: str,
) -> None:
    """
    Bar direct marketing to a person, or to everybody on a list, from now on.

    What is kept is a keyed hash, which outlives an erasure: a list that is brought in again meets it. A telephone
    number is barred in each spelling that a list may have. Of a list, a line that should hold an address and
    holds none is left out, and named.
    """
    refused: list[tuple[int, str]] = []
    with opened(site) as ready, ExitStack() as files:
        kinds = key_types(ready.manifest)
        given = one_subject(ready.manifest, emails, accounts, keys)
        if bool(given) == (path is not None):
            raise click.UsageError("name one person by keys, or many by --list")
        named = iter(sorted(given))
        if path is not None:
            people = csvfile.opened(
                _source(path, files), str(path), kinds, _columns(columns, kinds), encoding
            )
            named = _contacts(ready.manifest, people, refused)
        for key in given:
            checked_contact(ready.manifest, key)
        count, new = bar(ready, named, now(), purposes, channel)
    if form == "json":
        listed: output.Json = [{"line": line, "reasons": [why]} for line, why in refused]
        output.tell_json({"keys": count, "new": new, "refused": listed})
        return
    told = "1 key" if count == 1 else f"{count} keys"
    output.tell(f"{told} barred from direct marketing, {new} of them new")
    for line, why in refused[:20]:
        output.tell(f"  line {line} is left out: {why}")
    if len(refused) > 20:
        output.tell(f"  and {len(refused) - 20} more: --format json lists them all")


def _contacts(manifest: Manifest, people: csvfile.ListFile, refused: list[tuple[int, str]]) -> Iterator[Key]:
    """The keys on a list; where one should be an address and is none, its line is noted."""
    contacts = Contacts.of(manifest, now().date())
    for _, subject in people.people():
        for kind, value in subject.items():
            key = Key.of(kind, value)
            if key.value and (wrong := contacts.wrong(key)):
                refused.append((people.line(), wrong))
            elif key.value:
                yield key


def _columns(columns: Sequence[str], kinds: Sequence[str]) -> dict[str, str]:
    found = {}
    for column in columns:
        kind, equals, name = column.partition("=")
        if not equals or kind not in kinds:
            raise click.UsageError(f"write --column TYPE=NAME; the types are {', '.join(kinds) or 'none'}")
        found[kind] = name
    return found


def _source(path: Path, files: ExitStack) -> BufferedReader:
    if str(path) == "-":
        return BufferedReader(cast(RawIOBase, sys.stdin.buffer))
    try:
        return files.enter_context(path.open("rb"))
    except OSError as error:
        raise click.UsageError(f"`{path}` cannot be read: {error.strerror}") from None


def _writer(target: IO[str], delimiter: str) -> Any:
    return csv.writer(target, delimiter=delimiter, lineterminator="\n")


def _target(path: Path | None, files: ExitStack) -> IO[str]:
    if path is None:
        return sys.stdout
    try:
        return files.enter_context(path.open("w", encoding="utf-8", newline=""))
    except OSError as error:
        raise click.UsageError(f"`{path}` cannot be written: {error.strerror}") from None
