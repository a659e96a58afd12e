"""`troth scan`: a first map of a database that nobody declared yet, or what changed since somebody did."""

import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import quote

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from troth.cli import output
from troth.cli.drafted import difference_json, difference_words, draft_json, summary
from troth.errors import ManifestError, Place, Problem, Unavailable
from troth.manifest.draft.difference import Difference, difference, stores_in
from troth.manifest.draft.drafting import draft
from troth.manifest.draft.links import candidates
from troth.manifest.draft.model import Draft
from troth.manifest.draft.promises import policy_yaml
from troth.manifest.draft.render import stores_yaml
from troth.manifest.names import StoreName, TableName
from troth.manifest.source import SourceText
from troth.manifest.stores import Store
from troth.stores.sql import sample
from troth.stores.sql.connect import Patience, SqlStore, open_store, variables

PROBLEMS = 2
_PATIENCE = Patience(lock_seconds=2, statement_seconds=10)  # one slow table is left out, not waited for


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be looked at."""

    is_all: bool
    schemas: Sequence[str]
    tables: Sequence[str]  # names, or patterns with `*`
    without: Sequence[str]

    def of(self, names: frozenset[TableName]) -> frozenset[TableName]:
        """Those of the names that may be."""
        chosen = {
            n for n in names if not self.tables or any(fnmatchcase(n, pattern) for pattern in self.tables)
        }
        return frozenset(n for n in chosen if not any(fnmatchcase(n, pattern) for pattern in self.without))


@dataclass(frozen=True, slots=True)
class Result:
    """The draft and, where the store is declared already, what differs."""

    draft: Draft
    difference: Difference | None
    variable: str = ""  # of the environment, that has to hold the URL


@click.command(
    short_help="Draft stores.yaml from a database, or tell what changed in it.",
    epilog="""\b
Examples:
  troth scan '${SHOP_DATABASE}' --all --out sites/acme/stores.yaml --policy sites/acme/policy.yaml
  troth scan sqlite:///shop.db --table 'crm_*' --format json""",
)
@click.argument("url")
@click.option("--all", "is_all", is_flag=True, help="Look at every table that the account sees.")
@click.option(
    "--schema", "schemas", multiple=True, metavar="NAME", help="Look at the tables of a schema (PostgreSQL)."
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="PATTERN",
    help="Look at these tables; * stands for any letters.",
)
@click.option("--except", "without", multiple=True, metavar="PATTERN", help="Do not look at these.")
@click.option("--store", metavar="NAME", help="How the store is called; else as the database.")
@click.option(
    "--rows",
    default=400,
    show_default=True,
    type=click.IntRange(0),
    help="Rows read of each table, at most; 0: names only.",
)
@click.option(
    "--seconds",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="How long rows are read; the rest is judged by names.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The stores.yaml to write; where it is there, only what differs is told.",
)
@click.option(
    "--policy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the beginning of a policy.yaml, too, where there is none.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["difference"]),
    help="End with 2 where the database holds what stores.yaml does not say.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    is_eager=True,
    callback=output.remember_format,
    help="stores.yaml with its reasons, or every column for programs.",
)
@click.pass_context
def scan(
    ctx: click.Context,
    url: str,
    is_all: bool,
    schemas: tuple[str, ...],
    tables: tuple[str, ...],
    without: tuple[str, ...],
    store: str | None,
    rows: int,
    seconds: int,
    out: Path | None,
    policy: Path | None,
    fail_on: str | None,
    form: str,
) -> None:
    """
    Draft stores.yaml from a live database: tables, keys, whose each row is, and what each column holds of people.

    URL is that of the store, best as '${NAME}' of the environment: a password is never written into a file. Reads a
    few rows of each table at random, with SELECT alone, and shows none of them. Whatever it writes is a guess with its
    reason, for a person to read. Nothing is looked at unless --all, --schema or --table says so.
    """
    if not (is_all or schemas or tables):
        raise click.UsageError("say what may be looked at: --all, --schema NAME or --table PATTERN")
    wanted = Wanted(is_all, schemas, tables, without)
    found = scanned(url, wanted, store, out, sample.Bounds(rows, seconds), os.environ)
    if found.difference is not None:
        _tell_difference(found, found.difference, form)
        ctx.exit(PROBLEMS if fail_on and not found.difference.is_empty else 0)
    _tell(found, out, policy, form)


def scanned(
    url: str,
    wanted: Wanted,
    name: str | None,
    out: Path | None,
    bounds: sample.Bounds,
    environ: Mapping[str, str],
) -> Result:
    """
    The draft of what is wanted, and the difference where `out` declares the store already.

    Raises:
        ManifestError: the URL is none; a table or schema is not there; `out` cannot be read as stores.yaml.
        Unavailable: the store is down, or does not let the account in.
    """
    declared = _declared(out, name)
    called = StoreName(name or (declared.name if declared else _name(url, environ)))
    written, variable = _written_url(url, called, out, environ)
    opened = open_store(Store(called, url, {}), environ, Path(), _PATIENCE, _COMMAND_LINE)
    try:
        with sample.looking(opened, _schemas(opened, wanted)) as connection:
            names = sample.names(opened, connection)
            chosen = wanted.of(names)
            if not chosen:
                raise ManifestError([_nothing_there(wanted, len(names))])
            with _progress(len(chosen)) as progress:
                seen = sample.look(opened, connection, chosen, bounds, progress)
            references = sample.unrefuted(opened, connection, seen, candidates(seen))
    finally:
        opened.dispose()
    leading = _leading_to(written, wanted.schemas, environ)
    drafted = draft(replace(seen, url=declared.url if declared else leading), references)
    if declared is None:
        return Result(drafted, None, variable)
    return Result(drafted, difference(drafted, declared, names))


