"""`troth export`: write data for analysis in which nobody can be found again."""

from collections.abc import Sequence
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.export.export import Exported, readme
from troth.export.export import export as exported
from troth.export.model import TableWritten, Terms
from troth.manifest.names import PurposeName
from troth.texts.commands import counted, say
from troth.texts.language import Language, chosen
from troth.texts.plans import records


@click.command(
    short_help="Write tables for analysis in which nobody can be found again.",
    epilog="""\b
Examples:
  troth export sites/acme --anonymised --out figures
  troth export sites/acme --anonymised --out figures --k 20 --tables orders --category orders.status""",
)
@site_argument
@click.option(
    "--anonymised", is_flag=True, required=True, help="In groups of people; there is no other form."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write; nothing may stand in it yet.",
)
@click.option(
    "--k",
    type=click.IntRange(2, 1_000_000),
    default=10,
    show_default=True,
    help="How many people every group has at least.",
)
@click.option("--tables", multiple=True, metavar="TABLE", help="Only this table; again for each further one.")
@click.option(
    "--purpose", metavar="NAME", help="Which purpose uses the data; else the one that makes anonymous data."
)
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="TABLE.COLUMN",
    help="A personal column that names a sort of thing and no person (a product): kept whole where k people share it.",
)
@click.option(
    "--suppress",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Which share of a table's records may stand in groups that are too small, before columns are left out.",
)
@language_option
@format_option
@click.pass_context
def export(
    ctx: click.Context,
    site: Path,
    anonymised: bool,
    out: Path,
    k: int,
    tables: Sequence[str],
    purpose: str | None,
    categories: Sequence[str],
    suppress: float,
    language: Language | None,
    form: str,
) -> None:
    """
    Write what one purpose may use, reduced until every group has k people (GDPR recital 26).

    For each table a CSV file of groups, figures.csv with counts by month, and README.json: how each column was
    reduced, which were left out, and the test of k as the store ran it. Groups under k are counted, not written.
    """
    at = now()
    terms = Terms(k, suppress, frozenset(categories))
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        done = exported(ready, out, at, terms, None if purpose is None else PurposeName(purpose), tables)
        told = readme(ready.name, done, at)
    if form == "json":
        output.tell_json({"out": str(out), **told})
        return
    _tell(done, spoken)


def _tell(done: Exported, language: Language) -> None:
    k = done.terms.k
    output.tell(say("export.heading", language, folder=done.folder, purpose=done.purpose, k=k))
    for table in done.tables:
        output.tell(_in_words(table, k, language))
    hidden = sum(figure.records is None for figure in done.figures)
    output.tell(say("export.figures", language, count=len(done.figures), hidden=hidden))


def _in_words(table: TableWritten, k: int, language: Language) -> str:
    if table.test is None:
        return say("export.nothing", language, table=table.name, k=k)
    shown = [
        f"{column} ({say(f'export.{one.how.value}', language)})" for column, one in table.columns.items()
    ]
    columns = ", ".join(shown) or say("export.no_column", language)
    lost = table.test.suppressed_groups
    few = say("export.lost" if lost >= k else "export.lost_few", language, lost=lost, k=k) if lost else ""
    count = records(table.test.records, language)
    told = {"table": table.name, "records": count, "columns": columns, "few": few}
    return counted("export.table", table.test.groups, language, **told)
