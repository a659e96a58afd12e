"""`troth export`: write data for analysis in which nobody can be found again."""

from collections.abc import Sequence
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, now, opened, site_argument
from troth.export.export import Exported, readme
from troth.export.export import export as exported
from troth.export.model import TableWritten, Terms
from troth.manifest.names import PurposeName


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
        done = exported(ready, out, at, terms, None if purpose is None else PurposeName(purpose), tables)
        told = readme(ready.name, done, at)
    if form == "json":
        output.tell_json({"out": str(out), **told})
        return
    _tell(done)


def _tell(done: Exported) -> None:
    output.tell(
        f"{done.folder}, for the purpose `{done.purpose}`, in groups of {done.terms.k} people and more:"
    )
    for table in done.tables:
        output.tell(f"  {table.name}: {_in_words(table, done.terms.k)}")
    hidden = sum(figure.records is None for figure in done.figures)
    output.tell(f"  figures.csv: {len(done.figures)} counts, {hidden} of them hidden")


def _in_words(table: TableWritten, k: int) -> str:
    if table.test is None:
        return f"nothing, it holds data of fewer than {k} people"
    shown = ", ".join(f"{column} ({one.how.value})" for column, one in table.columns.items()) or "no column"
    lost = table.test.suppressed_groups
    few = f"; {lost if lost >= k else f'fewer than {k}'} groups suppressed" if lost else ""
    return f"{table.test.records} records in {table.test.groups} groups by {shown}{few}"
