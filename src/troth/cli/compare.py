"""`troth compare`: a published text beside the page made from its site, clause by clause."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import yaml

from troth.cli import output
from troth.cli.options import format_option, language_option, now, site_and
from troth.declared import Declared, declared, under_law
from troth.errors import Unavailable
from troth.texts.language import Language
from troth.texts.policy.beside import Clause, duplicates, side_by_side, stated_clauses
from troth.texts.policy.page import Stamp, languages_of
from troth.texts.policy.telling import Telling
from troth.texts.style import BESIDE

CLAUSES = "promises.yaml"
LIMIT_BYTES = 5_000_000


@click.command(
    short_help="Show a published text beside the page made from its site.",
    epilog="""\b
Examples:
  troth compare sites/acme old-policy.txt --out compare.html
  troth compare sites/acme old-policy.txt --clauses clauses.yaml --out compare.html --lang en""",
)
@site_and("text", "TEXT", click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The page to write."
)
@click.option(
    "--clauses",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"The clauses of the text; else {CLAUSES} in the site's folder, or what the manifest states.",
)
@language_option
@format_option
def compare(
    site: Path, text: Path, out: Path, clauses: Path | None, language: Language | None, form: str
) -> None:
    """
    Write a page that shows TEXT, a policy as it was published, beside the page made from the site.

    Clauses link both ways, and each says where another value is applied than the text states, and why. The text
    is shown in that page and kept nowhere else. A file of clauses is a list of `id`, `promise` (in your words),
    `lines` (first and last) and `keys` of policy.yaml.
    """
    written = declared(site)
    found = under_law(written, now().astimezone(ZoneInfo(written.manifest.zone)).date())
    words = _read(text)
    listed = clauses or (site / CLAUSES if (site / CLAUSES).exists() else None)
    known = stated_clauses(found.manifest, words) if listed is None else _clauses(listed)
    style = out.with_suffix(".css")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        style.write_text(BESIDE, "utf-8")
        out.write_text(_page(found, words, known, style.name, language), "utf-8")
    except OSError as error:
        raise Unavailable(f"`{out}` cannot be written: {error.strerror}") from None
    if form == "json":
        output.tell_json({"written": str(out), "clauses": len(known)})
    else:
        output.tell(f"{out}: {len(known)} clauses")


def _page(site: Declared, words: str, known: list[Clause], style: str, language: Language | None) -> str:
    on = now().astimezone(ZoneInfo(site.manifest.zone)).date()
    telling = Telling.of(site.manifest, language or languages_of(site.manifest)[0], on)
    return side_by_side(telling, Stamp(0, on, style), words, known, style)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise click.UsageError(f"`{path}` is larger than any policy")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Unavailable(f"`{path}` cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"`{path}` is not text in UTF-8") from None


def _clauses(path: Path) -> list[Clause]:
    """
    The clauses that a file lists.

    Raises:
        click.UsageError: for the first entry that is not understood.
    """
    try:
        entries = yaml.safe_load(_read(path))
    except yaml.YAMLError:
        raise click.UsageError(f"`{path}` is not YAML") from None
    if not isinstance(entries, list):
        raise click.UsageError(f"`{path}` is not a list of clauses")
    found = [_clause(path, number, entry) for number, entry in enumerate(entries, 1)]
    twice = next(duplicates(found), None)
    if twice is not None:
        raise click.UsageError(f"`{path}`: clause `{twice}` stands twice")
    return found


def _clause(path: Path, number: int, entry: Any) -> Clause:
    given = entry if isinstance(entry, dict) else {}
    id_, promise = given.get("id"), given.get("promise")
    lines, keys = given.get("lines"), given.get("keys")
    if (
        isinstance(id_, str)
        and isinstance(promise, str)
        and isinstance(lines, list)
        and [type(line) for line in lines] == [int, int]
        and 1 <= lines[0] <= lines[1]
        and isinstance(keys, list)
        and all(isinstance(key, str) and key for key in keys)
    ):
        return Clause(id_, promise, lines[0], lines[1], tuple(keys))
    what = "needs id, promise, lines: [first, last] and keys: [key, …]"
    raise click.UsageError(f"`{path}`: entry {number} {what}")