# --- what is asked ---------------------------------------------------------------------------------------------


class _CommandLine(Place):
    """A place that is the command line, which has no lines."""

    def __str__(self) -> str:
        return self.file


_COMMAND_LINE = _CommandLine("the command line", 1, 1)


def _nothing_there(wanted: Wanted, count: int) -> Problem:
    asked = ", ".join(f"`{word}`" for word in (*wanted.schemas, *wanted.tables)) or "all"
    what = f"no table is there to look at ({asked}); the account sees {count}"
    return Problem(
        "nothing-to-scan", _COMMAND_LINE, what, "mend the names, or give the account the right to see tables"
    )


def _schemas(store: SqlStore, wanted: Wanted) -> Sequence[str]:
    if wanted.schemas and store.dialect != "postgresql":
        raise click.UsageError("--schema is for PostgreSQL; other databases are named in the URL")
    return wanted.schemas


def _declared(out: Path | None, name: str | None) -> Store | None:
    """The store that the file declares already: the one of that name, or its only one."""
    if out is None or not out.exists():
        return None
    try:
        stores = stores_in(SourceText.of(str(out), out.read_bytes()))
    except OSError as error:
        raise Unavailable(f"`{out}` cannot be read: {error.strerror}") from None
    if not stores:
        raise click.UsageError(f"`{out}` is there and declares no store: remove it, or write to another file")
    if name is None and len(stores) > 1:
        raise click.UsageError(f"`{out}` declares {', '.join(stores)}: say with --store which one this is")
    found = stores.get(StoreName(name)) if name else next(iter(stores.values()))
    return found or Store(StoreName(name or ""), "", {})


# --- the URL, and what of it may stand in a file -----------------------------------------------------------------


def _name(url: str, environ: Mapping[str, str]) -> str:
    """A name for the store, from the database's."""
    named = variables(url)
    text = re.sub(r"\$\{(\w+)\}", lambda found: environ.get(found[1], ""), url)
    try:
        database = make_url(text).database or ""
    except (ArgumentError, ValueError):
        database = named[0] if named else ""
    stem = re.sub(r"[^a-z0-9_]+", "_", Path(database).stem.lower()).strip("_")
    return stem[:60] if stem[:1].isalpha() else f"store_{stem}".rstrip("_")[:60]


def _written_url(url: str, name: StoreName, out: Path | None, environ: Mapping[str, str]) -> tuple[str, str]:
    """The URL as it may stand in a file, and the variable that has to hold it where it is not as it was given."""
    if variables(url):
        return url, ""
    if url.lower().startswith("sqlite"):
        database = make_url(url).database or ""
        return f"sqlite:///{(Path(database)).absolute()}", ""
    holding = next(
        (key for key, value in environ.items() if value == url and re.fullmatch(r"[A-Z_]\w*", key)), ""
    )
    variable = holding or f"{name.upper().replace('-', '_')}_DATABASE"
    return f"${{{variable}}}", "" if holding else variable


def _leading_to(url: str, schemas: Sequence[str], environ: Mapping[str, str]) -> str:
    """The URL, so that it leads to these schemas of PostgreSQL and no others."""
    if not schemas:
        return url
    named = (schema if re.fullmatch(r"[a-z_][a-z0-9_]*", schema) else f'"{schema}"' for schema in schemas)
    asked = quote(f"-csearch_path={','.join(named)}", safe="")
    has_options = "?" in url or any("?" in environ.get(name, "") for name in variables(url))
    return f"{url}{'&' if has_options else '?'}options={asked}"


# --- telling ---------------------------------------------------------------------------------------------------


def _tell(found: Result, out: Path | None, policy: Path | None, form: str) -> None:
    text = stores_yaml(found.draft)
    written = [str(path) for path in (_write(out, text), _write(policy, policy_yaml(found.draft))) if path]
    if form == "json":
        output.tell_json({**draft_json(found.draft), "written": written})
    elif out is None:
        output.tell(text.rstrip("\n"))
    for line in summary(found.draft, found.variable, written, out, policy):
        (output.say if out is None or form == "json" else output.tell)(line)


def _write(path: Path | None, text: str) -> Path | None:
    """The file, written; None where there is none to write. What is there is never written over."""
    if path is None:
        return None
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8")
        path.hardlink_to(beside)  # whole or not at all, whenever we are stopped
    except FileExistsError:
        output.say(f"`{path}` is there, and was left as it is")
        return None
    except OSError as error:
        raise Unavailable(f"`{path}` cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
    return path


def _tell_difference(found: Result, differs: Difference, form: str) -> None:
    if form == "json":
        output.tell_json({**draft_json(found.draft), "difference": difference_json(differs)})
        return
    for line in difference_words(found.draft, differs):
        output.tell(line)


@contextmanager
def _progress(count: int) -> Iterator[sample.Progress]:
    """A line on a terminal that says how far it is; nothing elsewhere."""
    if not sys.stderr.isatty() or count < 20:
        yield lambda done, of: None
        return
    with click.progressbar(length=count, label="reading", file=sys.stderr) as bar:
        yield lambda done, of: bar.update(1)
