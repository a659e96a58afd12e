"""What many commands take: the site, the form of the answer, and of whom they speak."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from troth.claims.keys import Key
from troth.cli import output
from troth.manifest.model import Manifest
from troth.texts.language import LANGUAGES

if TYPE_CHECKING:
    from troth.site import Site

F = TypeVar("F", bound=Callable[..., Any])

SUBJECTS_LIMIT = 10_000

site_argument = click.argument("site", type=click.Path(path_type=Path), default=Path(), required=False)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    is_eager=True,
    callback=output.remember_format,
    help="Words for people, or JSON for programs.",
)


def site_and(name: str, metavar: str, type_: click.ParamType[Any]) -> Callable[[F], F]:
    """The site and, after it, one word that must be there."""

    def decorated(command: F) -> F:
        @click.argument("words", nargs=-1, required=True, metavar=f"[SITE] {metavar}")
        @wraps(command)
        def run(words: Sequence[str], **rest: Any) -> Any:
            if len(words) > 2:
                raise click.UsageError(f"too many words: one site and one {metavar}")
            site = Path(words[0]) if len(words) == 2 else Path()
            value = type_.convert(words[-1], None, click.get_current_context())
            return command(site=site, **{name: value}, **rest)

        return run  # type: ignore[return-value]  # click takes it as it took the command

    return decorated


class Instant(click.ParamType[datetime]):
    """An instant in ISO 8601 with its offset, which is never guessed."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
            aware = instant.astimezone(UTC) if instant.tzinfo else None
        except (ValueError, OverflowError):
            self.fail(f"`{value}` is no instant: write 2026-01-31T12:00:00+01:00", param, ctx)
        if aware is None:
            self.fail(f"`{value}` has no offset: write {value}Z or {value}+01:00", param, ctx)
        return aware


class KeyWord(click.ParamType[Key]):
    """`TYPE=VALUE`: one of the site's types of key, and a value of it."""

    name = "type=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Key:
        if isinstance(value, Key):
            return value
        kind, equals, text = str(value).partition("=")
        if not equals or not kind:
            self.fail("write TYPE=VALUE, as email=ana@example.com", param, ctx)
        return _key(kind, text, lambda what: self.fail(what, param, ctx))


def now() -> datetime:
    """The instant of the command: that of its caller, where a program passes one as the context's object."""
    passed = click.get_current_context().find_root().obj
    return passed if isinstance(passed, datetime) else datetime.now(UTC)


@contextmanager
def opened(folder: Path) -> "Iterator[Site]":
    """The site in the folder, closed at the end."""
    # They speak to databases: a command that opens no site needs none.
    from troth.site import open_site, standing

    with closing(open_site(folder, os.environ, now())) as site, standing():
        yield site


def subject_options(command: F) -> F:
    """`--email`, `--account`, `--key`: the keys of one person."""
    for option in reversed(
        (
            click.option("--email", "emails", metavar="ADDRESS", multiple=True, help="An e-mail address."),
            click.option("--account", "accounts", metavar="NUMBER", multiple=True, help="An account."),
            click.option(
                "--key", "keys", type=KeyWord(), multiple=True, help="Any type of key that the site declares."
            ),
        )
    ):
        command = option(command)
    return command


def checked_contact(manifest: Manifest, key: Key) -> Key:
    """The same key: where it is an address or a number under which something is recorded, it is one."""
    # Numbers need their tables: a command that records nothing reads none.
    from troth.claims.contacts import Contacts

    if wrong := Contacts.of(manifest, now().date()).wrong(key):
        _refuse(wrong)
    return key


subjects_option = click.option(
    "--subjects",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="A file of people, one a line: TYPE=VALUE, or CSV whose head names types of key; - for stdin.",
)
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    callback=output.remember_language,
    help="The language of the answer; else the site's first.",
)
one_person_option = click.option(
    "--one-person",
    is_flag=True,
    help="Somebody looked: what seemed to be several people is one.",
)


def subjects_of(
    manifest: Manifest,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    path: Path | None,
) -> list[frozenset[Key]]:
    """The people that the options or the file name: at least one."""
    given = one_subject(manifest, emails, accounts, keys)
    if given and path is not None:
        _refuse("name one person by keys, or many by --subjects")
    if path is not None:
        return some_subjects(manifest, path)
    if not given:
        _refuse("nobody is named: write --email, --account, --key or --subjects")
    return [given]


def one_subject(
    manifest: Manifest, emails: Sequence[str], accounts: Sequence[str], keys: Sequence[Key]
) -> frozenset[Key]:
    """The keys that the options give, all of one person; none where no option was given."""
    given = [
        *(_key("email", text, _refuse) for text in emails),
        *(_key("account", text, _refuse) for text in accounts),
        *keys,
    ]
    for key in given:
        _check_type(manifest, key, _refuse)
    return frozenset(given)


def some_subjects(manifest: Manifest, path: Path) -> list[frozenset[Key]]:
    """
    The people that a file lists, one a line: `TYPE=VALUE`, or CSV whose head names types of key.

    Raises:
        click.UsageError: for the first line that cannot be read; its value is not shown.
    """
    try:
        with click.open_file(str(path), encoding="utf-8-sig") as stream:
            lines = [line for line in stream.read(100_000_000).splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise click.UsageError(f"`{path}` cannot be read: {reason}") from None
    if not lines:
        raise click.UsageError(f"`{path}` lists nobody")
    if len(lines) > SUBJECTS_LIMIT + 1:
        raise click.UsageError(f"`{path}` lists more than {SUBJECTS_LIMIT} people: split it")
    return list(_listed(manifest, path, lines))


def _listed(manifest: Manifest, path: Path, lines: Sequence[str]) -> Iterator[frozenset[Key]]:
    def refuse(number: int) -> Callable[[str], Any]:
        def at_line(what: str) -> Any:
            raise click.UsageError(f"{path}:{number}: {what}")

        return at_line

    if "=" in lines[0]:
        for number, line in enumerate(lines, 1):
            kind, equals, text = line.partition("=")
            if not equals:
                refuse(number)("write TYPE=VALUE, or begin the file with a line of key types (CSV)")
            key = _key(kind.strip(), text, refuse(number))
            _check_type(manifest, key, refuse(number))
            yield frozenset((key,))
        return
    rows = csv.reader(lines)
    head = [name.strip() for name in next(rows)]
    for number, row in enumerate(rows, 2):
        if len(row) > len(head):
            refuse(number)("has more cells than the head of the file")
        keys = frozenset(
            _key(kind, text, refuse(number)) for kind, text in zip(head, row, strict=False) if text.strip()
        )
        for key in keys:
            _check_type(manifest, key, refuse(1))
        if not keys:
            refuse(number)("names nobody")
        yield keys


def _key(kind: str, text: str, refuse: Callable[[str], Any]) -> Key:
    """The key; a value that no store can hold is refused, and not shown."""
    key = Key.of(kind, text)
    if not key.value:
        refuse(f"the value of key `{kind}` is empty")
    if "\0" in key.value or any("\ud800" <= c <= "\udfff" for c in key.value):
        refuse(f"the value of key `{kind}` is no text: it holds a NUL byte or half a character")
    if len(key.value) > 1000:
        refuse(f"the value of key `{kind}` is longer than any key")
    return key


def _check_type(manifest: Manifest, key: Key, refuse: Callable[[str], Any]) -> None:
    known = manifest.key_types()
    if key.type not in known:
        refuse(f"this site knows nobody by `{key.type}`; it knows people by {', '.join(known) or 'nothing'}")


def _refuse(what: str) -> Any:
    raise click.UsageError(what)
